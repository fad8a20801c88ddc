"""Scoring of any run against any truth."""
