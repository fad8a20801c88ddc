"""Who looked, who asked to see more, and why: the audit log beside what it is about."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mingjian.access.policy import Principal
from mingjian.web.audit_words import act_name
from mingjian.web.desk import Desk
from mingjian.web.languages import Speech

_SAME_LOOK = timedelta(hours=1)
"""Coming back within this time is the same look; writing each reload would bury what matters."""


@dataclass(frozen=True)
class HistoryLine:
    """One entry in words."""

    when: str
    actor: str
    what: str
    reason: str


def note_look(desk: Desk, principal: Principal, object_type: str, object_id: str) -> None:
    """Writes down that somebody looked."""
    actor = principal.name
    last = desk.audit.entries(actor=actor, action="view", object_type=object_type, object_id=object_id, limit=1)
    if not last or datetime.now(UTC) - last[0].at > _SAME_LOOK:
        desk.audit.record(actor=actor, action="view", object_type=object_type, object_id=object_id)


def history(desk: Desk, speech: Speech, object_type: str, object_id: str) -> tuple[HistoryLine, ...]:
    """The newest entries first."""
    entries = desk.audit.entries(object_type=object_type, object_id=object_id, limit=20)
    return tuple(
        HistoryLine(speech.time(entry.at), entry.actor, _what(speech, object_type, entry.action), entry.reason)
        for entry in entries
    )


def _what(speech: Speech, object_type: str, action: str) -> str:
    if action == "view":
        return speech.say("looked at this page")
    if action.startswith("unmask_"):
        table = {"customer": "customers", "complaint": "complaints", "material": "materials"}[object_type]
        return speech.say("asked to see: %(field)s", field=speech.field(table, action.removeprefix("unmask_")))
    return act_name(speech, action)
