"""Seals: found on a page, read, kept and compared."""
