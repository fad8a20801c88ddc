"""Every reason, merit and finding by its code: one module a room, gathered here."""

from mingjian.contract.reasons import Sentence
from mingjian.contract.sentences import agencies, letters, materials, merits, network, risk

SENTENCES: dict[str, Sentence] = {
    sentence.code: sentence
    for room in (agencies, letters, materials, merits, network, risk)
    for sentence in room.SENTENCES
}
"""By code; a test holds that no code stands twice."""
