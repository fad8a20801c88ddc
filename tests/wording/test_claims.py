from datetime import date

import pytest

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims import CLAIM_RULES, find_claims
from mingjian.wording.clauses import Clauses

MADE = [
    ("催收每天给我打二十多个电话", Claim.CALL_FREQUENCY),
    ("他们频繁拨打我的手机", Claim.CALL_FREQUENCY),
    ("凌晨一点还在打电话催收", Claim.CALL_HOURS),
    ("催收给我母亲打电话", Claim.THIRD_PARTY_CONTACT),
    ("我的同事也接到了催收电话", Claim.THIRD_PARTY_CONTACT),
    ("还爆了我的通讯录", Claim.THIRD_PARTY_CONTACT),
    ("催收员辱骂我", Claim.THREATS),
    ("自称是法院的人", Claim.THREATS),
    ("催收说要上门抓我", Claim.THREATS),
    ("年化利率高达41%", Claim.RATE_ABOVE_CAP),
    ("利息超过国家规定的上限", Claim.RATE_ABOVE_CAP),
    ("实际利率与合同约定不一致", Claim.RATE_ABOVE_CONTRACT),
    ("合同里没有写明担保费", Claim.CHARGE_NOT_IN_CONTRACT),
    ("未经同意扣了会员费", Claim.CHARGE_NOT_IN_CONTRACT),
    ("同一期被重复扣款", Claim.DOUBLE_CHARGE),
    ("我已经还款却没有入账", Claim.REPAYMENT_NOT_BOOKED),
    ("客服答应减免利息，后来又反悔", Claim.PROMISE_NOT_KEPT),
    ("我从未在贵司借过款", Claim.LOAN_NOT_TAKEN),
    ("身份证被人冒用办理贷款", Claim.LOAN_NOT_TAKEN),
    ("征信报告显示有误", Claim.CREDIT_RECORD_WRONG),
    ("我失业了", Claim.HARDSHIP),
    ("确实无力偿还", Claim.HARDSHIP),
    ("我确诊了肝癌", Claim.ILLNESS),
    ("父亲去年去世", Claim.BEREAVEMENT),
    ("泄露我的个人信息", Claim.OTHER),
    ("手机被他们打爆了", Claim.CALL_FREQUENCY),
    ("贵司客服每天给我打十几个电话", Claim.CALL_FREQUENCY),
    ("三番五次来电逼债", Claim.CALL_FREQUENCY),
    ("夜里两点来电把人吵醒", Claim.CALL_HOURS),
    ("22点多还来电话", Claim.CALL_HOURS),
    ("闹得左邻右舍都知道我欠钱", Claim.THIRD_PARTY_CONTACT),
    ("催收骚扰我媳妇", Claim.THIRD_PARTY_CONTACT),
    ("张口就是污言秽语", Claim.THREATS),
    ("说不还就让我吃官司", Claim.THREATS),
    ("利滚利越滚越多", Claim.RATE_ABOVE_CAP),
    ("私自把利率上调了", Claim.RATE_ABOVE_CONTRACT),
    ("在合同之外收费", Claim.CHARGE_NOT_IN_CONTRACT),
    ("一期账扣了我两回", Claim.DOUBLE_CHARGE),
    ("钱汇过去了系统照样显示欠款", Claim.REPAYMENT_NOT_BOOKED),
    ("业务员满口应承，到头来不了了之", Claim.PROMISE_NOT_KEPT),
    ("这笔账与我无关", Claim.LOAN_NOT_TAKEN),
    ("我名下凭空多出一笔贷款", Claim.LOAN_NOT_TAKEN),
    ("明明按期还清却把我报进黑名单", Claim.CREDIT_RECORD_WRONG),
    ("铺子关张没了进项", Claim.HARDSHIP),
    ("眼下手头紧", Claim.HARDSHIP),
    ("老母亲病危", Claim.ILLNESS),
    ("先父丧葬刚过", Claim.BEREAVEMENT),
    ("光是那一天我数了数有十二个你们的号码", Claim.CALL_FREQUENCY),
    ("1/10回家一看未接11个", Claim.CALL_FREQUENCY),
    ("你们打电话给我妈，把我欠款的事都说了", Claim.THIRD_PARTY_CONTACT),
    ("11月21日同样的钱，卡里又扣走51元", Claim.DOUBLE_CHARGE),
    ("6:30手机就响了，又是要钱", Claim.CALL_HOURS),
    ("表姐昨天问我是不是欠了贷款", Claim.THIRD_PARTY_CONTACT),
    ("你们的人缠上我姐夫，叫他捎话", Claim.THIRD_PARTY_CONTACT),
    ("说出来的那些话难听得没法听", Claim.THREATS),
    ("会计给我折下来一年31%的利", Claim.RATE_ABOVE_CAP),
    ("卡里凭空少了298元，没人跟我商量", Claim.CHARGE_NOT_IN_CONTRACT),
    ("钱从我卡里划走了800元，账上还是欠着", Claim.REPAYMENT_NOT_BOOKED),
    ("6/27谈好的延期，到日子又没人认", Claim.PROMISE_NOT_KEPT),
    ("这笔贷款我压根没办过", Claim.LOAN_NOT_TAKEN),
    ("隔几分钟就来一通", Claim.CALL_FREQUENCY),
    ("我也交过这个担保费，当时没人跟我说", Claim.CHARGE_NOT_IN_CONTRACT),
    ("那个保险费298元是咋回事，我没签过字啊", Claim.CHARGE_NOT_IN_CONTRACT),
    ("其未曾逾期，但信用报告上有不良", Claim.CREDIT_RECORD_WRONG),
    ("说我在你们这儿有不良，可我一期都没落下", Claim.CREDIT_RECORD_WRONG),
    ("跟当初说好的12.96%利息对不上", Claim.RATE_ABOVE_CONTRACT),
    ("执行利率31%与合同约定12%相去甚远", Claim.RATE_ABOVE_CONTRACT),
    ("说好的退费，到期了又说没这回事", Claim.PROMISE_NOT_KEPT),
    ("3月10日之前就该退费，结果一直拖着", Claim.PROMISE_NOT_KEPT),
    ("否认办理过上述贷款", Claim.LOAN_NOT_TAKEN),
    ("有人拿我的身份证去借的钱", Claim.LOAN_NOT_TAKEN),
    ("被拖欠工程款，资金链断了", Claim.HARDSHIP),
    ("离婚了一个人带两个孩子", Claim.HARDSHIP),
    ("孩子得了肺结核", Claim.ILLNESS),
    ("还款后贵司未及时销账", Claim.REPAYMENT_NOT_BOOKED),
    ("亲戚朋友无一幸免", Claim.THIRD_PARTY_CONTACT),
    ("退还违规收取的298元服务费", Claim.CHARGE_NOT_IN_CONTRACT),
    ("请问你们凭什么给我妈打电话", Claim.THIRD_PARTY_CONTACT),
    ("贵司无权这样做，却给我妈打电话", Claim.THIRD_PARTY_CONTACT),
    ("多扣的已退了一半，可剩下那笔是重复扣款", Claim.DOUBLE_CHARGE),
    ("客服说已经退还了，其实重复扣款没退", Claim.DOUBLE_CHARGE),
    ("轮休之后存款见底", Claim.HARDSHIP),
    ("家里人接完你们的电话才晓得我借过钱", Claim.THIRD_PARTY_CONTACT),
    ("承诺三天答复，今天第十天了", Claim.PROMISE_NOT_KEPT),
    ("我替妹妹写，她不好意思说，家里出了丧事", Claim.BEREAVEMENT),
    ("They called me 15 times a day", Claim.CALL_FREQUENCY),
    ("they called my employer", Claim.THIRD_PARTY_CONTACT),
    ("I was charged twice for one bill", Claim.DOUBLE_CHARGE),
    ("this is not my account", Claim.LOAN_NOT_TAKEN),
    ("I lost my job", Claim.HARDSHIP),
]
STILL_MADE = [
    ("贵公司一天给我打三十个电话，别的平台从不这样", Claim.CALL_FREQUENCY),
    ("无视法律、骚扰我父母", Claim.THIRD_PARTY_CONTACT),
    ("看了直播我才知道你们恐吓我是违法的", Claim.THREATS),
    ("你们未经我同意联系我的家人", Claim.THIRD_PARTY_CONTACT),
    ("未经本人同意打电话给我单位领导", Claim.THIRD_PARTY_CONTACT),
    ("贵公司客户经理打电话给我同事", Claim.THIRD_PARTY_CONTACT),
    ("你们的领导让催收打电话给我姐姐", Claim.THIRD_PARTY_CONTACT),
    ("凭什么你们可以联系我父母", Claim.THIRD_PARTY_CONTACT),
    ("催收组长天天打我电话", Claim.CALL_FREQUENCY),
    ("客服主管每天给我打电话几十个", Claim.CALL_FREQUENCY),
    ("我催了几十次不要打了你们还是天天打电话", Claim.CALL_FREQUENCY),
    ("催收主管半夜给我打电话", Claim.CALL_HOURS),
    ("晚上过了十点还来电话", Claim.CALL_HOURS),
    ("晚上快十点还往我手机上打催款电话", Claim.CALL_HOURS),
    ("那个工号W07的说明天带人来我家拖车收拾我", Claim.THREATS),
    ("催收员说不还就上我家拉车还要找人收拾我", Claim.THREATS),
    ("我骂了催收他就威胁要弄死我", Claim.THREATS),
    ("app打不开，但我确实失业没有收入", Claim.HARDSHIP),
    ("多扣了我298元会员费，合同里没写，要求全部退还", Claim.CHARGE_NOT_IN_CONTRACT),
    ("多收的服务费合同里没有，必须全部退回，否则我投诉到底", Claim.CHARGE_NOT_IN_CONTRACT),
    ("请退还合同里没写的担保费", Claim.CHARGE_NOT_IN_CONTRACT),
    ("退还重复扣的那期月供", Claim.DOUBLE_CHARGE),
    ("客服承诺减免利息，到现在没兑现，望贵司全部兑现", Claim.PROMISE_NOT_KEPT),
    ("你们半夜十二点打电话骚扰我家人，请全部解决", Claim.THIRD_PARTY_CONTACT),
    ("我已经退还了本金，你们还每天打二十个电话催收", Claim.CALL_FREQUENCY),
    ("我看错了日期，可是你们确实扣了两次款，9月5日同一期扣了两遍", Claim.DOUBLE_CHARGE),
    ("多扣的一笔已经退回了，这次同一期又重复扣款两次", Claim.DOUBLE_CHARGE),
    ("我逾期三天，你们每天打我三十个电话，请问如何处理？", Claim.CALL_FREQUENCY),
    ("合同里没有的担保费扣了我300元，请问能退吗？", Claim.CHARGE_NOT_IN_CONTRACT),
    ("我想咨询一下，你们凌晨两点给我打电话合适吗？", Claim.CALL_HOURS),
    ("我会找记者曝光，你们半夜十二点打电话骚扰我父母", Claim.THIRD_PARTY_CONTACT),
    ("我向中介咨询过，他们教我这么写，可催收确实每天打四十个电话", Claim.CALL_FREQUENCY),
]
"""What asks for redress, ends with a polite question or names the press takes nothing back."""

