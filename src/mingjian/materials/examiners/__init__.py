"""One examiner a module: it looks at a file alone, and says what it sees there."""

from typing import Protocol

from mingjian.materials.examiners import (
    copying,
    drawing,
    file_dates,
    habits,
    handwriting,
    jpeg_history,
    metadata,
    noise,
    ofd_history,
    ofd_signatures,
    pages,
    pdf_history,
    portraits,
    retyping,
    screens,
    seals,
    sharpness,
)
from mingjian.materials.specimen import Examination, Specimen


class Examiner(Protocol):
    """What each module of this folder offers."""

    NAME: str
    """Stable, in snake_case."""
    VERSION: int
    """Raised when the same file may come to be judged otherwise."""

    def examine(self, specimen: Specimen, /) -> Examination:
        """What this examiner sees; whatever it cannot judge it calls ``not_applicable`` or ``unreadable``."""
        ...


EXAMINERS: tuple[Examiner, ...] = (
    jpeg_history,
    retyping,
    sharpness,
    copying,
    noise,
    drawing,
    screens,
    metadata,
    file_dates,
    habits,
    pdf_history,
    ofd_history,
    ofd_signatures,
    seals,
    handwriting,
    portraits,
    pages,
)
"""Every examiner, in the order in which they look."""
