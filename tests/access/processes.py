"""What the tests run in processes of their own."""

from pathlib import Path

from mingjian.access.audit import AuditLog
from mingjian.access.limiting import RateLimit, TooOftenError
from mingjian.access.pseudonyms import Pseudonyms
from mingjian.store.database import Database


def write_entries(url: str, process: int, each: int) -> None:
    database = Database(url)
    log = AuditLog(database)
    for number in range(each):
        log.record(actor=f"worker-{process}", action="view", object_type="complaint", object_id=f"K-{process}-{number}")
    database.close()


def ask_pseudonym(url: str) -> str:
    database = Database(url)
    try:
        return Pseudonyms(database).of("customer", "C-1")
    finally:
        database.close()


def take_tries(shared: Path, a_minute: int, tries: int) -> int:
    """How many of so many tries were let through."""
    limit, through = RateLimit(a_minute, name="tries", shared=shared), 0
    for _ in range(tries):
        try:
            limit.take("one")
        except TooOftenError:
            continue
        through += 1
    return through
