"""``mingjian inspect``: files, read and examined, without any run or held against one."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from mingjian.cli import console
from mingjian.cli.current import current_run
from mingjian.cli.named_file import bytes_of
from mingjian.errors import NotFoundError, writing_to

if TYPE_CHECKING:
    from mingjian.materials.inspection import Inspection
    from mingjian.materials.settings import MaterialsSettings

T = TypeVar("T", bound=StrEnum)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian inspect certificate.pdf --kind diagnosis_certificate\n\n"
        "  mingjian inspect *.jpg --json > found.json\n\n"
        "  mingjian inspect certificate.ofd --html report.html --seal genuine.png --language en\n\n"
        "  mingjian inspect certificate.jpg --kind diagnosis_certificate --workspace desk --customer C-1024"
    )(inspect)


def inspect(
    files: list[Path] = typer.Argument(help="Images, PDF, OFD or text files."),
    kind: str = typer.Option("other", help="What the files claim to be: a kind of 'materials' in the contract."),
    html: Path | None = typer.Option(
        None, help="Also write a report, a page that needs nothing beside it: what the desk shows of a document."
    ),
    seal: Path | None = typer.Option(
        None, help="For the report: a file with the issuer's genuine seal, to lie beside the seals of the files."
    ),
    workspace: Path | None = typer.Option(
        None, help="A workspace: also hold the files against its current run's papers and registers."
    ),
    customer: str | None = typer.Option(
        None, help="With --workspace: whose files they are, by customer_id. A customer's own papers are no suspicion."
    ),
    language: str = typer.Option("zh", help="Of the sentences: zh or en."),
    as_json: bool = console.JSON,
) -> None:
    """Read and examine files: what they state, what each check found and where, and what speaks for the consumer.

    The same functions as in a run, on the files alone: registers, other files and the issuer's answer are not asked,
    unless a workspace is named. Nothing is stored but the report, and in a workspace that it was asked. What a
    document states is printed unmasked: these are your own files.
    """
    from mingjian import settings
    from mingjian.contract import Language
    from mingjian.contract.vocabulary import MaterialKind
    from mingjian.materials.inspection import inspect as inspected
    from mingjian.web.inspection_report import html_of
    from mingjian.web.languages import Speech, local

    if seal is not None and html is None:
        raise typer.BadParameter("it is shown in the report: say --html as well", param_hint="--seal")
    if (workspace is None) != (customer is None):
        raise typer.BadParameter("each needs the other", param_hint="--workspace, --customer")
    claimed, spoken = _one_of(MaterialKind, kind, "--kind"), _one_of(Language, language, "--language")
    chosen = settings.load().materials
    found = [inspected(path.name, bytes_of(path), claimed, settings=chosen) for path in files]
    if workspace is not None and customer is not None:
        found = _held_against(workspace, customer, found, files, chosen)
    records = [one.to_record(spoken) for one in found]
    if html is not None:
        genuine = inspected(seal.name, bytes_of(seal)).traits if seal is not None else ()
        today = local(datetime.now(UTC)).date()
        with writing_to(html):
            html.write_text(html_of(found, today=today, language=spoken, genuine=genuine), encoding="utf-8")
    if as_json:
        console.say_json(records)
        return
    speech = Speech(spoken)
    for record in records:
        judged = speech.label(record["verdict"], "Verdict"), speech.label(record["certainty"], "Certainty")
        console.say(f"{record['name']}: {judged[0]}, {judged[1]}")
        for sign, sentences in (("?", record["reasons"]), ("+", record["merits"])):
            for text in sentences:
                console.say(f"  {sign} {text}")
        for number, finding in enumerate(record["findings"], start=1):
            place = f" (p. {finding['page']})" if finding["page"] else ""
            outcome = speech.label(finding["outcome"], "CheckOutcome")
            others = f" [{', '.join(finding['others'])}]" if finding["others"] else ""
            console.say(f"  {number}. {outcome}: {finding['sentence']}{place}{others}")
        for fact in record["fields"]:
            console.say(f"  {fact['field']} = {fact['value']}")


def _held_against(
    workspace: Path, customer: str, found: "list[Inspection]", files: list[Path], chosen: "MaterialsSettings"
) -> "list[Inspection]":
    """The same with what the workspace's current run says of them; that it was asked is written down."""
    import ibis

    from mingjian.cli.audited import audited
    from mingjian.materials.beside_run import FinishedRun, held_against
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import Workspace

    with current_run(workspace) as (lake, record, loaded):
        root = Workspace.open(workspace).root
        # Of a number that is mistyped every paper would be an unrelated customer's, and his own one reused.
        people = ibis.union(*(lake.table(name).select("customer_id") for name in ("customers", "complaints")))
        if not people.filter(people.customer_id == customer).limit(1).count().to_pyarrow().as_py():
            raise NotFoundError(f"the current run knows no customer {customer}: look for the number on the desk")
        # What a paper says is held against what is on file of the customer, so it counts as a look at them.
        audited(root, "view", "customer", customer, reason="inspection of a file")
        vault = Vault.open(root, key=loaded.vault_key.get_secret_value())
        finished = FinishedRun(lake, record.as_of, vault, Workspace(root).cache)
        return [
            held_against(one, bytes_of(path), finished, customer, chosen)
            for one, path in zip(found, files, strict=True)
        ]


def _one_of(kind: type[T], value: str, option: str) -> T:
    try:
        return kind(value)
    except ValueError:
        raise typer.BadParameter(f"it is one of {', '.join(kind)}", param_hint=option) from None
