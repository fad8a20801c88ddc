"""Adverts of agencies that were seen."""

from itertools import count

import numpy as np

from mingjian.simulation.books.books import Books
from mingjian.simulation.calendar import instants
from mingjian.simulation.story import MarkKind

_NEW = MarkKind.NEW_WORD
_NOWHERE = -1
"""No multiple of what follows: no telephone, no WeChat, no name of a firm."""


def write_adverts(books: Books) -> None:
    """Writes the adverts, and the code words that they hide."""
    adverts = books.record.adverts
    if not adverts:
        return
    agencies = [books.plan.gangs[advert.gang].agency for advert in adverts]
    # A brief post tells of no way to reach anybody, and does not change what the adverts around it tell.
    places = count()
    reached = [
        (_NOWHERE if advert.brief else next(places), agency) for advert, agency in zip(adverts, agencies, strict=True)
    ]
    ids = [f"A{number + 1:06d}" for number in range(len(adverts))]
    books.delivery.append(
        "solicitations",
        {
            "solicitation_id": ids,
            "platform": [advert.platform for advert in adverts],
            "published_at": instants(np.array([advert.published for advert in adverts], dtype=np.int64)),
            "author": [agency.brand for agency in agencies],
            "author_id": [f"u{index * 7_919 % 1_000_003:06d}" for index, _ in enumerate(agencies)],
            # Under a name that is kept for examples (RFC 2606): a made-up number of a platform may be somebody's post.
            "url": [
                "" if advert.platform == "sms" else f"https://{advert.platform}.example/{key}"
                for key, advert in zip(ids, adverts, strict=True)
            ],
            "text": [advert.letter.text for advert in adverts],
            "phone": [agency.phone if number % 3 == 0 else "" for number, agency in reached],
            "wechat_id": [agency.wechat_id if number % 2 == 0 else "" for number, agency in reached],
            "organisation_name": [agency.name if number % 4 == 0 else "" for number, agency in reached],
        },
    )
    books.truth.append_rows(
        "code_words",
        ("solicitation_id", "word", "standard", "start", "end", "new"),
        [
            (key, advert.letter.text[mark.start : mark.end], mark.code, mark.start, mark.end, mark.kind is _NEW)
            for key, advert in zip(ids, adverts, strict=True)
            for mark in advert.letter.marks
            if mark.kind in (MarkKind.CODE_WORD, _NEW)
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
