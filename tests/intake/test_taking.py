from datetime import date

import pytest

from mingjian.contract import INTAKE, Language
from mingjian.contract.labels import field_label
from mingjian.errors import InputError, NotFoundError
from mingjian.intake import IntakeSummary, take
from mingjian.intake.remarks import SILENCED, RemarkCode
from tests.intake.conftest import COMPLAINTS, Desk, instant

CUSTOMERS = (
    "customer_id,full_name,phone,registered_on\nU1,张三,13800138000,2020-01-01\nU2,李四,13900139000,2021-01-01\n"
)


def test_rows_are_typed_and_normalised(desk: Desk) -> None:
    taken = desk.take(
        {
            "customers.csv": "customer_id,full_name,id_number,phone,registered_on,province,address\n"
            "U1,張三,110105491231002,+86 138-0013-8000,2020年1月2日,重庆市,重慶市渝北區金山路１８號\n"
        }
    )
    assert taken.rows("customers") == [
        {
            "customer_id": "U1",
            "full_name": "张三",
            "id_number": "11010519491231002X",
            "phone": "13800138000",
            "registered_on": date(2020, 1, 2),
            "province": "50",
            "address": "重庆市渝北区金山路18号",
            "employer": None,
        }
    ]
    assert taken.quarantine == []


def test_a_complaints_text_stays_to_the_character(desk: Desk) -> None:
    text = "  ＪＲ消費，　分期\n\n“還款”\t末尾  "
    taken = desk.take({"complaints.csv": f'complaint_id,received_at,text\nC1,2026-03-05,"{text}"\n'})
    assert taken.column("complaints", "text") == [text]


def test_what_a_fact_was_and_became_is_read_as_that_fact(desk: Desk) -> None:
    written = [
        ("phone", "+86 139-0013-8000", "13800138000", "13900138000", "13800138000"),
        ("手机号", "无", "１３８００１３８０００", None, "13800138000"),
        ("loan_status", "正常", "逾期", "current", "overdue"),
        ("loan_status", "overdue", "M3", "overdue", "M3"),
        ("address", "重庆市　渝中区", "重慶市渝中區", "重庆市渝中区", "重庆市渝中区"),
        ("email", "Li@QQ.com", "139****8000", "li@qq.com", "139****8000"),
        ("other", "a　b", "  c", "a　b", "  c"),
        ("", "+86 139-0013-8000", "", "+86 139-0013-8000", None),
    ]
    lines = [f"X{i},U1,2026-03-01,{fact},{old},{new}" for i, (fact, old, new, _, _) in enumerate(written)]
    rows = "\n".join(["change_id,customer_id,changed_at,field,old_value,new_value", *lines])
    taken = desk.take({"customers.csv": CUSTOMERS, "customer_changes.csv": rows})
    assert taken.problems == []
    found = sorted(taken.rows("customer_changes"), key=lambda row: row["change_id"])
    assert [(row["old_value"], row["new_value"]) for row in found] == [(old, new) for *_, old, new in written]


