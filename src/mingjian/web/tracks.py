"""The two tracks of one complaint, the same wherever it stands: on its own page and on that of its matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mingjian.access.masking import mask_text
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import Zone
from mingjian.web.claim_lines import ClaimLines, claim_lines
from mingjian.web.languages import Speech
from mingjian.web.letter_view import names_in
from mingjian.web.probability import ProbabilityBar, leaving_out, probability_bar
from mingjian.web.queries.complaints import Claim, Complaint
from mingjian.web.queries.doubts import doubt_of
from mingjian.web.reasoning import SentenceList, render, sentence_list
from mingjian.web.runs import Run


@dataclass(frozen=True)
class Tracks:
    """Who is behind it, and whether it is right."""

    origin: ProbabilityBar
    reasons: SentenceList
    claims: ClaimLines
    merits: SentenceList


def tracks_of(run: Run, speech: Speech, one: Complaint, claims: Sequence[Claim]) -> Tracks:
    """The tracks of a complaint with the ``claims`` that it makes; evidence opens under the complaint's address."""
    address = f"/complaints/{quote(one.complaint_id, safe='')}/evidence"
    reasons, merits = from_json(one.reasons), from_json(one.merits)
    of_origin = {render(speech, reason) for reason in reasons}
    return Tracks(
        origin=probability_bar(
            speech,
            one.agent_probability,
            low=one.agent_probability_low,
            high=one.agent_probability_high,
            undecided=one.zone == Zone.UNDECIDED,
        ),
        reasons=sentence_list(
            speech,
            reasons,
            address=address,
            track="reasons",
            known={},
            rest=leaving_out(one.agent_probability, doubt_of(run, "agent")),
        ),
        claims=claim_lines(speech, claims, address, texts={one.complaint_id: mask_text(one.text, names=names_in(one))}),
        merits=sentence_list(
            speech,
            merits,
            address=address,
            track="merits",
            known={},
            # What speaks against an agent stands beside the origin already.
            chosen=lambda merit: render(speech, merit) not in of_origin,
        ),
    )
