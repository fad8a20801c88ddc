"""What documents state, by their labels and by the form of what they state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import MaterialKind
from mingjian.reading.fields import fields
from mingjian.reading.page import Line, Region

HEIGHT = 40


def page(*rows: str | tuple[str, ...]) -> list[Line]:
    """Lines one under the other; a tuple is a row of cells beside each other, 400 pixels each."""
    lines = []
    for number, row in enumerate(rows):
        for column, text in enumerate((row,) if isinstance(row, str) else row):
            left, top = 100 + 400 * column, 100 + 60 * number
            lines.append(Line(1, text, 0.99, Region(left, top, left + 20 * len(text), top + HEIGHT)))
    return lines


def stated(kind: MaterialKind, *rows: str | tuple[str, ...]) -> dict[str, str]:
    return {fact.name: fact.value for fact in fields(kind, page(*rows))}


K = MaterialKind
DOCUMENTS = (
    (
        K.DIAGNOSIS_CERTIFICATE,
        ("渝州市第一人民医院", "姓名：陈建国 性别：男 年龄：41岁", "临床诊断：急性阑尾炎", "开具日期：2026年5月1日"),
        {
            "issuer": "渝州市第一人民医院",
            "person_name": "陈建国",
            "sex": "male",
            "age": "41",
            "diagnosis": "急性阑尾炎",
            "issued_on": "2026-05-01",
        },
    ),
    (
        K.MEDICAL_RECORD,
        ("姓名：李秀英 住院号：20260412", "入院日期：2026-04-12", "出院日期：2026-04-20", "出院诊断：2型糖尿病"),
        {
            "person_name": "李秀英",
            "patient_number": "20260412",
            "admitted_on": "2026-04-12",
            "discharged_on": "2026-04-20",
            "diagnosis": "2型糖尿病",
        },
    ),
    (
        K.DEATH_CERTIFICATE,
        ("死亡日期：2026年3月2日", "死亡原因：急性心肌梗死", "证件号码：510212198503072731"),
        {"died_on": "2026-03-02", "diagnosis": "急性心肌梗死", "id_number": "510212198503072731"},
    ),
    (
        K.INCOME_CERTIFICATE,
        ("月收入：人民币8,500.00元", "单位名称：临海市恒信精密模具有限公司", "统一社会信用代码：91350100M0001TGQXM"),
        {"amount": "8500.00", "issuer": "临海市恒信精密模具有限公司", "credit_code": "91350100M0001TGQXM"},
    ),
    (
        K.PAYMENT_RECEIPT,
        (("交易金额", "¥2,980.00"), ("交易流水号", "20260501123456789012"), "人民币贰仟玖佰捌拾元整"),
        {"amount": "2980.00", "document_number": "20260501123456789012", "amount_in_words": "2980.00"},
    ),
    (
        K.BANK_STATEMENT,
        ("账号：6217001234567890123", "起始日期：2026-01-01 截止日期：2026-06-30", "账户余额：12,345.67"),
        {
            "account_number": "6217001234567890123",
            "period_start": "2026-01-01",
            "period_end": "2026-06-30",
            "balance": "12345.67",
        },
    ),
    (
        K.POLICE_RECEIPT,
        ("渝州市江南区公安局", "回执编号：5001082026000123", "联系电话：023-67612345"),
        {"issuer": "渝州市江南区公安局", "document_number": "5001082026000123", "telephone": "02367612345"},
    ),
    (K.POWER_OF_ATTORNEY, ("受托人：张敏 电话：13812345678",), {"agent_name": "张敏", "telephone": "13812345678"}),
)


@pytest.mark.parametrize(("kind", "rows", "expected"), DOCUMENTS, ids=[str(kind) for kind, _, _ in DOCUMENTS])
def test_a_document_of_each_kind_states_its_facts(
    kind: MaterialKind, rows: tuple[str | tuple[str, ...], ...], expected: dict[str, str]
) -> None:
    found = stated(kind, *rows)
    assert {name: found.get(name) for name in expected} == expected


def test_a_value_in_the_next_cell_belongs_to_its_label_and_is_said_once() -> None:
    found = fields(K.IDENTITY_CARD, page(("公民身份号码", "510212198503072731")))
    assert [(fact.name, fact.value) for fact in found] == [("id_number", "510212198503072731")]
    assert found[0].region.left == 500


def test_a_place_is_the_characters_share_of_its_line() -> None:
    (fact,) = (one for one in fields(K.OTHER, page("姓名：陈建国")) if one.name == "person_name")
    assert (fact.text, fact.region.left, fact.region.right) == ("陈建国", 160, 220)


def test_a_check_digit_settles_what_recognition_confuses() -> None:
    assert stated(K.IDENTITY_CARD, "公民身份号码：51O2121985O3O72739")["id_number"] == "510212198503072739"


def test_a_number_that_fails_its_check_stays_as_it_was_read() -> None:
    assert stated(K.IDENTITY_CARD, "公民身份号码：510212198503072732")["id_number"] == "510212198503072732"


def test_an_empty_place_in_a_form_states_nothing() -> None:
    assert "person_name" not in stated(K.OTHER, "姓名：    性别：女")


def test_a_value_without_a_label_is_believed_less() -> None:
    labelled, bare = (fields(K.OTHER, page(text))[0] for text in ("联系电话：13812345678", "13812345678"))
    assert bare.confidence < labelled.confidence


def broken(*rows: str) -> list[Line]:
    """A paragraph whose lines end at the margin, the first one indented."""
    return [
        Line(1, text, 0.99, Region(160 if number == 0 else 120, 100 + 50 * number, 1000, 140 + 50 * number))
        for number, text in enumerate(rows)
    ]


def test_what_was_broken_at_the_margin_is_read_as_a_whole() -> None:
    lines = broken("患者陈建国，男，41岁，公民身份号码5102121985", "03072731，于20", "26年3月20日来院。")
    found = {fact.name: fact for fact in fields(K.DIAGNOSIS_CERTIFICATE, lines)}
    assert found["id_number"].value == "510212198503072731"
    assert (found["sex"].value, found["age"].value) == ("male", "41")
    assert found["visited_on"].value == "2026-03-20"
    assert found["visited_on"].text == "26年3月20日"
    assert found["visited_on"].region.top == lines[2].region.top


def test_a_line_that_ends_early_is_not_continued() -> None:
    lines = [
        Line(1, "编号20", 0.99, Region(120, 100, 300, 140)),
        Line(1, "26年3月20日", 0.99, Region(120, 150, 900, 190)),
    ]
    assert "date" not in {fact.name for fact in fields(K.OTHER, lines)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("患者症状明显缓解", None),
        ("患者一般情况可", None),
        ("患者病情好转", None),
        ("患者：王建国", "王建国"),
        ("患者欧阳建国，男，41岁", "欧阳建国"),
        ("姓名：阿卜杜拉·买买提", "阿卜杜拉·买买提"),
    ],
)
def test_a_sentence_about_the_patient_is_no_name(text: str, name: str | None) -> None:
    found = fields(K.MEDICAL_RECORD, page(text))
    assert [one.value for one in found if one.name == "person_name"] == ([name] if name else [])


@pytest.mark.parametrize("text", ["医生意见：静养", "诊断证明", "患者须知："])
def test_a_label_within_a_longer_one_names_nothing(text: str) -> None:
    assert fields(K.DIAGNOSIS_CERTIFICATE, page(text)) == ()


def test_whom_a_paper_is_addressed_to_did_not_issue_it() -> None:
    assert (
        stated(K.INCOME_CERTIFICATE, "青岛蓝湾旅行社", "收入证明", "琴岛银行：", "兹证明")["issuer"] == "青岛蓝湾旅行社"
    )
    assert "issuer" not in stated(K.INCOME_CERTIFICATE, "收入证明", "琴岛银行：", "兹证明")


@given(st.lists(st.text(max_size=40), max_size=6), st.sampled_from(list(MaterialKind)))
def test_any_text_gives_facts_whose_places_lie_on_their_lines(texts: list[str], kind: MaterialKind) -> None:
    lines = page(*texts)
    for fact in fields(kind, lines):
        assert 0 <= fact.confidence <= 1
        assert any(
            line.region.top == fact.region.top and line.region.left <= fact.region.left <= fact.region.right
            for line in lines
        )
