"""A written scorecard: characteristics with levels, each a weight of evidence with its uncertainty and its source.

The score is a plain sum of log-odds, as in Good, *Probability and the Weighing of Evidence* (1950):

    score = base + the weight of the level that each characteristic stands on

Of one characteristic the first level that matches counts and no other, and no two characteristics read the same
feature. So each reason's weight is exactly what the score would lose without what the reason rests on, unless of what
has one cause the strongest counts alone (:func:`counted_once`): then the next of it would count. What is
unknown matches no level: it adds exactly 0 and widens the interval instead.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class Basis(StrEnum):
    """What a weight rests on."""

    PUBLISHED = "published"
    LAW = "law"
    JUDGEMENT = "judgement"


@dataclass(frozen=True)
class Source:
    """Where a weight comes from, in words that a reader can check or dispute."""

    basis: Basis
    text: str


class Kind(StrEnum):
    """Kinds of evidence. Two signals of one kind may have one cause; two kinds are called independent."""

    CHANNEL = "channel"
    LETTER = "letter"
    IDENTITY = "identity"
    BEHAVIOUR = "behaviour"
    REPRESENTATION = "representation"
    TESTIMONY = "testimony"
    NETWORK = "network"
    PAPERS = "papers"
    CAMPAIGN = "campaign"
    SEVERAL_CHANNELS = "several_channels"
    HISTORY = "history"
    REPAYMENT = "repayment"
    CONTACTS = "contacts"


@dataclass(frozen=True)
class Condition:
    """A feature in a closed interval; an unknown feature satisfies nothing."""

    feature: str
    at_least: float = -np.inf
    at_most: float = np.inf

    def holds(self, values: Numbers) -> NDArray[np.bool_]:
        """Where the condition holds; NaN is unknown."""
        holds: NDArray[np.bool_] = (values >= self.at_least) & (values <= self.at_most)
        return holds


@dataclass(frozen=True)
class Level:
    """One row of the scorecard."""

    code: str
    """The reason's code in ``contract.sentences.risk``."""
    weight: float
    """Log-odds that it adds."""
    deviation: float
    """Standard deviation of the weight: how unsure its source leaves it."""
    conditions: tuple[Condition, ...]
    """All must hold."""
    source: Source
    weak: bool = False
    """Whether it is too weak to count as a kind of evidence, however many weak ones there are."""
    kind: Kind | None = None
    """Its kind of evidence, where that is another one than its characteristic's."""
    one_hand: bool = False
    """Whether whoever writes for many leaves it, where not all levels of its characteristic are so."""
    own_telephone: bool = False
    """Whether it tells that the customer left a telephone of his own, and no other."""


@dataclass(frozen=True)
class Characteristic:
    """One question to the evidence, with the answers (levels) that speak for or against."""

    name: str
    kind: Kind
    levels: tuple[Level, ...]
    evidence: tuple[str, ...] = ()
    """Columns that hold ids of the rows which the reason rests on."""
    shown: tuple[str, ...] = ()
    """Features that only the sentence tells, or that tell that the question was answered."""
    open_when_unknown: bool = True
    """Whether not knowing leaves something open. A complaint by telephone has no mailbox: nothing is missing."""
    one_hand: bool = False
    """Whether whoever writes for many leaves what its levels speak of: his words, telephone, mailbox, address."""
    one_letter: bool = False
    """Whether it is of the letter's own words: who copies a letter copies all of them."""
    one_course: bool = False
    """Whether it is a step of whoever pursues a dispute, with or without an agency."""
    one_person: bool = False
    """Whether it tells of who acts for the customer: what he takes, what he lacks and for how many he acts."""

    def kind_of(self, level: Level) -> Kind:
        """The kind of evidence that one of its levels is."""
        return level.kind or self.kind

    @property
    def features(self) -> tuple[str, ...]:
        """The features that it reads."""
        decisive = (condition.feature for level in self.levels for condition in level.conditions)
        return tuple(dict.fromkeys((*decisive, *self.shown)))

    @property
    def unknown_deviation(self) -> float:
        """How much not knowing the answer leaves open.

        The answer would add something between the strongest level against and the strongest for; most subjects
        stand on none. A quarter of that range is the deviation of a spread that puts about 19 of 20 inside it.
        """
        if not self.open_when_unknown:
            return 0.0
        weights = [0.0, *(level.weight for level in self.levels)]
        return (max(weights) - min(weights)) / 4


