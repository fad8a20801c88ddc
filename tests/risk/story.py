"""One small lender with an agency's client, an honest customer, and every table that features read."""

from tests.risk.lakes import Row, days_before

GANG_PHONE = "17012345678"


def story() -> dict[str, list[Row]]:
    """Customers C1 to C5 are clients of one agency; C6 is honest; C7 has said nothing yet."""
    clients = [f"C{number}" for number in range(1, 6)]
    customers = [
        {
            "customer_id": f"C{number}",
            "phone": f"1380000000{number}",
            "address": f"address {number}",
            "registered_on": days_before(900),
        }
        for number in range(1, 8)
    ]
    complaints: list[Row] = [
        {
            "complaint_id": f"K{number}",
            "customer_id": customer,
            "received_at": days_before(100 - 15 * number),
            "channel": "regulator_12378",
            "contact_phone": GANG_PHONE,
            "contact_email": "desk@example.com",
            "sender_address": "room 1203, tower A",
            "demands": "waive_interest;instalment_plan;stop_collection",
            "device_id": "D-agency",
            "ip": "1.2.3.4",
            "filed_as": "self",
        }
        for number, customer in enumerate(clients, start=1)
    ]
    complaints.append(
        {
            "complaint_id": "K6",
            "customer_id": "C6",
            "received_at": days_before(10),
            "channel": "hotline",
            "contact_phone": "13800000006",
            "demands": "apology",
            "device_id": "D-six",
            "filed_as": "self",
        }
    )
    letters: list[Row] = [
        {
            "complaint_id": f"K{number}",
            "template_id": "T1",
            "similarity": 0.95,
            "demands": "[]",
            "code_words": '[{"word": "z信", "standard": "征信", "start": 0, "end": 2, "disguised": true}]',
            "disguised_words": 1,
            "laws": '[{"law": "credit_card_70", "start": 5, "end": 9, "applies": false, "telling": true}]',
        }
        for number in range(1, 6)
    ]
    ordinary = '[{"law": "contract_law_1999", "start": 0, "end": 3, "applies": false, "telling": false}]'
    letters.append({"complaint_id": "K6", "demands": "[]", "code_words": "[]", "disguised_words": 0, "laws": ordinary})
    return {
        "customers": customers,
        "complaints": complaints,
        "letters": letters,
        "claim_mentions": [
            {"complaint_id": "K6", "claim": "call_frequency", "start": 0, "end": 4, "values": '{"count": 9}'},
            {"complaint_id": "K6", "claim": "call_hours", "start": 5, "end": 9, "values": '{"clock": "23:10"}'},
        ],
        "claims": [
            {
                "complaint_id": "K6",
                "claim": "call_frequency",
                "status": "borne_out",
                "start": 0,
                "end": 4,
                "evidence": '["N1"]',
            },
            {
                "complaint_id": "K1",
                "claim": "hardship",
                "status": "borne_out",
                "start": 0,
                "end": 2,
                "evidence": '["M1"]',
            },
        ],
        "claim_grounds": [
            {
                "complaint_id": "K6",
                "claim": "call_frequency",
                "status": "borne_out",
                "start": 0,
                "end": 4,
                "code": "call_frequency_borne_out",
                "values": '{"day": "2026-10-12", "calls": 9}',
                "evidence": '["N1"]',
            },
            {
                "complaint_id": "K1",
                "claim": "hardship",
                "status": "borne_out",
                "start": 0,
                "end": 2,
                "code": "hardship_borne_out",
                "values": '{"documents": 1}',
                "evidence": '["M1"]',
            },
        ],
        "loans": [
            {"loan_id": f"L{number}", "customer_id": f"C{number}", "disbursed_on": days_before(400)}
            for number in range(1, 8)
        ],
        "repayments": [
            {
                "loan_id": f"L{number}",
                "instalment_number": month,
                "due_on": days_before(390 - 30 * month),
                "due_yuan": 500.0,
                "paid_on": days_before(391 - 30 * month) if number > 5 or month < 9 else None,
                "paid_yuan": 500.0 if number > 5 or month < 9 else None,
            }
            for number in range(1, 8)
            for month in range(1, 13)
        ],
        "contacts": [
            {
                "contact_id": f"N{number}",
                "customer_id": "C6",
                "started_at": days_before(number / 2),
                "direction": "outbound",
                "purpose": "collection",
                "counterparty": "self",
                "channel": "call",
            }
            for number in range(1, 10)
        ],
        "promises": [{"promise_id": "P1", "customer_id": "C6", "made_at": days_before(60), "due_on": days_before(20)}],
        "customer_changes": [
            {
                "change_id": "X1",
                "customer_id": "C1",
                "changed_at": days_before(95),
                "field": "phone",
                "old_value": "13900000001",
                "new_value": "13800000001",
            }
        ],
        "app_events": [
            {
                "event_id": "E1",
                "customer_id": "C6",
                "occurred_at": days_before(12),
                "action": "complaint_page",
                "device_id": "D-six",
            },
            {
                "event_id": "E2",
                "customer_id": "C1",
                "occurred_at": days_before(300),
                "action": "login",
                "device_id": "D-one",
            },
        ],
        "testimonies": [
            {
                "testimony_id": "S1",
                "customer_id": "C2",
                "reported_at": days_before(5),
                "agent_phone": GANG_PHONE,
                "fee_yuan": 2980.0,
                "text": "他们收了我2980元，说能停息。",
            },
            {
                "testimony_id": "S2",
                "customer_id": "C7",
                "reported_at": days_before(30),
                "fee_yuan": 2980.0,
                "text": "说能停息，要2980，我没答应。",
            },
        ],
        "solicitations": [
            {"solicitation_id": "A1", "published_at": days_before(120), "phone": GANG_PHONE, "platform": "douyin"}
        ],
        "representations": [
            {
                "representation_id": "R1",
                "complaint_id": "K3",
                "representative_phone": GANG_PHONE,
                "relationship": "company",
                "fee_yuan": 500.0,
            }
        ],
        "requirements": [
            {
                "subject_type": "representation",
                "subject_id": "R1",
                "requirement": "authorisation",
                "status": "not_met",
                "source": "rule",
            }
        ],
        "gangs": [{"gang_id": "G1", "score": 0.9, "customers": 5, "complaints": 5}],
        "gang_members": [
            *(
                {"gang_id": "G1", "entity_type": "complaint", "entity_id": f"K{number}", "strength": 0.8}
                for number in range(1, 6)
            ),
            *(
                {"gang_id": "G1", "entity_type": "customer", "entity_id": customer, "strength": 0.7}
                for customer in clients
            ),
        ],
        "membership_paths": [
            {
                "gang_id": "G1",
                "entity_type": "complaint",
                "entity_id": "K1",
                "rank": 1,
                "path": '[["complaint", "K1"], ["account", "6222"], ["complaint", "K2"]]',
                "weight": 5.0,
            }
        ],
        "materials": [{"material_id": "M1", "complaint_id": "K1", "path": "a.jpg", "received_at": days_before(85)}],
        "material_assessments": [{"material_id": "M1", "verdict": "signs_of_forgery", "certainty": "issuer_denied"}],
    }
