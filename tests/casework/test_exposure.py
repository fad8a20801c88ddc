"""Whom an advert may reach: those with several signs, never those who want no contact, and only to be warned."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.casework.exposure import Exposures, Sign, exposed, products_in, provinces_in, warned_of
from mingjian.casework.wishes import DoNotContactError, Wishes, spared, wanting_no_contact, withdrew, withdrew_at
from mingjian.cli.warn import lines
from mingjian.contract import TABLES
from mingjian.store import serving
from mingjian.store.database import Database
from mingjian.store.serving import Serving
from tests.casework.people import NOON, later, nobody_withdrew, person

BY = person("sun.hao")
AGENT = "17000000001"
TEXT = "重庆的朋友,信用卡欠款停息挂账"
ROWS: dict[str, list[dict[str, Any]]] = {
    "findings": [
        {
            "subject_type": "solicitation",
            "subject_id": "S-2",
            "check": "advert_code_word",
            "outcome": "suspect",
            "values": '{"word": "xyk", "standard": "信用卡"}',
        }
    ],
    "solicitations": [{"solicitation_id": "S-1", "text": TEXT, "phone": AGENT, "wechat_id": "ShangAn66"}],
    "customers": [
        {"customer_id": f"C-{number}", "province": province}
        for number, province in enumerate(("50", "50", "11", "50", "50", "50", "50", "50"), 1)
    ],
    "loans": [
        {"loan_id": f"L-{number}", "customer_id": f"C-{number}", "product_kind": kind, "days_past_due": days}
        for number, kind, days in (
            (1, "credit_card", 30),
            (2, "credit_card", 0),
            (3, "vehicle", 30),
            (4, "cash_loan", 30),
            (5, "credit_card", 30),
            (7, "credit_card", 30),
            (8, "credit_card", 30),
        )
    ],
    "testimonies": [{"testimony_id": "Y-1", "customer_id": "C-6", "reported_at": NOON, "wechat_id": "shangan66"}],
    "complaints": [
        {"complaint_id": f"K-{number}", "customer_id": customer, "received_at": NOON}
        for number, customer in enumerate(("C-5", "C-1", "C-8", "C-4"), 1)
    ],
    "consents": [
        {
            "consent_id": f"O-{number}",
            "customer_id": customer,
            "purpose": "contact",
            "granted_at": NOON,
            "withdrawn_at": end,
        }
        for number, (customer, end) in enumerate((("C-7", NOON), ("C-1", None)))
    ],
    "representations": [
        {"representation_id": "R-1", "complaint_id": "K-1", "relationship": "company"},
        {"representation_id": "R-2", "complaint_id": "K-2", "relationship": "relative"},
        {"representation_id": "R-3", "complaint_id": "K-3", "relationship": "lawyer"},
        {"representation_id": "R-4", "complaint_id": "K-4"},
    ],
    "requirements": [
        {
            "subject_type": "representation",
            "subject_id": subject,
            "requirement": "licence_in_force",
            "status": status,
            "source": "rule",
        }
        for subject, status in (("R-2", "unverified"), ("R-3", "not_met"))
    ],
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("exposed")
    for name, rows in ROWS.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema), folder / f"{name}.parquet")
    serving.build({name: folder / f"{name}.parquet" for name in ROWS}, folder / serving.FILE_NAME)
    with Serving.open(folder) as opened:
        yield opened


def test_a_text_names_products_and_provinces() -> None:
    assert list(products_in(TEXT)) == ["credit_card"]
    assert list(provinces_in(TEXT)) == ["50"]
    assert not [*products_in("停息挂账"), *provinces_in("停息挂账")]


def test_two_signs_or_a_report_are_needed(tables: Serving) -> None:
    found = {one.customer_id: one.signs for one in exposed(tables, "S-1", TEXT)}
    assert list(found) == ["C-6", "C-1", "C-4"], (
        "the strongest first; C-2 is not in arrears, C-3 lives elsewhere, C-7 withdrew"
    )
    assert not {"C-5", "C-8"} & set(found), "a company acts for one, somebody who failed a requirement for the other"
    assert {"C-1", "C-4"} <= set(found), (
        "a relative who helps, or an unknown representative, keeps nobody from a warning"
    )
    assert found["C-6"] == (Sign.REPORTED, Sign.PROVINCE)
    assert set(found["C-1"]) == {Sign.ARREARS, Sign.PRODUCT, Sign.PROVINCE}


def test_an_advert_that_disguises_the_kind_of_loan_reaches_whoever_has_it(tables: Serving) -> None:
    found = {one.customer_id: one.signs for one in exposed(tables, "S-2", "承接xyk协商")}
    assert found == {"C-1": (Sign.ARREARS, Sign.PRODUCT)}


def test_who_wants_no_contact_is_left_out_and_cannot_be_warned(database: Database, tables: Serving) -> None:
    exposures, wishes = Exposures(database, Wishes(database, nobody_withdrew)), Wishes(database, nobody_withdrew)
    wishes.note("C-1", channel="", source="来信要求", by=BY, at=NOON)
    wishes.note("C-4", channel="hotline", source="来信要求", by=BY, at=NOON)
    assert wanting_no_contact(spared(database)) == {"C-1"}
    listed = [one.customer_id for one in exposed(tables, "S-1", TEXT, wishes=spared(database))]
    assert listed == ["C-6", "C-4"]
    for customer in ("C-1", "C-4"):
        with pytest.raises(DoNotContactError):
            exposures.warn(customer, "S-1", channel="hotline", by=BY, at=NOON)
    exposures.warn("C-4", "S-1", channel="app", by=BY, at=NOON)
    assert warned_of(database, "S-1") == {"C-4"}
    assert warned_of(database, "S-2") == frozenset()


def test_who_withdrew_by_the_records_of_now_is_not_warned_until_a_person_hears_otherwise(
    database: Database, tables: Serving
) -> None:
    wishes = Wishes(database, partial(withdrew_at, tables))
    exposures = Exposures(database, wishes)
    assert (wishes.withdrew("C-7"), wishes.withdrew("C-1")) == (True, False)
    with pytest.raises(DoNotContactError):
        exposures.warn("C-7", "S-1", channel="app", by=BY, at=NOON)
    wishes.note("C-7", channel="", source="来电说明", by=BY, at=NOON)
    wishes.lift("C-7", wishes.of("C-7")[0].wish_id, by=BY, at=later(days=1), why="she asked to be told")
    exposures.warn("C-7", "S-1", channel="app", by=BY, at=later(days=1))


def test_what_was_taken_back_before_a_consent_was_withdrawn_says_nothing_of_it(database: Database) -> None:
    wishes = Wishes(database, lambda _customer: later(days=2))
    wishes.note("C-7", channel="", source="来电说明", by=BY, at=NOON)
    wishes.lift("C-7", wishes.of("C-7")[0].wish_id, by=BY, at=later(days=1), why="she asked to be told")
    assert wishes.withdrew("C-7")


def test_a_consent_that_was_given_again_stands(tables: Serving) -> None:
    assert withdrew_at(tables, "C-7") == NOON
    assert withdrew_at(tables, "C-1") is withdrew_at(tables, "C-2") is None
    assert tables.query(withdrew()) == [{"customer_id": "C-7"}]
    assert tables.query(withdrew("customer_id = $one"), {"one": "C-1"}) == []


def test_the_command_says_so_where_nobody_stands_out() -> None:
    one = {"customer_id": "C-1", "signs": ["told_of_it"], "not_by": ["phone"], "warned": True}
    assert list(lines([one])) == ["C-1  told_of_it  not by phone  warned"]
    assert [line.split(":")[0] for line in lines([])] == ["Nobody stands out"]
