"""``mingjian agreement``: what an agency's contract asks of who signs it, read without any run."""

from itertools import groupby
from pathlib import Path

import typer

from mingjian.cli import console
from mingjian.cli.named_file import bytes_of

_PLACE = {"zh": "第{page}页第{line}行：“{words}”", "en": "Page {page}, line {line}: “{words}”"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian agreement contract.pdf\n\n"
        "  mingjian agreement photo.jpg --language en\n\n"
        "  mingjian agreement chat.txt --json"
    )(agreement)


def agreement(
    file: Path = typer.Argument(help="A text (UTF-8 or GB18030), a photo or scan, a PDF or an OFD."),
    language: console.SpokenLanguage | None = console.LANGUAGE,
    as_json: bool = console.JSON,
) -> None:
    """Read an agency's agreement: each clause that endangers its client, where it stands, and why.

    The reader knows wording and not truth: what it finds accuses nobody, and where it finds nothing the paper may still
    be dangerous. Nothing is stored, and the words are printed as they stand.
    """
    from mingjian.agencies.agreements.paper import UnreadableAgreementError, read_paper

    speech = console.spoken(language)
    try:
        found = read_paper(bytes_of(file))
    except UnreadableAgreementError as error:
        raise UnreadableAgreementError(f"{file} cannot be read: {error}") from None
    if as_json:
        console.say_json({"name": file.name, **found.as_json(speech)})
        return
    for _, passages in groupby(found.passages, key=lambda one: (one.start, one.end)):
        first, *more = passages
        words = " ".join(first.words.split())
        console.say(_PLACE[speech].format(page=first.page, line=first.line, words=words))
        for one in (first, *more):
            console.say(f"  {one.why(speech)}")
        console.say()
    for remark in found.said(speech):
        console.say(remark)
