"""What notes, tasks and files hang on: a case, a matter, a request of the police; how found, and who works on it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from mingjian.casework.ledger import SubjectType
from mingjian.web.desk import Desk


@dataclass(frozen=True)
class WorkSubject:
    """A kind of subject on the desk."""

    type: SubjectType
    table: str
    """The table whose rights hold for it."""
    under: str
    """Where its pages stand."""
    number: Callable[[Desk, str], str]
    """Its number, or that of the matter in which it is handled; NotFoundError where there is none."""

    def page(self, number: str) -> str:
        """The address of one."""
        return f"{self.under}/{quote(number, safe='')}"


SUBJECTS = (
    WorkSubject(SubjectType.CASE, "cases", "/cases", lambda desk, number: desk.cases.find(number).case_id),
    WorkSubject(
        SubjectType.MATTER,
        "matters",
        "/matters",
        lambda desk, number: desk.matters.find(number, today=desk.today).matter_id,
    ),
    WorkSubject(
        SubjectType.POLICE_REQUEST,
        "cases",
        "/police/requests",
        lambda desk, number: desk.police.find(number).request_id,
    ),
)
