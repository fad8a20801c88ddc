"""Complaints as they came in; and the truth of each: who filed it, what it claims, and what of that is so."""

from collections.abc import Sequence

import numpy as np

from mingjian.contract.vocabulary import Claim, ClaimStatus
from mingjian.simulation.books.books import Books, Filed
from mingjian.simulation.calendar import DAY, instants
from mingjian.simulation.filing import ESCALATED, Filing
from mingjian.simulation.grievances import Records, evidence_json
from mingjian.simulation.story import Assertion, Mark, MarkKind
from mingjian.simulation.streams import dice


def write_complaints(books: Books, records: Records, filings: Sequence[Filing]) -> list[Filed]:
    """Numbers the complaints that came in by the snapshot, and writes them."""
    people, snapshot = records.people, books.calendar.snapshot
    filed = []
    for filing in filings:
        if filing.at > snapshot:
            continue
        customer_id = str(people.customer_id[filing.customer]) if filing.customer >= 0 else ""
        filed.append(Filed(f"K{books.count.next_complaint:09d}", customer_id, filing))
        books.count.next_complaint += 1
        if filing.gang >= 0:
            books.count.complaints_of[filing.gang] += 1
    if not filed:
        return []
    at = np.array([one.filing.at for one in filed], dtype=np.int64)
    closed = np.array([one.filing.closed for one in filed], dtype=np.int64)
    closed_at = instants(closed)
    closed_at[closed > snapshot] = np.datetime64("NaT")
    transferred = np.array([one.filing.channel in ESCALATED for one in filed])
    throw = dice(books.settings.seed, books.world.name, "transfers", people.first)
    due = at + np.array([throw.choice((15, 15, 15, 10, 30)) for _ in filed], dtype=np.int64) * DAY
    due_at = instants(due)
    due_at[~transferred] = np.datetime64("NaT")
    books.delivery.append(
        "complaints",
        {
            "complaint_id": [one.complaint_id for one in filed],
            "customer_id": [one.customer_id for one in filed],
            "received_at": instants(at),
            "channel": [one.filing.channel.value for one in filed],
            "text": [one.filing.letter.text for one in filed],
            "demands": [";".join(one.filing.demands) for one in filed],
            "filed_as": [
                "representative" if one.filing.represented else "unknown" if throw.random() < 0.1 else "self"
                for one in filed
            ],
            "contact_phone": [one.filing.traces.contact_phone for one in filed],
            "contact_email": [one.filing.traces.contact_email for one in filed],
            "sender_name": [one.filing.traces.sender_name for one in filed],
            "sender_address": [one.filing.traces.sender_address for one in filed],
            "tracking_number": [one.filing.traces.tracking_number for one in filed],
            "device_id": [one.filing.traces.device_id for one in filed],
            "ip": [one.filing.traces.ip for one in filed],
            "external_number": [
                f"{one.filing.channel.value[-5:]}{throw.randrange(10**10):010d}" if moved else ""
                for one, moved in zip(filed, transferred, strict=True)
            ],
            "due_at": due_at,
            "closed_at": closed_at,
            "outcome": [
                "open" if late else one.filing.outcome for one, late in zip(filed, closed > snapshot, strict=True)
            ],
        },
    )
    return filed


def write_complaint_truth(books: Books, records: Records, filed: Sequence[Filed], labelled: frozenset[str]) -> None:
    """Writes who filed each complaint, which claims it makes, whether they are true, and where its marks stand."""
    if not filed:
        return
    gangs = books.plan.gangs
    said = [_claims_of(records, one.filing) for one in filed]
    books.truth.append(
        "complaints",
        {
            "complaint_id": [one.complaint_id for one in filed],
            "customer_id": [one.customer_id for one in filed],
            "agent_filed": [one.filing.gang >= 0 for one in filed],
            "gang_id": [gangs[one.filing.gang].gang_id if one.filing.gang >= 0 else "" for one in filed],
            "family_id": [one.filing.family for one in filed],
            "family_root": [one.filing.family_root for one in filed],
            "family_kind": [
                "" if not one.filing.family else "gang" if one.filing.gang >= 0 else "honest" for one in filed
            ],
            "ladder_step": [one.filing.step if one.filing.gang >= 0 else None for one in filed],
            "look_alike": [one.filing.look_alike.value if one.filing.look_alike else "" for one in filed],
            "labelled": [one.complaint_id in labelled for one in filed],
            "has_merit": [any(assertion.is_true for _, assertion in claims) for claims in said],
            "demands": [
                ";".join(dict.fromkeys(mark.code for mark in one.filing.letter.marks if mark.kind is MarkKind.DEMAND))
                for one in filed
            ],
        },
    )
    books.truth.append_rows(
        "claims",
        ("complaint_id", "claim", "start", "end", "is_true", "expected_status", "evidence"),
        [
            (
                one.complaint_id,
                assertion.claim.value,
                mark.start,
                mark.end,
                assertion.is_true,
                assertion.expected.value,
                evidence_json(assertion.evidence),
            )
            for one, claims in zip(filed, said, strict=True)
            for mark, assertion in claims
        ],
    )
    books.truth.append_rows(
        "marks",
        ("complaint_id", "kind", "code", "start", "end"),
        [
            (one.complaint_id, mark.kind.value, mark.code, mark.start, mark.end)
            for one in filed
            for mark in one.filing.letter.marks
            if mark.kind is not MarkKind.CLAIM
        ],
    )


def _claims_of(records: Records, filing: Filing) -> list[tuple[Mark, Assertion]]:
    """Every claim that the letter makes: what it was to say, and what its words say in passing."""
    meant = {assertion.claim: assertion for assertion in filing.assertions}
    claims = []
    for mark in filing.letter.marks:
        if mark.kind is MarkKind.CLAIM:
            claim = Claim(mark.code)
            if claim not in meant:
                meant[claim] = (
                    records.in_passing(claim, filing.customer, filing.at)
                    if filing.customer >= 0
                    else Assertion(claim, is_true=False, expected=ClaimStatus.UNKNOWN)
                )
            claims.append((mark, meant[claim]))
    return claims
