"""Who asks, and whether they may: every address states the right that it needs, and none is served without."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute

from mingjian.access.policy import Right
from mingjian.web.desk import desk_of, visit_of
from mingjian.web.errors import ForbiddenError, PasswordChangeNeededError, SecondFactorNeededError


@dataclass(frozen=True)
class Needs:
    """What an address needs: a right to a table; only to be signed in; or nothing."""

    right: Right | None = None
    table: str = ""
    signed_in: bool = True
    before_change: bool = False
    """Whether one reaches it while a new password is still to be chosen."""

    def __call__(self, request: Request) -> None:
        """Refuses whoever may not."""
        if not self.signed_in:
            return
        desk, visit = desk_of(request), visit_of(request)
        principal, account = visit.principal, visit.account
        if desk.team:
            desk.limits.take_request(principal)
        if account is not None and account.must_change and not self.before_change:
            raise PasswordChangeNeededError("choose a password of your own first")
        if account is not None and not self.before_change and desk.wants_factor(account):
            raise SecondFactorNeededError("set up a second factor first")
        if self.right is not None and not principal.may(self.right, self.table):
            raise ForbiddenError("your roles do not let you do this")

    def __str__(self) -> str:
        if not self.signed_in:
            return "open to all"
        return "signed in" if self.right is None else f"{self.right} {self.table}"


def needs(right: Right, table: str) -> Any:
    """For a route: only whoever has the right to the table."""
    return Depends(Needs(right, table))


SIGNED_IN = Depends(Needs())
SIGNED_IN_BEFORE_CHANGE = Depends(Needs(before_change=True))
OPEN = Depends(Needs(signed_in=False))


@dataclass(frozen=True)
class Address:
    """A route with what it needs."""

    path: str
    methods: tuple[str, ...]
    needs: Needs


def addresses(router: APIRouter, *, under: str = "") -> Iterator[Address]:
    """The addresses of a router; TypeError at one that does not say what it needs."""
    for route in router.routes:
        stated = [one.dependency for one in getattr(route, "dependencies", ()) if isinstance(one.dependency, Needs)]
        if not isinstance(route, APIRoute) or len(stated) != 1:
            raise TypeError(f"{route} states {len(stated)} needs instead of one")
        yield Address(under + route.path, tuple(sorted(route.methods or ())), stated[0])
