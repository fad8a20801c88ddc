"""A desk at which everything happened once: no table of its database is empty."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp

from mingjian.access.accounts import Accounts
from mingjian.access.api_keys import ApiKeys
from mingjian.access.layouts import Layouts, Place
from mingjian.access.policy import Principal, Role
from mingjian.access.second_factor import SecondFactors
from mingjian.access.sessions import Sessions
from mingjian.access.webhooks import Webhooks
from mingjian.casework import sightings
from mingjian.casework.advert_reports import AdvertReports, Seen
from mingjian.casework.bulks import Bulks
from mingjian.casework.corrections import Corrections, Stated
from mingjian.casework.decisions import Decisions
from mingjian.casework.enquiries import AskedBy, Enquiries, Heard
from mingjian.casework.enquiries import Question as AskedOfIssuer
from mingjian.casework.interests import Interests
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Notes
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.replies import Replies
from mingjian.casework.takedowns.adverts import Advert
from mingjian.casework.takedowns.requests import Takedowns
from mingjian.casework.taking import Arrival, Taking
from mingjian.casework.watchlist import Watchlist
from mingjian.casework.wishes import Wishes
from mingjian.contract import Language
from mingjian.contract.vocabulary import IssuerReply, Platform
from mingjian.online.reception import Reception, SentFile
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.subjects.requests import RequestKind, SubjectRequests
from tests.casework.people import ADMINISTRATOR, nobody_withdrew, person, staff
from tests.web import world

AT = world.AS_OF + timedelta(days=2)
LI, ZHANG = person("li.na"), person("zhang.wei")


def fill(home: Path) -> None:
    """Makes the desk; the one who decided has left since, and the other has an interest in it by now."""
    world.publish(home)
    world.work(home)  # before there are accounts: whoever did this has none
    database, vault = Database.in_folder(home), Vault.open(home)
    _people(database, vault)
    staff(database)
    _programs(database, vault)
    Layouts(database, vault).keep(LI.name, world.GANG, {("phone", world.PHONE): Place(1, 2, by_hand=True)}, at=AT)
    matter = handle(database, "K-003", ZHANG, answer=Answer.NOT_UPHELD)
    Replies(database, Wishes(database, nobody_withdrew)).appeal(
        matter, Question.MERIT, "请重新核对", by=LI, at=AT + timedelta(hours=2)
    )
    Corrections(database).correct(
        "K-003", Stated("ZB-9", AT + timedelta(days=3)), by=LI, at=AT + timedelta(hours=3), why="转办单上如此"
    )
    # A line ends at these signs too for who reads a text, and not for who reads JSON lines.
    Notes(database).add(SubjectType.MATTER, matter, "请 @li.na 看\u2028第二行\u0085第三行", by=ZHANG, at=AT)
    SubjectRequests(database).ask(RequestKind.COPY, world.CUSTOMER, by=ADMINISTRATOR, reason="来信要求")
    asked = Enquiries(database).ask(
        "M-1", AskedOfIssuer("渝州市第一人民医院", AskedBy.LETTER, "是否出具过该证明", AT), by=LI, at=AT
    )
    heard = Heard(IssuerReply.CONFIRMED, AT + timedelta(hours=1), "医务科", "确系我院出具")
    Enquiries(database).answer(asked.enquiry_id, heard, of="M-1", by=LI, at=AT + timedelta(hours=2))
    advert = Advert(
        "S-1",
        Platform.DOUYIN,
        AT,
        "上岸老师",
        "u1",
        None,
        "停息挂账",
        None,
        None,
        None,
        0.1 + 0.2,
        (("file_read", {}),),
    )
    Takedowns(database).prepare([advert], run="0001", by=LI, at=AT)
    AdvertReports(database).report(
        Seen(Platform.DOUYIN, AT.date(), text="停息挂账"), by=LI, at=AT, customer_id=world.CUSTOMER
    )
    watchlist = Watchlist(database)
    watchlist.add(
        "agency",
        "AG-1",
        until=AT.date() + timedelta(days=9),
        by=LI,
        at=AT,
        why="多人举报",
        known=[("complaints", "K-003")],
    )
    watches = watchlist.current(today=AT.date())
    with database.begin() as connection:
        sightings.write(connection, watches, "K-003", AT)
    Interests(database).declare(
        "li.na", SubjectType.MATTER, matter, by=LI, at=AT + timedelta(days=1), why="他是我的亲戚"
    )
    Wishes(database, nobody_withdrew).note("C-3", channel="mail", source="来信要求", by=LI, at=AT + timedelta(days=1))
    (left,) = (account for account in Accounts(database).list() if account.name == ZHANG.name)
    Accounts(database).disable(left.account_id, by=ADMINISTRATOR)
    database.close()


def handle(database: Database, complaint: str, by: Principal, *, answer: Answer) -> str:
    """Takes a complaint in hand, gives it to somebody, decides and answers it; returns its matter."""
    arrival = Arrival(complaint, "C-3", AT - timedelta(days=1), "mail", f"我没有借过这笔钱。{complaint}")
    (matter,) = Taking(database).take([arrival], by=by, at=AT)
    Bulks(database).assign([matter], by.name, by=by, at=AT, why="她今天有空")
    for one in (LI, by):
        if one is by or answer is Answer.NOT_UPHELD:
            Decisions(database).judge(
                SubjectType.MATTER,
                matter,
                Question.MERIT,
                answer,
                basis=Basis.FACTS,
                why="合同与流水不符",
                by=one,
                at=AT,
            )
    Replies(database, Wishes(database, nobody_withdrew)).answer(
        matter, "已核对合同与流水。", channel="mail", language=Language.ZH, by=by, at=AT + timedelta(hours=1)
    )
    return matter


def _people(database: Database, vault: Vault) -> None:
    accounts = Accounts(database)
    accounts.make_first()
    (first,) = accounts.list()
    factors = SecondFactors(database, vault)
    factors.confirm(first, pyotp.TOTP(factors.begin(first).secret).now())
    Sessions(database).start(first, device="桌面")


def _programs(database: Database, vault: Vault) -> None:
    ApiKeys(database).make(by=ADMINISTRATOR, name="前置系统", team="north", scopes=["read:jobs"])
    Webhooks(database, vault, hosts=["hooks.example"]).make("https://hooks.example/x", ["ping"], by=ADMINISTRATOR)
    sent = {"complaint_id": "K-900", "received_at": datetime(2026, 11, 1, tzinfo=UTC).isoformat(), "text": "请停止催收"}
    key = Principal("key north", frozenset({Role.SERVICE}), team="north")
    paper = SentFile("诊断证明.pdf", b"%PDF-1.7 a paper")
    Reception(database, vault).take(json.dumps(sent), [paper], by=key, request_key="1")
