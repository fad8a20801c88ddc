"""Layouts of gangs' pictures hold no more than the current run does, and nobody's who may not come in any more."""

from collections import defaultdict

import duckdb

from mingjian.access.accounts import Accounts
from mingjian.access.layouts import Layouts, Node
from mingjian.contract.vocabulary import EntityType
from mingjian.store.workspace import Workspace
from mingjian.subjects.erasure import Doomed


def forget_places(layouts: Layouts, doomed: Doomed) -> None:
    """Forgets where the doomed stood; a value of theirs may be a node of any type."""
    values = {(str(kind), value) for kind in EntityType for value in doomed.values}
    layouts.forget(values | {(thing.type, thing.id) for thing in doomed.things})


def keep_places(layouts: Layouts, workspace: Workspace) -> None:
    """Keeps the places of the current run's members alone; nothing happens before a first run."""
    if workspace.current is None:
        return
    members: dict[str, set[Node]] = defaultdict(set)
    path = workspace.current.path / "gang_members.parquet"
    if path.exists():
        with duckdb.connect() as connection:
            asked = "SELECT gang_id, entity_type, entity_id FROM read_parquet(?)"
            for gang_id, kind, number in connection.execute(asked, [str(path)]).fetchall():
                members[gang_id].add((kind, number))
    layouts.keep_only(members)


def leave_with_accounts(layouts: Layouts, accounts: Accounts) -> None:
    """Forgets the layouts of accounts that are disabled."""
    layouts.leave([account.name for account in accounts.list() if account.disabled_at is not None])
