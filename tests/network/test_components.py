"""Components on the engine are those that scipy finds in one process."""

import random
from collections import defaultdict
from collections.abc import Sequence

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mingjian.network.components import components
from mingjian.store.engine import Engine

Edges = Sequence[tuple[int, int]]


def _chain_star_and_chance() -> Edges:
    """A chain, a star, a giant component of random edges, and small ones beside them."""
    throw = random.Random(3)
    chain = [(number, number + 1) for number in range(100)]
    star = [(1000, 1001 + number) for number in range(100)]
    giant = [(2000 + throw.randrange(150), 2000 + throw.randrange(150)) for _ in range(200)]
    pairs = [(3000 + 2 * number, 3001 + 2 * number) for number in range(30)]
    return [*chain, *star, *giant, *pairs, (5, 4), (1000, 1001), (2000, 2000)]


def test_engines_find_the_components_that_scipy_finds(either_engine: Engine) -> None:
    edges = _chain_star_and_chance()
    assert _named(components(_table(edges, either_engine), either_engine, at_once=200)) == _by_scipy(edges)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=25), st.integers(0, 5))
def test_any_graph_has_the_same_components_wherever_they_are_looked_for(
    duckdb_engine: Engine, edges: Edges, at_once: int
) -> None:
    assert _named(components(_table(edges, duckdb_engine), duckdb_engine, at_once=at_once)) == _by_scipy(edges)


def test_a_chain_is_contracted_in_few_rounds(duckdb_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """By labels that go from neighbour to neighbour, a chain would take as many rounds as it has nodes."""
    times = 0
    compute = duckdb_engine.materialise

    def counted(expression: ir.Table) -> ir.Table:
        nonlocal times
        times += 1
        return compute(expression)

    monkeypatch.setattr(duckdb_engine, "materialise", counted)
    edges = [(number, number + 1) for number in range(1000)]
    found = components(_table(edges, duckdb_engine), duckdb_engine, at_once=0)
    assert _named(found) == _by_scipy(edges)
    assert times < 3 * 4 * np.log2(len(edges))  # three tables a round


def _name(number: int) -> str:
    return f"phone:{number:04d}"


def _table(edges: Edges, engine: Engine) -> ir.Table:
    left, right = (pa.array([_name(edge[side]) for edge in edges], pa.string()) for side in (0, 1))
    return engine.read_arrow(pa.table({"left": left, "right": right}))


def _named(found: ir.Table) -> dict[str, str]:
    rows = found.to_pyarrow().to_pylist()
    assert len({row["node"] for row in rows}) == len(rows)
    return {row["node"]: row["component"] for row in rows}


def _by_scipy(edges: Edges) -> dict[str, str]:
    nodes = sorted({node for edge in edges for node in edge})
    at = {node: position for position, node in enumerate(nodes)}
    ends = ([at[left] for left, _ in edges], [at[right] for _, right in edges])
    graph = coo_array((np.ones(len(edges)), ends), shape=(len(nodes), len(nodes)))
    labels = connected_components(graph, directed=False)[1].tolist() if nodes else []
    members: dict[int, list[str]] = defaultdict(list)
    for node, label in zip(nodes, labels, strict=True):
        members[label].append(_name(node))
    return {name: min(names) for names in members.values() for name in names}
