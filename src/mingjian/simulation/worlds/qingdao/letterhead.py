"""The gangs' letters of this world: reports in an official tone, grown from the gang's own habit."""

import random

from mingjian.simulation.story import Brief, Letter, Mark, MarkKind
from mingjian.simulation.worlds.qingdao.grammar import Habit, Page
from mingjian.simulation.worlds.qingdao.rules import GANG_CLAIMS, GANG_DEMANDS, RULES, VEILS


class Report:
    """A gang's letter. ``family`` is its name in the truth."""

    def __init__(
        self, family: str, habit: Habit, said: tuple[str, ...], asked: tuple[str, ...], *, shape: str, root: str = ""
    ) -> None:
        self._shape = shape
        self.family = family
        self.root = root or family
        self._habit = habit
        self._said = said
        self._asked = asked

    @classmethod
    def draft(cls, family: str, dice: random.Random) -> "Report":
        """A new habit, settled for every symbol."""
        habit = Habit({symbol: dice.randrange(len(productions)) for symbol, productions in RULES.items()})
        return cls(
            family,
            habit,
            dice.choice(GANG_CLAIMS),
            dice.choice(GANG_DEMANDS),
            shape=dice.choice(("gang", "gang", "gang", "gang_note", "gang_dossier")),
        )

    def rework(self, family: str, dice: random.Random) -> "Report":
        """The successor's habit: half of the choices are made anew."""
        chosen = {
            symbol: dice.randrange(len(RULES[symbol])) if dice.random() < 0.5 else choice
            for symbol, choice in self._habit.chosen.items()
        }
        return Report(family, Habit(chosen), self._said, self._asked, shape=self._shape, root=self.root)

    def claims(self) -> tuple[str, ...]:
        return self._said

    def demands(self) -> tuple[str, ...]:
        return self._asked

    def write(self, brief: Brief, sophistication: float, dice: random.Random) -> Letter:
        keeps = 1.0 if sophistication < 0.1 else max(0.15, 1.02 - 0.75 * sophistication)
        page = Page(brief, dice, Habit(self._habit.chosen, keeps), slots=True)

        def claims() -> None:
            order = list(brief.assertions)
            if sophistication >= 0.2:
                dice.shuffle(order)
            for assertion in order:
                page.derive(f"gclaim/{assertion.claim.value}", assertion)
            if sophistication >= 0.45:
                # The client was asked to tell in a few lines what happened; they are copied in.
                for _ in range(1 if sophistication < 0.7 else 2):
                    page.derive("blend")

        def demands() -> None:
            for number, demand in enumerate(self._asked):
                page.write("①②③④⑤"[number] if sophistication < 0.6 else "")
                page.derive(f"gdemand/{demand}")
                page.write("。" if number == len(self._asked) - 1 else "，")

        page.lists = {"claims": claims, "demands": demands}
        page.derive(self._shape)
        letter = page.letter()
        return _veiled(letter, dice) if dice.random() < 0.3 * (1 - sophistication) else letter


def _veiled(letter: Letter, dice: random.Random) -> Letter:
    """One letter in three at the foot of the ladder is pasted from a chat in which such words are veiled."""
    text, marks = letter.text, list(letter.marks)
    for index in range(len(text) - 1):
        veil = VEILS.get(text[index : index + 2])
        if veil and dice.random() < 0.5:
            marks.append(Mark(MarkKind.CODE_WORD, text[index : index + 2], index, index + 2))
            text = text[:index] + veil + text[index + 2 :]
    return Letter(text, tuple(sorted(marks, key=lambda mark: (mark.start, mark.end))))
