"""Which complaints carry documents, genuine or forged; their files, their rows, and the truth about them."""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from mingjian.contract.truth import Capture, Contradiction, ForgeryMethod
from mingjian.contract.vocabulary import Claim, MaterialKind
from mingjian.simulation import numbers
from mingjian.simulation.calendar import DAY
from mingjian.simulation.documents import electronic, forgery
from mingjian.simulation.documents.capture import captured
from mingjian.simulation.documents.facts import Entry, Facts, Issuer, Person
from mingjian.simulation.documents.files import Written, file_of
from mingjian.simulation.documents.forgery import Forged
from mingjian.simulation.documents.issuers import counterfeit, inverted
from mingjian.simulation.documents.ofd import WRITERS
from mingjian.simulation.documents.ofd_edits import Original, edited_ofd, genuine_ofd, typed_ofd
from mingjian.simulation.documents.ofd_sealing import sealer
from mingjian.simulation.documents.paper import Imprint, Paper, Text
from mingjian.simulation.documents.seal import Seal, stamped
from mingjian.simulation.documents.sheet import Place, drawn, impress
from mingjian.simulation.documents.signing import signed, signer
from mingjian.simulation.filing import Filing
from mingjian.simulation.gangs import Gang
from mingjian.simulation.settings import CHINA, WorldSettings
from mingjian.simulation.story import LookAlike
from mingjian.simulation.streams import dice
from mingjian.simulation.world import World

DOTS_PER_INCH = 150
IMPRESSION_DPI = 200
Kind = MaterialKind
Method = ForgeryMethod

ISSUED_BY: Mapping[MaterialKind, tuple[str, ...]] = {
    Kind.DIAGNOSIS_CERTIFICATE: ("hospital",),
    Kind.DEATH_CERTIFICATE: ("hospital",),
    Kind.HARDSHIP_CERTIFICATE: ("community",),
    Kind.RELATIONSHIP_PROOF: ("community",),
    Kind.INCOME_CERTIFICATE: ("employer",),
    Kind.UNEMPLOYMENT_CERTIFICATE: ("employer",),
    Kind.BANK_STATEMENT: ("other",),
    Kind.PAYMENT_RECEIPT: ("other",),
    Kind.POLICE_RECEIPT: ("government",),
    Kind.LAWYER_LETTER: ("law_firm",),
}
"""Kinds of organisations that issue that kind of document; the other kinds have no issuer that could be asked."""

SHOWN_FOR: Mapping[Claim, tuple[MaterialKind, ...]] = {
    Claim.ILLNESS: (Kind.DIAGNOSIS_CERTIFICATE,),
    Claim.BEREAVEMENT: (Kind.DEATH_CERTIFICATE,),
    Claim.HARDSHIP: (Kind.HARDSHIP_CERTIFICATE, Kind.UNEMPLOYMENT_CERTIFICATE, Kind.INCOME_CERTIFICATE),
    Claim.REPAYMENT_NOT_BOOKED: (Kind.PAYMENT_RECEIPT, Kind.BANK_STATEMENT),
    Claim.DOUBLE_CHARGE: (Kind.BANK_STATEMENT,),
    Claim.THREATS: (Kind.CHAT_SCREENSHOT, Kind.POLICE_RECEIPT),
    Claim.THIRD_PARTY_CONTACT: (Kind.CHAT_SCREENSHOT,),
}
"""What people attach when they claim that."""

BOUGHT = (
    (Kind.DIAGNOSIS_CERTIFICATE, 0.28),
    (Kind.HARDSHIP_CERTIFICATE, 0.22),
    (Kind.DEATH_CERTIFICATE, 0.16),
    (Kind.UNEMPLOYMENT_CERTIFICATE, 0.1),
    (Kind.INCOME_CERTIFICATE, 0.08),
    (Kind.POLICE_RECEIPT, 0.04),
    (Kind.BANK_STATEMENT, 0.06),
    (Kind.PAYMENT_RECEIPT, 0.06),
)
"""What gangs buy from dens, by share."""

ELECTRONIC = frozenset({Kind.BANK_STATEMENT, Kind.PAYMENT_RECEIPT})
"""Kinds that issuers' systems send as a file."""

