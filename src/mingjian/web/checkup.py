"""Is everything as it should be: what ``mingjian doctor`` and the health page say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from mingjian.access.checkpoints import Checkpoints
from mingjian.errors import MingjianError
from mingjian.settings import Settings
from mingjian.store import migrations
from mingjian.store.disk import forecast
from mingjian.store.jobs import JobState
from mingjian.store.record import file_sha256
from mingjian.web.desk import Desk
from mingjian.web.languages import message

_SOON = timedelta(days=30)
_SAMPLE = 20


class Verdict(StrEnum):
    """How a check ended."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, how it stands, and what to do."""

    title: str
    verdict: Verdict
    said: str


def examine(desk: Desk, settings: Settings, *, deep: bool = True) -> tuple[Finding, ...]:
    """Every check; ``deep`` also reads the whole audit log, the run's file and a sample of the vault."""
    checks: list[tuple[str, Callable[[], Iterator[tuple[Verdict, str]]]]] = [
        (message("Database"), lambda: _database(desk)),
        (message("Queue of jobs"), lambda: _jobs(desk)),
        (message("Current run"), lambda: _run(desk, deep=deep)),
        (message("Room on the disk"), lambda: _disk(desk)),
        (message("Signing in"), lambda: _accounts(desk)),
    ]
    if deep:
        checks += [
            (message("Audit log"), lambda: _audit(desk, settings)),
            (message("Sealed files"), lambda: _vault(desk)),
        ]
    return tuple(finding for title, check in checks for finding in _look(title, check))


def _look(title: str, check: Callable[[], Iterator[tuple[Verdict, str]]]) -> Iterator[Finding]:
    try:
        for verdict, said in check():
            yield Finding(title, verdict, said)
    except MingjianError as error:
        yield Finding(title, Verdict.BAD, str(error))
    except Exception as error:  # a check that breaks is a finding, not the end of the others
        yield Finding(title, Verdict.BAD, f"{type(error).__name__}: see whether it can be reached")


def _database(desk: Desk) -> Iterator[tuple[Verdict, str]]:
    desk.audit.head()
    yield Verdict.GOOD, f"{desk.database.dialect}, migration {desk.database.version()} of {migrations.newest()}"


def _jobs(desk: Desk) -> Iterator[tuple[Verdict, str]]:
    counts = desk.jobs.counts()
    said = ", ".join(f"{state}: {count:,}" for state, count in counts.items())
    oldest = [
        job
        for job in desk.jobs.list(state=JobState.WAITING, limit=1_000)
        if job.due_at < datetime.now(UTC) - timedelta(minutes=10)
    ]
    if oldest:
        yield Verdict.BAD, f"{len(oldest):,} jobs wait for more than ten minutes: is a worker running? {said}"
    elif counts[JobState.FAILED]:
        yield Verdict.WARNING, f"{said}; look at those that failed under /jobs"
    else:
        yield Verdict.GOOD, said


def _run(desk: Desk, *, deep: bool) -> Iterator[tuple[Verdict, str]]:
    current = desk.workspace.current
    if current is None:
        yield Verdict.WARNING, "no run has ended yet: 'mingjian run DELIVERY --out FOLDER'"
        return
    if not deep:
        yield Verdict.GOOD, f"run {current.name}"
        return
    record = current.read_record()
    if file_sha256(current.serving) != record.serving_sha256:
        yield Verdict.BAD, f"run {current.name}'s serving file is not what the run wrote: run again, or restore"
        return
    age = (datetime.now(UTC) - record.finished_at).days
    yield (Verdict.WARNING if age > 45 else Verdict.GOOD), f"run {current.name}, {age} days old, as it was written"


def _disk(desk: Desk) -> Iterator[tuple[Verdict, str]]:
    found = forecast(desk.workspace)
    said = f"{found.free / 1e9:,.1f} GB free; runs {found.runs / 1e9:,.2f}, sealed files {found.vault / 1e9:,.2f} GB"
    if found.full_in is not None:
        said += f"; at this rate full in {found.full_in.days:,} days"
    short = found.free < 1e9 or (found.full_in is not None and found.full_in < _SOON)
    yield (Verdict.WARNING if short else Verdict.GOOD), said


def _accounts(desk: Desk) -> Iterator[tuple[Verdict, str]]:
    if not desk.team:
        yield Verdict.GOOD, "one desk on this machine, without accounts"
        return
    accounts = desk.accounts.list()
    waiting = [one for one in accounts if one.must_change and one.disabled_at is None]
    said = f"{len(accounts):,} accounts"
    if waiting:
        yield Verdict.WARNING, f"{said}; {len(waiting):,} still have the password that somebody else gave them"
    else:
        yield Verdict.GOOD, said


def _audit(desk: Desk, settings: Settings) -> Iterator[tuple[Verdict, str]]:
    kept = Checkpoints(settings.access.checkpoints).read() if settings.access.checkpoints else ()
    found = desk.audit.verify(kept=kept)
    if not found.intact:
        yield Verdict.BAD, f"{len(found.breaches):,} breaches: 'mingjian audit verify' names their places"
    elif not kept:
        yield (
            Verdict.WARNING,
            f"{found.entries:,} entries, whole; no head is kept elsewhere (MINGJIAN_ACCESS__CHECKPOINTS)",
        )
    else:
        yield Verdict.GOOD, f"{found.entries:,} entries, whole, and hold {len(kept):,} heads that were kept elsewhere"


def _vault(desk: Desk) -> Iterator[tuple[Verdict, str]]:
    read = 0
    if desk.vault is None:
        yield Verdict.GOOD, "there are none yet"
        return
    for digest in desk.vault.digests():
        desk.vault.read(digest)
        read += 1
        if read == _SAMPLE:
            break
    yield Verdict.GOOD, f"{read:,} of them were opened and are what was put there"
