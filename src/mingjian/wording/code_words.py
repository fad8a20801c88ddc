"""Code words in a text, however they are disguised, each with its span in the text as it was written."""

import re
from dataclasses import dataclass
from functools import cache

from mingjian.standards.code_words import CodeWordKind, code_words
from mingjian.standards.folding import Folded, fold, fold_text


@dataclass(frozen=True)
class CodeWordHit:
    """A code word as written (``word``), what it stands for (``standard``) and where it is."""

    word: str
    standard: str
    kind: CodeWordKind
    start: int
    end: int


def find_code_words(text: str | Folded, original: str | None = None) -> list[CodeWordHit]:
    """The code words of a text in order. Ordinary words in their ordinary writing are none."""
    folded = text if isinstance(text, Folded) else fold(text)
    source = original if original is not None else str(text)
    pattern, meanings = _known()
    hits = []
    for match in pattern.finditer(folded.text):
        start, end = folded.original_span(*match.span())
        standard, kind = meanings[match.group()]
        hits.append(CodeWordHit(source[start:end], standard, kind, start, end))
    return hits


@cache
def _known() -> tuple[re.Pattern[str], dict[str, tuple[str, CodeWordKind]]]:
    meanings: dict[str, tuple[str, CodeWordKind]] = {}
    for entry in code_words():
        own = () if entry.kind is CodeWordKind.EVASION else (entry.word,)
        for spelling in (*own, *entry.spellings):
            if fold_text(spelling) != entry.word or entry.kind is not CodeWordKind.EVASION:
                meanings[fold_text(spelling)] = (entry.word, entry.kind)
    ordered = sorted(meanings, key=lambda spelling: (-len(spelling), spelling))
    return re.compile("|".join(_bounded(spelling) for spelling in ordered)), meanings


def _bounded(spelling: str) -> str:
    escaped = re.escape(spelling)
    if spelling.isascii() and spelling.isalpha():
        return f"(?<![a-z]){escaped}(?![a-z])"
    return escaped
