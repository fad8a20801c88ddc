"""What a file is made of: its coding, what its writers noted in it, its revisions and signatures.

Plain records that come out of the sandbox; nothing in them was judged.
"""

from dataclasses import dataclass

from mingjian.reading.record import FileKind, Problem


@dataclass(frozen=True)
class Entry:
    """One thing that a writer noted in the file."""

    name: str
    """Where it stands and what it is called there, such as ``exif:Software`` or ``pdf:Producer``."""
    value: str


@dataclass(frozen=True)
class JpegCoding:
    """How a JPEG file codes its pixels."""

    luma_table: tuple[int, ...]
    """The 64 steps of quantisation of the first component, row by row."""
    orientation: int
    """EXIF orientation, 1 to 8: how the stored pixels are turned to be seen."""


@dataclass(frozen=True)
class Credential:
    """One C2PA manifest: who says how the file was made."""

    generator: str
    issuer: str
    source_types: tuple[str, ...]
    """Digital source types of its actions, by the last part of their IPTC address."""
    state: str
    """Of the validation, offline: Invalid, Valid or Trusted."""


@dataclass(frozen=True)
class Anatomy:
    """What a file is made of."""

    kind: FileKind
    media_type: str = ""
    entries: tuple[Entry, ...] = ()
    jpeg: JpegCoding | None = None
    credentials: tuple[Credential, ...] = ()
    problem: Problem | None = None
    """Why it could not be taken apart, wholly or at all."""

    def entry(self, name: str) -> str:
        """The first value of that name; an empty text where there is none."""
        return next((entry.value for entry in self.entries if entry.name == name), "")
