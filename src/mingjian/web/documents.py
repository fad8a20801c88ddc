"""A document of the current run, whatever page shows it: its row, its file, and that somebody saw it as it is."""

from mingjian import materials
from mingjian.errors import InputError
from mingjian.web.desk import Desk, Visit
from mingjian.web.errors import PageNotFoundError
from mingjian.web.page_view import file_of
from mingjian.web.queries import materials as query
from mingjian.web.runs import Run


def document(run: Run, material_id: str) -> query.Material:
    """The document of that number; PageNotFoundError where the run has none."""
    one = query.material(run, material_id)
    if one is None:
        raise PageNotFoundError("no such document")
    return one


def holder_of(run: Run, one: query.Material, *, named: bool) -> str:
    """Whom a question about it named: whom our letter names, where it ``named`` anybody.

    Nobody types the name: it is what the letter says, and whoever notes the question need not see it.
    """
    if not named:
        return ""
    holder = materials.holder_named(run, one.material_id)
    if not holder:
        raise InputError("nobody's name was read on this document: leave this out, and note whom the answer names")
    return holder


def file_at_hand(desk: Desk, one: query.Material) -> bytes | None:
    """Its file; None where it is not at hand, or too large to be drawn."""
    return file_of(desk.vault, one.file_sha256) if desk.vault is not None and one.file_sha256 else None


def note_seen(desk: Desk, visit: Visit, reason: str, *seen: query.Material) -> None:
    """Writes down who saw documents as they are, and why."""
    for one in seen:
        desk.audit.record(
            actor=visit.principal.name,
            action="unmask_path",
            object_type="material",
            object_id=one.material_id,
            reason=reason,
        )
