"""SQL for expressions, compiled once for all that differ only in the tables that they read.

Over few rows, turning an expression into SQL takes longer than all else that is done with it. A run as of the same day
asks the same expressions of tables that were just written; so does every complaint that arrives at one run, and every
test. An expression is known again by what it is made of, with its passing tables numbered in the order in which they
are met; its SQL is kept with gaps where their names stand. Times are part of it: another day is compiled anew.
"""

import re
from collections.abc import Callable
from enum import Enum
from itertools import count
from typing import Any
from uuid import uuid4

import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.graph import Node

Compile = Callable[[ir.Expr], str]

MOST_NODES = 200_000
"""So many distinct parts of expressions are some hundred megabytes; a whole run has about a tenth."""

_PASSING = re.compile(r"[a-z]+_[0-9a-f]{32}")
_PLAIN = (str, int, type(None), Enum, type)


def passing_name(kind: str) -> str:
    """A name for a table that is gone when its engine closes. Whoever compiles knows it by its looks."""
    return f"{kind}_{uuid4().hex}"


class Compiled:
    """The SQL of expressions, kept for those of the same shape.

    Safe for threads: each step on the dictionaries is one of theirs, and a number is never given twice.
    """

    def __init__(self, most_nodes: int = MOST_NODES) -> None:
        self._most_nodes = most_nodes
        self._numbers: dict[object, int] = {}
        self._next = count()
        self._texts: dict[object, tuple[str, ...]] = {}

    def sql(self, expression: ir.Expr, compile_: Compile, *, dialect: str) -> str:
        """What ``compile_`` makes of the expression in this dialect, by an earlier one of the same shape if any."""
        if len(self._numbers) > self._most_nodes:
            self._numbers, self._texts = {}, {}
        shape, names = self._shape(expression.op())
        key = (dialect, type(expression), shape)
        pieces = self._texts.get(key)
        if pieces is None:
            text = compile_(expression)
            pieces = _with_gaps(text, names)
            if not any(_PASSING.search(piece) for piece in pieces[::2]):  # a name in another place than a table's
                self._texts[key] = pieces
            return text
        return "".join(names[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces))

    def _shape(self, root: Node) -> tuple[int, list[str]]:
        """A number that all expressions of the same shape share, and the passing tables in their order."""
        numbers, following = self._numbers, self._next
        met: dict[int, int] = {}
        names: dict[str, int] = {}
        references: dict[object, int] = {}

        def part(value: Any) -> object:
            if isinstance(value, Node):
                return met[id(value)]
            if isinstance(value, _PLAIN):
                return type(value), value  # 1, 1.0 and True are equal
            if isinstance(value, tuple):
                return tuple, tuple(map(part, value))
            if isinstance(value, dict):  # Ibis's frozen ones are ordered
                return dict, tuple((name, part(item)) for name, item in value.items())
            return (type(value), repr(value)) if _is_value(value) else value

        # Expressions nest deeper than functions may call each other.
        waiting: list[Node] = [root]
        while waiting:
            node = waiting[-1]
            if id(node) in met:
                waiting.pop()
                continue
            missing = [child for child in node.__children__ if id(child) not in met]
            if missing:
                waiting.extend(reversed(missing))
                continue
            waiting.pop()
            key: object
            if isinstance(node, ops.DatabaseTable):
                name = node.name
                known: object = names.setdefault(name, len(names)) if _PASSING.fullmatch(name) else name
                key = (type(node), type(known), known, node.schema, node.namespace)
            elif isinstance(node, ops.Reference):  # a counter of the process tells it from others
                identity = references.setdefault((type(node), node.identifier), len(references))
                key = (type(node), met[id(node.parent)], identity)
            else:
                key = (type(node), *map(part, node.__args__))
            number = numbers.get(key)
            met[id(node)] = numbers.setdefault(key, next(following)) if number is None else number
        return met[id(root)], list(names)


def _is_value(value: object) -> bool:
    """Whether two that are equal may be written differently: 0.0 and -0.0, 1.0 and 1.00, one instant in two zones."""
    return type(value).__module__ in ("builtins", "decimal", "datetime")


def _with_gaps(text: str, names: list[str]) -> tuple[str, ...]:
    """The text between the names, and between each two pieces the place of the name that stands there."""
    if not names:
        return (text,)
    pieces = re.split("(" + "|".join(names) + ")", text)
    return tuple(str(names.index(piece)) if place % 2 else piece for place, piece in enumerate(pieces))


COMPILED = Compiled()
"""What this process has compiled."""
