"""A run with one gang: consumers, what they share, their papers in the vault, and what is right in what they say."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mingjian.contract.reasons import Reason, to_json
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder, Workspace
from tests.reading.documents import encoded, scan
from tests.web import world

GANG, AGENCY = "G-0007", "AG-0000000007"
SHARED_PHONE, OWN_PHONE, FILE_PHONE = "13987654321", "13711112222", "13800000001"
ACCOUNT, ADDRESS = "6222021234567890123", "重庆市渝中区民权路28号1606室"
NAMES = ("欧阳静安", "司马长风", "上官婉清", "诸葛明远", "慕容雪松", "端木思齐")
"""Names that no other word of a package contains."""


def name_of(number: int) -> str:
    return NAMES[number % len(NAMES)] + ("" if number < len(NAMES) else str(number))


def publish(workspace: Path, *, customers: int = 6, files: int = 4, bytes_each: int = 0) -> RunFolder:
    """Writes the run and its files; the last file is one that nothing speaks against."""
    vault = Vault.open(workspace)
    digests = [vault.put_bytes(paper(number, bytes_each)) for number in range(files)]
    world.publish(workspace, rows(customers, digests))
    return Workspace(workspace).run()


def paper(number: int, more: int = 0) -> bytes:
    """A scanned certificate; ``more`` bytes of a camera's own data make it as heavy as real ones."""
    page = scan(
        "渝州市第一人民医院", "诊断证明书", f"姓名：{name_of(number)}", f"编号：2026{number:06d}", "诊断：急性阑尾炎"
    )
    data = encoded(page, "JPEG", quality=70, comment=f"number {number}".encode())
    return data + random.Random(number).randbytes(more)


