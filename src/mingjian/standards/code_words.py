"""Code words: how adverts and letters disguise what they mean; rows of ``code_words.yaml``, each with its meaning."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml


class CodeWordKind(StrEnum):
    """What a code word is for."""

    EVASION = "evasion"
    """An ordinary word; only its disguise says something."""
    SERVICE = "service"
    PROMISE = "promise"


@dataclass(frozen=True)
class CodeWord:
    """A word in its standard writing, its kind, what it means, and disguises that are known."""

    word: str
    kind: CodeWordKind
    meaning: str
    spellings: tuple[str, ...]


@cache
def code_words() -> tuple[CodeWord, ...]:
    """Every code word that is known."""
    rows = yaml.safe_load(files("mingjian.standards").joinpath("code_words.yaml").read_text("utf-8"))
    return tuple(
        CodeWord(row["word"], CodeWordKind(row["kind"]), row["meaning"], tuple(map(str, row["spellings"])))
        for row in rows
    )
