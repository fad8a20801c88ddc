"""Adverts that consumers report: looked through by a person before one becomes a row of ``solicitations``.

Who reported stays here: not in the advert's row, and so not in a run, a takedown file or a clue package. As nobody can
tell then whether the customer who names a number elsewhere is the one who reported its advert, the row says that a
consumer reported it and is no source of its own (``standards/sources.py``): it weighs nothing until others bear it out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Date, Index, RowMapping, Select, String, Table, Text, case, func, or_, select

from mingjian.access.accounts import new_id
from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.attachments import Upload, seal
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.contract import TABLES, TIME_ZONE
from mingjian.contract.vocabulary import Platform
from mingjian.errors import InputError, NotFoundError
from mingjian.reading.identify import media_type
from mingjian.standards import phone
from mingjian.standards.folding import fold_text
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.serving import Serving
from mingjian.store.vault import Vault
from mingjian.wording.contacts import ContactKind, find_contacts

__all__ = [
    "LONGEST",
    "REPORTS",
    "AdvertReport",
    "AdvertReports",
    "Outcome",
    "Seen",
    "check_picture",
    "solicitations",
    "told_apart_by",
]

REPORTS = Table(
    "advert_reports",
    METADATA,
    Column("report_id", String(20), primary_key=True),
    Column("customer_id", String(200), nullable=False),
    Column("platform", String(20), nullable=False),
    Column("seen_on", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("phone", String(200), nullable=False),
    Column("wechat_id", String(200), nullable=False),
    Column("organisation_name", String(200), nullable=False),
    Column("picture_text", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("advert_text", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("decided_by", String(80), nullable=False),
    Column("decided_at", Instant),
    Index("advert_reports_by_outcome", "outcome", "at"),
    Index("advert_reports_by_customer", "customer_id"),
)
LONGEST = 10_000
"""Characters of an advert."""
_LEAST_NAME = 2
"""A shorter name of somebody stands in too many words by chance."""


class Outcome(StrEnum):
    """What a person found who looked a report through."""

    ACCEPTED = "accepted"
    NOT_ADVERT = "not_advert"
    """Nothing that offers an agency's services, or nothing that anybody can make out."""
    DUPLICATE = "duplicate"
    """It was collected, or reported, before."""


@dataclass(frozen=True)
class Seen:
    """An advert as a consumer saw it; what they did not note is an empty text."""

    platform: Platform
    seen_on: date
    text: str = ""
    url: str = ""
    author: str = ""
    phone: str = ""
    wechat_id: str = ""
    organisation_name: str = ""

    @property
    def stripped(self) -> dict[str, str]:
        """What was noted in words, by field, trimmed."""
        names = ("text", "url", "author", "phone", "wechat_id", "organisation_name")
        return {name: getattr(self, name).strip() for name in names}


@dataclass(frozen=True)
class AdvertReport:
    """One report."""

    report_id: str
    customer_id: str
    """Who reported it; an empty text where the lender does not know them."""
    platform: Platform
    seen_on: date
    text: str
    url: str
    author: str
    phone: str
    wechat_id: str
    organisation_name: str
    picture_text: str
    """What was read from the picture."""
    file_sha256: str
    file_name: str
    by: str
    """Who noted it here: a person, or the program that passed it on."""
    at: datetime
    outcome: Outcome | Literal[""]
    """An empty text while nobody has looked it through."""
    advert_text: str
    """The words under which it leaves, once accepted."""
    why: str
    decided_by: str
    decided_at: datetime | None

    @property
    def proposed_text(self) -> str:
        """What whoever looks it through begins with: what was noted, and what was read from the picture."""
        return "\n".join(filter(None, (self.text, self.picture_text)))


