import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.agencies import read_agreement
from mingjian.agencies.agreements import clause_kinds
from mingjian.agencies.agreements.concepts import in_concepts
from mingjian.agencies.agreements.model import ClauseModel, clause_model, told
from mingjian.agencies.agreements.training import fitted, manners, sentences
from mingjian.contract.sentences import SENTENCES

AGREEMENT = """债务优化服务协议
一、甲方于本协议签订当日一次性向乙方支付服务费人民币2980元，乙方收款后开始服务。
二、乙方按甲方减免金额的百分之八收取佣金。上述费用一经支付，无论结果如何概不退还。
三、服务期间，甲方不得私自接听催收电话或与银行、网贷平台协商还款，所有沟通均由乙方专员进行。
四、甲方应将身份证原件、名下手机卡以及各平台登录密码、验证码交乙方保管使用。
五、自签约之日起甲方须停止一切还款。
六、乙方保证三日内停催，并可修复甲方征信。
七、如需贫困证明、诊断书等材料，由乙方代为办理，每份另收工本费280元。
八、甲方与监管部门通话时须按照乙方提供的话术统一口径回答。
九、因本协议产生的一切法律责任由甲方自行承担，与乙方无关。
十、甲方单方解除协议的，须按合同总额的30%支付违约金。
十一、甲方不得向任何第三方透露本协议内容。
十二、甲方不可撤销地全权委托乙方处理一切事宜，并授权乙方以甲方名义向12378、12345投诉。
"""


def kinds(text: str) -> set[str]:
    return {clause.kind for clause in read_agreement(text)}


def test_lines_without_numbers_are_provisions_of_their_own() -> None:
    text = (
        "甲方应先付服务费3800元，无论结果如何概不退还。\n甲方须将手机卡交由乙方保管，并提供短信验证码。\n"
        "服务期间甲方不得与银行联系，一切由乙方沟通。\n乙方保证停息挂账成功。\n"
    )
    assert kinds(text) >= {"no_refund", "hand_over_sim", "hand_over_passwords", "ban_on_contact", "guaranteed_result"}


def test_every_clause_of_an_agreement_is_named_in_its_place() -> None:
    found = {clause.kind: AGREEMENT[clause.start : clause.end] for clause in read_agreement(AGREEMENT)}
    assert set(found) == {
        "upfront_fee", "share_of_debt_fee", "no_refund", "ban_on_contact", "hand_over_identity", "hand_over_sim",
        "hand_over_passwords", "stop_repaying", "guaranteed_result", "credit_repair", "false_papers",
        "coached_statements", "liability_on_client", "penalty_for_leaving", "gag", "blanket_authorisation",
        "complaints_in_client_name",
    }  # fmt: skip
    assert "30%" in found["penalty_for_leaving"]
    assert "停止一切还款" in found["stop_repaying"]
    assert "签订当日" not in found["no_refund"], "a long provision is shown by the part that says it"


@pytest.mark.parametrize(
    "text",
    [
        "委托人可以随时自行与银行协商还款，受托律师不得限制。",
        "律师费在服务完成后再支付，乙方不收取任何预付费用。",
        "乙方应对甲方的个人信息严格保密，未经甲方同意不得向第三方提供。",
        "乙方不会要求甲方提供银行卡密码或验证码。",
        "甲方应如实提供真实、有效的收入证明材料。",
        "乙方违约的，应承担违约责任并退还已收费用。",
        "建议甲方在协商期间继续按时还款。",
        "",
    ],
)
def test_terms_that_protect_the_client_are_not_held_against_the_agreement(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("他们再来电话你就挂了,甭理", "ban_on_contact"),
        ("先把钱扫过来,老师才给你排", "upfront_fee"),
        ("身份证正反面拍了传群里", "hand_over_identity"),
        ("下个月开始别还了,晾着他们", "stop_repaying"),
        ("验证码到了念给我", "hand_over_passwords"),
    ],
)
def test_what_is_said_as_people_talk_is_understood_as_well(said: str, kind: str) -> None:
    assert kind in kinds(said)


@pytest.mark.parametrize(
    "text",
    [
        "有人说能帮你停息挂账还要你交身份证的,都是骗子",
        "我昨天给银行打了电话,人家答应下个月再说",
        "本行不会让您停止还款,也不会要验证码",
        "手机丢了,赶紧去营业厅补卡",
    ],
)
def test_warnings_and_what_honest_people_tell_are_of_no_kind(text: str) -> None:
    assert kinds(text) == set()


def test_the_model_knows_every_kind_that_its_sentences_say() -> None:
    drawn = list(sentences(random.Random(1)))
    assert drawn == list(sentences(random.Random(1)))
    assert {kind for one in drawn for kind in one.kinds} == set(clause_kinds())
    assert {one.manner for one in drawn} == set(manners())
    assert all(one.text for one in drawn)


