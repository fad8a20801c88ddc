"""Honest people of every group that can be told, how many of each two models accuse, and a zone narrowed by that.

Province, age band and sex are read here alone; the look-alikes are what honest complaints and agents' both show.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mingjian.contract.vocabulary import Claim, Zone
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.fairness import rates_by_group
from mingjian.risk.merits import claim_merits
from mingjian.risk.registry import GroupAccused
from mingjian.risk.scorecard import Condition, Marks, numbers
from mingjian.risk.things import IN_COMMON, explaining, himself, names_besides, things_of
from mingjian.risk.zones import edges

LOOK_ALIKES: Mapping[str, tuple[Condition, ...]] = {
    "lawful_representative": (Condition("representative_lawful_relation", at_least=1),),
    "unpaid_helper": (
        Condition("representative_present", at_least=1),
        Condition("representative_lawful_relation", at_most=0),
        Condition("representative_paid_outsider", at_most=0),
    ),
    "association": (Condition("channel_association", at_least=1),),
    "same_words_within_days": (
        Condition("letter_family_households", at_least=1),
        Condition("letter_family_span_days", at_most=4),
    ),
    "same_words_own_phones": (
        Condition("letter_family_households", at_least=1),
        Condition("letter_family_own_phone_share", at_least=0.8),
    ),
    "telephone_of_few": (Condition("contact_phone_households", at_least=1, at_most=2),),
    "new_telephone": (Condition("contact_phone_own", at_most=0), Condition("contact_phone_households", at_most=0)),
    "virtual_operator": (Condition("contact_phone_virtual", at_least=1),),
    "shared_device": (Condition("device_households", at_least=1),),
    "shared_address": (Condition("ip_households", at_least=1),),
    "several_channels": (Condition("channels_within_days", at_least=2),),
    "papers_confirmed": (Condition("papers_confirmed", at_least=1),),
}
"""What honest people and agents' clients share, as far as features tell it: each a group that no model may accuse more.

A news day and a waiting room show as the same words within days; a relative and a lawyer only as a lawful
representative; and who lives with others shares nothing with them, since all of one home count as one.
"""

READ = (
    "complaint_id",
    "customer_id",
    "borne_out",
    *sorted({one.feature for all_of in LOOK_ALIKES.values() for one in all_of}),
)
"""What look-alikes are told from."""

MISCONDUCT = frozenset({Claim.CALL_FREQUENCY, Claim.CALL_HOURS, Claim.THIRD_PARTY_CONTACT, Claim.THREATS})
"""Claims that a collector's bad week makes many of at once."""


def look_alikes(rows: pa.Table) -> list[list[str]]:
    """Everything that each of these wide complaints shows which honest people and agents' clients share."""
    columns = numbers(rows, sorted({one.feature for conditions in LOOK_ALIKES.values() for one in conditions}))
    found: list[list[str]] = [[] for _ in range(rows.num_rows)]
    for name, conditions in LOOK_ALIKES.items():
        shown = np.logical_and.reduce([condition.holds(columns[condition.feature]) for condition in conditions])
        for row in np.flatnonzero(shown).tolist():
            found[row].append(name)
    for row, packed in enumerate(rows.column("borne_out").to_pylist()):
        if any(merit.code == f"{claim}_borne_out" for merit in claim_merits(packed) for claim in MISCONDUCT):
            found[row].append("misconduct_borne_out")
    return found


def with_look_alikes(rows: pa.Table) -> pl.DataFrame:
    """complaint_id, customer_id and look_alike of wide complaints."""
    return pl.DataFrame(
        {
            "complaint_id": rows.column("complaint_id").to_pylist(),
            "customer_id": rows.column("customer_id").to_pylist(),
            "look_alike": look_alikes(rows),
        },
        schema={"complaint_id": pl.String, "customer_id": pl.String, "look_alike": pl.List(pl.String)},
    )


def accused_by_group(
    before: AgentModel, after: AgentModel, own: pa.Table, customers: pl.DataFrame, *, on: date
) -> tuple[GroupAccused, ...]:
    """How many of the customers' own complaints (wide) each of two models calls likely_agent, by group."""
    if not own.num_rows:
        return ()
    honest = with_look_alikes(own)
    said = []
    for model in (before, after):
        zones = pl.from_arrow(assess_complaints(own, model=model).select(["complaint_id", "zone"]))
        assert isinstance(zones, pl.DataFrame)
        said.append(rates_by_group(zones, honest, customers, on=on))
    return tuple(
        GroupAccused(
            attribute=one.attribute, group=one.group, complaints=one.complaints, before=one.accused, after=two.accused
        )
        for one, two in zip(*said, strict=True)
    )


