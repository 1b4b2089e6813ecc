"""The DSS of remote identification, both versions, against the operations that `uas-standards` publishes.

F3411-22a DSS0030.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.remote_id import (
    AREA_ID,
    BOTH,
    OPERATIONS,
    OTHER_ID,
    Service,
    area_text,
    at_once,
    desk_of,
    numbered_id,
    square,
)
from tests.worlds import HOUR_MS, T0_MS, TestSalt, World, charter, make_world, open_node

from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.store.sqlite import SqliteStore

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


def version_of(answer: Any) -> str:
    [held] = [answer[name] for name in ("service_area", "subscription") if name in answer]
    return str(held["version"])


def told(answer: Any) -> dict[str, int]:
    """Subscription -> notification index, of all who are to be told."""
    return {
        state["subscription_id"]: state["notification_index"]
        for one in answer["subscribers"] for state in one["subscriptions"]
    }  # fmt: skip


# -- service areas -----------------------------------------------------------------------------------------------


def test_an_area_is_made_found_changed_and_removed(service: Service, world: World) -> None:
    status, made = service.put_area()
    assert status == 200
    assert made["subscribers"] == []
    assert made["service_area"]["owner"] == "uss1"
    assert service.search() == [AREA_ID]
    assert service.call("getIdentificationServiceArea", id=AREA_ID)[1] == {
        "service_area": made["service_area"]
    }

    world.clock.go_on()
    status, changed = service.put_area(version=version_of(made), lng=36.6)
    assert status == 200
    assert version_of(changed) != version_of(made)
    assert service.search() == []

    status, gone = service.call("deleteIdentificationServiceArea", id=AREA_ID, version=version_of(changed))
    assert (status, gone["service_area"]) == (200, changed["service_area"])
    assert service.call("getIdentificationServiceArea", id=AREA_ID)[0] == 404


def test_an_area_begins_now_where_it_says_nothing_and_keeps_its_begin(service: Service, world: World) -> None:
    _, made = service.put_area(from_ms=None)
    assert service.instant(made["service_area"]["time_start"]) == "2026-03-18T08:00:00.000Z"
    world.clock.go_on(60_000)
    _, changed = service.put_area(version=version_of(made), from_ms=None)
    assert changed["service_area"]["time_start"] == made["service_area"]["time_start"]
    # A begin that lies in the past is accepted as long as it is the one that stands.
    world.clock.go_on(10 * 60_000)
    assert service.put_area(version=version_of(changed))[0] == 200
    assert service.put_area(OTHER_ID, from_ms=T0_MS - 10 * 60_000)[0] == 400


def test_an_area_ends_by_itself(service: Service, world: World) -> None:
    service.put_area()
    world.clock.go_on(HOUR_MS + 1)
    assert service.search() == []
    assert service.put_area(until_ms=T0_MS + 2 * HOUR_MS, from_ms=None)[0] == 200


def test_an_area_that_has_ended_can_be_asked_for_and_let_go_for_a_while(
    service: Service, world: World
) -> None:
    """Clients look for what they declared by its id, and clean up after themselves."""
    _, made = service.put_area()
    service.put_area(OTHER_ID)
    world.clock.go_on(HOUR_MS + 1)
    assert service.call("getIdentificationServiceArea", id=AREA_ID) == (
        200,
        {"service_area": made["service_area"]},
    )
    assert service.search() == []
    _, beside = service.subscribe(numbered_id(1), from_ms=None, until_ms=None)
    assert beside["service_areas"] == []
    version = version_of(made)
    status, gone = service.call("deleteIdentificationServiceArea", id=AREA_ID, version=version)
    assert (status, gone["subscribers"]) == (200, [])
    assert service.call("getIdentificationServiceArea", id=AREA_ID)[0] == 404
    world.clock.go_on(HOUR_MS)
    service.put_area(AREA_ID, from_ms=None, until_ms=T0_MS + 3 * HOUR_MS)
    assert service.call("getIdentificationServiceArea", id=OTHER_ID)[0] == 404


def test_versions_are_lower_case_letters_and_digits(service: Service, world: World) -> None:
    """Ten or more of them, other ones after each change: clients of the published API look at that."""
    seen = set()
    _, area = service.put_area()
    _, wish = service.subscribe()
    for _ in range(3):
        for one in (area, wish):
            version = version_of(one)
            assert re.fullmatch(r"[a-z0-9]{10,}", version)
            seen.add(version)
        world.clock.go_on(1_000)
        _, area = service.put_area(version=version_of(area))
        _, wish = service.subscribe(version=version_of(wish))
    assert len(seen) == 6


def test_a_search_is_by_cells_and_by_time(service: Service) -> None:
    service.put_area(from_ms=T0_MS + HOUR_MS, until_ms=T0_MS + 2 * HOUR_MS)
    at = {
        name: service.time(T0_MS + ms) for name, ms in (("early", 0), ("late", 3 * HOUR_MS), ("in", HOUR_MS))
    }
    plain = {name: service.instant(value) for name, value in at.items()}
    assert service.search() == [AREA_ID]
    assert service.search(latest_time=plain["early"]) == []
    assert service.search(earliest_time=plain["late"]) == []
    assert service.search(earliest_time=plain["early"], latest_time=plain["in"]) == [AREA_ID]
    far = area_text(square(37.5, 33.0, 0.02))
    assert service.search(area=far) == []


def test_who_does_not_own_an_area_may_not_change_it(service: Service) -> None:
    _, made = service.put_area()
    other = service.as_other("uss2")
    assert other.put_area(version=version_of(made))[0] == 403
    assert other.call("deleteIdentificationServiceArea", id=AREA_ID, version=version_of(made))[0] == 403
    assert other.put_area()[0] == 409
    assert service.put_area()[0] == 409
    assert service.put_area(version="V-NOTTHIS")[0] == 409
    assert service.call("deleteIdentificationServiceArea", id=AREA_ID, version="V-NOTTHIS")[0] == 409
    assert service.call("getIdentificationServiceArea", id=AREA_ID)[1]["service_area"] == made["service_area"]


def test_what_is_not_there_is_neither_changed_nor_removed(service: Service) -> None:
    assert service.put_area(version="V-1")[0] == 400
    assert service.call("deleteIdentificationServiceArea", id=AREA_ID, version="V-1")[0] == 404
    assert service.subscribe(version="V-1")[0] == 400
    assert service.call("deleteSubscription", id=AREA_ID, version="V-1")[0] == 404
    assert service.call("getSubscription", id=AREA_ID)[0] == 404


def test_an_empty_version_is_no_version(service: Service) -> None:
    _, made = service.put_area()
    for kind in ("identification_service_areas", "subscriptions"):
        for method in ("PUT", "DELETE"):
            answer = service.raw(method, f"{service.dialect.prefix}/dss/{kind}/{AREA_ID}/")
            assert answer.status_code == 400, (method, kind)
    assert service.search() == [AREA_ID]
    assert made


def test_an_id_may_come_without_hyphens_and_in_capitals(service: Service) -> None:
    _, made = service.put_area(id=AREA_ID.replace("-", "").upper())
    assert made["service_area"]["id"] == AREA_ID
    assert service.put_area(id="not-a-uuid")[0] == 400


# -- subscriptions -----------------------------------------------------------------------------------------------


def test_a_subscriber_is_told_of_what_touches_its_area(service: Service, world: World) -> None:
    _, made = service.subscribe()
    assert made["subscription"]["notification_index"] == 0
    assert made["service_areas"] == []
    world.clock.go_on()
    display = service.as_other("uss2")

    _, area = service.put_area()
    assert told(area) == {OTHER_ID: 1}
    assert area["subscribers"][0]["url"] == "https://display.example/rid"
    _, beside = display.subscribe(AREA_ID)
    assert [one["id"] for one in beside["service_areas"]] == [AREA_ID]

    # It moves away: who was concerned before is told as well, and then no more.
    world.clock.go_on()
    _, moved = service.put_area(version=version_of(area), lng=37.5)
    assert told(moved) == {OTHER_ID: 2, AREA_ID: 1}
    world.clock.go_on()
    _, gone = service.call("deleteIdentificationServiceArea", id=AREA_ID, version=version_of(moved))
    assert told(gone) == {}
    assert service.call("getSubscription", id=OTHER_ID)[1]["subscription"]["notification_index"] == 2


def test_subscribers_of_one_address_are_told_in_one_message(service: Service) -> None:
    for number in range(3):
        service.subscribe(numbered_id(number))
    service.subscribe(numbered_id(7), body=service.wish("https://elsewhere.example"))
    _, area = service.put_area()
    assert [len(one["subscriptions"]) for one in area["subscribers"]] == [3, 1]


def test_a_subscription_is_changed_and_removed(service: Service, world: World) -> None:
    _, made = service.subscribe()
    assert service.search("searchSubscriptions") == [OTHER_ID]
    assert service.as_other("uss2").search("searchSubscriptions") == []
    world.clock.go_on()
    status, changed = service.subscribe(version=version_of(made), lng=36.9)
    assert status == 200
    assert service.search("searchSubscriptions") == []
    assert service.as_other("uss2").subscribe(version=version_of(changed))[0] == 403
    assert service.subscribe(version=version_of(made))[0] == 409
    assert service.subscribe()[0] == 409
    status, gone = service.call("deleteSubscription", id=OTHER_ID, version=version_of(changed))
    assert (status, gone["subscription"]) == (200, changed["subscription"])
    assert service.put_area(lng=36.9)[1]["subscribers"] == []


def test_a_service_has_ten_subscriptions_in_one_area(service: Service, world: World) -> None:
    """F3411-22a DSS0050."""
    versions = [version_of(service.subscribe(numbered_id(number))[1]) for number in range(10)]
    assert service.subscribe(numbered_id(10))[0] == 429
    assert service.as_other("uss2").subscribe(numbered_id(11))[0] == 200
    assert service.subscribe(numbered_id(12), lng=37.5)[0] == 200
    # One that stands may be changed where it is; one from elsewhere may not come in.
    world.clock.go_on()
    assert service.subscribe(numbered_id(0), version=versions[0])[0] == 200
    _, other = service.call("getSubscription", id=numbered_id(12))
    assert service.subscribe(numbered_id(12), version=version_of(other))[0] == 429
    world.clock.go_on(HOUR_MS)
    assert service.subscribe(numbered_id(10), from_ms=None, until_ms=T0_MS + 3 * HOUR_MS)[0] == 200


def test_a_subscription_lasts_a_day_at_most(service: Service) -> None:
    """F3411-22a DSS0060."""
    assert service.subscribe(numbered_id(1), until_ms=T0_MS + DAY_MS + 600_000)[0] == 400
    assert service.subscribe(numbered_id(2), from_ms=None, until_ms=T0_MS + DAY_MS + 600_000)[0] == 400
    status, made = service.subscribe(numbered_id(3), from_ms=None, until_ms=None)
    assert status == 200
    assert service.instant(made["subscription"]["time_end"]) == "2026-03-19T08:00:00.000Z"
    # A client whose clock is a little ahead asks for its own day: it gets ours, and sees it.
    status, made = service.subscribe(numbered_id(4), from_ms=None, until_ms=T0_MS + DAY_MS + 2_000)
    assert status == 200
    assert service.instant(made["subscription"]["time_end"]) == "2026-03-19T08:00:00.000Z"
    assert service.subscribe(numbered_id(5), until_ms=T0_MS + DAY_MS)[0] == 200


def test_the_versions_do_not_see_each_other(world: World) -> None:
    desk = desk_of(at_once(world.nodes["A"]))
    one, other = (Service(desk, dialect) for dialect in BOTH)
    one.subscribe()
    _, made = other.put_area()
    assert made["subscribers"] == []
    assert one.search() == []
    assert told(one.put_area()[1]) == {OTHER_ID: 1}
    assert one.search() == other.search() == [AREA_ID]


# -- what is refused ---------------------------------------------------------------------------------------------


def test_who_has_no_token_or_no_scope_is_refused(service: Service) -> None:
    dialect = service.dialect
    read, write = (f"Bearer uss1 {scope}" for scope in (dialect.read_scope, dialect.write_scope))
    area, wish = service.area(), service.wish()
    held = {"id": AREA_ID, "version": "V-1"}
    for operation, wrong, body in (
        ("searchIdentificationServiceAreas", write, None), ("getIdentificationServiceArea", write, None),
        ("createIdentificationServiceArea", read, area), ("updateIdentificationServiceArea", read, area),
        ("deleteIdentificationServiceArea", read, None), ("searchSubscriptions", write, None),
        ("createSubscription", write, wish), ("updateSubscription", write, wish), ("deleteSubscription", write, None),
        ("searchFlights", write, None), ("getFlightDetails", write, None),
        ("postIdentificationServiceArea", read, {"subscriptions": []}),
    ):  # fmt: skip
        assert service.call(operation, body, token=None, **held)[0] == 401, operation
        assert service.call(operation, body, token=wrong, **held)[0] == 403, operation
    assert service.call("getSubscription", token="Bearer uss1 other", id=AREA_ID)[0] == 403
    assert service.call("getSubscription", token=write, id=AREA_ID)[0] == 404


def test_a_refusal_of_a_stranger_says_what_is_expected(service: Service) -> None:
    answer = service.raw("GET", f"{service.dialect.prefix}/dss/subscriptions/{AREA_ID}", {"X": "y"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


BAD_SHAPES: dict[str, Any] = {
    "none": [], "two": square(36.5, 33, 0.1)[:2], "beyond": [*square(36.5, 33, 0.1)[:2], {"lat": 91.0, "lng": 36.5}],
    "crossing": [square(36.5, 33, 0.1)[number] for number in (0, 2, 1, 3)],
    "closed": [*square(36.5, 33, 0.1), square(36.5, 33, 0.1)[0]],
    "words": [{"lat": "33", "lng": "36"}] * 3,
}  # fmt: skip


@pytest.mark.parametrize("shape", BAD_SHAPES, ids=str)
def test_a_shape_that_is_none_is_refused(service: Service, shape: str) -> None:
    assert service.put_area(vertices=BAD_SHAPES[shape])[0] == 400
    assert service.subscribe(vertices=BAD_SHAPES[shape])[0] == 400


def test_what_is_too_large_is_refused(service: Service) -> None:
    assert service.put_area(side_deg=0.6)[0] == 400
    assert service.subscribe(side_deg=0.6)[0] == 400
    wide = {"area": area_text(square(36.55, 33.05, 0.6))}
    assert service.call("searchIdentificationServiceAreas", query=wide)[0] == 413
    assert service.call("searchSubscriptions", query=wide)[0] == 413
    assert service.put_area(body=b'"' + b"a" * 4 * 1024 * 1024 + b'"')[0] == 413
    assert service.put_area(side_deg=0.45)[0] == 200


def test_a_request_that_does_not_parse_is_refused_without_being_repeated(service: Service) -> None:
    area = service.area()
    secret = "SECRET-77"
    bad: list[Any] = [
        b"", b"not json", b"\xff", b"[" * 100, [], {}, {"extents": secret}, {**area, "extents": {}},
        service.area(until_ms=T0_MS - 1), service.area(from_ms=T0_MS + HOUR_MS, until_ms=T0_MS),
        service.area(until_ms=None), service.area("http://flights.example"), service.area(f"https://{secret}.example/"),
        service.area(f"https://{secret}@flights.example"), service.area("ftp://flights.example"), service.area(""),
        service.area("https://flights.example?x=1"), service.area("https://flights.example:99999"),
        {**area, "extents": {**area["extents"], "time_start": secret}},
    ]  # fmt: skip
    for body in bad:
        status, answer = service.put_area(body=body)
        assert status == 400, body
        assert secret not in answer["message"]
    for query in (
        "",
        "1,2,3",
        "33,36,33.1,36",
        "33,36,33.1,36,nan,36",
        "33,36,33.1,36,x,36",
        "33,36," * 2_000,
    ):
        assert service.call("searchIdentificationServiceAreas", query={"area": query})[0] == 400, query[:20]
    assert service.call("searchIdentificationServiceAreas")[0] == 400
    assert service.call("searchSubscriptions", query={})[0] == 400
    some = {"area": area_text(square(36.55, 33.05, 0.1)), "earliest_time": "yesterday"}
    assert service.call("searchIdentificationServiceAreas", query=some)[0] == 400


def test_circles_and_heights_are_of_22a(world: World) -> None:
    service = Service(desk_of(at_once(world.nodes["A"])), BOTH[0])
    body = service.area()
    round_one = {
        "outline_circle": {"center": {"lat": 33.0, "lng": 36.5}, "radius": {"value": 900.5, "units": "M"}}
    }
    height = {"value": 100.0, "reference": "W84", "units": "M"}
    assert service.put_area(body={**body, "extents": {**body["extents"], "volume": round_one}})[0] == 200
    for number, volume in enumerate([
        {**round_one, **body["extents"]["volume"]}, {},
        {"outline_circle": {"center": {"lat": 33.0, "lng": 36.5}}},
        {"outline_circle": {**round_one["outline_circle"], "radius": {"value": 1.0, "units": "FT"}}},
        {"outline_circle": {**round_one["outline_circle"], "radius": {"value": -1.0, "units": "M"}}},
        {**round_one, "altitude_lower": {**height, "reference": "AGL"}},
        {**round_one, "altitude_lower": height, "altitude_upper": {**height, "value": 99.0}},
        {**round_one, "altitude_lower": {**height, "value": 1e9}},
    ]):  # fmt: skip
        wrong = {**body, "extents": {**body["extents"], "volume": volume}}
        assert service.put_area(numbered_id(number), body=wrong)[0] == 400, volume
    low = {**round_one, "altitude_lower": {**height, "value": -1000.0}, "altitude_upper": height}
    assert service.put_area(OTHER_ID, body={**body, "extents": {**body["extents"], "volume": low}})[0] == 200


def test_height_counts_for_who_is_told(world: World) -> None:
    service = Service(desk_of(at_once(world.nodes["A"])), BOTH[1])
    low, high = service.wish(), service.area()
    low["extents"]["spatial_volume"]["altitude_hi"] = 500.0
    high["extents"]["spatial_volume"]["altitude_lo"] = 600.0
    service.subscribe(body=low)
    assert told(service.put_area(body=high)[1]) == {}
    high["extents"]["spatial_volume"]["altitude_lo"] = 500.0
    assert told(service.put_area(numbered_id(1), body=high)[1]) == {OTHER_ID: 1}


# -- the side of a service ---------------------------------------------------------------------------------------


def test_this_node_has_no_flights_and_says_so(service: Service) -> None:
    status, answer = service.call("searchFlights", query={"view": "33.0,36.5,33.01,36.51"})
    assert (status, answer["flights"]) == (200, [])
    if service.dialect.name == "22a":
        assert answer["no_isas_present"] is True
        assert service.call("getIdentificationServiceAreaDetails", id=AREA_ID)[0] == 404
    assert service.call("searchFlights", query={"view": "33.0,36.5,33.1,36.6"})[0] == 413
    assert service.call("searchFlights", query={"view": "33.0,36.5,33.1"})[0] == 400
    assert service.call("getFlightDetails", id="flight-1")[0] == 404
    assert service.call("getFlightDetails", id="a%23b")[0] == 400


def test_a_notice_is_taken_and_wakes_who_asked_for_it(world: World, dialect: Dialect) -> None:
    """F3411-22a NET0730."""
    noticed: list[Any] = []
    desk = desk_of(at_once(world.nodes["A"]), lambda which, notice: noticed.append((which.name, notice)))
    service = Service(desk, dialect)
    service.subscribe()
    _, made = service.put_area()
    states = made["subscribers"][0]["subscriptions"]
    told_area = {"service_area": made["service_area"], "subscriptions": states, "extents": service.extents()}
    assert service.call("postIdentificationServiceArea", told_area, id=AREA_ID)[0] == 204
    assert service.call("postIdentificationServiceArea", {"subscriptions": states}, id=AREA_ID)[0] == 204
    assert [(name, one.is_gone, one.subscriptions) for name, one in noticed] == [
        (dialect.name, False, (OTHER_ID,)), (dialect.name, True, (OTHER_ID,)),
    ]  # fmt: skip
    assert service.call("postIdentificationServiceArea", {"subscriptions": [{}]}, id=AREA_ID)[0] == 400
    assert len(noticed) == 2


# -- a restart, and a batch that is lost -------------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Any]:
    """Opens the same store again and again, each time as after a restart."""
    clock, stores = make_world(parties=("A",)).clock, []

    def again(dialect: Dialect) -> tuple[Service, Any]:
        for one in stores:
            one.close()
        stores[:] = [SqliteStore(tmp_path / "a.sqlite")]
        node = at_once(open_node("A", charter(), clock, TestSalt(), stores[0]))
        return Service(desk_of(node), dialect), clock

    yield again
    for one in stores:
        one.close()


def test_what_stands_survives_a_restart(opened: Any, dialect: Dialect) -> None:
    service, clock = opened(dialect)
    service.subscribe()
    _, made = service.put_area()
    _, subscription = service.call("getSubscription", id=OTHER_ID)
    service, clock = opened(dialect)
    assert service.call("getIdentificationServiceArea", id=AREA_ID)[1]["service_area"] == made["service_area"]
    assert service.call("getSubscription", id=OTHER_ID)[1] == subscription
    assert subscription["subscription"]["notification_index"] == 1
    clock.go_on()
    _, changed = service.put_area(version=version_of(made))
    assert told(changed) == {OTHER_ID: 2}


def test_what_has_ended_is_deleted_from_the_disk(opened: Any, dialect: Dialect) -> None:
    service, clock = opened(dialect)
    service.subscribe()
    service.put_area()
    store = service.desk.node.room.store
    kinds = [f"rid_{kind}_{dialect.name}" for kind in ("area", "subscription")]
    assert [len(store.documents(kind)) for kind in kinds] == [1, 1]
    clock.go_on(2 * HOUR_MS)
    dss, room = service.desk.dss, service.desk.node.room
    assert dss.has_ended(room, dialect)
    service.desk.node.run_now(lambda room: dss.sweep(room, dialect))
    assert [len(store.documents(kind)) for kind in kinds] == [0, 0]
    assert not dss.has_ended(room, dialect)


def test_nothing_of_it_is_in_a_log(service: Service, world: World) -> None:
    before = world.room("A").ledger.entries_total()
    service.subscribe()
    service.put_area()
    assert world.room("A").ledger.entries_total() == before


def test_a_change_that_was_lost_leaves_no_trace(service: Service, world: World) -> None:
    service.subscribe()
    room = world.room("A")

    def torn(room: Any) -> None:
        service.desk.dss.put_area(room, service.dialect, "uss1", put_of(service))
        raise RuntimeError("the disk is full")

    with pytest.raises(Exception, match="nothing was written"):
        world.nodes["A"].run_now(torn)
    assert service.search() == []
    assert service.call("getSubscription", id=OTHER_ID)[1]["subscription"]["notification_index"] == 0
    assert room.store.documents(f"rid_area_{service.dialect.name}") == []


def put_of(service: Service) -> Any:
    return service.dialect.read_area(AREA_ID, "", json.dumps(service.area()).encode(), False)


# -- the whole of the published API ------------------------------------------------------------------------------


def test_every_operation_that_is_published_answers(service: Service) -> None:
    """Each path is there: what it answers is parsed by the published types (`Service.call`)."""
    parts = {"id": AREA_ID, "version": "V-1"}
    for operation in OPERATIONS[service.dialect.name]:
        service.call(operation.value, {}, **parts)
    assert {name for name, _ in service.seen} == {one.value for one in OPERATIONS[service.dialect.name]}


def test_other_paths_and_methods_are_refused_in_the_same_form(service: Service) -> None:
    for method, path, status in (
        ("GET", f"{service.dialect.prefix}/dss/nothing", 404),
        ("POST", f"{service.dialect.prefix}/dss/subscriptions", 405),
        ("GET", f"{service.dialect.prefix}/dss/identification_service_areas/", 404),
    ):
        answer = service.raw(method, path)
        assert answer.status_code == status, path
        assert answer.json()["message"]


def test_the_order_of_answers_tells_nothing(service: Service) -> None:
    for number in reversed(range(4)):
        service.put_area(numbered_id(number))
    assert service.search() == [numbered_id(number) for number in range(4)]
