"""The tables that are a page of their own, and every table as a file."""

from fastapi import APIRouter
from starlette.responses import Response

from mingjian.access.policy import Right
from mingjian.casework.seen import suppressed
from mingjian.casework.wishes import spared
from mingjian.web.authority import needs
from mingjian.web.desk import Desk, DeskHere, Visit, VisitNow
from mingjian.web.entities import GANG
from mingjian.web.languages import message
from mingjian.web.listing import Listing
from mingjian.web.queries import (
    adverts,
    agencies,
    complaints,
    customers,
    gangs,
    materials,
    quarantine,
    shared,
    templates,
    warnings,
)

LISTINGS: tuple[Listing, ...] = (
    complaints.LISTING,
    customers.LISTING,
    warnings.LISTING,
    materials.LISTING,
    templates.LISTING,
    gangs.LISTING,
    agencies.LISTING,
    adverts.LISTING,
    shared.LISTING,
)
TABLES = {
    "complaints": "complaints",
    "customers": "customers",
    "warnings": "customer_assessments",
    "materials": "materials",
    "templates": "letter_templates",
    "gangs": "gangs",
    "agencies": "agencies",
    "adverts": "solicitations",
    "shared": "entity_index",
    "quarantine": "quarantine",
}
"""Whose rows a listing shows."""
ABOUT = {
    "complaints": message("Every complaint of the run, with both tracks: who is behind it, and whether it is right."),
    "customers": message("Every customer of the run. A probability orders the work; it decides nothing about anybody."),
    "warnings": message(
        "Who may complain within 30 days, those in greatest need first. A warning is a reason to help in time, and "
        "none to refuse anything."
    ),
    "materials": message("Every document that was handed in. A bad photo is no sign of anything."),
    "templates": message(
        "Families of letters with the same wording. A template is not an agent, and an agent is not untrue."
    ),
    "agencies": message(
        "Whoever is named as acting for customers: lawyers and law firms as well. Being listed here says nothing bad."
    ),
    "adverts": message("Public posts, messages and calls that were collected or reported, those first that say most."),
    "shared": message(
        "Whatever two households or more have in common. What is too common, or was judged a hub, holds no gang "
        "together."
    ),
    "gangs": message("Groups that the evidence holds together. Their clients are possible victims first."),
}
EMPTY = {
    "complaints": message("The delivery holds no complaints."),
    "customers": message("The delivery holds no customers: what it would have told is unknown."),
    "warnings": message("Nobody in this run is likelier to complain than is usual."),
    "materials": message("No document was handed in."),
    "templates": message("No two letters of this run share their wording."),
    "agencies": message("No representation, report or advert of this run names an organisation."),
    "adverts": message("No advert was delivered: collect some, or take in consumers' reports."),
    "shared": message("No two households of this run have anything in common."),
    "gangs": message("Nothing in this run is held together firmly enough to be called a gang."),
}
LEADS = {
    "agencies": (("/agencies/look-up", message("Look a firm up: may it act for somebody?")),),
    "materials": (("/enquiries", message("What documents' issuers were asked")),),
    "adverts": (
        ("/takedowns", message("Ask the platforms to take them down")),
        ("/advert-reports", message("What consumers report")),
    ),
    "shared": (("/find/list", message("Which numbers of a list do we know?")),),
    "warnings": (("/confirmations", message("Whose new telephone or representative has nobody asked about?")),),
}
"""Questions that a listing alone does not answer, and the pages that do."""

router = APIRouter()


def _for(desk: Desk, visit: Visit, listing: Listing) -> Listing:
    """A listing with what people said on this desk since the run ended."""
    if listing is gangs.LISTING:
        return gangs.without(listing, suppressed(desk.database, GANG))
    if listing is warnings.LISTING:
        run = visit.run
        return warnings.respecting(
            listing, spared(desk.database), warnings.withdrawn(run), customers.represented_anew(run)
        )
    return listing


def _serve(listing: Listing) -> None:
    @router.get(listing.address, name=listing.name, dependencies=[needs(Right.READ, TABLES[listing.name])])
    def page(desk: DeskHere, visit: VisitNow) -> Response:
        shown = desk.list_page(_for(desk, visit, listing), visit)
        answer = desk.render(
            "listing.html",
            visit=visit,
            page=shown,
            about=ABOUT[listing.name],
            empty=EMPTY[listing.name],
            leads=LEADS.get(listing.name, ()),
            set_aside=len(suppressed(desk.database, GANG)) if listing is gangs.LISTING else 0,
        )
        return desk.keep_columns(listing, visit, answer)


def _export(listing: Listing, ending: str) -> None:
    @router.get(
        f"{listing.address}.{ending}",
        name=f"{listing.name}.{ending}",
        dependencies=[needs(Right.EXPORT, TABLES[listing.name])],
    )
    def file(desk: DeskHere, visit: VisitNow) -> Response:
        return desk.export(_for(desk, visit, listing), visit, ending, object_type="table", object_id=listing.name)


for _listing in LISTINGS:
    _serve(_listing)
for _listing in (*LISTINGS, quarantine.LISTING):
    for _ending in ("csv", "xlsx"):
        _export(_listing, _ending)
