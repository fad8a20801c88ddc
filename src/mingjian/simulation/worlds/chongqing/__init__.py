"""The first world: a consumer-finance company in Chongqing, its customers, and the back rooms of Yuzhong."""

import random

from mingjian.contract.vocabulary import ComplaintChannel, ProductKind
from mingjian.simulation import numbers
from mingjian.simulation.documents.facts import Facts
from mingjian.simulation.documents.paper import Paper
from mingjian.simulation.story import Assertion, Brief, Letter, LookAlike, MarkKind, Provision
from mingjian.simulation.world import Agency, Habits, Hideout, Manuscript, Names, Place, Product, Registers
from mingjian.simulation.worlds.chongqing import chapters, honest, papers, shared, template
from mingjian.simulation.worlds.chongqing.agreement import agreement
from mingjian.simulation.worlds.chongqing.composing import Draft, choose, values_of
from mingjian.simulation.worlds.chongqing.ghostwriter import Form
from mingjian.simulation.worlds.chongqing.hideout import BackRoom
from mingjian.simulation.worlds.chongqing.places import (
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

LENDER = "渝信消费金融"
_ON_PAPER = frozenset(
    {
        ComplaintChannel.MAIL,
        ComplaintChannel.EMAIL,
        ComplaintChannel.REGULATOR_12378,
        ComplaintChannel.GOVERNMENT_12345,
        ComplaintChannel.THIRD_PARTY_PLATFORM,
    }
)
"""Channels for which people sit down and write."""


class Chongqing:
    """See :class:`mingjian.simulation.world.World`."""

    name = "chongqing"
    version = "5"
    province = 50
    places: tuple[Place, ...] = PLACES
    streets: tuple[str, ...] = STREETS
    estates: tuple[str, ...] = ESTATES
    names = Names(SURNAMES, GIVEN_MEN, GIVEN_WOMEN)
    products: tuple[Product, ...] = (
        Product("渝易贷", ProductKind.CASH_LOAN, (3_000, 60_000), (0.12, 0.24), (6, 12, 18, 24), 0.5),
        Product("安居分期", ProductKind.INSTALMENT, (8_000, 150_000), (0.09, 0.18), (12, 24, 36), 0.2),
        Product("手机分期", ProductKind.INSTALMENT, (1_500, 9_000), (0.15, 0.24), (6, 12), 0.22),
        Product("巴山循环额度", ProductKind.CASH_LOAN, (1_000, 30_000), (0.18, 0.24), (3, 6, 12), 0.08),
    )
    habits = Habits(
        lender=LENDER,
        stop_paying=-4.3,
        calls_in_arrears=5.0,
        rogue_collectors=0.08,
        unlisted_charges=0.012,
        overpriced_loans=0.015,
        broken_promises=0.25,
        carrier_nat=0.2,
        virtual_operators=0.03,
        channels=(
            (ComplaintChannel.HOTLINE, 0.36),
            (ComplaintChannel.APP, 0.2),
            (ComplaintChannel.ONLINE_CHAT, 0.12),
            (ComplaintChannel.EMAIL, 0.04),
            (ComplaintChannel.MAIL, 0.04),
            (ComplaintChannel.REGULATOR_12378, 0.1),
            (ComplaintChannel.GOVERNMENT_12345, 0.05),
            (ComplaintChannel.THIRD_PARTY_PLATFORM, 0.08),
            (ComplaintChannel.OTHER, 0.01),
        ),
        misread=0.18,
        typing_errors=0.03,
    )
    registers = Registers(
        law_firms=LAW_FIRMS,
        legal_aid=LEGAL_AID,
        association="重庆市消费者权益保护委员会",
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
        """Short on the telephone, long on paper; the order of things as people tell them."""
        if not brief.helper and brief.channel in _ON_PAPER and dice.random() < 0.55:
            return self._paper(brief, dice)
        draft = Draft()
        opening = honest.RELATIVE_OPENINGS if brief.helper else honest.OPENINGS
        _say(draft, dice.choice(opening), brief, None, dice)
        if brief.complained_before:
            _say(
                draft,
                "[上次投诉没有解决|之前投诉过，给的答复我不接受]，[这是第二次反映|所以再来反映]。",
                brief,
                None,
                dice,
            )
        long = dice.random()
        situations = 0 if long < 0.3 else 1 if long < 0.75 else 2
        for phrase in dice.sample(honest.SITUATIONS, situations):
            if "{days}" not in phrase or brief.days_past_due:
                _say(draft, phrase, brief, None, dice)
        for assertion in brief.assertions:
            self._claim(draft, assertion, brief, dice)
            if long > 0.6 and dice.random() < 0.6:
                _say(draft, dice.choice(honest.FEELINGS), brief, None, dice)
        for phrase in dice.sample(honest.SMALL_TALK, 0 if long < 0.5 else 1 if long < 0.85 else dice.randint(2, 4)):
            _say(draft, phrase, brief, None, dice)
        if long > 0.94:
            for phrase in dice.sample(chapters.CHAPTERS, dice.randint(2, 6)):
                _say(draft, phrase, brief, None, dice)
        for demand in brief.demands:
            _say(draft, dice.choice(honest.DEMANDS[demand]), brief, None, dice, (MarkKind.DEMAND, demand))
        _say(draft, dice.choice(honest.CLOSINGS), brief, None, dice)
        return _typed(draft.letter(), dice)

    def _paper(self, brief: Brief, dice: random.Random) -> Letter:
        """A letter with a heading. Honest people, too, look up how such letters are written, and copy the law."""
        draft = Draft()
        _say(draft, dice.choice(chapters.PAPER_OPENINGS), brief, None, dice)
        for phrase in dice.sample(chapters.CHAPTERS, dice.choice((0, 1, 1, 2, 3, 5))):
            _say(draft, phrase + "\n", brief, None, dice)
        for number, assertion in enumerate(brief.assertions):
            draft.add(chapters.PAPER_LINKS[min(number, 4)] if len(brief.assertions) > 1 else "", {})
            code = assertion.claim.value
            drawer = template.CLAIMS.get(code, ()) if dice.random() < 0.3 else ()
            values = values_of(brief, assertion, dice, formal=dice.random() < 0.5)
            phrase = choose(dice.choice(drawer or honest.CLAIMS[code]), dice)
            draft.add(phrase, values, mark=(MarkKind.CLAIM, code))
        if dice.random() < 0.35:
            _say(draft, dice.choice(template.LAW), brief, None, dice)
        for demand in brief.demands:
            _say(draft, dice.choice(honest.DEMANDS[demand]), brief, None, dice, (MarkKind.DEMAND, demand))
        _say(draft, "\n" + dice.choice(chapters.PAPER_ENDINGS), brief, None, dice)
        return draft.letter()

    def _claim(self, draft: Draft, assertion: Assertion, brief: Brief, dice: random.Random) -> None:
        phrases = honest.CLAIMS[assertion.claim.value]
        _say(draft, dice.choice(phrases), brief, assertion, dice, (MarkKind.CLAIM, assertion.claim.value))

    def shared_letter(self, kind: LookAlike, key: int, brief: Brief, dice: random.Random) -> Letter:
        """The given words around what each person adds."""
        draft = Draft()
        if kind in (LookAlike.NEWS_DAY, LookAlike.HOSPITAL_TEMPLATE):
            drawer = shared.NEWS if kind is LookAlike.NEWS_DAY else shared.HOSPITAL
            given = drawer[key % len(drawer)]
            if kind is LookAlike.NEWS_DAY:
                draft.add(given, values_of(brief, None, dice), slots=True)
            for assertion in brief.assertions:
                self._claim(draft, assertion, brief, dice)
            if kind is LookAlike.HOSPITAL_TEMPLATE:
                draft.add(given, values_of(brief, None, dice), slots=True)
            for demand in brief.demands:
                _say(draft, dice.choice(honest.DEMANDS[demand]), brief, None, dice, (MarkKind.DEMAND, demand))
            _say(draft, dice.choice(honest.CLOSINGS), brief, None, dice)
            return draft.letter()
        drawer = {
            LookAlike.LAWYER_HELPS: shared.LAWYER,
            LookAlike.LEGAL_AID: shared.LEGAL_AID,
            LookAlike.ASSOCIATION_FORM: shared.FORM,
        }[kind]
        form = drawer[key % len(drawer)]
        for index, piece in enumerate(
            form.replace("{claims}", "\0claims\0").replace("{demands}", "\0demands\0").split("\0")
        ):
            if piece == "claims" and index % 2:
                for assertion in brief.assertions:
                    self._claim(draft, assertion, brief, dice)
            elif piece == "demands" and index % 2:
                for demand in brief.demands:
                    _say(draft, dice.choice(honest.DEMANDS[demand]), brief, None, dice, (MarkKind.DEMAND, demand))
            else:
                draft.add(piece, values_of(brief, None, dice, formal=True), slots=True)
        return draft.letter()

    def manuscript(self, family: str, dice: random.Random, *, parent: Manuscript | None = None) -> Manuscript:
        """A new letter, or the parent's reworked."""
        return parent.rework(family, dice) if isinstance(parent, Form) else Form.draft(family, dice)

    def hideout(self, dice: random.Random, *, parent: Hideout | None = None) -> Hideout:
        """A back room."""
        return BackRoom(dice, parent if isinstance(parent, BackRoom) else None)

    def agency(self, dice: random.Random) -> Agency:
        """A consulting company on paper and a friendly name on video."""
        stem = dice.choice(AGENCY_STEMS)
        return Agency(
            name=f"重庆{stem}{dice.choice(AGENCY_ENDINGS)}",
            brand=dice.choice(("债务小助手", "{stem}法务", "{stem}老师", "上岸帮{stem}", "{stem}债务规划")).replace(
                "{stem}", stem
            ),
            wechat_id=f"{dice.choice(('yx', 'fw', 'zw', 'cq'))}{dice.randrange(10**6, 10**8)}",
            phone=f"{dice.choice((170, 171, 165))}{dice.randrange(10**8):08d}",
            payee_account=numbers.account_number(622_848, dice.randrange(10**12)),
            fee_yuan=dice.choice((199, 500, 980, 1_980, 2_980, 5_800)),
        )

    def testimony(self, agency: Agency, dice: random.Random) -> Letter:
        """A client who regrets."""
        draft = Draft()
        draft.add(choose(dice.choice(shared.TESTIMONIES), dice), _shown(agency))
        return draft.letter()

    def agreement(self, agency: Agency, client: str, dice: random.Random) -> tuple[Provision, ...]:
        """Articles."""
        return agreement(agency, client, LENDER, dice)

    def advert(self, agency: Agency, dice: random.Random) -> Letter:
        """Code words are written for the platform's filter and read by those who look for them."""
        draft = Draft()
        phrase = _hide_code_words(dice.choice(shared.ADVERTS))
        for index, piece in enumerate(choose(phrase, dice).split("\1")):
            if index % 2:
                standard, written = piece.split("\2")
                disguised = dice.random() < 0.8 or standard == written
                draft.add(
                    written if disguised else standard,
                    {},
                    mark=(MarkKind.CODE_WORD, standard) if disguised else None,
                )
            else:
                draft.add(piece, _shown(agency))
        return draft.letter()

    def post(self, agency: Agency, dice: random.Random) -> Letter:
        """Two remarks under a video."""
        draft = Draft()
        draft.add("{brand}：", _shown(agency))
        for _ in range(2):
            standard, written = dice.choice(shared.NEW_WORDS)
            new = dice.random() < 0.35
            draft.add(dice.choice(shared.BEFORE), {})
            draft.add(written if new else standard, {}, mark=(MarkKind.NEW_WORD, standard) if new else None)
            draft.add(dice.choice(shared.AFTER), {})
        return draft.letter()

    def paper(self, facts: Facts, blank: random.Random, dice: random.Random) -> Paper:
        """A ruled form."""
        return papers.paper(facts, blank, dice)

    def call(self, *, threatening: bool, name: str, dice: random.Random) -> str:
        """A collection call as the recogniser writes it down."""
        phrase = choose(dice.choice(shared.THREATS if threatening else shared.CALLS), dice)
        product = dice.choice(self.products).name
        return phrase.replace("{name}", name).replace("{lender}", LENDER).replace("{product}", product)


def _hide_code_words(phrase: str) -> str:
    """Keeps a code word's two forms out of the way of the choice between phrases."""
    parts = []
    for index, piece in enumerate(phrase.replace(">", "<").split("<")):
        parts.append(f"\1{piece.replace('|', chr(2))}\1" if index % 2 else piece)
    return "".join(parts)


def _shown(agency: Agency) -> dict[str, str]:
    return {
        "brand": agency.brand,
        "agency": agency.name,
        "wechat": agency.wechat_id,
        "phone": agency.phone,
        "fee": str(agency.fee_yuan),
    }


def _say(
    draft: Draft,
    phrase: str,
    brief: Brief,
    assertion: Assertion | None,
    dice: random.Random,
    mark: tuple[MarkKind, str] | None = None,
) -> None:
    draft.add(choose(phrase, dice), values_of(brief, assertion, dice), mark=mark)


def _typed(letter: Letter, dice: random.Random) -> Letter:
    """Typing errors of equal length, so that marks stay where they are; and missing stops."""
    text = letter.text
    if dice.random() < 0.25:
        for right, wrong in honest.TYPOS:
            if right in text and dice.random() < 0.25:
                text = text.replace(right, wrong, 1)
    if dice.random() < 0.12:
        text = text.replace("。", "，")
    return Letter(text, letter.marks)


CHONGQING = Chongqing()

__all__ = ["CHONGQING", "Chongqing"]
