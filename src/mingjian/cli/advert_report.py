"""``mingjian advert-report``: adverts that consumers report, and what a person makes of each."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console
from mingjian.cli.casework import BY, WORKSPACE, opened, person

if TYPE_CHECKING:
    from mingjian.access.policy import Principal
    from mingjian.store.database import Database

REPORT = typer.Argument(help="The report's number, such as AR-….")
WHY = typer.Option(help="Why, in a few words.")


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Adverts that consumers report: add, accept, reject, list.",
        epilog="Examples:\n\n  mingjian advert-report add desk douyin --by li.na --picture seen.png\n\n"
        "  mingjian advert-report list desk --json",
        no_args_is_help=True,
    )
    group.command(epilog="Example:\n\n  mingjian advert-report add desk douyin --by li.na --text '停息挂账'")(add)
    group.command(epilog="Example:\n\n  mingjian advert-report accept desk AR-… --by zhao.min --why '系引流广告'")(
        accept
    )
    group.command(
        epilog="Example:\n\n  mingjian advert-report reject desk AR-… duplicate --by zhao.min --why '已经采集'"
    )(reject)
    group.command(name="list", epilog="Example:\n\n  mingjian advert-report list desk --json")(listing)
    app.add_typer(group, name="advert-report")


def add(
    workspace: Path = WORKSPACE,
    platform: str = typer.Argument(help="Where it was seen, such as douyin, wechat or sms."),
    by: str = BY,
    seen_on: str = typer.Option("", help="The day on which it was seen, such as 2026-11-01. Default: today."),
    text: str = typer.Option("", help="What it says."),
    url: str = typer.Option("", help="Where it stands."),
    author: str = typer.Option("", help="Who shows as its author."),
    phone: str = typer.Option("", help="A telephone that it names."),
    wechat: str = typer.Option("", help="A WeChat id that it names."),
    organisation: str = typer.Option("", help="An organisation that it names."),
    customer: str = typer.Option("", help="Who reports it, by customer_id. It stays on the desk."),
    picture: Path | None = typer.Option(
        None, help="A screenshot, photo or PDF; its words are read.", exists=True, dir_okay=False
    ),
) -> None:
    """Note an advert that a consumer saw, and print the report's number."""
    from zoneinfo import ZoneInfo

    from mingjian import settings
    from mingjian.casework.advert_reports import AdvertReports, Seen
    from mingjian.casework.attachments import Upload
    from mingjian.casework.evidence import EvidenceKind
    from mingjian.casework.on_record import concerned
    from mingjian.contract import TIME_ZONE
    from mingjian.contract.vocabulary import Platform
    from mingjian.errors import InputError
    from mingjian.store.serving import Serving
    from mingjian.store.vault import Vault
    from mingjian.web.advert_reports import words_of

    if platform not in set(Platform):
        raise InputError(f"the platform is one of {', '.join(Platform)}")
    try:
        day = date.fromisoformat(seen_on) if seen_on else datetime.now(ZoneInfo(TIME_ZONE)).date()
    except ValueError:
        raise InputError("--seen-on is a day such as 2026-11-01") from None
    home, database = opened(workspace)
    if customer and home.current is not None:
        with Serving.open(home.current.path) as tables:
            concerned(tables, database, EvidenceKind.CUSTOMER, customer.strip())
    sent = None if picture is None else Upload(picture.name, picture.read_bytes())
    made = AdvertReports(
        database, Vault.open(home.root, key=settings.load(workspace).vault_key.get_secret_value())
    ).report(
        Seen(Platform(platform), day, text, url, author, phone, wechat, organisation),
        by=person(database, by),
        at=datetime.now(UTC),
        customer_id=customer,
        picture=sent,
        picture_text="" if sent is None else words_of(sent),
    )
    console.say(made.report_id)


def accept(
    workspace: Path = WORKSPACE,
    report: str = REPORT,
    by: str = BY,
    why: str = WHY,
    text: str | None = typer.Option(
        None, help="The advert's words, without who reported it. Default: those that were noted."
    ),
) -> None:
    """Accept a report: it enters the next run as an advert, without who reported it."""
    from mingjian.casework.advert_reports import AdvertReports, told_apart_by
    from mingjian.store.serving import Serving

    home, database = opened(workspace)
    reports = AdvertReports(database)
    one = reports.find(report)
    private = told_apart_by(None, one)
    if home.current is not None:
        with Serving.open(home.current.path) as tables:
            private = told_apart_by(tables, one)
    reports.accept(report, text, by=_reviewer(database, by), at=datetime.now(UTC), why=why, private=private)


def reject(
    workspace: Path = WORKSPACE,
    report: str = REPORT,
    outcome: str = typer.Argument(help="not_advert or duplicate."),
    by: str = BY,
    why: str = WHY,
) -> None:
    """Reject a report."""
    from mingjian.casework.advert_reports import AdvertReports, Outcome
    from mingjian.errors import InputError

    if outcome not in set(Outcome):
        raise InputError("a report is rejected as not_advert or duplicate")
    _home, database = opened(workspace)
    AdvertReports(database).reject(report, Outcome(outcome), by=_reviewer(database, by), at=datetime.now(UTC), why=why)


def listing(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Print the reports: those that wait first. Telephones are masked, and who reported is not said."""
    from mingjian.access.masking import mask_text
    from mingjian.casework.advert_reports import AdvertReports

    _home, database = opened(workspace)
    found = [
        {
            "report": one.report_id,
            "platform": one.platform.value,
            "seen_on": one.seen_on.isoformat(),
            "outcome": one.outcome,
            "text": mask_text(one.proposed_text),
            "url": one.url,
        }
        for one in AdvertReports(database).all()
    ]
    if as_json:
        console.say_json(found)
        return
    for row in found:
        words = (row["text"] or row["url"]).replace("\n", " ")[:60]
        console.say(
            f"{row['report']}  {row['platform']:<11}  {row['seen_on']}  {row['outcome'] or 'waits':<10}  {words}"
        )


def _reviewer(database: "Database", by: str) -> "Principal":
    """InputError for an account that does not look reports through."""
    from mingjian.access.policy import Right
    from mingjian.errors import InputError

    found = person(database, by)
    if not found.may(Right.CHANGE, "advert_reports"):
        raise InputError("--by names an account of the protection desk, or of a reviewer")
    return found
