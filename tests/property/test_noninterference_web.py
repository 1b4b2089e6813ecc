"""T-8 over whole responses: what B may not see leaves no trace in any answer that B gets or gives.

The same pairs of worlds as in `test_noninterference`, one of them with sites that J told A and not B. B's node is then
served as in earnest, and everything is asked of it that a person or a peer can ask; A and J are asked what B's node
may ask of them. Every status, header and body must be equal, byte for byte.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.picture.blocks import Reference, Text
from commonground.picture.conflict import Searched
from commonground.picture.exchange import entity_of, head_of, object_of
from commonground.picture.information import Information, InformationRequest
from commonground.picture.statement import Release
from commonground.picture.version import Version
from commonground.record import replace
from commonground.room import federate, information, line, onward, register, replies, witness
from commonground.room.context import Room
from commonground.room.submit import Command, note_event, withdraw_from
from commonground.room.view import PartyView
from commonground.room.watch import tick
from commonground.web import exporting, routes_export, routes_record
from tests.property.served_bytes import (
    NOBODY,
    Answer,
    ask_everything,
    page_of,
    peer_answers,
    refused_for,
    repeatable,
)
from tests.property.test_noninterference import HIDDEN, Step, run, step, steps
from tests.worlds import HOUR_MS, T0_MS, World, announce, nd, notice, report, site, volume

RUNNER = asyncio.Runner()
WATCH = "watch_officer"
HIDDEN_WORDS = Text(lang="en", text="hidden talk of mines")
PEERS = (("A", "B"), ("J", "B"), ("B", "A"), ("B", "J"))


def hidden_keys(world: World) -> list[str]:
    """Keys of the sites and notices that B has not been told of."""
    told = world.room("B").view.picture.entities
    held = [version for kind in ("site", "notice") for version in world.room("J").view.of_kind(kind)]
    return sorted(version.key for version in held if version.key not in told)


def everything_served(world: World, hidden: list[str], *, whole: bool = False) -> list[Answer]:
    """Every answer that B's page gives, then what the nodes give each other once B's words have travelled."""
    with repeatable():
        page = page_of(world, "B", RUNNER)
        RUNNER.run(page.app.state.web.feed.flush())
        go_on(world)
        ask_everything(page, hidden, whole=whole)
        world.carry_all()
        peers = [answer for by, at in PEERS for answer in peer_answers(world, RUNNER, by, at)]
    return page.answers + peers


def go_on(world: World) -> None:
    """Something more is said, so that B's feed has something to tell."""
    world.clock.go_on(60_000)
    world.say("A", announce(notice(volume(36.9, 33.0, 500), text="one more"), "B", "J"))
    world.say("J", report(site(36.52, 33.02, name="Told late"), "A", "B"))
    for party, precedence in (("B", "FLASH"), ("B", "ROUTINE"), ("J", "IMMEDIATE")):
        new = line.NewCall(to=party, precedence=precedence, channel_class="SAFETY")  # type: ignore[arg-type]
        world.nodes["A"].run_now(lambda room, new=new: line.place_call(room, new, "watch_officer", "alice"))
    world.carry_all()
    world.nodes["B"].run_now(lambda room: tick(room, room.clock.now_ms()))


def assert_same(told: list[Answer], untold: list[Answer]) -> None:
    for one, other in zip(told, untold, strict=False):
        assert one.asked == other.asked
        assert (one.status, one.headers) == (other.status, other.headers), one.asked
        assert one.body == other.body, one.asked
    assert len(told) == len(untold)


RICH = [
    step("site", "J", to=("A", "B")),
    HIDDEN,
    step("notice", "A", to=("B",)),
    step("notice", "B", to=("A", "J")),
    step("carry", "B"),
    step("request", "J"),
    step("carry", "J"),
]
EARLY_HEADS = [step("heads", "J"), HIDDEN]


def both(script: list[Step]) -> tuple[World, World, list[str]]:
    """The world with the hidden sites, the world without them, and the keys of what is hidden."""
    told, untold = run(script, with_hidden=True), run(script, with_hidden=False)
    return told, untold, hidden_keys(told)