CAPTURES: Mapping[MaterialKind, tuple[tuple[Capture, float], ...]] = {
    Kind.CHAT_SCREENSHOT: ((Capture.SCREENSHOT, 1.0),),
    Kind.BANK_STATEMENT: ((Capture.ELECTRONIC, 0.7), (Capture.SCAN, 0.15), (Capture.PHOTO, 0.15)),
    Kind.PAYMENT_RECEIPT: ((Capture.ELECTRONIC, 0.8), (Capture.PHOTO, 0.2)),
    Kind.IDENTITY_CARD: ((Capture.PHOTO, 0.6), (Capture.BAD_PHOTO, 0.15), (Capture.SCAN, 0.25)),
}
ON_PAPER = (
    (Capture.SCAN, 0.25),
    (Capture.SCANNED_PDF, 0.1),
    (Capture.PHOTO, 0.37),
    (Capture.BAD_PHOTO, 0.13),
    (Capture.RESCAN, 0.15),
)
"""How genuine papers of any other kind come, by share."""
LOOKS = {Capture.BAD_PHOTO: "bad_photo", Capture.RESCAN: "rescan", Capture.ELECTRONIC: "electronic_seal"}
"""What may look odd in a genuine document that came so."""
STATE_AGE = frozenset({Kind.DIAGNOSIS_CERTIFICATE, Kind.DEATH_CERTIFICATE})
STATE_SEX_AND_AGE = STATE_AGE | {Kind.UNEMPLOYMENT_CERTIFICATE}

PROVES_KINSHIP = 0.5
"""Share of the relatives who help that hand in a proof of it."""
MISTYPED = 0.06
"""Share of genuine papers whose issuer somebody typed wrongly into the complaint's form."""
IN_A_PDF = 0.3
"""Share of the forgeries made on a screen that are handed in as a PDF: a picture in one, or a word processor's."""
SIGNED = 0.5
"""Share of electronic documents that their issuers sign."""
WRITES_OFD = 0.4
"""Share of issuers whose systems send OFD files instead of PDFs; forgers of their papers change these."""
ELECTRONIC_CERTIFICATE = 0.06
"""Share of offices' genuine certificates that come as an OFD under an electronic seal."""

NOBODY = Issuer("", "", "", "", "", "", Seal("", ""))


@dataclass(frozen=True)
class Owner:
    """The complainant."""

    customer_id: str
    person: Person
    last_seen: int
    """The customer's own last call or login before the snapshot, in seconds; 0 where there is none."""


@dataclass(frozen=True)
class Case:
    """A complaint that may carry documents."""

    complaint_id: str
    filing: Filing
    owner: Owner


@dataclass(frozen=True)
class Material:
    """A document with its file, its row of the delivery and its row of the truth."""

    material_id: str
    case: Case
    kind: MaterialKind
    path: str
    received_at: int
    issuer_name: str
    original_filename: str
    forged: bool
    method: ForgeryMethod | None
    capture: Capture
    look_alike: str
    blank_id: str
    seal_id: str
    den_id: str
    contradictions: tuple[Contradiction, ...]
    printed_issuer: str
    places: tuple[Place, ...]
    dots_per_inch: int


