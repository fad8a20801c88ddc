"""What a complaint asserts, as columns: who, when, how often, how much."""

import ibis.expr.types as ir


def asserted(claim_mentions: ir.Table, complaints: ir.Table) -> ir.Table:
    """One row a distinct mention, with its customer and the assertions that its ``values`` carry.

    The JSON is read by pattern, not by a JSON function: those differ between engines, the letters' own JSON does not.
    """
    values = claim_mentions["values"]
    mentions = claim_mentions.select(
        "complaint_id",
        "claim",
        "start",
        "end",
        # A run of before there were two readers says nothing of it.
        certain=claim_mentions.certain.fill_null(False),
        mention=claim_mentions.complaint_id
        + "|"
        + claim_mentions.claim
        + "|"
        + claim_mentions.start.cast("string")
        + "|"
        + claim_mentions.end.cast("string"),
        asserted_count=_extract(values, "count", r"(\d+)").try_cast("int64"),
        asserted_of_a_day=_extract(values, "of_a_day", r"(\d)").notnull(),
        asserted_over_days=_extract(values, "over_days", r"(\d+)").try_cast("int64"),
        asserted_on=_extract(values, "date", r'"(\d{4}-\d{2}-\d{2})').try_cast("date"),
        asserted_clock=_extract(values, "clock", r'"([^"]+)"'),
        asserted_rate=_extract(values, "rate", r"(\d+(?:\.\d+)?)").try_cast("float64"),
        asserted_yuan=_extract(values, "sum_yuan", r"(\d+(?:\.\d+)?)").try_cast("float64"),
        asserted_person=_extract(values, "person", r'"([^"]+)"'),
    ).distinct(on="mention")
    filed = complaints.select("complaint_id", "customer_id", "received_at")
    return mentions.join(filed, "complaint_id")


def _extract(values: ir.StringColumn, name: str, pattern: str) -> ir.StringColumn:
    return values.re_extract(rf'"{name}":\s*{pattern}', 1).nullif("")
