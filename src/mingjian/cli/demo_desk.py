"""The demo's desk: complaints taken and cases begun, by a named demo account and said so, that pages show something.

Nothing is decided: the account takes what waits and opens cases as suspicions, as a person would on the first morning.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mingjian.access.policy import DESK, Principal

if TYPE_CHECKING:
    from mingjian.store.database import Database

ACTOR = Principal("demo", DESK.roles, team="demo")
"""Who the ledger and the audit log say it was."""
WHY = "演示：由演示账号从本次运行的团伙建立，尚未有人核实 (demo: opened from a gang of this run, confirmed by nobody)"


def begin(database: "Database", run_folder: Path, *, run: str, at: datetime, cases: int = 2) -> Sequence[str]:
    """Takes what waits and opens cases for the largest gangs with their complaints; gives the cases' numbers."""
    from mingjian.casework.arrivals import waiting
    from mingjian.casework.cases import Cases, Origin, OriginKind
    from mingjian.casework.errors import AlreadyOpenError
    from mingjian.casework.evidence import OF_A_RUN, EvidenceBoard, EvidenceKind, Provenance, Standing
    from mingjian.casework.taking import Taking
    from mingjian.store.serving import Serving

    opened = []
    with Serving.open(run_folder) as serving:
        Taking(database).take(waiting(serving), by=ACTOR, at=at)
        largest = serving.query("SELECT gang_id FROM gangs ORDER BY customers DESC, gang_id LIMIT ?", [cases])
        for gang in largest:
            gang_id = gang["gang_id"]
            try:
                case = Cases(database).open(
                    Origin(OriginKind.GANG, gang_id, run=run), title=f"演示案件 {gang_id}", by=ACTOR, at=at, why=WHY
                )
            except AlreadyOpenError:
                continue
            opened.append(case.case_id)
            members = serving.query(
                "SELECT m.entity_id, c.customer_id FROM gang_members AS m JOIN complaints AS c "
                "ON c.complaint_id = m.entity_id WHERE m.gang_id = ? AND m.entity_type = 'complaint' "
                "ORDER BY m.strength DESC, m.entity_id LIMIT 12",
                [gang_id],
            )
            for member in members:
                EvidenceBoard(database).add(
                    case.case_id,
                    EvidenceKind.COMPLAINT,
                    member["entity_id"],
                    provenance=Provenance(OF_A_RUN, at, ACTOR.name, run),
                    standing=Standing.HYPOTHESIS,
                    by=ACTOR,
                    at=at,
                    customer_id=member["customer_id"] or "",
                )
    return opened
