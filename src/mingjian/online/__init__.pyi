from .assessment import Assessment as Assessment
from .assessment import WeighedClaim as WeighedClaim
from .complaint import parse_complaint as parse_complaint
from .desk import OnlineDesk as OnlineDesk
