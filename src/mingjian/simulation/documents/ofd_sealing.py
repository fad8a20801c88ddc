"""Electronic seals (GB/T 38540-2020) over an OFD: SM2 with SM3, by a key and certificate that the seed gives.

The certificate comes from a simulated authority that nobody trusts, so what can be judged is whether the parts are as
they were sealed.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from asn1crypto import core, keys, x509
from cryptography.hazmat.primitives import hashes
from gmalg import SM2

from mingjian.simulation.documents.ofd import PAGE_ID, Package, boundary, part, picture_of, picture_side
from mingjian.simulation.documents.paper import Imprint, Paper
from mingjian.simulation.streams import dice

SIGNS = "Doc_0/Signs/"
_DESCRIPTION = f"{SIGNS}Sign_0/Signature.xml"
_SM2_WITH_SM3, _SM3 = "1.2.156.10197.1.501", "1.2.156.10197.1.401"
_CURVE, _PUBLIC_KEY = "1.2.156.10197.1.301", "1.2.840.10045.2.1"
_USER = b"1234567812345678"
"""Of a signer who agreed on no other name (GB/T 35276-2017)."""
_SEQUENCE, _INTEGER, _BITS, _OCTETS, _UTF8, _IA5, _TIME = 0x30, 0x02, 0x03, 0x04, 0x0C, 0x16, 0x18


@dataclass(frozen=True)
class Sealer:
    """An office's key and certificate."""

    name: str
    secret: bytes
    public: bytes
    certificate: bytes


@lru_cache(maxsize=64)
def sealer(seed: int, name: str) -> Sealer:
    """The office's own."""
    throw = dice(seed, "sealer", name)
    # Below the order of the curve, whatever the throw.
    secret = throw.getrandbits(255).to_bytes(32, "big")
    public = b"\x04" + SM2(sk=secret, uid=_USER).generate_pk(secret)[-64:]
    begins = datetime(2024, 1, 1, tzinfo=UTC)
    algorithm = {"algorithm": _SM2_WITH_SM3}
    told = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": throw.getrandbits(120) + 1,
            "signature": algorithm,
            "issuer": x509.Name.build({"common_name": "Simulated Seal CA"}),
            "validity": {
                "not_before": x509.Time({"utc_time": begins}),
                "not_after": x509.Time({"utc_time": begins + timedelta(days=1_826)}),
            },
            "subject": x509.Name.build({"country_name": "CN", "organization_name": name, "common_name": name}),
            "subject_public_key_info": keys.PublicKeyInfo.load(
                _der(_SEQUENCE, _der(_SEQUENCE, _oid(_PUBLIC_KEY), _oid(_CURVE)), _bits(public))
            ),
        }
    )
    signature = _signature(secret, public, told.dump())
    whole = x509.Certificate({"tbs_certificate": told, "signature_algorithm": algorithm, "signature_value": signature})
    return Sealer(name, secret, public, whole.dump())


def sealed(package: Package, paper: Paper, by: Sealer, at: datetime) -> Package:
    """The package under the electronic seal of its issuer, which covers every part."""
    # An office's electronic seal is its official one; nobody sets his own beside it.
    stamps = [one for one in paper.elements if isinstance(one, Imprint) and not one.seal.square]
    covered = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>{base64.b64encode(_digest(data)).decode()}'
        "</ofd:CheckValue></ofd:Reference>"
        for name, data in package.parts.items()
    )
    shown = "".join(
        f'<ofd:StampAnnot ID="{number}" PageRef="{PAGE_ID}" Boundary="{boundary(stamp)}"/>'
        for number, stamp in enumerate(stamps, 1)
    )
    description = part(
        "Signature",
        '<ofd:SignedInfo><ofd:Provider ProviderName="Simulated Seal Platform" Version="4.0" Company="Simulated"/>'
        f"<ofd:SignatureMethod>{_SM2_WITH_SM3}</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{_utc(at)}</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="{_SM3}">{covered}</ofd:References>{shown}</ofd:SignedInfo>'
        "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue>",
    )
    return package.with_parts(
        {
            f"{SIGNS}Signatures.xml": part(
                "Signatures",
                '<ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/>',
            ),
            _DESCRIPTION: description,
            f"{SIGNS}Sign_0/SignedValue.dat": _signed_value(description, stamps, by, at),
        }
    )


def _signed_value(description: bytes, stamps: list[Imprint], by: Sealer, at: datetime) -> bytes:
    """What is signed holds the seal, the time and the digest of the description."""
    told = _der(
        _SEQUENCE,
        _number(4),
        _seal(stamps, by),
        _time(at),
        _bits(_digest(description)),
        _der(_IA5, f"/{_DESCRIPTION}".encode()),
    )
    return _der(
        _SEQUENCE,
        told,
        _der(_OCTETS, by.certificate),
        _oid(_SM2_WITH_SM3),
        _bits(_signature(by.secret, by.public, told)),
    )


def _seal(stamps: list[Imprint], by: Sealer) -> bytes:
    """The seal itself, which its maker signed; here the office made its own."""
    begins = datetime(2024, 1, 1, tzinfo=UTC)
    picture, side = (picture_of(stamps[0].seal), round(picture_side(stamps[0].seal))) if stamps else (b"", 0)
    told = _der(
        _SEQUENCE,
        _der(_SEQUENCE, _der(_IA5, b"ES"), _number(4), _der(_IA5, b"SimulatedSeal")),
        _der(_IA5, _digest(by.certificate).hex()[:14].encode()),
        _der(
            _SEQUENCE,
            _number(1),
            _der(_UTF8, by.name.encode()),
            _number(1),
            _der(_SEQUENCE, _der(_OCTETS, by.certificate)),
            _time(begins),
            _time(begins),
            _time(begins + timedelta(days=1_826)),
        ),
        _der(_SEQUENCE, _der(_IA5, b"PNG"), _der(_OCTETS, picture), _number(side), _number(side)),
    )
    return _der(
        _SEQUENCE,
        told,
        _der(_OCTETS, by.certificate),
        _oid(_SM2_WITH_SM3),
        _bits(_signature(by.secret, by.public, told)),
    )


def _signature(secret: bytes, public: bytes, message: bytes) -> bytes:
    """With a random number that message and key give (as RFC 6979), so that the same seed signs the same bytes."""
    throw = dice(0, "nonce", secret.hex(), _digest(message).hex())
    key = SM2(sk=secret, uid=_USER, pk=public, rnd_fn=throw.getrandbits)
    return _der(_SEQUENCE, *(_number(int.from_bytes(half, "big")) for half in key.sign(message)))


def _digest(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def _der(tag: int, *parts: bytes) -> bytes:
    """A value of ASN.1 by its distinguished rules."""
    value = b"".join(parts)
    if len(value) < 0x80:
        return bytes([tag, len(value)]) + value
    size = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + value


def _number(value: int) -> bytes:
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _bits(value: bytes) -> bytes:
    return _der(_BITS, b"\0", value)


def _oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


def _time(at: datetime) -> bytes:
    return _der(_TIME, _utc(at).encode())


def _utc(at: datetime) -> str:
    """The same time in the description and in what is signed."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}"
