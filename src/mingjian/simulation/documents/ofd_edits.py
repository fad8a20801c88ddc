"""What forgers do to an office's OFD: cover a fact, change digits, save a new version, move a seal or paste one."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mingjian.simulation.documents.fonts import Face, width
from mingjian.simulation.documents.ofd import (
    PAGE,
    Package,
    content,
    description,
    document_part,
    package_of,
    part,
)
from mingjian.simulation.documents.ofd_sealing import SIGNS, Sealer, sealed
from mingjian.simulation.documents.paper import POINT, Element, Panel, Paper, Text

EDITORS = (("数科阅读器 专业版", "5.0.24"), ("福昕版式办公套件", "8.7.1"))
_OFFICE_SUITES = (("WPS 文字", "12.1.0"), ("Foxit OFD Creator", "8.2.0"))
"""What a paper is typed in; offices' systems make theirs by the second, too."""
_NEWER = "Doc_0/Versions/V2/"


class Tactic(StrEnum):
    """How a genuine OFD is changed."""

    COVERED = "covered"
    """A white area over a fact, and another one on top."""
    DIGITS = "digits"
    """Digits taken out of a number and others put in, in the editor's font."""
    VERSION = "version"
    """The page written anew as a later version."""
    MOVED_SEAL = "moved_seal"
    """Another page under the signature of the genuine one."""
    PASTED_SEAL = "pasted_seal"
    """The signature thrown away, the fact covered, the seal put on as a picture."""


@dataclass(frozen=True)
class Original:
    """The genuine paper of which the file is."""

    paper: Paper
    number: str
    made: datetime
    writer: tuple[str, str]
    by: Sealer | None
    """Who sealed it, if anybody did."""


def genuine_ofd(original: Original) -> Package:
    """As its issuer sends it."""
    is_sealed = original.by is not None
    package = package_of(
        original.paper, original.made, number=original.number, writer=original.writer, sealed=is_sealed
    )
    return package if original.by is None else sealed(package, original.paper, original.by, original.made)


def edited_ofd(
    original: Original, wanted: Paper, changes: Sequence[tuple[Text, Text]], later: datetime, throw: random.Random
) -> bytes:
    """The genuine file with other facts, by one of the tactics that it allows."""
    tactics = [Tactic.COVERED, Tactic.VERSION]
    if any(_digits_alone(old, new) for old, new in changes):
        tactics.append(Tactic.DIGITS)
    if original.by is not None:
        tactics += [Tactic.MOVED_SEAL, Tactic.PASTED_SEAL]
    return changed_by(throw.choice(tactics), original, wanted, changes, later, throw)


def changed_by(
    tactic: Tactic,
    original: Original,
    wanted: Paper,
    changes: Sequence[tuple[Text, Text]],
    later: datetime,
    throw: random.Random,
) -> bytes:
    """The same by that tactic."""
    genuine = genuine_ofd(original)
    is_sealed = original.by is not None and tactic is not Tactic.PASTED_SEAL
    # All characters that may be needed stand in the embedded fonts, as those of an editor do.
    every = replace(original.paper, elements=(*original.paper.elements, *(new for _, new in changes)))
    fonts = package_of(every, later, number=original.number, writer=original.writer, sealed=is_sealed).parts
    package = Package({**genuine.parts, **{name: data for name, data in fonts.items() if "/Res/" in name}}, later)
    head = description(
        original.made,
        number=original.number,
        writer=original.writer if tactic is Tactic.VERSION else throw.choice(EDITORS),
        sealed=is_sealed,
        changed=later,
        root=f"{_NEWER}Document.xml" if tactic is Tactic.VERSION else "Doc_0/Document.xml",
        versions="Doc_0/Versions.xml" if tactic is Tactic.VERSION else "",
    )
    elements = original.paper.elements
    if tactic is Tactic.VERSION:
        parts = _as_version(original.paper, content(wanted.elements, pictured=not is_sealed))
    elif tactic is Tactic.MOVED_SEAL:
        parts = {PAGE: content(wanted.elements, pictured=False)}
    elif tactic is Tactic.DIGITS:
        parts = {PAGE: content(_with_digits(elements, changes), pictured=not is_sealed)}
    else:
        parts = {PAGE: content((*elements, *_covers(original.paper, changes)), pictured=not is_sealed)}
    package = package.with_parts({"OFD.xml": head, **parts})
    if tactic is Tactic.PASTED_SEAL:
        kept = {name: data for name, data in package.parts.items() if not name.startswith(SIGNS)}
        package = Package({**kept, **{name: fonts[name] for name in ("Doc_0/DocumentRes.xml",)}}, later)
    return package.to_bytes()


