"""The adverts of a run that offer an agency's services, with what in them says so."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from mingjian.contract.reasons import Language, Value, sentence
from mingjian.contract.vocabulary import Platform
from mingjian.store.serving import RunTables

__all__ = ["MOST", "Advert", "suspect_adverts"]

MOST = 200
"""So many adverts of a platform are shown, and go into one request."""


@dataclass(frozen=True)
class Advert:
    """One advert as it stood in the run; ``signs`` are codes of sentences with their values."""

    solicitation_id: str
    platform: Platform
    published_at: datetime | None
    author: str | None
    author_id: str | None
    url: str | None
    text: str | None
    phone: str | None
    wechat_id: str | None
    organisation_name: str | None
    score: float
    signs: tuple[tuple[str, dict[str, Value]], ...]

    def signs_in_words(self, language: Language) -> tuple[str, ...]:
        """What in it says so, each sentence once."""
        return tuple(dict.fromkeys(sentence(code).render(values, language) for code, values in self.signs))


def suspect_adverts(
    tables: RunTables, platform: Platform, ids: Sequence[str] | None = None, *, without: Collection[str] = ()
) -> tuple[Advert, ...]:
    """Adverts of a platform that say something an agency would, the strongest first; of ``ids`` alone where given.

    Those in ``without`` are left out before so many are taken, so that the next ones follow.
    """
    rows = tables.query(
        "SELECT s.*, f.score FROM solicitations AS s JOIN findings AS f ON f.subject_id = s.solicitation_id "
        "AND f.\"check\" = 'advert_offers_agency_service' WHERE s.platform = $platform "
        "AND ($ids IS NULL OR s.solicitation_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))) "
        "AND s.solicitation_id NOT IN (SELECT unnest(CAST($without AS VARCHAR[]))) "
        f"ORDER BY f.score DESC, s.solicitation_id LIMIT {MOST}",
        {"platform": platform.value, "ids": None if ids is None else list(ids), "without": sorted(without)},
    )
    found = tables.query(
        'SELECT subject_id, "check", "values" FROM findings '
        "WHERE subject_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) "
        "AND (starts_with(\"check\", 'advert_code_word') OR starts_with(\"check\", 'clause_')) "
        "ORDER BY subject_id, place",
        {"ids": [row["solicitation_id"] for row in rows]},
    )
    signs: dict[str, list[tuple[str, dict[str, Value]]]] = defaultdict(list)
    for one in found:
        signs[one["subject_id"]].append((one["check"], json.loads(one["values"] or "{}")))
    fields = Advert.__dataclass_fields__.keys() - {"platform", "signs"}
    return tuple(
        Advert(**{name: row[name] for name in fields}, platform=platform, signs=tuple(signs[row["solicitation_id"]]))
        for row in rows
    )
