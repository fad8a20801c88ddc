"""Documents that an office sends as OFD (GB/T 33190-2016): text with its fonts, and the seal, signed or as a picture.

A package is a set of parts; what seals one and what changes one makes another set of it.
"""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from PIL import Image

from mingjian.simulation.documents.electronic import outlined
from mingjian.simulation.documents.fonts import Face, width
from mingjian.simulation.documents.paper import POINT, Element, Imprint, Panel, Paper, Text
from mingjian.simulation.documents.seal import Seal, raster

PAGE = "Doc_0/Pages/Page_0/Content.xml"
PAGE_ID = 1
WRITERS = (("Suwell OFD Convert", "3.6.24"), ("Foxit OFD Creator", "8.2.0"), ("Dianju OFD Server", "5.1.7"))
"""What offices' systems call themselves, with a version."""
_NAMESPACE = "http://www.ofdspec.org/2016"
_FONTS: Mapping[Face, tuple[int, str]] = {Face.SANS: (2, "黑体"), Face.SERIF: (3, "宋体")}
_SEAL_DPI = 200
_FIRST_OBJECT = 20


@dataclass(frozen=True)
class Package:
    """The parts of a file, by where they stand in it."""

    parts: Mapping[str, bytes]
    at: datetime
    """When it was last saved."""

    def with_parts(self, parts: Mapping[str, bytes]) -> "Package":
        """The same with other or more parts."""
        return replace(self, parts={**self.parts, **parts})

    def to_bytes(self) -> bytes:
        """The file."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in self.parts.items():
                packed.writestr(zipfile.ZipInfo(name, self.at.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def part(name: str, body: str, attributes: str = "") -> bytes:
    """A part of that name."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{_NAMESPACE}"{attributes}>'
    return f"{head}{body}</ofd:{name}>".encode()


def package_of(paper: Paper, at: datetime, *, number: str, writer: tuple[str, str], sealed: bool) -> Package:
    """The paper as an office's system writes it; ``sealed`` where the seal is to come by a signature."""
    pictures = [one.seal for one in paper.elements if isinstance(one, Imprint) and not sealed]
    return Package(
        {
            "OFD.xml": description(at, number=number, writer=writer, sealed=sealed),
            "Doc_0/Document.xml": document_part(paper, "Pages/Page_0/Content.xml"),
            "Doc_0/PublicRes.xml": _fonts(),
            **{f"Doc_0/Res/font_{face.value}.ttf": data for face, data in _embedded(paper.elements).items()},
            **_pictures(pictures),
            PAGE: content(paper.elements, pictured=not sealed),
        },
        at,
    )


def description(
    at: datetime,
    *,
    number: str,
    writer: tuple[str, str],
    sealed: bool,
    changed: datetime | None = None,
    root: str = "Doc_0/Document.xml",
    versions: str = "",
) -> bytes:
    """The part with which a reader begins."""
    saved = f"<ofd:ModDate>{changed:%Y-%m-%d}</ofd:ModDate>" if changed else ""
    signatures = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>" if sealed else ""
    older = f"<ofd:Versions>{versions}</ofd:Versions>" if versions else ""
    return part(
        "OFD",
        f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{escape(number)}</ofd:DocID>"
        f"<ofd:CreationDate>{at:%Y-%m-%d}</ofd:CreationDate>{saved}<ofd:Creator>{escape(writer[0])}</ofd:Creator>"
        f"<ofd:CreatorVersion>{writer[1]}</ofd:CreatorVersion></ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot>"
        f"{older}{signatures}</ofd:DocBody>",
        ' Version="1.0" DocType="OFD"',
    )


def document_part(paper: Paper, page: str) -> bytes:
    """The part that lists the one page."""
    return part(
        "Document",
        f"<ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {paper.width:g} "
        f"{paper.height:g}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>/Doc_0/PublicRes.xml</ofd:PublicRes>"
        "<ofd:DocumentRes>/Doc_0/DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        f'<ofd:Pages><ofd:Page ID="{PAGE_ID}" BaseLoc="{page}"/></ofd:Pages>',
    )


