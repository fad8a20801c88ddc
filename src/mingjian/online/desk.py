"""Assesses one complaint at a time against a run.

The stages' expressions are written once and compiled once, to SQLite, when the desk opens. What a complaint brought
into the small tables goes with its transaction.
"""

import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.agencies.cases import read as read_case
from mingjian.agencies.judging import judge_one
from mingjian.contract import TABLES
from mingjian.contract.groups import GROUP_MARK
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import (
    LEGAL_BODIES,
    Claim,
    ClaimStatus,
    EntityType,
    OrganisationStatus,
    RequirementSubject,
    Zone,
)
from mingjian.letters import template_index
from mingjian.letters.tables import CLAIM, LETTER, part_of, read_letters
from mingjian.merits.ledger import TABLES as LEDGER_TABLES
from mingjian.merits.ledger import Ledger
from mingjian.merits.measured_rate import measured_rates
from mingjian.merits.weighing import CHECKS, weigh
from mingjian.network import GangLink, IndexRow, Links, Shared, Standing, gang_links, links_of
from mingjian.network.attributes import things_of_complaints
from mingjian.network.doors import door
from mingjian.network.evidence import Entity
from mingjian.network.tables import TABLES as NETWORK_TABLES
from mingjian.network.tables import NetworkTables
from mingjian.online.assessment import Assessment, WeighedClaim
from mingjian.online.complaint import Arrival
from mingjian.online.neighbourhood import CONTACT_SPAN, PAPER_LINES, PAPERS, SUBJECT, Neighbourhood, among
from mingjian.online.representatives import JudgedRequirement, cases_of_subject, gather_for
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.features import Subject
from mingjian.risk.features.catalogue import groups_of
from mingjian.risk.features.feature import Derived, FeatureGroup
from mingjian.risk.ledger import agent_model
from mingjian.risk.merits import borne_out_claims
from mingjian.settings import Settings
from mingjian.standards import address, legal_bodies
from mingjian.store.row_dialect import reader_of, sql_of
from mingjian.store.workspace import RunFolder
from mingjian.wording.judged_words import JudgedWords
from mingjian.wording.matching import KeyedText, match_text

_CASES = "cases_of_subject"
"""The statement that gives the representations of the complaint as the stage judges them."""

_ITS_THINGS, _THINGS_AROUND = "its_things", "things_around"
"""The statements that give what the complaint names, and what it and its neighbours name."""

_NEAR = 200
"""Of so many neighbours it is read which things they share; more have one common thing, and are counted only."""

_SCHEMAS = {
    SUBJECT: TABLES["complaints"].arrow_schema,
    PAPERS: TABLES["materials"].arrow_schema,
    PAPER_LINES: TABLES["document_lines"].arrow_schema,
    CONTACT_SPAN: pa.schema([("log_since", pa.date32()), ("log_until", pa.date32())]),
}
"""Small tables that are none of the contract's."""

WRITTEN = frozenset({"complaints", "letters", "claim_mentions", "claims", "claim_grounds"})
"""Tables that the complaint itself brings rows into."""


@dataclass(frozen=True)
class _SmallTables:
    """The small tables as the rooms' expressions ask for them."""

    as_of: datetime
    known: frozenset[str]
    derived: dict[Derived, ir.Table] = field(default_factory=dict)
    """Tables that follow from the others, in the order in which they follow."""

    def table(self, name: str) -> ir.Table:
        return ibis.table(_SCHEMAS[name] if name in _SCHEMAS else TABLES[name].arrow_schema, name=name)

    def knows(self, name: str) -> bool:
        return name in self.known

    def once(self, what: Derived) -> ir.Table:
        if what not in self.derived:
            self.derived[what] = what(self)
        return ibis.table(self.derived[what].schema(), name=what.__name__)