class AdvertReports:
    """The reports of one database; pictures are sealed in the vault."""

    def __init__(self, database: Database, vault: Vault | None = None) -> None:
        self._database = database
        self._vault = vault

    def report(
        self,
        seen: Seen,
        *,
        by: Principal,
        at: datetime,
        customer_id: str = "",
        picture: Upload | None = None,
        picture_text: str = "",
    ) -> AdvertReport:
        """Notes what a consumer saw; ``picture_text`` is what was read from the picture."""
        noted = seen.stripped
        if picture is None and not any(noted[name] for name in ("text", "url", "phone", "wechat_id")):
            raise InputError(
                "state the advert's words, where it stands, how to reach its author, or add a picture of it"
            )
        if seen.seen_on > at.astimezone(ZoneInfo(TIME_ZONE)).date():
            raise InputError("an advert is reported once it was seen")
        digest, name = self._sealed(picture)
        made = AdvertReport(
            new_id("AR"), customer_id.strip(), seen.platform, seen.seen_on, **noted,
            picture_text=picture_text.strip()[:LONGEST], file_sha256=digest, file_name=name, by=by.name, at=at,
            outcome="", advert_text="", why="", decided_by="", decided_at=None,
        )  # fmt: skip
        with self._database.begin() as connection:
            # Said first: the database takes a report only where an entry says so. An event it is none: a program that
            # consumers use notes it as well, and what is in a timeline people did.
            record_within(
                connection,
                actor=by.name,
                action="report_advert",
                object_type=SubjectType.ADVERT_REPORT.value,
                object_id=made.report_id,
                reason=made.platform.value,
            )
            connection.execute(REPORTS.insert().values(**made.__dict__ | {"platform": made.platform.value}))
        return made

    def accept(
        self,
        report_id: str,
        text: str | None = None,
        *,
        by: Principal,
        at: datetime,
        why: str,
        private: Iterable[str] = (),
    ) -> None:
        """It becomes an advert with this text, by default what was noted and read.

        RefusedError where it names who reported it (``private``).
        """
        with self._database.begin() as connection:
            row = _undecided(connection, report_id)
            words = (_report(row).proposed_text if text is None else text).strip()
            if len(words) > LONGEST:
                raise InputError(f"an advert has up to {LONGEST} characters")
            if not any((words, row["url"], row["phone"], row["wechat_id"])):
                raise InputError("an advert has words, an address, or a way to reach its author")
            named = (*(row[name] for name in _LEAVING if name != "text"), words)
            if any(_tells_of(private, said) for said in named):
                raise RefusedError("this names who reported it: take that out, or reject the report")
            self._decide(connection, row, Outcome.ACCEPTED, by=by, at=at, why=why, advert_text=words)

    def reject(self, report_id: str, outcome: Outcome, *, by: Principal, at: datetime, why: str) -> None:
        """It becomes none."""
        if outcome is Outcome.ACCEPTED:
            raise InputError("a report is rejected as not_advert or duplicate")
        with self._database.begin() as connection:
            self._decide(connection, _undecided(connection, report_id), outcome, by=by, at=at, why=why)

    def find(self, report_id: str) -> AdvertReport:
        """One report; NotFoundError where there is none of that number."""
        with self._database.read() as connection:
            return _report(_row(connection, report_id))

    def all(self, *, most: int | None = None) -> tuple[AdvertReport, ...]:
        """Up to ``most`` reports, those that wait first, the longest waiting before the others; then the newest."""
        waits = REPORTS.c.outcome == ""
        order = (waits.desc(), case((waits, REPORTS.c.at)), REPORTS.c.at.desc(), REPORTS.c.report_id)
        return self._found(select(REPORTS).order_by(*order).limit(most))

    def accepted(self) -> tuple[AdvertReport, ...]:
        """Those that became adverts, as they were reported."""
        query = select(REPORTS).where(REPORTS.c.outcome == Outcome.ACCEPTED.value)
        return self._found(query.order_by(REPORTS.c.at, REPORTS.c.report_id))

    def bearing(self, shared: Mapping[str, str], *, most: int) -> tuple[AdvertReport, ...]:
        """Up to ``most`` reports with the same value in one of these fields, the newest first."""
        same = or_(False, *(REPORTS.c[name] == value for name, value in shared.items()))
        return self._found(select(REPORTS).where(same).order_by(REPORTS.c.at.desc(), REPORTS.c.report_id).limit(most))

    def count(self) -> int:
        """How many reports there are."""
        with self._database.ask() as connection:
            return connection.execute(select(func.count()).select_from(REPORTS)).scalar_one()

    def waiting(self) -> int:
        """How many nobody has looked through yet."""
        with self._database.ask() as connection:
            return connection.execute(select(func.count()).where(REPORTS.c.outcome == "")).scalar_one()

    def history(self, report_id: str) -> tuple[ledger.Event, ...]:
        """What happened to a report, oldest first."""
        with self._database.read() as connection:
            return ledger.timeline(connection, SubjectType.ADVERT_REPORT, report_id)

    def words(self, report_id: str, *, by: Principal, why: str) -> AdvertReport:
        """A report whose words somebody sees as they stand; who asked, and why, stands in the audit log."""
        found = self.find(report_id)
        with self._database.begin() as connection:
            record_within(
                connection,
                actor=by.name,
                action="unmask_text",
                object_type=SubjectType.ADVERT_REPORT.value,
                object_id=report_id,
                reason=ledger.stated(why),
            )
        return found

    def picture(self, report_id: str, *, by: Principal) -> tuple[AdvertReport, Iterator[bytes]]:
        """A report and its picture piece by piece; who opened it stands in the audit log."""
        found = self.find(report_id)
        if self._vault is None or not found.file_sha256 or not self._vault.has(found.file_sha256):
            raise NotFoundError("there is no such picture")
        with self._database.begin() as connection:
            record_within(
                connection,
                actor=by.name,
                action="open_attachment",
                object_type=SubjectType.ADVERT_REPORT.value,
                object_id=report_id,
                reason=f"SHA-256 {found.file_sha256[:8]}",
            )
        return found, self._vault.chunks(found.file_sha256)

    def _found(self, query: Select[Any]) -> tuple[AdvertReport, ...]:
        with self._database.read() as connection:
            return tuple(map(_report, connection.execute(query).mappings()))

    def _decide(
        self,
        connection: Connection,
        row: RowMapping,
        outcome: Outcome,
        *,
        by: Principal,
        at: datetime,
        why: str,
        advert_text: str = "",
    ) -> None:
        if row["customer_id"]:
            interests.refuse_within(connection, by, SubjectType.CUSTOMER, row["customer_id"], row["customer_id"])
        said = ledger.stated(why)
        about = About(SubjectType.ADVERT_REPORT, row["report_id"])
        ledger.write(connection, about, "review_advert_report", by=by, at=at, after=outcome.value, why=said)
        mine = REPORTS.c.report_id == row["report_id"]
        connection.execute(
            REPORTS.update()
            .where(mine)
            .values(outcome=outcome.value, advert_text=advert_text, why=said, decided_by=by.name, decided_at=at)
        )

    def _sealed(self, picture: Upload | None) -> tuple[str, str]:
        if picture is None:
            return "", ""
        if self._vault is None:
            raise AssertionError("whoever takes pictures opens the vault")
        check_picture(picture)
        return seal(self._vault, picture)


