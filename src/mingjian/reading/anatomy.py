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
class Revision:
    """An incremental update of a PDF after the first writing, or a later version within an OFD."""

    number: int
    rewritten: tuple[int, ...]
    """Pages whose content it replaced or added to."""
    replaced: tuple[int, ...]
    """Pages on which it replaced an image or a form that stood there before."""
    signing: bool
    """Whether it brought a signature or a timestamp."""


@dataclass(frozen=True)
class Signature:
    """An electronic signature of a PDF or an OFD."""

    signer: str
    judged: bool
    """Whether its algorithms and container could be judged here; the other answers mean nothing where not."""
    intact: bool
    """Whether the bytes that were signed are still what was signed. Whether the signer is who they say is not asked."""
    changed_after: bool
    """Whether a later update changed more than signing, filling in and long-term validation lawfully do; of an OFD,
    whether a part of the package is not what was signed, or a page is none of the parts that were."""
    changed_parts: tuple[str, ...] = ()
    """Of an OFD: which, by their place in the package."""


@dataclass(frozen=True)
class Cover:
    """A white shape, an image or a note that hides text. Edges as shares of the page as it is seen."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    """What it hides."""
    clear: float
    """Of a picture, without the clear margin around it, the share that lets see through."""
    red: float
    dark: float
    """Shares of what the cover shows that are red and black."""


@dataclass(frozen=True)
class MixedNumber:
    """A number of a PDF or an OFD whose digits are set in two fonts. Edges as shares of the page as it is seen."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    """Its digits and separators."""
    font: str
    """Of the digits that are set otherwise than most of it, without the mark of a subset."""
    others: str
    """Of most of its digits."""


@dataclass(frozen=True)
class PageSetting:
    """What a page of a PDF is made of."""

    page: int
    tags: tuple[str, ...]
    """The six letters before the name of each font of which a part is embedded."""
    letters: int
    """That are seen, whatever lies over them."""
    pictured: float
    """Share of the page that its largest picture covers."""


@dataclass(frozen=True)
class RedPicture:
    """A picture of an OFD, mostly in red, that stands beside text and is no signature's seal. Edges as of a cover."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Anatomy:
    """What a file is made of."""

    kind: FileKind
    media_type: str = ""
    entries: tuple[Entry, ...] = ()
    jpeg: JpegCoding | None = None
    credentials: tuple[Credential, ...] = ()
    revisions: tuple[Revision, ...] = ()
    signatures: tuple[Signature, ...] = ()
    covers: tuple[Cover, ...] = ()
    mixed_numbers: tuple[MixedNumber, ...] = ()
    red_pictures: tuple[RedPicture, ...] = ()
    page_settings: tuple[PageSetting, ...] = ()
    problem: Problem | None = None
    """Why it could not be taken apart, wholly or at all."""

    def entry(self, name: str) -> str:
        """The first value of that name; an empty text where there is none."""
        return next((entry.value for entry in self.entries if entry.name == name), "")
