"""What a document states, before any world has worded it."""

from dataclasses import dataclass, replace
from datetime import date

from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents.seal import Seal


@dataclass(frozen=True)
class Issuer:
    """Who issues documents: an organisation of the register, or one that a den invented."""

    organisation_id: str
    """Empty for an invented one."""
    name: str
    kind: str
    """As in the register."""
    uscc: str
    phone: str
    address: str
    seal: Seal


@dataclass(frozen=True)
class Person:
    """Whom a document is about."""

    name: str
    woman: bool
    id_number: str
    address: str
    phone: str = ""
    employer: str = ""

    @property
    def born(self) -> date:
        """From the identity number."""
        return date(int(self.id_number[6:10]), int(self.id_number[10:12]), int(self.id_number[12:14]))

    def age(self, day: date) -> int:
        """In full years."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True)
class Entry:
    """One line of a bank statement."""

    day: date
    what: str
    amount: float
    """Negative for what goes out."""
    balance: float
    other: str


@dataclass(frozen=True)
class Facts:
    """Everything that a writer of papers is told. What a kind does not need is empty."""

    kind: MaterialKind
    person: Person
    issuer: Issuer
    number: str
    issued: date
    event: date
    """The admission, the death, the dismissal, the transfer."""
    lender: str
    product: str
    relative: str = ""
    relation: str = ""
    officer: str = ""
    """The doctor, the police officer, the lawyer."""
    licence: str = ""
    amount_yuan: float = 0.0
    """The sum that it is about; of a bank statement, by how much its total is wrong."""
    words_yuan: float | None = None
    """The sum in words, where it is not the sum in figures."""
    account: str = ""
    entries: tuple[Entry, ...] = ()
    demands: tuple[str, ...] = ()
    stated_age: int | None = None
    """Where it differs from what follows from the identity number."""
    stated_woman: bool | None = None
    form_2026: bool = True
    """Whether a death certificate is on the form in force since July 2026."""

    def with_person(self, person: Person) -> "Facts":
        """The same document for somebody else."""
        return replace(self, person=person)

    @property
    def age(self) -> int:
        """As the document states it."""
        return self.person.age(self.event) if self.stated_age is None else self.stated_age

    @property
    def words(self) -> str:
        """The sum in words."""
        return in_words(self.amount_yuan if self.words_yuan is None else self.words_yuan)

    @property
    def woman(self) -> bool:
        """As the document states it."""
        return self.person.woman if self.stated_woman is None else self.stated_woman


def day_text(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_TENS = ("", "拾", "佰", "仟")


def in_words(yuan: float) -> str:
    """A sum in the words of banking: 壹仟贰佰叁拾元整; below a hundred million, to the cent."""
    whole, cents = divmod(round(yuan * 100), 100)
    high, low = divmod(whole, 10_000)
    text = f"{_section(high)}万" if high else ""
    if low:
        text += ("零" if high and low < 1_000 else "") + _section(low)
    text = (text or "零") + "元"
    if not cents:
        return text + "整"
    tenths, rest = divmod(cents, 10)
    return text + (f"{_DIGITS[tenths]}角" if tenths else "零") + (f"{_DIGITS[rest]}分" if rest else "整")


def _section(number: int) -> str:
    """Four digits in words."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _TENS[place]
            gap = False
        else:
            gap = True
    return text
