from datetime import date

import pytest

from mingjian.standards.working_days import known_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 10, 1), False),
        (date(2025, 9, 28), True),  # a Sunday, worked for the holiday
        (date(2025, 9, 27), False),
        (date(2025, 9, 26), True),
        (date(2003, 10, 1), None),
        (date(2090, 10, 1), None),
    ],
)
def test_days_off_are_those_of_the_yearly_notice_and_of_other_years_nothing_is_known(
    day: date, works: bool | None
) -> None:
    assert known_working_day(day) is works
