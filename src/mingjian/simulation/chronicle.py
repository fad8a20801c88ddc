"""Simulates a world block after block, and has it written into the lender's books."""

import json
from dataclasses import asdict

import numpy as np

from mingjian.simulation import numbers
from mingjian.simulation.books import Books
from mingjian.simulation.books.adverts import write_adverts
from mingjian.simulation.books.agreements import write_agreements
from mingjian.simulation.books.complaints import write_complaint_truth, write_complaints
from mingjian.simulation.books.customers import write_customer_truth, write_customers
from mingjian.simulation.books.findings import write_labels
from mingjian.simulation.books.gangs import write_gangs
from mingjian.simulation.books.helpers import write_representations, write_testimonies
from mingjian.simulation.books.lending import write_lending
from mingjian.simulation.books.papers import write_papers
from mingjian.simulation.books.registers import write_registers
from mingjian.simulation.books.touches import write_app_events, write_contacts
from mingjian.simulation.calendar import instants
from mingjian.simulation.contacts import contacts, misconduct
from mingjian.simulation.events import changes
from mingjian.simulation.filing import Desk
from mingjian.simulation.grievances import Records, charge, grievances, promise
from mingjian.simulation.ledger import Pressure, lend, months_of, schedule
from mingjian.simulation.population import population


def write_block(books: Books, first: int, count: int) -> None:
    """Simulates and writes ``count`` customers from number ``first``."""
    world, calendar, seed = books.world, books.calendar, books.settings.seed
    engagements = [one for one in books.plan.engagements if first <= one.customer < first + count]
    known_by = np.full(count, calendar.snapshot, dtype=np.int64)
    for one in engagements:
        known_by[one.customer - first] = min(one.recruited, calendar.snapshot)
    people = population(world, calendar, seed=seed, first=first, count=count, known_by=known_by)
    pressure = Pressure(
        customer=np.array([one.customer - first for one in engagements], dtype=np.int64),
        since=np.array([one.recruited for one in engagements], dtype=np.int64),
    )
    loans = lend(world, calendar, people, seed=seed)
    months = months_of(world, calendar, people, loans, pressure, seed=seed)
    instalments = schedule(world, calendar, people, loans, months, seed=seed)
    charges = charge(world, calendar, people, loans, instalments, seed=seed)
    promises = promise(world, calendar, people, months, seed=seed)
    abuses = misconduct(world, calendar, people, months, seed=seed)
    touched = contacts(world, calendar, people, months, abuses, seed=seed)
    records = Records(
        calendar=calendar,
        people=people,
        months=months,
        loans=loans,
        instalments=instalments,
        charges=charges,
        promises=promises,
        abuses=abuses,
        contacts=touched,
        contact_id=numbers.codes("T", first * 400 + np.arange(len(touched.customer), dtype=np.int64), 11),
        grievances=grievances(loans, instalments, charges, promises, abuses),
    )
    desk = Desk(world, books.settings, records, books.plan.gangs, books.record)
    filings = desk.honest() + desk.ghostwritten(engagements)
    filings.sort(key=lambda filing: (filing.at, filing.customer, filing.channel.value))
    altered = changes(world, books.settings, records, filings)
    write_lending(books, records)
    write_customers(books, records, altered)
    write_contacts(books, records)
    write_app_events(books, records, filings, altered)
    filed = write_complaints(books, records, filings)
    write_representations(books, filed)
    told = write_testimonies(books, records, engagements)
    write_complaint_truth(books, records, filed, write_labels(books, records, filed, engagements))
    write_customer_truth(books, records, filings, filed, engagements)
    if books.archive is not None:
        write_papers(books, books.archive, records, filed)
        write_agreements(books, books.archive, records, engagements, told, filed)


def write_whole(books: Books) -> None:
    """Writes what belongs to the whole world: registers, adverts, gangs, and how it was made."""
    write_registers(books)
    write_adverts(books)
    write_gangs(books)
    settings = asdict(books.settings)
    settings["snapshot_at"] = books.settings.snapshot_at.isoformat()
    books.truth.append(
        "world",
        {
            "world": [books.world.name],
            "version": [books.world.version],
            "seed": [books.settings.seed],
            "sophistication": [books.settings.sophistication],
            "customers": [books.settings.customers],
            "snapshot_at": instants(np.array([books.calendar.snapshot])),
            "settings": [json.dumps(settings, sort_keys=True)],
        },
    )
