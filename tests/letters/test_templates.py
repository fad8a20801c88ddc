from datetime import UTC, datetime, timedelta

import pyarrow as pa

from mingjian.access.masking import mask_text
from mingjian.letters.templates import (
    KEY,
    TEMPLATE,
    Previous,
    content_id,
    describe_templates,
    name_families,
    skeleton_from_json,
    skeleton_json,
    template_index,
)
from mingjian.wording.alignment import skeleton
from mingjian.wording.families import Family
from mingjian.wording.matching import TemplateIndex, match_text

TEXTS = [
    "本人张三在贵司借款30000元，因失业无力偿还，请求停止催收并且给予分期还款的机会。",
    "本人李四在贵司借款8000元，因生病无力偿还，请求停止催收并且给予分期还款的机会。",
    "本人王五在贵司借款5000元，因破产无力偿还，请求停止催收并且给予分期还款的机会。",
]
NOTHING = TemplateIndex({}, {}, {})
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def _family(*members: int) -> Family:
    return Family(members[0], members, (1.0,) * len(members))


def _rows(days: tuple[int, ...] = (0, 1, 2), customers: tuple[str | None, ...] = ("K1", "K2", None)) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "template_id": "T-1",
                "complaint_id": f"C{number}",
                "customer_id": customers[number],
                "text": TEXTS[number],
                "received_at": DAY + timedelta(days=days[number]),
                "channel": "hotline",
                "contact_phone": "13800000000",
                "is_medoid": number == 0,
                "text_similarity": 1.0,
                "level": 0.25,
            }
            for number in range(3)
        ]
    )


def test_a_family_keeps_its_id_while_it_keeps_its_letters() -> None:
    previous = Previous({"C0": "T-old", "C1": "T-old"}, NOTHING)
    assert name_families([_family(0, 1, 2)], ["C0", "C1", "C2"], TEXTS, previous) == ["T-old"]


def test_of_two_parts_of_a_split_family_the_larger_keeps_the_id() -> None:
    ids = [f"C{number}" for number in range(5)]
    previous = Previous(dict.fromkeys(ids, "T-old"), NOTHING)
    names = name_families([_family(0, 1), _family(2, 3, 4)], ids, TEXTS + TEXTS[:2], previous)
    assert names[1] == "T-old"
    assert names[0] != "T-old"


def test_a_family_of_new_letters_alone_keeps_the_id_of_the_medoid_that_it_is_alike_to() -> None:
    read = describe_templates(_rows()).to_pylist()
    index = template_index(
        [row for row in read if row["part"] == KEY], [row for row in read if row["part"] == TEMPLATE]
    )
    assert name_families([_family(1, 2)], ["D0", "D1", "D2"], TEXTS, Previous({}, index)) == ["T-1"]


def test_a_new_family_is_named_after_its_medoid() -> None:
    assert name_families([_family(0, 1)], ["C0", "C1"], TEXTS, None) == [content_id(TEXTS[0])]


def test_no_id_of_a_template_looks_like_somebodys_number() -> None:
    names = [content_id(f"本人借款{number}元") for number in range(3_000)]

    assert [name for name in names if mask_text(name) != name] == []
    assert len(set(names)) == len(names)


def test_no_id_is_given_twice() -> None:
    names = name_families([_family(0, 1), _family(0, 2)], ["C0", "C1", "C2"], TEXTS, None)
    assert len(set(names)) == 2


def test_a_skeleton_is_read_back_as_it_was_written() -> None:
    drawn = skeleton(TEXTS[0], TEXTS)
    assert skeleton_from_json(skeleton_json(drawn)) == drawn


def test_a_template_tells_what_a_news_day_and_an_agency_differ_in() -> None:
    (row,) = (row for row in describe_templates(_rows(days=(0, 1, 90))).to_pylist() if row["part"] == TEMPLATE)
    assert row["complaints"] == 3
    assert row["customers"] == 3
    assert row["contacts"] == 1
    assert row["busiest_week_share"] == 2 / 3
    assert 0 < row["own_share"] < 0.5
    assert row["first_seen_at"] == DAY


def test_the_index_finds_each_member_by_its_whole_text() -> None:
    read = describe_templates(_rows()).to_pylist()
    index = template_index(
        [row for row in read if row["part"] == KEY], [row for row in read if row["part"] == TEMPLATE]
    )
    for text in TEXTS:
        match = match_text(text, index)
        assert match is not None
        assert (match.template_id, match.known) == ("T-1", True)
    assert match_text("一段毫不相干的话，说的是天气和庄稼，没有一句提到贷款的事情。", index) is None
