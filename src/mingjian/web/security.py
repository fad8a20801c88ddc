"""What every answer carries and every form is checked for: nothing foreign is loaded, framed, sniffed or posted."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mingjian.web.session_cookie import SESSION

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SecurityHeaders:
    """Adds the headers to every answer; pages are not kept by any cache, since they hold people's data.

    Over TLS a browser is told to come back over TLS alone for ``days`` (RFC 6797): never in the clear, where it means
    nothing, nor by a name of this machine, where it would bind whatever else listens on its other ports.
    """

    def __init__(self, app: ASGIApp, *, days: int) -> None:
        self._app = app
        self._strict = f"max-age={days * 86_400}" if days else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if self._strict and scope["scheme"] == "https" and _host(scope) not in _LOOPBACK:
                    headers["strict-transport-security"] = self._strict
                if not scope["path"].startswith("/static/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _host(scope: Scope) -> str:
    return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""


class BodyLimit:
    """Refuses a body that is larger than anything that is asked for, as it comes and before it fills the disk."""

    def __init__(self, app: ASGIApp, *, of_files: int, of_others: int) -> None:
        self._app = app
        self._of_files = of_files
        self._of_others = of_others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with_files = Headers(scope=scope).get("content-type", "").startswith("multipart/")
        most, taken = self._of_files if with_files else self._of_others, 0

        async def receive_so_much() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_so_much, send)


class SameOriginForms:
    """Refuses a form that another site posts, by ``Sec-Fetch-Site`` and ``Origin``: no tokens in forms are needed.

    Browsers send one or both with every POST. A client that sends neither, such as a script of the lender's, is let in
    only without a session's cookie. ``refused`` gives the answer to the others.
    """

    def __init__(self, app: ASGIApp, *, refused: Callable[[Request], Response]) -> None:
        self._app = app
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS and not _from_here(Headers(scope=scope)):
            await self._refused(Request(scope))(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _from_here(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None and site is None:
        return f"{SESSION}=" not in headers.get("cookie", "")  # with its prefix or without
    return origin is None or urlsplit(origin).netloc == headers.get("host")
