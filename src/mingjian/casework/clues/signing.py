"""Keys that packages are signed with.

A signature of the same bytes is always the same, so that a package can be built again to the byte.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjian.casework.clues.settings import CluesSettings
from mingjian.casework.clues.verifier import verify
from mingjian.errors import InputError

KEY_BYTES = 32
KEY_FILE = "clues.key"
SM2_KEY_FILE = "clues-sm2.key"
_SM2_SIGNER = b"1234567812345678"
"""The signer's identity of GM/T 0009-2012 where none is agreed."""
_SM2_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123


class Signer(Protocol):
    """A key that can sign."""

    @property
    def algorithm(self) -> str:
        """``Ed25519`` or ``SM2``."""

    @property
    def public_key(self) -> bytes:
        """As a package's manifest holds it, in hexadecimal there."""

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes."""


@dataclass(frozen=True)
class Ed25519Signer:
    """RFC 8032."""

    secret: bytes
    algorithm: str = "Ed25519"

    @property
    def public_key(self) -> bytes:
        """32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """R and S."""
        return Ed25519PrivateKey.from_private_bytes(self.secret).sign(message)


@dataclass(frozen=True)
class SM2Signer:
    """GB/T 32918.2, whose random number is derived from key and message in the manner of RFC 6979."""

    secret: bytes
    algorithm: str = "SM2"

    @property
    def public_key(self) -> bytes:
        """X and y of the point, 32 bytes each."""
        from gmalg.sm2 import SM2Core, _ecdlp
        from gmalg.sm3 import SM3

        x, y = SM2Core(_ecdlp, SM3()).generate_pk(int.from_bytes(self.secret, "big"))
        return int(x).to_bytes(32, "big") + int(y).to_bytes(32, "big")

    def sign(self, message: bytes) -> bytes:
        """R and s."""
        from gmalg import SM2

        derived = _derived(self.secret, message)

        def number(bits: int) -> int:
            return next(derived) >> (256 - bits)

        signer = SM2(sk=self.secret, uid=_SM2_SIGNER, pk=b"\x04" + self.public_key, rnd_fn=number)
        r, s = signer.sign(message)
        return bytes(r).rjust(32, b"\0") + bytes(s).rjust(32, b"\0")


def _derived(secret: bytes, message: bytes) -> Iterator[int]:
    digest = hashlib.sha256(message).digest()
    count = 0
    while True:
        block = hmac.digest(secret, b"mingjian SM2 nonce 1" + digest + count.to_bytes(4, "big"), "sha256")
        yield int.from_bytes(block, "big")
        count += 1


def signers(workspace: Path, settings: CluesSettings) -> tuple[Signer, ...]:
    """The keys of a workspace: Ed25519 always, made at first use; SM2 where there is one."""
    own = settings.signing_key.get_secret_value()
    found: list[Signer] = [Ed25519Signer(_decode(own) if own else _key_file(workspace / KEY_FILE))]
    second = settings.sm2_signing_key.get_secret_value()
    if second or (workspace / SM2_KEY_FILE).exists():
        found.append(_sm2(_decode(second) if second else _key_file(workspace / SM2_KEY_FILE)))
    return tuple(found)


def make_sm2_key(workspace: Path) -> None:
    """Makes the key of the second signature where there is none."""
    _key_file(workspace / SM2_KEY_FILE)


def fingerprint(signer: Signer) -> str:
    """What an officer compares: the SHA-256 of the public key, in groups of eight."""
    return verify.fingerprint(signer.public_key)


def _sm2(secret: bytes) -> SM2Signer:
    if not 0 < int.from_bytes(secret, "big") < _SM2_ORDER - 1:
        raise InputError("the SM2 key is no number of the curve: make another with 'openssl rand -base64 32'")
    return SM2Signer(secret)


def _decode(text: str) -> bytes:
    try:
        secret = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise InputError(f"a signing key must be {KEY_BYTES} bytes in base64: 'openssl rand -base64 32'")
    return secret


def _key_file(path: Path) -> bytes:
    if not path.exists():
        partial = path.with_name(f".{path.name}.{uuid4().hex}")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key holds
            os.link(partial, path)
        partial.unlink()
    if path.stat().st_mode & 0o077:
        raise InputError(f"{path} can be read by others: 'chmod 600 {path}'")
    return _decode(path.read_text(encoding="ascii").strip())
