"""My work: what waits for whoever looks."""

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.casework.ledger import SubjectType
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere, VisitNow
from mingjian.web.work_view import turned_up, watched
from mingjian.web.work_words import word

router = APIRouter()
_DECIDED_ON = {
    SubjectType.MATTER: "matters",
    SubjectType.CASE: "cases",
    SubjectType.PACKAGE: "cases",
    SubjectType.MATERIAL: "materials",
}
"""The table whose rights let one give an opinion on a subject."""


@router.get("/work", dependencies=[needs(Right.READ, "matters")])
def work(desk: DeskHere, visit: VisitNow) -> Response:
    """What waits for whoever looks: their matters, opinions to give, tasks, calls, cases."""
    name, speech = visit.principal.name, visit.speech
    works_on_cases = visit.principal.may(Right.CHANGE, "cases")
    return desk.render(
        "work.html",
        visit=visit,
        matters=desk.matters.queue(today=desk.today, assignee=name).matters,
        opinions=tuple(
            one
            for one in desk.decisions.waiting_for_another(name)
            if visit.principal.may(Right.CHANGE, _DECIDED_ON[one.subject_type])
        ),
        tasks=desk.tasks.open_for(name),
        notes=desk.notes.mentioning(name),
        cases=tuple(case for case in desk.cases.list(lead=name) if not case.status.ended),
        packages=desk.handovers.on_the_way() if works_on_cases else (),
        requests=desk.police.requests(waiting=True) if works_on_cases else (),
        accompaniments=desk.accompaniments.list(companion=name, to_come=True),
        takedowns=tuple(
            (one, day)
            for one in (desk.takedowns.list() if works_on_cases else ())
            if (day := one.due_on(desk.whole_settings.casework.takedown_days)) is not None and day <= desk.today
        ),
        enquiries=tuple(
            (one, due)
            for one in (desk.enquiries.open() if visit.principal.may(Right.CHANGE, "materials") else ())
            if ((due := one.due_on(desk.whole_settings.casework.enquiry_days)) is not None and due <= desk.today)
            or (one.waits is not None and one.waits.by != name)
        ),
        advert_reports=desk.advert_reports.waiting() if visit.principal.may(Right.CHANGE, "advert_reports") else 0,
        run_name=run.name if (run := visit.run_if_any) else "",
        alerts=tuple((one, watched(one.watch)) for one in turned_up(desk, visit)),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
        may_look=works_on_cases,
        today=desk.today,
    )
