"""A small run for the pages: two families of people's rows, one letter template, one gang, some quarantine."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.access.policy import DESK
from mingjian.casework.accompaniments import Accompaniments
from mingjian.casework.bulks import Bulks
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.clocks import PauseCause
from mingjian.casework.clues.handover import BUILD, HANDOVERS, Handovers
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.casework.decisions import Decisions
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.joins import Joins
from mingjian.casework.judgements import Judgements
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Notes
from mingjian.casework.partners import Partners
from mingjian.casework.pauses import Pauses
from mingjian.casework.police import POLICE_REQUESTS, Police
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.replies import Replies
from mingjian.casework.taking import Arrival, Taking
from mingjian.casework.tasks import Tasks
from mingjian.casework.watchlist import Watchlist
from mingjian.casework.wishes import Wishes
from mingjian.contract import OUTPUTS, TABLES, Reason
from mingjian.contract.reasons import from_json, to_json
from mingjian.contract.vocabulary import Claim, ClaimStatus, JudgementKind, Zone
from mingjian.network.evidence import Entity
from mingjian.network.links import GangLink, Links, Shared
from mingjian.network.links import Standing as Linked
from mingjian.network.strength import Hold
from mingjian.online.assessment import Assessment, WeighedClaim
from mingjian.online.reception import ASSESS, Reception
from mingjian.risk import RiskSettings
from mingjian.risk.agent_model import written_model
from mingjian.risk.history import AS_WRITTEN, learned_warning
from mingjian.risk.ledger import agent_rows, warning_rows
from mingjian.risk.registry import (
    WRITTEN,
    AgentRegistry,
    Comparison,
    Distribution,
    Foresight,
    GroupAccused,
    GroupForetold,
    MonthCompared,
    Performance,
    Report,
    WarningRegistry,
    WarningReport,
)
from mingjian.store import rows as run_rows
from mingjian.store import serving
from mingjian.store.database import Database
from mingjian.store.jobs import JobQueue
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from tests.casework.people import nobody_withdrew
from tests.reading.documents import encoded, scan

AS_OF = datetime(2026, 10, 31, 10, 0, tzinfo=UTC)
NAME, PHONE, IDENTITY, STREET = "王小明", "13812345678", "500112199003072734", "解放碑街道88号"
ACCOUNT, CARRIER = "6222020200112233445", "10.0.0.1"
EMAIL, SENDER, WAYBILL = "wang.xiaoming@example.com", "李守信", "SF1234567890123"
PERSONAL = (NAME, PHONE, IDENTITY, STREET, EMAIL, SENDER, WAYBILL)
"""What no page and no address may show unless somebody gave a reason."""

AGENCY = "AG-0123456789"
MATERIAL = "M-1"
CUSTOMER, QUIET_CUSTOMER, COMPLAINT, TEMPLATE, GANG = "C-1", "C-2", "K-001", "T-1", "G-0001"
TEXT = (
    f"投诉人{NAME},电话{PHONE}。贵司5月12日一天内拨打电话9次,并告知我单位。"
    "根据《商业银行信用卡业务监督管理办法》第七十条,请求停息挂账,停催。"
)
MEDOID_TEXT = "投诉人陈静,电话13900001111。贵司6月1日一天内拨打电话20次。根据第七十条,请求停息挂账,停催。"
JUDGED: tuple[tuple[str, str, str, dict[str, Any], list[str]], ...] = (
    ("organisation_active", "not_met", "organisation_registered_later", {"day": "2026-11-19"}, ["O-1"]),
    ("licence_number_sound", "unverified", "licence_not_stated", {}, []),
    ("representative_stated", "met", "representative_stated", {}, []),
)
"""Requirement, status, sentence, its values and what it rests on, of the one representation."""
Rows = Mapping[str, list[dict[str, Any]]]


def span(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def days_ago(days: float) -> datetime:
    return AS_OF - timedelta(days=days)


def reasons(*codes: tuple[str, float, dict[str, Any], tuple[str, ...]]) -> str:
    return to_json([Reason(code, weight, values, evidence) for code, weight, values, evidence in codes])


def tables() -> dict[str, list[dict[str, Any]]]:
    complaints = [
        {
            "complaint_id": f"K-{number:03d}",
            "customer_id": CUSTOMER if number < 4 else None,
            "received_at": days_ago(3 * number),
            "channel": "mail" if number % 2 else "hotline",
            "text": TEXT if number == 1 else MEDOID_TEXT,
            "filed_as": "self",
            "contact_phone": PHONE if number == 1 else None,
            "contact_email": EMAIL if number == 1 else None,
            "sender_name": SENDER if number == 1 else "=2+5",
            "sender_address": STREET if number == 1 else None,
            "tracking_number": WAYBILL if number == 1 else None,
            "outcome": "open" if number < 9 else "not_upheld",
            "closed_at": None if number < 9 else days_ago(3 * number - 2),
        }
        for number in range(1, 121)
    ]
    agent_reasons = reasons(
        ("agent_phone_named", 3.0, {"testimony_names_phone": 2}, ("Y-1",)),
        ("agent_device_new", 1.5, {}, (COMPLAINT, "CT-1")),
        *(
            ("agent_code_words", 1.0 - number / 10, {"letter_code_words": number + 1}, (TEMPLATE,))
            for number in range(6)
        ),
        ("agent_channel_direct", -0.8, {}, ()),
    )
    warnings = from_json(
        reasons(
            ("warning_contacts", 0.9, {"collection_contacts_month": 14, "collection_contacts_week": 7}, ("CT-1",)),
            ("warning_arrears", 1.6, {"days_past_due": 41}, ("L-1",)),
            ("warning_escalation_refusal", 1.1, {"refusals_quarter": 1}, ()),
        )
    )
    merits = reasons(("self_channel_direct", 0.8, {}, (COMPLAINT,)))
    return {
        "customers": [
            {
                "customer_id": CUSTOMER,
                "full_name": NAME,
                "id_number": IDENTITY,
                "phone": PHONE,
                "province": "50",
                "address": f"重庆市渝中区{STREET}",
                "registered_on": date(2024, 1, 2),
            },
            {"customer_id": QUIET_CUSTOMER, "full_name": "赵安", "phone": "13700002222"},
        ],
        "loans": [
            {
                "loan_id": "L-1",
                "customer_id": CUSTOMER,
                "product_kind": "cash_loan",
                "principal_yuan": 12000.0,
                "annual_rate": 0.216,
                "disbursed_on": date(2025, 1, 5),
                "term_months": 24,
                "status": "overdue",
                "days_past_due": 41,
            }
        ],
        "contacts": [
            {
                "contact_id": f"CT-{number}",
                "customer_id": CUSTOMER,
                "started_at": days_ago(2 * number),
                "direction": "outbound",
                "channel": "call",
                "counterparty": "self",
                "phone": PHONE,
                "purpose": "collection",
            }
            for number in range(1, 30)
        ],
        "complaints": complaints,
        "app_events": [
            {"event_id": "E-1", "customer_id": CUSTOMER, "occurred_at": days_ago(9), "action": "download_statement"}
        ],
        "customer_changes": [
            {
                "change_id": "X-1",
                "customer_id": CUSTOMER,
                "changed_at": days_ago(12),
                "field": "phone",
                "new_value": PHONE,
            }
        ],
        "testimonies": [
            {"testimony_id": "Y-1", "customer_id": CUSTOMER, "reported_at": days_ago(20), "agent_phone": PHONE}
        ],
        "solicitations": [
            {
                "solicitation_id": f"S-{number}",
                "platform": platform,
                "published_at": days_ago(number),
                "author": "上岸老师",
                "author_id": f"u{number}",
                "text": f"停息挂账,先别还,微信shangan666,电话{PHONE}",
                "phone": PHONE,
            }
            for number, platform in ((1, "douyin"), (2, "weibo"))
        ],
        "advert_authors": [
            {
                "group_id": "AU-0123456789",
                "solicitation_id": f"S-{number}",
                "platform": platform,
                "adverts": 2,
                "shared": '["phone", "wechat"]',
            }
            for number, platform in ((1, "douyin"), (2, "weibo"))
        ],
        "materials": [
            {
                "material_id": MATERIAL,
                "complaint_id": COMPLAINT,
                "kind": "diagnosis_certificate",
                "path": "m.jpg",
                "issuer_name": "渝州市第一人民医院",
                "file_sha256": hashlib.sha256(paper()).hexdigest(),
            },
            {"material_id": "MS-1", "testimony_id": "Y-1", "kind": "service_agreement", "path": "a.txt"},
        ],
        "findings": [
            *(
                {
                    "subject_type": "material",
                    "subject_id": "MS-1",
                    "check": check,
                    "outcome": "suspect",
                    "place": json.dumps({"page": 1, "region": [10, 10, 90, 20]}),
                    "values": "{}",
                    "evidence": "[]",
                }
                for check in ("clause_hand_over_sim", "clause_hand_over_sim", "clause_gag")
            ),
            *(
                {
                    "subject_type": "representation",
                    "subject_id": "R-1",
                    "check": check,
                    "outcome": {"met": "clear", "not_met": "contradicted"}.get(status, "not_applicable"),
                    "values": json.dumps({**values, "requirement": requirement}),
                    "evidence": json.dumps(evidence),
                }
                for requirement, status, check, values, evidence in JUDGED
            ),
            *(
                {
                    "subject_type": "solicitation",
                    "subject_id": "S-1",
                    "check": check,
                    "outcome": "suspect",
                    "score": score,
                    "place": place,
                    "values": '{"signs": 1}',
                    "evidence": "[]",
                }
                for check, score, place in (
                    ("advert_offers_agency_service", 0.8, None),
                    ("clause_stop_repaying", None, '{"start": 5, "end": 8}'),
                )
            ),
            {
                "subject_type": "material",
                "subject_id": MATERIAL,
                "check": "file_read",
                "outcome": "clear",
                "values": "{}",
                "evidence": "[]",
            },
            {
                "subject_type": "material",
                "subject_id": MATERIAL,
                "check": "issuer_not_in_register",
                "outcome": "not_applicable",
                "place": '{"page": 1, "region": [110, 80, 520, 150]}',
                "values": '{"issuer": "渝州市第一人民医院"}',
                "evidence": "[]",
            },
            {
                "subject_type": "material",
                "subject_id": MATERIAL,
                "check": "clause_no_refund",
                "outcome": "suspect",
                "place": '{"page": 1, "region": [110, 600, 520, 650]}',
                "values": "{}",
                "evidence": "[]",
            },
        ],
        "document_fields": [
            {
                "material_id": MATERIAL,
                "number": number,
                "field": field,
                "value": value,
                "page": 1,
                "region": "[120, 200, 400, 260]",
                "confidence": 0.9,
            }
            for number, (field, value) in enumerate(
                (("person_name", NAME), ("id_number", IDENTITY), ("telephone", PHONE), ("diagnosis", "急性阑尾炎"))
            )
        ],
        "letters": [
            {
                "complaint_id": f"K-{number:03d}",
                "template_id": TEMPLATE,
                "similarity": 1.0 - number / 100,
                "skeleton_spans": json.dumps([[0, 3]]),
                "slots": json.dumps([{"start": 3, "end": 6, "slot": 1}]),
                "demands": json.dumps([{"demand": "stop_collection", **span("停息挂账")}]) if number == 1 else "[]",
                "code_words": json.dumps([{"word": "停催", "standard": "停止催收", **span("停催")}])
                if number == 1
                else "[]",
                "laws": json.dumps(
                    [{"law": "credit_card_article_70", **span("第七十条"), "applies": False, "why": "other_product"}]
                )
                if number == 1
                else "[]",
            }
            for number in range(1, 40)
        ],
        "letter_templates": [
            {
                "template_id": TEMPLATE,
                "medoid_id": "K-002",
                "skeleton": json.dumps([{"text": "投诉人"}, {"slot": 1, "examples": [NAME, PHONE]}, {"text": "。"}]),
                "complaints": 39,
                "customers": 1,
                "exact_copies": 38,
                "mean_similarity": 0.8,
                "first_seen_at": days_ago(117),
                "last_seen_at": days_ago(3),
            }
        ],
        "claim_mentions": [{"complaint_id": COMPLAINT, "claim": "call_frequency", **span("拨打电话9次")}],
        "code_word_candidates": [
            {
                "word": "上岸",
                "standard": "结清",
                "score": 0.8,
                "occurrences": 12,
                "examples": json.dumps([f"帮您上岸,电话{PHONE}"]),
            }
        ],
        "claims": [
            {
                "complaint_id": COMPLAINT,
                "claim": "call_frequency",
                "status": "borne_out",
                **span("拨打电话9次"),
                "evidence": json.dumps(["CT-1", "CT-2"]),
            },
            {"complaint_id": COMPLAINT, "claim": "third_party_contact", "status": "unknown", **span("告知我单位")},
            {"complaint_id": COMPLAINT, "claim": "hardship", "status": "unknown", "evidence": "[]"},
            # Said once more in the letter.
            {"complaint_id": COMPLAINT, "claim": "hardship", "status": "unknown", "evidence": "[]"},
        ],
        "claim_grounds": [
            {
                "complaint_id": COMPLAINT,
                "claim": "call_frequency",
                "status": "borne_out",
                **span("拨打电话9次"),
                "code": "call_frequency_borne_out",
                "values": json.dumps({"calls": 9, "day": "2026-05-12", "allowed": 3, "asserted": 9}),
                "evidence": json.dumps(["CT-1", "CT-2"]),
            },
            {
                "complaint_id": COMPLAINT,
                "claim": "third_party_contact",
                "status": "unknown",
                **span("告知我单位"),
                "code": "third_party_contact_unrecorded",
                "values": json.dumps({"contacts": 2, "day": None}),
                "evidence": json.dumps(["CT-1", "CT-2"]),
            },
            {
                "complaint_id": COMPLAINT,
                "claim": "hardship",
                "status": "unknown",
                "code": "hardship_unknown",
                "values": "{}",
                "evidence": "[]",
            },
        ],
        "complaint_assessments": [
            {
                "complaint_id": row["complaint_id"],
                "agent_probability": 0.8 if number == 0 else 0.4,
                "agent_probability_low": 0.6 if number == 0 else 0.1,
                "agent_probability_high": 0.9 if number == 0 else 0.8,
                "zone": "likely_agent" if number == 0 else "undecided",
                "template_id": TEMPLATE if number < 39 else None,
                "reasons": agent_reasons,
                "merits": merits,
            }
            for number, row in enumerate(complaints)
        ],
        "customer_assessments": [
            {
                "customer_id": CUSTOMER,
                "as_of": AS_OF,
                "agent_involvement_probability": 0.82,
                "agent_involvement_low": 0.6,
                "agent_involvement_high": 0.93,
                "complaint_probability_30d": 0.41,
                "escalation_probability_30d": 0.2,
                "complaint_low_30d": 0.31,
                "complaint_high_30d": 0.52,
                "escalation_low_30d": 0.11,
                "escalation_high_30d": 0.33,
                "lender_probability_30d": 0.18,
                "regulator_probability_30d": 0.12,
                "government_line_probability_30d": 0.06,
                "court_or_media_probability_30d": 0.02,
                "elsewhere_probability_30d": 0.03,
                "likely_channel": "lender",
                "channel_basis": "situation",
                "channel_complainants": 412,
                "band": "high",
                "gang_id": GANG,
                "protection_need": "assist",
                "reasons": to_json([*from_json(agent_reasons), *warnings]),
                "merits": merits,
            }
        ],
        "scorecards": [
            *agent_rows(
                replace(written_model(RiskSettings()), accused_above=0.912, narrowed_for=(("sex", "female"),))
            ).to_pylist(),
            *warning_rows(
                replace(
                    learned_warning([], RiskSettings(), AS_WRITTEN),
                    kept_for=(("age_band", "55 and over"), ("sex", "male")),
                )
            ).to_pylist(),
        ],
        "model_watch": [
            {
                "model": model,
                "measure": measure,
                "attribute": attribute,
                "group": group,
                "size": size,
                "value": value,
                "low": 0.2,
                "high": 0.6,
                "expected": expected,
                "unseen": unseen,
                "alert": alert,
                "candidate": candidate,
            }
            for model, measure, attribute, group, size, value, expected, unseen, alert, candidate in (
                ("agent", "likely_agent", "all", "all", 120, 0.1, None, True, False, False),
                ("agent", "undecided", "all", "all", 120, 0.3, None, True, False, False),
                ("agent", "likely_agent", "province", "50", 40, 0.375, 0.05, True, True, False),
                ("agent", "undecided", "province", "50", 40, 0.25, 0.3, True, False, False),
                ("agent", "accused", "province", "50", 31, 0.129, 0.01, False, True, False),
                ("agent", "calibration", "probability", "0.8-0.9", 40, 0.85, 0.84, True, False, False),
                ("warning", "calibration", "band", "high", 33, 0.6, 0.3, True, True, False),
                ("warning", "stability", "input", "days_past_due", 100, 0.31, 0.05, True, True, False),
                ("agent", "stability", "input", "contact_phone_own", 100, None, 0.05, True, True, False),
                ("agent", "likely_agent", "province", "50", 40, 0.35, 0.05, True, False, True),
                ("agent", "undecided", "province", "50", 40, 0.3, 0.3, True, False, True),
                ("agent", "accused", "province", "50", 9, 0.0, 0.01, True, False, True),
            )
        ],
        "shadow_assessments": [
            {
                "subject_type": "complaint",
                "subject_id": row["complaint_id"],
                "version": "0001",
                "probability": 0.5,
                "standing": "undecided",
            }
            for row in complaints[:30]
        ],
        "document_weights": [
            {
                "check": "base",
                "weight": -2.9,
                "written_weight": -2.9,
                "standing": "learned",
                "genuine": 31,
                "forged": 17,
            }
        ],
        "features": [
            {"subject_type": "complaint", "subject_id": COMPLAINT, "feature": feature, "value": value}
            for feature, value in (("channel_transferred", 1.0), ("testimony_names_phone", 2.0))
        ],
        "material_assessments": [
            {
                "material_id": MATERIAL,
                "forgery_probability": 0.4,
                "verdict": "needs_review",
                "certainty": "unverified",
                "merits": "[]",
                "reasons": "[]",
            }
        ],
        "gangs": [
            {
                "gang_id": GANG,
                "score": 0.9,
                "stability": 0.8,
                "first_seen_at": days_ago(300),
                "last_seen_at": days_ago(3),
                "customers": 1,
                "complaints": 2,
                "summary": "1名客户共用联系电话1个。",
                "summary_en": "1 customers share 1 × telephone.",
                "reasons": reasons(("gang_size", 1.0, {"customers": 1}, (CUSTOMER, f"phone:{PHONE}"))),
            }
        ],
        "gang_members": [
            {"gang_id": GANG, "entity_type": "customer", "entity_id": CUSTOMER, "role": "victim", "strength": 0.9},
            {"gang_id": GANG, "entity_type": "complaint", "entity_id": COMPLAINT, "role": "victim", "strength": 0.9},
            {"gang_id": GANG, "entity_type": "phone", "entity_id": PHONE, "role": "asset", "strength": 0.9},
            {"gang_id": "G-0002", "entity_type": "phone", "entity_id": PHONE, "role": "asset", "strength": 0.8},
        ],
        "links": [
            {
                "source_type": "customer",
                "source_id": customer,
                "target_type": "phone",
                "target_id": PHONE,
                "relation": "has_phone",
                "weight": 5.0 if customer == CUSTOMER else None,
                "evidence": json.dumps(["R-1", COMPLAINT, "S-1", "Y-1"] if customer == CUSTOMER else []),
            }
            for customer in (CUSTOMER, *(f"C-{number}" for number in range(10, 70)))
        ],
        "entities": [
            {
                "entity_type": "customer",
                "entity_id": QUIET_CUSTOMER,
                "record_table": "complaints",
                "record_id": "K-005",
                "match_probability": 0.98,
                "match_detail": json.dumps({"field": "sender_name", "bits": {"name": 9.1, "phone": 14.2}}),
            }
        ],
        "sharings": [
            {
                "party_type": "customer",
                "party_id": customer,
                "entity_type": entity_type,
                "entity_id": entity_id,
                "record_table": "complaints",
                "record_id": f"K-{customer}",
            }
            for customer, entity_type, entity_id in (
                (CUSTOMER, "phone", PHONE),
                ("C-10", "phone", PHONE),
                ("C-10", "account", ACCOUNT),
                ("C-11", "account", ACCOUNT),
                (CUSTOMER, "ip", CARRIER),
                ("C-11", "ip", CARRIER),
                ("C-99", "email", "alone@example.com"),
            )
        ],
        "group_holders": [
            {
                "entity_type": entity_type,
                "entity_id": group,
                "party_type": "customer",
                "party_id": customer,
                "member_type": member_type,
                "member_id": member,
                "record_table": "complaints",
                "record_id": f"K-{customer}",
            }
            for entity_type, group, customer, member_type, member in (
                ("email", "~@firm.example", CUSTOMER, "email", "wang.xm@firm.example"),
                ("email", "~@firm.example", "C-10", "email", "zhao.an@firm.example"),
                ("email", "~fanshou@", CUSTOMER, "email", "fanshou01@163.com"),
                ("address", "~500103 中山路12号", CUSTOMER, "address", f"重庆市渝中区{STREET}"),
                ("phone", "~13800138000", CUSTOMER, "phone", "13800138001"),
                ("person", "~phone:13900139000", CUSTOMER, "phone", "13900139000"),
                *(
                    ("person", "~phone:13900139000", CUSTOMER, "email", f"{name}@firm.example")
                    for name in ("wang.xm", "wang.xm2", "wang.xm3")
                ),
            )
        ],
        "entity_index": [
            {
                "entity_type": kind,
                "entity_id": it,
                "key": it,
                "households": households,
                "weight": weight,
                "number": number,
            }
            for kind, it, households, weight, number in (
                ("ip", CARRIER, 900, 0.1, 1),
                ("account", ACCOUNT, 2, 6.0, 3),
                ("email", "alone@example.com", 2, None, 4),
                ("email", "~@firm.example", 2, 5.1, 5),
                ("ip", "~10.0.0", 900, 0.1, 6),
                ("address", "~500103 中山路12号", 3, 5.1, 7),
                ("phone", "~13800138000", 3, 5.1, 8),
                ("person", "~phone:13900139000", 3, 5.1, 9),
                ("email", "~fanshou@", 3, 5.1, 10),
            )
        ]
        + [
            {
                "entity_type": "phone",
                "entity_id": PHONE,
                "key": PHONE,
                "kind": "speaker",
                "households": 61,
                "population": 400,
                "weight": 1.9,
                "countable": True,
                "hub": False,
                "gang_id": GANG,
                "gang_households": 1,
                "number": 2,
            },
        ],
        "membership_paths": [
            {
                "gang_id": GANG,
                "entity_type": "customer",
                "entity_id": CUSTOMER,
                "rank": 1,
                "path": json.dumps([["customer", CUSTOMER], ["phone", PHONE]]),
                "weight": 5.0,
                "strength_without": 0.1,
            }
        ],
        "agencies": [
            {
                "agency_id": AGENCY,
                "name": "上岸咨询",
                "names": json.dumps(
                    [
                        {"name": "无忧债务", "mentions": 1, "first": None, "last": None},
                        {"name": "上岸咨询", "mentions": 3, "first": AS_OF.isoformat(), "last": AS_OF.isoformat()},
                    ]
                ),
                "may_act": "advice_only",
                "kind": "consulting",
                "status": "active",
                "organisation_id": "O-1",
                "first_seen_at": days_ago(90),
                "last_seen_at": days_ago(2),
                **dict.fromkeys(("complaints", "complaints_decided", "customers", "testimonies", "fees"), 1),
                **dict.fromkeys(("complaints_upheld", "adverts", "requirements_not_met"), 0),
                "median_fee_yuan": 2980.0,
                "people": json.dumps([SENDER]),
                "phones": json.dumps([PHONE]),
                "wechat_ids": "[]",
                "accounts": "[]",
            }
        ],
        "representations": [
            {
                "representation_id": "R-1",
                "complaint_id": COMPLAINT,
                "representative_name": SENDER,
                "relationship": "lawyer",
                "organisation_name": "上岸咨询",
            }
        ],
        "requirements": [
            {
                "subject_type": "representation",
                "subject_id": "R-1",
                "requirement": requirement,
                "status": status,
                "source": "《中华人民共和国律师法》（2017年修正）第十三条，2018-01-01起施行",
                "evidence": json.dumps(evidence),
            }
            for requirement, status, _check, _values, evidence in JUDGED
        ],
        "agency_mentions": [
            {
                "agency_id": AGENCY,
                "record_table": "representations",
                "record_id": "R-1",
                "at": days_ago(2),
                "name": "上岸咨询",
                "complaint_id": COMPLAINT,
            }
        ],
        "gang_events": [{"gang_id": GANG, "event": "born", "at": days_ago(300)}],
        "quarantine": [
            {
                "table": "customers",
                "row": 7,
                "field": "phone",
                "value": PHONE,
                "problem": "不是电话号码（该值留空，该行已收）",
                "code": "not_a_phone",
                "file": "customers-2.csv",
            },
            {"table": "loans", "row": 9, "field": "principal_yuan", "value": IDENTITY, "problem": "not_a_number"},
        ],
    }


@cache
def paper() -> bytes:
    """A scan that shows somebody's name and number."""
    return encoded(
        scan("渝州市第一人民医院", "诊断证明书", f"姓名：{NAME}", f"身份证号：{IDENTITY}"), "JPEG", quality=85
    )


