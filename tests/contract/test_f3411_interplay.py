"""Service areas and subscriptions side by side, in the orders in which the public test catalogue asks for them.

One node is the whole DSS, so that what one instance would have to learn from another is here what the next request
sees.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.remote_id import (
    AREA_ID,
    BOTH,
    OTHER_ID,
    Service,
    area_text,
    at_once,
    desk_of,
    numbered_id,
    square,
)
from tests.worlds import HOUR_MS, T0_MS, World, make_world

from commonground.protocols.f3411.codec.dialect import Dialect

MINUTE_MS = 60_000
DAY_MS = 24 * HOUR_MS


@pytest.fixture(params=BOTH, ids=lambda dialect: dialect.name)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def world() -> World:
    return make_world(parties=("A",))


@pytest.fixture
def service(world: World, dialect: Dialect) -> Service:
    return Service(desk_of(at_once(world.nodes["A"])), dialect)


@pytest.fixture
def display(service: Service) -> Service:
    return service.as_other("uss2")


def version_of(answer: Any) -> str:
    [held] = [answer[name] for name in ("service_area", "subscription") if name in answer]
    return str(held["version"])


def told(answer: Any) -> dict[str, int]:
    return {
        state["subscription_id"]: state["notification_index"]
        for one in answer["subscribers"] for state in one["subscriptions"]
    }  # fmt: skip


def areas(answer: Any) -> list[str]:
    return [one["id"] for one in answer["service_areas"]]


# -- an area from its begin to its end, watched by a subscriber --------------------------------------------------------


def test_an_area_is_made_watched_changed_and_gone(service: Service, display: Service, world: World) -> None:
    """F3411-22a DSS0130,A2-6-1,1a, F3411-22a DSS0130,A2-6-1,1b, F3411-22a DSS0130,A2-6-1,1c,
    F3411-22a DSS0130,A2-6-1,2a, F3411-22a DSS0130,A2-6-1,2b, F3411-22a DSS0130,A2-6-1,3a,
    F3411-22a DSS0130,A2-6-1,3b, F3411-22a DSS0130,A2-6-1,3c."""
    _, made = service.put_area(from_ms=None, until_ms=T0_MS + 10 * MINUTE_MS)
    status, wish = display.subscribe(from_ms=None)
    assert status == 200
    [seen] = wish["service_areas"]
    assert seen == made["service_area"]
    assert seen["owner"] == "uss1"
    world.clock.go_on(1_000)
    _, changed = service.put_area(version=version_of(made), from_ms=None, until_ms=T0_MS + 11 * MINUTE_MS)
    assert told(changed) == {OTHER_ID: 1}
    assert display.call("getIdentificationServiceArea", id=AREA_ID)[1] == {
        "service_area": changed["service_area"]
    }
    world.clock.go_on(1_000)
    _, gone = service.call("deleteIdentificationServiceArea", id=AREA_ID, version=version_of(changed))
    assert told(gone) == {OTHER_ID: 2}
    _, again = display.subscribe(numbered_id(5), from_ms=None)
    assert areas(again) == []
    _, anew = service.put_area(from_ms=None)
    assert told(anew) == {OTHER_ID: 3, numbered_id(5): 1}


def test_what_has_ended_is_shown_and_told_no_more(service: Service, display: Service, world: World) -> None:
    """F3411-22a DSS0130,A2-6-1,1d, F3411-22a DSS0130,A2-6-1,3d."""
    service.put_area(from_ms=None, until_ms=T0_MS + 10_000)
    display.subscribe(from_ms=None, until_ms=T0_MS + 20_000)
    world.clock.go_on(10_001)
    _, late = display.subscribe(numbered_id(5), from_ms=None)
    assert areas(late) == []
    world.clock.go_on(10_000)
    _, made = service.put_area(numbered_id(6), from_ms=None)
    assert told(made) == {numbered_id(5): 1}
    assert display.search("searchSubscriptions") == [numbered_id(5)]
    assert display.call("getSubscription", id=OTHER_ID)[0] == 404
    version = version_of(made)
    _, gone = service.call("deleteIdentificationServiceArea", id=numbered_id(6), version=version)
    assert told(gone) == {numbered_id(5): 2}


@pytest.mark.parametrize("lng", [36.55, 36.569, 36.531], ids=["inside", "at its east end", "at its west end"])
def test_a_subscriber_inside_or_at_the_edge_of_an_area_sees_it_and_is_told(
    service: Service, display: Service, world: World, lng: float
) -> None:
    """F3411-22a DSS0030,a, F3411-22a DSS0030,b, F3411-22a DSS0030,c."""
    _, made = service.put_area()
    _, wish = display.subscribe()
    world.clock.go_on(1_000)
    _, moved = display.subscribe(version=version_of(wish), lng=lng)
    assert areas(moved) == [AREA_ID]
    assert moved["subscription"]["notification_index"] == 0
    _, changed = service.put_area(version=version_of(made), until_ms=T0_MS + 2 * HOUR_MS)
    assert told(changed) == {OTHER_ID: 1}
    world.clock.go_on(1_000)
    _, gone = service.call("deleteIdentificationServiceArea", id=AREA_ID, version=version_of(changed))
    assert told(gone) == {OTHER_ID: 2}


# -- subscriptions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("from_ms", [None, T0_MS, T0_MS + HOUR_MS], ids=["no begin", "now", "in an hour"])
@pytest.mark.parametrize("lasts_ms", [None, HOUR_MS, DAY_MS], ids=["no end", "an hour", "a day"])
def test_begin_and_end_of_a_subscription_may_be_left_out(
    display: Service, from_ms: int | None, lasts_ms: int | None
) -> None:
    """F3411-22a DSS0030,c, F3411-22a DSS0030,e, F3411-22a DSS0030,f, F3411-22a DSS0130,A2-6-1,5,
    F3411-22a DSS0130,A2-6-1,6."""
    begins_ms = T0_MS if from_ms is None else from_ms
    ends_ms = begins_ms + (DAY_MS if lasts_ms is None else lasts_ms)
    status, made = display.subscribe(from_ms=from_ms, until_ms=None if lasts_ms is None else ends_ms)
    assert status == 200
    held = made["subscription"]
    assert (held["id"], held["owner"], held["notification_index"]) == (OTHER_ID, "uss2", 0)
    assert display.instant(held["time_start"]) == display.instant(display.time(begins_ms))
    assert display.instant(held["time_end"]) == display.instant(display.time(ends_ms))
    assert "https://display.example/rid" in str(held)
    assert display.call("getSubscription", id=OTHER_ID)[1] == {"subscription": held}
    assert display.search("searchSubscriptions") == [OTHER_ID]


def test_a_subscription_goes_by_its_version_alone(display: Service, service: Service) -> None:
    """F3411-22a DSS0030,d, F3411-22a DSS0130,A2-6-1,4a, F3411-22a DSS0130,A2-6-1,4b."""
    _, made = display.subscribe()
    path = f"{display.dialect.prefix}/dss/subscriptions/{OTHER_ID}"
    assert display.raw("DELETE", f"{path}/").status_code == 400
    assert display.call("deleteSubscription", id=OTHER_ID, version="another0version")[0] == 409
    assert display.call("getSubscription", id=OTHER_ID)[0] == 200
    status, gone = display.call("deleteSubscription", id=OTHER_ID, version=version_of(made))
    assert (status, gone) == (200, {"subscription": made["subscription"]})
    assert display.call("getSubscription", id=OTHER_ID)[0] == 404
    assert display.search("searchSubscriptions") == []
    assert told(service.put_area()[1]) == {}


def test_a_subscription_that_is_made_longer_than_a_day_is_refused_and_stays(
    display: Service, world: World
) -> None:
    """F3411-22a DSS0060."""
    _, made = display.subscribe(from_ms=T0_MS, until_ms=T0_MS + DAY_MS - MINUTE_MS)
    world.clock.go_on(1_000)
    longer = display.subscribe(
        version=version_of(made), from_ms=T0_MS, until_ms=T0_MS + DAY_MS + 10 * MINUTE_MS
    )
    assert longer[0] == 400
    assert display.call("getSubscription", id=OTHER_ID)[1] == {"subscription": made["subscription"]}


# -- what is no area ----------------------------------------------------------------------------------------------


def without(body: dict[str, Any], *path: str) -> dict[str, Any]:
    """A message without the member at the end of a path."""
    if len(path) == 1:
        return {name: value for name, value in body.items() if name != path[0]}
    return body | {path[0]: without(body[path[0]], *path[1:])}


def test_what_is_left_out_of_an_area_is_missed(service: Service) -> None:
    """F3411-22a DSS0030,a: each part that the published API asks for, alone."""
    body = service.area()
    outline = (
        ("volume", "outline_polygon") if service.dialect.name == "22a" else ("spatial_volume", "footprint")
    )
    url = "uss_base_url" if service.dialect.name == "22a" else "flights_url"
    for path in (
        ("extents",),
        ("extents", outline[0]),
        ("extents", *outline),
        ("extents", "time_end"),
        (url,),
    ):
        assert service.put_area(body=without(body, *path))[0] == 400, path
    assert service.put_area(vertices=[])[0] == 400
    assert service.put_area(vertices=square(-23.5, 131.0, 1.0))[0] == 400
    assert service.put_area(side_deg=0.6)[0] == 400
    assert service.put_area(from_ms=T0_MS - 10 * MINUTE_MS)[0] == 400
    assert service.put_area(from_ms=T0_MS + HOUR_MS, until_ms=T0_MS + MINUTE_MS)[0] == 400
    assert service.search() == []
    assert service.put_area(body=body)[0] == 200


def test_searches_by_time_find_what_holds_then(service: Service) -> None:
    service.put_area(from_ms=T0_MS, until_ms=T0_MS + HOUR_MS)
    at = {name: service.instant(service.time(T0_MS + ms)) for name, ms in (
        ("last minute", HOUR_MS - MINUTE_MS), ("after", HOUR_MS + MINUTE_MS), ("first minute", MINUTE_MS),
    )}  # fmt: skip
    assert service.search(earliest_time=at["last minute"]) == [AREA_ID]
    assert service.search(earliest_time=at["after"]) == []
    assert service.search(latest_time=at["first minute"]) == [AREA_ID]
    for area in ("", area_text(square(36.55, 33.05, 0.02)[:2])):
        assert service.call("searchIdentificationServiceAreas", query={"area": area})[0] == 400
