"""Asking the customer, by a channel known before, whether a new telephone or a new representative is really theirs.

It keeps an agency out that changes a number or signs in somebody's name, and protects the customer alone: nothing waits
for the answer, no complaint is held up or refused by it, and nothing but the page of the customer reads it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.ledger import About, SubjectType
from mingjian.store.database import Database


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
        asked = {kind: news for news, kind in _KINDS.items()}
        return tuple(
            Confirmation(
                asked[event.kind], KnownChannel(event.before), Heard(event.after), event.why, event.by, event.at
            )
            for event in reversed(events)
            if event.kind in asked
        )
