from datetime import UTC, datetime
from pathlib import Path

import pytest

from mingjian.access import layouts as module
from mingjian.access.layouts import Layouts, Place
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from tests.access.test_accounts import whole

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
PHONE, PERSON, ACCOUNT = ("phone", "13800005678"), ("customer", "C-1"), ("account", "6222")
EVERYBODY = (PHONE, PERSON, ACCOUNT)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path)


@pytest.fixture
def layouts(database: Database, vault: Vault) -> Layouts:
    return Layouts(database, vault)


def test_each_person_has_a_layout_of_their_own_for_each_gang(layouts: Layouts) -> None:
    layouts.keep("li.na", "G-1", {PHONE: Place(10.5, 20, by_hand=True), PERSON: Place(1, 2)}, at=AT)
    layouts.keep("wang.wei", "G-1", {PHONE: Place(7, 8)}, at=AT)
    assert layouts.of("li.na", "G-1", EVERYBODY) == {PHONE: Place(10.5, 20, by_hand=True), PERSON: Place(1, 2)}
    assert layouts.of("wang.wei", "G-1", EVERYBODY) == {PHONE: Place(7, 8)}
    assert layouts.of("li.na", "G-2", EVERYBODY) == {}


def test_what_is_kept_later_stands_beside_what_was_kept_before(layouts: Layouts, vault: Vault) -> None:
    layouts.keep("li.na", "G-1", {PHONE: Place(1, 1), PERSON: Place(2, 2)}, at=AT)
    layouts.keep("li.na", "G-1", {PHONE: Place(3, 3)}, at=AT)
    assert layouts.of("li.na", "G-1", EVERYBODY) == {PHONE: Place(3, 3), PERSON: Place(2, 2)}
    assert len([*vault.digests()]) == 1, "one key, from the first place on"


def test_of_too_many_the_ones_that_nobody_moved_go_first(layouts: Layouts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    layouts.keep("li.na", "G-1", {PHONE: Place(1, 1), PERSON: Place(2, 2, by_hand=True)}, at=AT)
    layouts.keep("li.na", "G-1", {ACCOUNT: Place(3, 3)}, at=AT)
    assert layouts.of("li.na", "G-1", EVERYBODY).keys() == {ACCOUNT, PERSON}


def test_a_copied_database_names_nobody_and_the_same_node_bears_another_name_in_each_layout(
    layouts: Layouts, database: Database
) -> None:
    layouts.keep("li.na", "G-1", {PHONE: Place(1, 1)}, at=AT)
    layouts.keep("wang.wei", "G-1", {PHONE: Place(1, 1)}, at=AT)
    with database.read() as connection:
        kept = [row.places for row in connection.execute(module.LAYOUTS.select())]
    assert PHONE[1] not in whole(database)
    assert kept[0] != kept[1]


def test_a_layout_that_is_reset_goes_with_its_key(layouts: Layouts, vault: Vault) -> None:
    layouts.keep("li.na", "G-1", {PHONE: Place(1, 1)}, at=AT)
    layouts.reset("li.na", "G-1")
    layouts.reset("li.na", "G-1")
    assert layouts.of("li.na", "G-1", EVERYBODY) == {}
    assert [*vault.digests()] == []


def test_a_layout_whose_key_was_lost_begins_anew(layouts: Layouts, vault: Vault) -> None:
    layouts.keep("li.na", "G-1", {PHONE: Place(1, 1), PERSON: Place(2, 2)}, at=AT)
    for digest in [*vault.digests()]:
        vault.delete(digest)
    assert layouts.of("li.na", "G-1", EVERYBODY) == {}
    layouts.keep("li.na", "G-1", {PERSON: Place(4, 4)}, at=AT)
    assert layouts.of("li.na", "G-1", EVERYBODY) == {PERSON: Place(4, 4)}


@pytest.mark.parametrize("by_what_stays", [True, False])
def test_who_is_forgotten_has_no_place_in_anybodys_layout(
    layouts: Layouts, vault: Vault, *, by_what_stays: bool
) -> None:
    places = {node: Place(1, 1) for node in EVERYBODY}
    layouts.keep("li.na", "G-1", places, at=AT)
    layouts.keep("wang.wei", "G-1", {PHONE: Place(1, 1)}, at=AT)
    if by_what_stays:
        layouts.keep_only({"G-1": {PERSON, ACCOUNT}})
    else:
        layouts.forget([PHONE])
    assert layouts.of("li.na", "G-1", EVERYBODY).keys() == {PERSON, ACCOUNT}
    assert layouts.of("wang.wei", "G-1", EVERYBODY) == {}
    assert len([*vault.digests()]) == 1, "the key of what was left empty is gone"


def test_who_leaves_takes_every_layout_of_theirs_with_its_key_and_nobody_elses(layouts: Layouts, vault: Vault) -> None:
    layouts.keep("li.na", "G-1", {PHONE: Place(1, 1)}, at=AT)
    layouts.keep("li.na", "G-2", {PHONE: Place(1, 1)}, at=AT)
    layouts.keep("wang.wei", "G-1", {PHONE: Place(7, 8)}, at=AT)
    layouts.leave(["li.na"])
    assert [layouts.of("li.na", gang, EVERYBODY) for gang in ("G-1", "G-2")] == [{}, {}]
    assert layouts.of("wang.wei", "G-1", EVERYBODY) == {PHONE: Place(7, 8)}
    assert len([*vault.digests()]) == 1


def test_a_gang_that_is_no_more_keeps_no_layout(layouts: Layouts, vault: Vault) -> None:
    layouts.keep("li.na", "G-1", {PHONE: Place(1, 1)}, at=AT)
    layouts.keep_only({"G-2": {PHONE}})
    assert [*vault.digests()] == []