def content(elements: Iterable[Element], *, pictured: bool) -> bytes:
    """A page of these; with ``pictured`` each seal stands on it as a picture."""
    numbers, pictures, objects = count(_FIRST_OBJECT), count(_FIRST_PICTURE), []
    for element in elements:
        if isinstance(element, Panel):
            objects.append(_area(next(numbers), element))
        elif isinstance(element, Text):
            objects.append(_run(next(numbers), element))
        elif isinstance(element, Imprint) and pictured:
            objects.append(_image(next(numbers), next(pictures), element))
    return part("Page", f'<ofd:Content><ofd:Layer ID="10" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content>')


def boundary(imprint: Imprint) -> str:
    """Where a seal's picture lies on the page."""
    side = picture_side(imprint.seal)
    return f"{imprint.x - side / 2:.2f} {imprint.y - side / 2:.2f} {side:.2f} {side:.2f}"


def picture_side(seal: Seal) -> float:
    """Millimetres of a seal's picture with its margin."""
    return float(raster(seal, _SEAL_DPI).shape[0] * 25.4 / _SEAL_DPI)


def picture_of(seal: Seal) -> bytes:
    """The clean picture of a seal on a clear ground."""
    mask = (raster(seal, _SEAL_DPI) * 255).astype(np.uint8)
    picture = Image.new("RGBA", (mask.shape[1], mask.shape[0]), (*seal.colour, 0))
    picture.putalpha(Image.fromarray(mask))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


_FIRST_PICTURE = 5


def _area(number: int, panel: Panel) -> str:
    across, down = panel.right - panel.left, panel.bottom - panel.top
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{panel.left:.2f} {panel.top:.2f} {across:.2f} {down:.2f}" '
        f'Stroke="false" Fill="true"><ofd:FillColor Value="{_colour(panel.colour)}"/>'
        f"<ofd:AbbreviatedData>M 0 0 L {across:.2f} 0 L {across:.2f} {down:.2f} L 0 {down:.2f} C"
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _run(number: int, text: Text) -> str:
    size = text.size * POINT
    steps = " ".join(f"{width(sign, text.face, size) * text.stretch:.3f}" for sign in text.text[:-1])
    bold = ' Weight="700"' if text.weight else ""
    delta = f" DeltaX={quoteattr(steps)}" if steps else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{text.left:.2f} {text.top:.2f} {text.right - text.left:.2f} '
        f'{size * 1.15:.2f}" Font="{_FONTS[text.face][0]}" Size="{size:.3f}"{bold}>'
        f'<ofd:FillColor Value="{_colour(text.colour)}"/>'
        f'<ofd:TextCode X="0" Y="{0.88 * size:.3f}"{delta}>{escape(text.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _image(number: int, resource: int, imprint: Imprint) -> str:
    side = picture_side(imprint.seal)
    return (
        f'<ofd:ImageObject ID="{number}" Boundary="{boundary(imprint)}" ResourceID="{resource}" '
        f'CTM="{side:.2f} 0 0 {side:.2f} 0 0"/>'
    )


def _colour(colour: tuple[int, int, int]) -> str:
    return " ".join(str(value) for value in colour)


def _fonts() -> bytes:
    listed = "".join(
        f'<ofd:Font ID="{number}" FontName="{name}"><ofd:FontFile>font_{face.value}.ttf</ofd:FontFile></ofd:Font>'
        for face, (number, name) in _FONTS.items()
    )
    return part("Res", f"<ofd:Fonts>{listed}</ofd:Fonts>", ' BaseLoc="Res"')


def _embedded(elements: Sequence[Element]) -> dict[Face, bytes]:
    """Each typeface with the page's characters, and all digits: whoever changes a number finds them there."""
    texts = [one for one in elements if isinstance(one, Text)]
    return {
        face: outlined(face, "".join(sorted({*"0123456789. ", *(sign for one in texts for sign in one.text)})))
        for face in Face
    }


def _pictures(seals: Sequence[Seal]) -> dict[str, bytes]:
    listed = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image" Format="PNG"><ofd:MediaFile>seal_{number}.png</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for number, _ in enumerate(seals, _FIRST_PICTURE)
    )
    resources = part("Res", f"<ofd:MultiMedias>{listed}</ofd:MultiMedias>" if listed else "", ' BaseLoc="Res"')
    files = {f"Doc_0/Res/seal_{number}.png": picture_of(seal) for number, seal in enumerate(seals, _FIRST_PICTURE)}
    return {"Doc_0/DocumentRes.xml": resources, **files}
