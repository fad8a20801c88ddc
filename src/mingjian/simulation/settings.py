"""What a simulated world is made from; the same settings always give the same bytes."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from mingjian.errors import InputError

CHINA = timezone(timedelta(hours=8))
"""China has one time zone and no summer time since 1991, so an offset says all."""


@dataclass(frozen=True)
class WorldSettings:
    """The size, the age and the temper of a simulated world.

    ``sophistication`` in [0, 1] is where the gangs stand on the ladder of tactics. ``agent_share`` is the share of
    complaints that agents file; the UK ombudsman counted 47 % from professional representatives, the CFPB 15.8 %
    with a strong credit-repair origin among duplicated narratives, so the default stands between.
    ``agent_merit`` is the share of agents' clients with a grievance that is true (UK ombudsman: 26 % upheld).
    """

    world: str = "chongqing"
    customers: int = 2_000
    seed: int = 1
    sophistication: float = 0.25
    months: int = 18
    complaints_per_customer: float = 0.25
    agent_share: float = 0.3
    agent_merit: float = 0.26
    snapshot_at: datetime = datetime(2026, 10, 31, 18, tzinfo=CHINA)
    documented_complaints: int = 0
    """Complaints that carry documents, in the whole world; about one and a half files each. 0 writes no files."""

    def __post_init__(self) -> None:
        if self.customers < 100:
            raise InputError("a world needs at least 100 customers")
        if self.months < 6:
            raise InputError("a world needs at least 6 months of history")
        for name in ("sophistication", "agent_share", "agent_merit"):
            if not 0 <= getattr(self, name) <= 1:
                raise InputError(f"{name} must lie in [0, 1]")
        if not 0.01 <= self.complaints_per_customer <= 2:
            raise InputError("complaints_per_customer must lie in [0.01, 2]")
        if self.documented_complaints < 0:
            raise InputError("documented_complaints cannot be negative")
        if self.snapshot_at.tzinfo is None:
            raise InputError("snapshot_at needs an offset, such as +08:00")
