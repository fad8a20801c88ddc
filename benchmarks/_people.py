"""What locust's people do: a handler's, an investigator's and a reviewer's day, from lists to one case.

``MINGJIAN_BENCH_PEOPLE`` names a JSON file: ``sessions``, one token a person, and the numbers of ``complaints``,
``customers`` and ``gangs`` to look at. Each person waits one to five seconds between two pages.
"""

import json
import os
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote

from locust import HttpUser, between, task

HOUSE: dict[str, Any] = json.loads(Path(os.environ["MINGJIAN_BENCH_PEOPLE"]).read_text(encoding="utf-8"))
_tokens = iter(HOUSE["sessions"] * 2)


class Person(HttpUser):
    """One of those at work."""

    wait_time = between(1, 5)

    def on_start(self) -> None:
        """Signs in: each has a session of their own."""
        self.client.cookies.set("session", next(_tokens))
        self.client.headers["sec-fetch-site"] = "same-origin"

    @task(4)
    def list_complaints(self) -> None:
        """The list, at some page of it."""
        self.client.get(f"/complaints?page={random.randint(1, 20)}", name="/complaints?page=…")

    @task(6)
    def one_complaint(self) -> None:
        """One complaint; the look is logged."""
        self.client.get(f"/complaints/{_one('complaints')}", name="/complaints/…")

    @task(5)
    def one_customer(self) -> None:
        """The risk assessment."""
        self.client.get(f"/customers/{_one('customers')}", name="/customers/…")

    @task(2)
    def one_gang(self) -> None:
        """A gang."""
        if HOUSE["gangs"]:
            self.client.get(f"/gangs/{_one('gangs')}", name="/gangs/…")

    @task(1)
    def overview(self) -> None:
        """The first page."""
        self.client.get("/")

    @task(1)
    def unmask(self) -> None:
        """A telephone is asked for with a reason."""
        form = {"field": "phone", "reason": "calls the customer back"}
        self.client.post(f"/customers/{_one('customers')}/unmask", data=form, name="/customers/…/unmask")


def _one(kind: str) -> str:
    return quote(random.choice(HOUSE[kind]), safe="")
