"""Health: for people a page, for a proxy one word, for Prometheus numbers."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.subjects.periods import are_confirmed, confirm
from mingjian.web.authority import OPEN, needs
from mingjian.web.checkup import examine
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.setting_values import setting_values

router = APIRouter()


@router.get("/health/live", dependencies=[OPEN])
async def live() -> Response:
    """Whether this process answers, however many pages wait for their turn."""
    return PlainTextResponse("live")


@router.get("/health/ready", dependencies=[OPEN])
def ready(desk: DeskHere) -> Response:
    """Whether the database answers; says nothing else to strangers."""
    try:
        desk.audit.head()
    except Exception:  # whatever it is, this server is not ready
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True})


@router.get("/metrics", dependencies=[needs(Right.READ, "operations")])
def metrics(request: Request) -> Response:
    """Numbers for Prometheus."""
    return Response(generate_latest(request.app.state.numbers.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/health", dependencies=[needs(Right.READ, "operations")])
def page(desk: DeskHere, visit: VisitNow) -> Response:
    """Every check that answers at once; 'mingjian doctor' looks deeper."""
    findings = examine(desk, desk.whole_settings, deep=False)
    return desk.render("health.html", visit=visit, here="/health", findings=findings)


@router.get("/health/periods", dependencies=[needs(Right.READ, "operations")])
def periods(desk: DeskHere, visit: VisitNow) -> Response:
    """How long what is kept, what is past its time, and whether a worker may delete it by itself."""
    settings = desk.whole_settings.retention
    return desk.render(
        "periods.html",
        visit=visit,
        here="/health",
        periods=settings,
        due=desk.retention.due(desk.now()),
        confirmed=are_confirmed(desk.database, settings),
        may_confirm=visit.principal.may(Right.CHANGE, "operations"),
    )


@router.post("/health/periods", dependencies=[needs(Right.CHANGE, "operations")])
def confirm_periods(desk: DeskHere, visit: VisitNow) -> Response:
    """Somebody has looked at the periods: a worker deletes by them from now on."""
    confirm(desk.database, desk.whole_settings.retention, by=visit.principal.name)
    return RedirectResponse("/health/periods", status_code=303)


@router.get("/settings", dependencies=[needs(Right.READ, "operations")])
def settings(desk: DeskHere, visit: VisitNow) -> Response:
    """What is set, secrets left out."""
    values = setting_values(desk.whole_settings)
    return desk.render("settings.html", visit=visit, here="/settings", values=values)
