"""Reading a delivery, checking it, quarantining what cannot be taken."""

from mingjian.intake.settings import IntakeSettings
from mingjian.intake.summary import IntakeSummary, ProblemCount, TableSummary
from mingjian.intake.taking import take

__all__ = ["IntakeSettings", "IntakeSummary", "ProblemCount", "TableSummary", "take"]