def publish(workspace: Path, rows: Rows | None = None) -> str:
    """Writes a run and makes it current; returns its number."""
    rows = tables() if rows is None else rows
    home = Workspace(workspace)
    Vault.open(workspace).put_bytes(paper())
    with home.writing(), home.draft() as draft:
        sources: dict[str, Path | None] = {}
        for name, contract in TABLES.items():
            folder = draft.path if contract in OUTPUTS else draft.workings
            schema = contract.arrow_schema
            if name == "materials":  # with the hash that intake adds
                schema = schema.append(pa.field("file_sha256", pa.string()))
            filled = [{column: row.get(column) for column in schema.names} for row in rows.get(name, ())]
            sources[name] = folder / f"{name}.parquet"
            pq.write_table(pa.Table.from_pylist(filled, schema=schema), sources[name])
        serving.build(sources, draft.serving)
        run_rows.build(sources, draft.rows)
        draft.record.write_text(json.dumps(record(draft.name)), encoding="utf-8")
        return draft.name


def warn(workspace: Path, at: datetime) -> None:
    """Puts an early warning in place."""
    before = Foresight(log_loss=0.09, calibration_error=0.01, caught=0.2, lead_days=4.0)
    women = GroupForetold(
        attribute="sex", group="female", customers=40, complained=1, before=0.01, after=0.02, worse=False
    )
    compared = MonthCompared(
        in_place=WRITTEN, since=AS_OF - timedelta(days=30), known_in_place=False, customers=100, complained=5,
        before=before, after=before.model_copy(update={"log_loss": 0.08, "lead_days": 6.5}), groups=(women,),
    )  # fmt: skip
    report = WarningReport(
        version="0001", trained_at=at, run="0001", run_identity="ab", as_of=AS_OF, tables={}, months=4, complained=60,
        comparison=compared, spread={"days_past_due": Distribution(edges=(0.0, 30.0), shares=(0.5, 0.2, 0.2, 0.1))},
    )  # fmt: skip
    registry = WarningRegistry(Workspace(workspace).models)
    registry.add(learned_warning([], RiskSettings(), AS_WRITTEN), report)
    registry.promote("0001", by="张敏", reason="预测更准", at=at)


