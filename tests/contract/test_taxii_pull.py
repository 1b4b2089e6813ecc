"""`pull` against medallion 3.0.0: what is there comes once, as it is, and a walk goes on where it was left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.taxii_servers import (
    COLLECTION,
    PASSWORD,
    Here,
    Medallion,
    added,
    address,
    asks,
    moment,
    source,
    stix,
    stix_id,
)
from tests.worlds import TestClock, TestSalt, charter, make_node

from commonground.errors import Refused
from commonground.protocols.stix.codec.answers import time_us
from commonground.protocols.stix.pull.kept import last_of, listed, object_of, raw, total_of
from commonground.protocols.stix.pull.schedule import pull_once
from commonground.protocols.stix.pull.source import (
    Position,
    change_source,
    refuse_wrong_source,
    remove_source,
    sources,
    state_of,
)
from commonground.protocols.stix.pull.walk import Pull, from_start
from commonground.record import decode, replace
from commonground.room.node import Node

NOW_MS = 1_774_000_000_000


@pytest.fixture(scope="module")
def medallion() -> Medallion:
    return Medallion()


@pytest.fixture
def server(medallion: Medallion) -> Medallion:
    medallion.reset()
    return medallion


@pytest.fixture
def node() -> Iterator[Node]:
    made = make_node("A", charter(), TestClock(NOW_MS), TestSalt())
    yield made
    made.room.store.close()


def pulled(node: Node, server: Medallion, name: str = "Field office") -> Pull:
    """Read a source once."""
    return asyncio.run(pull_once(Here(node), name, asks(server.transport())))


def us(n: int) -> int:
    """The n-th second of March 2026 in microseconds."""
    found = time_us(moment(n))
    assert found is not None
    return found


def position(node: Node, name: str = "Field office") -> Position:
    [one] = [p for p in state_of(node.room.store, name).positions if p.collection == COLLECTION]
    return one


def test_all_of_a_collection_comes_once(node: Node, server: Medallion) -> None:
    server.reset(page=7)
    server.add([stix("report", n) for n in range(1, 31)] + [stix("indicator", n) for n in range(5)])
    added(node)
    done = pulled(node, server)
    assert (done.troubles, dict(done.kept)) == ([], {"report": 30, "indicator": 5})
    store = node.room.store
    assert listed(store, "waiting", "", 100) == [stix_id("report", n) for n in range(30, 0, -1)]
    assert total_of(store).others == {"indicator": 5}
    assert [one.id for one in raw(store, "indicator", "", 2)] == [
        stix_id("indicator", 4),
        stix_id("indicator", 3),
    ]
    again = pulled(node, server)
    assert (again.pages, dict(again.kept)) == (1, {})


def test_what_is_added_later_comes_alone(node: Node, server: Medallion) -> None:
    added(node)
    server.add([stix("report", 1)])
    pulled(node, server)
    server.add([stix("report", 2)])
    assert dict(pulled(node, server).kept) == {"report": 1}
    assert position(node).kept == {"report": 2}


def test_text_is_kept_as_it_came(node: Node, server: Medallion) -> None:
    made = stix("report", 1, x_grid="37S BU", name="تقرير", nested={"a": [1, 2.5, None]})
    server.add([made])
    added(node)
    pulled(node, server)
    held = object_of(node.room.store, made["id"], us(0))
    assert held is not None
    assert decode(dict[str, Any], held.text) == made
    assert held.sources == ("Field office",)


def test_what_section_8_rules_out_is_counted_and_not_kept(node: Node, server: Medallion) -> None:
    person = stix("identity", 9, identity_class="individual", name="Somebody")
    server.add([stix("report", 1), address(1), address(2), person])
    added(node)
    done = pulled(node, server)
    assert dict(done.left_out) == {"a network address is not taken": 2, "a person is not taken": 1}
    assert position(node).left_out == dict(done.left_out)
    for kind in ("pulled_object", "pulled_last", "taxii_state", "pulled_total"):
        for id, data in node.room.store.documents(kind):
            assert b"Somebody" not in data
            assert b"192.0.2.1" not in data
            assert "ipv4" not in id


def test_of_two_versions_the_newest_waits_and_both_are_kept(node: Node, server: Medallion) -> None:
    server.add([stix("report", 1, 50), stix("report", 1, 20), stix("report", 2, 1)])
    added(node)
    pulled(node, server)
    store = node.room.store
    assert listed(store, "waiting", "", 9) == [stix_id("report", 2), stix_id("report", 1)]
    last = last_of(store, stix_id("report", 1))
    assert last is not None
    assert last.version == moment(50)
    assert object_of(store, stix_id("report", 1), us(20)) is not None
    server.add([stix("report", 1, 99)])
    pulled(node, server)
    assert listed(store, "waiting", "", 9) == [stix_id("report", 1), stix_id("report", 2)]
    assert total_of(store).standing == {"waiting": 2}


def test_one_version_from_two_sources_is_one(node: Node, server: Medallion) -> None:
    server.add([stix("report", 1)])
    added(node)
    added(node, name="The same", collections=("Field reports",))
    pulled(node, server)
    server.objects[0]["name"] = "another"
    assert dict(pulled(node, server, "The same").kept) == {}
    held = object_of(node.room.store, stix_id("report", 1), us(0))
    assert held is not None
    assert (held.sources, held.differing) == (("Field office", "The same"), True)
    assert b"another" not in held.text.encode()
    assert position(node, "The same").differing == 1


def broken_off(node: Node, server: Medallion, pages: int) -> Pull:
    """Read so many pages and no more."""
    pull = Pull(Here(node), source(), is_over=lambda: pull.pages >= pages)
    asyncio.run(pull.run(asks(server.transport())(source(), NOW_MS)))
    return pull


def test_one_time_that_is_written_in_two_ways_is_one_version(node: Node, server: Medallion) -> None:
    server.add([stix("report", 1)])
    added(node)
    added(node, name="The same")
    pulled(node, server)
    server.objects[0]["modified"] = server.objects[0]["modified"].replace(".000Z", ".000000Z")
    server.backend.data["fields"]["collections"][0]["manifest"][0]["version"] = server.objects[0]["modified"]
    assert dict(pulled(node, server, "The same").kept) == {}
    held = object_of(node.room.store, stix_id("report", 1), us(0))
    assert held is not None
    assert (held.sources, held.differing) == (("Field office", "The same"), False)


def test_a_walk_goes_on_where_it_was_left(node: Node, server: Medallion) -> None:
    server.reset(page=3)
    server.add([stix("report", n) for n in range(10)] + [address(n) for n in range(5)])
    added(node)
    assert dict(broken_off(node, server, 2).kept) == {"report": 6}
    done = pulled(node, server)
    assert (done.pages, dict(done.kept)) == (4, {"report": 4})
    assert position(node).left_out == {"a network address is not taken": 5}


def test_what_was_left_out_at_the_edge_of_a_page_is_counted_once(node: Node, server: Medallion) -> None:
    server.reset(page=3)
    server.add([address(n) for n in range(8)])
    added(node)
    for _ in range(4):
        broken_off(node, server, 1)
    pulled(node, server)
    assert position(node).left_out == {"a network address is not taken": 8}


def test_a_page_that_was_given_and_lost_comes_again(node: Node, server: Medallion) -> None:
    """What the server remembers of a walk is not relied on: its `next` gives each page once, and forgets."""
    server.reset(page=3)
    server.add([stix("report", n) for n in range(10)])
    added(node)
    inside = server.transport()

    class Losing(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = await inside.handle_async_request(request)
            if "next" in request.url.params:
                raise httpx.ReadError("lost")
            return answer

    done = asyncio.run(pull_once(Here(node), "Field office", asks(Losing())))
    assert (done.troubles, dict(done.kept)) == (["its answer broke off"], {"report": 3})
    assert dict(pulled(node, server).kept) == {"report": 7}


def test_a_next_that_is_forgotten_on_the_way_starts_the_walk_again(node: Node, server: Medallion) -> None:
    server.reset(page=3)
    server.add([stix("report", n) for n in range(10)])
    added(node)
    inside, asked = server.transport(), []

    class Forgetting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(request.url)
            if len(asked) == 6:
                server.backend.next = {}
            return await inside.handle_async_request(request)

    done = asyncio.run(pull_once(Here(node), "Field office", asks(Forgetting())))
    assert (done.troubles, dict(done.kept)) == ([], {"report": 10})


def test_everything_again_finds_nothing_new_and_counts_once(node: Node, server: Medallion) -> None:
    server.add([stix("report", 1), address(1)])
    added(node)
    pulled(node, server)
    node.run_now(lambda room: from_start(room, "Field office"))
    done = pulled(node, server)
    assert (dict(done.kept), position(node).left_out) == ({}, {"a network address is not taken": 1})


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/taxii2", "http://127.0.0.1:9/fields/",
                                 f"http://127.0.0.1:9/fields/collections/{COLLECTION}"])  # fmt: skip
def test_any_address_of_a_server_may_be_typed(node: Node, server: Medallion, url: str) -> None:
    server.add([stix("report", 1)])
    added(node, url=url)
    done = pulled(node, server)
    assert (dict(done.kept), done.troubles) == ({"report": 1}, [])


def test_a_wrong_password_is_said_in_words(node: Node, server: Medallion) -> None:
    added(node, secret="wrong")
    assert pulled(node, server).troubles == ["it did not take the name and the secret"]
    assert state_of(node.room.store, "Field office").trouble == "it did not take the name and the secret"


def test_a_collection_that_is_not_there_is_named(node: Node, server: Medallion) -> None:
    server.add([stix("report", 1)])
    added(node, collections=("Field reports", "Inbox"))
    done = pulled(node, server)
    assert done.troubles == ["it has no collection 'Inbox' that we may read"]
    assert dict(done.kept) == {"report": 1}


def test_a_changed_address_starts_anew_and_a_removed_source_leaves_what_came(
    node: Node, server: Medallion
) -> None:
    server.add([stix("report", 1)])
    one = added(node)
    pulled(node, server)
    node.run_now(
        lambda room: change_source(room.store, replace(one, url="http://127.0.0.1:9/fields/"), NOW_MS)
    )
    assert state_of(node.room.store, one.name).positions == ()
    node.run_now(lambda room: remove_source(room.store, one.name))
    assert sources(node.room.store) == []
    assert listed(node.room.store, "waiting", "", 9) == [stix_id("report", 1)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"), ({"name": "a/b"}, "name"), ({"name": " a"}, "name"), ({"url": "ftp://x/"}, "url"),
        ({"url": "https://user@x/"}, "url"), ({"url": "https://x/?a=b"}, "url"), ({"url": "https://x:99999/"}, "url"),
        ({"url": "http://192.0.2.1/taxii2/"}, "url"), ({"every_minutes": -1}, "every_minutes"),
        ({"every_minutes": 99_999}, "every_minutes"), ({"user": ""}, "user"), ({"user": "a:b"}, "user"),
        ({"secret": ""}, "secret"), ({"auth": "none", "user": ""}, "secret"), ({"collections": ("",)}, "collections"),
        ({"auth": "bearer", "user": "", "secret": "tök"}, "secret"), ({"trust": "x"}, "trust"),
        ({"auth": "certificate", "user": ""}, "secret"), ({"secret": "x" * 40_000}, "secret"),
    ],
)  # fmt: skip
def test_a_source_that_nobody_could_read_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        refuse_wrong_source(source(**changes))
    assert caught.value.field == field
    assert PASSWORD not in str(caught.value)
