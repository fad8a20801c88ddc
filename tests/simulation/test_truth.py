import json
from collections import Counter

import polars as pl
import pytest

from mingjian.contract.truth import TRUTH
from mingjian.simulation.filing import ESCALATED
from mingjian.simulation.story import LookAlike
from mingjian.wording.new_code_words import propose_code_words
from tests.simulation.conftest import Make, Simulated


def test_every_table_of_the_truth_keeps_its_form(world: Simulated) -> None:
    for name, table in TRUTH.items():
        rows = world.truth(name)
        assert rows.columns == list(table.columns)
        for field in table.fields:
            if field.required:
                assert rows[field.name].null_count() == 0, (name, field.name)
            if field.values is not None:
                assert set(rows[field.name].drop_nulls()) <= {value.value for value in field.values}
        if table.primary_key:
            assert rows.select(table.primary_key).is_duplicated().sum() == 0


def test_the_delivery_holds_no_truth(world: Simulated) -> None:
    secret = {name for table in TRUTH.values() for name in table.columns} - {
        "start",
        "end",
        "name",
        "kind",
        "event",
        "at",
    }
    for path in (world.folder / "delivery").glob("*.parquet"):
        shown = set(pl.read_parquet_schema(path))
        assert not shown & (secret & {"gang_id", "family_id", "agent_filed", "look_alike", "is_true", "lineage_id"})


def test_truth_and_delivery_name_the_same_complaints(world: Simulated) -> None:
    assert set(world.truth("complaints")["complaint_id"]) == set(world.delivery("complaints")["complaint_id"])
    assert set(world.truth("customers")["customer_id"]) == set(world.delivery("customers")["customer_id"])


def test_marks_and_claims_lie_within_their_texts(world: Simulated) -> None:
    texts = dict(world.delivery("complaints").select("complaint_id", "text").iter_rows())
    for name in ("marks", "claims"):
        for complaint_id, start, end in world.truth(name).select("complaint_id", "start", "end").iter_rows():
            assert 0 <= start < end <= len(texts[complaint_id])
            assert texts[complaint_id][start:end].strip(), name


def test_what_a_letter_claims_in_passing_is_in_the_truth(world: Simulated) -> None:
    letters = world.delivery("complaints").select("complaint_id", "text")
    claims = world.truth("claims").filter(pl.col("claim") == "hardship")
    for words in ("资金链断裂", "家底掏空", "轮休", "入不敷出"):
        says = letters.filter(pl.col("text").str.contains(words, literal=True))
        assert set(says["complaint_id"]) <= set(claims["complaint_id"]), words
    vague = world.truth("claims").filter(~pl.col("is_true") & (pl.col("claim") == "hardship"))
    assert set(vague["expected_status"]) <= {"unknown"}


def test_code_words_stand_where_the_truth_says(world: Simulated) -> None:
    texts = dict(world.delivery("solicitations").select("solicitation_id", "text").iter_rows())
    rows = world.truth("code_words")
    assert not rows.is_empty()
    for row in rows.iter_rows(named=True):
        assert texts[row["solicitation_id"]][row["start"] : row["end"]] == row["word"]


def test_words_that_no_list_knows_are_proposed_from_the_posts_of_a_small_world(world: Simulated) -> None:
    planted = set(world.truth("code_words").filter("new").select("word", "standard").iter_rows())
    texts = [text for table in ("solicitations", "complaints", "testimonies") for text in world.delivery(table)["text"]]
    proposed = {(one.word, one.standard) for one in propose_code_words(texts)}
    assert len(planted) >= 4
    assert planted == proposed


