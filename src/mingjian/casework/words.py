"""People say of a word that it is a code word, and for which known one it stands, or that it is none.

A code word counts against everybody who uses it. So two people have to find it one, each for themselves, and it is
refused where honest people use it too: where a dictionary has it, or where at least half of those whose complaints
hold it are people behind whom nothing points to an agency.
"""

from dataclasses import dataclass
from datetime import datetime

from mingjian.access.policy import Principal
from mingjian.casework.errors import RefusedError
from mingjian.casework.judgements import Judgement, Judgements
from mingjian.contract.vocabulary import JudgementKind
from mingjian.errors import InputError
from mingjian.standards.code_words import code_words
from mingjian.standards.folding import fold_text
from mingjian.store.serving import RunTables
from mingjian.wording.judged_words import WORD, in_dictionary

__all__ = ["WordUse", "accept_word", "reject_word", "word_use"]

_SHORTEST, _LONGEST = 2, 20
"""Characters of a word that may be judged: a single one stands in every text."""


@dataclass(frozen=True)
class WordUse:
    """Who uses a word, by the current run: what both people see before they judge it."""

    word: str
    in_dictionary: bool
    complaints: int
    customers: int
    """Whose complaints these are; one that matched nobody counts as a customer's own."""
    by_themselves: int
    """Of these, behind whom nothing points to an agency: see :data:`_USE`."""
    upheld: int
    """Of the complaints, those that were found right, wholly or in part."""
    adverts: int

    @property
    def honest(self) -> bool:
        """Whether at least half of those who use it are people behind whom nothing points to an agency."""
        return 0 < self.customers <= 2 * self.by_themselves


_USE = """
WITH used AS (
    SELECT complaint_id, coalesce(customer_id, complaint_id) AS who, outcome FROM complaints
    WHERE contains(lower(text), $word)
), pointed AS (
    SELECT coalesce(c.customer_id, c.complaint_id) AS who FROM representations AS r
        JOIN complaints AS c ON c.complaint_id = r.complaint_id
        WHERE r.relationship = 'company' OR r.fee_yuan > 0 OR r.representation_id IN (
            SELECT subject_id FROM requirements WHERE subject_type = 'representation' AND status = 'not_met'
            AND requirement <> 'authorisation_hand_signed')
    UNION SELECT customer_id FROM testimonies
    UNION SELECT entity_id FROM gang_members WHERE entity_type = 'customer'
    UNION SELECT coalesce(c.customer_id, c.complaint_id) FROM complaints AS c
        WHERE c.complaint_id IN (SELECT entity_id FROM gang_members WHERE entity_type = 'complaint')
        OR c.complaint_id IN (SELECT complaint_id FROM letters WHERE disguised_words > 0)
)
SELECT count(*) AS complaints, count(DISTINCT who) AS customers,
    count(DISTINCT who) FILTER (who NOT IN (SELECT who FROM pointed WHERE who IS NOT NULL)) AS by_themselves,
    count(*) FILTER (outcome IN ('upheld', 'partly_upheld')) AS upheld,
    (SELECT count(*) FROM solicitations WHERE contains(lower(text), $word)) AS adverts
FROM used
"""
"""What points to an agency: a company or somebody paid who acts, a requirement of the law that was not met, a report
of one's own, a gang, a known word in disguise (many write 停息挂账 as it is). What is not known points to nobody."""


def word_use(tables: RunTables, word: str) -> WordUse:
    """Who uses a word; InputError where it is too short or too long to be judged."""
    folded = _folded(word)
    (row,) = tables.query(_USE, {"word": folded})
    return WordUse(folded, in_dictionary(folded), **row)


def accept_word(
    judgements: Judgements, use: WordUse, standard: str, *, by: Principal, at: datetime, why: str
) -> Judgement:
    """One person finds it to stand for ``standard``, one of the known words; it counts once a second one does too.

    RefusedError where it is an ordinary word: honest people who use it would be held to it.
    """
    known = standard.strip()
    if known not in {entry.word for entry in code_words().words}:
        raise InputError("name the known word that it stands for")
    if use.word == known:
        raise InputError("this is a known word already")
    if use.in_dictionary:
        raise RefusedError("this is an ordinary word that a dictionary has: honest letters use it too")
    if use.honest:
        raise RefusedError(
            "half or more of those who use it are people behind whom nothing points to an agency: it is no code word"
        )
    return judgements.make(JudgementKind.CODE_WORD, (WORD, use.word), right=(WORD, known), by=by, at=at, reason=why)


def reject_word(judgements: Judgements, word: str, *, by: Principal, at: datetime, why: str) -> Judgement:
    """From the next run on ``word`` is neither looked for nor proposed; one person is enough."""
    return judgements.make(JudgementKind.NOT_CODE_WORD, (WORD, _folded(word)), by=by, at=at, reason=why)


def _folded(word: str) -> str:
    folded = fold_text(word).strip()
    if not _SHORTEST <= len(folded) <= _LONGEST:
        raise InputError(f"name a word of {_SHORTEST} to {_LONGEST} characters")
    return folded
