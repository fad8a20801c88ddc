"""New code words, proposed by the company that they keep, for a person to judge.

A disguise stands where its word stands: between the same neighbours. So the neighbours of known words are learnt, and
what else stands between them is proposed where it looks or sounds like the word, and is no ordinary word itself
(distributional similarity after Harris 1954; the weights are positive pointwise mutual information).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from mingjian.standards.code_words import CodeWord, code_words
from mingjian.standards.folding import fold_text
from mingjian.wording.code_words import find_code_words
from mingjian.wording.judged_words import NONE_JUDGED, JudgedWords

_NEAR = 2
"""Characters of context on each side: one is too common, three are too seldom seen twice."""
LEAST_CONTEXTS = 3
"""Distinct contexts that a candidate must share with a word; one or two are shared by accident or by one template."""
_EXAMPLES = 3
_AROUND = 12
_CHARACTER = re.compile(r"[\u4e00-\u9fffa-z]")

Context = tuple[str, str]


@dataclass(frozen=True)
class CodeWordCandidate:
    """A string that may be a code word for ``standard``; ``score`` in [0, 1] is the share of contexts in common."""

    word: str
    standard: str
    score: float
    occurrences: int
    examples: tuple[str, ...]


def propose_code_words(texts: Iterable[str], judged: JudgedWords = NONE_JUDGED) -> list[CodeWordCandidate]:
    """Candidates, the likeliest first. Equal texts are read once, so that one template cannot vote many times.

    What a person judged, either way, is not proposed again.
    """
    distinct = sorted({fold_text(text) for text in texts if text})
    known = {entry.word: entry for entry in code_words().words if 2 <= len(entry.word) <= 4}
    contexts = _contexts(distinct, known)
    between = _between(distinct, {context for counts in contexts.values() for context in counts})
    candidates = []
    for word, places in between.items():
        if word in known or word in PHRASES_DICT or word in judged.rejected:
            continue
        best = max(
            ((_score(places, counts), standard) for standard, counts in contexts.items() if _resembles(word, standard)),
            default=(0.0, ""),
        )
        if best[0] > 0 and not find_code_words(word, accepted=judged.accepted):
            occurrences = sum(len(found) for found in places.values())
            examples = tuple(sorted({found[0] for found in places.values()})[:_EXAMPLES])
            candidates.append(CodeWordCandidate(word, best[1], round(best[0], 4), occurrences, examples))
    return sorted(candidates, key=lambda candidate: (-candidate.score, -candidate.occurrences, candidate.word))


def _contexts(texts: list[str], known: dict[str, CodeWord]) -> dict[str, Counter[Context]]:
    """Where each known word stands, in its ordinary writing."""
    pattern = re.compile("|".join(sorted(known, key=lambda word: (-len(word), word))))
    contexts: dict[str, Counter[Context]] = defaultdict(Counter)
    for text in texts:
        for match in pattern.finditer(text):
            context = _context(text, match.start(), match.end())
            if context:
                contexts[match.group()][context] += 1
    return contexts


def _context(text: str, start: int, end: int) -> Context | None:
    left, right = text[max(start - _NEAR, 0) : start], text[end : end + _NEAR]
    return (left, right) if len(left) == len(right) == _NEAR else None


def _between(texts: list[str], contexts: set[Context]) -> dict[str, dict[Context, list[str]]]:
    """What stands between the two sides of a context, with an excerpt of each place."""
    rights: dict[str, set[str]] = defaultdict(set)
    for left, right in contexts:
        rights[left].add(right)
    found: dict[str, dict[Context, list[str]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        for place in range(len(text) - 2 * _NEAR - 1):
            left = text[place : place + _NEAR]
            if left not in rights:
                continue
            start = place + _NEAR
            for end in range(start + 1, min(start + 7, len(text) - _NEAR + 1)):
                right = text[end : end + _NEAR]
                word = text[start:end]
                if right in rights[left] and len(word) >= 2 and all(map(_CHARACTER.match, word)):
                    found[word][left, right].append(text[max(start - _AROUND, 0) : end + _AROUND])
    return found


def _score(places: dict[Context, list[str]], contexts: Counter[Context]) -> float:
    shared = [context for context in places if context in contexts]
    if len(shared) < LEAST_CONTEXTS:
        return 0.0
    total = sum(map(math.log1p, contexts.values()))
    return min(1.0, sum(math.log1p(contexts[context]) for context in shared) / total * len(shared) / len(places))


def _resembles(word: str, standard: str) -> bool:
    """Whether a string could be a disguise: it keeps a character or a sound of the word, and changes another."""
    if word == standard or standard in word or word in standard:
        return False
    sounds, standard_sounds = lazy_pinyin(list(word)), lazy_pinyin(list(standard))
    if len(word) == len(standard):
        return all(
            one == other or sound == other_sound or (one.isascii() and one == other_sound[0])
            for one, other, sound, other_sound in zip(word, standard, sounds, standard_sounds, strict=True)
        ) or _one_apart(word, standard)
    return word.isascii() and word in ("".join(standard_sounds), "".join(sound[0] for sound in standard_sounds))


def _one_apart(word: str, standard: str) -> bool:
    """Whether a word differs in one place, by a letter or by a character that ordinary words hardly have."""
    differing = [one for one, other in zip(word, standard, strict=True) if one != other]
    return len(differing) == 1 and differing[0] not in code_words().disguises.common
