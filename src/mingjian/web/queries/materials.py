"""Documents: the list, and one document's findings, stated facts and verdict."""

from dataclasses import dataclass
from datetime import datetime

from mingjian.contract.vocabulary import Certainty, MaterialKind, Verdict
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Flag, Key, Kind, Listing, Period
from mingjian.web.queries.rows import each, first, json_list, json_object
from mingjian.web.runs import Run

LISTING = Listing(
    name="materials",
    title=message("Documents"),
    address="/materials",
    source="materials AS m LEFT JOIN material_assessments AS a USING (material_id)",
    columns=(
        Column("material", "Document", "m.material_id", link="/materials/{value}"),
        Column("kind", "Kind of document", "m.kind", Kind.CODE, "MaterialKind"),
        Column("issuer", "Stated issuer", "m.issuer_name"),
        Column("received", "Received", "m.received_at", Kind.DAY),
        Column("certainty", "Certainty", "a.certainty", Kind.CODE, "Certainty"),
        Column("verdict", "What to do", "a.verdict", Kind.CODE, "Verdict"),
        Column("complaint", "Complaint", "m.complaint_id", link="/complaints/{value}"),
        Column("customer", "Customer", "m.customer_id", link="/customers/{value}", shown=False),
    ),
    filters=(
        Period("received", "Received", "m.received_at"),
        Choice("kind", "Kind of document", "m.kind", tuple(MaterialKind), "MaterialKind"),
        Choice("certainty", "Certainty", "a.certainty", tuple(Certainty), "Certainty"),
        Choice("verdict", "What to do", "a.verdict", tuple(Verdict), "Verdict"),
        Flag("look", "A person must look", "a.verdict IN ('needs_review', 'signs_of_forgery')"),
        Key("complaint", "Complaint", "m.complaint_id"),
        Key("customer", "Customer", "m.customer_id"),
    ),
    order="-received",
    key="m.material_id",
)


@dataclass(frozen=True)
class Material:
    """One submitted document and what the run says of it."""

    material_id: str
    complaint_id: str | None
    customer_id: str | None
    kind: str | None
    issuer_name: str | None
    received_at: datetime | None
    file_sha256: str | None
    verdict: str | None
    certainty: str | None
    forgery_probability: float | None
    reasons: str | None
    merits: str | None


@dataclass(frozen=True)
class Finding:
    """One check's answer, with the place that it speaks of."""

    check: str
    outcome: str
    place: str | None
    values: str | None
    evidence: str | None

    @property
    def page(self) -> int | None:
        """From 1; None where the whole file is meant."""
        page = json_object(self.place).get("page")
        return page if isinstance(page, int) else None

    @property
    def region(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom in pixels of the page."""
        edges = json_object(self.place).get("region")
        if not isinstance(edges, list) or len(edges) != 4:
            return None
        left, top, right, bottom = (float(edge) for edge in edges)
        return left, top, right, bottom

    @property
    def others(self) -> tuple[str, ...]:
        """The rows that it rests on, other documents among them."""
        return tuple(str(one) for one in json_list(self.evidence))


@dataclass(frozen=True)
class Fact:
    """One fact that the document states."""

    field: str
    value: str
    page: int | None
    confidence: float | None


@dataclass(frozen=True)
class Verification:
    """A question to the issuer that a delivery holds, and its answer."""

    verification_id: str
    asked_at: datetime | None
    replied_at: datetime | None
    reply: str | None


def material(run: Run, material_id: str) -> Material | None:
    """The document of that number."""
    known = run.query(
        "SELECT count(*) AS number FROM duckdb_columns() WHERE table_name = 'materials' AND column_name = 'file_sha256'"
    )
    file = "m.file_sha256" if known[0]["number"] else "NULL AS file_sha256"
    return first(
        Material,
        run.query(
            "SELECT m.material_id, m.complaint_id, coalesce(m.customer_id, c.customer_id) AS customer_id, m.kind, "
            f"m.issuer_name, m.received_at, {file}, "
            "a.verdict, a.certainty, a.forgery_probability, a.reasons, a.merits "
            "FROM materials AS m LEFT JOIN material_assessments AS a USING (material_id) "
            "LEFT JOIN complaints AS c ON c.complaint_id = m.complaint_id WHERE m.material_id = ?",
            (material_id,),
        ),
    )


def findings(run: Run, material_id: str) -> tuple[Finding, ...]:
    """Every check's answer, those that ask for a look first."""
    return each(
        Finding,
        run.query(
            'SELECT "check", outcome, place, "values", evidence FROM findings '
            "WHERE subject_type = 'material' AND subject_id = ? ORDER BY array_position(['contradicted', 'suspect', "
            "'unreadable', 'clear', 'not_applicable'], outcome), \"check\", place",
            (material_id,),
        ),
    )


def facts(run: Run, material_id: str) -> tuple[Fact, ...]:
    """What the document states, in reading order."""
    return each(
        Fact,
        run.query(
            "SELECT field, value, page, confidence FROM document_fields WHERE material_id = ? ORDER BY number",
            (material_id,),
        ),
    )


def verifications(run: Run, material_id: str) -> tuple[Verification, ...]:
    """What the deliveries say that its issuer was asked and answered, the latest first."""
    return each(
        Verification,
        run.query(
            "SELECT verification_id, asked_at, replied_at, reply FROM verifications WHERE material_id = ? "
            "ORDER BY coalesce(replied_at, asked_at) DESC, verification_id",
            (material_id,),
        ),
    )


def genuine_seal(run: Run, names: tuple[str, ...]) -> str | None:
    """The file of a genuine impression that is on file for one of these organisations."""
    held = run.query(
        "SELECT count(*) AS number FROM duckdb_columns() "
        "WHERE table_name = 'organisations' AND column_name = 'seal_sha256'"
    )
    if not names or not held[0]["number"]:
        return None
    places = ", ".join("?" for _ in names)
    rows = run.query(
        "SELECT seal_sha256 FROM organisations "
        f"WHERE seal_sha256 IS NOT NULL AND name IN ({places}) ORDER BY seal_sha256 LIMIT 1",
        names,
    )
    return str(rows[0]["seal_sha256"]) if rows else None


def known(run: Run, material_ids: tuple[str, ...]) -> frozenset[str]:
    """Which of these are documents of the run."""
    places = ", ".join("?" for _ in material_ids) or "NULL"
    rows = run.query(f"SELECT material_id FROM materials WHERE material_id IN ({places})", material_ids)
    return frozenset(row["material_id"] for row in rows)