class OnlineDesk:
    """The current run, ready for complaints. One at a time; threads wait for each other."""

    def __init__(self, run: RunFolder, settings: Settings) -> None:
        self._run = run.name
        self._settings = settings
        self._lock = threading.Lock()
        self._rows = Neighbourhood(run)
        tables = _SmallTables(run.read_record().as_of, self._rows.known | WRITTEN)
        ledger = self._ledger(tables)
        queries = {
            f"weigh_{check.CLAIM.value}": weigh(
                tables.table("claim_mentions"), tables.table(SUBJECT), ledger, settings.merits, checks=(check,)
            )
            for check in CHECKS
        }
        self._groups = [(f"features_{place}", group) for place, group in enumerate(groups_of(Subject.COMPLAINT))]
        for name, group in self._groups:
            if all(tables.knows(need) for need in group.needs):
                subject = tables.table(SUBJECT)
                asked = subject.filter(subject.customer_id.notnull()) if group.needs_customer else subject
                queries[name] = group.build(asked, tables)
        queries["borne_out"] = self._borne_out(tables)
        small = {name: tables.table(name) for name in (*TABLES, PAPERS, PAPER_LINES)}
        network = NetworkTables(
            **{name: small[name] for name in NETWORK_TABLES},
            registers_known="practitioners" in self._rows.known,
            organisations_known="organisations" in self._rows.known,
        )
        for name, table in ((_ITS_THINGS, SUBJECT), (_THINGS_AROUND, "complaints")):
            complaints = tables.table(table)
            placed = complaints.mutate(door=door(complaints.sender_address))
            queries[name] = things_of_complaints(replace(network, complaints=placed))
        queries[_CASES] = cases_of_subject(small, tables.table(SUBJECT), self._rows.known)
        self._statements = {name: (sql_of(query), reader_of(query)) for name, query in queries.items()}
        self._derived: list[str] = []
        for what, rows in tables.derived.items():
            self._rows.connection.execute(f"CREATE TABLE {what.__name__} AS {sql_of(rows)}")
            self._derived.append(f"INSERT INTO {what.__name__} {sql_of(rows)}")
        self._judged_words = JudgedWords.of(self._rows.of_the_run("SELECT * FROM judgements"))
        self._model = agent_model(self._rows.of_the_run("SELECT * FROM scorecards"), settings.risk)

    @classmethod
    def open(cls, run: RunFolder, settings: Settings | None = None) -> Self:
        """The desk over a finished run."""
        return cls(run, settings or Settings())

    def assess(self, complaint: pa.Table, representations: pa.Table | None = None) -> Assessment:
        """The assessment of a row of ``complaints`` and the ``representations`` that came with it. Nothing stays."""
        with self._lock:
            connection = self._rows.connection
            connection.execute("BEGIN")
            try:
                return self._assess(
                    complaint.to_pylist()[0], representations.to_pylist() if representations is not None else []
                )
            finally:
                connection.execute("ROLLBACK")

    def assess_arrival(self, arrival: Arrival) -> Assessment:
        """The assessment of a complaint as it was sent, which names what of it could not be read."""
        return replace(self.assess(arrival.complaint, arrival.representations), left_out=arrival.left_out)

    def _assess(self, row: dict[str, Any], representations: list[dict[str, Any]]) -> Assessment:
        template_id = self._template_of(row["text"])
        self._rows.gather(row, template_id)
        if representations:
            gather_for(self._rows, representations, row["customer_id"])
        self._note_sender(row)
        # Whether a representative is a lawful one, and his clients linked by nothing, follows from his requirements.
        requirements = self._judge(representations) if representations else ()
        read = self._read(row, self._template(template_id))
        mentions = part_of(read, CLAIM).to_pylist()
        self._rows.put("letters", part_of(read, LETTER).to_pylist())
        linked = self._link(row)
        self._rows.put("claim_mentions", mentions)
        claims = self._weigh(mentions)
        batch = self._features(row)
        assessed = assess_complaints(batch, model=self._model).to_pylist()[0]
        return Assessment(
            complaint_id=row["complaint_id"],
            run=self._run,
            agent_probability=assessed["agent_probability"],
            agent_probability_low=assessed["agent_probability_low"],
            agent_probability_high=assessed["agent_probability_high"],
            zone=Zone(assessed["zone"]),
            template_id=assessed["template_id"],
            gang_id=next((link.gang_id for link in linked.gangs if link.belongs), None),
            links=linked,
            reasons=from_json(assessed["reasons"]),
            merits=from_json(assessed["merits"]),
            claims=claims,
            requirements=requirements,
        )

    # -- what is compiled once

    def _execute(self, name: str) -> list[dict[str, Any]]:
        statement, readers = self._statements[name]
        rows = self._rows.records(statement)
        for row in rows:
            row.update({column: read(row[column]) for column, read in readers.items() if row[column] is not None})
        return rows

    def _ledger(self, tables: _SmallTables) -> Ledger:
        books = {name: tables.table(name) for name in LEDGER_TABLES}
        return Ledger(
            **books,
            contact_span=tables.table(CONTACT_SPAN),
            rates=measured_rates(books["loans"], books["repayments"], books["charges"]),
            as_of=tables.as_of,
            delivered=frozenset(name for name in LEDGER_TABLES if name in self._rows.known),
        )

    def _borne_out(self, tables: _SmallTables) -> ir.Table:
        grounds = tables.table("claim_grounds")
        return borne_out_claims(grounds.filter(grounds.status == ClaimStatus.BORNE_OUT.value), by="complaint_id")

    # -- what is done for each complaint

    def _template_of(self, text: str | None) -> str | None:
        if not text or not text.strip():
            return None
        asked = KeyedText(text)
        keys = self._rows.records(
            f"SELECT key, kind, template_id FROM run.letter_keys WHERE {among('key')}",
            [json.dumps([asked.key, *asked.band_keys])],
        )
        if not keys:
            return None
        templates = self._rows.records(
            f"SELECT template_id, skeleton, level FROM run.letter_templates WHERE {among('template_id')}",
            [json.dumps(sorted({key["template_id"] for key in keys}))],
        )
        match = match_text(asked, template_index(keys, templates))
        return match.template_id if match else None

    def _template(self, template_id: str | None) -> tuple[Any, ...]:
        if template_id is None:
            return (None, None, None, None, None)
        return self._rows.rows(
            "SELECT template_id, skeleton, complaints, customers, medoid_id FROM run.letter_templates "
            "WHERE template_id = ?",
            [template_id],
        )[0]

    def _read(self, row: dict[str, Any], template: tuple[Any, ...]) -> pa.Table:
        loans = self._rows.rows("SELECT product_kind, disbursed_on FROM loans ORDER BY loan_id")
        kinds = [kind for kind, _ in loans if kind]
        days = [date.fromisoformat(day) for _, day in loans if day]
        names = ("template_id", "skeleton", "complaints", "customers", "medoid_id")
        letter = {
            "complaint_id": row["complaint_id"],
            "text": row["text"],
            "received_at": row["received_at"],
            "product_kinds": ";".join(kinds) if kinds else None,
            "disbursed_from": min(days, default=None),
            "disbursed_to": max(days, default=None),
            **dict(zip(names, template, strict=True)),
        }
        return read_letters(pa.Table.from_pylist([letter]), settings=self._settings.letters, judged=self._judged_words)

    def _weigh(self, mentions: Sequence[Mapping[str, Any]]) -> tuple[WeighedClaim, ...]:
        kinds = sorted({mention["claim"] for mention in mentions})
        weighed = [claim for kind in kinds for claim in self._execute(f"weigh_{kind}")]
        for name in ("claims", "claim_grounds"):
            self._rows.put(name, [{column: claim[column] for column in TABLES[name].columns} for claim in weighed])
        return tuple(
            WeighedClaim(
                claim=Claim(claim["claim"]),
                status=ClaimStatus(claim["status"]),
                start=claim["start"],
                end=claim["end"],
                evidence=tuple(json.loads(claim["evidence"] or "[]")),
            )
            for claim in sorted(weighed, key=lambda claim: (claim["start"], claim["end"], claim["claim"]))
        )

    def _judge(self, representations: Sequence[Mapping[str, Any]]) -> tuple[JudgedRequirement, ...]:
        """What the law asks of those who came with the complaint, put into the small table as the stage writes it."""
        sent = {one["representation_id"] for one in representations}
        found = [case for case in map(read_case, self._execute(_CASES)) if case.representation_id in sent]
        judged = tuple(
            JudgedRequirement(
                case.representation_id,
                one.requirement,
                one.status,
                one.statement,
                tuple(one.values.items()),
                one.rule.cited,
                one.evidence,
            )
            for case in found
            for one in judge_one(case, self._settings.agencies)
        )
        there = {one for (one,) in self._rows.rows("SELECT subject_id FROM requirements")}
        rows = [
            {
                "subject_type": RequirementSubject.REPRESENTATION.value,
                "subject_id": one.representation_id,
                "requirement": one.requirement.value,
                "status": one.status.value,
                "source": one.source,
                "evidence": json.dumps(list(one.evidence), ensure_ascii=False),
            }
            for one in judged
            if one.representation_id not in there
        ]
        self._rows.put("requirements", rows)
        return judged

    def _features(self, row: dict[str, Any]) -> pa.Table:
        values: dict[str, pa.Array] = {
            "complaint_id": pa.array([row["complaint_id"]], pa.string()),
            "customer_id": pa.array([row["customer_id"]], pa.string()),
            "text": pa.array([row["text"]], pa.string()),
        }
        for statement in self._derived:
            self._rows.rows(statement)
        for name, group in self._groups:
            known = all(need in self._rows.known | WRITTEN for need in group.needs)
            found = (self._execute(name) or [{}])[0] if known else None
            values |= _columns(group, found, has_customer=row["customer_id"] is not None)
        borne_out = self._execute("borne_out")
        values["borne_out"] = pa.array([borne_out[0]["borne_out"] if borne_out else None], pa.string())
        return pa.table(values)

    def _link(self, row: dict[str, Any]) -> Links:
        """Puts the gangs of the complaint and of its customer into the small tables; gives what it is linked with."""
        names = [row["complaint_id"], *([row["customer_id"]] if row["customer_id"] else [])]
        found = self._rows.records(f"SELECT * FROM run.gang_members WHERE {among('entity_id')}", [json.dumps(names)])
        held = [
            member
            for member in found
            if member["entity_type"] in (EntityType.COMPLAINT.value, EntityType.CUSTOMER.value)
        ]
        own = [member for member in held if member["entity_type"] == EntityType.COMPLAINT.value]
        linked = Links()
        # What a law firm's clients share is the firm's, as in the run.
        lawful = self._rows.rows("SELECT 1 FROM legal_senders WHERE complaint_id = ? AND registered", names[:1])
        if own:
            linked = Links(
                Standing.JOINS, tuple(GangLink(member["gang_id"], member["strength"], True, ()) for member in own)
            )
        elif not lawful and not self._is_in_run(row["complaint_id"]):
            is_member = any(member["entity_type"] == EntityType.CUSTOMER.value for member in held)
            linked = self._looked_up(row, self._sent_away(names), is_member=is_member)
            held += [
                {
                    "gang_id": link.gang_id,
                    "entity_type": EntityType.COMPLAINT.value,
                    "entity_id": row["complaint_id"],
                    "role": "client",
                    "strength": link.strength,
                }
                for link in linked.gangs
                if link.belongs
            ]
        if held:
            self._rows.put("gang_members", held)
            gangs = sorted({member["gang_id"] for member in held})
            self._rows.copy("gangs", "gang_id", gangs)
            self._rows.copy("membership_paths", "entity_id", names)
        return linked

    def _looked_up(self, row: dict[str, Any], away: set[str | None], *, is_member: bool) -> Links:
        """What the run knows of the things of a new complaint, but of no gang that it is judged ``away`` from."""
        if None in away:
            return Links()
        known = self._known_things(without=None if is_member else self._telephone_on_file(row))
        gangs = gang_links(
            IndexRow(
                Entity(one["entity_type"], one["entity_id"]),
                one["households"],
                one["weight"],
                one["gang_id"],
                one["gang_households"] or 0,
            )
            for one in known
            if one["countable"]
        )
        near = tuple(link for link in gangs if link.gang_id not in away)
        return links_of(near, self._shared(row, known), self._settings.network)

    def _shared(self, row: dict[str, Any], known: Sequence[Mapping[str, Any]]) -> tuple[Shared, ...]:
        """Which of its things of no gang other people's complaints name, unless too many do for it to tell anything."""
        network = self._settings.network
        telling = {
            (one["entity_type"], one["key"]): one
            for one in known
            if one["gang_id"] is None
            and not one["entity_id"].startswith(GROUP_MARK)
            and one["households"] * network.dependence < one["population"]
        }
        if not telling:
            return ()
        homes = self._rows.rows("SELECT customer_id, address FROM customers")
        spelt = {customer: address.spelling(written) for customer, written in homes if written}
        sizes = Counter(spelt.values())
        voice_of = {
            customer: home for customer, home in spelt.items() if home and sizes[home] <= network.household_size
        }
        own = row["customer_id"] or row["complaint_id"]
        others: dict[tuple[str, str], set[str]] = defaultdict(set)
        if self._rows.rows("SELECT count(*) FROM complaints")[0][0] <= _NEAR:
            for one in self._execute(_THINGS_AROUND):
                voice = voice_of.get(one["party_id"], one["party_id"])
                if voice != voice_of.get(own, own):
                    others[one["entity_type"], one["key"]].add(voice)
        return tuple(
            Shared(
                Entity(one["entity_type"], one["entity_id"]),
                one["households"],
                one["population"],
                frozenset(others[thing]),
            )
            for thing, one in sorted(telling.items())
            if others[thing] or one["households"] > 1
        )

    def _sent_away(self, names: Sequence[str]) -> set[str | None]:
        """The gangs of which people judged the complaint or its customer not to be; None where of no gang at all."""
        people = (EntityType.COMPLAINT.value, EntityType.CUSTOMER.value)
        found = self._rows.rows(
            f"SELECT entity_type, gang_id FROM run.sent_away WHERE {among('entity_id')}", [json.dumps(names)]
        )
        return {gang_id for type_, gang_id in found if type_ in people}

    def _note_sender(self, row: dict[str, Any]) -> None:
        """What the run would have found of a sender that is, or calls itself, a law firm or legal aid."""
        name = row["sender_name"]
        if not name or self._is_in_run(row["complaint_id"]):
            return
        registered = "organisations" in self._rows.known
        found = (
            self._rows.rows(
                f"SELECT 1 FROM run.organisations WHERE name = ? AND status = ? AND {among('kind')}",
                [name, OrganisationStatus.ACTIVE.value, json.dumps(sorted(kind.value for kind in LEGAL_BODIES))],
            )
            if registered
            else re.search(legal_bodies.NAME, name)
        )
        if found:
            self._rows.put("legal_senders", [{"complaint_id": row["complaint_id"], "registered": registered}])

    def _is_in_run(self, complaint_id: str) -> bool:
        return bool(self._rows.rows("SELECT 1 FROM run.complaints WHERE complaint_id = ?", [complaint_id]))

    def _telephone_on_file(self, row: dict[str, Any]) -> str | None:
        """The customer's own telephone, which ties nobody to those who had it before: the run has judged it already."""
        found = self._rows.rows("SELECT phone FROM customers WHERE customer_id = ?", [row["customer_id"]])
        return found[0][0] if found else None

    def _known_things(self, *, without: str | None) -> list[dict[str, Any]]:
        """What the run knows of whatever the complaint and who acts for it name; nothing where a lawful one acts.

        ``without`` is a telephone that is left out. What people judged a hub is left out too.
        """
        named = {(one["entity_type"], one["key"]) for one in self._execute(_ITS_THINGS)}
        named.discard((EntityType.PHONE.value, without))
        found = self._rows.records(
            "SELECT DISTINCT entity_type, key, entity_id, households, population, weight, countable, gang_id, "
            f"gang_households FROM run.entity_index WHERE {among('key')} AND NOT coalesce(hub, false)",
            [json.dumps(sorted({key for _, key in named}))],
        )
        return [one for one in found if (one["entity_type"], one["key"]) in named]

    def close(self) -> None:
        """Closes the run's file."""
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def _columns(group: FeatureGroup, found: dict[str, Any] | None, *, has_customer: bool) -> dict[str, pa.Array]:
    """The group's columns of one complaint, as :func:`mingjian.risk.features.features` joins them for many."""
    applies = has_customer or not group.needs_customer
    values: dict[str, pa.Array] = {}
    for feature in group.features:
        value = found.get(feature.name) if found is not None else None
        if value is None and found is not None and feature.none_is_zero and applies:
            value = 0.0
        values[feature.name] = pa.array([None if value is None else float(value)], pa.float64())
    for column in group.evidence:
        values[column] = pa.array([found.get(column) if found is not None else None], pa.string())
    return values