def rows(customers: int, digests: list[str]) -> dict[str, list[dict[str, Any]]]:
    people = range(customers)
    members = [
        *(_member("customer", f"C-{one}", "victim", 0.9) for one in people),
        *(_member("complaint", f"K-{one}", "asset", 0.9) for one in people),
        _member("phone", SHARED_PHONE, "operator", 0.97),
        _member("phone", OWN_PHONE, "asset", 0.4),
        _member("phone", FILE_PHONE, "asset", 0.5),
        _member("address", ADDRESS, "asset", 0.8),
        _member("account", ACCOUNT, "operator", 0.95),
    ]
    return {
        "customers": [
            {
                "customer_id": f"C-{one}",
                "full_name": name_of(one),
                "id_number": f"50011219900307{one:04d}",
                "phone": FILE_PHONE if one == 1 else f"137{one:08d}",
                "address": f"重庆市渝北区龙溪街道{one}号",
            }
            for one in people
        ],
        "complaints": [
            {
                "complaint_id": f"K-{one}",
                "customer_id": f"C-{one}",
                "received_at": _at(10 * one % 200),
                "channel": "regulator_12378",
                "text": f"投诉人{name_of(one)}，要求停息挂账。",
                "demands": "stop_collection;compensation" if one % 3 == 0 else "stop_collection",
                "filed_as": "self",
                "outcome": "open",
            }
            for one in people
        ],
        "complaint_assessments": [
            {
                "complaint_id": f"K-{one}",
                "agent_probability": 0.8,
                "zone": "undecided" if one % 4 == 0 else "likely_agent",
                "template_id": "T-1",
                "reasons": to_json([Reason("agent_representative_paid", 3.0, {}, ("Y-1",))]),
                "merits": to_json([Reason("self_channel_direct", 0.8, {}, (f"K-{one}",))]),
            }
            for one in people
        ],
        "customer_assessments": [
            {"customer_id": f"C-{one}", "gang_id": GANG, "protection_need": "assist" if one % 2 else "inform"}
            for one in people
        ],
        "claims": [
            # Said twice in the letter.
            {"complaint_id": "K-0", "claim": "call_frequency", "status": "borne_out", "evidence": "[]"},
            {"complaint_id": "K-0", "claim": "call_frequency", "status": "borne_out", "evidence": "[]"},
            {"complaint_id": "K-1", "claim": "hardship", "status": "unknown", "evidence": "[]"},
        ],
        "testimonies": [
            {
                "testimony_id": "Y-1",
                "customer_id": "C-0",
                "reported_at": _at(30),
                "agency_name": "上岸咨询",
                "agent_phone": SHARED_PHONE,
                "payee_account": ACCOUNT,
                "fee_yuan": 2980.0,
            }
        ],
        "materials": [
            {
                "material_id": f"M-{number}",
                "complaint_id": f"K-{number % customers}",
                "customer_id": f"C-{number % customers}",
                "kind": "diagnosis_certificate",
                "path": f"files/{name_of(number)}.jpg",
                "received_at": _at(10 * number % 200),
                "issuer_name": "渝州市第一人民医院",
                "original_filename": f"{name_of(number)}.jpg",
                "file_sha256": digest,
            }
            for number, digest in enumerate(digests)
        ]
        + [
            {"material_id": "MS-1", "testimony_id": "Y-1", "kind": "service_agreement", "received_at": _at(30)},
            # With a client of the agency's whom the gang does not hold.
            {"material_id": "MS-2", "customer_id": "C-900", "complaint_id": "K-900", "kind": "service_agreement"},
        ],
        "material_assessments": [
            {
                "material_id": f"M-{number}",
                "forgery_probability": 0.1 if number == len(digests) - 1 else 0.9,
                "verdict": "no_sign_of_forgery" if number == len(digests) - 1 else "signs_of_forgery",
                "certainty": "consistent" if number == len(digests) - 1 else "contradicted",
                "merits": "[]",
                "reasons": "[]",
            }
            for number in range(len(digests))
        ],
        "findings": [
            {
                "subject_type": "material",
                "subject_id": f"M-{number}",
                "check": "issuer_not_in_register",
                "outcome": "suspect",
                "place": '{"page": 1, "region": [110, 80, 520, 150]}',
                "values": '{"issuer": "渝州市第一人民医院"}',
                "evidence": "[]",
            }
            for number in range(len(digests) - 1)
        ]
        + [
            {
                "subject_type": "material",
                "subject_id": "MS-1",
                "check": check,
                "outcome": "suspect",
                "place": '{"page": 2}',
                "values": "{}",
                "evidence": "[]",
            }
            for check in ("clause_hand_over_sim", "clause_ban_on_contact", "clause_ban_on_contact")
        ],
        "gangs": [
            {
                "gang_id": GANG,
                "score": 0.9,
                "stability": 0.8,
                "first_seen_at": _at(300),
                "last_seen_at": _at(3),
                "customers": customers,
                "complaints": customers,
                "materials": len(digests),
                "summary": f"{customers}名客户共用联系电话1个、收款账户1个。",
                "reasons": to_json(
                    [
                        Reason("gang_size", 2.0, {"customers": customers}, ("C-0", f"phone:{SHARED_PHONE}")),
                        Reason("gang_witnesses", 1.0, {"testimonies": 1}, ("Y-1", f"phone:{FILE_PHONE}")),
                    ]
                ),
            }
        ],
        "gang_members": members,
        "links": [
            *(_link(one, "phone", SHARED_PHONE, 6.0) for one in people),
            *(_link(one, "account", ACCOUNT, 7.0) for one in people if one % 2 == 0),
            *(_link(one, "address", ADDRESS, 5.0) for one in people if one % 3 == 0),
            _link(0, "phone", OWN_PHONE, 1.0),
            *(_link(one, "phone", FILE_PHONE, 2.0) for one in people[:2]),
        ],
        "membership_paths": [
            {
                "gang_id": GANG,
                "entity_type": "customer",
                "entity_id": f"C-{one}",
                "rank": 1,
                "path": json.dumps([["customer", f"C-{one}"], ["phone", SHARED_PHONE], ["customer", "C-0"]]),
                "weight": 6.0,
                "strength_without": 0.1,
            }
            for one in people
        ],
        "gang_events": [{"gang_id": GANG, "event": "born", "at": _at(300)}],
        "agencies": [
            {
                "agency_id": AGENCY,
                "name": "上岸咨询",
                "may_act": "advice_only",
                "complaints": 1,
                "complaints_upheld": 0,
                "fees": 1,
                "median_fee_yuan": 2980.0,
                "phones": json.dumps([SHARED_PHONE]),
                "wechat_ids": "[]",
                "accounts": json.dumps([ACCOUNT]),
                "first_seen_at": _at(90),
                "last_seen_at": _at(2),
            }
        ],
        "agency_mentions": [
            {
                "agency_id": AGENCY,
                "record_table": "testimonies",
                "record_id": "Y-1",
                "at": _at(30),
                "name": "上岸咨询",
                "complaint_id": "K-0",
            },
            {"agency_id": AGENCY, "record_table": "materials", "record_id": "MS-2", "at": _at(40), "name": "上岸咨询"},
        ],
    }


def _member(kind: str, value: str, role: str, strength: float) -> dict[str, Any]:
    return {"gang_id": GANG, "entity_type": kind, "entity_id": value, "role": role, "strength": strength}


def _link(customer: int, kind: str, value: str, weight: float) -> dict[str, Any]:
    return {
        "source_type": "customer",
        "source_id": f"C-{customer}",
        "target_type": kind,
        "target_id": value,
        "relation": f"has_{kind}",
        "weight": weight,
        "first_seen_at": _at(200),
        "last_seen_at": _at(5),
        "evidence": "[]",
    }


def _at(days: float) -> datetime:
    return world.AS_OF - timedelta(days=days)
