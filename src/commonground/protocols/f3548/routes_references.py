"""The operations of the DSS upon operational intents and constraints, on the addresses of the standard."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commonground.errors import MalformedMessage, NotPermitted
from commonground.geo.relevance import Extent
from commonground.room.airspace.book import AirspaceBook, book_of, extent_of
from commonground.room.airspace.constraints import Prepared as PreparedConstraint
from commonground.room.airspace.constraints import delete_constraint, prepare_constraint, put_constraint
from commonground.room.airspace.held import Entity
from commonground.room.airspace.intents import OFF_NOMINAL, Changed, delete_intent, prepare_intent, put_intent
from commonground.room.airspace.intents import Prepared as PreparedIntent
from commonground.room.airspace.refusing import NotHeld

from . import scopes
from .codec.references import changed, many, one, parse_put_constraint, parse_put_intent, parse_query
from .codec.values import identifier
from .door import Call, Dss, Handler, answer, asked

INTENTS, CONSTRAINTS = "/dss/v1/operational_intent_references", "/dss/v1/constraint_references"
INTENT, CONSTRAINT = "operational_intent_reference", "constraint_reference"


def routes(dss: Dss) -> list[BaseRoute]:
    """All of them. A trailing slash is an empty version number, and no other spelling of the address before it."""
    return [
        *_routes(dss, INTENTS, (scopes.INTENT_READING, scopes.INTENT_CHANGING), _INTENT_HANDLERS),
        *_routes(
            dss, CONSTRAINTS, (scopes.CONSTRAINT_READING, scopes.CONSTRAINT_CHANGING), _CONSTRAINT_HANDLERS
        ),
    ]


def _routes(
    dss: Dss, base: str, needed: tuple[scopes.Sets, scopes.Sets], handlers: tuple[Handler, ...]
) -> Iterable[BaseRoute]:
    reading, changing = needed
    query, get, put, delete = handlers
    yield Route(f"{base}/query", asked(dss, query, reading), methods=["POST"])
    yield Route(f"{base}/{{id}}", asked(dss, get, reading), methods=["GET"])
    yield Route(f"{base}/{{id}}", asked(dss, put, changing), methods=["PUT"])
    for path in (f"{base}/{{id}}/", f"{base}/{{id}}/{{ovn}}"):
        yield Route(path, asked(dss, _with_ovn(put), changing), methods=["PUT"])
        yield Route(path, asked(dss, _with_ovn(delete), changing), methods=["DELETE"])


def _with_ovn(handler: Handler) -> Handler:
    async def with_ovn(call: Call) -> Response:
        if not call.part("ovn"):
            raise MalformedMessage("the version number that is changed is expected", field="ovn")
        return await handler(call)

    return with_ovn


# -- operational intents --------------------------------------------------------------------------------------------


async def _put_intent(call: Call) -> Response:
    """F3548-21 createOperationalIntentReference, F3548-21 updateOperationalIntentReference."""
    ovn, room = call.part("ovn"), call.dss.node.room
    now_ms = room.clock.now_ms()

    def parse(data: bytes) -> PreparedIntent:
        wanted = parse_put_intent(call.part("id"), ovn, data, now_ms, allow_http=call.dss.allow_http)
        return prepare_intent(room, wanted)

    prepared = await call.parsed(parse)
    wanted = prepared.asked
    if wanted.state in OFF_NOMINAL and scopes.CONFORMANCE not in call.caller.scopes:
        raise NotPermitted(
            f"{wanted.state} is for those who monitor conformance: {scopes.CONFORMANCE} is expected",
            field="state",
            clause="F3548-21 SCD0100",
        )
    made = await call.write(lambda room: put_intent(room, call.manager, prepared))
    return _changed(call, INTENT, made, 200 if ovn else 201)


async def _delete_intent(call: Call) -> Response:
    """F3548-21 deleteOperationalIntentReference."""
    id, ovn = identifier(call.part("id"), "entityid"), call.part("ovn")
    made = await call.write(lambda room: delete_intent(room, call.manager, id, ovn))
    return _changed(call, INTENT, made, 200)


# -- constraints ----------------------------------------------------------------------------------------------------


async def _put_constraint(call: Call) -> Response:
    """F3548-21 createConstraintReference, F3548-21 updateConstraintReference."""
    ovn, room = call.part("ovn"), call.dss.node.room

    def parse(data: bytes) -> PreparedConstraint:
        wanted = parse_put_constraint(call.part("id"), ovn, data, allow_http=call.dss.allow_http)
        return prepare_constraint(room, wanted)

    prepared = await call.parsed(parse)
    made = await call.write(lambda room: put_constraint(room, call.manager, prepared))
    return _changed(call, CONSTRAINT, made, 200 if ovn else 201)


async def _delete_constraint(call: Call) -> Response:
    """F3548-21 deleteConstraintReference."""
    id, ovn = identifier(call.part("id"), "entityid"), call.part("ovn")
    made = await call.write(lambda room: delete_constraint(room, call.manager, id, ovn))
    return _changed(call, CONSTRAINT, made, 200)


# -- either ---------------------------------------------------------------------------------------------------------


def _changed(call: Call, name: str, made: Changed, status: int) -> Response:
    return answer(changed(name, made.entity, made.told, call.manager), status)


def _get(name: str, held: Callable[[AirspaceBook], dict[str, Entity]]) -> Handler:
    async def get(call: Call) -> Response:
        """F3548-21 getOperationalIntentReference, F3548-21 getConstraintReference."""
        id = identifier(call.part("id"), "entityid")
        entity = await call.read(lambda room: held(book_of(room)).get(id))
        if entity is None:
            raise NotHeld(f"no such {name.replace('_', ' ')}", field="entityid")
        return answer(one(name, entity, call.manager))

    return get


def _query(name: str, near: Callable[[AirspaceBook, Extent], list[Entity]]) -> Handler:
    async def query(call: Call) -> Response:
        """F3548-21 queryOperationalIntentReferences, F3548-21 queryConstraintReferences (F3548-21 DSS0005,2,
        F3548-21 DSS0005,4).
        """
        extent = await call.parsed(lambda data: extent_of(parse_query(data)))
        found = await call.read(lambda room: near(book_of(room), extent))
        return answer(many(f"{name}s", found, call.manager))

    return query


_INTENT_HANDLERS: tuple[Handler, ...] = (
    _query(INTENT, lambda book, extent: book.intents_near([extent])),
    _get(INTENT, lambda book: book.intents),
    _put_intent,
    _delete_intent,
)
_CONSTRAINT_HANDLERS: tuple[Handler, ...] = (
    _query(CONSTRAINT, lambda book, extent: book.constraints_near([extent])),
    _get(CONSTRAINT, lambda book: book.constraints),
    _put_constraint,
    _delete_constraint,
)
