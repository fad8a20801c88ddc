"""The files that are handed over, and of each: what it is, whence and when it came, its hash, and what was found."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.disclosure import Disclosure
from mingjian.casework.clues.documents import Document
from mingjian.casework.clues.gathering import Holding
from mingjian.casework.clues.tables import Cell, moment
from mingjian.casework.clues.words import word
from mingjian.casework.evidence import Evidence
from mingjian.contract.vocabulary import Certainty, ComplaintChannel, Verdict
from mingjian.store.vault import Vault

FOLDER = "evidence"
NOT_ASSESSED = "未评估"
_ENDINGS = frozenset("jpg jpeg png tif tiff bmp webp heic pdf ofd wav flac mp3 m4a amr txt docx xlsx".split())  # noqa: SIM905
"""Of a file in the package; another is told by its content, and gets ``bin``."""


@dataclass(frozen=True)
class Item:
    """A document with its number in the package, and its file there; without one it was not handed over, or is lost."""

    number: str
    document: Document
    path: str
    why: str
    """Why the file is there, or is not."""


def items_of(holding: Holding, vault: Vault | None, *, also: Collection[str] = ()) -> tuple[Item, ...]:
    """Every document of the holding, numbered; the files of doubtful ones, and of those named in ``also``."""
    found = []
    for number, document in enumerate(holding.documents, start=1):
        name = f"E{number:04d}"
        path, why = "", "未见疑点，不提供原件"
        if document.doubtful or document.material_id in also:
            why = "材料存在疑点，须查证" if document.doubtful else "编制人认为办案需要"
            if vault is not None and document.sha256 and vault.has(document.sha256):
                path = f"{FOLDER}/{name}.{_ending(document.path)}"
            else:
                why = "应提供原件，但文件未留存于库中"
        found.append(Item(name, document, path, why))
    return tuple(found)


def chunks_of(item: Item, vault: Vault) -> Iterator[bytes]:
    """The original, as the vault holds it, verified on the way."""
    return vault.chunks(item.document.sha256)


@dataclass(frozen=True)
class Outside:
    """A file of a case that came outside any delivery, with its number in the package and its file there."""

    number: str
    evidence: Evidence
    path: str
    """An empty text where the vault lost it."""


def outside_of(case: CaseFile | None, vault: Vault | None) -> tuple[Outside, ...]:
    """The files on a case's board, numbered."""
    found = []
    for number, one in enumerate(case.files if case else (), start=1):
        name, digest = f"F{number:04d}", one.provenance.file_sha256
        there = vault is not None and vault.has(digest)
        ending = _ending(case.names.get(digest, "") if case else "")
        found.append(Outside(name, one, f"{FOLDER}/{name}.{ending}" if there else ""))
    return tuple(found)


COLUMNS = (
    "number",
    "file",
    "material_id",
    "kind",
    "kind_en",
    "complaint_id",
    "customer_id",
    "channel",
    "received_at",
    "stated_issuer",
    "sha256",
    "certainty",
    "certainty_en",
    "verdict",
    "checks",
    "included_because",
    "run",
    "run_identity",
    "method",
)
"""Of ``evidence/index.csv``; what the 2016 rules on electronic data ask for, item by item."""

METHOD = "投诉人提交，经受理渠道接收后由系统按 SHA-256 存入加密文件库；本次自文件库原样导出，未作任何修改"


METHOD_OUTSIDE = "{who}取得（{source}），以附件存入加密文件库并计算 SHA-256；本次自文件库原样导出，未作任何修改"


def index_rows(
    items: Iterable[Item], outside: Iterable[Outside], disclosure: Disclosure, *, run: str, identity: str
) -> list[tuple[Cell, ...]]:
    """The index of evidence, a row an item: what complainants handed in, then what came to the case from outside."""
    rows: list[tuple[Cell, ...]] = [
        (
            item.number,
            item.path,
            item.document.material_id,
            item.document.title,
            item.document.kind,
            item.document.complaint_id,
            item.document.customer_id,
            word(ComplaintChannel, item.document.channel),
            moment(item.document.received_at),
            item.document.issuer,
            item.document.sha256,
            word(Certainty, item.document.certainty, unknown=NOT_ASSESSED),
            item.document.certainty,
            word(Verdict, item.document.verdict, unknown=NOT_ASSESSED),
            " ".join(dict.fromkeys(one.check for one in item.document.signs)),
            item.why,
            run,
            identity,
            METHOD,
        )
        for item in items
    ]
    for one in outside:
        came = one.evidence.provenance
        row: Mapping[str, Cell] = dict.fromkeys(COLUMNS, "") | {
            "number": one.number,
            "file": one.path,
            "kind": "外部文件",
            "kind_en": "file",
            "customer_id": one.evidence.customer_id,
            "received_at": moment(came.obtained_at),
            "sha256": came.file_sha256,
            "included_because": "案件证据板所列" if one.path else "案件证据板所列，但文件未留存于库中",
            "method": METHOD_OUTSIDE.format(who=came.obtained_by, source=disclosure.text(came.source)),
        }
        rows.append(tuple(row[name] for name in COLUMNS))
    return rows


def _ending(path: str) -> str:
    ending = PurePosixPath(path).suffix.lower().removeprefix(".")
    return ending if ending in _ENDINGS else "bin"
