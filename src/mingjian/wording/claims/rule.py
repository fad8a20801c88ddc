"""What a rule of a claim type says, and how it is put to a text."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from mingjian.contract.vocabulary import Claim, Demand
from mingjian.wording import values
from mingjian.wording.claims.second_reader import Signal
from mingjian.wording.clauses import Clauses, Stance
from mingjian.wording.spans import Spans


class Asserted(StrEnum):
    """What figures a claim of this type may carry."""

    COUNT = "count"
    OF_A_DAY = "of_a_day"
    OVER_DAYS = "over_days"
    DATE = "date"
    CLOCK = "clock"
    RATE = "rate"
    SUM_YUAN = "sum_yuan"
    PERSON = "person"


REACH = 48
"""Characters within which notions must meet: about three clauses."""
ADJOINING = 12
"""Characters between two mentions that are one: the end of a clause and a date."""


@dataclass(frozen=True)
class ClaimMention:
    """A claim that a text makes, with its span in the folded text and what it asserts in figures.

    ``certain`` where a rule hears it and the second reader has next to no doubt.
    """

    claim: Claim
    start: int
    end: int
    values: dict[str, str | int | float] = field(default_factory=dict)
    certain: bool = False


@dataclass(frozen=True)
class ClaimRule:
    """One claim type: the wordings that make it, those that only look like it, and the figures to read.

    Patterns are regular expressions over folded text (lower case, half width, simplified characters). English ones
    begin with a word boundary, and are put only to texts that have Latin letters.
    """

    claim: Claim
    wordings: tuple[str, ...]
    together: tuple[tuple[str, ...], ...] = ()
    """Notions that make the claim where all of them stand near each other in one sentence, in whichever order: people
    say one thing in many ways, of which its notions stay the same."""
    unless: tuple[str, ...] = ()
    """Wordings of the clause that mean something else, such as the customer's own calls to the lender."""
    sentence_unless: tuple[str, ...] = ()
    """Wordings anywhere in the sentence that make of it another claim."""
    asserts: tuple[Asserted, ...] = ()
    stances: frozenset[Stance] = frozenset({Stance.ASSERTED})
    """Stances that count as making the claim. Threats count when reported: the collector's words are the claim."""
    also_demanded: Demand | None = None
    """What is asked for also by those who do not make the claim: a record that is right is unwelcome all the same."""

    @cached_property
    def _wordings(self) -> tuple[tuple[re.Pattern[str], bool], ...]:
        # Apart, not joined by |: a pattern that begins with words has their first characters to skip to.
        return tuple((re.compile(wording), wording.startswith(r"\b")) for wording in self.wordings)

    @cached_property
    def _together(self) -> tuple[tuple[re.Pattern[str], ...], ...]:
        return tuple(tuple(map(re.compile, notions)) for notions in self.together)

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return _any_of(self.unless)

    @cached_property
    def _sentence_unless(self) -> re.Pattern[str] | None:
        return _any_of(self.sentence_unless)

    def read(self, clauses: Clauses, *, received_on: date | None) -> tuple[list[ClaimMention], list[Signal]]:
        """Every place where the text makes this claim by its wordings or notions, and what to tell the second reader.

        The second reader also learns where the rule doubts what reads like the claim.
        """
        made: list[ClaimMention] = []
        signals = []
        reached = -1
        for start, end in sorted(self._foreseen(clauses), key=lambda span: (span[0], -span[1])):
            if start < reached:
                continue
            doubt = self.doubt(clauses, start, end)
            if doubt is None:
                reached = end
                values = self.values(clauses, start, end, received_on=received_on)
                made.append(ClaimMention(self.claim, start, end, values))
            signals.append(Signal(self.claim, start, end, doubt))
        return _joined(clauses, made), signals

    def _foreseen(self, clauses: Clauses) -> list[tuple[int, int]]:
        """Where its wordings stand, and where its notions meet."""
        spans = [
            match.span()
            for wording, english in self._wordings
            if clauses.has_letters or not english
            for match in wording.finditer(clauses.text)
        ]
        # A wording says more exactly where the claim stands than the notions that it is made of.
        worded = Spans(spans)
        return spans + [
            meeting
            for notions in self._together
            for meeting in _meetings(clauses, notions)
            if not worded.meet(*meeting)
        ]

    def doubt(self, clauses: Clauses, start: int, end: int) -> str | None:
        """Why the writer may not make this claim there, or None where he makes it himself."""
        clause_start, clause_end = clauses.clause(start)
        if self._unless and self._unless.search(clauses.text, clause_start, max(clause_end, end)):
            return "unless"
        if self._sentence_unless and self._sentence_unless.search(clauses.sentence_text(start)):
            return "sentence_unless"
        stance = clauses.stance(start, end)
        # "Do not call 28 times a day again" presupposes what it asks to end; "do not call often" need not.
        if stance is Stance.REQUESTED and Asserted.COUNT in self.values(clauses, start, end, received_on=None):
            return None
        return None if stance in self.stances else stance.value

    def values(
        self, clauses: Clauses, start: int, end: int, *, received_on: date | None
    ) -> dict[str, str | int | float]:
        """What a claim that stands there asserts in figures."""
        clause_start, clause_end = clauses.clause(start)
        # A wording that begins with 元 begins within its sum.
        whole = clause_start + len(clauses.text[clause_start:start].rstrip("0123456789.,"))
        onwards = clauses.text[whole : max(clause_end, end)]
        clause = clauses.text[clause_start : max(clause_end, end)]
        sentence = clauses.sentence_text(start)
        # The nearest figures win. How often and to whom is said in the clause itself; a day or an hour often before
        # it; and of several rates in a sentence the highest is the one complained of, the other the limit. Whether a
        # number is of one day, or of how many, the whole sentence tells.
        found: dict[str, str | int | float] = {}
        for asserted in self.asserts:
            match asserted:
                case Asserted.COUNT | Asserted.PERSON:
                    scopes: tuple[str, ...] = (onwards, clause)
                case Asserted.RATE | Asserted.OF_A_DAY | Asserted.OVER_DAYS:
                    scopes = (sentence,)
                case _:
                    scopes = (onwards, clause, sentence)
            for scope in scopes:
                value = _read(asserted, scope, received_on)
                if value:
                    found.update(value)
                    break
        return found


