"""Customers, what changed of them, what they consented to; and the truth of each."""

from collections.abc import Sequence

import numpy as np

from mingjian.simulation import numbers
from mingjian.simulation.books.books import Books, Filed
from mingjian.simulation.calendar import instants, local_days
from mingjian.simulation.events import Change
from mingjian.simulation.filing import ESCALATED, Filing
from mingjian.simulation.gangs import Engagement
from mingjian.simulation.grievances import Records
from mingjian.simulation.ledger import NEVER
from mingjian.simulation.story import LookAlike
from mingjian.simulation.streams import stream


def write_customers(books: Books, records: Records, altered: Sequence[Change]) -> None:
    """Writes customers as they stand at the snapshot, what changed before, and their consents."""
    people, snapshot = records.people, books.calendar.snapshot
    current = {"phone": people.phone.astype(object), "employer": people.employer.astype(object)}
    known = [change for change in altered if change.at <= snapshot]
    for change in known:
        if change.field in current:
            current[change.field][change.customer] = change.new
    codes = np.array([f"{place.region:06d}"[:2] for place in books.world.places])
    books.delivery.append(
        "customers",
        {
            "customer_id": people.customer_id,
            "full_name": people.full_name,
            "id_number": people.id_number,
            "phone": current["phone"],
            "registered_on": local_days(people.registered),
            "province": codes[people.place],
            "address": people.address,
            "employer": current["employer"],
        },
    )
    books.delivery.append(
        "customer_changes",
        {
            "change_id": [f"X{people.first * 2 + number:010d}" for number in range(len(known))],
            "customer_id": [people.customer_id[change.customer] for change in known],
            "changed_at": instants(np.array([change.at for change in known], dtype=np.int64)),
            "field": [change.field for change in known],
            "old_value": [change.old for change in known],
            "new_value": [change.new for change in known],
        },
    )
    chance = stream(books.settings.seed, books.world.name, "consents", people.first)
    _write_consents(books, records, chance)


def _write_consents(books: Books, records: Records, chance: np.random.Generator) -> None:
    people = records.people
    purposes = np.array(["contact", "voiceprint", "testimony"])
    shares = (0.9, 0.35, 0.05)
    purpose = np.concatenate([np.full(len(people), index) for index in range(3)])
    customer = np.tile(np.arange(len(people)), 3)
    given = chance.random(len(purpose)) < np.array(shares)[purpose]
    purpose, customer = purpose[given], customer[given]
    granted = people.registered[customer]
    withdrawn = np.where(
        chance.random(len(customer)) < 0.03,
        granted + ((books.calendar.snapshot - granted) * chance.random(len(customer))).astype(np.int64),
        np.iinfo(np.int64).min,
    )
    times = instants(withdrawn)
    times[withdrawn < 0] = np.datetime64("NaT")
    books.delivery.append(
        "consents",
        {
            "consent_id": numbers.codes("S", people.first * 3 + np.arange(len(customer), dtype=np.int64), 10),
            "customer_id": people.customer_id[customer],
            "purpose": purposes[purpose],
            "granted_at": instants(granted),
            "withdrawn_at": times,
        },
    )


def write_customer_truth(
    books: Books,
    records: Records,
    filings: Sequence[Filing],
    filed: Sequence[Filed],
    engagements: Sequence[Engagement],
) -> None:
    """Writes whose client each customer is, and who complains in the 30 days after the snapshot."""
    people, snapshot = records.people, books.calendar.snapshot
    count = len(people)
    gang_id, role, look_alike = ([""] * count for _ in range(3))
    recruited = np.full(count, np.iinfo(np.int64).min, dtype=np.int64)
    following = np.full(count, NEVER, dtype=np.int64)
    channel = [""] * count
    complains, escalates, agent = (np.zeros(count, dtype=np.bool_) for _ in range(3))
    for customer in np.flatnonzero(people.home >= 0).tolist():
        look_alike[customer] = LookAlike.SHARED_HOME.value
    for one in filed:
        if one.filing.customer >= 0 and one.filing.look_alike:
            look_alike[one.filing.customer] = one.filing.look_alike.value
    for filing in filings:
        if filing.customer >= 0 and filing.at > snapshot:
            complains[filing.customer] = True
            following[filing.customer] = min(following[filing.customer], filing.at)
            # Filings stand in the order of their time.
            if not channel[filing.customer] or (filing.channel in ESCALATED and not escalates[filing.customer]):
                channel[filing.customer] = filing.channel.value
            escalates[filing.customer] |= filing.channel in ESCALATED
    members: list[tuple[str, str, str, str]] = []
    for engagement in engagements:
        customer = engagement.customer - people.first
        gang = books.plan.gangs[engagement.gang]
        agent[customer] = engagement.recruited <= books.calendar.end
        if engagement.recruited <= snapshot:
            gang_id[customer] = gang.gang_id
            role[customer] = "victim" if engagement.victim else "client"
            recruited[customer] = engagement.recruited
            books.count.clients_of[engagement.gang] += 1
            members.append((gang.gang_id, "customer", str(people.customer_id[customer]), role[customer]))
    times = instants(recruited)
    times[recruited < 0] = np.datetime64("NaT")
    next_complaint_at = instants(following)
    next_complaint_at[following == NEVER] = np.datetime64("NaT")
    books.truth.append(
        "customers",
        {
            "customer_id": people.customer_id,
            "gang_id": gang_id,
            "role": role,
            "recruited_at": times,
            "look_alike": look_alike,
            "complains_within_30d": complains,
            "escalates_within_30d": escalates,
            "next_complaint_at": next_complaint_at,
            "agent_within_30d": agent,
            "next_channel": channel,
        },
    )
    members += [
        (books.plan.gangs[one.filing.gang].gang_id, "complaint", one.complaint_id, "client")
        for one in filed
        if one.filing.gang >= 0
    ]
    books.truth.append_rows("gang_members", ("gang_id", "entity_type", "entity_id", "role"), members)
