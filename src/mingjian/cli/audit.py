"""``mingjian audit``: the log of who looked at what, checked."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjian.access.audit import AuditBreach, AuditEntry
    from mingjian.store.database import Database

_SAID = {
    "removed": "entries are missing",
    "changed": "not as it was written",
    "detached": "moved, replaced or inserted",
    "rewritten": "the log no longer contains the head that was kept",
}
_LACKS = {
    "event": "has no event that tells of it",
    "entry": "has no entry in the audit log",
    "row": "has an entry, and its event is gone",
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
    group.command(epilog="Example:\n\n  mingjian audit acts desk")(acts)
    group.command(epilog="Example:\n\n  mingjian audit head desk > /elsewhere/head")(head)
    group.command(epilog="Example:\n\n  mingjian audit keep desk /elsewhere")(keep)
    group.command(
        name="list",
        epilog="Examples:\n\n  mingjian audit list desk --actor li.na\n\n"
        "  mingjian audit list desk --thing customer --number C-20418 --json",
    )(list_entries)
    group.command(epilog="Example:\n\n  mingjian audit sample desk --by wang.wei")(sample)
    group.command(name="overrides", epilog="Example:\n\n  mingjian audit overrides desk")(list_overrides)
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


def acts(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Hold what people did in casework against the log, and the log against it; exit code 1 where they differ."""
    from mingjian.casework.accounted import unaccounted

    found = unaccounted(_database(workspace))
    if as_json:
        names = ("lacks", "table", "subject_type", "subject_id", "by")
        console.say_json([{name: getattr(one, name) for name in names} for one in found])
    elif not found:
        console.say("what people did stands in casework and in the log alike")
    else:
        for one in found:
            by = f" in the name of {one.by}" if one.by else ""
            console.say(f"{one.table}: {one.subject_type} {one.subject_id}{by} {_LACKS[one.lacks.value]}")
    if found:
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


def list_entries(
    workspace: Path = WORKSPACE,
    actor: str = typer.Option("", help="Who did it."),
    action: str = typer.Option("", help="What was done, such as view or export_csv."),
    thing: str = typer.Option("", help="The kind of thing that it was done to, such as customer or account."),
    number: str = typer.Option("", help="Which of these."),
    before: int | None = typer.Option(None, min=1, help="The number of the entry that the last page ended with."),
    limit: int = typer.Option(100, min=1, help="How many entries at most."),
    as_json: bool = console.JSON,
) -> None:
    """List the newest entries first, persons under their pseudonyms."""
    from mingjian.access.audit import AuditLog

    found = AuditLog(_database(workspace)).entries(
        actor=actor or None,
        action=action or None,
        object_type=thing or None,
        object_id=number or None,
        before=before,
        limit=limit,
    )
    _say_entries(found, as_json=as_json)


def sample(
    workspace: Path = WORKSPACE,
    by: str = typer.Option(..., "--by", help="Who draws; stands in the audit log with the seed."),
    size: int = typer.Option(25, min=1, help="How many entries."),
    seed: int | None = typer.Option(None, min=0, help="An earlier draw's, to draw the same again."),
    of: int | None = typer.Option(None, min=0, help="The number of entries that it was drawn from."),
    as_json: bool = console.JSON,
) -> None:
    """Draw entries at random, to look into; that they were drawn is an entry too."""
    from mingjian.access.audit import AuditLog
    from mingjian.access.policy import Principal, Role
    from mingjian.access.sampling import draw

    drawn = draw(AuditLog(_database(workspace)), size, by=Principal(by, frozenset({Role.DESK})), seed=seed, of=of)
    _say_entries(drawn.entries, as_json=as_json)
    console.remark(
        f"drawn from the first {drawn.drawn_of:,} entries; the same again: --seed {drawn.seed} --of "
        f"{drawn.drawn_of} --size {size}"
    )


def list_overrides(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """List every decision that a review took back, with the people behind both, newest first."""
    from dataclasses import asdict

    from mingjian.casework.overrides import overrides

    found = overrides(_database(workspace), limit=None)
    if as_json:
        console.say_json([asdict(one) for one in found])
        return
    for one in found:
        held = f"{one.before} ({', '.join(one.before_by)})"
        holds = f"{one.after} ({', '.join(one.after_by)})"
        subject = f"{one.subject_type} {one.subject_id}"
        said = f"{subject}  {one.question}: {held} -> {holds}"
        console.say(f"{one.after_at:%Y-%m-%d %H:%M}  {said}  {'; '.join(one.why)}")
    console.remark(f"{len(found):,} overrides")


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


def _say_entries(entries: "Sequence[AuditEntry]", *, as_json: bool) -> None:
    if as_json:
        names = ("sequence", "at", "actor", "action", "object_type", "object_key", "reason")
        console.say_json([{name: getattr(one, name) for name in names} for one in entries])
        return
    for one in entries:
        what = f"{one.action}  {one.object_type} {one.object_key}"
        console.say(f"{one.sequence:>8}  {one.at:%Y-%m-%d %H:%M:%S}  {one.actor}  {what}  {one.reason}".rstrip())


def _place(breach: "AuditBreach") -> str:
    return f"entry {breach.first}" if breach.first == breach.last else f"entries {breach.first} to {breach.last}"
