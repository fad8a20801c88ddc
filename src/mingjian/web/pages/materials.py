"""One document: its pages with the places of findings, what it states, and both sides of the verdict."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from starlette.responses import RedirectResponse, Response

from mingjian import materials
from mingjian.access.masking import mask_answer, mask_name
from mingjian.access.policy import Right
from mingjian.casework.enquiries import AGAINST, ANSWERS, AskedBy, names_of, texts_of
from mingjian.casework.judgements import Judgement
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.contract import Language
from mingjian.contract.judging import OF_SIGNATURES
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import EntityType, JudgementKind, MaterialKind
from mingjian.errors import InputError
from mingjian.materials.checks.issuer_answer import FOR_ANOTHER, NUMBER_CONFIRMED
from mingjian.materials.issuer_letter import UNNAMED_SENDER, enquiry_of
from mingjian.materials.weights import IN_PART
from mingjian.web import judging
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.document_view import HEAT_NAMES, HeatMap, fact_lines, finding_line
from mingjian.web.documents import document, file_at_hand, note_seen
from mingjian.web.errors import PageNotFoundError
from mingjian.web.forms import Words
from mingjian.web.history import history, note_look
from mingjian.web.languages import Speech, local
from mingjian.web.page_view import page_view
from mingjian.web.queries import materials as query
from mingjian.web.queries.named import names_in
from mingjian.web.queries.rows import json_object
from mingjian.web.reasoning import sentence_list
from mingjian.web.runs import Run
from mingjian.web.unmasking import Reason
from mingjian.web.work_view import asked_of
from mingjian.web.work_words import word

router = APIRouter()


_SEALS = ("seal_of_issuer", "seal_in_register", "seal_of_another", "seal_like_genuine", "seal_cut_otherwise")
"""Findings that name the organisation whose seal it is, by the register."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/materials/{material_id}", dependencies=[needs(Right.READ, "materials")])
def page(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    page: Annotated[int, Query(ge=1)] = 1,
    heat: HeatMap | None = None,
) -> Response:
    """The document, its picture too coarse to be read and its facts masked; over it the heat map that was asked for."""
    one = document(run, material_id)
    note_look(desk, visit.principal, "material", material_id)
    return _page(desk, visit, run, one, number=page, masked=True, heat=heat)


@router.post("/materials/{material_id}/unmask", dependencies=[needs(Right.UNMASK, "materials")])
def unmask(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    reason: Reason,
    page: Annotated[int, Form(ge=1)] = 1,
    heat: Annotated[HeatMap | None, Form()] = None,
) -> Response:
    """Shows the page as it is in this one answer, and writes down who asked and why."""
    one = document(run, material_id)
    note_seen(desk, visit, reason, one)
    return _page(desk, visit, run, one, number=page, masked=False, heat=heat, reason=reason)


