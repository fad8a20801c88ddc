"""Signing in and out: by a password of this server's, or at the lender's identity provider."""

from typing import Annotated
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from mingjian.access.accounts import Account, SignInError
from mingjian.access.limiting import TooOftenError
from mingjian.access.second_factor import WrongCodeError
from mingjian.web import session_cookie
from mingjian.web.authority import OPEN, SIGNED_IN_BEFORE_CHANGE
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.devices import device_of
from mingjian.web.errors import PageNotFoundError
from mingjian.web.navigation import home_of
from mingjian.web.preferences import is_inside
from mingjian.web.session_cookie import BEGUN, SESSION

router = APIRouter()
_BEGUN_S = 600
_ELSEWHERE = CapacityLimiter(8)
"""Sign-ons that wait for the provider at the same time: apart from the pages, which it does not hold up."""
Next = Annotated[str, Query(alias="next", max_length=500)]


@router.get("/sign-in", dependencies=[OPEN])
def page(desk: DeskHere, visit: VisitNow, then: Next = "/") -> Response:
    """The form."""
    if not desk.team:
        return RedirectResponse("/", status_code=303)
    return _page(desk, visit, then)


@router.post("/sign-in", dependencies=[OPEN])
def sign_in(
    desk: DeskHere,
    visit: VisitNow,
    name: Annotated[str, Form(max_length=80)],
    password: Annotated[str, Form(max_length=200)],
    then: Annotated[str, Form(alias="next", max_length=500)] = "/",
) -> Response:
    """Lets in whoever knows the password."""
    if not desk.team:
        return RedirectResponse("/", status_code=303)
    try:
        desk.limits.take_sign_in(name, _address(visit.request))
        account = desk.accounts.check(name, password)
    except SignInError:
        desk.audit.record(actor="nobody", action="refused_sign_in", object_type="account", object_id=_shown(desk, name))
        return _page(desk, visit, then, refused="sign_in", status=401)
    except TooOftenError:
        return _page(desk, visit, then, refused="too_often", status=429)
    if account.has_second_factor:
        return _ask_for_the_code(desk, visit, account, then)
    return _enter(desk, visit, account, then)


@router.get("/sign-in/code", dependencies=[OPEN])
def code_page(desk: DeskHere, visit: VisitNow, then: Next = "/") -> Response:
    """The form for the second factor's code, for whoever gave the right password just now."""
    if not desk.team or _awaited(desk, visit) is None:
        return RedirectResponse("/sign-in", status_code=303)
    return _code_page(desk, visit, then)


@router.post("/sign-in/code", dependencies=[OPEN])
def take_code(
    desk: DeskHere,
    visit: VisitNow,
    code: Annotated[str, Form(max_length=40)],
    then: Annotated[str, Form(alias="next", max_length=500)] = "/",
) -> Response:
    """Lets in whoever has the second factor too."""
    account = _awaited(desk, visit) if desk.team else None
    if account is None:
        return RedirectResponse("/sign-in", status_code=303)
    try:
        desk.limits.take_sign_in(account.name, _address(visit.request))
        desk.second_factors.check(account, code)
    except WrongCodeError:
        desk.audit.record(actor="nobody", action="refused_code", object_type="account", object_id=account.name)
        return _code_page(desk, visit, then, refused="wrong_code", status=401)
    except TooOftenError:
        return _code_page(desk, visit, then, refused="too_often", status=429)
    return _enter(desk, visit, account, then)


@router.post("/sign-out", dependencies=[SIGNED_IN_BEFORE_CHANGE])
def sign_out(desk: DeskHere, visit: VisitNow) -> Response:
    """Ends the session."""
    response = RedirectResponse("/sign-in" if desk.team else "/", status_code=303)
    if (account := visit.account) is not None:
        desk.sessions.end(session_cookie.read(visit.request, SESSION))
        desk.audit.record(actor=account.name, action="sign_out", object_type="account", object_id=account.name)
        session_cookie.forget(response, visit.request, SESSION)
        response.headers["clear-site-data"] = '"cache"'
    return response


