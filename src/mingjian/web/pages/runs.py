"""The runs of the workspace, and one run's record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.errors import NotFoundError
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.run_record import RunSummary, summary
from mingjian.web.runs import read_record

router = APIRouter()


@dataclass(frozen=True)
class Fact:
    """One value of a run's record under its path, such as ``settings.intake.max_rows``."""

    path: str
    value: str


@router.get("/runs", dependencies=[needs(Right.READ, "complaints")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every run of the workspace, newest first."""
    current = desk.workspace.current
    runs: tuple[RunSummary, ...] = tuple(summary(folder) for folder in reversed(desk.workspace.runs))
    return desk.render("runs.html", visit=visit, runs=runs, current=current.name if current else "")


@router.get("/runs/{name}", dependencies=[needs(Right.READ, "complaints")])
def one(desk: DeskHere, visit: VisitNow, name: str) -> Response:
    """One run and what it follows from."""
    try:
        folder = desk.workspace.run(name)
    except NotFoundError:
        raise PageNotFoundError("no such run") from None
    record = read_record(folder)
    return desk.render("run.html", visit=visit, one=summary(folder), facts=tuple(_facts(record)))


def _facts(value: Any, path: str = "") -> Iterator[Fact]:
    if isinstance(value, Mapping):
        for name in value:
            yield from _facts(value[name], f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _facts(item, f"{path}[{number}]")
    else:
        yield Fact(path, "" if value is None else str(value))
