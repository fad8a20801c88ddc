"""The gang's letter of this world: written once from the drawer, then filled in, shuffled, blended and reworded."""

import random
from dataclasses import dataclass, replace

from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.simulation.story import Assertion, Brief, Letter, Mark, MarkKind
from mingjian.simulation.worlds.chongqing import honest, template
from mingjian.simulation.worlds.chongqing.composing import Draft, choose, values_of


@dataclass(frozen=True)
class Clause:
    """One clause of a letter: what it is about, the drawer it came from, and the wording that the gang settled on."""

    topic: str
    code: str
    drawer: tuple[str, ...]
    wording: str


def _clause(topic: str, code: str, drawer: tuple[str, ...], dice: random.Random) -> Clause:
    return Clause(topic, code, drawer, choose(dice.choice(drawer), dice))


class Form:
    """A gang's letter. ``family`` is its name in the truth."""

    def __init__(self, family: str, clauses: tuple[Clause, ...], other: tuple[Clause, ...], *, root: str = "") -> None:
        self.family = family
        self.root = root or family
        self._clauses = clauses
        self._other = other
        """The wording of another family for the same topics, to blend with from step ½ on."""

    @classmethod
    def draft(cls, family: str, dice: random.Random) -> "Form":
        """A new letter."""
        claims = dice.choice(template.LETTERS_OF_CLAIMS)
        demands = dice.choice(template.SETS_OF_DEMANDS)
        # Some agencies fill a page with law, others send four lines that fit into a web form.
        laws, appendices, heading = dice.choice(((0, 0, False), (1, 0, True), (2, 0, True), (1, 0, True), (2, 3, True)))
        clauses = [
            _clause("head", "", template.HEADS if heading else template.GREETINGS, dice),
            *(_clause("fact", "", template.FACTS, dice) for _ in range(heading)),
            *(_clause("claim", claim, template.CLAIMS[claim], dice) for claim in claims),
            *(_clause("law", str(number), template.LAW, dice) for number in range(laws)),
            *(_clause("appendix", str(number), template.APPENDICES, dice) for number in range(appendices)),
            *(_clause("demand", demand, template.DEMANDS[demand], dice) for demand in demands),
            _clause("end", "", template.ENDS if heading else template.FAREWELLS, dice),
        ]
        other = tuple(replace(clause, wording=choose(dice.choice(clause.drawer), dice)) for clause in clauses)
        return cls(family, tuple(clauses), other)

    def rework(self, family: str, dice: random.Random) -> "Form":
        """The letter of a successor: the same topics, more than half of the clauses worded anew."""
        clauses = tuple(
            replace(clause, wording=choose(dice.choice(clause.drawer), dice)) if dice.random() < 0.65 else clause
            for clause in self._clauses
        )
        return Form(family, clauses, self._other, root=self.root)

    def claims(self) -> tuple[str, ...]:
        return tuple(clause.code for clause in self._clauses if clause.topic == "claim")

    def demands(self) -> tuple[str, ...]:
        return tuple(clause.code for clause in self._clauses if clause.topic == "demand")

    def write(self, brief: Brief, sophistication: float, dice: random.Random) -> Letter:
        clauses = self._arranged(sophistication, dice)
        asserted = {assertion.claim.value: assertion for assertion in brief.assertions}
        draft = Draft()
        body = [clause for clause in clauses if clause.topic not in ("demand", "end")]
        written = {clause.code for clause in body if clause.topic == "claim"}
        for clause in body:
            self._put(draft, clause, brief, asserted.get(clause.code), sophistication, dice)
        own = [assertion for assertion in brief.assertions if assertion.claim.value not in written]
        for assertion in own:
            # What the client really suffered is put in as the client told it.
            drawer = template.CLAIMS.get(assertion.claim.value, template.CLAIMS["other"])
            clause = _clause("claim", assertion.claim.value, drawer, dice)
            self._put(draft, clause, brief, assertion, sophistication, dice)
        if sophistication >= 0.4:
            self._own_words(draft, brief, sophistication, dice)
        self._demands(draft, [clause for clause in clauses if clause.topic == "demand"], brief, sophistication, dice)
        for clause in clauses:
            if clause.topic == "end":
                self._put(draft, clause, brief, None, sophistication, dice)
        letter = draft.letter()
        # Platforms filter the trade's words, so agencies write them in another way there.
        return _disguised(letter, dice) if brief.channel in _FILTERED and sophistication < 0.8 else letter

    def _arranged(self, sophistication: float, dice: random.Random) -> list[Clause]:
        """The clauses in this letter's order and wording."""
        clauses = list(self._clauses)
        if sophistication >= 0.12:
            middle = [clause for clause in clauses if clause.topic in ("fact", "claim", "law", "appendix")]
            dice.shuffle(middle)
            demands = [clause for clause in clauses if clause.topic == "demand"]
            dice.shuffle(demands)
            clauses = [clauses[0], *middle, *demands, clauses[-1]]
        blended = max(0.0, min(0.5, (sophistication - 0.35) * 2))
        reworded = max(0.0, min(0.9, (sophistication - 0.55) * 3))
        others = {(clause.topic, clause.code): clause for clause in self._other}
        result = []
        for clause in clauses:
            if dice.random() < blended:
                clause = others[clause.topic, clause.code]
            if dice.random() < reworded:
                clause = replace(clause, wording=choose(dice.choice(clause.drawer), dice))
            result.append(clause)
        return result

    def _put(
        self,
        draft: Draft,
        clause: Clause,
        brief: Brief,
        assertion: Assertion | None,
        sophistication: float,
        dice: random.Random,
    ) -> None:
        mark = (MarkKind.CLAIM, clause.code) if clause.topic == "claim" else None
        wording = _vary(clause.wording, sophistication, dice)
        draft.add(wording, values_of(brief, assertion, dice, formal=True), mark=mark, slots=True)
        if clause.topic != "end" and dice.random() < 0.25 * sophistication:
            draft.add("\n", {})

    def _own_words(self, draft: Draft, brief: Brief, sophistication: float, dice: random.Random) -> None:
        """From step ½ on the client's own story is mixed in."""
        for _ in range(dice.choice((1, 2)) if sophistication < 0.7 else dice.choice((2, 3))):
            phrase = dice.choice((*honest.FEELINGS[:5], *honest.SMALL_TALK, *honest.SITUATIONS[:6]))
            draft.add(choose(phrase, dice), values_of(brief, None, dice))

    def _demands(
        self, draft: Draft, demands: list[Clause], brief: Brief, sophistication: float, dice: random.Random
    ) -> None:
        draft.add(
            _vary(
                "综上，本人要求："
                if sophistication < 0.5
                else dice.choice(("现要求：", "诉求如下：", "综上，本人要求：")),
                sophistication,
                dice,
            ),
            {},
        )
        for number, clause in enumerate(demands):
            if sophistication < 0.6:
                draft.add(template.LINKS[number], {})
            draft.add(
                _vary(clause.wording, sophistication, dice),
                values_of(brief, None, dice, formal=True),
                mark=(MarkKind.DEMAND, clause.code),
            )
            draft.add("；" if number < len(demands) - 1 else "。", {})


