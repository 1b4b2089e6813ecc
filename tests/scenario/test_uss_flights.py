"""Two services and a DSS: a flight is planned, met by another, known with its details, changed, ended, and told of."""

from __future__ import annotations

import pytest

from commonground.errors import MissingKeys
from commonground.room.airspace.book import book_of
from commonground.room.uss import outbox
from commonground.room.uss.flights import flight_of, flights
from commonground.room.uss.peers import peer_of, peers
from commonground.room.uss.rows import flights_now
from tests.uss_world import Sky, box, json_of, new_id, plan, sky

ONE, TWO = new_id(1), new_id(2)
COORDINATION = "utm.strategic_coordination"


@pytest.fixture
def three() -> Sky:
    """A runs the DSS, B and J are services."""
    with sky() as made:
        made.dss("A")
        made.uss("B")
        made.uss("J")
        yield made


def test_a_flight_is_planned_and_told_with_its_details(three: Sky) -> None:
    b = three.services["B"]
    made = three.run(b.supplier.change(ONE, plan()))
    assert made.met == ()
    flight = b.node.read(lambda room: flight_of(room, ONE)).result()
    assert flight is not None
    assert flight.held == plan()
    assert flight.asked is None
    assert flight.version == 1
    held = three.world.nodes["A"].read(lambda room: book_of(room).intents[ONE].block).result()
    assert (held.manager, held.ovn, held.version) == ("uss-b", flight.ovn, 1)
    told = json_of(three.ask("GET", f"http://uss-b.test/uss/v1/operational_intents/{ONE}", "x", COORDINATION))
    assert told["operational_intent"]["reference"]["ovn"] == flight.ovn
    assert told["operational_intent"]["details"]["volumes"][0]["volume"]["altitude_upper"]["value"] == 900


def test_a_flight_that_only_the_room_tells_of_is_listed_without_a_rank(three: Sky) -> None:
    """Nobody told A or J of it but the room: its notice shows it all the same."""
    three.run(three.services["B"].supplier.change(ONE, plan()))
    three.world.carry("A", "J")
    for party in ("A", "J"):
        listed = three.world.nodes[party].read(flights_now).result()
        [row] = listed["peers"]
        assert (row["id"], row["manager"], row["state"], row["rank"]) == (ONE, "uss-b", "Accepted", None)
        assert row["until_ms"] > row["from_ms"]
    assert three.services["B"].node.read(flights_now).result()["peers"] == [], "its own flight is no other's"
    three.run(three.services["J"].supplier.change(TWO, plan(box(lon=36.51))))
    [known] = [
        one for one in three.services["J"].node.read(flights_now).result()["peers"] if one["id"] == ONE
    ]
    assert known["rank"] == 0, "once its service told the details"


def test_a_second_flight_knows_the_first_by_its_details_and_its_number(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan()))
    near = plan(box(lon=36.51))
    three.run(j.supplier.change(TWO, near))
    known = j.node.read(lambda room: peer_of(room, ONE)).result()
    assert known is not None
    assert known.manager == "uss-b"
    assert known.volumes == plan().volumes
    asked = [url for method, url in three.hosts.asked if method == "GET"]
    assert asked == [f"http://uss-b.test/uss/v1/operational_intents/{ONE}"]
    assert three.tell_all() == 1, "B subscribed, and is told of J's flight"
    heard = b.node.read(lambda room: peer_of(room, TWO)).result()
    assert heard is not None
    assert heard.volumes == near.volumes


def test_a_flight_of_the_same_priority_stops_a_plan_and_one_of_lesser_does_not(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan(rank=5)))
    with pytest.raises(MissingKeys) as refused:
        three.run(j.supplier.change(TWO, plan(rank=5)))
    [met] = refused.value.detail["met"]  # type: ignore[misc]
    assert (met["id"], met["manager"], met["stops"]) == (ONE, "uss-b", True)
    assert j.node.read(lambda room: list(flights(room))).result() == []
    made = three.run(j.supplier.change(TWO, plan(rank=6)))
    assert [one.stops for one in made.met] == [False]


def test_a_flight_is_activated_changed_and_ended_and_the_other_is_told_each_time(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan()))
    three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    three.tell_all()
    three.run(b.supplier.change(ONE, plan(state="Activated")))
    three.run(b.supplier.change(ONE, plan(box(until_min=50), state="Activated")))
    three.tell_all()
    heard = j.node.read(lambda room: peer_of(room, ONE)).result()
    assert heard is not None
    assert (heard.state, heard.version, heard.volumes) == ("Activated", 3, (box(until_min=50),))
    three.run(b.supplier.end(ONE))
    three.tell_all()
    assert j.node.read(lambda room: peer_of(room, ONE)).result() is None
    assert [one.id for one in j.node.read(lambda room: list(peers(room, 0))).result()] == []
    assert b.node.read(lambda room: list(flights(room))).result() == []
    assert b.node.read(outbox.waiting).result() == []
    assert ONE not in three.world.nodes["A"].read(lambda room: book_of(room).intents).result()


def test_what_was_planned_and_never_begun_is_ended_when_its_time_has_passed(three: Sky) -> None:
    """Nobody else would take it from the DSS; one that was activated is its operator's to end."""
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan()))
    three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    three.run(j.supplier.change(TWO, plan(box(lon=36.51), state="Activated")))
    three.clock.go_on(41 * 60_000)
    for uss in (b, j, b):
        three.run(uss.monitor.upkeep())
        three.clock.go_on(30_000)
    assert b.node.read(lambda room: flight_of(room, ONE)).result() is None
    assert j.node.read(lambda room: flight_of(room, TWO)).result() is not None
    assert set(three.world.nodes["A"].read(lambda room: book_of(room).intents).result()) == {TWO}
