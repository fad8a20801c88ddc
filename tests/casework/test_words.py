"""A code word counts against whoever uses it: two people find it one, and an ordinary word never is."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.access.audit import AuditLog
from mingjian.casework.errors import RefusedError
from mingjian.casework.judgements import Judgement, Judgements
from mingjian.casework.words import WordUse, accept_word, reject_word, word_use
from mingjian.contract import TABLES
from mingjian.contract.vocabulary import JudgementKind
from mingjian.store import serving
from mingjian.store.database import Database
from mingjian.store.serving import Serving
from tests.casework.people import NOON, later, person, staff

RARE = WordUse("理想帮扶", in_dictionary=False, complaints=3, customers=3, by_themselves=1, upheld=0, adverts=2)


def complaint(number: int, text: str, customer: str | None = "", **values: Any) -> dict[str, Any]:
    customer = f"C-{number}" if customer == "" else customer
    return {"complaint_id": f"K-{number}", "customer_id": customer, "received_at": NOON, "text": text, **values}


ROWS: dict[str, list[dict[str, Any]]] = {
    "complaints": [
        complaint(1, "请求XB减免"),
        complaint(2, "要xb,另有停息掛賬"),
        complaint(3, "xb"),
        complaint(4, "xb"),
        complaint(5, "xb", None, outcome="upheld"),
        complaint(6, "xb停息挂账"),
        complaint(7, "xb"),
        complaint(8, "别的话"),
        complaint(9, "xb再来", "C-1"),
    ],
    "representations": [
        {"representation_id": "R-1", "complaint_id": "K-1", "relationship": "company"},
        {"representation_id": "R-7", "complaint_id": "K-7", "relationship": "relative"},
    ],
    "letters": [
        {"complaint_id": "K-2", "disguised_words": 1},
        {"complaint_id": "K-6", "disguised_words": 0},
    ],
    "testimonies": [{"testimony_id": "Y-1", "customer_id": "C-3", "reported_at": NOON}],
    "gang_members": [
        {"gang_id": "G-1", "entity_type": "customer", "entity_id": "C-4", "role": "client", "strength": 1}
    ],
    "solicitations": [{"solicitation_id": "S-1", "text": "专业XB"}],
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("run")
    files = {name: folder / f"{name}.parquet" for name in (*ROWS, "requirements")}
    for name, path in files.items():
        pq.write_table(pa.Table.from_pylist(ROWS.get(name, []), schema=TABLES[name].arrow_schema), path)
    serving.build(files, folder / serving.FILE_NAME)
    with Serving.open(folder) as tables:
        yield tables


def test_both_people_see_who_uses_a_word_and_behind_whom_nothing_points_to_an_agency(run: Serving) -> None:
    use = word_use(run, "ＸＢ")
    assert use == WordUse("xb", in_dictionary=False, complaints=8, customers=7, by_themselves=3, upheld=1, adverts=1)
    assert not use.honest
    assert word_use(run, "停息挂账").honest, "whoever writes it as it is"


def find(judgements: Judgements, name: str, use: WordUse = RARE, standard: str = "减免", minute: int = 0) -> Judgement:
    at = later(minutes=minute)
    return accept_word(judgements, use, standard, by=person(name), at=at, why="in ten adverts")


def test_a_word_stands_once_two_people_found_it_and_falls_by_one(database: Database) -> None:
    staff(database)
    judgements = Judgements(database)
    find(judgements, "zhao.min")
    assert judgements.standing() == ()
    assert [one.left_id for one in judgements.words_waiting()] == ["理想帮扶"]
    with pytest.raises(RefusedError, match="somebody else"):
        find(judgements, "zhao.min", minute=1)
    find(judgements, "chen.jing", minute=2)
    (one,) = judgements.standing()
    assert (one.kind, one.right_id, one.decided_by) == (JudgementKind.CODE_WORD, "减免", "zhao.min + chen.jing")
    assert judgements.words_waiting() == ()
    reject_word(judgements, "理想帮扶", by=person("zhao.min"), at=later(minutes=3), why="a school uses it")
    assert [one.kind for one in judgements.standing()] == [JudgementKind.NOT_CODE_WORD]
    find(judgements, "zhao.min", minute=4)
    assert [one.kind for one in judgements.standing()] == [JudgementKind.NOT_CODE_WORD], "it takes two anew"
    assert len(judgements.words_waiting()) == 1
    assert {entry.action for entry in AuditLog(database).entries(object_type="judgement")} == {"judge_word"}


def test_two_people_who_name_different_known_words_do_not_agree(database: Database) -> None:
    staff(database)
    judgements = Judgements(database)
    find(judgements, "zhao.min", standard="减免")
    find(judgements, "chen.jing", standard="分期", minute=1)
    assert judgements.standing() == ()


def test_nobody_decides_alone_on_a_desk_without_accounts(database: Database) -> None:
    with pytest.raises(RefusedError, match="two people"):
        find(Judgements(database), "zhao.min")


@pytest.mark.parametrize(
    ("use", "why"),
    [
        (
            WordUse("银行", in_dictionary=True, complaints=0, customers=0, by_themselves=0, upheld=0, adverts=9),
            "dictionary",
        ),
        (WordUse("的利", in_dictionary=False, complaints=9, customers=8, by_themselves=4, upheld=0, adverts=9), "half"),
    ],
)
def test_an_ordinary_word_is_refused_whoever_asks(database: Database, use: WordUse, why: str) -> None:
    staff(database)
    with pytest.raises(RefusedError, match=why):
        find(Judgements(database), "zhao.min", use)
    assert Judgements(database).all() == ()