@dataclass(frozen=True)
class Scorecard:
    """Characteristics, in order, over one subject."""

    name: str
    characteristics: tuple[Characteristic, ...]

    @property
    def levels(self) -> tuple[Level, ...]:
        """Every row of the scorecard."""
        return tuple(level for characteristic in self.characteristics for level in characteristic.levels)

    @property
    def features(self) -> tuple[str, ...]:
        """Every feature that the scorecard reads, each once."""
        return tuple(feature for characteristic in self.characteristics for feature in characteristic.features)


NO_LEVEL = -1


Levels = NDArray[np.int8]
"""Where subjects stand: a row each, a column a characteristic; negative where they stand on no level."""


def counted_once(scorecard: Scorecard, levels: Levels) -> NDArray[np.bool_]:
    """What counts where several things have one cause: of these the strongest for an agent, and all else.

    One letter. Whoever copies one, from an agency's advert or a neighbour, copies its law, its demands and its code
    words with it. So a letter in common counts alone, or not at all beside what it says and what else one hand left,
    whichever is more: none of it ever takes from the rest.

    One hand. Whoever writes for ten neighbours gives his telephone, mailbox, address, device and words to all ten
    letters at once. The second of these tells nothing that the first has not told.

    One person. Who acts for many without the papers that he needs is one and the same helper: the stronger of the two
    counts. Where that he acts for many is both of his hand and the stronger, it counts for both.

    One course. Whoever is in earnest about a dispute fetches contract and statement, keeps back what he disputes, and
    tries a second door where the first stays shut. Agencies have their clients do the same; but who does one of it does
    the next, whoever told him to. A new telephone has other causes, and counts by itself.
    """
    family, beside, said = _letter_and_hand(scorecard, levels)
    alone = _counts_alone(family, beside, said)
    counted: NDArray[np.bool_] = np.where(alone[:, None], (beside == 0) & (said == 0), family == 0)
    _strongest_of(np.where(counted, beside, 0.0), counted)
    hand = _of_one_hand(scorecard, levels)
    counted &= (hand == 0) | (family > 0) | (beside > 0)
    person = _weights_for(scorecard, levels, lambda one, _level: one.one_person)
    _strongest_of(np.where(counted, person, 0.0), counted)
    _strongest_of(_weights_for(scorecard, levels, lambda one, _level: one.one_course), counted)
    return counted


def _letter_and_hand(scorecard: Scorecard, levels: Levels) -> tuple[Numbers, Numbers, Numbers]:
    """What a letter in common says for an agent, what else of the same hand does, and what the letter itself says.

    Of the person who acts his hand says only what it says more than what else is known of him.
    """
    letter = _weights_for(scorecard, levels, lambda one, _level: one.one_letter)
    hand = _of_one_hand(scorecard, levels)
    person = _weights_for(scorecard, levels, lambda one, _level: one.one_person)
    known_anyway = np.where(hand > 0, 0.0, person).max(axis=1, initial=0.0)
    beside = np.where(person > 0, np.maximum(hand - known_anyway[:, None], 0.0), hand)
    return np.where(hand > 0, letter, 0.0), np.where(letter > 0, 0.0, beside), np.where(hand > 0, 0.0, letter)


def _of_one_hand(scorecard: Scorecard, levels: Levels) -> Numbers:
    return _weights_for(scorecard, levels, lambda one, level: one.one_hand or level.one_hand)


def _counts_alone(family: Numbers, beside: Numbers, said: Numbers) -> NDArray[np.bool_]:
    """Whether a letter in common says at least as much as all that cannot count beside it."""
    in_common = _summed(family)
    alone: NDArray[np.bool_] = (in_common > 0) & (in_common >= beside.max(axis=1) + _summed(said))
    return alone


