"""The second world: a bank in Qingdao that lends on cars and cards, and the office towers of Shibei.

It is for benchmarks alone. No sentence, no name and no line of text-making code is the first world's.
"""

import random

from mingjian.contract.vocabulary import ComplaintChannel, ProductKind
from mingjian.simulation import numbers
from mingjian.simulation.documents.facts import Facts
from mingjian.simulation.documents.paper import Paper
from mingjian.simulation.story import Brief, Letter, LookAlike, Mark, MarkKind, Provision
from mingjian.simulation.world import Agency, Habits, Hideout, Manuscript, Names, Place, Product, Registers
from mingjian.simulation.worlds.qingdao import papers
from mingjian.simulation.worlds.qingdao.agreement import agreement
from mingjian.simulation.worlds.qingdao.gazetteer import (
    AGENCY_ENDINGS,
    AGENCY_STEMS,
    AREA_CODES,
    BANKS,
    COMMUNITIES,
    EMPLOYERS,
    ESTATES,
    GIVEN_MEN,
    GIVEN_WOMEN,
    HOSPITALS,
    LAW_FIRMS,
    LEGAL_AID,
    PLACES,
    POLICE,
    STREETS,
    SURNAMES,
)
from mingjian.simulation.worlds.qingdao.grammar import Habit, Page
from mingjian.simulation.worlds.qingdao.letterhead import Report
from mingjian.simulation.worlds.qingdao.rules import CODE_WORDS, LOOK_ALIKES, RULES
from mingjian.simulation.worlds.qingdao.switchboard import Switchboard

_GIVEN = {
    LookAlike.NEWS_DAY: ("shared/news_day", 3),
    LookAlike.HOSPITAL_TEMPLATE: ("shared/hospital", 2),
    LookAlike.LAWYER_HELPS: ("shared/lawyer", 2),
    LookAlike.LEGAL_AID: ("shared/aid", 1),
    LookAlike.ASSOCIATION_FORM: ("shared/form", 2),
}


