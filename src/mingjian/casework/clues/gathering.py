"""What one run knows about a gang, an agency or a complaint, read from its tables."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from mingjian.casework.clues.asking import Ask, Row, array
from mingjian.casework.clues.disclosure import Disclosure, End, Mask
from mingjian.casework.clues.documents import Document, agreements_of, documents_of
from mingjian.casework.clues.statement import Subject, SubjectKind
from mingjian.casework.clues.words import word
from mingjian.contract.vocabulary import EntityType
from mingjian.errors import NotFoundError
from mingjian.store.serving import Serving


@dataclass(frozen=True)
class Holding:
    """All that a package is made from. Rows are the run's, by column."""

    subject: Subject
    summary: str
    about: Row
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    """Sentences in Chinese with what they rest on, strongest first."""
    members: tuple[Row, ...]
    paths: tuple[Row, ...]
    links: tuple[Row, ...]
    events: tuple[Row, ...]
    complaints: tuple[Row, ...]
    claims: tuple[Row, ...]
    customers: tuple[Row, ...]
    agencies: tuple[Row, ...]
    qualifications: tuple[Row, ...]
    """What the law asks of whoever acts for others and is no relative or friend, met and unmet alike."""
    testimonies: tuple[Row, ...]
    solicitations: tuple[Row, ...]
    verifications: tuple[Row, ...]
    documents: tuple[Document, ...]
    disclosure: Disclosure


def gather(serving: Serving, subject: Subject, *, mask: Mask) -> Holding:
    """Reads what concerns the subject; NotFoundError where the run has none of that number."""
    ask = Ask(serving)
    about, complaint_ids = _SCOPES[subject.kind](ask, subject.id)
    gang_id = subject.id if subject.kind is SubjectKind.GANG else None
    members = ask(
        "SELECT * FROM gang_members WHERE gang_id = $gang ORDER BY "
        "list_position(['operator', 'supplier', 'asset', 'client', 'victim'], role), strength DESC NULLS LAST, "
        "entity_type, entity_id",
        gang=gang_id,
    )
    complaints = ask(
        "SELECT c.complaint_id, c.customer_id, c.received_at, c.channel, c.filed_as, c.demands, c.outcome, "
        "a.agent_probability, a.zone, a.template_id FROM complaints AS c LEFT JOIN complaint_assessments AS a "
        "USING (complaint_id) WHERE list_contains($complaints, c.complaint_id) ORDER BY c.received_at, c.complaint_id",
        complaints=complaint_ids,
    )
    people = sorted(
        {one["entity_id"] for one in members if one["entity_type"] == "customer"}
        | {one["customer_id"] for one in complaints if one["customer_id"]}
        # Whoever reported an agency is named in their report, and masked like anybody.
        | ({about["customer_id"]} if about.get("customer_id") and subject.kind is SubjectKind.TESTIMONY else set())
    )
    customers = ask(
        "SELECT c.*, a.protection_need FROM customers AS c LEFT JOIN customer_assessments AS a USING (customer_id) "
        "WHERE list_contains($people, c.customer_id) ORDER BY c.customer_id",
        people=people,
    )
    material_ids = sorted(one["entity_id"] for one in members if one["entity_type"] == "material")
    testimonies = ask(
        "SELECT * FROM testimonies WHERE list_contains($people, customer_id) OR list_contains($named, testimony_id) "
        "ORDER BY reported_at, testimony_id",
        people=people if subject.kind not in (SubjectKind.COMPLAINT, SubjectKind.TESTIMONY) else [],
        named=[subject.id] if subject.kind is SubjectKind.TESTIMONY else _mentioned(ask, subject, "testimonies"),
    )
    solicitations = ask(
        "SELECT * FROM solicitations WHERE list_contains($ids, solicitation_id) ORDER BY published_at, solicitation_id",
        ids=[one["entity_id"] for one in members if one["entity_type"] == "solicitation"]
        + _mentioned(ask, subject, "solicitations"),
    )
    names = tuple(sorted({str(one["full_name"]) for one in customers if one["full_name"]}))
    disclosure = _disclosure(ask, members, customers, testimonies, solicitations, about, names, mask, gang_id)
    agencies = _agencies(ask, subject, complaint_ids)
    material_ids += agreements_of(
        ask, [one["agency_id"] for one in agencies], [one["testimony_id"] for one in testimonies]
    )
    documents = tuple(
        _of_nobody_else(one, people, complaint_ids)
        for one in documents_of(ask, complaint_ids, material_ids, disclosure)
    )
    return Holding(
        subject=subject,
        summary=disclosure.text(about.get("summary")),
        about=about,
        reasons=tuple(
            (disclosure.text(one["text"]), tuple(_named(disclosure, each) for each in one["evidence"]))
            for one in array(about.get("reasons"))
        ),
        members=tuple(members),
        paths=tuple(
            ask(
                "SELECT p.*, m.strength FROM membership_paths AS p LEFT JOIN gang_members AS m "
                "USING (gang_id, entity_type, entity_id) WHERE p.gang_id = $gang "
                "ORDER BY m.strength DESC NULLS LAST, p.entity_type, p.entity_id, p.rank",
                gang=gang_id,
            )
        ),
        links=tuple(
            ask(
                "SELECT l.source_type, l.source_id, l.target_type, l.target_id, l.relation, l.weight, "
                "l.first_seen_at, l.last_seen_at, l.evidence FROM gang_members AS s JOIN links AS l "
                "ON l.source_type = s.entity_type AND l.source_id = s.entity_id JOIN gang_members AS t "
                "ON t.gang_id = s.gang_id AND t.entity_type = l.target_type AND t.entity_id = l.target_id "
                "WHERE s.gang_id = $gang ORDER BY ALL",
                gang=gang_id,
            )
        ),
        events=tuple(
            ask(
                "SELECT e.gang_id, e.event, e.at, e.other_gang_id, e.evidence FROM gang_events AS e "
                "WHERE e.gang_id = $gang ORDER BY e.at, e.event",
                gang=gang_id,
            )
        ),
        complaints=tuple(complaints),
        claims=tuple(
            ask(
                # What one letter says twice is said once, as the pages count it.
                "SELECT DISTINCT complaint_id, claim, status FROM claims "
                "WHERE list_contains($complaints, complaint_id) ORDER BY complaint_id, claim, status",
                complaints=complaint_ids,
            )
        ),
        customers=tuple(customers),
        agencies=tuple(agencies),
        qualifications=tuple(
            ask(
                "SELECT q.subject_id AS representation_id, r.complaint_id, r.relationship, r.organisation_name, "
                "q.requirement, q.status, q.source FROM requirements AS q JOIN representations AS r "
                "ON q.subject_type = 'representation' AND q.subject_id = r.representation_id "
                "WHERE list_contains($complaints, r.complaint_id) "
                "AND coalesce(r.relationship, '') NOT IN ('relative', 'friend') ORDER BY ALL",
                complaints=complaint_ids,
            )
        ),
        testimonies=tuple(testimonies),
        solicitations=tuple(solicitations),
        verifications=tuple(
            ask(
                "SELECT * FROM verifications WHERE list_contains($ids, material_id) ORDER BY asked_at, verification_id",
                ids=[one.material_id for one in documents],
            )
        ),
        documents=documents,
        disclosure=disclosure,
    )


