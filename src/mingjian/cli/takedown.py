"""``mingjian takedown``: reports of adverts to the platforms on which they stand, written and followed.

Nothing is sent from here: a person sends the file and says so.
"""

from datetime import UTC, datetime
from pathlib import Path

import typer

from mingjian.cli import console
from mingjian.cli.casework import BY, WORKSPACE, current_run, opened, person

TAKEDOWN = typer.Argument(help="The request's number, such as TD-….")


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Reports of adverts to the platforms: prepare, write the file, note what became of it.",
        epilog="Examples:\n\n  mingjian takedown prepare desk douyin --by zhao.min\n\n"
        "  mingjian takedown write desk TD-ABCDEFGHIJKLMNOP --to report.docx --sender '某某消费金融有限公司'",
        no_args_is_help=True,
    )
    group.command(epilog="Example:\n\n  mingjian takedown prepare desk douyin --by zhao.min --at-least 0.5")(prepare)
    group.command(name="list", epilog="Example:\n\n  mingjian takedown list desk --json")(listing)
    group.command(epilog="Example:\n\n  mingjian takedown show desk TD-…")(show)
    group.command(epilog="Example:\n\n  mingjian takedown write desk TD-… --to report.docx --sender '某某公司'")(write)
    group.command(epilog="Example:\n\n  mingjian takedown sent desk TD-… --by zhao.min --reference 20261126-77")(sent)
    group.command(
        epilog="Example:\n\n  mingjian takedown answered desk TD-… '已下架' --reply takes_down --by zhao.min"
    )(answered)
    group.command(epilog="Example:\n\n  mingjian takedown looked desk TD-… S-1 S-2 gone --by zhao.min")(looked)
    group.command(epilog="Example:\n\n  mingjian takedown withdraw desk TD-… --why 重复拟定 --by zhao.min")(withdraw)
    app.add_typer(group, name="takedown")


def prepare(
    workspace: Path = WORKSPACE,
    platform: str = typer.Argument(help="douyin, kuaishou, xiaohongshu, wechat, weibo, zhihu, bilibili, search, …"),
    by: str = BY,
    at_least: float = typer.Option(0.5, help="How strongly an advert must seem to offer an agency's services, 0 to 1."),
    advert: list[str] = typer.Option([], help="This advert, however strong; may be given again."),
) -> None:
    """Prepare a request about the adverts of a platform that are in no other one, or about those that are named."""
    from mingjian.casework.takedowns.adverts import suspect_adverts
    from mingjian.casework.takedowns.requests import Takedowns
    from mingjian.contract.vocabulary import Platform
    from mingjian.errors import InputError, NotFoundError
    from mingjian.store.serving import Serving

    if platform not in set(Platform):
        raise InputError(f"a platform is one of {', '.join(Platform)}")
    home, database = opened(workspace)
    takedowns, run = Takedowns(database), current_run(home)
    with Serving.open(run) as tables:
        if advert:
            found = list(suspect_adverts(tables, Platform(platform), advert))
        else:
            waiting = suspect_adverts(tables, Platform(platform), without=takedowns.asked_for())
            found = [one for one in waiting if one.score >= at_least]
    if lacking := set(advert) - {one.solicitation_id for one in found}:
        raise NotFoundError(f"these offer on that platform nothing that agencies offer: {', '.join(sorted(lacking))}")
    if not found:
        raise NotFoundError("nothing there waits to be reported")
    made = takedowns.prepare(found, run=run.name, by=person(database, by), at=datetime.now(UTC))
    console.say(f"{made.takedown_id}  {len(made.adverts):,} adverts")
    for asked in made.adverts:
        if asked.missing:
            console.say(f"  {asked.advert.solicitation_id}  still missing: {', '.join(asked.missing)}")


def show(workspace: Path = WORKSPACE, takedown_id: str = TAKEDOWN, as_json: bool = console.JSON) -> None:
    """Print one request: its adverts, what each still lacks, and what was seen of them."""
    from mingjian.casework.takedowns.requests import Takedowns

    _home, database = opened(workspace)
    one = Takedowns(database).find(takedown_id)
    row = {
        "takedown": one.takedown_id,
        "platform": one.platform.value,
        "state": one.state.value,
        "sent": None if one.sent_at is None else one.sent_at.isoformat(),
        "reference": one.reference,
        "reply": None if one.reply is None else one.reply.value,
        "answer": one.answer,
        "adverts": [
            {
                "advert": asked.advert.solicitation_id,
                "address": asked.advert.url,
                "missing": list(asked.missing),
                "whereabouts": asked.whereabouts.value,
            }
            for asked in one.adverts
        ],
    }
    if as_json:
        console.say_json(row)
        return
    console.say(f"{row['takedown']}  {row['platform']}  {row['state']}  {row['reply'] or ''}".rstrip())
    if one.answer:
        console.say(f"  {one.answer}")
    for asked in one.adverts:
        lacks = f"  still missing: {', '.join(asked.missing)}" if asked.missing else ""
        console.say(f"  {asked.advert.solicitation_id}  {asked.whereabouts.value}  {asked.advert.url or ''}{lacks}")


