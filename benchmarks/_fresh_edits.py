"""The same files, each edited once: as a person does it with an image editor or a PDF program.

Nothing here is of the checks or of the simulation; where a value stands, the browser that set it said.
"""

import ctypes
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import raw
from reportlab.pdfgen import canvas

from benchmarks._fresh_captures import Sheet, drawn, engraved, jpeg, messaged, png, pressed, scanned
from benchmarks._fresh_papers import Box, Dice
from benchmarks._fresh_producers import File, Office
from mingjian.contract.vocabulary import MaterialKind as Kind

_FACE = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"


@dataclass(frozen=True)
class Edited:
    """An edited file, how, and where: the place is empty where it is the whole page."""

    edit: str
    file: File
    place: tuple[int, int, int, int] | None


def edited(office: Office, genuine: list[File], dice: Dice) -> list[Edited]:
    """Each kind of edit on files of the round."""
    by_name = {one.name: one for one in genuine}
    retyped = (
        ("scan-statement.jpg", "sum", "15,230.18"), ("scan-diagnosis.jpg", "day", "2026年8月2日"),
        ("scan-income.png", "sum", "9,800.00"), ("scan-police.jpg", "name", "李明达"),
        ("photo-diagnosis.jpg", "diagnosis", "重度抑郁症；焦虑障碍"), ("photo-income.jpg", "sum", "9,800.00"),
        ("scan-fees.bmp", "sum", "2,407.10"), ("screenshot-chat.png", "said", "不处理我们上门打断腿"),
        ("photo-hardship.jpg", "name", "李秀梅"), ("scan-layoff.jpg", "name", "罗大成"),
    )  # fmt: skip
    found = [_retyped(by_name[name], marked, text) for name, marked, text in retyped]
    found += [_messaged(one) for one in found if one.file.name.startswith("photo")]
    copied = (("scan-receipt.jpg", "sum"), ("screenshot-payment.png", "sum"), ("scan-statement.jpg", "sum"))
    found += [_digit_copied(by_name[name], marked) for name, marked in copied]
    pasted = (
        ("scan-statement.jpg", "sum", "scan-diagnosis.jpg", "day"),
        ("scan-receipt.jpg", "name", "scan-hardship.jpg", "name"),
    )
    found += [_pasted(by_name[one], mark, by_name[other], at) for one, mark, other, at in pasted]
    found += [_seal_pasted(office, dice), _covered(office, "statement"), _covered(office, "income"), _appended(office)]
    return found


def _retyped(file: File, marked: str, text: str) -> Edited:
    picture, place = _opened(file, marked)
    left, top, right, bottom = place
    pen = ImageDraw.Draw(picture)
    paper = np.percentile(np.asarray(picture.crop(place)).reshape(-1, 3), 85, axis=0)
    pen.rectangle(place, fill=(int(paper[0]), int(paper[1]), int(paper[2])))
    size = min(
        int((bottom - top) * 0.62),
        int((right - left) / max(1, sum(1 if ord(sign) > 127 else 0.55 for sign in text))) + 4,
    )
    pen.text(
        (left + 1, (top + bottom) // 2),
        text,
        font=ImageFont.truetype(_FACE, size, index=2),
        fill=(28, 28, 30),
        anchor="lm",
    )
    return Edited("retyped", _saved(file, picture), place)


def _digit_copied(file: File, marked: str) -> Edited:
    picture, place = _opened(file, marked)
    left, top, right, bottom = place
    wide = max(6, (right - left) // 8)
    picture.paste(picture.crop((right - wide, top, right, bottom)), (right - 4 * wide, top))
    return Edited("digit copied", _saved(file, picture), (right - 4 * wide, top, right - 3 * wide, bottom))


def _pasted(source: File, marked: str, file: File, at: str) -> Edited:
    donor, cut = _opened(source, marked)
    picture, place = _opened(file, at)
    piece = donor.crop(cut)
    picture.paste(piece, place[:2])
    return Edited("pasted", _saved(file, picture), (*place[:2], place[0] + piece.width, place[1] + piece.height))


def _messaged(one: Edited) -> Edited:
    file = File(f"sent-{one.file.name}", one.file.kind, messaged(one.file.data, 1800, 70))
    return Edited("retyped, then sent on", file, None)


def _seal_pasted(office: Office, dice: Dice) -> Edited:
    """One picture of a seal on a scanned paper that bore none."""
    bare = scanned(drawn(office.printed["income"]), dice)
    sheet = pressed(bare, engraved(office.papers["income"].seal), (0.7, 0.42), dice, digital=True)
    return Edited("seal pasted", File("seal-pasted.jpg", Kind.INCOME_CERTIFICATE, jpeg(sheet.picture, 88)), None)


def _covered(office: Office, name: str) -> Edited:
    """A value of a PDF under a white box with another on it."""
    printed = office.printed[name]
    left, top, right, bottom = (0.75 * edge for edge in printed.places["sum"])  # points, of which 72 are an inch
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=(595, 842))
    page.setFillColorRGB(1, 1, 1)
    page.rect(left - 1, 842 - bottom, right - left + 8, bottom - top, fill=1, stroke=0)
    page.setFillColorRGB(0, 0, 0)
    page.setFont("Helvetica", 10)
    page.drawString(left, 842 - bottom + 5, "19,800.00")
    page.save()
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pikepdf.open(io.BytesIO(file.getvalue())) as over:
        pdf.pages[0].add_overlay(over.pages[0], pikepdf.Rectangle(0, 0, 595, 842))
        pdf.save(saved)
    return Edited("covered in a PDF", File(f"covered-{name}.pdf", office.papers[name].kind, saved.getvalue()), None)


def _appended(office: Office) -> Edited:
    """Another date written over a PDF by an update that leaves what was before in the file."""
    document = pypdfium2.PdfDocument(office.printed["layoff"].pdf)
    page = document[0]
    text = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 12.0)
    words = ctypes.create_string_buffer("1999-01-01".encode("utf-16-le") + b"\0\0")
    raw.FPDFText_SetText(text, ctypes.cast(words, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 200, 520)
    raw.FPDFPage_InsertObject(page.raw, text)
    raw.FPDFPage_GenerateContent(page.raw)
    file = io.BytesIO()
    document.save(file, flags=raw.FPDF_INCREMENTAL)
    return Edited("PDF updated", File("updated.pdf", Kind.UNEMPLOYMENT_CERTIFICATE, file.getvalue()), None)


def _opened(file: File, marked: str) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """The file as an editor opens it, and where the value stands."""
    places: Mapping[str, Box] = file.places or {}
    left, top, right, bottom = places[marked]
    return Image.open(io.BytesIO(file.data)).convert("RGB"), (round(left), round(top), round(right), round(bottom))


def _saved(file: File, picture: Image.Image) -> File:
    """As the editor saves it: a picture without loss as a PNG, any other as a JPEG of its own quality."""
    if file.name.endswith(".png"):
        return File(file.name, file.kind, png(picture), Sheet(picture, np.eye(3)))
    return File(file.name, file.kind, jpeg(picture, 90), Sheet(picture, np.eye(3)))
