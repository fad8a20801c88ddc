"""How people judge what records name: the door that the pages and the API share.

What somebody names is looked up in the current run first, so that a judgement bears the run's own spelling.
"""

from mingjian.casework.errors import RefusedError
from mingjian.casework.judgements import Judgement
from mingjian.casework.words import accept_word, reject_word, word_use
from mingjian.contract.judging import ABOUT_ONE, OF_SIGNATURES, OF_WORDS, UNDONE_BY
from mingjian.contract.vocabulary import EntityType, JudgementKind, MaterialKind
from mingjian.errors import InputError
from mingjian.network.kinds import KIND_OF
from mingjian.web.desk import Desk, Visit
from mingjian.web.entities import GANG
from mingjian.web.queries import materials
from mingjian.web.queries import naming as query
from mingjian.web.runs import Run
from mingjian.wording.judged_words import WORD

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
    if kind in OF_WORDS:
        return _of_word(desk, visit, run, kind, left, right, why=why)
    if kind in OF_SIGNATURES:
        return _of_signature(desk, visit, run, kind, left, why=why)
    one = named(run, *left)
    other = ("", "") if kind in ABOUT_ONE else named(run, *right)
    if kind in (JudgementKind.SAME_ENTITY, JudgementKind.DIFFERENT_ENTITY) and one[0] != other[0]:
        raise InputError("only things of one kind can be the same")
    if kind is JudgementKind.GANG_MERGE and {one[0], other[0]} != {GANG}:
        raise InputError("name two gangs")
    if kind is JudgementKind.HUB and one[0] in PEOPLE | {GANG}:
        raise InputError("a hub is a thing that many share, never a person or a gang")
    return desk.judgements.make(kind, one, right=other, by=visit.principal, at=desk.now(), reason=why)


def _of_word(
    desk: Desk, visit: Visit, run: Run, kind: JudgementKind, left: tuple[str, str], right: tuple[str, str], *, why: str
) -> Judgement:
    if left[0] != WORD:
        raise InputError("name a word")
    if kind is JudgementKind.CODE_WORD:
        use = word_use(run, left[1])
        return accept_word(desk.judgements, use, right[1], by=visit.principal, at=desk.now(), why=why)
    return reject_word(desk.judgements, left[1], by=visit.principal, at=desk.now(), why=why)


def _of_signature(
    desk: Desk, visit: Visit, run: Run, kind: JudgementKind, left: tuple[str, str], *, why: str
) -> Judgement:
    """Somebody looked at the signature on a power of attorney."""
    material = EntityType.MATERIAL.value
    found = materials.material(run, left[1]) if left[0] == material else None
    if found is None or found.kind != MaterialKind.POWER_OF_ATTORNEY:
        raise InputError("name a power of attorney of the current run")
    return desk.judgements.make(kind, (material, left[1]), by=visit.principal, at=desk.now(), reason=why)


def undo(desk: Desk, visit: Visit, judgement_id: str, *, why: str) -> Judgement:
    """Judges the opposite; the earlier judgement stays in the record."""
    one = desk.judgements.find(judgement_id)
    if one.kind not in UNDONE_BY:
        raise RefusedError("this has no opposite: judge anew")
    if judgement_id not in {each.judgement_id for each in desk.judgements.standing()}:
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
