"""The overview: what came in, what needs a person, how it moves."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mingjian.web.queries.complaints import OPEN
from mingjian.web.queries.rows import each
from mingjian.web.runs import Run


@dataclass(frozen=True)
class Arrived:
    """Complaints of one channel in the last 30 days and in the 30 before."""

    channel: str | None
    now: int
    before: int


@dataclass(frozen=True)
class Needs:
    """How much of what waits for a person."""

    open_complaints: int
    undecided: int
    likely_agent: int
    borne_out: int
    overdue: int
    complaints: int
    victims: int
    high: int
    assessed_customers: int
    papers_to_review: int
    papers: int
    quarantined: int
    code_words: int
    unmatched: int


@dataclass(frozen=True)
class Week:
    """One week of complaints by zone; a week is named by its Monday."""

    week: date
    likely_self: int
    undecided: int
    likely_agent: int
    unassessed: int

    @property
    def total(self) -> int:
        return self.likely_self + self.undecided + self.likely_agent + self.unassessed


@dataclass(frozen=True)
class Outcome:
    """How the claims of a month's complaints stand."""

    month: date
    borne_out: int
    contradicted: int
    unknown: int


def arrived(run: Run, as_of: datetime) -> tuple[Arrived, ...]:
    """What came in by channel, most first."""
    return each(
        Arrived,
        run.query(
            "SELECT channel, count(*) FILTER (WHERE received_at > $as_of - INTERVAL 30 DAY) AS now, "
            "count(*) FILTER (WHERE received_at <= $as_of - INTERVAL 30 DAY) AS before FROM complaints "
            "WHERE received_at > $as_of - INTERVAL 60 DAY AND received_at <= $as_of "
            "GROUP BY channel ORDER BY now DESC, before DESC, channel",
            {"as_of": as_of},
        ),
    )


def needs(run: Run, as_of: datetime, *, days: int) -> Needs:
    """What waits for a person; ``days`` is the ordinary time to answer where a complaint states no deadline."""
    return each(
        Needs,
        run.query(
            "SELECT * FROM (SELECT count(*) AS complaints, "
            f"count(*) FILTER (WHERE {OPEN}) AS open_complaints, "
            f"count(*) FILTER (WHERE {OPEN} AND a.zone = 'undecided') AS undecided, "
            f"count(*) FILTER (WHERE {OPEN} AND a.zone = 'likely_agent') AS likely_agent, "
            f"count(*) FILTER (WHERE {OPEN} AND c.complaint_id IN "
            "(SELECT complaint_id FROM claims WHERE status = 'borne_out')) AS borne_out, "
            f"count(*) FILTER (WHERE {OPEN} AND coalesce(c.due_at, c.received_at + to_days($days)) < $as_of) AS "
            "overdue, "
            "count(*) FILTER (WHERE c.customer_id IS NULL) AS unmatched "
            "FROM complaints AS c LEFT JOIN complaint_assessments AS a ON a.complaint_id = c.complaint_id), "
            "(SELECT count(*) AS assessed_customers, count(*) FILTER (WHERE protection_need = 'victim_support') "
            "AS victims, "
            "count(*) FILTER (WHERE band = 'high') AS high FROM customer_assessments), "
            "(SELECT count(*) AS papers, count(*) FILTER (WHERE verdict IN ('needs_review', 'signs_of_forgery')) "
            "AS papers_to_review FROM material_assessments), "
            "(SELECT count(*) AS quarantined FROM quarantine), (SELECT count(*) AS code_words FROM "
            "code_word_candidates)",
            {"as_of": as_of, "days": days},
        ),
    )[0]


def weeks(run: Run, as_of: datetime, *, number: int = 52) -> tuple[Week, ...]:
    """The last weeks, oldest first, those without a complaint too; the last one may be unfinished."""
    found = each(
        Week,
        run.query(
            "SELECT date_trunc('week', c.received_at)::DATE AS week, "
            "count(*) FILTER (WHERE a.zone = 'likely_self') AS likely_self, "
            "count(*) FILTER (WHERE a.zone = 'undecided') AS undecided, "
            "count(*) FILTER (WHERE a.zone = 'likely_agent') AS likely_agent, "
            "count(*) FILTER (WHERE a.zone IS NULL) AS unassessed "
            "FROM complaints AS c LEFT JOIN complaint_assessments AS a ON a.complaint_id = c.complaint_id "
            "WHERE c.received_at <= $as_of AND c.received_at > $as_of - to_days(7 * $number) GROUP BY week ORDER "
            "BY week",
            {"as_of": as_of, "number": number},
        ),
    )
    by_week = {one.week: one for one in found}
    return tuple(by_week.get(week) or Week(week, 0, 0, 0, 0) for week in _each(by_week, timedelta(days=7)))


def _each(days: Collection[date], step: timedelta) -> Iterator[date]:
    """From the first day to the last, so that an axis of time has no day left out."""
    if days:
        day, last = min(days), max(days)
        while day <= last:
            yield day
            day += step


def outcomes(run: Run, as_of: datetime) -> tuple[Outcome, ...]:
    """How claims stand, by month of the complaint, over the last year, months without a claim too.

    What one letter says twice counts once, as everywhere.
    """
    found = each(
        Outcome,
        run.query(
            "SELECT date_trunc('month', c.received_at)::DATE AS month, "
            "count(*) FILTER (WHERE m.status = 'borne_out') AS borne_out, "
            "count(*) FILTER (WHERE m.status = 'contradicted') AS contradicted, "
            "count(*) FILTER (WHERE m.status = 'unknown') AS unknown "
            "FROM (SELECT DISTINCT complaint_id, claim, status FROM claims) AS m "
            "JOIN complaints AS c ON c.complaint_id = m.complaint_id "
            "WHERE c.received_at <= $as_of AND c.received_at > $as_of - INTERVAL 365 DAY GROUP BY month ORDER BY month",
            {"as_of": as_of},
        ),
    )
    by_month = {one.month: one for one in found}
    months = (day for day in _each(by_month, timedelta(days=1)) if day.day == 1)
    return tuple(by_month.get(month) or Outcome(month, 0, 0, 0) for month in months)


def last_moment(run: Run) -> datetime | None:
    """The latest complaint, for a run whose record does not state its day."""
    latest: datetime | None = run.query("SELECT max(received_at) AS latest FROM complaints")[0]["latest"]
    return latest
