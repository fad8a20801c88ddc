"""One table of a delivery: which of its rows are taken, and the table that they make with those taken before."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from mingjian.contract import ForeignKey, Table
from mingjian.intake.casts import literal
from mingjian.intake.checking import PROBLEM, WRITTEN, Checked
from mingjian.intake.kinds import digest_columns, path_fields
from mingjian.intake.problems import Problem
from mingjian.intake.quarantine import Quarantine
from mingjian.intake.staging import ROW, Connection, copy

UNMATCHED = "unmatched_"
"""Prefix of the column that keeps an optional reference to a row that was not delivered, until it is."""
PLACEHOLDERS = "placeholders"
"""The column that names the fields of a row which hold a stand-in."""
_LABELS = {
    "complaint": ("agent_filed", "self_filed"),
    "material": ("forged", "genuine"),
    "customer": ("gang_linked", "victim", "not_linked"),
    "organisation": ("gang", "legitimate"),
}
"""Which labels fit which subject, as the contract's description of ``labels.label`` says."""


@dataclass(frozen=True)
class Outcome:
    """What came of a table's rows."""

    refused: int
    added: int
    corrected: int
    unchanged: int
    total: int


class Accumulator:
    """Joins the checked files of one table with the table before, under ``draft``."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        checked: Sequence[Checked],
        *,
        before: Path | None,
        draft: Path,
        quarantine: Quarantine,
        placeholders: Sequence[str],
    ) -> None:
        self.connection = connection
        self.table = table
        self.checked = checked
        self.before = before
        self.draft = draft
        self.quarantine = quarantine
        self.placeholders = tuple(placeholders)
        self.problems = frozenset[str]().union(*(file.problems for file in checked))
        self.kept = tuple(dict.fromkeys(name for file in checked for name in file.kept))
        self.key = ", ".join(table.primary_key)
        self.target = draft / f"{table.name}.parquet"
        self.refused = 0

    def run(self, files: Path | None) -> Outcome:
        """Takes what can be taken; ``files`` says what came of the files that rows name."""
        self._create_incoming()
        self._create_refused()
        self._note(files)
        outcome = self._write(files)
        self.connection.execute("DROP VIEW IF EXISTS incoming; DROP TABLE IF EXISTS refused")
        return outcome

    def _create_incoming(self) -> None:
        parts = " UNION ALL BY NAME ".join(file.source for file in self.checked)
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW incoming AS {parts}")

    # -- which rows are refused

    def _create_refused(self) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE refused "
            f"(file__ VARCHAR, {ROW} BIGINT, field VARCHAR, value VARCHAR, code VARCHAR)"
        )
        self._refuse_incomplete()
        self._refuse_labels()
        self._refuse_repeated()
        for key in self.table.foreign_keys:
            if self.table.field(key.field).required:
                self._refuse_dangling(key)

    def _refuse(self, query: str) -> None:
        self.connection.execute(f"INSERT INTO refused {query}")
        self.refused = self.connection.execute("SELECT count(*) FROM refused").fetchall()[0][0]

    def _good(self) -> str:
        """SQL: the rows that no check has refused yet."""
        return f"incoming ANTI JOIN refused USING (file__, {ROW})" if self.refused else "incoming"

    def _refuse_incomplete(self) -> None:
        required = [field.name for field in self.table.fields if field.required]
        missing = " OR ".join(f"{name} IS NULL" for name in required)
        if not self.connection.execute(f"SELECT count(*) FILTER (WHERE {missing}) FROM incoming").fetchall()[0][0]:
            return
        first = " ".join(f"WHEN {name} IS NULL THEN '{name}'" for name in required)
        written = " ".join(f"WHEN '{name}' THEN {WRITTEN}{name}" for name in required if name in self.problems)
        code = " ".join(f"WHEN '{name}' THEN {PROBLEM}{name}" for name in required if name in self.problems)
        everything = " AND ".join(
            [f"{field.name} IS NULL" for field in self.table.fields if field.name not in self.placeholders]
            + [f"{PROBLEM}{name} IS NULL" for name in sorted(self.problems)]
        )
        self._refuse(
            f"SELECT file__, {ROW}, CASE WHEN {everything} THEN NULL ELSE first END, "
            f"{f'CASE first {written} END' if written else 'NULL'}, "
            f"CASE WHEN {everything} THEN '{Problem.EMPTY_ROW}' "
            f"ELSE coalesce({f'CASE first {code} END' if code else 'NULL'}, '{Problem.REQUIRED_MISSING}') END "
            f"FROM (SELECT *, CASE {first} END AS first FROM incoming WHERE {missing})"
        )

    def _refuse_labels(self) -> None:
        if self.table.name != "labels":
            return
        fits = " OR ".join(
            f"(subject_type = '{subject}' AND label IN ({', '.join(map(literal, labels))}))"
            for subject, labels in _LABELS.items()
        )
        self._refuse(
            f"SELECT file__, {ROW}, 'label', label, '{Problem.LABEL_DOES_NOT_FIT}' FROM {self._good()} "
            f"WHERE NOT ({fits})"
        )

    def _refuse_repeated(self) -> None:
        rows, keys = self.connection.execute(
            f"SELECT count(*), count(DISTINCT hash({self.key})) FROM {self._good()}"
        ).fetchall()[0]
        if rows == keys:
            return
        # Only rows whose key repeats are compared: first by key alone, then whole against the first of them.
        content = f"ROW({', '.join((*self.table.columns, *self.kept))})"
        written_key = " || ' ' || ".join(f"CAST({name} AS VARCHAR)" for name in self.table.primary_key)
        self._refuse(
            f"SELECT file__, {ROW}, '{', '.join(self.table.primary_key)}', {written_key}, "
            f"CASE WHEN {content} IS NOT DISTINCT FROM first THEN '{Problem.DUPLICATE_ROW}' "
            f"ELSE '{Problem.DUPLICATE_KEY}' END FROM ("
            f"SELECT *, row_number() OVER same AS place, first_value({content}) OVER same AS first FROM {self._good()} "
            f"SEMI JOIN (SELECT {self.key} FROM {self._good()} GROUP BY ALL HAVING count(*) > 1) USING ({self.key}) "
            f"WINDOW same AS (PARTITION BY {self.key} ORDER BY file__, {ROW})) WHERE place > 1"
        )

    def _parent(self, key: ForeignKey) -> str | None:
        """SQL: the keys of the referenced table, with what was delivered before; None where it never was."""
        path = self.draft / f"{key.table}.parquet"
        return f"(SELECT {key.references} FROM read_parquet({literal(str(path))}))" if path.exists() else None

    def _refuse_dangling(self, key: ForeignKey) -> None:
        parent = self._parent(key)
        if parent is not None:
            self._refuse(
                f"SELECT file__, {ROW}, '{key.field}', {key.field}, '{Problem.REFERENCE_MISSING}' FROM {self._good()} "
                f"ANTI JOIN {parent} AS parent ON incoming.{key.field} = parent.{key.references} "
                f"WHERE incoming.{key.field} IS NOT NULL"
            )

    # -- what stands in quarantine

    def _note(self, files: Path | None) -> None:
        table = self.table.name
        if self.refused:
            self.quarantine.add(
                f"SELECT {ROW} AS row, field, value, code, true AS whole_row, file__ AS file FROM refused "
                f"ORDER BY file__, {ROW}",
                table=table,
                part="rows",
            )
        for name in sorted(self.problems):
            self._note_values(name, f"{WRITTEN}{name}", f"{PROBLEM}{name}", f"{PROBLEM}{name} IS NOT NULL", part=name)
        for key in self.table.foreign_keys:
            parent = self._parent(key)
            if parent is not None and not self.table.field(key.field).required:
                dangling = f"{key.field} IS NOT NULL AND {key.field} NOT IN {parent}"
                self._note_values(
                    key.field,
                    key.field,
                    literal(Problem.REFERENCE_MISSING.value),
                    dangling,
                    part=f"{key.field}-reference",
                )
        if files is not None:
            for field in path_fields(self.table):
                found = f"(SELECT written, problem FROM read_parquet({literal(str(files))}) WHERE problem IS NOT NULL)"
                self.quarantine.add(
                    f"SELECT {ROW} AS row, '{field.name}' AS field, {field.name} AS value, named.problem AS code, "
                    f"false AS whole_row, file__ AS file FROM {self._good()} "
                    f"JOIN {found} AS named ON named.written = {field.name} ORDER BY file__, {ROW}",
                    table=table,
                    part=f"{field.name}-files",
                )

    def _note_values(self, field: str, value: str, code: str, where: str, *, part: str) -> None:
        """Values that were left out of rows that were taken."""
        self.quarantine.add(
            f"SELECT {ROW} AS row, '{field}' AS field, {value} AS value, {code} AS code, false AS whole_row, "
            f"file__ AS file FROM {self._good()} WHERE {where} ORDER BY file__, {ROW}",
            table=self.table.name,
            part=part,
        )

    # -- what is stored

    def _write(self, files: Path | None) -> Outcome:
        rows = sum(file.rows for file in self.checked)
        refused = self.refused
        if files is None and self._is_whole(refused):
            self.checked[0].path.replace(self.target)
            return Outcome(refused, added=rows, corrected=0, unchanged=0, total=rows)
        new = f"(SELECT {', '.join(self._stored_columns(files))} FROM {self._good()} {self._file_joins(files)})"
        if self.before is None:
            self._copy(f"SELECT * FROM {new}")
            return Outcome(refused, added=rows - refused, corrected=0, unchanged=0, total=rows - refused)
        before = f"read_parquet({literal(str(self.before))})"
        matches = " AND ".join(f"new.{name} = before.{name}" for name in self.table.primary_key)
        content = ", ".join(self.table.columns)
        old_content = ", ".join(f"before.{name}" for name in self.table.columns)
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE keys AS SELECT {self.key}, hash({content}) AS content__ FROM {new}"
        )
        on_keys = " AND ".join(f"keys.{name} = before.{name}" for name in self.table.primary_key)
        known, unchanged = self.connection.execute(
            f"SELECT count(*), count(*) FILTER (WHERE keys.content__ = hash({old_content})) FROM keys "
            f"JOIN {before} AS before ON {on_keys}"
        ).fetchall()[0]
        # A file that came with an earlier delivery stays where the row names it again without bringing it.
        refilled = ", ".join(
            f"coalesce(new.{column}, CASE WHEN before.{field.name} = new.{field.name} THEN before.{column} END) "
            f"AS {column}"
            for field in path_fields(self.table)
            for column in digest_columns(field)
        )
        query = f"SELECT * FROM {new}"
        if refilled:
            query = f"SELECT new.* REPLACE ({refilled}) FROM {new} AS new LEFT JOIN {before} AS before ON {matches}"
        self._copy(f"{query} UNION ALL BY NAME SELECT * FROM {before} AS before ANTI JOIN keys ON {on_keys}")
        self.connection.execute("DROP TABLE keys")
        stored = rows - refused
        return Outcome(
            refused,
            added=stored - known,
            corrected=known - unchanged,
            unchanged=unchanged,
            total=pq.read_metadata(self.target).num_rows,
        )

    def _is_whole(self, refused: int) -> bool:
        """Whether the checked file is already the table, so that nothing needs to be written again."""
        return (
            not refused
            and self.before is None
            and len(self.checked) == 1
            and not self.checked[0].numbered
            and not self.placeholders
        )

    def _stored_columns(self, files: Path | None) -> list[str]:
        columns = [*self.table.columns, *self.kept]
        if self.placeholders:
            columns.append(f"{literal(';'.join(self.placeholders))} AS {PLACEHOLDERS}")
        for field in path_fields(self.table):
            digest, size = digest_columns(field)
            if files is None:
                columns += [digest, size]
            else:
                columns += [f"{field.name}_file.sha256 AS {digest}", f"{field.name}_file.bytes AS {size}"]
        return columns

    def _file_joins(self, files: Path | None) -> str:
        if files is None:
            return ""
        return " ".join(
            f"LEFT JOIN read_parquet({literal(str(files))}) AS {field.name}_file "
            f"ON {field.name}_file.written = incoming.{field.name}"
            for field in path_fields(self.table)
        )

    def _copy(self, query: str) -> None:
        copy(self.connection, query, self.target)


def resolve(connection: Connection, table: Table, draft: Path, scratch: Path) -> None:
    """Holds optional references against the referenced tables as they now are.

    A reference to a row that was never delivered is emptied, because the contract says that an unmatched complaint
    has none; it is kept aside, and comes back when the row is delivered.
    """
    path = draft / f"{table.name}.parquet"
    keys = [key for key in table.foreign_keys if not table.field(key.field).required]
    present = [key for key in keys if (draft / f"{key.table}.parquet").exists()]
    if not path.exists() or not present:
        return
    source = f"read_parquet({literal(str(path))})"
    stored = set(pq.read_schema(path).names)
    replaced, kept_aside, changed = [], [], []
    for key in present:
        aside = f"{UNMATCHED}{key.field}"
        wanted = f"coalesce({key.field}, {aside})" if aside in stored else key.field
        known = (
            f"{wanted} IN (SELECT {key.references} FROM read_parquet({literal(str(draft / f'{key.table}.parquet'))}))"
        )
        replaced.append(f"CASE WHEN {known} THEN {wanted} END AS {key.field}")
        kept_aside.append(f"CASE WHEN NOT ({known}) THEN {wanted} END AS {aside}")
        changed.append(f"({wanted} IS NOT NULL AND (({known}) <> ({key.field} IS NOT NULL)))")
    if not connection.execute(f"SELECT count(*) FROM {source} WHERE {' OR '.join(changed)}").fetchall()[0][0]:
        return
    old = ", ".join(f"{UNMATCHED}{key.field}" for key in present if f"{UNMATCHED}{key.field}" in stored)
    exclude = f"EXCLUDE ({old}) " if old else ""
    resolved = scratch / f"{table.name}-resolved.parquet"
    copy(
        connection,
        f"SELECT * {exclude}REPLACE ({', '.join(replaced)}), {', '.join(kept_aside)} FROM {source}",
        resolved,
    )
    resolved.replace(path)
