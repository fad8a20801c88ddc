"""What people at the lender found: late, of the conspicuous, and sometimes wrong."""

from collections.abc import Sequence

import numpy as np

from mingjian.simulation.books.books import Books, Filed
from mingjian.simulation.calendar import instants
from mingjian.simulation.gangs import Engagement
from mingjian.simulation.grievances import Records
from mingjian.simulation.labels import labels_of
from mingjian.simulation.streams import dice


def write_labels(
    books: Books, records: Records, filed: Sequence[Filed], engagements: Sequence[Engagement]
) -> frozenset[str]:
    """Writes the findings; which subjects they are about."""
    snapshot, first = books.calendar.snapshot, records.people.first
    throw = dice(books.settings.seed, books.world.name, "labels", first)
    found = labels_of(
        [(one.complaint_id, one.filing) for one in filed],
        [(str(records.people.customer_id[one.customer - first]), one) for one in engagements],
        throw,
    )
    rows = [label for label in found if label.decided <= snapshot]
    if not rows:
        return frozenset()
    books.delivery.append(
        "labels",
        {
            "label_id": [f"B{first:08d}{number:05d}" for number in range(len(rows))],
            "subject_type": [label.subject_type for label in rows],
            "subject_id": [label.subject_id for label in rows],
            "label": [label.label for label in rows],
            "decided_at": instants(np.array([label.decided for label in rows], dtype=np.int64)),
            "decided_by": [label.decided_by for label in rows],
            "basis": [label.basis for label in rows],
        },
    )
    return frozenset(label.subject_id for label in rows)
