"""OFD packages: whether what their signatures cover is still what was signed (GB/T 33190-2016, chapter 18)."""

from mingjian.reading.anatomy import Anatomy, Entry
from mingjian.reading.ofd import DamagedOfdError, EncryptedOfdError, Ofd
from mingjian.reading.ofd_signatures import signatures_of
from mingjian.reading.record import FileKind, Problem

VERSION = 1
_MEDIA = "application/ofd"


def warm_up() -> None:
    """The libraries that a signature takes are loaded for the few files that are signed."""


def dissect(data: bytes) -> Anatomy:
    """What an OFD file is made of."""
    try:
        package = Ofd(data)
        entries = tuple(Entry(f"ofd:{name}", value) for name, value in package.information())
        signatures = signatures_of(package)
    except EncryptedOfdError:
        return Anatomy(FileKind.OFD, _MEDIA, problem=Problem.ENCRYPTED)
    except DamagedOfdError:
        return Anatomy(FileKind.OFD, _MEDIA, problem=Problem.DAMAGED)
    return Anatomy(FileKind.OFD, _MEDIA, entries, signatures=signatures)
