"""The TAXII 2.1 server as an ASGI application of its own, beside the page: no session, no cookie, no compression."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from . import routes, routes_objects, routes_posting
from .door import DISCOVERY, Taxii, message


def taxii_app(taxii: Taxii) -> Starlette:
    """The application; its routes are those of TAXII 2.1, each with a slash at its end."""
    app = Starlette(
        routes=[*routes.routes(taxii), *routes_objects.routes(taxii), *routes_posting.routes(taxii)],
        exception_handlers={HTTPException: http_error},
    )
    app.router.redirect_slashes = False
    return app


def is_for_taxii(path: str) -> bool:
    """Whether a request belongs to the TAXII server and not to the page."""
    return (path + "/").startswith(DISCOVERY)


async def http_error(request: Request, error: Exception) -> Response:
    """An address or a method that there is not, as an error message of TAXII."""
    assert isinstance(error, HTTPException)
    is_open = error.status_code == 404 and not request.url.path.endswith("/")
    return message(
        error.status_code,
        error.detail,
        "a slash is expected at the end" if is_open else "",
        dict(error.headers or {}),
    )
