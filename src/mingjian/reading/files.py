"""One file → one row, for an engine to map over many files."""

import atexit
import hashlib
from functools import cache
from pathlib import Path

import pyarrow as pa

from mingjian.errors import NotFoundError
from mingjian.reading.decoders import extractor
from mingjian.reading.record import Content, FileKind, Problem, Reading
from mingjian.reading.sandbox import Sandbox
from mingjian.store.vault import DamagedFileError, Vault

SCHEMA = pa.schema(
    [
        ("sha256", pa.string()),
        ("extractor", pa.string()),
        ("kind", pa.string()),
        ("media_type", pa.string()),
        ("pages", pa.int64()),
        ("width", pa.int64()),
        ("height", pa.int64()),
        ("dots_per_inch", pa.float64()),
        ("duration_s", pa.float64()),
        ("text", pa.string()),
        ("problem", pa.string()),
    ]
)
"""One row a reading; ``problem`` is empty where the file was read as a whole."""


def read_bytes(data: bytes) -> Reading:
    """Reads a file's bytes in this process's sandbox."""
    content = sandbox().read(data)
    return Reading(hashlib.sha256(data).hexdigest(), extractor(content.kind), content)


def read_file(path: str) -> pa.Table:
    """Reads a file into one row; a file function in the sense of :class:`mingjian.store.engine.Engine`."""
    file = Path(path)
    try:
        if file.stat().st_size > sandbox().limits.bytes:
            with file.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            return to_arrow([_refused(digest, Problem.TOO_LARGE)])
        return to_arrow([read_bytes(file.read_bytes())])
    except OSError:
        return to_arrow([_refused("", Problem.MISSING)])


def read_from_vault(digest: str, vault: Vault) -> pa.Table:
    """Reads a file of the vault into one row; its content passes through memory alone, never onto a disk."""
    try:
        data = bytearray()
        for chunk in vault.chunks(digest):
            data += chunk
            if len(data) > sandbox().limits.bytes:
                return to_arrow([_refused(digest, Problem.TOO_LARGE)])
        return to_arrow([read_bytes(bytes(data))])
    except NotFoundError:
        return to_arrow([_refused(digest, Problem.MISSING)])
    except DamagedFileError:
        return to_arrow([_refused(digest, Problem.DAMAGED)])


def to_arrow(readings: list[Reading]) -> pa.Table:
    """The readings as rows of :data:`SCHEMA`."""
    return pa.Table.from_pylist(
        [
            {
                "sha256": reading.sha256,
                "extractor": reading.extractor,
                "kind": reading.content.kind.value,
                "media_type": reading.content.media_type,
                "pages": reading.content.pages,
                "width": reading.content.width,
                "height": reading.content.height,
                "dots_per_inch": reading.content.dots_per_inch,
                "duration_s": reading.content.duration_s,
                "text": reading.content.text,
                "problem": reading.content.problem.value if reading.content.problem else None,
            }
            for reading in readings
        ],
        schema=SCHEMA,
    )


def _refused(digest: str, problem: Problem) -> Reading:
    return Reading(digest, extractor(FileKind.UNKNOWN), Content(FileKind.UNKNOWN, problem=problem))


@cache
def sandbox() -> Sandbox:
    """This process's sandbox."""
    started = Sandbox()
    atexit.register(started.close)
    return started
