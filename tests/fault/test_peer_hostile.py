"""Peers that show what cannot be: the evidence is kept, the alarm raised, nothing lost, and the node goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from commonground.errors import MalformedMessage, Refused, Unavailable
from commonground.log.checkpoint import Checkpoint, sign_checkpoint
from commonground.log.merkle import Tree
from commonground.log.statement_body import canonical, entry_of
from commonground.picture.charter import log_to
from commonground.picture.statement import SCHEMA, Statement
from commonground.protocols.peer.courier import Courier
from commonground.record import plain
from commonground.room import federate, witness
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.ports import Page
from tests.worlds import HOUR_MS, T0_MS, World, announce, charter, key, make_world, notice, volume

TO_B = log_to(charter(), "A", "B")


@dataclass
class WirePeer:
    """A peer over no wire at all: what the author's node serves, changed on the way by whoever lies."""

    node: Node
    caller: str
    change: Callable[[Page], Page | None] = lambda page: page
    heads: Callable[[str, str | None], str | None] = lambda origin, note: note
    opened: Callable[[tuple[bytes, str] | None], tuple[bytes, str] | None] = lambda found: found
    sizes: dict[str, int] = field(default_factory=dict)
    cosignatures: list[tuple[str, int]] = field(default_factory=list)

    async def pull(self, origin: str, start: int, rows_max: int) -> Page | None:
        page = self.node.run_now(lambda room: federate.serve_page(room, self.caller, origin, start, rows_max))
        return None if page is None else self.change(page)

    async def head(self, origin: str) -> str | None:
        held = self.node.room.store.checkpoint(origin)
        return self.heads(origin, held[1] if held else None)

    async def cosigned(self, origin: str, size: int, line: str) -> None:
        self.node.run_now(lambda room: federate.accept_cosignature(room, self.caller, origin, size, line))
        self.cosignatures.append((origin, size))

    async def hint(self) -> None:
        raise Unavailable("no wire")

    async def open_content(self, origin: str, index: int) -> bytes:
        raise Unavailable("no wire")

    async def opening(self, heads_index: int) -> tuple[bytes, str] | None:
        return self.opened(witness.commitment_opening(self.node.room, self.caller, heads_index))

    async def mirrored(self) -> dict[str, int]:
        return dict(self.sizes)

    async def tail(self, origin: str, start: int) -> Page | None:
        return None


def said(world: World, *numbers: int, to: str = "B", by: str = "A") -> None:
    for number in numbers:
        lon = 33.5 + 0.3 * number
        world.say(by, announce(notice(volume(lon, 30, 1_000, from_ms=T0_MS + 48 * HOUR_MS)), to))


def look(world: World, peer: WirePeer, *, at: str = "B", author: str = "A", times: int = 1) -> Room:
    """One node looks at that peer, whole; returns its room."""
    node = world.nodes[at]

    async def run() -> None:
        courier = Courier(node, author, peer)
        for _ in range(times):
            await courier.attempt_look()

    _in_loop(node, run)
    return node.room


def _in_loop(node: Node, run: Callable[[], Any]) -> None:
    """Run with the node's writer in its thread; the store stays open for what the test reads after."""
    close, node.room.store.close = node.room.store.close, lambda: None  # type: ignore[method-assign]
    unconfirmed = set(node.room.unconfirmed)
    node.start()
    node.room.unconfirmed = unconfirmed
    try:
        asyncio.run(run())
    finally:
        node.stop()
        node.room.store.close = close  # type: ignore[method-assign]


def evidence(room: Room) -> list[bytes]:
    return [data for _, data in room.store.documents("evidence")]


def keys(room: Room, author: str = "A") -> set[str]:
    return {one.key for one in room.view.versions() if one.author == author}


# -- pages that do not fit ------------------------------------------------------------------------------------


def _duplicated(page: Page) -> Page:
    return replace(page, rows=(*page.rows, page.rows[-1]))


def _reordered(page: Page) -> Page:
    return replace(page, rows=tuple(reversed(page.rows)))


def _shortened(page: Page) -> Page:
    return replace(page, rows=page.rows[:-1])


def _body_altered(page: Page) -> Page:
    entry, body = page.rows[0]
    assert body is not None
    return replace(page, rows=((entry, body.replace(b"stay below", b"stay abovf")), *page.rows[1:]))


def _bodies_swapped(page: Page) -> Page:
    (first, one), (second, two), *rest = page.rows
    return replace(page, rows=((first, two), (second, one), *rest))


def _checkpoint_altered(page: Page) -> Page:
    return replace(page, checkpoint=page.checkpoint.replace("\n3\n", "\n4\n", 1))