def narrowed(
    learned: AgentModel, before: AgentModel, known: pa.Table, customers: pl.DataFrame, *, on: date, others: pa.Table
) -> AgentModel:
    """What a run learned, its likely_agent narrowed until it accuses no more of any group than the model before.

    Whoever was found honest and would not be accused but for a letter, telephone, mailbox, address, device or helper
    that he has in common with others holds back what has it too: such complaints are named only above his own. Where
    as many of the labelled with that thing are an agent's as the costs ask of likely_agent, he holds back himself
    alone. All others hold back the zone as a whole, since nothing tells whom they are like; so do those whom different
    telephones accuse, or letters, or any one kind of thing, as it is people like them who are accused then.

    ``known`` are the labelled wide complaints (``agent`` 1 or 0), ``others`` those by which their things go.

    Probabilities and their order stay. A complaint whose label says "his own" where all other labels together say
    otherwise, so clearly that this one is more probably wrong, holds back nothing: some labels are, and one of them at
    the top of the order would empty the zone.
    """
    asked = [complaint not in learned.outweighed for complaint in known.column("complaint_id").to_pylist()]
    agents = known.filter(pc.equal(known.column("agent"), 1.0))
    own = known.filter(pc.and_(pc.equal(known.column("agent"), 0.0), pa.array(asked)))

    def worse(model: AgentModel) -> tuple[tuple[str, str], ...]:
        groups = accused_by_group(before, model, own, customers, on=on)
        return tuple((one.attribute, one.group) for one in groups if one.worse)

    found = worse(learned)
    if not found:
        return replace(learned, narrowed_for=())
    held = replace(learned, held=_held(learned, before, own, agents, others))
    accused = sorted(_lows_of_accused(held, own))
    limits = [held.accused_above, *accused]
    # The higher the limit, the fewer are accused, and above the last of it nobody of them is.
    place = bisect_left(limits, True, key=lambda above: not worse(replace(held, accused_above=above)))
    return replace(held, accused_above=limits[place], narrowed_for=found)


def _held(
    learned: AgentModel, before: AgentModel, own: pa.Table, agents: pa.Table, others: pa.Table
) -> dict[str, float]:
    """The names of what is held back, with the highest low end of the honest people whom it accuses."""
    now, then = (_zones(own, model) for model in (learned, before))
    rows = own.filter(pa.array(now & ~then))
    lows = assess_complaints(rows, model=learned).column("agent_probability_low").to_pylist()
    marks = learned.marks(numbers(rows, learned.scorecard.features), size=rows.num_rows)
    explained = explaining(things_of(rows, marks), _necessary(learned, rows, marks))
    besides = names_besides(others)
    of_honest, of_agents = (_names(learned, labelled) for labelled in (own, agents))
    held: dict[str, float] = {}
    for complaint, low, things in zip(rows.column("complaint_id").to_pylist(), lows, explained, strict=True):
        for names in things.values():
            whole = names | {besides[name] for name in names if name in besides}
            honest, found_agents = (sum(bool(whole & one) for one in labelled) for labelled in (of_honest, of_agents))
            of_an_agent = found_agents >= edges(learned.settings).agent_at_least * (honest + found_agents)
            for name in (himself(complaint),) if of_an_agent else whole:
                held[name] = max(held.get(name, 0.0), low)
    return held


def _necessary(model: AgentModel, rows: pa.Table, marks: Marks) -> list[frozenset[str]]:
    """What of each accused complaint is such that it would not be accused without it.

    Where only all together are, the one that counts most; empty where it would be accused without all of them.
    """
    without = {name: _zones(rows, model, leaving_out=(name,)) for name in IN_COMMON}
    alone = _zones(rows, model, leaving_out=tuple(IN_COMMON))
    counted = {one.name: marks.weights[:, place] for place, one in enumerate(marks.scorecard.characteristics)}
    found = []
    for row in range(rows.num_rows):
        single = frozenset(name for name in IN_COMMON if not without[name][row])
        most = max(IN_COMMON, key=lambda name, row=row: counted[name][row])  # type: ignore[misc]
        found.append(single or (frozenset() if alone[row] else frozenset({most})))
    return found


def _names(model: AgentModel, rows: pa.Table) -> list[frozenset[str]]:
    marks = model.marks(numbers(rows, model.scorecard.features), size=rows.num_rows)
    return [frozenset[str]().union(*things.values()) for things in things_of(rows, marks)]


def _zones(rows: pa.Table, model: AgentModel, *, leaving_out: tuple[str, ...] = ()) -> NDArray[np.bool_]:
    """Which of the complaints are called likely_agent."""
    zones = assess_complaints(rows, model=model, leaving_out=leaving_out).column("zone").to_pylist()
    return np.array([zone == Zone.LIKELY_AGENT for zone in zones], dtype=np.bool_)


def _lows_of_accused(model: AgentModel, own: pa.Table) -> list[float]:
    rows = assess_complaints(own, model=model).select(["zone", "agent_probability_low"]).to_pylist()
    return [row["agent_probability_low"] for row in rows if row["zone"] == Zone.LIKELY_AGENT]
