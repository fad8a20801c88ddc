"""OFD packages (GB/T 33190-2016): signatures, versions, what lies over text, fonts within one number, red pictures."""

from mingjian.reading.anatomy import Anatomy, Entry, Revision
from mingjian.reading.ofd import DamagedOfdError, EncryptedOfdError, Ofd
from mingjian.reading.ofd_layers import covers_of, mixed_numbers_of, red_pictures_of
from mingjian.reading.ofd_signatures import signatures_of
from mingjian.reading.record import FileKind, Problem

VERSION = 3
_MEDIA = "application/ofd"


def warm_up() -> None:
    """The libraries that a signature takes are loaded for the few files that are signed."""


def dissect(data: bytes) -> Anatomy:
    """What an OFD file is made of."""
    try:
        package = Ofd(data)
        entries = tuple(Entry(f"ofd:{name}", value) for name, value in package.information())
        signatures = signatures_of(package)
        revisions = tuple(
            Revision(number, rewritten, replaced=(), signing=False) for number, rewritten in package.rewritten_pages()
        )
        covers, mixed = tuple(covers_of(package)), tuple(mixed_numbers_of(package))
        red = tuple(red_pictures_of(package))
    except EncryptedOfdError:
        return Anatomy(FileKind.OFD, _MEDIA, problem=Problem.ENCRYPTED)
    except DamagedOfdError:
        return Anatomy(FileKind.OFD, _MEDIA, problem=Problem.DAMAGED)
    return Anatomy(
        FileKind.OFD,
        _MEDIA,
        entries,
        revisions=revisions,
        signatures=signatures,
        covers=covers,
        mixed_numbers=mixed,
        red_pictures=red,
    )
