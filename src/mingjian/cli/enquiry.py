"""``mingjian enquiry``: what documents' issuers were asked and answered.

An answer against a document counts once a second person has read it. Nothing waits for an issuer.
"""

from datetime import UTC, datetime
from pathlib import Path

import typer

from mingjian.cli import console
from mingjian.cli.casework import BY, WORKSPACE, current_run, opened, person

MATERIAL = typer.Argument(help="The document, by its material_id.")


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="What documents' issuers were asked and answered: ask, answer, agree, list.",
        epilog="Examples:\n\n  mingjian enquiry ask desk M-20418-1 --channel letter --by li.na --question …\n\n"
        "  mingjian enquiry list desk --json",
        no_args_is_help=True,
    )
    group.command(
        epilog="Example:\n\n  mingjian enquiry ask desk M-20418-1 --channel letter --by li.na --question '是否出具'"
    )(ask)
    group.command(
        epilog="Example:\n\n  mingjian enquiry answer desk M-20418-1 EQ-… confirmed --by li.na --said '系我院出具' "
        "--letter reply.pdf"
    )(answer)
    group.command(epilog="Example:\n\n  mingjian enquiry agree desk M-20418-1 ER-… --by chen.jing")(agree)
    group.command(name="list", epilog="Example:\n\n  mingjian enquiry list desk --json")(listing)
    app.add_typer(group, name="enquiry")


def ask(
    workspace: Path = WORKSPACE,
    material: str = MATERIAL,
    channel: str = typer.Option(
        help="letter, phone, email, visit or online: one of the register's, not the document's."
    ),
    question: str = typer.Option(help="What was asked."),
    by: str = BY,
    issuer: str = typer.Option("", help="Who was asked. Default: the issuer that is stated for the document."),
    at: str = typer.Option("", help="When, such as 2026-11-01T09:00+08:00. Default: now."),
    names_holder: bool = typer.Option(
        False, help="It named the person on the document and asked whether it was issued for them, as our letter does."
    ),
) -> None:
    """Note that somebody asked a document's issuer, and print the enquiry's number."""
    from mingjian.casework.enquiries import AskedBy, Enquiries, Question
    from mingjian.errors import InputError, NotFoundError
    from mingjian.materials import holder_named
    from mingjian.store.serving import Serving

    if channel not in set(AskedBy):
        raise InputError(f"--channel is one of {', '.join(AskedBy)}")
    home, database = opened(workspace)
    with Serving.open(current_run(home)) as tables:
        found = tables.query(
            "SELECT m.issuer_name, coalesce(m.customer_id, c.customer_id) AS customer_id FROM materials AS m "
            "LEFT JOIN complaints AS c ON c.complaint_id = m.complaint_id WHERE m.material_id = ?",
            [material],
        )
        holder = holder_named(tables, material) if names_holder else ""
    if not found:
        raise NotFoundError(f"the current run has no document {material}")
    if names_holder and not holder:
        raise InputError("nobody's name was read on this document: leave --names-holder out")
    made = Enquiries(database).ask(
        material,
        Question(issuer or found[0]["issuer_name"] or "", AskedBy(channel), question, _moment(at), holder),
        by=person(database, by),
        at=datetime.now(UTC),
        customer_id=found[0]["customer_id"] or "",
    )
    console.say(made.enquiry_id)


def answer(
    workspace: Path = WORKSPACE,
    material: str = MATERIAL,
    enquiry: str = typer.Argument(help="The enquiry's number, such as EQ-…."),
    reply: str = typer.Argument(help="confirmed, denied, no_record or unreachable."),
    said: str = typer.Option(help="What the issuer said."),
    by: str = BY,
    replied_by: str = typer.Option("", help="Who answered there."),
    at: str = typer.Option("", help="When it answered, such as 2026-11-01T09:00+08:00. Default: now."),
    issued_for: str = typer.Option(
        "",
        help="The name of whom the issuer says it issued it for. Needed where a stranger's paper has the number, too.",
    ),
    for_asked: bool | None = typer.Option(
        None,
        "--for-asked/--not-for-asked",
        help="It says that it was, or was not, issued for whom the question named. Default: it leaves that open.",
    ),
    letter: Path | None = typer.Option(
        None, help="Its letter, to be sealed in the vault.", exists=True, dir_okay=False
    ),
) -> None:
    """Note what the issuer answered; print the answer's number, and whether a second person has to read it."""
    from mingjian import settings
    from mingjian.casework.attachments import Upload
    from mingjian.casework.enquiries import ANSWERS, Enquiries, Heard
    from mingjian.contract.vocabulary import IssuerReply
    from mingjian.errors import InputError
    from mingjian.store.vault import Vault

    if reply not in ANSWERS:
        raise InputError(f"an issuer's answer is one of {', '.join(ANSWERS)}")
    home, database = opened(workspace)
    vault = Vault.open(home.root, key=settings.load(workspace).vault_key.get_secret_value())
    made = Enquiries(database, vault).answer(
        enquiry,
        Heard(IssuerReply(reply), _moment(at), replied_by, said, issued_for, for_asked),
        of=material,
        by=person(database, by),
        at=datetime.now(UTC),
        letter=None if letter is None else Upload(letter.name, letter.read_bytes()),
    )
    console.say(made.reply_id)
    if made.agreed_at is None:
        console.remark("a second person has to read it: mingjian enquiry agree")


def agree(
    workspace: Path = WORKSPACE,
    material: str = MATERIAL,
    reply: str = typer.Argument(help="The answer's number, such as ER-…."),
    by: str = BY,
) -> None:
    """Note that a second person has read what the issuer answered."""
    from mingjian.casework.enquiries import Enquiries

    _home, database = opened(workspace)
    Enquiries(database).agree(reply, of=material, by=person(database, by), at=datetime.now(UTC))


def listing(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Print what was asked, with what holds of the answers and the day on which to ask again."""
    from mingjian import settings
    from mingjian.casework.enquiries import Enquiries

    _home, database = opened(workspace)
    days = settings.load(workspace).casework.enquiry_days
    found = [
        {
            "enquiry": one.enquiry_id,
            "material": one.material_id,
            "issuer": one.issuer,
            "asked": one.asked_at.isoformat(),
            "reply": one.reply.value,
            "waits": one.waits.reply_id if one.waits else None,
            "ask_again": due.isoformat() if (due := one.due_on(days)) else None,
        }
        for one in Enquiries(database).all()
    ]
    if as_json:
        console.say_json(found)
        return
    for row in found:
        console.say(
            f"{row['enquiry']}  {row['material']}  {row['reply']:<11}  {row['ask_again'] or '':<10}  {row['issuer']}"
        )


def _moment(stated: str) -> datetime:
    """InputError where it is no time; Shanghai's where it names no zone."""
    from zoneinfo import ZoneInfo

    from mingjian.contract import TIME_ZONE
    from mingjian.errors import InputError

    if not stated:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        raise InputError("a time looks like 2026-11-01T09:00+08:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(TIME_ZONE))