@settings(max_examples=20, deadline=None)
@given(st.lists(steps, min_size=3, max_size=12))
# When A cosigned J's heads log tells when J had something for A.
@example(EARLY_HEADS)
@example([step("notice", "B", to=("J",)), step("carry", "B"), HIDDEN, step("heads", "J"), step("carry", "J")])
def test_every_answer_is_the_same_in_both_worlds(script: list[Step]) -> None:
    told, untold, hidden = both(script)
    assert_same(everything_served(told, hidden), everything_served(untold, hidden))


def test_every_route_is_asked_and_every_leaf() -> None:
    """A route that is added must be asked here; the worlds are the same to each."""
    told, untold, hidden = both(RICH)
    assert_same(everything_served(told, hidden, whole=True), everything_served(untold, hidden, whole=True))
    with repeatable():
        page = page_of(run(RICH, with_hidden=True), "B", RUNNER)
        ask_everything(page, hidden, whole=True)
    routes = {f"{method} {route.path}" for route in page.app.routes for method in route.methods - {"HEAD"}}
    assert page.templates == routes


def test_what_is_hidden_is_refused_as_what_does_not_exist() -> None:
    """In one world: the answer about a hidden site is that about no site at all, but for the key that was asked."""
    world = run(RICH, with_hidden=True)
    [key] = hidden_keys(world)
    with repeatable():
        page = page_of(world, "B", RUNNER)
        hidden, unknown = refused_for(page, key), refused_for(page, f"J/{NOBODY}")
    assert len(hidden) > 20
    for one, other in zip(hidden, unknown, strict=True):
        assert 400 <= one.status < 500, one.asked
        asked = key.partition("/")[2].encode()
        assert one.body.replace(asked, NOBODY.encode()) == other.body
        assert (one.status, one.headers) == (other.status, other.headers)


def talk_behind(world: World) -> None:
    """What J and A say to each other alone: a notice that is read back, changed and withdrawn, a site to view only."""
    said = world.say("J", announce(notice(volume(36.51, 33.0), text="hidden talk"), "A", immediate=True))
    key, point = said.version.key, (nd(36.51), nd(33.0))
    world.carry("J", "A")
    world.nodes["A"].run_now(lambda room: replies.opened(room, key, WATCH, "ann"))
    world.nodes["A"].run_now(lambda room: replies.read_back(room, key, point, WATCH, "ann"))
    world.nodes["A"].run_now(lambda room: replies.understood(room, key, WATCH, "ann"))
    world.carry("A", "J")
    changed = notice(volume(36.52, 33.0), text="hidden talk, changed")
    world.say("J", announce(changed, "A", entity=said.version.entity, action="amend", immediate=True))
    world.say(
        "J", report(site(36.52, 33.0, name="Hidden ward", function="beds"), Release(party="A", mode="view"))
    )
    world.carry("J", "A")
    [ward] = [one for one in world.room("A").view.of_kind("site") if one.mode == "view"]
    world.nodes["J"].run_now(lambda room: federate.open_content(room, "A", ward.origin, ward.leaf))
    world.nodes["A"].run_now(lambda room: register.tell_opened(room, [ward.key], "opened", WATCH, "ann"))
    for about in (ward.key, key):
        world.nodes["A"].run_now(lambda room, k=about: onward.ask_release(room, k, "B", None, WATCH, "ann"))
    inform_behind(world, ward.entity)
    world.carry("A", "J")
    second, first = (one.key for one in world.room("J").view.of_kind("release_request") if one.author == "A")
    world.nodes["J"].run_now(lambda room: onward.refuse(room, first, None, WATCH, "jan"))
    world.nodes["J"].run_now(lambda room: onward.grant(room, second, Release(party=""), (), WATCH, "jan"))
    world.nodes["J"].run_now(lambda room: onward.undo(room, second))
    world.nodes["J"].run_now(lambda room: withdraw_from(room, key, "A", WATCH, "jan"))
    world.nodes["J"].run_now(lambda room: note_event(room, {"what": "signed_in", "operator": "jan"}))
    world.carry("A", "J")
    world.carry("J", "A")