class Archive:
    """Makes the documents of one world, block after block."""

    def __init__(
        self,
        world: World,
        settings: WorldSettings,
        gangs: Sequence[Gang],
        known: Mapping[str, Issuer],
        folder: Path,
        acting: Callable[[str, Filing], str],
    ) -> None:
        self._world = world
        self._settings = settings
        self._gangs = gangs
        self._known = known
        self._folder = folder
        self._acting = acting
        """Who represents in a complaint, by its number."""
        self._by_kind: dict[str, list[Issuer]] = {}
        for issuer in known.values():
            self._by_kind.setdefault(issuer.kind, []).append(issuer)

    def chosen(self, cases: Sequence[Case], *, first: int, count: int) -> list[Case]:
        """The complaints of a block that carry documents: its share of those of the whole world.

        Half are of gangs, a few gangs at a time and several clients of each, as only then a den shows.
        """
        settings = self._settings
        wanted = share(settings.documented_complaints, first + count, settings.customers) - share(
            settings.documented_complaints, first, settings.customers
        )
        throw = dice(settings.seed, self._world.name, "documented", first)
        seen: set[str] = set()
        of_gangs: dict[str, list[Case]] = {}
        honest: list[Case] = []
        for case in throw.sample(list(cases), len(cases)):
            if not case.owner.customer_id or case.owner.customer_id in seen:
                continue
            seen.add(case.owner.customer_id)
            if case.filing.gang >= 0:
                of_gangs.setdefault(self.den(case.filing.gang), []).append(case)
            elif self._shows(case):
                honest.append(case)
        bought = [
            case
            for den in sorted(of_gangs, key=lambda den: (-len(of_gangs[den]), den))
            for case in of_gangs[den][: max(4, wanted // 5)]
        ][: wanted // 2]
        return sorted(bought + honest[: wanted - len(bought)], key=lambda case: case.complaint_id)

    def den(self, gang: int) -> str:
        """Who makes a gang's papers: its den, or one of a few that several gangs buy from."""
        dens = max(1, math.ceil(len(self._gangs) / 3))
        return self._gangs[gang].den_id or f"DEN-P{gang % dens + 1:02d}"

    def materials(self, case: Case) -> Iterator[Material]:
        """The documents of one complaint; their files are written."""
        throw = dice(self._settings.seed, self._world.name, "papers", case.complaint_id)
        plan: list[tuple[MaterialKind, Callable[..., Material]]] = []
        if case.filing.gang >= 0:
            bought = [
                (kind, share) for kind, share in BOUGHT if case.filing.step < forgery.ENGRAVED or kind not in ELECTRONIC
            ]
            plan.append((throw.choices([kind for kind, _ in bought], [share for _, share in bought])[0], self._forged))
            # The client has handed over the card, and has signed: these are real.
            if throw.random() < 0.2:
                plan.append((Kind.IDENTITY_CARD, self._genuine))
            if case.filing.represented:
                plan.append((Kind.POWER_OF_ATTORNEY, self._genuine))
        else:
            shown = list(self._shows(case))
            plan += [(kind, self._genuine) for kind in throw.sample(shown, min(len(shown), throw.choice((1, 1, 2))))]
            if case.filing.represented:
                plan.append((Kind.POWER_OF_ATTORNEY, self._genuine))
                if case.filing.look_alike is LookAlike.RELATIVE_HELPS and throw.random() < PROVES_KINSHIP:
                    plan.append((Kind.RELATIONSHIP_PROOF, self._genuine))
                if case.filing.look_alike in (LookAlike.LAWYER_HELPS, LookAlike.EARLY_CREDIT_CODE):
                    plan.append((Kind.LAWYER_LETTER, self._genuine))
            if throw.random() < 0.25:
                plan.append((Kind.IDENTITY_CARD, self._genuine))
        for number, (kind, make) in enumerate(plan, start=1):
            yield make(case, kind, f"M{case.complaint_id[1:]}{number}", throw)

    def impressions(self, names: Sequence[str]) -> list[str]:
        """A genuine impression of the seal for about half of the issuers: the path of its file, or nothing."""
        paths = []
        for name in names:
            issuer = self._known.get(name)
            throw = dice(self._settings.seed, self._world.name, "impression", name)
            if issuer is None or throw.random() < 0.45:
                paths.append("")
                continue
            mask = stamped(issuer.seal, IMPRESSION_DPI, throw, turn=throw.gauss(0, 4), wear=throw.uniform(0.15, 0.5))
            side = mask.shape[0]
            middle = side / 2 * 25.4 / IMPRESSION_DPI
            image = Image.new("RGB", (side, side), (254, 254, 252))
            impress(image, mask, Imprint(middle, middle, issuer.seal), IMPRESSION_DPI / 25.4, soaks=True)
            path = f"seals/{issuer.organisation_id}.png"
            (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
            image.save(self._folder / path, dpi=(IMPRESSION_DPI, IMPRESSION_DPI))
            paths.append(path)
        return paths

    def kept(self, material_id: str, written: Written) -> str:
        """Puts the file of a material into the delivery; its path there."""
        path = f"files/{material_id}{written.suffix}"
        (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self._folder / path).write_bytes(written.data)
        return path

    def _shows(self, case: Case) -> tuple[MaterialKind, ...]:
        kinds: list[MaterialKind] = []
        for assertion in case.filing.assertions:
            kinds += [kind for kind in SHOWN_FOR.get(assertion.claim, ()) if kind not in kinds]
        if case.filing.helper in self._known and self._known[case.filing.helper].kind == "law_firm":
            kinds.append(Kind.LAWYER_LETTER)
        return tuple(kinds)

    def _genuine(self, case: Case, kind: MaterialKind, material_id: str, throw: random.Random) -> Material:
        issuer = self._issuer(case, kind, throw)
        facts = self._facts(case, kind, issuer, throw)
        blank_id = f"{issuer.organisation_id}/{kind.value}" if issuer.name else ""
        paper = self._world.paper(facts, self._blank(blank_id or kind.value), throw)
        captures = CAPTURES.get(kind, ON_PAPER)
        capture = throw.choices([way for way, _ in captures], [share for _, share in captures])[0]
        stated = issuer.name
        look_alike = LOOKS.get(capture, "plain")
        if stated and throw.random() < MISTYPED:
            stated, look_alike = _mistyped(stated, throw), "typing_error"
        received, taken = self._times(case, throw)
        if self._is_electronic_certificate(paper, kind, material_id):
            capture = Capture.ELECTRONIC
            # The truth names one honest mistake a paper: the slip is what may be held against its owner.
            look_alike = look_alike if look_alike == "typing_error" else "electronic_seal"
            original = self._original(paper, facts, taken, is_sealed=True)
            written, places = _ofd(genuine_ofd(original).to_bytes(), facts), electronic.places_of(paper)
        elif capture is Capture.ELECTRONIC and self._writes_ofd(issuer):
            original = self._original(paper, facts, taken, is_sealed=throw.random() < SIGNED)
            written, places = _ofd(genuine_ofd(original).to_bytes(), facts), electronic.places_of(paper)
        elif capture is Capture.ELECTRONIC:
            data = electronic.pdf_of(paper, taken, throw)
            if throw.random() < SIGNED:
                data = signed(data, signer(self._settings.seed, issuer.name), taken)
            written, places = Written(data, ".pdf", f"{facts.number}.pdf"), electronic.places_of(paper)
        else:
            sheet = captured(drawn(paper, DOTS_PER_INCH, throw, wear=throw.uniform(0.2, 0.9)), capture, throw)
            written, places = file_of(sheet, capture, None, taken, throw), sheet.places
        return self._filed(
            case,
            facts,
            material_id,
            written,
            places,
            paper,
            received=received,
            capture=capture,
            stated=stated,
            look_alike=look_alike,
            blank_id=blank_id,
        )

    def _forged(self, case: Case, kind: MaterialKind, material_id: str, throw: random.Random) -> Material:
        """What the gang's den delivers for this client at the gang's step of the ladder."""
        step, den = case.filing.step, self.den(case.filing.gang)
        method = Method.EDITED_PDF if kind in ELECTRONIC else forgery.method_at(step, throw)
        stock = dice(self._settings.seed, self._world.name, "stock", den, kind.value)
        genuine = self._any_issuer(kind, stock)
        if method is Method.EDITED_PDF and self._writes_ofd(genuine):
            method = Method.EDITED_OFD
        contradictions: list[Contradiction] = []
        name = genuine.name
        if method in forgery.OWN_BLANK and step < 0.65 and stock.random() < 0.4:
            name = inverted(name) or name
        if name != genuine.name:
            contradictions.append(Contradiction.LEVELS_INVERTED)
        workshop = dice(self._settings.seed, self._world.name, "workshop", den, name)
        edits = method in forgery.EDITS or method in forgery.ELECTRONIC_EDITS
        issuer = genuine if edits else counterfeit(genuine, den, name=name, throw=workshop)
        facts, more = self._careless(case, self._facts(case, kind, issuer, throw), step, throw)
        contradictions += more
        blank_id = f"{den}/{kind.value}" if method in forgery.OWN_BLANK else f"{genuine.organisation_id}/{kind.value}"
        phrase = throw.getrandbits(64)

        def paper_of(one: Facts) -> Paper:
            return self._world.paper(one, self._blank(blank_id), random.Random(phrase))  # noqa: S311

        wanted = paper_of(facts)
        received, taken = self._times(case, throw)
        made: Forged | None = None
        written: Written | None = None
        for _ in range(12 if edits else 0):
            before = paper_of(self._before(facts, method, throw))
            if method in forgery.ELECTRONIC_EDITS:
                changes = forgery.differences(before, wanted)
                if changes:
                    issued = datetime.combine(facts.issued, datetime.min.time(), tzinfo=CHINA) + timedelta(hours=10)
                    if method is Method.EDITED_OFD:
                        original = self._original(before, facts, issued, is_sealed=throw.random() < SIGNED)
                        written = _ofd(edited_ofd(original, wanted, changes, taken, throw), facts)
                    else:
                        data = electronic.edited_pdf(before, changes, issued, taken, throw)
                        written = Written(data, ".pdf", f"{facts.number}.pdf")
                    places = (*electronic.places_of(wanted), *electronic.edits_of(changes))
                    capture = Capture.ELECTRONIC
                    break
            else:
                made = forgery.edited(before, wanted, method, DOTS_PER_INCH, throw)
                if made is not None:
                    break
        if written is None:
            if made is None:
                method = Method.PASTED_SEAL if edits else method
                made = forgery.made_up(wanted, method, DOTS_PER_INCH, throw)
            capture, places = made.capture, made.sheet.places
            written = file_of(made.sheet, capture, method, taken, throw)
            # Dice of its own: what else is made stays as it is, whatever is put into a PDF.
            wrapping = dice(self._settings.seed, self._world.name, "wrapping", material_id)
            if method in forgery.PUT_INTO_PDF and wrapping.random() < IN_A_PDF:
                if method is Method.PASTED_SEAL and wrapping.random() < 0.5:
                    capture, places = Capture.ELECTRONIC, electronic.places_of(wanted)
                    if wrapping.random() < WRITES_OFD:
                        written = Written(typed_ofd(wanted, taken, facts.number, wrapping), ".ofd", "文档1.ofd")
                    else:
                        written = Written(electronic.typed_pdf(wanted, taken, wrapping), ".pdf", "文档1.pdf")
                else:
                    data = electronic.pictured_pdf(made.sheet.image, DOTS_PER_INCH, taken, wrapping)
                    written = Written(data, ".pdf", f"{written.filename.rsplit('.', 1)[0]}.pdf")
        return self._filed(
            case,
            facts,
            material_id,
            written,
            places,
            wanted,
            received=received,
            capture=capture,
            stated=issuer.name,
            blank_id=blank_id,
            method=method,
            den_id=den,
            contradictions=tuple(contradictions),
        )

    def _writes_ofd(self, issuer: Issuer) -> bool:
        """Whether its systems do, for all of its papers."""
        return dice(self._settings.seed, self._world.name, "format", issuer.name).random() < WRITES_OFD

    def _is_electronic_certificate(self, paper: Paper, kind: MaterialKind, material_id: str) -> bool:
        """Whether an office sent the paper as a file; dice of their own, as in wrapping."""
        by_hand = any(isinstance(one, Text) and one.by_hand for one in paper.elements)
        if kind in ELECTRONIC or kind not in ISSUED_BY or kind is Kind.LAWYER_LETTER or by_hand:
            return False
        return dice(self._settings.seed, self._world.name, "certificate", material_id).random() < ELECTRONIC_CERTIFICATE

    def _original(self, paper: Paper, facts: Facts, at: datetime, *, is_sealed: bool) -> Original:
        """The paper as its issuer's system writes it."""
        name = facts.issuer.name
        writer = dice(self._settings.seed, self._world.name, "writer", name).choice(WRITERS)
        return Original(paper, facts.number, at, writer, sealer(self._settings.seed, name) if is_sealed else None)

    def _times(self, case: Case, throw: random.Random) -> tuple[int, datetime]:
        """When the lender got it, and when its file was made."""
        received = case.filing.at + (throw.randint(0, 3) * DAY if throw.random() < 0.3 else 0)
        return received, datetime.fromtimestamp(received - throw.randint(1, 20) * 3_600, tz=UTC).astimezone(CHINA)

    def _before(self, facts: Facts, method: ForgeryMethod, throw: random.Random) -> Facts:
        """What the genuine document said before it was changed."""
        if facts.kind is Kind.BANK_STATEMENT:
            # Wages are made to vanish or to grow; the balances were right before.
            return replace(facts, entries=_entries(facts.issued, throw), amount_yuan=0.0)
        if facts.kind is Kind.PAYMENT_RECEIPT:
            real = float(throw.randrange(100, 999)) + throw.randrange(100) / 100
            return replace(facts, amount_yuan=real, words_yuan=real if facts.words_yuan is None else facts.words_yuan)
        if method is ForgeryMethod.COPIED_DIGITS:
            # The client's own paper, with older days or a larger income.
            earlier = facts.issued - timedelta(days=throw.choice((300, 330, 360, 400)))
            return replace(
                facts,
                issued=earlier,
                event=facts.event - (facts.issued - earlier),
                amount_yuan=facts.amount_yuan + throw.choice((2_000, 3_000, 4_000)),
                stated_age=facts.age,
            )
        names = self._world.names
        given = names.given_women if facts.woman else names.given_men
        name = throw.choice(names.surnames) + "".join(throw.choice(given) for _ in facts.person.name[1:])
        born = facts.person.born - timedelta(days=throw.randint(-900, 900))
        other = replace(
            facts.person,
            name=name,
            id_number=identity_number(int(facts.person.id_number[:6]), born, facts.woman, throw),
        )
        return replace(facts, person=other, stated_age=None if throw.random() < 0.7 else facts.age)

    def _careless(
        self, case: Case, facts: Facts, step: float, throw: random.Random
    ) -> tuple[Facts, list[Contradiction]]:
        """The slips that a forger makes: many at first, fewer with practice, and some that nobody can help."""
        if throw.random() > 0.75 - 0.3 * step:
            return facts, []
        received = datetime.fromtimestamp(case.filing.at, tz=UTC).astimezone(CHINA).date()
        options: list[Contradiction] = []
        if facts.kind in ELECTRONIC:
            options = [Contradiction.SUMS]
        elif step < 0.5:
            options += [Contradiction.ID_CHECKSUM]
        if facts.kind not in ELECTRONIC:
            options += [Contradiction.ISSUED_AFTER_RECEIPT]
            if facts.kind in STATE_SEX_AND_AGE:
                options += [Contradiction.SEX_OR_AGE]
            if step < 0.8:
                options += [Contradiction.ISSUED_BEFORE_EVENT]
        if facts.kind is Kind.DEATH_CERTIFICATE:
            options += [Contradiction.WRONG_FORM, Contradiction.ALIVE_AFTER_DEATH]
        chosen = throw.choice(options)
        if chosen is Contradiction.ID_CHECKSUM:
            number = facts.person.id_number
            last = "0123456789X"[("0123456789X".index(number[-1]) + throw.randint(1, 9)) % 11]
            facts = replace(facts, person=replace(facts.person, id_number=number[:-1] + last))
        elif chosen is Contradiction.SEX_OR_AGE:
            if throw.random() < 0.4 or facts.kind not in STATE_AGE:
                facts = replace(facts, stated_woman=not facts.person.woman)
            else:
                facts = replace(facts, stated_age=max(1, facts.age + throw.choice((-11, -7, -4, 5, 9))))
        elif chosen is Contradiction.ISSUED_BEFORE_EVENT:
            facts = replace(facts, issued=facts.event - timedelta(days=throw.randint(3, 40)))
        elif chosen is Contradiction.ISSUED_AFTER_RECEIPT:
            facts = replace(facts, issued=received + timedelta(days=throw.randint(2, 30)))
        elif chosen is Contradiction.WRONG_FORM:
            facts = replace(facts, form_2026=not facts.form_2026)
        elif chosen is Contradiction.ALIVE_AFTER_DEATH:
            seen = datetime.fromtimestamp(case.owner.last_seen, tz=UTC).astimezone(CHINA).date()
            if not case.owner.last_seen or seen < facts.event:
                return facts, []
            facts = replace(facts, person=case.owner.person)
        elif chosen is Contradiction.SUMS:
            if facts.kind is Kind.PAYMENT_RECEIPT:
                facts = replace(facts, words_yuan=float(throw.randrange(100, 999)))
            elif throw.random() < 0.5:
                facts = replace(facts, amount_yuan=float(throw.choice((500, 1_000, 2_000, -800))))
            else:
                place = throw.randrange(1, len(facts.entries) - 1)
                entry = facts.entries[place]
                wrong = replace(entry, amount=entry.amount + throw.choice((-600, 900, 2_000)))
                facts = replace(facts, entries=(*facts.entries[:place], wrong, *facts.entries[place + 1 :]))
        return facts, [chosen]

    def _facts(self, case: Case, kind: MaterialKind, issuer: Issuer, throw: random.Random) -> Facts:
        received = datetime.fromtimestamp(case.filing.at, tz=UTC).astimezone(CHINA).date()
        issued = received - timedelta(days=throw.randint(1, 25))
        if issuer.kind in ("community", "government") and issued.weekday() >= 5:
            issued -= timedelta(days=2)
        event = issued - timedelta(days=throw.choice((0, 0, 1, 2, 5, 9)))
        person, relative, relation = case.owner.person, "", ""
        names = self._world.names
        if kind is Kind.DEATH_CERTIFICATE:
            # It is a parent who died; the customer is the one who reports it.
            relative, relation = person.name, "父子" if not person.woman else "父女"
            born = person.born - timedelta(days=throw.randint(22 * 365, 34 * 365))
            person = replace(
                person,
                name=person.name[0] + "".join(throw.choice(names.given_men) for _ in range(throw.choice((1, 2)))),
                woman=False,
                id_number=identity_number(int(person.id_number[:6]), born, woman=False, throw=throw),
            )
            event = issued - timedelta(days=throw.randint(0, 3))
        elif kind is Kind.INCOME_CERTIFICATE:
            event = issued - timedelta(days=throw.randint(300, 2_000))
        elif kind is Kind.RELATIONSHIP_PROOF:
            relative = self._acting(case.complaint_id, case.filing)
        elif kind is Kind.POWER_OF_ATTORNEY:
            relative = case.filing.helper if len(case.filing.helper) in (2, 3) else ""
            relative = relative or throw.choice(names.surnames) + throw.choice(names.given_men)
            if case.filing.represented:
                relative = self._acting(case.complaint_id, case.filing)
        return Facts(
            kind=kind,
            person=person,
            issuer=issuer,
            number=f"{issued:%Y%m}{throw.randrange(10**5):05d}",
            issued=issued,
            event=event,
            lender=self._world.habits.lender,
            product=throw.choice(self._world.products).name,
            relative=relative,
            relation=relation,
            officer=throw.choice(names.surnames) + throw.choice(names.given_men) + throw.choice(names.given_women),
            licence=numbers.licence_number(
                self._world.province,
                1,
                category=1,
                year=throw.randint(2005, 2022),
                woman=False,
                serial=throw.randrange(10**6),
            ),
            account=numbers.account_number(622_848, throw.randrange(10**12)),
            entries=_entries(issued, throw) if kind is Kind.BANK_STATEMENT else (),
            amount_yuan=0.0
            if kind is Kind.BANK_STATEMENT
            else float(throw.randrange(3_000, 9_000)) / 10 + throw.randrange(300)
            if kind is Kind.PAYMENT_RECEIPT
            else float(throw.randrange(900, 2_600, 100)),
            form_2026=issued >= date(2026, 7, 1),
        )

    def _issuer(self, case: Case, kind: MaterialKind, throw: random.Random) -> Issuer:
        """An honest customer's issuer: the helper's hospital, the employer, or one that serves many."""
        if kind not in ISSUED_BY:
            helper = self._known.get(case.filing.helper)
            return helper if helper and helper.kind == "law_firm" and kind is Kind.POWER_OF_ATTORNEY else NOBODY
        employer = self._known.get(case.owner.person.employer)
        if employer is not None and employer.kind in ISSUED_BY[kind]:
            return employer
        if case.filing.helper in self._known and self._known[case.filing.helper].kind in ISSUED_BY[kind]:
            return self._known[case.filing.helper]
        return self._any_issuer(kind, throw)

    def _any_issuer(self, kind: MaterialKind, throw: random.Random) -> Issuer:
        """Large issuers serve most people."""
        able = [issuer for one in ISSUED_BY[kind] for issuer in self._by_kind.get(one, [])]
        if kind in ELECTRONIC:
            # Banks stand among the register's other organisations, as associations do.
            able = [issuer for issuer in able if issuer.name in self._world.registers.banks]
        return throw.choices(able, [1 / (place + 1) for place in range(len(able))])[0]

    def _blank(self, blank_id: str) -> random.Random:
        return dice(self._settings.seed, self._world.name, "blank", blank_id)

    def _filed(
        self,
        case: Case,
        facts: Facts,
        material_id: str,
        written: Written,
        places: tuple[Place, ...],
        paper: Paper,
        *,
        received: int,
        capture: Capture,
        stated: str,
        blank_id: str,
        look_alike: str = "",
        method: ForgeryMethod | None = None,
        den_id: str = "",
        contradictions: tuple[Contradiction, ...] = (),
    ) -> Material:
        return Material(
            material_id=material_id,
            case=case,
            kind=facts.kind,
            path=self.kept(material_id, written),
            received_at=received,
            issuer_name=stated,
            original_filename=written.filename,
            forged=method is not None,
            method=method,
            capture=capture,
            look_alike=look_alike,
            blank_id=blank_id,
            seal_id=next((one.seal.seal_id for one in paper.elements if isinstance(one, Imprint)), ""),
            den_id=den_id,
            contradictions=contradictions,
            printed_issuer=facts.issuer.name,
            places=places,
            dots_per_inch=DOTS_PER_INCH,
        )


def identity_number(region: int, born: date, woman: bool, throw: random.Random) -> str:
    """A person's number."""
    serial = throw.randrange(499) * 2 + (0 if woman else 1)
    (number,) = numbers.identity_numbers(
        np.array([region], dtype=np.int64), np.array([born], dtype="datetime64[D]"), np.array([serial], dtype=np.int64)
    )
    return str(number)


def _entries(until: date, throw: random.Random) -> tuple[Entry, ...]:
    """A few months of an account: wages come, the rest goes."""
    count = throw.randint(9, 14)
    balance = round(throw.uniform(800, 6_000), 2)
    days = sorted(until - timedelta(days=throw.randint(1, 120)) for _ in range(count))
    result = []
    for place, day in enumerate(days):
        if place % 4 == 0:
            what, amount, other = "工资", round(throw.uniform(3_200, 6_800), 2), "代发工资专户"
        else:
            what = throw.choice(("消费", "转账", "还款", "缴费", "取现"))
            amount, other = -round(min(balance * 0.6, throw.uniform(20, 900)), 2), throw.choice(OTHERS)
        balance = round(balance + amount, 2)
        result.append(Entry(day, what, amount, balance, other))
    return tuple(result)


def _ofd(data: bytes, facts: Facts) -> Written:
    return Written(data, ".ofd", f"{facts.number}.ofd")


OTHERS = ("便利店", "水电缴费", "手机充值", "房东", "网络支付", "加油站", "药店")


def share(whole: int, part: int, of: int) -> int:
    """The part's share of a whole number; the shares of all parts add up to it."""
    return round(whole * part / of)


def _mistyped(name: str, throw: random.Random) -> str:
    """A slip of whoever typed the issuer's name into the complaint's form: a character left out, or two swapped."""
    place = throw.randint(2, max(2, len(name) - 3))
    if throw.random() < 0.5:
        return name[:place] + name[place + 1 :]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
