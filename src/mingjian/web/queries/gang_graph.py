"""What a gang's picture is drawn from: its members and the links between them."""

from mingjian.web.canvas import Tie, keys_of
from mingjian.web.runs import Run


def ties(run: Run, gang_id: str) -> tuple[Tie, ...]:
    """Who of the gang has which of its things, kept once read: a gang of thousands is opened node by node."""
    return run.once(("gang ties", gang_id), lambda: _ties(run, gang_id))


def members(run: Run, gang_id: str) -> dict[tuple[str, str], tuple[str, float]]:
    """Role and strength of every member."""
    return run.once(("gang members", gang_id), lambda: _members(run, gang_id))


def keys(run: Run, gang_id: str) -> dict[tuple[str, str], str]:
    """The name of every member in addresses and in the browser."""
    return run.once(("gang keys", gang_id), lambda: keys_of(members(run, gang_id)))


def _ties(run: Run, gang_id: str) -> tuple[Tie, ...]:
    rows = run.query(
        "SELECT l.source_type, l.source_id, l.target_type, l.target_id, l.weight, l.first_seen_at, l.last_seen_at "
        "FROM gang_members AS s JOIN links AS l ON l.source_type = s.entity_type AND l.source_id = s.entity_id "
        "JOIN gang_members AS t ON t.gang_id = s.gang_id AND t.entity_type = l.target_type "
        "AND t.entity_id = l.target_id WHERE s.gang_id = ? ORDER BY ALL",
        (gang_id,),
    )
    return tuple(
        Tie(
            (row["source_type"], row["source_id"]),
            (row["target_type"], row["target_id"]),
            row["weight"] or 0.0,
            row["first_seen_at"].date() if row["first_seen_at"] else None,
            row["last_seen_at"].date() if row["last_seen_at"] else None,
        )
        for row in rows
    )


def _members(run: Run, gang_id: str) -> dict[tuple[str, str], tuple[str, float]]:
    rows = run.query("SELECT entity_type, entity_id, role, strength FROM gang_members WHERE gang_id = ?", (gang_id,))
    return {(row["entity_type"], row["entity_id"]): (row["role"], row["strength"] or 0.0) for row in rows}
