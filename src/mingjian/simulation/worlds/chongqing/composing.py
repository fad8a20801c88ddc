"""How this world's texts are composed: phrases with alternatives and slots, written into a draft that keeps marks.

A phrase is text with alternatives ``[a|b]``, which may nest, and slots ``{name}``. What it claims in passing, whatever
the letter is about, stands between ``{+claim}`` and ``{-}``.
"""

import random
from collections.abc import Mapping

from mingjian.simulation.story import Assertion, Brief, Letter, Mark, MarkKind

_PEOPLE = {
    "relative": ("我父母", "我家人", "我老婆", "我妈", "我亲戚"),
    "colleague": ("我同事", "我单位领导", "公司前台", "我们部门的人"),
    "friend": ("我朋友", "我以前的室友", "通讯录里的好友"),
}
_PEOPLE_FORMALLY = {"relative": "本人亲属", "colleague": "本人工作单位同事", "friend": "本人通讯录联系人"}


def choose(phrase: str, dice: random.Random) -> str:
    """The phrase with every alternative chosen; slots stay."""
    while "[" in phrase:
        close = phrase.index("]")
        start = phrase.rindex("[", 0, close)
        phrase = phrase[:start] + dice.choice(phrase[start + 1 : close].split("|")) + phrase[close + 1 :]
    return phrase


class Draft:
    """A letter in the making."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []

    def add(
        self,
        phrase: str,
        values: Mapping[str, str],
        *,
        mark: tuple[MarkKind, str] | None = None,
        slots: bool = False,
    ) -> None:
        """Writes a chosen phrase with its slots filled in; ``mark`` spans it without its last stop."""
        start = self._length
        passing = ("", start)
        for index, piece in enumerate(phrase.replace("}", "{").split("{")):
            if index % 2 and piece.startswith("+"):
                passing = (piece[1:], self._length)
                continue
            if index % 2 and piece == "-":
                self._marks.append(Mark(MarkKind.CLAIM, *passing, self._length))
                continue
            text = values[piece] if index % 2 else piece
            if slots and index % 2 and text:
                self._marks.append(Mark(MarkKind.SLOT, piece, self._length, self._length + len(text)))
            self._parts.append(text)
            self._length += len(text)
        if mark and self._length > start:
            written = "".join(self._parts)[start:].rstrip("。；！，\n ")
            self._marks.append(Mark(mark[0], mark[1], start, start + len(written)))

    def letter(self) -> Letter:
        """The finished text."""
        text = "".join(self._parts)
        trimmed = text.rstrip("\n ，；")
        marks = sorted(
            (mark for mark in self._marks if mark.end <= len(trimmed)), key=lambda mark: (mark.start, mark.end)
        )
        return Letter(trimmed, tuple(marks))


def values_of(
    brief: Brief, assertion: Assertion | None, dice: random.Random, *, formal: bool = False
) -> dict[str, str]:
    """What the slots of a phrase are filled with."""
    received = brief.received_at
    result = {
        "name": brief.name,
        "city": brief.city,
        "employer": brief.employer or "一家小公司",
        "lender": brief.lender,
        "product": brief.product,
        "loan": brief.loan_id,
        "principal": _money(brief.principal_yuan, dice, formal=formal),
        "outstanding": _money(brief.outstanding_yuan, dice, formal=formal),
        "instalment": _money(brief.instalment_yuan, dice, formal=formal),
        "days": str(brief.days_past_due),
        "start": f"{brief.disbursed_on.year}年{brief.disbursed_on.month}月",
        "phone": brief.phone,
        "tail": brief.identity_tail,
        "today": f"{received.year}年{received.month}月{received.day}日",
        "helper": brief.helper,
        "she": "她" if brief.woman else "他",
        "kin": dice.choice(("母亲", "妹妹", "姐姐") if brief.woman else ("父亲", "丈夫", "哥哥")),
        "lady": "女士" if brief.woman else "先生",
    }
    if assertion is not None:
        said = assertion.particulars
        day = said.day
        result |= {
            "day": f"{day.month}月{day.day}[日|号]".replace("[日|号]", "日" if formal else dice.choice("日号"))
            if day
            else "前几天",
            "count": str(said.count) if said.count else "好多",
            "hour": _clock(said.hour) if said.hour is not None else "深夜",
            "rate": f"{said.rate * 100:.1f}%" if said.rate else "36%",
            "contract_rate": f"{said.contract_rate * 100:.1f}%" if said.contract_rate else "合同利率",
            "sum": f"{said.sum_yuan:.2f}元"
            if said.sum_yuan and said.sum_yuan % 1
            else f"{int(said.sum_yuan or 500)}元",
            "person": (_PEOPLE_FORMALLY[said.person] if formal else dice.choice(_PEOPLE[said.person]))
            if said.person
            else ("第三人" if formal else "我身边的人"),
        }
    return result


def _money(yuan: int, dice: random.Random, *, formal: bool) -> str:
    if not formal and yuan >= 10_000 and dice.random() < 0.5:
        return f"{yuan / 10_000:.1f}万".replace(".0万", "万")
    if not formal and dice.random() < 0.2:
        return f"{yuan}块"
    return f"{yuan}元"


def _clock(hour: float) -> str:
    whole = int(hour)
    part = "凌晨" if whole < 6 else "早上" if whole < 9 else "白天" if whole < 18 else "晚上"
    shown = whole - 12 if whole > 12 else whole
    return f"{part}{shown}点{int(hour % 1 * 60):02d}分" if hour % 1 > 0.05 else f"{part}{shown}点"
