"""One's own opinion on a matter, for its page and the API alike: its customer and what is under review go along."""

from mingjian.casework.decisions import Decision
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.web.desk import Desk, Visit


def judge_matter(
    desk: Desk, visit: Visit, matter_id: str, question: Question, answer: Answer, *, basis: Basis, why: str
) -> Decision:
    """Gives the opinion of whoever asks on one question of the matter, or of the one that it was joined into."""
    matter = desk.matters.find(matter_id, today=desk.today)
    return desk.decisions.judge(
        SubjectType.MATTER,
        matter.matter_id,
        question,
        answer,
        basis=basis,
        why=why,
        by=visit.principal,
        at=desk.now(),
        customer_id=matter.customer_id,
        reviews=desk.replies.under_review(matter.matter_id, question),
    )