def train(workspace: Path, at: datetime) -> None:
    """Trains an agent model, which nobody has put in place yet."""
    before = Performance(log_loss=0.31, calibration_error=0.062, found=0.4, accused=0.0, lift=2.6)
    after = Performance(log_loss=0.22, calibration_error=0.034, found=0.5, accused=0.0, lift=3.7)
    women = GroupAccused(attribute="sex", group="female", complaints=12, before=0, after=0)
    compared = Comparison(in_place=WRITTEN, labels=30, since=at, before=before, after=after, groups=(women,))
    report = Report(
        version="0001", trained_at=at, run="0001", run_identity="ab", as_of=AS_OF, tables={}, labels=90, agents=40,
        latest_label=at, doubt=0.05, comparison=compared, spread={},
    )  # fmt: skip
    AgentRegistry(Workspace(workspace).models).add(written_model(RiskSettings()), report)


def work(workspace: Path) -> None:
    """Puts a complaint in hand and a case on the desk, with something of everything that their pages show."""
    database = Database.in_folder(workspace)
    at = AS_OF + timedelta(days=1)
    warn(workspace, at)
    train(workspace, at)
    arrive(workspace, database)
    arrival = Arrival(COMPLAINT, CUSTOMER, days_ago(3), "mail", TEXT, external_number="ZB-7", claims=("hardship",))
    (matter,) = Taking(database).take([arrival], by=DESK, at=at)
    Pauses(database).pause(matter, PauseCause.AWAITING_MATERIAL, ground="等待客户补充合同", by=DESK, at=at)
    Decisions(database).judge(
        SubjectType.MATTER, matter, Question.MERIT, Answer.UPHELD, basis=Basis.FACTS, why="通话记录属实", by=DESK, at=at
    )
    Replies(database, Wishes(database, nobody_withdrew)).ask(
        matter, channel="mail", text="请提供通话日期。", by=DESK, at=at
    )
    Wishes(database, nobody_withdrew).note(CUSTOMER, channel="hotline", source="来信要求", by=DESK, at=at)
    origin = Origin(OriginKind.GANG, GANG, "0001")
    case = Cases(database).open(origin, title="演示团伙", by=DESK, at=at, why="一份模板，多名客户").case_id
    EvidenceBoard(database).add(
        case, EvidenceKind.ENTITY, f"phone:{PHONE}", provenance=Provenance("运行结果"), standing=Standing.FACT, by=DESK,
        at=at,
    )  # fmt: skip
    Tasks(database).add(SubjectType.CASE, case, "向医院核实", assignee="desk", by=DESK, at=at, due_on=at.date())
    Notes(database).add(SubjectType.CASE, case, "已致电医院。", by=DESK, at=at)
    Bulks(database).assign([matter], "desk", by=DESK, at=at, why="她熟悉这家医院")
    Tasks(database).add(SubjectType.MATTER, matter, "核对通话记录", assignee="desk", by=DESK, at=at)
    Notes(database).add(
        SubjectType.MATTER, matter, "医院复函", by=DESK, at=at, file_sha256=digest_of(paper()), file_name="复函.jpg"
    )
    again = replace(arrival, complaint_id="K-002", text=MEDOID_TEXT, channel="hotline", external_number="")
    (joined,) = Taking(database).take([again], by=DESK, at=at)
    Joins(database).join(joined, matter, by=DESK, at=at, why="她说是同一件事")
    partners = Partners(database)
    station = partners.add("police", "渝中区分局", province="50", contact="王警官", telephone="", by=DESK, at=at)
    partners.join(case, station.partner_id, their_number="渝公7号", by=DESK, at=at)
    asked_for = Police(database).note_request(
        station="渝中区分局", officers="两名民警", instrument="调证8号", scope="流水", due_on=at.date(), by=DESK, at=at,
        case_id=case,
    )  # fmt: skip
    Accompaniments(database).arrange(
        CUSTOMER, companion="desk", station="渝中区分局", meets_at=at, by=DESK, at=at, case_id=case
    )
    Watchlist(database).add(
        "wording", MEDOID_TEXT[-8:], until=date(2099, 1, 1), by=DESK, at=days_ago(30), why="可能再次出现"
    )
    statement = Statement("某某消费金融有限公司", "李查证", at, "涉嫌伪造印章，报案", "渝中区分局")
    subject = Subject(SubjectKind.GANG, GANG)
    asked = Handovers(database, lambda: at).ask(subject, statement, run="0001", by=DESK, case_id=case)
    queue = JobQueue(database)
    building = queue.take(frozenset({BUILD}))
    assert building is not None
    queue.finish(building)
    with database.begin() as connection:  # as a worker leaves it; both under numbers that pages can name
        request = {"request_id": "PR-1"}
        connection.execute(POLICE_REQUESTS.update().where(POLICE_REQUESTS.c.request_id == asked_for).values(**request))
        connection.execute(
            HANDOVERS.update()
            .where(HANDOVERS.c.handover_id == asked.handover_id)
            .values(
                handover_id="CP-1", sha256=digest_of(paper()), size=len(paper()), originals=1, built_at=at,
                expires_at=datetime(2099, 1, 1, tzinfo=UTC),
            )
        )  # fmt: skip
    Judgements(database).make(JudgementKind.HUB, ("phone", PHONE), by=DESK, at=at, reason="医院总机")
    database.close()


