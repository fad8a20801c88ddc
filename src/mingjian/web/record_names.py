"""A record on screen: its table in words, its number masked, and the page that it has."""

from urllib.parse import quote

from mingjian.web.field_masks import mask_field
from mingjian.web.languages import Speech

_PAGES = {"complaints": "/complaints/", "customers": "/customers/", "materials": "/materials/"}
"""Tables whose records have a page."""


def record(speech: Speech, table: str | None, record_id: str | None) -> tuple[str, str]:
    """What record it is, in words, and its page; two empty texts where none is named."""
    if not (table and record_id):
        return "", ""
    page = _PAGES.get(table)
    return f"{speech.table(table)} {mask_field(None, record_id)}", page + quote(record_id, safe="") if page else ""
