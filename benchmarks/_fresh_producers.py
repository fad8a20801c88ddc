"""Genuine files as honest people hand them in: from many programs, none of them ours.

A browser's print and screenshots, scanners, telephones, a fax, messengers, image programs, programs that merge, lock,
annotate and fill in PDFs, and offices' OFD. Nothing here is of the checks or of the simulation.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np
import pikepdf
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser
from pypdfium2 import raw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from benchmarks._fresh_captures import (
    DOTS_PER_INCH,
    Sheet,
    drawn,
    engraved,
    faxed,
    jpeg,
    messaged,
    photographed,
    png,
    pressed,
    scanned,
)  # fmt: skip
from benchmarks._fresh_papers import CHAT, PAYMENT, Box, Dice, Paper, Printed, identity_number, papers, printed, shown
from mingjian.contract.vocabulary import MaterialKind as Kind

_QUALITIES = (75, 85, 92)


@dataclass(frozen=True)
class File:
    """One file that is handed in; ``sheet`` and ``places`` are there where it is a picture that can be edited."""

    name: str
    kind: Kind
    data: bytes
    sheet: Sheet | None = None
    places: dict[str, Box] | None = None
    """In pixels of the picture."""


@dataclass(frozen=True)
class Office:
    """What issuers printed, before anybody scanned or photographed it."""

    papers: dict[str, Paper]
    printed: dict[str, Printed]
    stamped: dict[str, Sheet]


def issued(opened: Browser, dice: Dice) -> Office:
    """Papers of one round, each stamped by hand where its issuer stamps."""
    by_name = {paper.name: paper for paper in papers(dice)}
    prints = {name: printed(opened, paper) for name, paper in by_name.items()}
    sheets = {}
    for name, paper in by_name.items():
        sheet = drawn(prints[name])
        at = (float(dice.uniform(0.66, 0.8)), float(dice.uniform(0.36, 0.5)))
        sheets[name] = pressed(sheet, engraved(paper.seal), at, dice) if paper.seal else sheet
    return Office(by_name, prints, sheets)


def genuine(opened: Browser, office: Office, dice: Dice) -> list[File]:
    """Files of one round."""
    return [
        *_pictures(office, dice),
        *_screens(opened),
        *_pdfs(office, dice),
        *_written(dice),
        *_ofds(office, dice),
    ]


def _pictures(office: Office, dice: Dice) -> list[File]:
    found = []
    for name, sheet in office.stamped.items():
        scan, photo = scanned(sheet, dice), photographed(sheet, dice)
        found.append(
            _file(office, name, "scan", scan, jpeg(scan.picture, int(dice.choice(_QUALITIES)), dpi=(200, 200)), ".jpg")
        )
        found.append(_file(office, name, "photo", photo, jpeg(photo.picture, 88), ".jpg"))
        kind = office.papers[name].kind
        found.append(File(f"messenger-{name}.jpg", kind, messaged(jpeg(photo.picture, 88))))
    kinds = {name: paper.kind for name, paper in office.papers.items()}
    scan = scanned(office.stamped["income"], dice)
    found.append(_file(office, "income", "scan", scan, png(scan.picture), ".png"))
    found.append(File("fax.tiff", kinds["layoff"], faxed(scanned(office.stamped["layoff"], dice))))
    twice = messaged(messaged(jpeg(photographed(office.stamped["police"], dice).picture, 90), 1600, 70), 1280, 55)
    found.append(File("sent-on-twice.jpg", kinds["police"], twice))
    found.append(File("photo.webp", kinds["statement"], _webp(photographed(office.stamped["statement"], dice).picture)))
    level = jpeg(scanned(office.stamped["diagnosis"], dice, turn=0.0).picture, 90)
    found.append(File("saved-again.jpg", kinds["diagnosis"], messaged(level, 3000, 72)))
    sharp = cv2.convertScaleAbs(np.asarray(scanned(office.stamped["hardship"], dice).picture), alpha=1.35, beta=-30)
    cut = Image.fromarray(sharp).crop((60, 60, sharp.shape[1] - 60, round(sharp.shape[0] * 0.65)))
    found.append(File("enhanced-and-cut.jpg", kinds["hardship"], jpeg(cut, 80)))
    file = io.BytesIO()
    scan = scanned(office.stamped["fees"], dice)
    scan.picture.save(file, "BMP")
    found.append(_file(office, "fees", "scan", scan, file.getvalue(), ".bmp"))
    return found


def _file(office: Office, name: str, how: str, sheet: Sheet, data: bytes, ending: str) -> File:
    places = {marked: _floats(sheet.place(box)) for marked, box in office.printed[name].places.items()}
    return File(f"{how}-{name}{ending}", office.papers[name].kind, data, sheet, places)


def _floats(box: tuple[int, int, int, int]) -> Box:
    return float(box[0]), float(box[1]), float(box[2]), float(box[3])


def _screens(opened: Browser) -> list[File]:
    found = []
    for name, page, marked in (("payment", PAYMENT, "sum"), ("chat", CHAT, "said")):
        data, box = shown(opened, page, marked, size=(390, 844), scale=3)
        sheet = Sheet(Image.open(io.BytesIO(data)).convert("RGB"), np.eye(3))
        found.append(File(f"screenshot-{name}.png", Kind.CHAT_SCREENSHOT, data, sheet, {marked: box}))
        found.append(File(f"screenshot-sent-{name}.jpg", Kind.CHAT_SCREENSHOT, messaged(data, 1600, 70)))
    return found


def _pdfs(office: Office, dice: Dice) -> list[File]:
    kinds = {name: paper.kind for name, paper in office.papers.items()}
    found = [File(f"printed-{name}.pdf", kinds[name], one.pdf) for name, one in office.printed.items()]
    one, two = (scanned(office.stamped[name], dice).picture for name in ("diagnosis", "fees"))
    file = io.BytesIO()
    one.save(file, "PDF", save_all=True, append_images=[two], resolution=DOTS_PER_INCH)
    with pikepdf.open(io.BytesIO(file.getvalue())) as turned:
        turned.pages[1].rotate(180, relative=True)
        found.append(File("scanned-one-page-turned.pdf", kinds["diagnosis"], _bytes(turned)))
    merged = pikepdf.new()
    for name in ("diagnosis", "fees"):
        merged.pages.extend(pikepdf.open(io.BytesIO(office.printed[name].pdf)).pages)
    found.append(File("merged.pdf", kinds["diagnosis"], _bytes(merged, linearize=True)))
    with pikepdf.open(io.BytesIO(office.printed["letter"].pdf)) as noted:
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight, Rect=[60, 500, 400, 530],
            QuadPoints=[60, 530, 400, 530, 60, 500, 400, 500], C=[1, 1, 0], Contents="here",
        )  # fmt: skip
        noted.pages[0].Annots = noted.make_indirect(pikepdf.Array([noted.make_indirect(mark)]))
        found.append(File("annotated.pdf", kinds["letter"], _bytes(noted)))
    with pikepdf.open(io.BytesIO(office.printed["statement"].pdf)) as locked:
        only_changes = pikepdf.Permissions(modify_other=False)
        encryption = pikepdf.Encryption(owner="bank", user="", R=6, allow=only_changes)
        found.append(File("locked-against-changes.pdf", kinds["statement"], _bytes(locked, encryption=encryption)))
    return found


def _written(dice: Dice) -> list[File]:
    """By a report writer, with and without a form, the form filled in by a reader in two ways."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    number = identity_number("350205", date(1994, 6, int(dice.integers(1, 28))), int(dice.integers(10, 900)))
    day = date(2026, 10, int(dice.integers(3, 25)))
    lines = (
        "借款人：方文斌", f"身份证号：{number}", f"合同编号：XF-2024-0311-{int(dice.integers(10_000, 99_999))}",
        "贷款金额：30,000.00 元", f"兹证明上述贷款本息已于 {day.year}年{day.month}月{day.day}日 全部结清。",
        "明远消费金融有限公司", f"{day.year}年{day.month}月{day.day + 2}日",
    )  # fmt: skip

    def written(*, form: bool) -> bytes:
        file = io.BytesIO()
        page = canvas.Canvas(file)
        page.setFont("STSong-Light", 20)
        page.drawCentredString(297, 760, "贷款结清证明")
        page.setFont("STSong-Light", 12)
        for place, line in enumerate(lines):
            page.drawString(80, 700 - place * 30, line)
        if form:
            page.acroForm.textfield(name="remark", x=80, y=430, width=240, height=24, value="")
        page.save()
        return file.getvalue()

    with pikepdf.open(io.BytesIO(written(form=True))) as filled:
        for entry in filled.Root.AcroForm.Fields:
            entry.V = pikepdf.String("for my own records")
        filled.Root.AcroForm.NeedAppearances = True
        form = _bytes(filled)
    file = io.BytesIO()
    pypdfium2.PdfDocument(written(form=True)).save(file, version=17, flags=raw.FPDF_INCREMENTAL)
    made = {"settled.pdf": written(form=False), "form-filled-in.pdf": form, "saved-by-a-reader.pdf": file.getvalue()}
    return [File(name, Kind.OTHER, data) for name, data in made.items()]


