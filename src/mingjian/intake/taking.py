"""Takes a delivery: reads, checks and normalises its tables, and adds them to what was delivered before."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

import duckdb

from mingjian.contract import INTAKE, FieldType, Language, Table
from mingjian.errors import InputError
from mingjian.intake import readers
from mingjian.intake.accumulating import Accumulator, resolve
from mingjian.intake.casts import literal
from mingjian.intake.checking import Checked, check
from mingjian.intake.columns import Bound, bind, satisfies
from mingjian.intake.delivery import MANIFEST, DeliveredFile, Delivery
from mingjian.intake.files import FileTaker
from mingjian.intake.history import Record, TakenDelivery, TakenFile
from mingjian.intake.kinds import path_fields
from mingjian.intake.mapping import FILE_TYPES, Mapping, TableRule
from mingjian.intake.problems import Problem
from mingjian.intake.quarantine import FileNote, Quarantine
from mingjian.intake.remarks import SILENCED, Remark, RemarkCode
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.staging import Connection, UnreadableFileError, connect
from mingjian.intake.summary import FileLeftOut, IntakeSummary, TableSummary
from mingjian.intake.values import LOCAL
from mingjian.store.stage import Progress, silent
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace, flush_tree

INTAKE_VERSION = 3
"""Raised when the same delivery would be stored otherwise than before."""


def take(
    delivery: Path,
    *,
    into: Workspace,
    previous: str | None = None,
    mapping: Mapping | None = None,
    vault: Vault | None = None,
    settings: IntakeSettings | None = None,
    progress: Progress = silent,
    taken_at: datetime | None = None,
) -> IntakeSummary:
    """Adds a delivery to the accumulated tables of ``previous`` (a version) and sums up what came of it.

    To be called inside ``into.writing()``. The new tables stand in ``into.intake / summary.version``; the same
    delivery on the same tables gives the same version, and one that ``previous`` holds already changes nothing.
    ``taken_at``, now unless given, bounds the times that can tell a snapshot: nobody delivers what is yet to come.
    InputError where the delivery as a whole cannot be taken; then nothing was written.
    """
    settings = settings or IntakeSettings()
    opened = Delivery.open(delivery)
    before = Record.read(into.intake / previous) if previous else None
    mapping = mapping or Mapping()
    progress("delivery", 0.0)
    hashes = {file.name: file.sha256() for file in opened.files}
    fingerprint = _fingerprint(hashes, mapping)
    if before is not None and previous is not None and before.holds(fingerprint):
        return _unchanged(before, previous, opened)
    version = hashlib.sha256(f"{INTAKE_VERSION}\0{previous or ''}\0{fingerprint}".encode()).hexdigest()[:16]
    target = into.intake / version
    if target.is_dir():
        return replace(_summary(Record.read(target)), changed=True)
    into.intake.mkdir(parents=True, exist_ok=True)
    with _hidden_folder(into.intake, version) as draft, _hidden_folder(into.intake, "scratch") as scratch:
        connection = connect(settings, scratch)
        try:
            taking = _Taking(
                connection,
                opened,
                mapping,
                settings,
                progress,
                before=into.intake / previous if previous else None,
                draft=draft,
                scratch=scratch,
                files=FileTaker(opened, vault or Vault.open(into.root), settings.max_file_bytes),
                taken_at=taken_at or datetime.now(UTC),
            )
            summary = taking.run(version, previous, before)
        finally:
            connection.close()
        Record(
            deliveries=(
                *(before.deliveries if before else ()),
                _taken(opened, summary, mapping, hashes, fingerprint, taking.table_files),
            ),
            summary=json.loads(summary.to_json()),
        ).write(draft)
        flush_tree(draft)
        draft.rename(target)
    progress("delivery", 1.0)
    return summary


@contextmanager
def _hidden_folder(parent: Path, name: str) -> Iterator[Path]:
    """A folder that the workspace sweeps where a killed process leaves it."""
    folder = parent / f".{name}.{uuid4().hex}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fingerprint(hashes: dict[str, str], mapping: Mapping) -> str:
    digest = hashlib.sha256(f"mapping\0{mapping.digest}\n".encode())
    for name, file_hash in sorted(hashes.items()):
        digest.update(f"{name}\0{file_hash}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _summary(record: Record) -> IntakeSummary:
    return IntakeSummary.from_json(json.dumps(record.summary))


def _unchanged(record: Record, version: str, delivery: Delivery) -> IntakeSummary:
    return replace(
        _summary(record),
        version=version,
        previous_version=version,
        delivery=delivery.name,
        changed=False,
        tables=(),
        remarks=(),
        files_stored=0,
        files_left_out=(),
    )


def _taken(
    delivery: Delivery,
    summary: IntakeSummary,
    mapping: Mapping,
    hashes: dict[str, str],
    fingerprint: str,
    table_files: frozenset[str],
) -> TakenDelivery:
    tables = [file for file in delivery.files if file.name in table_files]
    return TakenDelivery(
        name=delivery.name,
        fingerprint=fingerprint,
        lender=summary.lender,
        snapshot_at=delivery.manifest.snapshot_at,
        mapping=mapping.name,
        tables=tuple(TakenFile(name=file.name, bytes=file.size, sha256=hashes[file.name]) for file in tables),
        other_files=len(delivery.files) - len(tables),
    )


@dataclass(frozen=True)
class _Source:
    """One table file, or one sheet of it, as one table."""

    file: DeliveredFile
    rule: TableRule


@dataclass
class _Tally:
    """What is said of one table while its files are read."""

    rows_in: int = 0
    unreadable_rows: int = 0
    unknown: list[str] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    placeholders: list[str] = field(default_factory=list)


@dataclass
class _Taking:
    connection: Connection
    delivery: Delivery
    mapping: Mapping
    settings: IntakeSettings
    progress: Progress
    before: Path | None
    draft: Path
    scratch: Path
    files: FileTaker
    taken_at: datetime
    notes: list[FileNote] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    quarantine: Quarantine = field(init=False)
    _read: set[str] = field(default_factory=set)
    _share: float = 0.0

    def __post_init__(self) -> None:
        folder = self.scratch / "quarantine"
        folder.mkdir()
        self.quarantine = Quarantine(
            self.connection, folder, self.delivery.name, self.settings.max_quarantined_characters
        )

    @property
    def table_files(self) -> frozenset[str]:
        """The names of the files that are read as tables."""
        return frozenset(source.file.name for source in self._sources())

    def run(self, version: str, previous: str | None, record: Record | None) -> IntakeSummary:
        sources = self._sources()
        if not sources and not self.delivery.refused and not any(f.name != MANIFEST for f in self.delivery.files):
            raise InputError("the delivery holds no file: name the folder in which the tables stand")
        summaries = []
        whole = sum(source.file.size for source in sources) or 1
        done = 0
        for table in INTAKE:
            before = self._path_before(table)
            mine = [source for source in sources if source.rule.table == table.name]
            summary = None
            if mine:
                # By bytes: a table of ten million rows takes longer than one of ten.
                self._share = done / whole
                self.progress(table.name, self._share)
                summary = self._take_table(table, mine, before)
                done += sum(source.file.size for source in mine)
            if summary is not None:
                summaries.append(summary)
            elif before is not None:
                _link(before, self.draft / before.name)
            resolve(self.connection, table, self.draft, self.scratch)
        if not (self.draft / "complaints.parquet").exists():
            raise InputError(self._no_complaints())
        self._require_something(summaries)
        self._note_files(sources)
        quarantine_before = self.before / "quarantine.parquet" if self.before else None
        self.quarantine.write(self.draft / "quarantine.parquet", before=quarantine_before)
        manifest = self.delivery.manifest
        self._remark_on_previous(record)
        snapshot_at = manifest.snapshot_at or self._latest_time(record)
        after_snapshot = self._remark_on_later_rows(snapshot_at) if snapshot_at else 0
        unread = {note.table for note in self.notes if note.table} - {summary.table for summary in summaries}
        absent = [table.name for table in INTAKE if not (self.draft / f"{table.name}.parquet").exists()]
        return IntakeSummary(
            version=version,
            delivery=self.delivery.name,
            previous_version=previous,
            changed=True,
            snapshot_at=snapshot_at,
            lender=manifest.lender or (record.deliveries[-1].lender if record else None),
            tables=tuple(summaries),
            tables_absent=tuple(name for name in absent if name not in unread),
            files_stored=self.files.stored,
            files_left_out=tuple(FileLeftOut(note.name, note.problem.value) for note in self.notes),
            tables_unreadable=tuple(table.name for table in INTAKE if table.name in unread),
            remarks=tuple(self.remarks),
            rows_after_snapshot=after_snapshot,
        )

    def _latest_time(self, record: Record | None) -> datetime | None:
        """The latest time in the event tables, or that an earlier delivery states, without those yet to come.

        One mistyped year would else move the clocks of every case, and for good. Where all lie ahead, the clock of
        this machine is wrong, and not the lender.
        """
        stated = [delivery.snapshot_at for delivery in record.deliveries] if record else []
        until = self.taken_at + timedelta(days=1)
        past = [moment for moment in stated if moment is not None and moment <= until]
        latest = _latest_time(self.connection, self.draft, until=until)
        known = [*past, latest] if past or latest else [*stated, _latest_time(self.connection, self.draft)]
        return max(filter(None, known), default=None)

    def _remark_on_later_rows(self, snapshot_at: datetime) -> int:
        """Names the rows that a run of the snapshot leaves out, a few of each table by their keys; how many in all."""
        total = 0
        for table in INTAKE:
            path = self.draft / f"{table.name}.parquet"
            if not table.known_at or not path.exists():
                continue
            is_day = table.field(table.known_at).type is FieldType.DATE
            keys = "concat_ws('/', " + ", ".join(table.primary_key) + ")"
            count, first = self.connection.execute(
                f"SELECT count(*), array_agg(left({keys}, 40) ORDER BY {keys})[:4] FROM read_parquet(?) "
                f"WHERE {table.known_at} > ?",
                [str(path), snapshot_at.astimezone(LOCAL).date() if is_day else snapshot_at],
            ).fetchall()[0]
            if count:
                named = ", ".join([*first[:3], *(["…"] if len(first) > 3 else [])])
                self.remarks.append(Remark(RemarkCode.AFTER_SNAPSHOT, table.name, detail=f"{count:,} ({named})"))
            total += count
        return total

    # -- files

    def _sources(self) -> list[_Source]:
        return [_Source(file, rule) for file in self.delivery.files for rule in self.mapping.rules_for(file.name)]

    def _path_before(self, table: Table) -> Path | None:
        path = self.before / f"{table.name}.parquet" if self.before else None
        return path if path is not None and path.exists() else None

    def _note_files(self, sources: Sequence[_Source]) -> None:
        tables = {source.file.name for source in sources}
        noted = {note.name for note in self.notes}
        for file in self.delivery.files:
            path = PurePosixPath(file.name)
            looks_like_a_table = str(path.parent) == "." and path.suffix.lower() in FILE_TYPES
            is_a_table = file.name in tables or (looks_like_a_table and file.name not in self.files.seen)
            if is_a_table and file.name not in self._read | noted:
                self.notes.append(FileNote(file.name, Problem.FILE_NOT_UNDERSTOOD))
        self.notes += [FileNote(name, Problem.FILE_REFUSED) for name in self.delivery.refused]
        if self.notes:
            self.quarantine.add_files(self.notes)

    def _no_complaints(self) -> str:
        unread = [remark for remark in self.remarks if remark.table == "complaints"]
        if unread:
            return f"the complaints cannot be read: {unread[0].text(Language.EN)}"
        if "complaints" in {PurePosixPath(name).stem for name in self.delivery.refused}:
            return "the complaints table is a link or no plain file: put the file itself into the delivery"
        archives = [file.name for file in self.delivery.files if PurePosixPath(file.name).suffix.lower() in _ARCHIVES]
        if archives:
            return f"{archives[0]} is an archive: unpack it, and name the folder in which its tables then stand"
        if self.delivery.single and not _is_a_table(self.delivery.files[0].path):
            return f"{self.delivery.name} is no table: a table is {', '.join(FILE_TYPES)}, with a line of column names"
        return (
            "the delivery holds no complaints, the one table that every lender delivers: name it complaints.csv, "
            ".xlsx or .parquet, or say in a mapping file which file it is"
        )

    def _require_something(self, summaries: Sequence[TableSummary]) -> None:
        """InputError where rows came in and not one was taken: nearly always headings that nothing reads."""
        rows_in = sum(summary.rows_in for summary in summaries)
        if not rows_in or any(summary.rows_stored for summary in summaries):
            return
        why = [remark.text(Language.EN) for remark in self.remarks if remark.code is RemarkCode.KEYS_ABSENT]
        if not why:
            first = next(problem for summary in summaries for problem in summary.problems)
            why = [": ".join(part for part in (first.field, first.text(Language.EN)) if part)]
        unknown = [title for summary in summaries for title in summary.columns_not_understood]
        columns = f" (columns that nothing reads: {', '.join(unknown[:12])})" if unknown else ""
        raise InputError(
            f"not one of the {rows_in:,} rows could be taken: {'; '.join(why)}{columns}. Nothing was stored, and the "
            "run before stays the current one; docs/intake.md shows a mapping file"
        )

    def _remark_on_previous(self, record: Record | None) -> None:
        named = self.delivery.manifest.previous
        taken = [delivery.name for delivery in record.deliveries] if record else []
        if named and named not in taken:
            self.remarks.append(Remark(RemarkCode.PREVIOUS_NOT_TAKEN, detail=named))

    # -- one table

    def _take_table(self, table: Table, sources: Sequence[_Source], before: Path | None) -> TableSummary | None:
        tally = _Tally()
        checked = []
        for number, source in enumerate(sources):
            folder = self.scratch / f"{table.name}-{number}"
            folder.mkdir()
            done = self._check_file(table, source, folder, tally)
            if done is not None:
                checked.append(done)
        if not checked:
            return None
        files = self._take_files(table, checked)
        accumulator = Accumulator(
            self.connection,
            table,
            checked,
            before=before,
            draft=self.draft,
            quarantine=self.quarantine,
            placeholders=tuple(dict.fromkeys(tally.placeholders)),
        )
        outcome = accumulator.run(files)
        for number in range(len(sources)):
            shutil.rmtree(self.scratch / f"{table.name}-{number}", ignore_errors=True)
        refused = outcome.refused + tally.unreadable_rows
        if tally.rows_in and tally.rows_in == refused:
            self.remarks.append(Remark(RemarkCode.NOTHING_TAKEN, table.name, detail=f"{tally.rows_in:,}"))
        elif tally.rows_in:
            silent_fields = [name for name in table.columns if (table.name, name) in SILENCED]
            self.remarks += [
                Remark(RemarkCode.FIELD_SILENT, table.name, detail=name)
                for name in silent_fields
                if name not in tally.filled
            ]
        return TableSummary(
            table=table.name,
            rows_in=tally.rows_in,
            rows_stored=tally.rows_in - refused,
            rows_quarantined=refused,
            added=outcome.added,
            corrected=outcome.corrected,
            unchanged=outcome.unchanged,
            rows_total=outcome.total,
            problems=self.quarantine.counts(table.name),
            columns_not_understood=tuple(dict.fromkeys(tally.unknown)),
            columns_absent=tuple(name for name in table.columns if name not in tally.filled),
            placeholders=tuple(dict.fromkeys(tally.placeholders)),
        )

    def _check_file(self, table: Table, source: _Source, folder: Path, tally: _Tally) -> Checked | None:
        name = source.file.name
        try:
            staged = readers.stage(self.connection, source.file.path, source.rule, folder, self.settings)
            if not satisfies(staged, source.rule):
                return None
            bound = bind(table, staged, source.rule, file_name=name)
            self._require_keys(table, bound, name)
            checked = check(self.connection, table, staged, bound, file=name, folder=folder)
        except UnreadableFileError as error:
            self.notes.append(FileNote(name, error.problem, table.name))
            self.remarks.append(replace(error.remark, table=table.name))
            return None
        except duckdb.Error:
            # A file whose end is well formed and whose middle is not. The message may quote values.
            self.notes.append(FileNote(name, Problem.FILE_UNREADABLE, table.name))
            self.remarks.append(Remark(RemarkCode.BROKEN, table.name, name))
            return None
        self._read.add(name)
        self._count(table, source, checked, tally, bound)
        return checked

    def _require_keys(self, table: Table, bound: Bound, name: str) -> None:
        missing = [field.name for field in table.fields if field.required and field.name not in bound.fields]
        if missing:
            self.remarks.append(Remark(RemarkCode.KEYS_ABSENT, table.name, name, ", ".join(missing)))

    def _count(self, table: Table, source: _Source, checked: Checked, tally: _Tally, bound: Bound) -> None:
        tally.rows_in += checked.rows + checked.rejected_rows
        tally.unreadable_rows += checked.rejected_rows
        tally.unknown += bound.unknown
        tally.filled |= bound.fields
        tally.placeholders += [name for name, rule in source.rule.constants.items() if rule.placeholder]
        if checked.rejected is not None:
            self.quarantine.add(
                f"SELECT row, CAST(NULL AS VARCHAR) AS field, value, code, true AS whole_row, "
                f"{literal(source.file.name)} AS file FROM read_parquet({literal(str(checked.rejected))})",
                table=table.name,
                part=f"unreadable-{len(list(self.quarantine.folder.iterdir()))}",
            )

    def _take_files(self, table: Table, checked: Sequence[Checked]) -> Path | None:
        fields = [field.name for field in path_fields(table)]
        filled = [name for name in fields if any(name in file.fields for file in checked)]
        if not filled:
            return None
        parts = ", ".join(literal(str(file.path)) for file in checked)
        paths = " UNION ALL ".join(
            f"SELECT {name} AS path FROM read_parquet([{parts}], union_by_name=true) WHERE {name} IS NOT NULL"
            for name in filled
        )
        rows = self.connection.execute(f"SELECT DISTINCT path FROM ({paths}) ORDER BY path").fetchall()
        if not rows:
            return None
        target = self.scratch / f"{table.name}-files.parquet"
        self.files.take(
            (row[0] for row in rows),
            target,
            progress=lambda done: self.progress(f"{table.name} ({done}/{len(rows)})", self._share),
        )
        return target


_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"})


def _is_a_table(path: Path) -> bool:
    """Whether a lone file may be a table under a name that nothing knows: of a table's type, with columns."""
    suffix = path.suffix.lower()
    if suffix not in FILE_TYPES:
        return False
    if suffix != ".txt":
        return True
    with path.open("rb") as file:
        head = file.readline(64 * 2**10)
    return any(mark in head for mark in (b",", b"\t", b";", b"|"))


def _link(source: Path, target: Path) -> None:
    """The same file under another name: accumulated tables never change."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def _latest_time(connection: Connection, folder: Path, *, until: datetime | None = None) -> datetime | None:
    """The latest time in the event tables, of those up to ``until``."""
    bound = f"TIMESTAMPTZ {literal(until.isoformat())}" if until else "'infinity'::TIMESTAMPTZ"
    moments: list[Any] = []
    for table in INTAKE:
        path = folder / f"{table.name}.parquet"
        if table.known_at and table.field(table.known_at).type is FieldType.DATETIME and path.exists():
            query = (
                f"SELECT CAST(epoch_us(max({table.known_at})) AS BIGINT) FROM read_parquet({literal(str(path))}) "
                f"WHERE {table.known_at} <= {bound}"
            )
            moments.append(connection.execute(query).fetchall()[0][0])
    known = [moment for moment in moments if moment is not None]
    return datetime.fromtimestamp(max(known) / 1e6, UTC) if known else None
