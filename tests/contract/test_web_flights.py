"""Flights as an operator's page asks for them: plan, check, acknowledge, activate, track, end; where there are any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from tests.unit.web.web_harness import CHEAP, PASSWORD, SETTINGS, Page, gazetteer, rooms
from tests.uss_world import Sky, box, json_of, new_id, plan, sky
from tests.worlds import nd, report, site

from commonground.record import full
from commonground.room.uss.flights import flight_of
from commonground.web.app import make_app
from commonground.web.auth import PasswordAuthenticator, create_user

TWO = new_id(2)
POSTS = ("watch_officer", "custodian")


@dataclass
class Pages:
    made: Sky
    page: Page
    app: Any = None


@pytest.fixture
def b() -> Iterator[Pages]:
    with sky() as made:
        made.dss("A")
        b = made.uss("B")
        made.uss("J")
        app = app_of(b)
        page = page_at(made, app)
        page.runner.run(app.state.web.feed.flush())
        yield Pages(made, page, app)


def page_of(made: Sky, uss: Any, post: str = "watch_officer") -> Page:
    return page_at(made, app_of(uss), post)


def app_of(uss: Any) -> Any:
    node = uss.node
    node.run_now(
        lambda room: create_user(room.store, "ann", "Ann", PASSWORD, True, ("en",), POSTS, hasher=CHEAP)
    )
    return make_app(
        node, gazetteer(), settings=replace(SETTINGS, flights=uss.supplier),
        authenticator=PasswordAuthenticator(hasher=CHEAP),
    )  # fmt: skip


def page_at(made: Sky, app: Any, post: str = "watch_officer") -> Page:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url="https://node.test")
    return Page(client, made.runner).sign_in(post=post)


def new_plan(*volumes: Any, **changes: Any) -> dict[str, Any]:
    return {"volumes": full(volumes or (box(),)), **changes}


def test_a_flight_from_plan_to_end(b: Pages) -> None:
    page = b.page
    assert page.get("/api/drones")["rows"] == []
    made = page.post("/api/drones", new_plan(rank=3, flight_type="BVLOS"))["flight"]
    assert (made["state"], made["rank"], made["flight_type"], made["met"]) == ("Accepted", 3, "BVLOS", [])
    at = f"/api/drones/{made['id']}"
    assert page.post(f"{at}/activate")["flight"]["state"] == "Activated"
    changed = page.post(f"{at}/change", new_plan(box(until_min=50), rank=3))["flight"]
    assert (changed["state"], changed["version"]) == ("Activated", 3)
    b.made.clock.go_on(11 * 60_000)
    told = {"t_ms": b.made.clock.ms, "lon_nd": nd(36.5), "lat_nd": nd(33.0), "altitude": full(box().lower)}
    assert page.post(f"{at}/telemetry", told)["phase"] == "conforming"
    [row] = page.get("/api/drones")["rows"]
    assert (row["track"]["inside_permille"], row["track"]["keeps_to_it"]) == (1000, True)
    strayed = page.post(f"{at}/stray", {"state": "Nonconforming"})["flight"]
    assert (strayed["state"], len(strayed["off_nominal"])) == ("Nonconforming", 1)
    assert page.post(f"{at}/activate")["flight"]["off_nominal"] == []
    assert page.post(f"{at}/end") == {"ended": made["id"]}
    assert page.get("/api/drones")["rows"] == []
    page.post(f"{at}/end", status=422)


def test_a_change_of_a_flight_that_strayed_keeps_where_it_is_expected(b: Pages) -> None:
    made = b.page.post("/api/drones", new_plan())["flight"]
    at = f"/api/drones/{made['id']}"
    b.page.post(f"{at}/activate")
    strayed = b.page.post(f"{at}/stray", {"state": "Nonconforming"})["flight"]
    assert len(strayed["off_nominal"]) == 1
    changed = b.page.post(f"{at}/change", new_plan(box(until_min=50)))["flight"]
    assert (changed["state"], changed["off_nominal"]) == ("Nonconforming", strayed["off_nominal"])
    assert changed["volumes"] == full((box(until_min=50),))


def test_a_check_says_what_is_met_and_when_nothing_would_stop_it(b: Pages) -> None:
    b.made.run(b.made.services["J"].supplier.change(TWO, plan(rank=5)))
    told = b.page.post("/api/drones/check", new_plan())
    [met] = told["met"]
    assert (met["id"], met["manager"], met["rank"], met["stops"]) == (TWO, "uss-j", 5, True)
    assert told["earliest_ms"] == box().until_ms + 1
    refused = b.page.post("/api/drones", new_plan(), status=409)
    assert refused["error"]["detail"]["met"][0]["id"] == TWO
    assert set(refused["error"]["text"]) == {"en", "ar", "ru"}
    free = b.page.post("/api/drones/check", new_plan(rank=6))
    assert ([one["stops"] for one in free["met"]], free["earliest_ms"]) == ([False], box().from_ms)
    made = b.page.post("/api/drones", new_plan(box(lon=36.51)))["flight"]
    b.page.post(f"/api/drones/{made['id']}/activate")
    assert b.page.get("/api/drones")["rows"][0]["met"] == []
    strayed = b.page.post(f"/api/drones/{made['id']}/stray", {"state": "Nonconforming"})["flight"]
    assert [one["id"] for one in strayed["met"]] == [TWO], (
        "where it is expected is met, not only where it was planned"
    )
    [peer] = b.page.get("/api/drones")["peers"]
    assert (peer["id"], peer["state"], peer["manager"], peer["rank"]) == (TWO, "Accepted", "uss-j", 5)


def test_a_site_that_a_plan_meets_is_acknowledged_first(b: Pages) -> None:
    b.made.world.nodes["J"].run_now(lambda room: None)
    b.made.services["B"].node.write(lambda room: _report(room)).result()
    told = b.page.post("/api/drones/check", new_plan())
    [hit] = told["report"]["hits"]
    refused = b.page.post("/api/drones", new_plan(), status=409)
    assert [one["key"] for one in refused["error"]["detail"]["missing"]] == [hit["key"]]
    made = b.page.post("/api/drones", new_plan(acknowledged=[hit["key"]]))["flight"]
    b.page.post(f"/api/drones/{made['id']}/activate")


def _report(room: Any) -> None:
    from commonground.room.submit import submit

    submit(room, report(site(36.5, 33.0)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"volumes": []}, {"volumes": full((box(),)), "rank": -1}, {"volumes": full((box(),)), "flight_type": "x"},
        {"volumes": [{**full(box()), "upper": None}]}, {}, {"volumes": full((box(lon=80),))},
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(b: Pages, wrong: Any) -> None:
    transport = b.page.runner.run(
        b.page.client.post("/api/drones", json=wrong, headers={"X-CSRF": b.page.csrf})
    )
    assert transport.status_code in (400, 422)
    assert b.page.get("/api/drones")["rows"] == []


def test_who_may_not_fly_is_refused(b: Pages) -> None:
    b.page.post("/api/take-post", {"post": "custodian"})
    b.page.post("/api/drones", new_plan(), status=403)
    b.page.get("/api/drones")


def test_a_ground_station_sends_positions_with_a_token_of_this_service(b: Pages) -> None:
    made = b.page.post("/api/drones", new_plan(box(from_min=0)))["flight"]
    b.page.post(f"/api/drones/{made['id']}/activate")
    url = f"http://uss-b.test/ground/v1/flights/{made['id']}/positions"
    fix = {"t_ms": b.made.clock.ms, "lon_nd": nd(36.5), "lat_nd": nd(33.0), "altitude": full(box().lower)}
    scope = "commonground.telemetry"
    assert b.made.ask("POST", url, "uss-j", scope, body={"positions": [fix]}).status_code == 403
    assert (
        b.made.ask("POST", url, "uss-b", "utm.strategic_coordination", body={"positions": [fix]}).status_code
        == 403
    )
    assert b.made.ask("POST", url, "uss-b", scope, body={"positions": []}).status_code == 400
    told = b.made.ask("POST", url, "uss-b", scope, body={"positions": [fix]})
    assert json_of(told)["phase"] == "conforming"
    held = b.made.services["B"].node.read(lambda room: flight_of(room, made["id"])).result()
    assert held is not None


def test_a_node_that_plans_no_flights_has_no_such_address() -> None:
    with sky(parties=("A",)) as made:
        made.dss("A")
        node = made.world.nodes["A"]
        app = make_app(node, gazetteer(), settings=SETTINGS)
        assert not [route for route in app.routes if "drones" in getattr(route, "path", "")]


def new_rule(*volumes: Any, **changes: Any) -> dict[str, Any]:
    return {"volumes": full(volumes or (box(radius_m=400),)), **changes}


def test_a_constraint_from_its_check_to_its_end(b: Pages) -> None:
    page = b.page
    assert page.get("/api/drones")["constraints"] == []
    planned = page.post("/api/drones", new_plan())["flight"]
    told = page.post("/api/drones/constraints/check", new_rule())
    assert [(one["id"], one["stops"]) for one in told["met"]] == [(planned["id"], False)]
    made = page.post("/api/drones/constraints", new_rule(type="example.fire"))["constraint"]
    assert (made["held"], made["version"], made["type"], made["asked"]) == (True, 1, "example.fire", False)
    at = f"/api/drones/constraints/{made['id']}"
    changed = page.post(f"{at}/change", new_rule(box(radius_m=300)))["constraint"]
    assert (changed["version"], changed["type"]) == (2, "")
    [row] = page.get("/api/drones")["constraints"]
    assert (row["id"], row["until_ms"], row["owed"]) == (made["id"], box().until_ms, [])
    assert page.get("/api/drones")["peers"] == [], "its own is no other's"
    assert page.post(f"{at}/end") == {"ended": made["id"]}
    assert page.get("/api/drones")["constraints"] == []
    refused = page.post(f"{at}/end", status=422)
    assert set(refused["error"]["text"]) == {"en", "ar", "ru"}


def test_a_constraint_is_for_the_posts_that_may(b: Pages) -> None:
    made = b.page.post("/api/drones/constraints", new_rule())["constraint"]
    b.page.post("/api/take-post", {"post": "custodian"})
    b.page.post("/api/drones/constraints/check", new_rule())
    b.page.post("/api/drones/constraints", new_rule(), status=403)
    b.page.post(f"/api/drones/constraints/{made['id']}/change", new_rule(), status=403)
    b.page.post(f"/api/drones/constraints/{made['id']}/end", status=403)
    assert [one["id"] for one in b.page.get("/api/drones")["constraints"]] == [made["id"]]


def test_a_site_that_a_constraint_meets_is_acknowledged_first(b: Pages) -> None:
    b.made.services["B"].node.write(lambda room: _report(room)).result()
    [hit] = b.page.post("/api/drones/constraints/check", new_rule())["report"]["hits"]
    refused = b.page.post("/api/drones/constraints", new_rule(), status=409)
    assert [one["key"] for one in refused["error"]["detail"]["missing"]] == [hit["key"]]
    b.page.post("/api/drones/constraints", new_rule(acknowledged=[hit["key"]]))


@pytest.mark.parametrize(
    "wrong", [{"volumes": []}, {"type": "x"}, {"volumes": full((box(),)), "type": "y" * 101}]
)
def test_a_constraint_that_cannot_be_is_refused(b: Pages, wrong: Any) -> None:
    answer = b.page.runner.run(
        b.page.client.post("/api/drones/constraints", json=wrong, headers={"X-CSRF": b.page.csrf})
    )
    assert answer.status_code in (400, 422)
    assert b.page.get("/api/drones")["constraints"] == []


def changed(b: Pages, name: str) -> dict[str, Any]:
    """The difference of a list that the last event of the feed brought."""
    feed = b.app.state.web.feed
    b.page.runner.run(feed.flush())
    events = [json.loads(data.partition(b"data: ")[2]) for _, data in feed.ring]
    return next(one[name] for one in reversed(events) if name in one)


def test_what_changes_comes_with_the_feed(b: Pages) -> None:
    held = b.page.get("/api/picture")
    assert (held["drone_flights"]["rows"], held["drone_peers"]["rows"]) == ([], [])
    made = b.page.post("/api/drones", new_plan(box(from_min=0), rank=3))["flight"]
    [row] = changed(b, "drone_flights")["rows"]
    assert (row["key"], row["state"], row["rank"]) == (made["id"], "Accepted", 3)
    at = f"/api/drones/{made['id']}"
    b.page.post(f"{at}/activate")
    told = {"t_ms": b.made.clock.ms, "lon_nd": nd(36.5), "lat_nd": nd(33.0), "altitude": full(box().lower)}
    b.page.post(f"{at}/telemetry", told)
    [row] = changed(b, "drone_flights")["rows"]
    assert (row["state"], row["track"]["phase"]) == ("Activated", "conforming")
    assert b.page.get("/api/picture")["drone_flights"]["rows"] == [row]
    b.page.post(f"{at}/end")
    assert changed(b, "drone_flights") == {"rows": [], "gone": [made["id"]]}


def test_what_other_services_tell_comes_with_the_feed(b: Pages) -> None:
    b.made.run(b.made.services["J"].supplier.change(TWO, plan(rank=5)))
    b.page.post("/api/drones/check", new_plan())
    [row] = changed(b, "drone_peers")["rows"]
    assert (row["key"], row["manager"], row["rank"], row["state"]) == (TWO, "uss-j", 5, "Accepted")


def test_pages_of_a_node_that_plans_no_flights_have_no_such_lists() -> None:
    with rooms() as r:
        assert "drone_flights" not in r.signed_in("A").get("/api/picture")


def test_own_constraints_come_with_the_feed(b: Pages) -> None:
    made = b.page.post("/api/drones/constraints", new_rule(type="example.fire"))["constraint"]
    [row] = changed(b, "drone_rules")["rows"]
    assert (row["key"], row["type"]) == (made["id"], "example.fire")
    b.page.post(f"/api/drones/constraints/{made['id']}/end")
    assert changed(b, "drone_rules") == {"rows": [], "gone": [made["id"]]}


def test_what_the_room_says_of_a_flight_that_no_service_told_again_is_believed(b: Pages) -> None:
    """B asked for its details once and has no subscription there; its notice comes by the log of who runs the DSS."""

    def peer() -> list[Any]:
        b.made.world.carry_all()
        rows = b.page.get("/api/drones")["peers"]
        return [(one["state"], one["version"], one["rank"]) for one in rows if one["id"] == TWO]

    j = b.made.services["J"].supplier
    b.made.run(j.change(TWO, plan(rank=5)))
    b.page.post("/api/drones/check", new_plan())
    assert peer() == [("Accepted", 1, 5)]
    b.made.run(j.change(TWO, plan(state="Activated", rank=5)))
    assert peer() == [("Activated", 2, 5)]
    b.made.run(j.end(TWO))
    assert peer() == []


def seen_by_b(*, hidden: bool) -> dict[str, Any]:
    """What B's page holds of flights, in worlds that differ in what A, who runs the DSS, keeps to itself."""
    from commonground.room.submit import submit

    with sky() as made:
        made.dss("A")
        b, j = made.uss("B"), made.uss("J")
        page = page_at(made, app_of(b))
        if hidden:
            made.world.nodes["A"].run_now(lambda room: submit(room, report(site(36.5, 33.0))))
        made.run(j.supplier.change(TWO, plan(rank=5)))
        page.post("/api/drones/check", new_plan())
        made.world.carry_all()
        held = page.get("/api/picture")
        return {name: held[name] for name in held if name.startswith("drone_")}


def test_lists_of_flights_hold_nothing_of_what_is_between_others() -> None:
    """T-8."""
    assert seen_by_b(hidden=True) == seen_by_b(hidden=False)
