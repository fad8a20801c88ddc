"""Spellings of names, organisations and addresses, brought to what survives being written differently."""

import re
import unicodedata

SIGNS = re.compile(r"[\W_]+")


def grams(text: str, size: int = 2) -> list[str]:
    """The distinct character bigrams of a text, with its edges; overlap of these tells small errors from others."""
    tight = f"^{SIGNS.sub(' ', unicodedata.normalize('NFKC', text).lower()).strip()}$"
    return sorted({tight[place : place + size] for place in range(len(tight) - size + 1)})
