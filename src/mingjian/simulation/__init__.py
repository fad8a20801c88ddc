"""A simulated lender, its customers, and gangs that adapt; the truth about them is kept apart from the delivery."""

from mingjian.contract.truth import TRUTH
from mingjian.simulation.settings import WorldSettings
from mingjian.simulation.simulate import Summary, simulate
from mingjian.simulation.world import World
from mingjian.simulation.worlds import WORLDS

__all__ = ["TRUTH", "WORLDS", "Summary", "World", "WorldSettings", "simulate"]
