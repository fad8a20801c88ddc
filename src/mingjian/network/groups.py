"""Groups of entities that were got together: a batch of telephone cards, a mail domain, an address block, a house.

An agency that gives every client a telephone of his own buys the cards in a row, the mailboxes under one domain, the
addresses in one house. A group is an entity of the same kind as its members, so that it adds no second kind; a
group that everybody is in (a public mail service, a carrier's block) is a hub like any other.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.groups import GROUP_MARK
from mingjian.contract.vocabulary import EntityType
from mingjian.network.series import runs
from mingjian.standards import mail_providers
from mingjian.store.engine import Engine

VOICES = ("complaints", "representations", "testimonies")
"""The tables in which somebody raised his voice."""

_ROOM = "-?[0-9]+$"
_FLOOR_AND_ROOM = "([厦楼])[0-9]+-[0-9]{1,2}$"
"""A tower is one house: 大厦24-12 is on its 24th floor. Elsewhere a first number may be a building's."""
_HOUSE = " .*([号栋厦楼-][0-9]+单元|[0-9号栋厦楼]|号.*中心)$"
"""A house, or one staircase of it: neighbours of an estate (小区, 花园, 苑) have nothing in common."""


def with_groups(rows: ir.Table, customers: ir.Table, engine: Engine, *, phone_gap: int) -> ir.Table:
    """``rows`` and, below them, the same under their groups; ``fine_type``, ``fine_id`` are the entity itself in both.

    Only what came with somebody's voice is grouped, and IPs: neighbours on file are no group. A customer's own
    telephone is in no batch: factories buy cards in a row too.
    """
    fine = engine.named(rows.mutate(fine_type=rows.entity_type, fine_id=rows.entity_id))
    raised = fine.filter(fine.record_table.isin(VOICES) | (fine.entity_type == EntityType.IP.value))
    named = raised.mutate(group__=group_of(raised.entity_type, raised.key))
    by_name = named.filter(named.group__.notnull())
    named_rows = by_name.mutate(entity_id=by_name.group__, key=by_name.group__).select(*fine.columns)
    return fine.union(named_rows).union(_batches(raised, customers, gap=phone_gap).select(*fine.columns))


def group_of(entity_type: ir.StringColumn, key: ir.StringColumn) -> ir.StringValue:
    """The group that the normalised id of a mailbox, an IP or an address tells by itself; null where it tells none."""
    domain = key.re_extract(r"@([^@]+)$", 1).nullif("")
    own_domain = ibis.ifelse(domain.isin(mail_providers.PUBLIC), ibis.null("string"), ibis.literal("@") + domain)
    block = key.re_extract(r"^(\d+\.\d+\.\d+)\.\d+$", 1).nullif("")
    house = key.re_replace(_FLOOR_AND_ROOM, r"\1").re_replace(_ROOM, "")
    outside = ibis.ifelse((house != key) & house.re_search(_HOUSE), house, ibis.null("string"))
    group = ibis.cases(
        (entity_type == EntityType.EMAIL.value, own_domain),
        (entity_type == EntityType.IP.value, block),
        (entity_type == EntityType.ADDRESS.value, outside),
        else_=ibis.null("string"),
    )
    return ibis.literal(GROUP_MARK) + group


def _batches(raised: ir.Table, customers: ir.Table, *, gap: int) -> ir.Table:
    phones = raised.filter(raised.entity_type == EntityType.PHONE.value)
    own = customers.select(own_customer="customer_id", own_phone="phone")
    joined = phones.left_join(own, (phones.party_id == own.own_customer) & (phones.key == own.own_phone))
    others = joined.filter(joined.own_customer.isnull()).drop("own_customer", "own_phone")
    numbers = others.select("key").distinct()
    counted = numbers.mutate(number=numbers.key.try_cast("int64"), length=numbers.key.length())
    whole = counted.filter(counted.number.notnull(), counted.length >= 7)
    batches = runs(whole, number="number", within="length", gap=gap)
    sizes = batches.group_by("length", "run").aggregate(members=batches.count())
    large = batches.join(sizes.filter(sizes.members > 1), ["length", "run"]).select("key", "run", "length")
    found = others.join(large, "key")
    batch = ibis.literal(GROUP_MARK) + found.run.cast("string").lpad(found.length, "0")
    return found.mutate(entity_id=batch, key=batch).drop("run", "length")
