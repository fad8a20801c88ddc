"""Families: groups of texts that were written from one another, found among any number of texts.

1. Texts that are equal but for case, punctuation and figures are one from here on.
2. MinHash signatures give candidate pairs: of all shingles, and of the rarer ones alone.
3. A pair counts when it shares more than independent texts of this very corpus do: either a share of shingles above
   the level at which the corpus has chance neighbours, or more nats than chance gives.
4. What hangs together is gathered around medoids, and what does not stand near a medoid leaves again. The rest is
   put once to every medoid, by the same test as a letter that arrives later.

``docs/letters.md`` derives the figures and says what is not reached.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from mingjian.wording.comparison import Corpus
from mingjian.wording.matching import ROWS
from mingjian.wording.shingles import Shingles
from mingjian.wording.signatures import (
    Int32s,
    UInt16s,
    agreement,
    band_key,
    bands,
    brief_minhash,
    closest,
    minhash,
    neighbours,
    pair_keys,
    pairs_of,
)
from mingjian.wording.tokens import Bools, DistinctTexts, Floats, Int64s, distinct_texts
from mingjian.wording.transfers import without_transfer

ESTIMATE_MARGIN = 0.05
"""An estimate from 128 places has a standard error of 0.04 at 0.25: pairs a little below a level are still measured."""
LEAST_JACCARD = 0.25
"""Below it, six tenths of what each of two texts says is not in the other: only evidence in nats can join them."""
CERTAIN_JACCARD = 0.5
OPEN_SHARE = 0.1
"""The level of similarity is set where at most this share of the texts has neighbours but none with a common third one.
Independent texts meet by chance in pairs; a family of three or more meets in triangles. Chance triangles are about
the square of chance pairs: one text in a hundred."""
LEAST_LIKENESS = 0.42
"""The longest common subsequence of two texts of which each keeps six tenths of a common source is at least 0.42."""
LEAST_RARE_AGREEMENT = 3 / 128
CLOSEST = 6
"""Candidates a text, by all shingles and by the rare ones: time and memory stay linear in the texts."""
FIRST_CLOSEST = 3
"""Of those, the ones that are aligned first: they connect most families, and the rest is asked only about others."""
RARE_SHARE = 200
"""A shingle is rare where at most one text in so many has it (or 20 texts): no stock phrase."""
CHANCE = 0.01
"""Expected number of pairs of the whole corpus that reach the needed nats by chance."""
TOPIC = 3.0
"""Texts on one subject share more than the corpus at large shows; needed nats are multiplied by this."""
AT_ONCE = 1_000
"""Texts that hang together and are all put to a medoid at once; of more, only what is sought outwards from it."""
LEAST_SHARE = 0.08
"""What is saved must be this share of the text: a long quotation in two long letters makes no family."""


_BIN_SHIFT = np.uint32(8)
_FEW = 16
"""With fewer shingles than one for so many bins, most bins stay empty."""
_ASKED_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Family:
    """Texts by their places in what was handed in; ``similarities`` to the medoid stand in the same order."""

    medoid: int
    members: tuple[int, ...]
    similarities: tuple[float, ...]


@dataclass(frozen=True)
class Families:
    """Families, largest first, and the Jaccard similarity that two texts of this corpus reach by chance."""

    families: tuple[Family, ...]
    level: float


@dataclass(frozen=True)
class _Gathered:
    """A medoid and the distinct texts around it."""

    medoid: int
    members: Int64s
    similarities: Floats


@dataclass(frozen=True)
class _Candidates:
    """Pairs that may count, as keys, since there are ten million of a million texts; and the closest of them."""

    keys: Int64s
    closest: Int64s

    @classmethod
    def of(cls, pairs: Int64s, estimate: Floats) -> "_Candidates":
        return cls(pair_keys(pairs), pair_keys(closest(pairs, estimate, per_text=FIRST_CLOSEST)))


def find_families(texts: Sequence[str], *, smallest: int = 2) -> Families:
    """The families of at least ``smallest`` texts."""
    distinct = distinct_texts([without_transfer(text) for text in texts])
    corpus = Corpus(distinct.tokens)
    frequency = np.zeros(1 << (32 - int(_BIN_SHIFT)), dtype=np.int32)
    signatures = brief_minhash(_counted(corpus.shingles(), frequency), texts=len(corpus))
    pairs, level = _counting_pairs(corpus, signatures, frequency)
    gathered = _gather(corpus, pairs)
    gathered = _join_singles(corpus, signatures, gathered, level)
    return Families(tuple(_with_copies(gathered, distinct, smallest)), level)


def _counting_pairs(corpus: Corpus, signatures: UInt16s, frequency: Int32s) -> tuple[Int64s, float]:
    """The pairs that count, and the level of similarity from which they do."""
    near, counting, level = _alike(corpus, signatures)
    rare = _rare_neighbours(corpus, frequency)
    # The closest first: what they connect need not be asked again of the others.
    for asked in ((near.closest, rare.closest), (near.keys, rare.keys)):
        counting = np.concatenate([counting, *_telling(corpus, _distinct(*asked), counting)])
    return counting, level


def _alike(corpus: Corpus, signatures: UInt16s) -> tuple[_Candidates, Int64s, float]:
    """Candidates by all shingles, those of them that count by how alike they are, and the level from which they do."""
    texts = np.flatnonzero(corpus.tokens.lengths > 0)
    pairs, estimate = neighbours(signatures, texts, rows=ROWS, reach=2, least=0.08, per_text=CLOSEST)
    likely = estimate >= LEAST_JACCARD - ESTIMATE_MARGIN
    similarity = _similarity(corpus, pairs[likely], estimate[likely])
    level = chance_level(pairs[likely], similarity, len(corpus))
    alike = pairs[likely][similarity >= level]
    counting = alike[_supported(alike, len(corpus)) | (similarity[similarity >= level] >= CERTAIN_JACCARD)]
    return _Candidates.of(pairs, estimate), counting, level


def _similarity(corpus: Corpus, pairs: Int64s, estimate: Floats) -> Floats:
    """The Jaccard similarity, measured wherever the estimate leaves open on which side of a level it is."""
    similarity = estimate.copy()
    open_ = estimate < CERTAIN_JACCARD + 3 * ESTIMATE_MARGIN
    similarity[open_] = corpus.jaccard(pairs[open_])
    return similarity


def _rare_neighbours(corpus: Corpus, frequency: Int32s) -> _Candidates:
    """Pairs of texts that share shingles which are neither one text's own nor stock phrases."""
    rare = (frequency >= 2) & (frequency <= max(len(corpus) // RARE_SHARE, 20))
    parts = (part.keep(rare[part.values >> _BIN_SHIFT]) for part in corpus.shingles())
    signatures = minhash(parts, texts=len(corpus))
    texts = np.flatnonzero((signatures != signatures[:, :1]).any(axis=1))
    return _Candidates.of(*neighbours(signatures, texts, rows=1, reach=1, least=LEAST_RARE_AGREEMENT, per_text=CLOSEST))


def _counted(parts: Iterator[Shingles], frequency: Int32s) -> Iterator[Shingles]:
    """The same shingles, counted in hash bins on their way."""
    for part in parts:
        bins = part.values >> _BIN_SHIFT
        if len(bins) < len(frequency) // _FEW:  # to go through all bins takes longer than to sort these
            met, times = np.unique(bins, return_counts=True)
            frequency[met] += times.astype(frequency.dtype)
        else:
            frequency += np.bincount(bins, minlength=len(frequency))
        yield part


def _distinct(*keys: Int64s) -> Int64s:
    """Each key once, in order."""
    every = np.concatenate(keys)
    every.sort()
    distinct: Int64s = every[np.concatenate((np.ones(min(len(every), 1), dtype=bool), every[1:] != every[:-1]))]
    return distinct


def _telling(corpus: Corpus, keys: Int64s, counting: Int64s) -> Iterator[Int64s]:
    """Of the pairs that what counts does not connect already, those that tell; some at a time, as they take memory."""
    _, component = connected_components(_graph(counting, len(corpus)), directed=False)
    nats = needed_nats(len(corpus))
    for start in range(0, len(keys), _ASKED_AT_ONCE):
        pairs = pairs_of(keys[start : start + _ASKED_AT_ONCE])
        doubtful = pairs[component[pairs[:, 0]] != component[pairs[:, 1]]]
        doubtful = doubtful[corpus.likeness(doubtful, least=LEAST_LIKENESS) >= LEAST_LIKENESS]
        yield doubtful[_tells(corpus, doubtful, nats=nats)]


def needed_nats(texts: int) -> float:
    """Nats that a pair of independent texts reaches in ``CHANCE`` pairs of the whole corpus."""
    return float(TOPIC * (2 * np.log(max(texts, 2)) - np.log(CHANCE)))


def _one_test(texts: int) -> float:
    """Nats that suffice where one text is put to one other, and not every text to every other."""
    return float(np.log(max(texts, 2)) - np.log(CHANCE) / 2)


def _tells(corpus: Corpus, pairs: Int64s, *, nats: float) -> Bools:
    """Which pairs save so many nats, a share of the text that counts, and not by one passage alone."""
    found = corpus.evidence(pairs)
    return (found.nats >= nats) & (found.share >= LEAST_SHARE) & (found.without_longest >= _one_test(len(corpus)))


def chance_level(pairs: Int64s, similarity: Floats, texts: int) -> float:
    """The Jaccard similarity above which texts do not meet by chance in this corpus.

    A text that stands in a triangle belongs to a family, and tells nothing of chance by a further neighbour: otherwise
    a corpus of many loose families, whose members meet in pairs and triangles alike, would be held to meet by chance.
    """
    for level in np.arange(LEAST_JACCARD, CERTAIN_JACCARD, 0.01):
        chosen = pairs[similarity >= level]
        supported = _supported(chosen, texts)
        if len(np.setdiff1d(chosen[~supported], chosen[supported])) <= OPEN_SHARE * texts:
            return round(float(level), 2)
    return CERTAIN_JACCARD


def _graph(pairs: Int64s, texts: int) -> csr_matrix:
    left, right = np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]])
    graph = csr_matrix((np.ones(len(left), dtype=np.int32), (left, right)), shape=(texts, texts))
    graph.data[:] = 1
    return graph


