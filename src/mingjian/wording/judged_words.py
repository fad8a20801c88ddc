"""What people judged of words that context proposed as code words: accepted ones are looked for, no others proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from mingjian.contract.judging import OF_WORDS
from mingjian.contract.vocabulary import JudgementKind
from mingjian.standards.code_words import code_words
from mingjian.standards.folding import fold_text

if TYPE_CHECKING:  # pages name what was judged without an engine
    import ibis.expr.types as ir

__all__ = ["NONE_JUDGED", "WORD", "JudgedWords", "judged_words"]

WORD = "word"
"""The type by which judgements name a word."""


@dataclass(frozen=True)
class JudgedWords:
    """Accepted words with the known word that each stands for, and those that are none; in their folded writing."""

    accepted: tuple[tuple[str, str], ...] = ()
    rejected: frozenset[str] = frozenset()

    @classmethod
    def of(cls, judgements: Iterable[Mapping[str, Any]]) -> "JudgedWords":
        """What stands: the latest judgement of each word. One that stands for no known word is not looked for."""
        latest = {
            fold_text(row["left_id"]): row
            for row in sorted(judgements, key=itemgetter("decided_at", "judgement_id"))
            if row["kind"] in OF_WORDS and row["left_type"] == WORD
        }
        known = {entry.word for entry in code_words().words}
        accepted = {
            word: row["right_id"]
            for word, row in latest.items()
            if row["kind"] == JudgementKind.CODE_WORD and row["right_id"] in known and word.strip()
        }
        rejected = {word for word, row in latest.items() if row["kind"] == JudgementKind.NOT_CODE_WORD}
        return cls(tuple(sorted(accepted.items())), frozenset(rejected))


NONE_JUDGED = JudgedWords()
"""Nobody has judged a word."""


def judged_words(judgements: "ir.Table") -> JudgedWords:
    """From the table ``judgements`` of a run."""
    rows = judgements.filter(judgements.kind.isin(sorted(kind.value for kind in OF_WORDS)))
    return JudgedWords.of(rows.to_pyarrow().to_pylist())
