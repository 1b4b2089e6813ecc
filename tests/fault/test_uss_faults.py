"""Services and a DSS that fail, lie, hang or are late: what is not known stops a plan, and what is owed is told.

Each is named in what the operator reads and in the party's own log; nothing of a half-done change is left.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from commonground.errors import Refused, Unavailable
from commonground.picture.charter import own_log
from commonground.picture.statement import OwnLine
from commonground.protocols.f3548.supplier import Unsettled
from commonground.record import decode_own
from commonground.room.airspace.book import book_of
from commonground.room.context import Room
from commonground.room.uss import outbox
from commonground.room.uss.flights import flight_of, flights
from commonground.room.uss.peers import peer_of
from commonground.room.uss.refusing import DssRefused, PeerFailed
from commonground.store.sqlite import SqliteStore
from tests.uss_world import MINUTE_MS, Sky, Uss, box, new_id, plan, sky
from tests.worlds import TestSalt, charter, open_node

ONE, TWO = new_id(1), new_id(2)


@pytest.fixture
def three() -> Sky:
    with sky() as made:
        made.dss("A")
        made.uss("B")
        made.uss("J", answer_s=0.2)
        yield made


def events(room: Room, what: str) -> list[dict[str, Any]]:
    origin = own_log(room.charter, room.party)
    rows = room.store.entries(origin, 0, room.ledger.size(origin))
    lines = [decode_own(OwnLine, row.body).event for row in rows if row.body is not None]
    return [one for one in lines if one.get("what") == what]


def answering(
    code: int, change: Callable[[dict[str, Any]], None] | None = None, sky: Sky | None = None
) -> Any:
    """A host that answers with a code, or with what the real one says after a change of it."""

    async def instead(request: httpx.Request) -> httpx.Response:
        if change is None or sky is None:
            return httpx.Response(code, content=b"oops")
        real = await sky.hosts.apps[request.url.host].handle_async_request(request)
        told = json.loads(await real.aread())
        change(told)
        return httpx.Response(code, json=told)

    return instead


async def hanging(_: httpx.Request) -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def endless(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b" " * (4 * 1024 * 1024 + 1))


def _reference(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda told: told["operational_intent"]["reference"].update(values)


def _later(told: dict[str, Any]) -> None:
    for one in told["operational_intent"]["details"]["volumes"]:
        one["time_end"]["value"] = "2026-03-19T00:00:00Z"


def _small(told: dict[str, Any]) -> None:
    told["operational_intent"]["details"]["volumes"] = []


LIES: dict[str, Callable[[dict[str, Any]], None]] = {
    "another flight": _reference(id=TWO),
    "another manager": _reference(manager="uss-x"),
    "an old version": _reference(version=0),
    "no number": _reference(ovn=""), "a place to call home": _reference(uss_base_url="file:///etc/passwd"),
    "times that the DSS does not list": _later, "no volumes": _small,
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_service_that_tells_something_else_is_named_and_stops_the_plan(three: Sky, lie: str) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan()))
    three.hosts.instead["uss-b.test"] = answering(200, LIES[lie], three)
    with pytest.raises(PeerFailed, match=r"expected|accepted"):
        three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    assert j.node.read(lambda room: peer_of(room, ONE)).result() is None
    assert j.node.read(lambda room: list(flights(room))).result() == []


@pytest.mark.parametrize(
    "instead", [answering(500), answering(404), hanging, endless], ids=["500", "404", "hangs", "endless"]
)
def test_a_service_that_does_not_tell_its_details_is_named(three: Sky, instead: Any) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan()))
    three.hosts.instead["uss-b.test"] = instead
    with pytest.raises(PeerFailed, match=r"uss-b at http://uss-b\.test"):
        three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    j.node.read(lambda room: None).result()
    [asked] = [one for one in events(j.room, "uss_exchange") if "uss-b.test" in one["url"]]
    assert asked["status"] != 200 or asked["problem"]


def test_what_a_key_lacks_is_fetched_and_held_against_the_plan(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    real = three.hosts.apps["dss.test"]

    async def blind(request: httpx.Request) -> httpx.Response:
        """Its questions find nothing: the flight was planned between the question and the request."""
        if request.url.path.endswith("/query"):
            return httpx.Response(
                200, json={"operational_intent_references": [], "constraint_references": []}
            )
        return await real.handle_async_request(request)

    three.hosts.instead["dss.test"] = blind
    three.run(j.supplier.change(TWO, plan()))
    assert j.node.read(lambda room: peer_of(room, ONE)).result() is not None
    with pytest.raises(Refused, match="same or of a higher rank"):
        three.run(j.supplier.change(new_id(3), plan(box(lon=36.51))))
    assert j.node.read(lambda room: flight_of(room, new_id(3))).result() is None


def test_a_dss_that_always_finds_something_missing_is_asked_a_few_times(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    real, puts = three.hosts.apps["dss.test"], []

    async def never(request: httpx.Request) -> httpx.Response:
        if request.method != "PUT":
            return await real.handle_async_request(request)
        puts.append(request)
        reference = (await real.handle_async_request(httpx.Request(
            "GET", f"http://dss.test/dss/v1/operational_intent_references/{ONE}", headers=request.headers
        )))  # fmt: skip
        missing = json.loads(await reference.aread())["operational_intent_reference"]
        return httpx.Response(409, json={"missing_operational_intents": [missing]})

    three.hosts.instead["dss.test"] = never
    with pytest.raises(DssRefused):
        three.run(j.supplier.change(TWO, plan()))
    assert len(puts) == 4
    assert j.node.read(lambda room: flight_of(room, TWO)).result() is None


def test_an_answer_of_the_dss_that_was_lost_is_asked_for_again(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    real = three.hosts.apps["dss.test"]

    async def loses(request: httpx.Request) -> httpx.Response:
        answer = await real.handle_async_request(request)
        if request.method == "PUT":
            raise httpx.ReadError("the line is dead", request=request)
        return answer

    three.hosts.instead["dss.test"] = loses
    with pytest.raises(Unsettled):
        three.run(b.supplier.change(ONE, plan()))
    flight = b.node.read(lambda room: flight_of(room, ONE)).result()
    assert flight is not None
    assert flight.held is None
    code = three.ask(
        "GET", f"http://uss-b.test/uss/v1/operational_intents/{ONE}", "x", "utm.strategic_coordination"
    )
    assert code.status_code == 404, "what is not known to stand is not told"
    del three.hosts.instead["dss.test"]
    three.run(b.supplier.settle())
    flight = b.node.read(lambda room: flight_of(room, ONE)).result()
    assert flight is not None
    assert flight.asked is None
    assert flight.version == 2
    assert three.world.nodes["A"].read(lambda room: book_of(room).intents[ONE].block.version).result() == 2
    assert three.tell_all() == 1
    assert three.services["J"].node.read(lambda room: peer_of(room, ONE)).result() is not None


@pytest.mark.parametrize("is_lost", [True, False])
def test_an_end_whose_answer_was_lost_is_asked_for_again(three: Sky, is_lost: bool) -> None:
    b = three.services["B"]
    three.run(b.supplier.change(ONE, plan()))
    real = three.hosts.apps["dss.test"]

    async def loses(request: httpx.Request) -> httpx.Response:
        if is_lost:
            await real.handle_async_request(request)
        raise httpx.ReadError("the line is dead", request=request)

    three.hosts.instead["dss.test"] = loses
    with pytest.raises(Unavailable):
        three.run(b.supplier.end(ONE))
    del three.hosts.instead["dss.test"]
    three.run(b.supplier.settle())
    assert b.node.read(lambda room: flight_of(room, ONE)).result() is None
    assert ONE not in three.world.nodes["A"].read(lambda room: book_of(room).intents).result()


@pytest.mark.parametrize("instead", [answering(500), answering(401), hanging], ids=["500", "401", "hangs"])
def test_a_notification_is_tried_again_later_each_time_and_in_order(three: Sky, instead: Any) -> None:
    """F3548-21 SCD0085."""
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    three.run(j.supplier.change(TWO, plan()))
    three.hosts.instead["uss-b.test"] = instead
    three.run(j.supplier.change(TWO, plan(state="Activated")))
    assert three.tell_all() == 0
    waiting = j.node.read(outbox.waiting).result()
    assert [one.attempts for one in waiting] == [1, 0], "the second waits behind the first"
    assert waiting[0].next_ms == three.clock.ms + 1_000
    assert three.tell_all() == 0
    assert [one.attempts for one in j.node.read(outbox.waiting).result()] == [1, 0], "its time has not come"
    three.clock.go_on(1_000)
    assert three.tell_all() == 0
    assert j.node.read(outbox.waiting).result()[0].next_ms == three.clock.ms + 2_000
    del three.hosts.instead["uss-b.test"]
    three.clock.go_on(2_000)
    assert three.tell_all() == 2
    heard = b.node.read(lambda room: peer_of(room, TWO)).result()
    assert heard is not None
    assert (heard.state, heard.version) == ("Activated", 2)
    tried = events(j.room, "uss_notification")
    assert [(one["attempt"], bool(one["problem"])) for one in tried] == [
        (1, True),
        (2, True),
        (3, False),
        (1, False),
    ]


def test_one_address_that_fails_holds_up_no_other(three: Sky) -> None:
    a, b, j = three.uss("A", start=False), three.services["B"], three.services["J"]
    three.run(a.supplier.change(new_id(3), plan(box(lat=33.007))))
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    three.run(j.supplier.change(TWO, plan()))
    three.hosts.instead["uss-a.test"] = answering(500)
    three.tell_all()
    assert b.node.read(lambda room: peer_of(room, TWO)).result() is not None
    assert {one.url for one in j.node.read(outbox.waiting).result()} == {"http://uss-a.test"}


def test_a_change_that_has_long_passed_is_told_no_more(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    three.run(j.supplier.change(TWO, plan()))
    three.hosts.instead["uss-b.test"] = answering(500)
    three.clock.go_on(40 * MINUTE_MS + outbox.KEPT_MS_MAX + 1)
    three.tell_all()
    assert j.node.read(outbox.waiting).result() == []


def test_what_is_owed_and_what_was_asked_survive_a_restart(tmp_path: Path) -> None:
    """F3548-21 SCD0085."""
    with sky(folder=tmp_path) as made:
        made.dss("A")
        made.uss("B")
        made.uss("J")
        made.run(made.services["B"].supplier.change(ONE, plan(box(lon=36.51))))
        made.run(made.services["J"].supplier.change(TWO, plan()))
        made.hosts.instead["uss-b.test"] = answering(500)
        assert made.tell_all() == 0
        restart(made, "J", tmp_path)
        del made.hosts.instead["uss-b.test"]
        made.clock.go_on(1_000)
        assert made.tell_all() == 1
        heard = made.services["B"].node.read(lambda room: peer_of(room, TWO)).result()
        assert heard is not None
        j = made.services["J"]
        assert j.node.read(lambda room: flight_of(room, TWO)).result() is not None
        made.run(j.supplier.end(TWO))
        restart(made, "J", tmp_path)
        assert made.tell_all() == 1
        assert made.services["B"].node.read(lambda room: peer_of(room, TWO)).result() is None


def restart(made: Sky, party: str, folder: Path) -> Uss:
    """Stop a node and open it again over its store."""
    node = made.world.nodes[party]
    made.run(made.services[party].supplier.client.close())
    node.stop()
    made.world.nodes[party] = open_node(
        party, charter(), made.clock, TestSalt(party.encode()), SqliteStore(folder / f"{party}.sqlite")
    )
    return made.uss(party)
