"""T-8 at the door: two worlds that differ only in what A may not see give A the same bytes, whatever A asks."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.web.web_harness import Rooms, draft, rooms
from tests.worlds import HOUR_MS, T0_MS, TestSalt, announce, circle, notice, report, site, volume

from commonground.record import full


def say_what_all_worlds_hold(r: Rooms) -> None:
    r.world.say("J", report(site(36.5, 33.0, "Open clinic"), "A", "B"))
    r.world.say("B", announce(notice(volume(36.7)), "A", "J"))
    r.world.carry_all()
    r.world.clock.go_on(60_000)


def hide(r: Rooms, variant: str) -> None:
    """Things that are between others; nothing of them concerns A."""
    if variant == "site":
        r.world.say("J", report(site(36.5, 33.001, "Hidden clinic"), "B"))
    if variant == "notice":
        r.world.say(
            "B", announce(notice(volume(36.5, from_ms=T0_MS + 49 * HOUR_MS), activity_class="sar"), "J")
        )
    if variant == "own site":
        r.world.say("B", report(site(36.5, 33.001, "Hidden clinic")))
    r.world.carry_all()


def everything_that_a_can_ask(r: Rooms) -> dict[str, Any]:
    page = r.signed_in("A")
    made = draft([full(volume())], "B")
    answers: dict[str, Any] = {}

    def get(path: str) -> None:
        answer = page.runner.run(page.client.get(path))
        answers[path] = (answer.status_code, answer.content, dict(answer.headers))

    for path in (
        "/api/picture", f"/api/picture?as_of_ms={r.world.clock.ms}", "/api/search?q=clinic", "/api/search?q=Hidden",
        "/api/gazetteer?q=Daraa", "/api/place?lon_nd=36500000000&lat_nd=33001000000", "/api/second-post", "/api/story",
    ):  # fmt: skip
        get(path)
    site_key = next(row["key"] for row in page.get("/api/picture")["sites"]["rows"])
    get(f"/api/sites/{site_key}")
    for what, formats in (
        ("sites", ("csv", "geojson", "kml", "gpx")),
        ("notices", ("csv", "ics", "aco", "kml")),
    ):
        for form in formats:
            get(f"/api/export?what={what}&format={form}")
        get(f"/api/print?what={what}")
    answers["check"] = page.post("/api/check", {"draft": made})
    body = {"footprint": full(circle(36.5, 33.0, 10)), "radius_m": 5_000, "volume": full(volume())}
    answers["sites"] = page.post("/api/sites/check", body)
    keys = [hit["key"] for hit in answers["check"]["hits"]]
    order = {"draft": made, "acknowledged": keys, "report_id": answers["check"]["report_id"]}
    answers["release"] = page.post("/api/release", order)
    answers["now"] = page.post(f"/api/held/{answers['release']['held']['id']}/now")
    r.world.carry_all()
    get("/api/picture")
    for origin, size in r.world.room("A").store.origins().items():
        for index in range(size):
            get(f"/api/record/{origin}/{index}")
    r.runner.run(r.apps["A"].state.web.feed.flush())
    answers["feed"] = list(r.apps["A"].state.web.feed.ring)
    return answers


def of_one_world(variant: str) -> dict[str, Any]:
    with rooms(salt=TestSalt()) as r:
        say_what_all_worlds_hold(r)
        hide(r, variant)
        return everything_that_a_can_ask(r)


@pytest.mark.parametrize("variant", ["site", "notice", "own site"])
def test_what_others_keep_between_them_changes_no_byte_at_a(variant: str) -> None:
    without, with_it = of_one_world("nothing"), of_one_world(variant)
    assert without.keys() == with_it.keys()
    assert len(without) > 25
    for name, answer in without.items():
        assert with_it[name] == answer, name
    assert b"Open clinic" in without["/api/picture"][1]
    assert "Hidden" not in str(with_it).replace("q=Hidden", "")


def test_the_comparison_would_see_what_a_is_told() -> None:
    with rooms(salt=TestSalt()) as r:
        say_what_all_worlds_hold(r)
        r.world.say("J", report(site(36.5, 33.001, "Hidden clinic"), "A"))
        r.world.carry_all()
        told = everything_that_a_can_ask(r)
    without = of_one_world("nothing")
    differing = {name for name in without if told.get(name) != without[name]}
    assert {
        "check",
        "sites",
        "/api/picture",
        "/api/search?q=clinic",
        "/api/export?what=sites&format=csv",
    } <= differing
