"""The agent model of one run: the written scorecard, moved by people's confirmed findings as far as these outweigh it.

The weights are normal with their written deviations, and labelled complaints are the data: the most probable weights
are taken, and what the data leave open of them is their joint covariance, from which each complaint's interval
follows. Few labels narrow the interval where labelled complaints stand, and nowhere else.

- Which complaints people look into depends on what is suspicious about them, that is on the features, and weights
  given the features bear that; a share of wrong labels is allowed for.
- Labels of one kind alone cannot tell a lender's rate from its people's choice: then the written weights stand.
- Learned weights replace the written ones unless the latest labels speak against what the earlier ones taught.
- What is unknown adds nothing, learned or not; labels can only narrow what it leaves open.
- All weights together are stretched by one factor, learned on labels that the weights have not seen: calibration; and
  once more as far as the scores of all complaints tell (:mod:`mingjian.risk.prevalence`).
- The manner of writing (:mod:`mingjian.risk.manner`) joins them with the weight that unseen labels give it.
- Labels are of the conspicuous, so their share of agents is nobody's base rate: it is learned beside the weights, that
  it bends none of them, and thrown away. How many of all complaints are agents' is told by how the scores of all of
  them lie (:mod:`mingjian.risk.prevalence`), and before them by the written base alone.

No model foresees everything: with the probability ``doubt`` a complaint is none that the weights speak of, and the
base rate holds for it. Without labels that is one in twenty; with them, what unseen labels bear out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import Enum

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import bdtrc

from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.fairness import ATTRIBUTES, groups_of
from mingjian.risk.learning import Prior, design, information, most_probable, reweighted, worse_beyond_chance
from mingjian.risk.manner import MOST, NO_WRITINGS, Manner, Writings, beyond_the_letter, learned, sequences, vocabulary
from mingjian.risk.prevalence import Told, base_of_all, sharpness_of_all
from mingjian.risk.proxies import telling_of_people
from mingjian.risk.scorecard import (
    NO_LEVEL,
    Columns,
    Levels,
    Marks,
    Numbers,
    Scorecard,
    counted_once,
    distinct_rows,
    mark,
    numbers,
    weight_of_copied,
)
from mingjian.risk.settings import RiskSettings
from mingjian.risk.things import himself, things_of
from mingjian.risk.zones import log_odds, probability

LEAST_OF_A_KIND = 5
"""Labels of agents' and of customers' own complaints, each, below which nothing is learned."""
MOST_LABELS = 10_000
"""The latest labels teach: what more of them would add lies below their errors, and agents change their ways."""
JUDGED_SHARE = 1 / 3
"""The latest labels, on which a model of the earlier ones is put to the test."""
MISLABELLED = 0.02
"""Share of labels that are taken to be wrong."""
EXPLAINED = 0.05
"""How probable as many wrong labels must be at least, that chance explains them."""
FOLDS = 5
SLOPE_DEVIATION = 1.0
"""Of the logarithm of the sharpness before there are labels: 90 % between 0.2 and 5."""
SHARE_DEVIATION = 1.0
"""Of the weight of manner before there are labels, about one: what manner says is log-odds by itself."""
SHIFT_DEVIATION = 1.0
"""Of what the choice of those who label adds to the log-odds of a label: it is learned and thrown away. A few dozen
labels outweigh it."""
UNLEARNT_DOUBT = 1 / 20
DOUBT_ANSWERS = 5
"""Labels that the unlearnt doubt is worth."""
PART = "part"
"""Of the country: the first digit of a province's code, since few lenders have many complaints of one province."""
_UNKNOWN = -2
_CERTAIN = 1e-6
"""Deviation of what leaves nothing open."""


