"""OFD files of the simulated lender: what the reader and the checks, with which they share no code of ours, say."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from mingjian.contract.vocabulary import CheckOutcome, MaterialKind
from mingjian.materials.examiners import ofd_history, ofd_signatures
from mingjian.materials.specimen import Observation
from mingjian.reading.rendering import render
from mingjian.simulation.documents.facts import Entry, Facts, Issuer, Person
from mingjian.simulation.documents.forgery import differences
from mingjian.simulation.documents.ofd import WRITERS
from mingjian.simulation.documents.ofd_edits import Original, Tactic, changed_by, genuine_ofd, typed_ofd
from mingjian.simulation.documents.ofd_sealing import sealer
from mingjian.simulation.documents.paper import Paper
from mingjian.simulation.documents.seal import Seal
from mingjian.simulation.settings import CHINA
from mingjian.simulation.worlds.chongqing import papers as chongqing
from mingjian.simulation.worlds.qingdao import papers as qingdao
from tests.materials.papers import seen

AT = datetime(2026, 9, 20, 10, tzinfo=CHINA)
BANK = "重庆渝江银行股份有限公司"
WORLDS = pytest.mark.parametrize("writer", [chongqing, qingdao])
KINDS = (MaterialKind.BANK_STATEMENT, MaterialKind.PAYMENT_RECEIPT, MaterialKind.UNEMPLOYMENT_CERTIFICATE)


def paper(writer: object, kind: MaterialKind, *, amount: float = 1900.0, name: str = "王晓明") -> Paper:
    """One page of that kind; the same layout and words at every call."""
    days = [date(2026, 8, 1) + timedelta(days=day) for day in range(6)]
    entries = tuple(
        Entry(day, "转账", -12.5, 900.0 - 12.5 * n - (1900.0 - amount), "药店") for n, day in enumerate(days)
    )
    facts = Facts(
        kind=kind,
        person=Person(name, False, "500112198703124512", "重庆市渝北区人民路1号"),
        issuer=Issuer("O-1", BANK, "other", "", "023-60000000", "", Seal("O-1", BANK)),
        number="20260900017",
        issued=date(2026, 9, 14),
        event=date(2026, 9, 10),
        lender="渝信消费金融",
        product="渝易贷",
        amount_yuan=amount,
        officer="魏华",
        account="6228481234567890123",
        entries=entries,
    )
    return writer.paper(facts, random.Random(1), random.Random(2))  # type: ignore[attr-defined,no-any-return]


def original(writer: object, kind: MaterialKind, *, is_sealed: bool) -> Original:
    by = sealer(3, BANK) if is_sealed else None
    return Original(paper(writer, kind), "20260900017", AT, WRITERS[0], by)


def told(data: bytes) -> dict[str, Observation]:
    found = (*seen(ofd_history, data), *seen(ofd_signatures, data))
    return {one.check: one for one in found}


@WORLDS
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_genuine_one_is_read_and_raises_nothing(writer: object, kind: MaterialKind, is_sealed: bool) -> None:
    data = genuine_ofd(original(writer, kind, is_sealed=is_sealed)).to_bytes()
    assert data == genuine_ofd(original(writer, kind, is_sealed=is_sealed)).to_bytes()
    rendering = render(data)
    said = "".join(line.text for line in rendering.lines)
    assert BANK in said.replace(" ", "")
    assert "王晓明" in said
    red = (rendering.pages[0].pixels[:, :, 0].astype(int) - rendering.pages[0].pixels[:, :, 1]) > 90
    assert red.sum() > 2_000, "its seal is seen"
    found = told(data)
    unsigned = {"ofd_signature_none", "ofd_seal_unsigned"}
    assert found.keys() == {"ofd_history_clean"} | ({"ofd_signature_intact"} if is_sealed else unsigned)
    assert all(one.outcome is not CheckOutcome.SUSPECT for one in found.values())
    if is_sealed:
        assert found["ofd_signature_intact"].values["signer"] == BANK


@WORLDS
@pytest.mark.parametrize(
    ("tactic", "is_sealed"),
    [
        (tactic, is_sealed)
        for tactic in Tactic
        for is_sealed in (True, False)
        if is_sealed or tactic not in (Tactic.MOVED_SEAL, Tactic.PASTED_SEAL)
    ],
)
def test_a_changed_one_is_told_by_what_was_done_to_it(writer: object, tactic: Tactic, is_sealed: bool) -> None:
    before = original(writer, MaterialKind.PAYMENT_RECEIPT, is_sealed=is_sealed)
    wanted = paper(writer, MaterialKind.PAYMENT_RECEIPT, amount=2900.0)
    changes = differences(before.paper, wanted)
    assert changes
    data = changed_by(tactic, before, wanted, changes, AT + timedelta(days=9), random.Random(5))
    suspect = Counter(check for check, one in told(data).items() if one.outcome is CheckOutcome.SUSPECT)
    expected = {
        Tactic.COVERED: "ofd_text_covered",
        Tactic.DIGITS: "ofd_number_in_two_fonts",
        Tactic.VERSION: "ofd_page_rewritten",
        Tactic.MOVED_SEAL: "ofd_changed_after_signing",
        Tactic.PASTED_SEAL: "ofd_text_covered",
    }
    assert suspect[expected[tactic]] == 1, suspect
    if is_sealed and tactic is not Tactic.PASTED_SEAL:
        assert suspect["ofd_changed_after_signing"] == 1, suspect


def test_a_genuine_seal_states_one_time_in_its_description_and_in_what_is_signed() -> None:
    parts = genuine_ofd(original(chongqing, MaterialKind.PAYMENT_RECEIPT, is_sealed=True)).parts
    assert b"<ofd:SignatureDateTime>20260920020000Z<" in parts["Doc_0/Signs/Sign_0/Signature.xml"]
    assert b"20260920020000Z" in parts["Doc_0/Signs/Sign_0/SignedValue.dat"]


def test_a_made_up_one_has_its_text_and_a_picture_of_a_seal_that_nobody_signed() -> None:
    made = paper(chongqing, MaterialKind.UNEMPLOYMENT_CERTIFICATE)
    data = typed_ofd(made, AT, "1", random.Random(4))
    assert data == typed_ofd(made, AT, "1", random.Random(4))
    assert told(data).keys() == {"ofd_history_clean", "ofd_signature_none", "ofd_seal_unsigned"}
