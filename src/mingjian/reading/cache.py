"""Readings kept from run to run: a file is read once, and again only when a new version of its reader would differ."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.reading.decoders import extractor
from mingjian.reading.files import SCHEMA, read_from_vault
from mingjian.reading.record import PASSING, FileKind
from mingjian.store.engine import Engine
from mingjian.store.vault import Vault

_PASSING = sorted(problem.value for problem in PASSING)


class ReadingCache:
    """Parquet files in a folder, one for each run that read anything new; several processes may add to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, digests: Sequence[str], *, vault: Vault, engine: Engine) -> ir.Table:
        """One reading of each of the files, by SHA-256: kept ones as they are, the others read now and kept."""
        wanted = sorted(set(digests))
        kept = self._current(engine)
        known = set(kept.select("sha256").to_pyarrow()["sha256"].to_pylist())
        missing = [digest for digest in wanted if digest not in known]
        if missing:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = engine.materialise(engine.map_files(partial(read_from_vault, vault=vault), missing, SCHEMA))
            lasting = _lasting(fresh)
            engine.write(lasting, self._folder / f"{uuid4().hex}.parquet")
            kept = ibis.union(self._current(engine), fresh.filter(fresh.problem.isin(_PASSING)))
        asked = engine.read_arrow(_column(wanted))
        return kept.semi_join(asked, "sha256")

    def _current(self, engine: Engine) -> ir.Table:
        """The readings whose reader has not changed since, one a file."""
        for path in self._folder.glob("*.parquet"):
            if not _is_whole(path):
                path.unlink()  # what stood in it is read again
        if not any(self._folder.glob("*.parquet")):
            return engine.read_arrow(SCHEMA.empty_table())
        kept = _lasting(engine.read(self._folder))
        current = kept.filter(kept.extractor.isin([extractor(kind) for kind in FileKind]))
        # Two processes may have read the same file at the same time; they read the same.
        order = [ibis.asc("extractor"), ibis.asc("kind")]
        first = current.mutate(place=ibis.row_number().over(group_by="sha256", order_by=order))
        return first.filter(first.place == 0).drop("place")


def _lasting(readings: ir.Table) -> ir.Table:
    """Those that would be the same the next time."""
    return readings.filter(readings.problem.isnull() | ~readings.problem.isin(_PASSING))


def _is_whole(path: Path) -> bool:
    """A file that was cut off, by a full disk or a loss of power, has lost its end, where its table of contents is."""
    try:
        return bool(pq.read_schema(path).names)
    except (pa.ArrowException, OSError):
        return False


def _column(digests: Sequence[str]) -> pa.Table:
    return pa.table({"sha256": pa.array(digests, pa.string())})