NOT_MADE = [
    ("他们没有给我家人打电话", Claim.THIRD_PARTY_CONTACT),
    ("并未联系我的同事", Claim.THIRD_PARTY_CONTACT),
    ("如果再给我家人打电话我就报警", Claim.THIRD_PARTY_CONTACT),
    ("请不要联系我的家人", Claim.THIRD_PARTY_CONTACT),
    ("根据规定不得骚扰第三人", Claim.THIRD_PARTY_CONTACT),
    ("我只好向父母借钱", Claim.THIRD_PARTY_CONTACT),
    ("我多次打电话给客服反映", Claim.CALL_FREQUENCY),
    ("客服电话打了三遍，转来转去又回到原处", Claim.CALL_FREQUENCY),
    ("打了好几次客服电话都没用", Claim.CALL_FREQUENCY),
    ("客服说利率没有超过36%", Claim.RATE_ABOVE_CAP),
    ("客服说你重复扣款是系统原因", Claim.DOUBLE_CHARGE),
    ("没有受到威胁", Claim.THREATS),
    ("担心影响征信", Claim.CREDIT_RECORD_WRONG),
    ("我办了两次分期", Claim.DOUBLE_CHARGE),
    ("下午3点来电回访", Claim.CALL_HOURS),
    ("我每月按时归还本金", Claim.REPAYMENT_NOT_BOOKED),
    ("天天打电话推销保险", Claim.CALL_FREQUENCY),
    ("刑法第二百九十三条不许电话催收", Claim.CALL_FREQUENCY),
    ("晚上七点来过电话", Claim.CALL_HOURS),
    ("贵司委托的第三方每天骚扰本人", Claim.THIRD_PARTY_CONTACT),
    ("新闻里说有的公司泄露通讯录", Claim.THIRD_PARTY_CONTACT),
    ("执行利率31%与合同约定12%相去甚远", Claim.RATE_ABOVE_CAP),
    ("纸面利率12.5%，落到手里是31%", Claim.RATE_ABOVE_CAP),
    ("司法解释早有定论，超过四倍的不受保护", Claim.RATE_ABOVE_CAP),
    ("贵司单方变更扣款顺序，擅自变更扣款日期", Claim.CHARGE_NOT_IN_CONTRACT),
    ("打了几次客服都是机器人", Claim.CALL_FREQUENCY),
    ("同一笔费用扣了我两回，我保留通话记录", Claim.CALL_FREQUENCY),
    ("腿断了躺了三个多月，我等你们电话", Claim.CALL_FREQUENCY),
    ("那个担保费99元是咋回事，我没签过字啊", Claim.LOAN_NOT_TAKEN),
    ("我媳妇为这笔贷款还跟我吵了一架", Claim.THIRD_PARTY_CONTACT),
    ("其为某消费金融公司客户，半夜接到催收电话", Claim.THIRD_PARTY_CONTACT),
    ("催收威胁要曝光我的通讯录", Claim.THIRD_PARTY_CONTACT),
    ("请贵单位核实，投诉人要求停止催收", Claim.THIRD_PARTY_CONTACT),
    ("你们有违规行为，协商期间不得上报征信", Claim.CREDIT_RECORD_WRONG),
    ("退还所有违规收取的服务费", Claim.CHARGE_NOT_IN_CONTRACT),
    ("征信上的逾期要给我改正", Claim.CREDIT_RECORD_WRONG),
    ("请问合同里有没有约定服务费", Claim.CHARGE_NOT_IN_CONTRACT),
    ("请问你们会联系我的紧急联系人吗", Claim.THIRD_PARTY_CONTACT),
    ("对于利率，若超出法定标准，我会另行反映", Claim.RATE_ABOVE_CAP),
    ("未经同意，贵司无权联系我的家人", Claim.THIRD_PARTY_CONTACT),
    ("上一家小贷公司一天打我三十个电话", Claim.CALL_FREQUENCY),
    ("中介教我说催收辱骂我，我没写", Claim.THREATS),
    ("我同学在催收公司干过，说他们会假冒律师", Claim.THREATS),
    ("上次说重复扣款，是我看错了", Claim.DOUBLE_CHARGE),
    ("合同里没有的服务费扣了200元，已经全部退回，谢谢", Claim.CHARGE_NOT_IN_CONTRACT),
    ("同一期重复扣款两次，后来都给我退回来了", Claim.DOUBLE_CHARGE),
    ("请问你们夜里十二点会打电话吗", Claim.CALL_HOURS),
    ("当时手头周转不开才借的这笔钱", Claim.HARDSHIP),
    ("利息降一点，我砸锅卖铁也还", Claim.HARDSHIP),
    ("去世的是我邻居", Claim.BEREAVEMENT),
    ("码头活儿断了三个月", Claim.ILLNESS),
    ("前年我妈做手术也借过一次", Claim.ILLNESS),
    ("身份证没丢", Claim.LOAN_NOT_TAKEN),
    ("搭售的保险划走900元，申请人毫不知情", Claim.LOAN_NOT_TAKEN),
    ("说好的年利率10%，但按月供来算有20%", Claim.PROMISE_NOT_KEPT),
    ("外包催收人员对本人实施骚扰", Claim.THIRD_PARTY_CONTACT),
    ("I called them every day", Claim.CALL_FREQUENCY),
    ("They did not threaten me", Claim.THREATS),
]