def check_picture(picture: Upload) -> None:
    """InputError for what is no picture of an advert; what it is its content says and not its name."""
    media = media_type(picture.content)
    if not media.startswith("image/") and media != "application/pdf":
        raise InputError("take a screenshot, a photo or a PDF of the advert")


def told_apart_by(tables: Serving | None, one: AdvertReport) -> tuple[str, ...]:
    """What tells who reported: their number, and their name and telephone as far as a run knows them."""
    if not one.customer_id:
        return ()
    rows = [] if tables is None else tables.query(_NAMED, [one.customer_id])
    return (one.customer_id, *(value for row in rows for value in row.values() if value))


def solicitations(reports: Sequence[AdvertReport], *, at: datetime) -> Iterator[tuple[str, ...]]:
    """Rows of the contract's ``solicitations``: the reports that were accepted by a moment, without who reported."""
    for one in reports:
        if one.outcome != Outcome.ACCEPTED or one.decided_at is None or one.decided_at > at:
            continue
        row: Mapping[str, str] = {
            "solicitation_id": one.report_id,
            "platform": one.platform.value,
            # When it was published nobody knows: it stood there on the day on which it was seen.
            "published_at": datetime.combine(one.seen_on, time(), ZoneInfo(TIME_ZONE)).isoformat(),
            **{name: getattr(one, name) for name in _LEAVING},
            "text": one.advert_text,
            "reported_by_consumer": "true",
        }
        yield tuple(row.get(name, "") for name in TABLES["solicitations"].columns)


_NAMED = "SELECT full_name, phone FROM customers WHERE customer_id = ?"


def _tells_of(private: Iterable[str], said: str) -> bool:
    """Whether words hold one of these, however it is spaced, folded or, of a telephone, written."""
    close = _close(said)
    numbers = {one.value for one in find_contacts(said) if one.kind is ContactKind.PHONE}
    for one in private:
        number = phone.parse(one)
        if (len(one) >= _LEAST_NAME and _close(one) in close) or (number is not None and number.number in numbers):
            return True
    return False


def _close(words: str) -> str:
    return "".join(fold_text(words).split())


_LEAVING = ("author", "url", "text", "phone", "wechat_id", "organisation_name")


def _row(connection: Connection, report_id: str, *, lock: bool = False) -> RowMapping:
    query = select(REPORTS).where(REPORTS.c.report_id == report_id)
    row = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotFoundError("there is no such report")
    return row


def _undecided(connection: Connection, report_id: str) -> RowMapping:
    row = _row(connection, report_id, lock=True)
    if row["outcome"]:
        raise RefusedError("somebody has looked this report through already")
    return row


def _report(row: RowMapping) -> AdvertReport:
    outcome: Outcome | Literal[""] = Outcome(row["outcome"]) if row["outcome"] else ""
    return AdvertReport(**{**row, "platform": Platform(row["platform"]), "outcome": outcome})
