"""A document as its page and the report of an inspection show it: findings, stated facts, heat maps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mingjian.access import masking
from mingjian.contract import Language
from mingjian.contract.reasons import Reason as Said
from mingjian.contract.reasons import Value
from mingjian.contract.sentences.agreements import AGAINST_THE_AGENCY
from mingjian.reading.fields.lexicon import rows
from mingjian.web.languages import Speech, message
from mingjian.web.queries.materials import Fact
from mingjian.web.reasoning import render


class HeatMap(StrEnum):
    """Examiners that measure every place of a page, by their names."""

    JPEG_HISTORY = "jpeg_history"
    RETYPING = "retyping"


HEAT_NAMES = {HeatMap.JPEG_HISTORY: message("JPEG history"), HeatMap.RETYPING: message("ink and edges")}
_REWRITTEN = frozenset({"pdf_page_rewritten", "pdf_image_replaced", "pdf_changed_after_signing"})

_SEXES = {"male": "男", "female": "女"}
_DOUBTED = 0.8
"""How sure a reading is, from which on it is not said to be doubtful."""

_HIDDEN: Callable[[str | None], str] = lambda value: masking.HIDDEN if value else ""  # noqa: E731
MASKS: Mapping[str, Callable[[str | None], str]] = {
    "person_name": masking.mask_name,
    "relative_name": masking.mask_name,
    "physician": masking.mask_name,
    "agent_name": masking.mask_name,
    "id_number": masking.mask_id_number,
    "relative_id_number": masking.mask_id_number,
    "telephone": masking.mask_phone,
    "account_number": masking.mask_account,
    "patient_number": masking.mask_account,
    "document_number": masking.mask_account,
    "employer": masking.mask_address,
    "born_on": _HIDDEN,
    "diagnosis": _HIDDEN,
    "advice": _HIDDEN,
}
"""By the field of ``document_fields``; others are searched for numbers. A diagnosis is health data."""
_NAMES = {
    "person_name": "姓名",
    "date": "日期",
    "weekday": "星期",
    "age": "年龄",
    "amount_in_words": "大写金额",
    "document_number": "编号",
    "amount": "金额",
    "total": "合计",
    "relative_name": "亲属姓名",
    "relative_id_number": "亲属身份证号码",
}
"""Where the first label in ``labels.yaml`` is too narrow, or where a fact needs no label."""


@dataclass(frozen=True)
class FindingLine:
    """A finding in words, numbered as on the page."""

    number: int
    text: str
    outcome: str
    page: int | None
    others: tuple[str, ...]
    accuses_agency: bool
    """It speaks against whoever wrote the paper, neither against the paper nor against who hands it in."""
    marked: bool
    """Its place is marked on the page that is shown."""
    rewritten: bool
    """The PDF can be shown before and after."""


@dataclass(frozen=True)
class FactLine:
    """What is stated under one title, masked unless somebody gave a reason."""

    title: str
    values: tuple[tuple[str, bool], ...]
    """Each with whether it was read with doubt."""


def finding_line(
    speech: Speech,
    number: int,
    check: str,
    outcome: str,
    values: Mapping[str, Value],
    *,
    page: int | None,
    marked: bool,
    masked: bool,
    others: tuple[str, ...] = (),
) -> FindingLine:
    """What one check found."""
    text = render(speech, Said(check, 0.0, values=values))
    return FindingLine(
        number,
        masking.mask_text(text) if masked else text,
        outcome,
        page,
        others,
        check in AGAINST_THE_AGENCY,
        marked,
        check in _REWRITTEN,
    )


def fact_lines(speech: Speech, facts: Iterable[Fact], *, masked: bool) -> tuple[FactLine, ...]:
    """What is stated, a line a title: a statement of account names a day and a sum in each of its rows."""
    lines: dict[str, dict[str, bool]] = {}
    for fact in facts:
        value = MASKS.get(fact.field, masking.mask_text)(fact.value) if masked else fact.value
        if fact.field == "sex" and speech.language is Language.ZH:
            value = _SEXES.get(value, value)
        doubted = fact.confidence is not None and fact.confidence < _DOUBTED
        values = lines.setdefault(_title(speech, fact.field), {})
        values[value] = doubted and values.get(value, True)
    return tuple(FactLine(title, tuple(values.items())) for title, values in lines.items())


def _title(speech: Speech, field: str) -> str:
    """The field by the label that documents themselves write before it."""
    if speech.language is not Language.ZH:
        return field.replace("_", " ")
    return _NAMES.get(field) or next((row.labels[0] for row in rows() if row.field == field), field)
