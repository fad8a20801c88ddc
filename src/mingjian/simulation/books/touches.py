"""Contacts between lender and customer, and what customers did in the app."""

from collections.abc import Sequence

import numpy as np

from mingjian.simulation import numbers
from mingjian.simulation.books.books import Books
from mingjian.simulation.calendar import CHINA_OFFSET, DAY, instants
from mingjian.simulation.contacts import CHANNELS, COUNTERPARTIES, PURPOSES
from mingjian.simulation.events import ACTIONS, Change, app_events
from mingjian.simulation.filing import Filing
from mingjian.simulation.grievances import Records
from mingjian.simulation.streams import dice, stream


def write_contacts(books: Books, records: Records) -> None:
    """Writes the contacts that were made by the snapshot, some with what was said."""
    touched, people = records.contacts, records.people
    known = touched.started <= books.calendar.snapshot
    chance = stream(books.settings.seed, books.world.name, "transcripts", people.first)
    phone = people.phone[touched.customer].astype(object)
    others = np.flatnonzero((touched.counterparty > 0) & (touched.counterparty < 4))
    subscriber = chance.integers(0, 10**8, len(others))
    phone[others] = numbers.phone_numbers(np.full(len(others), 139), subscriber)
    transcript = np.full(len(phone), None, dtype=object)
    spoken = (touched.channel == 0) & (touched.purpose == 0) & (chance.random(len(phone)) < 0.01)
    throw = dice(books.settings.seed, books.world.name, "calls", people.first)
    for row in np.flatnonzero((spoken | touched.threatening) & known):
        transcript[row] = books.world.call(
            threatening=bool(touched.threatening[row]),
            name=str(people.full_name[touched.customer[row]]),
            dice=throw,
        )
    # A call is about the customer's oldest loan that had been paid out by then; the log of a call before has none.
    loan = np.searchsorted(records.loans.customer, touched.customer)
    began = records.loans.disbursed.astype(np.int64)[loan] * DAY - CHINA_OFFSET <= touched.started
    loan_id = np.where(began, records.loans.loan_id[loan], "")
    books.delivery.append(
        "contacts",
        {
            "contact_id": records.contact_id[known],
            "customer_id": people.customer_id[touched.customer[known]],
            "loan_id": loan_id[known],
            "started_at": instants(touched.started[known]),
            "duration_s": touched.duration[known].astype(float),
            "direction": np.where(touched.inbound[known], "inbound", "outbound"),
            "channel": np.array(CHANNELS)[touched.channel[known]],
            "counterparty": np.array(COUNTERPARTIES)[touched.counterparty[known]],
            "phone": phone[known],
            "purpose": np.array(PURPOSES)[touched.purpose[known]],
            "handler_id": numbers.codes("H", touched.handler[known], 5),
            "transcript": transcript[known],
        },
    )


def write_app_events(books: Books, records: Records, filings: Sequence[Filing], altered: Sequence[Change]) -> None:
    """Writes what customers did in the app."""
    events = app_events(books.world, records, filings, altered, seed=books.settings.seed)
    known = events.at <= books.calendar.snapshot
    count = int(known.sum())
    books.delivery.append(
        "app_events",
        {
            "event_id": numbers.codes("E", records.people.first * 400 + np.arange(count, dtype=np.int64), 11),
            "customer_id": records.people.customer_id[events.customer[known]],
            "occurred_at": instants(events.at[known]),
            "action": np.array(ACTIONS)[events.action[known]],
            "device_id": events.device[known],
            "ip": events.ip[known],
        },
    )
