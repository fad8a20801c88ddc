"""Days on which offices work, by the State Council's yearly notices as kept by ``chinesecalendar``.

Make-up working days (调休) are working days, weekends or not.
"""

from datetime import date

import chinese_calendar

__all__ = ["known_working_day"]

_KNOWN = range(2004, max(day.year for day in chinese_calendar.holidays) + 1)


def known_working_day(day: date) -> bool | None:
    """Whether offices work on a day; None for a year whose notice it does not hold."""
    return bool(chinese_calendar.is_workday(day)) if day.year in _KNOWN else None
