"""What a command line's look at a person's data leaves in the audit log."""

import getpass
from pathlib import Path

from mingjian import settings
from mingjian.access.audit import AuditLog
from mingjian.store.database import Database


def audited(workspace: Path, action: str, object_type: str, object_id: str, *, reason: str) -> None:
    """Writes down that whoever is logged in to this machine does ``action`` to an object, and why."""
    database = Database.of(workspace, settings.load(workspace).database_url)
    try:
        AuditLog(database).record(
            actor=getpass.getuser(), action=action, object_type=object_type, object_id=object_id, reason=reason
        )
    finally:
        database.close()
