"""What a TAXII server is and has: discovery, the API root, its collections (TAXII 2.1 sections 4.1, 4.2, 5.1, 5.2)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from commonground.record import encode_canonical

from .codec import resources
from .door import API_ROOT, BYTES_MAX, DISCOVERY, Call, Taxii, answer, asked


def routes(taxii: Taxii) -> list[Route]:
    """The routes that say what there is."""
    return [
        Route(DISCOVERY, asked(taxii, discovery), methods=["GET"]),
        Route(API_ROOT, asked(taxii, api_root), methods=["GET"]),
        Route(f"{API_ROOT}collections/", asked(taxii, collections), methods=["GET"]),
        Route(f"{API_ROOT}collections/{{collection}}/", asked(taxii, collection), methods=["GET"]),
    ]


async def discovery(call: Call) -> Response:
    """Discovery: the one API root, at the address by which the client came."""
    base = call.taxii.base_url or str(call.request.base_url).rstrip("/")
    return answer(resources.discovery(call.taxii.charter, call.taxii.party, base + API_ROOT))


async def api_root(call: Call) -> Response:
    """The API root."""
    return answer(resources.api_root(call.taxii.charter, BYTES_MAX))


async def collections(call: Call) -> Response:
    """The collections of this account."""
    found = [(one, call.may_write(one)) for one in call.collections]
    return answer(resources.collections(call.taxii.charter, call.taxii.party, found))


async def collection(call: Call) -> Response:
    """One collection."""
    one = call.collection()
    shown = resources.collection(call.taxii.charter, call.taxii.party, one, call.may_write(one))
    return answer(encode_canonical(shown))
