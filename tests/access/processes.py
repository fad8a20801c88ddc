"""What the tests run in processes of their own."""

from mingjian.access.audit import AuditLog
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