def _vary(wording: str, sophistication: float, dice: random.Random) -> str:
    """Synonyms, more of them the higher the step; none at its foot."""
    if sophistication < 0.12:
        return wording
    rate = min(0.7, sophistication * 0.8)
    for words in template.SYNONYMS:
        for word in words[:1]:
            if word in wording and dice.random() < rate:
                wording = wording.replace(word, dice.choice(words))
    return wording


_FILTERED = frozenset({ComplaintChannel.THIRD_PARTY_PLATFORM, ComplaintChannel.ONLINE_CHAT})


def _disguised(letter: Letter, dice: random.Random) -> Letter:
    """Code words as long as what they stand for, so that the other marks stay in place."""
    text, marks = letter.text, list(letter.marks)
    for standard, written in template.DISGUISES:
        start = text.find(standard)
        while start >= 0:
            if dice.random() < 0.3:
                text = text[:start] + written + text[start + len(standard) :]
                marks.append(Mark(MarkKind.CODE_WORD, standard, start, start + len(written)))
            start = text.find(standard, start + len(standard))
    return Letter(text, tuple(sorted(marks, key=lambda mark: (mark.start, mark.end))))


CAMPAIGN = (
    (ComplaintChannel.HOTLINE, ComplaintChannel.REGULATOR_12378, ComplaintChannel.GOVERNMENT_12345),
    (ComplaintChannel.APP, ComplaintChannel.THIRD_PARTY_PLATFORM, ComplaintChannel.REGULATOR_12378),
    (ComplaintChannel.MAIL, ComplaintChannel.REGULATOR_12378),
    (ComplaintChannel.EMAIL, ComplaintChannel.THIRD_PARTY_PLATFORM, ComplaintChannel.GOVERNMENT_12345),
    (ComplaintChannel.APP, ComplaintChannel.MAIL, ComplaintChannel.REGULATOR_12378, ComplaintChannel.PBOC_12363),
)
