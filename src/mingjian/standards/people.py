"""Whether two written names can be one person's: clerks add titles, mask characters, mistype and write by ear."""

import re
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from mingjian.standards.names import normalise
from mingjian.standards.sounds import sounds


class Likeness(StrEnum):
    """What two written names say of each other."""

    SAME = "same"
    ALIKE = "alike"
    """May be one person's; only a person can tell."""
    DIFFERENT = "different"


_TITLE = (
    r"(?:律师|法律(?:服务)?工作者|主任|合伙人|先生|女士|小姐|同志|老师|经理|顾问|专员|助理"
    r"|代理人|受托人|代表|本人|姓名|执业|实习|专职|兼职)"
)
_AROUND = re.compile(rf"[（(\[【〔][^）)\]】〕]*[）)\]】〕]|^(?:{_TITLE}+[:：]*)+|{_TITLE}+$")
_MASKED = re.compile(r"[*×○□■?#_某]|(?<=[\u3400-\u9fff])[xX]+$")
_SEVERAL = re.compile(r"[、,，;；/|&]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def likeness(written: str, registered: str) -> Likeness:
    """``SAME`` where the names are equal, titles and spelling aside; ``DIFFERENT`` only where they clearly differ.

    A masked name, a surname alone, one wrong character in three, the same sound, another script or one of several names
    in the field may well be the same person's, and contradict nobody.
    """
    if any(without_titles(one) == without_titles(registered) != "" for one in (written, *_SEVERAL.split(written))):
        return Likeness.SAME
    mine, other = without_titles(written), without_titles(registered)
    alike = (
        any(_MASKED.search(normalise(text)) for text in (written, registered))
        or mine in other
        or other in mine
        or bool(_CHINESE.search(mine)) != bool(_CHINESE.search(other))
        or any(_differ_little(without_titles(one), other) for one in (written, *_SEVERAL.split(written)))
    )
    return Likeness.ALIKE if alike else Likeness.DIFFERENT


def without_titles(text: str) -> str:
    """A name without titles, brackets, dots and space, in one case."""
    spelt = normalise(text)
    while (shorter := _AROUND.sub("", spelt).strip()) != spelt:
        spelt = shorter
    return re.sub(r"[\s·.]", "", spelt).casefold()


def _differ_little(one: str, other: str) -> bool:
    if sounds(one) == sounds(other):
        return True
    return Levenshtein.distance(one, other) <= max(1, max(len(one), len(other)) // 3)
