"""What was asked of contents, kept from run to run: what two impressions have in common does not change.

To lay one picture over another costs fifty times what reading the answer does, and every run asks it of the same pairs.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

__all__ = ["KeptAnswers"]


@dataclass(frozen=True)
class KeptAnswers:
    """Answers to one question; without a ``folder`` each is worked out anew.

    A file a subject, which begins with the SHA-256 of the submitted file: when that is erased, what is kept goes too.
    What was not asked this time is forgotten.
    """

    folder: Path | None
    version: int
    """Raised when the same contents may come to be answered otherwise."""

    def of(
        self, subject: str, contents: Sequence[tuple[bytes, bytes]], ask: Callable[[bytes, bytes], Any]
    ) -> Iterator[Any]:
        """``ask(one, other)``, a JSON value, for each pair of contents of a subject."""
        path = None if self.folder is None else self._path(self.folder, subject)
        kept = self._load(path)
        keys = [_key(one, other) for one, other in contents]
        answers = {
            key: kept[key] if key in kept else ask(*pair)
            for key, pair in dict(zip(keys, contents, strict=True)).items()
        }
        if path is not None and answers.keys() != kept.keys():
            self._save(path, answers)
        return (answers[key] for key in keys)

    def _path(self, folder: Path, subject: str) -> Path:
        return folder / subject[:2] / f"{subject.replace(':', '-')}.json.gz"

    def _load(self, path: Path | None) -> dict[str, Any]:
        """What is kept; nothing where it is absent, cut off or of another version."""
        if path is None:
            return {}
        try:
            held = json.loads(gzip.decompress(path.read_bytes()))
        except (EOFError, OSError, ValueError):
            return {}
        answers: dict[str, Any] = held["answers"] if held["version"] == self.version else {}
        return answers

    def _save(self, path: Path, answers: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial_path = path.with_name(f".{path.name}.{uuid4().hex}")
        held = json.dumps({"version": self.version, "answers": answers}, ensure_ascii=False)
        partial_path.write_bytes(gzip.compress(held.encode(), 1, mtime=0))
        partial_path.replace(path)


def _key(one: bytes, other: bytes) -> str:
    return hashlib.sha256(hashlib.sha256(one).digest() + hashlib.sha256(other).digest()).hexdigest()[:32]
