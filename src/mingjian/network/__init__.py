"""Entities, links and gangs: who belongs together, and why."""