@dataclass(frozen=True)
class AgentModel:
    """The scorecard with its base and joint error, as it stands in one run."""

    settings: RiskSettings
    scorecard: Scorecard
    base: float
    covariance: Numbers
    """Of the base, the levels in order, and what each characteristic leaves open where it is unknown."""
    doubt: float
    labels: int = 0
    """Labelled complaints behind the weights; 0 where they stand as written."""
    manner: Manner | None = None
    """What the wording adds; None without labels, or where they give it no weight."""
    accused_above: float = 0.0
    """The lower end of the interval above which alone a complaint is ``likely_agent``, where labels hold that higher
    than the costs do."""
    held: Mapping[str, float] = field(default_factory=dict)
    """The same of complaints that share a thing (:mod:`mingjian.risk.things`) with somebody found honest, and of his
    own."""
    narrowed_for: tuple[tuple[str, str], ...] = ()
    """Groups of honest people (attribute and group) of whom learned weights would have accused more without that."""
    outweighed: frozenset[str] = frozenset()
    """Labelled as the customer's own, and more probably an agent's, given all that the other labels teach."""

    @property
    def base_rate(self) -> float:
        """The probability of an agent where nothing is known of a complaint."""
        return float(probability(np.array([self.base]))[0])

    def limits(self, rows: pa.Table, marks: Marks) -> Numbers:
        """What the lower end of each wide complaint's interval must exceed for likely_agent, by what it shares."""
        if not self.held:
            return np.full(rows.num_rows, self.accused_above)
        complaints = rows.column("complaint_id").to_pylist()
        limits = np.full(rows.num_rows, self.accused_above)
        for row, (complaint, things) in enumerate(zip(complaints, things_of(rows, marks), strict=True)):
            for name in {himself(complaint)}.union(*things.values()):
                limits[row] = max(limits[row], self.held.get(name, 0.0))
        return limits

    def marks(self, columns: Columns, *, size: int, leaving_out: Collection[str] = ()) -> Marks:
        """Where complaints stand; what has one cause counts once, with labels as without.

        What characteristics that are left out say for an agent is not there.

        A few dozen labels of agents teach that telephone, mailbox, sender and words come together behind an agent, and
        nothing of the helpers whom nobody was asked about.
        """
        return mark(self.scorecard, columns, size=size).leaving_out(leaving_out).once

    def variance(self, marks: Marks) -> Numbers:
        """The variance of each score."""
        # Each pattern once: they are few, and one row alone gives the same bits as the same row in a batch.
        patterns, place = distinct_rows(_patterns(marks))
        found = np.zeros(len(patterns))
        for row, variables in enumerate(_variables(marks.scorecard, patterns)):
            active = np.flatnonzero(variables)
            found[row] = self.covariance[np.ix_(active, active)].sum()
        spread: Numbers = found[place]
        return spread


@dataclass(frozen=True)
class Labelled:
    """Labelled complaints, the earliest label first: where each stands, and whether an agent was found behind it."""

    patterns: Levels
    agents: Numbers
    """1 for an agent's, 0 for a customer's own."""
    writings: Writings = NO_WRITINGS
    """Empty where the texts are not known: then manner is not learned."""
    complaints: tuple[str, ...] = ()
    """Their ids, where anybody asks which of the labels the others contradict."""

    def __len__(self) -> int:
        return len(self.agents)

    def part(self, chosen: slice | NDArray[np.bool_]) -> "Labelled":
        """Some of them."""
        places = np.arange(len(self))[chosen].tolist()
        return Labelled(
            self.patterns[chosen],
            self.agents[chosen],
            self.writings.part(places) if self.writings.texts else self.writings,
            tuple(self.complaints[place] for place in places) if self.complaints else (),
        )


@dataclass(frozen=True)
class Everyone:
    """Complaints of a run, labelled or not, that stand for all: where each stands, its text, and who wrote it.

    ``people`` are the groups of the customers by attribute, and are read to leave out of manner what tells them.
    """

    patterns: Levels
    texts: tuple[str | None, ...]
    writers: tuple[str | None, ...] = ()
    people: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    """Of the lender and its products: manner learns nothing from them."""


NOBODY = Everyone(np.zeros((0, len(AGENT.characteristics)), dtype=np.int8), ())


