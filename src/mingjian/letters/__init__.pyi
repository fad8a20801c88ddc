from .quoted_law import LoanFacts as LoanFacts
from .reading import Letter as Letter
from .reading import Template as Template
from .reading import read_letter as read_letter
from .settings import LettersSettings as LettersSettings
from .stage import run as run
from .templates import skeleton_from_json as skeleton_from_json
from .templates import template_index as template_index
