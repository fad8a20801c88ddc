"""How surprising it is that people share things: the arithmetic of links, for columns and for single numbers alike.

N households show two kinds of evidence; n of them have one entity, d ≥ n the other, and k have both. Were the kinds
independent, each of the n would have the other with probability p = d/N, so that ln(1/p) = ln(N/d) is what sharing
the commoner of the two tells of one pair. Honest people are not quite independent: p is taken c times larger. By
Chernoff's bound for a binomial, P(K ≥ k) ≤ exp(−S) with

    S = k·ln(k/(np)) + (n − k)·ln((n − k)/(n(1 − p))),

which is n·(ln(N/d) − ln c) where all n have both: the pair's evidence, once for each person whom it holds. Where some
lack one, a geometric series above the largest term, and Stirling's formula in Robbins's form, bound it more closely:

    P(K ≥ k) ≤ exp(−S)·√(n/(2πk(n − k)))/(1 − r),   r = (n − k)p/((k + 1)(1 − p)) < 1;

the better of the two bounds is taken. Of all the
M pairs of entities that could have met, at most ε are expected to look so by chance where S ≥ ln(M/ε): that is the
threshold, and it is applied before anything is connected. Three kinds at once: p = c²·d₂d₃/N².
``docs/network.md`` derives it step by step.
"""

import math

import ibis
import ibis.expr.types as ir


def weight(degree: ir.NumericValue, population: ir.NumericValue) -> ir.NumericValue:
    """ln(N/d): how much it tells that somebody has an entity which d of N households have."""
    return (population.cast("float64") / ibis.greatest(degree, 1)).ln()


def surprise(shared: ir.NumericValue, *, of: ir.NumericValue, chance: ir.NumericValue) -> ir.NumericValue:
    """S in nats of ``shared`` out of ``of`` where each has it with ``chance``; 0 where chance brings as many."""
    k, n = shared.cast("float64"), of.cast("float64")
    missing = ibis.ifelse(k < n, (n - k) * ((n - k) / (n * (1 - chance))).ln(), 0.0)
    ratio = (n - k) * chance / ((k + 1) * (1 - chance))
    closer = ibis.ifelse(
        (k < n) & (ratio < 1),
        0.5 * (2 * math.pi * k * (n - k) / n).ln() + ibis.greatest(1 - ratio, 1e-300).ln(),
        ibis.literal(0.0),
    )
    bound = k * (k / (n * chance)).ln() + missing + ibis.greatest(closer, 0.0)
    return ibis.ifelse((chance < 1) & (k > n * chance), bound, 0.0)


def surprise_of(shared: float, *, of: float, chance: float) -> float:
    """:func:`surprise` of single numbers."""
    if chance >= 1 or shared <= of * chance:
        return 0.0
    if shared >= of:
        return shared * math.log(shared / (of * chance))
    missing = of - shared
    bound = shared * math.log(shared / (of * chance)) + missing * math.log(missing / (of * (1 - chance)))
    ratio = missing * chance / ((shared + 1) * (1 - chance))
    if ratio >= 1:
        return bound
    return bound + max(0.0, 0.5 * math.log(2 * math.pi * shared * missing / of) + math.log(1 - ratio))
