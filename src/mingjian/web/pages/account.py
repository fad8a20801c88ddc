"""What somebody who is signed in may change of their own account."""

from typing import Annotated

import segno
from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.accounts import Account, SignInError
from mingjian.access.limiting import TooOftenError
from mingjian.access.second_factor import WrongCodeError
from mingjian.access.sessions import mark_of
from mingjian.errors import InputError, MingjianError
from mingjian.web import session_cookie
from mingjian.web.authority import SIGNED_IN_BEFORE_CHANGE
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.devices import device_of
from mingjian.web.errors import PageNotFoundError
from mingjian.web.session_cookie import SESSION

router = APIRouter(dependencies=[SIGNED_IN_BEFORE_CHANGE])
Password = Annotated[str, Form(max_length=200)]
Code = Annotated[str, Form(max_length=40)]


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
    token = desk.sessions.start(account, device=device_of(visit.request.headers.get("user-agent", "")))
    session_cookie.write(response, visit.request, SESSION, token)
    return response


@router.post("/account/sessions/end")
def end_sessions(desk: DeskHere, visit: VisitNow) -> Response:
    """Ends every session of the account, this one included."""
    account = visit.account
    if account is not None:
        desk.sessions.end_all(account.account_id)
    return RedirectResponse("/sign-in", status_code=303)


@router.post("/account/sessions/{mark}/end")
def end_session(desk: DeskHere, visit: VisitNow, mark: str) -> Response:
    """Ends one session of the account's own; another's mark ends nothing."""
    account = visit.account
    if account is not None and not desk.sessions.end_one(account.account_id, mark):
        raise PageNotFoundError("no such session")
    return RedirectResponse("/account", status_code=303)


@router.post("/account/factor")
def begin_factor(desk: DeskHere, visit: VisitNow, password: Password) -> Response:
    """Shows a new secret for an authenticator, this once; the password is asked for again."""
    account = visit.account
    if account is None:
        return RedirectResponse("/account", status_code=303)
    try:
        desk.limits.take_sign_in(account.name, "change")
        desk.accounts.check(account.name, password)
        enrolment = desk.second_factors.begin(account)
    except MingjianError as error:
        return _page(desk, visit, problem=f"factor_{error.code}", status=error.status)
    picture = segno.make(enrolment.address, error="m").svg_data_uri(scale=4, border=3, light="white")
    return _page(desk, visit, secret=enrolment.secret, picture=picture)


@router.post("/account/factor/confirmation")
def confirm_factor(desk: DeskHere, visit: VisitNow, code: Code) -> Response:
    """Puts the second factor in place and shows the recovery codes, this once; other sessions end."""
    account = visit.account
    if account is None:
        return RedirectResponse("/account", status_code=303)
    try:
        desk.limits.take_sign_in(account.name, "change")
        codes = desk.second_factors.confirm(account, code)
    except MingjianError as error:
        return _page(desk, visit, problem=f"factor_{error.code}", status=error.status)
    _end_others(desk, visit, account)
    return _page(desk, visit, codes=codes)


@router.post("/account/factor/removal")
def remove_factor(desk: DeskHere, visit: VisitNow, code: Code) -> Response:
    """Takes the second factor away, by a code of its own."""
    account = visit.account
    if account is None:
        return RedirectResponse("/account", status_code=303)
    try:
        desk.limits.take_sign_in(account.name, "change")
        desk.second_factors.check(account, code)
    except (WrongCodeError, TooOftenError) as error:
        return _page(desk, visit, problem=f"factor_{error.code}", status=error.status)
    desk.second_factors.remove(account.account_id, by=account.principal)
    return RedirectResponse("/account", status_code=303)


def _end_others(desk: Desk, visit: Visit, account: Account) -> None:
    own = mark_of(session_cookie.read(visit.request, SESSION))
    for session in desk.sessions.list(account.account_id):
        if session.mark != own:
            desk.sessions.end_one(account.account_id, session.mark)


def _page(
    desk: Desk,
    visit: Visit,
    *,
    problem: str = "",
    secret: str = "",
    picture: str = "",
    codes: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    account = visit.account
    factor = account is not None and (account.has_second_factor or bool(codes))
    return desk.render(
        "account.html",
        visit=visit,
        status=status,
        here="/account",
        problem=problem,
        secret=secret,
        picture=picture,
        codes=codes,
        factor=factor,
        wanted=account is not None and not factor and desk.wants_factor(account),
        left=desk.second_factors.left(account) if account is not None and factor else 0,
        sessions=() if account is None else desk.sessions.list(account.account_id),
        own=mark_of(session_cookie.read(visit.request, SESSION)),
    )
