"""Documents that were never on paper: PDFs with text, signed ones, and PDFs that an editor changed."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import numpy as np
import pikepdf
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from mingjian.simulation.documents.fonts import Face, path
from mingjian.simulation.documents.paper import POINT, Imprint, Panel, Paper, Text
from mingjian.simulation.documents.seal import raster
from mingjian.simulation.documents.sheet import Place, corners

SYSTEMS = (
    "iText 2.1.7 by 1T3XT",
    "iText® 7.2.5 ©2000-2023 iText Group NV",
    "Apache FOP Version 2.6",
    "JasperReports 6.20",
)
"""What banks' and hospitals' systems call themselves."""
EDITORS = ("Adobe Acrobat Pro (64-bit) 23.6", "WPS 文字", "福昕高级PDF编辑器", "PDFelement")
WORD_PROCESSORS = ("WPS 文字", "Microsoft® Word 2019", "Microsoft® Word LTSC")
WRAPPERS = ("WPS PDF", "Microsoft: Print To PDF", "iOS Version 17.5 (Build 21F79) Quartz PDFContext", "CamScanner")
"""What puts a picture into a PDF: honest people's telephones do so too."""
PAGE_DPI = 150


def pdf_of(paper: Paper, at: datetime, throw: random.Random) -> bytes:
    """The paper as a system prints it to a PDF, with text and the picture of its seal."""
    return _drawn(paper, paper.elements, at, producer=throw.choice(SYSTEMS), creator="")


def places_of(paper: Paper) -> tuple[Place, ...]:
    """Where everything stands, in pixels of the page drawn at ``PAGE_DPI``."""
    scale = PAGE_DPI / 25.4
    found = []
    for element in paper.elements:
        if isinstance(element, Text):
            box = corners(element.left * scale, element.top * scale, element.right * scale, element.bottom * scale)
            found.append(Place("field" if element.field else "text", element.field, element.text, box))
        elif isinstance(element, Imprint):
            reach = element.seal.diameter / 2
            box = corners(
                (element.x - reach) * scale,
                (element.y - reach) * scale,
                (element.x + reach) * scale,
                (element.y + reach) * scale,
            )
            found.append(Place("seal", element.seal.seal_id, element.seal.name, box))
    return tuple(found)


def edits_of(changes: Sequence[tuple[Text, Text]]) -> tuple[Place, ...]:
    """Where an editor wrote over the page."""
    scale = PAGE_DPI / 25.4
    return tuple(
        Place(
            "edit",
            old.field,
            new.text,
            corners(old.left * scale, old.top * scale, max(old.right, new.right) * scale, old.bottom * scale),
        )
        for old, new in changes
    )


def edited_pdf(
    genuine: Paper, changes: Sequence[tuple[Text, Text]], at: datetime, later: datetime, throw: random.Random
) -> bytes:
    """The genuine PDF with other facts written over: appended as an update, or the whole file saved anew."""
    original = pdf_of(genuine, at, throw)
    covers: list[Text | Panel] = []
    for old, new in changes:
        edge = old.size * POINT * 0.1
        covers.append(
            Panel(old.left - edge, old.top - edge, max(old.right, new.right) + edge, old.bottom, genuine.ground)
        )
        face = new.face if throw.random() < 0.4 else (Face.SANS if new.face is Face.SERIF else Face.SERIF)
        covers.append(replace(new, left=old.left, top=old.top, face=face))
    overlay = _drawn(genuine, covers, later, producer="", creator="")
    with pikepdf.open(BytesIO(original)) as document, pikepdf.open(BytesIO(overlay)) as above:
        document.pages[0].add_overlay(above.pages[0], None)
        document.docinfo["/Producer"] = throw.choice(EDITORS)
        document.docinfo["/ModDate"] = later.strftime("D:%Y%m%d%H%M%S+08'00'")
        buffer = BytesIO()
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def typed_pdf(paper: Paper, at: datetime, throw: random.Random) -> bytes:
    """A made-up paper as a word processor saves it: its text as typed, the picture of the seal laid over it."""
    program = throw.choice(WORD_PROCESSORS)
    return _drawn(paper, paper.elements, at, producer=program, creator=program)


def pictured_pdf(image: Image.Image, dots_per_inch: int, at: datetime, throw: random.Random) -> bytes:
    """The picture of a page, put into a PDF by a program that is no scanner's."""
    return _of_one_image(image, dots_per_inch, at, producer=throw.choice(WRAPPERS), quality=throw.choice((75, 85, 92)))


def scanned_pdf(image: Image.Image, dots_per_inch: int, at: datetime) -> bytes:
    """A page from a scanner, as the one image of a PDF."""
    return _of_one_image(image, dots_per_inch, at, producer="ScanSnap Manager #iX1500", quality=80)


def _of_one_image(image: Image.Image, dots_per_inch: int, at: datetime, *, producer: str, quality: int) -> bytes:
    buffer = BytesIO()
    day = at.timetuple()
    image.save(
        buffer,
        "PDF",
        resolution=dots_per_inch,
        quality=quality,
        creationDate=day,
        modDate=day,
        producer=producer,
    )
    return buffer.getvalue()


