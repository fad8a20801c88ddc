"""``mingjian letter``: the letter to a document's issuer that would settle it."""

from enum import StrEnum
from pathlib import Path

import typer

from mingjian.cli import console


class LetterLanguage(StrEnum):
    """In which language the letter is written."""

    ZH = "zh"
    EN = "en"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian letter desk M-20418-1\n\n"
        "  mingjian letter desk M-20418-1 --to letter.docx --sender '某某消费金融有限公司'\n\n"
        "  mingjian letter desk M-20418-1 --language en"
    )(letter)


def letter(
    run: Path = typer.Argument(help="A workspace (its current run) or a run's folder."),
    material: str = typer.Argument(help="The document, by its material_id."),
    to: Path | None = typer.Option(None, help="A file: .docx for Word, else plain text. Default: standard output."),
    sender: str = typer.Option("", help="Who asks. Default: left blank, to be filled in."),
    language: LetterLanguage = typer.Option(LetterLanguage.ZH, help="Language of the letter."),
) -> None:
    """Write the letter that asks a document's issuer whether it issued it.

    It names the person and the last four characters of the identity number, so that the issuer finds its record, and
    neither a loan nor a complaint. That it was written goes into the audit log.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mingjian import settings
    from mingjian.cli.audited import audited
    from mingjian.contract.reasons import Language
    from mingjian.errors import writing_to
    from mingjian.materials.enquiry import enquire
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import Workspace, find_run

    folder = find_run(run)
    chosen = settings.load(folder.workspace)
    written = enquire(
        folder,
        material,
        vault=Vault.open(folder.workspace, key=chosen.vault_key.get_secret_value()),
        cache=Workspace(folder.workspace).cache,
        sender=sender or "（单位名称）",
        day=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        language=Language(language.value),
    )
    # It names a person, so it counts as seeing the values.
    audited(folder.workspace, "issuer_letter", "material", material, reason="verification with the issuer")
    if to is None:
        console.say(written.to_text())
        return
    with writing_to(to):
        to.write_bytes(written.to_docx() if to.suffix.lower() == ".docx" else written.to_text().encode("utf-8"))
    console.remark(f"letter about {material}: {to}")
