"""A delivery on disk: which files it holds, what it says of itself, and what may not be followed.

Nothing in a delivery is trusted: no link is followed, no path may leave the folder, only plain files are read.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from mingjian.errors import InputError
from mingjian.intake.problems import Problem
from mingjian.intake.values import LOCAL, is_day, parse_time

MANIFEST = "delivery.yaml"
_MANIFEST_FIELDS = frozenset({"lender", "snapshot_at", "previous"})
_MAX_MANIFEST_BYTES = 64 * 2**10
_CHUNK = 4 * 2**20


@dataclass(frozen=True)
class Manifest:
    """What ``delivery.yaml`` says; every part may be absent."""

    lender: str | None = None
    snapshot_at: datetime | None = None
    """A day alone stands for its end, as ``--as-of`` does: what came in on it belongs to what the data shows."""
    previous: str | None = None


@dataclass(frozen=True)
class DeliveredFile:
    """One plain file of a delivery. ``name`` is its path inside the delivery, with ``/`` between folders."""

    path: Path
    name: str
    size: int

    def sha256(self) -> str:
        """The hash of its bytes."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Delivery:
    """A folder of tables and files, or a single table file."""

    name: str
    root: Path
    files: tuple[DeliveredFile, ...]
    """Every plain file, in order of its name."""
    refused: tuple[str, ...]
    """Links, devices and other things that are no plain files, by name."""
    manifest: Manifest
    single: bool = False
    """Whether it is one file, named itself, and no folder."""

    @classmethod
    def open(cls, path: Path) -> "Delivery":
        """The delivery at ``path``; InputError where there is none that can be read."""
        if path.is_symlink() and not path.exists():
            raise InputError(f"{path} is a broken link: name the delivery's own folder")
        if path.is_file():
            return cls(path.name, path.parent, (_file(path, path.parent),), (), Manifest(), single=True)
        if not path.is_dir():
            raise InputError(f"there is no delivery at {path}: name a folder, or a single table file")
        files, refused = [], []
        for entry in _walk(path):
            if stat.S_ISREG(entry.lstat().st_mode):
                files.append(_file(entry, path))
            else:
                refused.append(entry.relative_to(path).as_posix())
        files.sort(key=lambda file: file.name)
        manifest = next((file for file in files if file.name == MANIFEST), None)
        return cls(
            path.resolve().name,
            path,
            tuple(files),
            tuple(sorted(refused)),
            _read_manifest(manifest.path) if manifest else Manifest(),
        )

    def locate(self, written: str) -> Path | Problem:
        """The plain file that a ``path`` field names, or why it cannot be had."""
        if not written or "\0" in written or len(written) > 1_000:
            return Problem.FILE_REFUSED
        relative = PurePosixPath(written.replace("\\", "/"))
        if relative.is_absolute() or ".." in relative.parts or (len(written) > 1 and written[1] == ":"):
            return Problem.FILE_REFUSED
        path = self.root / relative
        try:
            # A link anywhere on the way is refused, also one that stays inside: what it points to may change later.
            for part in (*reversed(path.relative_to(self.root).parents[:-1]), path.relative_to(self.root)):
                if (self.root / part).is_symlink():
                    return Problem.FILE_REFUSED
            mode = path.lstat().st_mode
        except OSError:
            return Problem.FILE_MISSING
        if stat.S_ISREG(mode):
            return path
        return Problem.FILE_REFUSED if not stat.S_ISDIR(mode) else Problem.FILE_MISSING


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, followlinks=False):
        here = Path(parent)
        # Hidden files are an operating system's own (.DS_Store) and no part of a delivery.
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (here / name for name in sorted(names) if not name.startswith((".", "~$")))


def _file(path: Path, root: Path) -> DeliveredFile:
    return DeliveredFile(path, path.relative_to(root).as_posix(), path.stat().st_size)


def _read_manifest(path: Path) -> Manifest:
    if path.stat().st_size > _MAX_MANIFEST_BYTES:
        raise InputError(
            f"{MANIFEST} is larger than {_MAX_MANIFEST_BYTES} bytes: it holds lender, snapshot_at, previous"
        )
    try:
        content: Any = yaml.safe_load(path.read_text("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        raise InputError(f"{MANIFEST} is not YAML in UTF-8: write lines such as 'snapshot_at: 2026-03-05'") from None
    if content is None:
        return Manifest()
    if not isinstance(content, dict):
        raise InputError(f"{MANIFEST} must hold the keys lender, snapshot_at and previous")
    unknown = sorted(str(key) for key in content if key not in _MANIFEST_FIELDS)
    if unknown:
        raise InputError(
            f"{MANIFEST} has unknown keys: {', '.join(unknown)[:200]}; known are lender, snapshot_at, previous"
        )
    return Manifest(
        lender=_text(content.get("lender")),
        snapshot_at=_moment(content.get("snapshot_at")),
        previous=_text(content.get("previous")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    # YAML reads an unquoted time as UTC where it has an offset, and without a zone where it has none.
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=LOCAL)
    text = value.isoformat() if isinstance(value, date) else str(value)
    instant = parse_time(text)
    if isinstance(instant, Problem):
        raise InputError(
            f"{MANIFEST}: snapshot_at is not a time; write 2026-03-05 for the end of that day, or "
            "2026-03-05T18:00:00+08:00"
        )
    return instant + timedelta(days=1) if is_day(text) else instant
