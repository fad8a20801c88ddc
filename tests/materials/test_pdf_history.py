import asyncio
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import PdfSignedData

from mingjian.materials.examiners import pdf_history
from tests.materials.papers import seen
from tests.materials.test_ofd_signatures import Signer, sm3
from tests.reading.samples import SAMPLES

CONTENT = b"BT /F1 12 Tf 72 700 Td (Total 100.00) Tj ET"


def written(content: bytes = CONTENT) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    page = document.pages[0]
    fonts = {
        f"/F{number}": document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(name))
        )
        for number, name in enumerate(("/Helvetica", "/Times-Roman", "/ABCDEF+Helvetica"), start=1)
    }
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
    page.Contents = document.make_stream(content)
    file = io.BytesIO()
    document.save(file, compress_streams=False)
    return file.getvalue()


def linearised(data: bytes) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(file, linearize=True)
    return file.getvalue()


def locked(data: bytes, password: str = "") -> bytes:
    """Encrypted as banks lock statements: whoever has the ``password`` reads, and nobody else changes."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="bank", user=password))
    return file.getvalue()


def rewritten(data: bytes) -> bytes:
    """An editor's incremental update: another sum on the page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    if writer.prev.encrypted:
        writer.encrypt("")  # type: ignore[no-untyped-call]
    page = writer.root["/Pages"]["/Kids"][0]
    changed = page["/Contents"].data.replace(b"100.00", b"900.00")
    page[generic.NameObject("/Contents")] = writer.add_object(generic.StreamObject(stream_data=changed))
    writer.update_container(page)
    return output(writer.write)


def output(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


@pytest.fixture(scope="module", autouse=True)
def thread_of_its_own() -> Iterator[None]:
    """A browser that other tests drive keeps its event loop on the worker's thread, where pyHanko starts no second."""
    kept = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(kept)


@pytest.fixture(scope="module")
def signed() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "County Hospital")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    bundle = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, serialization.NoEncryption())
    signer = signers.SimpleSigner.load_pkcs12_data(bundle, other_certs=[], passphrase=None)
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO(written()))
    fields.append_signature_field(writer, fields.SigFieldSpec("Seal", on_page=0, box=(300, 100, 400, 200)))
    result = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Seal"), signer=signer)
    result.seek(0)
    return bytes(result.read())


def checks(data: bytes) -> list[tuple[str, str]]:
    return [(one.check, one.outcome.value) for one in seen(pdf_history, data)]


def test_a_page_that_was_rewritten_after_the_file_was_written_is_found() -> None:
    assert checks(rewritten(written())) == [("pdf_page_rewritten", "suspect")]


def test_a_file_that_is_locked_against_changes_alone_is_examined_as_any_other() -> None:
    assert checks(locked(written())) == checks(written()) == [("pdf_history_clean", "clear")]
    assert checks(rewritten(locked(written()))) == [("pdf_page_rewritten", "suspect")]
    assert checks(locked(written(), "1234")) == [("pdf_history_unreadable", "unreadable")]


def test_two_ends_of_a_linearised_file_are_no_update() -> None:
    data = linearised(written())
    assert data.count(b"%%EOF") == 2
    assert checks(data) == [("pdf_history_clean", "clear")]
    assert checks(rewritten(data)) == [("pdf_page_rewritten", "suspect")]


def test_lawful_signing_is_an_update_that_says_nothing_and_an_intact_signature_is_seen(signed: bytes) -> None:
    assert checks(signed) == [("pdf_signature_intact", "clear"), ("pdf_history_clean", "clear")]


def test_a_change_after_signing_is_found(signed: bytes) -> None:
    assert ("pdf_changed_after_signing", "suspect") in checks(rewritten(signed))


def test_a_byte_changed_below_a_signature_breaks_it(signed: bytes) -> None:
    assert ("pdf_signature_broken", "suspect") in checks(signed.replace(b"Total 100.00", b"Total 900.00", 1))


CHINESE = ("1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2")
"""What a message calls itself: as everywhere (RFC 5652), and as GM/T 0010-2012 has it."""


def sm2_signed(kind: str) -> bytes:
    """A PDF with the signature of an SM2 key."""
    signer = Signer()
    writer = IncrementalPdfFileWriter(io.BytesIO(written()))
    fields.append_signature_field(writer, fields.SigFieldSpec("Seal", on_page=0, box=(300, 100, 400, 200)))
    embedding = cms_embedder.PdfCMSEmbedder().write_cms(field_name="Seal", writer=writer)
    next(embedding)
    placeholder = PdfSignedData(
        obj_type=generic.pdf_name("/Sig"), subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED, bytes_reserved=8192
    )
    embedding.send(cms_embedder.SigObjSetup(sig_placeholder=placeholder))
    hole, output = embedding.send(cms_embedder.SigIOSetup(md_algorithm="sha256", in_place=True))
    whole = output.getvalue()
    digest = sm3(whole[: hole.reserved_region_start] + whole[hole.reserved_region_end :])
    hole.fill_with_cms(output, signer.message(kind, digest))
    return bytes(output.getvalue())


