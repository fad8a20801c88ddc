"""Asking the customer, by a channel known before, whether a new telephone or a new representative is really theirs.

It keeps an agency out that changes a number or signs in somebody's name, and protects the customer alone: nothing waits
for the answer, no complaint is held up or refused by it, and nothing but what reminds of the question reads it.

Who was asked since, in vain as well, is not reminded of again; nor is who wants to be contacted by nobody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.ledger import EVENTS, About, SubjectType
from mingjian.casework.wishes import spared, wanting_no_contact
from mingjian.casework.wishes import withdrew as withdrawals
from mingjian.store.database import Database
from mingjian.store.serving import RunTables

FRESH = timedelta(days=30)
"""So long something is new: who changed a number a season ago is not asked about it any more."""


class News(StrEnum):
    """What is new of a customer."""

    PHONE = "phone"
    REPRESENTATIVE = "representative"


class KnownChannel(StrEnum):
    """By what the customer was asked: known before the news, so that whoever brought them does not answer."""

    EARLIER_PHONE = "earlier_phone"
    APP = "app_on_known_device"
    MAILBOX = "mailbox_on_file"
    ADDRESS = "address_on_file"
    IN_PERSON = "in_person"


class Heard(StrEnum):
    """What the customer said."""

    THEIRS = "theirs"
    NOT_THEIRS = "not_theirs"
    """Somebody else acts in their name: the customer is protected and helped, never accused."""
    NO_ANSWER = "no_answer"
    """Which says nothing, and holds up nothing."""


_KINDS = {News.PHONE: "confirm_phone", News.REPRESENTATIVE: "confirm_representative"}
"""What each is called in the ledger."""
_NEWS = {kind: news for news, kind in _KINDS.items()}


_FRESH = """
SELECT customer_id, 'phone' AS news, max(changed_at) AS "at" FROM customer_changes
WHERE {whose} AND field = 'phone' AND changed_at > $since GROUP BY customer_id
UNION ALL
SELECT c.customer_id, 'representative', max(c.received_at)
FROM representations AS r JOIN complaints AS c ON c.complaint_id = r.complaint_id
WHERE c.{whose} AND c.received_at > $since AND NOT EXISTS (
    SELECT 1 FROM representations AS known JOIN complaints AS earlier ON earlier.complaint_id = known.complaint_id
    WHERE earlier.customer_id = c.customer_id AND earlier.received_at <= $since AND (
        known.representative_phone = r.representative_phone OR known.representative_name = r.representative_name
        OR known.organisation_name = r.organisation_name))
GROUP BY c.customer_id
ORDER BY "at", customer_id, news
"""
"""Whoever acted for the customer before is no news."""


@dataclass(frozen=True)
class Fresh:
    """Something new of a customer, and since when."""

    customer_id: str
    news: News
    at: datetime


def fresh(tables: RunTables, *, as_of: datetime, customer_id: str | None = None) -> tuple[Fresh, ...]:
    """What is new in a run, of everybody or of one customer; the oldest first."""
    whose = "customer_id IS NOT NULL" if customer_id is None else "customer_id = $customer"
    asked: dict[str, object] = {"since": as_of - FRESH}
    if customer_id is not None:
        asked["customer"] = customer_id
    rows = tables.query(_FRESH.format(whose=whose), asked)
    return tuple(Fresh(row["customer_id"], News(row["news"]), row["at"]) for row in rows)


@dataclass(frozen=True)
class Confirmation:
    """That the customer was asked, and what was heard."""

    news: News
    channel: KnownChannel
    heard: Heard
    said: str
    by: str
    at: datetime


class Confirmations:
    """What customers were asked, in one database: entries of the ledger, which nobody changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        customer_id: str,
        *,
        news: News,
        channel: KnownChannel,
        heard: Heard,
        said: str,
        by: Principal,
        at: datetime,
    ) -> None:
        """The customer was asked; each time is an entry of its own."""
        with self._database.begin() as connection:
            ledger.write(
                connection,
                About(SubjectType.CUSTOMER, customer_id),
                _KINDS[news],
                by=by,
                at=at,
                before=channel.value,
                after=heard.value,
                why=ledger.stated(said, shortest=1),
            )

    def of(self, customer_id: str) -> tuple[Confirmation, ...]:
        """What a customer was asked so far, the latest first."""
        with self._database.read() as connection:
            events = ledger.timeline(connection, SubjectType.CUSTOMER, customer_id)
        return tuple(
            Confirmation(
                _NEWS[event.kind], KnownChannel(event.before), Heard(event.after), event.why, event.by, event.at
            )
            for event in reversed(events)
            if event.kind in _NEWS
        )

    def waiting(self, tables: RunTables, *, as_of: datetime) -> tuple[Fresh, ...]:
        """What is new in a run and was asked of nobody since; without those who want no contact."""
        found = fresh(tables, as_of=as_of)
        if not found:
            return ()
        asked = select(EVENTS.c.subject_id, EVENTS.c.kind, EVENTS.c.at).where(
            EVENTS.c.kind.in_(list(_NEWS)), EVENTS.c.at > found[0].at
        )
        with self._database.read() as connection:
            since = {
                (row.subject_id, _NEWS[row.kind]): row.at for row in connection.execute(asked.order_by(EVENTS.c.at))
            }
        refused = wanting_no_contact(spared(self._database)) | {
            row["customer_id"] for row in tables.query(withdrawals(), {})
        }
        return tuple(
            one
            for one in found
            if one.customer_id not in refused
            and ((asked_at := since.get((one.customer_id, one.news))) is None or asked_at < one.at)
        )
