"""Writes a world: a delivery for the product, and apart from it the truth."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from mingjian.contract import INTAKE
from mingjian.contract.truth import TRUTH
from mingjian.errors import InputError
from mingjian.simulation.books import Books
from mingjian.simulation.calendar import Calendar
from mingjian.simulation.chronicle import write_block, write_whole
from mingjian.simulation.documents.archive import Archive
from mingjian.simulation.documents.issuers import issuers
from mingjian.simulation.filing import Filing
from mingjian.simulation.gangs import underworld
from mingjian.simulation.registers import public_record
from mingjian.simulation.representation import represent
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.worlds import WORLDS
from mingjian.simulation.writer import TableWriter

BLOCK = 50_000
"""Customers that stand in memory at once. The bytes depend on it, so it is no setting."""

ABSENT = ("judgements",)
"""Tables that no world delivers."""
OF_DOCUMENTS = ("materials", "verifications")
"""Tables that a world without documents does not deliver."""

STATEMENT = """\
# What this lender states about itself. A desk that stands in this folder reads it.

[merits]
# Every collection call, outsourced collectors' included, every fee, payment and promise of this lender is delivered.
# So what stands in none of these tables did not happen, and a claim of it is contradicted. Without the statement
# silence contradicts nobody: state it of your own tables only where it is true of them.
complete_tables = ["contacts", "charges", "repayments", "promises"]
"""
"""True of every world: they share a ledger and a dialler, and nobody in them calls or charges past either."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Summary:
    """How many rows of each table were written."""

    delivery: dict[str, int]
    truth: dict[str, int]


def simulate(
    settings: WorldSettings,
    *,
    delivery: Path,
    truth: Path,
    statement: Path | None = None,
    progress: Progress = lambda _doing, _share: None,
) -> Summary:
    """Writes the world's delivery to one folder and its truth to another.

    ``statement`` is the settings file of the simulated lender, which says what no table can: which tables hold
    everything. One that stands there already is somebody's and stays.

    The same settings give the same bytes on any machine. Raises InputError for a world that is not known.
    """
    if settings.world not in WORLDS:
        raise InputError(f"no world is called {settings.world}; there are {', '.join(WORLDS)}")
    world = WORLDS[settings.world]
    calendar = Calendar.of(settings.snapshot_at, settings.months)
    progress("gangs", 0.0)
    plan = underworld(world, calendar, settings)
    record = public_record(world, calendar, settings, plan.gangs)
    known_issuers = issuers(world, record.organisations, settings.seed)
    documents = settings.documented_complaints > 0

    def acting(complaint_id: str, filing: Filing) -> str:
        return represent(world, settings, record, plan, complaint_id, filing).name

    archive = Archive(world, settings, plan.gangs, known_issuers, delivery, acting) if documents else None
    absent = ABSENT if documents else (*ABSENT, *OF_DOCUMENTS)
    tables = {table.name: table for table in INTAKE if table.name not in absent}
    with TableWriter(delivery, tables) as delivered, TableWriter(truth, TRUTH) as known:
        books = Books(world, settings, calendar, plan, record, known_issuers, archive, delivered, known)
        for first in range(0, settings.customers, BLOCK):
            progress("customers", first / settings.customers)
            write_block(books, first, min(BLOCK, settings.customers - first))
        progress("gangs and registers", 0.98)
        write_whole(books)
        summary = Summary(dict(delivered.rows), dict(known.rows))
    (delivery / "delivery.yaml").write_text(
        yaml.safe_dump(
            {"lender": world.habits.lender, "snapshot_at": settings.snapshot_at.isoformat()}, allow_unicode=True
        ),
        encoding="utf-8",
    )
    if statement is not None and not statement.exists():
        statement.parent.mkdir(parents=True, exist_ok=True)
        statement.write_text(STATEMENT, encoding="utf-8")
    progress("done", 1.0)
    return summary
