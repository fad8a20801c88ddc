"""One axis for loans, contacts, complaints, app events and a gang's life: positions in per cent, the present right."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingjian.web.languages import Speech, local


@dataclass(frozen=True)
class Event:
    """Something that happened at a moment, or from ``at`` to ``until``; ``strength`` thickens a mark, in [0, 1]."""

    lane: str
    at: datetime
    title: str
    kind: str = ""
    until: datetime | None = None
    strength: float = 0.0


@dataclass(frozen=True)
class Mark:
    """An event on the axis; ``x`` and ``width`` are per cent of it."""

    x: float
    width: float
    kind: str
    title: str
    when: str
    strength: float


@dataclass(frozen=True)
class Lane:
    """The marks of one kind, under one name; ``base`` says how many there are."""

    name: str
    title: str
    marks: tuple[Mark, ...]
    base: str


@dataclass(frozen=True)
class Tick:
    """A line of the axis; ``fine`` ones are shown when zoomed in."""

    x: float
    title: str
    fine: bool
    odd: bool
    """Every second one; its words are left out where the axis is narrow."""


@dataclass(frozen=True)
class Timeline:
    """What the picture and the table beside it are drawn from."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    start: str
    end: str
    rows: tuple[tuple[str, str, str], ...]
    """Time, lane and words of every event, newest first."""


def timeline(
    speech: Speech, events: Iterable[Event], lanes: Sequence[tuple[str, str]], *, now: datetime
) -> Timeline | None:
    """``lanes`` are names and titles from top to bottom; None where nothing has happened."""
    known = sorted((event for event in events if event.at <= now), key=lambda event: event.at)
    if not known:
        return None
    start = min(event.at for event in known) - timedelta(days=7)
    span = max((now - start).total_seconds(), 86_400.0)

    def place(moment: datetime) -> float:
        return round(100 * min(1.0, max(0.0, (moment - start).total_seconds() / span)), 3)

    titles = dict(lanes)
    marks: dict[str, list[Mark]] = {name: [] for name in titles}
    for event in known:
        end = place(min(event.until, now)) if event.until else place(event.at)
        x = place(event.at)
        when = speech.time(event.at)
        marks[event.lane].append(Mark(x, round(end - x, 3), event.kind, event.title, when, event.strength))
    return Timeline(
        lanes=tuple(Lane(name, titles[name], tuple(marks[name]), speech.number(len(marks[name]))) for name in titles),
        ticks=tuple(_ticks(start, now, place)),
        start=speech.day(start),
        end=speech.day(now),
        rows=tuple((speech.time(event.at), titles[event.lane], event.title) for event in reversed(known)),
    )


def _ticks(start: datetime, now: datetime, place: Callable[[datetime], float]) -> Iterable[Tick]:
    months = (now.year - start.year) * 12 + now.month - start.month + 1
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 600) if months / step <= 9)
    first = local(start).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for number in range(1, months + 1):
        total = first.year * 12 + first.month - 1 + number
        moment = first.replace(year=total // 12, month=total % 12 + 1)
        x = place(moment)
        if moment < now and x < 97:
            yield Tick(x, moment.strftime("%Y-%m"), fine=bool(total % every), odd=bool(total // every % 2))
