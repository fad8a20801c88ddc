import base64
import hashlib
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import algos, cms, core, keys, x509
from cryptography import x509 as issuing
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from gmalg import SM2
from PIL import Image

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.examiners import ofd_signatures
from mingjian.materials.specimen import Observation
from mingjian.materials.weights import written
from tests.materials.papers import seen
from tests.reading.ofd_files import CERTIFICATE, ofd, part, seal, text

SM2_WITH_SM3 = "1.2.156.10197.1.501"
RSA_WITH_SHA256 = "1.2.840.113549.1.1.11"
USER = b"1234567812345678"
PLACE = "Doc_0/Signs/Sign_0/"
Sealing = Callable[[bytes], bytes]


def sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def tagged(tag: int, *parts: bytes) -> bytes:
    """DER: a tag, a length and the parts."""
    content = b"".join(parts)
    length = len(content)
    size = length.to_bytes((length.bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (size if length < 128 else bytes([128 + len(size)]) + size) + content


def oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


def sequence(*parts: bytes) -> bytes:
    return tagged(0x30, *parts)


def octets(data: bytes) -> bytes:
    return tagged(0x04, data)


def bits(data: bytes) -> bytes:
    return tagged(0x03, b"\0", data)


class Signer:
    """A hospital with an SM2 key and a certificate for it, signed by nobody."""

    def __init__(self) -> None:
        self.secret = bytes(range(1, 33))
        pair = SM2(uid=USER).generate_keypair()
        self.secret, public = pair[0], pair[1]
        point = public if public[0] == 4 and len(public) == 65 else b"\x04" + public
        self.key = SM2(sk=self.secret, uid=USER, pk=point)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        name = x509.Name.build({"common_name": "渝州市第二人民医院"})
        algorithm = {"algorithm": SM2_WITH_SM3}
        self.certificate = x509.Certificate(
            {
                "tbs_certificate": {
                    "version": "v3",
                    "serial_number": 7,
                    "signature": algorithm,
                    "issuer": name,
                    "validity": {
                        "not_before": x509.Time({"utc_time": now}),
                        "not_after": x509.Time({"utc_time": now + timedelta(days=900)}),
                    },
                    "subject": name,
                    "subject_public_key_info": keys.PublicKeyInfo.load(
                        sequence(sequence(oid("1.2.840.10045.2.1"), oid("1.2.156.10197.1.301")), bits(point))
                    ),
                },
                "signature_algorithm": algorithm,
                "signature_value": b"\0" * 64,
            }
        ).dump()

    def sign(self, message: bytes) -> bytes:
        first, second = self.key.sign(message)
        return sequence(
            core.Integer(int.from_bytes(first, "big")).dump(), core.Integer(int.from_bytes(second, "big")).dump()
        )

    def message(self, kind: str, digest: bytes) -> bytes:
        """A CMS message about what has that digest, in the words of either standard."""
        held = x509.Certificate.load(self.certificate)
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [digest]}),
            ]
        )
        information = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {"issuer_and_serial_number": {"issuer": held.issuer, "serial_number": held.serial_number}}
                ),
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": "1.2.156.10197.1.401"}),
                "signed_attrs": attributes,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": SM2_WITH_SM3}),
                "signature": self.sign(attributes.dump()),
            }
        )
        content = cms.SignedData(
            {
                "version": "v1",
                "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "1.2.156.10197.1.401"})],
                "encap_content_info": {"content_type": "data"},
                "certificates": [held],
                "signer_infos": [information],
            }
        )
        return sequence(oid(kind), tagged(0xA0, content.dump()))

    def sealed_2020(self, description: bytes) -> bytes:
        """GB/T 38540-2020."""
        told = sequence(
            core.Integer(4).dump(),
            sequence(core.Integer(1).dump()),
            tagged(0x18, b"20260105120000Z"),
            bits(sm3(description)),
            tagged(0x16, b"/Doc_0/Signs/Sign_0/Signature.xml"),
        )
        return sequence(told, octets(self.certificate), oid(SM2_WITH_SM3), bits(self.sign(told)))

    def sealed_2014(self, description: bytes) -> bytes:
        """GM/T 0031-2014."""
        told = sequence(
            core.Integer(1).dump(),
            sequence(core.Integer(1).dump()),
            bits(b"20260105120000Z"),
            bits(sm3(description)),
            tagged(0x16, b"/Doc_0/Signs/Sign_0/Signature.xml"),
            octets(self.certificate),
            oid(SM2_WITH_SM3),
        )
        return sequence(told, bits(self.sign(told)))


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


