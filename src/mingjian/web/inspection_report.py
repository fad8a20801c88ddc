"""Inspections as one page that needs nothing beside it, to keep or to print: what the desk shows of a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from mingjian.contract import Language
from mingjian.contract.reasons import from_json
from mingjian.errors import InputError
from mingjian.materials.depth import in_words
from mingjian.materials.exhibits import SealBeside, Slide, heat_of, pdf_updates, seals_of
from mingjian.materials.inspection import Inspection
from mingjian.materials.issuer_letter import UNNAMED_SENDER, IssuerLetter, letter_about
from mingjian.materials.specimen import Trait
from mingjian.web.assets import STATIC
from mingjian.web.document_view import HEAT_NAMES, FactLine, FindingLine, fact_lines, finding_line
from mingjian.web.languages import Speech
from mingjian.web.page_view import PageView, view_of
from mingjian.web.queries.materials import Fact
from mingjian.web.reasoning import SentenceList, sentence_list
from mingjian.web.templating import environment_of

__all__ = ["html_of"]

_SHORT = 12
"""Of a file's hash: enough for a reference, and a file's name may name somebody."""


@dataclass(frozen=True)
class _Document:
    """One file, ready to show. ``prefix`` begins whatever leads to a place of it."""

    prefix: str
    name: str
    sha256: str
    kind: str
    verdict: str
    certainty: str
    reasons: SentenceList
    merits: SentenceList
    pages: tuple[tuple[PageView, tuple[tuple[str, str], ...]], ...]
    """Each with its heat maps: a title and a picture."""
    findings: tuple[FindingLine, ...]
    facts: tuple[FactLine, ...]
    seals: tuple[SealBeside, ...]
    left: str
    """The pages of a long file that were not examined; empty where all were."""
    updates: tuple[tuple[int, Slide], ...]
    letter: IssuerLetter | None


def html_of(
    inspections: Sequence[Inspection],
    *,
    today: date,
    language: Language = Language.ZH,
    genuine: Sequence[Trait] = (),
) -> str:
    """The page, nothing masked: whoever inspects a file has it.

    ``genuine`` are the traits of a file that bears the issuer's genuine seal, to lie beside each seal. Pictures are
    made anew from pixels, so that nothing of a hostile file gets into it.
    """
    speech = Speech(language)
    documents = [
        _document(speech, one, f"{number}-", today, genuine) for number, one in enumerate(inspections, start=1)
    ]
    return (
        environment_of(language)
        .get_template("inspection.html")
        .render(
            speech=speech,
            style=Markup((STATIC / "desk.css").read_text("utf-8")),  # noqa: S704 - our own
            today=today,
            documents=documents,
        )
    )


def _document(speech: Speech, one: Inspection, prefix: str, today: date, genuine: Sequence[Trait]) -> _Document:
    reasons, merits = (
        sentence_list(speech, from_json(said), address="", track="", known={}, masked=False)
        for said in (one.reasons, one.merits)
    )
    findings = tuple(
        finding_line(
            speech,
            number,
            found.check,
            found.outcome.value,
            found.values,
            page=found.place.page if found.place else None,
            marked=found.place is not None and found.place.region is not None,
            masked=False,
        )
        for number, found in enumerate(one.observations, start=1)
    )
    facts = (Fact(fact.name, fact.value, fact.page, fact.confidence) for fact in one.fields)
    rewritten = sorted({line.page or 1 for line in findings if line.rewritten})
    return _Document(
        prefix=prefix,
        name=one.name,
        sha256=one.specimen.sha256,
        kind=one.kind.value,
        verdict=one.verdict.value,
        certainty=one.certainty.value,
        reasons=reasons,
        merits=merits,
        pages=tuple(_pages(speech, one)),
        findings=findings,
        facts=fact_lines(speech, facts, masked=False),
        seals=seals_of(one.traits, genuine),
        left=in_words(one.specimen.left),
        updates=tuple((page, slide) for page in rewritten for slide in pdf_updates(one.specimen.data, number=page)),
        letter=_letter(speech, one, today),
    )


def _pages(speech: Speech, one: Inspection) -> Iterator[tuple[PageView, tuple[tuple[str, str], ...]]]:
    places = [
        (number, found.place.page, (region.left, region.top, region.right, region.bottom))
        for number, found in enumerate(one.observations, start=1)
        if found.place is not None and (region := found.place.region) is not None
    ]
    drawn = one.specimen.rendering.pages
    for page in drawn:
        warm = (
            (speech.say(title), layer)
            for examiner, title in HEAT_NAMES.items()
            if (layer := heat_of(page, one.specimen, examiner.value)) is not None
        )
        yield view_of(page, places, pages=len(drawn), masked=False), tuple(warm)


def _letter(speech: Speech, one: Inspection, today: date) -> IssuerLetter | None:
    """None where there is nobody to ask."""
    try:
        return letter_about(
            material_id=one.specimen.sha256[:_SHORT],
            kind=one.kind,
            issuer="",
            fields=one.fields,
            sender=UNNAMED_SENDER,
            day=today,
            language=speech.language,
        )
    except InputError:
        return None
