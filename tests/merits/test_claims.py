"""What the records say of each claim. One run holds all cases, so that each engine compiles the checks once."""

import inspect
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from mingjian.contract import TABLES
from mingjian.contract.reasons import Language, sentence
from mingjian.contract.vocabulary import Claim, ClaimStatus
from mingjian.merits import MeritsSettings, weigh
from mingjian.merits.weighing import CHECKS
from mingjian.standards.limits import LenderKind
from mingjian.store.engine import Engine
from tests.merits.cases import CHINA, FILED, Case, Row, call, calls, fee, judged, loan, plan, repaid

BORNE_OUT, CONTRADICTED, UNKNOWN = "borne_out", "contradicted", "unknown"
UNFINISHED = "unfinished"
"""Within bounds by what is booked, and beyond them if it goes on: unknown, whatever is stated to be complete."""
UNRECORDED = "unrecorded"
"""What stands in no record: contradicted where the records are stated to be complete, and unknown elsewhere."""
OTHER_SUM = "other_sum"
"""Borne out by rows of another sum than was stated."""
_STATUS = {UNRECORDED: UNKNOWN, UNFINISHED: UNKNOWN, OTHER_SUM: BORNE_OUT}

COMPLETE = MeritsSettings(complete_tables=("contacts", "charges", "repayments", "promises"))

NIGHT = call(12, 23, 5)


def _in_2025(month: int, day: int, hour: int) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=CHINA)


def _charged(charge: Row) -> dict[str, list[Row]]:
    return {"loans": [loan(0.2)], "repayments": plan(0.2), "charges": [charge]}


def _monthly(count: int, *, yuan: float, kind: str) -> list[Row]:
    """The same charge with each of the first instalments."""
    return [
        fee(yuan, charge_id=f"F{number}", kind=kind, charged_on=date(2025, 1 + number, 10))
        for number in range(1, count + 1)
    ]


def _debited(rows: list[Row], number: int, *, times: float) -> list[Row]:
    """A plan of which one instalment was paid so many times over."""
    return [row | {"paid_yuan": row["due_yuan"] * times} if row["instalment_number"] == number else row for row in rows]


def _kept_promise(**values: str) -> Row:
    """Made on 2 April 2026 and kept a day before it was due."""
    row: Row = {
        "promise_id": "P",
        "made_at": FILED - timedelta(days=60),
        "due_on": date(2026, 5, 1),
        "kept_on": date(2026, 4, 30),
    }
    return row | values


