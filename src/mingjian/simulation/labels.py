"""What people at the lender found out: late, of the conspicuous rather than of all, and not always right."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.simulation.calendar import DAY
from mingjian.simulation.filing import Filing
from mingjian.simulation.gangs import Engagement

ERRORS = 0.03
"""Share of findings that are wrong."""


@dataclass(frozen=True)
class Label:
    """One finding."""

    subject_type: str
    subject_id: str
    label: str
    decided: int
    decided_by: str
    basis: str


def labels_of(
    complaints: Sequence[tuple[str, Filing]], clients: Sequence[tuple[str, Engagement]], throw: random.Random
) -> list[Label]:
    """The findings on one block's complaints and customers."""
    found: list[Label] = []
    for complaint_id, filing in complaints:
        agent = filing.gang >= 0
        # Investigators look where something shows: a template, a representative, a shared number. The higher an
        # agency stands on the ladder, the seldomer it is looked at. So what they found is no fair sample.
        looked = 0.3 * (1 - 0.75 * filing.step) if agent else 0.16 if filing.represented or filing.family else 0.05
        if throw.random() >= looked:
            continue
        wrong = throw.random() < ERRORS
        found.append(
            Label(
                "complaint",
                complaint_id,
                "agent_filed" if agent != wrong else "self_filed",
                filing.at + int(throw.uniform(12, 75) * DAY),
                f"U{throw.randint(1, 9):03d}",
                throw.choice(
                    ("callback", "shared_number", "template", "testimony") if agent else ("callback", "visit")
                ),
            )
        )
    for customer_id, engagement in clients:
        if throw.random() < (0.2 if engagement.victim else 0.1):
            found.append(
                Label(
                    "customer",
                    customer_id,
                    "victim" if engagement.victim else "gang_linked",
                    engagement.recruited + int(throw.uniform(40, 160) * DAY),
                    f"U{throw.randint(1, 9):03d}",
                    throw.choice(("testimony", "callback", "payment_receipt")),
                )
            )
    return found
