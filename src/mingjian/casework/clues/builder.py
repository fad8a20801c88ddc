"""Building packages in a worker, and letting go of what nobody handed over in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from mingjian.access.audit import AuditLog
from mingjian.access.entity_masks import mask_entity
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.handover import FORGET, HANDOVERS, find_within
from mingjian.casework.clues.settings import CluesSettings
from mingjian.casework.clues.signing import signers
from mingjian.store.database import Database
from mingjian.store.jobs import Effect, Job, enqueue, no_effect
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace


class Builder:
    """Builds what was asked for, in a worker."""

    def __init__(
        self,
        workspace: Workspace,
        database: Database,
        vault: Vault,
        settings: CluesSettings,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._workspace = workspace
        self._database = database
        self._vault = vault
        self._settings = settings
        self._now = clock

    def build(self, job: Job) -> Effect:
        """The handler of :data:`BUILD`."""
        from mingjian.casework.clues.building import build  # engines and typesetting, which no start may wait for

        handover_id = str(job.payload["handover"])
        with self._database.read() as connection:
            one = find_within(connection, handover_id)
        if one.sha256:
            return no_effect
        with TemporaryDirectory(prefix="mingjian-clue-") as folder:
            target = Path(folder) / "clue.zip"
            built = build(
                self._workspace.run(one.run),
                one.subject,
                one.statement,
                vault=self._vault,
                signers=signers(self._workspace.root, self._settings),
                audit=AuditLog(self._database),
                mask=mask_entity,
                target=target,
                case=CaseFile.of(self._database, one.case_id) if one.case_id else None,
            )
            digest = self._vault.put(target)

        built_at = self._now()
        expires_at = built_at + timedelta(days=self._settings.package_days)

        def keep(connection: Connection) -> None:
            connection.execute(
                HANDOVERS.update()
                .where(HANDOVERS.c.handover_id == handover_id)
                .values(
                    sha256=digest,
                    size=built.written.size,
                    originals=built.originals,
                    missing=built.missing,
                    built_at=built_at,
                    expires_at=expires_at,
                )
            )
            enqueue(connection, FORGET, {"handover": handover_id}, team=job.team, due_at=expires_at)

        return keep

    def forget(self, job: Job) -> Effect:
        """The handler of :data:`FORGET`: what nobody handed over in time is not kept; its SHA-256 stays."""
        with self._database.read() as connection:
            one = find_within(connection, str(job.payload["handover"]))
        if one.handed_at is None and self._vault.has(one.sha256):
            self._vault.delete(one.sha256)
        return no_effect
