"""What may be set about representatives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AgenciesSettings:
    """Requirements follow the law (``rules.py``); this is where the law gives no number."""

    relative_of_many: int = 3
    """For how many unrelated households one person may act as a relative before somebody should ask. Our own choice:
    a grown child with parents, parents-in-law and a sibling has three."""