def listing(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Print every request with its state."""
    from mingjian.casework.takedowns.requests import Takedowns, Whereabouts

    _home, database = opened(workspace)
    found = [
        {
            "takedown": one.takedown_id,
            "platform": one.platform.value,
            "state": one.state.value,
            "reply": None if one.reply is None else one.reply.value,
            "adverts": len(one.adverts),
            "gone": one.still(Whereabouts.GONE),
            "still_up": one.still(Whereabouts.STILL_UP),
        }
        for one in Takedowns(database).list()
    ]
    if as_json:
        console.say_json(found)
        return
    for row in found:
        console.say(f"{row['takedown']}  {row['platform']:<12}  {row['state']:<9}  {row['gone']}/{row['adverts']} gone")


def write(
    workspace: Path = WORKSPACE,
    takedown_id: str = TAKEDOWN,
    to: Path = typer.Option(help="A file: .docx for Word, .csv for the places alone, else plain text."),
    sender: str = typer.Option("（机构名称）", help="Who reports."),
    language: str = typer.Option("zh", help="Of the file: zh or en."),
) -> None:
    """Write the file of a request, for a person to send."""
    from zoneinfo import ZoneInfo

    from mingjian.casework.takedowns.file import ReportFile
    from mingjian.casework.takedowns.requests import Takedowns
    from mingjian.contract import TIME_ZONE, Language
    from mingjian.errors import InputError

    if language not in set(Language):
        raise InputError("--language is zh or en")
    _home, database = opened(workspace)
    today = datetime.now(ZoneInfo(TIME_ZONE)).date()
    report = ReportFile(Takedowns(database).find(takedown_id), sender, today, Language(language))
    kind = to.suffix.lower()
    to.write_bytes(
        report.to_docx() if kind == ".docx" else (report.to_csv() if kind == ".csv" else report.to_text()).encode()
    )
    console.say(str(to))


def sent(
    workspace: Path = WORKSPACE,
    takedown_id: str = TAKEDOWN,
    by: str = BY,
    reference: str = typer.Option("", help="The platform's number of it."),
) -> None:
    """Note that somebody sent it."""
    from mingjian.casework.takedowns.requests import Takedowns

    _home, database = opened(workspace)
    Takedowns(database).sent(takedown_id, reference=reference, by=person(database, by), at=datetime.now(UTC))


def answered(
    workspace: Path = WORKSPACE,
    takedown_id: str = TAKEDOWN,
    answer: str = typer.Argument(help="What the platform said."),
    by: str = BY,
    reply: str = typer.Option("other", help="What it comes to: takes_down, refuses, asks_for_more or other."),
) -> None:
    """Note what the platform answered."""
    from mingjian.casework.takedowns.requests import Reply, Takedowns
    from mingjian.errors import InputError

    if reply not in set(Reply):
        raise InputError(f"--reply is one of {', '.join(Reply)}")
    _home, database = opened(workspace)
    Takedowns(database).answered(takedown_id, answer, reply=Reply(reply), by=person(database, by), at=datetime.now(UTC))


def withdraw(
    workspace: Path = WORKSPACE,
    takedown_id: str = TAKEDOWN,
    by: str = BY,
    why: str = typer.Option(help="Why nobody sends it."),
) -> None:
    """Withdraw a request that nobody has sent: its adverts may be asked for anew."""
    from mingjian.casework.takedowns.requests import Takedowns

    _home, database = opened(workspace)
    Takedowns(database).withdraw(takedown_id, by=person(database, by), at=datetime.now(UTC), why=why)


def looked(
    workspace: Path = WORKSPACE,
    takedown_id: str = TAKEDOWN,
    adverts: list[str] = typer.Argument(help="The adverts' numbers."),
    whereabouts: str = typer.Argument(help="gone or still_up."),
    by: str = BY,
) -> None:
    """Note what somebody saw who looked whether adverts are still there."""
    from mingjian.casework.takedowns.requests import Takedowns, Whereabouts
    from mingjian.errors import InputError

    if whereabouts not in set(Whereabouts):
        raise InputError("an advert is gone or still_up")
    _home, database = opened(workspace)
    Takedowns(database).looked(
        takedown_id, adverts, Whereabouts(whereabouts), by=person(database, by), at=datetime.now(UTC)
    )
