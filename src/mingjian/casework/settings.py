"""What may be set about complaints in hand: periods shorter than the law's, never longer."""

from dataclasses import replace
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict

from mingjian.casework.clocks import CalendarRules, PauseCause
from mingjian.standards.limits import CLOCKS


class CaseworkSettings(BaseModel):
    """How the days until an answer are counted."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    answer_days: Annotated[int, Ge(1), Le(15)] = 15
    """Days for an ordinary complaint; the law gives 15, local rules or the lender's own promise may give fewer."""
    complex_answer_days: Annotated[int, Ge(1), Le(30)] = 30
    """Days for a complex one; the law gives 30."""
    approved_answer_days: Annotated[int, Ge(1), Le(60)] = 60
    """Days for a very complex one that was approved; the law gives 60."""
    review_days: Annotated[int, Ge(1), Le(30)] = 30
    """Days for a review, from the day on which it was asked for; the law gives 30."""
    takedown_days: Annotated[int, Ge(1), Le(90)] = 15
    """Days after which somebody looks again at a request to a platform; the law names no number (及时)."""
    pause_causes: tuple[PauseCause, ...] = tuple(PauseCause)
    """What may stop a clock: `awaiting_material` (补正), `awaiting_issuer` (鉴定、核实), `mediation` (调解), `agreed`
    (the complainant asked to wait). Local rules or the lender's own promise may leave some out, none is added; a clock
    that stands still keeps its cause until somebody lets it run."""
    enquiry_days: Annotated[int, Ge(1), Le(90)] = 15
    """Days after which somebody asks a document's issuer again; no complaint waits for it."""
    ends_on_working_day: bool = True
    """Whether a period that ends on a day off ends on the next working day (民法典第二百零三条)."""

    @property
    def counting(self) -> CalendarRules:
        """The rules by which clocks count; a period that the law shortens later is never longer for being set here."""
        days = {
            "answer": self.answer_days,
            "answer_complex": self.complex_answer_days,
            "answer_with_approval": self.approved_answer_days,
            "review": self.review_days,
        }
        rules = tuple(replace(one, days=min(one.days, days.get(one.name, one.days))) for one in CLOCKS)
        return CalendarRules(rules, moves_to_working_day=self.ends_on_working_day)
