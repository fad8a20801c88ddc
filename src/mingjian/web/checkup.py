"""Is everything as it should be: what ``mingjian doctor`` and the health page say."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from mingjian.access.checkpoints import Checkpoints
from mingjian.casework.accounted import unaccounted
from mingjian.errors import MingjianError
from mingjian.settings import Settings
from mingjian.store import migrations
from mingjian.store.guards import Fault, astray
from mingjian.store.jobs import JobState
from mingjian.store.record import file_sha256
from mingjian.subjects.periods import are_confirmed
from mingjian.subjects.requests import RequestState
from mingjian.web.desk import Desk
from mingjian.web.errors import OtherVersionError
from mingjian.web.languages import local, message
from mingjian.web.queries.model_watch import watch_of

_SOON = timedelta(days=30)
_LITTLE = 1e9
"""Bytes."""
_OLD_DAYS = 45
_HEAD_WITHIN = timedelta(days=2)
_ANSWER_WITHIN = timedelta(days=15)
_SAMPLE = 20


class Verdict(StrEnum):
    """How a check ended."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Said:
    """A sentence and what fills its places, so that each reader gets it in their language."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, how it stands, and what to do."""

    title: str
    verdict: Verdict
    said: Said


Looks = Iterator[tuple[Verdict, Said]]


def examine(desk: Desk, settings: Settings, *, deep: bool = True) -> tuple[Finding, ...]:
    """Every check; ``deep`` also reads the whole audit log, the run's file and a sample of the vault."""
    checks: list[tuple[str, Callable[[], Looks]]] = [
        (message("Database"), lambda: _database(desk)),
        (message("Guards of the database"), lambda: _guards(desk)),
        (message("Queue of jobs"), lambda: _jobs(desk)),
        (message("Current run"), lambda: _run(desk, deep=deep)),
        (message("Watch over the models"), lambda: _models(desk)),
        (message("Room on the disk"), lambda: _disk(desk)),
        (message("Signing in"), lambda: _accounts(desk)),
        (message("Requests of persons"), lambda: _requests(desk)),
    ]
    if settings.access.checkpoints:
        checks.append((message("Heads of the audit log"), lambda: _heads(settings)))
    if deep:
        checks += [
            (message("Past its time"), lambda: _kept_too_long(desk, settings)),
            (message("Audit log"), lambda: _audit(desk, settings)),
            (message("Casework and the audit log"), lambda: _accounted(desk)),
            (message("Sealed files"), lambda: _vault(desk)),
        ]
    return tuple(finding for title, check in checks for finding in _look(title, check))


def _look(title: str, check: Callable[[], Looks]) -> Iterator[Finding]:
    try:
        for verdict, said in check():
            yield Finding(title, verdict, said)
    except MingjianError as error:
        yield Finding(title, Verdict.BAD, Said(str(error)))
    except Exception as error:  # a check that breaks is a finding, not the end of the others
        kind = type(error).__name__
        yield Finding(title, Verdict.BAD, Said(message("%(kind)s: see whether it can be reached"), {"kind": kind}))


def _database(desk: Desk) -> Looks:
    desk.audit.head()
    values = {"dialect": desk.database.dialect, "version": desk.database.version(), "newest": migrations.newest()}
    yield Verdict.GOOD, Said(message("%(dialect)s, migration %(version)s of %(newest)s"), values)


def _guards(desk: Desk) -> Looks:
    found = astray(desk.database)
    broken = [one for one in found if one.fault is not Fault.FOREIGN]
    for said, these in (
        (message("missing or altered: %(guards)s; restore them from a backup, then 'mingjian audit acts'"), broken),
        (message("not ours: %(guards)s; ask whoever looks after the database"), set(found) - set(broken)),
    ):
        if these:
            verdict = Verdict.BAD if these is broken else Verdict.WARNING
            yield verdict, Said(said, {"guards": ", ".join(sorted(one.guard for one in these))})
    if not found:
        yield Verdict.GOOD, Said(message("each stands as it was made"))


