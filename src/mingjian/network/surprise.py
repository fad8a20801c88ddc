"""How surprising it is that people share things: the arithmetic of links, for columns and for single numbers alike.

N people carry two kinds of evidence, d₁ of them one entity and d₂ the other. Were the kinds independent, λ = d₁d₂/N
would have both; k do. By Chernoff's bound for a Poisson count, P(K ≥ k) ≤ exp(−(k·ln(k/λ) − k + λ)), so with the
pair's evidence w = ln(N/d₁) + ln(N/d₂) the group is surprising by S = k·(w − ln(N/k) − 1) + λ nats: what each of the
k shares with the others, less what any k people would have to share by chance. Of all the pairs of entities that
could have met, M₁·M₂, at most ε are expected to be as surprising by chance where S ≥ ln(M₁M₂/ε): that is the
threshold. Three kinds at once: λ = d₁d₂d₃/N² and M₁M₂M₃. ``docs/network.md`` derives it step by step.
"""

import math

import ibis
import ibis.expr.types as ir


def weight(degree: ir.NumericValue, population: ir.NumericValue) -> ir.NumericValue:
    """ln(N/d): how much it tells that somebody has an entity which d of N people have."""
    return (population.cast("float64") / ibis.greatest(degree, 1)).ln()


def surprise(shared: ir.NumericValue, expected: ir.NumericValue) -> ir.NumericValue:
    """k·ln(k/λ) − k + λ, in nats; 0 where no more share than chance would bring."""
    return ibis.ifelse(shared > expected, shared * (shared / expected).ln() - shared + expected, 0.0)


def surprise_of(shared: float, expected: float) -> float:
    """:func:`surprise` of two numbers."""
    return shared * math.log(shared / expected) - shared + expected if shared > expected else 0.0
