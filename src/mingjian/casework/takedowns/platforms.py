"""What a report to each platform must hold, as ``platforms.yaml`` describes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import Platform

__all__ = ["PlatformRules", "rules_of"]


@dataclass(frozen=True)
class PlatformRules:
    """How one platform is told of an advert."""

    platform: Platform
    needs: tuple[str, ...]
    """Fields of an advert without which it cannot be found there."""
    found_by: Mapping[Language, str]
    goes_to: Mapping[Language, str]
    also: str
    """The telephone of the public reporting centre that may be told as well."""
    asks: Mapping[Language, str]


def rules_of(platform: Platform) -> PlatformRules:
    """The rules of one platform; every value of the contract has some."""
    return _rules()[platform]


@cache
def _rules() -> dict[Platform, PlatformRules]:
    rows = yaml.safe_load(files("mingjian.casework.takedowns").joinpath("platforms.yaml").read_text("utf-8"))
    return {
        Platform(row["platform"]): PlatformRules(
            Platform(row["platform"]),
            tuple(row["needs"]),
            _spoken(row["found_by"]),
            _spoken(row["goes_to"]),
            row["also"],
            _spoken(row["asks"]),
        )
        for row in rows
    }


def _spoken(words: Mapping[str, str]) -> dict[Language, str]:
    return {Language(language): text for language, text in words.items()}
