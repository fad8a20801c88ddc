"""Words that may be code words, and what people judge of them."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from starlette.responses import RedirectResponse, Response

from mingjian.access.masking import mask_text
from mingjian.access.policy import Right
from mingjian.casework.words import word_use
from mingjian.contract.judging import OF_WORDS
from mingjian.contract.vocabulary import JudgementKind
from mingjian.errors import InputError
from mingjian.standards.code_words import CodeWordKind, code_words
from mingjian.web import judging
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.forms import Line, Words
from mingjian.web.judged import shown
from mingjian.web.marked_text import Span, pieces
from mingjian.web.queries import code_words as query
from mingjian.wording.judged_words import WORD

router = APIRouter()
EXAMPLES = 3
STANDARDS = tuple(entry.word for entry in code_words().words if entry.kind is not CodeWordKind.PROMISE)


@router.get("/code-words", dependencies=[needs(Right.READ, "code_word_candidates")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun) -> Response:
    """The candidates, surest first, and what was judged of words so far."""
    candidates = query.candidates(run)
    examples = {
        candidate.word: tuple(_marked(text, candidate.word) for text in candidate.texts[:EXAMPLES])
        for candidate in candidates
    }
    may_read = visit.principal.may(Right.READ, "judgements")
    judged = [one for one in (desk.judgements.standing() if may_read else ()) if one.kind in OF_WORDS]
    return desk.render(
        "code_words.html",
        visit=visit,
        candidates=candidates,
        examples=examples,
        total=query.count(run),
        judged={one.left_id: shown(visit.speech, one) for one in judged},
        waiting={one.left_id: one for one in (desk.judgements.words_waiting() if may_read else ())},
        may_judge=visit.principal.may(Right.CREATE, "judgements"),
    )


@router.get("/code-words/word", dependencies=[needs(Right.CREATE, "judgements")])
def one_word(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    word: Annotated[str, Query(max_length=200)],
    standard: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """In whose complaints a word stands, and what to say of it; not what somebody else said."""
    use = word_use(run, word)
    standing = next(
        (one for one in desk.judgements.standing() if one.left_id == use.word and one.kind in OF_WORDS), None
    )
    waiting = next((one for one in desk.judgements.words_waiting() if one.left_id == use.word), None)
    mine = waiting is not None and waiting.decided_by == visit.principal.name
    return desk.render(
        "code_word.html",
        visit=visit,
        use=use,
        examples=tuple(_marked(text, use.word) for text in query.texts_with(run, use.word, limit=EXAMPLES)),
        standing=None if standing is None else shown(visit.speech, standing),
        mine=mine,
        standard=standard or (waiting.right_id if waiting is not None and mine else ""),
        standards=STANDARDS,
    )


@router.post("/code-words", dependencies=[needs(Right.CREATE, "judgements")])
def judge(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    word: Line,
    kind: Annotated[JudgementKind, Form()],
    why: Words,
    standard: Line = "",
) -> Response:
    """Says what a word is; it is looked for once two people agree, and proposed no more once anybody has."""
    if kind not in OF_WORDS:
        raise InputError("a word is a code word, or it is none")
    judging.judge(desk, visit, run, kind, (WORD, word), right=(WORD, standard), why=why)
    return RedirectResponse(f"/code-words/word?{urlencode({'word': word})}", status_code=303)


def _marked(text: str, word: str) -> object:
    masked = mask_text(text)
    start = masked.lower().find(word)
    return pieces(masked, [Span(start, start + len(word), "code-word")] if start >= 0 else [])
