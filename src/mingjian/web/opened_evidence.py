"""The page on which the row behind a sentence opens: under a complaint, a customer, and an answer on arrival."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from fastapi import Depends, Query
from starlette.responses import Response

from mingjian.web.desk import Desk, Visit
from mingjian.web.evidence import Track, evidence_of, show_evidence
from mingjian.web.runs import Run


@dataclass(frozen=True)
class Place:
    """Where a row stands among those that the sentences of a track rest on: numbers may be personal, places are not."""

    track: Track
    sentence: int
    item: int


def _place(track: Track, sentence: Annotated[int, Query(ge=0)], item: Annotated[int, Query(ge=0)]) -> Place:
    return Place(track, sentence, item)


PlaceAsked: TypeAlias = Annotated[Place, Depends(_place)]


def opened(
    desk: Desk,
    visit: Visit,
    run: Run,
    place: Place,
    lists: Mapping[Track, Sequence[Sequence[Any]]],
    *,
    customer_id: str | None,
    return_to: str,
) -> Response:
    """The row at that place of the lists, with the way back to the page that it belongs to."""
    identifier = evidence_of(lists.get(place.track, ()), place.sentence, place.item)
    return desk.render(
        "evidence.html",
        visit=visit,
        shown=show_evidence(run, visit.speech, identifier, customer_id=customer_id),
        return_to=return_to,
    )
