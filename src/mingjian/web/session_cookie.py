"""The cookies of signing in: over TLS under a name that no other host can set, and sent over TLS alone.

A browser takes a ``__Host-`` cookie only from the host itself, over TLS and for every path, so that neither a neighbour
under the same domain nor an answer in the clear plants a session. A desk on this machine speaks plain HTTP, where
browsers refuse such a cookie: there it bears its plain name, which over TLS is not believed.
"""

from starlette.requests import Request
from starlette.responses import Response

SESSION = "session"
BEGUN = "sign-on"
"""What a sign-in elsewhere comes back to."""
HOST = "__Host-"


def over_tls(request: Request) -> bool:
    """Whether the visitor's own connection is encrypted, as this server or a proxy that it believes says."""
    return request.url.scheme == "https"


def read(request: Request, name: str) -> str:
    """The cookie's value; an empty text where there is none."""
    return request.cookies.get(_named(request, name), "")


def write(response: Response, request: Request, name: str, value: str, *, max_age: int | None = None) -> None:
    """Sets the cookie."""
    response.set_cookie(
        _named(request, name), value, max_age=max_age, httponly=True, secure=over_tls(request), samesite="lax"
    )


def forget(response: Response, request: Request, name: str) -> None:
    """Lets the browser forget it."""
    response.delete_cookie(_named(request, name), httponly=True, secure=over_tls(request), samesite="lax")


def _named(request: Request, name: str) -> str:
    return HOST + name if over_tls(request) else name
