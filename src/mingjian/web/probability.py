"""The probability bar: what it says and where its parts stand, for a picture without script."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from mingjian.contract import Reason
from mingjian.web.languages import Speech


@dataclass(frozen=True)
class ProbabilityBar:
    """Positions in per cent of the bar's width; ``words`` and ``interval`` say the same."""

    words: str
    interval: str
    tick: float
    low: float
    width: float
    undecided: bool
    known: bool = True


def probability_bar(
    speech: Speech, value: float | None, *, low: float | None, high: float | None, undecided: bool = False
) -> ProbabilityBar:
    """The bar of a probability and its 90 % interval; without an interval the bar shows the tick alone."""
    if value is None:
        return ProbabilityBar(speech.say("unknown"), speech.say("no model had enough to go on"), 0, 0, 100, True, False)
    left = value if low is None else min(low, value)
    right = value if high is None else max(high, value)
    return ProbabilityBar(
        words=speech.probability(value),
        interval=speech.interval(low, high) if low is not None and high is not None else "",
        tick=round(value * 100, 2),
        low=round(left * 100, 2),
        width=round((right - left) * 100, 2),
        undecided=undecided,
    )


@dataclass(frozen=True)
class Doubt:
    """With the probability ``share`` the reasons speak of something else, and ``base_rate`` holds."""

    share: float = 0.0
    base_rate: float = 0.0

    def put_on(self, probability: float) -> float:
        """The probability that is stated where the reasons alone give this one."""
        return (1 - self.share) * probability + self.share * self.base_rate

    def taken_off(self, probability: float) -> float:
        """What the reasons alone give where this one is stated."""
        return (probability - self.share * self.base_rate) / (1 - self.share)


def without(probability: float, weight: float, doubt: Doubt) -> float:
    """The probability were one reason of ``weight`` log-odds not there."""
    clipped = min(max(doubt.taken_off(probability), 1e-6), 1 - 1e-6)
    return doubt.put_on(1 / (1 + math.exp(-(math.log(clipped / (1 - clipped)) - weight))))


def leaving_out(probability: float | None, doubt: Doubt = Doubt()) -> Callable[[Reason], float | None]:
    """What a probability would be without each reason of its own."""
    return lambda reason: None if probability is None else without(probability, reason.weight, doubt)


def leaving_out_of_both(
    first: float | None, both: float | None, of_second: Callable[[Reason], bool]
) -> Callable[[Reason], float | None]:
    """What the probability of ``both`` would be without each reason for the first, or for the second given it."""

    def rest(reason: Reason) -> float | None:
        if not first or both is None:
            return None
        second = both / first
        if of_second(reason):
            return first * without(second, reason.weight, Doubt())
        return without(first, reason.weight, Doubt()) * second

    return rest
