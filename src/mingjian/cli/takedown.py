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
    group.command(epilog="Example:\n\n  mingjian takedown write desk TD-… --to report.docx --sender '某某公司'")(write)
    group.command(epilog="Example:\n\n  mingjian takedown sent desk TD-… --by zhao.min --reference 20261126-77")(sent)
    group.command(epilog="Example:\n\n  mingjian takedown answered desk TD-… '已下架' --by zhao.min")(answered)
    group.command(epilog="Example:\n\n  mingjian takedown looked desk TD-… S-1 gone --by zhao.min")(looked)
    app.add_typer(group, name="takedown")


def prepare(
    workspace: Path = WORKSPACE,
    platform: str = typer.Argument(help="douyin, kuaishou, xiaohongshu, wechat, weibo, zhihu, bilibili, search, …"),
    by: str = BY,
    at_least: float = typer.Option(0.5, help="How strongly an advert must seem to offer an agency's services, 0 to 1."),
) -> None:
    """Prepare a request about the adverts of a platform that are in no other one."""
    from mingjian.casework.takedowns.adverts import suspect_adverts
    from mingjian.casework.takedowns.requests import Takedowns
    from mingjian.contract.vocabulary import Platform
    from mingjian.errors import InputError, NotFoundError
    from mingjian.store.serving import Serving

    if platform not in set(Platform):
        raise InputError(f"a platform is one of {', '.join(Platform)}")
    home, database = opened(workspace)
    takedowns, run = Takedowns(database), current_run(home)
    known = takedowns.asked_for()
    with Serving.open(run) as tables:
        found = [
            advert
            for advert in suspect_adverts(tables, Platform(platform))
            if advert.score >= at_least and advert.solicitation_id not in known
        ]
    if not found:
        raise NotFoundError("nothing there waits to be reported")
    made = takedowns.prepare(found, run=run.name, by=person(database, by), at=datetime.now(UTC))
    console.say(f"{made.takedown_id}  {len(made.adverts):,} adverts")
    for asked in made.adverts:
        if asked.missing:
            console.say(f"  {asked.advert.solicitation_id}  still missing: {', '.join(asked.missing)}")


def listing(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Print every request with its state."""
    from mingjian.casework.takedowns.requests import Takedowns, Whereabouts

    _home, database = opened(workspace)
    found = [
        {
            "takedown": one.takedown_id,
            "platform": one.platform.value,
            "state": one.state.value,
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
) -> None:
    """Note what the platform answered."""
    from mingjian.casework.takedowns.requests import Takedowns

    _home, database = opened(workspace)
    Takedowns(database).answered(takedown_id, answer, by=person(database, by), at=datetime.now(UTC))


def looked(
    workspace: Path = WORKSPACE,
    takedown_id: str = TAKEDOWN,
    advert: str = typer.Argument(help="The advert's number."),
    whereabouts: str = typer.Argument(help="gone or still_up."),
    by: str = BY,
) -> None:
    """Note what somebody saw who looked whether an advert is still there."""
    from mingjian.casework.takedowns.requests import Takedowns, Whereabouts
    from mingjian.errors import InputError

    if whereabouts not in set(Whereabouts):
        raise InputError("an advert is gone or still_up")
    _home, database = opened(workspace)
    Takedowns(database).looked(
        takedown_id, advert, Whereabouts(whereabouts), by=person(database, by), at=datetime.now(UTC)
    )
