"""Habits of programs and devices as data: what their files always show, and where that is known from."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["Habit", "habit_of", "habits"]

_CHANGED = re.compile(r"modified (?:using|by)|AppendMode|;", re.IGNORECASE)
"""A second program says that it changed the file, as platforms that sign and stamp do (ISO 32000-1, 14.3.3)."""


@dataclass(frozen=True)
class Habit:
    """One row of ``habits.yaml``."""

    program: str
    producer: re.Pattern[str]
    source: str
    tags: re.Pattern[str] | None
    """What marks its subsets of fonts; None where nothing is known of these."""
    pictures: bool
    """Whether every page that it writes is a picture."""


@cache
def habits() -> tuple[Habit, ...]:
    """All habits in the order of the file."""
    text = files("mingjian.materials").joinpath("habits.yaml").read_text("utf-8")
    return tuple(
        Habit(
            str(row["program"]),
            re.compile(str(row["producer"])),
            str(row["source"]),
            re.compile(str(row["tags"])) if "tags" in row else None,
            bool(row.get("pictures", False)),
        )
        for row in yaml.safe_load(text)
    )


def habit_of(producer: str) -> Habit | None:
    """The habit of the program that says of itself that it wrote a file, and alone; None where none is known."""
    if _CHANGED.search(producer):
        return None
    return next((habit for habit in habits() if habit.producer.search(producer)), None)
