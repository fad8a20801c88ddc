"""People and their rights, programs and their keys."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import GIVEN_TO_PEOPLE, SCOPES, Right, Role
from mingjian.errors import MingjianError
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow

router = APIRouter()
Name = Annotated[str, Form(max_length=80)]
Roles = Annotated[list[Role], Form()]


@router.get("/people", dependencies=[needs(Right.READ, "accounts")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every account, and what each role may."""
    return _people(desk, visit)


@router.post("/people", dependencies=[needs(Right.CREATE, "accounts")])
def make(
    desk: DeskHere,
    visit: VisitNow,
    name: Name,
    shown_name: Name,
    team: Name,
    roles: Roles,
    elsewhere: Annotated[bool, Form()] = False,
) -> Response:
    """Makes an account and shows its first password, this once."""
    by = visit.principal
    try:
        password = desk.accounts.make(
            by=by, name=name, shown_name=shown_name, team=team, roles=roles, elsewhere=elsewhere
        )
    except MingjianError as error:
        return _people(desk, visit, problem=error.code, status=error.status)
    return _people(desk, visit, made=name.strip().lower(), password=password)


@router.post("/people/{account_id}/rights", dependencies=[needs(Right.CHANGE, "accounts")])
def change_rights(desk: DeskHere, visit: VisitNow, account_id: str, team: Name, roles: Roles) -> Response:
    """Gives other roles and another team; the person's sessions go on with them."""
    try:
        desk.accounts.change(account_id, by=visit.principal, team=team, roles=roles)
    except MingjianError as error:
        return _people(desk, visit, problem=error.code, status=error.status)
    return RedirectResponse("/people", status_code=303)


@router.post("/people/{account_id}/password", dependencies=[needs(Right.CHANGE, "accounts")])
def reset_password(desk: DeskHere, visit: VisitNow, account_id: str) -> Response:
    """A new first password, shown this once; every session of the account ends."""
    try:
        password = desk.accounts.reset_password(account_id, by=visit.principal)
    except MingjianError as error:
        return _people(desk, visit, problem=error.code, status=error.status)
    desk.sessions.end_all(account_id)
    return _people(desk, visit, made=desk.accounts.find(account_id).name, password=password)


@router.post("/people/{account_id}/factor/removal", dependencies=[needs(Right.CHANGE, "accounts")])
def remove_factor(desk: DeskHere, visit: VisitNow, account_id: str) -> Response:
    """Takes a second factor away whose owner lost it; every session of the account ends."""
    try:
        desk.second_factors.remove(account_id, by=visit.principal)
    except MingjianError as error:
        return _people(desk, visit, problem=error.code, status=error.status)
    desk.sessions.end_all(account_id)
    return RedirectResponse("/people", status_code=303)


@router.post("/people/{account_id}/disable", dependencies=[needs(Right.CHANGE, "accounts")])
def disable(desk: DeskHere, visit: VisitNow, account_id: str, disabled: Annotated[bool, Form()] = True) -> Response:
    """Bars the account, ends its sessions and forgets its pictures' layouts, or lets it in again."""
    try:
        desk.accounts.disable(account_id, by=visit.principal, disabled=disabled)
        if disabled:
            desk.layouts.leave([desk.accounts.find(account_id).name])
    except MingjianError as error:
        return _people(desk, visit, problem=error.code, status=error.status)
    desk.sessions.end_all(account_id)
    return RedirectResponse("/people", status_code=303)


@router.get("/keys", dependencies=[needs(Right.READ, "api_keys")])
def keys(desk: DeskHere, visit: VisitNow) -> Response:
    """Every key of a program."""
    return _keys(desk, visit)


@router.post("/keys", dependencies=[needs(Right.CREATE, "api_keys")])
def make_key(
    desk: DeskHere,
    visit: VisitNow,
    name: Name,
    team: Name,
    scopes: Annotated[list[str], Form()],
    days: Annotated[int, Form(ge=1, le=366)] = 90,
) -> Response:
    """Makes a key and shows it, this once."""
    by = visit.principal
    try:
        key = desk.api_keys.make(by=by, name=name, team=team, scopes=scopes, lasts=timedelta(days=days))
    except MingjianError as error:
        return _keys(desk, visit, problem=error.code, status=error.status)
    return _keys(desk, visit, key=key)


@router.post("/keys/{prefix}/revoke", dependencies=[needs(Right.CHANGE, "api_keys")])
def revoke_key(desk: DeskHere, visit: VisitNow, prefix: str) -> Response:
    """Ends a key at once."""
    desk.api_keys.revoke(prefix, by=visit.principal)
    return RedirectResponse("/keys", status_code=303)


def _people(
    desk: Desk, visit: Visit, *, made: str = "", password: str | None = None, problem: str = "", status: int = 200
) -> Response:
    return desk.render(
        "people.html",
        visit=visit,
        status=status,
        here="/people",
        accounts=desk.accounts.list(),
        roles=GIVEN_TO_PEOPLE,
        may_change=visit.principal.may(Right.CHANGE, "accounts"),
        made=made,
        password=password,
        problem=problem,
    )


def _keys(desk: Desk, visit: Visit, *, key: str = "", problem: str = "", status: int = 200) -> Response:
    return desk.render(
        "keys.html",
        visit=visit,
        status=status,
        here="/keys",
        keys=desk.api_keys.list(),
        scopes=SCOPES,
        may_change=visit.principal.may(Right.CHANGE, "api_keys"),
        key=key,
        problem=problem,
    )