def everyone(batch: pa.Table, customers: pl.DataFrame, *, on: date, names: tuple[str, ...] = ()) -> Everyone:
    """Wide complaints with their ``text`` and ``customer_id``; ``customers`` have province and id_number.

    ``names`` are the lender's own and its products'.
    """
    marks = mark(AGENT, numbers(batch, AGENT.features), size=batch.num_rows)
    texts, writers = (tuple(batch.column(name).to_pylist()) for name in ("text", "customer_id"))
    known = {row["customer_id"]: row for row in groups_of(customers, on=on).iter_rows(named=True)}
    people = {name: tuple(known.get(writer, {}).get(name) for writer in writers) for name in ATTRIBUTES}
    people[PART] = tuple(province[:1] if province else None for province in people["province"])
    return Everyone(_patterns(marks), texts, writers, people, names)


def labelled(batch: pa.Table) -> Labelled:
    """The labelled ones of wide complaints, from ``agent`` (1 or 0), ``decided_at`` and ``text``."""
    batch = batch.sort_by([("decided_at", "ascending"), ("complaint_id", "ascending")])
    columns = numbers(batch, (*AGENT.features, "agent"))
    texts, writers = (tuple(batch.column(name).fill_null("").to_pylist()) for name in ("text", "customer_id"))
    writings = Writings(texts, writers) if any(texts) else NO_WRITINGS
    complaints = tuple(batch.column("complaint_id").to_pylist())
    return Labelled(_patterns(mark(AGENT, columns, size=batch.num_rows)), columns["agent"], writings, complaints)


def written_model(settings: RiskSettings) -> AgentModel:
    """The model as the settings and the written weights state it."""
    return AgentModel(
        settings,
        AGENT,
        base=log_odds(settings.agent_base_rate),
        covariance=np.diag(_deviations(AGENT, settings.agent_base_deviation) ** 2),
        doubt=UNLEARNT_DOUBT,
    )


def unlearned_model(settings: RiskSettings, all_of_them: Everyone) -> AgentModel:
    """The written weights; the base is told by all complaints."""
    written = written_model(settings)
    return replace(written, base=_base(written, all_of_them).base)


def learned_model(settings: RiskSettings, known: Labelled, all_of_them: Everyone = NOBODY) -> AgentModel:
    """The written model moved by labels, unless they are too few or the latest speak against the earlier.

    Its base is told by all complaints either way.
    """
    written = written_model(settings)
    based = unlearned_model(settings, all_of_them)
    known = known.part(slice(-MOST_LABELS, None))
    if min(known.agents.sum(), (1 - known.agents).sum()) < LEAST_OF_A_KIND:
        return based
    known = replace(known, writings=replace(known.writings, barred=_barred(written, known.writings, all_of_them)))
    way = Way.WEIGHTS_AND_MANNER if known.writings.texts else Way.WEIGHTS
    if _contradicted(written, known, way):
        return based
    unseen = _unseen(written, known, way)
    found = stretch(unseen, known.agents, way)
    foretold = found.of(unseen)
    model = replace(
        _sharpened(_fit(written, known).model, found.slope),
        doubt=doubt(foretold, known.agents),
        labels=len(known),
        outweighed=_outweighed(known, foretold),
        manner=learned(known.writings, known.agents).weighed(found.share) if found.share > 0 else None,
    )
    model = _sharpened_by_all(model, known, all_of_them)
    base = _base(model, all_of_them)
    covariance = model.covariance.copy()
    covariance[0, 0] = base.deviation**2
    return replace(model, base=base.base, covariance=covariance)


def _barred(written: AgentModel, writings: Writings, all_of_them: Everyone) -> frozenset[str]:
    """What names the lender, and what tells who somebody is.

    That is told by one complaint of each customer that the written weights take for his own.
    """
    named = frozenset[str]().union(*map(sequences, all_of_them.names))
    if not writings.texts or not all_of_them.people:
        return named
    evidence = _evidence(written, all_of_them.patterns)
    own = probability(written.base + evidence) < 0.5
    first = {
        writer: row
        for row, writer in reversed(list(enumerate(all_of_them.writers)))
        if writer is not None and own[row] and all_of_them.texts[row]
    }
    rows = sorted(first.values())
    said = [sequences(all_of_them.texts[row] or "") for row in rows]
    people = {name: [groups[row] for row in rows] for name, groups in all_of_them.people.items()}
    return named | telling_of_people(said, people, vocabulary(writings))


