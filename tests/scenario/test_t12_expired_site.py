"""T-12: an expired site is shown and checked until its originator closes it; nobody else can end it."""

from __future__ import annotations

import pytest

from commonground.errors import Refused
from commonground.picture.entity import Site
from commonground.record import replace
from commonground.room.rows import Look, site_row
from commonground.room.rows_index import RowsIndex
from commonground.room.submit import Command, withdraw_from
from commonground.room.watch import due_rows
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, report, site, volume

DAY_MS = 24 * HOUR_MS
ENDS_MS = T0_MS + 90 * DAY_MS
LATER_MS = ENDS_MS + 365 * DAY_MS


def world_with_site() -> tuple[World, str]:
    world = make_world()
    said = world.say("J", report(site(), "A", "B"))
    world.carry_all()
    return world, said.version.key


def row(world: World, party: str, key: str) -> dict[str, object]:
    room = world.room(party)
    index = RowsIndex()
    index.keep_up(room)
    shown = site_row(Look(room=room, index=index, now_ms=world.clock.ms), room.view.get(key))
    assert shown is not None
    return shown


@pytest.mark.parametrize(
    ("now_ms", "expired"), [(T0_MS, False), (ENDS_MS, False), (ENDS_MS + 1, True), (LATER_MS, True)]
)
@pytest.mark.parametrize("party", ["A", "B", "J"])
def test_it_is_greyed_shown_and_checked(now_ms: int, expired: bool, party: str) -> None:
    world, key = world_with_site()
    world.clock.ms = now_ms
    assert row(world, party, key)["expired"] == expired
    probe = notice(volume(from_ms=now_ms + HOUR_MS))
    assert [hit.with_key for hit in world.room(party).view.check(probe, now_ms).hits] == [key]
    with pytest.raises(Refused, match="not acknowledged"):
        world.say("A", announce(probe, "B"))


def test_it_is_checked_until_its_originator_closes_it() -> None:
    world, key = world_with_site()
    world.clock.ms = LATER_MS
    probe = notice(volume(from_ms=LATER_MS + HOUR_MS))
    world.say("B", announce(probe, "A", acknowledged=(f"{key}@1",)))
    world.carry_all()
    assert len(world.room("A").view.pairs) == 1
    closing = report(replace(site(), status="closed"), "A", "B", action="close", entity=key.partition("/")[2])
    for party in ("A", "B"):
        with pytest.raises(Refused, match="no site"):
            world.say(party, closing)
    world.say("J", closing)
    assert len(world.room("A").view.pairs) == 1, "not before it has arrived"
    world.carry_all()
    for party in ("A", "B", "J"):
        room = world.room(party)
        assert [hit for hit in room.view.check(probe, LATER_MS).hits if hit.kind == "site"] == []
        assert room.view.pairs == {}
        assert isinstance(room.view.get(key).body, Site), "still shown"
        assert row(world, party, key)["expired"] is False, "closed, not expired"


def test_a_closed_site_that_is_revalidated_is_checked_again() -> None:
    world, key = world_with_site()
    entity = key.partition("/")[2]
    world.say("J", report(replace(site(), status="closed"), "A", "B", action="close", entity=entity))
    world.say("J", report(replace(site(), status="inactive"), "A", "B", action="revalidate", entity=entity))
    world.carry_all()
    assert [hit.with_key for hit in world.room("A").view.check(notice(), T0_MS).hits] == [f"{key}"]


def test_a_withdrawn_site_is_still_checked() -> None:
    """B is no longer told; what B holds stands, unconfirmed, until B hears otherwise."""
    world, key = world_with_site()
    world.clock.go_on(HOUR_MS)
    world.nodes["J"].run_now(lambda room: withdraw_from(room, key, "B", "humanitarian_liaison", ""))
    world.carry_all()
    assert row(world, "B", key)["unconfirmed_since_ms"] == T0_MS + HOUR_MS
    assert [hit.with_key for hit in world.room("B").view.check(notice(), T0_MS).hits] == [key]
    assert row(world, "A", key)["unconfirmed_since_ms"] is None


def test_who_reported_it_is_reminded_a_week_before_and_after() -> None:
    world, _ = world_with_site()

    def due(party: str, at_ms: int) -> list[tuple[int, int]]:
        return [
            (one.due_ms, one.rank) for one in due_rows(world.room(party), at_ms) if one.what == "revalidation"
        ]

    assert due("J", ENDS_MS - 7 * DAY_MS) == []
    assert due("J", ENDS_MS - 7 * DAY_MS + 1) == [(ENDS_MS, 3)]
    assert due("J", LATER_MS) == [(ENDS_MS, 2)]
    assert due("A", LATER_MS) == []


def test_a_position_is_asked_for_within_three_days_and_not_for_what_is_gone() -> None:
    world, key = world_with_site()
    due_ms = T0_MS + 72 * HOUR_MS

    def due(party: str) -> list[tuple[str, int, int]]:
        rows = due_rows(world.room(party), due_ms)
        return [(one.about, one.count, one.due_ms) for one in rows if one.what == "position_on_sites"]

    assert due("A") == due("B") == [("J", 1, due_ms)]
    assert due("J") == []
    world.nodes["J"].run_now(lambda room: withdraw_from(room, key, "B", "humanitarian_liaison", ""))
    closed = Command(kind="site", action="close", post="humanitarian_liaison", entity=key.partition("/")[2],
                     releases=(report(site(), "A").releases))  # fmt: skip
    world.carry_all()
    assert due("B") == []
    world.say("J", closed)
    world.carry_all()
    assert due("A") == []
