"""The letter that settles a document: whom to ask, what, and no more about the person than the issuer needs.

The letter names neither a loan nor a complaint, and of the identity number only its last four characters: a medical or
police document is sensitive, and what is asked is whether the issuer issued it (个人信息保护法第六、二十八条).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

import yaml
from docx import Document as Word

from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import MaterialKind
from mingjian.errors import InputError
from mingjian.reading.page import DocumentField

__all__ = ["UNNAMED_SENDER", "Enquiry", "IssuerLetter", "enquiry_of", "letter_about"]

UNNAMED_SENDER = "（单位名称）"
"""To be filled in where the settings name no organisation."""

_NAMES: dict[str, tuple[str, str]] = {
    "diagnosis_certificate": ("诊断证明", "certificate of diagnosis"),
    "medical_record": ("病历资料", "medical record"),
    "death_certificate": ("死亡证明", "death certificate"),
    "hardship_certificate": ("困难证明", "certificate of hardship"),
    "relationship_proof": ("关系证明", "proof of relationship"),
    "unemployment_certificate": ("离职（失业）证明", "certificate of leaving"),
    "income_certificate": ("收入证明", "certificate of income"),
    "police_receipt": ("报警回执", "receipt of a police report"),
    "bank_statement": ("账户流水", "bank statement"),
    "payment_receipt": ("转账回单", "payment receipt"),
    "lawyer_letter": ("律师函", "lawyer's letter"),
    "court_document": ("法律文书", "court document"),
    "disability_certificate": ("残疾人证", "disability card"),
}
_NAMED = ("所载姓名", "person named")
_STATED: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("document_number", "patient_number"), "编号", "number"),
    (("person_name",), *_NAMED),
    (("id_number",), "身份证号末四位", "last four of the identity number"),
    (("issued_on", "printed_on"), "出具日期", "date of issue"),
    (("died_on", "admitted_on", "visited_on"), "所载日期", "date of the event"),
)
"""Facts by which the issuer finds its record: field names, the best first, and their labels."""

_FOR_WHOM = ("该件为谁出具（请写明姓名）；", "for whom it was issued, by name;")
_FOR_WHOM_IT_NAMES = (
    "该件是否为上述所载姓名之人出具（是／否）；如不是，为谁出具（请写明姓名）；",
    "whether it was issued for the person named above (yes or no), and if not, for whom (by name);",
)
"""A question of its own: an office that looks for the number alone says yes of every copy that kept it."""
_BORNE_AGAIN = (
    "该编号另见于所载姓名不同的其他材料，请核对姓名后写明该编号的材料系为谁出具。",
    "the number also stands on a paper that names somebody else: please look up the name, and say for whom the "
    "paper of this number was issued.",
)


@dataclass(frozen=True)
class Enquiry:
    """Whom to ask about a kind of document, and what; in two languages, Chinese first."""

    office: tuple[str, str]
    ask: tuple[tuple[str, str], ...]
    also: tuple[str, str]
    of_one_person: bool
    """Whether such a paper is issued for somebody; a court's is about several."""

    def questions(self, *, naming: bool = True) -> tuple[tuple[str, str], ...]:
        """What is asked, for whom it was issued as a question of its own, ``naming`` whom the document names."""
        if not self.of_one_person:
            return self.ask
        return (self.ask[0], _FOR_WHOM_IT_NAMES if naming else _FOR_WHOM, *self.ask[1:])


