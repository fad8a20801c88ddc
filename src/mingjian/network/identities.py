"""The same person in several records: found by linkage, obeyed where people judged, and what follows from it.

Two records of one person are one voice. That is all that follows for gangs: it can only take evidence away, so an error
here accuses nobody. Who acts under several spellings is one person; who is misspelt on his own envelope is no stranger
who posted it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.contract.vocabulary import EntityType
from mingjian.network.evidence import Entity
from mingjian.network.judgements import Decisions
from mingjian.network.matches import Match
from mingjian.network.mentions import FEATURES, comparable, mentions
from mingjian.network.settings import NetworkSettings
from mingjian.network.tables import NetworkTables
from mingjian.store.engine import Engine


@dataclass(frozen=True)
class Mention:
    """A name in a record; ``customer_id`` is whose record it is, where that is known."""

    record_table: str
    record_id: str
    field: str
    customer_id: str | None
    name: str
    persona: str

    @property
    def party(self) -> Entity | None:
        """Who is heard by the record, where the mention names him: whoever acts for others is no party by it."""
        if self.record_table == "customers":
            return Entity(EntityType.CUSTOMER.value, self.record_id)
        if self.record_table == "complaints" and self.customer_id is None:
            return Entity(EntityType.COMPLAINT.value, self.record_id)
        return None


@dataclass(frozen=True)
class Belonging:
    """A mention of a person, how probably it is his, and what each feature that agreed added, in bits."""

    mention: Mention
    probability: float
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Identity:
    """A person with several records: the first of his customers, or where he is none the commonest of his spellings."""

    entity: Entity
    name: str
    belongings: tuple[Belonging, ...]

    @property
    def parties(self) -> tuple[Entity, ...]:
        """The customers and unmatched complaints that are his."""
        return tuple(sorted({one.mention.party for one in self.belongings if one.mention.party is not None}))


def identities(
    tables: NetworkTables, decisions: Decisions, settings: NetworkSettings, engine: Engine
) -> tuple[Identity, ...]:
    """The people with several records, by what the records say and what people judged."""
    named = engine.materialise(mentions(tables))
    pairs = engine.materialise(comparable(named))
    judged = sorted({side.id for pair in (*decisions.same, *decisions.different) for side in pair})
    asked = pairs.select(persona="left").union(pairs.select(persona="right"))
    spoken_of = named.filter(named.record_id.isin(judged)).select("persona")
    chosen = engine.materialise(asked.union(spoken_of).distinct())
    found = _mentions(named.semi_join(chosen, "persona"))
    if not found:
        return ()
    # Loading Splink takes a second, which a run without anybody to compare should not pay.
    from splink import DuckDBAPI

    from mingjian.network.people import CHINESE, chinese_people
    from mingjian.network.resolution import resolve

    # Whom to compare is asked of the engine; they are few, and compared in this process, alike on every engine.
    # How often strangers agree is learnt from strangers, and not from those alone who share something.
    others = named.anti_join(chosen, "persona").select("persona").distinct()
    strangers = others.order_by(others.persona.hash(), others.persona).limit(settings.strangers)
    compared = named.semi_join(chosen.union(strangers), "persona").select("persona", *FEATURES).distinct()
    records = chinese_people(compared.order_by("persona").to_pyarrow(), id_column="persona")
    resolution = resolve(
        records,
        CHINESE,
        DuckDBAPI(engine.embedded()),
        least_probability=settings.same_person,
        known=[Match(*pair, 1.0, {}) for pair in _personas(found, decisions.same)],
        apart=[frozenset(pair) for pair in _personas(found, decisions.different)],
    )
    return _people(found, resolution.people, resolution.matches)


def with_one_spelling(tables: NetworkTables, people: Sequence[Identity], engine: Engine) -> NetworkTables:
    """The tables with everybody who sent or acts under the one spelling of his name."""
    columns = {
        "complaints": ("complaint_id", "sender_name"),
        "representations": ("representation_id", "representative_name"),
    }
    written: dict[str, ir.Table] = {}
    for table, (key, column) in columns.items():
        spelt = {
            one.mention.record_id: person.name
            for person in people
            for one in person.belongings
            if one.mention.record_table == table and one.mention.name != person.name
        }
        if spelt:
            rows: ir.Table = getattr(tables, table)
            arrow = pa.table({key: list(spelt), "spelt__": list(spelt.values())})
            joined = rows.left_join(engine.read_arrow(arrow), key).drop(f"{key}_right")
            written[table] = joined.mutate(**{column: ibis.coalesce(joined.spelt__, joined[column])}).drop("spelt__")
    return replace(tables, **written)


def voices(people: Sequence[Identity], homes: ir.Table, engine: Engine) -> ir.Table:
    """``household`` and ``voice``: households that a person with several records makes one, under the first of them."""
    several = [person.parties for person in people if len(person.parties) > 1]
    customers = sorted({party.id for parties in several for party in parties if party.type == EntityType.CUSTOMER})
    asked = engine.read_arrow(pa.table({"customer_id": pa.array(customers, pa.string())}))
    home = {
        Entity(EntityType.CUSTOMER, row["customer_id"]): f"{EntityType.CUSTOMER.value}:{row['household']}"
        for row in homes.semi_join(asked, "customer_id").to_pyarrow().to_pylist()
    }
    first: dict[str, str] = {}

    def voice(household: str) -> str:
        while first.setdefault(household, household) != household:
            household = first[household]
        return household

    for parties in several:
        houses = sorted(voice(home.get(party, f"{party.type}:{party.id}")) for party in parties)
        for house in houses[1:]:
            first[voice(house)] = voice(houses[0])
    renamed = {house: voice(house) for house in sorted(first) if voice(house) != house}
    schema = pa.schema([("household", pa.string()), ("voice", pa.string())])
    return engine.read_arrow(pa.Table.from_arrays([list(renamed), list(renamed.values())], schema=schema))


def identity_rows(people: Sequence[Identity]) -> pa.Table:
    """Rows of ``entities``: every record of a person but the one that he is named after."""
    rows = [
        {
            "entity_type": person.entity.type,
            "entity_id": person.entity.id,
            "record_table": one.mention.record_table,
            "record_id": one.mention.record_id,
            "match_probability": one.probability,
            "match_detail": json.dumps(
                {"field": one.mention.field, "bits": dict(one.weights)}
                if one.weights
                else {"field": one.mention.field},
                ensure_ascii=False,
            ),
        }
        for person in people
        for one in person.belongings
        if one.mention.party != person.entity
    ]
    return pa.Table.from_pylist(rows, schema=TABLES["entities"].arrow_schema)


def _mentions(rows: ir.Table) -> tuple[Mention, ...]:
    names = [field.name for field in fields(Mention)]
    return tuple(
        sorted(
            (Mention(**row) for row in rows.select(*names).to_pyarrow().to_pylist()),
            key=lambda one: (one.record_table, one.record_id, one.field),
        )
    )


def _personas(found: Sequence[Mention], judged: Iterable[tuple[Entity, Entity]]) -> list[tuple[str, str]]:
    """The personas of customers and unmatched complaints that people judged; what has no name cannot be compared."""
    of = {one.party: one.persona for one in found if one.party is not None}
    pairs = [(of[left], of[right]) for left, right in judged if left in of and right in of]
    return [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]


def _people(
    found: Sequence[Mention], groups: Iterable[Sequence[str]], matches: Iterable[Match]
) -> tuple[Identity, ...]:
    by_persona: dict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        by_persona[mention.persona].append(mention)
    best: dict[str, Match] = {}
    for match in matches:  # the most probable come first
        best.setdefault(match.left, match)
        best.setdefault(match.right, match)
    people = []
    for group in groups:
        own = [mention for persona in group for mention in by_persona.get(persona, ())]
        if len(own) < 2:
            continue
        customers = [mention for mention in own if mention.record_table == "customers"]
        spellings = Counter(mention.name for mention in customers or own)
        name = min(spellings, key=lambda text: (-spellings[text], text))
        first = min((mention.record_id for mention in customers), default=None)
        entity = Entity(EntityType.PERSON.value, name) if first is None else Entity(EntityType.CUSTOMER.value, first)
        belongings = [Belonging(one, best[one.persona].probability, best[one.persona].weights) for one in own]
        people.append(Identity(entity, name, tuple(belongings)))
    return tuple(sorted(people, key=lambda person: (person.entity, person.belongings[0].mention.persona)))