CASES = (
    Case("nine calls on the day", "call_frequency", BORNE_OUT, {"count": 9}, {"contacts": calls(9)}),
    Case("more than the rule allows", "call_frequency", BORNE_OUT, {}, {"contacts": calls(4)}),
    Case("exaggerated but too often", "call_frequency", BORNE_OUT, {"count": 30}, {"contacts": calls(9)}),
    Case("a little too often, and many asserted", "call_frequency", UNKNOWN, {"count": 29}, {"contacts": calls(4)}),
    Case("one call of nine asserted", "call_frequency", UNRECORDED, {"count": 9}, {"contacts": calls(1)}),
    Case(
        "three calls of eighteen on one day, eighteen in six",
        "call_frequency",
        UNRECORDED,
        {"count": 18, "of_a_day": 1},
        {"contacts": [row for day in range(12, 18) for row in calls(3, day)]},
    ),
    Case(
        "eighteen calls in six days, as many as asserted of them all",
        "call_frequency",
        UNKNOWN,
        {"count": 18},
        {"contacts": [row for day in range(12, 18) for row in calls(3, day)]},
    ),
    *(
        Case(
            f"{asserted} in a week, {a_day} calls on each of its days",
            "call_frequency",
            expected,
            {"count": asserted, "over_days": 7},
            {"contacts": [row for day in range(12, 19) for row in calls(a_day, day)]},
        )
        for asserted, a_day, expected in ((28, 4, BORNE_OUT), (21, 3, UNKNOWN), (120, 4, UNKNOWN))
    ),
    Case(
        "twenty-eight in a week, of which four came on a day and the rest months before",
        "call_frequency",
        UNKNOWN,
        {"count": 28, "over_days": 7},
        {
            "contacts": [
                row
                | {"contact_id": f"{row['contact_id']}-{n}", "started_at": row["started_at"] - timedelta(days=n * 40)}
                for n in range(5)
                for row in calls(4)
            ]
        },
    ),
    Case(
        "calls and messages counted together",
        "call_frequency",
        UNKNOWN,
        {"count": 15, "of_a_day": 1},
        {"contacts": [*calls(3), *(call(12, 15, minute, channel="sms") for minute in range(10))]},
    ),
    Case(
        "voice calls by the app",
        "call_frequency",
        UNKNOWN,
        {"count": 8, "of_a_day": 1},
        {"contacts": [row | {"channel": "app"} for row in calls(8)]},
    ),
    Case("three calls of four asserted", "call_frequency", UNKNOWN, {"count": 4}, {"contacts": calls(3)}),
    Case("often, without a number", "call_frequency", UNKNOWN, {}, {"contacts": calls(2)}),
    Case("a customer whom the log never heard of", "call_frequency", UNKNOWN, {"count": 9}),
    Case(
        "too often, but half a year before the day",
        "call_frequency",
        UNKNOWN,
        {"count": 9, "date": "2026-05-12"},
        {"contacts": [call(3, 9 + n, month=1) for n in range(5)]},
    ),
    Case(
        "service calls do not count",
        "call_frequency",
        UNKNOWN,
        {},
        {"contacts": [row | {"purpose": "service"} for row in calls(9)]},
    ),
    Case(
        "the busiest day has no rule, another one breaks its own",
        "call_frequency",
        BORNE_OUT,
        {},
        {
            "contacts": [
                call(day, 9 + number, contact_id=f"X{month}-{number}", started_at=_in_2025(month, day, 9 + number))
                for month, day, count in ((2, 20, 6), (3, 10, 5))
                for number in range(count)
            ]
        },
        filed=datetime(2025, 6, 1, 10, tzinfo=CHINA),
    ),
    Case(
        "nine calls, filed by the lender as service",
        "call_frequency",
        UNKNOWN,
        {"count": 9, "date": "2026-05-12"},
        {"contacts": [row | {"purpose": "service"} for row in calls(9)]},
    ),
    Case(
        "longer ago than contacts are looked for",
        "call_frequency",
        UNKNOWN,
        {"count": 9, "date": "2025-03-12"},
        {"contacts": [call(1, contact_id="X-old", started_at=_in_2025(1, 5, 10)), *calls(1)]},
    ),
    Case(
        "a call at night, filed by the lender as service",
        "call_hours",
        UNKNOWN,
        {"date": "2026-05-12"},
        {"contacts": [NIGHT | {"purpose": "service"}, call(12)]},
    ),
    Case(
        "a text at night, and calls by day",
        "call_hours",
        UNKNOWN,
        {"date": "2026-05-12"},
        {"contacts": [NIGHT | {"channel": "sms"}, call(12)]},
    ),
    Case(
        "a colleague was rung up about service",
        "third_party_contact",
        UNKNOWN,
        {"date": "2026-05-12"},
        {"contacts": [call(12, 11, counterparty="colleague", purpose="service"), *calls(2)]},
    ),
    Case("a call at night", "call_hours", BORNE_OUT, {}, {"contacts": [NIGHT]}),
    Case("a call at ten in the evening", "call_hours", BORNE_OUT, {}, {"contacts": [call(12, 22)]}),
    Case("a call of which the log has the day alone", "call_hours", UNKNOWN, {}, {"contacts": [call(12, 0)]}),
    Case(
        "a call of that day, of which the log has no hour",
        "call_hours",
        UNKNOWN,
        {"date": "2026-05-12"},
        {"contacts": [call(12, 0), *calls(2)]},
    ),
    Case("a call just before ten", "call_hours", UNKNOWN, {}, {"contacts": [call(12, 21, 59)]}),
    Case("only calls by day", "call_hours", UNRECORDED, {"date": "2026-05-12"}, {"contacts": calls(2)}),
    Case(
        "his colleague was called",
        "third_party_contact",
        BORNE_OUT,
        {},
        {"contacts": [call(3, counterparty="colleague")]},
    ),
    Case("all with himself", "third_party_contact", UNRECORDED, {"date": "2026-05-12"}, {"contacts": calls(2)}),
    Case(
        "all with himself, at two numbers",
        "third_party_contact",
        UNKNOWN,
        {"date": "2026-05-12"},
        {"contacts": [call(12, phone="13812345678"), call(12, 11, phone="13998765432")]},
    ),
    Case(
        "called about service alone, and himself",
        "third_party_contact",
        UNRECORDED,
        {"date": "2026-05-12"},
        {"contacts": [call(12, purpose="service")]},
    ),
    *(
        Case(
            f"filed as with himself: {words}",
            "third_party_contact",
            expected,
            {"date": "2026-05-12"},
            {"contacts": [call(12, transcript=f"催收员：您好\n客户：{words}"), call(13)]},
        )
        for words, expected in (
            ("我是他老婆，他不在", BORNE_OUT),
            ("我是他朋友介绍来的", UNKNOWN),
            ("好的，我转告他", UNKNOWN),
            ("我老婆也知道了", UNRECORDED),
        )
    ),
    *(
        Case(
            f"about his loan under another's number of customer, {name}",
            "third_party_contact",
            expected,
            {"date": "2026-05-12"},
            {
                "loans": [loan(0.2)],
                "contacts": [
                    *([call(11, phone=own)] if own else []),
                    call(12) | {"customer_id": "C-other", "loan_id": "L", "phone": "13922223333"} | values,
                ],
            },
        )
        for name, expected, own, values in (
            ("at another telephone", BORNE_OUT, "13800000001", {}),
            ("who is told of it", BORNE_OUT, "13800000001", {"transcript": "催收员：你老公的贷款逾期了，叫他还钱"}),
            ("at his own telephone", UNKNOWN, "13922223333", {}),
            ("where no telephone of his is known", UNKNOWN, None, {}),
            ("about service", UNKNOWN, "13800000001", {"purpose": "service"}),
        )
    ),
    Case("all with himself, no day named", "third_party_contact", UNKNOWN, {}, {"contacts": calls(2)}),
    Case(
        "somebody unknown answered",
        "third_party_contact",
        UNKNOWN,
        {"date": "2026-05-12"},
        {"contacts": [call(12, counterparty="unknown")]},
    ),
    Case("a threat on record", "threats", BORNE_OUT, {}, {"contacts": [call(3, transcript="催收：再不还就弄死你")]}),
    Case(
        "a polite transcript", "threats", UNKNOWN, {}, {"contacts": [call(3, transcript="您好，请问什么时候方便还款")]}
    ),
    *(
        Case(f"words that are not surely the lender's: {transcript}", "threats", UNKNOWN, {}, {"contacts": [row]})
        for transcript in (
            "催收：您好，请问何时还款\n客户：我不是老赖，月底发工资就还\n催收：好的，不急",
            "催收：您好。客户：我不是老赖，月底就还",
            "我不是老赖，月底发工资就还",
            "客户经理：您好\n客户经理王某：请说\n客户：你们别骂我废物",
            "坐席：欠款不会坐牢，您放心\n用户：那就好",
        )
        for row in [call(3, transcript=transcript)]
    ),
    *(
        Case(f"the lender's own words: {transcript}", "threats", BORNE_OUT, {}, {"contacts": [row]})
        for transcript, channel in (
            ("客户：我没钱\n[00:12] 催收员02：你个老赖", "call"),
            ("客户：别打了\n客户经理：再不还让你坐牢", "call"),
            ("您已是老赖，再不还款派人上门堵你家", "sms"),
            ("坐席：你今天不还，我明天带人去你家把车拖走，你等着挨收拾", "call"),
        )
        for row in [call(3, transcript=transcript, channel=channel)]
    ),
    Case("above the cap", "rate_above_cap", BORNE_OUT, {}, {"loans": [loan(0.36)]}),
    Case(
        "within the cap",
        "rate_above_cap",
        UNRECORDED,
        {"rate": 0.41},
        {"loans": [loan(0.216)], "repayments": plan(0.216)},
    ),
    Case("within the cap by its contract alone", "rate_above_cap", UNKNOWN, {}, {"loans": [loan(0.216)]}),
    Case(
        "dearer than is looked for",
        "rate_above_cap",
        BORNE_OUT,
        {},
        {
            "loans": [loan(0.2)],
            "repayments": [row | {"due_yuan": 2400.0, "paid_yuan": None, "paid_on": None} for row in plan(0.2)],
            "charges": [fee(6000.0)],
        },
    ),
    Case(
        "a fee of half the loan, and no term",
        "rate_above_cap",
        UNKNOWN,
        {},
        {
            "loans": [loan(0.2) | {"term_months": None}],
            "repayments": plan(0.2),
            "charges": [fee(6000.0, kind="guarantee_fee")],
        },
    ),
    *(
        Case(f"{name} of half the loan", "rate_above_cap", UNKNOWN, {}, _charged(fee(6000.0, **values)))
        for name, values in (
            ("a fee of another kind", {"kind": "other"}),
            ("a fee without a kind", {"kind": None}),
            ("a fee without a day", {"charged_on": None}),
            ("a fee without a sum", {"amount_yuan": None}),
        )
    ),
    Case(
        "fees lift it above the cap",
        "rate_above_cap",
        BORNE_OUT,
        {},
        {
            "loans": [loan(0.23)],
            "repayments": plan(0.23),
            "charges": [
                {
                    "charge_id": "F",
                    "loan_id": "L",
                    "charged_on": date(2025, 1, 10),
                    "kind": "service_fee",
                    "amount_yuan": 900.0,
                }
            ],
        },
    ),
    *(
        Case(
            f"{count} later fees that would lift it",
            "rate_above_cap",
            expected,
            {},
            {
                "loans": [loan(0.23)],
                "repayments": plan(0.23),
                "charges": [
                    {
                        "charge_id": f"F{number}",
                        "loan_id": "L",
                        "charged_on": date(2025, 4 + number, 10),
                        "kind": "guarantee_fee",
                        "amount_yuan": 900.0 / count,
                    }
                    for number in range(count)
                ],
            },
        )
        for count, expected in ((1, UNKNOWN), (5, BORNE_OUT))
    ),
    *(
        Case(
            f"a guarantor's {yuan:.0f} a month, {paid} of {months} paid, {charged} of them with it",
            claim,
            expected,
            {},
            {
                "loans": [loan(rate, months=months)],
                "repayments": plan(rate, paid=paid, months=months),
                "charges": _monthly(charged, yuan=yuan, kind="guarantee_fee"),
            },
        )
        for claim, rate, yuan, months, paid, charged, expected in (
            ("rate_above_cap", 0.158, 140.0, 12, 1, 1, UNFINISHED),
            ("rate_above_cap", 0.18, 120.0, 12, 3, 3, UNFINISHED),
            # The fee of the last instalment, or of one of two, is not booked yet.
            ("rate_above_cap", 0.18, 120.0, 12, 2, 1, UNFINISHED),
            # A plan that ended, and fees so small that they stay within however long they go on.
            ("rate_above_cap", 0.15, 30.0, 2, 2, 2, UNRECORDED),
            ("rate_above_cap", 0.158, 20.0, 12, 3, 3, UNRECORDED),
            # Taken once with the first of nine, it was no series.
            ("rate_above_cap", 0.158, 60.0, 12, 9, 1, UNRECORDED),
            ("rate_above_contract", 0.18, 25.0, 12, 2, 2, UNFINISHED),
            ("rate_above_contract", 0.18, 3.0, 12, 2, 2, UNRECORDED),
        )
    ),
    Case(
        "a fee at the payout before anything fell due",
        "rate_above_cap",
        UNFINISHED,
        {},
        {"loans": [loan(0.18)], "repayments": plan(0.18, paid=0), "charges": [fee(100.0, kind="guarantee_fee")]},
    ),
    Case(
        "a fee at the payout alone, five instalments since",
        "rate_above_cap",
        UNRECORDED,
        {},
        {"loans": [loan(0.18)], "repayments": plan(0.18, paid=5), "charges": [fee(100.0, kind="insurance")]},
    ),
    Case(
        "interest for being late, again and again",
        "rate_above_cap",
        UNRECORDED,
        {},
        {
            "loans": [loan(0.18)],
            "repayments": plan(0.18, paid=3),
            "charges": _monthly(3, yuan=60.0, kind="penalty_interest"),
        },
    ),
    Case("a rate that nobody booked", "rate_above_cap", UNKNOWN, {}, {"loans": [loan(0.2) | {"annual_rate": None}]}),
    Case("the plan asks more", "rate_above_contract", BORNE_OUT, {}, {"loans": [loan(0.18)], "repayments": plan(0.24)}),
    Case(
        "the plan is the contract",
        "rate_above_contract",
        UNRECORDED,
        {},
        {"loans": [loan(0.24)], "repayments": plan(0.24)},
    ),
    Case("half a plan", "rate_above_contract", UNKNOWN, {}, {"loans": [loan(0.24)], "repayments": plan(0.24)[:6]}),
    Case(
        "a charge outside the contract",
        "charge_not_in_contract",
        BORNE_OUT,
        {},
        {
            "loans": [loan(0.2)],
            "charges": [{"charge_id": "F", "loan_id": "L", "kind": "other", "amount_yuan": 99.0, "in_contract": False}],
        },
    ),
    *(
        Case(
            f"charges of 199 and 181 outside the contract, and {name}",
            "charge_not_in_contract",
            expected,
            {"sum_yuan": asserted},
            {
                "loans": [loan(0.2)],
                "charges": [
                    {
                        "charge_id": f"F{yuan}",
                        "loan_id": "L",
                        "kind": "other",
                        "amount_yuan": yuan,
                        "in_contract": False,
                    }
                    for yuan in (199.0, 181.0)
                ],
            },
        )
        for name, asserted, expected in (
            ("one of them is stated", 199, BORNE_OUT),
            ("both together are stated", 380, BORNE_OUT),
            ("both together are stated in round figures", 400, BORNE_OUT),
            ("one is stated in round figures", 200, BORNE_OUT),
            ("an odd sum near one of them is stated", 205, OTHER_SUM),
            ("another sum is stated", 500, OTHER_SUM),
        )
    ),
    *(
        Case(
            f"a fee of 90 twice on one day, and {name}",
            "double_charge",
            expected,
            {"sum_yuan": asserted},
            {
                "loans": [loan(0.2)],
                "charges": [
                    {
                        "charge_id": f"F{number}",
                        "loan_id": "L",
                        "kind": "other",
                        "charged_on": date(2026, 5, 11),
                        "amount_yuan": 90.0,
                        "in_contract": True,
                    }
                    for number in (1, 2)
                ],
            },
        )
        for name, asserted, expected in (
            ("it is stated", 90, BORNE_OUT),
            ("both together are stated", 180, BORNE_OUT),
            ("both together are stated in round figures", 200, BORNE_OUT),
            ("another sum is stated", 500, OTHER_SUM),
        )
    ),
    Case(
        "every charge in the contract",
        "charge_not_in_contract",
        CONTRADICTED,
        {"sum_yuan": 99},
        {
            "loans": [loan(0.2)],
            "charges": [{"charge_id": "F", "loan_id": "L", "kind": "other", "amount_yuan": 99.0, "in_contract": True}],
        },
    ),
    Case(
        "a sum that stands nowhere",
        "charge_not_in_contract",
        UNRECORDED,
        {"sum_yuan": 1200},
        {
            "loans": [loan(0.2)],
            "charges": [{"charge_id": "F", "loan_id": "L", "kind": "other", "amount_yuan": 99.0, "in_contract": True}],
        },
    ),
    Case(
        "a fee in the contract, of which nobody says that it is the one",
        "charge_not_in_contract",
        UNRECORDED,
        {},
        {
            "loans": [loan(0.2)],
            "charges": [{"charge_id": "F", "loan_id": "L", "kind": "other", "amount_yuan": 99.0, "in_contract": True}],
        },
    ),
    Case(
        "a fee in the contract on the asserted day, of which nobody says that it is the one",
        "charge_not_in_contract",
        UNRECORDED,
        {"date": "2026-05-12"},
        {
            "loans": [loan(0.2)],
            "charges": [
                {
                    "charge_id": "F",
                    "loan_id": "L",
                    "kind": "insurance",
                    "charged_on": date(2026, 5, 11),
                    "amount_yuan": 99.0,
                    "in_contract": True,
                }
            ],
        },
    ),
    Case(
        "interest for being late says nothing about fees",
        "charge_not_in_contract",
        UNKNOWN,
        {},
        {
            "loans": [loan(0.2)],
            "charges": [
                {
                    "charge_id": "F",
                    "loan_id": "L",
                    "kind": "penalty_interest",
                    "amount_yuan": 9.0,
                    "in_contract": True,
                }
            ],
        },
    ),
    Case(
        "a fee of another day is not the one that is meant",
        "charge_not_in_contract",
        UNKNOWN,
        {"date": "2026-05-12"},
        {
            "loans": [loan(0.2)],
            "charges": [
                {
                    "charge_id": "F",
                    "loan_id": "L",
                    "kind": "insurance",
                    "charged_on": date(2026, 1, 3),
                    "amount_yuan": 99.0,
                    "in_contract": True,
                }
            ],
        },
    ),
    Case(
        "the asserted sum in the contract on the asserted day",
        "charge_not_in_contract",
        CONTRADICTED,
        {"date": "2026-05-12", "sum_yuan": 99},
        {
            "loans": [loan(0.2)],
            "charges": [
                {
                    "charge_id": "F",
                    "loan_id": "L",
                    "kind": "insurance",
                    "charged_on": date(2026, 5, 11),
                    "amount_yuan": 99.0,
                    "in_contract": True,
                }
            ],
        },
    ),
    Case(
        "the asserted sum in the contract on another day: somebody else may have taken the same",
        "charge_not_in_contract",
        UNRECORDED,
        {"date": "2026-05-12", "sum_yuan": 99},
        {
            "loans": [loan(0.2)],
            "charges": [
                {
                    "charge_id": "F",
                    "loan_id": "L",
                    "kind": "insurance",
                    "charged_on": date(2026, 1, 3),
                    "amount_yuan": 99.0,
                    "in_contract": True,
                }
            ],
        },
    ),
    Case(
        "nobody knows whether it is in the contract",
        "charge_not_in_contract",
        UNKNOWN,
        {},
        {"loans": [loan(0.2)], "charges": [{"charge_id": "F", "loan_id": "L", "kind": "other", "amount_yuan": 99.0}]},
    ),
    Case(
        "the same charge twice",
        "double_charge",
        BORNE_OUT,
        {},
        {
            "loans": [loan(0.2)],
            "charges": [
                {
                    "charge_id": f"F{n}",
                    "loan_id": "L",
                    "charged_on": date(2025, 5, 1),
                    "kind": "late_fee",
                    "amount_yuan": 50.0,
                }
                for n in range(2)
            ],
        },
    ),
    Case(
        "a sum that is booked once",
        "double_charge",
        UNRECORDED,
        {"sum_yuan": 50},
        {
            "loans": [loan(0.2)],
            "charges": [
                {
                    "charge_id": "F",
                    "loan_id": "L",
                    "charged_on": date(2025, 5, 1),
                    "kind": "late_fee",
                    "amount_yuan": 50.0,
                }
            ],
        },
    ),
    *(
        Case(name, "double_charge", expected, {}, {"loans": [loan(0.2) | {"status": status}], "repayments": rows})
        for name, expected, status, rows in (
            ("an instalment debited twice", BORNE_OUT, "current", _debited(plan(0.2), 5, times=2)),
            ("debited twice, and all paid since", BORNE_OUT, "settled", _debited(plan(0.2), 5, times=2)),
            ("the rest of the loan paid at once", UNKNOWN, "settled", _debited(plan(0.2, paid=9), 9, times=3.9)),
            ("two instalments left, paid at once", UNKNOWN, "settled", _debited(plan(0.0, paid=11), 11, times=2)),
            ("a part of the loan paid early", UNKNOWN, "current", _debited(plan(0.2, paid=6), 5, times=4.4)),
            (
                "what stood open paid together",
                UNKNOWN,
                "current",
                [
                    row if row["instalment_number"] != 5 else row | {"paid_on": None, "paid_yuan": None}
                    for row in _debited(plan(0.2), 6, times=2)
                ],
            ),
        )
    ),
    Case(
        "a fee for each of two instalments that were late",
        "double_charge",
        UNKNOWN,
        {"sum_yuan": 50},
        {
            "loans": [loan(0.2)],
            "repayments": plan(0.2, paid=2),
            "charges": [fee(50.0, charge_id=f"F{n}", kind="late_fee", charged_on=date(2025, 5, 20)) for n in range(2)],
        },
    ),
    Case(
        "a sum that is booked once, and once without a day",
        "double_charge",
        UNKNOWN,
        {"sum_yuan": 50},
        {
            "loans": [loan(0.2)],
            "charges": [fee(50.0), fee(50.0, charge_id="F2", charged_on=None)],
        },
    ),
    Case("no sum asserted", "double_charge", UNKNOWN, {}, {"loans": [loan(0.2)], "repayments": plan(0.2)}),
    Case(
        "the sum is booked on the day",
        "repayment_not_booked",
        CONTRADICTED,
        {"date": "2025-05-10", "sum_yuan": plan(0.24)[0]["due_yuan"]},
        {"loans": [loan(0.24)], "repayments": plan(0.24)},
    ),
    Case(
        "something is booked on the day, and no sum named",
        "repayment_not_booked",
        UNKNOWN,
        {"date": "2025-05-10"},
        {"loans": [loan(0.24)], "repayments": plan(0.24)},
    ),
    Case(
        "the app saw it and the books did not",
        "repayment_not_booked",
        BORNE_OUT,
        {"date": "2026-04-10"},
        {
            "loans": [loan(0.24)],
            "repayments": plan(0.24, paid=3),
            "app_events": [
                {"event_id": "E", "occurred_at": datetime(2026, 4, 10, 12, tzinfo=CHINA), "action": "repay"}
            ],
        },
    ),
    Case(
        "a sum is asserted, and what was booked has none",
        "repayment_not_booked",
        UNKNOWN,
        {"date": "2025-05-10", "sum_yuan": 1134.7},
        {"loans": [loan(0.24)], "repayments": [row | {"paid_yuan": None} for row in plan(0.24)]},
    ),
    Case(
        "the app saw two and one is booked",
        "repayment_not_booked",
        UNKNOWN,
        {"date": "2025-05-10", "sum_yuan": plan(0.24)[0]["due_yuan"]},
        {"loans": [loan(0.24)], "repayments": plan(0.24), "app_events": [repaid(9), repaid(10)]},
    ),
    Case(
        "the app saw one and one is booked",
        "repayment_not_booked",
        CONTRADICTED,
        {"date": "2025-05-10", "sum_yuan": plan(0.24)[0]["due_yuan"]},
        {"loans": [loan(0.24)], "repayments": plan(0.24), "app_events": [repaid(10)]},
    ),
    Case(
        "two loans with equal instalments, one of them open",
        "repayment_not_booked",
        UNKNOWN,
        {"date": "2025-05-10", "sum_yuan": plan(0.24)[0]["due_yuan"]},
        {
            "loans": [loan(0.24), loan(0.24) | {"loan_id": "L2"}],
            "repayments": plan(0.24) + [row | {"loan_id": "L2"} for row in plan(0.24, paid=3)],
        },
    ),
    Case(
        "the app saw it, and a payment without its day is booked",
        "repayment_not_booked",
        UNKNOWN,
        {"date": "2025-05-10"},
        {
            "loans": [loan(0.24)],
            "repayments": [row | {"paid_on": None} for row in plan(0.24)],
            "app_events": [repaid(10)],
        },
    ),
    Case("no day asserted", "repayment_not_booked", UNKNOWN, {}, {"loans": [loan(0.24)], "repayments": plan(0.24)}),
    Case(
        "a promise broken",
        "promise_not_kept",
        BORNE_OUT,
        {},
        {"promises": [{"promise_id": "P", "made_at": FILED - timedelta(days=60), "due_on": date(2026, 5, 1)}]},
    ),
    Case(
        "a promise kept",
        "promise_not_kept",
        UNRECORDED,
        {},
        {
            "promises": [_kept_promise()],
        },
    ),
    Case(
        "another promise kept than the one of that day",
        "promise_not_kept",
        UNKNOWN,
        {"date": "2026-05-20"},
        {"promises": [_kept_promise(kind="instalment_plan")]},
    ),
    Case(
        "the promise of that day kept",
        "promise_not_kept",
        UNRECORDED,
        {"date": "2026-04-30"},
        {"promises": [_kept_promise(kind="waiver")]},
    ),
    Case(
        "collected from after the promise to stop was kept",
        "promise_not_kept",
        UNKNOWN,
        {},
        {"promises": [_kept_promise(kind="stop_contact")], "contacts": calls(1, 12)},
    ),
    Case("no promise on record", "promise_not_kept", UNKNOWN),
    Case("no loan in his name", "loan_not_taken", BORNE_OUT),
    Case(
        "repaid twelve times, by whom nobody wrote",
        "loan_not_taken",
        UNKNOWN,
        {},
        {"loans": [loan(0.24)], "repayments": plan(0.24)},
    ),
    Case("repaid once", "loan_not_taken", UNKNOWN, {}, {"loans": [loan(0.24)], "repayments": plan(0.24, paid=1)}),
    Case(
        "set overdue though nothing was late",
        "credit_record_wrong",
        BORNE_OUT,
        {},
        {
            "loans": [loan(0.24)],
            "repayments": plan(0.24),
            "customer_changes": [
                {
                    "change_id": "H",
                    "changed_at": FILED - timedelta(days=9),
                    "field": "loan_status",
                    "new_value": "overdue",
                }
            ],
        },
    ),
    *(
        Case(
            f"set overdue, and {name}",
            "credit_record_wrong",
            expected,
            {},
            {
                "loans": [loan(0.24), loan(0.24) | {"loan_id": "L2"}],
                "repayments": rows,
                "customer_changes": [
                    {
                        "change_id": "H",
                        "loan_id": marked,
                        "changed_at": FILED - timedelta(days=9),
                        "field": "loan_status",
                        "new_value": "overdue",
                    }
                ],
            },
        )
        for name, expected, marked, rows in (
            ("ten yuan paid of each instalment", UNKNOWN, "L", [row | {"paid_yuan": 10.0} for row in plan(0.24)]),
            ("paid in time, of sums that nobody wrote", BORNE_OUT, "L", [r | {"paid_yuan": None} for r in plan(0.24)]),
            (
                "another loan is late",
                BORNE_OUT,
                "L",
                plan(0.24) + [row | {"loan_id": "L2"} for row in plan(0.24, paid=3)],
            ),
            ("no plan of that loan is booked", UNKNOWN, "L2", plan(0.24)),
            ("no plan of one of two loans is booked", UNKNOWN, None, plan(0.24)),
        )
    ),
    *(
        Case(
            f"kept as {status}, {name}",
            "credit_record_wrong",
            expected,
            {},
            {"loans": [loan(0.24) | {"status": status}], "repayments": rows},
        )
        for name, status, expected, rows in (
            ("and all was paid in time", "overdue", BORNE_OUT, plan(0.24)),
            ("and all was paid in time, as it should be", "current", UNKNOWN, plan(0.24)),
            ("and the last one is owed", "overdue", UNKNOWN, plan(0.24, paid=11)),
            ("and one is missing in the plan", "overdue", UNKNOWN, plan(0.24)[:11]),
            ("and ten yuan paid of each", "overdue", UNKNOWN, [row | {"paid_yuan": 10.0} for row in plan(0.24)]),
        )
    ),
    Case(
        "a correction promised, of whatever it was",
        "credit_record_wrong",
        UNKNOWN,
        {},
        {"promises": [{"promise_id": "P", "made_at": FILED - timedelta(days=9), "kind": "correction"}]},
    ),
    Case(
        "instalments owed, while the entry may say more than that",
        "credit_record_wrong",
        UNKNOWN,
        {},
        {"loans": [loan(0.24)], "repayments": plan(0.24, paid=3)},
    ),
    Case("all paid in time", "credit_record_wrong", UNKNOWN, {}, {"loans": [loan(0.24)], "repayments": plan(0.24)}),
    Case(
        "a diagnosis that its hospital confirmed",
        "illness",
        BORNE_OUT,
        {},
        {
            "materials": [{"kind": "diagnosis_certificate", "path": "a.pdf"}],
            "material_assessments": [{"certainty": "issuer_confirmed"}],
        },
    ),
    Case(
        "a diagnosis that its hospital denied",
        "illness",
        UNKNOWN,
        {},
        {
            "materials": [{"kind": "diagnosis_certificate", "path": "a.pdf"}],
            "material_assessments": [{"certainty": "issuer_denied"}],
        },
    ),
    Case(
        "a diagnosis of whose number alone its hospital said yes",
        "illness",
        UNKNOWN,
        {},
        {
            "materials": [{"kind": "diagnosis_certificate", "path": "a.pdf"}],
            "material_assessments": [{"certainty": "unverified", "verdict": "needs_review"}],
        },
    ),
    Case("hardship without papers", "hardship", UNKNOWN),
    Case("bereavement without papers", "bereavement", UNKNOWN),
    Case("anything else", "other", UNKNOWN),
)


