"""Entities, links, gangs, their life over time, and why a member belongs."""

from mingjian.network.index import GangLink, IndexRow, gang_links
from mingjian.network.settings import NetworkSettings
from mingjian.network.stage import run

__all__ = ["GangLink", "IndexRow", "NetworkSettings", "gang_links", "run"]
