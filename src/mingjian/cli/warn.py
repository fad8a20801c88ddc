"""``mingjian warn``: which customers an advert is most likely to reach, so that they can be warned of it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from mingjian.cli import console
from mingjian.cli.casework import WORKSPACE, current_run, opened


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example:\n\n  mingjian warn desk S-000012 --json")(warn)


def warn(
    workspace: Path = WORKSPACE,
    advert: str = typer.Argument(help="The advert's number (its solicitation_id)."),
    as_json: bool = console.JSON,
    text: bool = typer.Option(False, "--text", help="Print the words for the warning in place of the list."),
) -> None:
    """Print whom to warn of an advert, those with the strongest signs first, and who has been warned of it.

    The list serves to warn and nothing else: it says nothing against anybody, is kept nowhere and read by no model.
    Whoever wants no contact is left out; channels that somebody does not want stand beside their number.
    """
    from mingjian.casework.exposure import exposed, warned_of
    from mingjian.casework.warning_text import warning_text
    from mingjian.casework.wishes import spared
    from mingjian.contract import Language
    from mingjian.errors import NotFoundError
    from mingjian.store.serving import Serving

    home, database = opened(workspace)
    wishes, warned = spared(database), warned_of(database, advert)
    with Serving.open(current_run(home)) as tables:
        rows = tables.query("SELECT text FROM solicitations WHERE solicitation_id = $advert", {"advert": advert})
        if not rows:
            raise NotFoundError(f"no advert {advert!r} stands in the current run: its numbers are on page Adverts")
        found = exposed(tables, advert, rows[0]["text"], wishes=wishes)
        words = tables.query(
            'SELECT "values" FROM findings WHERE subject_id = $advert '
            "AND starts_with(\"check\", 'advert_code_word') ORDER BY place",
            {"advert": advert},
        )
    if text:
        console.say(warning_text((json.loads(row["values"])["standard"] for row in words), Language.ZH))
        return
    listed = [
        {
            "customer_id": one.customer_id,
            "signs": [sign.value for sign in one.signs],
            "not_by": list(wishes.get(one.customer_id, ())),
            "warned": one.customer_id in warned,
        }
        for one in found
    ]
    if as_json:
        console.say_json(listed)
        return
    for line in lines(listed):
        console.say(line)


def lines(listed: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line for each who is listed, or one that says that nobody is."""
    if not listed:
        yield "Nobody stands out: no customer shows signs enough that this advert reaches them."
    for one in listed:
        yield "  ".join(_cells(one))


def _cells(one: dict[str, Any]) -> Iterator[str]:
    yield one["customer_id"]
    yield ", ".join(one["signs"])
    if one["not_by"]:
        yield f"not by {', '.join(one['not_by'])}"
    if one["warned"]:
        yield "warned"
