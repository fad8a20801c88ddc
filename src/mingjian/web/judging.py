"""How people judge what records name: the door that the pages and the API share.

What somebody names is looked up in the current run first, so that a judgement bears the run's own spelling.
"""

from mingjian.casework.errors import RefusedError
from mingjian.casework.judgements import Judgement
from mingjian.contract.judging import ABOUT_ONE, UNDONE_BY
from mingjian.contract.vocabulary import EntityType, JudgementKind
from mingjian.errors import InputError
from mingjian.network.kinds import KIND_OF
from mingjian.web.desk import Desk, Visit
from mingjian.web.entities import GANG
from mingjian.web.queries import naming as query
from mingjian.web.runs import Run

NAMED = (GANG, EntityType.CUSTOMER.value, EntityType.COMPLAINT.value, *(type_.value for type_ in KIND_OF))
"""What a person may name: those have a number or a spelling."""
PEOPLE = frozenset({EntityType.CUSTOMER.value, EntityType.COMPLAINT.value, EntityType.MATERIAL.value})
"""What is never a hub: a hub is a thing that many share."""


def judge(
    desk: Desk,
    visit: Visit,
    run: Run,
    kind: JudgementKind,
    left: tuple[str, str],
    *,
    why: str,
    right: tuple[str, str] = ("", ""),
) -> Judgement:
    """Judges what somebody names by a type and a number or spelling each; InputError says what does not fit."""
    one = named(run, *left)
    other = ("", "") if kind in ABOUT_ONE else named(run, *right)
    if kind in (JudgementKind.SAME_ENTITY, JudgementKind.DIFFERENT_ENTITY) and one[0] != other[0]:
        raise InputError("only things of one kind can be the same")
    if kind is JudgementKind.GANG_MERGE and {one[0], other[0]} != {GANG}:
        raise InputError("name two gangs")
    if kind is JudgementKind.HUB and one[0] in PEOPLE | {GANG}:
        raise InputError("a hub is a thing that many share, never a person or a gang")
    return desk.judgements.make(kind, one, right=other, by=visit.principal, at=desk.now(), reason=why)


def undo(desk: Desk, visit: Visit, judgement_id: str, *, why: str) -> Judgement:
    """Judges the opposite; the earlier judgement stays in the record."""
    one = desk.judgements.find(judgement_id)
    if one.kind not in UNDONE_BY:
        raise RefusedError("this has no opposite: judge anew")
    if one not in desk.judgements.standing():
        raise RefusedError("somebody has judged otherwise since")
    return desk.judgements.make(
        UNDONE_BY[one.kind],
        (one.left_type, one.left_id),
        right=(one.right_type, one.right_id),
        by=visit.principal,
        at=desk.now(),
        reason=why,
    )


def named(run: Run, type_: str, typed: str) -> tuple[str, str]:
    """What somebody named, as the run calls it."""
    if type_ not in NAMED or not typed.strip():
        raise InputError("name what is judged: its kind, and its number or spelling")
    found = query.named(run, type_, typed.strip())
    if not found:
        raise InputError("the current run knows nothing of that kind under this")
    return type_, found
