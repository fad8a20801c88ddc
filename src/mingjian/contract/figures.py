"""How the figures of a sentence are said: rounded by their unit, which the name of the value tells.

What stands in ``values`` stays exact, since scores are explained from it; only the words are rounded. The names
follow the contract: ``…_yuan`` is money, ``…probability`` and ``…strength`` lie between nought and one, and any
other number counts something or measures days.
"""

import math
from collections.abc import Mapping
from string import Formatter

_HAN_DIGITS = "零一二三四五六七八九"
_IN_TENTHS = ("probability", "strength")


def fill(template: str, values: Mapping[str, str | int | float | bool | None], *, han: bool) -> str:
    """The template with each ``{name}`` said; one with a format of its own (``{rate:.2%}``) keeps that.

    ``{days:# day|# days}`` says its first form of one and its second of any other number, with the number for ``#``.
    KeyError names a value that is missing.
    """
    parts: list[str] = []
    for literal, name, form, _conversion in Formatter().parse(template):
        parts.append(literal)
        if name is None:
            continue
        value = values[name]
        if form and "|" in form:
            parts.append(_counted(form, say(name, value, han=han)))
        else:
            parts.append(format(value, form) if form and value is not None else say(name, value, han=han))
    return "".join(parts)


def _counted(form: str, said: str) -> str:
    one, _, other = form.partition("|")
    return (one if said == "1" else other).replace("#", said)


def say(name: str, value: str | float | bool | None, *, han: bool) -> str:
    """One value as a sentence says it: 319.759 days are 320, 0.998 of certainty is “more than 9 in 10”."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "未知" if han else "an unknown number of"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if name.endswith(_IN_TENTHS) and 0 <= value <= 1:
        return tenths(value, han=han)
    if name.endswith("yuan"):
        return _whole_or(value, digits=2)
    if isinstance(value, int):
        return str(value)
    return str(math.floor(value + 0.5))


def tenths(share: float, *, han: bool) -> str:
    """A share that nobody knows exactly: 0.8 is “about 8 in 10”; certainty and its opposite are never claimed."""
    if share > 0.9:
        return "超过十分之九" if han else "more than 9 in 10"
    if share < 0.1:
        return "不到十分之一" if han else "less than 1 in 10"
    count = math.floor(share * 10 + 0.5)
    return f"约十分之{_HAN_DIGITS[count]}" if han else f"about {count} in 10"


def _whole_or(value: float, *, digits: int) -> str:
    rounded = round(value, digits)
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.{digits}f}"
