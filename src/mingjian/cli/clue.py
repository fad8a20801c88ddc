"""``mingjian clue``: packages of what was found, for the police, that can be checked without us."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Packages of clues for the police: the keys that sign them, and their check.",
        epilog="Examples:\n\n  mingjian clue key desk\n\n  mingjian clue verify clue.zip",
        no_args_is_help=True,
    )
    group.command(
        epilog="Examples:\n\n"
        "  mingjian clue key desk                 the fingerprint, to be told to the officer by telephone\n\n"
        "  mingjian clue key desk --sm2           also makes a key for a second signature by SM2"
    )(key)
    group.command(epilog="Example:\n\n  mingjian clue verify clue.zip")(verify)
    app.add_typer(group, name="clue")


def key(
    workspace: Path = typer.Argument(help="The folder that 'mingjian run' wrote into."),
    sm2: bool = typer.Option(False, "--sm2", help="Make a key for a second signature (SM2) where there is none."),
    as_json: bool = console.JSON,
) -> None:
    """Print the public keys that sign this workspace's packages; the first is made at first use."""
    from mingjian import settings
    from mingjian.casework.clues.signing import fingerprint, make_sm2_key, signers
    from mingjian.store.workspace import Workspace

    root = Workspace.open(workspace).root
    if sm2:
        make_sm2_key(root)
    found = signers(root, settings.load().clues)
    if as_json:
        console.say_json(
            [
                {
                    "algorithm": one.algorithm,
                    "public_key": one.public_key.hex(),
                    "fingerprint": fingerprint(one),
                }
                for one in found
            ]
        )
        return
    for one in found:
        console.say(f"{one.algorithm}\t{fingerprint(one)}")
    console.remark("tell the fingerprint to whoever gets a package, by another way than the package itself")


def verify(
    package: Path = typer.Argument(help="A package, or the folder into which one was unpacked."),
    fingerprint: str = typer.Option("", help="The key's fingerprint as the sender told it."),
    language: str = typer.Option("zh", help="zh or en."),
    as_json: bool = console.JSON,
) -> None:
    """Check a package; exit code 1 names every place that was changed. The package's own verify.py does the same."""
    from mingjian.casework.clues.verifier import verify as script

    arguments = [str(package), "--fingerprint", fingerprint, "--language", language]
    code = script.main([*arguments, "--json"] if as_json else arguments)
    if code:
        raise typer.Exit(code)
