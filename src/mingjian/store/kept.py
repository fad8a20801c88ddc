"""Small files of the cache: JSON, compressed, whole or absent.

A cache may be removed at any time, so what is damaged in it is as good as removed: it is made anew.
"""

import gzip
import json
import zlib
from pathlib import Path
from typing import Any
from uuid import uuid4

__all__ = ["DAMAGES", "keep", "kept"]

DAMAGES = (EOFError, OSError, ValueError, zlib.error)
"""What the parts of a compressed file that was cut off or overwritten may raise."""


def kept(path: Path) -> Any:
    """What the file holds; None where it is absent or damaged."""
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except DAMAGES:
        return None


def keep(path: Path, content: Any, *, level: int = 9) -> None:
    """Writes the file, which appears whole or not at all.

    What a killed process leaves half-written is hidden, and the next writer of the workspace sweeps it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{uuid4().hex}")
    partial.write_bytes(gzip.compress(json.dumps(content, ensure_ascii=False).encode(), level, mtime=0))
    partial.replace(path)
