"""Who complains when, through which channel, with which identifiers, and in whose words."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from mingjian.contract.vocabulary import Claim, ComplaintChannel, ProductKind
from mingjian.simulation import numbers
from mingjian.simulation.calendar import CHINA_OFFSET, DAY, PERIOD, at_hour
from mingjian.simulation.gangs import Engagement, Gang
from mingjian.simulation.grievances import Records
from mingjian.simulation.registers import PublicRecord
from mingjian.simulation.settings import CHINA, WorldSettings
from mingjian.simulation.story import Assertion, Brief, Letter, LookAlike
from mingjian.simulation.streams import dice, stream
from mingjian.simulation.world import Client, Traces, World

ESCALATED = frozenset(
    {
        ComplaintChannel.REGULATOR_12378,
        ComplaintChannel.GOVERNMENT_12345,
        ComplaintChannel.PBOC_12363,
        ComplaintChannel.MEDIA,
        ComplaintChannel.COURT,
    }
)
ONLINE = frozenset({ComplaintChannel.APP, ComplaintChannel.ONLINE_CHAT, ComplaintChannel.THIRD_PARTY_PLATFORM})


@dataclass(frozen=True)
class Filing:
    """One complaint as it happens. ``customer`` counts within the block; -1 for one that nobody could match."""

    customer: int
    at: int
    channel: ComplaintChannel
    letter: Letter
    assertions: tuple[Assertion, ...]
    demands: tuple[str, ...]
    traces: Traces
    look_alike: LookAlike | None = None
    family: str = ""
    family_root: str = ""
    gang: int = -1
    step: float = 0.0
    helper: str = ""
    """The name of the honest helper's organisation, or of the relative or neighbour."""
    closed: int = 0
    outcome: str = ""
    represented: bool = False


@dataclass(frozen=True)
class _Occasion:
    """An honest complaint before it is written."""

    customer: int
    at: int
    look_alike: LookAlike | None = None
    key: int = 0
    grievance: int = -1


HELPED_SHARE = 0.012
"""Of the honest complaints, those that a village worker, a mediator or a friend brings, who helps others as well."""
HOUSEHOLDS_OF_A_HELPER = 6

WRITTEN_FREELY = 0.97
"""From this step of the ladder on, letters are written as honest people write them."""

DEMANDS_OF = {
    Claim.CALL_FREQUENCY: ("stop_collection", "apology"),
    Claim.CALL_HOURS: ("stop_collection", "apology"),
    Claim.THIRD_PARTY_CONTACT: ("stop_collection", "apology", "compensation"),
    Claim.THREATS: ("apology", "compensation", "stop_collection"),
    Claim.RATE_ABOVE_CAP: ("refund", "waive_interest"),
    Claim.RATE_ABOVE_CONTRACT: ("refund", "documents"),
    Claim.CHARGE_NOT_IN_CONTRACT: ("refund",),
    Claim.DOUBLE_CHARGE: ("refund",),
    Claim.REPAYMENT_NOT_BOOKED: ("delete_credit_record", "documents"),
    Claim.PROMISE_NOT_KEPT: ("instalment_plan", "other"),
    Claim.LOAN_NOT_TAKEN: ("account_closure", "delete_credit_record", "documents"),
    Claim.CREDIT_RECORD_WRONG: ("delete_credit_record",),
    Claim.HARDSHIP: ("instalment_plan", "waive_interest"),
    Claim.ILLNESS: ("instalment_plan", "waive_interest"),
    Claim.BEREAVEMENT: ("instalment_plan", "stop_collection"),
    Claim.OTHER: ("other", "documents"),
}
"""What people ask for when they have that to complain about."""


