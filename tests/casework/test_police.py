"""The police and partners: requests, who is responsible where, joint cases, going along with somebody."""

import pytest

from mingjian.casework.accompaniments import Accompaniments, Result
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.interests import Interests
from mingjian.casework.jurisdiction import jurisdictions
from mingjian.casework.ledger import SubjectType, timeline
from mingjian.casework.partners import JointCase, Partner, Partners
from mingjian.casework.police import Police
from mingjian.casework.statistics import FIGURES, rows
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database
from tests.casework.people import NOON, later, person, staff

LEAD = person("zhao.min")


def test_the_police_get_what_their_instrument_asks_for(database: Database) -> None:
    police = Police(database)
    with pytest.raises(InputError, match="instrument"):
        police.note_request(
            station="分局", officers="两人", instrument=" ", scope="流水", due_on=NOON.date(), by=LEAD, at=NOON
        )
    request = police.note_request(
        station="分局", officers="两人", instrument="调证8号", scope="流水", due_on=NOON.date(), by=LEAD, at=NOON
    )
    police.reply(request, "已提供三笔流水", by=LEAD, at=later(days=1))
    assert [(one.replied_by, one.reply) for one in police.requests()] == [("zhao.min", "已提供三笔流水")]
    assert police.requests(waiting=True) == police.requests(case_id="CASE-1") == ()


def test_a_partner_works_on_a_case_under_its_own_number_until_it_leaves(database: Database) -> None:
    partners = Partners(database)
    with pytest.raises(InputError, match="province"):
        partners.add("police", "分局", province="99", contact="", telephone="", by=LEAD, at=NOON)
    station = partners.add("police", "渝中分局", province="50", contact="王警官", telephone="", by=LEAD, at=NOON)
    assert partners.on_file(kind="police", province="50") == (station,)
    assert partners.on_file(province="37") == ()
    case = Cases(database).open(Origin(OriginKind.AGENCY, "AG-1"), title="x", by=LEAD, at=NOON, why="an agency").case_id
    partners.join(case, station.partner_id, their_number="", by=LEAD, at=NOON)
    with pytest.raises(RefusedError, match="already"):
        partners.join(case, station.partner_id, their_number="", by=LEAD, at=NOON)
    how = {"by": LEAD, "at": later(days=1), "why": "their letter came"}
    partners.renumber(case, station.partner_id, their_number="渝公7号", **how)  # type: ignore[arg-type]
    assert partners.joined(case) == partners.joined() == (JointCase(case, station, "渝公7号"),)
    partners.part(case, station.partner_id, **how)  # type: ignore[arg-type]
    assert partners.joined(case) == ()
    with pytest.raises(NotFoundError):
        partners.part(case, station.partner_id, **how)  # type: ignore[arg-type]
    partners.join(case, station.partner_id, their_number="渝公9号", by=LEAD, at=later(days=2))
    assert [one.their_number for one in partners.joined(case)] == ["渝公9号"]
    told = [(one.kind, one.before, one.after) for one in Cases(database).timeline(case)][1:]
    assert told == [
        ("join_partner", "", "渝中分局"),
        ("renumber_partner", "渝中分局", "渝中分局 · 渝公7号"),
        ("part_partner", "渝中分局 · 渝公7号", ""),
        ("join_partner", "", "渝中分局 · 渝公9号"),
    ]


def test_somebody_goes_along_at_another_time_and_says_once_what_came_of_it(database: Database) -> None:
    along = Accompaniments(database)
    meeting = along.arrange("C-1", companion="sun.hao", station="渝中分局", meets_at=NOON, by=LEAD, at=NOON)
    other = along.arrange("C-2", companion="sun.hao", station="渝中分局", meets_at=later(days=3), by=LEAD, at=NOON)
    with pytest.raises(InputError, match="station"):
        along.move(meeting, meets_at=later(days=1), station=" ", by=LEAD, at=NOON, why="she is ill")
    along.move(meeting, meets_at=later(days=4), station="渝北分局", by=LEAD, at=NOON, why="she is ill")
    assert [one.accompaniment_id for one in along.list(companion="sun.hao", to_come=True)] == [other, meeting]
    along.came_of(meeting, Result.TAKEN_IN, "受案回执 7 号", by=LEAD, at=later(days=4))
    with pytest.raises(RefusedError, match="already"):
        along.came_of(meeting, Result.CALLED_OFF, "x", by=LEAD, at=later(days=4))
    with pytest.raises(RefusedError, match="already"):
        along.move(meeting, meets_at=NOON, station="x", by=LEAD, at=NOON, why="once more")
    (one,) = along.list(customer_id="C-1")
    assert (one.result, one.outcome, one.station) == (Result.TAKEN_IN, "受案回执 7 号", "渝北分局")
    along.came_of(other, Result.CALLED_OFF, "她不愿去", by=LEAD, at=later(days=3))
    period = {"since": later(days=-1), "until": later(days=9)}
    (figure,) = (one for one in FIGURES if one.name == "accompaniments")
    assert [row.subject_id for row in rows(database, figure, **period)] == ["C-1"], "nobody went with the other"
    with database.read() as connection:
        events = timeline(connection, SubjectType.CUSTOMER, "C-1")
    assert [event.kind for event in events] == ["accompany", "move_appointment", "came_of_it"]
    assert events[1].before.endswith("渝中分局")
    assert NOON.isoformat(timespec="minutes") in events[1].before


