"""The pages as an ASGI application."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from urllib.parse import quote

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mingjian.errors import MingjianError
from mingjian.online.reception import MOST_BYTES, MOST_FILES
from mingjian.settings import Settings
from mingjian.web.api import PREFIX
from mingjian.web.assets import STATIC, KeptFiles
from mingjian.web.authority import Address, addresses
from mingjian.web.desk import Desk, desk_of, visit_of
from mingjian.web.errors import NoRunError, PasswordChangeNeededError, SignInNeededError
from mingjian.web.kept_forms import Kept, kept_of
from mingjian.web.observing import Numbers, Observing
from mingjian.web.pages import (
    accompaniments,
    account,
    advert_reports,
    adverts,
    agencies,
    agreements,
    arrivals,
    attachments,
    audit_log,
    beside,
    cases,
    choices,
    clues,
    code_words,
    collaboration,
    complaints,
    confirmations,
    customers,
    enquiries,
    finding,
    gang_graph,
    gangs,
    health,
    jobs,
    judgements,
    listings,
    materials,
    matters,
    models,
    overview,
    partners,
    paths,
    people,
    police,
    quarantine,
    queue,
    runs,
    sign_in,
    statistics,
    subjects,
    templates,
    watches,
    webhooks,
    what_if,
    wishes,
    work,
)
from mingjian.web.refusals import refusal
from mingjian.web.security import BodyLimit, SameOriginForms, SecurityHeaders

MOST_OF_A_FORM = 8 * 1024 * 1024
"""Bytes of a request without files: a complaint's text has a million characters at most."""
SWITCH_S = 0.001
"""How long one thread works while another one waits to go on."""
COMPRESSION = 3
"""zlib's level. The highest, which is the default, takes several times as long for a twentieth less."""

PAGES = (
    overview,
    work,
    queue,
    matters,
    cases,
    collaboration,
    attachments,
    police,
    watches,
    partners,
    accompaniments,
    statistics,
    listings,
    complaints,
    what_if,
    customers,
    confirmations,
    wishes,
    materials,
    beside,
    enquiries,
    templates,
    gangs,
    gang_graph,
    paths,
    judgements,
    agencies,
    agreements,
    arrivals,
    adverts,
    advert_reports,
    clues,
    quarantine,
    code_words,
    runs,
    models,
    finding,
    sign_in,
    account,
    people,
    webhooks,
    choices,
    subjects,
    audit_log,
    jobs,
    health,
)


def every_address() -> tuple[Address, ...]:
    """Every address that is served, with what it needs."""
    from mingjian.web.api import application

    return (*_pages(), *application.every_address())


def _pages() -> tuple[Address, ...]:
    return tuple(address for page in PAGES for address in addresses(page.router))


class _Api:
    """The API, made when it is first asked: a desk whose people use the pages does not wait for its models."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            from mingjian.web.api.application import create_api

            self._app = create_api(self._desk)
        await self._app(scope, receive, send)


def create_app(
    workspace: Path,
    settings: Settings,
    *,
    team: bool = False,
    shared: Path | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FastAPI:
    """The desk over a workspace. It may hold no run yet; when one becomes current, the pages follow.

    With ``team``, or where accounts exist, one has to sign in. ``shared`` is a folder in which the processes of one
    server count together. ``clock`` says when what people do on it happens.
    """
    desk = Desk(workspace, settings, team=team, shared=shared, clock=clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        limiter = current_default_thread_limiter()
        limiter.total_tokens = ceil(desk.settings.at_once / (desk.settings.processes or 1))
        # A page asks the database some ten times, and after each answer waits until the thread at work lets it go on:
        # by default up to 5 ms, which is longer than the answer took.
        sys.setswitchinterval(SWITCH_S)
        yield
        desk.close()

    app = FastAPI(title="Mingjian", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.state.numbers = Numbers(desk)
    app.mount(PREFIX, _Api(desk))
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    for page in PAGES:
        app.include_router(page.router)
    _pages()  # one that does not say what it needs ends the start
    app.add_exception_handler(NoRunError, _no_run)
    app.add_exception_handler(SignInNeededError, _sign_in_first)
    app.add_exception_handler(PasswordChangeNeededError, _change_first)
    app.add_exception_handler(MingjianError, _known_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_input)
    app.add_exception_handler(DataError, _bad_input)  # a sign that PostgreSQL keeps in no text, for one
    app.add_exception_handler(Exception, _unknown_error)
    app.add_middleware(BodyLimit, of_files=MOST_FILES * MOST_BYTES + MOST_OF_A_FORM, of_others=MOST_OF_A_FORM)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=COMPRESSION)
    app.add_middleware(SameOriginForms, refused=_cross_site)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(desk.settings.allowed_hosts))
    app.add_middleware(SecurityHeaders, days=desk.settings.strict_transport_days)
    app.add_middleware(Observing, numbers=app.state.numbers)
    return app


def _cross_site(request: Request) -> Response:
    """Without a page: whose session it is has not been asked yet."""
    if request.url.path.startswith(f"{PREFIX}/"):
        from mingjian.web.api.application import problem

        return problem(403, "http", "a request with a session's cookie has to come from this desk's own pages")
    return PlainTextResponse("cross-site form refused", status_code=403)


def _no_run(request: Request, _error: Exception) -> Response:
    return desk_of(request).render("no_run.html", visit=visit_of(request))


async def _sign_in_first(request: Request, _error: Exception) -> Response:
    if request.method != "GET":
        return await _with_form(request, 401)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/sign-in?next={quote(request.url.path + query, safe='')}", status_code=303)


def _change_first(_request: Request, _error: Exception) -> Response:
    return RedirectResponse("/account", status_code=303)


async def _known_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, MingjianError):
        return await _with_form(request, 500)
    return await _with_form(request, error.status, error.code, said=str(error))


def _http_error(request: Request, error: Exception) -> Response:
    return _failed(request, error.status_code if isinstance(error, HTTPException) else 500)


async def _bad_input(request: Request, _error: Exception) -> Response:
    return await _with_form(request, 422)


def _unknown_error(request: Request, _error: Exception) -> Response:
    return _failed(request, 500)


async def _with_form(request: Request, status: int, code: str = "", *, said: str = "") -> Response:
    kept = await kept_of(request)
    return await run_in_threadpool(_failed, request, status, code, said=said, kept=kept)


def _failed(request: Request, status: int, code: str = "", *, said: str = "", kept: Kept | None = None) -> Response:
    if request.url.path.startswith(f"{PREFIX}/"):  # an address that the API's mount does not match, with a line break
        from mingjian.web.api.application import problem

        return problem(status, "http", "there is no such address, or it does not take this verb")
    visit = visit_of(request)
    return desk_of(request).render(
        "failed.html",
        visit=visit,
        status=status,
        failure=status,
        code=code,
        refusal=refusal(visit.speech, said),
        kept=kept,
    )
