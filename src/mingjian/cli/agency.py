"""``mingjian agency``: may this firm act for somebody? What the registers of a run know of it."""

from pathlib import Path

import typer

from mingjian.cli import console

WORKSPACE = typer.Option("mingjian", "--workspace", "-w", help="A workspace (its current run) or a run's folder.")

_WORDS = {
    "zh": {
        "known": "已知：",
        "unknown": "未知：",
        "to_ask": "还应索要：",
        "matches": "名录中：",
        "agencies": "本次运行中的机构档案：{agencies}",
    },
    "en": {
        "known": "Known:",
        "unknown": "Not known:",
        "to_ask": "Ask for:",
        "matches": "In the register:",
        "agencies": "Dossiers of this run: {agencies}",
    },
}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian agency 重庆渝信法务咨询有限公司 --workspace desk\n\n"
        "  mingjian agency 91350100M0001TGQXM --workspace desk --json"
    )(agency)


def agency(
    asked: str = typer.Argument(help="A name, a unified social credit code or a licence number."),
    workspace: Path = WORKSPACE,
    language: str = typer.Option("zh", help="Of the sentences: zh or en."),
    as_json: bool = console.JSON,
) -> None:
    """Look an organisation or a lawyer up: what is known, what is unknown, and what to ask for.

    Codes and licence numbers are looked up exactly, names also where they are misspelt or shortened. What is not found
    is unknown, not false: a register at hand is an extract.
    """
    from mingjian.agencies.register import look_up
    from mingjian.contract import Language
    from mingjian.contract.labels import value_label
    from mingjian.contract.vocabulary import MayAct
    from mingjian.errors import InputError
    from mingjian.store.serving import Serving
    from mingjian.store.workspace import find_run

    if language not in set(Language):
        raise InputError("--language is zh or en")
    spoken = Language(language)
    with Serving.open(find_run(workspace).path) as tables:
        answer = look_up(asked, tables).as_json(spoken)
    if as_json:
        console.say_json(answer)
        return
    words = _WORDS[spoken]
    console.say(f"{answer['asked']}: {value_label(MayAct(answer['may_act']))[spoken]}")
    for part in ("known", "unknown", "to_ask"):
        if answer[part]:
            console.say(words[part])
        for line in answer[part]:
            console.say(f"  {line}")
    if answer["matches"]:
        console.say(words["matches"])
    for match in answer["matches"]:
        console.say(f"  {match['name']}  {match['uscc'] or ''}  {value_label(MayAct(match['may_act']))[spoken]}")
    if answer["agencies"]:
        console.say(words["agencies"].format(agencies=", ".join(answer["agencies"])))
