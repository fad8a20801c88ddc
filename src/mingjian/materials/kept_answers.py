"""What was asked of contents, kept from run to run: what two impressions have in common does not change.

To lay one picture over another costs fifty times what reading the answer does, and every run asks it of the same pairs.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from mingjian.store.kept import keep, kept

__all__ = ["KeptAnswers", "answered"]


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
        held = self._held(path)
        keys = [_key(one, other) for one, other in contents]
        answers = {
            key: held[key] if key in held else ask(*pair)
            for key, pair in dict(zip(keys, contents, strict=True)).items()
        }
        if path is not None and answers.keys() != held.keys():
            keep(path, {"version": self.version, "answers": answers}, level=1)
        return (answers[key] for key in keys)

    def _path(self, folder: Path, subject: str) -> Path:
        return folder / subject[:2] / f"{subject.replace(':', '-')}.json.gz"

    def _held(self, path: Path | None) -> dict[str, Any]:
        """What is kept; nothing where it is absent, damaged or of another version."""
        match None if path is None else kept(path):
            case {"version": self.version, "answers": dict(answers)}:
                return answers
            case _:
                return {}


def _key(one: bytes, other: bytes) -> str:
    return hashlib.sha256(hashlib.sha256(one).digest() + hashlib.sha256(other).digest()).hexdigest()[:32]


def answered(
    bucket: pa.Table, kept: KeptAnswers, ask: Callable[[bytes, bytes], Any], *, by: str
) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each row with what its two contents have in common."""
    for subject, group in groupby(sorted(bucket.to_pylist(), key=itemgetter(by)), key=itemgetter(by)):
        rows = list(group)
        pairs = [(row["first_content"], row["second_content"]) for row in rows]
        yield from zip(rows, kept.of(subject, pairs, ask), strict=True)