@pytest.mark.parametrize(("text", "claim"), MADE)
def test_a_claim_is_found_where_it_stands(text: str, claim: Claim) -> None:
    written = f"您好。{text}。"
    found = [mention for mention in find_claims(written) if mention.claim is claim]
    assert found
    assert all(3 <= mention.start < mention.end <= 3 + len(text) for mention in found)


REPROACHED = [
    ("你们无权给我父母打电话，他们又没签字", Claim.THIRD_PARTY_CONTACT),
    ("你们没有任何权利骚扰我家人", Claim.THIRD_PARTY_CONTACT),
    ("凭什么打我公司前台？", Claim.THIRD_PARTY_CONTACT),
]
"""Who tells the lender that it had no right to what it did to him says that it was done."""
TOLD_BY_OTHERS = [
    ("我妈说她从来没有办过什么贷款", Claim.LOAN_NOT_TAKEN),
    ("我领导说又有贷款公司的人打座机找我", Claim.THIRD_PARTY_CONTACT),
    ("客服说24小时内回电，三天了没人理", Claim.PROMISE_NOT_KEPT),
    ("大夫讲我爹这个病最多半年", Claim.ILLNESS),
]
"""A relative is not the lender, whatever pronoun stands for her; and a promise is what the lender said."""
OF_ANOTHER_MATTER = [
    ("根据个人信息保护法，未经本人同意，贵司无权联系我的家人", Claim.THIRD_PARTY_CONTACT),
    ("之前的平台给我妈打过电话，你们没有，谢谢", Claim.THIRD_PARTY_CONTACT),
    ("我表弟说他被另一个平台一天打了五十个电话", Claim.CALL_FREQUENCY),
    ("没有威胁、辱骂", Claim.THREATS),
    ("催收行为应当遵守法律法规，禁止辱骂、恐吓", Claim.THREATS),
    ("可以联系我老公，他知道这笔贷款", Claim.THIRD_PARTY_CONTACT),
    ("威胁我说要去我孩子学校门口等", Claim.THIRD_PARTY_CONTACT),
    ("失业证明去哪开", Claim.HARDSHIP),
    ("再这样下去我真的要失业了", Claim.HARDSHIP),
    ("老板一天打我十几个电话问项目", Claim.CALL_FREQUENCY),
    ("有中介让我假装失业，我拒绝了", Claim.HARDSHIP),
    ("你们的垃圾短信能不能退订", Claim.THREATS),
    ("请派人上门核实", Claim.THREATS),
    ("我一急就骂了你们客服，对不起", Claim.THREATS),
    ("请把我的欠款明细告诉你们领导", Claim.THIRD_PARTY_CONTACT),
    ("我朋友说你们联系方式换了", Claim.THIRD_PARTY_CONTACT),
    ("以后不可能再借了", Claim.LOAN_NOT_TAKEN),
    ("实际利率超过24%，要求退还多收的利息", Claim.RATE_ABOVE_CONTRACT),
]


