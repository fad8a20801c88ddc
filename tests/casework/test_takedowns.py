"""Adverts are reported to their platforms: what the file holds, and how a request is followed to its end."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.casework.errors import RefusedError
from mingjian.casework.takedowns.adverts import Advert, suspect_adverts
from mingjian.casework.takedowns.file import ReportFile
from mingjian.casework.takedowns.platforms import rules_of
from mingjian.casework.takedowns.requests import Reply, State, Takedown, Takedowns, Whereabouts
from mingjian.contract import TABLES, Language
from mingjian.contract.vocabulary import Platform
from mingjian.errors import InputError, NotFoundError
from mingjian.store import serving
from mingjian.store.database import Database
from mingjian.store.serving import Serving
from tests.casework.people import NOON, person

BY = person("zhao.min")
POSTED = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
TEXT = "停息挂账,减免80%,先别还"
ADVERTS = [
    {"platform": "douyin", "author": "上岸老师", "author_id": "u1", "url": "https://example.com/1", "text": TEXT},
    {"platform": "douyin", "author": "=HYPERLINK(1)", "author_id": "u2", "text": TEXT},
    {"platform": "douyin", "author": "晒太阳", "author_id": "u3", "text": "今天天气好"},
    {"platform": "sms", "phone": "17000000001", "text": TEXT},
]


def finding(subject: str, check: str, **values: Any) -> dict[str, Any]:
    empty = {"outcome": "suspect", "values": "{}", "evidence": "[]"}
    return {"subject_type": "solicitation", "subject_id": subject, "check": check, **empty, **values}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("adverts")
    rows = {
        "solicitations": [
            {"solicitation_id": f"S-{n}", "published_at": POSTED, **row} for n, row in enumerate(ADVERTS, 1)
        ],
        "findings": [
            row
            for subject, score in (("S-1", 0.9), ("S-2", 0.4), ("S-4", 0.8))
            for row in (
                finding(subject, "advert_offers_agency_service", score=score, values='{"signs": 2}'),
                finding(subject, "clause_stop_repaying", place='{"start": 11, "end": 15}'),
            )
        ],
    }
    for name, of in rows.items():
        pq.write_table(pa.Table.from_pylist(of, schema=TABLES[name].arrow_schema), folder / f"{name}.parquet")
    serving.build({name: folder / f"{name}.parquet" for name in rows}, folder / serving.FILE_NAME)
    with Serving.open(folder) as opened:
        yield opened


def prepare(database: Database, tables: Serving, platform: Platform = Platform.DOUYIN) -> Takedown:
    return Takedowns(database).prepare(suspect_adverts(tables, platform), run="0001", by=BY, at=NOON)


def report(takedown: Takedown, language: Language = Language.ZH) -> ReportFile:
    return ReportFile(takedown, "渝州消费金融有限公司", NOON.date(), language)


def test_every_platform_of_the_contract_has_rules_in_both_languages() -> None:
    fields = Advert.__dataclass_fields__
    for platform in Platform:
        rules = rules_of(platform)
        assert set(rules.needs) <= set(fields), platform
        assert all(set(words) == set(Language) for words in (rules.found_by, rules.goes_to, rules.asks)), platform


def test_only_adverts_that_say_something_are_proposed_the_strongest_first(tables: Serving) -> None:
    assert [advert.solicitation_id for advert in suspect_adverts(tables, Platform.DOUYIN)] == ["S-1", "S-2"]
    assert [advert.solicitation_id for advert in suspect_adverts(tables, Platform.DOUYIN, ["S-2"])] == ["S-2"]
    assert suspect_adverts(tables, Platform.WEIBO) == ()


def test_the_file_says_where_each_advert_stands_what_seems_wrong_and_what_is_missing(
    database: Database, tables: Serving
) -> None:
    made = prepare(database, tables)
    text = report(made).to_text()
    assert text.startswith("关于抖音上")
    assert "https://example.com/1" in text
    assert "2026-10-01 12:00" in text, "Shanghai's time"
    assert "渝州消费金融有限公司" in text
    assert "第一千一百九十五条" in text
    assert text.count("尚缺") == 1, "the second advert has no address"
    word = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(report(made).to_docx())).paragraphs)
    assert all(line.strip() in word for line in text.splitlines())
    assert "Douyin" in report(made, Language.EN).title
    rows = list(csv.reader(io.StringIO(report(made).to_csv().removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert "'=HYPERLINK(1)" in rows[2], "an author's name is no formula"


def test_a_message_is_found_by_its_number_and_needs_no_address(database: Database, tables: Serving) -> None:
    made = prepare(database, tables, Platform.SMS)
    assert [asked.missing for asked in made.adverts] == [()]
    assert "12321" in report(made).to_text()


def test_a_request_is_followed_from_the_desk_to_the_day_on_which_all_is_gone(
    database: Database, tables: Serving
) -> None:
    takedowns, made = Takedowns(database), prepare(database, tables)
    assert made.state is State.PREPARED
    assert made.due_on(0) == NOON.date(), "what nobody sends waits on somebody's work as well"
    with pytest.raises(RefusedError, match="sent"):
        takedowns.answered(made.takedown_id, "已受理", by=BY, at=NOON)
    takedowns.sent(made.takedown_id, reference="D-77", by=BY, at=NOON)
    with pytest.raises(RefusedError, match="already"):
        takedowns.sent(made.takedown_id, reference="D-78", by=BY, at=NOON)
    assert takedowns.find(made.takedown_id).state is State.SENT
    takedowns.answered(made.takedown_id, "已受理", by=BY, at=NOON)
    assert takedowns.find(made.takedown_id).state is State.ANSWERED
    takedowns.looked(made.takedown_id, ["S-1", "S-2"], Whereabouts.GONE, by=BY, at=NOON)
    assert takedowns.find(made.takedown_id).state is State.DONE
    kinds = [event.kind for event in takedowns.history(made.takedown_id)]
    assert kinds == ["prepare_takedown", "send_takedown", "answer_takedown", *["look_after_takedown"] * 2]
    assert takedowns.list() == (takedowns.find(made.takedown_id),)


def test_an_advert_is_asked_for_again_only_when_somebody_saw_it_still_there(
    database: Database, tables: Serving
) -> None:
    takedowns, made = Takedowns(database), prepare(database, tables)
    with pytest.raises(RefusedError, match="S-1 is in a request"):
        prepare(database, tables)
    takedowns.looked(made.takedown_id, ["S-1", "S-2"], Whereabouts.STILL_UP, by=BY, at=NOON)
    assert takedowns.asked_for() == frozenset()
    again = prepare(database, tables)
    assert again.takedown_id != made.takedown_id
    assert suspect_adverts(tables, Platform.DOUYIN, without=takedowns.asked_for()) == ()
    takedowns.looked(again.takedown_id, ["S-1"], Whereabouts.GONE, by=BY, at=NOON)
    seen = [one.whereabouts for one in takedowns.find(made.takedown_id).adverts]
    assert seen == [Whereabouts.GONE, Whereabouts.STILL_UP], "what is gone is gone for the first request as well"


def test_a_refusal_is_told_from_an_answer_and_a_request_for_more(database: Database, tables: Serving) -> None:
    takedowns, made = Takedowns(database), prepare(database, tables)
    assert made.reply is None
    takedowns.sent(made.takedown_id, reference="", by=BY, at=NOON)
    takedowns.answered(made.takedown_id, "请补充权属证明", reply=Reply.ASKS_FOR_MORE, by=BY, at=NOON)
    takedowns.answered(made.takedown_id, "不属于违规", reply=Reply.REFUSES, by=BY, at=NOON)
    refused = takedowns.find(made.takedown_id)
    assert (refused.state, refused.reply) == (State.ANSWERED, Reply.REFUSES)
    assert refused.due_on(15) is not None, "somebody looks again all the same"
    last = takedowns.history(made.takedown_id)[-1]
    assert (last.before, last.after) == ("asks_for_more: 请补充权属证明", "refuses: 不属于违规")


def test_a_request_that_nobody_sends_is_withdrawn_and_its_adverts_wait_again(
    database: Database, tables: Serving
) -> None:
    takedowns, made = Takedowns(database), prepare(database, tables)
    with pytest.raises(InputError, match="say why"):
        takedowns.withdraw(made.takedown_id, by=BY, at=NOON, why="")
    takedowns.withdraw(made.takedown_id, by=BY, at=NOON, why="拟定了两次")
    assert takedowns.find(made.takedown_id).state is State.WITHDRAWN
    assert takedowns.find(made.takedown_id).due_on(0) is None
    assert takedowns.asked_for() == frozenset()
    steps: tuple[Callable[[], None], ...] = (
        lambda: takedowns.sent(made.takedown_id, reference="", by=BY, at=NOON),
        lambda: takedowns.looked(made.takedown_id, ["S-1"], Whereabouts.GONE, by=BY, at=NOON),
        lambda: takedowns.withdraw(made.takedown_id, by=BY, at=NOON, why="再次撤回"),
    )
    for step in steps:
        with pytest.raises(RefusedError, match="withdrawn"):
            step()
    again = prepare(database, tables)
    takedowns.sent(again.takedown_id, reference="", by=BY, at=NOON)
    with pytest.raises(RefusedError, match="sent already"):
        takedowns.withdraw(again.takedown_id, by=BY, at=NOON, why="已经发出")


def test_what_is_none_is_refused(database: Database, tables: Serving) -> None:
    takedowns, made = Takedowns(database), prepare(database, tables)
    with pytest.raises(InputError, match="adverts of one platform"):
        takedowns.prepare([], run="0001", by=BY, at=NOON)
    with pytest.raises(InputError, match="gone or still_up"):
        takedowns.looked(made.takedown_id, ["S-1"], Whereabouts.UNKNOWN, by=BY, at=NOON)
    with pytest.raises(InputError, match="which adverts"):
        takedowns.looked(made.takedown_id, [], Whereabouts.GONE, by=BY, at=NOON)
    with pytest.raises(NotFoundError):
        takedowns.looked(made.takedown_id, ["S-9"], Whereabouts.GONE, by=BY, at=NOON)
    with pytest.raises(NotFoundError):
        takedowns.find("TD-NONE")
