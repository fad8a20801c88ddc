"""The police and other partners: who is responsible where, what they ask, joint cases, going along with somebody."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Connection, Date, ForeignKey, Index, Row, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import cases, ledger
from mingjian.casework.colleagues import refuse_stranger
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import SubjectType
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
)
POLICE_REQUESTS = Table(
    "police_requests",
    METADATA,
    Column("request_id", String(20), primary_key=True),
    Column("station", String(200), nullable=False),
    Column("officers", String(200), nullable=False),
    Column("instrument", String(200), nullable=False),
    Column("scope", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("case_id", String(20), nullable=False),
    Column("noted_by", String(80), nullable=False),
    Column("reply", Text, nullable=False),
    Column("replied_by", String(80), nullable=False),
    Column("replied_at", Instant),
    Index("police_requests_by_day", "replied_at", "due_on"),
)
ACCOMPANIMENTS = Table(
    "accompaniments",
    METADATA,
    Column("accompaniment_id", String(20), primary_key=True),
    Column("customer_id", String(200), nullable=False),
    Column("case_id", String(20), nullable=False),
    Column("companion", String(80), nullable=False),
    Column("station", String(200), nullable=False),
    Column("meets_at", Instant, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("ended_at", Instant),
    Index("accompaniments_by_day", "ended_at", "meets_at"),
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


@dataclass(frozen=True)
class PoliceRequest:
    """What the police ask of us: by which instrument, for what, until when."""

    request_id: str
    station: str
    officers: str
    instrument: str
    scope: str
    received_at: datetime
    due_on: date
    case_id: str
    noted_by: str
    reply: str
    replied_by: str
    replied_at: datetime | None


@dataclass(frozen=True)
class Accompaniment:
    """Going along with a consumer to the police."""

    accompaniment_id: str
    customer_id: str
    case_id: str
    companion: str
    station: str
    meets_at: datetime
    outcome: str
    ended_at: datetime | None


class Police:
    """Partners, requests and accompaniments of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_partner(
        self, kind: str, name: str, *, province: str, contact: str, telephone: str, by: Principal, at: datetime
    ) -> Partner:
        """Adds a partner; ``province`` is the two-digit code of where it is responsible."""
        _check(kind, name, province)
        partner = Partner(new_id("PT"), kind, name.strip(), province, contact.strip(), telephone.strip())
        with self._database.begin() as connection:
            connection.execute(PARTNERS.insert().values(**partner.__dict__, by=by.name, at=at))
            ledger.write(
                connection, SubjectType.PARTNER, partner.partner_id, "add_partner", by=by, at=at, after=partner.name
            )
        return partner

    def change_partner(
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
                SubjectType.PARTNER,
                partner_id,
                "change_partner",
                by=by,
                at=at,
                before=_said(before),
                after=_said(after),
                why=ledger.stated(why),
            )
        return after

    def end_partner(self, partner_id: str, *, by: Principal, at: datetime, why: str) -> None:
        """Takes a partner off the list; cases that it works on keep it."""
        with self._database.begin() as connection:
            before = _partner_within(connection, partner_id)
            connection.execute(PARTNERS.update().where(PARTNERS.c.partner_id == partner_id).values(ended_at=at))
            ledger.write(
                connection,
                SubjectType.PARTNER,
                partner_id,
                "end_partner",
                by=by,
                at=at,
                before=_said(before),
                why=ledger.stated(why),
            )

    def partners(self, *, kind: str = "", province: str = "") -> tuple[Partner, ...]:
        """Partners by province and name: who is responsible where."""
        query = select(PARTNERS).where(PARTNERS.c.ended_at.is_(None)).order_by(PARTNERS.c.province, PARTNERS.c.name)
        if kind:
            query = query.where(PARTNERS.c.kind == kind)
        if province:
            query = query.where(PARTNERS.c.province == province)
        with self._database.read() as connection:
            return tuple(map(_partner, connection.execute(query).all()))

    def join(self, case_id: str, partner_id: str, *, their_number: str, by: Principal, at: datetime) -> None:
        """Another lender or a station works on the same case under its own number."""
        with self._database.begin() as connection:
            cases.find_within(connection, case_id)
            known = _partner_within(connection, partner_id).name
            there = (JOINT.c.case_id == case_id) & (JOINT.c.partner_id == partner_id)
            if connection.scalar(select(JOINT.c.case_id).where(there)) is not None:
                raise RefusedError("they work on this case already")
            connection.execute(
                JOINT.insert().values(
                    case_id=case_id, partner_id=partner_id, their_number=their_number, by=by.name, at=at
                )
            )
            ledger.write(
                connection, SubjectType.CASE, case_id, "join_partner", by=by, at=at, after=known, item_id=partner_id
            )

    def joined(self, case_id: str | None = None) -> tuple[JointCase, ...]:
        """Who works on a case beside us, by name; on all of them, the newest case first, where none is named."""
        query = select(PARTNERS, JOINT.c.case_id, JOINT.c.their_number).join(JOINT)
        if case_id is not None:
            query = query.where(JOINT.c.case_id == case_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(JOINT.c.case_id.desc(), PARTNERS.c.name)).all()
        return tuple(JointCase(row.case_id, _partner(row), row.their_number) for row in rows)

    def note_request(
        self,
        *,
        station: str,
        officers: str,
        instrument: str,
        scope: str,
        due_on: date,
        by: Principal,
        at: datetime,
        case_id: str = "",
    ) -> str:
        """Notes what the police ask; without an instrument (调取证据通知书) and a scope nothing is handed out."""
        if not all(one.strip() for one in (station, officers, instrument, scope)):
            raise InputError("a request has a station, two officers, the number of its instrument, and its scope")
        request_id = new_id("PR")
        with self._database.begin() as connection:
            if case_id:
                cases.find_within(connection, case_id)
            connection.execute(
                POLICE_REQUESTS.insert().values(
                    request_id=request_id,
                    station=station,
                    officers=officers,
                    instrument=instrument,
                    scope=scope,
                    received_at=at,
                    due_on=due_on,
                    case_id=case_id,
                    noted_by=by.name,
                    reply="",
                    replied_by="",
                )
            )
            ledger.write(
                connection,
                SubjectType.POLICE_REQUEST,
                request_id,
                "note_request",
                by=by,
                at=at,
                after=instrument,
                item_id=case_id,
            )
        return request_id

    def reply(self, request_id: str, reply: str, *, by: Principal, at: datetime) -> None:
        """What was handed out within the request's scope, by whom."""
        with self._database.begin() as connection:
            row = connection.execute(
                select(POLICE_REQUESTS).where(POLICE_REQUESTS.c.request_id == request_id)
            ).one_or_none()
            if row is None:
                raise NotFoundError("there is no such request")
            if row.replied_at is not None:
                raise RefusedError("it is answered already")
            connection.execute(
                POLICE_REQUESTS.update()
                .where(POLICE_REQUESTS.c.request_id == request_id)
                .values(reply=ledger.stated(reply, shortest=1), replied_by=by.name, replied_at=at)
            )
            ledger.write(connection, SubjectType.POLICE_REQUEST, request_id, "reply_request", by=by, at=at, why=reply)

    def requests(self) -> tuple[PoliceRequest, ...]:
        """What is unanswered first, by its day."""
        order = (POLICE_REQUESTS.c.replied_at.is_not(None), POLICE_REQUESTS.c.due_on)
        with self._database.read() as connection:
            rows = connection.execute(select(POLICE_REQUESTS).order_by(*order)).mappings().all()
        return tuple(PoliceRequest(**row) for row in rows)

    def accompany(
        self,
        customer_id: str,
        *,
        companion: str,
        station: str,
        meets_at: datetime,
        by: Principal,
        at: datetime,
        case_id: str = "",
    ) -> str:
        """Arranges to go along with a consumer."""
        if not customer_id or not station.strip() or not companion:
            raise InputError("say whom somebody accompanies, who goes along, and to which station")
        accompaniment_id = new_id("AC")
        with self._database.begin() as connection:
            refuse_stranger(connection, companion)
            if case_id:
                cases.find_within(connection, case_id)
            connection.execute(
                ACCOMPANIMENTS.insert().values(
                    accompaniment_id=accompaniment_id,
                    customer_id=customer_id,
                    case_id=case_id,
                    companion=companion,
                    station=station,
                    meets_at=meets_at,
                    outcome="",
                )
            )
            ledger.write(
                connection,
                SubjectType.CUSTOMER,
                customer_id,
                "accompany",
                by=by,
                at=at,
                after=station,
                item_id=accompaniment_id,
            )
        return accompaniment_id

    def came_of(self, accompaniment_id: str, outcome: str, *, by: Principal, at: datetime) -> None:
        """What came of it."""
        with self._database.begin() as connection:
            row = connection.execute(
                select(ACCOMPANIMENTS).where(ACCOMPANIMENTS.c.accompaniment_id == accompaniment_id)
            ).one_or_none()
            if row is None:
                raise NotFoundError("there is no such appointment")
            connection.execute(
                ACCOMPANIMENTS.update()
                .where(ACCOMPANIMENTS.c.accompaniment_id == accompaniment_id)
                .values(outcome=ledger.stated(outcome, shortest=1), ended_at=at)
            )
            ledger.write(
                connection,
                SubjectType.CUSTOMER,
                row.customer_id,
                "came_of_it",
                by=by,
                at=at,
                before=row.station,
                after=outcome.strip(),
                item_id=accompaniment_id,
            )

    def accompaniments(self) -> tuple[Accompaniment, ...]:
        """What is to come first, by its time."""
        order = (ACCOMPANIMENTS.c.ended_at.is_not(None), ACCOMPANIMENTS.c.meets_at)
        with self._database.read() as connection:
            rows = connection.execute(select(ACCOMPANIMENTS).order_by(*order)).mappings().all()
        return tuple(Accompaniment(**row) for row in rows)


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
