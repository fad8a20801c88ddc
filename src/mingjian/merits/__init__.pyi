from .ledger import Ledger as Ledger
from .settings import MeritsSettings as MeritsSettings
from .stage import run as run
from .weighing import weigh as weigh