class Way(Enum):
    """How much is learned from labels."""

    NOTHING = "nothing"
    WEIGHTS = "weights"
    """Each weight, and one stretch of them all."""
    WEIGHTS_AND_MANNER = "weights and manner"


def _contradicted(written: AgentModel, known: Labelled, way: Way) -> bool:
    """Whether the latest labels speak against what the earlier ones teach, beyond chance (paired t-test).

    The written weights are the prior of the learned ones, so learning needs no leave; a dozen labels, some of them
    wrong, could not give it either. But agents change their ways, and those who look change what they look for.
    """
    judged_from = len(known) - round(len(known) * JUDGED_SHARE)
    earlier, latest = known.part(slice(judged_from)), known.part(slice(judged_from, None))

    def losses(way: Way) -> Numbers:
        found = stretch(_unseen(written, earlier, way), earlier.agents, way)
        return _losses(found.of(_said(written, earlier, latest, way)), latest.agents)

    return worse_beyond_chance(losses(way) - losses(Way.NOTHING))


def _said(written: AgentModel, taught_by: Labelled, of: Labelled, way: Way) -> "Unseen":
    """What a model that some labels taught says of others."""
    found = Fitted(written, shift=0.0) if way is Way.NOTHING else _fit(written, taught_by)
    manners = np.zeros(len(of))
    if way is Way.WEIGHTS_AND_MANNER:
        manners = learned(taught_by.writings, taught_by.agents).scores(of.writings.texts)
    letters = weight_of_copied(found.model.scorecard, of.patterns)
    return Unseen(
        np.full(len(of), found.model.base + found.shift), _evidence(found.model, of.patterns), manners, letters
    )


@dataclass(frozen=True)
class Unseen:
    """What models say of labelled complaints that they have not seen, in log-odds."""

    bases: Numbers
    """With the shift that stands among the labels which taught each."""
    evidence: Numbers
    """Of the weights together, without the base."""
    manners: Numbers
    """Of the wording."""
    letters: Numbers
    """Of the evidence, what a letter says that the customer may have copied: wording counts as far as it says more."""


@dataclass(frozen=True)
class Stretch:
    """What foretells labels: by how much the weights are stretched, and the weight that the wording deserves."""

    slope: float
    share: float
    shift: float
    """What still stands among labels: the choice of those who looked."""

    def of(self, said: Unseen) -> Numbers:
        """The log-odds that it makes of what models say."""
        wording = beyond_the_letter(np.clip(said.manners * self.share, -MOST, MOST), said.letters * self.slope)
        found: Numbers = said.bases + self.shift + said.evidence * self.slope + wording
        return found


def _unseen(written: AgentModel, known: Labelled, way: Way) -> Unseen:
    """Each fifth of the labels as a model of the others foretells it (Platt 1999)."""
    found = Unseen(*(np.zeros(len(known)) for _ in fields(Unseen)))
    for fold in range(FOLDS):
        held = np.arange(len(known)) % FOLDS == fold
        said = _said(written, known.part(~held), known.part(held), way)
        for one in fields(Unseen):
            getattr(found, one.name)[held] = getattr(said, one.name)
    return found


def stretch(unseen: Unseen, agents: Numbers, way: Way) -> Stretch:
    """How far the weights are stretched, and what the wording weighs, given labels that neither has seen.

    Weights that are stated with care for what comes together say less than they know. How many of the labels are
    agents' is the choice of those who looked: it is learned beside the two, that it may bend neither, and thrown away.

    Each is the mean of what the labels leave, not the most probable: forty labels leave many a sharpness nearly as
    probable as the best, and the best of them follows the one or two that are wrong.
    """
    slopes = np.ones(1) if way is Way.NOTHING else np.exp(np.linspace(-1.5, 1.5, 31))
    shares = np.linspace(0, 2.5, 26) if way is Way.WEIGHTS_AND_MANNER else np.zeros(1)
    shifts = np.linspace(-2, 2, 17)
    losses = np.zeros((len(slopes), len(shares), len(shifts)))
    for row, slope in enumerate(slopes.tolist()):
        for column, share in enumerate(shares.tolist()):
            said = Stretch(slope, share, 0.0).of(unseen) + shifts[:, None]
            losses[row, column] = _losses(said, agents).sum(axis=-1) + (shifts / SHIFT_DEVIATION) ** 2 / 2
    losses += ((np.log(slopes) / SLOPE_DEVIATION) ** 2 / 2)[:, None, None]
    if way is Way.WEIGHTS_AND_MANNER:
        losses += (((shares - 1) / SHARE_DEVIATION) ** 2 / 2)[:, None]
    chance = np.exp(losses.min() - losses)
    chance /= chance.sum()
    silent = shares[np.unravel_index(losses.argmin(), losses.shape)[1]] == 0
    return Stretch(
        slope=float(np.exp((chance.sum(axis=(1, 2)) * np.log(slopes)).sum())),
        # Wording that is most probably worth nothing is left out whole: nobody need read why it weighs a little.
        share=0.0 if silent else float((chance.sum(axis=(0, 2)) * shares).sum()),
        shift=float((chance.sum(axis=(0, 1)) * shifts).sum()),
    )


