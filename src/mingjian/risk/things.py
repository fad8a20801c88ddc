"""Things that complaints have in common, where that speaks for an agent: what an honest person's label holds back.

A letter goes by its template. A telephone, a mailbox, an address, a device or a helper goes by the first and the last
complaint that came with it, since nobody's number stands in a model. So a name holds within a run and for what arrives
after it, and in no model that outlives the run: one that is put in place holds nothing back. Addresses of the net are
an operator's, and a gang is no thing that anybody holds in his hand: neither is asked for.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

import pyarrow as pa

from mingjian.risk.scorecard import Marks

LETTER = "letter_family"
NAMED_BY_ANOTHER: Mapping[str, str] = {
    "contact_phone": "contact_phone_households_evidence",
    "contact_email": "contact_email_households_evidence",
    "sender_address": "sender_address_households_evidence",
    "device": "device_households_evidence",
    "representative_of_many": "representative_households_evidence",
}
"""Characteristics whose evidence is another complaint with the same thing, by the column that holds it."""
IN_COMMON: Mapping[str, str] = {LETTER: "template_id", **NAMED_BY_ANOTHER}

Things: TypeAlias = Mapping[str, frozenset[str]]
"""By characteristic the names of the thing that a complaint has in common; whoever shares it bears one of them."""


def things_of(rows: pa.Table, marks: Marks) -> list[Things]:
    """The things that speak for an agent behind each wide complaint, since others have them too."""
    found: list[dict[str, frozenset[str]]] = [{} for _ in range(rows.num_rows)]
    complaints = rows.column("complaint_id").to_pylist()
    for place, characteristic in enumerate(marks.scorecard.characteristics):
        if characteristic.name not in IN_COMMON:
            continue
        values = rows.column(IN_COMMON[characteristic.name]).to_pylist()
        for row, level in enumerate(marks.levels[:, place].tolist()):
            if level >= 0 and characteristic.levels[level].weight > 0 and values[row] is not None:
                names = {values[row]} if characteristic.name == LETTER else {values[row], complaints[row]}
                found[row][characteristic.name] = frozenset(f"{characteristic.name} {one}" for one in names)
    return list(found)


def himself(complaint_id: str) -> str:
    """The name by which a complaint is held back alone."""
    return f"complaint {complaint_id}"


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


def explaining(things: list[Things], necessary: list[frozenset[str]]) -> list[Things]:
    """Of the things of each complaint those that accuse it, where they are all one thing of their kind.

    One telephone with which an honest person was found is an exception, and held back. Where there are two the kind
    explains nothing: it is people like these who are accused, with telephones that nobody was asked about too.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    for one, names in zip(things, necessary, strict=True):
        for name in names & one.keys():
            # By the first complaint that has it, whoever of its holders is asked.
            kinds[name].add(min(one[name]))
    return [
        {name: one[name] for name in names & one.keys() if len(kinds[name]) == 1}
        for one, names in zip(things, necessary, strict=True)
    ]
