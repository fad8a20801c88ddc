"""Pools: telephones, mailboxes and firms that go round among one helper's clients.

Who throws a telephone away after two clients has the next two call another one; but some client is met under both,
by a second complaint or a power of attorney. Things of speakers that have at least half of the smaller one's people in
common are one pool, and a pool is a group of the kind of its members: one person behind them, whom nobody names.
Friends who share a telephone chain up as well. So a pool is no evidence of a second kind: it is asked what else its
people share oftener than chance brings, as any single telephone is, and only where it is longer than friends who copy
each other's letters explain.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.groups import GROUP_MARK
from mingjian.contract.vocabulary import EntityType
from mingjian.network.components import components
from mingjian.network.evidence import CREDIT_CODE
from mingjian.network.groups import VOICES
from mingjian.network.settings import NetworkSettings
from mingjian.store.engine import Engine

_GO_ROUND = (
    EntityType.PHONE.value,
    EntityType.EMAIL.value,
    EntityType.WECHAT.value,
    EntityType.LICENCE.value,
    EntityType.ORGANISATION.value,
)
"""What a speaker may change. Names are not among them: strangers share names."""


def pooled(rows: ir.Table, hub: ir.BooleanValue, settings: NetworkSettings, engine: Engine) -> ir.Table:
    """Of ``rows`` of households those whose things are in pools, under these.

    Only what two households at least and ``circle`` at most have is pooled: what more have tells by itself, and a
    switchboard would pool everybody. What a person judged a ``hub`` is pooled with nothing.
    """
    hubs = rows.filter(hub).select("entity_type", "entity_id").distinct()
    held = _held(rows.anti_join(hubs, ["entity_type", "entity_id"]))
    sizes = held.group_by("entity_type", "entity_id").aggregate(degree=held.count())
    few = sizes.filter(sizes.degree >= 2, sizes.degree <= settings.circle)
    raised = rows.filter(rows.founding, rows.record_table.isin(VOICES))
    small = _held(raised).join(few, ["entity_type", "entity_id"])
    thing = small.entity_type + ":" + small.entity_id
    left = small.select("household", left=thing, left_degree="degree")
    right = small.select("household", right=thing, right_degree="degree")
    pairs = left.join(right, "household")
    pairs = pairs.filter(pairs.left < pairs.right)
    met = pairs.group_by("left", "right", "left_degree", "right_degree").aggregate(common=pairs.count())
    joined = met.filter(met.common * 2 >= ibis.least(met.left_degree, met.right_degree)).select("left", "right")
    telling = _telling(_pools(joined, engine), held, few, settings)
    return _under(rows, telling)


def _held(rows: ir.Table) -> ir.Table:
    """Who has which of the things that go round, once each."""
    named = (rows.entity_type != EntityType.ORGANISATION.value) | rows.entity_id.re_search(f"^{CREDIT_CODE}$")
    single = rows.filter(rows.founding, rows.entity_type.isin(_GO_ROUND), _poolable(rows), named)
    return single.select("household", "entity_type", "entity_id").distinct()


def _poolable(rows: ir.Table) -> ir.BooleanValue:
    """Things, and batches of cards; whoever has a mailbox at a service has nothing in common with others there."""
    return (rows.entity_id == rows.fine_id) | (rows.entity_type == EntityType.PHONE.value)


def _pools(joined: ir.Table, engine: Engine) -> ir.Table:
    """``pooled_type``, ``pooled_id`` and ``pool`` of what hangs together, a pool under the first of its things."""
    found = components(joined, engine)
    return found.select(
        pooled_type=found.node.re_extract("^([^:]*):", 1),
        pooled_id=found.node.re_replace("^[^:]*:", ""),
        pool=ibis.literal(GROUP_MARK) + found.component,
    )


def _telling(pools: ir.Table, held: ir.Table, few: ir.Table, settings: NetworkSettings) -> ir.Table:
    """The pools that say more than one of their things does, and more than that some are friends.

    Of P chains of friends as long as this one, and one more, (P + 1)·q^(k − 1) write one letter all through, k people
    copying it from one another with probability q each: no more than the expected false stars.
    """
    things = [pools.pooled_type == held.entity_type, pools.pooled_id == held.entity_id]
    holders = held.join(pools, things).join(few, ["entity_type", "entity_id"])
    counted = holders.group_by("pool").aggregate(households=holders.household.nunique(), largest=holders.degree.max())
    wider = counted.filter(counted.households > counted.largest)
    as_large = wider.mutate(
        chains=ibis._.count().over(ibis.window(order_by=ibis.desc("households"), preceding=None, following=0))
    )
    by_friendship = (as_large.chains + 1) * ibis.literal(settings.friends_copy).pow(as_large.households - 1)
    return pools.semi_join(as_large.filter(by_friendship <= settings.expected_false_stars), "pool")


def _under(rows: ir.Table, pools: ir.Table) -> ir.Table:
    single = rows.filter(_poolable(rows))
    found = single.join(pools, (single.entity_type == pools.pooled_type) & (single.entity_id == pools.pooled_id))
    return found.mutate(entity_type=ibis.literal(EntityType.PERSON.value), entity_id=found.pool, key=found.pool).select(
        *rows.columns
    )