def inform_behind(world: World, ward: str) -> None:
    """J reports to A, A gives an opinion, asks, and is answered."""
    told = Information(
        matter="hazard", title=HIDDEN_WORDS, text=HIDDEN_WORDS, reliability="A", credibility=1, from_ms=T0_MS,
        until_ms=T0_MS + HOUR_MS, refers_to=(Reference(author="J", entity=ward),),
    )  # fmt: skip
    asked = InformationRequest(matter="other", text=HIDDEN_WORDS, from_ms=T0_MS, until_ms=T0_MS + HOUR_MS)
    releases = (Release(party="A"),)
    text = b'{"type":"campaign","id":"campaign--00000000-0000-4000-8000-00000000000a","name":"hidden talk of mines"}'
    head = head_of(text)
    world.say("J", Command(
        kind="stix_object", action="establish", post=WATCH, body=object_of(text.decode(), head), releases=releases,
        entity=entity_of(head.stix_id, head.version), channel_class="LIAISON",
    ))  # fmt: skip
    key = (
        world.nodes["J"]
        .run_now(lambda room: information.report(room, told, releases, WATCH, "jan"))
        .version.key
    )
    world.carry("J", "A")
    world.nodes["A"].run_now(lambda room: register.tell_opened(room, [key], "opened", WATCH, "ann"))
    world.nodes["A"].run_now(
        lambda room: information.give_opinion(room, key, "disagrees", HIDDEN_WORDS, ("B",), WATCH, "ann")
    )
    request = (
        world.nodes["A"].run_now(lambda room: information.ask(room, asked, ("J",), WATCH, "ann")).version.key
    )
    world.carry("A", "J")
    id = key.partition("/")[2]
    world.nodes["J"].run_now(lambda room: information.answer(room, request, "report", id, None, WATCH, "jan"))
    world.nodes["J"].run_now(lambda room: information.end(room, id, WATCH, "jan"))
    world.carry("J", "A")


def test_what_others_say_behind_leaves_no_trace() -> None:
    worlds = [run([*RICH, step("heads", "J")], with_hidden=False) for _ in range(2)]
    talk_behind(worlds[0])
    for world in worlds:
        world.clock.go_on(60_000)
        world.nodes["J"].run_now(lambda room: witness.append_heads(room, room.clock.now_ms()))
        world.carry_all()
    hidden = hidden_keys(worlds[0])
    keys = {version.key for version in worlds[0].room("J").view.versions()}
    assert len(keys) > len({version.key for version in worlds[1].room("J").view.versions()}) + 3
    assert_same(*(everything_served(world, hidden, whole=True) for world in worlds))


# -- the law can be broken --------------------------------------------------------------------------------------


def record_of_another(told: World) -> Any:
    """A route that answers from the store of A."""
    asked = routes_record.record_row
    return mock.patch.object(routes_record, "record_row", lambda _, *leaf: asked(told.room("A"), *leaf))


def error_that_names(told: World) -> Any:
    """A refusal that tells what is withheld from what does not exist."""
    get = PartyView.get

    def named(view: PartyView, key: str) -> Version:
        if key in told.room("J").view.picture.entities and key not in view.picture.entities:
            raise Refused("it was not released to you", field="key")
        return get(view, key)

    return mock.patch.object(PartyView, "get", named)


def count_of_another(told: World) -> Any:
    """A count over what J holds and not over what B was told."""
    searched = PartyView.searched

    def more(view: PartyView) -> Searched:
        held = len(list(told.room("J").view.of_kind("site")))
        return replace(searched(view), sites=held)

    return mock.patch.object(PartyView, "searched", more)


def left_out_of_an_export(told: World) -> Any:
    """A header that counts what was kept back."""
    choose = exporting.choose

    def counted(room: Room, *what: Any) -> Any:
        held = len(list(told.room("J").view.of_kind("site")))
        return dataclasses.replace(choose(room, *what), left_out=held)

    return mock.patch.object(routes_export, "choose", counted)


def every_cosignature(_: World) -> Any:
    """A head that is served with the cosignatures of all, as it was until this test was written."""
    return mock.patch("commonground.protocols.peer.routes.signed_by", lambda note, _: note)


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (RICH, record_of_another), (RICH, error_that_names), (RICH, count_of_another), (RICH, left_out_of_an_export),
        (EARLY_HEADS, every_cosignature),
    ],
)  # fmt: skip
def test_a_planted_leak_is_seen(script: list[Step], fault: Callable[[World], Any]) -> None:
    told, untold, hidden = both(script)
    with fault(told):
        one = everything_served(told, hidden)
    with fault(untold):
        other = everything_served(untold, hidden)
    with pytest.raises(AssertionError):
        assert_same(one, other)
