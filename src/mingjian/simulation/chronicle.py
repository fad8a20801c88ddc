"""Puts a block's events into the lender's tables as known at the snapshot, and the rest into the truth."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from mingjian.contract.vocabulary import Claim
from mingjian.simulation import numbers
from mingjian.simulation.calendar import CHINA_OFFSET, DAY, Calendar, instants, local_days
from mingjian.simulation.contacts import CHANNELS, COUNTERPARTIES, PURPOSES, contacts, misconduct
from mingjian.simulation.documents.archive import Archive, Case, Material, Owner
from mingjian.simulation.documents.facts import Issuer, Person
from mingjian.simulation.documents.settling import findings_on, questions
from mingjian.simulation.events import ACTIONS, Change, app_events, changes
from mingjian.simulation.filing import ESCALATED, Desk, Filing
from mingjian.simulation.gangs import Engagement, Underworld
from mingjian.simulation.grievances import (
    CHARGE_KINDS,
    PROMISE_KINDS,
    Records,
    charge,
    evidence_json,
    grievances,
    promise,
)
from mingjian.simulation.labels import labels_of
from mingjian.simulation.ledger import NEVER, Pressure, lend, months_of, schedule, standing
from mingjian.simulation.population import population
from mingjian.simulation.registers import PublicRecord
from mingjian.simulation.representation import represent
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.story import LookAlike, MarkKind
from mingjian.simulation.streams import dice, stream
from mingjian.simulation.world import World
from mingjian.simulation.writer import TableWriter


@dataclass(frozen=True)
class Filed:
    """A complaint with the number that the lender gave it."""

    complaint_id: str
    customer_id: str
    filing: Filing


class Chronicle:
    """Writes block after block; ``close`` writes what belongs to the whole world."""

    def __init__(
        self,
        world: World,
        settings: WorldSettings,
        calendar: Calendar,
        plan: Underworld,
        record: PublicRecord,
        issuers: Mapping[str, Issuer],
        archive: Archive | None,
        delivery: TableWriter,
        truth: TableWriter,
    ) -> None:
        self._world = world
        self._settings = settings
        self._calendar = calendar
        self._plan = plan
        self._record = record
        self._issuers = issuers
        self._archive = archive
        self._delivery = delivery
        self._truth = truth
        self._next_complaint = 1
        self._next_testimony = 1
        self._complaints_of = [0] * len(plan.gangs)
        self._clients_of = [0] * len(plan.gangs)

    def block(self, first: int, count: int) -> None:
        """Simulates and writes ``count`` customers from number ``first``."""
        world, calendar, seed = self._world, self._calendar, self._settings.seed
        engagements = [one for one in self._plan.engagements if first <= one.customer < first + count]
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
        desk = Desk(world, self._settings, records, self._plan.gangs, self._record)
        filings = desk.honest() + desk.ghostwritten(engagements)
        filings.sort(key=lambda filing: (filing.at, filing.customer, filing.channel.value))
        altered = changes(world, self._settings, records, filings)
        self._ledger(records)
        self._customers(records, altered)
        self._contacts(records)
        self._app(records, filings, altered)
        filed = self._complaints(records, filings)
        self._representations(filed)
        self._testimonies(records, engagements)
        self._complaint_truth(filed, self._labels(records, filed, engagements))
        self._customer_truth(records, filings, filed, engagements)
        if self._archive is not None:
            self._documents(self._archive, records, filed)

    def close(self) -> None:
        """Writes registers, adverts and gangs."""
        self._registers()
        self._adverts()
        self._gangs()
        settings = asdict(self._settings)
        settings["snapshot_at"] = self._settings.snapshot_at.isoformat()
        self._truth.append(
            "world",
            {
                "world": [self._world.name],
                "version": [self._world.version],
                "seed": [self._settings.seed],
                "sophistication": [self._settings.sophistication],
                "customers": [self._settings.customers],
                "snapshot_at": instants(np.array([self._calendar.snapshot])),
                "settings": [json.dumps(settings, sort_keys=True)],
            },
        )

    def _ledger(self, records: Records) -> None:
        calendar, loans, instalments = self._calendar, records.loans, records.instalments
        snapshot = calendar.snapshot
        products = np.array([product.name for product in self._world.products])
        kinds = np.array([product.kind.value for product in self._world.products])
        now = standing(loans, instalments, at=snapshot)
        customer_id = records.people.customer_id
        self._delivery.append(
            "loans",
            {
                "loan_id": loans.loan_id,
                "customer_id": customer_id[loans.customer],
                "product": products[loans.product],
                "product_kind": kinds[loans.product],
                "principal_yuan": loans.principal,
                "annual_rate": loans.rate,
                "disbursed_on": loans.disbursed,
                "term_months": loans.term,
                "status": now.status,
                "days_past_due": now.days_past_due,
                "outstanding_yuan": now.outstanding,
            },
        )
        paid = instalments.paid_at <= snapshot
        paid_on = local_days(np.where(paid, instalments.paid_at, 0))
        paid_on[~paid] = np.datetime64("NaT")
        self._delivery.append(
            "repayments",
            {
                "loan_id": loans.loan_id[instalments.loan],
                "instalment_number": instalments.number,
                "due_on": instalments.due,
                "due_yuan": instalments.due_yuan,
                "paid_on": paid_on,
                "paid_yuan": np.where(paid, instalments.due_yuan, 0.0),
            },
        )
        charges = records.charges
        known = charges.charged <= snapshot
        self._delivery.append(
            "charges",
            {
                "charge_id": charges.charge_id[known],
                "loan_id": loans.loan_id[charges.loan[known]],
                "charged_on": local_days(charges.charged[known]),
                "kind": np.array(CHARGE_KINDS)[charges.kind[known]],
                "amount_yuan": charges.amount[known],
                "in_contract": charges.in_contract[known],
            },
        )
        promises = records.promises
        known = promises.made <= snapshot
        kept = promises.kept[known] <= snapshot
        kept_on = local_days(np.where(kept, promises.kept[known], 0))
        kept_on[~kept] = np.datetime64("NaT")
        self._delivery.append(
            "promises",
            {
                "promise_id": promises.promise_id[known],
                "customer_id": customer_id[promises.customer[known]],
                "made_at": instants(promises.made[known]),
                "kind": np.array(PROMISE_KINDS)[promises.kind[known]],
                "due_on": local_days(promises.due[known]),
                "kept_on": kept_on,
            },
        )

    def _customers(self, records: Records, altered: Sequence[Change]) -> None:
        people, snapshot = records.people, self._calendar.snapshot
        current = {"phone": people.phone.astype(object), "employer": people.employer.astype(object)}
        known = [change for change in altered if change.at <= snapshot]
        for change in known:
            if change.field in current:
                current[change.field][change.customer] = change.new
        codes = np.array([f"{place.region:06d}"[:2] for place in self._world.places])
        self._delivery.append(
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
        self._delivery.append(
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
        chance = stream(self._settings.seed, self._world.name, "consents", people.first)
        self._consents(records, chance)

    def _consents(self, records: Records, chance: np.random.Generator) -> None:
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
            granted + ((self._calendar.snapshot - granted) * chance.random(len(customer))).astype(np.int64),
            np.iinfo(np.int64).min,
        )
        times = instants(withdrawn)
        times[withdrawn < 0] = np.datetime64("NaT")
        self._delivery.append(
            "consents",
            {
                "consent_id": numbers.codes("S", people.first * 3 + np.arange(len(customer), dtype=np.int64), 10),
                "customer_id": people.customer_id[customer],
                "purpose": purposes[purpose],
                "granted_at": instants(granted),
                "withdrawn_at": times,
            },
        )

    def _contacts(self, records: Records) -> None:
        touched, people = records.contacts, records.people
        known = touched.started <= self._calendar.snapshot
        chance = stream(self._settings.seed, self._world.name, "transcripts", people.first)
        phone = people.phone[touched.customer].astype(object)
        others = np.flatnonzero((touched.counterparty > 0) & (touched.counterparty < 4))
        subscriber = chance.integers(0, 10**8, len(others))
        phone[others] = numbers.phone_numbers(np.full(len(others), 139), subscriber)
        transcript = np.full(len(phone), None, dtype=object)
        spoken = (touched.channel == 0) & (touched.purpose == 0) & (chance.random(len(phone)) < 0.01)
        throw = dice(self._settings.seed, self._world.name, "calls", people.first)
        for row in np.flatnonzero((spoken | touched.threatening) & known):
            transcript[row] = self._world.call(
                threatening=bool(touched.threatening[row]),
                name=str(people.full_name[touched.customer[row]]),
                dice=throw,
            )
        # A call is about the customer's oldest loan that had been paid out by then; the log of a call before has none.
        loan = np.searchsorted(records.loans.customer, touched.customer)
        began = records.loans.disbursed.astype(np.int64)[loan] * DAY - CHINA_OFFSET <= touched.started
        loan_id = np.where(began, records.loans.loan_id[loan], "")
        self._delivery.append(
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

    def _app(self, records: Records, filings: Sequence[Filing], altered: Sequence[Change]) -> None:
        events = app_events(self._world, records, filings, altered, seed=self._settings.seed)
        known = events.at <= self._calendar.snapshot
        count = int(known.sum())
        self._delivery.append(
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

    def _complaints(self, records: Records, filings: Sequence[Filing]) -> list[Filed]:
        people, snapshot = records.people, self._calendar.snapshot
        filed = []
        for filing in filings:
            if filing.at > snapshot:
                continue
            customer_id = str(people.customer_id[filing.customer]) if filing.customer >= 0 else ""
            filed.append(Filed(f"K{self._next_complaint:09d}", customer_id, filing))
            self._next_complaint += 1
            if filing.gang >= 0:
                self._complaints_of[filing.gang] += 1
        if not filed:
            return []
        at = np.array([one.filing.at for one in filed], dtype=np.int64)
        closed = np.array([one.filing.closed for one in filed], dtype=np.int64)
        closed_at = instants(closed)
        closed_at[closed > snapshot] = np.datetime64("NaT")
        transferred = np.array([one.filing.channel in ESCALATED for one in filed])
        throw = dice(self._settings.seed, self._world.name, "transfers", people.first)
        due = at + np.array([throw.choice((15, 15, 15, 10, 30)) for _ in filed], dtype=np.int64) * DAY
        due_at = instants(due)
        due_at[~transferred] = np.datetime64("NaT")
        self._delivery.append(
            "complaints",
            {
                "complaint_id": [one.complaint_id for one in filed],
                "customer_id": [one.customer_id for one in filed],
                "received_at": instants(at),
                "channel": [one.filing.channel.value for one in filed],
                "text": [one.filing.letter.text for one in filed],
                "demands": [";".join(one.filing.demands) for one in filed],
                "filed_as": [
                    "representative" if one.filing.represented else "unknown" if throw.random() < 0.1 else "self"
                    for one in filed
                ],
                "contact_phone": [one.filing.traces.contact_phone for one in filed],
                "contact_email": [one.filing.traces.contact_email for one in filed],
                "sender_name": [one.filing.traces.sender_name for one in filed],
                "sender_address": [one.filing.traces.sender_address for one in filed],
                "tracking_number": [one.filing.traces.tracking_number for one in filed],
                "device_id": [one.filing.traces.device_id for one in filed],
                "ip": [one.filing.traces.ip for one in filed],
                "external_number": [
                    f"{one.filing.channel.value[-5:]}{throw.randrange(10**10):010d}" if moved else ""
                    for one, moved in zip(filed, transferred, strict=True)
                ],
                "due_at": due_at,
                "closed_at": closed_at,
                "outcome": [
                    "open" if late else one.filing.outcome for one, late in zip(filed, closed > snapshot, strict=True)
                ],
            },
        )
        return filed

    def _complaint_truth(self, filed: Sequence[Filed], labelled: frozenset[str]) -> None:
        if not filed:
            return
        gangs = self._plan.gangs
        self._truth.append(
            "complaints",
            {
                "complaint_id": [one.complaint_id for one in filed],
                "customer_id": [one.customer_id for one in filed],
                "agent_filed": [one.filing.gang >= 0 for one in filed],
                "gang_id": [gangs[one.filing.gang].gang_id if one.filing.gang >= 0 else "" for one in filed],
                "family_id": [one.filing.family for one in filed],
                "family_root": [one.filing.family_root for one in filed],
                "family_kind": [
                    "" if not one.filing.family else "gang" if one.filing.gang >= 0 else "honest" for one in filed
                ],
                "ladder_step": [one.filing.step if one.filing.gang >= 0 else None for one in filed],
                "look_alike": [one.filing.look_alike.value if one.filing.look_alike else "" for one in filed],
                "labelled": [one.complaint_id in labelled for one in filed],
                "has_merit": [any(assertion.is_true for assertion in one.filing.assertions) for one in filed],
                "demands": [
                    ";".join(
                        dict.fromkeys(mark.code for mark in one.filing.letter.marks if mark.kind is MarkKind.DEMAND)
                    )
                    for one in filed
                ],
            },
        )
        claims: list[tuple[str, str, int, int, bool, str, str]] = []
        marks: list[tuple[str, str, str, int, int]] = []
        for one in filed:
            asserted = {assertion.claim.value: assertion for assertion in one.filing.assertions}
            for mark in one.filing.letter.marks:
                if mark.kind is MarkKind.CLAIM and mark.code in asserted:
                    assertion = asserted[mark.code]
                    claims.append(
                        (
                            one.complaint_id,
                            Claim(mark.code).value,
                            mark.start,
                            mark.end,
                            assertion.is_true,
                            assertion.expected.value,
                            evidence_json(assertion.evidence),
                        )
                    )
                elif mark.kind is not MarkKind.CLAIM:
                    marks.append((one.complaint_id, mark.kind.value, mark.code, mark.start, mark.end))
        _append_rows(
            self._truth,
            "claims",
            ("complaint_id", "claim", "start", "end", "is_true", "expected_status", "evidence"),
            claims,
        )
        _append_rows(self._truth, "marks", ("complaint_id", "kind", "code", "start", "end"), marks)

    def _representations(self, filed: Sequence[Filed]) -> None:
        rows = [
            row
            for one in filed
            if one.filing.represented
            for row in (represent(self._world, self._settings, self._record, self._plan, one.complaint_id, one.filing),)
        ]
        _append_rows(
            self._delivery,
            "representations",
            (
                "representation_id",
                "complaint_id",
                "representative_name",
                "representative_phone",
                "relationship",
                "organisation_name",
                "organisation_uscc",
                "licence_number",
                "fee_yuan",
                "payee_account",
            ),
            [
                (
                    row.representation_id,
                    row.complaint_id,
                    row.name,
                    row.phone,
                    row.relationship,
                    row.organisation,
                    row.uscc,
                    row.licence,
                    row.fee_yuan,
                    row.account,
                )
                for row in rows
            ],
        )
        _append_rows(
            self._truth,
            "representations",
            ("representation_id", "lawful", "why"),
            [(row.representation_id, row.lawful, row.why) for row in rows],
        )

    def _testimonies(self, records: Records, engagements: Sequence[Engagement]) -> None:
        """What clients who paid tell the lender later: one in ten speaks, of those cheated outright every second."""
        rows = []
        for one in engagements:
            gang = self._plan.gangs[one.gang]
            throw = dice(self._settings.seed, self._world.name, "testimony", gang.gang_id, one.ordinal)
            speaks = throw.random() < (0.5 if one.victim else 0.1)
            at = one.recruited + int(throw.uniform(20, 150) * DAY)
            if not speaks or at > self._calendar.snapshot:
                continue
            agency = gang.agency
            rows.append(
                (
                    f"Y{self._next_testimony:07d}",
                    str(records.people.customer_id[one.customer - records.people.first]),
                    at,
                    agency.name if throw.random() < 0.7 else agency.brand,
                    agency.phone if throw.random() < 0.5 else "",
                    agency.wechat_id if throw.random() < 0.6 else "",
                    agency.payee_account if throw.random() < 0.6 else "",
                    float(agency.fee_yuan) if throw.random() < 0.8 else None,
                    self._world.testimony(agency, throw).text,
                    gang.gang_id,
                )
            )
            self._next_testimony += 1
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        self._delivery.append(
            "testimonies",
            {
                "testimony_id": columns[0],
                "customer_id": columns[1],
                "reported_at": instants(np.array(columns[2], dtype=np.int64)),
                "agency_name": columns[3],
                "agent_phone": columns[4],
                "wechat_id": columns[5],
                "payee_account": columns[6],
                "fee_yuan": columns[7],
                "text": columns[8],
            },
        )
        self._truth.append("testimonies", {"testimony_id": columns[0], "gang_id": columns[9]})

    def _labels(self, records: Records, filed: Sequence[Filed], engagements: Sequence[Engagement]) -> frozenset[str]:
        """Writes the findings; which subjects they are about."""
        snapshot, first = self._calendar.snapshot, records.people.first
        throw = dice(self._settings.seed, self._world.name, "labels", first)
        found = labels_of(
            [(one.complaint_id, one.filing) for one in filed],
            [(str(records.people.customer_id[one.customer - first]), one) for one in engagements],
            throw,
        )
        rows = [label for label in found if label.decided <= snapshot]
        if not rows:
            return frozenset()
        self._delivery.append(
            "labels",
            {
                "label_id": [f"B{first:08d}{number:05d}" for number in range(len(rows))],
                "subject_type": [label.subject_type for label in rows],
                "subject_id": [label.subject_id for label in rows],
                "label": [label.label for label in rows],
                "decided_at": instants(np.array([label.decided for label in rows], dtype=np.int64)),
                "decided_by": [label.decided_by for label in rows],
                "basis": [label.basis for label in rows],
            },
        )
        return frozenset(label.subject_id for label in rows)

    def _customer_truth(
        self,
        records: Records,
        filings: Sequence[Filing],
        filed: Sequence[Filed],
        engagements: Sequence[Engagement],
    ) -> None:
        people, snapshot = records.people, self._calendar.snapshot
        count = len(people)
        gang_id, role, look_alike = ([""] * count for _ in range(3))
        recruited = np.full(count, np.iinfo(np.int64).min, dtype=np.int64)
        following = np.full(count, NEVER, dtype=np.int64)
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
                escalates[filing.customer] |= filing.channel in ESCALATED
        members: list[tuple[str, str, str, str]] = []
        for engagement in engagements:
            customer = engagement.customer - people.first
            gang = self._plan.gangs[engagement.gang]
            agent[customer] = engagement.recruited <= self._calendar.end
            if engagement.recruited <= snapshot:
                gang_id[customer] = gang.gang_id
                role[customer] = "victim" if engagement.victim else "client"
                recruited[customer] = engagement.recruited
                self._clients_of[engagement.gang] += 1
                members.append((gang.gang_id, "customer", str(people.customer_id[customer]), role[customer]))
        times = instants(recruited)
        times[recruited < 0] = np.datetime64("NaT")
        next_complaint_at = instants(following)
        next_complaint_at[following == NEVER] = np.datetime64("NaT")
        self._truth.append(
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
            },
        )
        members += [
            (self._plan.gangs[one.filing.gang].gang_id, "complaint", one.complaint_id, "client")
            for one in filed
            if one.filing.gang >= 0
        ]
        _append_rows(self._truth, "gang_members", ("gang_id", "entity_type", "entity_id", "role"), members)

    def _documents(self, archive: Archive, records: Records, filed: Sequence[Filed]) -> None:
        """The papers of the block's complaints, what their issuers answered, and what people found."""
        people, snapshot = records.people, self._calendar.snapshot
        by_complaint = {one.complaint_id: one for one in filed if one.filing.customer >= 0}
        cases = [
            Case(key, one.filing, _owner(records, one.filing.customer, snapshot)) for key, one in by_complaint.items()
        ]
        chosen = archive.chosen(cases, first=people.first, count=len(people))
        made = [material for case in chosen for material in archive.materials(case)]
        made = [material for material in made if material.received_at <= snapshot]
        throw = dice(self._settings.seed, self._world.name, "settling", people.first)
        asked = questions(made, snapshot, throw)
        found = findings_on(made, asked, snapshot, throw)
        _append_rows(
            self._delivery,
            "verifications",
            ("verification_id", "material_id", "asked_at", "replied_at", "reply", "replied_by"),
            [
                (
                    f"V{question.material_id[1:]}",
                    question.material_id,
                    np.datetime64(question.asked, "s"),
                    np.datetime64(question.replied, "s") if question.replied else np.datetime64("NaT", "s"),
                    question.reply.value,
                    question.replied_by,
                )
                for question in asked
            ],
        )
        _append_rows(
            self._delivery,
            "labels",
            ("label_id", "subject_type", "subject_id", "label", "decided_at", "decided_by", "basis"),
            [
                (
                    f"BM{material_id[1:]}",
                    "material",
                    material_id,
                    label,
                    np.datetime64(decided, "s"),
                    f"U{throw.randint(1, 9):03d}",
                    basis,
                )
                for material_id, label, decided, basis in found
            ],
        )
        self._materials(made)

    def _materials(self, made: Sequence[Material]) -> None:
        gangs = self._plan.gangs
        _append_rows(
            self._delivery,
            "materials",
            (
                "material_id",
                "complaint_id",
                "customer_id",
                "kind",
                "path",
                "received_at",
                "issuer_name",
                "original_filename",
            ),
            [
                (
                    one.material_id,
                    one.case.complaint_id,
                    one.case.owner.customer_id,
                    one.kind.value,
                    one.path,
                    np.datetime64(one.received_at, "s"),
                    one.issuer_name,
                    one.original_filename,
                )
                for one in made
            ],
        )
        _append_rows(
            self._truth,
            "materials",
            (
                "material_id",
                "complaint_id",
                "customer_id",
                "kind",
                "forged",
                "method",
                "capture",
                "look_alike",
                "ladder_step",
                "gang_id",
                "den_id",
                "blank_id",
                "seal_id",
                "contradictions",
                "issuer_name",
                "path",
            ),
            [
                (
                    one.material_id,
                    one.case.complaint_id,
                    one.case.owner.customer_id,
                    one.kind.value,
                    one.forged,
                    one.method.value if one.method else "",
                    one.capture.value,
                    one.look_alike,
                    one.case.filing.step if one.case.filing.gang >= 0 else None,
                    gangs[one.case.filing.gang].gang_id if one.case.filing.gang >= 0 else "",
                    one.den_id,
                    one.blank_id,
                    one.seal_id,
                    ";".join(one.contradictions),
                    one.printed_issuer,
                    one.path,
                )
                for one in made
            ],
        )
        _append_rows(
            self._truth,
            "material_places",
            ("material_id", "page", "what", "code", "text", "left", "top", "right", "bottom", "dpi"),
            [
                (one.material_id, place.page, place.what, place.code, place.text, *place.box, float(one.dots_per_inch))
                for one in made
                for place in one.places
            ],
        )
        _append_rows(
            self._truth,
            "gang_members",
            ("gang_id", "entity_type", "entity_id", "role"),
            [(gangs[one.case.filing.gang].gang_id, "material", one.material_id, "asset") for one in made if one.forged],
        )

    def _registers(self) -> None:
        organisations = self._record.organisations
        self._delivery.append(
            "organisations",
            {
                "organisation_id": [one.organisation_id for one in organisations],
                "name": [one.name for one in organisations],
                "uscc": [one.uscc for one in organisations],
                "kind": [one.kind for one in organisations],
                "status": [one.status for one in organisations],
                "status_from": local_days(np.array([one.status_from for one in organisations], dtype=np.int64)),
                "business_scope": [one.scope for one in organisations],
                "registered_on": local_days(np.array([one.registered for one in organisations], dtype=np.int64)),
                "phone": [known.phone if (known := self._issuers.get(one.name)) else "" for one in organisations],
                "address": [known.address if (known := self._issuers.get(one.name)) else "" for one in organisations],
                "seal_path": self._archive.impressions([one.name for one in organisations])
                if self._archive
                else [""] * len(organisations),
            },
        )
        self._truth.append(
            "organisations",
            {
                "organisation_id": [one.organisation_id for one in organisations],
                "gang_id": [self._plan.gangs[one.gang].gang_id if one.gang >= 0 else "" for one in organisations],
            },
        )
        lawyers = self._record.practitioners
        self._delivery.append(
            "practitioners",
            {
                "licence_number": [one.licence_number for one in lawyers],
                "full_name": [one.full_name for one in lawyers],
                "organisation_name": [one.organisation for one in lawyers],
                "status": [one.status for one in lawyers],
            },
        )

    def _adverts(self) -> None:
        adverts = self._record.adverts
        if not adverts:
            return
        agencies = [self._plan.gangs[advert.gang].agency for advert in adverts]
        ids = [f"A{number + 1:06d}" for number in range(len(adverts))]
        self._delivery.append(
            "solicitations",
            {
                "solicitation_id": ids,
                "platform": [advert.platform for advert in adverts],
                "published_at": instants(np.array([advert.published for advert in adverts], dtype=np.int64)),
                "author": [agency.brand for agency in agencies],
                "author_id": [f"u{index * 7_919 % 1_000_003:06d}" for index, _ in enumerate(agencies)],
                "text": [advert.letter.text for advert in adverts],
                "phone": [agency.phone if index % 3 == 0 else "" for index, agency in enumerate(agencies)],
                "wechat_id": [agency.wechat_id if index % 2 == 0 else "" for index, agency in enumerate(agencies)],
                "organisation_name": [agency.name if index % 4 == 0 else "" for index, agency in enumerate(agencies)],
            },
        )
        _append_rows(
            self._truth,
            "code_words",
            ("solicitation_id", "word", "standard", "start", "end"),
            [
                (key, advert.letter.text[mark.start : mark.end], mark.code, mark.start, mark.end)
                for key, advert in zip(ids, adverts, strict=True)
                for mark in advert.letter.marks
                if mark.kind is MarkKind.CODE_WORD
            ],
        )
        _append_rows(
            self._truth,
            "gang_members",
            ("gang_id", "entity_type", "entity_id", "role"),
            [
                (self._plan.gangs[advert.gang].gang_id, "solicitation", key, "asset")
                for key, advert in zip(ids, adverts, strict=True)
            ],
        )

    def _gangs(self) -> None:
        snapshot = self._calendar.snapshot
        living = [(index, gang) for index, gang in enumerate(self._plan.gangs) if gang.born <= snapshot]
        if not living:
            return
        gangs = [gang for _, gang in living]
        ended = np.array([gang.ended for gang in gangs], dtype=np.int64)
        ended_at = instants(ended)
        ended_at[ended > snapshot] = np.datetime64("NaT")
        self._truth.append(
            "gangs",
            {
                "gang_id": [gang.gang_id for gang in gangs],
                "lineage_id": [gang.lineage_id for gang in gangs],
                "rebranded_from": [gang.rebranded_from for gang in gangs],
                "split_from": [gang.split_from for gang in gangs],
                "den_id": [gang.den_id for gang in gangs],
                "family_id": [gang.manuscript.family for gang in gangs],
                "name": [gang.agency.name for gang in gangs],
                "sophistication": [gang.sophistication for gang in gangs],
                "born_at": instants(np.array([gang.born for gang in gangs], dtype=np.int64)),
                "ended_at": ended_at,
                "clients": [self._clients_of[index] for index, _ in living],
                "complaints": [self._complaints_of[index] for index, _ in living],
                "fee_yuan": [float(gang.agency.fee_yuan) for gang in gangs],
            },
        )
        members: list[tuple[str, str, str, str]] = []
        events: list[tuple[str, str, int, str]] = []
        for gang in gangs:
            agency = gang.agency
            members += [
                (gang.gang_id, "account", agency.payee_account, "asset"),
                (gang.gang_id, "wechat", agency.wechat_id, "asset"),
                (gang.gang_id, "phone", agency.phone, "operator"),
                *((gang.gang_id, kind, value, "asset") for kind, value in sorted(gang.used)),
            ]
            events.append((gang.gang_id, "born", gang.born, gang.rebranded_from or gang.split_from))
            if gang.rebranded_from:
                events.append((gang.rebranded_from, "rebranded", gang.born, gang.gang_id))
            if gang.split_from:
                events.append((gang.split_from, "split", gang.born, gang.gang_id))
            if gang.ended <= snapshot and not any(other.rebranded_from == gang.gang_id for other in gangs):
                events.append((gang.gang_id, "dormant", gang.ended, ""))
        members += [
            (self._plan.gangs[one.gang].gang_id, "organisation", one.organisation_id, "asset")
            for one in self._record.organisations
            if one.gang >= 0
        ]
        _append_rows(self._truth, "gang_members", ("gang_id", "entity_type", "entity_id", "role"), sorted(set(members)))
        columns = list(zip(*sorted(events), strict=True))
        self._truth.append(
            "gang_events",
            {
                "gang_id": columns[0],
                "event": columns[1],
                "at": instants(np.array(columns[2], dtype=np.int64)),
                "other_gang_id": columns[3],
            },
        )


def _owner(records: Records, customer: int, snapshot: int) -> Owner:
    """The complainant as those know who make papers in the name."""
    people, touched = records.people, records.contacts
    own = (touched.customer == customer) & touched.inbound & (touched.started <= snapshot)
    return Owner(
        customer_id=str(people.customer_id[customer]),
        person=Person(
            name=str(people.full_name[customer]),
            woman=bool(people.woman[customer]),
            id_number=str(people.id_number[customer]),
            address=str(people.address[customer]),
            phone=str(people.phone[customer]),
            employer=str(people.employer[customer]),
        ),
        last_seen=int(touched.started[own].max()) if own.any() else 0,
    )


def _append_rows(writer: TableWriter, table: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Rows as columns; no rows add nothing."""
    if rows:
        writer.append(table, dict(zip(columns, (list(column) for column in zip(*rows, strict=True)), strict=True)))