@pytest.mark.parametrize(("text", "claim"), REPROACHED + TOLD_BY_OTHERS)
def test_a_claim_is_heard_in_a_reproach_and_by_whom_it_is_told(text: str, claim: Claim) -> None:
    assert claim in {mention.claim for mention in find_claims(text)}


@pytest.mark.parametrize(("text", "claim"), OF_ANOTHER_MATTER)
def test_what_the_law_forbids_others_do_or_somebody_allows_is_no_claim(text: str, claim: Claim) -> None:
    assert claim not in {mention.claim for mention in find_claims(text)}


@pytest.mark.parametrize(("text", "claim"), STILL_MADE)
def test_a_claim_stands_beside_what_is_asked_for_or_told_of_others(text: str, claim: Claim) -> None:
    assert claim in {mention.claim for mention in find_claims(text)}


@pytest.mark.parametrize(("text", "claim"), NOT_MADE)
def test_what_is_denied_supposed_asked_or_said_by_the_lender_is_no_claim(text: str, claim: Claim) -> None:
    assert claim not in {mention.claim for mention in find_claims(text)}


def test_a_contradicted_report_of_the_lender_leaves_the_writers_own_claim() -> None:
    claims = {mention.claim for mention in find_claims("客服说没有重复扣款，但实际上同一期重复扣款了两次")}
    assert Claim.DOUBLE_CHARGE in claims


