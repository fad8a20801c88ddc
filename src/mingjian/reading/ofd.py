"""OFD documents (GB/T 33190-2016) taken apart: pages of texts, paths and pictures in millimetres, and their seals.

Only ever called inside the sandbox. Written from the standard.
"""

import math
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a b c d e f: x' = a x + c y + e, y' = b x + d y + f."""
Colour: TypeAlias = tuple[int, int, int]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
A4 = (0.0, 0.0, 210.0, 297.0)
_LARGEST_PART = 48 * 2**20
_ALL_PARTS = 256 * 2**20
_MOST_OBJECTS = 100_000
_DEEPEST = 12
_MOST_VERSIONS, _MOST_PAGES = 20, 500
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"GIF8")


class DamagedOfdError(ValueError):
    """The package or a part that everything hangs on cannot be read."""


class MissingPartError(DamagedOfdError):
    """A part that another one names is not in the package."""


class EncryptedOfdError(ValueError):
    """The package is behind a password or a certificate."""


@dataclass(frozen=True)
class Text:
    """Characters with the place of each one's foot, in millimetres of the page."""

    characters: str
    places: tuple[tuple[float, float], ...]
    size: float
    """Height of the type in millimetres."""
    angle: float
    """Degrees clockwise."""
    colour: Colour
    font: bytes | None
    """The font file that the document brings, if it does."""
    typeface: str = ""
    """What the document calls the font."""


@dataclass(frozen=True)
class Shape:
    """Lines and areas, in millimetres of the page."""

    outlines: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    stroke: Colour | None
    fill: Colour | None


@dataclass(frozen=True)
class Picture:
    """An image in its format, and how the unit square lies on the page, y downwards."""

    data: bytes
    matrix: Matrix
    seal: bool = False


Thing: TypeAlias = Text | Shape | Picture


@dataclass(frozen=True)
class OfdPage:
    """What stands on one page, in the order in which it is drawn."""

    width: float
    height: float
    """In millimetres."""
    things: tuple[Thing, ...]
    damaged: bool = False
    """A part of the page is missing or broken."""


@dataclass
class _Resources:
    fonts: dict[str, str] = field(default_factory=dict)
    typefaces: dict[str, str] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Frame:
    """Where an object's own millimetres lie on the page."""

    matrix: Matrix

    def at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f


