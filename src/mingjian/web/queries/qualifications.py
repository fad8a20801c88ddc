"""What the law asks of whoever acts in a complaint, as the run judged it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.web.queries.rows import AT_ONCE, json_list, json_object
from mingjian.web.runs import Rows, Run


@dataclass(frozen=True)
class Requirement:
    """One requirement of one representation; ``check`` names its sentence, and is empty where the run wrote none."""

    representation_id: str
    requirement: str
    status: str
    source: str | None
    evidence: tuple[str, ...]
    check: str
    values: dict[str, str | int | float | bool | None]


def requirements(run: Run, representations: Sequence[str]) -> tuple[Requirement, ...]:
    """The requirements of these representations with the finding that says why."""
    said = {
        (row["subject_id"], values["requirement"]): (row["check"], values)
        for row in _of(run, 'SELECT subject_id, "check", "values" FROM findings', representations)
        if "requirement" in (values := json_object(row["values"]))
    }
    found = []
    for row in _of(run, "SELECT subject_id, requirement, status, source, evidence FROM requirements", representations):
        check, values = said.get((row["subject_id"], row["requirement"]), ("", {}))
        found.append(
            Requirement(
                row["subject_id"],
                row["requirement"],
                row["status"],
                row["source"],
                tuple(json_list(row["evidence"])),
                check,
                values,
            )
        )
    return tuple(found)


def protection_need(run: Run, customer_id: str | None) -> str | None:
    """What the customer should be offered, or None where nobody assessed them."""
    if not customer_id:
        return None
    rows = run.query("SELECT protection_need FROM customer_assessments WHERE customer_id = ?", (customer_id,))
    return rows[0]["protection_need"] if rows else None


def _of(run: Run, sql: str, representations: Sequence[str]) -> Rows:
    # By keys, so that they are found by their index however large the table is.
    return [
        row
        for start in range(0, len(representations), AT_ONCE)
        for part in [representations[start : start + AT_ONCE]]
        for row in run.query(
            f"{sql} WHERE subject_type = 'representation' AND subject_id IN ({', '.join('?' * len(part))})", part
        )
    ]
