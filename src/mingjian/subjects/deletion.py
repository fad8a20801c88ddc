"""Deleting one person: from deliveries, files and database at once, from runs with the next one, and then the proof."""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, true

from mingjian.access.audit import PERSONS, record_within
from mingjian.access.layouts import Layouts
from mingjian.access.pseudonyms import KEYS, forget_within
from mingjian.online.reception import Reception
from mingjian.store.database import Database
from mingjian.store.jobs import JOBS
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.subjects.belongings import CUSTOMER, Thing
from mingjian.subjects.erasure import Doomed, erase, survey
from mingjian.subjects.layouts import forget_places, keep_places
from mingjian.subjects.requests import REQUESTS, RequestState, SubjectRequest, SubjectRequests
from mingjian.subjects.traces import Search, named, search, whole

WORKER = "retention"
"""Who the audit log says deleted: the two people stand in the entries before."""
_PAGE = 500
_ABOUT_TO_BE_NAMED = timedelta(hours=1)
_LAST = frozenset({f"database: {KEYS.name}", f"database: {REQUESTS.name}"})
"""Where a person's number stands until nothing else of theirs is left."""


class Deletions:
    """Carries out what was agreed to. Each step may be killed and is then done again."""

    def __init__(self, workspace: Workspace, database: Database, vault: Vault, *, logs: Sequence[str] = ()) -> None:
        self._workspace = workspace
        self._logs = tuple(map(Path, logs))
        self._database = database
        self._vault = vault
        self._reception = Reception(database, vault)
        self._requests = SubjectRequests(database)
        self._layouts = Layouts(database, vault)

    def carry_out(self, request_id: str) -> SubjectRequest:
        """Takes the person out of deliveries, files and database; BusyError while a run is being written."""
        request = self._requests.find(request_id)
        if request.state is not RequestState.AGREED or request.person_id is None:
            return request
        person = [Thing(CUSTOMER, request.person_id)]
        with self._workspace.writing():
            doomed = self._seal(request, person) if request.sealed is None else self._open(request.sealed)
            if self._workspace.delivered is not None:
                erase(self._workspace, person, doomed, vault=self._vault)
        forget_places(self._layouts, doomed)
        with self._database.begin() as connection:
            files = [digest for number in self._arrived(connection, doomed) for digest in number]
            _forget_jobs(connection, {thing.id for thing in doomed.things})
            mine = REQUESTS.c.request_id == request_id
            connection.execute(REQUESTS.update().where(mine).values(erased_at=datetime.now(UTC)))
            record_within(
                connection,
                actor=WORKER,
                action="erase",
                object_type=CUSTOMER,
                object_id=request.person_id,
                reason=f"{request_id}: {sum(doomed.rows.values())} rows, {len(doomed.files)} files",
            )
        for digest in files:
            self._vault.delete(digest)
        return self._requests.find(request_id)

    def finish(self) -> tuple[SubjectRequest, ...]:
        """Removes the runs that still hold deleted people, searches, and ends what is proven; the requests looked at.

        A request waits while no run has begun after its erasure: its person's rows are spread over everything that a
        run computes, so a run is deleted whole and never rewritten.
        """
        looked_at = []
        for request in self._requests.unfinished():
            assert request.erased_at is not None  # unfinished() asks for it
            current = self._workspace.current
            if current is None or current.read_record().started_at > request.erased_at:
                with self._workspace.writing():
                    for run in self._workspace.runs:
                        if run.read_record().started_at <= request.erased_at:
                            shutil.rmtree(run.path)
                # The run that held them was current until now, and somebody may have moved them in its picture since.
                keep_places(self._layouts, self._workspace)
                self._prove(request)
            looked_at.append(self._requests.find(request.request_id))
        return tuple(looked_at)

    def ready(self) -> bool:
        """Whether a deletion can be finished now, or could not be proven when it was tried."""
        waiting = self._requests.unfinished()
        current = self._workspace.current
        if not waiting or current is None:
            return bool(waiting)
        started_at = current.read_record().started_at
        return any(one.erased_at is not None and started_at > one.erased_at for one in waiting)

    def _prove(self, request: SubjectRequest) -> None:
        """Looks for the person everywhere; where nothing else is left, forgets who they were and ends the request."""
        assert request.sealed is not None  # sealed before anything was erased
        doomed = self._open(request.sealed)
        found = self._search(doomed, besides=request.sealed)
        if self._clear_away(trace.sealed for trace in found.traces):
            found = self._search(doomed, besides=request.sealed)
        left = tuple(trace for trace in found.traces if trace.place not in _LAST)
        if not left:
            self._forget(request, doomed)
            found = self._search(doomed, besides=request.sealed)
            left = found.traces
        sought = len(doomed.values) + len(doomed.files) + len(doomed.things)
        proof = asdict(replace(found, traces=left)) | {"sought": sought}
        values: dict[str, Any] = {"proof": json.dumps(proof, ensure_ascii=False)}
        if not left:
            values |= {"ended_at": datetime.now(UTC), "sealed": None}
        mine = REQUESTS.c.request_id == request.request_id
        with self._database.begin() as connection:
            connection.execute(REQUESTS.update().where(mine).values(**values))
        if not left:
            self._vault.delete(request.sealed)

    def _search(self, doomed: Doomed, *, besides: str) -> Search:
        return search(
            {*doomed.values, *doomed.files, *(thing.id for thing in doomed.things)},
            workspace=self._workspace,
            database=self._database,
            vault=self._vault,
            logs=self._logs,
            besides=frozenset({besides}),
        )

    def _clear_away(self, sealed: Iterable[str]) -> bool:
        """Removes those of these files that nothing names, such as what came in when a server was killed.

        What was put lately may be about to be named.
        """
        lately = datetime.now(UTC) - _ABOUT_TO_BE_NAMED
        found = frozenset(filter(None, sealed))
        nobodys = found - named(found, workspace=self._workspace, database=self._database) if found else found
        old = [digest for digest in nobodys if self._vault.put_at(digest) < lately]
        for digest in old:
            self._vault.delete(digest)
        return bool(old)

    def _forget(self, request: SubjectRequest, doomed: Doomed) -> None:
        # Last of all: what is still kept of them, and what goes of it later, stands in the log under these keys.
        with self._database.begin() as connection:
            if request.person_id is not None:
                record_within(
                    connection, actor=WORKER, action="forget", object_type=CUSTOMER, object_id=request.person_id
                )
                # Earlier requests of theirs keep the pseudonym alone as well.
                theirs = REQUESTS.c.person_id == request.person_id
                connection.execute(REQUESTS.update().where(theirs).values(person_id=None))
            for thing in doomed.things:
                if thing.type in PERSONS:
                    forget_within(connection, thing.type, thing.id)

    def _seal(self, request: SubjectRequest, person: Sequence[Thing]) -> Doomed:
        """Surveys once, before anything is erased: a second try would no longer find what has to be looked for."""
        doomed = (
            survey(self._workspace, person) if self._workspace.delivered else Doomed({}, frozenset(), (), frozenset())
        )
        arrived = {Thing("complaint", number) for number in self._taken_in(str(request.person_id))}
        things = tuple(sorted({*doomed.things, *person, *arrived}, key=lambda thing: (thing.type, thing.id)))
        doomed = replace(doomed, things=things)
        content = {
            "rows": dict(doomed.rows),
            "files": sorted(doomed.files),
            "things": [[thing.type, thing.id] for thing in things],
            "values": sorted(doomed.values),
        }
        digest = self._vault.put_bytes(json.dumps(content).encode())
        with self._database.begin() as connection:
            mine = REQUESTS.c.request_id == request.request_id
            connection.execute(REQUESTS.update().where(mine).values(sealed=digest))
        return doomed

    def _open(self, sealed: str) -> Doomed:
        content = json.loads(self._vault.read(sealed))
        things = tuple(Thing(*one) for one in content["things"])
        return Doomed(content["rows"], frozenset(content["files"]), things, frozenset(content["values"]))

    def _arrived(self, connection: Connection, doomed: Doomed) -> Iterator[tuple[str, ...]]:
        for thing in doomed.things:
            if thing.type == "complaint":
                yield self._reception.delete(connection, thing.id)

    def _taken_in(self, person_id: str) -> Iterator[str]:
        after = ""
        while page := self._reception.list(where=true(), after=after, limit=_PAGE):
            for one in page:
                if self._reception.content(one.complaint_id)["complaint"].get("customer_id") == person_id:
                    yield one.complaint_id
            after = page[-1].complaint_id


def _forget_jobs(connection: Connection, numbers: set[str]) -> None:
    # A message to a webhook names the complaint that it tells of.
    if not numbers:
        return
    named = whole(numbers)
    rows = connection.execute(JOBS.select().with_only_columns(JOBS.c.job_id, JOBS.c.payload)).all()
    for row in rows:
        if named.search(row.payload):
            connection.execute(JOBS.delete().where(JOBS.c.job_id == row.job_id))