def doubt(foretold: Numbers, agents: Numbers) -> float:
    """How often a complaint is none that the weights speak of, given log-odds of labels that they have not seen.

    The mean of what the labels leave of a beta distribution about ``UNLEARNT_DOUBT``. A label that contradicts a
    confident answer may itself be wrong, so one alone says little.
    """
    shares = np.exp(np.linspace(np.log(1e-5), np.log(0.5), 200))
    right = probability(np.where(agents == 1, foretold, -foretold))
    told = (1 - shares[:, None]) * right + shares[:, None] / 2
    first, second = DOUBT_ANSWERS * UNLEARNT_DOUBT, DOUBT_ANSWERS * (1 - UNLEARNT_DOUBT)
    likely = np.log(MISLABELLED + (1 - 2 * MISLABELLED) * told).sum(axis=1)
    likely += first * np.log(shares) + (second - 1) * np.log(1 - shares)
    chance = np.exp(likely - likely.max())
    return float((chance * shares).sum() / chance.sum())


def _outweighed(known: Labelled, foretold: Numbers) -> frozenset[str]:
    """Customers' own by their labels, which are more probably wrong, given log-odds of models that have not seen them.

    None where they are more than wrong labels explain: then they are people whom the weights wrong.
    """
    wrong = (known.agents == 0) & (_truth(known.agents, probability(foretold)) > 0.5)
    count = int(wrong.sum())
    if bdtrc(count - 1, count + int(known.agents.sum()), MISLABELLED) < EXPLAINED:
        return frozenset()
    return frozenset(one for one, so in zip(known.complaints, wrong.tolist(), strict=False) if so)


def _base(model: AgentModel, all_of_them: Everyone) -> Told:
    """The base that all complaints tell, as far as they tell it; the model's own is the written one."""
    evidence = _with_manner(model, all_of_them.patterns, all_of_them.texts)
    return base_of_all(evidence, Told(model.base, model.settings.agent_base_deviation))


def _sharpened_by_all(model: AgentModel, known: Labelled, all_of_them: Everyone) -> AgentModel:
    """The model with its weights and its manner stretched as far as the scores of all complaints tell."""
    slope = sharpness_of_all(
        _with_manner(model, all_of_them.patterns, all_of_them.texts),
        model.base,
        _with_manner(model, known.patterns, known.writings.texts),
        np.where(known.agents == 1, 1 - MISLABELLED, MISLABELLED),
    )
    manner = model.manner.weighed(slope) if model.manner is not None else None
    return replace(_sharpened(model, slope), manner=manner)


def _with_manner(model: AgentModel, patterns: Levels, texts: Sequence[str | None]) -> Numbers:
    evidence = _evidence(model, patterns)
    if model.manner is None:
        return evidence
    return evidence + beyond_the_letter(model.manner.scores(texts), weight_of_copied(model.scorecard, patterns))


def _sharpened(model: AgentModel, slope: float) -> AgentModel:
    """The model with its weights stretched, and all errors with them. The base is a share of complaints, and stays."""
    weights = _weights(model) * slope
    covariance = model.covariance * slope**2
    deviations = np.sqrt(np.diag(covariance))[1 : 1 + len(weights)]
    return replace(model, scorecard=reweighted(model.scorecard, weights, deviations), covariance=covariance)


