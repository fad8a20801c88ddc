"""Things that complaints have in common, where that speaks for an agent: what an honest person's label holds back.

A letter goes by its template and a gang by its own number. A telephone, a mailbox, an address or a device goes by the
first and the last complaint that came with it, since nobody's number stands in a model.
"""

from collections.abc import Iterator, Mapping

import pyarrow as pa

from mingjian.risk.scorecard import Marks

NAMED_ITSELF: Mapping[str, str] = {"letter_family": "template_id", "gang": "gang_id"}
"""Characteristics whose evidence is the thing's own number, by the column that holds it."""
NAMED_BY_ANOTHER: Mapping[str, str] = {
    "contact_phone": "contact_phone_households_evidence",
    "contact_email": "contact_email_households_evidence",
    "sender_address": "sender_address_households_evidence",
    "device": "device_households_evidence",
    "ip": "ip_households_evidence",
    "representative_of_many": "representative_households_evidence",
}
"""Characteristics whose evidence is another complaint with the same thing."""
IN_COMMON = (*NAMED_ITSELF, *NAMED_BY_ANOTHER)


def things_of(rows: pa.Table, marks: Marks) -> list[frozenset[str]]:
    """The things that speak for an agent behind each wide complaint, since others have them too.

    A thing that goes by a complaint has two names, the complaint's own and the other one's: whoever shares it bears one
    of these.
    """
    found: list[set[str]] = [set() for _ in range(rows.num_rows)]
    for name, row, value in _standing(rows, marks):
        found[row].add(f"{name} {value}")
    return [frozenset(one) for one in found]


def named_by(rows: pa.Table) -> frozenset[str]:
    """The complaints by which the things of these go."""
    columns = (rows.column(column).to_pylist() for column in NAMED_BY_ANOTHER.values())
    return frozenset(value for column in columns for value in column if value is not None)


def names_besides(others: pa.Table) -> Mapping[str, str]:
    """By each name of a thing the one that ``others``, by which it goes, have for it: of the first the last."""
    complaints = others.column("complaint_id").to_pylist()
    return {
        f"{name} {complaint}": f"{name} {value}"
        for name, column in NAMED_BY_ANOTHER.items()
        for complaint, value in zip(complaints, others.column(column).to_pylist(), strict=True)
        if value is not None
    }


def _standing(rows: pa.Table, marks: Marks) -> Iterator[tuple[str, int, str]]:
    complaints = rows.column("complaint_id").to_pylist()
    for place, characteristic in enumerate(marks.scorecard.characteristics):
        column = {**NAMED_ITSELF, **NAMED_BY_ANOTHER}.get(characteristic.name)
        if column is None:
            continue
        values = rows.column(column).to_pylist()
        for row, level in enumerate(marks.levels[:, place].tolist()):
            if level < 0 or characteristic.levels[level].weight <= 0 or values[row] is None:
                continue
            yield characteristic.name, row, values[row]
            if characteristic.name in NAMED_BY_ANOTHER:
                yield characteristic.name, row, complaints[row]
