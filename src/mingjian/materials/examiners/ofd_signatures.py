"""Is an OFD still what was signed? Its parts against their digests, these against the seal or the signature.

A part that is no longer what its signature says was changed by somebody, whoever signed; that nothing changed only
means that the file is as whoever holds the certificate signed it.
"""

import re

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.anatomy import Signature
from mingjian.reading.dissection import dissect
from mingjian.reading.record import FileKind

NAME = "ofd_signatures"
VERSION = 1

_PAGE = re.compile(r"/Page_(\d+)/Content\.xml$", re.IGNORECASE)
"""Where every writer of the format puts a page, counted from 0."""


def examine(specimen: Specimen) -> Examination:
    """One observation a signature; one where there is none."""
    if specimen.rendering.kind is not FileKind.OFD:
        return Examination((Observation("ofd_signature_none", CheckOutcome.NOT_APPLICABLE),))
    anatomy = dissect(specimen.data)
    if anatomy.problem is not None:
        return Examination((Observation("ofd_signature_unreadable", CheckOutcome.UNREADABLE),))
    if not anatomy.signatures:
        return Examination((Observation("ofd_signature_none", CheckOutcome.NOT_APPLICABLE),))
    return Examination(tuple(_observation(one) for one in anatomy.signatures))


def _observation(signature: Signature) -> Observation:
    values: dict[str, Value] = {"signer": signature.signer or "?"}
    if not signature.judged:
        return Observation("ofd_signature_unknown", CheckOutcome.NOT_APPLICABLE, values=values)
    if signature.changed_after:
        parts = signature.changed_parts
        changed = values | {"part": parts[0].rpartition("/")[2][:80], "parts": len(parts)}
        return Observation("ofd_changed_after_signing", CheckOutcome.SUSPECT, 0.8, _place(parts), changed)
    if not signature.intact:
        return Observation("ofd_signature_broken", CheckOutcome.SUSPECT, 0.8, values=values)
    return Observation("ofd_signature_intact", CheckOutcome.CLEAR, 0.0, values=values)


def _place(parts: tuple[str, ...]) -> Place | None:
    pages = [int(found[1]) + 1 for part in parts if (found := _PAGE.search(part))]
    return Place(pages[0]) if pages else None
