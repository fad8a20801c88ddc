"""Each rule finds what it is for, keeps quiet about what is innocent, and proves only what nothing else explains."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.reasons import Language
from mingjian.contract.sentences import SENTENCES
from mingjian.contract.vocabulary import CheckOutcome, MaterialKind
from mingjian.materials.rules import JUDGES, judged, rules
from mingjian.materials.rules.dossier import Customer, Document, Dossier, Organisation, Register
from mingjian.materials.rules.organisations import inverted_places
from mingjian.reading.fields import fields
from mingjian.reading.page import Line, Region
from mingjian.simulation.numbers import credit_code
from mingjian.standards import identity

Kind = MaterialKind


def valid(first_seventeen: str) -> str:
    return first_seventeen + identity.check_character(first_seventeen)


MAN = valid("50011219870312451")
"""A man, born on 1987-03-12."""
WOMAN = valid("50011219901105462")


def document(
    kind: MaterialKind,
    text: str,
    *,
    name: str = "M-1",
    confidence: float = 0.99,
    received: date | None = date(2026, 9, 20),
    complained: date | None = None,
) -> Document:
    lines = tuple(
        Line(1, line.strip(), confidence, Region(10, 40 * number, 900, 40 * number + 30))
        for number, line in enumerate(text.strip().splitlines(), start=1)
    )
    return Document(name, kind, received, lines, fields(kind, lines), complained_on=complained)


def found(
    one: Document,
    *,
    customer: Customer | None = None,
    register: Register | None = None,
    others: Sequence[Document] = (),
) -> dict[str, CheckOutcome]:
    dossier = Dossier([one, *others], customer or Customer(), register or Register())
    return {
        rule.code: CheckOutcome.SUSPECT
        if rule.strongest is CheckOutcome.CONTRADICTED and not doubt.sure
        else rule.strongest
        for rule, doubt in judged(one, dossier)
    }


def diagnosis(*, sex: str = "男", age: int = 39, number: str = MAN, issued: str = "2026年9月14日") -> str:
    return f"""重庆市渝北区人民医院
        疾病诊断证明书
        姓名：王晓明
        性别：{sex}
        年龄：{age}岁
        身份证号：{number}
        就诊日期：2026年9月10日
        诊断：腰椎间盘突出症
        出具日期：{issued}"""


def test_every_rule_has_a_function_a_sentence_a_reason_and_a_source() -> None:
    assert set(JUDGES) == set(rules())
    for code, rule in rules().items():
        assert code in SENTENCES
        assert f"document_{code}" in SENTENCES
        assert rule.source
        assert rule.ground
        # What asks for nobody's look weighs nothing either.
        hint = rule.strongest is CheckOutcome.NOT_APPLICABLE
        assert rule.weight == 0 if hint else 0 < rule.weight < 4
        assert hint or rule.strongest in (CheckOutcome.SUSPECT, CheckOutcome.CONTRADICTED)


def test_a_genuine_diagnosis_contradicts_nothing() -> None:
    customer = Customer(name="王晓明", id_number=MAN)
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis()), customer=customer) == {}


@pytest.mark.parametrize("age", [37, 38, 39, 40, 41])
def test_traditional_age_and_a_birthday_in_between_are_innocent(age: int) -> None:
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis(age=age))) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (diagnosis(sex="女"), "sex_differs_from_identity_number"),
        (diagnosis(age=52), "age_differs_from_identity_number"),
        (diagnosis(issued="2026年9月1日"), "issued_before_event"),
        (diagnosis(issued="2026年10月14日"), "issued_after_receipt"),
        (diagnosis(issued="2026年2月30日"), "impossible_day"),
        (diagnosis(number=MAN[:-1] + ("1" if MAN[-1] != "1" else "2")), "identity_number_fails_check"),
    ],
)
def test_one_wrong_fact_that_was_recognised_is_suspect_and_proves_nothing(text: str, code: str) -> None:
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text)) == {code: CheckOutcome.SUSPECT}


def test_an_orders_number_is_nobodys_identity_number() -> None:
    paid = "商品说明 贷款还款\n订单号 20260813220019023715087\n商户订单号 202608139023715087"
    assert "identity_number_fails_check" not in found(document(Kind.PAYMENT_RECEIPT, paid))
    mistyped = MAN[:-1] + ("1" if MAN[-1] != "1" else "2")
    assert "identity_number_fails_check" in found(document(Kind.PAYMENT_RECEIPT, f"付款人 {mistyped}")), (
        "looks like one"
    )


@pytest.mark.parametrize("text", [diagnosis(sex="女"), diagnosis(age=52), diagnosis(issued="2026年10月14日")])
def test_what_was_read_badly_is_not_held_against_anybody(text: str) -> None:
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text, confidence=0.7)) == {}


def test_sex_and_age_of_another_person_are_a_contradiction() -> None:
    outcomes = found(document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis(sex="女", age=61)))
    assert outcomes["sex_differs_from_identity_number"] is CheckOutcome.CONTRADICTED
    assert outcomes["age_differs_from_identity_number"] is CheckOutcome.CONTRADICTED


def test_a_day_that_a_system_printed_after_receipt_is_a_contradiction_and_one_typed_by_hand_a_question() -> None:
    printed = document(Kind.BANK_STATEMENT, "账户交易明细\n打印时间：2026年10月14日", confidence=1.0)
    assert found(printed)["issued_after_receipt"] is CheckOutcome.CONTRADICTED
    typed = document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis(issued="2026年10月14日"), confidence=1.0)
    assert found(typed)["issued_after_receipt"] is CheckOutcome.SUSPECT


def test_a_day_below_the_name_at_a_certificate_s_end_is_the_day_of_issue() -> None:
    text = "诊断证明\n诊断：支气管肺炎\n重庆市渝北区人民医院\n2026年10月14日"
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text)) == {"issued_after_receipt": CheckOutcome.SUSPECT}
    # Under a seal one doubtful figure makes it another day.
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text, confidence=0.97)) == {}


@pytest.mark.parametrize(
    ("beside", "left", "outcomes"),
    [("务专用", 640, {"issued_after_receipt": CheckOutcome.SUSPECT}), ("复诊时间", 380, {})],
    ids=["a piece of the seal", "a label"],
)
def test_what_stands_before_a_day_says_what_it_is(beside: str, left: int, outcomes: dict[str, CheckOutcome]) -> None:
    rows = (("重庆市渝北区人民医院", 500, 100), ("2026年10月14日", 600, 140), (beside, left, 144))
    lines = tuple(Line(1, text, 1.0, Region(start, top, start + 200, top + 30)) for text, start, top in rows)
    kind = Kind.DIAGNOSIS_CERTIFICATE
    assert found(Document("M-1", kind, date(2026, 9, 20), lines, fields(kind, lines))) == outcomes


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            Kind.IDENTITY_CARD,
            "中华人民共和国\n居民身份证\n签发机关 重庆市公安局渝北分局\n有效期限 2016.05.06-2036.05.06",
        ),
        (Kind.IDENTITY_CARD, "居民身份证\n签发机关 重庆市公安局渝北分局\n有效期限\n2016.05.06-2036.05.06"),
        (Kind.DISABILITY_CERTIFICATE, "电子残疾人证\n姓名：王明\n有效期至：2031年5月6日"),
        (Kind.OTHER, "还款计划表\n第1期 2026-10-15 1,000.00\n第12期 2027-09-15 1,000.00"),
        (Kind.OTHER, "还款通知\n下次还款日期：2027年9月15日"),
        (Kind.DIAGNOSIS_CERTIFICATE, "产科门诊\n预产日期：2027年1月5日"),
        (Kind.PAYMENT_RECEIPT, "Invoice\nDue Date: 2027-01-05"),
        (Kind.DIAGNOSIS_CERTIFICATE, "诊断证明\n下次复诊\n2027年1月5日"),
        (Kind.OTHER, "会展中心入场券\n重庆国际会展中心\n2027年1月5日"),
    ],
)
def test_a_day_to_come_is_not_the_day_of_issue(kind: MaterialKind, text: str) -> None:
    assert found(document(kind, text, confidence=1.0)) == {}


def test_nothing_is_said_of_receipt_where_its_day_is_unknown() -> None:
    one = document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis(issued="2030年1月1日"), received=None)
    assert "issued_after_receipt" not in found(one)


def test_a_paper_that_came_after_its_complaint_is_not_judged_by_the_complaint_s_day() -> None:
    text = diagnosis(issued="2026年9月30日")
    later = document(Kind.DIAGNOSIS_CERTIFICATE, text, confidence=1.0, received=None, complained=date(2026, 9, 1))
    assert found(later) == {}


def test_another_s_name_beside_the_customer_s_number_is_suspect_and_one_character_is_not() -> None:
    one = document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis())
    assert found(one, customer=Customer(name="赵国强", id_number=MAN)) == {
        "name_differs_from_customer": CheckOutcome.SUSPECT
    }
    assert found(one, customer=Customer(name="王小明", id_number=MAN)) == {}


CHILD = """重庆市渝北区人民医院
    诊断证明书
    姓名：李小宝 性别：女 年龄：6岁
    {}
    就诊日期：2026年9月10日
    诊断：支气管肺炎
    开具日期：2026年9月14日"""


@pytest.mark.parametrize(
    "guardian",
    [
        f"监护人身份证号：{MAN}",
        f"监护人：李建国，身份证号：{MAN}",
        f"监护人：李建国\n身份证号：{MAN}",
        f"父亲身份证号 {MAN}",
        # Offices enter a parent's card for a child that has none.
        f"身份证号：{MAN}",
    ],
)
@pytest.mark.parametrize("confidence", [0.99, 1.0])
def test_a_child_s_paper_with_a_parent_s_number_is_in_order(guardian: str, confidence: float) -> None:
    one = document(Kind.DIAGNOSIS_CERTIFICATE, CHILD.format(guardian), confidence=confidence)
    assert found(one, customer=Customer("李建国", MAN)) == {}


def test_a_death_of_which_only_the_reporting_child_s_number_was_read_is_nobody_else_s() -> None:
    text = f"""居民死亡医学证明
        死者姓名：王德福 性别：女 年龄：81岁
        死亡日期：2026年8月2日
        申报人：王晓明 身份证号：{MAN}
        出具日期：2026年8月4日"""
    spoken = (date(2026, 8, 20), date(2026, 9, 1))
    one = document(Kind.DEATH_CERTIFICATE, text)
    assert found(one, customer=Customer("王晓明", MAN, spoken)) == {}
    unread = text.replace("死者姓名：王德福 ", "").replace("申报人：", "申报人 姓名：")
    assert found(document(Kind.DEATH_CERTIFICATE, unread), customer=Customer("王晓明", MAN, spoken)) == {}


def test_another_s_valid_number_beside_the_customer_s_name_is_suspect() -> None:
    one = document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis())
    assert found(one, customer=Customer(name="王晓明", id_number=WOMAN)) == {
        "identity_number_differs_from_customer": CheckOutcome.SUSPECT
    }


def test_a_label_that_was_taken_for_a_name_is_nobody() -> None:
    text = f"授权委托书\n委托人：王晓明\n身份证号：{MAN}\n委托人签名：\n日期：2026年9月14日"
    assert found(document(Kind.POWER_OF_ATTORNEY, text), customer=Customer(name="王晓明", id_number=MAN)) == {}


def test_two_documents_of_a_complaint_must_name_the_same_person() -> None:
    one = document(Kind.DIAGNOSIS_CERTIFICATE, diagnosis())
    other = document(Kind.HARDSHIP_CERTIFICATE, f"姓名：刘建国\n身份证号码：{MAN}", name="M-2")
    assert found(one, others=[other]) == {"documents_name_different_people": CheckOutcome.SUSPECT}


def death(*, title: str, died: str, issued: str, number: str = MAN) -> str:
    return f"""{title}
        编号：{number}
        死者姓名：王晓明
        证件号码：{MAN}
        死亡日期：{died}
        出具日期：{issued}"""


NEW, OLD = "居民死亡医学证明", "居民死亡医学证明（推断）书"


def test_the_form_of_death_certificates_is_judged_by_its_day() -> None:
    early = death(title=NEW, died="2026年3月2日", issued="2026年3月4日")
    assert found(document(Kind.DEATH_CERTIFICATE, early)) == {"death_form_not_yet_in_force": CheckOutcome.SUSPECT}
    assert found(document(Kind.DEATH_CERTIFICATE, early, confidence=1.0)) == {
        "death_form_not_yet_in_force": CheckOutcome.CONTRADICTED
    }
    unread = death(title=NEW, died="2026年3月2日", issued="2026年∠月4日")
    for received, checks in (
        (date(2026, 3, 6), {"death_form_not_yet_in_force"}),
        (date(2026, 9, 20), set()),
        (None, set()),
    ):
        assert set(found(document(Kind.DEATH_CERTIFICATE, unread, received=received))) == checks
    late = death(title=OLD, died="2026年8月2日", issued="2026年8月4日")
    assert found(document(Kind.DEATH_CERTIFICATE, late)) == {"death_form_outdated": CheckOutcome.SUSPECT}
    for title, died, issued in ((NEW, "2026年8月2日", "2026年8月4日"), (OLD, "2026年5月2日", "2026年5月4日")):
        assert found(document(Kind.DEATH_CERTIFICATE, death(title=title, died=died, issued=issued))) == {}


def test_the_form_of_1992_was_in_force_until_2014_and_used_up_in_the_year_after() -> None:
    for title in ("居民死亡医学证明书", "居民死亡医学证明\n书"):
        early = death(title=title, died="2012年3月4日", issued="2012年3月5日").replace(f"编号：{MAN}\n", "")
        for confidence in (0.99, 1.0):
            assert found(document(Kind.DEATH_CERTIFICATE, early, confidence=confidence)) == {}
    late = death(title="居民死亡医学证明书", died="2016年3月4日", issued="2016年3月5日")
    assert found(document(Kind.DEATH_CERTIFICATE, late)) == {"death_form_of_before_2014": CheckOutcome.SUSPECT}


def test_a_title_that_was_recognised_proves_nothing_of_its_form() -> None:
    text = death(title=NEW, died="2026年3月2日", issued="2026年3月4日") + "\n填报日期：2026年3月4日"
    assert found(document(Kind.DEATH_CERTIFICATE, text))["death_form_not_yet_in_force"] is CheckOutcome.SUSPECT


def test_the_customer_s_own_death_stands_against_several_calls_and_not_against_one() -> None:
    one = document(Kind.DEATH_CERTIFICATE, death(title=NEW, died="2026年8月2日", issued="2026年8月4日"))

    def outcome(*spoken: date, logins: tuple[date, ...] = ()) -> CheckOutcome | None:
        customer = Customer("王晓明", MAN, spoken, logins)
        return found(one, customer=customer).get("customer_active_after_death")

    assert outcome(date(2026, 8, 20), date(2026, 9, 1)) is CheckOutcome.CONTRADICTED
    assert outcome(date(2026, 8, 20)) is CheckOutcome.SUSPECT
    assert outcome(logins=(date(2026, 8, 20), date(2026, 8, 21))) is CheckOutcome.SUSPECT
    assert outcome(date(2026, 7, 30), date(2026, 8, 2)) is None
    # A parent's death says nothing of the child's calls.
    other = Customer("王小强", WOMAN, (date(2026, 8, 20), date(2026, 9, 1)))
    assert "customer_active_after_death" not in found(one, customer=other)


@pytest.mark.parametrize(
    ("name", "inverted"),
    [
        ("渝北区重庆市人民医院", ("渝北区", "重庆市")),
        ("市北区青岛市台东街道办事处", ("市北区", "青岛市")),
        ("重庆市渝北区人民医院", None),
        ("朝阳区人民法院", None),
        ("北京市朝阳区人民法院", None),
        ("渝北区成都市人民医院", None),
    ],
)
def test_a_smaller_place_before_its_larger_one_is_seen(name: str, inverted: tuple[str, str] | None) -> None:
    assert inverted_places(name) == inverted


def test_an_inverted_name_that_is_printed_twice_is_a_contradiction() -> None:
    once = document(Kind.HARDSHIP_CERTIFICATE, "困难证明\n渝北区重庆市龙山街道办事处")
    twice = document(Kind.HARDSHIP_CERTIFICATE, "渝北区重庆市龙山街道办事处\n困难证明\n渝北区重庆市龙山街道办事处")
    assert found(once)["place_levels_inverted"] is CheckOutcome.SUSPECT
    assert found(twice)["place_levels_inverted"] is CheckOutcome.CONTRADICTED


@pytest.mark.parametrize(
    "row",
    ["朝阳区 北京市朝阳区第二幼儿园 2,000.00", "地址：朝阳区 北京市朝阳区第二幼儿园", "致：渝北区重庆市民服务中心"],
)
def test_a_row_of_a_table_is_no_name_of_an_office(row: str) -> None:
    assert found(document(Kind.OTHER, f"缴费明细\n{row}\n{row}", confidence=1.0)) == {}


def test_a_firm_s_chosen_name_proves_nothing() -> None:
    assert inverted_places("渝北区重庆市民小吃店") is None
    text = "渝北区重庆市老妈超市\n收入证明\n渝北区重庆市老妈超市"
    assert found(document(Kind.INCOME_CERTIFICATE, text)) == {"place_levels_inverted": CheckOutcome.SUSPECT}


@pytest.mark.parametrize(
    "addressed",
    [
        "致：渝江消费金融有限公司（统一社会信用代码：{}）",
        "致：渝江消费金融有限公司\n统一社会信用代码：{}",
        "委托人因与渝江消费金融有限公司（统一社会信用代码：{}）的借款",
        "渝江消金：\n统一社会信用代码：{}",
    ],
)
def test_a_law_firm_s_letter_may_state_the_lender_s_code(addressed: str) -> None:
    company = credit_code("91", 500103, 12_345_678)
    text = f"重庆江岸律师事务所\n律师函\n{addressed.format(company)}\n本所受王明委托\n重庆江岸律师事务所"
    for confidence in (0.99, 1.0):
        assert found(document(Kind.LAWYER_LETTER, text, confidence=confidence)) == {}


def test_a_law_firm_with_a_company_s_code_is_a_contradiction() -> None:
    company = credit_code("91", 500103, 12_345_678)
    text = f"重庆江岸律师事务所\n律师函\n统一社会信用代码：{company}\n重庆江岸律师事务所"
    assert found(document(Kind.LAWYER_LETTER, text)) == {"credit_code_of_another_kind": CheckOutcome.CONTRADICTED}
    lawful = text.replace(company, credit_code("31", 500103, 12_345_678))
    assert found(document(Kind.LAWYER_LETTER, lawful)) == {}
    # A genuine early code that fails its check asks for a look-up, not for suspicion.
    early = text.replace(company, credit_code("31", 500103, 12_345_678, early=True))
    assert found(document(Kind.LAWYER_LETTER, early)) == {}


def test_a_code_that_the_register_gives_otherwise_is_suspect() -> None:
    own, other = credit_code("12", 500103, 1), credit_code("12", 500103, 2)
    register = Register({"重庆市渝北区人民医院": Organisation("O-1", "重庆市渝北区人民医院", "hospital", own)})
    text = "重庆市渝北区人民医院\n诊断证明\n统一社会信用代码：{}"
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text.format(other)), register=register) == {
        "credit_code_differs_from_register": CheckOutcome.SUSPECT
    }
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text.format(own)), register=register) == {}


def test_a_code_is_its_issuers_and_not_the_addressees() -> None:
    """An income certificate is addressed to the lender, which stands in the register too."""
    employer, bank = credit_code("91", 500103, 1), credit_code("91", 500103, 2)
    register = Register({"渝江银行": Organisation("O-9", "渝江银行", "lender", bank)})
    text = f"渝江精密机械配件店\n收入证明\n渝江银行：\n兹证明其月收入5000元。\n信用代码：{employer}"
    assert found(document(Kind.INCOME_CERTIFICATE, text), register=register) == {}


def test_the_addressee_s_code_beside_the_issuer_s_own_is_no_error() -> None:
    employer, bank = credit_code("91", 500103, 1), credit_code("91", 500103, 2)
    register = Register({"渝江精密机械有限公司": Organisation("O-1", "渝江精密机械有限公司", "company", employer)})
    addressed = f"渝江精密机械有限公司\n收入证明\n渝江银行股份有限公司（统一社会信用代码：{bank}）："
    for own in (f"本单位统一社会信用代码：{employer}", "月收入5000元"):
        one = document(Kind.INCOME_CERTIFICATE, f"{addressed}\n{own}")
        assert found(one, register=register) == {}
    wrong = document(Kind.INCOME_CERTIFICATE, f"渝江精密机械有限公司\n收入证明\n本单位统一社会信用代码：{bank}")
    assert found(wrong, register=register) == {"credit_code_differs_from_register": CheckOutcome.SUSPECT}


@pytest.mark.parametrize(
    ("sentence", "doubts"),
    [
        (f"患者王明，男，39岁，公民身份号码{MAN}，于2026年9月2日来院，经查诊断为：", set()),
        (
            f"患者王明，男，27岁，公民身份号码{MAN}，于2026年9月2日来院，经查诊断为：",
            {"age_differs_from_identity_number"},
        ),
        (f"兹证明王明（女，身份证号码{MAN}）系我辖区居民。", {"sex_differs_from_identity_number"}),
        (f"王明同志（公民身份号码{MAN}），女，系我单位职工。", {"sex_differs_from_identity_number"}),
        (f"王明（男，身份证号码{MAN}）有女儿一人，女婿在外务工，其女，现年12岁。", set()),
        (f"张丽，女，30岁，其父王明，男，公民身份号码{MAN}，于2026年9月2日来院。", set()),
        (f"患者王明，男，公民身份号码{MAN}，于2026年9月25日来院。", {"issued_before_event"}),
        (f"患者王明，男，公民身份号码{MAN}，定于2026年9月25日入院手术。", set()),
    ],
)
def test_running_text_states_facts_too(sentence: str, doubts: set[str]) -> None:
    text = f"重庆市渝北区人民医院\n诊断证明\n{sentence}\n2026年9月19日"
    assert set(found(document(Kind.DIAGNOSIS_CERTIFICATE, text))) == doubts


@pytest.mark.parametrize(
    ("since", "doubts"),
    [
        ("自2023年12月1日起在本单位工作", {"issued_before_event"}),
        ("2023年12月1日入职我公司", {"issued_before_event"}),
        ("自2022年12月1日起在本单位工作", set()),
        ("劳动合同期限至2026年12月1日止，在本单位工作", set()),
        ("拟于2023年12月1日起在本单位工作", set()),
    ],
)
def test_nobody_s_income_is_certified_before_they_were_employed(since: str, doubts: set[str]) -> None:
    text = f"收入证明\n兹证明王明（身份证号：{MAN}）{since}，月均收入为人民币6000元。\n出具日期：2023年11月24日"
    assert set(found(document(Kind.INCOME_CERTIFICATE, text))) == doubts


def statement(balances: Sequence[float], *, total: str = "") -> str:
    rows, before = [], 1000.0
    for day, balance in enumerate(balances, start=1):
        rows.append(f"2026-08-{day:02d} 转账 {balance - before:,.2f} {balance:,.2f} 便利店")
        before = balance
    return "\n".join(["个人账户交易明细", *rows, total])


def test_balances_that_follow_are_quiet_and_one_that_does_not_is_found() -> None:
    honest = statement([900.0, 850.5, 5850.5, 5700.0, 5600.25, 5500.0])
    assert found(document(Kind.BANK_STATEMENT, honest, confidence=1.0)) == {}
    edited = honest.replace("5,850.50", "8,850.50")
    assert "balances_do_not_follow" in found(document(Kind.BANK_STATEMENT, edited, confidence=1.0))


def test_a_total_is_added_up() -> None:
    rows = [900.0, 850.5, 5850.5, 5700.0, 5600.25, 5500.0]
    right = document(Kind.BANK_STATEMENT, statement(rows, total="收入合计：5,000.00 支出合计：500.00"), confidence=1.0)
    wrong = document(Kind.BANK_STATEMENT, statement(rows, total="收入合计：6,000.00 支出合计：500.00"), confidence=1.0)
    assert found(right) == {}
    assert found(wrong) == {"total_differs": CheckOutcome.SUSPECT}


def pages(
    *balances: Sequence[float],
    headings: Sequence[str] = ("户名：王晓明 账号：6228987511305747044",) * 2,
    numbers: str = "第{}页/共2页",
) -> Document:
    """A statement of several pages as text of the file, each beginning where its first row does."""
    lines, day = [], 1
    before = 1000.0
    for page, (rows, heading) in enumerate(zip(balances, headings, strict=True), start=1):
        texts = ["个人账户交易明细", heading]
        for balance in rows:
            texts.append(f"2026-08-{day:02d} 转账 {balance - before:,.2f} {balance:,.2f} 便利店")
            before, day = balance, day + 1
        texts.append(numbers.format(page))
        lines += [Line(page, text, 1.0, Region(10, 40 * row, 900, 40 * row + 30)) for row, text in enumerate(texts)]
        before += 0.0 if page == len(balances) else _jump(balances, page)
    return Document("M-1", Kind.BANK_STATEMENT, date(2026, 9, 20), tuple(lines), fields(Kind.BANK_STATEMENT, lines))


def _jump(balances: Sequence[Sequence[float]], page: int) -> float:
    """From the last balance of a page to what stands before the first row of the next, where that is far away."""
    return 20_000.0 if balances[page][0] > 15_000 else 0.0


OWN = "户名：王晓明 账号：6228987511305747044"
FIRST, SECOND, ELSEWHERE = (
    [900.0, 850.5, 5850.5, 5700.0],
    [5600.25, 5500.0, 5400.0, 5350.0],
    [25_600.0, 25_500.0, 25_400.0, 25_350.0],
)


@pytest.mark.parametrize(
    ("paper", "doubts"),
    [
        (pages(FIRST, SECOND), set()),
        (pages(FIRST, ELSEWHERE), {"page_does_not_follow"}),
        (pages(FIRST, ELSEWHERE, numbers="第1页/共1页"), set()),  # two statements in one file
        (pages(FIRST, SECOND, headings=(OWN, "户名：李桂兰 账号：6209201303435909002")), {"page_of_another_account"}),
        (pages(FIRST, ELSEWHERE, headings=(OWN, "户名：李桂兰 账号：6209201303435909002"), numbers=""), set()),
        (pages(FIRST, SECOND, headings=(OWN, "户名：王晓明 账号：6228****7044")), set()),
        # One statement over several accounts of one holder, and whoever he paid.
        (pages(FIRST, SECOND, headings=(OWN, "户名：王晓明 账号：6209201303435909002")), set()),
        (pages(FIRST, SECOND, headings=(OWN, "户名：王晓* 账号：6209201303435909002")), set()),
        (pages(FIRST, SECOND, headings=(OWN, "对方户名：李桂兰 对方账号：6209201303435909002")), set()),
        (pages(FIRST, SECOND, headings=(OWN, "户名：李桂兰 卡号：6209201303435909002")), set()),
        (pages(FIRST, ELSEWHERE, headings=(OWN, "户名：王晓明 账号：6209****9002")), set()),
        (
            pages(FIRST, ELSEWHERE, headings=("户名：王晓明 卡号：6228****7044", "户名：王晓明 卡号：6209****9002")),
            set(),
        ),
        (pages(FIRST, ELSEWHERE, headings=(OWN, "币种：美元")), set()),
        (
            pages(FIRST, ELSEWHERE, headings=(f"{OWN} 2026-08-01 10:00", f"{OWN} 2026-08-01 10:01")),
            {"page_does_not_follow"},
        ),
    ],
)
def test_pages_that_number_on_are_of_one_account_and_their_balances_follow(paper: Document, doubts: set[str]) -> None:
    assert set(found(paper)) == doubts


def photographed(text: str, *, slant: float) -> Document:
    """The statement cell by cell, as recognition gives a page that was photographed askew."""
    lines = []
    for number, row in enumerate(text.strip().splitlines()):
        for column, cell in enumerate(row.split(" ")):
            left, top = 100 + 300 * column, round(200 + 36 * number + slant * 300 * column)
            lines.append(Line(1, cell, 0.99, Region(left, top, left + 120, top + 32)))
    return Document("M-1", Kind.BANK_STATEMENT, date(2026, 9, 20), tuple(lines), fields(Kind.BANK_STATEMENT, lines))


@pytest.mark.parametrize("slant", [-0.06, -0.02, 0.0, 0.03, 0.07])
def test_the_rows_of_a_statement_photographed_askew_are_its_rows(slant: float) -> None:
    honest = statement([900.0, 850.5, 5850.5, 5700.0, 5600.25, 5500.0], total="收入合计：5,000.00 支出合计：500.00")
    assert found(photographed(honest, slant=slant)) == {}
    edited = honest.replace("5,850.50", "8,850.50")
    assert "balances_do_not_follow" in found(photographed(edited, slant=slant))


@pytest.mark.parametrize(
    ("written", "read", "confidence"),
    [
        ("5,850.50", ".5,850.50", 0.97),  # a speck before it
        ("-150.50", "150.50", 0.97),  # the dash is thin
        ("5,850.50", "8,850.50", 0.9),
        ("-150.50", "-750.50", 0.9),
    ],
)
def test_a_figure_that_was_misread_is_no_break(written: str, read: str, confidence: float) -> None:
    whole = photographed(statement([900.0, 850.5, 5850.5, 5700.0, 5600.25, 5500.0]), slant=0.02)
    lines = tuple(
        replace(line, text=read, confidence=confidence) if line.text == written else line for line in whole.lines
    )
    assert lines != whole.lines
    assert found(replace(whole, lines=lines)) == {}


def test_a_row_that_was_not_read_is_no_break() -> None:
    honest = statement([900.0, 850.5, 5850.5, 5700.0, 5600.25, 5500.0], total="收入合计：5,000.00 支出合计：500.00")
    whole = photographed(honest, slant=0.02)
    unread = tuple(line for line in whole.lines if line.text not in ("2026-08-03", "5,850.50"))
    assert found(Document(whole.material_id, whole.kind, whole.received_on, unread, whole.fields)) == {}


def test_a_sum_in_words_must_be_the_sum_in_figures() -> None:
    text = "电子回单\n金额：￥1,830.50\n大写：{}"
    assert found(document(Kind.PAYMENT_RECEIPT, text.format("壹仟捌佰叁拾元伍角整"), confidence=1.0)) == {}
    wrong = document(Kind.PAYMENT_RECEIPT, text.format("捌佰叁拾元伍角整"), confidence=1.0)
    assert found(wrong) == {"sum_differs_in_words": CheckOutcome.CONTRADICTED}
    scanned = document(Kind.PAYMENT_RECEIPT, text.format("捌佰叁拾元伍角整"))
    assert found(scanned) == {"sum_differs_in_words": CheckOutcome.SUSPECT}


@pytest.mark.parametrize(
    "text",
    [
        "借款本金：人民币伍万元整（¥50,000.00）\n每月还款金额：4,500.00元",
        "借款金额（大写）：人民币伍万元整\n每月还款金额：4,500.00元",
        "月收入：8,000.00元，年收入人民币玖万陆仟元整。",
        "月收入：8,000.00元\n年收入：人民币玖万陆仟元整",
        "金额：5万元\n手续费金额：2.00元",
        "借款五万元整，每月还款金额：4,500.00元",
        "金额：￥100.00\n手续费：￥2.00\n大写：壹佰元整\n日期：2026.09.14",
    ],
)
def test_two_sums_of_two_things_do_not_contradict_each_other(text: str) -> None:
    for kind in (Kind.OTHER, Kind.PAYMENT_RECEIPT):
        assert found(document(kind, text, confidence=1.0)) == {}


@pytest.mark.parametrize(
    ("words", "read", "told"),
    [
        ("捌佰壹拾肆元壹角贰分", (0.96, 0.93), True),
        ("捌仟陆佰肆拾贰元伍角壹分", (0.96, 0.93), False),
        ("捌佰壹拾肆元壹角贰分", (0.93, 0.99), False),  # a sign of the words may have been lost
    ],
)
def test_a_line_that_was_read_a_little_less_surely_may_be_a_digit_or_two_off(
    words: str, read: tuple[float, float], told: bool
) -> None:
    paper = document(Kind.PAYMENT_RECEIPT, f"金额合计（大写）：{words}\n（小写）：8642.15")
    said = found(
        replace(
            paper, lines=tuple(replace(line, confidence=sure) for line, sure in zip(paper.lines, read, strict=True))
        )
    )
    assert said == ({"sum_differs_in_words": CheckOutcome.SUSPECT} if told else {})


def test_a_slip_of_who_typed_both_sums_is_a_question() -> None:
    text = "借款本金：人民币伍万元整（¥5,000.00）"
    assert found(document(Kind.OTHER, text, confidence=1.0)) == {"sum_differs_in_words": CheckOutcome.SUSPECT}


def test_a_telephone_of_another_city_is_weak() -> None:
    text = "重庆市渝北区人民医院\n诊断证明\n咨询电话：{}"
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text.format("0532-67123456"))) == {
        "telephone_of_another_region": CheckOutcome.SUSPECT
    }
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text.format("023-67123456"))) == {}
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, text.format("13800138000"))) == {}


@pytest.mark.parametrize(
    "line", ["2026-08-21 10:32 FROM: 0532-67123456 P.01/01", "患者电话：0532-67123456", "联系电话：0532-67123456"]
)
def test_a_telephone_that_is_not_said_to_be_the_office_s_may_be_of_anywhere(line: str) -> None:
    """A patient from elsewhere, a relative, the machine that sent the fax."""
    assert found(document(Kind.DIAGNOSIS_CERTIFICATE, f"{line}\n重庆市渝北区人民医院\n诊断证明")) == {}


def test_a_disability_number_is_an_identity_number_with_kind_and_grade() -> None:
    assert found(document(Kind.DISABILITY_CERTIFICATE, f"残疾人证号：{MAN}42")) == {}
    assert found(document(Kind.DISABILITY_CERTIFICATE, f"残疾人证号：{MAN}95")) == {
        "disability_number_wrong": CheckOutcome.SUSPECT
    }


@pytest.mark.parametrize(
    ("printed", "differs"),
    [
        ("残疾类别：肢体残疾\n残疾等级：二级", False),
        ("残疾类别：肢体残疾\n残疾等级：三级", True),
        ("残疾类别：听力\n残疾等级：二级", True),
        ("残疾类别：肢体、听力\n残疾等级：二级", False),  # several: which one the number says is not asked
        ("残疾类别：肢体残疾\n残疾等级：二级\n变更后残疾等级：三级", False),
        ("残疾类别：听力残疾、智力残疾\n残疾等级：二级", False),
        ("残疾类别：听力 智力\n残疾等级：二级", False),
        ("残疾类别：听力+智力\n残疾等级：二级", False),
        ("残疾类别：听力残疾\n智力残疾\n残疾等级：二级", False),
        ("残疾类别：肢体残疾\n残疾等级：三级、二级", False),
        ("", False),
    ],
)
def test_kind_and_grade_in_a_disability_number_are_those_that_are_printed(printed: str, differs: bool) -> None:
    text = f"中华人民共和国残疾人证\n{printed}\n证号：{MAN}42"
    checks = {"disability_number_differs": CheckOutcome.SUSPECT} if differs else {}
    assert found(document(Kind.DISABILITY_CERTIFICATE, text)) == checks


@pytest.mark.parametrize(
    ("stay", "doubts"),
    [
        ("入院日期：2026-07-03\n出院日期：2026-07-12\n住院天数：9天", set()),
        ("入院日期：2026-07-03\n出院日期：2026-07-12\n实际住院 10 天", set()),
        ("入院日期：2026-07-03\n出院日期：2026-07-12\n住院天数：39天", {"hospital_days_differ"}),
        ("入院日期：2026-07-22\n出院日期：2026-07-12\n住院天数：9天", {"discharged_before_admission"}),
        ("入院日期：2026-07-03\n出院日期：2026-07-12\n建议住院39天", set()),
        ("入院日期：2026-07-03\n出院日期：2026-07-12\n建议住院天数：39天", set()),
        ("入院日期：2026-07-03\n出院日期：2026-07-12\n本年度累计住院天数：45天", set()),
        ("入院日期：2026-07-03\n出院日期：2026-07-12\n本年度累计 住院天数：45天", set()),
        ("本次入院日期：2026-07-03\n出院日期：2026-07-12\n实际住院天数：39天", {"hospital_days_differ"}),
        ("上次出院日期：2026-02-01\n入院日期：2026-07-03", set()),
        ("入院日期：2026-07-03\n上次 出院日期：2026-02-01", set()),
        ("入院日期：2026-07-22\n出院日期：2026-08-02\n入院日期：2026-05-01\n出院日期：2026-05-09", set()),
    ],
)
def test_a_stay_in_hospital_begins_before_it_ends_and_lasts_as_long_as_is_said(stay: str, doubts: set[str]) -> None:
    assert set(found(document(Kind.MEDICAL_RECORD, f"出院小结\n姓名：王晓明\n{stay}"))) == doubts


@pytest.mark.parametrize(
    ("text", "others", "told"),
    [
        ("姓名：王晓明", (), False),
        ("姓名：李桂兰", (), True),
        ("姓名：李桂兰\n监护人：王晓明", (), False),
        ("姓名：李桂兰", ("兹证明王晓明系李桂兰之子",), False),
    ],
)
def test_that_a_paper_is_about_somebody_else_is_worth_asking_and_no_suspicion(
    text: str, others: tuple[str, ...], told: bool
) -> None:
    paper = document(Kind.DIAGNOSIS_CERTIFICATE, text)
    papers = [document(Kind.RELATIONSHIP_PROOF, other, name="M-2") for other in others]
    said = found(paper, customer=Customer(name="王晓明", id_number=MAN), others=papers)
    assert said == ({"names_somebody_else": CheckOutcome.NOT_APPLICABLE} if told else {})


@pytest.mark.parametrize(("stated", "told"), [("023-67123456", False), ("023-67123450", True)])
def test_the_register_s_telephone_is_named_where_a_paper_brings_another_one(stated: str, told: bool) -> None:
    entry = Organisation("O-1", "重庆市渝北区人民医院", "hospital", "", "02367123456")
    text = f"{diagnosis()}\n咨询电话：{stated}"
    said = found(document(Kind.DIAGNOSIS_CERTIFICATE, text), register=Register({entry.name: entry}))
    assert said == ({"telephone_differs_from_register": CheckOutcome.NOT_APPLICABLE} if told else {})


def test_a_birthday_that_the_identity_number_contradicts_is_suspect_and_text_of_the_file_proves_it() -> None:
    def card(born: str, *, confidence: float = 0.99) -> dict[str, CheckOutcome]:
        text = f"姓名：王晓明\n出生日期：{born}\n公民身份号码：{MAN}"
        return found(document(Kind.IDENTITY_CARD, text, confidence=confidence))

    assert card("1987年3月12日") == {}
    assert card("1978年3月21日") == {"birth_date_differs_from_identity_number": CheckOutcome.SUSPECT}
    assert card("1987年3月13日", confidence=1.0) == {"birth_date_differs_from_identity_number": CheckOutcome.SUSPECT}
    assert card("1978年3月21日", confidence=1.0) == {
        "birth_date_differs_from_identity_number": CheckOutcome.CONTRADICTED
    }


def test_the_new_death_certificate_is_numbered_by_the_identity_number() -> None:
    form = death(title=NEW, died="2026年8月2日", issued="2026年8月4日")
    assert found(document(Kind.DEATH_CERTIFICATE, form.replace(f"编号：{MAN}", "编号：500112198703129999"))) == {
        "death_number_differs_from_identity_number": CheckOutcome.SUSPECT
    }
    old = death(title=OLD, died="2026年5月2日", issued="2026年5月4日")
    assert found(document(Kind.DEATH_CERTIFICATE, old.replace(f"编号：{MAN}", "编号：20260000123"))) == {}


def test_a_lawyer_s_number_of_somebody_else_is_suspect() -> None:
    register = Register(lawyers={"15001201210123456": "陈丽"})
    text = "律师函\n承办律师：{}\n执业证号：15001201210123456"
    assert found(document(Kind.LAWYER_LETTER, text.format("赵强")), register=register) == {
        "lawyer_not_of_that_name": CheckOutcome.SUSPECT
    }
    assert found(document(Kind.LAWYER_LETTER, text.format("陈丽")), register=register) == {}


def test_a_weekday_counts_for_the_date_of_its_line() -> None:
    assert found(document(Kind.OTHER, "2026年9月14日 星期一")) == {}
    assert found(document(Kind.OTHER, "2026年9月14日 星期三")) == {"weekday_differs": CheckOutcome.SUSPECT}


@given(
    st.lists(
        st.text(alphabet="王年月日居民死亡医学证明0123456789Xx.,-+元整壹仟 区市县律师事务所性别男女岁", max_size=40),
        max_size=12,
    )
)
def test_no_text_whatever_breaks_a_rule_and_every_doubt_can_be_said(lines: list[str]) -> None:
    for kind in (Kind.DEATH_CERTIFICATE, Kind.BANK_STATEMENT, Kind.DISABILITY_CERTIFICATE, Kind.OTHER):
        one = document(kind, "\n".join(lines) or "x")
        for rule, doubt in judged(one, Dossier([one], Customer("王明", MAN), Register())):
            for language in Language:
                assert SENTENCES[rule.code].render(doubt.values, language)


def hardship(issued: str, issuer: str) -> str:
    return f"""困难证明
        姓名：王晓明
        身份证号：{MAN}
        出具单位：{issuer}
        出具日期：{issued}"""


STREET = "重庆市渝北区龙山街道办事处"


@pytest.mark.parametrize(
    ("issued", "issuer", "told"),
    [
        ("2026年10月1日", STREET, True),  # National Day
        ("2026年9月12日", "重庆市渝北区民政局", True),  # a Saturday
        ("2026年9月20日", STREET, False),  # a Sunday that is worked for the holiday
        ("2026年9月14日", STREET, False),
        ("2026年10月1日", "重庆市渝北区人民医院", False),
        ("2026年10月1日", "重庆市公安局渝北区分局", False),
        ("2026年10月1日", "重庆市渝北区龙山街道花园社区居民委员会", False),
        ("2026年10月1日", "重庆市渝北区石船镇河水村村民委员会", False),
        ("2026年10月1日", "中国工商银行股份有限公司重庆渝北支行", False),
        ("2026年10月1日", "重庆市渝北区政务服务中心", False),
        ("2026年10月1日", "重庆渝信商贸有限公司", False),
        ("2039年10月1日", STREET, False),  # nobody knows yet when it will be closed
    ],
)
def test_an_office_that_is_closed_on_that_day_is_worth_knowing_and_asks_for_nobodys_look(
    issued: str, issuer: str, told: bool
) -> None:
    one = document(Kind.HARDSHIP_CERTIFICATE, hardship(issued, issuer), received=date(2040, 1, 1))
    assert found(one) == ({"issued_on_closed_day": CheckOutcome.NOT_APPLICABLE} if told else {})


CIVIL_AFFAIRS = "重庆市渝北区民政局"


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (
            Kind.RELATIONSHIP_PROOF,
            f"亲属关系证明\n姓名：王晓明\n身份证号：{MAN}\n出具单位：{STREET}\n出具日期：2026年9月12日",
            True,
        ),
        # Registries of marriages, which open on Saturdays, and cards that systems print.
        (
            Kind.RELATIONSHIP_PROOF,
            f"结婚登记记录证明\n姓名：王晓明\n身份证号：{MAN}\n出具单位：重庆市渝北区石船镇人民政府\n出具日期：2026年9月12日",
            False,
        ),
        (
            Kind.RELATIONSHIP_PROOF,
            f"结婚登记记录证明\n姓名：王晓明\n身份证号：{MAN}\n出具单位：{CIVIL_AFFAIRS}\n出具日期：2026年9月12日",
            False,
        ),
        (
            Kind.DISABILITY_CERTIFICATE,
            f"中华人民共和国残疾人证\n姓名：王晓明\n残疾证号：{MAN}42\n"
            "签发机关：重庆市渝北区残疾人联合会\n签发日期：2026年9月12日",
            False,
        ),
        (
            Kind.UNEMPLOYMENT_CERTIFICATE,
            f"就业创业证\n姓名：王晓明\n身份证号：{MAN}\n"
            "发证机关：重庆市渝北区人力资源和社会保障局\n发证日期：2026年9月12日",
            False,
        ),
    ],
)
def test_registries_and_what_systems_print_have_no_closed_day(kind: Kind, text: str, told: bool) -> None:
    assert ("issued_on_closed_day" in found(document(kind, text, received=date(2026, 12, 1)))) is told


def test_a_system_writes_on_any_day_and_what_is_read_badly_tells_of_none() -> None:
    text = hardship("2026年10月1日", STREET)
    for confidence in (1.0, 0.9):
        one = document(Kind.HARDSHIP_CERTIFICATE, text, confidence=confidence, received=date(2040, 1, 1))
        assert found(one) == {}