@pytest.mark.parametrize("kind", CHINESE)
def test_a_signature_by_an_sm2_key_is_verified_and_what_follows_it_is_seen(kind: str) -> None:
    data = sm2_signed(kind)
    assert checks(data) == [("pdf_signature_intact", "clear"), ("pdf_history_clean", "clear")]
    assert seen(pdf_history, data)[0].values["signer"] == "渝州市第二人民医院"
    assert ("pdf_signature_broken", "suspect") in checks(data.replace(b"Total 100.00", b"Total 900.00", 1))
    assert ("pdf_changed_after_signing", "suspect") in checks(rewritten(data))


@pytest.mark.parametrize(
    ("drawn", "covered"),
    [
        (b" 1 1 1 rg 70 695 100 20 re f", True),
        (b" 1 1 1 rg 70 600 100 20 re f", False),
        (b" 0.2 0.2 0.2 rg 70 695 100 20 re f", False),
        (b" 1 1 1 rg 0 0 595 842 re f", False),
    ],
    ids=["white box over the sum", "white box elsewhere", "a dark box", "a background"],
)
def test_text_below_a_white_box_is_found_where_it_stands(drawn: bytes, covered: bool) -> None:
    found = seen(pdf_history, written(CONTENT + drawn))
    assert [one.check for one in found] == ["pdf_text_covered" if covered else "pdf_history_clean"]
    if covered:
        assert found[0].values["text"] == "Total 100.00"
        place = found[0].place
        assert place is not None
        assert place.region is not None
        # The box stands 695 to 715 points above the foot of a page of 842, drawn at 150 dpi.
        assert abs(place.region.top - (842 - 715) * 150 / 72) < 3
        assert abs(place.region.left - 70 * 150 / 72) < 3


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 72 700 Td (.....____.....) Tj ET 1 1 1 rg 70 695 100 20 re f",
        CONTENT + b" 1 1 1 rg 70 695 100 20 re f 0 g " + CONTENT,
    ],
    ids=["the dots of a form", "the same sum written again on top"],
)
def test_a_cover_that_hides_nothing_that_was_said_is_no_suspicion(content: bytes) -> None:
    assert checks(written(content)) == [("pdf_history_clean", "clear")]


def test_another_sum_on_top_of_the_box_is_found() -> None:
    other = CONTENT.replace(b"100.00", b"900.00")
    assert checks(written(CONTENT + b" 1 1 1 rg 70 695 100 20 re f 0 g " + other)) == [("pdf_text_covered", "suspect")]


def pasted(picture: Image.Image, place: str, content: bytes = CONTENT) -> bytes:
    """The page with a picture laid over it; what is clear of the picture is so by its mask, as editors write it."""
    document = pikepdf.open(io.BytesIO(written(content + f" q {place} cm /Im1 Do Q".encode())))
    drawn = pikepdf.Stream(document, picture.convert("RGB").tobytes())
    mask = pikepdf.Stream(document, picture.convert("RGBA").getchannel("A").tobytes())
    for one, space in ((drawn, pikepdf.Name.DeviceRGB), (mask, pikepdf.Name.DeviceGray)):
        one.Type, one.Subtype, one.ColorSpace = pikepdf.Name.XObject, pikepdf.Name.Image, space
        one.Width, one.Height, one.BitsPerComponent = *picture.size, 8
    drawn.SMask = mask
    document.pages[0].Resources.XObject = pikepdf.Dictionary(Im1=drawn)
    return output(document.save)


RED, BLACK, WHITE, BLUE = (205, 30, 40, 255), (20, 20, 20, 255), (255, 255, 255, 255), (30, 60, 170, 255)
SHEET, STAMP = "595 0 0 842 0 0", "120 0 0 120 60 640"
"""Over the whole page; over the sum and below it."""
ONE_SIGN = b"BT /F1 12 Tf 72 700 Td (7) Tj ET"


def sheet(*patches: tuple[tuple[int, int, int, int], tuple[int, int, int, int]]) -> Image.Image:
    """A clear picture of the page's proportions, a dot a point, with patches; edges from the upper left corner."""
    picture = Image.new("RGBA", (595, 842))
    for edges, colour in patches:
        ImageDraw.Draw(picture).rectangle(edges, fill=colour)
    return picture


