"""What changed between two moments is the difference of the pictures as of them, whatever was said and when."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.picture.version import Version
from commonground.room.since import changes_between
from commonground.room.submit import Command
from tests.worlds import HOUR_MS, World, make_world, report, site

STEP_MS = 60_000
FAR_MS = 10_000 * HOUR_MS

STEPS = st.lists(
    st.tuples(st.sampled_from("ABJ"), st.sampled_from(("new", "close", "carry")), st.integers(0, 3)),
    min_size=1,
    max_size=14,
)


def _has_ended(version: Version) -> bool:
    return version.action == "close" or version.withdrawn_ms is not None


def play(steps: list[tuple[str, str, int]]) -> World:
    world = make_world()
    open_sites: dict[str, list[str]] = {party: [] for party in "ABJ"}
    for party, what, number in steps:
        world.clock.go_on(STEP_MS)
        if what == "carry":
            world.carry_all()
        elif what == "new" or not open_sites[party]:
            to = "ABJ".replace(party, "")[: 1 + number % 2]
            name = f"S{len(open_sites[party])}{party}"
            said = world.say(party, report(site(36.0 + number / 10, 33.5, name=name), *to))
            open_sites[party].append(said.version.entity)
        else:
            entity = open_sites[party].pop()
            world.say(party, Command(kind="site", action="close", post="humanitarian_liaison", entity=entity))
    return world


@settings(max_examples=40, deadline=None)
@given(STEPS, st.integers(0, 15), st.integers(0, 15))
def test_it_is_the_difference_of_two_pictures(
    steps: list[tuple[str, str, int]], one: int, other: int
) -> None:
    start_ms = make_world().clock.ms
    world = play(steps)
    from_ms, until_ms = sorted((start_ms + one * STEP_MS, start_ms + other * STEP_MS))
    for party in "ABJ":
        view = world.room(party).view

        def known(at_ms: int, view=view) -> dict[str, tuple[int, int, bool]]:  # type: ignore[no-untyped-def]
            return {
                version.key: (version.known_from_ms, version.leaf, _has_ended(version))
                for version in view.as_of(at_ms, 0, FAR_MS + start_ms, 1_000)
            }

        before, after = known(from_ms), known(until_ms)
        differ = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        found = {change.key: change.what for change in changes_between(world.room(party), from_ms, until_ms)}
        assert set(found) == differ
        for key, what in found.items():
            assert (what == "ended") == after[key][2]
            assert (what == "new") == (key not in before and not after[key][2])
