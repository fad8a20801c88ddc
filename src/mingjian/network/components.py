"""Connected components of a graph that is larger than a process: contracted on the engine until the rest fits into one.

In every round each node goes to whichever of itself and its neighbours a hash puts first, and the graph of these is
looked at instead (randomised contraction: Bögeholz, Brand and Todor 2020). A third or more of the nodes go in each
round, so that O(log n) rounds suffice for chains, hubs and giant components alike, and no row ever holds a component.
"""

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mingjian.store.engine import Engine

AT_ONCE = 2_000_000
"""So many edges take some hundred megabytes, and less time in this process than a round on any engine."""


def components(edges: ir.Table, engine: Engine, *, at_once: int = AT_ONCE) -> ir.Table:
    """``node`` and ``component``, which is named after the first of its nodes, of all that ``left`` and ``right`` name.

    The names of nodes are strings. Up to ``at_once`` edges are looked at in this process.
    """
    rest = engine.materialise(edges.select("left", "right").distinct())
    rounds: list[ir.Table] = []
    while rest.count().to_pyarrow().as_py() > at_once:
        choice = engine.materialise(_choice(rest, salt=f"~{len(rounds)}"))
        rest = engine.materialise(_contracted(rest, choice))
        rounds.append(choice)
    found = engine.read_arrow(_in_this_process(rest.to_pyarrow()))
    for choice in reversed(rounds):
        chosen = choice.left_join(found.select(chosen="node", component="component"), "chosen")
        found = engine.materialise(chosen.select("node", component=ibis.coalesce(chosen.component, chosen.chosen)))
    if not rounds:
        return found
    first = found.group_by("component").aggregate(first=found.node.min())
    return engine.materialise(found.join(first, "component").select("node", component="first"))


def _choice(edges: ir.Table, *, salt: str) -> ir.Table:
    """Whom each node goes to. Whoever is taken where hashes tie, it is a neighbour, and so of the same component."""
    there = edges.select(node="left", neighbour="right")
    back = edges.select(node="right", neighbour="left")
    itself = there.union(back).select("node", neighbour="node")
    around = there.union(back).union(itself)
    return around.group_by("node").aggregate(chosen=around.neighbour.argmin((around.neighbour + salt).hash()))


def _contracted(edges: ir.Table, choice: ir.Table) -> ir.Table:
    left = edges.join(choice.select(left="node", to_left="chosen"), "left")
    both = left.join(choice.select(right="node", to_right="chosen"), "right")
    apart = both.filter(both.to_left != both.to_right)
    # An edge and its reverse are one.
    return apart.select(
        left=ibis.least(apart.to_left, apart.to_right), right=ibis.greatest(apart.to_left, apart.to_right)
    ).distinct()


def _in_this_process(edges: pa.Table) -> pa.Table:
    count = edges.num_rows
    both = pa.chunked_array([*edges["left"].chunks, *edges["right"].chunks], pa.string())
    encoded = both.combine_chunks().dictionary_encode()
    nodes = encoded.dictionary
    ends = encoded.indices.to_numpy()
    graph = coo_array((np.ones(count, dtype=np.int8), (ends[:count], ends[count:])), shape=(len(nodes), len(nodes)))
    labels = connected_components(graph, directed=False)[1] if count else np.empty(0, dtype=np.int32)
    labelled = pa.table({"node": nodes, "label": labels})
    first = labelled.group_by("label").aggregate([("node", "min")]).rename_columns(["label", "component"])
    return labelled.join(first, "label").select(["node", "component"])
