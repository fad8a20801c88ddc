"""Files that people hang on a case or a matter: looked at before they are taken, sealed in the vault, given as files.

What a file is, its content says and not its name. What a browser would run, or nobody could open, is not taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.evidence import Evidence, EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Note, Notes
from mingjian.errors import InputError, MingjianError, NotFoundError
from mingjian.reading.identify import media_type
from mingjian.store.database import Database
from mingjian.store.vault import Vault

MOST_BYTES = 50 * 1024 * 1024
TAKEN = frozenset(
    {
        "application/pdf",
        "application/ofd",
        "application/zip",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/bmp",
        "image/webp",
        "image/heic",
        "audio/wav",
        "audio/flac",
        "audio/amr",
        "audio/mpeg",
        "audio/mp4",
        "video/mp4",
        "text/plain",
    }
)
"""Media types that are taken; Word and Excel files are ZIP archives."""
_OF_A_BROWSER = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe)\b", re.IGNORECASE)
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]")


class TooLargeError(MingjianError):
    """The file is larger than one may hang on a note."""

    code = "too_large"
    status = 413


@dataclass(frozen=True)
class Upload:
    """A file as it was sent; ``name`` is the sender's."""

    name: str
    content: bytes


class Attachments:
    """The attachments of one database, in one vault."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._notes = Notes(database)

    def add(
        self, subject_type: SubjectType, subject_id: str, upload: Upload, text: str, *, by: Principal, at: datetime
    ) -> Note:
        """Takes a file with a note on it; InputError or TooLargeError says what cannot be taken."""
        digest, name = seal(self._vault, upload)
        return self._notes.add(
            subject_type, subject_id, text.strip() or name, by=by, at=at, file_sha256=digest, file_name=name
        )

    def open(
        self, subject_type: SubjectType, subject_id: str, note_id: str, *, by: Principal
    ) -> tuple[Note, Iterator[bytes]]:
        """The note and its file piece by piece; who opened it stands in the audit log."""
        notes = (one for one in self._notes.of(subject_type, subject_id) if one.note_id == note_id)
        note = next((one for one in notes if one.file_sha256), None)
        if note is None or not self._vault.has(note.file_sha256):
            raise NotFoundError("there is no such attachment")
        with self._database.begin() as connection:
            record_within(
                connection,
                actor=by.name,
                action="open_attachment",
                object_type=subject_type.value,
                object_id=subject_id,
                reason=f"{note_id}, SHA-256 {note.file_sha256[:8]}",
            )
        return note, self._vault.chunks(note.file_sha256)

    def put_on_board(
        self,
        case_id: str,
        note_id: str,
        *,
        standing: Standing,
        source: str,
        by: Principal,
        at: datetime,
        note: str = "",
    ) -> Evidence:
        """Makes a file that hangs on a case evidence of it, with who took it and when; ``source`` says whence."""
        notes = (one for one in self._notes.of(SubjectType.CASE, case_id) if one.note_id == note_id)
        file = next((one for one in notes if one.file_sha256), None)
        if file is None:
            raise NotFoundError("there is no such attachment")
        return EvidenceBoard(self._database).add(
            case_id,
            EvidenceKind.FILE,
            file.file_sha256,
            provenance=Provenance(ledger.stated(source), file.at, file.by, file_sha256=file.file_sha256),
            standing=standing,
            by=by,
            at=at,
            note=note.strip() or file.text,
        )


def seal(vault: Vault, upload: Upload) -> tuple[str, str]:
    """Puts a file into the vault: its digest and its plain name; InputError or TooLargeError where it is not taken."""
    if not upload.content:
        raise InputError("the file is empty: choose it again")
    if len(upload.content) > MOST_BYTES:
        raise TooLargeError(f"a file has up to {MOST_BYTES // 1024 // 1024} MB: split it, or put it into a delivery")
    media = media_type(upload.content)
    if media not in TAKEN or (media == "text/plain" and _OF_A_BROWSER.search(upload.content[:65_536])):
        raise InputError("take a PDF, OFD, picture, recording, plain text, Office file or ZIP archive")
    return vault.put_bytes(upload.content), plain_name(upload.name)


def plain_name(name: str) -> str:
    """The last part of a sender's file name, without what a terminal, a path or a reader's eye could stumble over."""
    last = PurePath(name.replace("\\", "/")).name
    return _NOT_IN_A_NAME.sub("", last).strip(" .")[-200:] or "file"
