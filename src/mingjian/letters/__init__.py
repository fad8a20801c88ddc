"""What complaints say: templates, claims, demands, quoted law."""

from mingjian.letters.settings import LettersSettings
from mingjian.letters.stage import run

__all__ = ["LettersSettings", "run"]
