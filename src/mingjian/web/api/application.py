"""The API as an application of its own, with its own document and its own way to say no."""

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from mingjian.errors import MingjianError
from mingjian.web.api import (
    PREFIX,
    accompaniments,
    advert_reports,
    attachments,
    audit,
    cases,
    collaboration,
    complaints,
    confirmations,
    documents,
    enquiries,
    jobs,
    judgements,
    matters,
    packages,
    partners,
    police,
    statistics,
    takedowns,
    watches,
    webhooks,
    what_if,
    wishes,
)
from mingjian.web.api.answers import Problem
from mingjian.web.authority import SIGNED_IN, Address, addresses
from mingjian.web.desk import Desk
from mingjian.web.errors import NoRunError
from mingjian.web.session_cookie import HOST, SESSION

document = APIRouter()
ROUTERS = (
    complaints.router,
    what_if.router,
    matters.router,
    cases.router,
    collaboration.router,
    attachments.router,
    packages.router,
    documents.router,
    enquiries.router,
    police.router,
    partners.router,
    accompaniments.router,
    watches.router,
    takedowns.router,
    advert_reports.router,
    judgements.router,
    wishes.router,
    confirmations.router,
    statistics.router,
    jobs.router,
    webhooks.router,
    audit.router,
    document,
)


@document.get("/openapi.json", dependencies=[SIGNED_IN], include_in_schema=False)
def openapi(request: Request) -> Response:
    """The OpenAPI document of the API."""
    app: FastAPI = request.app
    return JSONResponse(app.openapi())


def every_address() -> tuple[Address, ...]:
    """Every address of the API, with what it needs; TypeError at one that does not say."""
    return tuple(address for router in ROUTERS for address in addresses(router, under=PREFIX))


def create_api(desk: Desk) -> FastAPI:
    """The API over a desk."""
    every_address()
    app = FastAPI(title="Mingjian", version="1", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(MingjianError, _refused)
    app.add_exception_handler(RequestValidationError, _bad_input)
    app.add_exception_handler(DataError, _bad_input)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)

    def document_of() -> dict[str, object]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, routes=app.routes, servers=[{"url": PREFIX}])
            found["components"]["securitySchemes"] = {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": HOST + SESSION},
            }
            found["security"] = [{"key": []}, {"session": []}]
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = document_of  # type: ignore[method-assign]

    return app


def problem(status: int, code: str, message: str) -> Response:
    """A refusal as the document states it."""
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    if status == 429:
        headers["retry-after"] = "60"
    return JSONResponse(Problem(code=code, message=message).model_dump(), status_code=status, headers=headers)


def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, MingjianError):  # pragma: no cover - Starlette calls it for nothing else
        raise error
    # Where no run has ended, a page says what to do; a program is told that it cannot have an answer yet.
    return problem(409 if isinstance(error, NoRunError) else error.status, error.code, str(error))


def _bad_input(_request: Request, error: Exception) -> Response:
    # The places alone: what was sent may be personal.
    places = (
        [".".join(map(str, one["loc"])) for one in error.errors()] if isinstance(error, RequestValidationError) else []
    )
    said = f"these cannot be read: {', '.join(places)[:300]}" if places else "something in this cannot be kept"
    return problem(422, "input", said)


def _http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = (
        "more than may be sent at once" if status == 413 else "there is no such address, or it does not take this verb"
    )
    return problem(status, "http", said)


def _fault(_request: Request, _error: Exception) -> Response:
    return problem(500, "fault", "a fault of ours: nothing was changed; tell whoever keeps this system the time")
