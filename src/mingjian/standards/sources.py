"""How many independent sources say that a number or an account is an agency's.

Anybody can post a number under a fresh account, and anybody can ring up and name one: a rival's, an opponent's
lawyer's, a neighbour's. So one source is a lead, which people look at, and no evidence against whoever owns the number.
"""

from collections.abc import Iterable

__all__ = ["LEAST_SOURCES", "NOBODY_ANSWERS", "independent_sources"]

NOBODY_ANSWERS = "nobody"
"""The one source that all adverts and all unsigned reports are: one person may have written each of them."""

LEAST_SOURCES = 2
"""From how many on what they say is evidence."""


def independent_sources(reporters: Iterable[str | None], *, advertised: bool) -> int:
    """Each of those who report under their name, None for an unsigned report, and who nobody answers for as one."""
    sources = {reporter or NOBODY_ANSWERS for reporter in reporters}
    return len(sources | ({NOBODY_ANSWERS} if advertised else set()))
