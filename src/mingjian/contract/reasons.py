"""Sentences that explain: reasons, merits and findings, each with a code and its wording in two languages."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from mingjian.contract.figures import fill

Value: TypeAlias = str | int | float | bool | None


class Language(StrEnum):
    """The languages of screens and reports."""

    ZH = "zh"
    EN = "en"


class SentenceKind(StrEnum):
    """What a sentence speaks for: what is assessed, the consumer, or a single check."""

    REASON = "reason"
    MERIT = "merit"
    FINDING = "finding"


@dataclass(frozen=True)
class Sentence:
    """A code and its wording; ``{name}`` stands for the value of that name, said as :mod:`mingjian.contract.figures` says.

    Both languages take the same values; one that has to be worded itself comes as ``name_zh`` and ``name_en``.
    """

    code: str
    kind: SentenceKind
    zh: str
    en: str

    def render(self, values: Mapping[str, Value], language: Language = Language.ZH) -> str:
        """The sentence with its values filled in; KeyError names a value that is missing."""
        han = language is Language.ZH
        return fill(self.zh if han else self.en, values, han=han)


@dataclass(frozen=True)
class Reason:
    """One reason or merit of an assessment.

    ``weight`` is in the unit of the assessment's score (log-odds for probabilities): without this reason the
    score would be lower by it. ``evidence`` names the rows or files that the sentence rests on.
    """

    code: str
    weight: float
    values: Mapping[str, Value] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()

    def render(self, language: Language = Language.ZH) -> str:
        """The sentence of this reason."""
        return sentence(self.code).render(self.values, language)


def sentence(code: str) -> Sentence:
    """The sentence of a code; KeyError where no such code is known."""
    from mingjian.contract.sentences import SENTENCES

    return SENTENCES[code]


def to_json(reasons: Iterable[Reason]) -> str:
    """The contract's JSON array of reasons, strongest first."""
    ordered = sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.code, reason.evidence))
    return json.dumps(
        [
            {
                "code": reason.code,
                "values": dict(reason.values),
                "weight": round(reason.weight, 6),
                "evidence": list(reason.evidence),
                "text": reason.render(),
            }
            for reason in ordered
        ],
        ensure_ascii=False,
    )


def from_json(text: str | None) -> tuple[Reason, ...]:
    """Reads what :func:`to_json` wrote."""
    rows: list[dict[str, Any]] = json.loads(text) if text else []
    return tuple(
        Reason(row["code"], weight=row["weight"], values=row["values"], evidence=tuple(row["evidence"])) for row in rows
    )
