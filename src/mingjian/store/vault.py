"""Files by the SHA-256 of their content, encrypted, each kept once.

A file is sealed in chunks with AES-256-GCM, so that one of any size passes through little memory (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015): each chunk's nonce is its number and whether it
is the last, so chunks can neither be moved, left out nor cut off. Each file has a key of its own, derived by HKDF
from the vault's key and a random salt, and its digest is authenticated with every chunk, so that no file can stand
in for another.

There may be several keys while one takes another's place: the first one seals, each of them opens. See :meth:`reseal`.
"""

import base64
import binascii
import fcntl
import hashlib
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mingjian.errors import InputError, MingjianError, NotFoundError
from mingjian.store.workspace import flush

KEY_BYTES = 32
KEY_FILE = "vault.key"
CHUNK = 1024 * 1024
_MAGIC = b"MJV1"
_SALT_BYTES = 32
_TAG_BYTES = 16


class DamagedFileError(MingjianError):
    """A file of the vault is not what was put there, or the key is another one."""

    code = "damaged_file"


class Vault:
    """The files of a workspace. Safe to use from several processes: a file appears whole or not at all."""

    def __init__(self, folder: Path, *keys: bytes, key_file: Path | None = None) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise InputError(f"the vault's key must have {KEY_BYTES} bytes, base64-encoded")
        self._folder = folder
        self._keys = keys
        self._key_file = key_file

    @classmethod
    def open(cls, workspace: Path, *, key: str = "") -> "Vault":
        """The vault of a workspace; ``key`` is base64, and without it the key file is used, made where absent.

        Several keys are separated by commas, in the file by lines: the first one seals, each of them opens.
        """
        if key:
            return cls(workspace / "vault", *(_decode(one) for one in key.split(",")))
        path = workspace / KEY_FILE
        return cls(workspace / "vault", *_read_keys(path), key_file=path)

    def put(self, source: Path) -> str:
        """Keeps a file's content; gives its SHA-256."""
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if not self._is_kept_anew(digest):
                file.seek(0)
                self._seal(_pieces(file), digest)
        return digest

    def put_bytes(self, content: bytes) -> str:
        """Keeps a content in memory; gives its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        if not self._is_kept_anew(digest):
            self._seal(_pieces(io.BytesIO(content)), digest)
        return digest

    def has(self, digest: str) -> bool:
        """Whether the vault holds the content."""
        return self._path(digest).exists()

    def digests(self) -> Iterator[str]:
        """The contents that the vault holds."""
        for folder in sorted(self._folder.glob("??")):
            yield from (path.name for path in sorted(folder.iterdir()) if not path.name.startswith("."))

    def read(self, digest: str) -> bytes:
        """The content, verified; for files that fit into memory."""
        return b"".join(self.chunks(digest))

    def copy_to(self, digest: str, target: Path) -> None:
        """Writes the content to ``target``, which appears only once all of it was verified."""
        partial = target.with_name(f".{target.name}.{uuid4().hex}")
        try:
            with partial.open("wb") as file:
                for chunk in self.chunks(digest):
                    file.write(chunk)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)

    def chunks(self, digest: str) -> Iterator[bytes]:
        """The content piece by piece; DamagedFileError at the first that fails. Trust it only when it has ended."""
        path = self._path(digest)
        if not path.exists():
            raise NotFoundError(f"the vault holds no file {digest[:12]}…")
        seen = hashlib.sha256()
        with path.open("rb") as file:
            cipher = _opening(file, digest, self._every_key())
            number = 0
            chunk = file.read(CHUNK + _TAG_BYTES)
            while True:
                following = file.read(CHUNK + _TAG_BYTES)
                try:
                    plain = cipher.decrypt(_nonce(number, last=not following), chunk, bytes.fromhex(digest))
                except InvalidTag:
                    raise _damaged(digest) from None
                seen.update(plain)
                yield plain
                if not following:
                    break
                chunk, number = following, number + 1
        if seen.hexdigest() != digest:
            raise _damaged(digest)

    def with_content(self, content: bytes) -> "Vault":
        """The same files and one more, which is held in memory and kept nowhere."""
        return _WithContent(self._folder, *self._keys, key_file=self._key_file, content=content)

    def delete(self, digest: str) -> None:
        """Removes a content; nothing happens where it is absent."""
        self._path(digest).unlink(missing_ok=True)

    def put_at(self, digest: str) -> datetime:
        """When somebody last put the content; NotFoundError where it is absent."""
        try:
            return datetime.fromtimestamp(self._path(digest).stat().st_mtime, UTC)
        except FileNotFoundError:
            raise NotFoundError(f"the vault holds no file {digest[:12]}…") from None

    def _is_kept_anew(self, digest: str) -> bool:
        """Whether the vault holds the content already; if so it counts as put now."""
        try:
            os.utime(self._path(digest))
        except FileNotFoundError:
            return False
        return True

    def replace_key(self) -> None:
        """Puts a new key in the place of the one in the key file and seals everything with it.

        It may be killed and done again; others may read and put files meanwhile. InputError where the keys come from
        the settings: there the new key is put before the old one, and :meth:`reseal` follows.
        """
        if self._key_file is None:
            raise InputError(
                "the vault's key comes from the settings: put the new one before the old one, separated by a comma"
            )
        if len(self._keys) == 1:  # else an earlier try was killed, and its new key is there
            _write_keys(self._key_file, (secrets.token_bytes(KEY_BYTES), *self._keys))
        self._keys = _read_keys(self._key_file)
        self.reseal()
        with self._alone():  # nobody is sealing with the old key any more
            self.reseal()
            self._keys = self._keys[:1]
            _write_keys(self._key_file, self._keys)

    def reseal(self) -> int:
        """Seals with the first key whatever another one sealed; gives how many files that were."""
        resealed = 0
        for digest in self.digests():
            with suppress(NotFoundError):  # deleted meanwhile
                if not self._is_sealed_by_first(digest):
                    self._write(self.chunks(digest), digest, self._keys[0])
                    resealed += 1
        return resealed

    def _seal(self, pieces: Iterator[bytes], digest: str) -> None:
        with self._together():
            # Read anew each time: another process may have replaced the key since this one started.
            key = self._keys[0] if self._key_file is None else _read_keys(self._key_file)[0]
            self._write(pieces, digest, key)

    def _write(self, pieces: Iterator[bytes], digest: str, key: bytes) -> None:
        target = self._path(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{digest}.{uuid4().hex}")
        salt = secrets.token_bytes(_SALT_BYTES)
        cipher = _cipher(key, salt)
        seen = hashlib.sha256()
        try:
            with partial.open("xb") as file:
                file.write(_MAGIC + salt)
                number = 0
                chunk = next(pieces, b"")
                while True:
                    following = next(pieces, b"")
                    seen.update(chunk)
                    file.write(cipher.encrypt(_nonce(number, last=not following), chunk, bytes.fromhex(digest)))
                    if not following:
                        break
                    chunk, number = following, number + 1
                file.flush()
                os.fsync(file.fileno())
            if seen.hexdigest() != digest:
                raise InputError("a file changed while it was read: deliver it again")
            partial.replace(target)
            flush(target.parent)
        finally:
            partial.unlink(missing_ok=True)

    def _every_key(self) -> Iterator[bytes]:
        yield from self._keys
        if self._key_file is not None and self._key_file.exists():
            yield from (key for key in _read_keys(self._key_file) if key not in self._keys)

    def _is_sealed_by_first(self, digest: str) -> bool:
        try:
            with self._path(digest).open("rb") as file:
                _opening(file, digest, self._keys[:1])
        except FileNotFoundError:
            raise NotFoundError(f"the vault holds no file {digest[:12]}…") from None
        except DamagedFileError:
            return False
        return True

    @contextmanager
    def _together(self) -> Iterator[None]:
        with self._lock(fcntl.LOCK_SH):
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock(fcntl.LOCK_EX):
            yield

    @contextmanager
    def _lock(self, kind: int) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, kind)
            yield

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise NotFoundError("a file of the vault is named by its SHA-256 in hexadecimal")
        return self._folder / digest[:2] / digest


class _WithContent(Vault):
    def __init__(self, folder: Path, *keys: bytes, key_file: Path | None, content: bytes) -> None:
        super().__init__(folder, *keys, key_file=key_file)
        self._content = content
        self._digest = hashlib.sha256(content).hexdigest()

    def chunks(self, digest: str) -> Iterator[bytes]:
        if digest == self._digest:
            yield self._content
        else:
            yield from super().chunks(digest)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=b"mingjian vault 1")
    return AESGCM(derived.derive(key))


def _opening(file: BinaryIO, digest: str, keys: Iterable[bytes]) -> AESGCM:
    """The cipher that opens a file, which is left at its first chunk."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise _damaged(digest)
    salt = file.read(_SALT_BYTES)
    begin = file.tell()
    chunk = file.read(CHUNK + _TAG_BYTES)
    last = not file.read(1)
    file.seek(begin)
    for key in keys:
        cipher = _cipher(key, salt)
        with suppress(InvalidTag):
            cipher.decrypt(_nonce(0, last=last), chunk, bytes.fromhex(digest))
            return cipher
    raise _damaged(digest)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _damaged(digest: str) -> DamagedFileError:
    return DamagedFileError(
        f"the vault's file {digest[:12]}… fails its check: restore it from a backup, or use the key that sealed it"
    )


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InputError(f"the vault's key must be {KEY_BYTES} bytes in base64: 'openssl rand -base64 32'") from None


def _read_keys(path: Path) -> tuple[bytes, ...]:
    """The keys of a key file, which is made where it is absent."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = _write_aside(path, (secrets.token_bytes(KEY_BYTES),))
        with suppress(FileExistsError):  # another process was first: its key holds
            os.link(partial, path)
        partial.unlink()
    if path.stat().st_mode & 0o077:
        raise InputError(f"{path} can be read by others: 'chmod 600 {path}'")
    return tuple(_decode(line) for line in path.read_text(encoding="ascii").split())


def _write_keys(path: Path, keys: Iterable[bytes]) -> None:
    _write_aside(path, keys).replace(path)
    flush(path.parent)


def _write_aside(path: Path, keys: Iterable[bytes]) -> Path:
    partial = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(b"\n".join(map(base64.b64encode, keys)))
        file.flush()
        os.fsync(file.fileno())
    return partial