def cms_signed(description: bytes) -> bytes:
    """A plain signature, as RSA platforms write it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = issuing.Name([issuing.NameAttribute(NameOID.COMMON_NAME, "渝州银行")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        issuing.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=900))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    held = x509.Certificate.load(certificate)
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(description).digest()]}),
        ]
    )
    information = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {"issuer_and_serial_number": {"issuer": held.issuer, "serial_number": held.serial_number}}
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            "signature": key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()),
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "data"},
            "certificates": [held],
            "signer_infos": [information],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


PAGE = "Doc_0/Pages/Page_0/Content.xml"
COVERED = ("OFD.xml", "Doc_0/Document.xml", "Doc_0/DocumentRes.xml", PAGE)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def sealed(sealing: Sealing, *, method: str = "1.2.156.10197.1.401", changed: dict[str, bytes] | None = None) -> bytes:
    """A certificate whose parts were sealed, some of them ``changed`` since."""
    held = parts_of(ofd(CERTIFICATE, stamped=True))

    def digest(content: bytes) -> bytes:
        return hashlib.md5(content).digest() if method == "MD5" else sm3(content)

    listed = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>{base64.b64encode(digest(held[name])).decode()}'
        "</ofd:CheckValue></ofd:Reference>"
        for name in COVERED
    )
    description = part(
        "Signature",
        f'<ofd:SignedInfo><ofd:References CheckMethod="{method}">{listed}</ofd:References>'
        '<ofd:StampAnnot ID="1" PageRef="10" Boundary="120 60 40 40"/></ofd:SignedInfo>'
        f"<ofd:SignedValue>/{PLACE}SignedValue.dat</ofd:SignedValue>",
    )
    own = {PLACE + "Signature.xml": description, PLACE + "SignedValue.dat": sealing(description)}
    return ofd(CERTIFICATE, stamped=True, parts=own | (changed or {}))


def said(data: bytes) -> Observation:
    (only,) = seen(ofd_signatures, data)
    return only


@pytest.mark.parametrize("form", ["sealed_2020", "sealed_2014"])
def test_a_seal_that_holds_speaks_for_the_paper(signer: Signer, form: str) -> None:
    observation = said(sealed(getattr(signer, form)))
    assert observation.check == "ofd_signature_intact"
    assert "渝州市第二人民医院" in str(observation.values["signer"])


def test_a_plain_signature_that_holds_speaks_for_the_paper() -> None:
    assert said(sealed(cms_signed)).check == "ofd_signature_intact"


def test_digests_of_the_oldest_kind_are_checked_too(signer: Signer) -> None:
    assert said(sealed(signer.sealed_2020, method="MD5")).check == "ofd_signature_intact"


def test_a_page_that_was_changed_after_sealing_is_named(signer: Signer) -> None:
    other = part("Page", f"<ofd:Content><ofd:Layer>{text('金额：90000元', 20, 60)}</ofd:Layer></ofd:Content>")
    observation = said(sealed(signer.sealed_2020, changed={PAGE: other}))
    assert observation.check == "ofd_changed_after_signing"
    assert observation.place is not None
    assert observation.place.page == 1


def test_a_page_that_no_seal_covers_was_added_since(signer: Signer) -> None:
    held = parts_of(sealed(signer.sealed_2020))
    more = held["Doc_0/Document.xml"].replace(
        b"</ofd:Pages>", b'<ofd:Page ID="11" BaseLoc="Pages/Page_1/Content.xml"/></ofd:Pages>'
    )
    page = {"Doc_0/Document.xml": more, "Doc_0/Pages/Page_1/Content.xml": held[PAGE]}
    observation = said(sealed(signer.sealed_2020, changed=page))
    assert observation.check == "ofd_changed_after_signing"
    assert observation.values["parts"] == 2


def test_a_seal_that_was_moved_from_another_paper_is_broken(signer: Signer) -> None:
    assert said(sealed(lambda _: signer.sealed_2020(b"another"))).check == "ofd_signature_broken"


def test_a_signature_by_another_key_is_broken(signer: Signer) -> None:
    def tampered(description: bytes) -> bytes:
        value = bytearray(signer.sealed_2020(description))
        value[-1] ^= 1
        return bytes(value)

    assert said(sealed(tampered)).check == "ofd_signature_broken"


@pytest.mark.parametrize("value", [b"", b"\x30\x03\x02\x01\x01", b"no ASN.1 at all"])
def test_a_form_that_nobody_knows_is_no_suspicion(value: bytes) -> None:
    assert said(sealed(lambda _: value)).check == "ofd_signature_unknown"


def test_an_unknown_digest_is_no_suspicion(signer: Signer) -> None:
    assert said(sealed(signer.sealed_2020, method="WHIRLPOOL")).check == "ofd_signature_unknown"


def test_a_picture_of_a_seal_alone_is_no_signature() -> None:
    assert said(ofd(CERTIFICATE, stamped=True)).check == "ofd_signature_unknown"


SEAL = '<ofd:ImageObject ID="9" Boundary="120 60 40 40" ResourceID="9" CTM="40 0 0 40 0 0"/>'
WHOLE = '<ofd:ImageObject ID="9" Boundary="0 0 210 140" ResourceID="9" CTM="210 0 0 140 0 0"/>'


def scanned() -> Image.Image:
    """A page's picture with a seal on it."""
    page = Image.new("RGB", (1050, 700), "white")
    page.paste(seal(), (600, 300))
    return page


@pytest.mark.parametrize(
    ("content", "picture", "told"),
    [
        (CERTIFICATE + SEAL, seal(), True),
        (WHOLE + CERTIFICATE, scanned(), False),  # a scan put into an OFD, with its text below or above
        (CERTIFICATE + SEAL, Image.new("RGB", (200, 200), (200, 20, 20)), False),  # a flag
        (CERTIFICATE + SEAL, Image.new("RGB", (200, 200), (20, 90, 20)), False),  # a code or a logo
        (SEAL, seal(), False),  # no text of the file beside it
    ],
)
def test_a_seal_that_is_a_picture_beside_text_is_told_as_one_and_asks_for_nobodys_look(
    content: str, picture: Image.Image, told: bool
) -> None:
    found = {one.check: one for one in seen(ofd_signatures, ofd(content, picture=picture, template=False))}
    assert ("ofd_seal_unsigned" in found) is told
    assert "ofd_signature_none" in found
    if told:
        place = found["ofd_seal_unsigned"].place
        assert place is not None
        assert place.region is not None
        assert 0.4 < place.region.left / place.region.right < 0.9
        assert found["ofd_seal_unsigned"].outcome is CheckOutcome.NOT_APPLICABLE
        assert 0 < written()["ofd_seal_unsigned"] < written()["seal_image_reused"]


def test_without_a_signature_the_check_does_not_apply() -> None:
    assert said(ofd(CERTIFICATE)).check == "ofd_signature_none"
