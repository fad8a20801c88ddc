"""Heads of the audit log, kept outside the database: what a log that was cut or rewritten is found by.

One file, one line a day: time, sequence number, digest. The folder belongs on another machine or a medium that is
written once; a line can also be printed, since it is short.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mingjian.access.audit import AuditHead, AuditLog
from mingjian.errors import InputError

FILE_NAME = "audit-heads.txt"


@dataclass(frozen=True)
class Checkpoints:
    """The folder of kept heads."""

    folder: str

    def keep(self, log: AuditLog, *, now: datetime | None = None) -> AuditHead:
        """Adds the head as it stands; on return it is on the disk."""
        head = log.head()
        folder = Path(self.folder)
        folder.mkdir(parents=True, exist_ok=True)
        moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
        with (folder / FILE_NAME).open("a", encoding="ascii") as file:
            file.write(f"{moment} {head.sequence}:{head.digest}\n")
            file.flush()
            os.fsync(file.fileno())
        return head

    def read(self) -> tuple[AuditHead, ...]:
        """The heads that were kept, oldest first; InputError names a line that is none."""
        path = Path(self.folder) / FILE_NAME
        if not path.exists():
            return ()
        heads = []
        for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
            try:
                heads.append(head_of(line.split()[1]))
            except (IndexError, InputError):
                raise InputError(
                    f"{path}, line {number}, holds no head: a time, then a number, a colon and a digest"
                ) from None
        return tuple(heads)


def head_of(text: str) -> AuditHead:
    """A head as ``mingjian audit head`` prints it."""
    sequence, _, digest = text.strip().partition(":")
    if not sequence.isdecimal() or not digest:
        raise InputError("a head is what 'mingjian audit head' printed: a number, a colon and a digest")
    return AuditHead(int(sequence), digest)
