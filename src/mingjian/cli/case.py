"""``mingjian case``: what a script needs of casework. A script decides nothing: no verb judges, answers or reports."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from mingjian.cli import console
from mingjian.cli.casework import BY, WORKSPACE, current_run, opened, person


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Cases and complaints in hand: take, list, open, statistics, judgements as a delivery.",
        epilog="Examples:\n\n  mingjian case take desk --by li.na\n\n  mingjian case statistics desk --json",
        no_args_is_help=True,
    )
    group.command(epilog="Example:\n\n  mingjian case take desk --by li.na")(take)
    group.command(epilog="Example:\n\n  mingjian case queue desk --json")(queue)
    group.command(name="list", epilog="Example:\n\n  mingjian case list desk")(listing)
    group.command(
        name="open",
        epilog="Example:\n\n  mingjian case open desk gang G-0001 --by zhao.min --title '渝中团伙' --why 'one letter'",
    )(open_case)
    group.command(epilog="Example:\n\n  mingjian case statistics desk --since 2026-11-01")(statistics)
    group.command(epilog="Example:\n\n  mingjian case judgements desk delivery-of-judgements")(judgements)
    app.add_typer(group, name="case")


def take(workspace: Path = WORKSPACE, by: str = BY) -> None:
    """Take every complaint of the current run that waits for an answer; what was taken before stays as it is."""
    from mingjian.casework.arrivals import waiting
    from mingjian.casework.taking import Taking
    from mingjian.store.serving import Serving

    home, database = opened(workspace)
    with Serving.open(current_run(home)) as serving:
        new = Taking(database).take(waiting(serving), by=person(database, by), at=datetime.now(UTC))
    console.say(f"{len(new):,} new matters")


def queue(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Print what waits for an answer, by need and then by what is due first."""
    from zoneinfo import ZoneInfo

    from mingjian import settings
    from mingjian.casework.matters import Matters
    from mingjian.contract import TIME_ZONE

    _home, database = opened(workspace)
    found = (
        Matters(database, settings.load(workspace).casework.counting)
        .queue(today=datetime.now(ZoneInfo(TIME_ZONE)).date())
        .matters
    )
    if as_json:
        console.say_json(
            [
                {
                    "matter": one.matter_id,
                    "need": one.need.value,
                    "due": one.due.at.isoformat(),
                    "rule": one.due.rule,
                    "with": one.assignee,
                    "complaints": [arrival.complaint_id for arrival in one.arrivals],
                }
                for one in found
            ]
        )
        return
    for one in found:
        console.say(f"{one.matter_id}  {one.need:<8}  due {one.due.at:%Y-%m-%d}  {one.assignee}")


def listing(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Print every case with its status."""
    from mingjian.casework.cases import Cases

    _home, database = opened(workspace)
    found = Cases(database).list()
    if as_json:
        console.say_json(
            [
                {
                    "case": one.case_id,
                    "title": one.title,
                    "status": one.status.value,
                    "lead": one.lead,
                    "origin": [one.origin.kind.value, one.origin.origin_id],
                }
                for one in found
            ]
        )
        return
    for one in found:
        console.say(f"{one.case_id}  {one.status:<10}  {one.title}")


def open_case(
    workspace: Path = WORKSPACE,
    kind: str = typer.Argument(help="gang, agency, complaint or testimony."),
    origin_id: str = typer.Argument(help="Its number in the current run."),
    by: str = BY,
    title: str = typer.Option(help="What the case is called."),
    why: str = typer.Option(help="What makes it worth a case."),
) -> None:
    """Open a case, as a suspicion; people take it further."""
    from mingjian.casework.cases import Cases, Origin, OriginKind
    from mingjian.casework.evidence import EvidenceKind
    from mingjian.casework.on_record import concerned
    from mingjian.errors import InputError
    from mingjian.store.serving import Serving

    if kind not in tuple(OriginKind):
        raise InputError(f"a case is opened from one of {', '.join(OriginKind)}")
    home, database = opened(workspace)
    run = current_run(home)
    with Serving.open(run) as serving:
        whom = concerned(serving, database, EvidenceKind(kind), origin_id)
    case = Cases(database).open(
        Origin(OriginKind(kind), origin_id, run=run.name, customer_id=whom),
        title=title,
        by=person(database, by),
        at=datetime.now(UTC),
        why=why,
    )
    console.say(case.case_id)


def statistics(
    workspace: Path = WORKSPACE,
    since: str = typer.Option("", help="The first day, such as 2026-11-01; empty: the year's first."),
    until: str = typer.Option("", help="The last day; empty: today."),
    as_json: bool = console.JSON,
) -> None:
    """Print every figure of a period; docs/casework.md has their queries."""
    from datetime import date, time, timedelta
    from zoneinfo import ZoneInfo

    from mingjian.casework.statistics import FIGURES, count
    from mingjian.contract import TIME_ZONE
    from mingjian.errors import InputError

    zone = ZoneInfo(TIME_ZONE)
    try:
        last = date.fromisoformat(until) if until else datetime.now(zone).date()
        first = date.fromisoformat(since) if since else last.replace(month=1, day=1)
    except ValueError:
        raise InputError("a day looks like 2026-11-01") from None
    _home, database = opened(workspace)
    begin, end = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    figures = {one.name: count(database, one, since=begin, until=end) for one in FIGURES}
    if as_json:
        console.say_json(figures)
        return
    for name, number in figures.items():
        console.say(f"{name:<28} {number:>8,}")


def judgements(
    workspace: Path = WORKSPACE,
    folder: Path = typer.Argument(help="A new folder for the delivery."),
) -> None:
    """Write what people judged and confirmed, and what issuers answered, as a delivery for 'mingjian intake'."""
    from mingjian.casework.judgements import Judgements

    _home, database = opened(workspace)
    made = Judgements(database).deliver(folder, at=datetime.now(UTC))
    console.say(
        f"{made.judgements:,} judgements, {made.labels:,} labels, {made.verifications:,} enquiries and "
        f"{made.adverts:,} reported adverts in {made.folder}"
    )
