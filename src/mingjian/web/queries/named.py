"""Whom free text names: an issuer's answer about one customer's paper may tell for whom it really was issued."""

import re
from collections.abc import Iterable

from mingjian.web.runs import Run

__all__ = ["names_in"]


def names_in(run: Run | None, texts: Iterable[str]) -> tuple[str, ...]:
    """Names of customers, senders and people on documents, as they stand in these texts: blanks within them, too.

    Of everybody in the run: the text may name a person with whom its own customer has nothing to do.
    """
    whole = "\n".join(text for text in texts if text)
    if run is None or not whole:
        return ()
    rows = run.query(
        "SELECT DISTINCT name FROM (SELECT regexp_replace(n, '\\s', '', 'g') AS name FROM ("
        "SELECT full_name AS n FROM customers UNION ALL SELECT sender_name FROM complaints "
        "UNION ALL SELECT value FROM document_fields WHERE field = 'person_name')) "
        "WHERE length(name) > 1 AND contains(?, name)",
        ("".join(whole.split()),),
    )
    spaced = (r"[^\S\n]*".join(map(re.escape, row["name"])) for row in rows)
    return tuple({found for one in spaced for found in re.findall(one, whole)})
