"""The signatures of an OFD package checked: the digest of every part, the sealed digest of these, the signature itself.

A signature's description (Signature.xml) lists the digest of each part that it covers. Its signed value holds the
digest of the description: an electronic seal of GB/T 38540-2020 or its forerunner GM/T 0031-2014, or a plain CMS
signature (GM/T 0010-2012 is its form for SM2). Who the signer is, and whether the certificate was ever valid, is not
asked.
Only ever called inside the sandbox.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from asn1crypto import cms, core, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mingjian.reading.anatomy import Signature
from mingjian.reading.ofd import DamagedOfdError, MissingPartError, Ofd, elements, joined, words

__all__ = ["signatures_of"]

_MOST = 20
_MOST_PARTS = 2_000
_DIGESTS = {
    "md5": "md5",
    "1.2.840.113549.2.5": "md5",
    "sha1": "sha1",
    "sha-1": "sha1",
    "1.3.14.3.2.26": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "sm3": "sm3",
    "1.2.156.10197.1.401": "sm3",
    "1.2.156.10197.1.401.1": "sm3",
}
"""What a description calls its digests, in lower case, and what they are; MD5 where it says nothing (table 66)."""
_SM2_WITH_SM3 = "1.2.156.10197.1.501"
_SM2_SIGNING = "1.2.156.10197.1.301.1"
_SM2_USER = b"1234567812345678"
"""The signer's identity that enters the digest where none was agreed (GB/T 35276-2017)."""
_RSA: dict[str, hashes.HashAlgorithm] = {
    "1.2.840.113549.1.1.5": hashes.SHA1(),  # noqa: S303 - of old seals
    "1.2.840.113549.1.1.11": hashes.SHA256(),
    "1.2.840.113549.1.1.12": hashes.SHA384(),
    "1.2.840.113549.1.1.13": hashes.SHA512(),
}


class _UnknownError(Exception):
    """A form or an algorithm that cannot be judged here."""


@dataclass(frozen=True)
class _SignedValue:
    """What a signed value says, in either form."""

    digest: bytes
    """Of the description."""
    message: bytes
    """What was signed, byte by byte."""
    certificate: bytes
    algorithm: str
    """Object identifier."""
    signature: bytes


class _SignedContent(core.Sequence):  # type: ignore[misc]
    """A CMS message, by whichever of the two standards' names it calls itself."""

    _fields: ClassVar[Any] = [("content_type", core.ObjectIdentifier), ("content", cms.SignedData, {"explicit": 0})]


def signatures_of(package: Ofd) -> tuple[Signature, ...]:
    """Every signature of the package, as far as it can be judged."""
    described = list(_descriptions(package))[:_MOST]
    covered = {_normal(target) for _, description in described for target, _ in _references(description)}
    unsigned = tuple(path for path in package.page_parts() if _normal(path) not in covered) if covered else ()
    return tuple(_judged(package, place, description, unsigned) for place, description in described)


def _descriptions(package: Ofd) -> Iterator[tuple[str, Element | None]]:
    """Where each signature's description stands, and the description; None where it cannot be read."""
    for place in package.signature_parts():
        try:
            yield place, package.xml(place)
        except DamagedOfdError:
            yield place, None


def _judged(package: Ofd, place: str, description: Element | None, unsigned: tuple[str, ...]) -> Signature:
    unknown = Signature("", judged=False, intact=False, changed_after=False)
    if description is None:
        return unknown
    try:
        changed = (*_changed(package, description), *unsigned)
    except _UnknownError:
        return unknown
    signer = ""
    try:
        value = _signed_value(package.read(joined(place, words(description, "SignedValue").strip())))
        signer = _subject(value.certificate)
        intact = _is_digest_of(value.digest, package.read(place)) and _holds(value)
        judged = True
    # What a broken container makes the parsers trip over is of any kind; a missing one is a DamagedOfdError.
    except Exception:
        intact = judged = False
    # That a part is no longer what was described is plain, whoever signed the description.
    return Signature(signer, judged or bool(changed), intact or bool(changed), bool(changed), changed[:_MOST])


def _references(description: Element | None) -> list[tuple[str, Element]]:
    return [(one.get("FileRef", ""), one) for one in elements(description, "Reference", deep=True)][:_MOST_PARTS]