class Ofd:
    """A package of the first document in the file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise DamagedOfdError("no package") from error
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self._left = _ALL_PARTS
        self._objects = _MOST_OBJECTS
        if any(entry.flag_bits & 1 for entry in self._zip.infolist()):
            raise EncryptedOfdError("the package is behind a password")
        try:
            body = _first(self.xml("OFD.xml"), "DocBody")
            self._root = "/" + words(body, "DocRoot").strip().lstrip("/")
            self._document = self.xml(self._root)
            self._versions = words(body, "Versions").strip()
        except DamagedOfdError:
            if any("encrypt" in name for name in self._names):
                raise EncryptedOfdError("its parts are encrypted") from None
            raise
        self._information = _first(body, "DocInfo", optional=True)
        self._signatures = words(body, "Signatures").strip()
        self._resources = _Resources()
        common = _first(self._document, "CommonData")
        for name in ("PublicRes", "DocumentRes"):
            for one in elements(common, name):
                self._take_resources(joined(self._root, one.text or ""))
        self._templates = {
            one.get("ID", ""): joined(self._root, one.get("BaseLoc", "")) for one in elements(common, "TemplatePage")
        }
        self._area = _box(words(_first(common, "PageArea", optional=True), "PhysicalBox")) or A4
        self._pages = [
            (one.get("ID", ""), joined(self._root, one.get("BaseLoc", "")))
            for one in elements(_first(self._document, "Pages"), "Page")
        ]
        self._annotations = self._annotated()
        self._stamps = self._stamped()

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, number: int) -> OfdPage:
        """The page of that number, from 1."""
        name, path = self._pages[number - 1]
        things: list[Thing] = []
        area, damaged = self._area, False
        try:
            content = self.xml(path)
        except DamagedOfdError:
            content, damaged = None, True
        if content is not None:
            area = _box(words(_first(content, "Area", optional=True), "PhysicalBox")) or area
            over: list[str] = []
            for template in elements(content, "Template"):
                target = self._templates.get(template.get("TemplateID", ""), "")
                if template.get("ZOrder", "Background") == "Foreground":
                    over.append(target)
                else:
                    damaged |= not self._take_page(target, things)
            things += self._layers(content)
            for target in over:
                damaged |= not self._take_page(target, things)
        for target in self._annotations.get(name, ()):
            try:
                for appearance in elements(self.xml(target), "Appearance", deep=True):
                    box = _box(appearance.get("Boundary", "")) or (0.0, 0.0, 0.0, 0.0)
                    frame = _Frame((1.0, 0.0, 0.0, 1.0, box[0], box[1]))
                    things += self._objects_of(appearance, frame, 0)
            except DamagedOfdError:
                damaged = True
        things += self._stamps.get(name, ())
        left, top, width, height = area
        if left or top:
            things = [_moved(thing, -left, -top) for thing in things]
        return OfdPage(width, height, tuple(things), damaged)

    def page_parts(self) -> tuple[str, ...]:
        """Where the content of each page stands in the package."""
        return tuple(path for _, path in self._pages)

    def signature_parts(self) -> Iterator[str]:
        """Where the description of each signature stands in the package."""
        if self._signatures:
            path = joined("/", self._signatures)
            for one in elements(self.xml(path), "Signature"):
                yield joined(path, one.get("BaseLoc", ""))

    def information(self) -> Iterator[tuple[str, str]]:
        """What its writer noted of the document, by the name that the standard gives it."""
        for name in ("Creator", "CreatorVersion", "CreationDate", "ModDate", "Author", "Title"):
            if value := words(self._information, name).strip():
                yield name, value[:400]

    def rewritten_pages(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Of each version its number, and the pages on which other things stand than on the one before.

        A page is known by its identifier, so that one which was put in moves none of the others. A version that cannot
        be read any more says nothing: what is drawn is the current one.
        """
        before: dict[str, tuple[Thing, ...]] = {}
        for number, root in enumerate(self._version_roots(), start=1):
            try:
                listed = elements(_first(self.xml(root), "Pages"), "Page")[:_MOST_PAGES]
                content = {
                    one.get("ID", ""): tuple(self._layers(self.xml(joined(root, one.get("BaseLoc", "")))))
                    for one in listed
                }
            except DamagedOfdError:
                return
            names = enumerate(content, start=1)
            yield number, tuple(place for place, name in names if before.get(name, content[name]) != content[name])
            before = content

    def _version_roots(self) -> list[str]:
        """Where the document of each version stands, the first version first; none where it has but one."""
        if not self._versions:
            return []
        path = joined("/", self._versions)
        try:
            described = sorted(elements(self.xml(path), "Version"), key=lambda one: _number(one.get("Index"), 0.0))
            places = [joined(path, one.get("BaseLoc", "")) for one in described][:_MOST_VERSIONS]
            return [joined(place, words(self.xml(place), "DocRoot").strip()) for place in places]
        except DamagedOfdError:
            return []

    def _take_page(self, path: str, things: list[Thing]) -> bool:
        try:
            things += self._layers(self.xml(path))
        except DamagedOfdError:
            return False
        return True

    def _layers(self, content: Element) -> Iterator[Thing]:
        for layer in elements(content, "Layer", deep=True):
            yield from self._objects_of(layer, _Frame(IDENTITY), 0)

    def _objects_of(self, parent: Element, frame: _Frame, depth: int) -> Iterator[Thing]:
        if depth > _DEEPEST:
            return
        for one in parent:
            self._objects -= 1
            if self._objects < 0:
                raise DamagedOfdError("too many objects")
            kind = _local(one)
            if kind == "PageBlock":
                yield from self._objects_of(one, frame, depth + 1)
            elif kind == "TextObject":
                yield from self._text(one, _placed(one, frame))
            elif kind == "PathObject":
                yield from _shape(one, _placed(one, frame))
            elif kind == "ImageObject":
                target = self._resources.media.get(one.get("ResourceID", ""))
                box = _box(one.get("Boundary", ""))
                if target is not None and box is not None:
                    # An image without a matrix of its own fills its boundary.
                    own = _matrix(one.get("CTM", "")) or (box[2], 0.0, 0.0, box[3], 0.0, 0.0)
                    moved = _times((1.0, 0.0, 0.0, 1.0, box[0], box[1]), own)
                    yield Picture(self.read(target), _times(frame.matrix, moved))

    def _text(self, one: Element, frame: _Frame) -> Iterator[Text]:
        size = _number(one.get("Size"), 3.5)
        a, b, c, d, _, _ = frame.matrix
        scale = math.sqrt(abs(a * d - b * c)) or 1.0
        colour = _colour(one, "FillColor") or (0, 0, 0)
        target = self._resources.fonts.get(one.get("Font", ""))
        font = None
        if target is not None:
            try:
                font = self.read(target)
            except DamagedOfdError:
                font = None
        x = y = 0.0
        for code in elements(one, "TextCode"):
            characters = (code.text or "").strip("\r\n")
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            across, down = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
            places, here = [], (x, y)
            for index in range(len(characters)):
                places.append(frame.at(*here))
                step = across[min(index, len(across) - 1)] if across else 0.0
                fall = down[min(index, len(down) - 1)] if down else 0.0
                if not across and not down:
                    step = size if ord(characters[index]) > 0x2E7F else size / 2
                here = (here[0] + step, here[1] + fall)
            if characters:
                angle = math.degrees(math.atan2(b, a))
                typeface = self._resources.typefaces.get(one.get("Font", ""), "")
                yield Text(characters, tuple(places), size * scale, angle, colour, font, typeface)

    def _take_resources(self, path: str) -> None:
        try:
            resources = self.xml(path)
        except DamagedOfdError:
            return  # without its fonts and pictures, the rest of the document can still be read
        base = joined(path, resources.get("BaseLoc", "") + "/")
        for font in elements(resources, "Font", deep=True):
            self._resources.typefaces[font.get("ID", "")] = font.get("FontName", "")[:100]
            if name := words(font, "FontFile").strip():
                self._resources.fonts[font.get("ID", "")] = joined(base, name)
        for media in elements(resources, "MultiMedia", deep=True):
            if name := words(media, "MediaFile").strip():
                self._resources.media[media.get("ID", "")] = joined(base, name)

    def _annotated(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        path = words(self._document, "Annotations").strip()
        if path:
            path = joined(self._root, path)
            try:
                for page in elements(self.xml(path), "Page"):
                    found.setdefault(page.get("PageID", ""), []).append(joined(path, words(page, "FileLoc").strip()))
            except DamagedOfdError:
                return found
        return found

    def _stamped(self) -> dict[str, list[Picture]]:
        """The pictures of electronic seals by page, where their signatures put them (GB/T 38540-2020)."""
        found: dict[str, list[Picture]] = {}
        try:
            for place in self.signature_parts():
                signature = self.xml(place)
                picture = self._seal_picture(signature, place)
                for stamp in elements(signature, "StampAnnot", deep=True):
                    box = _box(stamp.get("Boundary", ""))
                    if picture is not None and box is not None:
                        matrix = (box[2], 0.0, 0.0, box[3], box[0], box[1])
                        found.setdefault(stamp.get("PageRef", ""), []).append(Picture(picture, matrix, seal=True))
        except DamagedOfdError:
            return found
        return found

    def _seal_picture(self, signature: Element, place: str) -> bytes | None:
        """The seal's picture out of the ASN.1 of the seal or of the signed value: an octet string in a known format."""
        targets = [words(seal, "BaseLoc") for seal in elements(signature, "Seal", deep=True)]
        targets.append(words(signature, "SignedValue"))
        for target in targets:
            if not target.strip():
                continue
            try:
                data = self.read(joined(place, target.strip()))
            except DamagedOfdError:
                continue
            starts = [start for mark in _PICTURES[:2] if (start := data.find(mark)) >= 0]
            if starts:
                return data[min(starts) :]
        return None

    def xml(self, path: str) -> Element:
        """A part as XML."""
        try:
            element: Element = fromstring(self.read(path))
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise DamagedOfdError(f"{path} is no XML") from error
        return element

    def read(self, path: str) -> bytes:
        """A part as it stands in the package."""
        name = self._names.get(posixpath.normpath("/" + path).lstrip("/").lower())
        if name is None:
            raise MissingPartError(f"{path} is missing")
        try:
            with self._zip.open(name) as opened:
                data = opened.read(min(_LARGEST_PART, self._left) + 1)
        # zipfile raises whatever its decompressors trip over.
        except Exception as error:
            raise DamagedOfdError(f"{path} cannot be unpacked") from error
        self._left -= len(data)
        if len(data) > _LARGEST_PART or self._left < 0:
            raise DamagedOfdError(f"{path} is too large")
        return data


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def elements(parent: Element | None, name: str, *, deep: bool = False) -> list[Element]:
    """The children of that name, whatever their namespace; all descendants if ``deep``."""
    if parent is None:
        return []
    return [one for one in (parent.iter() if deep else parent) if _local(one) == name]


def _first(parent: Element | None, name: str, *, optional: bool = False) -> Element | None:
    found = elements(parent, name)
    if not found and not optional:
        raise DamagedOfdError(f"no {name}")
    return found[0] if found else None


def words(parent: Element | None, name: str) -> str:
    """The text of the first child of that name; empty where there is none."""
    found = elements(parent, name)
    return (found[0].text or "") if found else ""


def joined(path: str, other: str) -> str:
    """A location inside the package, relative to the folder of ``path`` unless it begins at the root."""
    other = other.strip().replace("\\", "/")
    return other if other.startswith("/") else posixpath.join(posixpath.dirname(path), other)


_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def _numbers(text: str) -> list[float]:
    values = [float(number) for number in _NUMBER.findall(text)]
    return [max(-1e6, min(1e6, value)) for value in values]


def _number(text: str | None, default: float) -> float:
    found = _numbers(text or "")
    return found[0] if found else default


def _box(text: str) -> tuple[float, float, float, float] | None:
    """Left, top, width and height; None where it has no area."""
    values = _numbers(text)
    if len(values) < 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return values[0], values[1], values[2], values[3]


def _matrix(text: str) -> Matrix | None:
    values = _numbers(text)
    return (values[0], values[1], values[2], values[3], values[4], values[5]) if len(values) >= 6 else None


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    """First ``inner``, then ``outer``."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f


def _placed(one: Element, frame: _Frame) -> _Frame:
    box = [*_numbers(one.get("Boundary", "")), 0.0, 0.0]
    own = _matrix(one.get("CTM", "")) or IDENTITY
    return _Frame(_times(frame.matrix, _times((1.0, 0.0, 0.0, 1.0, box[0], box[1]), own)))


def _moved(thing: Thing, x: float, y: float) -> Thing:
    def by(places: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
        return tuple((across + x, down + y) for across, down in places)

    if isinstance(thing, Text):
        return replace(thing, places=by(thing.places))
    if isinstance(thing, Shape):
        return Shape(tuple(by(outline) for outline in thing.outlines), thing.width, thing.stroke, thing.fill)
    return Picture(thing.data, _times((1.0, 0.0, 0.0, 1.0, x, y), thing.matrix), thing.seal)


def _colour(one: Element, name: str) -> Colour | None:
    element = _first(one, name, optional=True)
    if element is None:
        return None
    values = [round(max(0.0, min(255.0, value))) for value in _numbers(element.get("Value", ""))]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 4:
        key = 255 - values[3]
        cyan, magenta, yellow = ((255 - value) * key // 255 for value in values[:3])
        return cyan, magenta, yellow
    return (values[0], values[1], values[2]) if len(values) >= 3 else (0, 0, 0)


def _deltas(text: str) -> list[float]:
    """Steps between characters; ``g 3 2.5`` stands for 2.5 three times."""
    steps: list[float] = []
    words = text.split()
    while words and len(steps) < _MOST_OBJECTS:
        word = words.pop(0)
        if word == "g" and len(words) >= 2:
            count, step = int(_number(words.pop(0), 0)), _number(words.pop(0), 0.0)
            steps += [step] * max(0, min(count, _MOST_OBJECTS))
        else:
            steps.append(_number(word, 0.0))
    return steps


def _shape(one: Element, frame: _Frame) -> Iterator[Shape]:
    outlines = tuple(_outlines(words(one, "AbbreviatedData"), frame))
    stroke = None if one.get("Stroke") == "false" else _colour(one, "StrokeColor") or (0, 0, 0)
    fill = _colour(one, "FillColor") or (0, 0, 0) if one.get("Fill") == "true" else None
    if outlines and (stroke or fill):
        yield Shape(outlines, _number(one.get("LineWidth"), 0.353), stroke, fill)


_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVE = tuple(step / 8 for step in range(1, 9))


def _outlines(text: str, frame: _Frame) -> Iterator[tuple[tuple[float, float], ...]]:
    """The polygons and polylines of a path; curves in eight straight pieces, an arc as its chord."""
    outline: list[tuple[float, float]] = []
    words = text.split()
    place = 0
    while place < len(words):
        operator = words[place]
        place += 1
        count = _ARGUMENTS.get(operator)
        if count is None:
            continue
        values = [_number(word, 0.0) for word in words[place : place + count]]
        place += count
        if len(values) < count:
            break
        if operator in "SM":
            if len(outline) > 1:
                yield tuple(frame.at(*point) for point in outline)
            outline = [(values[0], values[1])]
        elif operator == "C":
            if outline:
                outline.append(outline[0])
        elif outline:
            points = [outline[-1], *zip(values[::2], values[1::2], strict=False)]
            if operator == "A":
                outline.append((values[5], values[6]))
            elif operator == "L":
                outline.append(points[1])
            else:
                outline += [_bezier(points, share) for share in _CURVE]
    if len(outline) > 1:
        yield tuple(frame.at(*point) for point in outline)


def _bezier(points: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    """De Casteljau's construction."""
    row = list(points)
    while len(row) > 1:
        row = [
            (left[0] + (right[0] - left[0]) * share, left[1] + (right[1] - left[1]) * share)
            for left, right in pairwise(row)
        ]
    return row[0]
