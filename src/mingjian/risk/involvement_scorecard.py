"""The involvement scorecard: whether an agency acts, or will soon act, through a customer who has not complained.

For a customer who has complained within the year, the complaint's own assessment answers; these rows would say the
same things again. What was complained of in his name before he reported the agency that he had paid is set aside
(:func:`mingjian.risk.features.testimonies.set_aside`), and so is what ties him to it besides.
"""

from math import log

from mingjian.risk.scorecard import Basis, Characteristic, Condition, Kind, Level, Scorecard, Source


def _judgement(text: str) -> Source:
    return Source(Basis.JUDGEMENT, text)


LEFT = "involvement_left"
"""Said of who was an agency's client and reported it."""
AGAINST_HIS_WILL = "involvement_against_will"
"""Said of whom an agency files for after he reported it."""

INVOLVEMENT = Scorecard(
    name="involvement",
    characteristics=(
        Characteristic(
            name="own_testimony",
            kind=Kind.TESTIMONY,
            evidence=("testimony_evidence",),
            shown=("told_of_paying_days",),
            levels=(
                *(
                    Level(
                        code=code,
                        weight=log(0.06 / 0.02),
                        deviation=0.8,
                        conditions=(Condition("testimony_paid", at_least=1), Condition(shown, at_least=1)),
                        source=_judgement(
                            "who tells the lender that an agency took his money has turned from it; it still has his "
                            "papers, and may go on without him"
                        ),
                    )
                    for code, shown in (
                        (LEFT, "complaints_set_aside"),
                        ("involvement_testimony_paid", "testimonies"),
                    )
                ),
                Level(
                    code="involvement_testimony",
                    weight=0.0,
                    deviation=0.05,
                    conditions=(Condition("testimonies", at_least=1),),
                    source=_judgement("who warns the lender declined, and shall not be suspected for it"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="gang",
            kind=Kind.NETWORK,
            evidence=("gang_id",),
            levels=(
                Level(
                    code="involvement_gang",
                    weight=log(0.40 / 0.02),
                    deviation=0.6,
                    conditions=(
                        Condition("gang_strength", at_least=0.5),
                        Condition("gang_other_customers", at_least=4),
                    ),
                    source=_judgement("firmly tied to a gang before any complaint of his own"),
                ),
                Level(
                    code="involvement_gang",
                    weight=log(0.20 / 0.04),
                    deviation=0.6,
                    conditions=(Condition("gang_strength", at_least=0.2),),
                    source=_judgement("loosely tied"),
                ),
            ),
        ),
        Characteristic(
            name="phone_change",
            kind=Kind.BEHAVIOUR,
            evidence=("phone_change_evidence",),
            levels=(
                Level(
                    code="involvement_phone_changed",
                    weight=log(0.12 / 0.04),
                    deviation=0.5,
                    conditions=(Condition("phone_changes_recent", at_least=1),),
                    source=_judgement("clients hand over a SIM; people change numbers for many reasons"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="documents",
            kind=Kind.BEHAVIOUR,
            evidence=("documents_evidence",),
            levels=(
                Level(
                    code="involvement_documents",
                    weight=log(0.40 / 0.20) / 2,
                    deviation=0.3,
                    conditions=(Condition("documents_fetched_month", at_least=2),),
                    source=_judgement("agencies ask for contract and statement first"),
                    weak=True,
                ),
            ),
        ),
    ),
)
"""For customers without a complaint in the year."""
TIES = tuple(
    feature
    for characteristic in INVOLVEMENT.characteristics
    if characteristic.name != "own_testimony"
    for feature in characteristic.features
)
"""What ties a customer to an agency, besides his own word."""
