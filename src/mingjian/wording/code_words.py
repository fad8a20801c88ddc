"""Code words in a text, however they are disguised, each with its span in the text as it was written."""

import re
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from mingjian.standards.code_words import CodeWord, CodeWordKind, Disguises, code_words
from mingjian.standards.folding import Folded, fold, fold_text


@dataclass(frozen=True)
class CodeWordHit:
    """A code word as written (``word``), what it stands for (``standard``) and where it is."""

    word: str
    standard: str
    kind: CodeWordKind
    start: int
    end: int


_MARKS = r"[.*·_|/~+^\ufe0f-]{0,2}"
"""Marks that are put between characters to break a word. Not spaces: text read from an image is full of them."""
_LATIN = re.compile("[a-z0-9-]")


def find_code_words(text: str, folded: Folded | None = None) -> list[CodeWordHit]:
    """The code words of a text in order. Ordinary words in their ordinary writing are none."""
    folded = folded or fold(text)
    hits: list[CodeWordHit] = []
    for entry, patterns in _patterns():
        for match in (match for pattern in patterns for match in pattern.finditer(folded.text)):
            start, end = folded.original_span(*match.span())
            written = match.group()
            # Traditional or full-width characters alone are a way of writing, not a disguise; hidden ones are.
            if entry.kind is CodeWordKind.EVASION and written == entry.word and end - start == len(entry.word):
                continue
            # 分歧 and 预期 sound like 分期 and 逾期, and are words of their own.
            if written != entry.word and written in PHRASES_DICT and written not in entry.spellings:
                continue
            if not _cut_from_longer(folded.text, *match.span()):
                hits.append(CodeWordHit(text[start:end], entry.word, entry.kind, start, end))
    return _longest(hits)


def _cut_from_longer(text: str, start: int, end: int) -> bool:
    """Whether letters at either end of a match go on outside it, as in a model number or an English word."""
    return (_LATIN.match(text[start]) is not None and _LATIN.match(text[start - 1 : start]) is not None) or (
        _LATIN.match(text[end - 1]) is not None and _LATIN.match(text[end : end + 1]) is not None
    )


def _longest(hits: list[CodeWordHit]) -> list[CodeWordHit]:
    """The hits without those inside a longer one."""
    kept: list[CodeWordHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.standard)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


@cache
def _patterns() -> tuple[tuple[CodeWord, tuple[re.Pattern[str], ...]], ...]:
    known = code_words()
    return tuple((entry, tuple(map(re.compile, _wordings(entry, known.disguises)))) for entry in known.words)


def _wordings(entry: CodeWord, disguises: Disguises) -> list[str]:
    # Apart, and each beginning with literals: the expression engine then skips to their first characters.
    wordings = [re.escape(fold_text(spelling)) for spelling in (*entry.spellings, entry.word)]
    if entry.kind is CodeWordKind.PROMISE:
        return wordings
    forms = [_forms(character, disguises) for character in entry.word]
    # One character at least is written as it is: otherwise anything that sounds alike would be meant.
    anchored = [
        _MARKS.join(
            re.escape(character) if place == anchor else form
            for place, (character, form) in enumerate(zip(entry.word, forms, strict=True))
        )
        for anchor in range(len(entry.word))
    ]
    return [*wordings, *anchored]


def _forms(character: str, disguises: Disguises) -> str:
    sound = lazy_pinyin(character)[0]
    emoji = [sign for sign, word in disguises.emoji.items() if word == character]
    alike = sorted(_same_sound().get(sound, frozenset()) - disguises.common - {character})
    forms = [character, *alike, *disguises.parts.get(character, ()), *emoji, sound, sound[0]]
    return f"(?:{'|'.join(map(re.escape, forms))})"


@cache
def _same_sound() -> dict[str, frozenset[str]]:
    """The characters of GB 2312 by their sound without tone."""
    by_sound: dict[str, set[str]] = {}
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                character = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            by_sound.setdefault(lazy_pinyin(character, style=Style.NORMAL)[0], set()).add(character)
    return {sound: frozenset(characters) for sound, characters in by_sound.items()}
