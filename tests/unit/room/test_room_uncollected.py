"""What a room holds by the hundred thousand is nothing that the collector of garbage walks, so no question waits."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path

from tests.worlds import World, announce, make_world, notice, volume

from commonground.room.ports import Standing
from commonground.room.versions import KeptPair


def tracked() -> Counter[str]:
    """How many objects of this project's types the collector would walk, by type."""
    gc.collect()
    kinds = (type(one) for one in gc.get_objects())
    return Counter(kind.__name__ for kind in kinds if str(kind.__module__).startswith("commonground."))


def say(world: World, first: int, count: int) -> None:
    """Notices that each meet another."""
    for number in range(first, first + count):
        world.say("A", announce(notice(volume(34 + number // 2 * 0.1)), "B", immediate=True))
    world.carry("A", "B")


def test_no_statement_and_no_conflict_adds_to_what_the_collector_walks(tmp_path: Path) -> None:
    world = make_world(folder=tmp_path)
    say(world, 0, 4)
    before = tracked()
    say(world, 4, 20)
    view = world.room("B").view
    assert len(view.entities) == 24
    assert len(view.pairs) >= 12
    assert [version.kind for version in view.entities.values()] == ["notice"] * 24
    grown = tracked() - before
    # Shapes lie in caches of a bounded size; what is held of every statement would be here twenty times a room.
    assert {kind: count for kind, count in grown.items() if count >= 20} == {}
    held = [*view.entities.values(), *view.pairs.values(), *view.standings.rows.values()]
    assert not any(map(gc.is_tracked, held))


def test_what_is_held_is_unpacked_in_the_order_of_its_fields() -> None:
    kept = KeptPair("site", 1, 2, 3, 4, 5)
    assert tuple(kept) == ("site", 1, 2, 3, 4, 5)
    assert KeptPair(*kept) == kept
    assert [*Standing("A/N-1", "notice", 1, "establish", "uav", "", 0, 10)][-2:] == [0, 10]
