"""The figures of casework and their rows."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.casework.statistics import FIGURES, count, rows
from mingjian.errors import NotFoundError
from mingjian.web.api import figure_answers as fa
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere
from mingjian.web.pages.statistics import moment, period

router = APIRouter(tags=["statistics"])
_READ = needs(Right.READ, "cases")


@router.get("/statistics", dependencies=[_READ], responses=refusals(422))
def figures(desk: DeskHere, since: date | None = None, until: date | None = None) -> list[fa.FigureAnswer]:
    """Every figure of a period, both days included; this year so far where none is stated."""
    first, last = period(since, until, today=desk.today)
    begin, end = moment(first), moment(last + timedelta(days=1))
    return [fa.FigureAnswer(name=one.name, value=count(desk.database, one, since=begin, until=end)) for one in FIGURES]


@router.get("/statistics/{name}", dependencies=[_READ], responses=refusals(404, 422))
def figure(
    desk: DeskHere,
    name: Annotated[str, Path(max_length=80)],
    since: date | None = None,
    until: date | None = None,
) -> fa.FigureRowsAnswer:
    """The rows that one figure counts, and its query."""
    found = next((one for one in FIGURES if one.name == name), None)
    if found is None:
        raise NotFoundError("no such figure")
    first, last = period(since, until, today=desk.today)
    counted = rows(desk.database, found, since=moment(first), until=moment(last + timedelta(days=1)))
    return fa.FigureRowsAnswer(
        name=name,
        query=found.query,
        rows=tuple(fa.FigureRowAnswer.model_validate(row) for row in counted),
    )
