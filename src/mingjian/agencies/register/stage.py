"""The signatures of every registered name, made once a run."""

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.agencies.register.names import signatures
from mingjian.contract import TABLES
from mingjian.store.engine import Engine

__all__ = ["signatures_of"]

_SCHEMA = TABLES["organisation_signatures"].arrow_schema


def signatures_of(organisations: ir.Table, engine: Engine) -> ir.Table:
    """The rows of ``organisation_signatures``."""
    named = organisations.select("organisation_id", "name")
    return engine.map_groups(_signatures, named, by="organisation_id", schema=_SCHEMA)


def _signatures(named: pa.Table) -> pa.Table:
    keys: list[int] = []
    owners: list[str] = []
    for owner, name in zip(named["organisation_id"].to_pylist(), named["name"].to_pylist(), strict=True):
        found = signatures(name)
        keys += found
        owners += [owner] * len(found)
    return pa.table({"signature": keys, "organisation_id": owners}, schema=_SCHEMA)
