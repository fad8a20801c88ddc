"""``mingjian received``: what arrived one by one goes into the next run."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example:\n\n  mingjian received desk && mingjian run --out desk")(received)


def received(workspace: Path = typer.Argument(help="The workspace that the server serves.")) -> None:
    """Add the complaints that the API took in to the accumulated deliveries; the next run holds them."""
    import tempfile

    from mingjian import pipeline, settings
    from mingjian.online.delivery import write_delivery
    from mingjian.online.reception import Reception
    from mingjian.store.database import Database
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import Workspace

    chosen = settings.load(workspace)
    home = Workspace(workspace)
    vault = Vault.open(home.root, key=chosen.vault_key.get_secret_value())
    reception = Reception(Database.of(home.root, chosen.database_url), vault)
    with home.writing(), tempfile.TemporaryDirectory(dir=home.root, prefix=".received-") as folder:
        taken = write_delivery(reception, vault, Path(folder))
        if not taken:
            console.say("nothing waits")
            return
        summary, _ = pipeline.deliver(home, Path(folder), settings=chosen)
        reception.mark_delivered(taken, summary.version)
    console.say(
        f"{len(taken):,} complaints went into delivery {summary.version}; 'mingjian run --out {workspace}' uses it"
    )