def typed_ofd(paper: Paper, at: datetime, number: str, throw: random.Random) -> bytes:
    """A made-up paper as an office suite saves it, the picture of a seal on it."""
    writer = throw.choice(_OFFICE_SUITES)
    return package_of(paper, at, number=number, writer=writer, sealed=False).to_bytes()


def _digits_alone(old: Text, new: Text) -> bool:
    """Whether the two differ in digits that stand at the same places."""
    pairs = list(zip(old.text, new.text, strict=False))
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return len(old.text) == len(new.text) and all(one.isdigit() and other.isdigit() for one, other in differing)


def _covers(paper: Paper, changes: Sequence[tuple[Text, Text]]) -> Iterator[Panel | Text]:
    for old, new in changes:
        edge = old.size * POINT * 0.1
        right = max(old.right, new.right) + edge
        yield Panel(old.left - edge, old.top - edge, right, old.bottom, paper.ground)
        yield replace(new, left=old.left, top=old.top, face=_other(new.face))


def _with_digits(elements: Sequence[Element], changes: Sequence[tuple[Text, Text]]) -> Iterator[Element]:
    """Where digits alone differ they stand in the other typeface; whatever else differs is written anew in its own."""
    wanted = {id(old): new for old, new in changes}
    for element in elements:
        new = wanted.get(id(element))
        if new is None or not isinstance(element, Text):
            yield element
        elif _digits_alone(element, new):
            yield from _patched(element, new)
        else:
            yield replace(new, left=element.left, top=element.top)


def _patched(old: Text, new: Text) -> Iterator[Text]:
    """Pieces that stayed and pieces that were put in, each where it was."""
    place = 0
    while place < len(old.text):
        stays = old.text[place] == new.text[place]
        end = place
        while end < len(old.text) and (old.text[end] == new.text[end]) is stays:
            end += 1
        left = old.left + width(old.text[:place], old.face, old.size * POINT) * old.stretch
        face = old.face if stays else _other(old.face)
        yield replace(old, left=left, text=new.text[place:end], face=face)
        place = end


def _other(face: Face) -> Face:
    return Face.SANS if face is Face.SERIF else Face.SERIF


def _as_version(paper: Paper, page: bytes) -> dict[str, bytes]:
    """The page as written anew, and where the version before it stands (chapter 19 of the standard)."""
    listed = "".join(
        f'<ofd:Version ID="V{number}" Index="{number}" Current="{str(number == 2).lower()}" '
        f'BaseLoc="/Doc_0/Versions/V{number}/DocVersion.xml"/>'
        for number in (1, 2)
    )
    roots = {1: "/Doc_0/Document.xml", 2: f"/{_NEWER}Document.xml"}
    described = {
        f"Doc_0/Versions/V{number}/DocVersion.xml": part(
            "DocVersion", f"<ofd:DocRoot>{root}</ofd:DocRoot>", f' ID="V{number}" Version="{number}.0"'
        )
        for number, root in roots.items()
    }
    return {
        "Doc_0/Versions.xml": part("Versions", listed),
        **described,
        f"{_NEWER}Document.xml": document_part(paper, "Pages/Page_0/Content.xml"),
        f"{_NEWER}Pages/Page_0/Content.xml": page,
    }
