"""Language, light or dark: what a visitor chose for the screen."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.web.authority import OPEN
from mingjian.web.preferences import is_inside, keep

router = APIRouter()


@router.post("/preferences", dependencies=[OPEN])
def choose(
    back: Annotated[str, Form()] = "/",
    language: Annotated[Literal["zh", "en"] | None, Form()] = None,
    theme: Annotated[Literal["light", "dark", "auto"] | None, Form()] = None,
) -> Response:
    """Keeps the choice and returns to the page that it was made on."""
    response = RedirectResponse(back if is_inside(back) else "/", status_code=303)
    for name, value in (("language", language), ("theme", theme)):
        if value is not None:
            keep(response, name, value)
    return response
