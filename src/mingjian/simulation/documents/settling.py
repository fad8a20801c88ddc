"""What issuers answer when they are asked, late and not always; and what people at the lender then hold to be so."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.contract.vocabulary import IssuerReply
from mingjian.simulation.calendar import DAY
from mingjian.simulation.documents.archive import Material


@dataclass(frozen=True)
class Question:
    """A letter to an issuer; ``replied`` is 0 while no answer has come."""

    material_id: str
    asked: int
    replied: int
    reply: IssuerReply
    replied_by: str


def questions(made: Sequence[Material], snapshot: int, throw: random.Random) -> list[Question]:
    """One document in five is asked about, an odd one more often; answers take from four days to two months."""
    result = []
    for material in made:
        chosen, days = throw.random(), throw.randint(2, 20)
        wait, answer, clerk = throw.randint(4, 60), throw.random(), throw.randint(1, 40)
        asked = material.received_at + days * DAY
        if chosen >= (0.25 if material.forged else 0.15) or asked > snapshot:
            continue
        if answer < 0.12:
            reply = IssuerReply.PENDING if answer < 0.08 else IssuerReply.UNREACHABLE
        elif material.forged:
            reply = IssuerReply.DENIED if answer < 0.85 else IssuerReply.NO_RECORD
        else:
            # Archives are incomplete, and names are misspelt in the letter too.
            reply = IssuerReply.NO_RECORD if answer > 0.95 else IssuerReply.CONFIRMED
        replied = asked + wait * DAY
        if reply is IssuerReply.PENDING or replied > snapshot:
            result.append(Question(material.material_id, asked, 0, IssuerReply.PENDING, ""))
        else:
            result.append(
                Question(material.material_id, asked, replied, reply, f"{material.printed_issuer}{clerk:02d}号")
            )
    return result


def findings_on(
    made: Sequence[Material], asked: Sequence[Question], snapshot: int, throw: random.Random
) -> list[tuple[str, str, int, str]]:
    """(material, label, when, basis): after a definite answer nearly always, now and then by eye, 3 in 100 wrong."""
    answers = {question.material_id: question for question in asked if question.replied}
    result = []
    for material in made:
        by_eye, wrong, days = throw.random(), throw.random() < 0.03, throw.randint(1, 30)
        answer = answers.get(material.material_id)
        if answer is not None and answer.reply in (IssuerReply.CONFIRMED, IssuerReply.DENIED):
            label = "genuine" if answer.reply is IssuerReply.CONFIRMED else "forged"
            decided, basis = answer.replied + days * DAY, "issuer_answer"
        elif by_eye < 0.08 * (1.0 if not material.forged else 1 - 0.7 * material.case.filing.step):
            label = "forged" if material.forged != wrong else "genuine"
            decided, basis = material.received_at + days * DAY, "inspection"
        else:
            continue
        if decided <= snapshot:
            result.append((material.material_id, label, decided, basis))
    return result
