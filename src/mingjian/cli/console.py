"""What commands print: results on standard output, progress and remarks on standard error."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from mingjian.contract import Language
    from mingjian.store.stage import Progress

OUT = typer.Option("mingjian", "--out", "-o", help="The workspace: a folder of runs; made where it is absent.")
JSON = typer.Option(False, "--json", help="Print the result as JSON on standard output.")
LANGUAGE = typer.Option(None, help="Of what is printed: zh or en. Default: the setting 'language'; errors are English.")
QUIET = typer.Option(False, "--quiet", "-q", help="No progress.")


class SpokenLanguage(StrEnum):
    """In which language a command speaks."""

    ZH = "zh"
    EN = "en"


def say(text: str = "") -> None:
    """A result, on standard output."""
    typer.echo(text)


def remark(text: str) -> None:
    """A remark, on standard error."""
    typer.echo(text, err=True)


def say_json(value: Any) -> None:
    """A result as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def spoken(language: SpokenLanguage | None, desk: Path | None = None) -> "Language":
    """The language that was asked for, or else the one that is set, on the desk in a folder where one is named."""
    from mingjian import settings
    from mingjian.contract import Language

    return settings.load(desk).speech if language is None else Language(language.value)


@contextmanager
def progress(*, quiet: bool = False, language: "Language | None" = None) -> "Iterator[Progress]":
    """A bar on a terminal; elsewhere a line for each new thing that is done. Without a language, in the one set."""
    if quiet:
        yield lambda _doing, _share: None
        return
    from mingjian.cli.doing import said

    speech = spoken(None) if language is None else language
    if sys.stderr.isatty():
        with _bar() as bar:
            yield lambda doing, share: bar(said(doing, speech), share)
    else:
        lines = _Lines()
        yield lambda doing, share: lines(said(doing, speech), share)


@contextmanager
def _bar() -> "Iterator[Progress]":
    from rich import progress as rich_progress
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description:<28}"), BarColumn(), TaskProgressColumn())
    with rich_progress.Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda doing, share: bar.update(task, description=doing, completed=share)


class _Lines:
    def __init__(self) -> None:
        self._doing = ""
        self._start = time.monotonic()

    def __call__(self, doing: str, share: float) -> None:
        if doing != self._doing:
            self._doing = doing
            remark(f"{time.monotonic() - self._start:7.1f} s  {share:4.0%}  {doing}")
