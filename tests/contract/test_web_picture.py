"""The picture: windows, what was known at a past moment, nodes, and what a restart brings back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.web.web_harness import Page, Rooms, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, notice, report, site, volume

from commonground.room.context import Contact

DAY_MS = 24 * HOUR_MS


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def keys(page: Page, query: str = "") -> list[str]:
    return sorted(row["key"] for row in page.get(f"/api/picture{query}")["notices"]["rows"])


def test_the_live_window_is_a_day_back_and_eight_ahead_and_says_what_it_leaves_out(r: Rooms) -> None:
    soon = r.world.say("A", announce(notice(), "B")).version.key
    late = r.world.say("A", announce(notice(volume(from_ms=T0_MS + 9 * DAY_MS)), "B")).version.key
    page = r.signed_in("A")
    picture = page.get("/api/picture")
    assert [row["key"] for row in picture["notices"]["rows"]] == [soon]
    assert (picture["notices"]["total"], picture["notices"]["shown"]) == (2, 1)
    assert picture["as_of_ms"] is None
    assert keys(page, f"?from_ms={T0_MS}&until_ms={T0_MS + 10 * DAY_MS}") == sorted([soon, late])
    assert page.get(f"/api/picture?from_ms={T0_MS}&until_ms={T0_MS - 1}", 422)["error"]["field"] == "from_ms"


def test_states_follow_the_clock(r: Rooms) -> None:
    r.world.say("A", announce(notice(), "B"))
    page = r.signed_in("A")
    states = []
    for after_ms in (0, 47 * HOUR_MS, 48 * HOUR_MS, 50 * HOUR_MS, 50 * HOUR_MS + 1):
        r.world.clock.ms = T0_MS + after_ms
        if after_ms:
            page.sign_in()
        states.append(page.get("/api/picture")["notices"]["rows"][0]["state"])
    assert states == ["announced", "announced", "active", "active", "ended"]


def test_as_of_shows_what_had_arrived_by_then(r: Rooms) -> None:
    said = r.world.say("A", announce(notice(), "B"))
    sited = r.world.say("J", report(site(), "B"))
    r.world.clock.go_on(60_000)
    r.world.carry_all()
    arrived_ms = r.world.clock.ms
    page = r.signed_in("B")
    page.post(f"/api/notices/{said.version.key}/answer", {"code": "concern", "lang": "en", "text": ""})
    r.world.clock.go_on(60_000)
    entity = said.version.entity
    r.world.say("A", announce(notice(volume(37.5)), "B", action="amend", entity=entity))
    r.world.carry_all()
    assert keys(page, f"?as_of_ms={arrived_ms - 1}") == []
    then = page.get(f"/api/picture?as_of_ms={arrived_ms}")
    row = then["notices"]["rows"][0]
    assert (then["as_of_ms"], row["version"], row["replies"][0]["code"]) == (arrived_ms, 1, "concern")
    assert [one["key"] for one in then["sites"]["rows"]] == [sited.version.key]
    assert [one["key"] for one in then["conflicts"]["rows"]] == [f"{said.version.key}|sites|J"]
    assert then["drafts"]["rows"] == then["held"]["rows"] == then["due"]["rows"] == []
    now = page.get("/api/picture")
    assert now["notices"]["rows"][0]["version"] == 2
    assert now["conflicts"]["rows"] == []
    same = page.get(f"/api/picture?as_of_ms={r.world.clock.ms}")
    assert same["notices"]["rows"] == [{**now["notices"]["rows"][0]}]
    assert page.get(f"/api/picture?as_of_ms={r.world.clock.ms + 1}", 422)["error"]["field"] == "as_of_ms"


def test_delivery_is_shown_only_once_it_was_known(r: Rooms) -> None:
    r.world.say("A", announce(notice(), "B"))
    page = r.signed_in("A")
    assert page.get("/api/picture")["notices"]["rows"][0]["recipients"][0]["delivered_ms"] is None
    r.world.clock.go_on(60_000)
    r.world.carry_all()
    assert page.get("/api/picture")["notices"]["rows"][0]["recipients"][0]["delivered_ms"] == r.world.clock.ms
    then = page.get(f"/api/picture?as_of_ms={T0_MS}")["notices"]["rows"][0]
    assert then["recipients"][0]["delivered_ms"] is None


def test_nodes_say_who_is_reached_and_how_much_waits(r: Rooms) -> None:
    r.world.say("A", announce(notice(), "B"))
    page = r.signed_in("A")
    nodes = {row["party"]: row for row in page.get("/api/picture")["nodes"]}
    assert nodes["A"]["own"]
    assert (nodes["B"]["waiting"], nodes["B"]["reachable"], nodes["B"]["heard_ms"]) == (
        2,
        False,
        None,
    )  # the notice, and that the post was taken
    r.world.carry_all()
    r.world.room("A").contacts["B"] = Contact(heard_ms=r.world.clock.ms, skew_ms=-40)
    nodes = {row["party"]: row for row in page.get("/api/picture")["nodes"]}
    assert (nodes["B"]["waiting"], nodes["B"]["reachable"], nodes["B"]["skew_ms"]) == (0, True, -40)


def test_a_site_that_was_told_to_another_shows_nowhere(r: Rooms) -> None:
    r.world.say("J", report(site(name="Hidden"), "B"))
    r.world.say("A", announce(notice(), "B"))
    r.world.carry_all()
    picture: dict[str, Any] = r.signed_in("A").get("/api/picture")
    assert "Hidden" not in str(picture)
    assert picture["sites"] == {"rows": [], "total": 0, "shown": 0}
    assert picture["conflicts"]["total"] == 0
    assert picture["notices"]["rows"][0]["hits"] == 0


def test_a_later_process_shows_the_same_picture(tmp_path: Path) -> None:
    with rooms(folder=tmp_path) as first:
        first.world.say("J", report(site(), "A"))
        first.world.say("B", announce(notice(), "A"))
        first.world.carry_all()
        page = first.signed_in("A")
        key = page.get("/api/picture")["conflicts"]["rows"][0]["key"]
        page.post(f"/api/conflicts/{key}/state", {"state": "acknowledged", "note": "n", "owner": "custodian"})
        before = page.get("/api/picture")
    with rooms(folder=tmp_path, accounts=False) as second:
        after = second.signed_in("A").get("/api/picture")
        for name in ("notices", "sites", "messages", "conflicts", "due"):
            strip = [{k: v for k, v in row.items() if k != "leaf"} for row in after[name]["rows"]]
            assert strip == [{k: v for k, v in row.items() if k != "leaf"} for row in before[name]["rows"]], (
                name
            )


def test_every_list_shows_all_that_it_counts(r: Rooms) -> None:
    said = r.world.say("A", announce(notice(), "B"))
    sited = r.world.say("J", report(site(), "B"))
    r.world.carry_all()
    page = r.signed_in("B")
    page.post(f"/api/notices/{said.version.key}/opened")
    page.get(f"/api/sites/{sited.version.key}")
    page.post(f"/api/notices/{said.version.key}/answer", {"code": "will_avoid"})
    r.world.carry_all()
    for party in ("A", "B", "J"):
        picture = r.signed_in(party).get("/api/picture")
        for name in ("notices", "sites", "messages", "conflicts", "due", "drafts", "held"):
            rows = picture[name]
            assert len(rows["rows"]) == rows["shown"] == rows["total"], (party, name)
    assert [row["kind"] for row in page.get("/api/picture")["messages"]["rows"]] == ["answer"]
