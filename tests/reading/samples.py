"""Real files of every kind, made here."""

import struct
import wave
from io import BytesIO

import pillow_heif
import pypdfium2
from PIL import Image, ImageDraw
from pypdfium2 import raw

TEXT = "诊断证明 2026-05-01"


def image(form: str, *, size: tuple[int, int] = (320, 200), **options: object) -> bytes:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((20, 20, 120, 90), outline="red", width=4)
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def heic(picture: Image.Image) -> bytes:
    """As an iPhone writes it. The product decodes with another package, which can't write."""
    file = BytesIO()
    pillow_heif.from_pillow(picture).save(file)
    return file.getvalue()


def pages(count: int) -> bytes:
    """A TIFF of several pages."""
    frames = [Image.new("L", (100, 50), shade) for shade in range(count)]
    file = BytesIO()
    frames[0].save(file, "TIFF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def pdf(*texts: str) -> bytes:
    """A PDF with a page for each text."""
    document = pypdfium2.PdfDocument.new()
    for text in texts:
        page = document.new_page(595, 842)
        shape = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 12)
        encoded = (text + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(shape, (raw.FPDF_WCHAR * (len(encoded) // 2)).from_buffer_copy(encoded))
        raw.FPDFPageObj_Transform(shape, 1, 0, 0, 1, 50, 700)
        raw.FPDFPage_InsertObject(page, shape)
        raw.FPDFPage_GenerateContent(page)
    file = BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


def wav(seconds: float) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x00" * int(8000 * seconds))
    return file.getvalue()


def flac(seconds: int) -> bytes:
    """A header alone: STREAMINFO with its sampling rate and number of samples."""
    rate, samples = 16_000, 16_000 * seconds
    bits = rate << 44 | 15 << 36 | samples
    block = struct.pack(">HH", 4096, 4096) + b"\0" * 6 + bits.to_bytes(8, "big") + b"\0" * 16
    return b"fLaC" + bytes([0x80, 0, 0, len(block)]) + block


def alaw() -> bytes:
    """A WAV in A-law, as telephone systems write it."""
    body = b"\xd5" * 800
    form = struct.pack("<HHIIHH", 6, 1, 8000, 8000, 1, 8)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


SAMPLES = {
    "jpeg": image("JPEG"),
    "png": image("PNG"),
    "tiff": pages(3),
    "bmp": image("BMP"),
    "webp": image("WEBP"),
    "pdf": pdf("first page", "second page"),
    "text": TEXT.encode("gb18030"),
    "wav": wav(0.5),
    "flac": flac(3),
}