class Desk:
    """Files the complaints of one block; the gangs' lists live on from block to block."""

    def __init__(
        self,
        world: World,
        settings: WorldSettings,
        records: Records,
        gangs: Sequence[Gang],
        public: PublicRecord,
    ) -> None:
        self._public = public
        self._world = world
        self._settings = settings
        self._records = records
        self._gangs = gangs
        self._calendar = records.calendar
        self._people = records.people
        own = settings.complaints_per_customer * settings.customers * (1 - settings.agent_share)
        self._helpers = max(1, round(own * HELPED_SHARE / HOUSEHOLDS_OF_A_HELPER))

    def honest(self) -> list[Filing]:
        """Everything that people file for themselves, or that honest helpers file for them."""
        filings: list[Filing] = []
        for number, occasion in enumerate(self._occasions()):
            throw = dice(self._settings.seed, self._world.name, "honest", self._people.first, number)
            filing = self._write_honest(occasion, throw)
            filings.append(filing)
            # A refusal sends one in four of the disappointed to a higher place.
            if filing.customer >= 0 and filing.outcome == "not_upheld" and throw.random() < 0.25:
                filings.append(self._escalate(filing, throw))
            elif filing.customer >= 0 and not filing.represented and not filing.family and throw.random() < 0.08:
                filings[-1:] = self._again_elsewhere(filing, throw)
        return [filing for filing in filings if filing.at < self._calendar.end]

    def ghostwritten(self, engagements: Sequence[Engagement]) -> list[Filing]:
        """Everything that gangs file in the names of the block's customers."""
        filings: list[Filing] = []
        for engagement in engagements:
            if not engagement.victim:
                filings += self._campaign(engagement)
        return filings

    def _occasions(self) -> list[_Occasion]:
        """When honest people complain: trouble, arrears and fresh wrongs raise the hazard of each month."""
        settings, calendar, records = self._settings, self._calendar, self._records
        chance = stream(settings.seed, self._world.name, "occasions", self._people.first)
        months, wrongs = records.months, records.grievances
        hazard = 0.45 * months.stress + 1.1 * (~months.paying) + 0.5 * (months.blow > 0)
        period = calendar.period(wrongs.at)
        fresh = (period >= 0) & (period <= calendar.periods)
        np.add.at(hazard, (wrongs.customer[fresh], period[fresh]), 1.9)
        lagged = fresh & (period < calendar.periods)
        np.add.at(hazard, (wrongs.customer[lagged], period[lagged] + 1), 1.0)
        rate = np.exp(np.minimum(hazard, 6.0))
        # Nobody complains of a loan before there is one.
        first_loan = np.searchsorted(records.loans.customer, np.arange(len(self._people)))
        began = calendar.period(at_hour(records.loans.disbursed[first_loan], np.zeros(len(self._people))))
        rate[np.arange(calendar.periods + 1)[None, :] <= began[:, None]] = 0.0
        target = settings.complaints_per_customer * len(self._people) * (1 - settings.agent_share)
        # A sixth of the honest complaints come from refusals, clusters and news days, which are added below.
        rate *= 0.83 * target / rate[:, : calendar.periods].sum()
        counts = chance.poisson(np.minimum(rate, 0.8))
        customer, month = np.nonzero(counts)
        customer, month = np.repeat(customer, counts[customer, month]), np.repeat(month, counts[customer, month])
        at = calendar.begin(month) + (chance.random(len(customer)) * PERIOD).astype(np.int64)
        occasions = [_Occasion(int(who), int(when)) for who, when in zip(customer, at, strict=True)]
        occasions = [self._dress(occasion, chance) for occasion in occasions]
        occasions += self._clusters(chance)
        occasions += self._news_days(chance, round(target * 0.04))
        return sorted(occasions, key=lambda occasion: (occasion.at, occasion.customer))

    def _dress(self, occasion: _Occasion, chance: np.random.Generator) -> _Occasion:
        """Some get help, some fill in a form, some lie in hospital; they will look like a gang, and are none."""
        registers = self._world.registers
        choice = float(chance.random())
        misfortune = self._records.misfortune(occasion.customer, occasion.at)
        if misfortune is not None and misfortune.claim is Claim.ILLNESS and choice < 0.5:
            key = int(chance.integers(0, len(registers.hospitals)))
            return replace(occasion, look_alike=LookAlike.HOSPITAL_TEMPLATE, key=key)
        for look_alike, share, keys in (
            (LookAlike.RELATIVE_HELPS, 0.03, 1_000_000),
            (LookAlike.LAWYER_HELPS, 0.02, len(registers.law_firms)),
            (LookAlike.LEGAL_AID, 0.015, len(registers.legal_aid)),
            (LookAlike.ASSOCIATION_FORM, 0.025, 2),
        ):
            if choice < share:
                return replace(occasion, look_alike=look_alike, key=int(chance.integers(0, keys)))
            choice -= share
        if choice < HELPED_SHARE:
            return replace(occasion, look_alike=LookAlike.HELPER_OF_MANY, key=occasion.customer % self._helpers)
        return occasion

    def _clusters(self, chance: np.random.Generator) -> list[_Occasion]:
        """The customers of one collector's bad week complain within days of each other."""
        abuses = self._records.abuses
        return [
            _Occasion(
                int(abuses.customer[row]),
                int(abuses.at[row] + chance.integers(1, 9) * DAY + chance.integers(8, 21) * 3_600),
                LookAlike.COLLECTOR_MISCONDUCT,
                grievance=int(row),
            )
            for row in np.flatnonzero(abuses.cluster >= 0)
            if chance.random() < 0.65
        ]

    def _news_days(self, chance: np.random.Generator, count: int) -> list[_Occasion]:
        """On 15 March, and when the television has shown a lender, people write what they have just heard."""
        calendar = self._calendar
        days = stream(self._settings.seed, self._world.name, "news").integers(30, calendar.periods * 30 - 10, 3)
        who = chance.choice(len(self._people), size=min(count, len(self._people)), replace=False)
        first_loan = np.searchsorted(self._records.loans.customer, who)
        began = at_hour(self._records.loans.disbursed[first_loan], np.zeros(len(who)))
        result = []
        for customer, since in zip(who, began, strict=True):
            key = int(chance.integers(0, len(days)))
            at = calendar.start + int(days[key]) * DAY + int(chance.exponential(0.8) * DAY)
            if since < at:
                result.append(_Occasion(int(customer), at, LookAlike.NEWS_DAY, key=key))
        return result

    def _write_honest(self, occasion: _Occasion, throw: random.Random) -> Filing:
        customer, at = occasion.customer, self._daytime(occasion.at, throw)
        asserted = self._honest_assertions(occasion, throw)
        channel = self._channel(throw)
        helper, represented = "", False
        registers = self._world.registers
        if occasion.look_alike is LookAlike.LAWYER_HELPS:
            helper, represented = registers.law_firms[occasion.key], True
            channel = throw.choice((ComplaintChannel.MAIL, ComplaintChannel.EMAIL, ComplaintChannel.REGULATOR_12378))
        elif occasion.look_alike is LookAlike.LEGAL_AID:
            helper, represented = registers.legal_aid[occasion.key], True
            channel = throw.choice((ComplaintChannel.MAIL, ComplaintChannel.REGULATOR_12378))
        elif occasion.look_alike is LookAlike.ASSOCIATION_FORM:
            helper, channel = registers.association, ComplaintChannel.ASSOCIATION
        elif occasion.look_alike is LookAlike.RELATIVE_HELPS:
            helper, represented = self._relative(customer, throw), True
        elif occasion.look_alike is LookAlike.HELPER_OF_MANY:
            helper, represented = self._neighbour(occasion.key), True
            channel = ComplaintChannel.GOVERNMENT_12345
        elif occasion.look_alike is LookAlike.HOSPITAL_TEMPLATE:
            helper = registers.hospitals[occasion.key]
        demands = self._honest_demands(asserted, throw)
        # Who helps many writes down what each tells him, in that person's name.
        writer = "" if occasion.look_alike is LookAlike.HELPER_OF_MANY else helper
        brief = self._brief(customer, at, channel, asserted, demands, helper=writer)
        family = ""
        if occasion.look_alike in (
            LookAlike.LAWYER_HELPS,
            LookAlike.LEGAL_AID,
            LookAlike.ASSOCIATION_FORM,
            LookAlike.NEWS_DAY,
            LookAlike.HOSPITAL_TEMPLATE,
        ):
            letter = self._world.shared_letter(occasion.look_alike, occasion.key, brief, throw)
            family = f"H-{occasion.look_alike.value}-{occasion.key}"
        else:
            letter = self._world.honest_letter(brief, throw)
        look_alike = occasion.look_alike
        organisation = self._public.named(helper) if represented else None
        if organisation is not None and organisation.early_code:
            look_alike = LookAlike.EARLY_CREDIT_CODE
        traces = self._honest_traces(customer, channel, at, throw)
        if occasion.look_alike is LookAlike.RELATIVE_HELPS:
            phone = self._spare_phone(throw)
            traces = replace(traces, contact_phone=phone, sender_name=helper if traces.sender_name else "")
        elif represented:
            traces = replace(traces, contact_phone=self._office_phone(helper), device_id="", ip="")
        if look_alike is None and throw.random() < self._world.habits.typing_errors:
            traces = _mistyped(traces, throw)
            look_alike = LookAlike.TYPING_ERROR
        if look_alike is None:
            look_alike = self._quiet_look_alike(customer, traces)
        closed, outcome = self._closing(at, asserted, throw)
        return Filing(
            customer=customer if throw.random() > 0.02 else -1,
            at=at,
            channel=channel,
            letter=letter,
            assertions=asserted,
            demands=demands,
            traces=traces,
            look_alike=look_alike,
            family=family,
            family_root=family,
            helper=helper,
            closed=closed,
            outcome=outcome,
            represented=represented,
        )

    def _escalate(self, first: Filing, throw: random.Random) -> Filing:
        """The same person again, in new words, at a higher place."""
        channel = throw.choice(
            (ComplaintChannel.REGULATOR_12378, ComplaintChannel.REGULATOR_12378, ComplaintChannel.GOVERNMENT_12345)
        )
        at = self._daytime(first.closed + throw.randint(1, 20) * DAY, throw)
        customer = first.customer
        brief = self._brief(customer, at, channel, first.assertions, first.demands, complained_before=True)
        closed, outcome = self._closing(at, first.assertions, throw)
        return replace(
            first,
            at=at,
            channel=channel,
            letter=self._world.honest_letter(brief, throw),
            traces=self._honest_traces(customer, channel, at, throw),
            look_alike=self._quiet_look_alike(customer, first.traces),
            family="",
            family_root="",
            helper="",
            closed=closed,
            outcome=outcome,
            represented=False,
        )

    def _again_elsewhere(self, first: Filing, throw: random.Random) -> list[Filing]:
        """Impatient people paste what they wrote into another channel; that alone makes nobody an agency."""
        family = f"S-{self._people.customer_id[first.customer]}"
        channel = throw.choice(
            (ComplaintChannel.THIRD_PARTY_PLATFORM, ComplaintChannel.REGULATOR_12378, ComplaintChannel.GOVERNMENT_12345)
        )
        at = self._daytime(first.at + throw.randint(0, 5) * DAY, throw)
        closed, outcome = self._closing(at, first.assertions, throw)
        first = replace(first, family=family, family_root=family)
        traces = self._honest_traces(first.customer, channel, at, throw)
        return [first, replace(first, at=at, channel=channel, traces=traces, closed=closed, outcome=outcome)]

    def _quiet_look_alike(self, customer: int, traces: Traces) -> LookAlike | None:
        """Look-alikes that the customer's circumstances make, without anybody doing anything."""
        if self._people.home[customer] >= 0:
            return LookAlike.SHARED_HOME
        if self._people.virtual_operator[customer]:
            return LookAlike.VIRTUAL_OPERATOR
        if self._people.behind_nat[customer] and traces.ip:
            return LookAlike.CARRIER_NAT
        return None

    def _campaign(self, engagement: Engagement) -> list[Filing]:
        """An agency's work for one client: a first demand, and after the refusal the next channels within days."""
        gang, settings = self._gangs[engagement.gang], self._settings
        customer = engagement.customer - self._people.first
        throw = dice(settings.seed, self._world.name, "campaign", gang.gang_id, engagement.ordinal)
        step = gang.step(engagement.recruited)
        at = engagement.recruited + throw.randint(4, 16) * DAY
        grievance = self._client_truth(engagement, customer, at, throw)
        said, demands = gang.manuscript.claims(), gang.manuscript.demands()
        freely = step >= WRITTEN_FREELY
        if freely:
            # Whoever copies honest people also complains of one or two things only, and asks for no more.
            said = tuple(throw.sample(said, min(len(said), throw.choice((1, 1, 2)))))
            demands = tuple(throw.sample(demands, throw.choice((1, 1, 2))))
        asserted = list(grievance)
        for claim in said:
            if all(assertion.claim.value != claim for assertion in asserted):
                asserted.append(self._records.invented(Claim(claim), customer, at, throw))
        filings: list[Filing] = []
        campaign = gang.hideout.campaign(step, throw)
        for place, channel in enumerate(campaign):
            # The lender answers within a week or two; the next channels follow in a burst.
            if place:
                at += (throw.randint(3, 9) if place == 1 else throw.randint(0, 3)) * DAY
            when = self._office_hour(at, gang.hideout.working_hour(step, throw), throw)
            if when >= self._calendar.end:
                break
            brief = self._brief(customer, when, channel, tuple(asserted), demands, complained_before=place > 0)
            letter = self._world.honest_letter(brief, throw) if freely else gang.manuscript.write(brief, step, throw)
            own = self._honest_traces(customer, channel, when, throw)
            client = Client(
                brief.name, own, engagement.ordinal, engagement.ordinal * 8 + place, channel, brief.received_at
            )
            traces = gang.hideout.traces(client, step, throw)
            if when <= self._calendar.snapshot:
                _remember(gang, traces, own)
                gang.first_filing = min(gang.first_filing or when, when)
                gang.last_filing = max(gang.last_filing, when)
            closed, outcome = self._closing(when, tuple(asserted), throw)
            filings.append(
                Filing(
                    customer=customer,
                    at=when,
                    channel=channel,
                    letter=letter,
                    assertions=tuple(asserted),
                    demands=demands,
                    traces=traces,
                    family="" if freely else gang.manuscript.family,
                    family_root="" if freely else gang.manuscript.root,
                    gang=engagement.gang,
                    step=step,
                    closed=closed,
                    outcome=outcome,
                    represented=throw.random() < 0.16,
                )
            )
            if throw.random() < 0.12:
                break
        return filings

    def _client_truth(self, engagement: Engagement, customer: int, at: int, throw: random.Random) -> list[Assertion]:
        """What the client told the agency that is so."""
        if not engagement.true_grievance:
            return []
        rows = self._records.recent(customer, at) or self._records.grievances_before(customer, at)
        if rows:
            return [self._records.assertion(throw.choice(rows))]
        misfortune = self._records.misfortune(customer, at)
        return [misfortune] if misfortune else []

    def _honest_assertions(self, occasion: _Occasion, throw: random.Random) -> tuple[Assertion, ...]:
        records, customer, at = self._records, occasion.customer, occasion.at
        asserted: list[Assertion] = []
        if occasion.look_alike is LookAlike.COLLECTOR_MISCONDUCT:
            rows = [row for row in records.recent(customer, at) if int(records.grievances.claim[row]) < 4]
            asserted = [records.assertion(row) for row in rows[-1:]]
        else:
            rows = records.recent(customer, at)
            throw.shuffle(rows)
            for row in rows[: throw.choice((1, 1, 2, 3))]:
                assertion = records.assertion(row)
                if all(assertion.claim is not other.claim for other in asserted):
                    asserted.append(assertion)
        misfortune = records.misfortune(customer, at)
        if misfortune and (occasion.look_alike is LookAlike.HOSPITAL_TEMPLATE or throw.random() < 0.6):
            asserted.append(misfortune)
        if not asserted or throw.random() < self._world.habits.misread:
            asserted.append(self._mistaken(customer, at, {assertion.claim for assertion in asserted}, throw))
        return tuple(asserted)

    def _mistaken(self, customer: int, at: int, said: set[Claim], throw: random.Random) -> Assertion:
        """Honest people err too: they remember more calls than there were, or take a rate for another."""
        choices = [
            Claim.OTHER,
            Claim.OTHER,
            Claim.CALL_FREQUENCY,
            Claim.RATE_ABOVE_CAP,
            Claim.THREATS,
            Claim.CREDIT_RECORD_WRONG,
            Claim.PROMISE_NOT_KEPT,
            Claim.REPAYMENT_NOT_BOOKED,
            Claim.CHARGE_NOT_IN_CONTRACT,
            Claim.LOAN_NOT_TAKEN,
            Claim.THIRD_PARTY_CONTACT,
            Claim.HARDSHIP,
        ]
        claim = throw.choice([choice for choice in choices if choice not in said])
        return self._records.invented(claim, customer, at, throw)

    def _honest_demands(self, asserted: tuple[Assertion, ...], throw: random.Random) -> tuple[str, ...]:
        wanted: list[str] = []
        for assertion in asserted:
            options = DEMANDS_OF[assertion.claim]
            choice = options[0] if throw.random() < 0.65 else throw.choice(options)
            if choice not in wanted:
                wanted.append(choice)
        return tuple(wanted[:3]) if throw.random() < 0.93 else ()

    def _brief(
        self,
        customer: int,
        at: int,
        channel: ComplaintChannel,
        asserted: tuple[Assertion, ...],
        demands: tuple[str, ...],
        *,
        helper: str = "",
        complained_before: bool = False,
    ) -> Brief:
        records, people = self._records, self._people
        loans = records.loans
        mine = [loan for loan in records.loans_of(customer) if int(loans.disbursed[loan].astype(int)) * DAY < at]
        loan = mine[0] if mine else records.loans_of(customer)[0]
        late = [(records.days_past_due(index, at), index) for index in mine]
        days, loan = max(late, default=(0, loan))
        product = self._world.products[int(loans.product[loan])]
        paid = records.paid_instalments(loan, at)
        left = max(int(loans.term[loan]) - paid, 0)
        return Brief(
            name=str(people.full_name[customer]),
            woman=bool(people.woman[customer]),
            city=self._world.places[int(people.place[customer])].city,
            employer=str(people.employer[customer]),
            lender=self._world.habits.lender,
            product=product.name,
            is_card=product.kind is ProductKind.CREDIT_CARD,
            loan_id=str(loans.loan_id[loan]),
            principal_yuan=int(loans.principal[loan]),
            outstanding_yuan=round(float(loans.instalment[loan]) * left),
            instalment_yuan=round(float(loans.instalment[loan])),
            days_past_due=days,
            disbursed_on=loans.disbursed[loan].astype(object),
            received_at=datetime.fromtimestamp(at, tz=UTC).astimezone(CHINA),
            channel=channel,
            phone=str(people.phone[customer]),
            identity_tail=str(people.id_number[customer])[-4:],
            assertions=asserted,
            demands=demands,
            helper=helper,
            complained_before=complained_before,
        )

    def _honest_traces(self, customer: int, channel: ComplaintChannel, at: int, throw: random.Random) -> Traces:
        people = self._people
        online = channel in ONLINE
        mailed = channel is ComplaintChannel.MAIL
        emailed = channel is ComplaintChannel.EMAIL
        phone = str(people.phone[customer])
        return Traces(
            contact_phone=phone if throw.random() < 0.93 else "",
            contact_email=_mailbox(phone, throw) if emailed else "",
            sender_name=str(people.full_name[customer]) if mailed else "",
            sender_address=str(people.address[customer]) if mailed else "",
            tracking_number=_waybill(at, throw) if mailed else "",
            device_id=str(people.device[customer]) if online and throw.random() < 0.9 else "",
            ip=str(people.ip[customer]) if online else "",
        )

    def _channel(self, throw: random.Random) -> ComplaintChannel:
        channels = [channel for channel, _ in self._world.habits.channels]
        return throw.choices(channels, [weight for _, weight in self._world.habits.channels])[0]

    def _relative(self, customer: int, throw: random.Random) -> str:
        names = self._world.names
        surname = str(self._people.full_name[customer])[0]
        return surname + throw.choice(names.given_women if throw.random() < 0.5 else names.given_men)

    def _neighbour(self, key: int) -> str:
        names = self._world.names
        throw = dice(self._settings.seed, self._world.name, "neighbour", key)
        return throw.choice(names.surnames) + throw.choice(
            names.given_women if throw.random() < 0.5 else names.given_men
        )

    def _spare_phone(self, throw: random.Random) -> str:
        prefix = throw.choice((136, 139, 150, 158, 183, 188))
        return str(numbers.phone_numbers(np.array([prefix]), np.array([throw.randrange(10**8)]))[0])

    def _office_phone(self, helper: str) -> str:
        throw = dice(self._settings.seed, self._world.name, "office", helper)
        return self._spare_phone(throw)

    def _daytime(self, at: int, throw: random.Random) -> int:
        day = (at + CHINA_OFFSET) // DAY
        return day * DAY - CHINA_OFFSET + int(min(max(throw.gauss(14.5, 4), 0.2), 23.8) * 3_600)

    def _office_hour(self, at: int, hour: int, throw: random.Random) -> int:
        day = (at + CHINA_OFFSET) // DAY
        return day * DAY - CHINA_OFFSET + hour * 3_600 + throw.randrange(3_600)

    def _closing(self, at: int, asserted: tuple[Assertion, ...], throw: random.Random) -> tuple[int, str]:
        """When the lender answers and how; it finds about what its records show, not always."""
        proved = any(assertion.is_true and assertion.expected.value == "borne_out" for assertion in asserted)
        outcomes = ("upheld", "partly_upheld", "settled", "not_upheld", "withdrawn")
        weights = (38, 24, 20, 14, 4) if proved else (4, 10, 14, 64, 8)
        return at + int((2 + throw.gammavariate(2.2, 3.0)) * DAY), throw.choices(outcomes, weights)[0]