@pytest.mark.parametrize(
    "change",
    [_duplicated, _reordered, _shortened, _body_altered, _bodies_swapped, _checkpoint_altered],
)
def test_a_page_that_does_not_fit_is_kept_as_evidence_and_nothing_is_lost(
    change: Callable[[Page], Page],
) -> None:
    world = make_world()
    said(world, 0, 1, 2)
    room = look(world, WirePeer(world.nodes["A"], "B", change=change), times=3)
    assert room.ledger.size(TO_B) == 0
    assert keys(room) == set()
    assert len(evidence(room)) == 1, "once, however often it is shown"
    assert room.contacts["A"].trouble
    honest = look(world, WirePeer(world.nodes["A"], "B"))
    assert honest.ledger.size(TO_B) == 3
    assert len(keys(honest)) == 3
    assert honest.contacts["A"].trouble == ""


def test_an_old_page_again_is_refused_and_is_no_evidence() -> None:
    world = make_world()
    said(world, 0, 1)
    first = world.nodes["A"].run_now(lambda room: federate.serve_page(room, "B", TO_B, 0, 10))
    world.carry("A", "B")
    said(world, 2)
    with pytest.raises(Refused, match="start 2 expected"):
        world.nodes["B"].run_now(lambda room: federate.accept_page(room, "A", first))
    world.carry("A", "B")
    assert len(keys(world.room("B"))) == 3
    assert evidence(world.room("B")) == []


def test_a_page_of_a_log_to_another_party_is_refused() -> None:
    world = make_world()
    said(world, 0, to="J")
    page = world.nodes["A"].run_now(
        lambda room: federate.serve_page(room, "J", log_to(charter(), "A", "J"), 0, 10)
    )
    with pytest.raises(Refused, match="addressed to this party"):
        world.nodes["B"].run_now(lambda room: federate.accept_page(room, "A", page))


# -- two histories --------------------------------------------------------------------------------------------


def _other_history(world: World, size: int) -> tuple[Tree, str]:
    """A checkpoint of A's key over a tree that A never wrote."""
    tree = Tree()
    tree.append([entry_of(b"invented %d" % number) for number in range(size)])
    return tree, sign_checkpoint(Checkpoint(TO_B, size, tree.root()), key("A"))


def test_the_same_size_with_another_root_is_a_second_history() -> None:
    world = make_world()
    said(world, 0, 1)
    world.carry("A", "B")
    _, other = _other_history(world, 2)
    peer = WirePeer(world.nodes["A"], "B", heads=lambda origin, note: other if origin == TO_B else note)
    room = look(world, peer)
    [kept] = evidence(room)
    assert b"two roots for size 2" in kept
    assert other.split("\n")[2].encode() in kept, "the note that was shown"
    assert world.room("A").store.checkpoint(TO_B)[1].split("\n")[2].encode() in kept, "the note that was held"
    assert "two roots" in room.contacts["A"].trouble
    assert len(keys(room)) == 2


def test_a_smaller_head_of_another_history_is_one_too() -> None:
    world = make_world()
    said(world, 0, 1, 2)
    world.carry("A", "B")
    _, other = _other_history(world, 1)
    room = look(world, WirePeer(world.nodes["A"], "B", heads=lambda o, n: other if o == TO_B else n))
    assert b"two roots for size 1" in evidence(room)[0]


def test_a_smaller_head_of_the_same_history_is_a_node_that_came_back_from_a_backup() -> None:
    world = make_world()
    said(world, 0, 1)
    world.carry("A", "B")
    early = world.room("A").ledger.checkpoint_at(TO_B, 1)
    room = look(world, WirePeer(world.nodes["A"], "B", heads=lambda o, n: early if o == TO_B else n))
    assert evidence(room) == []
    assert room.contacts["A"].trouble == ""


def test_a_page_that_does_not_extend_what_was_cosigned_is_a_second_history() -> None:
    world = make_world()
    said(world, 0, 1)
    world.carry("A", "B")
    said(world, 2)
    _, other = _other_history(world, 3)
    room = look(world, WirePeer(world.nodes["A"], "B", change=lambda page: replace(page, checkpoint=other)))
    assert b"does not extend" in evidence(room)[0]
    assert room.ledger.size(TO_B) == 2


def test_the_other_logs_of_a_peer_in_trouble_are_still_read() -> None:
    world = make_world()
    said(world, 0)
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    room = look(
        world,
        WirePeer(
            world.nodes["A"], "B", change=lambda page: _body_altered(page) if page.origin == TO_B else page
        ),
    )
    assert room.ledger.size(TO_B) == 0
    assert room.ledger.size(world.heads("A")) == 1
    said(world, 5, by="J", to="B")
    world.carry("J", "B")
    assert len(keys(world.room("B"), "J")) == 1


# -- heads ----------------------------------------------------------------------------------------------------


def test_an_opened_commitment_to_another_history_is_kept() -> None:
    world = make_world()
    said(world, 0)
    real = world.room("A").store.checkpoint(TO_B)
    _, other = _other_history(world, 1)
    world.room("A").store.begin()
    world.room("A").store.put_checkpoint(TO_B, 1, other)  # A commits before everybody to what B never saw
    world.room("A").store.commit()
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    world.room("A").store.begin()
    world.room("A").store.put_checkpoint(*((TO_B, *real)))
    world.room("A").store.commit()
    room = look(world, WirePeer(world.nodes["A"], "B"))
    assert b"another history" in evidence(room)[0]
    assert len(keys(room)) == 1


