"""What a UAS Service Supplier serves to other services: an ASGI application beside the page, without sessions."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from commonground.room.uss.terms import Service

from . import routes_supplier
from .app import http_error
from .door import Dss

PREFIXES = ("/uss/", "/versioning/", "/ground/")


def supplier_app(door: Dss, service: Service) -> Starlette:
    """The application; what it answers stands in the published API of the standard."""
    app = Starlette(
        routes=routes_supplier.routes(door, service), exception_handlers={HTTPException: http_error}
    )
    app.router.redirect_slashes = False
    return app


def is_for_supplier(path: str) -> bool:
    """Whether a request belongs to the supplier and not to the page."""
    return path.startswith(PREFIXES)