def test_a_claim_carries_what_it_asserts() -> None:
    (mention,) = (
        mention
        for mention in find_claims("2026年5月12日晚上11点，催收一天打了三十多个电话", received_on=date(2026, 6, 1))
        if mention.claim is Claim.CALL_FREQUENCY
    )
    assert mention.values == {"count": 30, "of_a_day": 1, "date": "2026-05-12"}


def test_a_sum_is_read_whole_where_the_claim_begins_within_it() -> None:
    (claim,) = find_claims("我想知道4月19号那787.14元是什么钱，签的时候没有这个。")
    assert (claim.claim, claim.values["sum_yuan"]) == (Claim.CHARGE_NOT_IN_CONTRACT, 787.14)


def test_what_is_said_twice_in_one_breath_is_one_claim() -> None:
    text = "自逾期以来不断接到催收电话，8月2日当日多达29通"

    (mention,) = find_claims(text, received_on=date(2026, 9, 6))

    assert mention.claim is Claim.CALL_FREQUENCY
    assert mention.values == {"count": 29, "date": "2026-08-02"}
    assert text[mention.start : mention.end].endswith("29通")


def test_a_day_with_a_slash_is_a_day_and_no_number_of_calls() -> None:
    (mention,) = find_claims("1/16通信清单载明呼入37次", received_on=date(2026, 2, 18))

    assert mention.values == {"count": 37, "of_a_day": 1, "date": "2026-01-16"}