ARRIVED, UNLINKED = "N-7", "N-8"
"""Complaints that arrived since the run: one is linked with a gang and with others, the other is not."""


def arrive(workspace: Path, database: Database) -> None:
    """Takes both in and keeps what was answered, as a worker does."""
    reception, queue = Reception(database, Vault.open(workspace)), JobQueue(database)
    hold = Hold(Entity("phone", PHONE), 0.62, 1.9)
    links = Links(
        Linked.JOINS,
        (
            GangLink(GANG, 0.62, True, (hold,)),
            GangLink("G-0099", 0.2, False, (Hold(Entity("email", EMAIL), 0.2, 1.0),)),
        ),
        (Shared(Entity("email", "~@firm.example"), 2, 400, frozenset()),),
    )
    for number, found in ((ARRIVED, links), (UNLINKED, Links())):
        sent = {"complaint_id": number, "received_at": AS_OF.isoformat(), "channel": "mail", "text": TEXT}
        sent["customer_id"] = CUSTOMER
        named = {"contact_phone": PHONE, "contact_email": "w@firm.example", "sender_name": SENDER}
        text = json.dumps(sent | named if found.gangs else sent, ensure_ascii=False)
        reception.take(text, (), by=DESK, request_key=number)
        borne_out = WeighedClaim(next(iter(Claim)), ClaimStatus.BORNE_OUT, 0, 10, ("CT-1",))
        answered = Assessment(
            number, "0001", 0.7, 0.5, 0.9, Zone.UNDECIDED, TEMPLATE, GANG if found.gangs else None, found,
            from_json(reasons(("agent_phone_named", 3.0, {"testimony_names_phone": 2}, ("Y-1",)))),
            from_json(reasons(("self_channel_direct", 0.8, {}, ()))), (borne_out,),
        )  # fmt: skip
        job = queue.take(frozenset({ASSESS}))
        assert job is not None
        keep = partial(
            reception.keep_assessment, content=job.payload["content"], assessment=answered.to_json(), run="0001"
        )
        queue.finish(job, keep)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def record(name: str) -> dict[str, Any]:
    """The part of a run's record that pages read."""
    return {
        "run": name,
        "identity": "5f" * 32,
        "as_of": AS_OF.isoformat(),
        "started_at": AS_OF.isoformat(),
        "finished_at": (AS_OF + timedelta(seconds=12)).isoformat(),
        "intake_version": "abcd",
        "stages": [{"stage": "letters", "seconds": 3.2, "peak_memory_mb": 210}],
        "outputs": {"quarantine": {"rows": 2, "sha256": "ab" * 32}},
        "intake": {"complaints": {"rows": 120, "sha256": "cd" * 32}},
        "rows_later": {"complaints": 3, "contacts": 1200},
        "grounds": {"code": {"mingjian": "0.1.0"}, "previous": None},
    }


