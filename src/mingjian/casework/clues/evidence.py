"""The files that are handed over, and of each: what it is, whence and when it came, its hash, and what was found."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from mingjian.casework.clues.documents import Document
from mingjian.casework.clues.gathering import Holding
from mingjian.casework.clues.tables import Cell, moment
from mingjian.casework.clues.words import word
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


def index_rows(items: Iterable[Item], *, run: str, identity: str) -> list[tuple[Cell, ...]]:
    """The index of evidence, a row an item."""
    return [
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


def _ending(path: str) -> str:
    ending = PurePosixPath(path).suffix.lower().removeprefix(".")
    return ending if ending in _ENDINGS else "bin"
