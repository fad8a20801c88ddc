"""Public registers."""

import numpy as np

from mingjian.simulation.books.books import Books
from mingjian.simulation.calendar import local_days


def write_registers(books: Books) -> None:
    """Writes the organisations and lawyers that registers know."""
    organisations = books.record.organisations
    books.delivery.append(
        "organisations",
        {
            "organisation_id": [one.organisation_id for one in organisations],
            "name": [one.name for one in organisations],
            "uscc": [one.uscc for one in organisations],
            "kind": [one.kind for one in organisations],
            "status": [one.status for one in organisations],
            "status_from": local_days(np.array([one.status_from for one in organisations], dtype=np.int64)),
            "business_scope": [one.scope for one in organisations],
            "registered_on": local_days(np.array([one.registered for one in organisations], dtype=np.int64)),
            "phone": [known.phone if (known := books.issuers.get(one.name)) else "" for one in organisations],
            "address": [known.address if (known := books.issuers.get(one.name)) else "" for one in organisations],
            "seal_path": books.archive.impressions([one.name for one in organisations])
            if books.archive
            else [""] * len(organisations),
        },
    )
    books.truth.append(
        "organisations",
        {
            "organisation_id": [one.organisation_id for one in organisations],
            "gang_id": [books.plan.gangs[one.gang].gang_id if one.gang >= 0 else "" for one in organisations],
        },
    )
    lawyers = [one for one in books.record.practitioners if one.delivered]
    books.delivery.append(
        "practitioners",
        {
            "licence_number": [one.licence_number for one in lawyers],
            "full_name": [one.full_name for one in lawyers],
            "organisation_name": [one.organisation for one in lawyers],
            "status": [one.status for one in lawyers],
        },
    )
