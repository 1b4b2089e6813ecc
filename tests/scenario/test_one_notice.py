"""One notice from A to B: said, screened, released, carried, verified, seen, cosigned."""

from __future__ import annotations

import pytest

from commonground.errors import MissingKeys
from commonground.log.checkpoint import cosigners_of
from tests.worlds import HOUR_MS, T0_MS, announce, key, make_world, notice, report, site, volume


def test_a_notice_reaches_b_and_is_cosigned() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    world.clock.go_on(400)
    assert world.carry("A", "B") == 1
    seen = world.room("B").view.get(said.version.key)
    assert seen.body == notice()
    assert seen.known_from_ms == T0_MS + 400
    assert f"A/{said.version.entity}" not in world.room("J").view.picture.entities
    _, note = world.room("A").store.checkpoint(world.log("A", "B"))
    assert set(cosigners_of(note, [key("B").verifier.cosigner])) == {"B.test.invalid"}


def test_release_waits_for_each_hit() -> None:
    world = make_world()
    world.say("J", report(site(36.5, 33.0), "A"))
    world.carry("J", "A")
    with pytest.raises(MissingKeys) as missing:
        world.say("A", announce(notice(), "B"))
    keys = [hit["key"] for hit in missing.value.detail["missing"]]
    assert len(keys) == 1
    assert world.room("A").ledger.size(world.log("A", "B")) == 0
    world.say("A", announce(notice(), "B", acknowledged=tuple(keys)))
    assert world.room("A").ledger.size(world.log("A", "B")) == 1


def test_two_notices_meet_in_both_pictures() -> None:
    world = make_world()
    world.say("A", announce(notice(), "B"))
    world.say("B", announce(notice(volume(36.51, 33.0, from_ms=T0_MS + 49 * HOUR_MS)), "A"))
    world.carry_all()
    for party in ("A", "B"):
        assert len(world.room(party).view.pairs) == 1
    assert set(world.room("A").view.pairs) == set(world.room("B").view.pairs)
