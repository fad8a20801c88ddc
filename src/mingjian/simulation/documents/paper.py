"""A document before it is on paper: what stands where, in millimetres from the upper left corner.

A paper knows neither pixels nor files, so the same one is printed and photographed, exported as a PDF or as an OFD.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents.fonts import Face, width
from mingjian.simulation.documents.seal import Seal, name_seal

Colour: TypeAlias = tuple[int, int, int]
BLACK: Colour = (25, 25, 28)
POINT = 25.4 / 72
"""Millimetres."""
_SET_BY_HEADS = 0.4
"""Share of employers whose papers bear the seal of their head, too."""
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙"
_GIVEN = "明华建国伟强丽敏军洋波超辉平刚"


@dataclass(frozen=True)
class Text:
    """A run of characters on one line; ``top`` is the upper edge of a full character."""

    left: float
    top: float
    size: float
    """Points."""
    text: str
    face: Face = Face.SANS
    weight: float = 0.0
    """Thickness added to each stroke, as a share of the size."""
    stretch: float = 1.0
    """Width of a character as a share of its own."""
    colour: Colour = BLACK
    field: str = ""
    """The fact that it states; empty for what is printed on the blank."""
    by_hand: bool = False

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + width(self.text, self.face, self.size * POINT) * self.stretch

    @property
    def bottom(self) -> float:
        """The lower edge of a full character."""
        return self.top + self.size * POINT * 1.15


@dataclass(frozen=True)
class Panel:
    """A filled rectangle: a rule, a card's ground, a bubble of a chat."""

    left: float
    top: float
    right: float
    bottom: float
    colour: Colour = BLACK
    radius: float = 0.0


@dataclass(frozen=True)
class Portrait:
    """A small photo of a person, drawn from a number."""

    left: float
    top: float
    right: float
    bottom: float
    who: int


@dataclass(frozen=True)
class Imprint:
    """A seal set on the paper, turned by so many degrees."""

    x: float
    y: float
    seal: Seal
    turn: float = 0.0


Element: TypeAlias = Text | Panel | Portrait | Imprint


@dataclass(frozen=True)
class Paper:
    """One page."""

    kind: MaterialKind
    width: float
    height: float
    elements: tuple[Element, ...]
    ground: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Slot:
    """A fact within a sentence."""

    field: str
    value: str


@dataclass
class Composer:
    """Sets type on a page of a given style from the top down."""

    kind: MaterialKind
    width: float = 210.0
    height: float = 297.0
    margin: float = 26.0
    face: Face = Face.SANS
    size: float = 12.0
    leading: float = 1.7
    stretch: float = 1.0
    ground: Colour = (255, 255, 255)
    top: float = 24.0
    elements: list[Element] = field(default_factory=list)

    def paper(self) -> Paper:
        """What has been set."""
        return Paper(self.kind, self.width, self.height, tuple(self.elements), self.ground)

    def text(
        self,
        left: float,
        top: float,
        text: str,
        *,
        size: float | None = None,
        face: Face | None = None,
        weight: float = 0.0,
        colour: Colour = BLACK,
        name: str = "",
        by_hand: bool = False,
    ) -> Text:
        """One run at a place; the cursor stays."""
        run = Text(
            left,
            top,
            size or self.size,
            text,
            face or self.face,
            weight,
            self.stretch,
            colour,
            name,
            by_hand,
        )
        if text:
            self.elements.append(run)
        return run

    def line_height(self, size: float | None = None) -> float:
        """From one line to the next, in millimetres."""
        return (size or self.size) * POINT * self.leading

    def centre(self, text: str, *, size: float, weight: float = 0.02, face: Face | None = None, name: str = "") -> None:
        """A heading."""
        across = width(text, face or self.face, size * POINT) * self.stretch
        self.text((self.width - across) / 2, self.top, text, size=size, weight=weight, face=face, name=name)
        self.top += self.line_height(size)

    def skip(self, millimetres: float) -> None:
        """Leaves space."""
        self.top += millimetres

    def row(self, *cells: tuple[float, str, str, str]) -> None:
        """One line of labelled facts: (left, label, field, value) each."""
        for left, label, name, value in cells:
            run = self.text(left, self.top, label)
            self.text(run.right + 0.8, self.top, value, name=name)
        self.top += self.line_height()

    def paragraph(self, *pieces: str | Slot, indent: bool = True, by_hand: bool = False) -> None:
        """Running text, broken where the line is full; a fact may stand on two lines."""
        unit = self.size * POINT
        left = self.margin + (2 * unit * self.stretch if indent else 0.0)
        end = self.width - self.margin
        for piece in pieces:
            name, text = (piece.field, piece.value) if isinstance(piece, Slot) else ("", piece)
            start, run = left, ""
            for sign in text:
                across = width(sign, self.face, unit) * self.stretch
                if left + across > end and sign not in "，。；：、）":
                    self.text(start, self.top, run, name=name, by_hand=by_hand)
                    self.top += self.line_height()
                    left = start = self.margin
                    run = ""
                run += sign
                left += across
            self.text(start, self.top, run, name=name, by_hand=by_hand)
        self.top += self.line_height()

    def grid(self, columns: Sequence[float], rows: Sequence[Sequence[tuple[str, str]]], *, height: float) -> None:
        """A ruled table; each cell is (field, text). ``columns`` are the edges from the left."""
        thin = 0.25
        first = self.top
        for cells in rows:
            for left, (name, text) in zip(columns, cells, strict=False):
                self.text(left + 1.6, self.top + (height - self.size * POINT * 1.15) / 2, text, name=name)
            self.elements.append(Panel(columns[0], self.top, columns[-1], self.top + thin))
            self.top += height
        self.elements.append(Panel(columns[0], self.top, columns[-1], self.top + thin))
        for edge in columns:
            self.elements.append(Panel(edge, first, edge + thin, self.top + thin))

    def rule(self, *, weight: float = 0.3, colour: Colour = BLACK) -> None:
        """A line from margin to margin."""
        self.elements.append(Panel(self.margin, self.top, self.width - self.margin, self.top + weight, colour))
        self.top += 2 + weight

    def signed(self, issuer: str, day: str, seal: Seal | None, *, turn: float = 0.0, drift: float = 0.0) -> None:
        """Issuer and day at the foot on the right, the seal over both."""
        across = max(width(text, self.face, self.size * POINT) * self.stretch for text in (issuer, day))
        left = max(self.margin, self.width - self.margin - across - 8)
        self.text(left, self.top, issuer, name="issuer")
        self.text(left + 4, self.top + self.line_height(), day, name="issued_on")
        if seal is not None:
            self.elements.append(
                Imprint(left + across * 0.5 + drift, self.top + self.line_height() * 0.9 + drift / 2, seal, turn)
            )
        self.top += 2 * self.line_height()

    def headed(self, seal: Seal, blank: random.Random, throw: random.Random) -> None:
        """The square seal of the firm's head left of the firm's own, at those firms that set it there."""
        if blank.random() < _SET_BY_HEADS:
            person = blank.choice(_SURNAMES) + blank.choice(_GIVEN) + blank.choice(("", *_GIVEN))
            own = name_seal(f"{seal.seal_id}/head", person, blank)
            left = self.margin + throw.uniform(22, 34)
            self.elements.append(Imprint(left, self.top - throw.uniform(4, 10), own, throw.gauss(0, 3)))
