"""A person says of a word that it is a code word, and for which known one it stands, or that it is none."""

from datetime import datetime

from mingjian.access.policy import Principal
from mingjian.casework.judgements import Judgement, Judgements
from mingjian.contract.vocabulary import JudgementKind
from mingjian.errors import InputError
from mingjian.standards.code_words import code_words
from mingjian.standards.folding import fold_text
from mingjian.wording.judged_words import WORD

__all__ = ["accept_word", "reject_word"]

_SHORTEST, _LONGEST = 2, 20
"""Characters of a word that may be judged: a single one stands in every text."""


def accept_word(
    judgements: Judgements, word: str, standard: str, *, by: Principal, at: datetime, why: str
) -> Judgement:
    """From the next run on ``word`` is looked for and stands for ``standard``, one of the known words."""
    folded, known = _folded(word), standard.strip()
    if known not in {entry.word for entry in code_words().words}:
        raise InputError("name the known word that it stands for")
    if folded == known:
        raise InputError("this is a known word already")
    return judgements.make(JudgementKind.CODE_WORD, (WORD, folded), right=(WORD, known), by=by, at=at, reason=why)


def reject_word(judgements: Judgements, word: str, *, by: Principal, at: datetime, why: str) -> Judgement:
    """From the next run on ``word`` is neither looked for nor proposed."""
    return judgements.make(JudgementKind.NOT_CODE_WORD, (WORD, _folded(word)), by=by, at=at, reason=why)


def _folded(word: str) -> str:
    folded = fold_text(word).strip()
    if not _SHORTEST <= len(folded) <= _LONGEST:
        raise InputError(f"name a word of {_SHORTEST} to {_LONGEST} characters")
    return folded
