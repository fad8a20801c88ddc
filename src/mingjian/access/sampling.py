"""A sample of the audit log for an auditor: drawn at random, and drawn again the same by its seed."""

import random
import secrets
from dataclasses import dataclass

from mingjian.access.audit import AuditEntry, AuditLog
from mingjian.access.policy import Principal
from mingjian.errors import InputError

LARGEST = 200


@dataclass(frozen=True)
class Sample:
    """Entries drawn with a seed among the first ``drawn_of`` of the log, in their order."""

    entries: tuple[AuditEntry, ...]
    seed: int
    drawn_of: int


def draw(log: AuditLog, size: int, *, by: Principal, seed: int | None = None, of: int | None = None) -> Sample:
    """Draws a sample; the draw itself is written into the log.

    With the ``seed`` and ``of`` of an earlier draw it is that draw again. InputError where the log has fewer entries.
    """
    head = log.head()
    drawn_of = head.sequence if of is None else of
    if not 1 <= size <= LARGEST:
        raise InputError(f"a sample has 1 to {LARGEST} entries")
    if not 0 <= drawn_of <= head.sequence:
        raise InputError(f"the log has {head.sequence} entries: draw among these")
    chosen = secrets.randbelow(2**31) if seed is None else seed
    numbers = sorted(random.Random(chosen).sample(range(1, drawn_of + 1), min(size, drawn_of)))  # noqa: S311 - by seed
    log.record(
        actor=by.name,
        action="draw_sample",
        object_type="audit_log",
        object_id=str(drawn_of),
        reason=f"{size} of {drawn_of}, seed {chosen}",
    )
    return Sample(log.numbered(numbers), chosen, drawn_of)
