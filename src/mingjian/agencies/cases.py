"""Representations joined with what the lender's tables and registers know of them, on both engines."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import ibis
import ibis.expr.types as ir

from mingjian.agencies.case import Authorisation, Case, RegisteredOrganisation, RegisteredPractitioner
from mingjian.contract.judging import OF_SIGNATURES
from mingjian.contract.vocabulary import (
    JudgementKind,
    MaterialKind,
    OrganisationKind,
    OrganisationStatus,
    PractitionerStatus,
    Relationship,
)
from mingjian.store.lake import Lake


@dataclass(frozen=True)
class Tables:
    """The tables that a case is made of; ``…_held`` tells an empty register from none at all."""

    representations: ir.Table
    complaints: ir.Table
    customers: ir.Table
    materials: ir.Table
    document_lines: ir.Table
    judgements: ir.Table
    organisations: ir.Table
    practitioners: ir.Table
    organisations_held: bool
    practitioners_held: bool

    @classmethod
    def from_lake(cls, lake: Lake) -> "Tables":
        """The tables of a run."""
        return cls(
            representations=lake.table("representations"),
            complaints=lake.table("complaints"),
            customers=lake.table("customers"),
            materials=lake.table("materials"),
            document_lines=lake.table("document_lines"),
            judgements=lake.table("judgements"),
            organisations=lake.table("organisations"),
            practitioners=lake.table("practitioners"),
            organisations_held=lake.has("organisations"),
            practitioners_held=lake.has("practitioners"),
        )


def cases(tables: Tables) -> ir.Table:
    """One row a representation, as :func:`read` takes it."""
    complaints = tables.complaints.select(
        "complaint_id", customer_id=tables.complaints.customer_id, received_at=tables.complaints.received_at
    )
    stated = tables.representations.left_join(complaints, "complaint_id").drop("complaint_id_right")
    rows = stated.mutate(received_on=stated.received_at.date()).drop("received_at")
    written = tables.document_lines.filter(tables.document_lines.text.notnull())
    line = ibis.struct({"number": written.number.cast("int64"), "text": written.text})
    texts = written.group_by("material_id").aggregate(lines=line.collect())
    papers = _papers(tables)
    proofs = papers.filter(papers.kind == MaterialKind.RELATIONSHIP_PROOF.value)
    proofs = proofs.group_by("customer_id").aggregate(relationship_proof_id=proofs.material_id.min())
    rows = rows.left_join(proofs, "customer_id").drop("customer_id_right")
    powers = _powers(papers.filter(papers.kind == MaterialKind.POWER_OF_ATTORNEY.value), texts, tables.judgements)
    rows = rows.left_join(powers, "customer_id").drop("customer_id_right")
    named = tables.customers.select("customer_id", customer_name="full_name")
    rows = rows.left_join(named, "customer_id").drop("customer_id_right")
    by_code = _organisations(tables.organisations, key="uscc", prefix="code")
    rows = rows.left_join(by_code, rows.organisation_uscc == by_code.code_uscc)
    by_name = _organisations(tables.organisations, key="name", prefix="name")
    rows = rows.left_join(by_name, rows.organisation_name == by_name.name_name)
    practitioners = tables.practitioners.select(
        practitioner_licence="licence_number",
        practitioner_name="full_name",
        practitioner_organisation="organisation_name",
        practitioner_status="status",
        practitioner_from="status_from",
    )
    rows = rows.left_join(practitioners, rows.licence_number == practitioners.practitioner_licence)
    rows = rows.left_join(_relatives(tables), "representative_phone").drop("representative_phone_right")
    return rows.mutate(
        organisations_held=ibis.literal(tables.organisations_held),
        practitioners_held=ibis.literal(tables.practitioners_held),
    )


def _papers(tables: Tables) -> ir.Table:
    """By customer, not by complaint: nobody may be asked again for what the lender already has."""
    complaints = tables.complaints.select("complaint_id", complaint_customer="customer_id")
    submitted = tables.materials.select("material_id", "complaint_id", "customer_id", "kind")
    joined = submitted.left_join(complaints, "complaint_id").drop("complaint_id_right")
    owned = joined.mutate(customer_id=ibis.coalesce(joined.customer_id, joined.complaint_customer))
    return owned.filter(owned.customer_id.notnull()).select("material_id", "customer_id", "kind")


def _powers(powers: ir.Table, texts: ir.Table, judgements: ir.Table) -> ir.Table:
    """By customer, all powers of attorney with what was read on them, and what a person said of the signature."""
    looked = judgements.filter(
        judgements.kind.isin(sorted(kind.value for kind in OF_SIGNATURES)) & (judgements.left_type == "material")
    )
    signed = looked.group_by(material_id=looked.left_id).aggregate(signed=looked.kind.argmax(looked.decided_at))
    read = powers.left_join(texts, "material_id").drop("material_id_right")
    read = read.left_join(signed, "material_id").select("customer_id", "material_id", "lines", "signed")
    power = ibis.struct({"material_id": read.material_id, "signed": read.signed, "lines": read.lines})
    return read.group_by("customer_id").aggregate(authorisations=power.collect())


def _organisations(organisations: ir.Table, *, key: str, prefix: str) -> ir.Table:
    """One organisation a key, an active one first; its columns under ``prefix``."""
    ended = organisations.status.isin([OrganisationStatus.DISSOLVED.value, OrganisationStatus.REVOKED.value]).fill_null(
        False
    )
    keyed = organisations.filter(organisations[key].notnull()).mutate(ended=ended.cast("int64"))
    order = [ibis.asc("ended"), ibis.asc("organisation_id")]
    ranked = keyed.mutate(place=ibis.row_number().over(group_by=key, order_by=order))
    first = ranked.filter(ranked.place == 0)
    names = ("organisation_id", "name", "uscc", "kind", "status", "status_from", "registered_on")
    return first.select(**{f"{prefix}_{name}": first[name] for name in names})


def _relatives(tables: Tables) -> ir.Table:
    """For how many unrelated households a telephone acts as a relative's; people at one address are one household."""
    homes = tables.customers.select("customer_id", "address")
    complaints = tables.complaints.select("complaint_id", "customer_id")
    owned = complaints.left_join(homes, "customer_id").drop("customer_id_right")
    households = owned.select("complaint_id", household=ibis.coalesce(owned.address, owned.customer_id))
    relatives = tables.representations.filter(
        (tables.representations.relationship == Relationship.RELATIVE.value)
        & tables.representations.representative_phone.notnull()
    ).select("complaint_id", "representative_phone")
    joined = relatives.join(households, "complaint_id")
    return joined.group_by("representative_phone").aggregate(households=joined.household.nunique())


