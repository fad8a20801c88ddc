"""Taking rows and files out of what was delivered, so that no later run holds them."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingjian.contract import Table
from mingjian.errors import NotFoundError
from mingjian.store.kept import kept
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace, flush_tree
from mingjian.subjects.belongings import Belongings, Thing
from mingjian.subjects.traces import whole

_SHA256 = 64
"""Characters of a digest."""


@dataclass(frozen=True)
class Doomed:
    """What leads to the seeds in the deliveries."""

    rows: Mapping[str, int]
    """By table."""
    files: frozenset[str]
    things: tuple[Thing, ...]
    values: frozenset[str]
    """Telephones and numbers that name them alone."""


def survey(workspace: Workspace, seeds: Iterable[Thing]) -> Doomed:
    """What :func:`erase` would take out."""
    with Belongings(_delivered(workspace), seeds) as found:
        rows = {table.name: count for table in found.tables if (count := found.count(table))}
        return Doomed(rows, found.files(), found.things, found.values())


def erase(workspace: Workspace, seeds: Iterable[Thing], doomed: Doomed, *, vault: Vault) -> None:
    """Makes a version of the deliveries without the rows that lead to the seeds, and deletes the others and the files.

    To be called inside ``workspace.writing()``; may be killed and done again with what was surveyed the first time.
    Runs that were written before still hold the rows: the next one does not.
    """
    before = _delivered(workspace)
    with Belongings(before, seeds) as found:
        mine = {f"{table.name}.parquet": table for table in found.tables if found.count(table)}
        if mine:
            _write_version(workspace, found, before, mine, doomed)
    for path in workspace.intake.iterdir():
        if not path.is_symlink() and path.name != workspace.delivered:
            shutil.rmtree(path)
    for digest in doomed.files:
        vault.delete(digest)
    forget_readings(workspace, vault)


def _delivered(workspace: Workspace) -> Path:
    version = workspace.delivered
    if version is None:
        raise NotFoundError(f"{workspace.root} holds no delivery")
    return workspace.intake / version


def _write_version(
    workspace: Workspace, found: Belongings, before: Path, mine: Mapping[str, Table], doomed: Doomed
) -> None:
    draft = workspace.intake / f".erased.{uuid4().hex}"
    draft.mkdir()
    for path in sorted(before.iterdir()):
        target = draft / path.name
        if path.name in mine:
            found.write_others(mine[path.name], target)
        elif path.name == "quarantine.parquet":
            _write_quarantine(path, target, doomed)
        else:
            os.link(path, target)
    flush_tree(draft)
    name = hashlib.sha256(f"{before.name}\0erased\0{uuid4().hex}".encode()).hexdigest()[:16]
    draft.rename(workspace.intake / name)
    workspace.accept(name)


def _write_quarantine(source: Path, target: Path, doomed: Doomed) -> None:
    # A value that could not be taken stands there as it was written: nobody can say whose it is but by itself.
    table = pq.read_table(source)
    gone = whole(doomed.values | {thing.id for thing in doomed.things})
    keep = [not gone.search(written) for written in pc.fill_null(table["value"], "").to_pylist()]
    pq.write_table(table.filter(pa.array(keep, pa.bool_())), target, compression="zstd")


def forget_readings(workspace: Workspace, vault: Vault) -> int:
    """Removes what was read and seen in files that the vault no longer holds; gives how many readings that were."""
    for path in sorted(workspace.cache.rglob("*.json.gz")):  # named after the file that they tell of
        if not vault.has(path.name[:_SHA256]) or kept(path) is None:
            path.unlink()  # one that is damaged is of use to nobody, and no search for traces can read it
    gone = 0
    for path in sorted(workspace.cache.rglob("*.parquet")):
        try:
            table = pq.read_table(path)
        except pa.ArrowException:
            path.unlink()
            continue
        if "sha256" not in table.column_names:
            continue
        keep = [vault.has(digest) for digest in table["sha256"].to_pylist()]
        if all(keep):
            continue
        gone += len(keep) - sum(keep)
        partial = path.with_name(f".{path.name}.{uuid4().hex}")
        pq.write_table(table.filter(pa.array(keep, pa.bool_())), partial)
        partial.replace(path)
    return gone