def _drawn(paper: Paper, elements: Sequence[object], at: datetime, *, producer: str, creator: str) -> bytes:
    buffer = BytesIO()
    unit = 72 / 25.4
    canvas = Canvas(buffer, pagesize=(paper.width * unit, paper.height * unit), invariant=1, pageCompression=1)
    texts = [element for element in elements if isinstance(element, Text)]
    names = {face: _registered(face, "".join(run.text for run in texts if run.face is face)) for face in Face}
    for element in elements:
        if isinstance(element, Panel):
            canvas.setFillColorRGB(*(value / 255 for value in element.colour))
            left, bottom = element.left * unit, (paper.height - element.bottom) * unit
            wide, tall = (element.right - element.left) * unit, (element.bottom - element.top) * unit
            canvas.rect(left, bottom, wide, tall, stroke=0, fill=1)
        elif isinstance(element, Text):
            run = canvas.beginText(element.left * unit, (paper.height - element.top) * unit - element.size * 0.88)
            run.setFont(names[element.face], element.size)
            run.setFillColorRGB(*(value / 255 for value in element.colour))
            run.setHorizScale(element.stretch * 100)
            if element.weight:
                canvas.setLineWidth(element.weight * element.size)
                canvas.setStrokeColorRGB(*(value / 255 for value in element.colour))
                run.setTextRenderMode(2)
            run.textOut(element.text)
            canvas.drawText(run)
        elif isinstance(element, Imprint):
            mask = (raster(element.seal, 200) * 255).astype(np.uint8)
            picture = Image.new("RGBA", (mask.shape[1], mask.shape[0]), (*element.seal.colour, 0))
            picture.putalpha(Image.fromarray(mask))
            side = mask.shape[0] * 72 / 200
            canvas.drawImage(
                ImageReader(picture),
                element.x * unit - side / 2,
                (paper.height - element.y) * unit - side / 2,
                side,
                side,
                mask="auto",
            )
    canvas.showPage()
    canvas.save()
    with pikepdf.open(BytesIO(buffer.getvalue())) as document:
        for key in [str(key) for key in document.docinfo.keys()]:  # noqa: SIM118  # a PDF's dictionary is no Mapping
            del document.docinfo[key]
        if producer:
            document.docinfo["/Producer"] = producer
        if creator:
            document.docinfo["/Creator"] = creator
        document.docinfo["/CreationDate"] = at.strftime("D:%Y%m%d%H%M%S+08'00'")
        again = BytesIO()
        document.save(again, deterministic_id=True)
    return again.getvalue()


def _registered(face: Face, text: str) -> str:
    """A typeface with just these characters, registered under a name of its own."""
    signs = "".join(sorted(set(text) | {" "}))
    name = f"{face.value}{abs(_number(signs)):x}"
    if name not in pdfmetrics.getRegisteredFontNames():
        font = ttfonts.TTFont(name, BytesIO(outlined(face, signs)))
        # ReportLab takes typefaces of one name for one: the second paper would be set in the first one's characters.
        own_name, font.face.name = font.face.name, name
        pdfmetrics.registerFont(font)
        font.face.name = own_name
    return name


def _number(signs: str) -> int:
    total = 0
    for sign in signs:
        total = (total * 1_000_003 + ord(sign)) % (1 << 61)
    return total


@lru_cache(maxsize=32)
def outlined(face: Face, signs: str) -> bytes:
    """The typeface's file with these characters alone, its cubic outlines as quadratic ones, which PDF writers take."""
    options = Options()
    options.name_IDs = ["*"]
    options.layout_features = []
    options.drop_tables += ["VORG", "GPOS", "GSUB", "GDEF", "BASE", "vhea", "vmtx"]
    with TTFont(path(face), lazy=True) as subset:
        for table in options.drop_tables:
            if table in subset:
                del subset[table]
        worker = Subsetter(options)
        worker.populate(text=signs)
        worker.subset(subset)
        order = subset.getGlyphOrder()
        source = subset.getGlyphSet()
        glyphs = {}
        for name in order:
            pen = TTGlyphPen(source)
            source[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
            glyphs[name] = pen.glyph()
        subset["loca"] = newTable("loca")
        subset["glyf"] = glyf = newTable("glyf")
        glyf.glyphOrder = order
        glyf.glyphs = glyphs
        del subset["CFF "]
        glyf.compile(subset)
        subset["hmtx"].metrics = {
            name: (advance, getattr(glyf[name], "xMin", 0)) for name, (advance, _) in subset["hmtx"].metrics.items()
        }
        maxp = subset["maxp"]
        maxp.tableVersion = 0x00010000
        for name in (
            "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
            "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
            "maxCompositeContours", "maxComponentDepth",
        ):  # fmt: skip
            setattr(maxp, name, 1 if name == "maxZones" else 0)
        post = subset["post"]
        post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, order
        subset.sfntVersion = "\000\001\000\000"
        subset.recalcTimestamp = False
        buffer = BytesIO()
        subset.save(buffer)
        return buffer.getvalue()
