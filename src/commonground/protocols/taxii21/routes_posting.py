"""What a machine writes: objects posted, their status, an object deleted (TAXII 2.1 sections 4.3, 5.5, 5.7).

What was posted is said when it is answered, so a status is always complete. Reports are ended and not erased: what was
said stays in the logs, and who was told of a report is told that it was ended.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from commonground.errors import MalformedMessage, NotPermitted, Refused
from commonground.room.context import Room
from commonground.room.exchange import OBJECTS_MAX, Collection, holds, listed
from commonground.room.ports import Exchanged, Wanted
from commonground.room.posting import delete
from commonground.room.posts import require_post

from .codec import query, resources
from .door import API_ROOT, BYTES_MAX, Call, NothingThere, Taxii, answer, asked
from .routes_objects import COLLECTION
from .statuses import find_status


def routes(taxii: Taxii) -> list[Route]:
    """The routes that write, and the status of what was written."""
    return [
        Route(f"{COLLECTION}objects/", asked(taxii, add_objects), methods=["POST"]),
        Route(f"{COLLECTION}objects/{{id}}/", asked(taxii, delete_object), methods=["DELETE"]),
        Route(f"{API_ROOT}status/{{id}}/", asked(taxii, status), methods=["GET"]),
    ]


async def add_objects(call: Call) -> Response:
    """Say objects (section 5.5)."""
    _written_by(call)
    call.need_taxii()
    asked_ms = call.taxii.node.room.clock.now_ms()
    data = await call.body()
    kept = await call.taxii.take(
        data, BYTES_MAX, call.account.post, call.operator,
        lambda room, posted: call.taxii.statuses.keep(room, call.account.name, asked_ms, posted),
    )  # fmt: skip
    return answer(resources.status(kept.id, kept.t_ms, kept.taken, kept.not_taken), 202)


async def status(call: Call) -> Response:
    """What became of what this account posted (section 4.3)."""
    kept = await call.read(lambda room: find_status(room, call.account.name, call.id))
    if kept is None:
        raise NothingThere("no such status", field="id", clause="TAXII 4.3")
    return answer(resources.status(kept.id, kept.t_ms, kept.taken, kept.not_taken))


async def delete_object(call: Call) -> Response:
    """Take back the versions of an object that are asked for, all of them where none is (section 5.7)."""
    collection = _written_by(call)
    items = call.request.query_params.multi_items()
    for name, _ in items:
        if not name.startswith("match["):
            raise MalformedMessage("a filter that matches expected", field=name[:64], clause="TAXII 5.7")
    wanted = query.wanted_of(items, query.ONE_OBJECT, collection.name, call.id)
    if "match[version]" not in call.request.query_params:
        wanted = wanted._replace(versions=("all",))

    def go(room: Room) -> int:
        return delete(room, _entities(room, collection, wanted, call.id), call.account.post, call.operator)

    await call.write(go)
    return answer(b"")


def _written_by(call: Call) -> Collection:
    """The collection in the address, where this account writes; who may read it alone is told so."""
    collection = call.collection()
    if not call.may_write(collection):
        raise NotPermitted(
            "this account reads here and does not write", field="collection", clause="TAXII 5.5"
        )
    require_post("inform", call.account.post)
    return collection


def _entities(room: Room, collection: Collection, wanted: Wanted, id: str) -> list[str]:
    """What the matching versions were made of."""
    rows: list[Exchanged] = []
    more = True
    while more:
        page = listed(room, collection, wanted._replace(limit=OBJECTS_MAX))
        rows += page.rows
        more = page.more
        wanted = wanted._replace(after_us=page.rows[-1].date_added_us) if more else wanted
    if not rows:
        there = holds(room, collection, id)
        raise NothingThere("no such version" if there else "no such object", field="id", clause="TAXII 5.7")
    last = listed(room, collection, Wanted(ids=(id,), limit=1)).rows
    for row in rows:
        _refuse_part(room, row)
    if not _is_foreign(room, rows[0]) and last[0].seq not in {row.seq for row in rows}:
        raise Refused("the last version of a report expected: it ends as a whole", field="match[version]")
    return list(dict.fromkeys(row.entity.partition("/")[2] for row in rows))


def _is_foreign(room: Room, row: Exchanged) -> bool:
    version = room.view.picture.get(row.entity)
    return version is not None and version.kind == "stix_object"


def _refuse_part(room: Room, row: Exchanged) -> None:
    """What a report is made of is not taken out of it, and what the room says by itself stays."""
    if not row.entity or (row.type != "report" and not _is_foreign(room, row)):
        raise NotPermitted("it is part of what the room says, and not an object of its own", field="id")
