"""``mingjian backup``, ``mingjian restore`` and ``mingjian rehearse``."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog="Example:\n\n  mingjian backup desk /elsewhere/desk-2026-11-25.tar")(backup)
    app.command(epilog="Example:\n\n  mingjian restore /elsewhere/desk-2026-11-25.tar desk")(restore)
    app.command(epilog="Example:\n\n  mingjian rehearse /elsewhere/desk-2026-11-25.tar --key desk/vault.key")(rehearse)


WORKSPACE = typer.Argument(help="The folder that 'mingjian run' wrote into.")


def backup(workspace: Path = WORKSPACE, target: Path = typer.Argument(help="The file to write.")) -> None:
    """Write everything into one file: runs, deliveries, sealed files, and the database, in one consistent state.

    The vault's key and the keys that sign clue packages are left out: keep them elsewhere.
    """
    from mingjian import settings
    from mingjian.store.backup import back_up
    from mingjian.store.database import Database
    from mingjian.store.workspace import Workspace

    database = Database.of(workspace, settings.load(workspace).database_url)
    done = back_up(Workspace.open(workspace), database, target)
    console.say(f"{target}: {done.rows:,} rows, {done.files:,} files, {done.bytes:,} bytes")
    if (workspace / "vault.key").exists():
        console.remark(f"keep {workspace / 'vault.key'} elsewhere: without it the sealed files cannot be read")
    if (workspace / settings.FILE_NAME).exists():
        console.remark(f"keep {workspace / settings.FILE_NAME} elsewhere too: it may hold secrets, so it is left out")


def restore(source: Path = typer.Argument(help="The backup."), workspace: Path = WORKSPACE) -> None:
    """Put a backup into an empty folder and an empty database."""
    from mingjian import settings
    from mingjian.store.backup import restore as put_back
    from mingjian.store.database import Database
    from mingjian.store.workspace import Workspace

    done = put_back(source, Workspace(workspace), Database.of(workspace, settings.load(workspace).database_url))
    console.say(f"{workspace}: {done.rows:,} rows, {done.files:,} files, at migration {done.version}")
    if not (workspace / "vault.key").exists():
        console.remark(f"now put the vault's key to {workspace / 'vault.key'}, or into MINGJIAN_VAULT_KEY")


def rehearse(
    source: Path = typer.Argument(help="The backup, made by the version that is in use."),
    key: Path | None = typer.Option(None, help="The vault's key file; without it the sealed files are not opened."),
    as_json: bool = console.JSON,
) -> None:
    """Try an upgrade on a copy: restore a backup aside, bring it to this version, examine it, and throw it away."""
    import tempfile

    from mingjian import settings
    from mingjian.cli.doctor import say_findings
    from mingjian.web.rehearsal import rehearse as try_on_copy

    with tempfile.TemporaryDirectory(dir=source.resolve().parent, prefix=".rehearsal-") as folder:
        findings = try_on_copy(source, Path(folder) / "copy", settings.load(), key_file=key)
    say_findings(findings, as_json=as_json)
