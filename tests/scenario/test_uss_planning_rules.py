"""What a service lets its operators plan, in the orders of the public test catalogue: beside flights of higher and of
equal rank, of services that are down, and what no service may share.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from commonground.errors import MissingKeys, Refused
from commonground.geo.footprint import Polygon
from commonground.geo.volume import Volume
from commonground.picture.flight import FlightPlan
from commonground.record import replace
from commonground.room.uss.flights import flight_of
from commonground.room.uss.user_notices import UserNotice, user_notices
from tests.uss_world import MINUTE_MS, T0_MS, Sky, box, json_of, new_id, plan, sky

ONE, TWO = new_id(1), new_id(2)
DAY_MIN = 24 * 60
AWAY = {"lon": 36.7}
ARBITRATION = "utm.availability_arbitration"


@pytest.fixture
def three() -> Iterator[Sky]:
    """A runs the DSS; B is the service that is looked at, J another."""
    with sky() as made:
        made.dss("A")
        made.uss("B")
        made.uss("J")
        yield made


def change(made: Sky, party: str, id: str, wanted: FlightPlan) -> Any:
    return made.run(made.services[party].supplier.change(id, wanted))


def held(made: Sky, id: str = ONE) -> FlightPlan | None:
    flight = made.services["B"].node.read(lambda room: flight_of(room, id)).result()
    return None if flight is None else flight.held


def listed(made: Sky, id: str = ONE) -> Any:
    """The reference as the DSS has it, None where it has none."""
    url = f"http://dss.test/dss/v1/operational_intent_references/{id}"
    answer = made.ask("GET", url, "reader", "utm.strategic_coordination")
    return None if answer.status_code == 404 else json_of(answer)["operational_intent_reference"]


def notices(made: Sky, party: str = "B") -> list[UserNotice]:
    return made.services[party].node.read(lambda room: user_notices(room, 0, 2**60)).result()


# -- beside a flight of higher or of equal rank ---------------------------------------------------------------------


@pytest.mark.parametrize("rank", [5, 0], ids=["higher", "equal"])
def test_what_meets_a_flight_of_higher_or_equal_rank_is_neither_planned_nor_changed_nor_activated(
    three: Sky, rank: int
) -> None:
    """F3548-21 SCD0015, F3548-21 SCD0020, F3548-21 SCD0025; F3548-21 SCD0035, F3548-21 SCD0040, F3548-21 SCD0045."""
    change(three, "J", TWO, plan(rank=rank))
    with pytest.raises(MissingKeys, match="meets 1 flights"):
        change(three, "B", ONE, plan())
    assert (held(three), listed(three)) == (None, None)
    change(three, "B", ONE, plan(box(**AWAY)))
    was = listed(three)
    for wanted in (plan(), plan(state="Activated")):
        with pytest.raises(MissingKeys, match="meets 1 flights"):
            change(three, "B", ONE, wanted)
        assert held(three) == plan(box(**AWAY))
        assert listed(three) == was
    change(three, "B", ONE, plan(box(**AWAY), state="Activated"))
    assert listed(three)["state"] == "Activated"


@pytest.mark.parametrize("rank", [5, 0], ids=["higher", "equal"])
def test_a_flight_in_the_air_may_change_within_an_old_conflict_and_into_no_new_one(
    three: Sky, rank: int
) -> None:
    """F3548-21 SCD0030, F3548-21 SCD0050."""
    change(three, "B", ONE, plan())
    change(three, "B", ONE, plan(state="Activated"))
    # One of equal rank comes to meet it only by straying there.
    change(three, "J", TWO, plan(box(**AWAY), rank=rank))
    change(three, "J", TWO, plan(box(**AWAY), rank=rank, state="Activated"))
    strayed = replace(plan(box(**AWAY), rank=rank, state="Nonconforming"), off_nominal=(box(),))
    change(three, "J", TWO, strayed)
    longer = plan(box(until_min=45), state="Activated")
    assert [one.stops for one in change(three, "B", ONE, longer).met] == [False]
    assert held(three) == longer
    change(three, "J", TWO, plan(box(**AWAY), rank=rank, state="Activated"))
    with pytest.raises(MissingKeys, match="meets 1 flights"):
        change(three, "B", ONE, plan(box(**AWAY), state="Activated"))
    assert held(three) == longer
    assert listed(three)["version"] == 3


# -- services that are down -----------------------------------------------------------------------------------------


def go_down(made: Sky, uss: str) -> None:
    url = f"http://dss.test/dss/v1/uss_availability/{uss}"
    version = json_of(made.ask("GET", url, "arbiter", ARBITRATION))["version"]
    body = {"availability": "Down", "old_version": version}
    assert made.ask("PUT", url, "arbiter", ARBITRATION, body=body).status_code == 200
    made.hosts.apps.pop(f"{uss}.test")


def test_a_flight_that_a_service_planned_which_is_down_counts_for_nothing(three: Sky) -> None:
    """F3548-21 SCD0005."""
    change(three, "J", TWO, plan(rank=5))
    go_down(three, "uss-j")
    assert change(three, "B", ONE, plan()).met == ()
    assert listed(three)["state"] == "Accepted"


@pytest.mark.parametrize("state", ["Activated", "Nonconforming", "Contingent"])
def test_a_flight_in_the_air_of_a_service_that_is_down_counts_as_of_the_greatest_rank(
    three: Sky, state: str
) -> None:
    """F3548-21 SCD0010: an operator is refused with the reason, and a test is told of a rejection."""
    change(three, "J", TWO, plan())
    change(three, "J", TWO, plan(state="Activated"))
    if state != "Activated":
        change(three, "J", TWO, replace(plan(state=state), off_nominal=(box(),)))
    go_down(three, "uss-j")
    with pytest.raises(Refused, match="uss-j is down and has a flight in the air there"):
        change(three, "B", ONE, plan(rank=9_000))
    assert (held(three), listed(three)) == (None, None)


# -- what no service may share --------------------------------------------------------------------------------------


def ring(corners: int, lon: float) -> Volume:
    """A volume whose outline has so many corners: a comb from west to east and back."""
    top = [(round((lon + n * 1e-6) * 1e9), round((33.0 + (n % 2) * 1e-4) * 1e9)) for n in range(corners - 2)]
    base = [(top[-1][0], round(32.99 * 1e9)), (top[0][0], round(32.99 * 1e9))]
    return replace(box(), footprint=Polygon(rings=((*top, *base),)))


def test_a_flight_that_keeps_to_its_plan_names_no_area_for_straying(three: Sky) -> None:
    """F3548-21 OPIN0015."""
    for state in ("Accepted", "Activated"):
        with pytest.raises(Refused, match="no area for straying"):
            change(three, "B", ONE, replace(plan(state=state), off_nominal=(box(),)))
        change(three, "B", ONE, plan(state=state))
        assert held(three) == plan(state=state)


def test_a_flight_has_ten_thousand_corners_at_most(three: Sky) -> None:
    """F3548-21 OPIN0020."""
    parts = [ring(400, 36.0 + n / 100) for n in range(25)]
    with pytest.raises(Refused, match="10000 corners"):
        change(three, "B", ONE, plan(*parts, ring(3, 36.5)))
    assert listed(three) is None
    change(three, "B", ONE, plan(*parts, box(**AWAY)))
    assert listed(three)["version"] == 1


def test_a_flight_begins_within_thirty_days_and_is_not_over(three: Sky) -> None:
    """F3548-21 OPIN0030."""
    last = 30 * DAY_MIN
    with pytest.raises(Refused, match="within 30 days"):
        change(three, "B", ONE, plan(box(from_min=last + 1, until_min=last + 30)))
    with pytest.raises(Refused, match="has not passed"):
        change(three, "B", ONE, plan(box(from_min=-30, until_min=-1)))
    assert listed(three) is None
    change(three, "B", ONE, plan(box(from_min=last, until_min=last + 30)))
    assert listed(three)["state"] == "Accepted"


# -- what operators are told ----------------------------------------------------------------------------------------


def test_an_operator_is_told_of_a_conflict_that_he_makes_and_of_one_that_others_make(three: Sky) -> None:
    """F3548-21 SCD0090, F3548-21 SCD0095; a constraint too."""
    change(three, "B", ONE, plan())
    assert notices(three) == []
    three.clock.go_on(MINUTE_MS)
    change(three, "J", TWO, plan(rank=5))
    at_ms = T0_MS + MINUTE_MS
    [caused] = notices(three, "J")
    assert (caused.t_ms, caused.peer, caused.manager, caused.ids) == (at_ms, ONE, "uss-b", (TWO,))
    three.tell_all()
    [seen] = notices(three, "B")
    assert (seen.t_ms, seen.peer, seen.manager, seen.ids) == (at_ms, TWO, "uss-j", (ONE,))


def test_a_flight_in_the_air_is_told_of_what_is_near_and_what_ends_is_found_no_more(three: Sky) -> None:
    """F3548-21 SCD0080, F3548-21 USS0005, F3548-21 OPIN0025, F3548-21 OPIN0040: near without meeting is enough."""
    change(three, "B", ONE, plan())
    change(three, "B", ONE, plan(state="Activated"))
    subscription = listed(three)["subscription_id"]
    told: list[Any] = []

    async def note(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            told.append(json.loads(request.content))
        return await three.hosts.apps["uss-b.test"].handle_async_request(request)

    three.hosts.instead["uss-b.test"] = note
    change(three, "J", TWO, plan(box(lon=36.506)))
    three.tell_all()
    [notice] = told
    assert notice["operational_intent_id"] == TWO
    assert [one["subscription_id"] for one in notice["subscriptions"]] == [subscription]
    three.run(three.services["J"].supplier.end(TWO))
    assert listed(three, TWO) is None
    three.tell_all()
    assert "operational_intent" not in told[-1]