class Qingdao:
    """See :class:`mingjian.simulation.world.World`."""

    name = "qingdao"
    version = "5"
    province = 37
    places: tuple[Place, ...] = PLACES
    streets: tuple[str, ...] = STREETS
    estates: tuple[str, ...] = ESTATES
    names = Names(SURNAMES, GIVEN_MEN, GIVEN_WOMEN)
    products: tuple[Product, ...] = (
        Product("琴岛新车贷", ProductKind.VEHICLE, (40_000, 260_000), (0.05, 0.13), (24, 36), 0.34),
        Product("二手车乐享贷", ProductKind.VEHICLE, (20_000, 120_000), (0.10, 0.22), (12, 24, 36), 0.18),
        Product("海鸥信用卡", ProductKind.CREDIT_CARD, (2_000, 50_000), (0.13, 0.1825), (12,), 0.34),
        Product("商户流水贷", ProductKind.CASH_LOAN, (10_000, 200_000), (0.08, 0.2), (6, 12), 0.14),
    )
    habits = Habits(
        lender="琴岛银行",
        stop_paying=-4.6,
        calls_in_arrears=3.2,
        rogue_collectors=0.12,
        unlisted_charges=0.02,
        overpriced_loans=0.008,
        broken_promises=0.35,
        carrier_nat=0.42,
        virtual_operators=0.06,
        channels=(
            (ComplaintChannel.VISIT, 0.14),
            (ComplaintChannel.HOTLINE, 0.28),
            (ComplaintChannel.ONLINE_CHAT, 0.14),
            (ComplaintChannel.MAIL, 0.1),
            (ComplaintChannel.EMAIL, 0.07),
            (ComplaintChannel.PBOC_12363, 0.09),
            (ComplaintChannel.GOVERNMENT_12345, 0.1),
            (ComplaintChannel.MEDIA, 0.03),
            (ComplaintChannel.THIRD_PARTY_PLATFORM, 0.05),
        ),
        misread=0.25,
        typing_errors=0.07,
    )
    registers = Registers(
        law_firms=LAW_FIRMS,
        legal_aid=LEGAL_AID,
        association="青岛市消费者协会",
        hospitals=HOSPITALS,
        employers=EMPLOYERS,
        agency_stems=AGENCY_STEMS,
        agency_endings=AGENCY_ENDINGS,
        communities=COMMUNITIES,
        police=POLICE,
        banks=BANKS,
        area_codes=AREA_CODES,
    )

    def honest_letter(self, brief: Brief, dice: random.Random) -> Letter:
        """Grown without any habit."""
        page = Page(brief, dice, Habit())
        if brief.helper:
            page.derive("kin_hello")
        if brief.complained_before:
            page.derive("again")
        self._fill(page, brief, dice)
        shape = dice.random()
        written = brief.channel in (ComplaintChannel.MAIL, ComplaintChannel.EMAIL, ComplaintChannel.GOVERNMENT_12345)
        if written and shape < 0.6:
            page.derive("petition")
        else:
            page.derive("short" if shape < 0.3 else "letter" if shape < 0.8 else "long")
        return page.letter()

    def _fill(self, page: Page, brief: Brief, dice: random.Random) -> None:
        def claims() -> None:
            for assertion in brief.assertions:
                page.derive(f"claim/{assertion.claim.value}", assertion)
                if dice.random() < 0.25:
                    page.derive("mood")

        def demands() -> None:
            for demand in brief.demands:
                page.derive(f"demand/{demand}")

        page.lists = {"claims": claims, "demands": demands}

    def shared_letter(self, kind: LookAlike, key: int, brief: Brief, dice: random.Random) -> Letter:
        """The words that were handed out, and what each adds."""
        symbol, count = _GIVEN[kind]
        page = Page(brief, dice, Habit(), slots=True)
        self._fill(page, brief, dice)
        page.derive(f"{symbol}/{key % count}")
        if kind in (LookAlike.NEWS_DAY, LookAlike.HOSPITAL_TEMPLATE):
            page.derive("short")
        return page.letter()

    def manuscript(self, family: str, dice: random.Random, *, parent: Manuscript | None = None) -> Manuscript:
        """A new report, or the parent's reworked."""
        return parent.rework(family, dice) if isinstance(parent, Report) else Report.draft(family, dice)

    def hideout(self, dice: random.Random, *, parent: Hideout | None = None) -> Hideout:
        """A switchboard."""
        return Switchboard(dice, parent if isinstance(parent, Switchboard) else None)

    def agency(self, dice: random.Random) -> Agency:
        """A studio with a leader whom everybody calls teacher."""
        stem = dice.choice(AGENCY_STEMS)
        return Agency(
            name=f"青岛{stem}{dice.choice(AGENCY_ENDINGS)}",
            brand=f"{stem}{dice.choice(('哥说债', '解债坊', '减压屋', '大讲堂'))}",
            wechat_id=f"wx_{stem.encode().hex()[:6]}{dice.randrange(10**5):05d}",
            phone=f"{dice.choice((167, 162))}{dice.randrange(10**8):08d}",
            payee_account=numbers.account_number(621_700, dice.randrange(10**12)),
            fee_yuan=dice.choice((299, 699, 1_280, 3_600, 6_800, 12_000)),
        )

    def testimony(self, agency: Agency, dice: random.Random) -> Letter:
        """A client who was let down."""
        return Letter(_shown(dice.choice(RULES["testimony"]), agency))

    def agreement(self, agency: Agency, client: str, dice: random.Random) -> tuple[Provision, ...]:
        """The rules of a class."""
        return agreement(agency, client, dice)

    def advert(self, agency: Agency, dice: random.Random) -> Letter:
        """A post whose code words stand between number signs in the rule and bare in the text."""
        text, marks = "", []
        for index, piece in enumerate(dice.choice(RULES["advert"]).split("#")):
            written = piece if index % 2 else _shown(piece, agency)
            if index % 2:
                marks.append(Mark(MarkKind.CODE_WORD, CODE_WORDS[piece], len(text), len(text) + len(piece)))
            text += written
        return Letter(text, tuple(marks))

    def post(self, agency: Agency, dice: random.Random) -> Letter:
        """A comment of three clauses, the name at its end."""
        text, marks = "", []
        for clause in dice.sample(RULES["post"], 3):
            standard = dice.choice(tuple(LOOK_ALIKES))
            new = dice.random() < 0.35
            written = LOOK_ALIKES[standard] if new else standard
            start = len(text) + clause.index("#")
            if new:
                marks.append(Mark(MarkKind.NEW_WORD, standard, start, start + len(written)))
            text += clause.replace("#", written)
        return Letter(_shown(text + "$brand$", agency), tuple(marks))

    def paper(self, facts: Facts, blank: random.Random, dice: random.Random) -> Paper:
        """A letter."""
        return papers.paper(facts, blank, dice)

    def call(self, *, threatening: bool, name: str, dice: random.Random) -> str:
        """A collection call."""
        return dice.choice(RULES["threat_call" if threatening else "call"]).replace("$name$", name)


def _shown(text: str, agency: Agency) -> str:
    for name, value in (
        ("brand", agency.brand),
        ("agency", agency.name),
        ("wechat", agency.wechat_id),
        ("phone", agency.phone),
        ("fee", str(agency.fee_yuan)),
    ):
        text = text.replace(f"${name}$", value)
    return text


QINGDAO = Qingdao()

__all__ = ["QINGDAO", "Qingdao"]