def _mailbox(phone: str, throw: random.Random) -> str:
    domain = throw.choice(("qq.com", "163.com", "126.com", "139.com", "sina.com", "outlook.com"))
    if domain == "139.com":
        return f"{phone}@139.com"
    if domain == "qq.com":
        return f"{throw.randrange(10**8, 4 * 10**9)}@qq.com"
    letters = "".join(throw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(throw.randint(4, 9)))
    return f"{letters}{throw.randrange(10_000)}@{domain}"


def _waybill(at: int, throw: random.Random) -> str:
    """Couriers count on: a number tells roughly the day, and neighbours of a day are a hundred thousand apart."""
    return f"SF{1_400_000_000_000 + at // DAY * 10_000_000 % 10**11 + throw.randrange(10_000_000)}"


def _mistyped(traces: Traces, throw: random.Random) -> Traces:
    """A digit of the contact number or a character of the sender's name is wrong."""
    if traces.sender_name and throw.random() < 0.5:
        return replace(traces, sender_name=traces.sender_name[0] + throw.choice("明名敏民") + traces.sender_name[2:])
    if not traces.contact_phone:
        return traces
    place = throw.randint(4, 10)
    digit = str((int(traces.contact_phone[place]) + throw.randint(1, 9)) % 10)
    return replace(traces, contact_phone=traces.contact_phone[:place] + digit + traces.contact_phone[place + 1 :])


def _remember(gang: Gang, traces: Traces, own: Traces) -> None:
    """What the gang brought to the complaint is the gang's; what is the client's own is not."""
    for kind, value, theirs in (
        ("phone", traces.contact_phone, own.contact_phone),
        ("email", traces.contact_email, own.contact_email),
        ("device", traces.device_id, own.device_id),
        ("ip", traces.ip, own.ip),
        ("address", traces.sender_address, own.sender_address),
    ):
        if value and value != theirs:
            gang.used.add((kind, value))
