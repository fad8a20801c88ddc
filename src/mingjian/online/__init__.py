"""One complaint as it arrives, through the same functions as a run's, against the tables of the current run."""

from mingjian.online.assessment import Assessment, WeighedClaim
from mingjian.online.complaint import parse_complaint
from mingjian.online.desk import OnlineDesk

__all__ = ["Assessment", "OnlineDesk", "WeighedClaim", "parse_complaint"]
