"""Mailboxes called alike say who else is of a gang that stands, and found none."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from mingjian.network.mailboxes import whose_words
from mingjian.store.engine import Engine
from tests.network.lakes import AS_OF, Delivery, customers, gangs, phone_of, ran, rows

WORD = "email", "~fanshou@"


def _boxes(delivery: Delivery, numbers: Sequence[int], word: str, *, at: str = "163.com") -> Delivery:
    for number in numbers:
        delivery.complaints([number], contact_email=f"{word}{number:02d}@{at}")
    return delivery


def test_who_writes_a_gangs_letter_from_a_mailbox_called_as_its_peoples_is_of_it(
    engine: Engine, tmp_path: Path
) -> None:
    delivery = _boxes(Delivery().gang(range(10), "a"), range(6), "fanshou")
    _boxes(delivery, range(10, 13), "fanshou", at="qq.com").template(range(10, 15), "T-a")

    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(range(13))]
    assert {row["member_id"] for row in rows(lake, "group_holders") if row["entity_id"] == WORD[1]} == {
        *(f"fanshou{number:02d}@163.com" for number in range(6)),
        *(f"fanshou{number:02d}@qq.com" for number in range(10, 13)),
    }


def test_letters_behind_a_sign_are_numbers_too(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(10), "a").template(range(10, 12), "T-a")
    for number, letter in [*enumerate("abcdef"), (10, "x"), (11, "y")]:
        delivery.complaints([number], contact_email=f"FanShou.{letter}@163.com")

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(12))]


def test_nobody_is_of_a_gang_for_his_mailboxs_name_alone(engine: Engine, tmp_path: Path) -> None:
    delivery = _boxes(Delivery().gang(range(10), "a"), [*range(8), 20, 21], "fanshou")

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(10))]


@pytest.mark.parametrize("more", [{}, {"sender_address": "重庆市渝中区学田湾1号"}, {"tracking_number": "YT1"}])
def test_a_teacher_who_registers_mailboxes_for_parents_is_no_gang(
    engine: Engine, tmp_path: Path, more: dict[str, str]
) -> None:
    delivery = _boxes(Delivery().template(range(30), "T-school"), range(30), "xiwangxiaoxue")
    delivery.complaints(range(30), ip="36.7.7.7", **more)

    without = Delivery().template(range(30), "T-school").complaints(range(30), ip="36.7.7.7", **more)
    assert gangs(ran(engine, tmp_path / "with", delivery)) == gangs(ran(engine, tmp_path / "without", without))


def test_a_foreman_who_lends_his_handset_and_registers_mailboxes_is_no_gang(engine: Engine, tmp_path: Path) -> None:
    delivery = _boxes(Delivery(), range(6), "gongdi")
    delivery.complaints(range(6), contact_phone=phone_of("foreman"), device_id="handset", ip="36.7.7.7")

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_a_word_that_strangers_hit_upon_holds_nobody(engine: Engine, tmp_path: Path) -> None:
    delivery = _boxes(Delivery().gang(range(10), "a"), [*range(4), *range(100, 140)], "happy")
    delivery.template(range(100, 102), "T-a")

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(10))]


def test_a_name_that_a_few_of_another_name_use_as_well_is_no_rare_word(engine: Engine, tmp_path: Path) -> None:
    delivery = _boxes(Delivery().gang(range(10), "a"), [*range(6), *range(200, 203)], "xiaoyue")
    delivery.template(range(10, 13), "T-a")
    _boxes(delivery, range(10, 13), "xiaoyue")
    for number in range(200, 203):
        delivery.tables["customers"][number]["full_name"] = "林晓月"

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(10))]


@pytest.mark.parametrize("copied", [(20,), (20, 21, 22, 23)])
def test_a_letter_that_many_copied_and_a_word_that_few_have_hold_nobody(
    engine: Engine, tmp_path: Path, copied: tuple[int, ...]
) -> None:
    delivery = Delivery().gang(range(10), "a").template([*range(50, 90), *copied], "T-a")
    _boxes(delivery, [*range(6), *range(20, 24)], "happy")

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(10))]


def test_whose_own_word_it_is_makes_it_commoner_all_the_same(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(10), "a").template([10, 11, 12], "T-a")
    _boxes(delivery, [*range(5), 10, 11, 12], "xiaoyue").complaints([200], contact_email="xiaoyue@163.com")
    _boxes(delivery, [201], "xiaoyue")
    delivery.tables["customers"][201]["full_name"] = "林晓月"

    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(range(10))]
    assert {row["households"] for row in rows(lake, "entity_index") if row["entity_id"] == "~xiaoyue@"} == {10}


def test_a_familys_name_is_its_own_and_an_unknown_holders_word_may_be(engine: Engine, tmp_path: Path) -> None:
    delivery = _boxes(Delivery().gang(range(10), "a"), range(6), "zhang").template(range(10, 13), "T-a")
    _boxes(delivery, range(10, 13), "zhang")
    nobody = _boxes(Delivery().gang(range(10), "a"), range(6), "fanshou").template(range(10, 13), "T-a")
    _boxes(nobody, range(10, 13), "fanshou")
    for number in range(10, 13):
        nobody.tables["customers"][number]["full_name"] = None

    for name, asked in (("family", delivery), ("unknown", nobody)):
        assert list(gangs(ran(engine, tmp_path / name, asked, as_of=AS_OF)).values()) == [customers(range(10))]


@pytest.mark.parametrize(
    ("mailbox", "told"),
    [
        ("fanshou{}@mycompany.example", False),  # its domain says so already
        ("1380013800{}@163.com", False),
        ("fan{}@163.com", False),
        ("fanshou@163.com", False),
        ("fanshou{}@163.com", True),
    ],
)
def test_a_word_is_letters_before_a_number_at_a_public_service(
    engine: Engine, tmp_path: Path, mailbox: str, told: bool
) -> None:
    delivery = Delivery(complainers=20)
    for number in range(5):
        delivery.complaints([number], contact_email=mailbox.format(number))

    words = {row["entity_id"] for row in rows(ran(engine, tmp_path, delivery), "group_holders")} & {WORD[1], "~fan@"}

    assert bool(words) is told


@pytest.mark.parametrize(
    ("name", "word", "own"),
    [
        ("王小明", "wang", True),
        ("王小明", "xiaoming", True),
        ("王小明", "ming.wang", True),
        ("王小明", "laowang", True),
        ("吕布", "lyubu", True),
        ("吕布", "lvbu", True),
        ("单雄信", "shanxiong", True),  # read dan elsewhere
        ("欧阳修", "ouyang", True),
        ("阿依古丽·买买提", "guli", True),
        ("John Smith", "smith", True),
        ("王安宇", "anyu", True),
        ("恩宇", "enyu", True),
        ("John Smith", "smithjohn", True),
        ("王*", "fanshou", True),  # nobody knows
        ("王＊", "fanshou", True),
        ("张×", "fanshou", True),
        ("王某", "fanshou", True),
        ("", "fanshou", True),
        ("王小明", "fanshou", False),
        ("李娜", "wang", False),
    ],
)
def test_a_word_is_somebodys_own_by_the_sound_of_his_name(name: str, word: str, own: bool) -> None:
    told = whose_words(pa.table({"full_name": [name], "word": [word]}))

    assert told["own"].to_pylist() == [own]
