import csv
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from mingjian.wording.families import chance_level, find_families
from mingjian.wording.matching import Template, TemplateIndex, band_keys, match_text, text_key
from mingjian.wording.transfers import without_transfer

CFPB = Path(__file__).parents[3] / "shared" / "data" / "cfpb"
needs_cfpb = pytest.mark.skipif(not CFPB.exists(), reason="the CFPB narratives are not at hand")

LETTER = (
    "本人于去年三月在贵公司办理一笔贷款，合同签订时业务员并未说明担保费用，每月实际还款远高于当初承诺的数额。"
    "今年工厂停产后收入中断，曾多次主动联系说明情况并提出分批归还，均被拒绝。此后催收人员轮番致电，言辞激烈，"
    "使我无法正常工作。现恳请核实上述情况，退还多收的费用，并就剩余本金给出可行的还款安排。"
)
CHARACTERS = "春夏秋冬山水风云花鸟鱼虫金木火土东西南北江河湖海日月星辰草竹梅兰诗书画琴"


def _noise(chance: random.Random, length: int = 120) -> str:
    return "".join(chance.choices(CHARACTERS, k=length))


def _edited(text: str, share: float, chance: random.Random) -> str:
    characters = list(text)
    for place in chance.sample(range(len(characters)), round(share * len(characters))):
        characters[place] = chance.choice(CHARACTERS)
    return "".join(characters)


def _narratives(name: str) -> list[str]:
    with (CFPB / name).open(encoding="utf-8", newline="") as file:
        return [row["narrative"] for row in csv.DictReader(file)]


def test_copies_and_edited_copies_are_one_family() -> None:
    chance = random.Random(1)
    texts = [_noise(chance) for _ in range(60)]
    texts += [LETTER, LETTER, *(_edited(LETTER, share, chance) for share in (0.05, 0.1, 0.2, 0.3))]
    (family,) = find_families(texts).families
    assert family.members == tuple(range(60, 66))
    assert family.medoid in family.members
    assert family.similarities[family.members.index(family.medoid)] == 1.0


def test_equal_texts_are_a_family_whatever_their_case_punctuation_and_figures() -> None:
    chance = random.Random(2)
    texts = [_noise(chance) for _ in range(20)]
    texts += ["我在貴司借款5000元，無力償還！", "我在贵司借款８００元；无力偿还"]
    (family,) = find_families(texts).families
    assert family.members == (20, 21)


def test_a_stock_phrase_makes_no_family() -> None:
    chance = random.Random(3)
    phrase = "希望相关监管部门依法介入调查并尽快给予书面答复"
    texts = [_noise(chance, 90) + phrase + _noise(chance, 90) for _ in range(300)]
    assert find_families(texts).families == ()


PASSED_ON = (
    "【12345热线转办】诉求人来电反映：{}"
    "诉求目的：请相关单位核实处理并在5个工作日内回复诉求人，同时将办理结果反馈我中心。"
)


def test_what_a_hotlines_operator_writes_around_each_complaint_makes_no_family() -> None:
    chance = random.Random(4)
    texts = [_noise(chance) for _ in range(60)] + [PASSED_ON.format(_noise(chance, 60)) for _ in range(18)]
    assert find_families([*texts, *[PASSED_ON.format("催收骚扰。")] * 2]).families == ()


def test_a_letter_that_a_hotline_passed_on_is_of_its_family_and_is_found_again() -> None:
    chance = random.Random(5)
    texts = [_noise(chance) for _ in range(60)] + [LETTER, _edited(LETTER, 0.1, chance), PASSED_ON.format(LETTER)]
    (family,) = find_families(texts).families
    assert family.members == (60, 61, 62)
    assert text_key(PASSED_ON.format(LETTER)) == text_key(LETTER)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (
            "12378热线转办工单：市民王女士来电反映，晚上十点还打电话催收，我妈接了吓得一夜没睡。",
            "晚上十点还打电话催收，我妈接了吓得一夜没睡。",
        ),
        (
            "（我市市长热线交办件）反映人称：合同里没有的费用扣了我六百多，问谁都说不知道。请承办单位调查核实并反馈我办。",
            "合同里没有的费用扣了我六百多，问谁都说不知道。",
        ),
        ("（本人投诉12345登记）贵公司乱收费，晚上还打电话到单位。请贵公司核实处理并书面回复。", None),
        ("投诉人反映：我要求停息挂账。请相关部门核实处理并书面答复我。", None),
        ("我给12345打过电话，没人管", None),
        ("我打12345登记工单投诉了你们：你们还是催收，请贵公司核实处理并在三日内书面答复。", None),
        (
            "【我中心12345转办】市民来电反映：晚上十点还打电话催收，我妈接了吓得一夜没睡。",
            "晚上十点还打电话催收，我妈接了吓得一夜没睡。",
        ),
        ("【12345热线转办】请相关单位核实处理并回复诉求人。", ""),
        (PASSED_ON.format("催收骚扰。"), ""),
    ],
)
def test_an_office_s_words_are_told_from_the_writer_s(text: str, own: str | None) -> None:
    assert without_transfer(text) == (text if own is None else own)


