"""``mingjian export``: a table of a run as a file, masked unless a reason is given."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mingjian.cli import console

if TYPE_CHECKING:
    from mingjian.store.stage import Progress

_SHOWN_ROWS = 1_000


class ExportFormat(StrEnum):
    """In which form a table is written."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian export desk complaint_assessments --format xlsx\n\n"
        "  mingjian export desk/runs/0001 gang_members --format json --to members.json\n\n"
        "  mingjian export desk complaints --unmasked --reason 'court order 2026-118'"
    )(export)


def export(
    run: Path = typer.Argument(help="A workspace (its current run) or a run's folder."),
    table: str = typer.Argument(help="A table of the run: 'mingjian schema' lists them."),
    form: ExportFormat = typer.Option(ExportFormat.CSV, "--format", "-f", help="Form of the file."),
    to: Path | None = typer.Option(None, help="The file to write. Default: TABLE.FORMAT in this folder."),
    unmasked: bool = typer.Option(False, help="With names, numbers and addresses; asks for --reason and is logged."),
    reason: str = typer.Option("", help="Why the values must be seen; goes into the audit log."),
    as_json: bool = console.JSON,
    quiet: bool = console.QUIET,
) -> None:
    """Write one table of a run as a file. Personal values are masked unless --unmasked with a --reason."""
    from mingjian.cli.audited import audited
    from mingjian.cli.files import WRITERS
    from mingjian.cli.masked_rows import masked_rows, plain_rows
    from mingjian.contract import TABLES
    from mingjian.errors import InputError, NotFoundError, writing_to
    from mingjian.store.serving import Serving
    from mingjian.store.workspace import find_run

    folder = find_run(run)
    if table not in TABLES:
        raise NotFoundError(f"there is no table {table}: 'mingjian schema' lists them")
    if unmasked and not reason.strip():
        raise InputError("--unmasked needs --reason: say why the values must be seen; it goes into the audit log")
    target = to or Path(f"{table}.{form}")
    with Serving.open(folder.path) as serving:
        schema = serving.schema(table)
        if unmasked:
            audited(folder.workspace, "export_unmasked", "table", f"{folder.name}/{table}", reason=reason)
        rows = plain_rows(serving, table) if unmasked else masked_rows(serving, table)
        (total,) = serving.query(f'SELECT count(*) AS rows FROM "{table}"')
        with console.progress(quiet=quiet) as progress, writing_to(target):
            count = WRITERS[form](_shown(rows, total["rows"], progress, table), schema, target)
    if as_json:
        written = {"run": folder.name, "table": table, "rows": count, "masked": not unmasked, "file": target}
        console.say_json(written)
    else:
        masked = "UNMASKED" if unmasked else "masked"
        console.remark(f"{count:,} rows of {table}, run {folder.name}, {masked}: {target}")


def _shown(rows: Iterator[dict[str, Any]], total: int, progress: "Progress", table: str) -> Iterator[dict[str, Any]]:
    """The same rows, and how far they are."""
    for count, row in enumerate(rows):
        if count % _SHOWN_ROWS == 0:
            progress(table, count / total)
        yield row
