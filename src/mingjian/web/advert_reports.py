"""Consumers' reports of adverts, for pages, API and command line: what a picture says, and what is alike."""

from dataclasses import dataclass, replace

from fastapi import UploadFile

from mingjian.access.policy import Role
from mingjian.casework.advert_reports import AdvertReport, Seen, check_picture, told_apart_by
from mingjian.casework.attachments import MOST_BYTES, Upload
from mingjian.casework.evidence import EvidenceKind
from mingjian.casework.on_record import concerned
from mingjian.errors import InputError
from mingjian.reading.lines import lines_of
from mingjian.reading.rendering import render
from mingjian.web.desk import Desk, Visit
from mingjian.web.queries import adverts
from mingjian.web.runs import Run

MOST_ALIKE = 20
MOST_PAGES = 3
"""Pages of a report's picture that are read: an advert is a screen or two, and each costs seconds."""


@dataclass(frozen=True)
class Alike:
    """What was collected or reported with the same address or the same way to reach its author."""

    collected: tuple[str, ...]
    reported: tuple[AdvertReport, ...]


def report(
    desk: Desk, visit: Visit, seen: Seen, *, customer_id: str = "", picture: UploadFile | None = None
) -> AdvertReport:
    """Notes a report with what is read from its picture; InputError for a picture that cannot be, or an unknown number.

    A program is believed: the lender's app knows its customer, who may be too new for the last run.
    """
    by, run = visit.principal, visit.run_if_any
    if run is not None and customer_id.strip() and Role.SERVICE not in by.roles:
        concerned(run, desk.database, EvidenceKind.CUSTOMER, customer_id.strip())
    sent = None
    if picture is not None and picture.filename:
        # One byte more than may be taken tells that there are more, however large the rest is.
        sent = Upload(picture.filename, picture.file.read(MOST_BYTES + 1))
    words = "" if sent is None else words_of(sent)
    return desk.advert_reports.report(
        seen, by=by, at=desk.now(), customer_id=customer_id, picture=sent, picture_text=words
    )


def words_of(picture: Upload) -> str:
    """What can be made out on a picture, read in the sandbox; an empty text where it shows no words."""
    if len(picture.content) > MOST_BYTES:
        return ""  # it is refused where it would be sealed
    check_picture(picture)
    drawn = render(picture.content)
    if not drawn.pages:
        raise InputError("the picture cannot be read: it is damaged, locked or too large. Take a new screenshot")
    lines = lines_of(replace(drawn, pages=drawn.pages[:MOST_PAGES]))
    return "\n".join(line.text for line in lines if line.text.strip())


def private_to(visit: Visit, one: AdvertReport) -> tuple[str, ...]:
    """What tells who reported: their number, name and telephones, as far as the current run knows them."""
    run = visit.run_if_any
    return told_apart_by(None if run is None else run.serving, one)


def alike(desk: Desk, run: Run | None, one: AdvertReport) -> Alike:
    """What may be the same advert."""
    shared = {name: value for name in ("url", "phone", "wechat_id") if (value := getattr(one, name))}
    reported = desk.advert_reports.bearing(shared, most=MOST_ALIKE + 1)
    return Alike(
        adverts.bearing(run, shared) if run is not None and shared else (),
        tuple(other for other in reported if other.report_id != one.report_id)[:MOST_ALIKE],
    )
