"""What complaints say: templates, claims, demands, quoted law."""

from mingjian.letters.quoted_law import LoanFacts
from mingjian.letters.reading import Letter, Template, read_letter
from mingjian.letters.settings import LettersSettings
from mingjian.letters.stage import run
from mingjian.letters.templates import skeleton_from_json, template_index
from mingjian.wording.matching import TextMatch, band_keys, match_text, text_key

__all__ = [
    "Letter",
    "LettersSettings",
    "LoanFacts",
    "Template",
    "TextMatch",
    "band_keys",
    "match_text",
    "read_letter",
    "run",
    "skeleton_from_json",
    "template_index",
    "text_key",
]
