"""Features, scorecards, calibration and abstention: what the evidence says of complaints and customers.

``run`` is the stage of the pipeline. ``assess_complaints`` and ``assess_customers`` are its pure cores, which the
online path calls with one row.
"""

from mingjian.risk.agent_model import AgentModel
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.customer_assessment import CustomerModel, assess_customers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.stage import run

__all__ = ["AgentModel", "CustomerModel", "RiskSettings", "assess_complaints", "assess_customers", "run"]
