"""What intake refuses and how much of the machine it takes; every limit has a default that a real lender fits in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IntakeSettings:
    """Limits of one delivery. Sizes are bytes."""

    memory_limit: str = "2GB"
    """What DuckDB may hold; the rest goes to disk. The process stays below twice of it."""
    max_table_bytes: int = 64 * 2**30
    """Largest table file."""
    max_workbook_bytes: int = 512 * 2**20
    """Largest unpacked Excel workbook; beyond it, deliver CSV or Parquet."""
    max_rows: int = 1_000_000_000
    """Most rows in one file, as a Parquet file states them."""
    max_columns: int = 1_000
    """Most columns in one file."""
    max_row_bytes: int = 16 * 2**20
    """Longest row of a text file; a transcript fits in many times over."""
    max_file_bytes: int = 2 * 2**30
    """Largest submitted file (document, recording)."""
    max_quarantined_characters: int = 200
    """How much of a value stands in quarantine; what is cut is marked."""
