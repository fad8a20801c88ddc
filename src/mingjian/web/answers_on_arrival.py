"""What was answered when a complaint arrived, for its page: both tracks, and its links edge by edge back to rows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mingjian.access.entity_masks import mask_entity
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import ClaimStatus, EntityType, Zone
from mingjian.network.links import Standing
from mingjian.web.arriving import masked_words
from mingjian.web.claim_lines import ClaimLine, ClaimLines, words_taken
from mingjian.web.entities import Entity, entity
from mingjian.web.languages import Speech, message
from mingjian.web.probability import probability_bar
from mingjian.web.queries import linked as query
from mingjian.web.queries.complaints import Claim
from mingjian.web.reasoning import sentence_list
from mingjian.web.record_names import record
from mingjian.web.runs import Run
from mingjian.web.tracks import Tracks

ROWS_SHOWN = 5
STANDINGS = {
    Standing.NOTHING_KNOWN: message("No link was found: nobody else had anything of it, or nothing was looked for."),
    Standing.SHARES: message("Others have things of it, and no gang that it would join by them."),
    Standing.STARTS_SOMETHING: message(
        "With others of no gang it has things of two independent kinds in common, which chance hardly brings: a reason "
        "to look, and no more."
    ),
    Standing.JOINS: message("What it has in common is enough to join a gang."),
}
"""What the network knew of it, in words."""


@dataclass(frozen=True)
class LinkRow:
    """Somebody else who has the thing, and the record that says so."""

    party: Entity
    record: str
    record_page: str


@dataclass(frozen=True)
class LinkEdge:
    """One thing that leads from the complaint to others.

    ``named_in`` is where the complaint itself names it, ``page`` the thing's own, ``found`` whether the current run
    knows it.
    """

    thing: Entity
    named_in: str
    page: str
    share: float | None
    households: int | None
    found: bool
    rows: tuple[LinkRow, ...]
    of: int


@dataclass(frozen=True)
class GangShown:
    """A gang that it has something in common with; ``stands`` says whether the current run has it."""

    gang_id: str
    strength: float
    joins: bool
    stands: bool
    edges: tuple[LinkEdge, ...]


@dataclass(frozen=True)
class LinksShown:
    """All its links, and in words what they amount to."""

    standing: str
    found: bool
    gangs: tuple[GangShown, ...]
    shared: tuple[LinkEdge, ...]


def tracks_on_arrival(
    run: Run, speech: Speech, assessment: Mapping[str, Any], complaint: Mapping[str, Any], address: str
) -> Tracks:
    """Both tracks as they were answered; evidence opens under the page's own address."""
    reasons, merits = (from_json(json.dumps(assessment[track])) for track in ("reasons", "merits"))
    evidence = f"{address}/evidence"
    return Tracks(
        origin=probability_bar(
            speech,
            assessment["agent_probability"],
            low=assessment["agent_probability_low"],
            high=assessment["agent_probability_high"],
            undecided=assessment["zone"] == Zone.UNDECIDED,
        ),
        reasons=sentence_list(speech, reasons, address=evidence, track="reasons", known={}),
        claims=_claims(assessment, masked_words(run, complaint), evidence),
        merits=sentence_list(speech, merits, address=evidence, track="merits", known={}),
    )


def _claims(assessment: Mapping[str, Any], text: str, address: str) -> ClaimLines:
    """Each claim once; of what the records say the answer keeps the rows alone, and no sentence."""
    number = assessment["complaint_id"]
    grouped: dict[tuple[str, str], list[tuple[int, Mapping[str, Any]]]] = {}
    for place, claim in enumerate(assessment["claims"]):
        grouped.setdefault((claim["status"], claim["claim"]), []).append((place, claim))
    lines = []
    for (status, kind), found in sorted(
        grouped.items(), key=lambda one: list(ClaimStatus).index(ClaimStatus(one[0][0]))
    ):
        made = [Claim(number, kind, status, one["start"], one["end"], "", None, None) for _, one in found]
        told = status != ClaimStatus.UNKNOWN
        lines.append(
            ClaimLine(
                claim=kind,
                status=status,
                complaints=1,
                said=(),
                words=words_taken(made, {number: text}) if told else (),
                evidence=tuple(
                    f"{address}?track=claims&sentence={place}&item={item}"
                    for place, one in found
                    for item in range(len(one["evidence"]))
                ),
            )
        )
    stand = [line.status for line in lines]
    return ClaimLines(
        tuple(lines), len(lines), stand.count(ClaimStatus.BORNE_OUT), stand.count(ClaimStatus.CONTRADICTED)
    )


