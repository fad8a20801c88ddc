"""What came in, what needs a person, and how it moves."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.standards.limits import clock
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, VisitNow
from mingjian.web.languages import Speech, local
from mingjian.web.last_delivery import LastDelivery, last_delivery
from mingjian.web.queries import overview as query
from mingjian.web.runs import Run

router = APIRouter()


@dataclass(frozen=True)
class Task:
    """Something that waits: how much, of what base, and where."""

    title: str
    number: int
    base: int
    address: str
    meaning: str
    urgent: bool = False


@dataclass(frozen=True)
class Figures:
    """What the overview counts in one run."""

    needs: query.Needs
    arrived: tuple[query.Arrived, ...]
    weeks: tuple[query.Week, ...]
    outcomes: tuple[query.Outcome, ...]
    delivery: LastDelivery | None


def figures(desk: Desk, run: Run) -> Figures | None:
    """The figures, worked out once a run; None where it holds no complaint."""
    return run.once("overview", lambda: _figures(desk, run))


def _figures(desk: Desk, run: Run) -> Figures | None:
    as_of = run.as_of or query.last_moment(run)
    if as_of is None:
        return None
    return Figures(
        needs=query.needs(run, as_of, days=clock("answer", local(as_of).date()).days),
        arrived=query.arrived(run, as_of),
        weeks=query.weeks(run, as_of),
        outcomes=query.outcomes(run, as_of),
        delivery=last_delivery(desk.workspace, str(run.record.get("intake_version", ""))),
    )


@router.get("/", dependencies=[needs(Right.READ, "complaints")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun) -> Response:
    """The overview of the current run."""
    found = figures(desk, run)
    if found is None:
        return desk.render("overview.html", visit=visit, tasks=(), arrived=(), weeks=(), outcomes=(), needs=None)
    return desk.render(
        "overview.html",
        visit=visit,
        needs=found.needs,
        tasks=_tasks(visit.speech, found.needs),
        arrived=found.arrived,
        weeks=found.weeks,
        outcomes=found.outcomes,
        delivery=found.delivery,
        run_name=run.name,
        rows_later=sum((run.record.get("rows_later") or {}).values()),
    )


def _tasks(speech: Speech, needs: query.Needs) -> tuple[Task, ...]:
    say = speech.say
    return (
        Task(
            say("Past their deadline"),
            needs.overdue,
            needs.open_complaints,
            "/complaints?open=1&order=received",
            say("open complaints whose answer is due"),
            urgent=True,
        ),
        Task(
            say("Open, and a claim is borne out"),
            needs.borne_out,
            needs.open_complaints,
            "/complaints?borne_out=1&open=1",
            say("our own records say that they are right in part: put it right first"),
        ),
        Task(
            say("Customers to support as victims"),
            needs.victims,
            needs.assessed_customers,
            "/customers?need=victim_support",
            say("an agency probably took their money or their papers"),
        ),
        Task(
            say("Open and undecided"),
            needs.undecided,
            needs.open_complaints,
            "/complaints?open=1&zone=undecided",
            say("the evidence does not tell; a person has to look"),
        ),
        Task(
            say("Open, likely by an agent"),
            needs.likely_agent,
            needs.open_complaints,
            "/complaints?open=1&zone=likely_agent",
            say("handled like any other, and looked into for who is behind it"),
        ),
        Task(
            say("Papers to look at"),
            needs.papers_to_review,
            needs.papers,
            "/materials?look=1",
            say("the checks found something that a person must judge"),
        ),
        Task(
            say("Complaints that match no customer"),
            needs.unmatched,
            needs.complaints,
            "/complaints?unmatched=1",
            say("their claims could not be checked against the records"),
        ),
        Task(
            say("Rows in quarantine"),
            needs.quarantined,
            needs.quarantined,
            "/quarantine",
            say("input that could not be taken as it was"),
        ),
        Task(
            say("New code words"),
            needs.code_words,
            needs.code_words,
            "/code-words",
            say("words that context proposes, for you to judge"),
        ),
    )
