"""The command line: one module a command, heavy imports inside them, so that help answers at once."""

import gc
import sys
import traceback
from pathlib import Path

import typer

import mingjian
from mingjian.cli import (
    account,
    advert_report,
    agency,
    agreement,
    assess,
    audit,
    backup,
    case,
    clue,
    code_word,
    demo,
    doctor,
    enquiry,
    export,
    inspect,
    intake,
    letter,
    models,
    network,
    received,
    run,
    runs,
    schema,
    score,
    serve,
    simulate,
    subject,
    takedown,
    vault,
    warn,
    work,
)
from mingjian.errors import MingjianError

UNEXPECTED = 70
"""Exit code for a fault of ours, as EX_SOFTWARE of sysexits.h."""

app = typer.Typer(
    name="mingjian",
    help="Mingjian 明鉴 tells the honest complaint from the manufactured one, and shows what speaks for each.\n\n"
    "From nothing to a desk: [bold]mingjian demo[/bold]. With your own tables: "
    "[bold]mingjian run DELIVERY --out FOLDER[/bold], then [bold]mingjian serve FOLDER[/bold].",
    epilog="Exit codes and every option: docs/cli.md. Settings (MINGJIAN_… or mingjian.toml): docs/settings.md.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
for module in (
    run,
    serve,
    demo,
    intake,
    assess,
    inspect,
    letter,
    enquiry,
    agency,
    agreement,
    takedown,
    advert_report,
    code_word,
    warn,
    export,
    network,
    runs,
    models,
    clue,
    audit,
    account,
    case,
    received,
    work,
    subject,
    vault,
    backup,
    doctor,
    simulate,
    score,
    schema,
):
    module.register(app)


@app.callback(invoke_without_command=True)
def entry(
    version: bool = typer.Option(False, "--version", help="Print the version and end."),
    debug: bool = typer.Option(False, "--debug", help="Show where an unexpected fault happened; may show data."),
) -> None:
    """Options that stand before the command."""
    entry_options["debug"] = debug
    if version:
        typer.echo(mingjian.__version__)
        raise typer.Exit


entry_options = {"debug": False}


def main() -> None:
    """Runs the command line; a MingjianError becomes one sentence and its exit code."""
    # Expressions are millions of small objects of which few are part of a cycle: a tenth of a small run went into
    # looking for those.
    gc.set_threshold(20_000, 20, 50)
    try:
        app()
    except MingjianError as error:
        typer.echo(f"mingjian: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of a pipe had enough
        sys.exit(0)
    except Exception as error:
        if entry_options["debug"]:
            raise
        # Neither the message nor a traceback: both may quote a row.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        typer.echo(
            f"mingjian: unexpected {type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}; nothing was "
            "changed in the current run. 'mingjian --debug …' shows more, data included",
            err=True,
        )
        sys.exit(UNEXPECTED)
