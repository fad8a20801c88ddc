"""What a visitor chose for the screen: language, light or dark. Kept in cookies that say nothing about a person."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from mingjian.contract import Language

YEAR_S = 365 * 24 * 3600
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Preferences:
    """``theme`` is empty where the machine's own setting is followed."""

    language: Language = Language.ZH
    theme: str = ""


def preferences(request: Request) -> Preferences:
    """What the visitor's cookies say; Chinese where they say nothing."""
    language = request.cookies.get("language", "")
    theme = request.cookies.get("theme", "")
    return Preferences(
        Language(language) if language in set(Language) else Language.ZH, theme if theme in THEMES else ""
    )


def is_inside(address: str) -> bool:
    r"""Whether an address is a path of this site: "//host" and "/\host" would lead elsewhere."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()


def keep(response: Response, name: str, value: str) -> None:
    """Sets a cookie for a year, on this site alone."""
    response.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="strict")
