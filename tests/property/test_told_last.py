"""What a recipient was told last follows from its log, though nothing is kept of what it was told once.

One script of words and releases is played at a node that is now and then read back from its store; then every
entity is held against the last statement about it in each recipient's log, and told again as it stands: that
appends nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.picture.charter import log_to
from commonground.picture.statement import Release, Statement
from commonground.record import decode
from commonground.room.context import Room
from commonground.room.node import reload_room
from commonground.room.release import note_waiting, recover, told_last
from commonground.room.submit import Command, release_to, submit, withdraw_from
from tests.worlds import World, announce, make_world, notice, report, site, volume

OTHERS = ("B", "J")


class Step(NamedTuple):
    """One thing that A does: with which of its entities, and with whom."""

    what: str
    number: int = 0
    to: tuple[str, ...] = ("B",)
    mode: str = "keep"


steps = st.builds(
    Step,
    what=st.sampled_from(
        ["notice", "site", "amend", "same", "cancel", "release", "withdraw", "reload", "lose", "find"]
    ),
    number=st.integers(0, 3),
    to=st.sampled_from([(), ("B",), ("J",), OTHERS]),
    mode=st.sampled_from(["keep", "view"]),
)


def play(world: World, step: Step, at: int) -> None:
    """One step at A; what cannot be said there is not."""
    world.clock.go_on()
    node = world.nodes["A"]
    keys = sorted(world.room("A").view.picture.entities)
    key = keys[step.number % len(keys)] if keys else ""
    to = tuple(Release(party=party, mode=step.mode) for party in step.to)  # type: ignore[arg-type]
    with contextlib.suppress(Refused):
        match step.what:
            case "notice":
                world.say("A", announce(notice(volume(34 + at * 0.3, 30)), releases=to))
            case "site":
                world.say("A", report(site(34 + at * 0.3, 37, name=f"Clinic {at}"), *to))
            case "amend" | "same" | "cancel" if key:
                node.run_now(lambda room: submit(room, again(room, key, step, at)))
            case "release" if key:
                node.run_now(lambda room: release_to(room, key, to, "watch_officer", ""))
            case "withdraw" if key and step.to:
                node.run_now(lambda room: withdraw_from(room, key, step.to[0], "watch_officer", ""))
            case "reload":
                reload_room(world.room("A"))
            case "lose":
                world.room("A").unconfirmed.update(step.to)
                node.run_now(note_waiting)
            case "find":
                world.room("A").unconfirmed.clear()
                node.run_now(recover)


def again(room: Room, key: str, step: Step, at: int) -> Command:
    """Another version of an entity, with the same words or others, for the same recipients."""
    held = room.view.get(key)
    body = held.body
    if step.what == "amend" and body is not None and held.kind == "notice":
        body = notice(volume(34 + at * 0.3, 31), text=f"amended {at}")
    elif step.what == "amend":
        body = site(34 + at * 0.3, 36, name=f"Amended {at}")
    ending = "cancel" if held.kind == "notice" else "close"
    return Command(
        kind=held.kind, entity=held.entity, action=ending if step.what == "cancel" else "amend",
        post="watch_officer", body=body, releases=held.releases, channel_class=held.channel_class,
    )  # type: ignore[arg-type]  # fmt: skip


def last_in_log(room: Room, party: str) -> dict[str, Statement]:
    """The last statement about each entity in the log to a party."""
    origin = log_to(room.charter, "A", party)
    rows = room.store.entries(origin, 0, room.ledger.size(origin))
    told = [decode(Statement, row.body) for row in rows if row.body is not None]
    return {one.entity: one for one in told}


def sizes(room: Room) -> list[int]:
    return [room.ledger.size(log_to(room.charter, "A", party)) for party in OTHERS]


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=14))
@example([Step("notice"), Step("same"), Step("amend"), Step("withdraw"), Step("release")])
@example([Step("site", mode="view"), Step("same", mode="view"), Step("release", mode="view")])
@example([Step("lose", to=OTHERS), Step("notice", to=OTHERS), Step("find"), Step("same"), Step("cancel")])
def test_what_was_told_last_follows_from_the_log(script: Sequence[Step]) -> None:
    world = make_world(parties=("A", "B", "J"))
    for at, step in enumerate(script):
        play(world, step, at)
    world.room("A").unconfirmed.clear()
    world.nodes["A"].run_now(recover)
    room = world.room("A")
    for party in OTHERS:
        origin, said = log_to(room.charter, "A", party), last_in_log(room, party)
        for version in list(room.view.picture.entities.values()):
            found, last = told_last(room, origin, version.entity), said.get(version.entity)
            assert (found is None) == (last is None), (party, version.key)
            if found is not None and last is not None:
                assert (found.version, found.action) == (last.version, last.action)
    before = sizes(room)
    for version in list(room.view.picture.entities.values()):
        if version.action not in ("cancel", "close"):
            world.nodes["A"].run_now(
                lambda room, one=version: release_to(room, one.key, one.releases, "watch_officer", "")
            )
    assert sizes(room) == before


@given(st.sampled_from(["keep", "view"]), st.booleans(), st.booleans())
def test_of_what_was_told_once_nothing_is_kept(mode: str, of_site: bool, reloaded: bool) -> None:
    world = make_world(parties=("A", "B", "J"))
    play(world, Step("site" if of_site else "notice", to=("B",), mode=mode), 0)
    if reloaded:
        reload_room(world.room("A"))
    room = world.room("A")
    [version] = room.view.picture.entities.values()
    origin = log_to(room.charter, "A", "B")
    assert room.store.form(origin, version.entity) is None
    told = told_last(room, origin, version.entity)
    assert told is not None
    assert (told.version, told.action, told.is_gone) == (1, "establish", False)
    assert told_last(room, log_to(room.charter, "A", "J"), version.entity) is None
    world.nodes["A"].run_now(lambda room: withdraw_from(room, version.key, "B", "watch_officer", ""))
    told = told_last(room, origin, version.entity)
    assert told is not None
    assert (told.version, told.action, told.is_gone) == (2, "withdraw", True)


def test_words_that_were_deleted_are_told_anew() -> None:
    world = make_world(parties=("A", "B", "J"))
    play(world, Step("notice"), 0)
    room = world.room("A")
    [version] = room.view.picture.entities.values()
    world.nodes["A"].run_now(lambda room: room.store.delete_body(log_to(room.charter, "A", "B"), 0))
    world.nodes["A"].run_now(
        lambda room: release_to(room, version.key, version.releases, "watch_officer", "")
    )
    told = told_last(room, log_to(room.charter, "A", "B"), version.entity)
    assert told is not None
    assert (told.version, told.action) == (2, "amend")
