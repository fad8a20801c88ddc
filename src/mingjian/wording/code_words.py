"""Code words in a text, however they are disguised, each with its span in the text as it was written."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from mingjian.standards.code_words import CodeWord, CodeWordKind, code_words
from mingjian.standards.folding import Folded, fold, fold_text
from mingjian.wording.disguises import explained, forms, gb2312, sound

__all__ = ["CodeWordHit", "find_code_words"]


@dataclass(frozen=True)
class CodeWordHit:
    """A code word as written (``word``), what it stands for (``standard``) and where it is."""

    word: str
    standard: str
    kind: CodeWordKind
    start: int
    end: int
    disguised: bool
    """Written so that a filter does not see it. What an agency sells is found in plain writing too, and whoever read
    an advert writes 停息挂账: only a disguise says something of who wrote it."""

    @property
    def everyday(self) -> bool:
        """Whether it is an ordinary word as everybody writes it who once met a platform's filter or mistyped it.

        zx, yq, wd and dai款 are borrowers' slang by now, and an input method offers 争信 for 征信. Nobody comes by
        chance to 彳正信, 催👋, 征*信, or to a disguised name of what agencies sell (反cui收).
        """
        written = fold_text(self.word)
        if self.kind is not CodeWordKind.EVASION or not self.word.isalpha():
            return False
        return re.search("[a-z]", written) is not None or len(written) == len(self.standard)


@dataclass(frozen=True)
class _Match:
    """A stretch of the folded text that reads as a word; ``loud`` where nobody writes it so by accident.

    ``plain``: written as anybody writes it.
    """

    entry: CodeWord
    start: int
    end: int
    loud: bool
    plain: bool = False


_MARKS = frozenset(".*·_|/~+^-")
"""Marks that are put between characters to break a word. Not spaces: text read from an image is full of them."""
_MOST_MARKS = 2
_LATIN = re.compile("[a-z0-9-]")
_TOPIC = re.compile(
    r"债|贷|催|逾期|征信|还款|欠|协商|银行|分期|信用|上岸|减免|挂账|停息|利息|本金|起诉|网贷|花呗|借呗|维权|修复|洗白|还不起|老哥|口子"
)
"""What such texts are about. Letters alone are a word only in a sentence about it, and sounds alone only near it."""
_NEAR = 12
_LETTERS = re.compile("[a-z]+")
_SENTENCE_END = re.compile(r"[。!?;\n]")


def find_code_words(
    text: str, folded: Folded | None = None, accepted: tuple[tuple[str, str], ...] = ()
) -> list[CodeWordHit]:
    """The code words of a text in order. Ordinary words in their ordinary writing are none.

    ``accepted`` are words that a person found to be such, each with the known word that it stands for.
    """
    folded = folded or fold(text)
    hits: list[CodeWordHit] = []
    for match in (*_as_spelt(folded.text, accepted), *_disguised(folded.text), *_sounding(folded.text)):
        start, end = folded.original_span(match.start, match.end)
        # Traditional or full-width characters alone are a way of writing, not a disguise; hidden ones are.
        disguised = not match.plain or end - start > match.end - match.start
        if match.entry.kind is CodeWordKind.EVASION and not disguised:
            continue
        if _cut_from_longer(folded.text, match.start, match.end):
            continue
        # 分歧 and 预期 sound like 分期 and 逾期, and are words of their own.
        if not match.loud and explained(folded.text, match.start, match.end):
            continue
        hits.append(CodeWordHit(text[start:end], match.entry.word, match.entry.kind, start, end, disguised))
    return _longest(hits)


def _as_spelt(text: str, accepted: tuple[tuple[str, str], ...]) -> Iterator[_Match]:
    """Words in plain writing, and in the spellings that the list gives or people accepted."""
    for entry, pattern in _plain():
        for match in pattern.finditer(text):
            yield _Match(entry, *match.span(), loud=True, plain=True)
    for entry, pattern in _spellings():
        for match in pattern.finditer(text):
            if not _ambiguous(text, *match.span()):
                yield _Match(entry, *match.span(), loud=True)
    for entry, pattern in _accepted(accepted):
        for match in pattern.finditer(text):
            yield _Match(entry, *match.span(), loud=True)


def _disguised(text: str) -> Iterator[_Match]:
    """Words of which at least one character is written as it is, and another as something that stands for it."""
    for anchor in _any_anchor().finditer(text):
        place = anchor.start()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        for word in _anchors()[anchor.group()]:
            if before not in word.may_precede or after not in word.may_follow:
                continue
            if text.startswith(word.entry.word, max(place - word.index, 0)):
                continue
            left = _read(text, place, word.entry.word[: word.index][::-1], step=-1)
            right = _read(text, place + 1, word.entry.word[word.index + 1 :], step=1)
            if left is not None and right is not None:
                yield _Match(word.entry, left[0], right[0], loud=left[1] and right[1])


def _read(text: str, place: int, characters: str, *, step: int) -> tuple[int, bool] | None:
    """Where the characters end that are read from ``place`` on (or backwards), and whether no quiet form is among them.

    None where they do not stand there.
    """
    loud = True
    for character in characters:
        found = None
        for marks in range(_MOST_MARKS + 1):
            at = place + step * marks
            between = text[place:at] if step > 0 else text[max(at, 0) : place]
            if len(between) != marks or not set(between) <= _MARKS:
                break
            found = _form(text, at, character, step)
            if found is not None:
                break
        if found is None:
            return None
        place, quiet = found
        loud &= not quiet
    return place, loud


def _form(text: str, place: int, character: str, step: int) -> tuple[int, bool] | None:
    known = forms(character)
    for length in known.lengths:
        start, end = (place, place + length) if step > 0 else (place - length, place)
        if start < 0 or end > len(text):
            continue
        written = text[start:end]
        if written == character or written in known.loud or written in known.quiet:
            return (end if step > 0 else start), written in known.quiet
    return None


def _sounding(text: str) -> Iterator[_Match]:
    """Words of which no character is left: sounds in letters or in other characters, near the topic."""
    for match in _lettered().finditer(text):
        if _near_the_topic(text, *match.span()):
            yield _Match(_by_letters()[match.group()], *match.span(), loud=True)
    heard = _heard(text)
    for entry, sounds in _spoken():
        start = heard.find(sounds)
        while start >= 0:
            end = start + len(sounds)
            if not set(text[start:end]) & set(entry.word) and _near_the_topic(text, start, end):
                yield _Match(entry, start, end, loud=False)
            start = heard.find(sounds, start + 1)


def _near_the_topic(text: str, start: int, end: int) -> bool:
    around = text[max(start - _NEAR, 0) : start] + "\n" + text[end : end + _NEAR]
    return _TOPIC.search(around) is not None


def _ambiguous(text: str, start: int, end: int) -> bool:
    """Whether a stretch is letters alone, as a name or a model has, in a sentence about something else."""
    if _LETTERS.fullmatch(text, start, end) is None:
        return False
    before, after = _SENTENCE_END.split(text[:start])[-1], _SENTENCE_END.split(text[end:], maxsplit=1)[0]
    return _TOPIC.search(before + "\n" + after) is None


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
def _plain() -> tuple[tuple[CodeWord, re.Pattern[str]], ...]:
    return tuple((entry, _any_of((*entry.names, entry.word))) for entry in code_words().words)


@cache
def _spellings() -> tuple[tuple[CodeWord, re.Pattern[str]], ...]:
    return tuple((entry, _any_of(entry.spellings)) for entry in code_words().words if entry.spellings)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(fold_text(word)) for word in words))


@lru_cache(maxsize=4)
def _accepted(accepted: tuple[tuple[str, str], ...]) -> tuple[tuple[CodeWord, re.Pattern[str]], ...]:
    entries = {entry.word: entry for entry in code_words().words}
    return tuple((entries[standard], re.compile(re.escape(fold_text(word)))) for word, standard in accepted)


@dataclass(frozen=True)
class _Anchor:
    """A character of a word that is written as it is, and what may stand beside it; nothing else is looked at."""

    entry: CodeWord
    index: int
    may_precede: Container[str]
    may_follow: Container[str]


class _Anything:
    def __contains__(self, _character: object) -> bool:
        return True


@cache
def _anchors() -> Mapping[str, tuple[_Anchor, ...]]:
    """By character: the words in which it stands."""
    found: dict[str, list[_Anchor]] = defaultdict(list)
    for entry in _disguisable():
        for index, character in enumerate(entry.word):
            first, last = index == 0, index == len(entry.word) - 1
            before = _Anything() if first else forms(entry.word[index - 1]).edges(-1) | _MARKS
            after = _Anything() if last else forms(entry.word[index + 1]).edges(0) | _MARKS
            found[character].append(_Anchor(entry, index, before, after))
    return {character: tuple(anchors) for character, anchors in found.items()}


@cache
def _any_anchor() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_anchors()))}]")


@cache
def _disguisable() -> tuple[CodeWord, ...]:
    """Promises are sentences, which nobody disguises letter by letter."""
    return tuple(entry for entry in code_words().words if entry.kind is not CodeWordKind.PROMISE)


@cache
def _by_letters() -> Mapping[str, CodeWord]:
    """Words by their whole sound in letters."""
    return {"".join(map(sound, entry.word)): entry for entry in _disguisable()}


@cache
def _lettered() -> re.Pattern[str]:
    words = sorted(_by_letters(), key=lambda letters: (-len(letters), letters))
    return re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(words)})(?![a-z0-9-])")


def _heard(text: str) -> str:
    """A text as it sounds: for each character one that stands for its sound, NUL for what has none."""
    return _sounds()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)].tobytes().decode("utf-32-le")


@cache
def _sounds() -> npt.NDArray[np.uint32]:
    """The number of each character's sound by its code point, some 400 of them; 0 for what has none."""
    numbers = {spoken: number for number, spoken in enumerate(sorted({sound(one) for one in gb2312()}), start=1)}
    table = np.zeros(0x110000, np.uint32)
    for character in gb2312():
        table[ord(character)] = numbers[sound(character)]
    return table


@cache
def _spoken() -> tuple[tuple[CodeWord, str], ...]:
    return tuple((entry, _heard(entry.word)) for entry in _disguisable())
