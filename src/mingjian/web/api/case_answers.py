"""What the API asks and answers of cases and clue packages, field by field, masked as the pages are."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from mingjian.casework.cases import Case, OriginKind
from mingjian.casework.clues.handover import Handover
from mingjian.casework.evidence import Evidence, EvidenceKind, Standing
from mingjian.casework.seen import Seen
from mingjian.casework.status import CaseStatus
from mingjian.web.api.fields import Answered, Asked, Line, MaybeLine, Why
from mingjian.web.api.judgement_answers import JudgementAnswer
from mingjian.web.api.police_answers import PartnerAnswer
from mingjian.web.entities import shown_name


class NewCase(Asked):
    """What a case begins with."""

    kind: OriginKind
    origin_id: Line
    title: Line
    why: Why
    customer_id: MaybeLine = ""


class NewStep(Asked):
    """One step; ``reference`` is the station, or the number of the other side's paper."""

    to: CaseStatus
    why: Why
    reference: MaybeLine = ""


class NewLead(Asked):
    """Another lead."""

    to: Line
    why: Why


class NewEvidence(Asked):
    """An item for the board, with where it comes from."""

    kind: EvidenceKind
    subject_id: Line
    standing: Standing
    source: Why
    note: Annotated[str, Field(max_length=10_000)] = ""
    customer_id: MaybeLine = ""


class NewFileEvidence(Asked):
    """A file that hangs on the case becomes evidence, with where it comes from."""

    standing: Standing
    source: Why
    note: Annotated[str, Field(max_length=10_000)] = ""


class NewStanding(Asked):
    """A hypothesis is confirmed, or a fact taken back."""

    standing: Standing
    why: Why


class NewPackage(Asked):
    """A clue package: about what, for what, for whom."""

    kind: Literal["gang", "agency", "complaint", "testimony", "case"]
    subject_id: Line
    purpose: Annotated[str, Field(min_length=4, max_length=400, pattern=r"^[^\x00]+$")]
    recipient: Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\x00]+$")]
    organisation: Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")] = Field(
        "", description="the lender's name where the settings do not state it"
    )
    prepared_by: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = Field(
        "", description="who prepares it, where nobody signs in"
    )
    request_id: MaybeLine = Field("", description="the request of the police that it answers")


class NewHandover(Asked):
    """To whom it was handed, against which receipt."""

    receipt: Why


class CaseAnswer(Answered):
    """A case."""

    case_id: str
    title: str
    kind: OriginKind
    origin_id: str
    run: str
    status: CaseStatus
    lead: str
    team: str
    opened_by: str
    opened_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, case: Case) -> "CaseAnswer":
        """The answer for a case."""
        return cls(
            case_id=case.case_id,
            title=case.title,
            kind=case.origin.kind,
            origin_id=case.origin.origin_id,
            run=case.origin.run,
            status=case.status,
            lead=case.lead,
            team=case.team,
            opened_by=case.opened_by,
            opened_at=case.opened_at,
            changed_at=case.changed_at,
        )


class EvidenceAnswer(Answered):
    """An item on a case's board; telephones and the like are masked."""

    evidence_id: str
    kind: EvidenceKind
    subject_id: str
    customer_id: str
    standing: Standing
    note: str
    source: str
    added_by: str
    added_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, item: Evidence) -> "EvidenceAnswer":
        """The answer for an item."""
        typed = ":" in item.subject_id
        return cls(
            evidence_id=item.evidence_id,
            kind=item.kind,
            subject_id=shown_name(*item.subject_id.split(":", 1)) if typed else item.subject_id,
            customer_id=item.customer_id,
            standing=item.standing,
            note=item.note,
            source=item.provenance.source,
            added_by=item.added_by,
            added_at=item.added_at,
            withdrawn_at=item.withdrawn_at,
        )


class PackageAnswer(Answered):
    """A clue package on its way out."""

    package_id: str
    kind: str
    subject_id: str
    case_id: str
    request_id: str
    run: str
    purpose: str
    recipient: str
    prepared_by: str
    sha256: str = Field(description="empty while it is not built")
    size: int
    originals: int
    missing: int
    built_at: datetime | None
    expires_at: datetime | None
    agreed: bool = Field(description="whether two people have agreed, or nobody else is there to ask")
    handed_by: str
    handed_at: datetime | None

    @classmethod
    def of(cls, one: Handover) -> "PackageAnswer":
        """The answer for a package."""
        return cls(
            package_id=one.handover_id,
            kind=one.subject.kind.value,
            subject_id=one.subject.id,
            case_id=one.case_id,
            request_id=one.request_id,
            run=one.run,
            purpose=one.statement.purpose,
            recipient=one.statement.recipient,
            prepared_by=one.statement.prepared_by,
            sha256=one.sha256,
            size=one.size,
            originals=one.originals,
            missing=one.missing,
            built_at=one.built_at,
            expires_at=one.expires_at,
            agreed=one.agreed,
            handed_by=one.handed_by,
            handed_at=one.handed_at,
        )


class JurisdictionAnswer(Answered):
    """One province of a case."""

    province: str = Field(description="two digits (GB/T 2260); empty where it is not known")
    customers: int
    stations: tuple[PartnerAnswer, ...]


class SeenCaseAnswer(Answered):
    """Another case that holds some of the same."""

    case_id: str
    title: str
    status: CaseStatus
    kind: EvidenceKind
    subject: str
    at: datetime


class SeenAnswer(Answered):
    """What is known already of what a case holds, masked."""

    cases: tuple[SeenCaseAnswer, ...]
    judged: tuple[JudgementAnswer, ...]

    @classmethod
    def of(cls, seen: Seen) -> "SeenAnswer":
        """The answer for what was seen before."""
        return cls(
            cases=tuple(
                SeenCaseAnswer(
                    case_id=one.case_id,
                    title=one.title,
                    status=CaseStatus(one.status),
                    kind=EvidenceKind(one.kind),
                    subject=shown_name(*one.subject_id.split(":", 1)) if ":" in one.subject_id else one.subject_id,
                    at=one.at,
                )
                for one in seen.cases
            ),
            judged=tuple(map(JudgementAnswer.of, seen.judged)),
        )
