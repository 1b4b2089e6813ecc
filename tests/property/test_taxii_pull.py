"""Reading other servers: whatever order of pages, crashes and lost answers, what is kept is what is there, once each.

The server is medallion, whose `next` gives every page once and forgets; the store loses transactions, and answers of
commits; the wire loses questions and answers; the server adds while it is read.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Unavailable
from commonground.protocols.stix.codec.answers import came
from commonground.protocols.stix.pull import forgetting
from commonground.protocols.stix.pull.kept import Pulled, Taking, listed, put_all, raw, total_of
from commonground.protocols.stix.pull.schedule import pull_once
from commonground.protocols.stix.pull.source import state_of
from commonground.record import decode_own, encode_canonical
from commonground.room.node import Node
from commonground.store.memory import MemoryStore
from tests.taxii_servers import Here, Medallion, added, address, asks, stix
from tests.worlds import TestClock, TestSalt, charter, open_node

SERVER = Medallion()
HOWS = ("lost", "acked_lost", "committed_unacked")
NAME = "Field office"
kinds = st.sampled_from(["report", "indicator", "location", "ipv4-addr"])
things = st.lists(st.tuples(kinds, st.integers(1, 6), st.integers(0, 3)), min_size=1, max_size=25)


def objects(drawn: list[tuple[str, int, int]]) -> list[dict[str, object]]:
    return [address(n) if kind == "ipv4-addr" else stix(kind, n, version) for kind, n, version in drawn]


class Wire(httpx.AsyncBaseTransport):
    """Loses what is asked or what is answered, now and then; `between` happens at the server before each answer."""

    def __init__(self, seed: int, lost: float, between: list[dict[str, object]]) -> None:
        self._random, self._lost, self._between = random.Random(seed), lost, between
        self._inside = SERVER.transport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._between and self._random.random() < 0.5:
            SERVER.add([self._between.pop()])
        if self._random.random() < self._lost / 2:
            raise httpx.ConnectError("nothing went out")
        answer = await self._inside.handle_async_request(request)
        if self._random.random() < self._lost / 2:
            raise httpx.ReadError("the answer was lost")
        return answer


def read(node: Node, wire: Wire) -> None:
    """One pull, broken off by whatever breaks it."""
    with contextlib.suppress(Unavailable):
        asyncio.run(pull_once(Here(node), NAME, asks(wire)))


@settings(max_examples=60, deadline=None)
@given(
    first=things, later=things, page=st.integers(1, 7), seed=st.integers(0, 10**6),
    faults=st.lists(st.tuples(st.integers(1, 60), st.sampled_from(HOWS)), max_size=6),
)  # fmt: skip
def test_what_is_kept_is_what_is_there_once_each(first, later, page, seed, faults) -> None:
    SERVER.reset(page)
    SERVER.add(objects(first))
    store = MemoryStore()
    node = open_node("A", charter(), TestClock(1_774_000_000_000), TestSalt(), store)
    added(node)
    wire = Wire(seed, 0.2, objects(later))
    for at, how in faults:
        store.fail_at(at, how)
        read(node, wire)
    store.fail_at(10**9)
    quiet = Wire(seed, 0.0, wire._between)
    for _ in range(2):
        read(node, quiet)
    SERVER.add(quiet._between)
    read(node, quiet)
    assert state_of(store, NAME).trouble == ""
    there = Counter((one["id"], one.get("modified", "")) for one in SERVER.objects)
    assert max(there.values()) == 1
    held = [decode_own(Pulled, data) for _, data in store.documents("pulled_object")]
    assert Counter((one.id, one.version) for one in held) == Counter(
        {key: n for key, n in there.items() if not key[0].startswith("ipv4")}
    )
    waiting = listed(store, "waiting", "", 100)
    assert Counter(waiting) == Counter({id for id, _ in there if id.startswith("report")})
    total = total_of(store)
    assert total.standing.get("waiting", 0) == len(waiting)
    assert sum(total.others.values()) + sum(one.type == "report" for one in held) == len(held)
    [position] = [one for one in state_of(store, NAME).positions if one.title == "Field reports"]
    assert sum(position.kept.values()) == len(held)
    left_out = sum(id.startswith("ipv4") for id, _ in there)
    assert sum(position.left_out.values()) == left_out


@settings(max_examples=60, deadline=None)
@given(things, st.randoms(use_true_random=False))
def test_the_order_in_which_objects_come_decides_nothing(drawn, shuffled) -> None:
    """Which version waits, and how many of each there are, is the same in any order and from any number of sources."""
    ends = []
    for _ in range(2):
        store = MemoryStore()
        shuffled.shuffle(drawn)
        for source in ("one", "two"):
            store.begin()
            taking = Taking(store, source, 1)
            put_all(taking, [came(one, encode_canonical(one).decode()) for one in objects(drawn)])
            taking.done()
            store.commit()
        total = total_of(store)
        lasts = sorted(
            (id, decode_own(dict[str, object], data)["version"])
            for id, data in store.documents("pulled_last")
        )
        ends.append((lasts, total.standing, total.others, sorted(listed(store, "waiting", "", 99))))
    assert ends[0] == ends[1]


@settings(max_examples=60, deadline=None)
@given(things, things, st.integers(1, 5))
def test_what_is_forgotten_leaves_what_the_others_gave(one, two, some) -> None:
    """After one source is forgotten, what is kept is what would be kept had it never given anything."""
    ends = []
    for given_by in ({"two": two}, {"one": one, "two": two}):
        store = MemoryStore()
        for source, drawn in given_by.items():
            store.begin()
            taking = Taking(store, source, 1)
            put_all(taking, [came(each, encode_canonical(each).decode()) for each in objects(drawn)])
            taking.done()
            store.commit()
        before = ""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(forgetting, "SOME", some)
            while True:
                store.begin()
                before, _ = forgetting.forget_some(store, "one", before)
                store.commit()
                if not before:
                    break
        held = sorted(id for id, _ in store.documents("pulled_object"))
        lasts = sorted(
            (id, decode_own(dict[str, object], data)["version"])
            for id, data in store.documents("pulled_last")
        )
        total = total_of(store)
        waiting = sorted(listed(store, "waiting", "", 99))
        raws = {type: len(raw(store, type, "", 99)) for type in total.others}
        assert raws == total.others
        assert len(waiting) == total.standing.get("waiting", 0)
        ends.append((held, lasts, waiting, total.others))
    assert ends[0] == ends[1]