def _weights_for(scorecard: Scorecard, levels: Levels, chosen: Callable[[Characteristic, Level], bool]) -> Numbers:
    """What the chosen levels say for an agent: 0 where a subject stands on none of them."""
    found = np.zeros(levels.shape)
    for column, characteristic in enumerate(scorecard.characteristics):
        for index, level in enumerate(characteristic.levels):
            if level.weight > 0 and chosen(characteristic, level):
                found[levels[:, column] == index, column] = level.weight
    return found


def _strongest_of(weights: Numbers, counted: NDArray[np.bool_]) -> None:
    """Leaves of each row only the strongest among those that count."""
    strongest = weights.argmax(axis=1)
    stays = counted[np.arange(len(weights)), strongest]
    counted &= weights == 0
    counted[np.arange(len(weights)), strongest] = stays


def weight_of_copied(scorecard: Scorecard, levels: Levels) -> Numbers:
    """What the letter says for an agent where the customer left his own telephone: he may have copied the whole of it.

    Of a letter in common as much as it says more than what else of one hand would: so whoever copied one never stands
    better for that than with the same words and no letter in common.
    """
    own = np.zeros(len(levels), dtype=np.bool_)
    for column, characteristic in enumerate(scorecard.characteristics):
        for index, level in enumerate(characteristic.levels):
            if level.own_telephone:
                own |= levels[:, column] == index
    family, beside, said = _letter_and_hand(scorecard, levels)
    alone = _counts_alone(family, beside, said)
    return np.where(own, np.where(alone, _summed(family) - beside.max(axis=1), _summed(said)), 0.0)


def _summed(values: Numbers) -> Numbers:
    """The sum of each row, column by column, so that one row alone gives the same bits as the same row in a batch."""
    total = np.zeros(len(values))
    for column in range(values.shape[1]):
        total += values[:, column]
    return total


@dataclass(frozen=True)
class Marks:
    """Where the subjects of a batch stand on a scorecard: one column a characteristic."""

    scorecard: Scorecard
    levels: Levels
    """The index of the level in its characteristic, or ``NO_LEVEL``."""
    known: NDArray[np.bool_]
    """Whether enough features were known to tell."""
    weights: Numbers
    """What each characteristic adds: 0 without a level."""
    variances: Numbers
    """The variance of what each characteristic adds, or would add were it known."""

    def leaving_out(self, names: Collection[str]) -> "Marks":
        """The same marks without what these characteristics say for an agent; what they say against one stays."""
        dropped = np.zeros(self.levels.shape, dtype=np.bool_)
        for place, characteristic in enumerate(self.scorecard.characteristics):
            if characteristic.name in names:
                dropped[:, place] = self.weights[:, place] > 0
        weights, variances = (np.where(dropped, 0.0, values) for values in (self.weights, self.variances))
        levels = np.where(dropped, np.int8(NO_LEVEL), self.levels)
        return replace(self, levels=levels, weights=weights, variances=variances)

    @property
    def once(self) -> "Marks":
        """The same marks where what has one cause counts once; they still tell all of it."""
        counted = counted_once(self.scorecard, self.levels)
        weights, variances = (np.where(counted, values, 0.0) for values in (self.weights, self.variances))
        return replace(self, weights=weights, variances=variances)

    @property
    def copied(self) -> Numbers:
        """What a letter says for an agent that the customer may well have copied himself."""
        return weight_of_copied(self.scorecard, self.levels)

    @property
    def total(self) -> Numbers:
        """The sum of the weights of each subject."""
        return _summed(self.weights)

    @property
    def variance(self) -> Numbers:
        """The variance of the sum, the weights' errors taken as independent."""
        return _summed(self.variances)

    def kinds_for(self, wording: Numbers | float = 0.0) -> NDArray[np.int64]:
        """How many kinds of evidence speak for what is assessed, weak levels left out.

        Whoever writes for many leaves his words (``Kind.LETTER``) and his telephone, mailbox, address and device
        (``Kind.IDENTITY``) on all that he writes: a village's secretary, a union, a ward's social worker, a shop that
        fills in forms. That is one hand and one kind, and so is the ``wording`` (in log-odds), which may be copied.

        What the customer did (``Kind.BEHAVIOUR``) and what his other complaints show (``Kind.CAMPAIGN``) are found
        behind these as well, and behind a client of a gang who writes for himself. They count only where the wording
        says so too or beside a kind that no helper shows, and never alone; and what he did, as a new telephone, which
        many have whom collectors call, is no second kind beside a hand: letters and words that were copied would do.
        Several channels (``Kind.SEVERAL_CHANNELS``) are of his other complaints too, and whoever is angry copies a
        letter from the net and tries every door: beside a hand they count only where he did something else that
        agencies have their clients do, be it weak.

        Where no hand is seen and the wording speaks for the customer, he may have written it himself: then none counts.
        """
        found = {kind: np.zeros(len(self.levels), dtype=bool) for kind in Kind}
        acted = np.zeros(len(self.levels), dtype=bool)
        for column, characteristic in enumerate(self.scorecard.characteristics):
            for index, level in enumerate(characteristic.levels):
                if level.weight > 0:
                    stands, kind = self.levels[:, column] == index, characteristic.kind_of(level)
                    found[kind] |= stands & (not level.weak)
                    acted |= stands & (kind is Kind.BEHAVIOUR)
        wording = np.broadcast_to(np.asarray(wording), len(self.levels))
        hand = found.pop(Kind.LETTER) | found.pop(Kind.IDENTITY)
        done, elsewhere = found.pop(Kind.BEHAVIOUR) & (wording > 0), found.pop(Kind.CAMPAIGN)
        tried = found.pop(Kind.SEVERAL_CHANNELS)
        apart = np.sum(list(found.values()), axis=0, dtype=np.int64)
        elsewhere = (elsewhere | (tried & (acted | (apart > 0)))) & ((apart > 0) | ((wording > 0) & (hand | done)))
        count = apart + hand + elsewhere + (done & ((apart > 0) | elsewhere))
        return np.where(hand | (wording >= 0), count, 0)