def _accounted(desk: Desk) -> Looks:
    found = unaccounted(desk.database)
    if found:
        said = message("%(number)s acts have no entry, or entries no act: 'mingjian audit acts' names them")
        yield Verdict.BAD, Said(said, {"number": f"{len(found):,}"})
    else:
        yield Verdict.GOOD, Said(message("what people did stands in both"))


def _jobs(desk: Desk) -> Looks:
    counts = {state.value: f"{count:,}" for state, count in desk.jobs.counts().items()}
    late = datetime.now(UTC) - timedelta(minutes=10)
    oldest = [job for job in desk.jobs.list(state=JobState.WAITING, limit=1_000) if job.due_at < late]
    if oldest:
        said = message("waiting for more than ten minutes: %(number)s; is a worker running?")
        yield Verdict.BAD, Said(said, {"number": f"{len(oldest):,}"})
    if desk.jobs.counts()[JobState.FAILED]:
        said = message("%(failed)s failed: look at them under Jobs; %(waiting)s wait, %(done)s are done")
        yield Verdict.WARNING, Said(said, counts)
    elif not oldest:
        said = message("%(waiting)s wait, %(running)s are under way, %(done)s are done, none failed")
        yield Verdict.GOOD, Said(said, counts)


def _run(desk: Desk, *, deep: bool) -> Looks:
    current = desk.workspace.current
    if current is None:
        yield Verdict.WARNING, Said(message("no run has ended yet: 'mingjian run DELIVERY --out FOLDER'"))
        return
    if not deep:
        yield Verdict.GOOD, Said(message("run %(run)s"), {"run": current.name})
        return
    record = current.read_record()
    written = (record.serving_sha256, record.rows_sha256)
    if (file_sha256(current.serving), file_sha256(current.rows)) != written:
        said = message("a file for look-ups of run %(run)s is not what the run wrote: run again, or restore")
        yield Verdict.BAD, Said(said, {"run": current.name})
        return
    old = (datetime.now(UTC) - record.finished_at).days > _OLD_DAYS
    said = message("run %(run)s, ended on %(day)s, as it was written")
    values = {"run": current.name, "day": local(record.finished_at).date().isoformat()}
    yield (Verdict.WARNING if old else Verdict.GOOD), Said(said, values)


def _models(desk: Desk) -> Looks:
    if desk.workspace.current is None:
        return
    try:
        watch = watch_of(desk.runs.current())
    except OtherVersionError as error:
        yield Verdict.WARNING, Said(str(error))
        return
    if alerts := watch.alerts:
        said = message("%(number)s figures of run %(run)s are beyond what is expected: see Models")
        yield Verdict.WARNING, Said(said, {"number": f"{len(alerts):,}", "run": desk.workspace.current.name})
    elif watch.moved:
        yield Verdict.GOOD, Said(message("nothing is beyond what is expected"))
    else:
        said = message(
            "nothing that was measured is beyond what is expected; whether warnings came true and how far inputs have "
            "moved was not measured, since there is no run of 30 days ago or earlier"
        )
        yield Verdict.GOOD, Said(said)


def _disk(desk: Desk) -> Looks:
    found = desk.disk.forecast()
    sizes = {"free": found.free, "runs": found.runs, "vault": found.vault, "deliveries": found.deliveries}
    values: dict[str, object] = {name: f"{size / 1e9:,.2f}" for name, size in sizes.items()}
    short = found.free < _LITTLE or (found.full_in is not None and found.full_in < _SOON)
    if found.full_in is None:
        said = message("%(free)s GB free; runs take %(runs)s, deliveries %(deliveries)s, sealed files %(vault)s GB")
    else:
        values["days"] = f"{found.full_in.days:,}"
        said = message(
            "%(free)s GB free, full in %(days)s days at this rate; runs take %(runs)s, deliveries %(deliveries)s, "
            "sealed files %(vault)s GB"
        )
    yield (Verdict.WARNING if short else Verdict.GOOD), Said(said, values)