def test_every_manner_of_speaking_has_harmless_sentences() -> None:
    drawn = list(sentences(random.Random(1)))
    assert {one.manner for one in drawn if not one.kinds} == set(manners())


def test_wrong_characters_of_the_same_sound_are_understood() -> None:
    assert kinds("验正马来了马上念给我") == {"hand_over_passwords"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("问：银行打电话来我要接吗？答：不要接，一律转给我们", {"ban_on_contact"}),
        ("问：密码可以告诉客服吗？答：谁都不要告诉", set()),
    ],
)
def test_an_answer_is_read_with_its_question(text: str, meant: set[str]) -> None:
    assert kinds(text) == meant


def test_a_provision_reads_alike_alone_and_among_others() -> None:
    model = clause_model()
    texts = ["甲方不得与银行协商", "", "押金退房时退还", "密码发我12"]
    together = model.scores(texts)
    assert together.shape == (4, len(model.kinds))
    assert np.allclose(together, np.concatenate([model.scores([text]) for text in texts]), atol=1e-5)


def test_the_longest_word_of_a_concept_is_its_sign_and_no_word_crosses_a_provision() -> None:
    def signs(*texts: str) -> list[str]:
        characters = np.array([ord(character) for text in texts for character in text], dtype=np.uint32)
        owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        found, of = in_concepts(characters, owners)
        return ["".join(map(chr, found[of == number].tolist())) for number in range(len(texts))]

    assert signs("身份证原件") == signs("户口本"), "not 身份证 and the rest"
    assert signs("交12块") == signs("交三块")
    apart = signs("身", "份证")
    assert apart == [*signs("身"), *signs("份证")]
    assert apart != signs("身份证", "")


def test_a_model_of_a_few_sentences_tells_them_apart_and_comes_back_from_its_file(tmp_path: Path) -> None:
    few = [one for one in sentences(random.Random(1)) if one.manner == "terse"]
    model = fitted(few, random.Random(1))
    model.write(tmp_path / "weights.npz")
    stored = ClauseModel.read(tmp_path / "weights.npz")
    texts = [one.text for one in few]
    assert np.abs(stored.scores(texts) - model.scores(texts)).max() < 0.05, "coarser, and the same features"
    meant = np.array([[kind in one.kinds for kind in model.kinds] for one in few])
    assert (told(stored.scores(texts)) == meant).all(axis=1).mean() > 0.9, "it has at least learnt what it was taught"


def test_items_numbered_with_points_are_provisions_of_their_own() -> None:
    text = "3.1 甲方应于签约当日一次性支付服务费。\n3.2 上述费用支付后概不退还。\n3.3 本合同一式两份。"
    found = {clause.kind: text[clause.start : clause.end] for clause in read_agreement(text)}
    assert set(found) == {"upfront_fee", "no_refund"}
    assert found["no_refund"].startswith("3.2")
    assert "两份" not in found["no_refund"]


def test_what_stands_in_every_agreement_is_of_no_kind() -> None:
    assert (
        kinds(
            "4.1 甲方应如实提供债务资料，并对其真实性负责。\n4.2 甲方联系方式有变更的，应在三日内通知乙方。\n"
            "5.2 乙方应对甲方的个人信息保密，法律另有规定的除外。\n6.2 因不可抗力不能履行的，双方互不承担责任。\n"
            "第七条 争议由双方协商解决，协商不成的提交乙方所在地人民法院。\n第八条 本合同自双方签字盖章之日起生效。"
        )
        == set()
    )


def test_a_line_break_within_a_sentence_hides_nothing() -> None:
    assert kinds("五、自签约之日起甲方须停止一\n切还款。") == {"stop_repaying"}


def test_every_kind_has_its_sentence_in_both_languages() -> None:
    assert len(clause_kinds()) >= 15
    for kind in clause_kinds():
        sentence = SENTENCES[f"clause_{kind}"]
        assert sentence.zh
        assert sentence.en


@given(st.text(alphabet="甲乙方不得退还款一二、。；\n（）()1.第条 支付%", max_size=120))
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    for clause in read_agreement(text):
        assert 0 <= clause.start < clause.end <= len(text)


def test_a_sum_is_quoted_whole() -> None:
    text = (
        "乙方为甲方提供债务优化方案并全程跟进，甲方应于签约当日一次性向乙方支付服务费人民币2,980元，"
        "付款后概不退还，双方另有约定的除外。"
    )
    words = [text[clause.start : clause.end] for clause in read_agreement(text)]
    assert words
    assert not any(part.startswith("980") or part.endswith("2,") for part in words)
