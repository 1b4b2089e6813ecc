"""What a DSS holds is the same whether it was kept up, loaded at a start, or played again from the first line.

A random day of several services: flights, subscriptions of both kinds, constraints, services that go down; requests
that are refused belong to it. The number of notices of each subscription is part of what is compared.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.protocols.f3548.codec.references import parse_put_constraint, parse_put_intent
from commonground.protocols.f3548.codec.subscriptions import parse_put_subscription
from commonground.record import encode_canonical
from commonground.room.airspace.asked import SetAvailability
from commonground.room.airspace.book import AirspaceBook, book_of
from commonground.room.airspace.constraints import delete_constraint, prepare_constraint, put_constraint
from commonground.room.airspace.intents import delete_intent, prepare_intent, put_intent
from commonground.room.airspace.services import set_availability
from commonground.room.airspace.subscriptions import delete_subscription, put_subscription
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.view import PartyView
from tests.airspace import dss_node, extent, intent, state_of, subscription
from tests.worlds import HOUR_MS, T0_MS

IDS = [str(uuid.UUID(int=number << 64 | 0x4000 << 64 | 0x8000 << 48, version=4)) for number in range(1, 5)]
SERVICES = ("uss1", "uss2")

steps = st.tuples(
    st.sampled_from(
        ["put", "put", "put", "delete", "subscribe", "unsubscribe", "constrain", "release", "down", "wait"]
    ),
    st.sampled_from(SERVICES), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3),
)  # fmt: skip


def places(where: int, when: int) -> dict[str, Any]:
    """Two places that share a cell, one beside them, one elsewhere; windows that touch."""
    from_ms = T0_MS + when * HOUR_MS
    return extent(lng=(36.300, 36.301, 36.312, 37.0)[where], from_ms=from_ms, until_ms=from_ms + HOUR_MS)


def command(node: Node, step: tuple[str, str, int, int, int]) -> Callable[[Room], Any]:
    what, uss, number, where, when = step
    book, id, now_ms = book_of(node.room), IDS[number], node.room.clock.now_ms()
    held = book.intents.get(id)
    ovn = held.block.ovn if held is not None else ""
    if what == "put":
        known = [one.block.ovn for one in (*book.intents.values(), *book.constraints.values())]
        chosen: dict[str, Any] = {}
        others = sorted(one.id for one in book.standing_subscriptions())
        if when == 2 and others:
            chosen = {"new_subscription": ..., "subscription_id": others[where % len(others)]}
        elif when == 3:
            chosen = {"new_subscription": ...}
        elif where == 1:
            chosen = {
                "new_subscription": {"uss_base_url": f"https://{uss}.example", "notify_for_constraints": True}
            }
        body = intent(uss, key=known, extents=[places(where, when), places(where, (when + 1) % 4)], **chosen)
        asked = parse_put_intent(id, ovn, encode_canonical(body), now_ms, allow_http=False)
        return lambda room: put_intent(room, uss, prepare_intent(room, asked))
    if what == "delete":
        return lambda room: delete_intent(room, uss, id, ovn)
    if what in ("subscribe", "unsubscribe"):
        standing = sorted(book.standing_subscriptions(), key=lambda one: one.id)
        name, version = id, ""
        if standing and when:  # one that stands, an implicit one as well
            name, version = standing[number % len(standing)].id, standing[number % len(standing)].version
        if what == "unsubscribe":
            return lambda room: delete_subscription(room, uss, name, version)
        area = extent(
            lng=(36.3, 36.3, 36.312, 37.0)[where],
            radius_m=3_000,
            from_ms=None,
            until_ms=None,
            lower_m=None,
            upper_m=None,
        )
        if when == 3:
            area = places(where, 1)
        body = subscription(uss, extents=area, notify_for_constraints=where == 1)
        wanted = parse_put_subscription(name, version, encode_canonical(body), allow_http=False)
        return lambda room: put_subscription(room, uss, wanted)
    limit = book.constraints.get(id)
    limit_ovn = limit.block.ovn if limit is not None else ""
    if what == "constrain":
        body = {"extents": [places(where, when)], "uss_base_url": "https://authority.example"}
        area_asked = parse_put_constraint(id, limit_ovn, encode_canonical(body), allow_http=False)
        return lambda room: put_constraint(room, uss, prepare_constraint(room, area_asked))
    if what == "release":
        return lambda room: delete_constraint(room, uss, id, limit_ovn)
    said = book.availabilities.get(uss)
    availability = ("Down", "Normal", "Unknown", "Down")[where]
    return lambda room: set_availability(
        room, "arbiter", SetAvailability(uss, availability, said.version if said else "")
    )  # type: ignore[arg-type]


def follower(view: PartyView) -> AirspaceBook:
    assert isinstance(view.follower, AirspaceBook)
    return view.follower


@settings(max_examples=80, deadline=None)
@given(st.lists(steps, min_size=1, max_size=25))
def test_kept_up_loaded_and_played_again_are_one(day: list[tuple[str, str, int, int, int]]) -> None:
    node = dss_node()
    for step in day:
        if step[0] == "wait":
            node.room.clock.go_on(step[2] * HOUR_MS // 2 + 1)  # type: ignore[attr-defined]
            continue
        try:
            node.run_now(command(node, step))
        except Refused:
            continue
    room = node.room
    # What has ended by now is left out of each: a start does not know of it, who is asked lets it go.
    now_ms = room.clock.now_ms()
    kept_up = room.view
    loaded = PartyView(room.store, room.charter, room.party, room.follow)
    loaded.load()
    played = PartyView(room.store, room.charter, room.party, room.follow)
    room.store.begin()
    played.rebuild()
    room.store.rollback()
    for view in (kept_up, loaded, played):
        follower(view).subscription("", now_ms)
    assert state_of(follower(loaded)) == state_of(follower(kept_up))
    assert state_of(follower(played)) == state_of(follower(kept_up))
