"""What was signed and by whose key: CMS messages and SM2 (GM/T 0010-2012, GB/T 35276-2017), of OFD and PDF alike.

Only ever called inside the sandbox.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from asn1crypto import cms, core, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

__all__ = ["SignedValue", "UnknownFormError", "bits", "digest_of", "holds", "message", "subject"]

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


class UnknownFormError(Exception):
    """A form or an algorithm that cannot be judged here."""


@dataclass(frozen=True)
class SignedValue:
    """What a signed value says, in any of its forms."""

    digest: bytes
    """Of the description, or of the file."""
    message: bytes
    """What was signed, byte by byte."""
    certificate: bytes
    algorithm: str
    """Object identifier."""
    signature: bytes

    @property
    def is_sm2(self) -> bool:
        """Whether an SM2 key made it, whose digests are of SM3."""
        return self.algorithm in (_SM2_WITH_SM3, _SM2_SIGNING)


class _Content(core.Sequence):  # type: ignore[misc]
    """A CMS message, by whichever of the two standards' names it calls itself."""

    _fields: ClassVar[Any] = [("content_type", core.ObjectIdentifier), ("content", cms.SignedData, {"explicit": 0})]


def message(data: bytes) -> SignedValue:
    """What a CMS message says."""
    return _of_cms(_Content.load(data)["content"])


def digest_of(method: str, data: bytes) -> bytes:
    """By SM3, or by a method that hashlib knows."""
    if method == "sm3":
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()
    return hashlib.new(method, data, usedforsecurity=False).digest()


def bits(value: Any) -> bytes:
    """The bytes of a bit string or of an octet string; writers use either."""
    content = bytes(value.contents)
    return content[1:] if value.tag == core.BitString.tag else content


def _of_cms(content: Any) -> SignedValue:
    info = content["signer_infos"][0]
    attributes = info["signed_attrs"]
    if not attributes:
        raise UnknownFormError("nothing but a bare signature")
    stated = next(one["values"][0].native for one in attributes if one["type"].dotted == "1.2.840.113549.1.9.4")
    certificate = _of_signer(info["sid"], [one.chosen for one in content["certificates"]]).dump()
    algorithm = info["signature_algorithm"]["algorithm"].dotted
    # What is signed is the set of attributes as such, not as the field in which it stands (RFC 5652, 5.4).
    message = b"\x31" + attributes.dump()[1:]
    return SignedValue(stated, message, certificate, algorithm, bytes(info["signature"].contents))


def _of_signer(signer: Any, certificates: list[Any]) -> Any:
    """The signer's own certificate among those of who vouches for it."""
    if signer.name == "issuer_and_serial_number":
        serial = signer.chosen["serial_number"].native
        certificates = [one for one in certificates if one.serial_number == serial] or certificates
    return certificates[0]


def subject(certificate: bytes) -> str:
    """Whose certificate it is."""
    owner = x509.Certificate.load(certificate).subject
    name = owner.native.get("common_name")
    return str(name if isinstance(name, str) else owner.human_friendly)[:200]


def holds(value: SignedValue) -> bool:
    """Whether the key of the certificate made the signature."""
    key = x509.Certificate.load(value.certificate)["tbs_certificate"]["subject_public_key_info"]
    if value.is_sm2:
        return _sm2_holds(bits(key["public_key"]), value)
    method = _RSA.get(value.algorithm)
    loaded = load_der_public_key(key.dump()) if method else None
    if method is None or not isinstance(loaded, rsa.RSAPublicKey):
        raise UnknownFormError("an unknown algorithm")
    try:
        loaded.verify(value.signature, value.message, padding.PKCS1v15(), method)
    except InvalidSignature:
        return False
    return True


def _sm2_holds(point: bytes, value: SignedValue) -> bool:
    from gmalg import SM2

    if len(value.signature) == 64:
        first, second = value.signature[:32], value.signature[32:]
    else:
        pair = core.SequenceOf.load(value.signature, spec=core.Integer)
        first, second = (int(one.native).to_bytes(32, "big") for one in pair)
    return bool(SM2(uid=_SM2_USER, pk=point).verify(value.message, first, second))
