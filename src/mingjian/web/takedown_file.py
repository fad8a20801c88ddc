"""The file of a takedown request, for pages and API: a letter, or the places alone, for a person to send."""

from enum import StrEnum

from fastapi import Response

from mingjian.casework.takedowns.file import ReportFile
from mingjian.contract.reasons import Language
from mingjian.web.desk import Desk, Visit
from mingjian.web.languages import message

__all__ = ["MEDIA", "Ending", "taken_file"]

_UNNAMED_SENDER = message("(name of the institution)")


class Ending(StrEnum):
    """Which file is taken."""

    DOCX = "docx"
    CSV = "csv"
    TXT = "txt"


MEDIA = {
    Ending.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Ending.CSV: "text/csv; charset=utf-8",
    Ending.TXT: "text/plain; charset=utf-8",
}


def taken_file(desk: Desk, visit: Visit, takedown_id: str, ending: Ending, language: Language) -> Response:
    """The file; who took it stands in the audit log."""
    sender = desk.whole_settings.clues.organisation or visit.speech.say(_UNNAMED_SENDER)
    report = ReportFile(desk.takedowns.find(takedown_id), sender, desk.today, language)
    desk.audit.record(actor=visit.principal.name, action="takedown_file", object_type="takedown", object_id=takedown_id)
    content = {Ending.DOCX: report.to_docx, Ending.CSV: report.to_csv, Ending.TXT: report.to_text}[ending]()
    headers = {"content-disposition": f'attachment; filename="{takedown_id}.{ending}"'}
    return Response(content, media_type=MEDIA[ending], headers=headers)