def _ofds(office: Office, dice: Dice) -> list[File]:
    """An electronic invoice with its words, and a scan in an OFD as copiers make it."""
    number = identity_number("330602", date(1988, 3, int(dice.integers(1, 28))), int(dice.integers(10, 900)))
    price = int(dice.integers(100, 900))
    words = (
        ("电子发票（普通发票）", 70.0, 12.0, 6.0), (f"发票号码：2633{int(dice.integers(10**8, 10**9))}", 140.0, 26.0, 3.2),
        ("开票日期：2026年10月08日", 140.0, 32.0, 3.2), ("购买方名称：周晓岚", 14.0, 42.0, 3.5),
        (f"身份证号：{number}", 14.0, 49.0, 3.5), ("销售方名称：临江市第三人民医院", 110.0, 42.0, 3.5),
        ("*医疗服务*诊疗费", 14.0, 64.0, 3.5), (f"{price}.00", 170.0, 64.0, 3.5),
        (f"价税合计（小写）：¥{price}.00", 110.0, 92.0, 3.5), ("开票人：李静", 14.0, 118.0, 3.5),
    )  # fmt: skip
    frame = (
        '<ofd:PathObject ID="90" Boundary="10 38 190 76" LineWidth="0.35"><ofd:StrokeColor Value="128 0 0"/>'
        "<ofd:AbbreviatedData>M 0 0 L 190 0 L 190 76 L 0 76 C M 0 20 L 190 20 M 0 48 L 190 48</ofd:AbbreviatedData></ofd:PathObject>"
    )
    content = frame + "".join(_text(place, *word) for place, word in enumerate(words, start=20))
    scan = jpeg(scanned(office.stamped["diagnosis"], dice).picture, 85)
    whole = '<ofd:ImageObject ID="20" Boundary="0 0 210 297" ResourceID="9" CTM="210 0 0 297 0 0"/>'
    return [
        File("invoice.ofd", Kind.PAYMENT_RECEIPT, _ofd(content, (210, 140))),
        File("scanned.ofd", Kind.DIAGNOSIS_CERTIFICATE, _ofd(whole, (210, 297), scan)),
    ]


