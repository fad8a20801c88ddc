"""``mingjian inspect``: files, read and examined without any run."""

from pathlib import Path

import typer

from mingjian.cli import console
from mingjian.contract import Language
from mingjian.contract.vocabulary import MaterialKind
from mingjian.errors import MingjianError


class UnreadableArgumentError(MingjianError):
    """A file that was named cannot be opened."""

    code = "unreadable_argument"
    status = 404
    exit_code = 2


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian inspect certificate.pdf --kind diagnosis_certificate\n\n"
        "  mingjian inspect *.jpg --json > found.json\n\n"
        "  mingjian inspect certificate.ofd --html report.html --language en"
    )(inspect)


def inspect(
    files: list[Path] = typer.Argument(help="Images, PDF, OFD or text files."),
    kind: MaterialKind = typer.Option(MaterialKind.OTHER, help="What the files claim to be."),
    html: Path | None = typer.Option(None, help="Also write a report with the pages and the places of the findings."),
    language: Language = typer.Option(Language.ZH, help="Of the sentences."),
    as_json: bool = console.JSON,
) -> None:
    """Read and examine files: what they state, what each check found and where, and what speaks for the consumer.

    The same functions as in a run, on the files alone: registers, other files and the issuer's answer are not asked.
    Nothing is stored but the report. What a document states is printed unmasked: these are your own files.
    """
    from mingjian.materials.inspection import inspect as inspected
    from mingjian.materials.report import html_of

    found = []
    for path in files:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UnreadableArgumentError(f"{path} cannot be opened: {error.strerror}") from None
        found.append(inspected(path.name, data, kind))
    records = [one.to_record(language) for one in found]
    if html is not None:
        html.write_text(html_of(found, language), encoding="utf-8")
    if as_json:
        console.say_json(records)
        return
    for record in records:
        console.say(f"{record['name']}: {record['verdict']}, {record['certainty']}")
        for sign, sentences in (("?", record["reasons"]), ("+", record["merits"])):
            for text in sentences:
                console.say(f"  {sign} {text}")
        for number, finding in enumerate(record["findings"], start=1):
            place = f" (p. {finding['page']})" if finding["page"] else ""
            console.say(f"  {number}. {finding['outcome']}: {finding['sentence']}{place}")
        for fact in record["fields"]:
            console.say(f"  {fact['field']} = {fact['value']}")
