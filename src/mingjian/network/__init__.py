"""Entities, links, gangs, their life over time, and why a member belongs."""

from mingjian.network.checking import check
from mingjian.network.evidence import Entity
from mingjian.network.exchange import Extract, extract, to_followthemoney, to_graphml
from mingjian.network.index import GangLink, IndexRow, gang_links
from mingjian.network.settings import NetworkSettings
from mingjian.network.stage import run

__all__ = [
    "Entity",
    "Extract",
    "GangLink",
    "IndexRow",
    "NetworkSettings",
    "check",
    "extract",
    "gang_links",
    "run",
    "to_followthemoney",
    "to_graphml",
]
