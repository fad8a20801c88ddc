"""The documents of a subject, and what the run's checks say of each."""

import json
from dataclasses import dataclass
from datetime import datetime

from mingjian.casework.clues.asking import Ask, Row, array
from mingjian.casework.clues.disclosure import Disclosure
from mingjian.casework.clues.words import word
from mingjian.contract.reasons import Language, sentence
from mingjian.contract.sentences.agreements import AGAINST_THE_AGENCY
from mingjian.contract.vocabulary import Certainty, CheckOutcome, MaterialKind, Verdict

DOUBTFUL_CERTAINTY = (Certainty.ISSUER_DENIED.value, Certainty.CONTRADICTED.value)
DOUBTFUL_VERDICT = (Verdict.SIGNS_OF_FORGERY.value, Verdict.NEEDS_REVIEW.value)


@dataclass(frozen=True)
class Observation:
    """One check's answer about a document, in Chinese, with its place where it has one."""

    check: str
    outcome: str
    text: str
    page: int | None
    region: tuple[float, float, float, float] | None
    others: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """One submitted file."""

    material_id: str
    kind: str
    complaint_id: str
    customer_id: str
    channel: str
    received_at: datetime | None
    issuer: str
    path: str
    sha256: str
    verdict: str
    certainty: str
    observations: tuple[Observation, ...]
    merits: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        """Whether something speaks against it: only such files are handed over."""
        return self.certainty in DOUBTFUL_CERTAINTY or self.verdict in DOUBTFUL_VERDICT

    @property
    def title(self) -> str:
        """What it claims to be, in Chinese."""
        return word(MaterialKind, self.kind)

    @property
    def signs(self) -> tuple[Observation, ...]:
        """What speaks against it."""
        against = (CheckOutcome.CONTRADICTED.value, CheckOutcome.SUSPECT.value)
        return tuple(one for one in self.observations if one.outcome in against and one.check not in AGAINST_THE_AGENCY)

    @property
    def clauses(self) -> tuple[str, ...]:
        """What an agency's agreement asks of its client, each once, with the first page that asks it."""
        pages: dict[str, int | None] = {}
        for one in self.observations:
            if one.check in AGAINST_THE_AGENCY:
                pages.setdefault(one.text, one.page)
        return tuple(f"{text}（第{page}页）" if page else text for text, page in pages.items())


def agreements_of(ask: Ask, agency_ids: list[str], testimony_ids: list[str]) -> list[str]:
    """Service agreements that name these agencies, or that came with these reports: no complaint need hold them."""
    rows = ask(
        "SELECT material_id FROM materials WHERE kind = $kind AND (list_contains($testimonies, testimony_id) OR "
        "material_id IN (SELECT record_id FROM agency_mentions WHERE record_table = 'materials' "
        "AND list_contains($agencies, agency_id))) ORDER BY material_id",
        kind=MaterialKind.SERVICE_AGREEMENT.value,
        agencies=agency_ids,
        testimonies=testimony_ids,
    )
    return [one["material_id"] for one in rows]


def documents_of(
    ask: Ask, complaint_ids: list[str], material_ids: list[str], disclosure: Disclosure
) -> tuple[Document, ...]:
    """The documents of these complaints and those of these numbers, what is most in doubt first."""
    file = "m.file_sha256" if "file_sha256" in ask.columns("materials") else "NULL AS file_sha256"
    rows = ask(
        f"SELECT m.material_id, m.kind, m.complaint_id, coalesce(m.customer_id, c.customer_id) AS customer_id, "
        f"c.channel, coalesce(m.received_at, c.received_at) AS received_at, m.issuer_name, m.path, {file}, a.verdict, "
        "a.certainty, a.merits FROM materials AS m LEFT JOIN complaints AS c USING (complaint_id) "
        "LEFT JOIN material_assessments AS a USING (material_id) WHERE list_contains($complaints, m.complaint_id) "
        "OR list_contains($materials, m.material_id) ORDER BY list_position(['issuer_denied', 'contradicted'], "
        "a.certainty) NULLS LAST, list_position(['signs_of_forgery', 'needs_review'], a.verdict) NULLS LAST, "
        "m.material_id",
        complaints=complaint_ids,
        materials=material_ids,
    )
    found: dict[str, list[Observation]] = {}
    for one in ask(
        "SELECT * FROM findings WHERE subject_type = 'material' AND list_contains($ids, subject_id) ORDER BY "
        "list_position(['contradicted', 'suspect', 'unreadable', 'clear', 'not_applicable'], outcome), "
        '"check", place, "values"',
        ids=[one["material_id"] for one in rows],
    ):
        found.setdefault(one["subject_id"], []).append(_observation(one, disclosure))
    return tuple(
        Document(
            material_id=one["material_id"],
            kind=one["kind"] or MaterialKind.OTHER.value,
            complaint_id=one["complaint_id"] or "",
            customer_id=one["customer_id"] or "",
            channel=one["channel"] or "",
            received_at=one["received_at"],
            issuer=one["issuer_name"] or "",
            path=one["path"] or "",
            sha256=one["file_sha256"] or "",
            verdict=one["verdict"] or "",
            certainty=one["certainty"] or "",
            observations=tuple(found.get(one["material_id"], ())),
            merits=tuple(disclosure.text(each["text"]) for each in array(one["merits"])),
        )
        for one in rows
    )


def _observation(row: Row, disclosure: Disclosure) -> Observation:
    place = json.loads(row["place"]) if row["place"] else {}
    values = json.loads(row["values"]) if row["values"] else {}
    edges = place.get("region")
    try:
        text = sentence(row["check"]).render(values, Language.ZH)
    except KeyError:  # a run of another version: the check's code is told rather than nothing
        text = row["check"]
    return Observation(
        row["check"],
        row["outcome"] or "",
        disclosure.text(text),
        place.get("page"),
        (float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3])) if edges else None,
        tuple(str(one) for one in array(row["evidence"])),
    )
