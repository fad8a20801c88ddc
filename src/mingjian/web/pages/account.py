"""What somebody who is signed in may change of their own account."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.accounts import SignInError
from mingjian.errors import InputError
from mingjian.web.authority import SIGNED_IN_BEFORE_CHANGE
from mingjian.web.desk import COOKIE, Desk, DeskHere, Visit, VisitNow

router = APIRouter(dependencies=[SIGNED_IN_BEFORE_CHANGE])
Password = Annotated[str, Form(max_length=200)]


@router.get("/account")
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Name, team, roles, and a new password."""
    return _page(desk, visit)


@router.post("/account/password")
def change_password(desk: DeskHere, visit: VisitNow, old: Password, new: Password, again: Password) -> Response:
    """Takes a new password; every other session of the account ends."""
    account = visit.account
    if account is None:
        return RedirectResponse("/account", status_code=303)
    if new != again:
        return _page(desk, visit, problem="differ", status=422)
    try:
        desk.limits.take_sign_in(account.name, "change")
        desk.accounts.change_password(account, old=old, new=new)
    except SignInError:
        return _page(desk, visit, problem="old", status=422)
    except InputError:
        return _page(desk, visit, problem="weak", status=422)
    desk.sessions.end_all(account.account_id)
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(
        COOKIE,
        desk.sessions.start(account),
        httponly=True,
        secure=visit.request.url.scheme == "https",
        samesite="lax",
    )
    return response


@router.post("/account/sessions/end")
def end_sessions(desk: DeskHere, visit: VisitNow) -> Response:
    """Ends every session of the account, this one included."""
    account = visit.account
    if account is not None:
        desk.sessions.end_all(account.account_id)
    return RedirectResponse("/sign-in", status_code=303)


def _page(desk: Desk, visit: Visit, *, problem: str = "", status: int = 200) -> Response:
    return desk.render("account.html", visit=visit, status=status, problem=problem, here="/account")
