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
        ("please stop calling me", Demand.STOP_COLLECTION),
        ("I want a refund", Demand.REFUND),
    ],
)
def test_a_demand_is_found_where_it_stands(text: str, demand: Demand) -> None:
    written = f"您好。{text}。"
    found = [mention for mention in find_demands(written) if mention.demand is demand]
    assert found
    assert all(3 <= mention.start < mention.end <= 3 + len(text) for mention in found)


@pytest.mark.parametrize("text", ["我不要求赔偿", "我办理的是分期贷款", "他们一直在催收", "客服退还过一笔钱"])
def test_what_is_not_asked_for_is_no_demand(text: str) -> None:
    assert find_demands(text) == []


def test_interest_stopped_and_debt_parked_asks_for_two_things() -> None:
    demands = {mention.demand for mention in find_demands("我要求停息挂账")}
    assert demands == {Demand.WAIVE_INTEREST, Demand.INSTALMENT_PLAN}
