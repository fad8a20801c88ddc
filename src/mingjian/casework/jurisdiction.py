"""Who is responsible where: the provinces in which a case's customers live, and the stations on file for each.

The police of the place where an offence was committed or took effect, or where the suspect lives, take a case up
(公安机关办理刑事案件程序规定第十五条、第十六条). The harm to customers takes effect where they are. Which station
it is, people decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mingjian.casework.partners import Partner


@dataclass(frozen=True)
class Jurisdiction:
    """One province of a case."""

    province: str
    """Two digits (GB/T 2260); an empty text where it is not known."""
    customers: int
    stations: tuple[Partner, ...]


def jurisdictions(customers: Mapping[str, int], partners: Iterable[Partner]) -> tuple[Jurisdiction, ...]:
    """A case's provinces, the one with most customers first and the unknown last, with their stations by name."""
    stations = sorted((one for one in partners if one.kind == "police"), key=lambda one: one.name)
    found = (
        Jurisdiction(province, number, tuple(one for one in stations if one.province == province))
        for province, number in customers.items()
        if number
    )
    return tuple(sorted(found, key=lambda one: (not one.province, -one.customers, one.province)))
