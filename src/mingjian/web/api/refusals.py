"""Which refusals an address documents."""

from typing import Any

from mingjian.web.api.answers import Problem

_SAID = {
    400: "the body cannot be read at all",
    401: "no key or session, or it holds no longer",
    403: "the roles, or the key's scopes, do not include this",
    404: "there is no such thing, or another team's",
    409: "it is there already with another content, or the step is not open to whoever asks",
    413: "more, or larger files, than may be sent at once",
    422: "what was sent cannot be taken; the message names the place",
    425: "the assessment is not there yet",
    429: "too many requests: wait",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of an address that may refuse with these, besides those that every address has."""
    return {
        status: {"model": Problem, "description": _SAID[status]}
        for status in sorted({400, 401, 403, 413, 429, *statuses})
    }
