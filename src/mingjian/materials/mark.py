"""What one check saw in one file, before anyone knows whose file it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.reading.page import Region


@dataclass(frozen=True)
class Mark:
    """One check's answer about a file; the stage turns it into a finding about each material of that file."""

    check: str
    """A code of ``contract/sentences/materials.py``."""
    outcome: CheckOutcome
    score: float | None = None
    """Strength of suspicion in [0, 1]; None where the check gives none."""
    page: int | None = None
    """From 1; None where the whole file is meant."""
    region: Region | None = None
    """In pixels of the page as given."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """What the check's sentence is rendered from."""
    heat: npt.NDArray[np.uint8] | None = None
    """A heat map over the page: rows × columns of any size, 0 nothing to 255 strongest."""
