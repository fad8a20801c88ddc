"""Every reason, merit and finding by its code: one module a room, gathered here."""

from collections.abc import Mapping

from mingjian.contract.reasons import Sentence
from mingjian.contract.sentences import (
    agencies,
    agreements,
    contradictions,
    document_forensics,
    document_reuse,
    letters,
    materials,
    merits,
    network,
    risk,
)

ROOMS: Mapping[str, tuple[Sentence, ...]] = {
    "letters": letters.SENTENCES,
    "materials": (
        *materials.SENTENCES,
        *document_forensics.SENTENCES,
        *document_reuse.SENTENCES,
        *contradictions.SENTENCES,
    ),
    "agencies": (*agencies.SENTENCES, *agreements.SENTENCES),
    "merits": merits.SENTENCES,
    "network": network.SENTENCES,
    "risk": risk.SENTENCES,
}
"""By the room that says them, in the order of the stages."""

SENTENCES: Mapping[str, Sentence] = {sentence.code: sentence for sentences in ROOMS.values() for sentence in sentences}
"""By code; a test holds that no code stands twice."""