def read(row: dict[str, Any]) -> Case:
    """A row of :func:`cases` as a case."""
    return Case(
        representation_id=row["representation_id"],
        relationship=Relationship(row["relationship"]) if row["relationship"] else None,
        representative_name=row["representative_name"],
        representative_phone=row["representative_phone"],
        organisation_name=row["organisation_name"],
        organisation_code=row["organisation_uscc"],
        licence_number=row["licence_number"],
        fee_yuan=row["fee_yuan"],
        received_on=row["received_on"],
        by_code=_organisation(row, "code"),
        by_name=_organisation(row, "name"),
        practitioner=_practitioner(row),
        organisations_held=row["organisations_held"],
        practitioners_held=row["practitioners_held"],
        authorisations=_authorisations(row["authorisations"] or []),
        customer_name=row["customer_name"],
        relationship_proof_id=row["relationship_proof_id"],
        households=row["households"] or 0,
    )


def _authorisations(powers: list[dict[str, Any]]) -> tuple[Authorisation, ...]:
    return tuple(
        Authorisation(
            power["material_id"],
            # A list stands in no order of its own, on neither engine.
            "\n".join(line["text"] for line in sorted(power["lines"] or (), key=itemgetter("number"))).strip() or None,
            power["signed"] == JudgementKind.HAND_SIGNED.value if power["signed"] else None,
        )
        for power in sorted(powers, key=itemgetter("material_id"))
    )


def _organisation(row: dict[str, Any], prefix: str) -> RegisteredOrganisation | None:
    if row[f"{prefix}_organisation_id"] is None:
        return None
    kind, status = row[f"{prefix}_kind"], row[f"{prefix}_status"]
    return RegisteredOrganisation(
        organisation_id=row[f"{prefix}_organisation_id"],
        name=row[f"{prefix}_name"],
        code=row[f"{prefix}_uscc"],
        kind=OrganisationKind(kind) if kind else None,
        status=OrganisationStatus(status) if status else None,
        status_from=row[f"{prefix}_status_from"],
        registered_on=row[f"{prefix}_registered_on"],
    )


def _practitioner(row: dict[str, Any]) -> RegisteredPractitioner | None:
    if row["practitioner_licence"] is None:
        return None
    return RegisteredPractitioner(
        licence_number=row["practitioner_licence"],
        full_name=row["practitioner_name"],
        organisation_name=row["practitioner_organisation"],
        status=PractitionerStatus(row["practitioner_status"]) if row["practitioner_status"] else None,
        status_from=row["practitioner_from"],
    )