def unknown_to_both(first: Marks, second: Marks) -> Numbers:
    """The covariance of two scores that do not know the same facts: the one answer would move both alike."""
    common = np.zeros(len(first.levels))
    for here, one in enumerate(first.scorecard.characteristics):
        for there, other in enumerate(second.scorecard.characteristics):
            if set(one.features) & set(other.features):
                open_in_both = ~first.known[:, here] & ~second.known[:, there]
                spread = np.sqrt(first.variances[:, here] * second.variances[:, there])
                common += np.where(open_in_both, spread, 0.0)
    return common


Columns = Mapping[str, Numbers]


def numbers(batch: pa.Table, names: Sequence[str]) -> Columns:
    """The named columns of a batch as numbers, NaN where unknown."""
    columns = {}
    for name in names:
        column = batch.column(name).combine_chunks()
        columns[name] = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    return columns


def distinct_rows(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """The distinct rows, and which of them each row is; one alone is not sorted, since online there is but one."""
    if len(values) == 1:
        return values, np.zeros(1, dtype=np.intp)
    distinct, which = np.unique(values, axis=0, return_inverse=True)
    return distinct, which.reshape(-1)


def mark(scorecard: Scorecard, columns: Columns, *, size: int) -> Marks:
    """Finds the level of every subject on every characteristic."""
    shape = (size, len(scorecard.characteristics))
    levels = np.full(shape, NO_LEVEL, dtype=np.int8)
    known = np.zeros(shape, dtype=bool)
    weights = np.zeros(shape)
    variances = np.zeros(shape)
    for position, characteristic in enumerate(scorecard.characteristics):
        for name in characteristic.features:
            known[:, position] |= ~np.isnan(columns[name])
        variances[:, position] = np.where(known[:, position], 0.0, characteristic.unknown_deviation**2)
        for index, level in enumerate(characteristic.levels):
            matches = levels[:, position] == NO_LEVEL
            for condition in level.conditions:
                matches &= condition.holds(columns[condition.feature])
            levels[matches, position] = index
            weights[matches, position] = level.weight
            variances[matches, position] = level.deviation**2
    return Marks(scorecard, levels=levels, known=known, weights=weights, variances=variances)
