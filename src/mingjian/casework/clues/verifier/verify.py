#!/usr/bin/env python3
"""Checks a clue package of Mingjian 明鉴 without Mingjian: Python 3.9 or later and its standard library alone.

    python verify.py PACKAGE.zip [--fingerprint HEX] [--language en] [--json]
    python verify.py FOLDER                  the same of an unpacked package

Exit code 0: every byte is as it was signed. 1: something was changed; each place is named. 2: it is no such package.

A package is a ZIP without compression whose every byte follows from its manifest, so that not only the files are
checked but also their order, names, dates, comments, and whatever stands between or behind them. The signature
(Ed25519, RFC 8032; SM2, GB/T 32918) covers the manifest, which holds SHA-256 and SM3 (GB/T 32905) of every file.

A signature proves who signed only to somebody who knows the key: compare the fingerprint that is printed with the
one that you were given by another way. A script out of a package that is itself in doubt proves nothing either:
take it from a package that you trust, or compare its SHA-256.
"""

from __future__ import annotations

import argparse
import binascii
import hashlib
import json
import struct
import sys
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple

FORMAT = "mingjian-clue-package"
VERSION = 1
MANIFEST = "manifest.json"
SIGNATURES = {
    "Ed25519": ("signatures/ed25519.pem", "signatures/ed25519.sig"),
    "SM2": ("signatures/sm2.pem", "signatures/sm2.sig"),
}
LARGEST_MANIFEST = 64 * 1024 * 1024
CHUNK = 1024 * 1024

# --- SM3 (GB/T 32905-2016) -----------------------------------------------------------------------------------------

_MASK = 0xFFFFFFFF
_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)


def _turn(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & _MASK


_CONSTANTS = [_turn(0x79CC4519 if step < 16 else 0x7A879D8A, step) for step in range(64)]


class PlainSM3:
    """SM3 in Python alone, for a Python whose OpenSSL has none; some 0.3 MB a second."""

    def __init__(self) -> None:
        self._state: Tuple[int, ...] = _START
        self._rest = b""
        self._length = 0

    def update(self, data: bytes) -> None:
        """Takes more bytes."""
        self._length += len(data)
        data = self._rest + data
        whole = len(data) - len(data) % 64
        for at in range(0, whole, 64):
            self._state = _compress(self._state, data[at : at + 64])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        """The digest of what came so far."""
        tail = self._rest + b"\x80"
        tail += b"\0" * (-(len(tail) + 8) % 64) + struct.pack(">Q", self._length * 8)
        state = self._state
        for at in range(0, len(tail), 64):
            state = _compress(state, tail[at : at + 64])
        return struct.pack(">8I", *state).hex()


def _compress(state: Tuple[int, ...], block: bytes) -> Tuple[int, ...]:
    words = list(struct.unpack(">16I", block))
    for step in range(16, 68):
        mixed = words[step - 16] ^ words[step - 9] ^ _turn(words[step - 3], 15)
        mixed ^= _turn(mixed, 15) ^ _turn(mixed, 23)
        words.append(mixed ^ _turn(words[step - 13], 7) ^ words[step - 6])
    a, b, c, d, e, f, g, h = state
    for step in range(64):
        a12 = _turn(a, 12)
        ss1 = _turn((a12 + e + _CONSTANTS[step]) & _MASK, 7)
        if step < 16:
            one, two = a ^ b ^ c, e ^ f ^ g
        else:
            one, two = (a & b) | (a & c) | (b & c), (e & f) | (~e & _MASK & g)
        tt1 = (one + d + (ss1 ^ a12) + (words[step] ^ words[step + 4])) & _MASK
        tt2 = (two + h + ss1 + words[step]) & _MASK
        a, b, c, d = tt1, a, _turn(b, 9), c
        e, f, g, h = tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17), e, _turn(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))  # noqa: B905  # strict= came with 3.10


def _openssl_has_sm3() -> bool:
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


