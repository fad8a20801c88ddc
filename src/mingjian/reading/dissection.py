"""A file taken apart in the sandbox, the answer believed only as far as its form goes."""

import types
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args, get_origin, get_type_hints

from mingjian.reading.anatomy import Anatomy
from mingjian.reading.dissectors import VERSION as VERSION
from mingjian.reading.files import sandbox
from mingjian.reading.record import FileKind, Problem

__all__ = ["VERSION", "dissect"]


@lru_cache(maxsize=4)
def dissect(data: bytes) -> Anatomy:
    """What the file is made of; whatever goes wrong comes back as its ``problem``. Several examiners ask in turn."""
    answer, problem = sandbox().dissect(data)
    if problem is not None:
        return Anatomy(FileKind.UNKNOWN, problem=problem)
    try:
        anatomy = _rebuilt(Anatomy, answer)
    except (ValueError, KeyError, TypeError):
        return Anatomy(FileKind.UNKNOWN, problem=Problem.CRASHED)
    if not isinstance(anatomy, Anatomy):
        return Anatomy(FileKind.UNKNOWN, problem=Problem.CRASHED)
    return anatomy


def _rebuilt(wanted: Any, value: Any) -> Any:
    """The value as the type that is wanted; a hostile file may have written anything at all."""
    origin = get_origin(wanted)
    if origin is types.UnionType:
        return None if value is None else _rebuilt(get_args(wanted)[0], value)
    if origin is tuple:
        inner = get_args(wanted)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_rebuilt(inner[0], one) for one in value)
        return tuple(_rebuilt(kind, one) for kind, one in zip(inner, value, strict=True))
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        return wanted(**{field.name: _rebuilt(hints[field.name], value[field.name]) for field in fields(wanted)})
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(value)
    if wanted is str:
        return str(value).encode("utf-8", "replace").decode("utf-8")
    if wanted in (int, float, bool):
        return wanted(value)
    raise TypeError(f"no field of an anatomy is a {wanted}")
