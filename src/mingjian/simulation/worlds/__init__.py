"""The worlds that can be simulated. Nothing that one of them writes stands in another."""

from mingjian.simulation.world import World
from mingjian.simulation.worlds.chongqing import CHONGQING

WORLDS: dict[str, World] = {world.name: world for world in (CHONGQING,)}

__all__ = ["WORLDS"]