def test_a_claim_in_full_width_and_traditional_characters_keeps_its_place() -> None:
    text = "您好，催收員辱罵我！"
    (mention,) = find_claims(text)
    assert mention.claim is Claim.THREATS
    assert text[mention.start : mention.end].startswith("辱罵")


NO_RULE_HEARS = [
    ("他把我欠钱的事讲给我们科长听了", Claim.THIRD_PARTY_CONTACT),
    ("同一笔月供从我两张卡里各扣了一遍", Claim.DOUBLE_CHARGE),
]
CERTAIN = [
    ("你们9月3日一天打了我四十二个电话", Claim.CALL_FREQUENCY),
    ("催收9月5日给我妈打电话说我欠钱", Claim.THIRD_PARTY_CONTACT),
    ("昨晚十一点半你们还打电话来催款", Claim.CALL_HOURS),
    ("合同里没有的咨询费扣了我580元", Claim.CHARGE_NOT_IN_CONTRACT),
    ("客服答应9月10日前退我手续费，到现在没退", Claim.PROMISE_NOT_KEPT),
    ("9月6日同一期月供扣了我两次，每次860元", Claim.DOUBLE_CHARGE),
    ("我这笔贷款年化利率36%，超过国家规定的上限", Claim.RATE_ABOVE_CAP),
    ("9月1日我还了860元，你们说没收到，还在催我", Claim.REPAYMENT_NOT_BOOKED),
]
OF_OTHERS_DOING = [
    "老师半夜两点打电话说孩子发烧了",
    "物业费合同里没写，物业多收了我300元",
    "快递员一天打了我五个电话找不到楼",
    "房东说好退押金，到现在没退",
    "医院重复扣了我两次挂号费",
    "我还了朋友的钱，他说没收到",
    "同事半夜十二点打电话叫我加班",
    "朋友晚上过了十点还打电话喊我喝酒",
    "车坏在路上，我叫人来拖车",
    "我妈打电话给我单位领导请假",
    "村委会一天打我五个电话叫我去开会",
    "利率要是超过24%我就不还了",
    "客服当天打了两个电话核实，态度很好",
    "我爸一天打我八个电话催我回家相亲",
    "教我的人说写一天打五十个电话就行，我没写",
    "理发店答应退我钱到现在没退",
]
"""Whatever a rule hears in these, the lender's records may not contradict it."""


