"""The templates of the pages, as an environment for each language."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from mingjian.access.masking import mask_answer, mask_name, mask_text
from mingjian.contract import Language
from mingjian.web.languages import Speech, translations

__all__ = ["environment_of"]

_TEMPLATES = Path(__file__).parent / "templates"


def environment_of(language: Language) -> jinja2.Environment:
    """Templates that speak a language, with the filters that write figures and days as it does."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # an upgrade under a running server would show its pages with the old program
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    speech = Speech(language)
    environment.globals["ngettext"] = partial(_counted, speech)
    environment.filters.update(
        label=speech.label,
        number=speech.number,
        money=speech.money,
        share=speech.share,
        table_name=speech.table,
        day=partial(_dated, speech.day),
        time=partial(_dated, speech.time),
        probability=speech.probability,
        masked=mask_text,
        masked_name=mask_name,
        masked_answer=mask_answer,
    )
    return environment


def _counted(speech: Speech, singular: str, plural: str, number: float, **values: object) -> Markup:
    """What a template counts: as the template's own function says it, with ``num`` written as other numbers are."""
    text = str(speech.catalogue.ngettext(singular, plural, int(number)))
    return Markup(text) % {"num": speech.number(number), **values}  # noqa: S704 - messages are ours, values are escaped


def _dated(say: Callable[[Any], str], value: date | datetime | None) -> str:
    """A day or a time as an element, which the style keeps on one line: browsers break dates at their hyphens."""
    if value is None:
        return say(None)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), say(value))