def test_a_chain_of_neighbours_is_not_one_family() -> None:
    chance = random.Random(4)
    pieces = [_noise(chance, 60) for _ in range(9)]
    texts = ["".join(pieces[start : start + 3]) for start in range(7) for _ in range(1)]
    texts += [_noise(chance) for _ in range(100)]
    for family in find_families(texts).families:
        assert max(family.members) - min(family.members) <= 2


def test_families_that_hang_together_with_very_many_texts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(6)
    letters = [_noise(chance) for _ in range(12)]
    texts = [_edited(letter, 0.15, chance) for letter in letters for _ in range(15)]
    texts += [letters[place][:60] + letters[place + 1][60:] for place in range(11)]
    found = find_families(texts)
    monkeypatch.setattr("mingjian.wording.families.AT_ONCE", 2)
    assert find_families(texts) == found
    assert len(found.families) >= 12


@pytest.mark.parametrize("texts", [[], [""], ["", "，。"], ["停止催收"], ["a", "b"]])
def test_what_has_no_families_gives_none(texts: list[str]) -> None:
    assert find_families(texts).families == ()


def test_the_same_texts_give_the_same_families() -> None:
    chance = random.Random(5)
    texts = [_noise(chance) for _ in range(50)] + [_edited(LETTER, 0.1, chance) for _ in range(8)]
    assert find_families(texts) == find_families(texts)


def test_the_level_rises_where_texts_meet_by_chance() -> None:
    pairs = np.array([[2 * text, 2 * text + 1] for text in range(40)])
    alike = np.linspace(0.2, 0.45, 40)
    assert chance_level(pairs, alike, 80) > chance_level(pairs[:2], alike[:2], 80)


def test_a_letter_that_arrives_later_finds_the_family_that_the_run_found() -> None:
    chance = random.Random(6)
    texts = [_noise(chance) for _ in range(60)] + [_edited(LETTER, 0.1, chance) for _ in range(10)]
    found = find_families(texts)
    (family,) = found.families
    medoid = texts[family.medoid]
    index = TemplateIndex(
        {text_key(texts[member]): "T-1" for member in family.members},
        {key: ["T-1"] for key in band_keys(medoid)},
        {"T-1": Template("T-1", medoid, found.level)},
    )
    for place, text in enumerate(texts):
        match = match_text(text, index)
        assert (match is not None) == (place in family.members)
    later = match_text(_edited(medoid, 0.05, chance), index)
    assert later is not None
    assert not later.known
    assert match_text("", index) is None


@needs_cfpb
def test_every_exact_duplicate_of_the_mills_is_in_one_family_with_its_near_copies() -> None:
    texts = _narratives("narratives_mills_450.csv")
    families = find_families(texts).families
    place = {member: number for number, family in enumerate(families) for member in family.members}
    copies = defaultdict(list)
    for number, text in enumerate(texts):
        copies[text].append(number)
    for same in copies.values():
        if len(same) > 1:
            assert len({place.get(number) for number in same}) == 1
            assert None not in {place.get(number) for number in same}
    assert len(families[0].members) > max(map(len, copies.values()))


@needs_cfpb
@pytest.mark.parametrize(
    "names",
    [("narratives_1000.csv", "narratives_raw_220.csv"), ("narratives_1000.csv",), ("narratives_raw_220.csv",)],
)
def test_hardly_a_control_narrative_is_in_a_family_of_three(names: tuple[str, ...]) -> None:
    texts = [text for name in names for text in _narratives(name)]
    inside = sum(len(family.members) for family in find_families(texts, smallest=3).families)
    assert inside <= 0.04 * len(texts)


def test_a_loose_family_is_no_chance_meeting() -> None:
    triangles = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (6, 7), (7, 8), (6, 8)]
    pairs = np.array([*triangles, (2, 3), (5, 6), (0, 8)])
    similarity = np.full(len(pairs), 0.3)

    assert chance_level(pairs, similarity, 20) == 0.25
    # The same pairs without the triangles: texts that meet two by two.
    assert chance_level(np.array([(2, 3), (5, 6), (0, 8)]), np.full(3, 0.3), 20) > 0.25


def test_few_shingles_are_counted_as_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(11)
    texts = [*(_noise(chance) for _ in range(40)), *(_edited(LETTER, share, chance) for share in (0.0, 0.1, 0.3))]
    few = find_families(texts)
    monkeypatch.setattr("mingjian.wording.families._FEW", 1 << 30)
    assert find_families(texts) == few
    assert few.families