OPENSSL_SM3 = _openssl_has_sm3()


def new_sm3() -> Any:
    """A hash object for SM3: OpenSSL's where it has one."""
    return hashlib.new("sm3") if OPENSSL_SM3 else PlainSM3()


def sm3(data: bytes) -> bytes:
    """The SM3 digest of a few bytes."""
    digest = new_sm3()
    digest.update(data)
    return bytes.fromhex(digest.hexdigest())


# --- Ed25519 (RFC 8032, 5.1.7) -------------------------------------------------------------------------------------

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = Tuple[int, int, int, int]


def _edwards_add(left: _Point, right: _Point) -> _Point:
    a = (left[1] - left[0]) * (right[1] - right[0]) % _P
    b = (left[1] + left[0]) * (right[1] + right[0]) % _P
    c = 2 * left[3] * right[3] * _D % _P
    d = 2 * left[2] * right[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _edwards_sum(first: int, point: _Point, second: int, other: _Point) -> _Point:
    """``first`` times a point and ``second`` times another, in one go (Shamir's trick)."""
    result: _Point = (0, 1, 1, 0)
    both = _edwards_add(point, other)
    for bit in range(max(first.bit_length(), second.bit_length()) - 1, -1, -1):
        result = _edwards_add(result, result)
        chosen = (first >> bit & 1) + 2 * (second >> bit & 1)
        if chosen:
            result = _edwards_add(result, (point, other, both)[chosen - 1])
    return result


def _edwards_x(y: int, sign: int) -> Optional[int]:
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


def _edwards_point(data: bytes) -> Optional[_Point]:
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = _edwards_x(y, sign) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P


def ed25519_fits(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is of that message by that key."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, s = _edwards_point(public_key), int.from_bytes(signature[32:], "little")
    if key is None or s >= _L:
        return False
    base_x = _edwards_x(_BASE_Y, 0) or 0
    base: _Point = (base_x, _BASE_Y, 1, base_x * _BASE_Y % _P)
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _L
    minus: _Point = (_P - key[0], key[1], 1, _P - key[3])
    x, y, z, _ = _edwards_sum(s, base, challenge, minus)
    inverse = pow(z, _P - 2, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# --- SM2 (GB/T 32918.2-2016, the curve of 32918.5) -----------------------------------------------------------------

_SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_SM2_A = _SM2_P - 3
_SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_SM2_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
_SM2_SIGNER = b"1234567812345678"
"""The identity of GM/T 0009-2012 where none is agreed."""
_Flat = Optional[Tuple[int, int]]


def _sm2_add(left: _Flat, right: _Flat) -> _Flat:
    if left is None or right is None:
        return left or right
    if left[0] == right[0]:
        if (left[1] + right[1]) % _SM2_P == 0:
            return None
        slope = (3 * left[0] * left[0] + _SM2_A) * pow(2 * left[1], _SM2_P - 2, _SM2_P)
    else:
        slope = (right[1] - left[1]) * pow(right[0] - left[0], _SM2_P - 2, _SM2_P)
    x = (slope * slope - left[0] - right[0]) % _SM2_P
    return x, (slope * (left[0] - x) - left[1]) % _SM2_P


def _sm2_times(number: int, point: _Flat) -> _Flat:
    result: _Flat = None
    while number:
        if number & 1:
            result = _sm2_add(result, point)
        point = _sm2_add(point, point)
        number >>= 1
    return result


def sm2_digest(public_key: bytes, message: bytes) -> int:
    """What an SM2 signature is made over: the message with the signer's identity, curve and key before it."""
    numbers = (_SM2_A, _SM2_B, *_SM2_G)
    about = struct.pack(">H", len(_SM2_SIGNER) * 8) + _SM2_SIGNER + b"".join(n.to_bytes(32, "big") for n in numbers)
    return int.from_bytes(sm3(sm3(about + public_key) + message), "big")


def sm2_fits(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature (r and s, 32 bytes each) is of that message by that key (x and y, 32 bytes each)."""
    if len(public_key) != 64 or len(signature) != 64:
        return False
    x, y = int.from_bytes(public_key[:32], "big"), int.from_bytes(public_key[32:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if max(x, y) >= _SM2_P or (y * y - x * x * x - _SM2_A * x - _SM2_B) % _SM2_P:
        return False
    both = (r + s) % _SM2_N
    if not (0 < r < _SM2_N and 0 < s < _SM2_N and both):
        return False
    point = _sm2_add(_sm2_times(s, _SM2_G), _sm2_times(both, (x, y)))
    return point is not None and (sm2_digest(public_key, message) + point[0]) % _SM2_N == r


FITS: Dict[str, Callable[[bytes, bytes, bytes], bool]] = {"Ed25519": ed25519_fits, "SM2": sm2_fits}
_KEY_HEADS = {
    "Ed25519": bytes.fromhex("302a300506032b6570032100"),
    "SM2": bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004"),
}


def key_document(algorithm: str, public_key: bytes) -> bytes:
    """The public key as PEM (SubjectPublicKeyInfo), the one form in which a package carries it."""
    text = binascii.b2a_base64(_KEY_HEADS[algorithm] + public_key, newline=False).decode("ascii")
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""]).encode("ascii")


def fingerprint(public_key: bytes) -> str:
    """The SHA-256 of a public key, in groups that can be read out on the telephone."""
    digest = hashlib.sha256(public_key).hexdigest()
    return " ".join(digest[at : at + 8] for at in range(0, 64, 8))


# --- The ZIP, each of whose bytes follows from names, sizes and checksums -------------------------------------------

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_MADE = struct.pack("<HHHHH", 20, 0x0800, 0, 0, 0x0021)
"""Version 2.0, names in UTF-8, stored without compression, 1980-01-01 00:00."""
LARGEST = 2**32 - 1


def local_header(name: str, size: int, checksum: int) -> bytes:
    """What stands before a file's content."""
    raw = name.encode("utf-8")
    return _LOCAL + _MADE + struct.pack("<IIIHH", checksum, size, size, len(raw), 0) + raw


def central_record(name: str, size: int, checksum: int, offset: int) -> bytes:
    """A file's entry in the directory at the end."""
    raw = name.encode("utf-8")
    sizes = struct.pack("<IIIHHHHHII", checksum, size, size, len(raw), 0, 0, 0, 0, 0, offset)
    return _CENTRAL + struct.pack("<H", 20) + _MADE + sizes + raw


def end_record(count: int, size: int, offset: int) -> bytes:
    """The last 22 bytes."""
    return _END + struct.pack("<HHHHIIH", 0, 0, count, count, size, offset, 0)


class Found(NamedTuple):
    """A file as it stands in a package: where its header and its content begin."""

    name: str
    at: int
    start: int
    size: int


class Breach(NamedTuple):
    """What is wrong, and where."""

    what: str
    place: str
    detail: str = ""


class Finding(NamedTuple):
    """What a check of a package found."""

    breaches: Tuple[Breach, ...]
    manifest: Optional[Dict[str, Any]]
    fingerprints: Tuple[Tuple[str, str], ...]
    files: int
    bytes_checked: int

    @property
    def intact(self) -> bool:
        """Whether every byte is as it was signed."""
        return not self.breaches


class NoPackageError(Exception):
    """What was given is no clue package."""


class _Bytes:
    """A file that is read at places; short at its end instead of failing."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, 2)

    def at(self, start: int, size: int) -> bytes:
        self._file.seek(min(max(start, 0), self.size))
        return self._file.read(max(0, size))

    def chunks(self, start: int, size: int) -> Iterator[bytes]:
        while size > 0:
            part = self.at(start, min(size, CHUNK))
            if not part:
                return
            yield part
            start, size = start + len(part), size - len(part)

    def find(self, mark: bytes, start: int) -> int:
        """Where the mark stands next; the file's size where it does not."""
        while start < self.size:
            part = self.at(start, CHUNK + len(mark) - 1)
            place = part.find(mark)
            if place >= 0:
                return start + place
            start += CHUNK
        return self.size


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


def _files(data: _Bytes, breaches: List[Breach]) -> List[Found]:
    """The files in the order in which they stand, whatever the directory at the end says of them."""
    found: List[Found] = []
    at = 0
    while at < data.size:
        head = data.at(at, 30)
        if head[:4] == _LOCAL and len(head) == 30:
            size, name_size, extra = struct.unpack("<IHH", head[22:30])
            name, start = _name(data.at(at + 30, name_size)), at + 30 + name_size + extra
            end = start + size
            if data.at(end, 4) not in (_LOCAL, _CENTRAL, _END):
                # The header lies, or bytes were put in or taken out: the file ends where the next one begins.
                end = min(data.find(_LOCAL, at + 4), data.find(_CENTRAL, at + 4))
            found.append(Found(name, at, start, max(0, end - start)))
            at = end
        else:
            following = data.find(_LOCAL, at + 1)
            if head[:4] in (_CENTRAL, _END):
                if following == data.size:
                    break  # the directory, as it should be; otherwise such marks out of a ZIP within
            else:
                following = min(following, data.find(_CENTRAL, at))
            before = f"after {found[-1].name}" if found else "before the first file"
            breaches.append(Breach("foreign bytes", before, f"bytes {at} to {following - 1}"))
            at = following
    return found


def _directory(data: _Bytes) -> List[str]:
    """The names in the directory at the end, in its order."""
    end = data.at(data.size - 22, 22)
    if end[:4] != _END:
        tail = data.at(data.size - 66_000, 66_000)
        place = tail.rfind(_END)
        end = tail[place : place + 22] if place >= 0 else b""
    at = struct.unpack("<I", end[16:20])[0] if len(end) == 22 else data.size
    if data.at(at, 4) != _CENTRAL:
        at = data.find(_CENTRAL, 0)
    names: List[str] = []
    while True:
        head = data.at(at, 46)
        if head[:4] != _CENTRAL or len(head) < 46:
            return names
        name_size, extra, comment = struct.unpack("<HHH", head[28:34])
        names.append(_name(data.at(at + 46, name_size)))
        at += 46 + name_size + extra + comment


# --- What is checked -----------------------------------------------------------------------------------------------


def _read_manifest(raw: bytes) -> Optional[Dict[str, Any]]:
    """The manifest, where it is one of ours."""
    try:
        read = json.loads(raw.decode("utf-8"))
        good = (
            isinstance(read, dict)
            and read["format"] == FORMAT
            and read["version"] == VERSION
            and all(isinstance(one["path"], str) and isinstance(one["size"], int) for one in read["entries"])
            and all(isinstance(one["sha256"], str) and isinstance(one["sm3"], str) for one in read["entries"])
            and all(isinstance(one["crc32"], str) and int(one["crc32"], 16) <= _MASK for one in read["entries"])
            and all(0 <= one["size"] <= LARGEST for one in read["entries"])
            and all(one["algorithm"] in SIGNATURES and bytes.fromhex(one["public_key"]) for one in read["signers"])
            and bool(read["signers"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return read if good else None


def _signed(
    manifest: Dict[str, Any], raw: bytes, read: Callable[[str], Optional[bytes]], expected: str
) -> Tuple[List[Breach], List[Tuple[str, str]]]:
    """Whether every signer's key and signature stand there and fit, and which keys they are."""
    breaches: List[Breach] = []
    prints: List[Tuple[str, str]] = []
    for signer in manifest["signers"]:
        algorithm, key = signer["algorithm"], bytes.fromhex(signer["public_key"])
        key_path, path = SIGNATURES[algorithm]
        prints.append((algorithm, fingerprint(key)))
        stated, signature = read(key_path), read(path)
        if stated is not None and stated != key_document(algorithm, key):
            breaches.append(Breach("another key", key_path, "it is not the key that the manifest names"))
        if signature is not None and not FITS[algorithm](key, raw, signature):
            breaches.append(Breach("signature does not fit", f"{path} or {MANIFEST}", algorithm))
    wanted = "".join(expected.lower().split())
    if wanted and wanted not in ["".join(one.split()) for _, one in prints]:
        breaches.append(Breach("signed by another key", MANIFEST, "the fingerprint is not the one that you gave"))
    return breaches, prints


def _digests(parts: Iterator[bytes]) -> Tuple[int, str, str, int]:
    size, sha256, second, checksum = 0, hashlib.sha256(), new_sm3(), 0
    for part in parts:
        size += len(part)
        sha256.update(part)
        second.update(part)
        checksum = binascii.crc32(part, checksum)
    return size, sha256.hexdigest(), second.hexdigest(), checksum


def _same(entry: Dict[str, Any], seen: Tuple[int, str, str, int]) -> bool:
    return seen == (entry["size"], entry["sha256"], entry["sm3"], int(entry["crc32"], 16))


def _content_breach(entry: Dict[str, Any], seen: Tuple[int, str, str, int]) -> Breach:
    sizes = f"{seen[0]} bytes instead of {entry['size']}; " if seen[0] != entry["size"] else ""
    return Breach(
        "content changed", entry["path"], f"{sizes}SHA-256 {seen[1][:16]}… instead of {entry['sha256'][:16]}…"
    )


def _named(expected: List[str], there: List[str], what: str) -> List[Breach]:
    """Names that are missing, foreign, doubled or in another order."""
    counts, known, seen = Counter(there), set(expected), set(there)
    breaches = [Breach("missing", name, what) for name in expected if name not in seen]
    for name in dict.fromkeys(there):
        if name not in known:
            breaches.append(Breach("added", name, what))
        if counts[name] > 1:
            breaches.append(Breach("stands there twice", name, what))
    wanted = [name for name in expected if name in seen]
    actual = [name for name in dict.fromkeys(there) if name in known]
    moved = next((pair for pair in zip(wanted, actual) if pair[0] != pair[1]), None)  # noqa: B905
    if moved:
        breaches.append(Breach("in another order", f"{moved[1]} stands where {moved[0]} was", what))
    return breaches


def check_package(path: Path, expected_fingerprint: str = "") -> Finding:
    """Checks a package that is one file; NoPackageError where it is none."""
    with path.open("rb") as file:
        return _check(_Bytes(file), expected_fingerprint)


def _check(data: _Bytes, expected_fingerprint: str) -> Finding:
    breaches: List[Breach] = []
    found = _files(data, breaches)
    manifest, raw = None, b""
    for one in found:
        if one.name == MANIFEST and one.size <= LARGEST_MANIFEST:
            candidate = data.at(one.start, one.size)
            read = _read_manifest(candidate)
            if read is not None:
                manifest, raw = read, candidate
                break
    if manifest is None:
        if not found:
            raise NoPackageError("this is no clue package: there is no file in it")
        place = Breach("unreadable" if any(one.name == MANIFEST for one in found) else "missing", MANIFEST)
        return Finding((*breaches, place), None, (), 0, data.size)
    where: Dict[str, Found] = {}
    for one in found:
        where.setdefault(one.name, one)

    def content(name: str) -> Optional[bytes]:
        one = where.get(name)
        return None if one is None or one.size > 65_536 else data.at(one.start, one.size)

    signed, prints = _signed(manifest, raw, content, expected_fingerprint)
    breaches += signed
    entries: List[Dict[str, Any]] = manifest["entries"]
    signature_names = [name for signer in manifest["signers"] for name in SIGNATURES[signer["algorithm"]]]
    expected = [one["path"] for one in entries] + [MANIFEST, *signature_names]
    breaches += _renamed(data, entries, where, _named(expected, [one.name for one in found], "file"))
    for entry in entries:
        stated = where.get(entry["path"])
        if stated is not None:
            seen = _digests(data.chunks(stated.start, stated.size))
            if not _same(entry, seen):
                breaches.append(_content_breach(entry, seen))
    breaches += _named(expected, _directory(data), "directory at the end")
    breaches += _structure(data, entries, raw, signature_names, content)
    return Finding(tuple(dict.fromkeys(breaches)), manifest, tuple(prints), len(entries), data.size)


def _renamed(
    data: _Bytes, entries: List[Dict[str, Any]], where: Dict[str, Found], breaches: List[Breach]
) -> List[Breach]:
    """The same breaches, with one for a file that went and one with its content that came."""
    gone = {one["sha256"]: one["path"] for one in entries if one["path"] not in where}
    result = list(breaches)
    known = {one["path"] for one in entries}
    for name, one in where.items():
        if name in known or not gone:
            continue
        old = gone.get(_digests(data.chunks(one.start, one.size))[1])
        if old is not None:
            result = [each for each in result if each.place not in (old, name)]
            result.append(Breach("renamed", old, f"now {name}"))
    return result


def _structure(
    data: _Bytes,
    entries: List[Dict[str, Any]],
    raw: bytes,
    signature_names: List[str],
    content: Callable[[str], Optional[bytes]],
) -> List[Breach]:
    """Every byte that is no file's content, against what it must be."""
    parts = [(one["path"], one["size"], int(one["crc32"], 16)) for one in entries]
    parts.append((MANIFEST, len(raw), binascii.crc32(raw)))
    for name in signature_names:
        stated = content(name) or b""
        parts.append((name, len(stated), binascii.crc32(stated)))
    breaches: List[Breach] = []
    at, records = 0, b""
    for name, size, checksum in parts:
        header = local_header(name, size, checksum)
        breaches += _compare(data, at, header, f"{name}: header")
        records += central_record(name, size, checksum, at)
        at += len(header) + size
    directory = at
    for name, size, checksum in parts:
        length = len(central_record(name, size, checksum, 0))
        record = records[at - directory : at - directory + length]
        breaches += _compare(data, at, record, f"{name}: entry in the directory at the end")
        at += length
    end = end_record(len(parts), len(records), directory)
    breaches += _compare(data, at, end, "the end of the package")
    at += len(end)
    if data.size != at:
        more = data.size - at
        detail = f"{more} bytes too many" if more > 0 else f"{-more} bytes are missing"
        breaches.append(Breach("size changed", "the package", detail))
    # After bytes were put in or taken out everything behind them stands elsewhere: the first place tells.
    return breaches if data.size == at else breaches[:1] + breaches[-1:]


def _compare(data: _Bytes, at: int, wanted: bytes, place: str) -> List[Breach]:
    there = data.at(at, len(wanted))
    if there == wanted:
        return []
    differs = next((n for n, pair in enumerate(zip(there, wanted)) if pair[0] != pair[1]), len(there))  # noqa: B905
    return [Breach("changed", place, f"byte {at + differs}")]


def check_folder(path: Path, expected_fingerprint: str = "") -> Finding:
    """Checks an unpacked package: its files, but not the order in which they stood."""
    stated = path / MANIFEST
    if not stated.is_file():
        raise NoPackageError(f"{path} holds no {MANIFEST}")
    raw = stated.read_bytes()
    manifest = _read_manifest(raw)
    if manifest is None:
        return Finding((Breach("unreadable", MANIFEST),), None, (), 0, len(raw))

    def content(name: str) -> Optional[bytes]:
        one = path / name
        return one.read_bytes() if one.is_file() else None

    breaches, prints = _signed(manifest, raw, content, expected_fingerprint)
    names = [name for signer in manifest["signers"] for name in SIGNATURES[signer["algorithm"]]]
    expected = sorted([one["path"] for one in manifest["entries"]] + [MANIFEST, *names])
    there = sorted(one.relative_to(path).as_posix() for one in path.rglob("*") if not one.is_dir())
    breaches += _named(expected, there, "file")
    checked = 0
    for entry in manifest["entries"]:
        one = path / entry["path"]
        if one.is_file() and entry["path"] in there:
            with one.open("rb") as file:
                seen = _digests(iter(lambda: file.read(CHUNK), b""))  # used at once
            checked += seen[0]
            if not _same(entry, seen):
                breaches.append(_content_breach(entry, seen))
    return Finding(tuple(breaches), manifest, tuple(prints), len(manifest["entries"]), checked)


# --- What is said --------------------------------------------------------------------------------------------------

_SAID = {
    "missing": "缺失",
    "added": "多出",
    "renamed": "被改名",
    "stands there twice": "重复出现",
    "in another order": "顺序被改",
    "content changed": "内容被改",
    "changed": "被改",
    "size changed": "总长度被改",
    "foreign bytes": "夹带外来数据",
    "another key": "公钥被换",
    "signature does not fit": "签名不符",
    "signed by another key": "由其他密钥签名",
    "unreadable": "无法读取",
}
_LABELS = {
    "zh": (
        "完好：全部内容与签名时一致",
        "已被改动",
        "编制单位",
        "编制人",
        "编制时间",
        "用途",
        "对象",
        "密钥指纹",
    ),
    "en": (
        "INTACT: all of it is as it was signed",
        "CHANGED",
        "organisation",
        "prepared by",
        "prepared at",
        "purpose",
        "subject",
        "key fingerprint",
    ),
}
_ADVICE = {
    "zh": "请将上面的密钥指纹与编制单位另行告知的指纹核对；指纹一致，签名才能说明由其编制。",
    "en": "Compare the fingerprint with the one that the organisation gave you by another way: only then does the "
    "signature say who made this.",
}


def say(finding: Finding, language: str = "zh") -> str:
    """What was found, in words."""
    intact, changed, *labels = _LABELS[language]
    head = f"{intact}（{finding.files} 个文件）" if language == "zh" else f"{intact} ({finding.files} files)"
    lines = [head if finding.intact else f"{changed} ({len(finding.breaches)})"]
    for one in finding.breaches:
        what = _SAID[one.what] if language == "zh" else one.what
        lines.append(f"  - {what}: {one.place}" + (f" [{one.detail}]" if one.detail else ""))
    if finding.manifest is not None:
        prepared, subject = finding.manifest.get("prepared", {}), finding.manifest.get("subject", {})
        values = [prepared.get(key, "") for key in ("organisation", "by", "at", "purpose")]
        values.append(f"{subject.get('kind', '')} {subject.get('id', '')}")
        lines += [f"{label}: {value}" for label, value in zip(labels, values)]  # noqa: B905
        lines += [f"{labels[-1]} ({algorithm}): {digest}" for algorithm, digest in finding.fingerprints]
        lines.append(_ADVICE[language])
    return "\n".join(lines)


def main(arguments: Optional[List[str]] = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="核验线索材料包 / check a clue package")
    parser.add_argument("package", type=Path, help="线索材料包（.zip）或解压后的文件夹")
    parser.add_argument("--fingerprint", default="", help="编制单位另行告知的密钥指纹")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # a console in GBK cannot write every name
    try:
        check = check_folder if chosen.package.is_dir() else check_package
        finding = check(chosen.package, chosen.fingerprint)
    except (NoPackageError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if chosen.json:
        shown = {
            "intact": finding.intact,
            "files": finding.files,
            "breaches": [one._asdict() for one in finding.breaches],
            "fingerprints": dict(finding.fingerprints),
        }
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(say(finding, chosen.language) + "\n")
    return 0 if finding.intact else 1


if __name__ == "__main__":
    sys.exit(main())
