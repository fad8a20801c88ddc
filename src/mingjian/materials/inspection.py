"""One file, inspected without a run: read, examined and judged by the functions of the stage."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mingjian.contract import Language
from mingjian.contract.reasons import from_json, sentence
from mingjian.contract.vocabulary import Certainty, CheckOutcome, MaterialKind, Verdict
from mingjian.materials.assessment import assess_one
from mingjian.materials.checks import file_dates, on_paper, typed_later
from mingjian.materials.checks.file_reading import READ
from mingjian.materials.contradictions import of_one
from mingjian.materials.examination import examine_bytes
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.specimen import Observation, Specimen, Trait
from mingjian.materials.weights import Evidence
from mingjian.reading.fields import fields
from mingjian.reading.page import DocumentField, Region

__all__ = ["Inspection", "in_order", "inspect"]

_ORDER = (
    CheckOutcome.CONTRADICTED,
    CheckOutcome.SUSPECT,
    CheckOutcome.UNREADABLE,
    CheckOutcome.CLEAR,
    CheckOutcome.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Inspection:
    """What can be said of one file: by itself, or held against a run (:mod:`mingjian.materials.beside_run`)."""

    name: str
    kind: MaterialKind
    specimen: Specimen
    fields: tuple[DocumentField, ...]
    observations: tuple[Observation, ...]
    """Those that ask for a look first."""
    traits: tuple[Trait, ...]
    verdict: Verdict
    certainty: Certainty
    probability: float
    reasons: str
    merits: str
    """Both as in ``material_assessments``."""

    def to_record(self, language: Language) -> dict[str, Any]:
        """Everything as JSON takes it, sentences in that language; regions are left, top, right, bottom in pixels."""
        drawn = self.specimen.rendering
        return {
            "name": self.name,
            "sha256": self.specimen.sha256,
            "media_type": drawn.media_type,
            "kind": self.kind.value,
            "problem": drawn.problem.value if drawn.problem else None,
            "verdict": self.verdict.value,
            "certainty": self.certainty.value,
            "forgery_probability": round(self.probability, 4),
            "reasons": [reason.render(language) for reason in from_json(self.reasons)],
            "merits": [merit.render(language) for merit in from_json(self.merits)],
            "pages_not_examined": list(self.specimen.left),
            "pages": [
                {
                    "page": page.number,
                    "width": page.pixels.shape[1],
                    "height": page.pixels.shape[0],
                    "origin": page.origin.value,
                    "dots_per_inch": page.dots_per_inch,
                }
                for page in drawn.pages
            ],
            "fields": [
                {
                    "field": fact.name,
                    "value": fact.value,
                    "text": fact.text,
                    "page": fact.page,
                    "region": _edges(fact.region),
                    "confidence": round(fact.confidence, 4),
                }
                for fact in self.fields
            ],
            "findings": [
                {
                    "check": one.check,
                    "outcome": one.outcome.value,
                    "score": one.score,
                    "page": one.place.page if one.place else None,
                    "region": _edges(one.place.region) if one.place and one.place.region else None,
                    "sentence": sentence(one.check).render(one.values, language),
                    "others": list(one.evidence),
                }
                for one in self.observations
            ],
            "lines": [
                {"page": line.page, "text": line.text, "confidence": round(line.confidence, 4)}
                | {"region": _edges(line.region)}
                for line in self.specimen.lines
            ],
        }


def inspect(
    name: str, data: bytes, kind: MaterialKind = MaterialKind.OTHER, *, settings: MaterialsSettings | None = None
) -> Inspection:
    """Inspects one file. A hostile or broken one ends as ``unreadable``, never in an error."""
    settings = settings or MaterialsSettings()
    specimen, examination = examine_bytes(data, hashlib.sha256(data).hexdigest(), most=settings.pages_examined)
    problem = specimen.rendering.problem
    read = (
        Observation(READ, CheckOutcome.CLEAR)
        if problem is None
        else Observation(f"file_{problem.value}", CheckOutcome.UNREADABLE)
    )
    facts = fields(kind, specimen.lines)
    compared = of_one(kind, specimen.lines, facts) if problem is None else ()
    made = on_paper.of_one(kind, examination) if problem is None else ()
    typed = typed_later.of_one(kind, examination) if problem is None else ()
    dated = file_dates.of_one(kind, examination, facts) if problem is None else ()
    found = (read, *examination.observations, *made, *typed, *dated, *compared)
    observations = in_order(found)
    evidence = [Evidence(one.check, one.outcome.value, one.values, ()) for one in observations]
    row = assess_one(name, evidence, settings)
    return Inspection(
        name,
        kind,
        specimen,
        facts,
        observations,
        examination.traits,
        Verdict(str(row["verdict"])),
        Certainty(str(row["certainty"])),
        float(str(row["forgery_probability"])),
        str(row["reasons"]),
        str(row["merits"]),
    )


def in_order(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Those that ask for a look first."""
    return tuple(sorted(observations, key=lambda one: _ORDER.index(one.outcome)))


def _edges(region: Region) -> list[int]:
    return [region.left, region.top, region.right, region.bottom]
