"""An opinion on what has one question alone: a case, a document."""

from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Question
from mingjian.errors import InputError
from mingjian.web.api import shared_answers as sa
from mingjian.web.desk import Desk, Visit


def judge(
    desk: Desk,
    visit: Visit,
    subject_type: SubjectType,
    subject_id: str,
    opinion: sa.NewOpinion,
    *,
    of: Question,
    customer_id: str = "",
) -> sa.DecisionAnswer:
    """Gives the opinion of whoever asks; InputError where it answers another question."""
    if opinion.question is not of:
        raise InputError(f"of this one decides {of}")
    given = desk.decisions.judge(
        subject_type,
        subject_id,
        of,
        opinion.answer,
        basis=opinion.basis,
        why=opinion.why,
        by=visit.principal,
        at=desk.now(),
        customer_id=customer_id,
    )
    return sa.DecisionAnswer.of(given)
