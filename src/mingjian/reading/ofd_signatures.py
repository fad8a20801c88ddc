"""The signatures of an OFD package checked: the digest of every part, the sealed digest of these, the signature itself.

A signature's description (Signature.xml) lists the digest of each part that it covers. Its signed value holds the
digest of the description: an electronic seal of GB/T 38540-2020 or its forerunner GM/T 0031-2014, or a plain CMS
signature (GM/T 0010-2012 is its form for SM2). Who the signer is, and whether the certificate was ever valid, is not
asked.
Only ever called inside the sandbox.
"""

import base64
import binascii
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from asn1crypto import core

from mingjian.reading.anatomy import Signature
from mingjian.reading.ofd import DamagedOfdError, MissingPartError, Ofd, elements, joined, words
from mingjian.reading.signed_values import SignedValue, UnknownFormError, bits, digest_of, holds, message, subject

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
    except UnknownFormError:
        return unknown
    signer = ""
    try:
        value = _signed_value(package.read(joined(place, words(description, "SignedValue").strip())))
        signer = subject(value.certificate)
        intact = _is_digest_of(value.digest, package.read(place)) and holds(value)
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
            raise UnknownFormError("an unknown digest")
        for target, reference in _references(listed):
            try:
                stated = base64.b64decode(words(reference, "CheckValue"), validate=False)
                held = package.read(target)
            except MissingPartError:
                yield target
                continue
            except (binascii.Error, DamagedOfdError) as error:
                raise UnknownFormError("a digest or a part that cannot be read") from error
            if digest_of(method, held) != stated:
                yield target


def _is_digest_of(digest: bytes, data: bytes) -> bool:
    return any(digest_of(method, data) == digest for method in ("sm3", "sha256", "sha1"))


def _normal(path: str) -> str:
    return path.strip().replace("\\", "/").lstrip("/").lower()


def _signed_value(data: bytes) -> SignedValue:
    """Any of the three forms."""
    outer = core.Sequence.load(data)
    if bytes(outer.contents)[:1] == bytes([core.ObjectIdentifier.tag]):
        return message(data)
    sealed = outer[0]
    if len(outer) == 2:  # GM/T 0031-2014: certificate and algorithm stand inside of what is signed
        return SignedValue(bits(sealed[3]), sealed.dump(), sealed[5].native, sealed[6].dotted, bits(outer[1]))
    return SignedValue(bits(sealed[3]), sealed.dump(), outer[1].native, outer[2].dotted, bits(outer[3]))
