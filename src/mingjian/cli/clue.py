"""``mingjian clue``: packages of what was found, for the police, that can be checked without us."""

from datetime import datetime
from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(
        help="Packages of clues for the police: made by a person for a stated purpose, signed, and checked without us.",
        epilog="Examples:\n\n"
        "  mingjian clue build desk --gang G-0003 --out clue.zip --by 李查证 --purpose 涉嫌伪造印章，报案 "
        "--recipient 渝中区公安分局\n\n"
        "  mingjian clue key desk\n\n  mingjian clue verify clue.zip",
        no_args_is_help=True,
    )
    group.command(
        epilog="Examples:\n\n"
        "  mingjian clue build desk --gang G-0003 --out clue.zip --by 李查证 --purpose 涉嫌伪造印章，报案 "
        "--recipient 渝中区公安分局 --organisation 某某消费金融有限公司\n\n"
        "  mingjian clue build desk --case CASE-2026-0001 --out clue.zip --by … --purpose … --recipient …\n\n"
        "  mingjian clue build desk --agency AG-0123456789 --out clue.zip --document M-17 --by … --purpose … "
        "--recipient …"
    )(build)
    group.command(
        epilog="Examples:\n\n"
        "  mingjian clue key desk                 the fingerprint, to be told to the officer by telephone\n\n"
        "  mingjian clue key desk --sm2           also makes a key for a second signature by SM2"
    )(key)
    group.command(epilog="Example:\n\n  mingjian clue verify clue.zip")(verify)
    app.add_typer(group, name="clue")


def build(
    run: Path = typer.Argument(help="A workspace (its current run) or a run's folder."),
    out: Path = typer.Option(help="The package to write, a .zip."),
    by: str = typer.Option(help="Who prepares it: a person's name."),
    purpose: str = typer.Option(help="For what it is handed over; goes into the audit log."),
    recipient: str = typer.Option(help="Who shall get it, such as the police unit."),
    gang: str = typer.Option("", help="About this gang."),
    agency: str = typer.Option("", help="About this agency."),
    complaint: str = typer.Option("", help="About this complaint."),
    testimony: str = typer.Option("", help="About this report of a consumer (testimony_id)."),
    case: str = typer.Option("", help="About this case: what it began with, its board, and its files."),
    document: list[str] = typer.Option([], help="Also the original of this document; may be given again."),
    organisation: str = typer.Option("", help="The lender's name. Default: the setting clues.organisation."),
    prepared_at: datetime | None = typer.Option(
        None, formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"], help="When, with its offset. Default: now."
    ),
    as_json: bool = console.JSON,
) -> None:
    """Write a package of what the run knows: report, evidence with originals, tables, manifest, signature, verifier.

    Only what the purpose needs stands open, the rest is masked and says why. Nothing is sent.
    """
    from zoneinfo import ZoneInfo

    from mingjian import settings
    from mingjian.access.accounts import Accounts
    from mingjian.access.audit import AuditLog
    from mingjian.access.entity_masks import mask_entity
    from mingjian.casework.clues.building import build as made
    from mingjian.casework.clues.casefile import CaseFile
    from mingjian.casework.clues.signing import fingerprint, signers
    from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
    from mingjian.casework.errors import RefusedError
    from mingjian.errors import InputError
    from mingjian.store.database import Database
    from mingjian.store.vault import Vault
    from mingjian.store.workspace import find_run

    named = [
        (SubjectKind.GANG, gang),
        (SubjectKind.AGENCY, agency),
        (SubjectKind.COMPLAINT, complaint),
        (SubjectKind.TESTIMONY, testimony),
    ]
    chosen = [Subject(kind, name) for kind, name in named if name]
    if len(chosen) + bool(case) != 1:
        raise InputError("name one of --gang, --agency, --complaint, --testimony and --case")
    folder = find_run(run)
    configured = settings.load(folder.workspace)
    statement = Statement(
        organisation=organisation or configured.clues.organisation,
        prepared_by=by,
        prepared_at=prepared_at or datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0),
        purpose=purpose,
        recipient=recipient,
        contact=configured.clues.contact,
    )
    keys = signers(folder.workspace, configured.clues)
    database = Database.of(folder.workspace, configured.database_url)
    try:
        if Accounts(database).any():
            raise RefusedError("this desk has accounts: ask for the package on its pages, where two people agree to it")
        file = CaseFile.of(database, case) if case else None
        built = made(
            folder,
            file.subject if file else chosen[0],
            statement,
            vault=Vault.open(folder.workspace, key=configured.vault_key.get_secret_value()),
            signers=keys,
            audit=AuditLog(database),
            mask=mask_entity,
            target=out,
            also=document,
            case=file,
        )
    finally:
        database.close()
    if as_json:
        console.say_json(
            {
                "file": out,
                "files": built.written.files,
                "bytes": built.written.size,
                "sha256": built.written.sha256,
                "sm3": built.written.sm3,
                "documents": built.documents,
                "originals": built.originals,
                "missing": built.missing,
                "keys": {one.algorithm: fingerprint(one) for one in keys},
            }
        )
        return
    console.say(str(out))
    console.remark(
        f"{built.originals:,} originals of {built.documents:,} documents, {built.written.files:,} files, "
        f"{built.written.size:,} bytes, SHA-256 {built.written.sha256}"
    )
    if built.missing:
        console.remark(f"{built.missing:,} originals in doubt are not in the vault; the package says which")
    console.remark("nothing was sent: hand it over yourself, and tell the key's fingerprint by another way:")
    for one in keys:
        console.remark(f"  {one.algorithm}  {fingerprint(one)}")


def key(
    workspace: Path = typer.Argument(help="The folder that 'mingjian run' wrote into."),
    sm2: bool = typer.Option(False, "--sm2", help="Make a key for a second signature (SM2) where there is none."),
    as_json: bool = console.JSON,
) -> None:
    """Print the public keys that sign this workspace's packages; the first is made at first use."""
    from mingjian import settings
    from mingjian.casework.clues.signing import fingerprint, make_sm2_key, signers
    from mingjian.store.workspace import Workspace

    root = Workspace.open(workspace).root
    if sm2:
        make_sm2_key(root)
    found = signers(root, settings.load(root).clues)
    if as_json:
        console.say_json(
            [
                {
                    "algorithm": one.algorithm,
                    "public_key": one.public_key.hex(),
                    "fingerprint": fingerprint(one),
                }
                for one in found
            ]
        )
        return
    for one in found:
        console.say(f"{one.algorithm}\t{fingerprint(one)}")
    console.remark("tell the fingerprint to whoever gets a package, by another way than the package itself")


def verify(
    package: Path = typer.Argument(help="A package, or the folder into which one was unpacked."),
    fingerprint: str = typer.Option("", help="The key's fingerprint as the sender told it."),
    language: str = typer.Option("zh", help="zh or en."),
    as_json: bool = console.JSON,
) -> None:
    """Check a package; exit code 1 names every place that was changed. The package's own verify.py does the same."""
    from mingjian.casework.clues.verifier import verify as script

    arguments = [str(package), "--fingerprint", fingerprint, "--language", language]
    code = script.main([*arguments, "--json"] if as_json else arguments)
    if code:
        raise typer.Exit(code)
