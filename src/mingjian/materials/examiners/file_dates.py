"""When a PDF or an OFD says that it was made and last saved, and by what program.

A program writes these days by its computer's clock. They are said, and judged against what the document states by
:mod:`mingjian.materials.checks.file_dates`; here only a file that claims to be made before the program that made it is
told. A computer whose battery is flat is set back too, so it asks for nobody's look by itself.
"""

import re
from datetime import date

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.specimen import Examination, Observation, Specimen
from mingjian.reading.anatomy import Anatomy
from mingjian.reading.dissection import dissect
from mingjian.reading.record import FileKind

NAME = "file_dates"
VERSION = 2

DATED = "file_dated"
"""Its values are ``created`` and ``saved``, ISO days, and ``program``."""
_PREFIX = {FileKind.PDF: "pdf", FileKind.OFD: "ofd"}
_DAY = re.compile(r"^(?:D:)?(\d{4})-?(\d\d)-?(\d\d)")
"""Of ISO 32000-1, 7.9.4, and of GB/T 33190, which writes hyphens. What a program leaves out is unknown."""
_YEARLY = re.compile(r"Microsoft\W* (?:Office )?(?:Word|Excel|PowerPoint)\W* (?:for Office )?(?:LTSC )?(20\d\d)")
"""Programs whose name tells the year; each was sold from the autumn before."""


def examine(specimen: Specimen) -> Examination:
    """The file's days; one more observation where they precede its program."""
    prefix = _PREFIX.get(specimen.rendering.kind)
    anatomy = dissect(specimen.data) if prefix else None
    if prefix is None or anatomy is None or anatomy.problem is not None:
        return Examination((Observation("file_undated", CheckOutcome.NOT_APPLICABLE),))
    created, changed = (_day(anatomy.entry(f"{prefix}:{name}")) for name in ("CreationDate", "ModDate"))
    saved = max((day for day in (created, changed) if day), default=None)
    if saved is None:
        return Examination((Observation("file_undated", CheckOutcome.NOT_APPLICABLE),))
    program = _program(anatomy, prefix)
    made = (created or saved).isoformat()
    values = {"created": made, "saved": saved.isoformat(), "program": program[:80]}
    found = [Observation(DATED, CheckOutcome.NOT_APPLICABLE, values=values)]
    sold = _YEARLY.search(program)
    if created is not None and sold and created.year < int(sold[1]) - 1:
        found.append(Observation("file_before_its_program", CheckOutcome.NOT_APPLICABLE, 0.3, values=values))
    return Examination(tuple(found))


def _program(anatomy: Anatomy, prefix: str) -> str:
    return anatomy.entry(f"{prefix}:Producer") or anatomy.entry(f"{prefix}:Creator") or "?"


def _day(written: str) -> date | None:
    found = _DAY.match(written.strip())
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
