"""Police stations, other lenders, associations: who is responsible where, and who works on a case with us."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, Index, Row, String, Table, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import cases, ledger
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.errors import InputError, NotFoundError
from mingjian.standards.regions import region
from mingjian.store.database import METADATA, Database, Instant

PARTNERS = Table(
    "partners",
    METADATA,
    Column("partner_id", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("province", String(2), nullable=False),
    Column("contact", String(200), nullable=False),
    Column("telephone", String(40), nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("partners_by_province", "kind", "province"),
)
JOINT = Table(
    "joint_cases",
    METADATA,
    Column("case_id", String(20), ForeignKey("cases.case_id"), primary_key=True),
    Column("partner_id", String(20), ForeignKey("partners.partner_id"), primary_key=True),
    Column("their_number", String(200), nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
)
KINDS = ("police", "lender", "association", "regulator")


@dataclass(frozen=True)
class Partner:
    """A station, another lender, an association."""

    partner_id: str
    kind: str
    name: str
    province: str
    contact: str
    telephone: str


@dataclass(frozen=True)
class JointCase:
    """A partner that works on a case of ours, and its own number for it."""

    case_id: str
    partner: Partner
    their_number: str


class Partners:
    """The partners of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, kind: str, name: str, *, province: str, contact: str, telephone: str, by: Principal, at: datetime
    ) -> Partner:
        """Adds a partner; ``province`` is the two-digit code of where it is responsible."""
        _check(kind, name, province)
        partner = Partner(new_id("PT"), kind, name.strip(), province, contact.strip(), telephone.strip())
        with self._database.begin() as connection:
            connection.execute(PARTNERS.insert().values(**partner.__dict__, by=by.name, at=at))
            ledger.write(
                connection,
                About(SubjectType.PARTNER, partner.partner_id),
                "add_partner",
                by=by,
                at=at,
                after=partner.name,
            )
        return partner

    def change(
        self,
        partner_id: str,
        *,
        name: str,
        province: str,
        contact: str,
        telephone: str,
        by: Principal,
        at: datetime,
        why: str,
    ) -> Partner:
        """Another contact, telephone, name or province; the ledger keeps what stood before."""
        with self._database.begin() as connection:
            before = _partner_within(connection, partner_id)
            _check(before.kind, name, province)
            after = Partner(partner_id, before.kind, name.strip(), province, contact.strip(), telephone.strip())
            values = {key: value for key, value in after.__dict__.items() if key != "partner_id"}
            connection.execute(PARTNERS.update().where(PARTNERS.c.partner_id == partner_id).values(**values))
            ledger.write(
                connection,
                About(SubjectType.PARTNER, partner_id),
                "change_partner",
                by=by,
                at=at,
                before=_said(before),
                after=_said(after),
                why=ledger.stated(why),
            )
        return after

    def end(self, partner_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Takes a partner off the list; cases that it works on keep it."""
        with self._database.begin() as connection:
            before = _partner_within(connection, partner_id)
            connection.execute(PARTNERS.update().where(PARTNERS.c.partner_id == partner_id).values(ended_at=at))
            ledger.write(
                connection,
                About(SubjectType.PARTNER, partner_id),
                "end_partner",
                by=by,
                at=at,
                before=_said(before),
                why=ledger.stated(why),
            )

    def on_file(self, *, kind: str = "", province: str = "") -> tuple[Partner, ...]:
        """Partners by province and name: who is responsible where."""
        query = select(PARTNERS).where(PARTNERS.c.ended_at.is_(None)).order_by(PARTNERS.c.province, PARTNERS.c.name)
        if kind:
            query = query.where(PARTNERS.c.kind == kind)
        if province:
            query = query.where(PARTNERS.c.province == province)
        with self._database.read() as connection:
            return tuple(map(_partner, connection.execute(query).all()))

    def join(self, case_id: str, partner_id: str, *, their_number: str, by: Principal, at: datetime) -> None:
        """Another lender or a station works on the same case under its own number; once more after it had left."""
        with self._database.begin() as connection:
            cases.find_within(connection, case_id)
            known = _partner_within(connection, partner_id).name
            there = connection.execute(select(JOINT).where(_joint(case_id, partner_id))).one_or_none()
            if there is not None and there.ended_at is None:
                raise RefusedError("they work on this case already")
            values = {"their_number": their_number.strip(), "by": by.name, "at": at, "ended_at": None}
            if there is None:
                connection.execute(JOINT.insert().values(case_id=case_id, partner_id=partner_id, **values))
            else:
                connection.execute(JOINT.update().where(_joint(case_id, partner_id)).values(**values))
            ledger.write(
                connection,
                About(SubjectType.CASE, case_id, partner_id),
                "join_partner",
                by=by,
                at=at,
                after=_numbered(known, their_number),
            )

    def renumber(
        self, case_id: str, partner_id: str, *, their_number: str, by: Principal, at: datetime, why: str
    ) -> None:
        """Their number for the case came, or was another one."""
        with self._database.begin() as connection:
            name, before = _working(connection, case_id, partner_id)
            values = JOINT.update().where(_joint(case_id, partner_id)).values(their_number=their_number.strip())
            connection.execute(values)
            ledger.write(
                connection,
                About(SubjectType.CASE, case_id, partner_id),
                "renumber_partner",
                by=by,
                at=at,
                before=_numbered(name, before),
                after=_numbered(name, their_number),
                why=ledger.stated(why),
            )

    def part(self, case_id: str, partner_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """They work on the case no longer; the timeline keeps that they did."""
        with self._database.begin() as connection:
            name, number = _working(connection, case_id, partner_id)
            connection.execute(JOINT.update().where(_joint(case_id, partner_id)).values(ended_at=at))
            ledger.write(
                connection,
                About(SubjectType.CASE, case_id, partner_id),
                "part_partner",
                by=by,
                at=at,
                before=_numbered(name, number),
                why=ledger.stated(why),
            )

    def joined(self, case_id: str | None = None) -> tuple[JointCase, ...]:
        """Who works on a case beside us, by name; on all of them, the newest case first, where none is named."""
        query = select(PARTNERS, JOINT.c.case_id, JOINT.c.their_number).join(JOINT).where(JOINT.c.ended_at.is_(None))
        if case_id is not None:
            query = query.where(JOINT.c.case_id == case_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(JOINT.c.case_id.desc(), PARTNERS.c.name)).all()
        return tuple(JointCase(row.case_id, _partner(row), row.their_number) for row in rows)


def _check(kind: str, name: str, province: str) -> None:
    if kind not in KINDS or not name.strip():
        raise InputError(f"a partner has a name and is one of {', '.join(KINDS)}")
    if region(f"{province}0000") is None:
        raise InputError("the province is a two-digit code, such as 50 for Chongqing")


def _partner_within(connection: Connection, partner_id: str) -> Partner:
    on_file = (PARTNERS.c.partner_id == partner_id) & PARTNERS.c.ended_at.is_(None)
    row = connection.execute(select(PARTNERS).where(on_file)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such partner")
    return _partner(row)


def _partner(row: Row[tuple[object, ...]]) -> Partner:
    return Partner(row.partner_id, row.kind, row.name, row.province, row.contact, row.telephone)


def _said(one: Partner) -> str:
    return " · ".join(filter(None, (one.name, one.province, one.contact, one.telephone)))


def _joint(case_id: str, partner_id: str) -> ColumnElement[bool]:
    return (JOINT.c.case_id == case_id) & (JOINT.c.partner_id == partner_id)


def _working(connection: Connection, case_id: str, partner_id: str) -> tuple[str, str]:
    """The partner's name and its number for the case; NotFoundError where it does not work on it."""
    query = select(PARTNERS.c.name, JOINT.c.their_number).join(JOINT)
    row = connection.execute(query.where(_joint(case_id, partner_id), JOINT.c.ended_at.is_(None))).one_or_none()
    if row is None:
        raise NotFoundError("they do not work on this case")
    return row.name, row.their_number


def _numbered(name: str, number: str) -> str:
    return " · ".join(filter(None, (name, number.strip())))
