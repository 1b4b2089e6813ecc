"""T-8 over every TAXII answer: what B may not see leaves no trace in what B's machines get, at B's node or at others'.

Two worlds run the same script; in one of them A and J also say, amend, judge, withdraw and release things that B is not
told of. Then everything is asked that a machine of B can ask: at B's node of its own account, at A's and J's of theirs.
Every status, header and body must be equal, byte for byte.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any
from urllib.parse import quote

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonground.compose.exchange import follow_exchange
from commonground.errors import Refused
from commonground.picture.blocks import Text
from commonground.picture.statement import Release
from commonground.protocols.stix.posting import Poster
from commonground.protocols.taxii21.access import Access
from commonground.protocols.taxii21.accounts import Account, add_account, sha256_hex
from commonground.protocols.taxii21.app import taxii_app
from commonground.protocols.taxii21.codec.query import next_of
from commonground.protocols.taxii21.door import Taxii
from commonground.room import information
from commonground.room.context import Room
from commonground.room.node import load_room
from commonground.room.submit import release_to, submit, withdraw_from
from tests.property.served_bytes import Answer, answer_of, run_at_once
from tests.taxii import MEDIA, foreign, saying, told
from tests.worlds import T0_MS, World, make_world

RUNNER = asyncio.Runner()
WATCH = "watch_officer"
QUERIES = (
    "", "?limit=1", "?limit=2&match[version]=all", "?match[type]=report,campaign", "?match[type]=report&limit=1",
    "?match[version]=first", "?match[spec_version]=2.0", "?match[version]=2026-03-01T00:00:00Z",
    "?added_after=nonsense",
    f"?added_after={quote('2026-03-18T08:03:00Z')}", "?limit=0",
)  # fmt: skip

steps = st.tuples(
    st.sampled_from(["report", "object", "amend", "end", "withdraw", "release", "opinion", "carry"]),
    st.sampled_from("AJ"), st.integers(0, 2), st.booleans(), st.booleans(),
)  # fmt: skip
"""What, by whom, about which, whether it is hidden from B, and whether the third party is told."""


class Silent:
    """Notes nothing, so that asking changes nothing."""

    def note(self, account: Account, keys: list[str]) -> None: ...


def world_of(script: list[Any], *, with_hidden: bool) -> World:
    world = make_world()
    for node in world.nodes.values():
        follow_exchange(node.room)
        load_room(node.room)
    for number, step in enumerate(script):
        world.clock.ms = T0_MS + number // 3 * 60_000  # several in one moment: a time must not tell how many
        if with_hidden or not step[3]:
            play(world, step)
    world.clock.ms = T0_MS + 3_600_000
    world.carry_all()
    return world


def play(world: World, step: Any) -> None:
    what, by, number, hidden, third = step
    other = "J" if by == "A" else "A"
    to = tuple(Release(party=one) for one in ((other,) if hidden else ("B", other) if third else ("B",)))
    name = f"{'Hidden' if hidden else 'Open'} {number}"

    def go(room: Room) -> None:
        own = [
            one for one in room.view.of_kind("information")
            if one.author == by and one.action != "cancel" and one.body.title.text == name  # type: ignore[union-attr]
        ]  # fmt: skip
        match what:
            case "report":
                information.report(room, told(name), to, WATCH, "ann")
            case "object":
                submit(
                    room,
                    saying(foreign(number + (50 if hidden else 0), owner=by), *(one.party for one in to)),
                )
            case "amend" if own:
                information.amend(
                    room, own[0].entity, own[0].version, told(name, credibility=5), WATCH, "ann"
                )
            case "end" if own:
                information.end(room, own[0].entity, WATCH, "ann")
            case "withdraw" if own:
                withdraw_from(room, own[0].key, other if hidden or third else "B", WATCH, "ann")
            case "release" if own:
                release_to(room, own[0].key, to, WATCH, "ann")
            case "opinion":
                judge(room, other, name, hidden, third)

    with contextlib.suppress(Refused):  # where what was said before stands in the way
        world.nodes[by].run_now(go)
    if what == "carry" or hidden:
        # How often the nodes of two others exchange is nothing that B's node serves.
        world.carry("A", "J")
        world.carry("J", "A")


def judge(room: Room, other: str, name: str, hidden: bool, third: bool) -> None:
    """An opinion on a report of the other; B is told of it only where it holds the report."""
    for one in room.view.of_kind("information"):
        if one.author == other and one.body.title.text == name:  # type: ignore[union-attr]
            to = ("B",) if third and not hidden else ()
            information.give_opinion(room, one.key, "agrees", Text(lang="en", text=name), to, WATCH, "ann")


def answers(world: World) -> list[Answer]:
    return [answer for at in "BAJ" for answer in asked_at(world, at)]


def asked_at(world: World, at: str) -> list[Answer]:
    """Everything that a machine of B can ask of a node."""
    node = world.nodes[at]
    run_at_once(node)
    post = WATCH if at == "B" else ""
    made = Account("machine", "B", write=at == "B", post=post, token_sha256=sha256_hex(b"secret"))
    node.run_now(lambda room: add_account(room.store, made, room.charter, at))
    app = taxii_app(Taxii(node, Access(node, never, Unthrottled()), Silent(), Poster(node).take))

    def ask(path: str, method: str = "GET", body: bytes = b"") -> Answer:
        headers = {
            "Host": "node.test",
            "Accept": MEDIA,
            "Authorization": "Bearer secret",
            "Content-Type": MEDIA,
        }
        return RUNNER.run(answer_of(app, method, f"/taxii2/{path}", headers, body, f"{at} {method} {path}"))

    found = [
        ask(""),
        ask("room/"),
        ask("room/collections/"),
        ask("room/nothing/"),
        ask("room/collections/from-c/"),
    ]
    for alias in ("from-a", "from-b", "from-j"):
        base = f"room/collections/{alias}/"
        found.append(ask(base))
        found += [ask(f"{base}{which}/{query}") for which in ("objects", "manifest") for query in QUERIES]
        found.append(ask(f"{base}objects/?next={next_of(alias[-1].upper(), T0_MS * 1000)}"))
        for id in ids_of(found[-len(QUERIES) - 1 :]):
            found += [ask(f"{base}objects/{id}/{rest}") for rest in ("", "?match[version]=all", "versions/")]
            found.append(ask(f"{base}objects/{id}/", "DELETE"))
        found.append(
            ask(f"{base}objects/", "POST", b'{"objects":[' + foreign(51) + b"," + foreign(9) + b"]}")
        )
        found.append(ask(f"{base}objects/"))
    return [*found, ask("room/status/00000000-0000-4000-8000-000000000000/")]


def ids_of(found: list[Answer]) -> list[str]:
    """Objects that a manifest names, and some that B was never told of."""

    named = [
        one["id"]
        for answer in found
        if answer.status == 200
        for one in json.loads(answer.body).get("objects", [])
    ]
    hidden = [json.loads(foreign(number + 50))["id"] for number in range(3)]
    return sorted({*named, *hidden})


async def never(kept: str, secret: str) -> bool:
    return False


class Unthrottled:
    def begin(self, name: str, address: str, now_ms: int) -> None: ...
    def succeeded(self, name: str, address: str) -> None: ...


def assert_same(told: list[Answer], untold: list[Answer]) -> None:
    for one, other in zip(told, untold, strict=True):
        assert one.asked == other.asked
        assert (one.status, one.headers) == (other.status, other.headers), one.asked
        assert one.body == other.body, one.asked


RICH = [
    ("report", "A", 0, False, True), ("report", "A", 0, True, False), ("object", "J", 1, False, False),
    ("object", "J", 1, True, False), ("opinion", "J", 0, True, False), ("opinion", "J", 0, False, True),
    ("amend", "A", 0, False, False), ("amend", "A", 0, True, False), ("end", "A", 0, True, False),
    ("withdraw", "A", 0, False, True), ("carry", "A", 0, False, False),
]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(steps, min_size=2, max_size=10))
@example(RICH)
def test_every_taxii_answer_is_the_same_in_both_worlds(script: list[Any]) -> None:
    assert_same(answers(world_of(script, with_hidden=True)), answers(world_of(script, with_hidden=False)))


def test_the_worlds_are_not_empty() -> None:
    world = world_of(RICH, with_hidden=True)
    found = {one.asked: one for one in answers(world)}
    assert b"Open 0" in found["B GET room/collections/from-a/objects/?match[version]=first"].body
    assert b"campaign 1" in found["J GET room/collections/from-j/objects/"].body
    assert found["J GET room/collections/from-a/objects/"].status == 404
    assert b"Hidden" in world.room("A").store.exchanged_bytes(
        [one.seq for one in world.room("A").store.exchanged_of("A", hidden_key(world))]
    )[-1]  # fmt: skip


def hidden_key(world: World) -> str:
    return next(
        one.key for one in world.room("A").view.of_kind("information")
        if one.body.title.text.startswith("Hidden")  # type: ignore[union-attr]
    )  # fmt: skip
