"""Adverts that consumers report: looked through by a person, and let into the next run without who reported them."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mingjian.access.policy import Principal, Role
from mingjian.casework.accounted import unaccounted
from mingjian.casework.advert_reports import AdvertReport, AdvertReports, Outcome, Seen, solicitations
from mingjian.casework.attachments import Upload
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.interests import Interests
from mingjian.casework.ledger import SubjectType
from mingjian.casework.of_person import held_of
from mingjian.contract import TABLES
from mingjian.contract.vocabulary import Platform
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from tests.casework.people import NOON, later, person, staff

LI, SUN = map(person, ("li.na", "sun.hao"))
KEY = Principal("key north", frozenset({Role.SERVICE}), team="north")
SEEN = Seen(
    Platform.DOUYIN, date(2026, 10, 30), " 停息挂账，加王小明看到的微信 ", phone="17000000001", wechat_id="sa-1"
)


def told(database: Database, seen: Seen = SEEN, *, by: Principal = KEY) -> AdvertReport:
    return AdvertReports(database).report(seen, by=by, at=NOON, customer_id="C-1")


def leaving(database: Database, *, days: float = 30) -> list[dict[str, str]]:
    rows = solicitations(AdvertReports(database).all(), at=later(days=days))
    return [dict(zip(TABLES["solicitations"].columns, row, strict=True)) for row in rows]


def test_an_accepted_report_leaves_as_an_advert_without_who_reported_it(database: Database) -> None:
    staff(database)
    reports, one = AdvertReports(database), told(database)
    assert (leaving(database), reports.waiting()) == ([], 1)
    for words, private in (
        (None, "王小明"),
        ("停息挂账，加王 小明", "王小明"),
        ("联系 139-1234-5678", "13912345678"),
        ("联系幺三九一二三四五六七八", "13912345678"),
    ):
        with pytest.raises(RefusedError, match="names who reported"):
            reports.accept(one.report_id, words, by=SUN, at=later(days=1), why="系引流广告", private=[private])
    reports.accept(one.report_id, "停息挂账", by=SUN, at=later(days=1), why="系引流广告", private=["王小明"])
    assert leaving(database, days=0.5) == [], "as it stood before somebody had looked it through"
    (row,) = leaving(database)
    assert {name: value for name, value in row.items() if value} == {
        "solicitation_id": one.report_id,
        "platform": "douyin",
        "published_at": "2026-10-30T00:00:00+08:00",
        "text": "停息挂账",
        "phone": "17000000001",
        "wechat_id": "sa-1",
        "reported_by_consumer": "true",
    }
    with pytest.raises(RefusedError, match="already"):
        reports.reject(one.report_id, Outcome.DUPLICATE, by=SUN, at=later(days=2), why="已采集")
    (copied,) = held_of(database, "C-1")["advert_reports"]
    assert copied["text"] == SEEN.text.strip()
    assert copied.keys().isdisjoint({"by", "decided_by"})
    assert unaccounted(database) == ()
    assert [event.kind for event in reports.history(one.report_id)] == ["review_advert_report"]


def test_what_is_no_advert_or_known_already_never_leaves(database: Database) -> None:
    staff(database)
    reports = AdvertReports(database)
    for outcome in (Outcome.NOT_ADVERT, Outcome.DUPLICATE):
        reports.reject(told(database).report_id, outcome, by=SUN, at=later(days=1), why="看过原帖")
    with pytest.raises(InputError, match="not_advert or duplicate"):
        reports.reject(told(database).report_id, Outcome.ACCEPTED, by=SUN, at=later(days=1), why="看过原帖")
    assert leaving(database) == []


def test_a_report_says_something_that_was_seen_and_whoever_has_an_interest_does_not_judge_it(
    database: Database,
) -> None:
    staff(database)
    for wrong, message in (
        (Seen(Platform.DOUYIN, NOON.date(), author="上岸老师"), "add a picture"),
        (Seen(Platform.DOUYIN, later(days=2).date(), text="停息挂账"), "once it was seen"),
    ):
        with pytest.raises(InputError, match=message):
            told(database, wrong)
    one = told(database)
    Interests(database).declare("sun.hao", SubjectType.CUSTOMER, "C-1", by=SUN, at=NOON, why="我的亲戚")
    with pytest.raises(ConflictOfInterestError):
        AdvertReports(database).reject(one.report_id, Outcome.NOT_ADVERT, by=SUN, at=later(days=1), why="不是广告")


def test_a_picture_is_one_by_its_content_and_comes_back_as_it_was(database: Database, tmp_path: Path) -> None:
    reports = AdvertReports(database, Vault.open(tmp_path))
    seen = Seen(Platform.OTHER, NOON.date())
    with pytest.raises(InputError, match="screenshot"):
        reports.report(seen, by=LI, at=NOON, picture=Upload("a.png", b"MZ\x90\x00" + b"0" * 64))
    one = reports.report(seen, by=LI, at=NOON, picture=Upload("../a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64))
    _report, pieces = reports.picture(one.report_id, by=SUN)
    assert (one.file_name, b"".join(pieces)[:4]) == ("a.png", b"\x89PNG")
    with pytest.raises(NotFoundError):
        reports.picture(told(database).report_id, by=SUN)


def test_no_program_accepts_changes_or_removes_a_report(database: Database) -> None:
    staff(database)
    one = told(database)
    for statement in (
        "UPDATE advert_reports SET outcome = 'accepted', decided_by = 'sun.hao'",
        "UPDATE advert_reports SET text = 'x'",
        "UPDATE advert_reports SET customer_id = ''",
        "DELETE FROM advert_reports",
        "INSERT INTO retirements VALUES ('advert_report', (SELECT report_id FROM advert_reports))",
    ):
        with pytest.raises(DBAPIError), database.begin() as connection:
            connection.execute(text(statement))
    for who, message in ((KEY, "somebody who works here"), (LI, "a person looks a report through")):
        with pytest.raises(DBAPIError, match=message):
            AdvertReports(database).accept(one.report_id, "x", by=who, at=NOON, why="系引流广告")