def test_a_request_and_an_appointment_name_a_case_that_there_is_and_a_colleague(database: Database) -> None:
    staff(database)
    police, along = Police(database), Accompaniments(database)
    paper = {"station": "分局", "officers": "两人", "instrument": "调证8号", "scope": "流水", "due_on": NOON.date()}
    with pytest.raises(NotFoundError, match="case"):
        police.note_request(**paper, case_id="CASE-1", by=LEAD, at=NOON)  # type: ignore[arg-type]
    meeting = {"station": "分局", "meets_at": NOON, "by": LEAD, "at": NOON}
    with pytest.raises(NotFoundError, match="case"):
        along.arrange("C-1", companion="sun.hao", case_id="CASE-1", **meeting)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="somebody who works"):
        along.arrange("C-1", companion="wu.tao", **meeting)  # type: ignore[arg-type]
    Interests(database).declare("sun.hao", SubjectType.CUSTOMER, "C-1", by=LEAD, at=NOON, why="her cousin")
    with pytest.raises(ConflictOfInterestError):
        along.arrange("C-1", companion="sun.hao", **meeting)  # type: ignore[arg-type]


def test_a_partner_changes_with_before_and_after_and_leaves_the_list_but_no_case(database: Database) -> None:
    partners = Partners(database)
    one = partners.add("police", "渝中分局", province="50", contact="王警官", telephone="110", by=LEAD, at=NOON)
    case = Cases(database).open(Origin(OriginKind.AGENCY, "AG-1"), title="x", by=LEAD, at=NOON, why="an agency")
    partners.join(case.case_id, one.partner_id, their_number="7号", by=LEAD, at=NOON)
    next_day = later(days=1)
    changed = partners.change(
        one.partner_id,
        name="渝中分局",
        province="50",
        contact="刘警官",
        telephone="110",
        why="a new officer",
        by=LEAD,
        at=next_day,
    )
    assert partners.on_file() == (changed,)
    with pytest.raises(InputError, match="province"):
        partners.change(
            one.partner_id, name="x", province="99", contact="", telephone="", why="typo", by=LEAD, at=next_day
        )
    partners.end(one.partner_id, why="merged into another", by=LEAD, at=next_day)
    assert partners.on_file() == ()
    assert [joint.partner for joint in partners.joined(case.case_id)] == [changed]
    with pytest.raises(NotFoundError):
        partners.end(one.partner_id, why="once more", by=LEAD, at=next_day)
    with database.read() as connection:
        events = timeline(connection, SubjectType.PARTNER, one.partner_id)
    assert [(event.kind, event.before, event.after) for event in events[1:]] == [
        ("change_partner", "渝中分局 · 50 · 王警官 · 110", "渝中分局 · 50 · 刘警官 · 110"),
        ("end_partner", "渝中分局 · 50 · 刘警官 · 110", ""),
    ]


def test_a_cases_provinces_come_by_their_customers_with_the_stations_on_file() -> None:
    chongqing = Partner("PT-1", "police", "渝中分局", "50", "", "")
    lender = Partner("PT-2", "lender", "某行", "50", "", "")
    found = jurisdictions({"50": 2, "": 9, "37": 5, "11": 0}, [lender, chongqing])
    assert [(one.province, one.customers, one.stations) for one in found] == [
        ("37", 5, ()),
        ("50", 2, (chongqing,)),
        ("", 9, ()),
    ]
