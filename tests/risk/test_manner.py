"""The manner of writing: learned from findings, bounded, shown, and never enough to accuse."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from mingjian.contract.vocabulary import Zone
from mingjian.risk import RiskSettings
from mingjian.risk.agent_model import NOBODY, AgentModel, Everyone, Labelled, learned_model, written_model
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.features import Subject, evidence_of, features_of
from mingjian.risk.ledger import agent_model, agent_rows
from mingjian.risk.manner import MOST, Manner, Writings, beyond_the_letter, learned
from mingjian.risk.proxies import telling_of_people
from mingjian.risk.scorecard import NO_LEVEL

SETTINGS = RiskSettings()
OF_AGENCIES = ("依据相关规定责令贵司", "本人郑重要求贵司", "恳请监管部门依法查处")
OF_CUSTOMERS = ("你们天天打电话烦死了", "我真的没钱了能不能缓缓", "客服一直说没办法")


def writings(count: int) -> tuple[Writings, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Complaints of agencies and of customers in turn, each with the name of whoever signs it and a sum of its own."""
    random = np.random.default_rng(2)
    agents = np.array([number % 2 for number in range(count)], dtype=np.float64)
    texts = []
    for number, agent in enumerate(agents):
        said = random.permutation(OF_AGENCIES if agent else OF_CUSTOMERS)[:2]
        texts.append("，".join([*said, f"张{chr(0x4E00 + 7 * number)}{chr(0x5200 + 5 * number)}", f"{37 * number}元"]))
    return Writings(tuple(texts), tuple(f"C{number}" for number in range(count))), agents


def uninformed(count: int) -> Labelled:
    """Labels of which the scorecard knows nothing, and whose texts tell all."""
    found, agents = writings(count)
    patterns = np.full((count, len(AGENT.characteristics)), NO_LEVEL, dtype=np.int8)
    return Labelled(patterns, agents, found)


def batch_of(texts: list[str | None], **known: float) -> pa.Table:
    size = len(texts)
    columns = {
        name: pa.array([f"{name}{number}" for number in range(size)]) for name in ("complaint_id", "customer_id")
    }
    columns |= {
        feature.name: pa.array([known.get(feature.name)] * size, pa.float64())
        for feature in features_of(Subject.COMPLAINT)
    }
    columns |= {name: pa.nulls(size, pa.string()) for name in (*evidence_of(Subject.COMPLAINT), "borne_out")}
    return pa.table(columns | {"text": pa.array(texts, pa.string())})


@pytest.fixture(scope="module")
def taught() -> AgentModel:
    return learned_model(SETTINGS, uninformed(120))


def test_an_unseen_text_is_told_by_its_wording() -> None:
    manner = learned(*writings(60))
    agency, own = manner.scores(["恳请监管部门依法查处，本人郑重要求贵司", "客服一直说没办法，我真的没钱了"])
    assert agency > 0.5
    assert own < -0.5
    assert manner.scores([None, ""]).tolist() == [0, 0]


def test_names_and_figures_teach_nothing() -> None:
    manner = learned(*writings(60))
    assert not [one for one in manner.weights if "张" in one]
    assert manner.scores(["37元"]) == manner.scores(["9621元"])


def test_wording_joins_the_model_where_it_foretells_later_labels(taught: AgentModel) -> None:
    assert taught.manner is not None
    found, agents = writings(120)
    chance = assess_complaints(batch_of(list(found.texts)), model=taught).column("agent_probability").to_numpy()
    assert chance[agents == 1].min() > chance[agents == 0].max()


def test_wording_that_tells_nothing_says_next_to_nothing() -> None:
    known = uninformed(120)
    agents = np.random.default_rng(7).permutation(known.agents)
    found = learned_model(SETTINGS, Labelled(known.patterns, agents, known.writings))
    assert found.manner is None or np.abs(found.manner.scores(known.writings.texts)).max() < 0.5


def test_reasons_with_wording_add_up_to_the_score(taught: AgentModel) -> None:
    assessed = assess_complaints(batch_of([OF_AGENCIES[0], OF_CUSTOMERS[0], None]), model=taught).to_pylist()
    for row in assessed:
        reasons = json.loads(row["reasons"])
        assert row["score"] == pytest.approx(taught.base + sum(reason["weight"] for reason in reasons))
    first, second, third = ({reason["code"]: reason for reason in json.loads(row["reasons"])} for row in assessed)
    assert first["agent_manner"]["values"]["words"].split("、")[0] in OF_AGENCIES[0]
    assert "agent_manner_own" in second
    assert "self_manner_own" in assessed[1]["merits"]
    assert not third.keys() & {"agent_manner", "agent_manner_own"}


def test_the_words_of_a_copied_letter_say_once_more_that_it_is_one() -> None:
    wording = np.array([3.0, 3.0, 1.0, -2.0, 2.0])
    letter = np.array([0.0, 2.5, 2.5, 2.5, 2.0])
    assert beyond_the_letter(wording, letter).tolist() == [3.0, 0.5, 0.0, -2.0, 0.0]


def test_wording_alone_never_accuses() -> None:
    certain = Manner(MOST * 10, {"贵司": 100.0})
    model = written_model(SETTINGS)
    model = AgentModel(
        SETTINGS, AGENT, base=3.0, covariance=model.covariance * 0, doubt=0.0, labels=1_000, manner=certain
    )
    batch = batch_of(["贵司"], letter_code_words=2.0)
    assert assess_complaints(batch, model=model).column("zone").to_pylist() != [str(Zone.LIKELY_AGENT)]


