"""Pages of real documents, drawn here, as scanners, telephones and offices hand them in."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import raw

CERTIFICATE = (
    "渝州市第一人民医院",
    "诊断证明书",
    "姓名：陈建国 性别：男 年龄：41岁",
    "身份证号：510212198503072731",
    "临床诊断：急性阑尾炎",
    "开具日期：2026年5月1日",
)
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size, index=2)


def scan(*texts: str, size: tuple[int, int] = (1240, 900)) -> Image.Image:
    """Lines of text on a page of 150 dots per inch."""
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    for row, text in enumerate(texts):
        pen.text((120, 90 + 70 * row), text, font=font(32), fill=(20, 20, 20))
    return page


def encoded(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def pdf_of(*pages: Image.Image | str) -> bytes:
    """A PDF of scanned pages (pictures that fill them) and of pages with one line of text."""
    document = pypdfium2.PdfDocument.new()
    for content in pages:
        page = document.new_page(595, 432)
        if isinstance(content, str):
            shape = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 12)
            text = (content + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(shape, (raw.FPDF_WCHAR * (len(text) // 2)).from_buffer_copy(text))
            raw.FPDFPageObj_Transform(shape, 1, 0, 0, 1, 50, 300)
            raw.FPDFPage_InsertObject(page, shape)
        else:
            image = pypdfium2.PdfImage.new(document)
            image.load_jpeg(BytesIO(encoded(content, "JPEG", quality=90)), inline=True)
            image.set_matrix(pypdfium2.PdfMatrix().scale(595, 432))
            page.insert_obj(image)
        page.gen_content()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def locked(data: bytes) -> bytes:
    """The same PDF behind a password."""
    file = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return file.getvalue()
