"""Whether somebody has looked at the periods by which a worker deletes, and said that they are right.

The first pass over a desk, and the first one after a period was changed, would delete what nobody at that moment looks
at. So it shows what would go and waits for a person's word; from then on it goes by itself.
"""

from dataclasses import asdict

from mingjian.access.audit import AuditLog
from mingjian.store.database import Database
from mingjian.subjects.settings import RetentionSettings

CONFIRM = "confirm_periods"
"""What the audit log says of it."""
_THING = "retention"


def stated(settings: RetentionSettings) -> str:
    """The periods as they are confirmed, such as ``complaint 1825, document 1095``."""
    days = {name.removesuffix("_days"): value for name, value in asdict(settings).items() if name.endswith("_days")}
    return ", ".join(f"{name} {value}" for name, value in days.items())


def are_confirmed(database: Database, settings: RetentionSettings) -> bool:
    """Whether the newest word of a person is about the periods as they are now."""
    newest = AuditLog(database).entries(action=CONFIRM, object_type=_THING, limit=1)
    return bool(newest) and newest[0].object_id == stated(settings)


def confirm(database: Database, settings: RetentionSettings, *, by: str) -> None:
    """A person says that the periods are right."""
    AuditLog(database).record(actor=by, action=CONFIRM, object_type=_THING, object_id=stated(settings))
