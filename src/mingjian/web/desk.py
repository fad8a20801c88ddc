"""What every page needs at hand: the runs, the audit log, the templates, and how to answer with a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from mingjian.access.accounts import Account, Accounts
from mingjian.access.api_keys import ApiKeys
from mingjian.access.audit import AuditLog
from mingjian.access.layouts import Layouts
from mingjian.access.policy import DESK, Predicate, Principal, Right, predicate
from mingjian.access.second_factor import SecondFactors
from mingjian.access.sessions import SessionLimits, Sessions
from mingjian.access.single_sign_on import SingleSignOn
from mingjian.access.webhooks import Webhooks
from mingjian.casework.accompaniments import Accompaniments
from mingjian.casework.advert_reports import AdvertReports
from mingjian.casework.archive import Archive
from mingjian.casework.assignments import Assignments
from mingjian.casework.attachments import Attachments
from mingjian.casework.bulks import Bulks
from mingjian.casework.cases import Cases
from mingjian.casework.clues.handover import Handovers
from mingjian.casework.confirmations import Confirmations, Fresh
from mingjian.casework.corrections import Corrections
from mingjian.casework.decisions import Decisions
from mingjian.casework.enquiries import Enquiries
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind
from mingjian.casework.exposure import Exposures
from mingjian.casework.interests import Interests
from mingjian.casework.joins import Joins
from mingjian.casework.judgements import Judgements
from mingjian.casework.matters import Matters
from mingjian.casework.notes import Notes
from mingjian.casework.partners import Partners
from mingjian.casework.pauses import Pauses
from mingjian.casework.police import Police
from mingjian.casework.replies import Replies
from mingjian.casework.seen import cases_holding
from mingjian.casework.takedowns.requests import Takedowns
from mingjian.casework.taking import Taking
from mingjian.casework.tasks import Tasks
from mingjian.casework.watchlist import Watchlist
from mingjian.casework.wishes import Wishes, withdrew_at
from mingjian.contract import Language
from mingjian.online.reception import Reception
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.disk import DiskWatch
from mingjian.store.jobs import JobQueue
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.subjects.requests import SubjectRequests
from mingjian.subjects.retention import Retention
from mingjian.web import exports, session_cookie
from mingjian.web.assets import asset_address
from mingjian.web.audit_words import act_name, thing_name
from mingjian.web.errors import NoRunError, SignInNeededError
from mingjian.web.house_names import (
    breach_name,
    event_name,
    job_failure_name,
    job_kind_name,
    job_state_name,
    request_kind_name,
    request_state_name,
    role_name,
)
from mingjian.web.languages import Speech, local
from mingjian.web.limits import Limits
from mingjian.web.listing import Listing, ListPage, read_state, show
from mingjian.web.navigation import home_of, places_of
from mingjian.web.preferences import Preferences, keep, preferences
from mingjian.web.runs import Run, Runs
from mingjian.web.settings import WebSettings
from mingjian.web.templating import environment_of


class Desk:
    """One desk over one workspace. With accounts it is a team's, and one has to sign in.

    Several processes that serve it count tries together in the folder that they share.
    """

    def __init__(
        self,
        workspace: Path,
        settings: Settings,
        *,
        team: bool = False,
        shared: Path | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings: WebSettings = settings.web
        self.now = clock
        self.whole_settings = settings
        self.workspace = Workspace(workspace)
        # Where accounts exist they hold, however the server was started; asking makes no database.
        known = settings.database_url or self.workspace.database.exists()
        self.team = team or bool(known and self.accounts.any())
        self.limits = Limits(settings.access, shared)
        self.runs = Runs(self.workspace)
        self.disk = DiskWatch(self.workspace)
        self._environments = {language: environment_of(language) for language in Language}

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return local(self.now()).date()

    @cached_property
    def audit(self) -> AuditLog:
        """The audit log of the workspace's database, opened when first needed: looking at nobody writes nothing."""
        return AuditLog(self.database)

    @cached_property
    def database(self) -> Database:
        """The database of people's work, opened when first needed."""
        return Database.of(self.workspace.root, self.whole_settings.database_url)

    @cached_property
    def accounts(self) -> Accounts:
        """Who may sign in."""
        return Accounts(self.database)

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        settings = self.whole_settings.access
        limits = SessionLimits(timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours))
        return Sessions(self.database, limits)

    @cached_property
    def second_factors(self) -> SecondFactors:
        """Their second factors."""
        return SecondFactors(self.database, self.sealed_files)

    def wants_factor(self, account: Account) -> bool:
        """Whether the settings want a second factor of a person who has none yet."""
        wanted = account.roles & frozenset(self.whole_settings.access.second_factor_for)
        return bool(wanted) and not account.has_second_factor and not account.signs_on_elsewhere

    @cached_property
    def api_keys(self) -> ApiKeys:
        """The keys of programs."""
        return ApiKeys(self.database)

    @cached_property
    def jobs(self) -> JobQueue:
        """Work for later."""
        return JobQueue(self.database)

    @cached_property
    def reception(self) -> Reception:
        """What arrives between two runs."""
        return Reception(self.database, self.sealed_files)

    @cached_property
    def subject_requests(self) -> SubjectRequests:
        """What people asked for about themselves."""
        return SubjectRequests(self.database)

    @cached_property
    def retention(self) -> Retention:
        """What is kept for how long."""
        periods, archive = self.whole_settings.retention, Archive(self.database)
        return Retention(self.workspace, self.database, self.sealed_files, periods, archive=archive)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Where messages go."""
        return Webhooks(self.database, self.sealed_files, hosts=self.settings.webhook_hosts)

    @cached_property
    def sealed_files(self) -> Vault:
        """The vault, made where there is none yet."""
        return Vault.open(self.workspace.root, key=self.whole_settings.vault_key.get_secret_value())

    @cached_property
    def layouts(self) -> Layouts:
        """Where people left the nodes of pictures."""
        return Layouts(self.database, self.sealed_files)

    @cached_property
    def cases(self) -> Cases:
        """Cases."""
        return Cases(self.database)

    @cached_property
    def board(self) -> EvidenceBoard:
        """The evidence of cases."""
        return EvidenceBoard(self.database)

    @cached_property
    def matters(self) -> Matters:
        """Complaints in hand."""
        return Matters(self.database, self.whole_settings.casework.counting)

    @cached_property
    def taking(self) -> Taking:
        """Takes complaints."""
        return Taking(self.database)

    @cached_property
    def joins(self) -> Joins:
        """Which of them are one."""
        return Joins(self.database)

    @cached_property
    def assignments(self) -> Assignments:
        """Who has them."""
        return Assignments(self.database)

    @cached_property
    def bulks(self) -> Bulks:
        """Work on many of them at once."""
        return Bulks(self.database)

    @cached_property
    def corrections(self) -> Corrections:
        """What was mistyped of transfers."""
        return Corrections(self.database)

    @cached_property
    def pauses(self) -> Pauses:
        """What stops their clocks."""
        return Pauses(self.database, self.whole_settings.casework.pause_causes)

    @cached_property
    def decisions(self) -> Decisions:
        """What people decide."""
        return Decisions(self.database)

    @cached_property
    def replies(self) -> Replies:
        """What goes to complainants and comes back."""
        return Replies(self.database, self.wishes, self.whole_settings.casework.counting)

    @cached_property
    def interests(self) -> Interests:
        """Who does not handle what."""
        return Interests(self.database)

    @cached_property
    def confirmations(self) -> Confirmations:
        """Whether what is new of a customer is theirs."""
        return Confirmations(self.database)

    def to_be_confirmed(self, run: Run) -> tuple[Fresh, ...]:
        """What is new of customers in a run, and was asked of nobody since."""
        return self.confirmations.waiting(run, as_of=run.as_of) if run.as_of else ()

    @cached_property
    def wishes(self) -> Wishes:
        """What customers want to be spared."""
        return Wishes(self.database, self._withdrew_at)

    def _withdrew_at(self, customer_id: str) -> datetime | None:
        """Asked when somebody sends, of the run that is current then; before the first one nothing is known."""
        try:
            run = self.runs.current()
        except NoRunError:
            return None
        return withdrew_at(run, customer_id)

    @cached_property
    def notes(self) -> Notes:
        """Notes and whom they call."""
        return Notes(self.database)

    @cached_property
    def attachments(self) -> Attachments:
        """Files that hang on notes."""
        return Attachments(self.database, self.sealed_files)

    @cached_property
    def enquiries(self) -> Enquiries:
        """What was asked of documents' issuers."""
        return Enquiries(self.database, self.sealed_files)

    @cached_property
    def tasks(self) -> Tasks:
        """What is to be done."""
        return Tasks(self.database)

    @cached_property
    def police(self) -> Police:
        """What the police ask."""
        return Police(self.database)

    @cached_property
    def partners(self) -> Partners:
        """Stations and other partners."""
        return Partners(self.database)

    @cached_property
    def accompaniments(self) -> Accompaniments:
        """Going along with consumers."""
        return Accompaniments(self.database)

    @cached_property
    def handovers(self) -> Handovers:
        """Clue packages on their way out."""
        return Handovers(self.database, self.now)

    @cached_property
    def exposures(self) -> Exposures:
        """Whom to warn of an advert."""
        return Exposures(self.database, self.wishes)

    @cached_property
    def takedowns(self) -> Takedowns:
        """Requests to platforms to take adverts down."""
        return Takedowns(self.database)

    @cached_property
    def advert_reports(self) -> AdvertReports:
        """Adverts that consumers report."""
        return AdvertReports(self.database, self.sealed_files)

    @cached_property
    def watchlist(self) -> Watchlist:
        """What somebody wants to hear of again."""
        return Watchlist(self.database)

    @cached_property
    def judgements(self) -> Judgements:
        """What people judged of entities and gangs."""
        return Judgements(self.database)

    @cached_property
    def single_sign_on(self) -> SingleSignOn | None:
        """The lender's identity provider, where the settings name one."""
        settings = self.whole_settings.access
        return SingleSignOn(settings) if settings.issuer else None

    def identify(self, request: Request) -> "tuple[Account | None, Principal | None]":
        """Who asks: an account and its principal, a program's principal alone, or nobody."""
        if not self.team:
            return None, replace(DESK, name=self.settings.actor)
        kind, _, key = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            found = self.api_keys.find(key.strip())
            return None, None if found is None else found.principal
        token = session_cookie.read(request, session_cookie.SESSION)
        account = self.sessions.account(token) if token else None
        return account, None if account is None else account.principal

    @cached_property
    def vault(self) -> Vault | None:
        """The submitted files; None where this workspace keeps none."""
        if not self.workspace.vault.is_dir():
            return None
        return Vault.open(self.workspace.root, key=self.whole_settings.vault_key.get_secret_value())

    def compile_templates(self) -> None:
        """Makes every template ready, in each language: else the first visitor of a page waits for it."""
        for environment in self._environments.values():
            for name in environment.list_templates(extensions=["html"]):
                environment.get_template(name)

    def render(
        self, template: str, /, *, visit: "Visit", status: int = 200, here: str | None = None, **values: Any
    ) -> Response:
        """A page in the visitor's language."""
        run = visit.run_if_any
        text = (
            self._environments[visit.speech.language]
            .get_template(template)
            .render(
                speech=visit.speech,
                theme=visit.preferences.theme,
                navigation=places_of(visit.who),
                may_hand_over=visit.who is not None and visit.who.may(Right.UNMASK, "materials"),
                may_open_case=visit.who is not None and visit.who.may(Right.CREATE, "cases"),
                cases_holding=lambda kind, subject: cases_holding(self.database, EvidenceKind(kind), subject),
                home=home_of(visit.who),
                account=visit.account,
                team=self.team,
                role_name=lambda role: visit.speech.say(role_name(role)),
                event_name=lambda event: visit.speech.say(event_name(event)),
                job_kind=lambda kind: visit.speech.say(job_kind_name(kind)),
                job_failure=lambda failure: (
                    visit.speech.say(known) if (known := job_failure_name(failure)) else failure
                ),
                job_state=lambda state: visit.speech.say(job_state_name(state)),
                request_kind=lambda kind: visit.speech.say(request_kind_name(kind)),
                request_state=lambda state: visit.speech.say(request_state_name(state)),
                act_name=lambda action: act_name(visit.speech, action),
                thing_name=lambda thing: thing_name(visit.speech, thing),
                breach_name=lambda breach: visit.speech.say(breach_name(breach)),
                here=here if here is not None else visit.request.url.path,
                back=visit.back,
                run=run,
                asset=asset_address,
                settings=self.settings,
                **values,
            )
        )
        return HTMLResponse(text, status_code=status)

    def list_page(self, listing: Listing, visit: "Visit", *, rows: int | None = None) -> ListPage:
        """The part of a listing that the address asks for, in the columns that were chosen last."""
        state = read_state(listing, visit.query, visit.request.cookies.get(_cookie(listing), ""))
        return show(listing, state, visit.run, visit.speech, rows_a_page=rows or self.settings.page_rows)

    def keep_columns(self, listing: Listing, visit: "Visit", response: Response) -> Response:
        """Remembers the columns that an address states, for addresses that do not."""
        if columns := [value for name, value in visit.query if name == "columns"]:
            state = read_state(listing, visit.query)
            if state.columns and columns:
                keep(response, _cookie(listing), ".".join(state.columns))
        return response

    def export(self, listing: Listing, visit: "Visit", ending: str, *, object_type: str, object_id: str) -> Response:
        """A listing as a file, as shown; who took it stands in the audit log."""
        state = read_state(listing, visit.query, visit.request.cookies.get(_cookie(listing), ""))
        run, limit = visit.run, self.settings.export_rows
        self.audit.record(
            actor=visit.principal.name, action=f"export_{ending}", object_type=object_type, object_id=object_id
        )
        headers = {"content-disposition": f'attachment; filename="{listing.name}-run-{run.name}.{ending}"'}
        if ending == "csv":
            lines = exports.to_csv(listing, state, run, visit.speech, limit=limit)
            return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        content = exports.to_xlsx(listing, state, run, visit.speech, limit=limit)
        return Response(content, media_type=media, headers=headers)

    def close(self) -> None:
        """Closes the open runs."""
        self.runs.close()
        if "database" in self.__dict__:
            self.database.close()


