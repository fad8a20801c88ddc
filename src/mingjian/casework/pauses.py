"""What stops a matter's clock: for a cause that the rules know, on a stated ground, until somebody ends it."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Index, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.clocks import PauseCause
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.register import entry
from mingjian.contract import TIME_ZONE
from mingjian.store.database import METADATA, Database

PAUSES = Table(
    "pauses",
    METADATA,
    Column("pause_id", String(20), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("cause", String(20), nullable=False),
    Column("ground", Text, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("by", String(80), nullable=False),
    Column("ended_on", Date),
    Index("pauses_by_matter", "matter_id"),
)
_ZONE = ZoneInfo(TIME_ZONE)


class Pauses:
    """The stopped clocks of one database."""

    def __init__(self, database: Database, causes: Collection[PauseCause] = tuple(PauseCause)) -> None:
        self._database = database
        self._causes = causes

    def pause(self, matter_id: str, cause: PauseCause, *, ground: str, by: Principal, at: datetime) -> str:
        """Stops the clock; ``ground`` is what shows the cause. A transfer's own deadline never stops."""
        if cause not in self._causes:
            raise RefusedError("the settings let no clock stop for this cause")
        pause_id = new_id("P")
        with self._database.begin() as connection:
            entry(connection, matter_id)
            if connection.scalar(select(PAUSES.c.pause_id).where(_running(matter_id))) is not None:
                raise RefusedError("the clock is stopped already")
            connection.execute(
                PAUSES.insert().values(
                    pause_id=pause_id,
                    matter_id=matter_id,
                    cause=cause.value,
                    ground=ledger.stated(ground),
                    started_on=at.astimezone(_ZONE).date(),
                    by=by.name,
                )
            )
            ledger.write(
                connection,
                About(SubjectType.MATTER, matter_id, pause_id),
                "pause",
                by=by,
                at=at,
                after=cause.value,
                why=ground,
            )
        return pause_id

    def resume(self, matter_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Lets the clock run again."""
        with self._database.begin() as connection:
            # The row is locked: of two who end it at once the second one is told.
            mine = select(PAUSES).where(_running(matter_id)).with_for_update()
            running = connection.execute(mine).one_or_none()
            if running is None:
                raise RefusedError("the clock is running")
            # Said first: the database lets a pause end only where a person's entry says so.
            ledger.write(
                connection,
                About(SubjectType.MATTER, matter_id, running.pause_id),
                "resume",
                by=by,
                at=at,
                before=running.cause,
                why=ledger.stated(why),
            )
            connection.execute(
                PAUSES.update()
                .where(PAUSES.c.pause_id == running.pause_id)
                .values(ended_on=at.astimezone(_ZONE).date())
            )


def _running(matter_id: str) -> ColumnElement[bool]:
    return (PAUSES.c.matter_id == matter_id) & PAUSES.c.ended_on.is_(None)
