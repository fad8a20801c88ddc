from .agent_model import AgentModel as AgentModel
from .complaint_assessment import assess_complaints as assess_complaints
from .customer_assessment import CustomerModel as CustomerModel
from .customer_assessment import assess_customers as assess_customers
from .settings import RiskSettings as RiskSettings
from .stage import run as run