def links_on_arrival(
    run: Run, speech: Speech, assessment: Mapping[str, Any], content: Mapping[str, Any], *, with_rows: bool
) -> LinksShown:
    """What it was linked with, and the rows of the current run by which others have the same things.

    The answer keeps a thing masked, so it is found again by what the complaint itself names. ``with_rows`` says
    whether whoever looks may see whose the rows are.
    """
    links = assessment.get("links") or {}
    known = _known(run, speech, assessment, content, with_rows=with_rows)

    def edges(things: Iterable[Mapping[str, Any]]) -> tuple[LinkEdge, ...]:
        return tuple(_edge(speech, one, known.get((one["entity_type"], one["entity_id"]))) for one in things)

    standing = Standing(links.get("standing", Standing.NOTHING_KNOWN))
    joined = links.get("gangs", ())
    stand = query.gangs(run, [link["gang_id"] for link in joined])
    gangs = tuple(
        GangShown(link["gang_id"], link["strength"], link["joins"], link["gang_id"] in stand, edges(link["holds"]))
        for link in joined
    )
    shared = edges(links.get("shared", ()))
    return LinksShown(speech.say(STANDINGS[standing]), bool(gangs or shared), gangs, shared)


@dataclass(frozen=True)
class _Known:
    """A thing that the complaint names, as the current run has it."""

    thing: Entity
    named_in: str
    number: int | None
    rows: tuple[LinkRow, ...]
    of: int


def _known(
    run: Run, speech: Speech, assessment: Mapping[str, Any], content: Mapping[str, Any], *, with_rows: bool
) -> Mapping[query.Thing, _Known]:
    """By type and masked id what the complaint names, the field in which it does, and who else has it."""
    fields = [("complaints", name, value) for name, value in content["complaint"].items() if name != "text"]
    for one in content.get("representations") or ():
        fields += [("representations", name, value) for name, value in one.items()]
    told = [(table, name, value) for table, name, value in fields if isinstance(value, str) and value.strip()]
    named = {
        (one.entity_type, one.entity_id): speech.field(*told[one.place][:2])
        for one in query.named(run, [value for _, _, value in told])
    }
    if template := assessment.get("template_id"):
        named[EntityType.LETTER_TEMPLATE.value, template] = speech.field("complaints", "text")
    linked = _linked(assessment)
    named = {thing: where for thing, where in named.items() if _masked(thing) in linked}
    numbers = query.numbers(run, named)
    rows = query.rows(run, named, limit=ROWS_SHOWN) if with_rows else {}
    return {
        _masked(thing): _Known(
            thing=entity(speech, *thing),
            named_in=where,
            number=numbers.get(thing),
            rows=tuple(
                LinkRow(entity(speech, row.party_type, row.party_id), *record(speech, row.record_table, row.record_id))
                for row in rows.get(thing, ())
            ),
            of=next((row.of for row in rows.get(thing, ())), 0),
        )
        for thing, where in named.items()
    }


def _linked(assessment: Mapping[str, Any]) -> frozenset[query.Thing]:
    """The things that the answer's links lead over, masked as it keeps them."""
    links = assessment.get("links") or {}
    held = [one for link in links.get("gangs", ()) for one in link["holds"]]
    return frozenset((one["entity_type"], one["entity_id"]) for one in (*held, *links.get("shared", ())))


def _masked(thing: query.Thing) -> query.Thing:
    return thing[0], mask_entity(*thing)


def _edge(speech: Speech, link: Mapping[str, Any], known: _Known | None) -> LinkEdge:
    unknown = Entity(speech.label(link["entity_type"], "EntityType"), link["entity_id"], "")
    return LinkEdge(
        thing=known.thing if known else unknown,
        named_in=known.named_in if known else "",
        page=f"/shared/{known.number}" if known and known.number is not None else "",
        share=link.get("share"),
        households=link.get("households"),
        found=known is not None,
        rows=known.rows if known else (),
        of=known.of if known else 0,
    )