def test_a_time_without_an_offset_is_shanghai_time(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": "complaint_id,received_at\nC1,2026-03-05 10:00:00\nC2,2026-03-05T10:00:00Z\n"})
    assert taken.column("complaints", "received_at") == [
        instant("2026-03-05T10:00:00+08:00"),
        instant("2026-03-05T10:00:00+00:00"),
    ]


def test_a_bad_optional_value_is_left_out_and_the_row_stays(desk: Desk) -> None:
    taken = desk.take(
        {"customers.csv": "customer_id,phone,registered_on\nU1,张三,2020-13-45\nU2,13800138000,2020-01-01\n"}
    )
    assert taken.column("customers", "phone") == [None, "13800138000"]
    assert taken.column("customers", "registered_on") == [None, date(2020, 1, 1)]
    assert taken.problems == [
        ("customers", 1, "phone", "not_a_phone", False),
        ("customers", 1, "registered_on", "not_a_date", False),
    ]
    assert {row["value"] for row in taken.quarantine} == {"张三", "2020-13-45"}


def test_a_bad_required_value_keeps_the_row_out(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": "complaint_id,received_at\nC1,2026-03-05\nC2,gestern\n,2026-03-05\nC4,\n,\n"})
    assert taken.column("complaints", "complaint_id") == ["C1"]
    assert taken.problems == [
        ("complaints", 2, "received_at", "not_a_time", True),
        ("complaints", 3, "complaint_id", "required_missing", True),
        ("complaints", 4, "received_at", "required_missing", True),
        ("complaints", 5, None, "empty_row", True),
    ]
    assert taken.quarantine[0]["value"] == "gestern"


def test_every_problem_says_what_to_do(desk: Desk) -> None:
    taken = desk.take({"customers.csv": "customer_id,phone\nU1,张三\n,13800138000\n"})
    assert sorted(row["problem"] for row in taken.quarantine) == [
        "不是电话号码（该值留空，该行已收）",
        "必填字段为空；请补齐后随下次交付重送（整行未收）",
    ]


def test_an_exact_repetition_is_counted_and_taken_once(desk: Desk) -> None:
    taken = desk.take({"customers.csv": CUSTOMERS + "U1,张三,13800138000,2020-01-01\n"})
    assert taken.column("customers", "customer_id") == ["U1", "U2"]
    assert taken.problems == [("customers", 3, "customer_id", "duplicate_row", True)]


def test_a_key_with_two_contents_keeps_the_first_and_says_so(desk: Desk) -> None:
    taken = desk.take({"customers.csv": CUSTOMERS + "U1,张三,13700137000,2020-01-01\n"})
    assert taken.column("customers", "phone") == ["13800138000", "13900139000"]
    assert taken.problems == [("customers", 3, "customer_id", "duplicate_key", True)]


def test_a_refused_row_does_not_shadow_a_good_one_with_its_key(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": "complaint_id,received_at\nC1,gestern\nC1,2026-03-05\n"})
    assert taken.column("complaints", "complaint_id") == ["C1"]
    assert [problem[3] for problem in taken.problems] == ["not_a_time"]


def test_a_key_of_two_fields_is_a_key(desk: Desk) -> None:
    taken = desk.take(
        {
            "repayments.csv": "loan_id,instalment_number,due_on\n"
            "L1,1,2026-01-01\nL1,2,2026-02-01\nL1,1,2026-01-01\nL1,1,2026-01-09\n"
        }
    )
    assert taken.column("repayments", "instalment_number") == [1, 2]
    assert [(row, code) for _table, row, _field, code, _whole in taken.problems] == [
        (3, "duplicate_row"),
        (4, "duplicate_key"),
    ]


@pytest.mark.parametrize("label", ["forged", "", "quatsch"])
def test_a_label_must_fit_its_subject(desk: Desk, label: str) -> None:
    rows = f"K1,complaint,C1,agent_filed,2026-03-05\nK2,complaint,C1,{label},2026-03-05\n"
    taken = desk.take({"labels.csv": "label_id,subject_type,subject_id,label,decided_at\n" + rows})
    assert taken.column("labels", "label_id") == ["K1"]
    assert [(problem[1], problem[4]) for problem in taken.problems] == [(2, True)]


def test_a_complaint_of_an_unknown_customer_is_read_unmatched(desk: Desk) -> None:
    complaints = "complaint_id,customer_id,received_at\nC1,U1,2026-03-05\nC2,U9,2026-03-05\n"
    taken = desk.take({"customers.csv": CUSTOMERS, "complaints.csv": complaints})
    assert taken.column("complaints", "customer_id") == ["U1", None]
    assert taken.problems == [("complaints", 2, "customer_id", "reference_missing", False)]
    assert taken.quarantine[0]["value"] == "U9"


def test_an_unmatched_complaint_is_matched_once_its_customer_is_delivered(desk: Desk) -> None:
    complaints = "complaint_id,customer_id,received_at\nC1,U1,2026-03-05\nC2,U9,2026-03-05\n"
    desk.take({"customers.csv": CUSTOMERS, "complaints.csv": complaints})
    taken = desk.take({"customers.csv": "customer_id,full_name\nU9,王五\n"})
    assert sorted(taken.column("complaints", "customer_id")) == ["U1", "U9"]


def test_without_customers_a_complaint_keeps_what_it_says(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": "complaint_id,customer_id,received_at\nC1,U1,2026-03-05\n"})
    assert taken.column("complaints", "customer_id") == ["U1"]
    assert taken.quarantine == []
    later = desk.take({"customers.csv": "customer_id\nU2\n"})
    assert later.column("complaints", "customer_id") == [None]


def test_a_row_that_cannot_stand_without_its_reference_is_kept_out(desk: Desk) -> None:
    taken = desk.take({"customers.csv": CUSTOMERS, "loans.csv": "loan_id,customer_id\nL1,U1\nL2,U9\n"})
    assert taken.column("loans", "loan_id") == ["L1"]
    assert taken.problems == [("loans", 2, "customer_id", "reference_missing", True)]


def test_a_reference_into_a_table_that_was_never_delivered_is_unknown_and_stays(desk: Desk) -> None:
    taken = desk.take({"loans.csv": "loan_id,customer_id\nL1,U1\n"})
    assert taken.column("loans", "customer_id") == ["U1"]
    assert taken.quarantine == []


def test_a_reference_may_point_into_an_earlier_delivery(desk: Desk) -> None:
    desk.take({"customers.csv": CUSTOMERS})
    taken = desk.take({"loans.csv": "loan_id,customer_id\nL1,U2\n"})
    assert taken.column("loans", "customer_id") == ["U2"]


def test_the_same_delivery_twice_changes_nothing(desk: Desk) -> None:
    folder = desk.write({"complaints.csv": COMPLAINTS, "customers.csv": CUSTOMERS})
    first = desk.take_folder(folder)
    content = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    second = desk.take_folder(folder)
    assert not second.summary.changed
    assert second.summary.version == first.summary.version
    assert {path.name: path.read_bytes() for path in first.folder.iterdir()} == content
    assert [path.name for path in desk.workspace.intake.iterdir()] == [first.summary.version]


def test_an_older_delivery_taken_again_changes_nothing(desk: Desk) -> None:
    folder = desk.write({"complaints.csv": COMPLAINTS})
    desk.take_folder(folder)
    newer = desk.take({"customers.csv": CUSTOMERS})
    again = desk.take_folder(folder)
    assert not again.summary.changed
    assert again.summary.version == newer.summary.version


def test_the_same_delivery_on_the_same_tables_gives_the_same_version(desk: Desk) -> None:
    folder = desk.write({"complaints.csv": COMPLAINTS, "customers.csv": CUSTOMERS})
    first = desk.take_folder(folder)
    assert desk.take_folder(folder, fresh=True).summary == first.summary


def test_the_next_delivery_adds_and_corrects(desk: Desk) -> None:
    first = desk.take({"customers.csv": CUSTOMERS})
    second = desk.take(
        {
            "customers.csv": "customer_id,full_name,phone,registered_on\nU2,李四,13900139000,2021-01-01\n"
            "U1,张三,13100131000,2020-01-01\nU3,王五,,\n"
        }
    )
    (summary,) = second.summary.tables
    assert (summary.added, summary.corrected, summary.unchanged, summary.rows_total) == (1, 1, 1, 3)
    phones = dict(zip(second.column("customers", "customer_id"), second.column("customers", "phone"), strict=True))
    assert phones == {"U1": "13100131000", "U2": "13900139000", "U3": None}
    assert second.rows("complaints") == first.rows("complaints")
    assert first.column("customers", "phone") == ["13800138000", "13900139000"]


def test_the_quarantine_keeps_what_earlier_deliveries_left(desk: Desk) -> None:
    desk.take({"customers.csv": "customer_id,phone\nU1,张三\n"}, name="march")
    taken = desk.take({"customers.csv": "customer_id,phone\nU1,13800138000\n,1\n"}, name="april")
    assert sorted((row["delivery"], row["code"]) for row in taken.quarantine) == [
        ("april", "required_missing"),
        ("march", "not_a_phone"),
    ]
    assert [table.rows_quarantined for table in taken.summary.tables] == [1]


def test_complaints_may_stand_alone_and_must_be_there(desk: Desk) -> None:
    taken = desk.take({})
    assert len(taken.summary.tables_absent) == 18
    with pytest.raises(InputError, match="complaints"):
        desk.take_folder(desk.write({"customers.csv": CUSTOMERS}), fresh=True)


def test_a_delivery_of_judgements_alone_follows_one_with_complaints(desk: Desk) -> None:
    desk.take({})
    taken = desk.take(
        {"judgements.csv": "judgement_id,kind,left_type,left_id,decided_at\nJ1,hub,phone,13800138000,2026-03-06\n"}
    )
    assert taken.column("judgements", "kind") == ["hub"]
    assert taken.column("complaints", "complaint_id") == ["C1"]


def test_an_empty_table_takes_nothing_away(desk: Desk) -> None:
    desk.take({"customers.csv": CUSTOMERS})
    taken = desk.take({"customers.csv": CUSTOMERS.splitlines()[0] + "\n"})
    assert taken.column("customers", "customer_id") == ["U1", "U2"]


def test_the_snapshot_is_the_latest_event_unless_the_delivery_says(desk: Desk) -> None:
    events = "event_id,customer_id,occurred_at\nE1,U1,2026-04-01 12:00\n"
    taken = desk.take({"app_events.csv": events})
    assert taken.summary.snapshot_at == instant("2026-04-01T12:00:00+08:00")
    taken = desk.take(
        {"delivery.yaml": "lender: 某消费金融公司\nsnapshot_at: 2026-05-01\n", "complaints.csv": COMPLAINTS}
    )
    assert taken.summary.snapshot_at == instant("2026-05-02T00:00:00+08:00"), "a day means its end, as in --as-of"
    assert taken.summary.lender == "某消费金融公司"


@pytest.mark.parametrize(
    ("written", "snapshot"),
    [
        ("2026-03-05", "2026-03-06T00:00:00+08:00"),
        ("2026年3月5日", "2026-03-06T00:00:00+08:00"),
        ("'20260305'", "2026-03-06T00:00:00+08:00"),
        ("2026-03-05T00:00:00+08:00", "2026-03-05T00:00:00+08:00"),
        ("2026-03-05 18:00", "2026-03-05T18:00:00+08:00"),
    ],
)
def test_a_stated_day_is_its_end_and_a_stated_time_itself(desk: Desk, written: str, snapshot: str) -> None:
    taken = desk.take({"delivery.yaml": f"snapshot_at: {written}\n", "complaints.csv": COMPLAINTS})
    assert taken.summary.snapshot_at == instant(snapshot)


def test_rows_after_the_snapshot_are_counted_and_named(desk: Desk) -> None:
    complaints = COMPLAINTS + "".join(f"C{n},2026-03-0{n},您好\n" for n in range(4, 9))
    taken = desk.take({"delivery.yaml": "snapshot_at: 2026-03-05\n", "complaints.csv": complaints})
    assert taken.summary.rows_after_snapshot == 2, "that of the day itself belongs to it"
    (remark,) = [remark for remark in taken.summary.remarks if remark.code is RemarkCode.AFTER_SNAPSHOT]
    assert (remark.table, remark.detail) == ("complaints", "2 (C7, C8)")
    for language in Language:
        assert "2 (C7, C8)" in remark.text(language)


def test_one_mistyped_year_moves_no_clock_and_is_named(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": COMPLAINTS + "C2,2062-03-05T10:00:00+08:00,您好\n"})
    assert taken.summary.snapshot_at == instant("2026-03-05T10:00:00+08:00")
    (remark,) = [remark for remark in taken.summary.remarks if remark.code is RemarkCode.AFTER_SNAPSHOT]
    assert remark.detail == "1 (C2)"
    taken = desk.take({"complaints.csv": "complaint_id,received_at,text\nC2,2026-03-06T10:00:00+08:00,您好\n"})
    assert taken.summary.snapshot_at == instant("2026-03-06T10:00:00+08:00")
    assert taken.summary.rows_after_snapshot == 0


def test_a_snapshot_that_only_followed_from_a_mistyped_time_goes_once_it_is_corrected(desk: Desk) -> None:
    desk.take({"complaints.csv": "complaint_id,received_at,text\nC1,2026-05-03T10:00:00+08:00,您好\n"})
    taken = desk.take({"complaints.csv": COMPLAINTS})
    assert taken.summary.snapshot_at == instant("2026-03-05T10:00:00+08:00")


def test_the_snapshot_never_goes_back(desk: Desk) -> None:
    desk.take({"delivery.yaml": "snapshot_at: 2026-05-01\n", "complaints.csv": COMPLAINTS})
    taken = desk.take({"customers.csv": CUSTOMERS})
    assert taken.summary.snapshot_at == instant("2026-05-02T00:00:00+08:00")


def test_a_previous_delivery_that_was_not_taken_is_warned_of(desk: Desk) -> None:
    taken = desk.take({"delivery.yaml": "previous: 2026-02\n", "complaints.csv": COMPLAINTS}, name="2026-03")
    previous = [remark.detail for remark in taken.summary.remarks if remark.code is RemarkCode.PREVIOUS_NOT_TAKEN]
    assert previous == ["2026-02"]
    taken = desk.take({"delivery.yaml": "previous: 2026-03\n", "customers.csv": CUSTOMERS}, name="2026-04")
    assert taken.summary.remarks == ()


@pytest.mark.parametrize(
    "text", ["snapshot_at: bald", "- a", "lender: {", "colour: red", "a: &a [*a]", "snapshot_at: 1\0"]
)
def test_a_delivery_yaml_that_cannot_be_read_is_a_clear_error(desk: Desk, text: str) -> None:
    with pytest.raises(InputError, match=r"delivery\.yaml"):
        desk.take({"delivery.yaml": text, "complaints.csv": COMPLAINTS})


def test_a_delivery_that_is_not_there_is_a_clear_error(desk: Desk) -> None:
    with pytest.raises(InputError, match="there is no delivery"):
        desk.take_folder(desk.root / "nowhere")
    with pytest.raises(InputError, match="holds no file"):
        desk.take_folder(desk.write({}))


def test_an_unknown_previous_version_is_a_clear_error(desk: Desk) -> None:
    desk.version = "0" * 16
    with pytest.raises(NotFoundError):
        desk.take({"complaints.csv": COMPLAINTS})


def test_a_failed_take_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(InputError):
        desk.take_folder(desk.write({"customers.csv": CUSTOMERS}))
    assert list(desk.workspace.intake.iterdir()) == []


def test_columns_are_known_by_their_names_in_both_languages(desk: Desk) -> None:
    phone = field_label("customers", "phone").zh
    taken = desk.take({"customers.csv": f"客户编号,Full Name,{phone}\nU1,张三,13800138000\n"})
    (row,) = taken.rows("customers")
    assert (row["customer_id"], row["phone"]) == ("U1", "13800138000")


def test_a_column_that_nothing_reads_is_reported(desk: Desk) -> None:
    taken = desk.take({"customers.csv": "customer_id,星座,phone,phone\nU1,狮子,13800138000,1\n"})
    summary = taken.summary.tables[0]
    assert summary.columns_not_understood == ("星座", "phone")
    assert "full_name" in summary.columns_absent


def test_a_table_without_its_key_column_takes_no_row_and_says_why(desk: Desk) -> None:
    taken = desk.take({"customers.csv": "name,tel\n张三,1\n李四,2\n"})
    summary = taken.summary.tables[0]
    assert (summary.rows_in, summary.rows_stored, summary.rows_quarantined) == (2, 0, 2)
    assert [remark.detail for remark in taken.summary.remarks if remark.table == "customers"] == ["customer_id", "2"]


def test_two_files_of_one_table_are_both_read(desk: Desk) -> None:
    mapping = "tables: {customers: {files: ['customers*.csv']}}"
    taken = desk.take({"customers-1.csv": CUSTOMERS, "customers-2.csv": "customer_id\nU3\nU1\n"}, mapping=mapping)
    assert taken.column("customers", "customer_id") == ["U1", "U2", "U3"]
    assert [(row["file"], row["row"], row["code"]) for row in taken.quarantine] == [
        ("customers-2.csv", 2, "duplicate_key")
    ]


def test_a_table_file_that_nobody_knows_is_noted(desk: Desk) -> None:
    taken = desk.take({"kunden.csv": "a,b\n1,2\n"})
    assert [(row["value"], row["code"], row["row"]) for row in taken.quarantine] == [
        ("kunden.csv", "file_not_understood", None)
    ]
    assert taken.summary.files_not_taken == ("kunden.csv",)


def test_a_broken_table_is_noted_and_the_others_are_taken(desk: Desk) -> None:
    taken = desk.take({"customers.parquet": b"PAR1 nonsense PAR1", "loans.csv": "loan_id,customer_id\nL1,U1\n"})
    assert taken.column("loans", "loan_id") == ["L1"]
    assert [(row["table"], row["code"]) for row in taken.quarantine] == [("customers", "file_unreadable")]
    assert "customers" not in taken.summary.tables_absent
    assert taken.summary.tables_unreadable == ("customers",)


def test_broken_complaints_are_an_error(desk: Desk) -> None:
    with pytest.raises(InputError, match="complaints cannot be read"):
        desk.take({"complaints.parquet": b"PAR1 nonsense PAR1"})


def test_a_long_value_is_cut_in_quarantine_and_says_so(desk: Desk) -> None:
    taken = desk.take({"customers.csv": f"customer_id,phone\nU1,{'x' * 900}\n"})
    assert taken.quarantine[0]["value"] == "x" * 200 + "…(900)"


def test_the_summary_shows_the_shape_of_values_and_no_value(desk: Desk) -> None:
    taken = desk.take({"customers.csv": "customer_id,phone\nU1,张三1390013\nU2,138****8000\n"})
    problems = {problem.code: problem for problem in taken.summary.tables[0].problems}
    assert problems["not_a_phone"].shapes == ("字字9999999",)
    assert problems["masked_value"].shapes == ("999****9999",)
    assert problems["masked_value"].examples == (2,)
    assert "张三" not in taken.summary.to_json()


def test_the_summary_survives_json(desk: Desk) -> None:
    taken = desk.take({"customers.csv": "customer_id,phone\nU1,张三\n"})
    assert IntakeSummary.from_json(taken.summary.to_json()) == taken.summary


def test_progress_names_the_tables_and_ends_at_one(desk: Desk) -> None:
    seen: list[tuple[str, float]] = []
    folder = desk.write({"complaints.csv": COMPLAINTS})
    with desk.workspace.writing():
        take(folder, into=desk.workspace, progress=lambda doing, share: seen.append((doing, share)))
    shares = [share for _doing, share in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "complaints" in {doing for doing, _share in seen}


def test_a_delivery_of_which_nothing_can_be_taken_is_an_error_that_names_the_columns(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"not one of the 1 rows .*complaint_id.*编号.*current one"):
        desk.take_folder(desk.write({"complaints.csv": "编号,时间\nC1,2026-03-05\n"}))
    assert list(desk.workspace.intake.iterdir()) == []


@pytest.mark.parametrize(
    ("rule", "taken_as_complaints"),
    [("files: ['*.csv']", 1), ("files: ['*.csv', customers.csv]", 3), ("files: ['*.csv'], needs: [phone]", 2)],
)
def test_a_pattern_does_not_make_complaints_of_the_customers(desk: Desk, rule: str, taken_as_complaints: int) -> None:
    columns = "columns: {complaint_id: {from: [complaint_id, customer_id]}, received_at: {constant: '2026-03-05'}}"
    taken = desk.take({"customers.csv": CUSTOMERS}, mapping=f"tables: {{complaints: {{{rule}, {columns}}}}}")
    assert len(taken.rows("complaints")) == taken_as_complaints


def test_a_field_whose_absence_silences_a_stage_is_remarked_in_both_languages(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": "complaint_id,received_at\nC1,2026-03-05\n"})
    silent = {remark.detail: remark for remark in taken.summary.remarks if remark.code is RemarkCode.FIELD_SILENT}
    assert "诉求" in silent["text"].text(Language.ZH)
    assert "no claim" in silent["text"].text(Language.EN)
    assert not any(remark.detail == "text" for remark in desk.take({"complaints.csv": COMPLAINTS}).summary.remarks)


def test_every_field_that_silences_a_stage_is_the_contracts(desk: Desk) -> None:
    fields = {(table.name, field) for table in INTAKE for field in table.columns}
    assert set(SILENCED) <= fields


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("delivery.zip", b"PK\x03\x04...", "unpack it"),
        ("notes.txt", b"dear all\n", "is no table"),
        ("letter.pdf", b"%PDF", "is no table"),
        ("tickets.csv", b"a,b\n1,2\n", "complaints.csv"),
    ],
)
def test_a_single_file_that_cannot_be_a_delivery_says_what_to_do(
    desk: Desk, name: str, content: bytes, said: str
) -> None:
    folder = desk.write({name: content})
    with pytest.raises(InputError, match=said):
        desk.take_folder(folder / name)


def test_a_delivery_that_holds_but_a_link_says_so(desk: Desk) -> None:
    folder = desk.write({})
    (folder / "complaints.csv").symlink_to(desk.root / "elsewhere.csv")
    with pytest.raises(InputError, match="a link or no plain file"):
        desk.take_folder(folder)


def test_progress_follows_the_bytes_and_names_no_table_that_is_absent(desk: Desk) -> None:
    said: list[tuple[str, float]] = []
    folder = desk.write({"complaints.csv": COMPLAINTS, "customers.csv": CUSTOMERS * 20})
    with desk.workspace.writing():
        take(folder, into=desk.workspace, progress=lambda doing, share: said.append((doing, share)))
    assert [doing for doing, _ in said] == ["delivery", "customers", "complaints", "delivery"]
    assert said[2][1] > 0.8
