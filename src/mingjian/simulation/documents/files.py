"""Files as phones, scanners, editors and messengers leave them."""

import json
import random
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image, PngImagePlugin

from mingjian.contract.truth import Capture, ForgeryMethod
from mingjian.simulation.documents.electronic import scanned_pdf
from mingjian.simulation.documents.sheet import Sheet

PHONES = (
    ("HUAWEI", "ALN-AL00"),
    ("Xiaomi", "23127PN0CC"),
    ("vivo", "V2324A"),
    ("OPPO", "PHZ110"),
    ("HONOR", "MAA-AN00"),
    ("Apple", "iPhone 14"),
)
SCANNERS = (("Canon", "LiDE 300"), ("EPSON", "DS-530"), ("HP", "HP LaserJet MFP M227"))
EDITORS = ("Adobe Photoshop 25.4 (Windows)", "Adobe Photoshop CC 2019 (Windows)", "GIMP 2.10.36", "美图秀秀")
_DATE_FORMAT = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True)
class Written:
    """A file's bytes and how its name ends."""

    data: bytes
    suffix: str
    filename: str
    """As the sender's device called it."""


def photo_file(sheet: Sheet, at: datetime, throw: random.Random) -> Written:
    """A JPEG of a phone; those sent through a messenger have lost what the camera wrote."""
    stamp = at.strftime("%Y%m%d%H%M%S")
    if throw.random() < 0.55:
        data = _jpeg(sheet, quality=throw.choice((70, 75, 78)))
        return Written(data, ".jpg", f"微信图片_{stamp}.jpg")
    make, model = throw.choice(PHONES)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = make, model
    exif[0x0132] = at.strftime(_DATE_FORMAT)
    exif[0x0112] = 1
    camera = exif.get_ifd(0x8769)
    camera[0x9003] = at.strftime(_DATE_FORMAT)
    camera[0x8827] = throw.choice((50, 100, 125, 200, 400))
    return Written(
        _jpeg(sheet, quality=throw.choice((85, 90, 93)), exif=exif), ".jpg", f"IMG_{stamp[:8]}_{stamp[8:]}.jpg"
    )


def scan_file(sheet: Sheet, at: datetime, throw: random.Random) -> Written:
    """A JPEG, a TIFF or a PDF of images from a scanner."""
    make, model = throw.choice(SCANNERS)
    name = f"扫描{at:%Y%m%d}_{throw.randint(1, 99):03d}"
    choice = throw.random()
    if choice < 0.12:
        buffer = BytesIO()
        sheet.image.save(buffer, "TIFF", compression="jpeg", dpi=(sheet.dots_per_inch, sheet.dots_per_inch), quality=85)
        return Written(buffer.getvalue(), ".tif", f"{name}.tif")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = make, model
    exif[0x0132] = at.strftime(_DATE_FORMAT)
    return Written(_jpeg(sheet, quality=throw.choice((75, 80, 85, 90)), exif=exif), ".jpg", f"{name}.jpg")


def edited_file(sheet: Sheet, at: datetime, throw: random.Random, *, named: bool) -> Written:
    """What an editor saves; a careless forger's bears the editor's name."""
    exif = Image.Exif()
    if named:
        exif[0x0131] = throw.choice(EDITORS)
        exif[0x0132] = at.strftime(_DATE_FORMAT)
    return Written(_jpeg(sheet, quality=throw.choice((88, 92, 95)), exif=exif), ".jpg", f"{throw.randint(1, 40)}.jpg")


def exported_file(sheet: Sheet, method: ForgeryMethod | None, at: datetime, throw: random.Random) -> Written:
    """A page that never was on paper."""
    notes = PngImagePlugin.PngInfo()
    if method is ForgeryMethod.GENERATED:
        notes.add_itxt("XML:com.adobe.xmp", _aigc_xmp(throw))
    elif throw.random() < 0.5:
        return edited_file(sheet, at, throw, named=True)
    else:
        notes.add_text("Software", throw.choice(EDITORS[:3]))
    buffer = BytesIO()
    sheet.image.save(buffer, "PNG", pnginfo=notes, dpi=(sheet.dots_per_inch, sheet.dots_per_inch))
    return Written(buffer.getvalue(), ".png", f"未标题-{throw.randint(1, 9)}.png")


def screenshot_file(sheet: Sheet, at: datetime) -> Written:
    """A phone's screenshot."""
    buffer = BytesIO()
    sheet.image.save(buffer, "PNG")
    return Written(buffer.getvalue(), ".png", f"Screenshot_{at:%Y%m%d_%H%M%S}.png")


def file_of(
    sheet: Sheet, capture: Capture, method: ForgeryMethod | None, at: datetime, throw: random.Random
) -> Written:
    """The page as a file of its kind."""
    if method in (ForgeryMethod.RETYPED_FIELD, ForgeryMethod.COPIED_DIGITS):
        return edited_file(sheet, at, throw, named=throw.random() < 0.6)
    if method is ForgeryMethod.MATCHED_FIELD:
        return edited_file(sheet, at, throw, named=False)
    if capture is Capture.EXPORT:
        return exported_file(sheet, method, at, throw)
    if capture is Capture.SCANNED_PDF:
        name = f"扫描件{at:%Y%m%d%H%M}.pdf"
        return Written(scanned_pdf(sheet.image, sheet.dots_per_inch, at), ".pdf", name)
    if capture is Capture.SCREENSHOT:
        return screenshot_file(sheet, at)
    if capture in (Capture.PHOTO, Capture.BAD_PHOTO, Capture.PRINTED_PHOTO):
        return photo_file(sheet, at, throw)
    return scan_file(sheet, at, throw)


def _jpeg(sheet: Sheet, *, quality: int, exif: Image.Exif | None = None) -> bytes:
    buffer = BytesIO()
    density = (sheet.dots_per_inch, sheet.dots_per_inch)
    if exif is None:
        sheet.image.save(buffer, "JPEG", quality=quality, dpi=density)
    else:
        sheet.image.save(buffer, "JPEG", quality=quality, dpi=density, exif=exif)
    return buffer.getvalue()


def _aigc_xmp(throw: random.Random) -> str:
    """The implicit label of GB 45438-2025."""
    label = json.dumps(
        {
            "Label": "1",
            "ContentProducer": f"00119{throw.randrange(10**12):012d}",
            "ProduceID": f"{throw.randrange(16**32):032x}",
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        }
    ).replace('"', "&quot;")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" '
        f'TC260:AIGC="{label}"/></rdf:RDF></x:xmpmeta>'
    )
