"""Lawful electronic signatures: a PDF signed by its issuer, as an incremental update, with a key that the seed gives.

The certificate comes from a simulated authority that nobody trusts, so what can be judged is whether the file is as it
was signed. RSA with PKCS #1 v1.5 and no signed attributes, so that the same seed signs the same bytes.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from mingjian.simulation.streams import dice

_ROOM = 8_192
"""Hexadecimal digits kept free for the signature."""
_EXPONENT = 65_537
_SMALL = tuple(number for number in range(3, 2_000, 2) if all(number % part for part in range(3, int(number**0.5) + 1)))


@dataclass(frozen=True)
class Signer:
    """An issuer's key and certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@lru_cache(maxsize=64)
def signer(seed: int, name: str) -> Signer:
    """The issuer's own."""
    throw = dice(seed, "signer", name)
    key = _key(throw)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:60]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:60]),
        ]
    )
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simulated Document CA")])
    begins = datetime(2024, 1, 1)  # noqa: DTZ001  # certificates state their times in UTC without an offset
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority)
        .public_key(key.public_key())
        .serial_number(throw.getrandbits(120) + 1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=1_826))
        .sign(key, hashes.SHA256())
    )
    return Signer(key, certificate)


def signed(pdf: bytes, by: Signer, at: datetime) -> bytes:
    """The PDF with an invisible signature field appended to it."""
    with pikepdf.open(BytesIO(pdf)) as document:
        size = int(document.trailer.Size)
        root, page = document.Root, document.pages[0].obj
        field, signature = size, size + 1
        reference = f"{field} 0 R".encode()
        form = b"/AcroForm << /Fields [" + reference + b"] /SigFlags 3 >>"
        parts = {
            root.objgen[0]: _with(root.unparse(resolved=True), form),
            page.objgen[0]: _with(page.unparse(resolved=True), b"/Annots [" + reference + b"]"),
            field: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F 132 /Rect [0 0 0 0] /V "
            + f"{signature} 0 R /P {page.objgen[0]} 0 R >>".encode(),
            signature: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M "
            + f"(D:{at:%Y%m%d%H%M%S}+08'00') ".encode()
            + b"/ByteRange [0 0000000000 0000000000 0000000000] /Contents <"
            + b"0" * _ROOM
            + b"> >>",
        }
        root_number = root.objgen[0]
    body, places = bytearray(pdf), {}
    if not pdf.endswith(b"\n"):
        body += b"\n"
    for number, content in sorted(parts.items()):
        places[number] = len(body)
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(body)
    body += b"xref\n"
    for number, place in sorted(places.items()):
        body += f"{number} 1\n{place:010d} 00000 n \n".encode()
    before = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    body += (
        f"trailer\n<< /Size {size + 2} /Root {root_number} 0 R /Prev {before} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return _filled(bytes(body), by)


def _filled(body: bytes, by: Signer) -> bytes:
    opening = body.rindex(b"/Contents <") + len(b"/Contents ")
    closing = opening + _ROOM + 2
    ranges = f"/ByteRange [0 {opening:010d} {closing:010d} {len(body) - closing:010d}]".encode()
    place = body.rindex(b"/ByteRange [0 ")
    body = body[:place] + ranges + body[place + len(ranges) :]
    message = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(body[:opening] + body[closing:])
        .add_signer(by.certificate, by.key, hashes.SHA256())
        .sign(
            Encoding.DER,
            [
                pkcs7.PKCS7Options.DetachedSignature,
                pkcs7.PKCS7Options.Binary,
                pkcs7.PKCS7Options.NoAttributes,
            ],
        )
    )
    written = message.hex().encode().ljust(_ROOM, b"0")
    return body[: opening + 1] + written + body[closing - 1 :]


def _with(dictionary: bytes, entry: bytes) -> bytes:
    """The dictionary with one entry more."""
    inner = dictionary.strip()
    return inner[: inner.rindex(b">>")] + entry + b" >>"


def _key(throw: random.Random) -> rsa.RSAPrivateKey:
    first, second = _prime(throw), _prime(throw)
    private = pow(_EXPONENT, -1, (first - 1) * (second - 1))
    return rsa.RSAPrivateNumbers(
        p=first,
        q=second,
        d=private,
        dmp1=private % (first - 1),
        dmq1=private % (second - 1),
        iqmp=pow(second, -1, first),
        public_numbers=rsa.RSAPublicNumbers(_EXPONENT, first * second),
    ).private_key()


def _prime(throw: random.Random) -> int:
    """A prime of 1,024 bits, found as the seed says (Miller and Rabin)."""
    while True:
        number = throw.getrandbits(1_024) | (3 << 1_022) | 1
        if all(number % small for small in _SMALL) and number % _EXPONENT != 1 and _is_prime(number, throw):
            return number


def _is_prime(number: int, throw: random.Random) -> bool:
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    for _ in range(12):
        power = pow(throw.randrange(2, number - 1), odd, number)
        if power in (1, number - 1):
            continue
        if not any((power := pow(power, 2, number)) == number - 1 for _ in range(twos - 1)):
            return False
    return True
