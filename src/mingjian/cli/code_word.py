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
        help="Proposed code words: list, accept, reject. What is accepted is looked for once judgements are delivered.",
        epilog="Example:\n\n  mingjian code-word accept desk 分琪 分期 --by zhao.min --why 'in ten adverts'",
        no_args_is_help=True,
    )
    group.command(name="list", epilog="Example:\n\n  mingjian code-word list desk --json")(listing)
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


def accept(
    workspace: Path = WORKSPACE,
    word: str = WORD,
    standard: str = typer.Argument(help="The known word that it stands for."),
    by: str = BY,
    why: str = WHY,
) -> None:
    """Note that somebody found it to be a code word."""
    from mingjian.casework.judgements import Judgements
    from mingjian.casework.words import accept_word

    _home, database = opened(workspace)
    accept_word(Judgements(database), word, standard, by=person(database, by), at=datetime.now(UTC), why=why)


def reject(workspace: Path = WORKSPACE, word: str = WORD, by: str = BY, why: str = WHY) -> None:
    """Note that somebody found it to be none; it is not proposed again."""
    from mingjian.casework.judgements import Judgements
    from mingjian.casework.words import reject_word

    _home, database = opened(workspace)
    reject_word(Judgements(database), word, by=person(database, by), at=datetime.now(UTC), why=why)
