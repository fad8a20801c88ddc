"""What issuers were asked and answered: noted by one, against a document by two, and read by the next run."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mingjian.casework.accounted import unaccounted
from mingjian.casework.attachments import Upload
from mingjian.casework.enquiries import AskedBy, Enquiries, Enquiry, Heard, Question, Reply, verifications
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.interests import Interests
from mingjian.casework.ledger import SubjectType
from mingjian.casework.of_person import held_of
from mingjian.contract import TABLES
from mingjian.contract.vocabulary import IssuerReply
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from tests.casework.people import NOON, later, person, staff

LI, CHEN, SUN = map(person, ("li.na", "chen.jing", "sun.hao"))
LETTER = Upload("回函.pdf", b"%PDF-1.7 a letter")


def ask(database: Database) -> Enquiry:
    staff(database)
    question = Question("渝州市第一人民医院", AskedBy.LETTER, "是否出具过该诊断证明", NOON)
    return Enquiries(database).ask("M-1", question, by=LI, at=NOON, customer_id="C-1")


def heard(reply: IssuerReply) -> Heard:
    return Heard(reply, later(days=3), "医务科 王老师", "书面答复")


def note(database: Database, asked: Enquiry, reply: IssuerReply, *, days: float = 4) -> Reply:
    return Enquiries(database).answer(asked.enquiry_id, heard(reply), of="M-1", by=LI, at=later(days=days))


def leaves(database: Database, *, days: float = 30) -> list[tuple[str, str]]:
    return [(row[4], row[3][:10]) for row in verifications(Enquiries(database).all(), at=later(days=days))]


def test_a_confirmation_holds_at_once_and_a_denial_once_a_second_person_has_read_it(database: Database) -> None:
    asked, enquiries = ask(database), Enquiries(database)
    assert leaves(database) == [("pending", "")]
    denial = note(database, asked, IssuerReply.DENIED)
    assert leaves(database) == [("pending", "")]
    with pytest.raises(RefusedError, match="somebody else"):
        enquiries.agree(denial.reply_id, of="M-1", by=LI, at=later(days=5))
    with pytest.raises(NotFoundError):
        enquiries.agree(denial.reply_id, of="M-2", by=CHEN, at=later(days=5))
    enquiries.agree(denial.reply_id, of="M-1", by=CHEN, at=later(days=5))
    assert leaves(database) == [("denied", "2026-11-05")]
    assert leaves(database, days=4.5) == [("pending", "")], "as it stood before the second person had read it"
    note(database, asked, IssuerReply.CONFIRMED, days=6)
    assert leaves(database) == [("confirmed", "2026-11-05")]
    assert unaccounted(database) == ()
    assert [row["reply"] for row in held_of(database, "C-1")["enquiry_replies"]] == ["denied", "confirmed"]


def test_whom_the_question_named_and_the_answer_to_that_leave_with_it_and_stay_out_of_the_persons_copy(
    database: Database,
) -> None:
    staff(database)
    question = Question("渝州市第一人民医院", AskedBy.LETTER, "是否为所载姓名之人出具", NOON, asked_for="刘建国")
    asked = Enquiries(database).ask("M-1", question, by=LI, at=NOON, customer_id="C-1")
    named = Heard(IssuerReply.CONFIRMED, later(days=3), "", "书面答复", "刘建国", issued_for_asked=True)
    Enquiries(database).answer(asked.enquiry_id, named, of="M-1", by=LI, at=later(days=4))
    (row,) = verifications(Enquiries(database).all(), at=later(days=30))
    delivered = dict(zip(TABLES["verifications"].columns, row, strict=True))
    assert (delivered["asked_for"], delivered["issued_for"], delivered["issued_for_asked"]) == (
        "刘建国",
        "刘建国",
        "true",
    )
    (before,) = verifications(Enquiries(database).all(), at=later(days=1))
    assert before[-3:] == ("", "刘建国", "")
    held = held_of(database, "C-1")
    assert "刘建国" not in str(held)
    with pytest.raises(DBAPIError), database.begin() as connection:
        connection.execute(text("UPDATE enquiry_replies SET issued_for = '李秀英'"))


@pytest.mark.parametrize(
    ("asked_for", "issued_for", "for_asked", "alone"),
    [
        ("刘建国", "", True, True),
        ("刘建国", "患者刘 建国", None, True),
        ("刘建国", "", False, False),
        ("刘建国", "李秀英", None, False),
        ("", "刘建国", None, False),
    ],
)
def test_a_yes_for_another_than_was_asked_speaks_against_the_document_and_holds_once_two_have_read_it(
    database: Database, asked_for: str, issued_for: str, for_asked: bool | None, alone: bool
) -> None:
    staff(database)
    question = Question("渝州市第一人民医院", AskedBy.LETTER, "是否为所载姓名之人出具", NOON, asked_for)
    asked = Enquiries(database).ask("M-1", question, by=LI, at=NOON)
    said = Heard(IssuerReply.CONFIRMED, later(days=3), "", "书面答复", issued_for, for_asked)
    noted = Enquiries(database).answer(asked.enquiry_id, said, of="M-1", by=LI, at=later(days=4))
    assert (noted.agreed_at is not None) is alone
    if not alone:
        Enquiries(database).agree(noted.reply_id, of="M-1", by=CHEN, at=later(days=5))
    assert leaves(database) == [("confirmed", "2026-11-05")]


def test_whether_it_was_for_whom_the_question_named_is_no_answer_where_it_named_nobody(database: Database) -> None:
    asked = ask(database)
    said = Heard(IssuerReply.CONFIRMED, later(days=3), "", "书面答复", issued_for_asked=True)
    with pytest.raises(InputError, match="named nobody"):
        Enquiries(database).answer(asked.enquiry_id, said, of="M-1", by=LI, at=later(days=4))


def test_what_is_noted_anew_takes_the_place_of_what_waits(database: Database) -> None:
    asked = ask(database)
    wrong = note(database, asked, IssuerReply.NO_RECORD)
    note(database, asked, IssuerReply.UNREACHABLE, days=5)
    with pytest.raises(RefusedError, match="another was noted since"):
        Enquiries(database).agree(wrong.reply_id, of="M-1", by=CHEN, at=later(days=6))
    assert leaves(database) == [("unreachable", "2026-11-05")]


def test_what_is_not_answered_is_due_and_what_waits_for_a_second_person_stays_open(database: Database) -> None:
    asked, enquiries = ask(database), Enquiries(database)
    assert [str(one.due_on(15)) for one in enquiries.open()] == ["2026-11-17"]
    denial = note(database, asked, IssuerReply.DENIED)
    assert [(one.due_on(15), one.waits) for one in enquiries.open()] == [(None, denial)]
    enquiries.agree(denial.reply_id, of="M-1", by=CHEN, at=later(days=5))
    assert enquiries.open() == ()


def test_an_answer_before_the_question_in_the_future_or_without_words_is_none(database: Database) -> None:
    asked = ask(database)
    for said, at in (("书面答复", later(days=-1)), ("书面答复", later(days=9)), (" ", later())):
        with pytest.raises(InputError):
            Enquiries(database).answer(
                asked.enquiry_id, Heard(IssuerReply.CONFIRMED, at, "", said), of="M-1", by=LI, at=later(days=4)
            )


def test_whoever_has_an_interest_notes_nothing_and_one_person_alone_notes_no_denial(database: Database) -> None:
    question = Question("渝州市第一人民医院", AskedBy.PHONE, "是否出具", NOON)
    alone = Enquiries(database).ask("M-9", question, by=LI, at=NOON)
    with pytest.raises(RefusedError, match="two people"):
        Enquiries(database).answer(alone.enquiry_id, heard(IssuerReply.DENIED), of="M-9", by=LI, at=later(days=4))
    asked = ask(database)
    Interests(database).declare("sun.hao", SubjectType.CUSTOMER, "C-1", by=SUN, at=NOON, why="my cousin")
    with pytest.raises(ConflictOfInterestError):
        Enquiries(database).answer(asked.enquiry_id, heard(IssuerReply.CONFIRMED), of="M-1", by=SUN, at=later(days=4))


def test_the_issuers_letter_is_sealed_and_given_back(database: Database, tmp_path: Path) -> None:
    asked, vault = ask(database), Vault.open(tmp_path)
    enquiries = Enquiries(database, vault)
    noted = enquiries.answer(
        asked.enquiry_id, heard(IssuerReply.CONFIRMED), of="M-1", by=LI, at=later(days=4), letter=LETTER
    )
    found, pieces = enquiries.letter(noted.reply_id, of="M-1", by=CHEN)
    assert (found.file_name, b"".join(pieces)) == (LETTER.name, LETTER.content)
    with pytest.raises(NotFoundError):
        enquiries.letter(noted.reply_id, of="M-2", by=CHEN)


DENIAL = (
    "INSERT INTO enquiry_replies (reply_id, enquiry_id, reply, replied_at, replied_by, said, file_sha256, file_name, "
    "\"by\", at, agreed_by, agreed_at) VALUES ('ER-9', '{enquiry}', 'denied', '2026-11-05 04:00:00', '', "
    "'score 0.97', '', '', 'li.na', '2026-11-05 04:00:00', 'chen.jing', {agreed})"
)
OUTSIDE = (
    DENIAL.replace("{agreed}", "'2026-11-06 04:00:00'"),
    DENIAL.replace("{agreed}", "NULL"),
    "UPDATE enquiry_replies SET agreed_by = 'chen.jing', agreed_at = '2026-11-06 04:00:00'",
    "UPDATE enquiry_replies SET reply = 'denied'",
    DENIAL.replace("'denied'", "'confirmed'")
    .replace("agreed_at)", "agreed_at, issued_for, issued_for_asked)")
    .replace("{agreed})", "'2026-11-06 04:00:00', '', false)"),
    "UPDATE enquiries SET issuer = 'another'",
    "DELETE FROM enquiry_replies",
)


def test_no_session_of_the_databases_own_turns_an_issuer_against_a_document(database: Database) -> None:
    asked = ask(database)
    note(database, asked, IssuerReply.NO_RECORD)
    for statement in OUTSIDE:
        with pytest.raises(DBAPIError), database.begin() as connection:
            connection.execute(text(statement.format(enquiry=asked.enquiry_id)))
    assert leaves(database) == [("pending", "")]
