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

    def keep_daily(self, log: AuditLog, *, now: datetime | None = None) -> bool:
        """Adds the head unless one was kept on this day already; whether it did."""
        now = now or datetime.now(UTC)
        last = self.last_at()
        if last is not None and last.astimezone(UTC).date() == now.astimezone(UTC).date():
            return False
        self.keep(log, now=now)
        return True

    def last_at(self) -> datetime | None:
        """When a head was kept last; None before the first, and where the last line holds no time."""
        path = Path(self.folder) / FILE_NAME
        lines = path.read_text(encoding="ascii").split("\n")[:-1] if path.exists() else []
        try:
            return datetime.fromisoformat(lines[-1].split()[0]) if lines else None
        except (IndexError, ValueError):
            return None

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
