from .checks import CHECKS as CHECKS
from .enquiry import enquire as enquire
from .settings import MaterialsSettings as MaterialsSettings
from .stage import run as run
from .tables import Tables as Tables
