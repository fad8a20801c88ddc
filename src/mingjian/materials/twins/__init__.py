"""Twins: pages that were made from one another, or from one blank."""
