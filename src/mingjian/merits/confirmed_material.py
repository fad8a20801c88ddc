"""Claims about a life, which only a document that its issuer confirmed can bear out."""

from collections.abc import Collection

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Certainty, Claim, MaterialKind
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts


def confirmed_by_issuer(
    mentions: ir.Table,
    ledger: Ledger,
    settings: MeritsSettings,
    *,
    claim: Claim,
    kinds: Collection[MaterialKind],
) -> ir.Table:
    """Borne out where a document of these kinds, of this complaint or customer, was confirmed by its issuer.

    Never contradicted: an issuer that denies a document speaks about the document, not about the person's health,
    work or family. A yes that may be another paper's, or that the issuer took back, confirms nothing: the certainty of
    the document tells, and the claim stays unknown.
    """
    assessed = ledger.material_assessments
    confirmed = assessed.filter(assessed.certainty == Certainty.ISSUER_CONFIRMED.value)
    materials = ledger.materials
    documents = (
        materials.filter(materials.kind.isin([kind.value for kind in kinds]))
        .semi_join(confirmed, "material_id")
        .select("material_id", document_complaint="complaint_id", document_customer="customer_id")
    )
    by_complaint = mentions.join(documents, mentions.complaint_id == documents.document_complaint)
    by_customer = mentions.join(documents, mentions.customer_id == documents.document_customer)
    rows = by_complaint.select("mention", "material_id").union(by_customer.select("mention", "material_id"))
    summed = rows.group_by("mention").aggregate(
        documents=rows.material_id.nunique(), evidence=array_of(rows.material_id, limit=settings.evidence_rows)
    )
    facts = mentions.left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=claim,
        borne_out=facts.documents > 0,
        contradicted=ibis.literal(False),
        values=object_of(documents=facts.documents),
        evidence=facts.evidence,
    )