def test_a_claim_of_many_calls_is_borne_out_by_the_log(world: Simulated) -> None:
    contacts = world.delivery("contacts").filter(pl.col("channel") == "call")
    days = dict(
        contacts.select("contact_id", pl.col("started_at").dt.convert_time_zone("Asia/Shanghai").dt.date()).iter_rows()
    )
    rows = world.truth("claims").filter(
        (pl.col("claim") == "call_frequency") & (pl.col("expected_status") == "borne_out")
    )
    assert not rows.is_empty()
    for evidence in rows["evidence"]:
        calls = json.loads(evidence)
        assert len(calls) >= 7
        assert len({days[call] for call in calls}) == 1


def test_a_claim_of_calls_to_others_is_contradicted_only_where_the_log_names_nobody_else(world: Simulated) -> None:
    owner = dict(world.delivery("complaints").select("complaint_id", "customer_id").iter_rows())
    when = dict(world.delivery("complaints").select("complaint_id", "received_at").iter_rows())
    others = world.delivery("contacts").filter(
        (pl.col("purpose") == "collection")
        & pl.col("counterparty").is_in(["relative", "colleague", "other_third_party"])
    )
    rows = world.truth("claims").filter(
        (pl.col("claim") == "third_party_contact") & (pl.col("expected_status") == "contradicted")
    )
    for complaint_id in rows["complaint_id"]:
        if owner[complaint_id] is None:
            continue
        mine = others.filter(
            (pl.col("customer_id") == owner[complaint_id]) & (pl.col("started_at") < when[complaint_id])
        )
        assert mine.is_empty()


def test_a_rate_above_the_cap_is_borne_out_by_the_contract_or_by_what_the_plan_asks(world: Simulated) -> None:
    asked = world.delivery("repayments").group_by("loan_id").agg(pl.col("due_yuan").mean().alias("asked"))
    loans = world.delivery("loans").join(asked, on="loan_id")
    month = 0.24 / 12
    at_the_cap = pl.col("principal_yuan") * month / (1 - (1 + month) ** -pl.col("term_months"))
    above = set(loans.filter((pl.col("annual_rate") > 0.24) | (pl.col("asked") > at_the_cap))["loan_id"])
    rows = world.truth("claims").filter((pl.col("claim") == "rate_above_cap") & pl.col("is_true"))
    for evidence in rows["evidence"]:
        assert set(json.loads(evidence)) <= above


def test_every_look_alike_occurs_and_none_is_filed_by_an_agent(make: Make) -> None:
    rows = make(customers=4_000, complaints_per_customer=1.0, seed=3).truth("complaints")
    assert set(rows["look_alike"].drop_nulls()) == {kind.value for kind in LookAlike}
    assert not rows.drop_nulls("look_alike")["agent_filed"].any()


def test_about_a_quarter_of_what_agents_file_is_right(make: Make) -> None:
    rows = make(customers=4_000, complaints_per_customer=1.0, seed=3).truth("complaints").filter("agent_filed")
    share = rows["has_merit"].mean()
    assert isinstance(share, float)
    assert 0.12 < share < 0.45


def test_the_share_of_agents_is_about_what_was_asked_for(make: Make) -> None:
    rows = make(customers=4_000, complaints_per_customer=1.0, seed=3).truth("complaints")
    share = rows["agent_filed"].mean()
    assert isinstance(share, float)
    assert 0.2 < share < 0.42


def test_no_gang_at_all_is_a_world_too(make: Make) -> None:
    quiet = make(customers=300, agent_share=0.0)
    assert not quiet.truth("complaints")["agent_filed"].any()
    assert quiet.truth("gangs").is_empty()


def test_labels_come_late_of_the_conspicuous_and_err_now_and_then(make: Make) -> None:
    world = make(customers=4_000, complaints_per_customer=1.0, seed=3)
    labels = world.delivery("labels").filter(pl.col("subject_type") == "complaint")
    rows = labels.join(world.truth("complaints"), left_on="subject_id", right_on="complaint_id", how="inner").join(
        world.delivery("complaints").select("complaint_id", "received_at"),
        left_on="subject_id",
        right_on="complaint_id",
    )
    assert ((rows["decided_at"] - rows["received_at"]).dt.total_days() >= 12).all()
    wrong = (rows["agent_filed"] != (rows["label"] == "agent_filed")).mean()
    assert isinstance(wrong, float)
    assert 0 < wrong < 0.1
    share = rows["agent_filed"].mean()
    base = world.truth("complaints")["agent_filed"].mean()
    assert isinstance(share, float)
    assert isinstance(base, float)
    assert share > base


