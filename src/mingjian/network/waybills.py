"""Courier waybills: consecutive numbers were handed over together, and are one series."""

import ibis.expr.types as ir

from mingjian.network.series import runs


def waybill_series(complaints: ir.Table, *, gap: int) -> ir.Table:
    """``complaint_id`` and ``series``, the smallest number of the run of numbers that its waybill stands in.

    Letters before the digits tell the courier; numbers longer than 18 digits do not fit and stand for themselves.
    """
    numbered = complaints.filter(complaints.tracking_number.notnull()).select("complaint_id", "tracking_number")
    tight = numbered.tracking_number.upper().re_replace(r"[^0-9A-Z]", "")
    parts = numbered.mutate(
        courier=tight.re_extract(r"^([A-Z]*)", 1) + "/" + tight.length().cast("string"),
        number=tight.re_extract(r"^[A-Z]*(\d{6,18})$", 1).nullif("").try_cast("int64"),
        verbatim=tight,
    )
    counted = runs(parts.filter(parts.number.notnull()), number="number", within="courier", gap=gap)
    series = counted.select("complaint_id", series=counted.courier + "/" + counted.run.cast("string"))
    alone = parts.filter(parts.number.isnull()).select("complaint_id", series="verbatim")
    return series.union(alone)
