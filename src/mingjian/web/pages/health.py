"""Health: for people a page, for a proxy one word, for Prometheus numbers."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from mingjian.access.policy import Right
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


@router.get("/settings", dependencies=[needs(Right.READ, "operations")])
def settings(desk: DeskHere, visit: VisitNow) -> Response:
    """What is set, secrets left out."""
    values = setting_values(desk.whole_settings)
    return desk.render("settings.html", visit=visit, here="/settings", values=values)
