"""What a case adds to a package: the board on which people put facts and hypotheses, and files from outside any run."""

from dataclasses import dataclass

from mingjian.casework.cases import Case, Cases, OriginKind
from mingjian.casework.clues.statement import Subject, SubjectKind
from mingjian.casework.evidence import Evidence, EvidenceBoard, EvidenceKind
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

    @classmethod
    def of(cls, database: Database, case_id: str) -> "CaseFile":
        """The case of that number; NotFoundError where there is none."""
        return cls(Cases(database).find(case_id), EvidenceBoard(database).of(case_id))

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
