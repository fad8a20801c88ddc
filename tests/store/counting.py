"""Workers that can be killed: forked from one process that has read every module, so that each starts at once.

Run as a program with the database's address: each line on its standard input starts one and is answered by its number.
"""

import os
import sys
import time
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table

from mingjian.store.database import Database
from mingjian.store.jobs import Effect, Job, Worker

COUNTED = Table("counted", MetaData(), Column("number", Integer), Column("by", String(40)))


def counting(job: Job) -> Effect:
    """Counts its number: done twice it would stand there twice."""
    time.sleep(0.002)

    def count(connection: Connection) -> None:
        connection.execute(COUNTED.insert().values(number=job.payload["number"], by=str(os.getpid())))

    return count


def work(url: str) -> None:
    """Works until it is killed; says what it did where no process number is read."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    Worker(Database(url), {"count": counting}, pause_s=0.01, lease=timedelta(seconds=0.3)).run()


def main() -> None:
    for _ in sys.stdin:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:  # those that were killed
                pass
        number = os.fork()
        if number == 0:
            work(sys.argv[1])
            os._exit(0)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