def seal(
    ink: tuple[int, int, int, int], *, ground: tuple[int, ...] = (0, 0, 0, 0), inside: bool = False
) -> Image.Image:
    picture = Image.new("RGBA", (240, 240), ground)
    ImageDraw.Draw(picture).ellipse((8, 8, 232, 232), outline=ink, width=12, fill=WHITE if inside else None)
    return picture


@pytest.mark.parametrize(
    ("picture", "place", "content", "check"),
    [
        (sheet(((60, 120, 180, 150), WHITE)), SHEET, CONTENT, "pdf_text_covered"),
        (sheet(((60, 120, 180, 150), WHITE), ((90, 130, 120, 142), BLACK)), SHEET, CONTENT, "pdf_text_covered"),
        (sheet(((60, 120, 180, 150), WHITE), ((300, 600, 400, 700), RED)), SHEET, CONTENT, "pdf_text_covered"),
        (sheet(((60, 120, 180, 150), (255, 255, 255, 130))), SHEET, CONTENT, "pdf_history_clean"),
        (sheet(((60, 300, 180, 330), WHITE)), SHEET, CONTENT, "pdf_history_clean"),
        (sheet(((60, 120, 180, 150), BLACK)), SHEET, CONTENT, "pdf_history_clean"),
        (sheet(((70, 128, 82, 146), BLUE)), SHEET, ONE_SIGN, "pdf_history_clean"),
        (seal(RED), STAMP, CONTENT, "pdf_history_clean"),
        (seal(BLACK), STAMP, CONTENT, "pdf_history_clean"),
        (seal(RED, inside=True), STAMP, CONTENT + b" BT /F1 12 Tf 60 752 Td (Other) Tj ET", "pdf_history_clean"),
        (seal(RED, ground=WHITE), STAMP, CONTENT, "pdf_history_clean"),
        (seal(BLACK, ground=WHITE), STAMP, CONTENT, "pdf_text_covered"),
        (Image.new("RGB", (595, 842), "white"), SHEET, CONTENT, "pdf_history_clean"),
    ],
    ids=[
        "a white patch on a clear sheet",
        "another sum on the patch",
        "the patch and a seal on one sheet",
        "a veil through which the sum is seen",
        "the patch elsewhere",
        "blacked out for all to see",
        "a sign under a stroke of blue ink",
        "a seal's clear ground",
        "a copied seal's clear ground",
        "a seal cut out along its rim",
        "a seal on its white paper",
        "another thing on white paper",
        "a scan over its text layer",
    ],
)
def test_a_picture_hides_what_is_seen_no_more_for_its_paper(
    picture: Image.Image, place: str, content: bytes, check: str
) -> None:
    assert [one.check for one in seen(pdf_history, pasted(picture, place, content))] == [check]


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("(Total 1,) Tj /F2 12 Tf (9) Tj /F1 12 Tf (50.00) Tj", True),
        ("(Total 1,950.0) Tj /F2 12 Tf (9) Tj", True),
        ("(Total 1,) Tj /F3 12 Tf (9) Tj /F1 12 Tf (50.00) Tj", False),
        ("(Total ) Tj /F2 12 Tf (1,950.00) Tj", False),
        ("(1999) Tj /F2 12 Tf ( 2024) Tj", False),
        ("(1,950) Tj /F2 6 Tf 4 Ts (12) Tj", False),
        ("(1,950) Tj /F2 7 Tf (.00) Tj", False),
    ],
    ids=[
        "a digit within",
        "the last digit",
        "another subset of the same font",
        "a whole value",
        "two values side by side",
        "a footnote's mark",
        "small cents",
    ],
)
def test_a_number_of_which_some_digits_are_set_in_another_font_is_found(text: str, mixed: bool) -> None:
    found = seen(pdf_history, written(f"BT /F1 12 Tf 72 700 Td {text} ET".encode()))
    assert [one.check for one in found] == ["pdf_number_in_two_fonts" if mixed else "pdf_history_clean"]
    if mixed:
        assert found[0].values["font"] == "Times-Roman"
        assert str(found[0].values["number"]).startswith("1,950.0")
        assert found[0].place is not None
        assert found[0].place.region is not None
        assert abs(found[0].place.region.bottom - (842 - 700) * 150 / 72) < 8


def test_a_box_below_the_text_hides_nothing() -> None:
    assert checks(written(b"1 1 1 rg 70 695 100 20 re f 0 g " + CONTENT)) == [("pdf_history_clean", "clear")]


def test_what_is_no_pdf_or_is_broken_says_so() -> None:
    assert checks(SAMPLES["png"]) == [("pdf_history_none", "not_applicable")]
    assert checks(b"%PDF-1.7\n" + b"x" * 300) == [("pdf_history_unreadable", "unreadable")]
