import pytest

from mingjian.contract.vocabulary import Demand
from mingjian.wording.demands import find_demands


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("请求减免利息", Demand.WAIVE_INTEREST),
        ("希望只还本金", Demand.WAIVE_INTEREST),
        ("要求立即停止催收", Demand.STOP_COLLECTION),
        ("希望分36期归还", Demand.INSTALMENT_PLAN),
        ("要求删除征信逾期记录", Demand.DELETE_CREDIT_RECORD),
        ("要求退还多收的费用", Demand.REFUND),
        ("要求赔偿精神损失", Demand.COMPENSATION),
        ("请帮我注销账户", Demand.ACCOUNT_CLOSURE),
        ("要求书面道歉", Demand.APOLOGY),
        ("请提供借款合同", Demand.DOCUMENTS),
        ("利息能不能给抹掉", Demand.WAIVE_INTEREST),
        ("叫他们别再给我家里打电话", Demand.STOP_COLLECTION),
        ("求您宽限几个月", Demand.INSTALMENT_PLAN),
        ("把多扣的钱如数退回来", Demand.REFUND),
        ("信用报告上的污点得给我抹了", Demand.DELETE_CREDIT_RECORD),
        ("误工的损失得赔", Demand.COMPENSATION),
        ("给我赔个不是", Demand.APOLOGY),
        ("把户头给我销掉", Demand.ACCOUNT_CLOSURE),
        ("把对账单拿出来", Demand.DOCUMENTS),
        ("利息少收一点", Demand.WAIVE_INTEREST),
        ("要求本金打六折一次结清", Demand.WAIVE_INTEREST),
        ("不得再联系本人和家属", Demand.STOP_COLLECTION),
        ("要一份结清证明", Demand.DOCUMENTS),
        ("以后不要再打了", Demand.STOP_COLLECTION),
        ("只许用短信联系", Demand.STOP_COLLECTION),
        ("能不能给我分期", Demand.INSTALMENT_PLAN),
        ("请批准五年期分摊", Demand.INSTALMENT_PLAN),
        ("这笔钱必须退", Demand.REFUND),
        ("要求精神抚慰金一万元", Demand.COMPENSATION),
        ("please stop calling me", Demand.STOP_COLLECTION),
        ("I want a refund", Demand.REFUND),
    ],
)
def test_a_demand_is_found_where_it_stands(text: str, demand: Demand) -> None:
    written = f"您好。{text}。"
    found = [mention for mention in find_demands(written) if mention.demand is demand]
    assert found
    assert all(3 <= mention.start < mention.end <= 3 + len(text) for mention in found)


@pytest.mark.parametrize(
    "text",
    [
        "我不要求赔偿",
        "我办理的是分期贷款",
        "他们一直在催收",
        "客服退还过一笔钱",
        "平台曾减免利息",
        "我要投诉，从未签署过相关协议",
        "要投诉某某消费金融公司，办的是它的信用卡",
        "做生意赔了，请核实",
        "本钱全赔进去了，请核实",
        "征信业管理条例要求二十日内更正",
    ],
)
def test_what_is_not_asked_for_is_no_demand(text: str) -> None:
    assert find_demands(text) == []


def test_interest_stopped_and_debt_parked_asks_for_two_things() -> None:
    demands = {mention.demand for mention in find_demands("我要求停息挂账")}
    assert demands == {Demand.WAIVE_INTEREST, Demand.INSTALMENT_PLAN}


def test_the_items_of_a_list_of_demands_need_no_word_of_asking() -> None:
    demands = {mention.demand for mention in find_demands("诉求如下:\n一、分期偿还。\n二、出具合同。\n三、注销账户。")}
    assert demands == {Demand.INSTALMENT_PLAN, Demand.DOCUMENTS, Demand.ACCOUNT_CLOSURE}


def test_semicolons_keep_a_list_of_demands_together() -> None:
    demands = {mention.demand for mention in find_demands("现主张：退还担保费；提供合同、放款流水；注销账户。")}
    assert demands == {Demand.REFUND, Demand.DOCUMENTS, Demand.ACCOUNT_CLOSURE}


def test_making_amends_in_words_is_no_compensation() -> None:
    assert [mention.demand for mention in find_demands("要求赔礼道歉")] == [Demand.APOLOGY]
