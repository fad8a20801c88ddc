"""How this world's texts grow: a grammar is derived, and whoever has a habit derives it the same way each time.

A gang's letter is not a text with holes but a *habit*: which production it takes at each symbol. The higher it
stands on the ladder, the oftener it breaks its habit.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mingjian.simulation.story import Assertion, Brief, Letter, Mark, MarkKind
from mingjian.simulation.worlds.qingdao.rules import RULES

_KIN = {
    "relative": ("俺爹娘", "俺媳妇", "俺姐夫"),
    "colleague": ("俺工友", "车队队长", "厂里会计"),
    "friend": ("俺发小", "隔壁船老大"),
}


@dataclass
class Habit:
    """The productions that a writer keeps to; an honest one keeps to none."""

    chosen: dict[str, int] = field(default_factory=dict)
    keeps: float = 0.0

    def production(self, symbol: str, dice: random.Random) -> str:
        """One production of the symbol, the usual one unless the habit is broken."""
        productions = RULES[symbol]
        if dice.random() < self.keeps:
            if symbol not in self.chosen:
                self.chosen[symbol] = dice.randrange(len(productions))
            return productions[self.chosen[symbol]]
        return dice.choice(productions)


class Page:
    """Derives symbols into one text and keeps the marks."""

    def __init__(self, brief: Brief, dice: random.Random, habit: Habit, *, slots: bool = False) -> None:
        self._brief = brief
        self._dice = dice
        self._habit = habit
        self._slots = slots
        self._text = ""
        self._marks: list[Mark] = []
        self.lists: dict[str, Callable[[], None]] = {}
        """What stands for ``<<claims>>`` and ``<<demands>>``."""

    def derive(self, symbol: str, assertion: Assertion | None = None) -> None:
        """Writes one derivation of the symbol."""
        start = len(self._text)
        self.write(self._habit.production(symbol, self._dice), assertion)
        kind, _, code = symbol.partition("/")
        if kind in _MARKED and code:
            written = self._text[start:].rstrip("。；！？， \n")
            self._marks.append(Mark(_MARKED[kind], code, start, start + len(written)))

    def write(self, production: str, assertion: Assertion | None = None) -> None:
        """Writes a production: words, facts and symbols."""
        facts = self._facts(assertion)
        passing, began = "", 0
        rest = production
        while rest:
            places = [place for place in (rest.find("<"), rest.find("$"), rest.find("{")) if place >= 0]
            if not places:
                self._text += rest
                return
            place = min(places)
            self._text += rest[:place]
            if rest[place] == "{":
                end = rest.index("}", place)
                if claim := rest[place + 1 : end]:
                    passing, began = claim, len(self._text)
                else:
                    self._marks.append(Mark(MarkKind.CLAIM, passing, began, len(self._text)))
                rest = rest[end + 1 :]
            elif rest.startswith("<<", place):
                end = rest.index(">>", place)
                self.lists[rest[place + 2 : end]]()
                rest = rest[end + 2 :]
            elif rest[place] == "<":
                end = rest.index(">", place)
                self.derive(rest[place + 1 : end], assertion)
                rest = rest[end + 1 :]
            else:
                end = rest.index("$", place + 1)
                name = rest[place + 1 : end]
                fact = facts[name]
                if self._slots and fact:
                    self._marks.append(Mark(MarkKind.SLOT, name, len(self._text), len(self._text) + len(fact)))
                self._text += fact
                rest = rest[end + 1 :]

    def letter(self) -> Letter:
        """The finished text."""
        text = self._text.rstrip("\n ")
        kept = (mark for mark in self._marks if mark.end <= len(text))
        return Letter(text, tuple(sorted(kept, key=lambda mark: (mark.start, mark.end))))

    def _facts(self, assertion: Assertion | None) -> Mapping[str, str]:
        brief, dice = self._brief, self._dice
        began, now = brief.disbursed_on, brief.received_at
        facts = {
            "name": brief.name,
            "city": brief.city,
            "employer": brief.employer or "个体",
            "lender": brief.lender,
            "product": brief.product,
            "loan": brief.loan_id,
            "principal": _sum(brief.principal_yuan),
            "outstanding": _sum(brief.outstanding_yuan),
            "instalment": _sum(brief.instalment_yuan),
            "start": f"{began:%Y}.{began:%m}",
            "phone": brief.phone,
            "tail": brief.identity_tail,
            "today": f"{now:%Y-%m-%d}",
            "helper": brief.helper,
            "she": "她" if brief.woman else "他",
            "kin": "娘" if brief.woman else "爹",
            "story": dice.choice(RULES["aside"]),
        }
        if assertion is not None:
            said = assertion.particulars
            facts |= {
                "day": f"{said.day.month}/{said.day.day}" if said.day else "那阵子",
                "count": str(said.count or 10),
                "hour": _hour(said.hour) if said.hour is not None else "后半夜",
                "rate": f"{said.rate * 100:.2f}%" if said.rate else "三分六",
                "contract_rate": f"{said.contract_rate * 100:.2f}%" if said.contract_rate else "约定利率",
                "sum": f"¥{said.sum_yuan:,.2f}" if said.sum_yuan else "¥300",
                "person": dice.choice(_KIN[said.person]) if said.person else "旁人",
            }
        return facts


_MARKED = {
    "claim": MarkKind.CLAIM,
    "gclaim": MarkKind.CLAIM,
    "demand": MarkKind.DEMAND,
    "gdemand": MarkKind.DEMAND,
}


def _sum(yuan: int) -> str:
    return f"{yuan / 10_000:g}万" if yuan >= 10_000 else f"{yuan}圆"


def _hour(hour: float) -> str:
    whole, minutes = int(hour), int(hour % 1 * 60)
    return f"{whole:02d}:{minutes:02d}"
