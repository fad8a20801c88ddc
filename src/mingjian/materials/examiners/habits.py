"""Is a PDF as the program or the device that claims to have written it writes files?

A copier typesets nothing: a page of its with letters and no picture came from elsewhere. On one page the fonts of a
program carry its marks alone. Whoever fills in a form or joins two files in another program leaves these traces as
well, and the program's name often stays, so both weigh a little and ask for nobody's look by themselves.
"""

from collections.abc import Iterator

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.habits import Habit, habit_of
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.anatomy import PageSetting
from mingjian.reading.dissection import dissect
from mingjian.reading.record import FileKind

NAME = "habits"
VERSION = 2

_LETTERS = 50
"""So many that are seen are no page's number, day or stamp that a copier prints on what it scans."""
_PICTURED = 0.5
"""Share of the page that a scan covers at least; the edges of a small receipt lie within it."""


def examine(specimen: Specimen) -> Examination:
    """One observation a page that departs from its program's habit; else that none does, or that none is known."""
    if specimen.rendering.kind is not FileKind.PDF:
        return Examination((Observation("habit_unknown", CheckOutcome.NOT_APPLICABLE),))
    anatomy = dissect(specimen.data)
    habit = habit_of(anatomy.entry("pdf:Producer").strip())
    if anatomy.problem is not None or habit is None:
        return Examination((Observation("habit_unknown", CheckOutcome.NOT_APPLICABLE),))
    found = tuple(one for page in anatomy.page_settings for one in _departures(page, habit))
    kept = Observation("habit_kept", CheckOutcome.NOT_APPLICABLE, values={"program": habit.program})
    return Examination(found or (kept,))


def _departures(page: PageSetting, habit: Habit) -> Iterator[Observation]:
    if habit.pictures and page.letters >= _LETTERS and page.pictured < _PICTURED:
        values: dict[str, Value] = {"program": habit.program, "page": page.page}
        yield Observation("scanner_page_typeset", CheckOutcome.NOT_APPLICABLE, 0.3, Place(page.page), values)
    if habit.tags is not None:
        other = [tag for tag in page.tags if not habit.tags.match(tag)]
        # A page of other marks alone was put beside the program's own, as joining two files does.
        if other and len(other) < len(page.tags):
            told: dict[str, Value] = {"program": habit.program, "page": page.page, "tag": other[0]}
            yield Observation("fonts_of_two_programs", CheckOutcome.NOT_APPLICABLE, 0.3, Place(page.page), told)
