"""``mingjian account``: the way back in for whoever holds the machine, where no administrator can let one in."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(help="Accounts, from the machine itself.", no_args_is_help=True)
    group.callback()(_together)
    group.command(epilog="Example:\n\n  mingjian account reset desk administrator --by wang.wei")(reset)
    app.add_typer(group, name="account")


def _together() -> None:
    """Accounts, from the machine itself."""


def reset(
    workspace: Path = typer.Argument(help="The folder that 'mingjian run' wrote into."),
    name: str = typer.Argument(help="The account's name."),
    by: str = typer.Option(..., "--by", help="Who does this; stands in the audit log."),
) -> None:
    """Give an account a new first password, shown this once, and take its second factor away; its sessions end.

    Under 'People' an administrator does the same. This is for the last administrator, who forgot the password or lost
    the authenticator: whoever may write into the folder, or the database, could let themselves in anyway.
    """
    from mingjian import settings
    from mingjian.access.accounts import Accounts
    from mingjian.access.policy import Principal, Role
    from mingjian.access.second_factor import SecondFactors
    from mingjian.access.sessions import Sessions
    from mingjian.errors import NotFoundError
    from mingjian.store.database import Database
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import Workspace

    chosen = settings.load(workspace)
    root = Workspace.open(workspace).root
    database = Database.of(root, chosen.database_url)
    accounts, operator = Accounts(database), Principal(f"{by}, at the machine", frozenset({Role.ADMINISTRATOR}))
    found = next((one for one in accounts.list() if one.name == name.strip().lower()), None)
    if found is None:
        raise NotFoundError(f"there is no account {name!r}: 'mingjian serve --team' makes the first one")
    password = accounts.reset_password(found.account_id, by=operator)
    if found.has_second_factor:
        vault = Vault.open(root, key=chosen.vault_key.get_secret_value())
        SecondFactors(database, vault).remove(found.account_id, by=operator)
    Sessions(database).end_all(found.account_id)
    console.say(f"{found.name} signs in with this password, which is shown only now and has to be changed: {password}")
    if found.disabled_at is not None:
        console.remark("the account is disabled: an administrator lets it in again")
