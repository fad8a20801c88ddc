"""The quarantine: what was not taken, row by row and value by value, and its counts for the summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import TABLES, Language
from mingjian.intake.casts import literal
from mingjian.intake.problems import Problem
from mingjian.intake.staging import Connection
from mingjian.intake.summary import ProblemCount, shape

SCHEMA = TABLES["quarantine"].arrow_schema
_EXAMPLES = 3


@dataclass(frozen=True)
class FileNote:
    """A file that was not taken."""

    name: str
    problem: Problem
    table: str | None = None


@dataclass(frozen=True)
class Quarantine:
    """Collects parts in a scratch folder and joins them."""

    connection: Connection
    folder: Path
    delivery: str
    max_characters: int

    def add(self, query: str, *, table: str, part: str) -> None:
        """The rows of ``query``: row, field, value, code, whole_row, file."""
        cut = (
            f"CASE WHEN length(value) > {self.max_characters} THEN left(value, {self.max_characters}) || "
            f"'…(' || length(value) || ')' ELSE value END"
        )
        self.connection.execute(
            f'COPY (SELECT {literal(table)} AS "table", row, field, {cut} AS value, {_problem_text()} AS problem, '
            f"code, whole_row, file, {literal(self.delivery)} AS delivery FROM ({query})) "
            f"TO {literal(str(self.folder / f'{table}-{part}.parquet'))} (FORMAT parquet, COMPRESSION zstd)"
        )

    def add_files(self, notes: Sequence[FileNote]) -> None:
        """Files that were not taken, by name."""
        rows = [
            {
                "table": note.table,
                "value": note.name[: self.max_characters],
                "problem": note.problem.text(Language.ZH, in_a_row=False),
                "code": note.problem.value,
                "whole_row": False,
                "file": note.name[: self.max_characters],
                "delivery": self.delivery,
            }
            for note in notes
        ]
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), self.folder / "files.parquet")

    def counts(self, table: str) -> tuple[ProblemCount, ...]:
        """How often each problem met each field of a table, whole rows first."""
        parts = sorted(self.folder.glob(f"{table}-*.parquet"))
        if not parts:
            return ()
        rows = self.connection.execute(
            f"SELECT coalesce(field, ''), code, whole_row, count(*) AS count, "
            f"list(row ORDER BY row)[1:{_EXAMPLES}], list(coalesce(value, '') ORDER BY row)[1:{_EXAMPLES}] "
            f"FROM {_union(parts)} GROUP BY ALL ORDER BY whole_row DESC, count DESC, code, coalesce(field, '')"
        ).fetchall()
        return tuple(
            ProblemCount(field, code, whole_row, count, tuple(numbers), tuple(shape(value) for value in values))
            for field, code, whole_row, count, numbers, values in rows
        )

    def write(self, target: Path, *, before: Path | None) -> None:
        """All parts, after those of the deliveries before."""
        parts = [*([before] if before else []), *sorted(self.folder.glob("*.parquet"))]
        if not parts:
            pq.write_table(SCHEMA.empty_table(), target)
            return
        columns = ", ".join(f'"{name}"' for name in SCHEMA.names)
        self.connection.execute(
            f"COPY (SELECT {columns} FROM {_union(parts)}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )


def _union(parts: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(literal(str(part)) for part in parts)}], union_by_name=true)"


def _problem_text() -> str:
    cases = " ".join(
        f"WHEN code = {literal(problem.value)} AND whole_row = {str(whole).lower()} "
        f"THEN {literal(problem.text(Language.ZH, whole_row=whole))}"
        for problem in Problem
        for whole in (False, True)
    )
    return f"CASE {cases} END"
