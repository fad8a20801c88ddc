"""The worlds that can be simulated. Nothing that one of them writes stands in another."""

from mingjian.simulation.world import World
from mingjian.simulation.worlds.chongqing import CHONGQING
from mingjian.simulation.worlds.qingdao import QINGDAO

_ALL: tuple[World, ...] = (CHONGQING, QINGDAO)
WORLDS: dict[str, World] = {world.name: world for world in _ALL}

__all__ = ["WORLDS"]
