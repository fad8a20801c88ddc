"""Values of the contract in the report's words."""

from enum import StrEnum

from mingjian.contract.labels import VALUES

UNKNOWN = "不详"


def word(vocabulary: type[StrEnum], value: str | None, *, unknown: str = UNKNOWN) -> str:
    """A value in Chinese; itself where a newer delivery brings one without a word."""
    if not value:
        return unknown
    label = VALUES[vocabulary].get(value)
    return label["zh"] if label else value
