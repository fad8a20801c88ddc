"""Dated rules as expressions: which value held on the day in a column."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import ibis
import ibis.expr.types as ir

from mingjian.standards.limits import Rule

_Rule = TypeVar("_Rule", bound=Rule)


def value_on(
    day: ir.DateValue,
    rules: Sequence[_Rule],
    value: Callable[[_Rule], float | int | None],
    *,
    type: str,  # noqa: A002 -- Ibis' own word
) -> ir.NumericValue:
    """``value`` of the rule that holds on ``day``; null where none does, the earliest rule first where several do."""
    branches = []
    for rule in rules:
        number = value(rule)
        holds = day >= ibis.date(rule.since)
        if rule.until is not None:
            holds = holds & (day < ibis.date(rule.until))
        branches.append((holds, ibis.null(type) if number is None else ibis.literal(number, type=type)))
    if not branches:
        return ibis.null(type)
    return ibis.cases(*branches, else_=ibis.null(type))
