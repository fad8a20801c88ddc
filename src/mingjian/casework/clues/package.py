"""One file that an officer can use without us: a ZIP of which every byte follows from its signed manifest.

Nothing is compressed: pictures and PDFs are already, and the bytes then depend on no library's version. Dates inside
are those of the first day that a ZIP knows; when it was prepared stands, signed, in the manifest.
"""

import binascii
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from cryptography.hazmat.primitives import hashes

from mingjian.casework.clues.signing import Signer
from mingjian.casework.clues.verifier import verify
from mingjian.errors import InputError, writing_to
from mingjian.store.workspace import flush

MOST_FILES = 65_000
"""A ZIP without its 64-bit extension, which not every officer's machine opens, counts to 65,535."""
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.\-]*)*")
"""Letters that every machine writes alike; no name of a person can stand in one."""


@dataclass(frozen=True)
class Part:
    """A file to be put into a package. ``chunks`` may be asked once."""

    path: str
    chunks: Callable[[], Iterable[bytes]]
    title: str
    """What it is, in Chinese; stands in the manifest."""

    @classmethod
    def of(cls, path: str, content: bytes, title: str) -> "Part":
        """A file whose content is at hand."""
        return cls(path, lambda: (content,), title)


@dataclass(frozen=True)
class Written:
    """A package that was written."""

    path: Path
    files: int
    size: int
    sha256: str
    sm3: str


def write_package(target: Path, parts: Iterable[Part], about: Mapping[str, Any], signers: Sequence[Signer]) -> Written:
    """Writes the parts in their order, the manifest and the signatures; the file appears whole or not at all.

    ``about`` is what the manifest says beside its list: who prepared it, for what, from which run. Raises InputError
    where a path is doubled or the package is larger than a ZIP can be (4 GiB).
    """
    partial = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with writing_to(target), partial.open("w+b") as file:
            count, sha256, sm3, size = _write(file, parts, about, signers)
        flush(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return Written(target, count, size, sha256, sm3)


def _write(
    file: BinaryIO, parts: Iterable[Part], about: Mapping[str, Any], signers: Sequence[Signer]
) -> tuple[int, str, str, int]:
    archive = _Archive(file)
    entries = [
        {"path": part.path, "title": part.title, **archive.add(part.path, part.chunks()).entry} for part in parts
    ]
    manifest = {
        "format": verify.FORMAT,
        "version": verify.VERSION,
        **about,
        "signers": [{"algorithm": one.algorithm, "public_key": one.public_key.hex()} for one in signers],
        "entries": entries,
    }
    raw = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    archive.add(verify.MANIFEST, [raw])
    for signer in signers:
        key_path, path = verify.SIGNATURES[signer.algorithm]
        archive.add(key_path, [verify.key_document(signer.algorithm, signer.public_key)])
        archive.add(path, [signer.sign(raw)])
    size = archive.close()
    sha256, sm3 = hashlib.sha256(), hashes.Hash(hashes.SM3())
    file.seek(0)
    while chunk := file.read(verify.CHUNK):
        sha256.update(chunk)
        sm3.update(chunk)
    return len(entries), sha256.hexdigest(), sm3.finalize().hex(), size


@dataclass(frozen=True)
class _Content:
    size: int
    sha256: str
    sm3: str
    checksum: int

    @property
    def entry(self) -> dict[str, Any]:
        return {"size": self.size, "sha256": self.sha256, "sm3": self.sm3, "crc32": f"{self.checksum:08x}"}


class _Archive:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._records: list[bytes] = []
        self._paths: set[str] = set()

    def add(self, path: str, chunks: Iterable[bytes]) -> _Content:
        if not _PATH.fullmatch(path) or path in self._paths:
            raise InputError(f"{path} cannot stand in a package, or stands there already")
        if len(self._paths) >= MOST_FILES:
            raise InputError(f"a package holds {MOST_FILES:,} files at most: make two")
        self._paths.add(path)
        offset = self._file.tell()
        self._file.write(verify.local_header(path, 0, 0))
        size, sha256, sm3, checksum = 0, hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
        for chunk in chunks:
            self._file.write(chunk)
            size += len(chunk)
            sha256.update(chunk)
            sm3.update(chunk)
            checksum = binascii.crc32(chunk, checksum)
            if self._file.tell() > verify.LARGEST:
                raise InputError("a package holds 4 GiB at most: leave files out, or make two")
        self._file.seek(offset)
        self._file.write(verify.local_header(path, size, checksum))
        self._file.seek(0, 2)
        self._records.append(verify.central_record(path, size, checksum, offset))
        return _Content(size, sha256.hexdigest(), sm3.finalize().hex(), checksum)

    def close(self) -> int:
        offset = self._file.tell()
        records = b"".join(self._records)
        if offset + len(records) > verify.LARGEST:
            raise InputError("a package holds 4 GiB at most: leave files out, or make two")
        self._file.write(records + verify.end_record(len(self._records), len(records), offset))
        return self._file.tell()
