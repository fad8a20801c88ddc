"""What a case adds to a package: the board on which people put facts and hypotheses, and files from outside any run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingjian.casework.cases import Case, Cases, OriginKind
from mingjian.casework.clues.statement import Subject, SubjectKind
from mingjian.casework.evidence import Evidence, EvidenceBoard, EvidenceKind
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Notes
from mingjian.store.database import Database

_KINDS = {
    OriginKind.GANG: SubjectKind.GANG,
    OriginKind.AGENCY: SubjectKind.AGENCY,
    OriginKind.COMPLAINT: SubjectKind.COMPLAINT,
    OriginKind.TESTIMONY: SubjectKind.TESTIMONY,
}


@dataclass(frozen=True)
class CaseFile:
    """A case as a package tells it."""

    case: Case
    board: tuple[Evidence, ...]
    """Facts first, then hypotheses; what was withdrawn is left out."""
    names: Mapping[str, str] = field(default_factory=dict)
    """By SHA-256, what the files that hang on the case are called."""

    @classmethod
    def of(cls, database: Database, case_id: str) -> "CaseFile":
        """The case of that number; NotFoundError where there is none."""
        notes = Notes(database).of(SubjectType.CASE, case_id)
        names = {one.file_sha256: one.file_name for one in notes if one.file_sha256}
        return cls(Cases(database).find(case_id), EvidenceBoard(database).of(case_id), names)

    @property
    def subject(self) -> Subject:
        """What the case began with."""
        origin = self.case.origin
        return Subject(_KINDS[origin.kind], origin.origin_id)

    @property
    def materials(self) -> frozenset[str]:
        """Documents that somebody put on the board: their originals go along."""
        return frozenset(one.subject_id for one in self.board if one.kind is EvidenceKind.MATERIAL)

    @property
    def files(self) -> tuple[Evidence, ...]:
        """Files that came outside any delivery."""
        return tuple(one for one in self.board if one.kind is EvidenceKind.FILE and one.provenance.file_sha256)
