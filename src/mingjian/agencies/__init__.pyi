from .agreements import Clause as Clause
from .agreements import read_agreement as read_agreement
from .cases import Tables as Tables
from .cases import cases as cases
from .judging import judge as judge
from .settings import AgenciesSettings as AgenciesSettings
from .stage import run as run
