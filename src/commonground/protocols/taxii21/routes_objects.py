"""What a collection holds: objects, one object, its versions, the manifest (TAXII 2.1 sections 5.3 to 5.8).

Every page is a walk along an index of a table that was filled when things were said (`store/exchanged`): nothing is
filtered by who asks, since a collection holds nothing that its readers may not see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import Response
from starlette.routing import Route

from commonground.room.context import Room
from commonground.room.exchange import Collection, Page, holds, listed, read
from commonground.room.ports import Wanted

from .codec import query, resources
from .door import API_ROOT, Call, NothingThere, Taxii, answer, asked

Read = Callable[[Room, Collection, Wanted], Page]
Shown = Callable[[str, Page], bytes]

COLLECTION = f"{API_ROOT}collections/{{collection}}/"


class Found(NamedTuple):
    """A page of what a request asks for, and its collection."""

    collection: Collection
    page: Page


def routes(taxii: Taxii) -> list[Route]:
    """The routes that read a collection."""
    one = f"{COLLECTION}objects/{{id}}/"
    return [
        Route(f"{COLLECTION}objects/", asked(taxii, objects), methods=["GET"]),
        Route(one, asked(taxii, one_object), methods=["GET"]),
        Route(f"{one}versions/", asked(taxii, versions), methods=["GET"]),
        Route(f"{COLLECTION}manifest/", asked(taxii, manifest), methods=["GET"]),
    ]


async def objects(call: Call) -> Response:
    """Objects (section 5.4)."""
    return await _shown(call, query.OBJECTS, read, resources.envelope)


async def one_object(call: Call) -> Response:
    """The versions of one object that are asked for (section 5.6)."""
    return await _shown(call, query.ONE_OBJECT, read, resources.envelope)


async def manifest(call: Call) -> Response:
    """The manifest (section 5.3)."""
    return await _shown(call, query.OBJECTS, listed, resources.manifest)


async def versions(call: Call) -> Response:
    """The versions of an object, all of them (section 5.8)."""
    return await _shown(call, query.VERSIONS, listed, resources.versions, versions=("all",))


async def _shown(
    call: Call, matched: frozenset[str], look: Read, show: Shown, *, versions: tuple[str, ...] = ()
) -> Response:
    """A page of the collection in the address, with the times of its first and last object (section 3.4)."""
    found = await _page(call, matched, look, versions)
    name, page = found.collection.name, found.page
    if look is read:
        call.taxii.told.note(call.account, [one.entity for one in page.rows if one.entity])
    return answer(show(name, page), headers=_dates(page))


async def _page(call: Call, matched: frozenset[str], look: Read, versions: tuple[str, ...]) -> Found:
    collection, id = call.collection(), call.id
    wanted = query.wanted_of(call.request.query_params.multi_items(), matched, collection.name, id)
    if versions:
        wanted = wanted._replace(versions=versions)

    def go(room: Room) -> Page:
        page = look(room, collection, wanted)
        if id and not page.rows and not holds(room, collection, id):
            raise NothingThere("no such object", field="id", clause="TAXII 5.6")
        return page

    return Found(collection, await call.read(go))


def _dates(page: Page) -> dict[str, str]:
    if not page.rows:
        return {}
    return {
        "X-TAXII-Date-Added-First": resources.instant(page.rows[0].date_added_us),
        "X-TAXII-Date-Added-Last": resources.instant(page.rows[-1].date_added_us),
    }
