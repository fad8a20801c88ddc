"""One submitted file as every examiner sees it, and what an examiner may say of it.

An examiner knows neither the customer nor any other file, so the same file always gives the same answer and is
examined once. What depends on whose it is, on registers or on other files is a check over tables
(:mod:`mingjian.materials.checks`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.reading.page import Line, Region
from mingjian.reading.rendering import Rendering

__all__ = ["Examination", "Observation", "Place", "Specimen", "Trait", "TraitKind"]


@dataclass(frozen=True)
class Specimen:
    """A file, its drawn pages and all text on them.

    ``data`` may be hostile: whatever takes its structure apart does so in the sandbox.
    """

    sha256: str
    data: bytes
    rendering: Rendering
    lines: tuple[Line, ...]
    """Text that stands in the file, recognised text where the file carries none."""
    left: tuple[int, ...] = ()
    """Numbers of the pages of a long file that are not examined: neither in ``rendering`` nor in ``lines``."""


@dataclass(frozen=True)
class Place:
    """Where something was seen; the whole page where ``region`` is None."""

    page: int
    region: Region | None = None
    dots_per_inch: float | None = None

    def to_json(self) -> str:
        """As ``findings.place`` of the contract."""
        content: dict[str, object] = {"page": self.page}
        if self.region is not None:
            content["region"] = [self.region.left, self.region.top, self.region.right, self.region.bottom]
        if self.dots_per_inch is not None:
            content["dpi"] = self.dots_per_inch
        return json.dumps(content)


@dataclass(frozen=True)
class Observation:
    """One check's answer about one file; it becomes a finding of every material that is this file."""

    check: str
    outcome: CheckOutcome
    score: float | None = None
    """Strength of suspicion in [0, 1]; None where the check gives none."""
    place: Place | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    """Other materials on which it rests; an examiner knows of none."""


class TraitKind(StrEnum):
    """By what a file, or a part of it, can be recognised again in others."""

    PAGE = "page"
    SEAL = "seal"
    SQUARE_SEAL = "square_seal"
    NAME_SEAL = "name_seal"
    """A square one that reads as a person's."""
    SIGNATURE = "signature"
    HANDWRITING = "handwriting"
    PORTRAIT = "portrait"
    FRAMED_PORTRAIT = "framed_portrait"
    SERIAL_NUMBER = "serial_number"


@dataclass(frozen=True)
class Trait:
    """A fingerprint of a part of the file; what ``content`` means belongs to its kind."""

    kind: TraitKind
    place: Place
    content: bytes
    text: str = ""
    """What it reads as, such as the name on a seal."""


@dataclass(frozen=True)
class Examination:
    """Everything that one examiner has to say of a file."""

    observations: tuple[Observation, ...] = ()
    traits: tuple[Trait, ...] = ()