def _supported(pairs: Int64s, texts: int) -> Bools:
    """Which pairs have a text that is paired with both."""
    if not len(pairs):
        return np.zeros(0, dtype=bool)
    graph = _graph(pairs, texts)
    common: Bools = np.asarray(graph[pairs[:, 0]].multiply(graph[pairs[:, 1]]).sum(axis=1)).ravel() > 0
    return common


def _gather(corpus: Corpus, pairs: Int64s) -> list[_Gathered]:
    """What hangs together taken apart: who stands near the best connected text; then the same with the rest.

    A chain of chance neighbours falls apart here, since its ends do not stand near its middle.
    """
    graph = _graph(pairs, len(corpus))
    _, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    waiting = np.ones(len(corpus), dtype=bool)
    degree = np.diff(graph.indptr)
    gathered = []
    for members in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        while len(members) > 1:
            medoid = members[degree[members].argmax()]
            if not degree[medoid]:
                break
            first = members if len(members) <= AT_ONCE else np.array([medoid])
            family = _around(corpus, graph, int(medoid), first[waiting[first]], waiting)
            if len(family.members) > 1:
                gathered.append(family)
            waiting[family.members] = False
            degree[family.members] = 0
            np.subtract.at(degree, _neighbours(graph, family.members, waiting), 1)
            # Who has gone is passed over, and left out once they are many.
            if np.count_nonzero(waiting[members]) * 2 < len(members):
                members = members[waiting[members]]
    return gathered


