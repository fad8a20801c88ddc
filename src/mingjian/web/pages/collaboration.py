"""Notes and tasks on a case, a matter or a request of the police: one set of forms for all."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.forms import Line, Text, Words
from mingjian.web.work_subjects import SUBJECTS, WorkSubject

router = APIRouter()


def _serve(subject: WorkSubject) -> None:
    changing = needs(Right.CHANGE, subject.table)
    under = f"{subject.under}/{{subject_id}}"

    def back(number: str, part: str) -> Response:
        return RedirectResponse(f"{subject.page(number)}#{part}", status_code=303)

    @router.post(f"{under}/note", dependencies=[changing])
    def note(desk: DeskHere, visit: VisitNow, subject_id: str, text: Text) -> Response:
        """Writes a note; ``@name`` calls somebody."""
        number = subject.number(desk, subject_id)
        desk.notes.add(subject.type, number, text, by=visit.principal, at=desk.now())
        return back(number, "notes")

    @router.post(f"{under}/task", dependencies=[changing])
    def add_task(
        desk: DeskHere,
        visit: VisitNow,
        subject_id: str,
        title: Line,
        assignee: Line,
        due_on: Annotated[date | None, Form()] = None,
    ) -> Response:
        """Adds a task."""
        number = subject.number(desk, subject_id)
        desk.tasks.add(subject.type, number, title, assignee=assignee, due_on=due_on, by=visit.principal, at=desk.now())
        return back(number, "tasks")

    @router.post(f"{under}/tasks/{{task_id}}/finish", dependencies=[changing])
    def finish_task(desk: DeskHere, visit: VisitNow, subject_id: str, task_id: str) -> Response:
        """Marks a task as done."""
        number = subject.number(desk, subject_id)
        desk.tasks.finish(task_id, of=(subject.type, number), by=visit.principal, at=desk.now())
        return back(number, "tasks")

    @router.post(f"{under}/tasks/{{task_id}}/give", dependencies=[changing])
    def give_task(
        desk: DeskHere, visit: VisitNow, subject_id: str, task_id: str, assignee: Line, why: Words
    ) -> Response:
        """Gives a task to somebody else."""
        number = subject.number(desk, subject_id)
        desk.tasks.give(task_id, assignee, of=(subject.type, number), by=visit.principal, at=desk.now(), why=why)
        return back(number, "tasks")

    @router.post(f"{under}/tasks/{{task_id}}/move", dependencies=[changing])
    def move_task(
        desk: DeskHere,
        visit: VisitNow,
        subject_id: str,
        task_id: str,
        why: Words,
        due_on: Annotated[date | None, Form()] = None,
    ) -> Response:
        """Another day for a task, or none."""
        number = subject.number(desk, subject_id)
        desk.tasks.move(task_id, due_on, of=(subject.type, number), by=visit.principal, at=desk.now(), why=why)
        return back(number, "tasks")

    @router.post(f"{under}/tasks/{{task_id}}/cancel", dependencies=[changing])
    def cancel_task(desk: DeskHere, visit: VisitNow, subject_id: str, task_id: str, why: Words) -> Response:
        """It need not be done."""
        number = subject.number(desk, subject_id)
        desk.tasks.cancel(task_id, of=(subject.type, number), by=visit.principal, at=desk.now(), why=why)
        return back(number, "tasks")


for _subject in SUBJECTS:
    _serve(_subject)
