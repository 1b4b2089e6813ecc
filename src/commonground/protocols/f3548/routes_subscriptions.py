"""The operations of the DSS upon subscriptions, on the addresses of the standard.

A token for coordination or for constraints is enough to make one of either kind: services that exist send one of them.
Where the node's terms ask for it, each kind of change that is asked for needs its own scope, as the published API says.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commonground.errors import MalformedMessage, NotPermitted
from commonground.room.airspace.asked import PutSubscription
from commonground.room.airspace.attest import terms_of
from commonground.room.airspace.book import book_of, extent_of
from commonground.room.airspace.subscriptions import (
    Subscribed,
    delete_subscription,
    put_subscription,
    subscription_of,
)
from commonground.room.context import Room

from . import scopes
from .codec.references import parse_query
from .codec.subscriptions import many, one, parse_put_subscription, subscribed, subscription
from .codec.values import identifier
from .door import Call, Dss, answer, asked

BASE = "/dss/v1/subscriptions"


def routes(dss: Dss) -> list[BaseRoute]:
    """All of them. A trailing slash is an empty version, and no other spelling of the address before it."""

    def route(path: str, handler: object, method: str) -> Route:
        return Route(path, asked(dss, handler, scopes.SUBSCRIPTIONS), methods=[method])  # type: ignore[arg-type]

    made = [
        route(f"{BASE}/query", _query, "POST"),
        route(f"{BASE}/{{id}}", _get, "GET"),
        route(f"{BASE}/{{id}}", _put, "PUT"),
    ]
    for path in (f"{BASE}/{{id}}/", f"{BASE}/{{id}}/{{version}}"):
        made += [route(path, _update, "PUT"), route(path, _delete, "DELETE")]
    return list(made)


async def _query(call: Call) -> Response:
    """F3548-21 querySubscriptions: those of the one who asks."""
    extent = await call.parsed(lambda data: extent_of(parse_query(data)))

    def find(room: Room) -> list[dict[str, object]]:
        near = book_of(room).subscriptions_near([extent], room.clock.now_ms())
        return [subscription(held) for held in near if held.manager == call.manager]

    return answer(many(await call.read(find)))


async def _get(call: Call) -> Response:
    """F3548-21 getSubscription."""
    id = identifier(call.part("id"), "subscriptionid")
    return answer(one(await call.read(lambda room: subscription(subscription_of(room, call.manager, id)))))


async def _put(call: Call) -> Response:
    """F3548-21 createSubscription."""
    return await _put_version(call, "")


async def _update(call: Call) -> Response:
    """F3548-21 updateSubscription."""
    return await _put_version(call, _version(call))


async def _put_version(call: Call, version: str) -> Response:
    allow_http = call.dss.allow_http
    wanted = await call.parsed(
        lambda data: parse_put_subscription(call.part("id"), version, data, allow_http=allow_http)
    )
    if terms_of(call.dss.node.room).scopes_per_notice:
        _refuse_unscoped(call, wanted)

    def put(room: Room) -> tuple[dict[str, object], Subscribed]:
        made = put_subscription(room, call.manager, wanted)
        return subscription(made.subscription), made

    shown, made = await call.write(put)
    return answer(subscribed(shown, made, call.manager))


async def _delete(call: Call) -> Response:
    """F3548-21 deleteSubscription."""
    id, version = identifier(call.part("id"), "subscriptionid"), _version(call)
    return answer(
        one(await call.write(lambda room: subscription(delete_subscription(room, call.manager, id, version))))
    )


def _version(call: Call) -> str:
    if not call.part("version"):
        raise MalformedMessage("the version that is changed is expected", field="version")
    return call.part("version")


def _refuse_unscoped(call: Call, wanted: PutSubscription) -> None:
    needed = {
        "notify_for_operational_intents": (wanted.notify_for_operational_intents, scopes.COORDINATION),
        "notify_for_constraints": (wanted.notify_for_constraints, scopes.CONSTRAINT_PROCESSING),
    }
    for field, (is_wanted, scope) in needed.items():
        if is_wanted and scope not in call.caller.scopes:
            raise NotPermitted(f"{scope} is expected", field=field)
