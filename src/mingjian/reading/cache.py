"""Readings kept from run to run: a file is read once, and again only when a new version of its reader would differ."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.reading.decoders import extractor
from mingjian.reading.files import SCHEMA, read_from_vault
from mingjian.reading.record import FileKind
from mingjian.store.engine import Engine
from mingjian.store.vault import Vault


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
            fresh = engine.map_files(partial(read_from_vault, vault=vault), missing, SCHEMA)
            engine.write(fresh, self._folder / f"{uuid4().hex}.parquet")
            kept = self._current(engine)
        asked = engine.read_arrow(_column(wanted))
        return kept.semi_join(asked, "sha256")

    def _current(self, engine: Engine) -> ir.Table:
        """The readings whose reader has not changed since, one a file."""
        if not any(self._folder.glob("*.parquet")):
            return engine.read_arrow(SCHEMA.empty_table())
        kept = engine.read(self._folder)
        current = kept.filter(kept.extractor.isin([extractor(kind) for kind in FileKind]))
        # Two processes may have read the same file at the same time; they read the same.
        order = [ibis.asc("extractor"), ibis.asc("kind")]
        first = current.mutate(place=ibis.row_number().over(group_by="sha256", order_by=order))
        return first.filter(first.place == 0).drop("place")


def _column(digests: Sequence[str]) -> pa.Table:
    return pa.table({"sha256": pa.array(digests, pa.string())})
