"""The rows of ``labels.yaml``: what documents write before a value."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from mingjian.contract.vocabulary import MaterialKind


class Form(StrEnum):
    """What a labelled value looks like, and so how it is taken and normalised."""

    NAME = "name"
    SEX = "sex"
    AGE = "age"
    IDENTITY = "identity"
    CREDIT_CODE = "credit_code"
    TELEPHONE = "telephone"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"
    ORGANISATION = "organisation"
    SUM = "sum"


@dataclass(frozen=True)
class Row:
    """One field and its labels."""

    field: str
    form: Form
    labels: tuple[str, ...]
    kinds: frozenset[MaterialKind]
    """Of documents that it is looked for in; none means all."""
    anywhere: bool
    whole: bool
    """Whether it is another label where a longer word ends in it."""


@dataclass(frozen=True)
class Labelled:
    """A label in a line, and the characters that belong to it: from ``start``, its value up to ``end``."""

    row: Row
    start: int
    value_start: int
    end: int
    apart: bool
    """Whether a sign or a blank parts the label from its value."""


_REST_OF_LABEL = re.compile(r"[一-鿿]{1,4} *:")

_PART_OF_A_WORD = re.compile(r"[一-鿿]$")


@cache
def rows() -> tuple[Row, ...]:
    """Everything in ``labels.yaml``."""
    data = yaml.safe_load(files("mingjian.reading.fields").joinpath("labels.yaml").read_text("utf-8"))
    return tuple(
        Row(
            row["field"],
            Form(row["form"]),
            tuple(owner + label for owner in row.get("owners", ("",)) for label in row["labels"]),
            frozenset(MaterialKind(kind) for kind in row.get("kinds", ())),
            bool(row.get("anywhere", False)),
            bool(row.get("whole", False)),
        )
        for row in data
    )


def labelled(text: str, kind: MaterialKind) -> tuple[Labelled, ...]:
    """The labels in a text that was folded to half width; each value ends where the next label begins."""
    found: list[tuple[int, int, Row]] = []
    plain: set[int] = set()
    for match in _pattern(kind).finditer(text):
        row = _row_of_group(kind)[(match.lastgroup or "").split("_")[0]]
        before = text[: match.start()].rstrip(" ")
        begins = not before or text[match.start() - 1] == " " or before[-1] in ",;。、()|:/"
        if row.whole and _PART_OF_A_WORD.search(before) and not begins:
            continue
        if ":" in match[0] or begins or row.anywhere:
            if match[0][-1:] not in (":", " ") and match.end() < len(text):
                if row.form is Form.TEXT:
                    continue  # 诊断证明: without a sign between there is no telling where the label ends
                plain.add(match.start())
            found.append((match.start(), match.end(), row))
    ends = _ends(found, text)
    # 医生意见: is another label than 医生.
    found = [
        one
        for one, end in zip(found, ends, strict=True)
        if one[0] not in plain or (longer := _REST_OF_LABEL.match(text, one[1])) is None or longer.end() > end
    ]
    ends = _ends(found, text)
    return tuple(
        Labelled(row, start, value_start, end, apart=start not in plain)
        for (start, value_start, row), end in zip(found, ends, strict=True)
    )


def _ends(found: list[tuple[int, int, Row]], text: str) -> list[int]:
    """Where the value behind each label ends: at the next label."""
    return [*(start for start, _, _ in found[1:]), len(text)] if found else []


@cache
def _row_of_group(kind: MaterialKind) -> dict[str, Row]:
    return {f"row{index}": row for index, row in enumerate(rows()) if not row.kinds or kind in row.kinds}


@cache
def _pattern(kind: MaterialKind) -> re.Pattern[str]:
    alternatives = [(label, group) for group, row in _row_of_group(kind).items() for label in row.labels]
    # The longest label first: 证件号码 is not 号码, nor is 开具日期 a 日期.
    alternatives.sort(key=lambda one: -len(one[0]))
    parts: list[str] = []
    for number, (label, group) in enumerate(alternatives):
        spaced = r" *".join(re.escape(sign) for sign in label.replace(" ", ""))
        part = rf"(?<![A-Za-z]){spaced}(?![A-Za-z])" if label.isascii() else spaced
        parts.append(f"(?P<{group}_{number}>{part})")
    joined = "|".join(parts)
    # Hundreds of alternatives, each tried at each sign, cost milliseconds a line; most signs begin none of them.
    first = re.escape("".join(sorted({label[0] for label, _ in alternatives})))
    return re.compile(rf"(?=[{first}])(?:{joined})(?: *\([^)]{{0,8}}\))? *(?::|(?=[^:]|$)) *", re.IGNORECASE)