def _accounts(desk: Desk) -> Looks:
    if not desk.team:
        yield Verdict.GOOD, Said(message("one desk on this machine, without accounts"))
        return
    accounts = desk.accounts.list()
    waiting = [one for one in accounts if one.must_change and one.disabled_at is None]
    values = {"accounts": f"{len(accounts):,}", "waiting": f"{len(waiting):,}"}
    if waiting:
        said = message("%(accounts)s accounts; %(waiting)s still have the password that somebody else gave them")
        yield Verdict.WARNING, Said(said, values)
    else:
        yield Verdict.GOOD, Said(message("%(accounts)s accounts, each with a password of its owner's own"), values)


def _requests(desk: Desk) -> Looks:
    waiting = [one for one in desk.subject_requests.list(limit=1_000) if one.state is not RequestState.ENDED]
    late = [one for one in waiting if datetime.now(UTC) - one.asked_at > _ANSWER_WITHIN]
    values = {"open": f"{len(waiting):,}", "late": f"{len(late):,}"}
    if late:
        said = message("%(open)s open, %(late)s of them for more than 15 days: see Requests of persons")
        yield Verdict.WARNING, Said(said, values)
    else:
        yield Verdict.GOOD, Said(message("%(open)s open, none for more than 15 days"), values)


def _kept_too_long(desk: Desk, settings: Settings) -> Looks:
    # A day's grace: the worker looks once a day.
    since = datetime.now(UTC) - timedelta(days=1)
    number = len(desk.retention.due(since))
    if number and settings.retention.by_worker and not are_confirmed(desk.database, settings.retention):
        said = message(
            "%(number)s things are past their time and wait until an administrator confirms the periods: below on the "
            "page Health, or by 'mingjian retention FOLDER --confirm NAME'"
        )
        yield Verdict.WARNING, Said(said, {"number": f"{number:,}"})
    elif number:
        said = message(
            "%(number)s things are past their time: is a worker running, or 'mingjian retention' on a timer?"
        )
        yield Verdict.WARNING, Said(said, {"number": f"{number:,}"})
    else:
        yield Verdict.GOOD, Said(message("nothing is kept for longer than the settings say"))


def _heads(settings: Settings) -> Looks:
    last = Checkpoints(settings.access.checkpoints).last_at()
    if last is None or datetime.now(UTC) - last > _HEAD_WITHIN:
        said = message("none was kept in the last two days: is a worker running, is the folder there?")
        yield Verdict.WARNING, Said(said)
    else:
        said = message("a head was kept on %(day)s")
        yield Verdict.GOOD, Said(said, {"day": f"{last:%Y-%m-%d}"})


def _audit(desk: Desk, settings: Settings) -> Looks:
    kept = Checkpoints(settings.access.checkpoints).read() if settings.access.checkpoints else ()
    found = desk.audit.verify(kept=kept)
    values = {"entries": f"{found.entries:,}", "heads": f"{len(kept):,}", "breaches": f"{len(found.breaches):,}"}
    if not found.intact:
        yield Verdict.BAD, Said(message("%(breaches)s breaches: 'mingjian audit verify' names their places"), values)
    elif not kept:
        said = message("%(entries)s entries, whole; no head is kept elsewhere (MINGJIAN_ACCESS__CHECKPOINTS)")
        yield Verdict.WARNING, Said(said, values)
    else:
        said = message("%(entries)s entries, whole, and hold %(heads)s heads that were kept elsewhere")
        yield Verdict.GOOD, Said(said, values)


def _vault(desk: Desk) -> Looks:
    if desk.vault is None:
        yield Verdict.GOOD, Said(message("there are none yet"))
        return
    digests = list(desk.vault.digests())
    chosen = random.Random().sample(digests, min(_SAMPLE, len(digests)))  # noqa: S311  # no secret hangs on it
    for digest in chosen:
        desk.vault.read(digest)
    values = {"read": f"{len(chosen):,}", "total": f"{len(digests):,}"}
    yield Verdict.GOOD, Said(message("%(read)s of %(total)s were opened and are what was put there"), values)