def test_each_claim_has_the_status_that_the_records_give_it(engine: Engine, tmp_path: Path) -> None:
    found = judged(engine, tmp_path, CASES)

    assert {name: row["status"] for name, row in found.items()} == {
        case.name: _STATUS.get(case.expected, case.expected) for case in CASES
    }
    named = [case for case in CASES if case.expected == OTHER_SUM]
    assert named
    assert all(found[case.name]["code"] == f"{case.claim}_{OTHER_SUM}" for case in named)
    assert all(json.loads(found[case.name]["evidence"]) for case in named)  # the rows that were found
    for row in found.values():
        values, evidence = json.loads(row["values"]), json.loads(row["evidence"])
        for language in Language:
            assert "None" not in sentence(row["code"]).render(values, language)
        assert not row["code"].endswith("_unknown") or (values, evidence) == ({}, [])


def test_what_stands_nowhere_contradicts_only_where_the_lender_states_that_everything_stands_there(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    silent = [case for case in CASES if case.expected == UNRECORDED]

    unstated = judged(duckdb_engine, tmp_path / "1", silent)
    stated = judged(duckdb_engine, tmp_path / "2", silent, COMPLETE)

    assert {row["status"] for row in unstated.values()} == {UNKNOWN}
    assert {row["code"] for row in unstated.values()} == {f"{case.claim}_{UNRECORDED}" for case in silent}
    assert {row["status"] for row in stated.values()} == {CONTRADICTED}
    assert all(unstated[name]["values"] == stated[name]["values"] for name in stated)
    assert all(sentence(row["code"]).render(json.loads(row["values"])) for row in stated.values())


def test_fees_that_may_go_on_contradict_nothing_and_are_shown(duckdb_engine: Engine, tmp_path: Path) -> None:
    begun = [case for case in CASES if case.expected == UNFINISHED]

    found = judged(duckdb_engine, tmp_path, begun, COMPLETE)

    assert {name: row["code"] for name, row in found.items()} == {
        case.name: f"{case.claim}_{UNFINISHED}" for case in begun
    }
    for case in begun:
        values, evidence = json.loads(found[case.name]["values"]), json.loads(found[case.name]["evidence"])
        assert len(evidence) == len(case.tables["charges"])
        assert values["continued"] > max(values.get("cap", 0), values.get("contract", 0)) + 0.01


def test_nobody_is_contradicted_in_what_he_may_not_have_said(duckdb_engine: Engine, tmp_path: Path) -> None:
    against = [case for case in CASES if case.expected in (UNRECORDED, CONTRADICTED)]
    cases = [
        replace(case, name=f"{case.name}, {certain}", certain=certain)
        for case in against
        for certain in (True, False, None)
    ]
    borne_out = [replace(case, certain=False) for case in CASES if case.expected == BORNE_OUT]

    found = judged(duckdb_engine, tmp_path, [*cases, *borne_out], COMPLETE)

    for case in cases:
        row = found[case.name]
        assert row["status"] == (CONTRADICTED if case.certain else UNKNOWN)
        assert row["code"] == f"{case.claim}_{CONTRADICTED if case.certain else 'uncertain'}"
        assert all(sentence(row["code"]).render(json.loads(row["values"]), language) for language in Language)
    assert {found[case.name]["status"] for case in borne_out} == {BORNE_OUT}


def test_a_log_that_began_the_other_day_contradicts_nothing_that_has_no_day(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    case = Case("one call of nine", "call_frequency", CONTRADICTED, {"count": 9}, {"contacts": calls(1)})
    young = judged(duckdb_engine, tmp_path / "young", [case], COMPLETE, young_log=True)
    old = judged(duckdb_engine, tmp_path / "old", [case], COMPLETE)
    assert (young[case.name]["status"], old[case.name]["status"]) == (UNKNOWN, CONTRADICTED)


def test_a_log_contradicts_nothing_of_the_day_of_its_last_contact_nor_of_those_after(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    """It was drawn at ten; whoever was rung up that evening, or the next day, tells the truth."""
    drawn = datetime(2026, 5, 20, 10, tzinfo=CHINA)
    cases = tuple(
        Case(
            f"rung up at night on {day} May",
            "call_hours",
            expected,
            {"date": f"2026-05-{day}"},
            {"contacts": [call(12)]},
        )
        for day, expected in ((19, CONTRADICTED), (20, UNKNOWN), (21, UNKNOWN), (25, UNKNOWN))
    )
    found = judged(duckdb_engine, tmp_path, cases, COMPLETE, log_until=drawn)
    assert {case.name: found[case.name]["status"] for case in cases} == {case.name: case.expected for case in cases}


def test_a_statement_about_the_log_says_nothing_about_the_books(duckdb_engine: Engine, tmp_path: Path) -> None:
    silent = [case for case in CASES if case.expected == UNRECORDED]

    found = judged(duckdb_engine, tmp_path, silent, MeritsSettings(complete_tables=("contacts",)))

    assert {row["claim"] for row in found.values() if row["status"] == CONTRADICTED} == {
        "call_frequency",
        "call_hours",
        "third_party_contact",
    }


def test_without_any_records_everything_is_unknown(duckdb_engine: Engine, tmp_path: Path) -> None:
    bare = [Case(case.name, case.claim, UNKNOWN, case.asserted) for case in CASES]

    assert {row["status"] for row in judged(duckdb_engine, tmp_path, bare).values()} == {UNKNOWN}


def test_the_cap_depends_on_the_lenders_licence(duckdb_engine: Engine, tmp_path: Path) -> None:
    case = Case("a rate between the caps", "rate_above_cap", "", {}, {"loans": [loan(0.2)], "repayments": plan(0.2)})

    private = judged(duckdb_engine, tmp_path / "1", [case], MeritsSettings(lender=LenderKind.PRIVATE_LENDER))
    licensed = judged(duckdb_engine, tmp_path / "2", [case])

    assert private[case.name]["status"] == BORNE_OUT
    assert licensed[case.name]["code"] == "rate_above_cap_unrecorded"


def test_the_sentence_states_what_the_records_hold(duckdb_engine: Engine, tmp_path: Path) -> None:
    found = judged(duckdb_engine, tmp_path, [case for case in CASES if case.name == "nine calls on the day"])

    row = found["nine calls on the day"]
    assert json.loads(row["values"]) == {"calls": 9, "day": "2026-05-12", "allowed": 3, "asserted": 9}
    assert len(json.loads(row["evidence"])) == 9


def test_every_claim_of_the_contract_has_one_check() -> None:
    assert sorted(module.CLAIM for module in CHECKS) == sorted(Claim)


def test_who_is_behind_a_complaint_is_no_input() -> None:
    origin = {"filed_as", "template_id", "agent_probability", "gang_id", "representation_id", "device_id"}
    read = "".join(inspect.getsource(module) for module in CHECKS) + inspect.getsource(weigh)

    assert not [name for name in origin if name in read]


def test_merits_stay_the_same_to_the_bit_whoever_is_said_to_be_behind_a_complaint(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    signals: dict[str, object] = {
        "filed_as": "representative",
        "contact_phone": "17012345678",
        "contact_email": "agency@example.com",
        "sender_name": "某咨询公司",
        "sender_address": "某路1号",
        "tracking_number": "SF1",
        "device_id": "D1",
        "ip": "10.0.0.1",
        "channel": "regulator_12378",
    }

    plain = judged(duckdb_engine, tmp_path / "plain", CASES)
    suspicious = judged(duckdb_engine, tmp_path / "suspicious", CASES, complaint=signals)

    assert plain == suspicious


@pytest.mark.parametrize("claim", sorted(Claim))
def test_the_words_for_unknown_exist_for_every_claim(claim: Claim) -> None:
    assert sentence(f"{claim.value}_{ClaimStatus.UNKNOWN.value}").render({})


def test_claims_are_written_in_the_contracts_columns(duckdb_engine: Engine, tmp_path: Path) -> None:
    judged(duckdb_engine, tmp_path, CASES[:1])

    assert duckdb_engine.read(tmp_path / "claims.parquet").columns == TABLES["claims"].columns