@dataclass(frozen=True)
class IssuerLetter:
    """A letter ready to be signed. ``facts`` are (label, value) in the letter's language."""

    language: Language
    reference: str
    addressee: str
    office: str
    address: str
    phone: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    remark: str
    sender: str
    day: date

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The letter from the salutation to the date, a paragraph each."""
        zh = self.language is Language.ZH
        facts = [f"{label}：{value}" if zh else f"{label}: {value}" for label, value in self.facts]
        asked = [f"{number}. {question}" for number, question in enumerate(self.questions, start=1)]
        if zh:
            return (
                f"{self.addressee}（{self.office}）：",
                f"我单位收到一份署名由贵单位出具的{self.subject}，现恳请协助核实其真伪。该件载明：",
                *facts,
                "请核实：",
                *asked,
                self.remark,
                "随函附该件复印件。请以书面、加盖公章的形式答复，并注明答复人与日期。我单位仅将答复用于核实该件真伪，"
                "并依法保密；未得答复前，不会据此作出对任何人不利的判断。",
                f"编号：{self.reference}",
                self.sender,
                f"{self.day.year}年{self.day.month}月{self.day.day}日",
            )
        return (
            f"To: {self.addressee}, {self.office}",
            f"We have been given a {self.subject} that bears your name and ask you to help us verify it. It states:",
            *facts,
            "Please tell us:",
            *asked,
            self.remark,
            "A copy is enclosed. Please answer in writing under your seal, with the name of whoever answers and the "
            "date. Your answer serves only to verify this document and is kept confidential; until it comes nothing is "
            "held against anybody on its account.",
            f"Reference: {self.reference}",
            self.sender,
            self.day.isoformat(),
        )

    def to_text(self) -> str:
        """The letter as plain text, with where to send it above."""
        title = "关于协助核实材料真伪的函" if self.language is Language.ZH else "Request to verify a document"
        where = [part for part in (self.address, self.phone) if part]
        return "\n".join((*where, title, "", *self.paragraphs)) + "\n"

    def to_docx(self) -> bytes:
        """The letter as a Word document, to be put on the sender's own letterhead."""
        word = Word()
        word.core_properties.title = "关于协助核实材料真伪的函" if self.language is Language.ZH else "Request to verify"
        word.core_properties.author = self.sender
        word.add_heading(word.core_properties.title, level=1)
        for part in (self.address, self.phone):
            if part:
                word.add_paragraph(part)
        for paragraph in self.paragraphs:
            word.add_paragraph(paragraph)
        buffer = BytesIO()
        word.save(buffer)
        return buffer.getvalue()


@cache
def _enquiries() -> dict[MaterialKind, Enquiry]:
    rows = yaml.safe_load(files("mingjian.materials").joinpath("issuer_questions.yaml").read_text("utf-8"))
    return {
        MaterialKind(kind): Enquiry(
            (row["office"]["zh"], row["office"]["en"]),
            tuple((one["zh"], one["en"]) for one in row["ask"]),
            (row["also"]["zh"], row["also"]["en"]),
            row["of_one_person"],
        )
        for row in rows
        for kind in row["kinds"]
    }


def enquiry_of(kind: MaterialKind) -> Enquiry | None:
    """Whom to ask about that kind, and what; None where there is nobody to ask."""
    return _enquiries().get(kind)


def letter_about(
    *,
    material_id: str,
    kind: MaterialKind,
    issuer: str,
    fields: Sequence[DocumentField],
    sender: str,
    day: date,
    address: str = "",
    phone: str = "",
    language: Language = Language.ZH,
    borne_again: bool = False,
) -> IssuerLetter:
    """The letter about one document; ``issuer`` is the stated one, else the one that was read.

    ``borne_again``: its number stands on a paper of somebody else, who is not named.

    ``address`` and ``phone`` are the register's, never the document's own: a forger prints a friend's telephone.
    Raises InputError for a kind that nobody can be asked about, and where no issuer is known.
    """
    enquiry = enquiry_of(kind)
    if enquiry is None:
        raise InputError(f"there is no issuer to ask about a {kind.value}; verify it with the customer or the police")
    read = next((one.value for one in fields if one.name == "issuer"), "")
    if not (issuer or read):
        raise InputError(f"no issuer is stated or was read on {material_id}; look at the document and state it")
    place = 0 if language is Language.ZH else 1
    stated = _facts(fields, place)
    asked = enquiry.questions(naming=any(label == _NAMED[place] for label, _value in stated))
    return IssuerLetter(
        language=language,
        reference=material_id,
        addressee=issuer or read,
        office=enquiry.office[place],
        address=address,
        phone=phone,
        subject=_NAMES[kind.value][place],
        facts=tuple(stated),
        questions=tuple(one[place] for one in (*asked, *((_BORNE_AGAIN,) if borne_again else ()))),
        remark=enquiry.also[place],
        sender=sender,
        day=day,
    )


def _facts(fields: Sequence[DocumentField], place: int) -> list[tuple[str, str]]:
    facts = []
    for names, zh, en in _STATED:
        found = [one for name in names for one in fields if one.name == name]
        if found:
            value = max(found, key=lambda one: one.confidence).value
            facts.append(((zh, en)[place], value[-4:] if "id_number" in names else value))
    return facts
