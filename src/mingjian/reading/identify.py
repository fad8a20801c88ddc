"""What a file is, by its first bytes."""

import puremagic

from mingjian.reading.record import FileKind

IMAGES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
}
"""The images that we take, by media type, with Pillow's name of the format."""

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"%PDF-", "application/pdf"),
)
"""Of the kinds that the contract names: an exact answer, before puremagic's scored guesses at everything else."""

_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"M4A ": "audio/mp4",
    b"mp42": "audio/mp4",
    b"isom": "audio/mp4",
}
"""ISO base media files say what they are in their ``ftyp`` box (ISO/IEC 14496-12)."""

_ZIP = b"PK\x03\x04"
_PDF_HEADER_WITHIN = 1024  # readers accept a header that begins within the first kilobyte (ISO 32000-1, Annex H)


def media_type(data: bytes) -> str:
    """The media type of a file's content; an empty text where nothing recognises it."""
    for offset, signature, found in _SIGNATURES:
        if data.startswith(signature, offset):
            return found
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/mp4")
    if data.startswith(b"BM") and len(data) > 26 and data[14:18] in _BITMAP_HEADERS:
        return "image/bmp"
    if data.startswith(_ZIP):
        return "application/ofd" if b"OFD.xml" in data else "application/zip"
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "application/pdf"
    if _is_mpeg_audio(data):
        return "audio/mpeg"
    if _is_text(data):
        return "text/plain"
    try:
        return puremagic.from_string(data[:65_536], mime=True)
    except (puremagic.PureError, ValueError, OSError):
        return ""


def kind_of(media: str) -> FileKind:
    """Which of our kinds a media type belongs to."""
    if media in IMAGES:
        return FileKind.IMAGE
    if media.startswith("audio/"):
        return FileKind.AUDIO
    return {
        "application/pdf": FileKind.PDF,
        "application/ofd": FileKind.OFD,
        "text/plain": FileKind.TEXT,
    }.get(media, FileKind.UNKNOWN)


_BITMAP_HEADERS = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))


def _is_mpeg_audio(data: bytes) -> bool:
    """A frame header of MPEG audio layer III: sync, a version, the layer, a bit rate and a sampling rate that exist."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return False
    version, layer = data[1] >> 3 & 3, data[1] >> 1 & 3
    return version != 1 and layer == 1 and data[2] >> 4 not in (0, 15) and data[2] >> 2 & 3 != 3


def _is_text(data: bytes) -> bool:
    start = data[:4096]
    return b"\x00" not in start and not any(byte < 9 or 13 < byte < 27 for byte in start) and _decodes(start)


def _decodes(start: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may be cut in two
            try:
                start[: len(start) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
