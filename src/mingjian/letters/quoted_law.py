"""Law that letters quote, and whether it applies: rules are rows of ``quoted_law.yaml``, each dated and sourced."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from mingjian.contract.vocabulary import ProductKind
from mingjian.standards.folding import Folded


class LawReason(StrEnum):
    """Why a quoted law applies, does not, or is not known to."""

    IN_FORCE = "in_force"
    OTHER_PRODUCT = "other_product"
    PRODUCT_UNKNOWN = "product_unknown"
    REPLACED_BEFORE_LOAN = "replaced_before_loan"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    DATE_UNKNOWN = "date_unknown"
    LICENSED_LENDER = "licensed_lender"
    LENDER_UNKNOWN = "lender_unknown"


class Binds(StrEnum):
    """What must fall into the time in which a rule is in force."""

    LOAN = "loan"
    CONDUCT = "conduct"


@dataclass(frozen=True)
class Law:
    """A rule of law as letters quote it. ``product_kinds`` empty: about every product."""

    law: str
    zh: str
    en: str
    wording: re.Pattern[str]
    source: str
    in_force_from: date
    in_force_until: date | None = None
    product_kinds: frozenset[ProductKind] = frozenset()
    unlicensed_lenders_only: bool = False
    binds: Binds = Binds.LOAN
    telling: bool = False
    """Whether agencies' templates quote it where it does not apply, and others seldom do."""


@dataclass(frozen=True)
class LoanFacts:
    """What the lender's records say of a complainant's loans; unknown where None."""

    product_kinds: frozenset[ProductKind] | None = None
    disbursed_from: date | None = None
    disbursed_to: date | None = None


@dataclass(frozen=True)
class QuotedLaw:
    """A rule that a text quotes, where, and whether it applies (None: unknown)."""

    law: str
    start: int
    end: int
    applies: bool | None
    why: LawReason
    telling: bool = False
    """Whether it does not apply, and that tells something of who wrote it."""


@cache
def laws() -> tuple[Law, ...]:
    """The rules that are known."""
    rows = yaml.safe_load(files("mingjian.letters").joinpath("quoted_law.yaml").read_text("utf-8"))
    return tuple(
        Law(
            law=row["law"],
            zh=row["zh"],
            en=row["en"],
            wording=re.compile("|".join(f"(?:{wording})" for wording in row["wording"])),
            source=row["source"],
            in_force_from=row["in_force_from"],
            in_force_until=row.get("in_force_until"),
            product_kinds=frozenset(ProductKind(kind) for kind in row.get("product_kinds", ())),
            unlicensed_lenders_only=row.get("lender") == "unlicensed",
            binds=Binds(row.get("binds", Binds.LOAN)),
            telling=row.get("telling", False),
        )
        for row in rows
    )


def find_laws(
    text: Folded, loans: LoanFacts, *, received_on: date | None, licensed_lender: bool | None
) -> list[QuotedLaw]:
    """The law that a text quotes, in order, and whether it applies to the complainant's loans."""
    quoted = []
    for law in laws():
        for match in law.wording.finditer(text.text):
            applies, why = applicability(law, loans, received_on=received_on, licensed_lender=licensed_lender)
            span = _with_title(text.text, *match.span())
            telling = law.telling and applies is False
            quoted.append(QuotedLaw(law.law, *text.original_span(*span), applies, why, telling))
    return sorted(quoted, key=lambda law: (law.start, law.end, law.law))


def _with_title(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, widened to the whole 《title》 where it begins or ends inside one: a mark never cuts a law's name."""
    opened = text.rfind("《", 0, start)
    if opened >= 0 and "》" not in text[opened:start]:
        start = opened
    closed = text.find("》", end)
    if closed >= 0 and text.rfind("《", start, end) > text.rfind("》", start, end):
        end = closed + 1
    return start, end


def applicability(
    law: Law, loans: LoanFacts, *, received_on: date | None, licensed_lender: bool | None
) -> tuple[bool | None, LawReason]:
    """Whether a rule applies. What is certain to exclude it comes before what is unknown."""
    unknown: LawReason | None = None
    if law.product_kinds:
        if not loans.product_kinds:
            unknown = LawReason.PRODUCT_UNKNOWN
        elif not loans.product_kinds & law.product_kinds:
            # "other" may hide the very product that the rule is about.
            if ProductKind.OTHER not in loans.product_kinds:
                return False, LawReason.OTHER_PRODUCT
            unknown = LawReason.PRODUCT_UNKNOWN
    if law.unlicensed_lenders_only:
        if licensed_lender:
            return False, LawReason.LICENSED_LENDER
        if licensed_lender is None:
            unknown = unknown or LawReason.LENDER_UNKNOWN
    in_force = _in_force(law, loans, received_on)
    if in_force is not LawReason.IN_FORCE and in_force is not LawReason.DATE_UNKNOWN:
        return False, in_force
    if unknown or in_force is LawReason.DATE_UNKNOWN:
        return None, unknown or in_force
    return True, LawReason.IN_FORCE


def _in_force(law: Law, loans: LoanFacts, received_on: date | None) -> LawReason:
    first, last = (loans.disbursed_from, loans.disbursed_to) if law.binds is Binds.LOAN else (received_on, received_on)
    if law.binds is Binds.LOAN and law.in_force_until is None:
        # A rule still in force may reach loans made before it; whether it does is for a lawyer.
        return LawReason.IN_FORCE
    if first is None or last is None:
        return LawReason.DATE_UNKNOWN
    if law.in_force_until is not None and first > law.in_force_until:
        return LawReason.REPLACED_BEFORE_LOAN
    if last < law.in_force_from:
        return LawReason.NOT_YET_IN_FORCE
    return LawReason.IN_FORCE
