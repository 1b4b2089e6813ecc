"""A flight strays: excursion, nonconforming, contingent, told to others within the times of the standard; and back."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from commonground.errors import Refused
from commonground.picture.flight import Flight
from commonground.room.airspace.book import book_of
from commonground.room.uss.flights import flight_of, flights
from commonground.room.uss.peers import peer_of
from commonground.room.uss.tracked import standing_now, take_fix
from commonground.tracks.conformance import PUBLISH_MS_MAX, Fix
from tests.fault.test_uss_faults import restart
from tests.uss_world import Sky, Uss, box, json_of, new_id, plan, sky, w84
from tests.worlds import nd

ONE, TWO = new_id(1), new_id(2)
INSIDE, OUTSIDE = 36.5, 36.505


@pytest.fixture
def three() -> Sky:
    with sky() as made:
        fly(made)
        yield made


def fly(made: Sky) -> None:
    """B has a flight in the air, J one beside it; it is inside the plan's time."""
    made.dss("A")
    b, j = made.uss("B"), made.uss("J")
    made.run(b.supplier.change(ONE, plan(box(from_min=0))))
    made.run(b.supplier.change(ONE, plan(box(from_min=0), state="Activated")))
    made.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    made.tell_all()


def at(made: Sky, lon: float, height_m: float = 850, seconds: float = 1) -> None:
    """Time passes, and a position of B's flight comes from its ground station."""
    made.clock.go_on(round(seconds * 1_000))
    fix = Fix(made.clock.ms, nd(lon), nd(33.0), w84(height_m))
    made.services["B"].node.write(lambda room: take_fix(room, ONE, fix)).result()


def looked(made: Sky) -> str:
    """What the DSS holds of the flight after the service has looked at its tracks."""
    made.run(made.services["B"].monitor.look())
    return state(made)


def state(made: Sky) -> str:
    return made.world.nodes["A"].read(lambda room: book_of(room).intents[ONE].block.state).result()  # type: ignore[union-attr]


def flight(uss: Uss) -> Flight:
    found = uss.node.read(lambda room: flight_of(room, ONE)).result()
    assert found is not None
    return found


def test_an_excursion_is_none_of_anybodys_business_for_ten_seconds(three: Sky) -> None:
    at(three, INSIDE)
    for _ in range(10):
        at(three, OUTSIDE)
        assert looked(three) == "Activated"
    at(three, INSIDE)
    assert looked(three) == "Activated"


@pytest.mark.parametrize(("lon", "height_m"), [(OUTSIDE, 850), (INSIDE, 901), (INSIDE, 799)])
def test_after_ten_seconds_outside_others_are_told_at_once(three: Sky, lon: float, height_m: float) -> None:
    j = three.services["J"]
    at(three, INSIDE)
    for _ in range(11):
        at(three, lon, height_m)
    assert looked(three) == "Activated", "ten seconds to the millisecond are an excursion"
    at(three, lon, height_m, seconds=0.001)
    assert looked(three) == "Nonconforming"
    three.tell_all()
    heard = j.node.read(lambda room: peer_of(room, ONE)).result()
    assert heard is not None
    assert heard.state == "Nonconforming"
    assert heard.volumes == (box(from_min=0),)
    [strayed] = heard.off_nominal
    assert strayed.footprint.center == (nd(lon), nd(33.0))  # type: ignore[union-attr]
    assert strayed.from_ms <= three.clock.ms < strayed.until_ms
    now_ms = three.clock.ms
    assert flight(three.services["B"]).since_ms == now_ms <= now_ms + PUBLISH_MS_MAX


def test_a_flight_that_comes_back_is_activated_again(three: Sky) -> None:
    at(three, INSIDE)
    for _ in range(12):
        at(three, OUTSIDE)
    assert looked(three) == "Nonconforming"
    at(three, INSIDE)
    assert looked(three) == "Activated"
    assert flight(three.services["B"]).held.off_nominal == ()  # type: ignore[union-attr]


def test_a_flight_that_stays_out_for_a_minute_is_contingent_for_good(three: Sky) -> None:
    at(three, INSIDE)
    for _ in range(12):
        at(three, OUTSIDE)
    assert looked(three) == "Nonconforming"
    for _ in range(61):
        at(three, OUTSIDE)
    assert looked(three) == "Contingent"
    at(three, INSIDE)
    assert looked(three) == "Contingent"
    three.run(three.services["B"].supplier.end(ONE))
    three.tell_all()
    assert three.services["J"].node.read(lambda room: peer_of(room, ONE)).result() is None


def test_a_flight_that_falls_silent_is_not_known_to_be_inside(three: Sky) -> None:
    at(three, INSIDE)
    three.clock.go_on(10_001)
    assert looked(three) == "Nonconforming"
    three.clock.go_on(60_000)
    assert looked(three) == "Contingent"


def test_where_it_strays_others_may_ask_for_it(three: Sky) -> None:
    at(three, INSIDE)
    for _ in range(12):
        at(three, OUTSIDE)
    looked(three)
    url = f"http://uss-b.test/uss/v1/operational_intents/{ONE}/telemetry"
    told = json_of(three.ask("GET", url, "uss-j", "utm.conformance_monitoring_sa"))
    assert told["telemetry"]["position"]["longitude"] == OUTSIDE


def test_a_dss_that_does_not_answer_is_asked_again_at_each_look(three: Sky) -> None:
    async def dead(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody", request=request)

    at(three, INSIDE)
    for _ in range(12):
        at(three, OUTSIDE)
    three.hosts.instead["dss.test"] = dead
    assert looked(three) == "Activated"
    del three.hosts.instead["dss.test"]
    assert looked(three) == "Nonconforming"


def test_a_track_survives_a_restart(tmp_path: Path) -> None:
    with sky(folder=tmp_path) as made:
        fly(made)
        at(made, INSIDE)
        at(made, OUTSIDE)
        restart(made, "B", tmp_path)
        made.clock.go_on(10_001)
        assert looked(made) == "Nonconforming"
        restart(made, "B", tmp_path)
        made.clock.go_on(60_000)
        assert looked(made) == "Contingent"


def test_positions_that_cannot_be_are_refused(three: Sky) -> None:
    b, now_ms = three.services["B"], three.clock.ms
    for fix in (
        Fix(now_ms + 5_001, nd(36.5), nd(33), w84(850)), Fix(now_ms - 60_001, nd(36.5), nd(33), w84(850)),
        Fix(now_ms, nd(181), nd(33), w84(850)),
    ):  # fmt: skip
        with pytest.raises(Refused):
            b.node.write(lambda room, fix=fix: take_fix(room, ONE, fix)).result()
    j = three.services["J"]
    with pytest.raises(Refused, match="activated"):
        j.node.write(lambda room: take_fix(room, TWO, Fix(now_ms, nd(36.5), nd(33), w84(850)))).result()
    assert b.node.read(lambda room: standing_now(room, ONE)).result() is None


def test_another_plan_is_stopped_by_where_a_lost_flight_may_be(three: Sky) -> None:
    at(three, INSIDE)
    for _ in range(12):
        at(three, OUTSIDE)
    looked(three)
    j = three.services["J"]
    with pytest.raises(Refused, match="higher rank"):
        three.run(j.supplier.change(new_id(3), plan(box(lon=36.512, lower_m=920, upper_m=940))))
    assert len(j.node.read(lambda room: list(flights(room))).result()) == 1
