"""Adverts that consumers report: from the lender's app as well, by a program's key, and looked through by a person."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, Response, UploadFile
from starlette.responses import StreamingResponse

from mingjian.access.policy import Right
from mingjian.casework.advert_reports import LONGEST, Seen
from mingjian.contract.vocabulary import Platform
from mingjian.web import advert_reports as reporting
from mingjian.web.api import advert_report_answers as ara
from mingjian.web.api.parts import APart
from mingjian.web.api.refusals import refusals
from mingjian.web.api.shared_answers import Made
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow

router = APIRouter(tags=["adverts"])
TABLE = "advert_reports"
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Line = Annotated[str, Form(max_length=200, pattern=r"^[^\x00]*$")]
_READ, _CHANGE = needs(Right.READ, TABLE), needs(Right.CHANGE, TABLE)


@router.post(
    "/advert-reports", status_code=201, dependencies=[needs(Right.CREATE, TABLE)], responses=refusals(413, 422)
)
def report(
    desk: DeskHere,
    visit: VisitNow,
    platform: Annotated[Platform, Form()],
    seen_on: Annotated[date, Form()],
    text: Annotated[str, Form(max_length=LONGEST, pattern=r"^[^\x00]*$")] = "",
    url: Annotated[str, Form(max_length=2_000, pattern=r"^[^\x00]*$")] = "",
    author: Line = "",
    phone: Line = "",
    wechat_id: Line = "",
    organisation_name: Line = "",
    customer_id: Line = "",
    picture: Annotated[UploadFile | None, File(description="a screenshot, photo or PDF, up to 50 MB")] = None,
) -> Made:
    """Notes what a consumer saw; the words of the picture are read. It is no advert before a person accepts it."""
    made = reporting.report(
        desk,
        visit,
        Seen(platform, seen_on, text, url, author, phone, wechat_id, organisation_name),
        customer_id=customer_id,
        picture=picture,
    )
    return Made(id=made.report_id)


@router.get("/advert-reports", dependencies=[_READ], responses=refusals(422))
def listed(desk: DeskHere, part: APart) -> list[ara.AdvertReportAnswer]:
    """Those that wait first, then the newest."""
    return [ara.AdvertReportAnswer.of(one) for one in part.of(desk.advert_reports.all())]


@router.get("/advert-reports/{report_id}", dependencies=[_READ], responses=refusals(404, 422))
def one(desk: DeskHere, report_id: Number) -> ara.AdvertReportAnswer:
    """One report."""
    return ara.AdvertReportAnswer.of(desk.advert_reports.find(report_id))


@router.post(
    "/advert-reports/{report_id}/accept", status_code=204, dependencies=[_CHANGE], responses=refusals(404, 409, 422)
)
def accept(desk: DeskHere, visit: VisitNow, report_id: Number, accepted: ara.Accepted) -> None:
    """It is an advert, with these words: refused where they tell who reported it."""
    private = reporting.private_to(visit, desk.advert_reports.find(report_id))
    desk.advert_reports.accept(
        report_id, accepted.text, by=visit.principal, at=desk.now(), why=accepted.why, private=private
    )


@router.post(
    "/advert-reports/{report_id}/reject", status_code=204, dependencies=[_CHANGE], responses=refusals(404, 409, 422)
)
def reject(desk: DeskHere, visit: VisitNow, report_id: Number, rejected: ara.Rejected) -> None:
    """It is none, or was known already."""
    desk.advert_reports.reject(report_id, rejected.outcome, by=visit.principal, at=desk.now(), why=rejected.why)


@router.get(
    "/advert-reports/{report_id}/picture",
    dependencies=[_CHANGE],
    responses=refusals(404, 422) | {200: {"content": {"application/octet-stream": {}}, "description": "the file"}},
    response_class=Response,
)
def picture(desk: DeskHere, visit: VisitNow, report_id: Number) -> Response:
    """Its picture; who opened it stands in the audit log."""
    found, pieces = desk.advert_reports.picture(report_id, by=visit.principal)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.file_name, safe='')}"}
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)