@pytest.mark.parametrize(("text", "claim"), NO_RULE_HEARS)
def test_the_second_reader_hears_a_claim_that_no_rule_foresaw_and_is_not_certain_alone(text: str, claim: Claim) -> None:
    heard = [mention for mention in find_claims(f"您好。{text}。") if mention.claim is claim]

    assert [mention.certain for mention in heard] == [False]
    assert f"您好。{text}。"[heard[0].start : heard[0].end].strip("，。") in text


@pytest.mark.parametrize("marks", ["“”：", "，，", "？！\n、", "： ", "…"])
def test_what_stands_between_two_marks_is_no_place_of_a_claim(marks: str) -> None:
    for text, _ in NO_RULE_HEARS:
        for written in (marks + text, text + marks, text.replace("我", f"{marks}我"), marks.join(text)):
            assert all(mention.start < mention.end for mention in find_claims(written))


@pytest.mark.parametrize("text", ["", "。", "，", "\n\n", " ", "“”", "。。。a", "\u200b"])
def test_nothing_is_heard_where_next_to_nothing_is_written(text: str) -> None:
    assert find_claims(text) == []


@pytest.mark.parametrize(("text", "claim"), CERTAIN)
def test_a_claim_is_certain_where_both_readers_hear_it(text: str, claim: Claim) -> None:
    assert any(mention.certain for mention in find_claims(text) if mention.claim is claim)


@pytest.mark.parametrize(
    "text",
    [
        "7月6号一天打了二十个电话的是另外一家平台，你们没有，我只是想问分期。",
        "7月6号我邻居说他一天接了别家二十个催收电话，我怕你们也这样。",
        "麻烦问下7月24号那199元是合同外的费用吗？",
        "7月24号扣了199元，事先没人跟我说过，想问是什么费用。",
    ],
)
def test_nothing_is_certain_in_a_sentence_that_asks_or_names_another_lender(text: str) -> None:
    assert not any(mention.certain for mention in find_claims(text))


@pytest.mark.parametrize("text", OF_OTHERS_DOING)
def test_nothing_is_certain_where_another_than_the_lender_acts(text: str) -> None:
    assert not any(mention.certain for mention in find_claims(text))


def test_the_second_reader_overrules_a_rule_where_the_words_speak_against_the_claim() -> None:
    text = "我住院是前年的事，早就好了，现在正常上班"
    by_rule = {one.claim for rule in CLAIM_RULES for one in rule.read(Clauses(text), received_on=None)[0]}

    assert by_rule == {Claim.ILLNESS}
    assert find_claims(text) == []


def test_who_leads_the_collectors_is_no_third_person() -> None:
    heard = find_claims("催收主管半夜给我打电话")

    assert {one.claim for one in heard} == {Claim.CALL_HOURS}


def test_every_claim_of_the_contract_has_one_rule() -> None:
    assert sorted(rule.claim for rule in CLAIM_RULES) == sorted(Claim)


def test_the_last_page_of_a_letter_without_a_full_stop_is_heard_as_the_first() -> None:
    page = "催收天天打电话给我，我很难受，家里人都知道了，"

    heard = [one for one in find_claims(page * 100) if one.claim is Claim.CALL_FREQUENCY]

    assert len(heard) == 100
