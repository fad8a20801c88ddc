from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from mingjian.access.pseudonyms import Pseudonyms
from mingjian.store.database import Database
from tests.access.processes import ask_pseudonym


def test_a_person_keeps_one_pseudonym_that_leads_back_to_them(database: Database) -> None:
    pseudonyms = Pseudonyms(database)
    pseudonym = pseudonyms.of("customer", "C-1")
    assert pseudonyms.of("customer", "C-1") == pseudonym == pseudonyms.known("customer", "C-1")
    assert pseudonyms.identify(pseudonym) == "C-1"
    assert "C-1" not in pseudonym


def test_no_two_persons_share_a_pseudonym(database: Database) -> None:
    pseudonyms = Pseudonyms(database)
    people = [(kind, f"{number}") for kind in ("customer", "practitioner") for number in range(20)]
    assert len({pseudonyms.of(*person) for person in people}) == len(people)


def test_asking_whether_a_person_is_known_makes_no_key(database: Database) -> None:
    assert Pseudonyms(database).known("customer", "C-1") is None
    assert Pseudonyms(database).known("customer", "C-1") is None


def test_forgetting_a_person_destroys_the_way_back_for_good(database: Database) -> None:
    pseudonyms = Pseudonyms(database)
    before = pseudonyms.of("customer", "C-1")
    assert pseudonyms.forget("customer", "C-1")
    assert pseudonyms.identify(before) is None
    assert pseudonyms.known("customer", "C-1") is None
    # The same number delivered again is a stranger: nothing links them to what was logged before.
    assert pseudonyms.of("customer", "C-1") != before
    assert not pseudonyms.forget("customer", "C-2")


def test_the_same_person_has_other_pseudonyms_in_another_database(database: Database) -> None:
    other = Database("sqlite://")
    assert Pseudonyms(other).of("customer", "C-1") != Pseudonyms(database).of("customer", "C-1")
    other.close()


def test_processes_that_ask_at_once_get_one_answer(database: Database, database_url: str) -> None:
    Pseudonyms(database)
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        answers = list(pool.map(ask_pseudonym, [database_url] * 12))
    assert len(set(answers)) == 1
    assert Pseudonyms(database).identify(answers[0]) == "C-1"
