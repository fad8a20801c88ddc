from datetime import date
from pathlib import Path

import pytest

from mingjian.errors import InputError, NotFoundError
from mingjian.intake import Mapping, adapters
from tests.intake.conftest import COMPLAINTS, Desk, instant

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
CFPB = Path(__file__).parents[3] / "shared" / "data" / "cfpb"


def customers(columns: str, extra: str = "") -> str:
    return f"tables:\n  - table: customers\n    files: [kunden.csv]\n{extra}    columns:\n{columns}"


def test_other_table_and_column_names_are_mapped(desk: Desk) -> None:
    mapping = customers("      customer_id: Nr\n      full_name: Name\n")
    taken = desk.take({"kunden.csv": "Nr,Name\nU1,张三\n"}, mapping=mapping)
    assert (taken.rows("customers")[0]["customer_id"], taken.rows("customers")[0]["full_name"]) == ("U1", "张三")


def test_columns_are_joined_and_empty_ones_left_out(desk: Desk) -> None:
    mapping = customers("      customer_id: Nr\n      address: {from: [省, 市, 街], separator: ''}\n")
    taken = desk.take({"kunden.csv": "Nr,省,市,街\nU1,四川省,,天府大道\nU2,,,\n"}, mapping=mapping)
    assert taken.column("customers", "address") == ["四川省天府大道", None]


def test_values_are_translated_and_the_rest_has_a_name(desk: Desk) -> None:
    mapping = (
        "tables:\n  loans:\n    columns:\n"
        "      status: {from: 状态, values: {是: overdue, 1: settled}, otherwise: current}\n"
    )
    taken = desk.take({"loans.csv": "loan_id,customer_id,状态\nL1,U1,是\nL2,U1,1\nL3,U1,x\nL4,U1,\n"}, mapping=mapping)
    assert taken.column("loans", "status") == ["overdue", "settled", "current", None]


def test_lists_are_split_and_each_part_translated(desk: Desk) -> None:
    mapping = (
        "tables:\n  complaints:\n    columns:\n"
        "      demands: {from: 诉求, split: '[/+]', values: {退钱: refund, 认错: apology}, otherwise: other}\n"
    )
    content = "complaint_id,received_at,诉求\nC1,2026-03-05,退钱/认错\nC2,2026-03-05,认错+?+!\nC3,2026-03-05,\n"
    taken = desk.take({"complaints.csv": content}, mapping=mapping)
    assert taken.column("complaints", "demands") == ["refund;apology", "apology;other", None]


def test_constants_defaults_prefixes_and_suffixes_apply(desk: Desk) -> None:
    mapping = (
        "tables:\n  loans:\n    columns:\n"
        "      loan_id: {from: Nr, prefix: '{file}-'}\n      customer_id: {constant: U1}\n"
        "      annual_rate: {from: Zins, suffix: '%'}\n      principal_yuan: {from: Betrag, suffix: 万}\n"
        "      product_kind: {from: Art, default: other}\n"
    )
    taken = desk.take({"loans.csv": "Nr,Zins,Betrag,Art\n1,24,1.5,\n2,,,credit_card\n"}, mapping=mapping)
    first, second = taken.rows("loans")
    assert (first["loan_id"], first["customer_id"], first["annual_rate"]) == ("loans-1", "U1", 0.24)
    assert (first["principal_yuan"], first["product_kind"]) == (15000.0, "other")
    assert (second["annual_rate"], second["principal_yuan"], second["product_kind"]) == (None, None, "credit_card")


def test_a_date_format_that_intake_would_misread_is_given(desk: Desk) -> None:
    mapping = customers("      customer_id: Nr\n      registered_on: {from: Tag, formats: '%d/%m/%Y'}\n")
    taken = desk.take({"kunden.csv": "Nr,Tag\nU1,05/03/2020\nU2,2020-03-06\n"}, mapping=mapping)
    assert taken.column("customers", "registered_on") == [date(2020, 3, 5), date(2020, 3, 6)]


