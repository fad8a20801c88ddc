"""Gangs judged as gangs: was this one found, is that one real, and who was drawn in from the background.

Member-level indices such as ARI are not shown: the method with the best ARI once found 9 % of the gangs.
"""

from collections.abc import Mapping

import polars as pl

from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.scorecard import Figure, Section, harmonic, mean, ratio, unmeasured

NAME = "gangs"
CODES = (
    "gang_precision",
    "gang_recall",
    "gang_f1",
    "gang_recall_by_name",
    "complaint_gang_recall",
    "client_recall",
    "background_drawn_in",
    "background_in_gangs",
    "look_alikes_in_gangs",
    "victim_recall",
    "largest_share",
    "stability",
)
MATCH = 0.5
"""A gang is found where the intersection over the union of customers reaches this."""
VISIBLE = 3
"""Gangs with fewer clients who complained cannot be told from chance, and are not asked for."""

Groups = Mapping[str, frozenset[str]]


def measure(run: Run, truth: Truth) -> Section:
    """Every figure about gangs."""
    customers, complaints = truth.table("customers"), truth.table("complaints")
    lineage = truth.table("gangs").select("gang_id", "lineage_id")
    filed = (
        complaints.filter(pl.col("agent_filed") & pl.col("customer_id").is_not_null())
        .join(lineage, on="gang_id", how="left")
        .select("complaint_id", "customer_id", "gang_id", "lineage_id")
    )
    true = _visible(_groups(filed, "lineage_id", "customer_id"))
    members = run.table("gang_members")
    if members.is_empty():
        return unmeasured(NAME, CODES, f"the run found no gang; {len(true)} are there to be found")
    mine = members.filter(pl.col("entity_type") == "customer")
    found = {key: group for key, group in _groups(mine, "gang_id", "entity_id").items() if len(group) >= VISIBLE}
    named = _visible(_groups(filed, "gang_id", "customer_id"))
    right = sum(_best(group, true) >= MATCH for group in found.values())
    met = sum(_best(group, found) >= MATCH for group in true.values())
    met_named = sum(_best(group, found) >= MATCH for group in named.values())
    letters = members.filter(pl.col("entity_type") == "complaint")
    found_complaints = _groups(letters, "gang_id", "entity_id")
    true_complaints = {key: group for key, group in _groups(filed, "lineage_id", "complaint_id").items() if key in true}
    met_complaints = sum(_best(group, found_complaints) >= MATCH for group in true_complaints.values())
    precision, recall = ratio(right, len(found)), ratio(met, len(true))
    taken = frozenset(mine["entity_id"])
    clients = frozenset(filed["customer_id"])
    involved = frozenset(customers.filter(pl.col("gang_id").is_not_null())["customer_id"])
    victims = frozenset(customers.filter(pl.col("role") == "victim")["customer_id"])
    background = frozenset(customers["customer_id"]) - involved
    alike = frozenset(customers.filter(pl.col("look_alike").is_not_null())["customer_id"]) - involved
    stability = run.table("gangs")["stability"].drop_nulls().to_list()
    return Section(
        NAME,
        (
            Figure("gang_precision", precision, len(found)),
            Figure("gang_recall", recall, len(true)),
            Figure("gang_f1", harmonic(precision, recall), len(true)),
            Figure("gang_recall_by_name", ratio(met_named, len(named)), len(named)),
            Figure("complaint_gang_recall", ratio(met_complaints, len(true_complaints)), len(true_complaints)),
            Figure("client_recall", ratio(len(clients & taken), len(clients)), len(clients)),
            Figure("background_drawn_in", ratio(len(taken & background), len(background)), len(background)),
            Figure("background_in_gangs", ratio(len(taken & background), len(taken)), len(taken)),
            Figure("look_alikes_in_gangs", ratio(len(taken & alike), len(alike)), len(alike)),
            Figure("victim_recall", ratio(len(victims & taken), len(victims)), len(victims)),
            Figure("largest_share", ratio(max(map(len, found.values()), default=0), len(taken)), len(taken)),
            Figure("stability", mean(stability), len(stability)),
        ),
    )


def _groups(rows: pl.DataFrame, key: str, member: str) -> dict[str, frozenset[str]]:
    grouped = rows.drop_nulls([key, member]).group_by(key).agg(pl.col(member).unique())
    return {name: frozenset(names) for name, names in grouped.iter_rows()}


def _visible(groups: Groups) -> dict[str, frozenset[str]]:
    return {key: group for key, group in groups.items() if len(group) >= VISIBLE}


def _best(group: frozenset[str], others: Groups) -> float:
    """The largest intersection over union with any of the others."""
    return max((len(group & other) / len(group | other) for other in others.values()), default=0.0)
