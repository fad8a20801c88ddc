"""The figures of a run, each with the number of cases that it rests on."""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One quality figure. ``value`` is None where it could not be measured, and ``note`` says why."""

    code: str
    value: float | None
    cases: int
    """How many complaints, customers, pairs or gangs it was measured on."""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """The figures of one part of the product."""

    name: str
    figures: tuple[Figure, ...]

    def __getitem__(self, code: str) -> Figure:
        """The figure of that code; KeyError where there is none."""
        for figure in self.figures:
            if figure.code == code:
                return figure
        raise KeyError(code)


@dataclass(frozen=True)
class ScoreCard:
    """Every quality figure of one run against one truth."""

    world: str
    seed: int
    sophistication: float
    customers: int
    sections: tuple[Section, ...]

    def __getitem__(self, name: str) -> Section:
        """The section of that name; KeyError where there is none."""
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)

    def to_json(self) -> str:
        """All figures as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    def to_text(self, *, width: int = 100) -> str:
        """All figures as a table."""
        table = Table(
            title=f"{self.world}, seed {self.seed}, sophistication {self.sophistication}, {self.customers:,} customers",
            box=box.SIMPLE,
        )
        for column in ("part", "figure"):
            table.add_column(column, no_wrap=True)
        for column in ("value", "cases"):
            table.add_column(column, justify="right")
        table.add_column("note", style="dim")
        for section in self.sections:
            for index, figure in enumerate(section.figures):
                table.add_row(
                    section.name if index == 0 else "",
                    figure.code,
                    "-" if figure.value is None else f"{figure.value:.3f}",
                    f"{figure.cases:,}",
                    figure.note,
                    end_section=index == len(section.figures) - 1,
                )
        console = Console(width=width, record=True, file=StringIO())
        console.print(table)
        return console.export_text()


def ratio(part: float, whole: float) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """F1; None where either is unknown."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean(values: Iterable[float]) -> float | None:
    """The mean of what there is; None of nothing."""
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else None


def unmeasured(name: str, codes: Iterable[str], note: str) -> Section:
    """A section whose figures could not be measured, and why."""
    return Section(name, tuple(Figure(code, None, 0, note) for code in codes))