@router.get("/sign-in/elsewhere", dependencies=[OPEN])
async def elsewhere(desk: DeskHere, visit: VisitNow, then: Next = "/") -> Response:
    """Goes to the identity provider."""
    return await run_sync(_go_elsewhere, desk, visit, then, limiter=_ELSEWHERE)


def _go_elsewhere(desk: Desk, visit: Visit, then: str) -> Response:
    if desk.single_sign_on is None:
        raise PageNotFoundError("no identity provider is set")
    begun = desk.single_sign_on.begin(return_to=_return_to(visit.request))
    response = RedirectResponse(begun.address, status_code=303)
    value = begun.kept + "." + (then if is_inside(then) else "/")
    # Lax: the provider leads back from another site.
    session_cookie.write(response, visit.request, BEGUN, value, max_age=_BEGUN_S)
    return response


@router.get("/sign-in/elsewhere/return", dependencies=[OPEN])
async def come_back(
    desk: DeskHere,
    visit: VisitNow,
    code: Annotated[str, Query(max_length=4_000)] = "",
    state: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """Comes back from the identity provider."""
    return await run_sync(_come_back, desk, visit, code, state, limiter=_ELSEWHERE)


def _come_back(desk: Desk, visit: Visit, code: str, state: str) -> Response:
    if desk.single_sign_on is None:
        raise PageNotFoundError("no identity provider is set")
    kept = session_cookie.read(visit.request, BEGUN).split(".", 3)
    try:
        identity = desk.single_sign_on.finish(
            code=code, state=state, kept=".".join(kept[:3]), return_to=_return_to(visit.request)
        )
        account = desk.accounts.of_subject(issuer=identity.issuer, subject=identity.subject, name=identity.name)
    except SignInError:
        desk.audit.record(actor="nobody", action="refused_sign_in", object_type="account", object_id="elsewhere")
        return _page(desk, visit, "/", refused="elsewhere", status=401)
    response = _enter(desk, visit, account, kept[3] if len(kept) > 3 else "/")
    session_cookie.forget(response, visit.request, BEGUN)
    return response


def _ask_for_the_code(desk: Desk, visit: Visit, account: Account, then: str) -> Response:
    if old := session_cookie.read(visit.request, SESSION):
        desk.sessions.end(old)
    query = "" if then == "/" or not is_inside(then) else f"?next={quote(then, safe='')}"
    response = RedirectResponse(f"/sign-in/code{query}", status_code=303)
    session_cookie.write(response, visit.request, SESSION, desk.sessions.start(account, awaits_code=True))
    return response


def _awaited(desk: Desk, visit: Visit) -> Account | None:
    token = session_cookie.read(visit.request, SESSION)
    return desk.sessions.awaiting(token) if token else None


def _code_page(desk: Desk, visit: Visit, then: str, *, refused: str = "", status: int = 200) -> Response:
    shown = then if is_inside(then) else "/"
    return desk.render("sign_in_code.html", visit=visit, status=status, then=shown, refused=refused)


def _enter(desk: Desk, visit: Visit, account: Account, then: str) -> Response:
    if old := session_cookie.read(visit.request, SESSION):
        desk.sessions.end(old)
    token = desk.sessions.start(account, device=device_of(visit.request.headers.get("user-agent", "")))
    desk.audit.record(actor=account.name, action="sign_in", object_type="account", object_id=account.name)
    unready = account.must_change or desk.wants_factor(account)
    target = "/account" if unready else home_of(account.principal) if then == "/" else then
    response = RedirectResponse(target if is_inside(target) else "/", status_code=303)
    session_cookie.write(response, visit.request, SESSION, token)
    return response


def _page(desk: Desk, visit: Visit, then: str, *, refused: str = "", status: int = 200) -> Response:
    return desk.render(
        "sign_in.html",
        visit=visit,
        status=status,
        then=then if is_inside(then) else "/",
        refused=refused,
        elsewhere=desk.single_sign_on is not None,
    )


def _return_to(request: Request) -> str:
    return str(request.url_for("come_back"))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _shown(desk: Desk, name: str) -> str:
    # What was typed may be a password in the wrong field: only a name that exists is kept.
    known = name.strip().lower()
    return known if any(account.name == known for account in desk.accounts.list()) else "unknown"
