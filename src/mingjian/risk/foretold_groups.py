"""The customers of every province, age band and sex in a past month, and how two early warnings foretold them."""

from datetime import date

import polars as pl
import pyarrow as pa

from mingjian.risk.fairness import ATTRIBUTES, UNKNOWN, groups_of
from mingjian.risk.history import WarningModel
from mingjian.risk.learning import far_less_likely, log_losses
from mingjian.risk.registry import GroupForetold


def foretold_by_group(
    before: WarningModel, after: WarningModel, month: pa.Table, customers: pl.DataFrame, *, on: date
) -> tuple[GroupForetold, ...]:
    """``month`` has the customers as they were, with ``complained``; ``customers`` their province and id_number."""
    came = month.column("complained").to_numpy() == 1
    chances = before.chance(month), after.chance(month)
    lost, loses = (log_losses(chance, came) for chance in chances)
    told = pl.DataFrame(
        {
            "customer_id": month.column("customer_id").to_pylist(),
            "came": came,
            "before": chances[0],
            "after": chances[1],
            "more_loss": loses - lost,
        }
    ).join(groups_of(customers, on=on), on="customer_id", how="left")
    found = []
    for attribute in ATTRIBUTES:
        grouped = told.group_by(pl.col(attribute).fill_null(UNKNOWN).alias("group")).agg(
            pl.len().alias("customers"), pl.col("came", "more_loss").sum(), pl.col("before", "after").mean()
        )
        found += [
            GroupForetold(
                attribute=attribute,
                group=row["group"],
                customers=row["customers"],
                complained=row["came"],
                before=row["before"],
                after=row["after"],
                worse=far_less_likely(row["more_loss"]),
            )
            for row in grouped.sort("group").iter_rows(named=True)
        ]
    return tuple(found)
