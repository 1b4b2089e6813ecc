"""The DSS as an ASGI application of its own, beside the page: no session, no cookie, no compression."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from . import routes_references, routes_services, routes_subscriptions
from .door import Dss, message

PREFIXES = ("/dss/", "/aux/", "/versions/")
PATHS = frozenset({"/healthy"})


def dss_app(dss: Dss) -> Starlette:
    """The application; what it answers stands in the published API of the standard."""
    app = Starlette(
        routes=[
            *routes_references.routes(dss),
            *routes_subscriptions.routes(dss),
            *routes_services.routes(dss),
        ],
        exception_handlers={HTTPException: http_error},
    )
    app.router.redirect_slashes = False
    return app


def is_for_dss(path: str) -> bool:
    """Whether a request belongs to the DSS and not to the page."""
    return path.startswith(PREFIXES) or path in PATHS


async def http_error(_: Request, error: Exception) -> Response:
    """An address or a method that there is not, in the words of the standard."""
    assert isinstance(error, HTTPException)
    made = message(error.detail, error.status_code)
    made.headers.update(error.headers or {})
    return made
