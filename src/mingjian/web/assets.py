"""Addresses of static files, each with a piece of its hash, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"


@cache
def asset_address(name: str) -> str:
    """``desk.css`` → ``/static/desk.css?v=1f3a9c02``; FileNotFoundError names a library that was not built in."""
    path = STATIC / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


class KeptFiles(StaticFiles):
    """Static files that a browser keeps for a year where the address carries their hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = scope["query_string"].startswith(b"v=")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response