def _text(number: int, words: str, left: float, top: float, size: float) -> str:
    step = size * 0.98
    wide = " ".join(f"{step if ord(sign) > 127 else step / 2:.3f}" for sign in words[:-1])
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{left} {top} {len(words) * size:.2f} {size * 1.2:.2f}" Font="3" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size:.2f}" DeltaX="{wide}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def _ofd(content: str, size: tuple[int, int], picture: bytes | None = None) -> bytes:
    """One page (GB/T 33190), with a named font that is not embedded, as invoices name it."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="宋体" FamilyName="SimSun"/></ofd:Fonts>'
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>scan.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    parts: dict[str, bytes | str] = {
        "OFD.xml": f'{head}<ofd:OFD {space} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        "<ofd:CreationDate>2026-10-08</ofd:CreationDate><ofd:Creator>Office Writer</ofd:Creator></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{head}<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/PublicRes.xml": f'{head}<ofd:Res {space} BaseLoc="Res">{fonts}{media if picture else ""}</ofd:Res>',
        "Doc_0/Pages/Page_0/Content.xml": f'{head}<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content></ofd:Page>',
    }
    if picture is not None:
        parts["Doc_0/Res/scan.jpg"] = picture
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def _webp(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=75)
    return file.getvalue()


def _bytes(pdf: pikepdf.Pdf, *, linearize: bool = False, encryption: pikepdf.Encryption | None = None) -> bytes:
    file = io.BytesIO()
    pdf.save(file, linearize=linearize, encryption=encryption or False)
    return file.getvalue()