def _around(corpus: Corpus, graph: csr_matrix, medoid: int, first: Int64s, waiting: Bools) -> _Gathered:
    """Who of those waiting stands near a medoid: the ``first`` are asked, then the neighbours of those who do.

    So a family costs what is in it and next to it, however much hangs together. One text is put to one medoid, not to
    the whole corpus, so that the nats of one test suffice.
    """
    members, similarities = [], []
    ring = asked = np.sort(first)
    while len(ring):
        pairs = np.stack([np.full(len(ring), medoid), ring], axis=1)
        similarity = corpus.jaccard(pairs)
        near = similarity >= LEAST_JACCARD
        near[~near] = _tells(corpus, pairs[~near], nats=_one_test(len(corpus)))
        members.append(ring[near])
        similarities.append(similarity[near])
        ring = np.setdiff1d(_neighbours(graph, ring[near], waiting), asked)
        asked = np.concatenate([asked, ring])
    found, similar = np.concatenate(members), np.concatenate(similarities)
    order = np.argsort(found)
    return _Gathered(medoid, found[order], similar[order])


def _neighbours(graph: csr_matrix, texts: Int64s, waiting: Bools) -> Int64s:
    """The neighbours of some texts that are waiting, each as often as it is one."""
    found = graph[texts].indices
    return found[waiting[found]].astype(np.int64)


