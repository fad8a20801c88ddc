"""Every quality figure, in both worlds, at every step of the ladder: ``python -m benchmarks.quality``.

``--customers``, ``--steps`` and ``--seed`` make it smaller or other; ``--json FILE`` keeps all figures.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mingjian import pipeline, settings
from mingjian.evaluation import ScoreCard, score
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.workspace import Workspace

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--steps", type=float, nargs="+", default=list(STEPS))
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    cards = [
        _card(WorldSettings(world=world, customers=chosen.customers, seed=chosen.seed, sophistication=step))
        for world in WORLDS
        for step in chosen.steps
    ]
    Console(width=150).print(_table(cards))
    if chosen.json:
        chosen.json.write_text(json.dumps([json.loads(card.to_json()) for card in cards]), encoding="utf-8")


def _card(world: WorldSettings) -> ScoreCard:
    """One world through the whole pipeline, and its score."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        simulate(world, delivery=folder / "delivery", truth=folder / "truth")
        workspace = Workspace(folder / "desk")
        with workspace.writing():
            _, delivered = pipeline.deliver(workspace, folder / "delivery", settings=settings.load())
            run = pipeline.run(workspace, delivered, settings=settings.load())
        card = score(run.path, folder / "truth")
    print(f"{world.world} at {world.sophistication}: {time.perf_counter() - began:.0f} s", flush=True)
    return card


def _table(cards: list[ScoreCard]) -> Table:
    """One row a figure, one column a world and step."""
    table = Table(title=f"{cards[0].customers:,} customers, seed {cards[0].seed}")
    table.add_column("figure")
    for card in cards:
        table.add_column(f"{card.world[:2]} {card.sophistication:g}", justify="right")
    for section in cards[0].sections:
        codes = dict.fromkeys(figure.code for card in cards for figure in card[section.name].figures)
        for code in codes:
            table.add_row(f"{section.name}.{code}", *(_shown(card, section.name, code) for card in cards))
        table.add_section()
    return table


def _shown(card: ScoreCard, section: str, code: str) -> str:
    values = {figure.code: figure.value for figure in card[section].figures}
    value = values.get(code)
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
