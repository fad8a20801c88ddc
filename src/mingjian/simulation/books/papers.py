"""Papers that came with complaints, what their issuers answered, and what people found."""

from collections.abc import Sequence

import numpy as np

from mingjian.simulation.books.books import Books, Filed
from mingjian.simulation.documents.archive import Archive, Case, Material, Owner
from mingjian.simulation.documents.facts import Person
from mingjian.simulation.documents.settling import findings_on, questions
from mingjian.simulation.grievances import Records
from mingjian.simulation.streams import dice


def write_papers(books: Books, archive: Archive, records: Records, filed: Sequence[Filed]) -> None:
    """The papers of the block's complaints, what their issuers answered, and what people found."""
    people, snapshot = records.people, books.calendar.snapshot
    by_complaint = {one.complaint_id: one for one in filed if one.filing.customer >= 0}
    cases = [Case(key, one.filing, _owner(records, one.filing.customer, snapshot)) for key, one in by_complaint.items()]
    chosen = archive.chosen(cases, first=people.first, count=len(people))
    made = [material for case in chosen for material in archive.materials(case)]
    made = [material for material in made if material.received_at <= snapshot]
    throw = dice(books.settings.seed, books.world.name, "settling", people.first)
    asked = questions(made, snapshot, throw)
    found = findings_on(made, asked, snapshot, throw)
    books.delivery.append_rows(
        "verifications",
        ("verification_id", "material_id", "asked_at", "replied_at", "reply", "replied_by"),
        [
            (
                f"V{question.material_id[1:]}",
                question.material_id,
                np.datetime64(question.asked, "s"),
                np.datetime64(question.replied, "s") if question.replied else np.datetime64("NaT", "s"),
                question.reply.value,
                question.replied_by,
            )
            for question in asked
        ],
    )
    books.delivery.append_rows(
        "labels",
        ("label_id", "subject_type", "subject_id", "label", "decided_at", "decided_by", "basis"),
        [
            (
                f"BM{material_id[1:]}",
                "material",
                material_id,
                label,
                np.datetime64(decided, "s"),
                f"U{throw.randint(1, 9):03d}",
                basis,
            )
            for material_id, label, decided, basis in found
        ],
    )
    _write_materials(books, made)


def _write_materials(books: Books, made: Sequence[Material]) -> None:
    gangs = books.plan.gangs
    books.delivery.append_rows(
        "materials",
        (
            "material_id",
            "complaint_id",
            "customer_id",
            "kind",
            "path",
            "received_at",
            "issuer_name",
            "original_filename",
        ),
        [
            (
                one.material_id,
                one.case.complaint_id,
                one.case.owner.customer_id,
                one.kind.value,
                one.path,
                np.datetime64(one.received_at, "s"),
                one.issuer_name,
                one.original_filename,
            )
            for one in made
        ],
    )
    books.truth.append_rows(
        "materials",
        (
            "material_id",
            "complaint_id",
            "customer_id",
            "kind",
            "forged",
            "method",
            "capture",
            "look_alike",
            "ladder_step",
            "gang_id",
            "den_id",
            "blank_id",
            "seal_id",
            "contradictions",
            "issuer_name",
            "path",
        ),
        [
            (
                one.material_id,
                one.case.complaint_id,
                one.case.owner.customer_id,
                one.kind.value,
                one.forged,
                one.method.value if one.method else "",
                one.capture.value,
                one.look_alike,
                one.case.filing.step if one.case.filing.gang >= 0 else None,
                gangs[one.case.filing.gang].gang_id if one.case.filing.gang >= 0 else "",
                one.den_id,
                one.blank_id,
                one.seal_id,
                ";".join(one.contradictions),
                one.printed_issuer,
                one.path,
            )
            for one in made
        ],
    )
    books.truth.append_rows(
        "material_places",
        ("material_id", "page", "what", "code", "text", "left", "top", "right", "bottom", "dpi"),
        [
            (one.material_id, place.page, place.what, place.code, place.text, *place.box, float(one.dots_per_inch))
            for one in made
            for place in one.places
        ],
    )
    books.truth.append_rows(
        "gang_members",
        ("gang_id", "entity_type", "entity_id", "role"),
        [(gangs[one.case.filing.gang].gang_id, "material", one.material_id, "asset") for one in made if one.forged],
    )


def _owner(records: Records, customer: int, snapshot: int) -> Owner:
    """The complainant as those know who make papers in the name."""
    people, touched = records.people, records.contacts
    own = (touched.customer == customer) & touched.inbound & (touched.started <= snapshot)
    return Owner(
        customer_id=str(people.customer_id[customer]),
        person=Person(
            name=str(people.full_name[customer]),
            woman=bool(people.woman[customer]),
            id_number=str(people.id_number[customer]),
            address=str(people.address[customer]),
            phone=str(people.phone[customer]),
            employer=str(people.employer[customer]),
        ),
        last_seen=int(touched.started[own].max()) if own.any() else 0,
    )