def _of_nobody_else(one: Document, people: Collection[str], complaint_ids: Collection[str]) -> Document:
    """A document without the numbers of a client or a complaint that the package is not about."""
    return replace(
        one,
        customer_id=one.customer_id if one.customer_id in people else "",
        complaint_id=one.complaint_id if one.complaint_id in complaint_ids else "",
    )


def _gang(ask: Ask, gang_id: str) -> tuple[Row, list[str]]:
    rows = ask("SELECT * FROM gangs WHERE gang_id = $gang", gang=gang_id)
    if not rows:
        raise NotFoundError(f"the run has no gang {gang_id}: 'mingjian export RUN gangs' lists them")
    members = ask(
        "SELECT entity_id FROM gang_members WHERE gang_id = $gang AND entity_type = 'complaint' ORDER BY entity_id",
        gang=gang_id,
    )
    return rows[0], [one["entity_id"] for one in members]


def _agency(ask: Ask, agency_id: str) -> tuple[Row, list[str]]:
    rows = ask("SELECT * FROM agencies WHERE agency_id = $agency", agency=agency_id)
    if not rows:
        raise NotFoundError(f"the run has no agency {agency_id}: 'mingjian export RUN agencies' lists them")
    mentions = ask(
        "SELECT DISTINCT complaint_id FROM agency_mentions WHERE agency_id = $agency AND complaint_id IS NOT NULL "
        "AND complaint_id <> '' ORDER BY complaint_id",
        agency=agency_id,
    )
    return rows[0], [one["complaint_id"] for one in mentions]


def _complaint(ask: Ask, complaint_id: str) -> tuple[Row, list[str]]:
    rows = ask(
        "SELECT c.complaint_id, c.received_at AS first_seen_at, c.received_at AS last_seen_at, a.reasons, a.merits "
        "FROM complaints AS c LEFT JOIN complaint_assessments AS a USING (complaint_id) "
        "WHERE complaint_id = $complaint",
        complaint=complaint_id,
    )
    if not rows:
        raise NotFoundError(f"the run has no complaint {complaint_id}")
    return rows[0], [complaint_id]