def test_wording_of_his_own_keeps_a_client_of_a_gang_from_being_accused() -> None:
    model = written_model(SETTINGS)
    shown = {"representative_paid_outsider": 1.0, "gang_strength": 0.9, "gang_other_customers": 10.0}

    def zone(wording: float, **hand: float) -> str:
        batch = batch_of(["还款"], **shown, **hand, gang_fresh_paths=1.0)
        told = AgentModel(SETTINGS, AGENT, 0.0, model.covariance * 0, 0.0, 1_000, Manner(0.0, {"还款": wording}))
        return str(assess_complaints(batch, model=told).column("zone")[0].as_py())

    assert zone(0.5) == Zone.LIKELY_AGENT
    assert zone(-0.5) == Zone.UNDECIDED
    # Not where the letter or its telephone is that of many: somebody else wrote it, in words that no label has shown.
    assert zone(-0.5, contact_phone_households=9.0, contact_phone_own=0.0) == Zone.LIKELY_AGENT


def test_the_model_is_told_whole_by_its_ledger(taught: AgentModel) -> None:
    read = agent_model(agent_rows(taught).to_pylist(), SETTINGS)
    assert read.manner == taught.manner
    batch = batch_of([OF_AGENCIES[0], OF_CUSTOMERS[1]])
    assert assess_complaints(batch, model=read).equals(assess_complaints(batch, model=taught))


def test_one_text_alone_gives_the_same_bits_as_among_others(taught: AgentModel) -> None:
    texts: list[str | None] = [OF_AGENCIES[0], OF_CUSTOMERS[1], OF_AGENCIES[2]]
    together = assess_complaints(batch_of(texts), model=taught).column("score").to_pylist()
    alone = [assess_complaints(batch_of([text]), model=taught).column("score")[0].as_py() for text in texts]
    assert together == alone


def test_whole_words_that_several_wrote_are_told_or_none() -> None:
    weights = dict.fromkeys(("逾期", "还款", "王芳", "上的"), 0.0) | {
        "期还": 3.0,
        "号那": 2.0,
        "芳还": 1.0,
        "信上": 1.0,
    }
    manner = Manner(0.0, weights)
    assert manner.telling("8号那天逾期还款，征信上的记录", for_agent=True) == ("逾期还款",)
    del weights["逾期"]
    assert manner.telling("逾期还款", for_agent=True) == ()


def test_manner_learns_nothing_from_the_lenders_name_and_its_products() -> None:
    known = uninformed(120)
    texts = tuple(
        text + ("" if agent else "，渝汇消费金融的随心借")
        for text, agent in zip(known.writings.texts, known.agents, strict=True)
    )
    known = replace(known, writings=replace(known.writings, texts=texts))
    unnamed = learned_model(SETTINGS, known).manner
    named = learned_model(SETTINGS, known, replace(NOBODY, names=("渝汇消费金融", "随心借"))).manner
    assert unnamed is not None
    assert named is not None
    assert unnamed.weights.keys() >= {"汇消", "渝汇", "随心借"}
    assert not named.weights.keys() & {"汇消", "渝汇", "费金融", "随心", "随心借"}
    assert named.weights.keys() & {"客服", "贵司"}


def test_numbers_are_not_told_to_a_reader() -> None:
    manner = Manner(0.0, {"借款0": 2.0, "贵司": 1.0})
    assert manner.telling("贵司，借款5000元", for_agent=True) == ("贵司",)
    assert manner.scores(["借款5000元"])[0] > 0
    assert manner.telling("借款5000元", for_agent=True) == ()


DIALECT, STANDARD = "俺莫得法子了", "我没有办法了"


def test_an_agency_that_finds_its_clients_in_one_province_does_not_make_its_dialect_suspicious() -> None:
    found, agents = writings(120)
    texts = [text + "，" + (DIALECT if agent else STANDARD) for text, agent in zip(found.texts, agents, strict=True)]
    known = replace(uninformed(120), writings=replace(found, texts=tuple(texts)))
    own = tuple(f"{one}，{DIALECT if number % 2 else STANDARD}" for number, one in enumerate(OF_CUSTOMERS * 40))
    nothing_known = np.full((len(own), len(AGENT.characteristics)), NO_LEVEL, dtype=np.int8)
    writers = tuple(f"H{number}" for number in range(len(own)))
    people = {"province": tuple("41" if number % 2 else "50" for number in range(len(own)))}

    blind = learned_model(SETTINGS, known, Everyone(nothing_known, own))
    fair = learned_model(SETTINGS, known, Everyone(nothing_known, own, writers, people))

    assert blind.manner is not None
    assert fair.manner is not None
    assert blind.manner.scores([DIALECT])[0] - blind.manner.scores([STANDARD])[0] > 1
    assert fair.manner.scores([DIALECT]) == fair.manner.scores([STANDARD])
    assert fair.manner.scores([OF_AGENCIES[0]])[0] - fair.manner.scores([OF_CUSTOMERS[0]])[0] > 1


def test_what_few_people_say_tells_no_group() -> None:
    said = [{"俺莫"} if number < 10 else {"我没"} for number in range(200)]
    people = {"province": ["41" if number < 10 else "50" for number in range(200)]}

    assert telling_of_people(said, people, {"俺莫", "我没"}) == frozenset()


def test_what_all_groups_say_alike_is_kept() -> None:
    random = np.random.default_rng(5)
    known = {f"词{number}" for number in range(200)}
    said = [{one for one in known if random.random() < 0.3} for _ in range(300)]
    people = {"sex": ["male" if number % 2 else "female" for number in range(300)]}

    assert len(telling_of_people(said, people, known)) <= 2