def test_headings_may_stand_below_a_title(desk: Desk) -> None:
    mapping = customers("      customer_id: Nr\n", extra="    header_row: 3\n")
    taken = desk.take({"kunden.csv": "客户一览\n\nNr,x\nU1,1\n"}, mapping=mapping)
    assert taken.column("customers", "customer_id") == ["U1"]


def test_encoding_and_delimiter_may_be_given(desk: Desk) -> None:
    mapping = customers(
        "      customer_id: Nr\n      full_name: 姓名\n", extra="    encoding: big5\n    delimiter: '~'\n"
    )
    taken = desk.take({"kunden.csv": "Nr~姓名\nU1~張三\n".encode("big5")}, mapping=mapping)
    assert taken.column("customers", "full_name") == ["张三"]


def test_further_columns_are_kept_and_known_ones_ignored(desk: Desk) -> None:
    mapping = customers("      customer_id: Nr\n", extra="    keep: {zodiac: 星座}\n    ignore: [备注]\n")
    taken = desk.take({"kunden.csv": "Nr,星座,备注,其他\nU1,狮子,x,y\n"}, mapping=mapping)
    assert taken.column("customers", "zodiac") == ["狮子"]
    assert taken.summary.tables[0].columns_not_understood == ("其他",)


def test_the_operator_may_set_a_field(desk: Desk) -> None:
    mapping = Mapping().with_constants({"complaints.channel": "app", "filed_as": "self"})
    taken = desk.take({"complaints.csv": COMPLAINTS}, mapping=mapping)
    assert (taken.column("complaints", "channel"), taken.column("complaints", "filed_as")) == (["app"], ["self"])