def _testimony(ask: Ask, testimony_id: str) -> tuple[Row, list[str]]:
    rows = ask(
        "SELECT testimony_id, customer_id, reported_at AS first_seen_at, reported_at AS last_seen_at "
        "FROM testimonies WHERE testimony_id = $testimony",
        testimony=testimony_id,
    )
    if not rows:
        raise NotFoundError(f"the run has no report {testimony_id}")
    return rows[0], []


_SCOPES: Mapping[SubjectKind, Callable[[Ask, str], tuple[Row, list[str]]]] = {
    SubjectKind.GANG: _gang,
    SubjectKind.AGENCY: _agency,
    SubjectKind.COMPLAINT: _complaint,
    SubjectKind.TESTIMONY: _testimony,
}


def _mentioned(ask: Ask, subject: Subject, table: str) -> list[str]:
    if subject.kind is not SubjectKind.AGENCY:
        return []
    rows = ask(
        "SELECT DISTINCT record_id FROM agency_mentions WHERE agency_id = $agency AND record_table = $records "
        "ORDER BY record_id",
        agency=subject.id,
        records=table,
    )
    return [one["record_id"] for one in rows]


def _agencies(ask: Ask, subject: Subject, complaint_ids: list[str]) -> list[Row]:
    if subject.kind is SubjectKind.AGENCY:
        return ask("SELECT * FROM agencies WHERE agency_id = $agency", agency=subject.id)
    if subject.kind is SubjectKind.TESTIMONY:
        return ask(
            "SELECT * FROM agencies WHERE agency_id IN (SELECT agency_id FROM agency_mentions "
            "WHERE record_table = 'testimonies' AND record_id = $testimony) ORDER BY agency_id",
            testimony=subject.id,
        )
    return ask(
        "SELECT * FROM agencies WHERE agency_id IN (SELECT agency_id FROM agency_mentions "
        "WHERE list_contains($complaints, complaint_id)) ORDER BY agency_id",
        complaints=complaint_ids,
    )


def _disclosure(
    ask: Ask,
    members: Sequence[Row],
    customers: Sequence[Row],
    testimonies: Sequence[Row],
    solicitations: Sequence[Row],
    about: Row,
    names: tuple[str, ...],
    mask: Mask,
    gang_id: str | None,
) -> Disclosure:
    known = ask("SELECT entity_type, entity_id, gang_households FROM entity_index WHERE gang_id = $gang", gang=gang_id)
    held = ask(
        "SELECT l.target_type AS entity_type, l.target_id AS entity_id, count(DISTINCT l.source_id) AS gang_households "
        "FROM links AS l JOIN gang_members AS m ON m.entity_type = l.source_type AND m.entity_id = l.source_id "
        "WHERE m.gang_id = $gang AND l.source_type = 'customer' GROUP BY ALL",
        gang=gang_id,
    )
    households: dict[End, int] = {}
    for one in (*held, *known):  # households, where they are known, count for less than customers
        households[one["entity_type"], one["entity_id"]] = one["gang_households"] or 0
    on_file = {str(one[key]) for one in customers for key in ("full_name", "phone", "id_number", "address") if one[key]}
    numbers = [one["entity_id"] for one in members if one["entity_type"] in ("phone", "person", "address")]
    # A number in the gang may also stand on the file of a customer who is none of its members.
    on_file |= {
        str(one["value"])
        for one in ask(
            "SELECT phone AS value FROM customers WHERE list_contains($numbers, phone) UNION "
            "SELECT full_name FROM customers WHERE list_contains($numbers, full_name) UNION "
            "SELECT address FROM customers WHERE list_contains($numbers, address)",
            numbers=numbers,
        )
    }
    said = [str(one[key]) for one in testimonies for key in ("agent_phone", "wechat_id", "payee_account") if one[key]]
    said += [str(one[key]) for one in solicitations for key in ("phone", "wechat_id", "author_id") if one[key]]
    said += [str(one) for key in ("phones", "wechat_ids", "accounts") for one in array(about.get(key))]
    return Disclosure(mask, households, frozenset(on_file), frozenset(said), names)


def _named(disclosure: Disclosure, evidence: str) -> str:
    kind, mark, value = str(evidence).partition(":")
    if mark and kind in set(EntityType):
        return f"{word(EntityType, kind)} {disclosure.show((kind, value)).text}"
    return disclosure.text(str(evidence))