@router.post("/materials/{material_id}/letter", dependencies=[needs(Right.UNMASK, "materials")])
def letter(
    desk: DeskHere, visit: VisitNow, run: CurrentRun, material_id: str, language: Annotated[Language, Form()]
) -> Response:
    """The letter to the issuer as a Word document; it names the person, so that it was written is written down."""
    one = document(run, material_id)
    if desk.vault is None or not _may_be_asked(one):
        raise PageNotFoundError("nobody to write to")
    written = materials.enquire(
        desk.workspace.run(run.name),
        material_id,
        vault=desk.vault,
        cache=desk.workspace.cache,
        sender=desk.whole_settings.clues.organisation or UNNAMED_SENDER,
        day=desk.today,
        language=language,
    )
    desk.audit.record(
        actor=visit.principal.name,
        action="issuer_letter",
        object_type="material",
        object_id=material_id,
        reason="verification with the issuer",
    )
    name = quote(f"letter-{material_id}.docx", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(written.to_docx(), media_type=_WORD, headers=headers)


@router.post("/materials/{material_id}/judge", dependencies=[needs(Right.CHANGE, "materials")])
def judge(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    answer: Annotated[Answer, Form()],
    basis: Annotated[Basis, Form()],
    why: Words,
) -> Response:
    """Gives one's own opinion on what the document is; that it is forged holds once a second person agrees."""
    one = document(run, material_id)
    desk.decisions.judge(
        SubjectType.MATERIAL,
        material_id,
        Question.MATERIAL,
        answer,
        basis=basis,
        why=why,
        by=visit.principal,
        at=desk.now(),
        customer_id=one.customer_id or "",
    )
    return RedirectResponse(f"/materials/{quote(material_id, safe='')}", status_code=303)


@router.post("/materials/{material_id}/signature", dependencies=[needs(Right.CREATE, "judgements")])
def signature(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    material_id: str,
    kind: Annotated[JudgementKind, Form()],
    why: Words,
) -> Response:
    """Somebody looked whether a power of attorney is signed by hand; it counts from the next run on."""
    document(run, material_id)
    if kind not in OF_SIGNATURES:
        raise InputError("a signature is by hand, or it is not")
    judging.judge(desk, visit, run, kind, (EntityType.MATERIAL.value, material_id), why=why)
    return RedirectResponse(f"/materials/{quote(material_id, safe='')}#signature", status_code=303)


def _signature(desk: Desk, visit: Visit, one: query.Material) -> Judgement | None:
    """What was said of the signature on a power of attorney, and stands."""
    if one.kind != MaterialKind.POWER_OF_ATTORNEY or not visit.principal.may(Right.READ, "judgements"):
        return None
    standing = desk.judgements.standing()
    return next((found for found in standing if found.kind in OF_SIGNATURES and found.left_id == one.material_id), None)


def _may_be_asked(one: query.Material) -> bool:
    """Whether there is an issuer to write to: of what a customer wrote there is none."""
    return bool(one.kind and one.issuer_name and enquiry_of(MaterialKind(one.kind)))


def _question(speech: Speech, one: query.Material) -> str:
    """What an issuer of this kind is asked; an empty text where there is none to ask."""
    if not _may_be_asked(one):
        return ""
    enquiry = enquiry_of(MaterialKind(one.kind or ""))
    place = 0 if speech.language is Language.ZH else 1
    return " ".join(question[place] for question in enquiry.questions()) if enquiry else ""


def _page(
    desk: Desk,
    visit: Visit,
    run: Run,
    one: query.Material,
    *,
    number: int,
    masked: bool,
    heat: HeatMap | None = None,
    reason: str = "",
) -> Response:
    speech = visit.speech
    found = query.findings(run, one.material_id)
    others = query.known(run, tuple({other for finding in found for other in finding.others}))
    view = None
    if one.file_sha256 and desk.vault is not None:
        regions = [(place, finding.page, finding.region) for place, finding in enumerate(found, start=1)]
        view = page_view(desk.vault, one.file_sha256, number, regions, masked=masked)
    address = f"/materials/{quote(one.material_id, safe='')}"
    seals = _seals(desk, run, one, found)
    warm = None
    if heat is not None and view is not None:
        data = file_at_hand(desk, one)
        warm = materials.heat_map(data, number=view.number, examiner=heat.value) if data is not None else None
    enquiries = desk.enquiries.of(one.material_id)
    names = (*names_in(run, texts_of(enquiries)), *names_of(enquiries))
    holder = materials.holder_named(run, one.material_id)
    decisions = desk.decisions.open_for(SubjectType.MATERIAL, one.material_id, name=visit.principal.name)
    return desk.render(
        "material.html",
        visit=visit,
        here="/materials",
        one=one,
        address=address,
        view=view,
        masked=masked,
        in_part=any(finding.check == IN_PART for finding in found),
        findings=tuple(
            finding_line(
                speech,
                place,
                finding.check,
                finding.outcome,
                json_object(finding.values),
                page=finding.page,
                marked=finding.region is not None and view is not None and finding.page == view.number,
                masked=True,
                others=tuple(other for other in finding.others if other in others and other != one.material_id),
            )
            for place, finding in enumerate(found, start=1)
        ),
        seals=tuple(seal for seal in seals if seal.red or not masked),
        heat=heat,
        reason=reason,
        layers=((warm,) if warm else ()),
        heat_maps=tuple((each.value, speech.say(HEAT_NAMES[each])) for each in HeatMap),
        facts=fact_lines(speech, query.facts(run, one.material_id), masked=masked),
        reasons=sentence_list(speech, from_json(one.reasons), address=address, track="reasons", known={}),
        merits=sentence_list(speech, from_json(one.merits), address=address, track="merits", known={}),
        # What was noted of an answer stands here, too.
        history=tuple(
            replace(line, reason=mask_answer(line.reason, names=names))
            for line in history(desk, speech, "material", one.material_id)
        ),
        signature=_signature(desk, visit, one),
        may_judge=visit.principal.may(Right.CREATE, "judgements"),
        decided=asked_of(decisions, Question.MATERIAL),
        bases=tuple(Basis),
        may_change=visit.principal.may(Right.CHANGE, "materials"),
        enquiries=enquiries,
        names=names,
        holder=mask_name(holder),
        for_whom=next((finding.check for finding in found if finding.check in (NUMBER_CONFIRMED, FOR_ANOTHER)), ""),
        delivered=tuple(
            answer
            for answer in query.verifications(run, one.material_id)
            if answer.verification_id not in {asked.enquiry_id for asked in enquiries}
        ),
        question=_question(speech, one),
        channels=tuple(AskedBy),
        answers=ANSWERS,
        against=AGAINST,
        days=desk.whole_settings.casework.enquiry_days,
        now=local(desk.now()).strftime("%Y-%m-%dT%H:%M"),
        today=desk.today,
        me=visit.principal.name,
        may_write=desk.vault is not None and _may_be_asked(one) and visit.principal.may(Right.UNMASK, "materials"),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
    )


def _seals(
    desk: Desk, run: Run, one: query.Material, found: tuple[query.Finding, ...]
) -> "tuple[materials.SealBeside, ...]":
    """The document's seals, the genuine one beside them where it is on file."""
    if not one.file_sha256:
        return ()
    named = (json_object(finding.values).get("name") for finding in found if finding.check in _SEALS)
    owners = tuple(dict.fromkeys(str(name) for name in named if name))
    genuine = query.genuine_seal(run, owners)
    return materials.seals_beside(one.file_sha256, genuine=genuine, cache=desk.workspace.cache)