def test_another_mapping_makes_another_version(desk: Desk) -> None:
    folder = desk.write({"complaints.csv": COMPLAINTS})
    first = desk.take_folder(folder)
    other = desk.take_folder(folder, mapping=Mapping().with_constants({"channel": "app"}))
    assert other.summary.changed
    assert other.summary.version != first.summary.version
    assert other.summary.tables[0].corrected == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- a", "tables"),
        ("tables: [", "not YAML"),
        ("tables: [{table: kunden}]", "table"),
        ("tables: [{table: loans, colums: {}}]", "colums"),
        ("tables: [{table: loans, columns: {colour: x}}]", "colour"),
        ("tables: [{table: loans, columns: {status: {from: x, constant: y}}}]", "status"),
        ("tables: [{table: loans, columns: {status: {}}}]", "status"),
        ("tables: [{table: loans, keep: {status: x}}]", "status"),
        ("tables: [{table: loans, keep: {'a b': x}}]", "keep"),
        ("tables: [{table: loans, encoding: klingon}]", "klingon"),
        ("tables: [{table: loans, columns: {status: {from: x, split: '['}}}]", "split"),
        ("tables: [{table: loans, header_row: 0}]", "header_row"),
    ],
)
def test_a_wrong_mapping_is_told_where_it_is_wrong(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        Mapping.parse(text, name="mapping.yaml")


def test_a_field_that_does_not_exist_cannot_be_set() -> None:
    with pytest.raises(InputError, match="colour"):
        Mapping().with_constants({"colour": "red"})


def test_a_mapping_file_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Mapping.read(tmp_path / "nowhere.yaml")


def test_the_transfer_list_example_is_taken_whole(desk: Desk) -> None:
    mapping = Mapping.read(EXAMPLES / "transfer_list_12378.yaml")
    taken = desk.take_folder(EXAMPLES / "transfer_list_12378.csv", mapping=mapping)
    assert taken.quarantine == []
    first, second, third = taken.rows("complaints")
    assert first["complaint_id"] == "12378-ZB2026-000001"
    assert first["received_at"] == instant("2026-03-02T00:00:00+08:00")
    assert first["due_at"] == instant("2026-03-17T00:00:00+08:00")
    assert first["channel"] == "regulator_12378"
    assert (first["demands"], second["demands"], third["demands"]) == (
        "stop_collection;apology",
        "instalment_plan;refund",
        "other",
    )
    assert (first["filed_as"], second["filed_as"], third["filed_as"]) == ("self", "representative", "unknown")
    assert third["received_at"] == instant("2026-03-04T00:00:00+08:00")
    assert third["contact_phone"] == "13800000004"
    assert second["sender_address"] == "重庆市渝中区示例街2号"
    (agent,) = taken.rows("representations")
    assert (agent["complaint_id"], agent["representative_name"], agent["relationship"]) == (
        second["complaint_id"],
        "示例丙",
        "relative",
    )
    assert "经办人" in taken.summary.tables[0].columns_not_understood


def test_adapters_are_found_by_name() -> None:
    assert "cfpb" in adapters.names()
    assert adapters.by_name("cfpb").tables
    with pytest.raises(NotFoundError, match="cfpb"):
        adapters.by_name("quatsch")


OFFICIAL = (
    "Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,Company public response,Company,"
    "State,ZIP code,Tags,Consumer consent provided?,Submitted via,Date sent to company,Company response to consumer,"
    "Timely response?,Consumer disputed?,Complaint ID\n"
    '03/05/26,Mortgage,Other,Trouble,,"I wrote, twice.",,EXAMPLE BANK,CA,900XX,Older American,Consent provided,Web,'
    "03/06/26,Closed with monetary relief,Yes,N/A,1234567\n"
    "2026-03-07,Mortgage,Other,Trouble,,,,EXAMPLE BANK,CA,,,,Phone,2026-03-08,In progress,Yes,,1234568\n"
)


def test_the_official_cfpb_export_is_taken_whole(desk: Desk) -> None:
    folder = desk.write({"complaints-2026.csv": OFFICIAL})
    taken = desk.take_folder(folder, mapping=adapters.by_name("cfpb"))
    first, second = taken.rows("complaints")
    assert taken.quarantine == []
    assert taken.summary.tables[0].columns_not_understood == ()
    assert first["complaint_id"] == "cfpb-1234567"
    assert first["received_at"] == instant("2026-03-05T00:00:00+08:00")
    assert first["text"] == "I wrote, twice."
    assert (first["outcome"], second["outcome"]) == ("settled", "open")
    assert (first["product"], first["company"], first["state"]) == ("Mortgage", "EXAMPLE BANK", "CA")
    assert second["received_at"] == instant("2026-03-07T00:00:00+08:00")


def test_cut_down_cfpb_files_with_the_same_ids_do_not_collide(desk: Desk) -> None:
    content = "id,product,narrative\n1,mortgage,some text\n2,mortgage,other text\n"
    folder = desk.write({"one.csv": content, "two.csv": content})
    taken = desk.take_folder(folder, mapping=adapters.by_name("cfpb"))
    assert taken.column("complaints", "complaint_id") == ["cfpb-one-1", "cfpb-one-2", "cfpb-two-1", "cfpb-two-2"]
    assert taken.summary.tables[0].placeholders == ("received_at",)
    assert set(taken.column("complaints", "received_at")) == {instant("1970-01-01T12:00:00+08:00")}
    assert set(taken.column("complaints", "placeholders")) == {"received_at"}


def test_a_given_day_takes_the_place_of_the_placeholder(desk: Desk) -> None:
    folder = desk.write({"one.csv": "id,narrative\n1,text\n"})
    taken = desk.take_folder(folder, mapping=adapters.by_name("cfpb").with_constants({"received_at": "2023-06-30"}))
    assert taken.column("complaints", "received_at") == [instant("2023-06-30T00:00:00+08:00")]
    assert taken.summary.tables[0].placeholders == ()


@pytest.mark.skipif(not CFPB.exists(), reason="the shared CFPB sample is not on this machine")
def test_the_shared_cfpb_sample_is_taken_whole(desk: Desk) -> None:
    taken = desk.take_folder(CFPB, mapping=adapters.by_name("cfpb"))
    assert (taken.summary.rows_in, taken.summary.rows_stored) == (1670, 1670)
