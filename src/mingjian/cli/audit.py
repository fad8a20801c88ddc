"""``mingjian audit``: the log of who looked at what, checked."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:
    from mingjian.access.audit import AuditBreach
    from mingjian.store.database import Database

_SAID = {
    "removed": "entries are missing",
    "changed": "not as it was written",
    "detached": "moved, replaced or inserted",
    "rewritten": "the log no longer contains the head that was kept",
}


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Check the audit log: who looked at what, when and why.",
        epilog="Examples:\n\n  mingjian audit verify desk\n\n  mingjian audit head desk",
        no_args_is_help=True,
    )
    group.command(
        epilog="Examples:\n\n"
        "  mingjian audit verify desk                     is the log whole?\n\n"
        "  mingjian audit verify desk --kept 412:9f2c…    and does it still contain the head kept then?"
    )(verify)
    group.command(epilog="Example:\n\n  mingjian audit head desk > /elsewhere/head")(head)
    group.command(epilog="Example:\n\n  mingjian audit keep desk /elsewhere")(keep)
    group.command(epilog="Example:\n\n  mingjian audit replay desk K-0017")(replay)
    app.add_typer(group, name="audit")


WORKSPACE = typer.Argument(help="The folder that 'mingjian run' wrote into.")


def verify(
    workspace: Path = WORKSPACE,
    kept: list[str] = typer.Option([], help="A head that 'mingjian audit head' printed earlier, kept elsewhere."),
    kept_in: str = typer.Option("", help="A folder that 'mingjian audit keep' wrote into."),
    as_json: bool = console.JSON,
) -> None:
    """Read the whole log; exit code 1 where an entry was changed, removed or moved."""
    from mingjian.access.audit import AuditLog
    from mingjian.access.checkpoints import Checkpoints, head_of

    heads = [head_of(one) for one in kept] + list(Checkpoints(kept_in).read() if kept_in else ())
    found = AuditLog(_database(workspace)).verify(kept=heads)
    if as_json:
        console.say_json(
            {
                "entries": found.entries,
                "intact": found.intact,
                "breaches": [
                    {"first": one.first, "last": one.last, "breach": one.breach.value} for one in found.breaches
                ],
            }
        )
    elif found.intact:
        console.say(f"{found.entries:,} entries, all as they were written")
    else:
        console.say(f"{found.entries:,} entries, {len(found.breaches):,} breaches")
        for breach in found.breaches:
            console.say(f"  {_place(breach)}: {_SAID[breach.breach.value]}")
    if not found.intact:
        raise typer.Exit(1)


def head(workspace: Path = WORKSPACE) -> None:
    """Print how far the log has come, to be kept elsewhere: against it a log that was rewritten as a whole shows."""
    from mingjian.access.audit import AuditLog

    found = AuditLog(_database(workspace)).head()
    console.say(f"{found.sequence}:{found.digest}")


def keep(workspace: Path = WORKSPACE, folder: str = typer.Argument(help="Best on another machine.")) -> None:
    """Add the head to a folder elsewhere, one line: once a day, by cron or a timer."""
    from mingjian.access.audit import AuditLog
    from mingjian.access.checkpoints import Checkpoints

    found = Checkpoints(folder).keep(AuditLog(_database(workspace)))
    console.say(f"{found.sequence}:{found.digest}")


def replay(
    workspace: Path = WORKSPACE,
    complaint: str = typer.Argument(help="The complaint's number."),
    run: str = typer.Option("", help="The run's number; the current one unless given."),
    as_json: bool = console.JSON,
) -> None:
    """Compute a complaint's score anew from its run's own tables; exit code 1 where it is another one."""
    from mingjian import settings
    from mingjian.online.replay import replay as compute
    from mingjian.store.workspace import Workspace

    found = compute(Workspace.open(workspace).run(run or None), complaint, settings.load(workspace))
    if as_json:
        written = {"written": found.written, "again": found.again, "same_code": found.same_code}
        console.say_json({"run": found.run, "complaint_id": complaint} | written)
    else:
        console.say(f"run {found.run} says {found.written:.6f}, computed again {found.again:.6f}")
    if not found.same_code:
        console.remark("the run was written by another version of the program: install that one to replay it exactly")
    if not found.equal:
        raise typer.Exit(1)


def _database(workspace: Path) -> "Database":
    from mingjian import settings
    from mingjian.store.database import Database
    from mingjian.store.workspace import Workspace

    return Database.of(Workspace.open(workspace).root, settings.load(workspace).database_url)


def _place(breach: "AuditBreach") -> str:
    return f"entry {breach.first}" if breach.first == breach.last else f"entries {breach.first} to {breach.last}"
