"""What every command of casework begins with: the workspace, its database, and in whose name."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mingjian.access.policy import Principal
    from mingjian.store.database import Database
    from mingjian.store.workspace import Workspace

WORKSPACE = typer.Argument(help="The folder that 'mingjian run' wrote into.")
BY = typer.Option(help="The account in whose name it is done; the audit log says so.")


def opened(workspace: Path) -> "tuple[Workspace, Database]":
    """A workspace, and the database of people's work in it."""
    from mingjian import settings
    from mingjian.store.database import Database
    from mingjian.store.workspace import Workspace

    home = Workspace.open(workspace)
    return home, Database.of(home.root, settings.load(workspace).database_url)


def current_run(home: "Workspace") -> Path:
    """The folder of its current run."""
    from mingjian.errors import NotFoundError

    if home.current is None:
        raise NotFoundError("no run has ended here yet: start one with 'mingjian run'")
    return home.current.path


def person(database: "Database", name: str) -> "Principal":
    """In whose name a command acts: InputError for an account that may not work on complaints or cases."""
    from mingjian.access.accounts import Accounts
    from mingjian.access.policy import DESK, Principal, Right
    from mingjian.errors import InputError

    accounts = Accounts(database)
    if not accounts.any():
        return Principal(name, DESK.roles)
    found = next((one for one in accounts.list() if one.name == name and one.disabled_at is None), None)
    if found is None or not found.principal.may(Right.CREATE, "cases"):
        raise InputError("--by names an account of somebody who works on complaints or cases")
    return found.principal
