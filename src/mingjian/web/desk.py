"""What every page needs at hand: the runs, the audit log, the templates, and how to answer with a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import jinja2
from fastapi import Depends, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from mingjian.access.audit import AuditLog
from mingjian.contract import Language
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.web import exports
from mingjian.web.assets import asset_address
from mingjian.web.errors import NoRunError
from mingjian.web.languages import Speech, translations
from mingjian.web.listing import Listing, ListPage, read_state, show
from mingjian.web.preferences import Preferences, keep, preferences
from mingjian.web.runs import Run, Runs
from mingjian.web.settings import WebSettings

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    title: str
    address: str


NAVIGATION = (
    Place("Overview", "/"),
    Place("Complaints", "/complaints"),
    Place("Customers", "/customers"),
    Place("Documents", "/materials"),
    Place("Letter templates", "/templates"),
    Place("Gangs", "/gangs"),
    Place("Agencies", "/agencies"),
    Place("Shared things", "/shared"),
    Place("Code words", "/code-words"),
    Place("Quarantine", "/quarantine"),
    Place("Runs", "/runs"),
    Place("Models", "/models"),
)


class Desk:
    """One desk over one workspace."""

    def __init__(self, workspace: Path, settings: Settings) -> None:
        self.settings: WebSettings = settings.web
        self._database_url = settings.database_url
        self._vault_key = settings.vault_key
        self.workspace = Workspace(workspace)
        self.runs = Runs(self.workspace)
        self._environments = {language: _environment(language) for language in Language}

    @cached_property
    def audit(self) -> AuditLog:
        """The audit log of the workspace's database, opened when first needed: looking at nobody writes nothing."""
        return AuditLog(Database.of(self.workspace.root, self._database_url))

    @cached_property
    def vault(self) -> Vault | None:
        """The submitted files; None where this workspace keeps none."""
        if not self.workspace.vault.is_dir():
            return None
        return Vault.open(self.workspace.root, key=self._vault_key.get_secret_value())

    def render(
        self, template: str, /, *, visit: "Visit", status: int = 200, here: str | None = None, **values: Any
    ) -> Response:
        """A page in the visitor's language."""
        try:
            run: Run | None = visit.run
        except NoRunError:
            run = None
        text = (
            self._environments[visit.speech.language]
            .get_template(template)
            .render(
                speech=visit.speech,
                theme=visit.preferences.theme,
                navigation=NAVIGATION,
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

    def export(self, listing: Listing, visit: "Visit", ending: str) -> Response:
        """A listing as a file, as shown."""
        state = read_state(listing, visit.query, visit.request.cookies.get(_cookie(listing), ""))
        run, limit = visit.run, self.settings.export_rows
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


DeskHere = Annotated[Desk, Depends(desk_of)]
VisitNow = Annotated[Visit, Depends(visit_of)]
CurrentRun = Annotated[Run, Depends(run_of)]


def _environment(language: Language) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    speech = Speech(language)
    environment.filters.update(
        label=speech.label,
        number=speech.number,
        money=speech.money,
        share=speech.share,
        table_name=speech.table,
        day=speech.day,
        time=speech.time,
        probability=speech.probability,
    )
    return environment


__all__ = ["CurrentRun", "Desk", "DeskHere", "Visit", "VisitNow", "desk_of", "visit_of"]
