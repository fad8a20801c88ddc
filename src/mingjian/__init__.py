"""Mingjian 明鉴: tells the honest complaint from the manufactured one."""

__version__ = "0.1.0"
