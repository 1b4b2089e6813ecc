"""Explicit subscriptions in the DSS: made, changed, ended. Implicit ones live with their intents (`book`).

An explicit one lasts a day at most and is gone when it has ended (F3548-21 DSS0210,A2-7-2,4d). Who changes an implicit
one makes it explicit; none is ended while a flight depends on it, nor made narrower than that flight.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import NotPermitted, Refused, StaleVersion
from ...geo.relevance import covers
from ...picture.airspace import AirspaceSubscription
from ..context import Room
from .asked import Area, PutSubscription
from .attest import Tokens, attest
from .book import AirspaceBook, book_of, extent_of
from .held import Entity, Subscription
from .intents import ahead
from .refusing import NotHeld

KIND = "airspace_subscription"
DAY_MS = 24 * 3_600_000
SKEW_MS = 5 * 60_000
"""How far behind this node's clock a begin may lie and stay as it was given."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription and what is relevant to it now, as far as it asks for it."""

    subscription: Subscription
    intents: tuple[Entity, ...] | None
    constraints: tuple[Entity, ...] | None


def put_subscription(room: Room, manager: str, asked: PutSubscription) -> Subscribed:
    """Make or change a subscription. F3548-21 createSubscription, F3548-21 updateSubscription (F3548-21 DSS0005,5)."""
    book, now_ms = book_of(room), room.clock.now_ms()
    last = _last(book, asked, manager, now_ms)
    body = _body(asked, manager, last, now_ms, Tokens.drawn(room).word("subscription version"))
    extents = (extent_of(asked_area(body)),)
    for one in last.dependents.values() if last is not None else ():
        if not all(covers(extents, ahead(extent, now_ms)) for extent in one.extents):
            raise Refused("an operational intent that depends on it would not be covered", field="extents")
        if not body.notify_for_operational_intents:
            raise Refused("an operational intent depends on it", field="notify_for_operational_intents")
    before = room.view.picture.get(last.key) if last is not None and last.key else None
    attest(room, manager, KIND, body, before, "establish" if before is None else "amend")
    held = book.subscription(asked.id, now_ms)
    assert held is not None
    return Subscribed(
        held,
        tuple(book.intents_near(extents)) if held.notify_for_operational_intents else None,
        tuple(book.constraints_near(extents)) if held.notify_for_constraints else None,
    )


def delete_subscription(room: Room, manager: str, id: str, version: str) -> Subscription:
    """End a subscription. F3548-21 deleteSubscription."""
    book = book_of(room)
    held = _held(book, id, manager, room.clock.now_ms())
    _refuse_stale(held, version)
    if held.dependents:
        raise Refused(f"{len(held.dependents)} operational intents depend on it", field="subscriptionid")
    last = room.view.get(held.key)
    assert last.body is not None
    attest(room, manager, KIND, last.body, last, "cancel")
    return held


def subscription_of(room: Room, manager: str, id: str) -> Subscription:
    """A subscription of the one who asks. F3548-21 getSubscription."""
    return _held(book_of(room), id, manager, room.clock.now_ms())


def asked_area(body: AirspaceSubscription) -> Area:
    """Where a subscription looks."""
    return Area(body.footprint, body.lower, body.upper, body.from_ms, body.until_ms)


def _held(book: AirspaceBook, id: str, manager: str, now_ms: int) -> Subscription:
    held = book.subscription(id, now_ms)
    if held is None:
        raise NotHeld("no such subscription", field="subscriptionid")
    if held.manager != manager:
        raise NotPermitted("it is managed by another service", field="subscriptionid")
    return held


def _last(book: AirspaceBook, asked: PutSubscription, manager: str, now_ms: int) -> Subscription | None:
    held = book.subscription(asked.id, now_ms)
    if held is None:
        if asked.version:
            raise Refused("there is no such subscription to change", field="version")
        return None
    if not asked.version:
        raise StaleVersion("there is such a subscription already", field="subscriptionid")
    if held.manager != manager:
        raise NotPermitted("it is managed by another service", field="subscriptionid")
    _refuse_stale(held, asked.version)
    return held


def _refuse_stale(held: Subscription, version: str) -> None:
    if held.version != version:
        raise StaleVersion("it has another version now", field="version")


def _body(
    asked: PutSubscription, manager: str, last: Subscription | None, now_ms: int, version: str
) -> AirspaceSubscription:
    area = asked.area
    if not (asked.notify_for_operational_intents or asked.notify_for_constraints):
        raise Refused("something to be told of is expected", field="notify_for_operational_intents")
    from_ms, until_ms = _window(area, last, now_ms)
    return AirspaceSubscription(
        id=asked.id, manager=manager, version=version, uss_base_url=asked.uss_base_url, footprint=area.footprint,
        lower=area.lower, upper=area.upper, from_ms=from_ms, until_ms=until_ms,
        notify_for_operational_intents=asked.notify_for_operational_intents,
        notify_for_constraints=asked.notify_for_constraints, notified=0 if last is None else last.notified,
    )  # fmt: skip


def _window(area: Area, last: Subscription | None, now_ms: int) -> tuple[int, int]:
    """From now on and for a day where nothing is said; what was said before where it is not said again. A day at most
    (F3548-21 DSS0015).

    Nobody is told of what has passed, so a begin that lies further back than clocks differ is now.
    """
    from_ms = area.from_ms
    if from_ms is None:
        from_ms = now_ms if last is None else last.from_ms
    elif now_ms - from_ms > SKEW_MS:
        from_ms = now_ms
    until_ms = area.until_ms
    if until_ms is None:
        until_ms = last.until_ms if last is not None and last.until_ms >= now_ms else from_ms + DAY_MS
    if until_ms < now_ms:
        raise Refused("an end that has not passed is expected", field="extents.time_end")
    if until_ms < from_ms:
        raise Refused("an end after the begin is expected", field="extents.time_end")
    if until_ms - from_ms > DAY_MS and area.from_ms is None:
        from_ms = max(from_ms, now_ms)
    if until_ms - from_ms > DAY_MS:
        raise Refused("24 hours at most are expected", field="extents.time_end")
    return from_ms, until_ms
