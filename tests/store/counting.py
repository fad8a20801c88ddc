"""A worker for a process of its own; it imports little, so that it starts at once."""

import os
import time
from datetime import timedelta

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
    """Works until it is killed."""
    print("ready", flush=True)  # noqa: T201  # the test waits for it
    Worker(Database(url), {"count": counting}, pause_s=0.01, lease=timedelta(seconds=0.3)).run()