def test_an_opening_that_does_not_open_the_commitment_is_kept() -> None:
    world = make_world()
    said(world, 0)
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    room = look(world, WirePeer(world.nodes["A"], "B", opened=lambda found: (bytes(32), found[1])))
    assert b"committed to another head" in evidence(room)[0]


def test_a_commitment_to_more_than_is_shown_is_kept() -> None:
    world = make_world()
    said(world, 0, 1)
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    hidden = WirePeer(
        world.nodes["A"], "B", change=lambda page: None if page.origin == TO_B else page,
        heads=lambda origin, note: None,
    )  # fmt: skip
    room = look(world, hidden)
    assert b"committed to 2 entries" in evidence(room)[0]


def test_honest_openings_are_checked_once() -> None:
    world = make_world()
    said(world, 0)
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    asked: list[object] = []

    def opened(found: tuple[bytes, str] | None) -> tuple[bytes, str] | None:
        asked.append(found)
        return found

    room = look(world, WirePeer(world.nodes["A"], "B", opened=opened), times=3)
    assert len(asked) == 1
    assert evidence(room) == []


# -- statements -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("field_name", "value"), [("room", "another"), ("author", "J"), ("recipient", "J")])
def test_a_statement_from_elsewhere_is_kept_as_evidence(field_name: str, value: str) -> None:
    """A signs an entry that was written for another room: mirrored and cosigned as shown, in no picture."""
    world = make_world()
    said(world, 0)
    values: dict[str, Any] = {
        "schema": SCHEMA, "room": "test", "author": "A", "recipient": "B", "post": "watch_officer",
        "kind": "notice", "entity": "N-STRANGER", "action": "establish", "version": 1, "t_released_ms": T0_MS,
        "salt": "77" * 32, "body": plain(notice()),
    }  # fmt: skip
    body = canonical(plain(Statement(**{**values, field_name: value})))

    def write(room: Room) -> None:
        index = room.ledger.size(TO_B)
        room.store.append_own(TO_B, index, entry_of(body), body, T0_MS)
        room.ledger.tree(TO_B).append([entry_of(body)])

    world.nodes["A"].run_now(write)
    said(world, 1)
    room = look(world, WirePeer(world.nodes["A"], "B"))
    assert room.ledger.size(TO_B) == 3
    assert len(keys(room)) == 2
    assert "A/N-STRANGER" not in room.view.picture.entities
    [kept] = evidence(room)
    assert f"{field_name}:".encode() in kept


# -- what a peer says of this node's logs ---------------------------------------------------------------------


def test_a_peer_that_claims_more_than_it_can_give_back_stops_only_itself() -> None:
    world = make_world()
    world.room("B").unconfirmed = {"A"}
    claims = WirePeer(world.nodes["A"], "B", sizes={log_to(charter(), "B", "A"): 7})
    said(world, 0)
    room = look(world, claims)
    assert room.unconfirmed == {"A"}
    assert "claimed" in room.contacts["A"].trouble
    assert len(keys(room)) == 1, "what it says itself is read all the same"
    said(world, 1, by="B", to="J")
    assert room.ledger.size(log_to(charter(), "B", "J")) == 1
    said(world, 2, by="B", to="A")
    assert room.ledger.size(log_to(charter(), "B", "A")) == 0


def test_a_peer_that_speaks_of_other_logs_is_refused() -> None:
    world = make_world()
    world.room("B").unconfirmed = {"A"}
    room = look(world, WirePeer(world.nodes["A"], "B", sizes={"commonground/test/J": 1}))
    assert room.unconfirmed == {"A"}
    assert "only logs of this party" in room.contacts["A"].trouble


def test_an_honest_peer_confirms() -> None:
    world = make_world()
    world.room("B").unconfirmed = {"A"}
    said(world, 0, by="B", to="A")
    assert world.room("B").ledger.size(log_to(charter(), "B", "A")) == 0
    room = look(world, WirePeer(world.nodes["A"], "B", sizes={log_to(charter(), "B", "A"): 0}))
    assert room.unconfirmed == set()
    assert room.ledger.size(log_to(charter(), "B", "A")) == 1


def test_a_peer_that_answers_nonsense_is_marked_and_asked_again() -> None:
    world = make_world()
    said(world, 0)

    class Nonsense(WirePeer):
        async def pull(self, origin: str, start: int, rows_max: int) -> Page | None:
            raise MalformedMessage("no page")

    room = look(world, Nonsense(world.nodes["A"], "B"))
    assert "MalformedMessage" in room.contacts["A"].trouble
    assert evidence(room) == []
    assert look(world, WirePeer(world.nodes["A"], "B")).contacts["A"].trouble == ""
