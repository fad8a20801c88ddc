"""The kinds of clause that ``clauses.yaml`` describes, as patterns over folded text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import yaml

from mingjian.errors import InputError

Groups: TypeAlias = tuple[re.Pattern[str], ...]
"""One pattern a group; every group must occur."""


@dataclass(frozen=True)
class ClauseKind:
    """One kind of clause: the ways in which it is said, and what in the same provision shows that it is not meant."""

    name: str
    ways: tuple[Groups, ...]
    within: int
    """Characters from the first group's beginning to the last one's end."""
    unless: re.Pattern[str] | None


@cache
def clause_kinds() -> tuple[ClauseKind, ...]:
    """Every kind, in the order of the file."""
    data = _rows()
    return tuple(_kind(row, data["concepts"]) for row in data["clauses"])


@cache
def protection() -> re.Pattern[str]:
    """What shows that a provision warns a client, or binds those who may not ask: it is of no kind at all."""
    data = _rows()
    return _group(data["protects"], data["concepts"])


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = yaml.safe_load(
        files("mingjian.agencies.agreements").joinpath("clauses.yaml").read_text("utf-8")
    )
    return rows


def _kind(row: Mapping[str, Any], concepts: Mapping[str, str]) -> ClauseKind:
    return ClauseKind(
        name=row["kind"],
        ways=tuple(tuple(_group(group, concepts) for group in way) for way in row["ways"]),
        within=row["within"],
        unless=_group(row["unless"], concepts) if row["unless"] else None,
    )


def _group(entries: str, concepts: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern out of a list with blanks; a concept's own list takes the place of its name."""

    def written(match: re.Match[str]) -> str:
        if match[1] not in concepts:
            raise InputError(f"clauses.yaml names the concept {match[1]}, which it does not describe")
        return f"(?:{'|'.join(concepts[match[1]].split())})"

    return re.compile("|".join(f"(?:{re.sub(r'@([a-z_]+)', written, entry)})" for entry in entries.split()))
