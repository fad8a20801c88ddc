"""Images: coding, EXIF, XMP, text chunks and content credentials."""

import json
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import c2pa
from defusedxml import ElementTree
from PIL import ExifTags, Image, UnidentifiedImageError

from mingjian.reading.anatomy import Anatomy, Credential, Entry, JpegCoding
from mingjian.reading.identify import IMAGES
from mingjian.reading.record import FileKind, Problem

VERSION = 2
LONGEST_VALUE = 4_000
MOST_ENTRIES = 500
_EXIF_ORIENTATION = 0x0112
_XMP_START, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_PREFIXES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "iptcExt",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    # GB 45438-2025, with the misspelling that is met as well
    "http://www.tc260.org.cn/ns/AIGC/1.0/": "TC260",
    "http://www.tc260.org.cn/ns/AIGC/1.0": "TC260",
}


def warm_up() -> None:
    """Loads the native parts of the libraries."""
    c2pa.sdk_version()


def dissect(data: bytes, media: str) -> Anatomy:
    """What an image file is made of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            opened = Image.open(BytesIO(data), formats=[IMAGES[media]])
            entries = [*_exif(opened), *_chunks(opened), *xmp_entries(data)]
            coding = _jpeg(opened)
        except MemoryError:
            raise
        except UnidentifiedImageError:
            return Anatomy(FileKind.IMAGE, media, problem=Problem.DAMAGED)
        # Pillow's plugins raise whatever a broken file makes them trip over, struct.error and KeyError among them.
        except Exception:
            return Anatomy(FileKind.IMAGE, media, problem=Problem.DAMAGED)
    return Anatomy(FileKind.IMAGE, media, tuple(entries[:MOST_ENTRIES]), coding, credentials=credentials(data, media))


def _jpeg(opened: Image.Image) -> JpegCoding | None:
    tables: dict[int, list[int]] = getattr(opened, "quantization", None) or {}
    luma = tables.get(0)
    if luma is None or len(luma) != 64:
        return None
    orientation = opened.getexif().get(_EXIF_ORIENTATION, 1)
    known = isinstance(orientation, int) and 1 <= orientation <= 8
    return JpegCoding(tuple(int(step) for step in luma), orientation if known else 1)


def _exif(opened: Image.Image) -> Iterator[Entry]:
    exif = opened.getexif()
    for tags in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in tags.items():
            if isinstance(value, str | bytes | int | float) and tag in ExifTags.TAGS:
                yield Entry(f"exif:{ExifTags.TAGS[tag]}", _text(value))


def _chunks(opened: Image.Image) -> Iterator[Entry]:
    """Comments and text chunks: ``png:parameters``, ``jpeg:comment``."""
    form = (opened.format or "").lower()
    for name, value in opened.info.items():
        if isinstance(value, str | bytes) and name not in ("exif", "icc_profile", "xmp", "XML:com.adobe.xmp"):
            yield Entry(f"{form}:{name}", _text(value))


def xmp_entries(data: bytes) -> list[Entry]:
    """The properties of every XMP packet in the file, whatever format carries it."""
    found: list[Entry] = []
    start = data.find(_XMP_START)
    while start >= 0 and len(found) < MOST_ENTRIES:
        end = data.find(_XMP_END, start)
        if end < 0:
            break
        found.extend(_properties(data[start : end + len(_XMP_END)]))
        start = data.find(_XMP_START, end)
    return found


def _properties(packet: bytes) -> Iterator[Entry]:
    try:
        root = ElementTree.fromstring(packet)
    # A packet that is no XML, or holds entities, says nothing that can be relied on.
    except (ElementTree.ParseError, ValueError):
        return
    for element in root.iter():
        for name, value in element.attrib.items():
            if value.strip():
                # <Iptc4xmpExt:DigitalSourceType rdf:resource="…"/>: the address is the property's value.
                yield Entry(_qualified(element.tag if name == _RESOURCE else name), _text(value))
        if element.text and element.text.strip():
            yield Entry(_qualified(element.tag), _text(element.text))


def _qualified(name: str) -> str:
    space, _, local = name.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(space, "other")
    return f"{prefix}:{local}"


def credentials(data: bytes, media: str) -> tuple[Credential, ...]:
    """The content credentials that stand in the file; nothing is fetched."""
    if b"c2pa" not in data:
        return ()
    try:
        with c2pa.Reader(media, BytesIO(data)) as reader:
            report = json.loads(reader.json())
            state = str(reader.get_validation_state() or "")
    except (c2pa.C2paError, ValueError, TypeError):
        return ()
    manifests = report.get("manifests", {})
    return tuple(_credential(manifest, state) for manifest in manifests.values())[:20]


def _credential(manifest: dict[str, Any], state: str) -> Credential:
    generators = manifest.get("claim_generator_info") or [{}]
    generator = generators[0].get("name") or manifest.get("claim_generator") or ""
    issuer = (manifest.get("signature_info") or {}).get("issuer") or ""
    kinds = [
        str(action["digitalSourceType"]).rsplit("/", 1)[-1]
        for assertion in manifest.get("assertions", [])
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for action in assertion.get("data", {}).get("actions", [])
        if action.get("digitalSourceType")
    ]
    return Credential(_text(generator), _text(issuer), tuple(sorted(set(kinds))), state)


def _text(value: str | bytes | float) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.replace("\0", "").strip()[:LONGEST_VALUE]
