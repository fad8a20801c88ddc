"""A masked field and how one asks to see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form

from mingjian.access.policy import Principal, Right, fields

Reason = Annotated[str, Form(min_length=4, max_length=400)]
"""Why somebody wants to see a field: words, not a tick."""


@dataclass(frozen=True)
class MaskedField:
    """A field by its name in the contract, with its value and how that looks masked."""

    name: str
    value: str
    masked: str


def shown_to(principal: Principal, table: str) -> frozenset[str]:
    """The fields of a table that somebody may ask to see."""
    return fields(principal, Right.UNMASK, table)


def masked_fields(*found: tuple[str, str | None, Callable[[str | None], str]]) -> tuple[MaskedField, ...]:
    """The fields that hold something."""
    return tuple(MaskedField(name, value, mask(value)) for name, value, mask in found if value)
