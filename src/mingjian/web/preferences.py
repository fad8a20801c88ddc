"""What a visitor chose for the screen: language, light or dark. Kept in cookies that say nothing about a person."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

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


router = APIRouter()


@router.post("/preferences")
def choose(
    back: Annotated[str, Form()] = "/",
    language: Annotated[Literal["zh", "en"] | None, Form()] = None,
    theme: Annotated[Literal["light", "dark", "auto"] | None, Form()] = None,
) -> Response:
    """Keeps the choice and returns to the page that it was made on."""
    # Only a path of this site: "//host" and "/\host" would lead elsewhere.
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    response = RedirectResponse(back if inside else "/", status_code=303)
    for name, value in (("language", language), ("theme", theme)):
        if value is not None:
            keep(response, name, value)
    return response


def keep(response: Response, name: str, value: str) -> None:
    """Sets a cookie for a year, on this site alone."""
    response.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="strict")