def _changed(package: Ofd, description: Element) -> Iterator[str]:
    """The parts that are not what the description says they were."""
    for listed in elements(description, "References", deep=True)[:1]:
        method = _DIGESTS.get((listed.get("CheckMethod") or "MD5").strip().lower())
        if method is None:
            raise _UnknownError("an unknown digest")
        for target, reference in _references(listed):
            try:
                stated = base64.b64decode(words(reference, "CheckValue"), validate=False)
                held = package.read(target)
            except MissingPartError:
                yield target
                continue
            except (binascii.Error, DamagedOfdError) as error:
                raise _UnknownError("a digest or a part that cannot be read") from error
            if _digest(method, held) != stated:
                yield target


def _digest(method: str, data: bytes) -> bytes:
    if method == "sm3":
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()
    return hashlib.new(method, data, usedforsecurity=False).digest()


def _is_digest_of(digest: bytes, data: bytes) -> bool:
    return any(_digest(method, data) == digest for method in ("sm3", "sha256", "sha1"))


def _normal(path: str) -> str:
    return path.strip().replace("\\", "/").lstrip("/").lower()


def _signed_value(data: bytes) -> _SignedValue:
    """Any of the three forms."""
    outer = core.Sequence.load(data)
    if bytes(outer.contents)[:1] == bytes([core.ObjectIdentifier.tag]):
        return _cms(_SignedContent.load(data)["content"])
    sealed = outer[0]
    if len(outer) == 2:  # GM/T 0031-2014: certificate and algorithm stand inside of what is signed
        return _SignedValue(_bits(sealed[3]), sealed.dump(), sealed[5].native, sealed[6].dotted, _bits(outer[1]))
    return _SignedValue(_bits(sealed[3]), sealed.dump(), outer[1].native, outer[2].dotted, _bits(outer[3]))


def _bits(value: Any) -> bytes:
    """The bytes of a bit string or of an octet string; writers use either."""
    content = bytes(value.contents)
    return content[1:] if value.tag == core.BitString.tag else content


def _cms(content: Any) -> _SignedValue:
    info = content["signer_infos"][0]
    attributes = info["signed_attrs"]
    if not attributes:
        raise _UnknownError("nothing but a bare signature")
    digest = next(one["values"][0].native for one in attributes if one["type"].dotted == "1.2.840.113549.1.9.4")
    certificate = content["certificates"][0].chosen.dump()
    algorithm = info["signature_algorithm"]["algorithm"].dotted
    # What is signed is the set of attributes as such, not as the field in which it stands (RFC 5652, 5.4).
    message = b"\x31" + attributes.dump()[1:]
    return _SignedValue(digest, message, certificate, algorithm, bytes(info["signature"].contents))


def _subject(certificate: bytes) -> str:
    subject = x509.Certificate.load(certificate).subject
    name = subject.native.get("common_name")
    return str(name if isinstance(name, str) else subject.human_friendly)[:200]


def _holds(value: _SignedValue) -> bool:
    """Whether the key of the certificate made the signature."""
    key = x509.Certificate.load(value.certificate)["tbs_certificate"]["subject_public_key_info"]
    if value.algorithm in (_SM2_WITH_SM3, _SM2_SIGNING):
        return _sm2_holds(_bits(key["public_key"]), value)
    method = _RSA.get(value.algorithm)
    loaded = load_der_public_key(key.dump()) if method else None
    if method is None or not isinstance(loaded, rsa.RSAPublicKey):
        raise _UnknownError("an unknown algorithm")
    try:
        loaded.verify(value.signature, value.message, padding.PKCS1v15(), method)
    except InvalidSignature:
        return False
    return True


def _sm2_holds(point: bytes, value: _SignedValue) -> bool:
    from gmalg import SM2

    if len(value.signature) == 64:
        first, second = value.signature[:32], value.signature[32:]
    else:
        pair = core.SequenceOf.load(value.signature, spec=core.Integer)
        first, second = (int(one.native).to_bytes(32, "big") for one in pair)
    return bool(SM2(uid=_SM2_USER, pk=point).verify(value.message, first, second))
