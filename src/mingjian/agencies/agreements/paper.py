"""An agreement alone, without any run: a file or a text that somebody holds in hand, and what its clauses ask."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from mingjian.agencies.agreements.reading import read_agreement
from mingjian.contract.reasons import Language, sentence
from mingjian.errors import InputError
from mingjian.reading.files import sandbox
from mingjian.reading.lines import lines_of
from mingjian.reading.record import FileKind, Problem
from mingjian.reading.rendering import render

__all__ = ["LONGEST", "Agreement", "Passage", "UnreadableAgreementError", "read_paper", "read_words"]

LONGEST = 1_000_000
"""Characters of a text; what stands behind them is not read, and that is said."""
_CHINESE = 0.2
"""From this share of Chinese characters on a text is taken for Chinese."""
_TO_DO = {
    Problem.EMPTY: "it is empty: save or photograph it again",
    Problem.TOO_LARGE: "it is larger than what is read: hand in a few of its pages at a time",
    Problem.TOO_MANY_PIXELS: "the picture is larger than what is read: scan it with 300 dots per inch or less",
    Problem.TOO_MANY_PAGES: "it has more pages than are read: hand in a few of them at a time",
    Problem.ENCRYPTED: "a password protects it: save a copy without one",
    Problem.UNSUPPORTED: "it is no text, picture, PDF or OFD: save it as PDF, or photograph its pages",
}
_BROKEN = "it is damaged or cannot be decoded: save it as PDF anew, or photograph its pages"
_BLANK = "no text could be made out: photograph it straight, near and in good light, or type what it says"


class UnreadableAgreementError(InputError):
    """Nothing of a file could be read; the message says what to do."""

    code = "unreadable_agreement"


@dataclass(frozen=True)
class Passage:
    """A clause where it stands: ``words`` is ``text[start:end]``; ``line`` counts from 1 on its page."""

    kind: str
    words: str
    start: int
    end: int
    page: int
    line: int

    def why(self, language: Language) -> str:
        """Why such a clause is dangerous."""
        return sentence(f"clause_{self.kind}").render({}, language)


@dataclass(frozen=True)
class Agreement:
    """A text with its clauses in order; ``remarks`` are codes of sentences that say what the answer is worth."""

    text: str
    passages: tuple[Passage, ...]
    remarks: tuple[str, ...]

    def said(self, language: Language) -> tuple[str, ...]:
        """The remarks in words: what the clauses do not mean, what was not read, or that none was found."""
        return tuple(sentence(code).render({}, language) for code in self.remarks)

    def as_json(self, language: Language) -> dict[str, Any]:
        """Everything but the text; places are characters of it."""
        return {
            "clauses": [
                {
                    "kind": one.kind,
                    "words": one.words,
                    "page": one.page,
                    "line": one.line,
                    "start": one.start,
                    "end": one.end,
                    "why": one.why(language),
                }
                for one in self.passages
            ],
            "remarks": list(self.said(language)),
        }


def read_paper(data: bytes) -> Agreement:
    """Reads a text (UTF-8 or GB18030), picture, PDF or OFD in the sandbox, with the limits of the reading room.

    Raises :class:`UnreadableAgreementError` where nothing can be read. A picture costs seconds a page.
    """
    content = sandbox().read(data)
    if content.kind is FileKind.TEXT and content.problem is None:
        return read_words(content.text or "", cut=len(content.text or "") >= sandbox().limits.characters)
    drawn = render(data)
    lines = [line for line in lines_of(drawn) if line.text.strip()]
    if not lines:
        problem = drawn.problem or content.problem
        raise UnreadableAgreementError(_BLANK if problem is None else _TO_DO.get(problem, _BROKEN))
    return _agreement(
        [line.text for line in lines],
        [line.page for line in lines],
        cut=drawn.problem is not None or (content.pages or 0) > len(drawn.pages),
        recognised=any(line.confidence < 1 for line in lines),
    )


def read_words(text: str, *, cut: bool = False) -> Agreement:
    """Reads a text, all on page 1; ``cut`` says that more of it was there. Raises as :func:`read_paper` does."""
    lines = [line.rstrip() for line in text[:LONGEST].splitlines()]
    if not any(lines):
        raise UnreadableAgreementError(_TO_DO[Problem.EMPTY])
    return _agreement(lines, [1] * len(lines), cut=cut or len(text) > LONGEST, recognised=False)


def _agreement(lines: Sequence[str], pages: Sequence[int], *, cut: bool, recognised: bool) -> Agreement:
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    passages = []
    for clause in read_agreement(text):
        row = bisect_right(starts, clause.start) - 1
        line = row - pages.index(pages[row]) + 1
        passages.append(
            Passage(clause.kind, text[clause.start : clause.end], clause.start, clause.end, pages[row], line)
        )
    holds = {
        "agreement_clauses_are_wording": bool(passages),
        "agreement_without_known_clause": not passages,
        "agreement_read_from_picture": recognised,
        "agreement_read_in_part": cut,
        "agreement_hardly_chinese": not _is_chinese(text),
    }
    return Agreement(text, tuple(passages), tuple(code for code, true in holds.items() if true))


def _is_chinese(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum("\u3400" <= letter <= "\u9fff" for letter in letters) >= _CHINESE * len(letters)
