"""Notes and tasks on a case, a matter or a request, for people: one router, with the rights of the subject."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path

from mingjian.access.policy import Right
from mingjian.web.api import shared_answers as sa
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.work_subjects import SUBJECTS, WorkSubject

router = APIRouter()
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


def _serve(subject: WorkSubject) -> None:
    reading, changing = needs(Right.READ, subject.table), needs(Right.CHANGE, subject.table)
    found, refused = refusals(404, 422), refusals(404, 409, 422)
    under, tags = f"{subject.under}/{{subject_id}}", [subject.table]

    @router.get(f"{under}/notes", dependencies=[reading], responses=found, tags=[*tags])
    def notes(desk: DeskHere, subject_id: Number) -> list[sa.NoteAnswer]:
        """Its notes, oldest first."""
        return [sa.NoteAnswer.of(note) for note in desk.notes.of(subject.type, subject.number(desk, subject_id))]

    @router.post(f"{under}/notes", status_code=201, dependencies=[changing], responses=refused, tags=[*tags])
    def write(desk: DeskHere, visit: VisitNow, subject_id: Number, note: sa.NewNote) -> sa.NoteAnswer:
        """Writes a note."""
        number = subject.number(desk, subject_id)
        return sa.NoteAnswer.of(desk.notes.add(subject.type, number, note.text, by=visit.principal, at=desk.now()))

    @router.get(f"{under}/tasks", dependencies=[reading], responses=found, tags=[*tags])
    def tasks(desk: DeskHere, subject_id: Number) -> list[sa.TaskAnswer]:
        """Its tasks, what is open first."""
        return [sa.TaskAnswer.of(task) for task in desk.tasks.of(subject.type, subject.number(desk, subject_id))]

    @router.post(f"{under}/tasks", status_code=201, dependencies=[changing], responses=refused, tags=[*tags])
    def add_task(desk: DeskHere, visit: VisitNow, subject_id: Number, task: sa.NewTask) -> sa.TaskAnswer:
        """Adds a task."""
        made = desk.tasks.add(
            subject.type,
            subject.number(desk, subject_id),
            task.title,
            assignee=task.assignee,
            due_on=task.due_on,
            by=visit.principal,
            at=desk.now(),
        )
        return sa.TaskAnswer.of(made)

    @router.post(
        f"{under}/tasks/{{task_id}}/done", status_code=204, dependencies=[changing], responses=refused, tags=[*tags]
    )
    def finish(desk: DeskHere, visit: VisitNow, subject_id: Number, task_id: Number) -> None:
        """Marks a task as done."""
        of = (subject.type, subject.number(desk, subject_id))
        desk.tasks.finish(task_id, of=of, by=visit.principal, at=desk.now())

    def changed(verb: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        path = f"{under}/tasks/{{task_id}}/{verb}"
        return router.post(path, status_code=204, dependencies=[changing], responses=refused, tags=[*tags])

    @changed("assignee")
    def give(desk: DeskHere, visit: VisitNow, subject_id: Number, task_id: Number, asked: sa.NewAssignee) -> None:
        """Gives a task to somebody else."""
        of = (subject.type, subject.number(desk, subject_id))
        desk.tasks.give(task_id, asked.assignee, of=of, by=visit.principal, at=desk.now(), why=asked.why)

    @changed("day")
    def move(desk: DeskHere, visit: VisitNow, subject_id: Number, task_id: Number, asked: sa.NewDay) -> None:
        """Another day for a task, or none."""
        of = (subject.type, subject.number(desk, subject_id))
        desk.tasks.move(task_id, asked.due_on, of=of, by=visit.principal, at=desk.now(), why=asked.why)

    @changed("cancellation")
    def cancel(desk: DeskHere, visit: VisitNow, subject_id: Number, task_id: Number, reason: sa.NewReason) -> None:
        """It need not be done; the timeline keeps it."""
        of = (subject.type, subject.number(desk, subject_id))
        desk.tasks.cancel(task_id, of=of, by=visit.principal, at=desk.now(), why=reason.why)


for _subject in SUBJECTS:
    _serve(_subject)
