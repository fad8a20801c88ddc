"""What the checks look at: each submitted file with whose it is and when it came."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import LabelSubject
from mingjian.contract.workings import DOCUMENT_LINES
from mingjian.materials.examination import Examinations
from mingjian.materials.fields import fields_of_materials
from mingjian.materials.reuse import Reuse
from mingjian.materials.sealed import Known, sealed
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake

UNSETTLED = pa.schema([("material_id", pa.string()), ("other", pa.string()), ("number", pa.string())])
"""One row a confirmed paper whose yes is not surely its own: ``other`` bears the same ``number`` and names somebody
else. Both are empty where the issuer says that it did not issue the paper for whom it was asked."""


@dataclass(frozen=True)
class Tables:
    """The tables that the checks read. ``register_is_held`` tells an empty register from none at all."""

    submissions: ir.Table
    verifications: ir.Table
    decided: ir.Table
    """``material_id, label, decided_at``: what people decided of documents."""
    organisations: ir.Table
    register_is_held: bool
    readings: ir.Table
    """Readings of files by ``sha256``, as ``reading.files.SCHEMA``."""
    examinations: Examinations
    """What the examiners saw in each file."""
    reuse: Reuse
    """What occurs again in other files."""
    sealed: ir.Table
    """Each seal as it was handed in (:mod:`mingjian.materials.sealed`)."""
    facts: ir.Table
    """What each material states: the table ``document_fields``."""
    unsettled: ir.Table
    """``UNSETTLED``: confirmed papers whose yes may be another one's (:mod:`mingjian.materials.contested`)."""


def from_lake(lake: Lake, readings: ir.Table, examinations: Examinations, reuse: Reuse, engine: Engine) -> Tables:
    """The checks' tables out of a run's; what is unsettled is found once all others are there."""
    # Every check begins with it: left as a query, it would be planned and asked again in each of them.
    submitted = engine.materialise(
        submissions(
            materials=lake.table("materials"),
            complaints=lake.table("complaints"),
            customers=lake.table("customers"),
            representations=lake.table("representations"),
        )
    )
    verifications, organisations = lake.table("verifications"), lake.table("organisations")
    seals = Known(submitted, verifications, organisations, examinations, reuse)
    return Tables(
        submissions=submitted,
        verifications=verifications,
        decided=_decided(lake.table("labels")),
        organisations=organisations,
        register_is_held=lake.has("organisations"),
        readings=readings,
        examinations=examinations,
        reuse=reuse,
        sealed=engine.materialise(sealed(seals)),
        facts=engine.materialise(fields_of_materials(submitted, examinations.lines, engine)),
        unsettled=engine.read_arrow(UNSETTLED.empty_table()),
    )


def papers_of(tables: Tables) -> ir.Table:
    """``material_id, paper``: one paper is one file of one customer, however often it was handed in."""
    submitted = tables.submissions
    paper = ibis.coalesce(submitted.file_sha256 + ":" + submitted.customer_id, submitted.material_id)
    return submitted.select("material_id", paper=paper)


def submissions(
    *, materials: ir.Table, complaints: ir.Table, customers: ir.Table, representations: ir.Table
) -> ir.Table:
    """One row a material: whose it is, with name and number, their household, who represents them, and when it came."""
    if "file_sha256" not in materials.columns:
        materials = materials.mutate(file_sha256=ibis.null("string"))
    complained = complaints.select(
        "complaint_id", complaint_customer=complaints.customer_id, complaint_received_at=complaints.received_at
    )
    joined = materials.left_join(complained, "complaint_id").drop("complaint_id_right")
    owned = joined.mutate(
        received_on=ibis.coalesce(joined.received_at, joined.complaint_received_at).date(),
        customer_id=ibis.coalesce(joined.customer_id, joined.complaint_customer),
    )
    people = customers.select("customer_id", "full_name", "id_number").join(households(customers), "customer_id")
    housed = owned.left_join(people, "customer_id").drop("customer_id_right")
    represented = housed.left_join(_representatives(representations), "complaint_id").drop("complaint_id_right")
    # A customer who is not in the register of customers is a household of their own.
    whole = represented.mutate(household=ibis.coalesce(represented.household, represented.customer_id))
    return whole.select(
        "material_id",
        "kind",
        "issuer_name",
        "file_sha256",
        "received_on",
        "customer_id",
        "household",
        "full_name",
        "id_number",
        "representative",
    )


def households(customers: ir.Table) -> ir.Table:
    """``customer_id, household``: one person with several numbers, or people at one address, share papers lawfully."""
    person = ibis.coalesce(customers.id_number, customers.customer_id)
    persons = customers.mutate(person=person).group_by("person").aggregate(home=lambda t: t.address.min())
    named = customers.select("customer_id", person=person)
    joined = named.join(persons, "person")
    return joined.select("customer_id", household=ibis.coalesce(joined.home, joined.person))


def lines_of_materials(tables: Tables) -> ir.Table:
    """The table ``document_lines``: all text on each submitted file, for rooms that read what a document says."""
    submitted = tables.submissions.select("material_id", "file_sha256")
    lines = tables.examinations.lines
    joined = submitted.join(lines, submitted.file_sha256 == lines.sha256)
    return joined.select("material_id", *(field.name for field in DOCUMENT_LINES.fields[1:]))


def _decided(labels: ir.Table) -> ir.Table:
    of_documents = labels.filter(labels.subject_type == LabelSubject.MATERIAL.value)
    return of_documents.select("label", "decided_at", material_id=of_documents.subject_id)


def _representatives(representations: ir.Table) -> ir.Table:
    """Who acts in a complaint: by licence, or else by telephone, or else by name."""
    named = representations.mutate(
        representative=ibis.coalesce(
            representations.licence_number, representations.representative_phone, representations.representative_name
        )
    )
    return named.group_by("complaint_id").aggregate(representative=named.representative.min())
