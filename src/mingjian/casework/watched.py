"""How what is watched is recognised: things whole and in one spelling, wordings in whichever characters."""

import re
from functools import cache

import numpy as np

from mingjian.standards.folding import fold_text, folding_table
from mingjian.standards.spelling import one_spelling

__all__ = ["number_pattern", "says", "spelt", "thing", "wording_pattern"]

_HIDDEN = r"[\s\x{200B}-\x{200F}\x{2060}\x{FEFF}\x{00AD}]*"
"""What may stand between two characters of a wording without changing it: space, and what nobody sees."""
_SHORTEST_NUMBER = 5
"""Characters of a number that is looked for in texts; a shorter one stands in many."""


def thing(subject: str) -> tuple[str, str]:
    """Type and value of what a watch names as ``phone:…`` or ``account:…``, in the spelling of the tables."""
    type_, _, value = subject.partition(":")
    return type_, one_spelling(type_, value)


def spelt(type_: str, column: str) -> str:
    """A column of the tables, as SQL, in the same spelling: telephones stand in it already."""
    if type_ == "account":
        return rf"regexp_replace({column}, '[\s-]', '', 'g')"
    return f"lower(trim({column}))" if type_ in ("wechat", "email") else column


@cache
def wording_pattern(wording: str) -> str:
    """A regular expression (RE2) that finds a wording in full width, traditional characters and capitals as well."""
    return _HIDDEN.join(_any_form(character) for character in "".join(fold_text(wording).split()))


@cache
def number_pattern(value: str) -> str | None:
    """The same for a telephone or an account that stands whole in a text; None for one too short to tell."""
    if len(value) < _SHORTEST_NUMBER or not re.fullmatch(r"[0-9A-Za-z_-]+", value):
        return None
    between = r"[\s-]?"
    return f"(?:^|[^0-9A-Za-z_])(?i:{between.join(map(re.escape, value))})(?:[^0-9A-Za-z_]|$)"


def says(pattern: str, text: str) -> bool:
    """Whether a text shows one of these patterns, as the tables' engine would find it."""
    return (
        re.search(re.sub(r"\\x\{([0-9A-F]+)\}", lambda code: f"\\U{int(code[1], 16):08X}", pattern), text) is not None
    )


def _any_form(character: str) -> str:
    forms = {chr(code) for code in np.flatnonzero(folding_table() == ord(character)).tolist()} | {character}
    return f"[{''.join(sorted(map(_escaped, forms)))}]"


def _escaped(character: str) -> str:
    return f"\\x{{{ord(character):X}}}"