@dataclass(frozen=True)
class Visit:
    """One request as pages see it: who asks in which language, and for what."""

    request: Request
    preferences: Preferences
    speech: Speech

    @property
    def run(self) -> Run:
        """The run that the whole request is answered from, even where a new one becomes current meanwhile."""
        state = self.request.state
        if not hasattr(state, "run"):
            state.run = desk_of(self.request).runs.current()
        run: Run = state.run
        return run

    @property
    def run_if_any(self) -> Run | None:
        """The same, or None before a first run has ended: people's work goes on without one."""
        try:
            return self.run
        except NoRunError:
            return None

    @property
    def principal(self) -> Principal:
        """Who asks; SignInNeededError where that is not known."""
        if self.who is None:
            raise SignInNeededError("sign in first")
        return self.who

    @property
    def who(self) -> Principal | None:
        """Who asks, or None for nobody that is known."""
        found: Principal | None = self._identity[1]
        return found

    @property
    def account(self) -> Account | None:
        """The account of the person who asks; None for the desk and for programs."""
        found: Account | None = self._identity[0]
        return found

    def rows(self, right: Right, table: str) -> Predicate:
        """The rows that whoever asks may reach."""
        return predicate(self.principal, right, table)

    @property
    def _identity(self) -> tuple[Account | None, Principal | None]:
        state = self.request.state
        if not hasattr(state, "identity"):
            state.identity = desk_of(self.request).identify(self.request)
        found: tuple[Account | None, Principal | None] = state.identity
        return found

    @property
    def query(self) -> Sequence[tuple[str, str]]:
        return self.request.query_params.multi_items()

    @property
    def back(self) -> str:
        """The address to return to after a choice; after a form, the page that held it."""
        if self.request.method == "GET":
            query = self.request.url.query
            return self.request.url.path + (f"?{query}" if query else "")
        return urlsplit(self.request.headers.get("referer", "/")).path or "/"


def _cookie(listing: Listing) -> str:
    return f"columns-{listing.name}"


def visit_of(request: Request) -> Visit:
    """The visit that a request is."""
    chosen = preferences(request)
    return Visit(request, chosen, Speech(chosen.language))


def desk_of(request: Request) -> Desk:
    """The desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def run_of(request: Request) -> Run:
    """The run that a request is answered from."""
    return visit_of(request).run


# What a page asks for costs nothing to hand over. As coroutines they do so at once; FastAPI would send plain functions
# to a thread and back, each for itself, and every way there waits for the threads that are at work.
async def _desk(request: Request) -> Desk:
    return desk_of(request)


async def _visit(request: Request) -> Visit:
    return visit_of(request)


async def _run(request: Request) -> Run:
    return run_of(request)


DeskHere = Annotated[Desk, Depends(_desk)]
VisitNow = Annotated[Visit, Depends(_visit)]
CurrentRun = Annotated[Run, Depends(_run)]


__all__ = ["CurrentRun", "Desk", "DeskHere", "Visit", "VisitNow", "desk_of", "visit_of"]
