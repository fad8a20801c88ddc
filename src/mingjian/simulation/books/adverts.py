"""Adverts of agencies that were seen."""

import numpy as np

from mingjian.simulation.books.books import Books
from mingjian.simulation.calendar import instants
from mingjian.simulation.story import MarkKind


def write_adverts(books: Books) -> None:
    """Writes the adverts, and the code words that they hide."""
    adverts = books.record.adverts
    if not adverts:
        return
    agencies = [books.plan.gangs[advert.gang].agency for advert in adverts]
    ids = [f"A{number + 1:06d}" for number in range(len(adverts))]
    books.delivery.append(
        "solicitations",
        {
            "solicitation_id": ids,
            "platform": [advert.platform for advert in adverts],
            "published_at": instants(np.array([advert.published for advert in adverts], dtype=np.int64)),
            "author": [agency.brand for agency in agencies],
            "author_id": [f"u{index * 7_919 % 1_000_003:06d}" for index, _ in enumerate(agencies)],
            "text": [advert.letter.text for advert in adverts],
            "phone": [agency.phone if index % 3 == 0 else "" for index, agency in enumerate(agencies)],
            "wechat_id": [agency.wechat_id if index % 2 == 0 else "" for index, agency in enumerate(agencies)],
            "organisation_name": [agency.name if index % 4 == 0 else "" for index, agency in enumerate(agencies)],
        },
    )
    books.truth.append_rows(
        "code_words",
        ("solicitation_id", "word", "standard", "start", "end"),
        [
            (key, advert.letter.text[mark.start : mark.end], mark.code, mark.start, mark.end)
            for key, advert in zip(ids, adverts, strict=True)
            for mark in advert.letter.marks
            if mark.kind is MarkKind.CODE_WORD
        ],
    )
    books.truth.append_rows(
        "gang_members",
        ("gang_id", "entity_type", "entity_id", "role"),
        [
            (books.plan.gangs[advert.gang].gang_id, "solicitation", key, "asset")
            for key, advert in zip(ids, adverts, strict=True)
        ],
    )