def _any_of(wordings: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{wording})" for wording in wordings)) if wordings else None


def _meetings(clauses: Clauses, notions: tuple[re.Pattern[str], ...]) -> list[tuple[int, int]]:
    """Where all notions meet in one sentence: around each place of the first, the nearest of the others."""
    places = []
    for notion in notions:
        spans = [match.span() for match in notion.finditer(clauses.text)]
        if not spans:
            return []
        places.append(spans)
    found = []
    for first in places[0]:
        sentence = clauses.sentence(first[0])
        start, end = first
        for others in places[1:]:
            # In order, and none of them empty: a text of a hundred pages may have thousands.
            near = others[bisect_left(others, (sentence.start,)) : bisect_left(others, (sentence.end,))]
            if not near:
                break
            nearest = min(near, key=lambda other: max(other[0] - first[1], first[0] - other[1]))
            start, end = min(start, nearest[0]), max(end, nearest[1])
        else:
            if end - start <= REACH:
                found.append((start, end))
    return found


def _joined(clauses: Clauses, mentions: list[ClaimMention]) -> list[ClaimMention]:
    """The mentions, those of adjoining clauses as one: "they call all the time, on 2 August 29 times" is one claim."""
    joined: list[ClaimMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last is not None
            and clauses.sentence(last.start) == clauses.sentence(mention.start)
            and mention.start - last.end <= ADJOINING
            and all(last.values.get(name, value) == value for name, value in mention.values.items())
        ):
            joined[-1] = ClaimMention(mention.claim, last.start, mention.end, last.values | mention.values)
        else:
            joined.append(mention)
    return joined


def _read(asserted: Asserted, scope: str, received_on: date | None) -> dict[str, str | int | float]:
    if asserted is Asserted.PERSON:
        someone = values.person(scope)
        return {"person": someone.name, "counterparty": someone.counterparty.value} if someone else {}
    value: str | int | float | None
    match asserted:
        case Asserted.COUNT:
            value = values.count(scope)
        case Asserted.OF_A_DAY:
            value = 1 if values.of_a_day(scope) else None
        case Asserted.OVER_DAYS:
            value = values.over_days(scope)
        case Asserted.DATE:
            day = values.day(scope, received_on=received_on)
            value = day.isoformat() if day else None
        case Asserted.CLOCK:
            value = values.clock(scope)
        case Asserted.RATE:
            value = values.rate(scope)
        case Asserted.SUM_YUAN:
            value = values.sum_yuan(scope)
    return {} if value is None else {asserted.value: value}
