"""Papers that speak of several people together: a couple's certificate, a guarantor's letter, a village's list.

Whoever is named on such a paper may hand it in, wherever they live. One name of many is misread soon, and the fields
that are read of a list are those of its first row, so all that is read on the paper is asked.
"""

import ibis
import ibis.expr.types as ir

from mingjian.materials.tables import Tables

__all__ = ["speaking_of_several"]

_OF_PEOPLE = ("person_name", "relative_name", "id_number", "relative_id_number")
_LEAST_NAMED = 2
"""Customers of different households: a den's paper names at most one of those who bought it."""
_LEAST_CHARACTERS = 2


def speaking_of_several(shared: ir.Table, tables: Tables) -> ir.Table:
    """``material_id, group`` of papers that name several of those for whom a paper of their group was handed in.

    ``shared`` has ``material_id, group``. A paper is that of whoever is named on it beside others, and of all who
    handed it in where it names at least as many of them as it does not: names are misread.
    """
    submitted = tables.submissions.filter(tables.submissions.household.notnull())
    owned = shared.join(
        submitted.select("material_id", "household", "full_name", "id_number", "file_sha256"), "material_id"
    )
    homes = owned.group_by("group").aggregate(homes=lambda t: t.household.nunique())
    owned = owned.semi_join(homes.filter(homes.homes > 1), "group")
    named = _named(owned, tables)
    counted = named.group_by("material_id", "group").aggregate(
        named=lambda t: t.household.nunique(), called=lambda t: t.called.nunique()
    )
    # Two customers of one name are one name on the paper.
    lists = counted.filter((counted.named >= _LEAST_NAMED) & (counted.called >= _LEAST_NAMED)).join(homes, "group")
    of_all = lists.filter(2 * lists.named >= lists.homes).select("material_id", "group")
    themselves = named.semi_join(owned, ["material_id", "group", "household"]).select("material_id", "group")
    return of_all.union(themselves.semi_join(lists, ["material_id", "group"])).distinct()


def _named(owned: ir.Table, tables: Tables) -> ir.Table:
    """``material_id, group, household, called``: the owners of a group whose name or number stands on the paper."""
    calls = ibis.union(
        *(owned.select("group", "household", called=_plain(owned[each])) for each in ("full_name", "id_number"))
    ).distinct()
    calls = calls.filter(calls.called.length() >= _LEAST_CHARACTERS)
    facts = tables.facts
    stated = facts.filter(facts.field.isin(_OF_PEOPLE)).select("material_id", said=_plain(facts.value))
    by_field = owned.select("material_id", "group").join(stated, "material_id").join(calls, "group")
    by_field = by_field.filter(by_field.said == by_field.called)
    lines = tables.examinations.lines.select(file_sha256="sha256", said=_plain(tables.examinations.lines.text))
    read = owned.select("group", "file_sha256").distinct().join(lines, "file_sha256").join(calls, "group")
    read = read.filter(read.said.contains(read.called)).drop("said").distinct()
    by_line = owned.select("material_id", "group", "file_sha256").join(read, ["group", "file_sha256"])
    columns = ("material_id", "group", "household", "called")
    return by_field.select(*columns).union(by_line.select(*columns)).distinct()


def _plain(text: ir.Value) -> ir.StringValue:
    """Without the blanks that lists set within short names."""
    plain: ir.StringValue = text.cast("string").re_replace("[\\s\u3000]", "").upper()
    return plain
