"""``mingjian vault``: the key of the sealed files."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(help="The key of the sealed files.", no_args_is_help=True)
    group.callback()(_together)
    group.command(epilog="Example:\n\n  mingjian vault rotate desk --by wang.wei")(rotate)
    app.add_typer(group, name="vault")


def _together() -> None:
    """The key of the sealed files."""


def rotate(
    workspace: Path = typer.Argument(help="The folder that 'mingjian run' wrote into."),
    by: str = typer.Option(..., "--by", help="Who does this; stands in the audit log."),
) -> None:
    """Put a new key in the old one's place and seal every file with it; servers may go on meanwhile.

    Where MINGJIAN_VAULT_KEY holds the key, set it to NEW,OLD first, restart the servers, and set it to NEW afterwards.
    Backups keep the old key's seals: keep that key as long as them.
    """
    from mingjian import settings
    from mingjian.access.audit import AuditLog
    from mingjian.store.database import Database
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import Workspace

    chosen = settings.load(workspace)
    home = Workspace.open(workspace)
    given = chosen.vault_key.get_secret_value()
    vault = Vault.open(home.root, key=given)
    if given:
        console.say(f"{vault.reseal():,} files are now sealed with the first key: the others can be taken out")
    else:
        vault.replace_key()
        console.say("every file is sealed with a new key; keep vault.key elsewhere again")
    log = AuditLog(Database.of(home.root, chosen.database_url))
    log.record(actor=by, action="rotate_key", object_type="vault", object_id="key")