def _patterns(marks: Marks) -> Levels:
    """The level of each complaint, telling what is unknown from what is known and stands on none."""
    patterns: Levels = np.where((marks.levels == NO_LEVEL) & ~marks.known, np.int8(_UNKNOWN), marks.levels)
    return patterns


def _counting(scorecard: Scorecard, patterns: Levels) -> Levels:
    """The patterns with what counts alone, by the weights of this scorecard."""
    return np.where(counted_once(scorecard, patterns), patterns, np.int8(NO_LEVEL))


def _variables(scorecard: Scorecard, patterns: Levels) -> Numbers:
    """One column for the base, one a level that counts, and one a characteristic that may be unknown."""
    counting = _counting(scorecard, patterns)
    return np.column_stack([design(scorecard, counting), (counting == _UNKNOWN).astype(np.float64)])


def _deviations(scorecard: Scorecard, base_deviation: float) -> Numbers:
    levels = [level.deviation for level in scorecard.levels]
    unknown = [characteristic.unknown_deviation for characteristic in scorecard.characteristics]
    deviations: Numbers = np.maximum(np.array([base_deviation, *levels, *unknown], dtype=np.float64), _CERTAIN)
    return deviations


@dataclass(frozen=True)
class Fitted:
    """A model whose weights were learned and whose base was not, and what stands among the labels beyond that base."""

    model: AgentModel
    shift: float


def _fit(written: AgentModel, known: Labelled) -> Fitted:
    """The most probable weights, some labels being wrong, and the covariance that the labels leave."""
    variables = _variables(written.scorecard, known.patterns)
    mean = np.zeros(variables.shape[1])
    weights = [level.weight for level in written.scorecard.levels]
    mean[: 1 + len(weights)] = [written.base, *weights]
    variances = np.diag(written.covariance).copy()
    variances[0] += SHIFT_DEVIATION**2  # of labels the base and the choice of those who looked are one
    # What is unknown adds nothing, whatever the labels say.
    prior = Prior(mean, 1 / variances, free=np.arange(1 + len(weights)))
    values = most_probable(prior, variables, np.ones(len(known)), lambda expected: _truth(known.agents, expected))
    expected = probability(variables @ values)
    truth = _truth(known.agents, expected)
    # What a label tells is less than were it known to be right; one that contradicts all else tells nothing.
    told = np.maximum(expected * (1 - expected) - truth * (1 - truth), 0.0)
    covariance = np.linalg.inv(information(prior, variables, told)).astype(np.float64)
    covariance[0, :] = covariance[:, 0] = 0.0
    covariance[0, 0] = written.covariance[0, 0]
    deviations = np.sqrt(np.diag(covariance))[1 : 1 + len(weights)]
    model = replace(
        written,
        scorecard=reweighted(written.scorecard, values[1 : 1 + len(weights)], deviations),
        covariance=covariance,
    )
    return Fitted(model, shift=float(values[0]) - written.base)


def _truth(agents: Numbers, expected: Numbers) -> Numbers:
    """The probability that an agent is behind each labelled complaint, given its label and the model."""
    right, wrong = 1 - MISLABELLED, MISLABELLED
    for_agent = np.where(agents == 1, right, wrong) * expected
    for_customer = np.where(agents == 1, wrong, right) * (1 - expected)
    truth: Numbers = for_agent / (for_agent + for_customer)
    return truth


def _weights(model: AgentModel) -> Numbers:
    return np.array([level.weight for level in model.scorecard.levels])


def _evidence(model: AgentModel, patterns: Levels) -> Numbers:
    counting = _counting(model.scorecard, patterns)
    evidence: Numbers = design(model.scorecard, counting)[:, 1:] @ _weights(model)
    return evidence


def _losses(scores: Numbers, agents: Numbers) -> Numbers:
    """The logarithmic loss of each label."""
    expected = MISLABELLED + (1 - 2 * MISLABELLED) * probability(scores)
    loss: Numbers = -np.log(np.where(agents == 1, expected, 1 - expected))
    return loss
