"""``mingjian code-word``: words that context proposes as code words, and what people say of them."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from mingjian.cli import console
from mingjian.cli.casework import BY, WORKSPACE, current_run, opened, person

WORD = typer.Argument(help="The word, as the list has it.")
WHY = typer.Option(help="Why; it stands in the audit log.")


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Proposed code words: list, show, accept, reject. What two people accept counts once it is delivered.",
        epilog="Example:\n\n  mingjian code-word accept desk 分琪 分期 --by zhao.min --why 'in ten adverts'",
        no_args_is_help=True,
    )
    group.command(name="list", epilog="Example:\n\n  mingjian code-word list desk --json")(listing)
    group.command(epilog="Example:\n\n  mingjian code-word show desk 分琪")(show)
    group.command(epilog="Example:\n\n  mingjian code-word accept desk 分琪 分期 --by zhao.min --why 'in ten adverts'")(
        accept
    )
    group.command(epilog="Example:\n\n  mingjian code-word reject desk 分头 --by zhao.min --why 'an ordinary word'")(
        reject
    )
    app.add_typer(group, name="code-word")


def listing(workspace: Path = WORKSPACE, as_json: bool = console.JSON) -> None:
    """Print the words that the current run proposes and nobody has judged yet, the likeliest first."""
    from mingjian.casework.judgements import Judgements
    from mingjian.contract.judging import OF_WORDS
    from mingjian.store.serving import Serving

    home, database = opened(workspace)
    judged = {one.left_id for one in Judgements(database).standing() if one.kind in OF_WORDS}
    with Serving.open(current_run(home)) as tables:
        rows = tables.query(
            "SELECT word, nullif(standard, '') AS standard, score, occurrences FROM code_word_candidates "
            "ORDER BY score DESC NULLS LAST, occurrences DESC, word"
        )
    found = [row for row in rows if row["word"] not in judged]
    if as_json:
        console.say_json(found)
        return
    for row in found:
        console.say(f"{row['word']}  {row['standard'] or '?'}  {row['score'] or 0:.2f}  {row['occurrences'] or 0:,}")


def show(workspace: Path = WORKSPACE, word: str = WORD, as_json: bool = console.JSON) -> None:
    """Print in whose complaints a word stands: look before you accept it."""
    from dataclasses import asdict

    from mingjian.casework.words import word_use
    from mingjian.store.serving import Serving

    home, _database = opened(workspace)
    with Serving.open(current_run(home)) as tables:
        use = word_use(tables, word)
    if as_json:
        console.say_json(asdict(use) | {"honest": use.honest})
        return
    console.say(
        f"{use.word}: {use.complaints:,} complaints of {use.customers:,} customers, of whom {use.by_themselves:,} with "
        f"nothing that points to an agency; {use.upheld:,} found right; {use.adverts:,} adverts"
    )
    if use.in_dictionary or use.honest:
        console.say("it is not taken as a code word: honest people who use it would be held to it")


def accept(
    workspace: Path = WORKSPACE,
    word: str = WORD,
    standard: str = typer.Argument(help="The known word that it stands for."),
    by: str = BY,
    why: str = WHY,
) -> None:
    """Note that somebody found it to be a code word; it counts once a second person does."""
    from mingjian.casework.judgements import Judgements
    from mingjian.casework.words import accept_word, word_use
    from mingjian.store.serving import Serving

    home, database = opened(workspace)
    with Serving.open(current_run(home)) as tables:
        use = word_use(tables, word)
    accept_word(Judgements(database), use, standard, by=person(database, by), at=datetime.now(UTC), why=why)


def reject(workspace: Path = WORKSPACE, word: str = WORD, by: str = BY, why: str = WHY) -> None:
    """Note that somebody found it to be none; it is not proposed again."""
    from mingjian.casework.judgements import Judgements
    from mingjian.casework.words import reject_word

    _home, database = opened(workspace)
    reject_word(Judgements(database), word, by=person(database, by), at=datetime.now(UTC), why=why)
