"""Words that may be code words."""

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.masking import mask_text
from mingjian.access.policy import Right
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.marked_text import Span, pieces
from mingjian.web.queries import code_words as query

router = APIRouter()
EXAMPLES = 3


@router.get("/code-words", dependencies=[needs(Right.READ, "code_word_candidates")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun) -> Response:
    """The candidates, surest first."""
    candidates = query.candidates(run)
    examples = {
        candidate.word: tuple(_marked(text, candidate.word) for text in candidate.texts[:EXAMPLES])
        for candidate in candidates
    }
    return desk.render("code_words.html", visit=visit, candidates=candidates, examples=examples, total=query.count(run))


def _marked(text: str, word: str) -> object:
    masked = mask_text(text)
    start = masked.find(word)
    return pieces(masked, [Span(start, start + len(word), "code-word")] if start >= 0 else [])
