"""What people judged of words that context proposed as code words: accepted ones are looked for, no others proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from mingjian.contract.judging import OF_WORDS, SaidOfWord, words_that_stand
from mingjian.contract.vocabulary import JudgementKind
from mingjian.standards.code_words import code_words
from mingjian.standards.folding import fold_text

if TYPE_CHECKING:  # pages name what was judged without an engine
    import ibis.expr.types as ir

__all__ = ["NONE_JUDGED", "WORD", "JudgedWords", "in_dictionary", "judged_words"]

WORD = "word"
"""The type by which judgements name a word."""


@dataclass(frozen=True)
class JudgedWords:
    """Accepted words with the known word that each stands for, and those that are none; in their folded writing."""

    accepted: tuple[tuple[str, str], ...] = ()
    rejected: frozenset[str] = frozenset()

    @classmethod
    def of(cls, judgements: Iterable[Mapping[str, Any]]) -> "JudgedWords":
        """What stands of each word (:func:`~mingjian.contract.judging.words_that_stand`).

        Looked for is none that stands for no known word, and none that every dictionary has: honest letters use it.
        """
        stands = words_that_stand(
            SaidOfWord(
                JudgementKind(row["kind"]), fold_text(row["left_id"]), row["right_id"] or "", row["decided_by"] or ""
            )
            for row in sorted(judgements, key=itemgetter("decided_at", "judgement_id"))
            if row["kind"] in OF_WORDS and row["left_type"] == WORD
        )
        known = {entry.word for entry in code_words().words}
        accepted = (
            (word, one.standard)
            for word, one in stands.items()
            if one.standard in known and word.strip() and not in_dictionary(word)
        )
        return cls(
            tuple(sorted((word, standard) for word, standard in accepted if standard)),
            frozenset(word for word, one in stands.items() if one.standard is None),
        )


def in_dictionary(word: str) -> bool:
    """Whether an ordinary dictionary (jieba's) has a word of several characters, in its folded writing."""
    import rjieba  # a dictionary of some 350,000 words, which pages do without

    return len(word) > 1 and bool(rjieba.has_word(word))


NONE_JUDGED = JudgedWords()
"""Nobody has judged a word."""


def judged_words(judgements: "ir.Table") -> JudgedWords:
    """From the table ``judgements`` of a run."""
    rows = judgements.filter(judgements.kind.isin(sorted(kind.value for kind in OF_WORDS)))
    return JudgedWords.of(rows.to_pyarrow().to_pylist())
