"""``mingjian network``: gangs for other tools, and a list of identifiers held against them."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console
from mingjian.cli.export import ExportFormat

if TYPE_CHECKING:
    import pyarrow as pa


class NetworkFormat(StrEnum):
    """In which form gangs are written."""

    GRAPHML = "graphml"
    FOLLOWTHEMONEY = "ftm"
    PARQUET = "parquet"


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Hand gangs to other tools, or check a list of identifiers against them.",
        epilog="Examples:\n\n  mingjian network export desk --format graphml\n\n"
        "  mingjian network check desk list.xlsx",
        no_args_is_help=True,
    )
    group.command(
        epilog="Examples:\n\n"
        "  mingjian network export desk --gang G-0003 --format graphml --to gang.graphml      for Gephi and yEd\n\n"
        "  mingjian network export desk --format ftm --to gangs.ftm.json                      for OpenAleph\n\n"
        "  mingjian network export desk --format parquet --to gangs       two tables in a folder: nodes and edges\n\n"
        "  mingjian network export desk --unmasked --reason 'court order 2026-118'"
    )(export)
    group.command(
        epilog="Examples:\n\n"
        "  mingjian network check desk numbers.csv              which of these do we know, and in which gang?\n\n"
        "  mingjian network check desk numbers.xlsx --to known.xlsx --format xlsx"
    )(check)
    app.add_typer(group, name="network")


RUN = typer.Argument(help="A workspace (its current run) or a run's folder.")


def export(
    run: Path = RUN,
    gang: list[str] = typer.Option([], "--gang", "-g", help="A gang's id; may be given again. Default: every gang."),
    form: NetworkFormat = typer.Option(NetworkFormat.GRAPHML, "--format", "-f", help="Form of the file."),
    to: Path | None = typer.Option(None, help="The file, or for parquet the folder. Default: network.FORMAT here."),
    unmasked: bool = typer.Option(False, help="With names, numbers and addresses; asks for --reason and is logged."),
    reason: str = typer.Option("", help="Why the values must be seen; goes into the audit log."),
) -> None:
    """Write gangs, their members and the links between them. Personal values are masked unless --unmasked."""
    from mingjian.access.entity_masks import mask_entity
    from mingjian.cli.audited import audited
    from mingjian.errors import InputError, NotFoundError, writing_to
    from mingjian.network import extract, to_followthemoney, to_graphml
    from mingjian.store.serving import Serving
    from mingjian.store.workspace import find_run

    if unmasked and not reason.strip():
        raise InputError("--unmasked needs --reason: say why the values must be seen; it goes into the audit log")
    folder = find_run(run)
    with Serving.open(folder.path) as serving:
        known = {str(row["gang_id"]) for row in serving.query("SELECT gang_id FROM gangs")}
        missing = sorted(set(gang) - known)
        if missing:
            raise NotFoundError(f"run {folder.name} has no gang {', '.join(missing)}: 'mingjian export' lists gangs")
        part = extract(
            serving.query_arrow("SELECT * FROM gang_members"),
            serving.query_arrow("SELECT * FROM links"),
            gangs=set(gang) or known,
        )
    if unmasked:
        audited(folder.workspace, "export_unmasked", "table", f"{folder.name}/network", reason=reason)
    target = to or Path(f"network.{form}")
    with writing_to(target):
        if form is NetworkFormat.PARQUET:
            _write_parquet(target, *part.tables(lambda one: one.id if unmasked else mask_entity(*one)))
        else:
            write = to_graphml if form is NetworkFormat.GRAPHML else to_followthemoney
            target.write_bytes(write(part, lambda one: one.id if unmasked else mask_entity(*one)))
    console.remark(
        f"{len(part.nodes):,} entities, {len(part.edges):,} links, run {folder.name}, "
        f"{'UNMASKED' if unmasked else 'masked'}: {target}"
    )


def check(
    run: Path = RUN,
    list_of_values: Path = typer.Argument(
        metavar="LIST", help="A CSV, .xlsx or Parquet file; every cell is looked up."
    ),
    form: ExportFormat = typer.Option(ExportFormat.CSV, "--format", "-f", help="Form of the file that --to names."),
    to: Path | None = typer.Option(None, help="Where the answer is written. Default: printed."),
    as_json: bool = console.JSON,
) -> None:
    """Say which values of a list the network knows, how many people have each, and in which gang."""
    from mingjian.cli.files import WRITERS
    from mingjian.errors import writing_to
    from mingjian.intake import listed_values
    from mingjian.network import check as held_against
    from mingjian.store.engine import DuckDBEngine
    from mingjian.store.workspace import find_run

    folder = find_run(run)
    values = listed_values(list_of_values)
    engine = DuckDBEngine()
    try:
        index = folder.lake(engine).table("entity_index")
        found = held_against(values, index, engine).order_by("value", "entity_type").drop("entity_id").to_pyarrow()
    finally:
        engine.close()
    known = len(set(found["value"].to_pylist()))
    if to is not None:
        with writing_to(to):
            WRITERS[form](_rows(found), found.schema, to)
    elif as_json:
        console.say_json({"values": len(values), "known": known, "found": found.to_pylist()})
    else:
        for row in _rows(found):
            gang = row["gang_id"] or ("hub" if row["hub"] else "-")
            console.say(f"{row['value']}\t{row['entity_type']}\t{row['households']}\t{gang}")
    console.remark(f"{known:,} of {len(values):,} values are known to run {folder.name}{f': {to}' if to else ''}")


def _rows(table: "pa.Table") -> Iterator[dict[str, object]]:
    yield from table.to_pylist()


def _write_parquet(folder: Path, nodes: "pa.Table", edges: "pa.Table") -> None:
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(nodes, folder / "nodes.parquet")
    pq.write_table(edges, folder / "edges.parquet")
