"""The police and partners: requests, who is responsible where, joint cases, going along with somebody."""

import pytest

from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.jurisdiction import jurisdictions
from mingjian.casework.ledger import SubjectType, timeline
from mingjian.casework.police import JointCase, Partner, Police
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
    with pytest.raises(InputError, match="province"):
        police.add_partner("police", "分局", province="99", contact="", telephone="", by=LEAD, at=NOON)
    station = police.add_partner("police", "渝中分局", province="50", contact="王警官", telephone="", by=LEAD, at=NOON)
    assert police.partners(kind="police", province="50") == (station,)
    assert police.partners(province="37") == ()
    case = Cases(database).open(Origin(OriginKind.AGENCY, "AG-1"), title="x", by=LEAD, at=NOON, why="an agency")
    police.join(case.case_id, station.partner_id, their_number="渝公7号", by=LEAD, at=NOON)
    assert police.joined(case.case_id) == police.joined() == (JointCase(case.case_id, station, "渝公7号"),)
    meeting = police.accompany("C-1", companion="sun.hao", station="渝中分局", meets_at=NOON, by=LEAD, at=NOON)
    police.came_of(meeting, "已报案", by=LEAD, at=later(hours=3))
    assert [one.outcome for one in police.accompaniments()] == ["已报案"]


def test_a_request_and_an_appointment_name_a_case_that_there_is_and_a_colleague(database: Database) -> None:
    staff(database)
    police = Police(database)
    paper = {"station": "分局", "officers": "两人", "instrument": "调证8号", "scope": "流水", "due_on": NOON.date()}
    with pytest.raises(NotFoundError, match="case"):
        police.note_request(**paper, case_id="CASE-1", by=LEAD, at=NOON)  # type: ignore[arg-type]
    meeting = {"station": "分局", "meets_at": NOON, "by": LEAD, "at": NOON}
    with pytest.raises(NotFoundError, match="case"):
        police.accompany("C-1", companion="sun.hao", case_id="CASE-1", **meeting)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="somebody who works"):
        police.accompany("C-1", companion="wu.tao", **meeting)  # type: ignore[arg-type]


def test_a_partner_changes_with_before_and_after_and_leaves_the_list_but_no_case(database: Database) -> None:
    police = Police(database)
    one = police.add_partner("police", "渝中分局", province="50", contact="王警官", telephone="110", by=LEAD, at=NOON)
    case = Cases(database).open(Origin(OriginKind.AGENCY, "AG-1"), title="x", by=LEAD, at=NOON, why="an agency")
    police.join(case.case_id, one.partner_id, their_number="7号", by=LEAD, at=NOON)
    next_day = later(days=1)
    changed = police.change_partner(
        one.partner_id,
        name="渝中分局",
        province="50",
        contact="刘警官",
        telephone="110",
        why="a new officer",
        by=LEAD,
        at=next_day,
    )
    assert police.partners() == (changed,)
    with pytest.raises(InputError, match="province"):
        police.change_partner(
            one.partner_id, name="x", province="99", contact="", telephone="", why="typo", by=LEAD, at=next_day
        )
    police.end_partner(one.partner_id, why="merged into another", by=LEAD, at=next_day)
    assert police.partners() == ()
    assert [joint.partner for joint in police.joined(case.case_id)] == [changed]
    with pytest.raises(NotFoundError):
        police.end_partner(one.partner_id, why="once more", by=LEAD, at=next_day)
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
