"""Takes a delivery: reads, checks and normalises its tables, and adds them to what was delivered before."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import INTAKE, TABLES, Field, FieldType, Language, Table
from mingjian.errors import InputError, NotFoundError
from mingjian.intake.casts import SQL_TYPES, blank, literal, plain
from mingjian.intake.delivery import DeliveredFile, Delivery
from mingjian.intake.kinds import Kind, kind_of
from mingjian.intake.problems import Problem
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.staging import Connection, Staged, connect, stage_csv, stage_parquet
from mingjian.intake.summary import IntakeSummary, ProblemCount, TableSummary
from mingjian.intake.values import parse
from mingjian.store.stage import Progress, silent
from mingjian.store.workspace import Workspace, flush_tree

INTAKE_VERSION = 1
"""Raised when the same delivery would be stored otherwise than before."""
MANIFEST = "delivery.json"


def take(
    delivery: Path,
    *,
    into: Workspace,
    previous: str | None = None,
    settings: IntakeSettings | None = None,
    progress: Progress = silent,
) -> IntakeSummary:
    """Adds a delivery to the accumulated tables of ``previous`` (a version) and gives the new version's summary.

    To be called inside ``into.writing()``. The tables stand in ``into.intake / summary.version``. A delivery that
    ``previous`` holds already changes nothing. InputError where the delivery as a whole cannot be taken.
    """
    return _Taking(Delivery.open(delivery), into, previous, settings or IntakeSettings(), progress).run()


@dataclass(frozen=True)
class _Source:
    file: DeliveredFile
    table: Table


class _Taking:
    def __init__(
        self,
        delivery: Delivery,
        workspace: Workspace,
        previous: str | None,
        settings: IntakeSettings,
        progress: Progress,
    ) -> None:
        self.delivery = delivery
        self.workspace = workspace
        self.previous = previous
        self.settings = settings
        self.progress = progress

    def run(self) -> IntakeSummary:
        old = self.workspace.intake / self.previous if self.previous else None
        if old is not None and not (old / MANIFEST).is_file():
            raise NotFoundError(f"there is no taken delivery of version {self.previous}")
        sources = [
            _Source(file, TABLES[Path(file.name).stem])
            for file in self.delivery.files
            if "/" not in file.name
            and Path(file.name).suffix.lower() in {".csv", ".parquet"}
            and Path(file.name).stem in {table.name for table in INTAKE}
        ]
        has_complaints = any(source.table.name == "complaints" for source in sources)
        if not has_complaints and (old is None or not (old / "complaints.parquet").exists()):
            raise InputError(
                "the delivery holds no complaints table: it is the one table that every lender must deliver"
            )
        fingerprint = self._fingerprint()
        history: list[dict[str, str]] = json.loads((old / MANIFEST).read_text())["deliveries"] if old else []
        if old is not None and any(entry["fingerprint"] == fingerprint for entry in history):
            return self._unchanged(old)
        version = hashlib.sha256(f"{INTAKE_VERSION}:{self.previous}:{fingerprint}".encode()).hexdigest()[:16]
        target = self.workspace.intake / version
        if (target / MANIFEST).is_file():
            return self._unchanged(target)
        self.workspace.intake.mkdir(parents=True, exist_ok=True)
        draft = self.workspace.intake / f".{version}.{uuid4().hex}"
        scratch = self.workspace.intake / f".scratch.{uuid4().hex}"
        draft.mkdir()
        scratch.mkdir()
        connection = connect(self.settings, scratch)
        try:
            summary = self._write(connection, sources, old, draft, scratch, version)
            entry = {"name": self.delivery.name, "fingerprint": fingerprint}
            (draft / MANIFEST).write_text(
                json.dumps(
                    {"deliveries": [*history, entry], "summary": json.loads(summary.to_json())}, ensure_ascii=False
                )
            )
            flush_tree(draft)
            draft.rename(target)
        finally:
            connection.close()
            shutil.rmtree(draft, ignore_errors=True)
            shutil.rmtree(scratch, ignore_errors=True)
        return summary

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for file in self.delivery.files:
            digest.update(f"{file.name}\0{file.size}\0{file.sha256()}\n".encode())
        return digest.hexdigest()

    def _unchanged(self, folder: Path) -> IntakeSummary:
        written = json.loads((folder / MANIFEST).read_text())["summary"]["snapshot_at"]
        return IntakeSummary(
            version=folder.name,
            delivery=self.delivery.name,
            previous_version=self.previous,
            changed=False,
            snapshot_at=datetime.fromisoformat(written) if written else None,
            lender=self.delivery.manifest.lender,
            tables=(),
            tables_absent=(),
        )

    def _write(
        self,
        connection: Connection,
        sources: Sequence[_Source],
        old: Path | None,
        draft: Path,
        scratch: Path,
        version: str,
    ) -> IntakeSummary:
        tables = []
        for number, table in enumerate(INTAKE):
            mine = [source for source in sources if source.table is table]
            self.progress(table.name, number / len(INTAKE))
            before = old / f"{table.name}.parquet" if old and (old / f"{table.name}.parquet").exists() else None
            if mine:
                tables.append(self._write_table(connection, table, mine, before, draft, scratch))
            elif before:
                shutil.copyfile(before, draft / before.name)
        quarantine = sorted(scratch.glob("quarantine-*.parquet"))
        parts = [*quarantine, *([old / "quarantine.parquet"] if old and (old / "quarantine.parquet").exists() else [])]
        if parts:
            listed = ", ".join(literal(str(part)) for part in parts)
            _copy(
                connection, f"SELECT * FROM read_parquet([{listed}], union_by_name=true)", draft / "quarantine.parquet"
            )
        else:
            pq.write_table(_QUARANTINE.empty_table(), draft / "quarantine.parquet")
        self.progress("intake", 1.0)
        snapshot = self.delivery.manifest.snapshot_at or _latest(connection, draft)
        return IntakeSummary(
            version=version,
            delivery=self.delivery.name,
            previous_version=self.previous,
            changed=True,
            snapshot_at=snapshot,
            lender=self.delivery.manifest.lender,
            tables=tuple(tables),
            tables_absent=tuple(table.name for table in INTAKE if not (draft / f"{table.name}.parquet").exists()),
        )

    def _write_table(
        self,
        connection: Connection,
        table: Table,
        sources: Sequence[_Source],
        before: Path | None,
        draft: Path,
        scratch: Path,
    ) -> TableSummary:
        rows_in = 0
        checked = []
        unknown: list[str] = []
        for number, source in enumerate(sources):
            folder = scratch / f"{table.name}-{number}"
            folder.mkdir()
            if source.file.name.lower().endswith(".csv"):
                staged = stage_csv(connection, source.file.path, folder, self.settings)
            else:
                staged = stage_parquet(connection, source.file.path, self.settings)
            rows_in += staged.rows
            bound = _bind(table, staged)
            unknown += [column for column in staged.columns if column not in bound]
            path = folder / "checked.parquet"
            slow = _lookups(connection, table, staged, bound, folder)
            _copy(connection, _checked(table, staged, bound, slow, source.file.name), path)
            checked.append(path)
        union = f"read_parquet([{', '.join(literal(str(path)) for path in checked)}], union_by_name=true)"
        key = ", ".join(table.primary_key)
        required = " OR ".join(f"{field.name} IS NULL" for field in table.fields if field.required) or "false"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE refused AS SELECT source__, row__, code FROM ("
            f"SELECT source__, row__, CASE WHEN {required} THEN 'required_missing' "
            f"WHEN row_number() OVER (PARTITION BY {key} ORDER BY source__, row__) > 1 THEN 'duplicate_key' END AS code "
            f"FROM {union}) WHERE code IS NOT NULL"
        )
        refused = connection.execute("SELECT count(*) FROM refused").fetchone()[0]
        columns = ", ".join(table.columns)
        good = f"SELECT {columns} FROM {union} ANTI JOIN refused USING (source__, row__)"
        texts = " ".join(f"WHEN {literal(p)} THEN {literal(p.text(Language.ZH))}" for p in Problem)
        _copy(
            connection,
            f'SELECT {literal(table.name)} AS "table", row__ AS row, NULL::VARCHAR AS field, NULL::VARCHAR AS value, '
            f"CASE code {texts} END AS problem, code, {literal(self.delivery.name)} AS delivery, source__ AS file, true AS whole_row FROM refused",
            scratch / f"quarantine-{table.name}.parquet",
        )
        target = draft / f"{table.name}.parquet"
        if before:
            good = f"SELECT * FROM ({good}) UNION ALL SELECT {columns} FROM read_parquet({literal(str(before))}) ANTI JOIN ({good}) USING ({key})"
        _copy(connection, good, target)
        stored = rows_in - refused
        return TableSummary(
            table=table.name,
            rows_in=rows_in,
            rows_stored=stored,
            rows_quarantined=refused,
            added=stored,
            corrected=0,
            unchanged=0,
            rows_total=pq.read_metadata(target).num_rows,
            columns_not_understood=tuple(unknown),
        )


_QUARANTINE = pa.schema(
    [
        *TABLES["quarantine"].arrow_schema,
        pa.field("code", pa.string()),
        pa.field("delivery", pa.string()),
        pa.field("file", pa.string()),
        pa.field("whole_row", pa.bool_()),
    ]
)


def _latest(connection: Connection, folder: Path) -> datetime | None:
    """The latest time in the event tables."""
    moments = []
    for table in INTAKE:
        path = folder / f"{table.name}.parquet"
        if table.known_at and table.field(table.known_at).type is FieldType.DATETIME and path.exists():
            query = f"SELECT CAST(epoch_us(max({table.known_at})) AS BIGINT) FROM read_parquet({literal(str(path))})"
            moments.append(connection.execute(query).fetchone()[0])
    known = [moment for moment in moments if moment is not None]
    return datetime.fromtimestamp(max(known) / 1e6, UTC) if known else None


def _copy(connection: Connection, query: str, target: Path) -> None:
    connection.execute(f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")


def _bind(table: Table, staged: Staged) -> dict[str, str]:
    folded = {column.strip().casefold().replace(" ", "_"): column for column in staged.columns}
    return {folded[name]: name for name in table.columns if name in folded}


def _raws(staged: Staged, bound: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {
        bound[column]: (f'staged."{name}"', kind)
        for column, name, kind in zip(staged.columns, staged.names, staged.types, strict=True)
        if column in bound
    }


def _expressions(field: Field, kind: Kind, raw: str, source_type: str) -> tuple[str, str]:
    """The text of a value, and its plain reading."""
    wanted = SQL_TYPES[field.type]
    if source_type == "VARCHAR":
        return raw, plain(kind, field, raw)
    text = f"CAST({raw} AS VARCHAR)"
    if source_type in {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS", "TIMESTAMP_MS", "DATE"} and wanted in {
        "TIMESTAMPTZ",
        "DATE",
    }:
        return text, f"TRY_CAST({raw} AS {wanted})"
    return text, plain(kind, field, text)


def _lookups(
    connection: Connection, table: Table, staged: Staged, bound: dict[str, str], folder: Path
) -> dict[str, Path]:
    """For each field with values in other than plain spelling: a table of those values and their readings."""
    source = f"read_parquet({literal(str(staged.path))}) AS staged"
    found = {}
    for name, (raw, source_type) in _raws(staged, bound).items():
        field = table.field(name)
        kind = kind_of(table, field)
        text, value = _expressions(field, kind, raw, source_type)
        odd = connection.execute(
            f"SELECT DISTINCT {text} AS raw FROM {source} WHERE {value} IS NULL AND NOT {blank(kind, text)}"
        ).fetchall()
        if odd:
            found[name] = folder / f"lookup-{name}.parquet"
            pq.write_table(_readings(field, kind, (row[0] for row in odd)), found[name])
    return found


def _readings(field: Field, kind: Kind, texts: Iterable[str]) -> pa.Table:
    raws, values, problems = [], [], []
    for text in texts:
        value = parse(kind, field, text)
        raws.append(text)
        values.append(None if isinstance(value, Problem) else value)
        problems.append(value.value if isinstance(value, Problem) else None)
    return pa.table(
        {
            "raw": pa.array(raws, pa.string()),
            "value": pa.array(values, field.type.arrow),
            "problem": pa.array(problems, pa.string()),
        }
    )


def _checked(table: Table, staged: Staged, bound: dict[str, str], lookups: dict[str, Path], file: str) -> str:
    raws = _raws(staged, bound)
    selected, joins = [], []
    for field in table.fields:
        if field.name not in raws:
            selected.append(f"CAST(NULL AS {SQL_TYPES[field.type]}) AS {field.name}")
            continue
        raw, source_type = raws[field.name]
        text, value = _expressions(field, kind_of(table, field), raw, source_type)
        if field.name in lookups:
            joins.append(
                f"LEFT JOIN read_parquet({literal(str(lookups[field.name]))}) AS l_{field.name} ON l_{field.name}.raw = {text}"
            )
            value = f"coalesce({value}, l_{field.name}.value)"
        selected.append(f"{value} AS {field.name}")
    return (
        f"SELECT {', '.join(selected)}, {literal(file)} AS source__, staged.file_row_number + 1 AS row__ "
        f"FROM read_parquet({literal(str(staged.path))}, file_row_number=true) AS staged {' '.join(joins)}"
    )
