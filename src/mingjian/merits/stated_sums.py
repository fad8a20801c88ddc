"""Whether a sum that somebody states is a sum of the books: people round, and say four hundred of 380 yuan."""

import ibis
import ibis.expr.types as ir

ROUNDED = 0.1
"""No rounding moves a sum by more than this share of it."""


def is_stated(yuan: ir.NumericValue, stated: ir.NumericValue, *, slack: float) -> ir.BooleanValue:
    """Whether a sum is the stated one, give or take ``slack`` yuan or half of the last place that the stated one has.

    400 is said of 350 to 450, and so of 360 to 440, as no rounding moves a tenth; 380 of 375 to 385; 385 of itself.
    Null where either is.
    """
    place = ibis.cases(
        (stated % 1000 == 0, 1000.0), (stated % 100 == 0, 100.0), (stated % 10 == 0, 10.0), else_=ibis.literal(0.0)
    )
    return is_exactly(yuan, stated, slack=ibis.greatest(slack, ibis.least(place / 2, stated * ROUNDED)))


def is_exactly(yuan: ir.NumericValue, stated: ir.NumericValue, *, slack: float | ir.NumericValue) -> ir.BooleanValue:
    """Whether a sum is the stated one, give or take ``slack`` yuan: what is recognised so may speak against a claim.

    Null where either is.
    """
    return (yuan - stated).abs() <= slack
