"""Code words: how adverts and letters disguise what they mean; rows of ``code_words.yaml``, each with its meaning."""

from collections.abc import Mapping
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
    """A word in its standard writing, its kind, what it means, disguises that no rule finds, and other plain names."""

    word: str
    kind: CodeWordKind
    meaning: str
    spellings: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Disguises:
    """What stands for what: emoji for words, parts for characters; and characters too common to be a disguise."""

    emoji: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]
    common: frozenset[str]


@dataclass(frozen=True)
class CodeWords:
    """The words and the disguises that are known."""

    words: tuple[CodeWord, ...]
    disguises: Disguises


@cache
def code_words() -> CodeWords:
    """Everything in ``code_words.yaml``."""
    data = yaml.safe_load(files("mingjian.standards").joinpath("code_words.yaml").read_text("utf-8"))
    return CodeWords(
        tuple(
            CodeWord(
                row["word"],
                CodeWordKind(row["kind"]),
                row["meaning"],
                tuple(row.get("spellings", ())),
                tuple(row.get("names", ())),
            )
            for row in data["words"]
        ),
        Disguises(
            data["emoji"],
            {character: tuple(parts) for character, parts in data["parts"].items()},
            frozenset("".join(data["common"].split())),
        ),
    )