@pytest.mark.parametrize("name", ["chongqing", "qingdao"])
def test_gangs_share_less_the_higher_they_stand(make: Make, name: str) -> None:
    """Shared contact numbers and devices fade; at the top no identifier serves more than a few clients."""
    shared = []
    for step in (0.0, 0.5, 1.0):
        world = make(world=name, sophistication=step)
        rows = world.delivery("complaints").join(
            world.truth("complaints").filter("agent_filed").select("complaint_id", "gang_id"), on="complaint_id"
        )
        most = Counter(
            (gang, phone)
            for gang, phone, _ in rows.select("gang_id", "contact_phone", "customer_id").unique().iter_rows()
            if phone
        ).most_common(1)
        shared.append(most[0][1])
    assert shared[0] > shared[1] >= shared[2]
    assert shared[2] <= 3


@pytest.mark.parametrize("name", ["chongqing", "qingdao"])
def test_letters_of_a_gang_are_copies_at_the_foot_of_the_ladder_and_nobody_s_at_its_top(make: Make, name: str) -> None:
    foot, top = make(world=name, sophistication=0.0), make(world=name, sophistication=1.0)
    assert foot.truth("complaints").filter("agent_filed")["family_id"].null_count() == 0
    assert top.truth("complaints").filter("agent_filed")["family_id"].drop_nulls().is_empty()


def test_gangs_are_born_rebrand_split_and_buy_from_dens(make: Make) -> None:
    world = make(customers=4_000, complaints_per_customer=1.0, seed=3)
    gangs = world.truth("gangs")
    assert gangs["rebranded_from"].drop_nulls().len() > 0
    assert gangs["den_id"].drop_nulls().is_duplicated().any()
    child = gangs.drop_nulls("rebranded_from").row(0, named=True)
    parent = gangs.filter(pl.col("gang_id") == child["rebranded_from"]).row(0, named=True)
    assert child["lineage_id"] == parent["lineage_id"]
    assert child["sophistication"] >= parent["sophistication"]
    assert {"born", "rebranded"} <= set(world.truth("gang_events")["event"])


def test_escalation_is_foreseen_only_in_the_truth(world: Simulated) -> None:
    rows = world.truth("customers")
    assert rows["complains_within_30d"].any()
    assert rows.filter(pl.col("escalates_within_30d") & ~pl.col("complains_within_30d")).is_empty()
    after = rows.drop_nulls("next_complaint_at")["next_complaint_at"]
    assert (after > world.truth("world")["snapshot_at"][0]).all()
    complains, escalates = (pl.col(f"{what}_within_30d") for what in ("complains", "escalates"))
    of_them = [channel.value for channel in ESCALATED]
    assert rows.filter(complains)["next_channel"].null_count() == 0
    assert rows.filter(escalates)["next_channel"].is_in(of_them).all()
    assert not rows.filter(complains & ~escalates)["next_channel"].is_in(of_them).any()


def test_the_extract_of_the_register_lacks_the_lawyers_of_one_firm(make: Make) -> None:
    rows = make(customers=4_000, complaints_per_customer=1.0, seed=3)
    stated = rows.delivery("representations").join(rows.truth("representations"), on="representation_id")
    missing = stated.filter(pl.col("why") == "lawyer_outside_the_extract")
    assert missing["lawful"].all()
    assert missing["organisation_name"].n_unique() == 1
    assert not set(missing["licence_number"]) & set(rows.delivery("practitioners")["licence_number"])
    assert set(missing["organisation_name"]) <= set(rows.delivery("organisations")["name"])
