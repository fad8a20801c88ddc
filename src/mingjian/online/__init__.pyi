from .assessment import Assessment as Assessment
from .assessment import WeighedClaim as WeighedClaim
from .complaint import Arrival as Arrival
from .complaint import parse_arrival as parse_arrival
from .desk import OnlineDesk as OnlineDesk