def _join_singles(corpus: Corpus, signatures: UInt16s, gathered: list[_Gathered], level: float) -> list[_Gathered]:
    """Puts every text without a family to the medoids that it shares a band with."""
    single = np.ones(len(corpus), dtype=bool)
    for family in gathered:
        single[family.members] = False
    texts = np.flatnonzero(single & (corpus.tokens.lengths > 0))
    medoids = np.array([family.medoid for family in gathered], dtype=np.int64)
    if not len(texts) or not len(medoids):
        return gathered
    found = [np.zeros((0, 2), dtype=np.int64)]
    for band in range(bands(ROWS)):
        theirs = band_key(signatures[medoids], band, rows=ROWS)
        mine = band_key(signatures[texts], band, rows=ROWS)
        order = np.argsort(theirs)
        first, last = np.searchsorted(theirs[order], mine, "left"), np.searchsorted(theirs[order], mine, "right")
        hits = last - first
        left = np.repeat(np.arange(len(texts)), hits)
        right = order[np.repeat(first, hits) + np.arange(hits.sum()) - np.repeat(np.cumsum(hits) - hits, hits)]
        pairs = np.stack([texts[left], right], axis=1)
        against = np.stack([pairs[:, 0], medoids[pairs[:, 1]]], axis=1)
        found.append(pairs[agreement(signatures, against) >= level - ESTIMATE_MARGIN])
    pairs = np.unique(np.concatenate(found), axis=0)
    similarity = corpus.jaccard(np.stack([pairs[:, 0], medoids[pairs[:, 1]]], axis=1))
    order = np.lexsort((-similarity, pairs[:, 0]))
    pairs, similarity = pairs[order], similarity[order]
    best = np.concatenate(([True], pairs[1:, 0] != pairs[:-1, 0])) & (similarity >= level)
    joined: dict[int, list[tuple[int, float]]] = {}
    for (text, family), value in zip(pairs[best].tolist(), similarity[best].tolist(), strict=True):
        joined.setdefault(family, []).append((text, value))
    return [
        _Gathered(
            family.medoid,
            np.concatenate([family.members, [text for text, _ in joined[index]]]),
            np.concatenate([family.similarities, [value for _, value in joined[index]]]),
        )
        if index in joined
        else family
        for index, family in enumerate(gathered)
    ]


def _with_copies(gathered: list[_Gathered], distinct: DistinctTexts, smallest: int) -> list[Family]:
    """The families with every copy of each distinct text, and those that are copies of one text alone."""
    first, group, empty = distinct.first, distinct.group, distinct.tokens.lengths == 0
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(len(first) + 1))
    alone = np.ones(len(first), dtype=bool)
    for family in gathered:
        alone[family.members] = False
    copied = [
        _Gathered(int(text), np.array([text]), np.ones(1)) for text in np.flatnonzero(alone & (np.diff(bounds) > 1))
    ]
    families = []
    for family in (*gathered, *copied):
        members = [
            (int(text), float(similarity))
            for member, similarity in zip(family.members, family.similarities, strict=True)
            for text in order[bounds[member] : bounds[member + 1]]
            if not empty[member]
        ]
        if len(members) >= max(smallest, 2):
            members.sort()
            places, similarities = zip(*members, strict=True)
            families.append(Family(int(first[family.medoid]), places, similarities))
    return sorted(families, key=lambda family: (-len(family.members), family.medoid))
