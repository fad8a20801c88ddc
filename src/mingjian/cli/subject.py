"""``mingjian subject``: what a person may ask for about themselves; ``mingjian retention``: deleting on time."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:
    from mingjian.access.policy import Principal
    from mingjian.settings import Settings
    from mingjian.store.database import Database
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import Workspace
    from mingjian.subjects.requests import SubjectRequest
    from mingjian.subjects.retention import Due

WORKSPACE = typer.Argument(help="The folder that 'mingjian run' wrote into.")
CUSTOMER = typer.Argument(help="The customer's number.")
BY = typer.Option(..., "--by", help="Who does this; stands in the audit log.")
REASON = typer.Option(..., "--reason", help="Why; stands in the audit log.")


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(
        help="What a person may ask for about themselves: a copy, a correction, deletion.", no_args_is_help=True
    )
    why = "--by li.na --reason 'letter of 2026-11-20'"
    group.command(epilog=f"Example:\n\n  mingjian subject copy desk C-20418 copy.zip {why}")(copy)
    group.command(epilog=f"Example:\n\n  mingjian subject correct desk C-20418 --field phone {why}")(correct)
    group.command(epilog=f"Example:\n\n  mingjian subject delete desk C-20418 {why}")(delete)
    group.command(epilog="Example:\n\n  mingjian subject agree desk S-1f0c… --by wang.wei")(agree)
    group.command(name="list", epilog="Example:\n\n  mingjian subject list desk")(list_requests)
    app.add_typer(group, name="subject")
    app.command(epilog="Example:\n\n  mingjian retention desk      every day, by cron or a timer")(retention)


def copy(
    workspace: Path = WORKSPACE,
    customer: str = CUSTOMER,
    to: Path = typer.Argument(help="The ZIP to write."),
    by: str = BY,
    reason: str = REASON,
) -> None:
    """Write everything that is held of a customer into a ZIP: rows, files, what the run and casework say of them."""
    from mingjian.casework.of_person import held_of
    from mingjian.errors import writing_to
    from mingjian.subjects.copying import write_copy
    from mingjian.subjects.requests import RequestKind, SubjectRequests

    home, database, vault, _ = _open(workspace)
    with writing_to(to):
        written = write_copy(home, customer, to, vault=vault, casework=held_of(database, customer))
    requests = SubjectRequests(database)
    request = requests.ask(RequestKind.COPY, customer, by=_person(by), reason=reason)
    requests.end(request.request_id, {"rows": dict(written.rows), "files": written.files})
    console.say(f"{to}: {sum(written.rows.values()):,} rows, {written.files:,} files")


def correct(
    workspace: Path = WORKSPACE,
    customer: str = CUSTOMER,
    field: str = typer.Option(..., help="The field of the table customers."),
    by: str = BY,
    reason: str = REASON,
) -> None:
    """Ask for the right value and put it in place of the one that is held; the next run uses it."""
    from mingjian.subjects.correction import correct as put_right
    from mingjian.subjects.requests import RequestKind, SubjectRequests

    home, database, vault, chosen = _open(workspace)
    # Asked for, and not an argument: arguments stand in the shell's history.
    value = typer.prompt("the right value", err=True)
    with home.writing():
        summary = put_right(home, customer, field, value, vault=vault, settings=chosen.intake)
    requests = SubjectRequests(database)
    request = requests.ask(RequestKind.CORRECTION, customer, by=_person(by), reason=f"{field}: {reason}")
    requests.end(request.request_id, {"field": field, "delivery": summary.version})
    console.say(f"{field} is corrected in delivery {summary.version}; 'mingjian run --out {workspace}' uses it")


def delete(workspace: Path = WORKSPACE, customer: str = CUSTOMER, by: str = BY, reason: str = REASON) -> None:
    """Take up a deletion; nothing is deleted before a second person agrees."""
    from mingjian.subjects.belongings import CUSTOMER as KIND
    from mingjian.subjects.belongings import Thing
    from mingjian.subjects.erasure import survey
    from mingjian.subjects.requests import RequestKind, SubjectRequests

    home, database, _, _ = _open(workspace)
    request = SubjectRequests(database).ask(RequestKind.DELETION, customer, by=_person(by), reason=reason)
    if home.delivered is not None:  # a number that was mistyped shows here
        doomed = survey(home, [Thing(KIND, customer)])
        console.remark(
            f"delivered of them: {sum(doomed.rows.values()):,} rows, {len(doomed.files):,} files of their own"
        )
    console.say(
        f"{request.request_id}: somebody else agrees by 'mingjian subject agree {workspace} {request.request_id}'"
    )


def agree(
    workspace: Path = WORKSPACE,
    request: str = typer.Argument(help="The request's number."),
    by: str = BY,
) -> None:
    """Agree to a deletion as the second person, and carry it out."""
    from mingjian.casework.of_person import waits_for_an_answer
    from mingjian.subjects.deletion import Deletions
    from mingjian.subjects.requests import SubjectRequests

    home, database, vault, _ = _open(workspace)
    SubjectRequests(database).agree(request, by=_person(by), in_hand=partial(waits_for_an_answer, database))
    _say(Deletions(home, database, vault).carry_out(request))
    console.remark(
        f"'mingjian run --out {workspace}' makes a run without the person; 'mingjian retention {workspace}' then "
        "removes the runs before it and proves the deletion"
    )


def list_requests(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """List the requests and where they stand."""
    from dataclasses import asdict

    from mingjian.subjects.requests import SubjectRequests

    _, database, _, _ = _open(workspace)
    requests = SubjectRequests(database).list()
    if as_json:
        console.say_json([asdict(one) | {"state": one.state} for one in requests])
        return
    for one in requests:
        _say(one)


def retention(
    workspace: Path = WORKSPACE,
    show: bool = typer.Option(False, "--show", help="Say what would go, and delete nothing."),
    confirm_by: str = typer.Option(
        "", "--confirm", metavar="NAME", help="The periods are right, says who: a worker deletes by them from now on."
    ),
    as_json: bool = console.JSON,
) -> None:
    """Delete what is past its time, finish agreed deletions, look again; exit code 1 where something is left.

    With --show or --confirm nothing is deleted.
    """
    from dataclasses import asdict, replace
    from datetime import UTC, datetime

    from mingjian.casework.archive import Archive
    from mingjian.subjects.deletion import Deletions
    from mingjian.subjects.periods import confirm, stated
    from mingjian.subjects.requests import RequestState
    from mingjian.subjects.retention import Retention

    home, database, vault, chosen = _open(workspace)
    keeper = Retention(home, database, vault, chosen.retention, archive=Archive(database))
    if show or confirm_by:
        due, periods = keeper.due(datetime.now(UTC)), stated(chosen.retention)
        if confirm_by:
            confirm(database, chosen.retention, by=_person(confirm_by).name)
        if as_json:
            console.say_json({"due": asdict(due), "periods": periods})
        else:
            console.say(f"days: {periods}")
            console.say(f"past their time: {_counted(due)}")
        return
    kept = keeper.keep()
    deletions = Deletions(home, database, vault, logs=chosen.retention.logs).finish()
    found = [one for one in deletions if one.proof.get("traces")]
    if as_json:
        console.say_json({"retention": asdict(kept), "deletions": [asdict(one) for one in deletions]})
    else:
        console.say(f"deleted: {_counted(replace(kept.deleted, jobs=kept.jobs))}")
        for one in deletions:
            _say(one)
            if one.state is RequestState.ERASED and not one.proof:
                console.remark(f"it waits for the next run: 'mingjian run --out {workspace}'")
    if found or not kept.left.nothing:
        console.remark("not everything is gone: see the places above")
        raise typer.Exit(1)


def _counted(due: "Due") -> str:
    from mingjian.subjects.retention import WORK_DAYS

    work = ", ".join(f"{len(due.of(kind)):,} {kind}s" for kind in WORK_DAYS)
    return (
        f"{len(due.complaints):,} complaints, {len(due.files):,} files, {len(due.runs):,} runs, "
        f"{len(due.received):,} received, {work}, {due.jobs:,} jobs"
    )


def _say(request: "SubjectRequest") -> None:
    who = f"{request.asked_by}, {request.agreed_by}" if request.agreed_by else request.asked_by
    console.say(f"{request.request_id}  {request.kind}  {request.state}  {request.pseudonym}  by {who}")
    for trace in request.proof.get("traces", ()):
        console.say(f"    still found: {trace['place']} ({trace['found']})")


def _person(name: str) -> "Principal":
    from mingjian.access.policy import Principal, Role
    from mingjian.errors import InputError

    if not 0 < len(name.strip()) <= 80:
        raise InputError("--by names a person")
    return Principal(name.strip().lower(), frozenset({Role.DESK}))


def _open(workspace: Path) -> "tuple[Workspace, Database, Vault, Settings]":
    from mingjian import settings
    from mingjian.store.database import Database
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import Workspace

    chosen = settings.load(workspace)
    home = Workspace.open(workspace)
    vault = Vault.open(home.root, key=chosen.vault_key.get_secret_value())
    return home, Database.of(home.root, chosen.database_url), vault, chosen
