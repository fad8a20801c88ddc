"""What somebody typed into a form that was refused: shown once more, to be mended and sent again, or copied.

Browsers forget a page that says ``no-store``, so without this an answer of half an hour is lost to one blank in it, or
to a session that ended meanwhile. Nothing is stored: what came with the request goes back with its answer.
"""

import re
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

_OF = re.compile(
    r"/(?:matters|cases|police|queue|packages|clues|customers|materials|judgements|gangs|takedowns)(?:/|$)"
)
"""Where people write; no form with a password is among these."""
_PAGE = re.compile(
    r"/(?:police/requests/[^/]+|(?:matters|cases|packages|customers|materials|gangs|takedowns)/[^/]+|queue/new|"
    r"clues/[^/]+/[^/]+|[^/]+)"
)
"""The page on which a form of that address stands."""
_WRITTEN = (
    "text",
    "words",
    "why",
    "ground",
    "note",
    "source",
    "title",
    "scope",
    "reply",
    "outcome",
    "purpose",
    "recipient",
    "receipt",
    "reason",
)
"""The fields that people write into; the others they choose."""


@dataclass(frozen=True)
class Kept:
    """A form as it was sent."""

    address: str
    page: str
    """Where it stands."""
    chosen: tuple[tuple[str, str], ...]
    written: tuple[tuple[str, str], ...]
    with_file: bool
    """Whether a file came along, which has to be chosen again."""


async def kept_of(request: Request) -> Kept | None:
    """The form of a request that was refused, where somebody had written something into it."""
    address = request.url.path
    page = _PAGE.match(address)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if request.method != "POST" or not _OF.match(address) or page is None or "hx-request" in request.headers:
        return None
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return None
    sent = (await request.form()).multi_items()
    fields = tuple((name, value) for name, value in sent if isinstance(value, str))
    written = tuple((name, value) for name, value in fields if name in _WRITTEN and value.strip())
    if not written:
        return None
    return Kept(
        address,
        page[0],
        tuple(one for one in fields if one not in written),
        written,
        any(isinstance(value, UploadFile) and value.filename for _name, value in sent),
    )
