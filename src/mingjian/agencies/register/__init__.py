"""Looking an organisation or a lawyer up: by code or certificate exactly, by name also where it is misspelt."""

from mingjian.agencies.register.look_up import LookUp, Match, Nearness, look_up

__all__ = ["LookUp", "Match", "Nearness", "look_up"]
