"""Reading a delivery, checking it, and quarantining what cannot be taken."""

from mingjian.intake import adapters
from mingjian.intake.listed import listed_values
from mingjian.intake.mapping import Mapping
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.summary import IntakeSummary, ProblemCount, TableSummary, meaning_of_absence
from mingjian.intake.taking import take

__all__ = [
    "IntakeSettings",
    "IntakeSummary",
    "Mapping",
    "ProblemCount",
    "TableSummary",
    "adapters",
    "listed_values",
    "meaning_of_absence",
    "take",
]