PAGES = {
    "overview": "/",
    "work": "/work",
    "queue": "/queue",
    "arrival": "/queue/new",
    "matter": "/matters/M-2026-000001",
    "cases": "/cases",
    "case": "/cases/CASE-2026-0001",
    "package": "/packages/CP-1",
    "judgements": "/judgements",
    "police": "/police",
    "watches": "/watches",
    "police-request": "/police/requests/PR-1",
    "statistics": "/statistics",
    "statistics-rows": "/statistics/cases_opened",
    "complaints": "/complaints",
    "complaint": f"/complaints/{COMPLAINT}",
    "complaint-diff": f"/complaints/{COMPLAINT}?show=diff",
    "materials": "/materials",
    "material": f"/materials/{MATERIAL}",
    "before-and-after": f"/materials/{MATERIAL}/updates",
    "what-if": f"/complaints/{COMPLAINT}/what-if?without=agent_channel_transferred",
    "what-if-warned": f"/customers/{CUSTOMER}/what-if?fact=plan_kept",
    "customers": "/customers",
    "warnings": "/warnings",
    "confirmations": "/confirmations",
    "explanation": f"/customers/{CUSTOMER}/explanation",
    "assessment": f"/customers/{CUSTOMER}",
    "unassessed": f"/customers/{QUIET_CUSTOMER}",
    "templates": "/templates",
    "template": f"/templates/{TEMPLATE}?diff=K-001",
    "gangs": "/gangs",
    "gang": f"/gangs/{GANG}",
    "gang-graph": f"/gangs/{GANG}/graph",
    "gang-member": f"/gangs/{GANG}/members/1",
    "clue": f"/clues/gang/{GANG}",
    "agencies": "/agencies",
    "look-up": "/agencies/look-up",
    "agreements": "/agreements",
    "adverts": "/adverts",
    "advert": "/adverts/S-1",
    "whom-to-warn": "/adverts/S-1/exposed",
    "takedowns": "/takedowns?platform=douyin",
    "advert-reports": "/advert-reports",
    "agency": f"/agencies/{AGENCY}",
    "shared": "/shared",
    "shared-group": "/shared/5",
    "answered": f"/arrivals/{ARRIVED}",
    "answered-unlinked": f"/arrivals/{UNLINKED}",
    "paths": "/paths",
    "list": "/find/list",
    "code-words": "/code-words",
    "quarantine": "/quarantine",
    "runs": "/runs",
    "run": "/runs/0001",
    "models": "/models",
    "evidence": f"/customers/{CUSTOMER}/evidence?track=reasons&sentence=0&item=0",
}
"""Every page by a name for pictures and failures."""
