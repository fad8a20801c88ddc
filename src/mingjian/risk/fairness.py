"""Who is called likely_agent, and who is left undecided, by group: of honest complaints, who is accused wrongly.

Province, age and sex are no features; they are read here alone, to see whether those who differ in them are treated
alike. A rate without its base misleads, so every rate comes with its count and a 90 % interval (Wilson, 1927).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import sqrt

import polars as pl

from mingjian.contract.vocabulary import Zone
from mingjian.risk.zones import Z_90

AGE_BANDS = (25, 35, 45, 55)
ATTRIBUTES = ("province", "age_band", "sex")
UNKNOWN = "unknown"


@dataclass(frozen=True)
class GroupRate:
    """How often the complaints of a group were called likely_agent, or left undecided."""

    attribute: str
    group: str
    complaints: int
    accused: int
    undecided: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The share accused."""
        return self.accused / self.complaints


def rates_by_group(
    assessments: pl.DataFrame, complaints: pl.DataFrame, customers: pl.DataFrame, *, on: date
) -> tuple[GroupRate, ...]:
    """The rates by province, age band, sex and look-alike.

    ``assessments`` has complaint_id and zone; ``complaints`` complaint_id, customer_id and, where they are known,
    look_alike (a list: a complaint may look like several things); ``customers`` customer_id, province and id_number.
    """
    judged = complaints.join(assessments.select("complaint_id", "zone"), on="complaint_id").join(
        groups_of(customers, on=on), on="customer_id", how="left"
    )
    attributes = [name for name in (*ATTRIBUTES, "look_alike") if name in judged.columns]
    return tuple(rate for attribute in attributes for rate in _rates(judged, attribute))


def groups_of(customers: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """``customer_id`` and the ``ATTRIBUTES`` of customers, from province and id_number; empty where unknown."""
    born = pl.col("id_number").str.slice(6, 4).cast(pl.Int32, strict=False)
    odd = pl.col("id_number").str.slice(16, 1).cast(pl.Int32, strict=False) % 2
    return customers.select(
        "customer_id",
        province=pl.col("province"),
        age_band=_age_band(pl.lit(on.year) - born),
        sex=pl.when(odd == 1).then(pl.lit("male")).when(odd == 0).then(pl.lit("female")),
    )


def _age_band(age: pl.Expr) -> pl.Expr:
    between = [
        pl.when((age >= low) & (age < high)).then(pl.lit(f"{low}-{high - 1}")) for low, high in pairwise(AGE_BANDS)
    ]
    youngest = pl.when(age < AGE_BANDS[0]).then(pl.lit(f"under {AGE_BANDS[0]}"))
    oldest = pl.when(age >= AGE_BANDS[-1]).then(pl.lit(f"{AGE_BANDS[-1]} and over"))
    return pl.coalesce(youngest, *between, oldest)


def _rates(judged: pl.DataFrame, attribute: str) -> Iterator[GroupRate]:
    if isinstance(judged.schema[attribute], pl.List):
        judged = judged.explode(attribute).drop_nulls(attribute)
    counted = (
        judged.group_by(pl.col(attribute).fill_null(UNKNOWN).alias("group"))
        .agg(
            complaints=pl.len(),
            accused=(pl.col("zone") == str(Zone.LIKELY_AGENT)).sum(),
            undecided=(pl.col("zone") == str(Zone.UNDECIDED)).sum(),
        )
        .sort("group")
    )
    for row in counted.iter_rows(named=True):
        low, high = wilson(row["accused"], row["complaints"])
        yield GroupRate(
            attribute,
            row["group"],
            complaints=row["complaints"],
            accused=row["accused"],
            undecided=row["undecided"],
            low=low,
            high=high,
        )


def wilson(events: int, size: int) -> tuple[float, float]:
    """The 90 % interval of a share."""
    share = events / size
    spread = Z_90**2 / size
    middle = (share + spread / 2) / (1 + spread)
    reach = Z_90 / (1 + spread) * sqrt(share * (1 - share) / size + spread / (4 * size))
    return max(0.0, middle - reach), min(1.0, middle + reach)
