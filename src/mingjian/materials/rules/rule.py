"""The rules as data: what a document may not contradict, since when, and by which source."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from mingjian.contract.vocabulary import CheckOutcome, MaterialKind

__all__ = ["Rule", "rules"]


@dataclass(frozen=True)
class Rule:
    """One row of ``rules.yaml``."""

    code: str
    title: str
    source: str
    ground: str
    strongest: CheckOutcome
    weight: float
    """Natural log-odds for forgery."""
    kinds: frozenset[MaterialKind]
    """Empty where it is asked of all."""
    in_force_from: date | None = None
    in_force_until: date | None = None

    def holds(self, kind: MaterialKind, day: date | None) -> bool:
        """Whether it is to be asked of a document of that kind and day; of an unknown day, whenever it holds."""
        if self.kinds and kind not in self.kinds:
            return False
        if day is None:
            return True
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day <= self.in_force_until
        )


@cache
def rules() -> dict[str, Rule]:
    """All rules by their codes, in the order of the file."""
    text = files("mingjian.materials.rules").joinpath("rules.yaml").read_text("utf-8")
    return {row["code"]: _rule(row) for row in yaml.safe_load(text)}


def _rule(row: dict[str, object]) -> Rule:
    kinds, first, last = row.get("kinds", []), row.get("from"), row.get("until")
    if not isinstance(kinds, list):
        raise TypeError(f"rule {row['code']}: kinds must be a list")
    return Rule(
        code=str(row["code"]),
        title=str(row["title"]),
        source=str(row["source"]),
        ground=str(row["ground"]),
        strongest=CheckOutcome(str(row["strongest"])),
        weight=float(str(row["weight"])),
        kinds=frozenset(MaterialKind(kind) for kind in kinds),
        in_force_from=first if isinstance(first, date) else None,
        in_force_until=last if isinstance(last, date) else None,
    )
