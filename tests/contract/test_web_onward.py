"""Onward release through the web: asked, held, undone, released, refused, silent; and what each page is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.web.web_harness import Page, Rooms, Stream, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, notice, report, site

from commonground.web.app import tick_once

DAY_MS = 24 * HOUR_MS


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def asked(r: Rooms) -> tuple[Page, Page, str, str]:
    """B asks J to release a clinic to A: pages of B and J, the clinic, and the address of the request."""
    key = r.world.say("J", report(site(), "B")).version.key
    r.world.carry_all()
    page = r.signed_in("B")
    row = page.post("/api/requests", {"about": key, "to": "A", "lang": "en", "reason": "their convoy"})
    r.world.carry_all()
    return page, r.signed_in("J", post="humanitarian_liaison"), key, f"/api/requests/{row['key']}"


def request_at(page: Page, **query: int) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    [row] = page.get(f"/api/picture?{asked}")["requests"]["rows"]
    assert isinstance(row, dict)
    return row


def test_both_pages_show_the_request_and_the_third_shows_nothing(r: Rooms) -> None:
    at_b, at_j, key, _ = asked(r)
    mine, theirs = request_at(at_b), request_at(at_j)
    for row in (mine, theirs):
        assert (row["state"], row["about"], row["to"], row["party"]) == ("asked", key, "A", "B")
        assert row["reason"] == {"lang": "en", "text": "their convoy"}
        assert row["due_ms"] == T0_MS + DAY_MS
    assert mine["own"]
    assert mine["delivered_ms"] is not None
    [due] = [one for one in at_j.get("/api/picture")["due"]["rows"] if one["what"] == "release_request"]
    assert (due["about"], due["due_ms"], due["rank"]) == (key, T0_MS + DAY_MS, 3)
    third = r.signed_in("A").get("/api/picture")
    assert third["requests"]["rows"] == third["messages"]["rows"] == third["sites"]["rows"] == []
    said = {one["kind"]: one for one in at_j.get("/api/picture")["messages"]["rows"]}
    assert (said["release_request"]["third"], said["release_request"]["about"]) == ("A", key)
    assert at_b.get("/api/search?q=convoy")["total"] == 1


def test_a_release_is_held_undone_and_goes_out_by_itself(r: Rooms) -> None:
    at_b, at_j, key, at = asked(r)
    row = at_j.post(f"{at}/grant", {"precision": "district", "mode": "keep"})
    assert (row["state"], row["held_until_ms"]) == ("asked", r.world.clock.ms + 10_000)
    assert at_j.post(f"{at}/undo")["held_until_ms"] is None
    assert at_j.post(f"{at}/grant", {"precision": "district"})["held_until_ms"] is not None
    r.world.clock.go_on(10_000)
    r.runner.run(tick_once(r.apps["J"].state.web))
    assert request_at(at_j)["state"] == "granted"
    r.world.carry_all()
    assert request_at(at_b)["state"] == "granted"
    [shown] = r.signed_in("A").get("/api/picture")["sites"]["rows"]
    assert (shown["key"], shown["place"]["precision"]) == (key, "district")
    assert [one["kind"] for one in at_b.get("/api/picture")["messages"]["rows"]][:1] == ["release_granted"]


def test_now_does_not_wait_and_a_refusal_needs_no_word(r: Rooms) -> None:
    at_b, at_j, key, at = asked(r)
    at_j.post(f"{at}/refuse", {})
    r.world.carry_all()
    row = request_at(at_b)
    assert (row["state"], row["answer_text"], row["late"]) == ("refused", None, False)
    second = at_b.post("/api/requests", {"about": key, "to": "A"})
    r.world.carry_all()
    at_j.post(f"/api/requests/{second['key']}/grant", {})
    assert at_j.post(f"/api/requests/{second['key']}/now")["state"] == "granted"


def test_a_refusal_of_the_node_is_said_in_three_languages(r: Rooms) -> None:
    at_b, at_j, key, at = asked(r)
    again = at_b.post("/api/requests", {"about": key, "to": "A"}, status=422)["error"]
    assert again["text"]["ru"] == "уже запрошено и ждёт ответа"
    assert again["field_text"]["ar"] == "الطرف الثالث"
    gone = at_b.post("/api/requests", {"about": "J/S-22222222", "to": "A"}, status=422)["error"]
    assert gone["field_text"]["en"] == ""
    at_j.post(f"{at}/grant", {})
    assert at_j.post(f"{at}/refuse", {}, status=422)["error"]["text"]["en"]


def test_hits_come_back_to_be_acknowledged(r: Rooms) -> None:
    flight = r.world.say("A", announce(notice(), "B")).version
    clinic = r.world.say("J", report(site(), "A")).version
    r.world.carry_all()
    row = r.signed_in("B").post("/api/requests", {"about": flight.key, "to": "J"})
    r.world.carry_all()
    page = r.signed_in("A")
    missing = page.post(f"/api/requests/{row['key']}/grant", {}, status=409)["error"]
    keys = [one["key"] for one in missing["detail"]["missing"]]
    assert keys == [f"{clinic.key}@1"]
    assert page.post(f"/api/requests/{row['key']}/grant", {"acknowledged": keys})["held_until_ms"]


def test_what_came_back_says_why_in_three_languages(r: Rooms) -> None:
    _, at_j, key, at = asked(r)
    at_j.post(f"{at}/grant", {})
    at_j.post(f"/api/sites/{key.partition('/')[2]}/withdraw", {"party": "B"})
    r.world.clock.go_on(10_000)
    r.runner.run(tick_once(r.apps["J"].state.web))
    row = request_at(at_j)
    assert row["state"] == "asked"
    assert "B" in row["back_text"]["ru"]


def test_the_page_hears_of_the_silence_when_its_time_comes(r: Rooms) -> None:
    at_b, _, _, _ = asked(r)
    web = r.apps["B"].state.web

    async def heard() -> dict[str, Any]:
        async with Stream(r.apps["B"], f"/api/feed?cursor={web.feed.cursor}", at_b.cookie) as stream:
            await web.feed.flush()
            await web.feed.beat()
            r.world.clock.ms = T0_MS + DAY_MS + 1
            await web.feed.beat()
            while True:
                found = await stream.event("change")
                assert found is not None
                for row in found[1].get("requests", ()):
                    if row["state"] == "no_answer":
                        web.feed.end_all()
                        return dict(row)

    assert r.runner.run(heard())["state"] == "no_answer"


def test_the_past_shows_how_it_stood_then(r: Rooms) -> None:
    _, _, _, at = asked(r)
    r.world.clock.ms = T0_MS + 30 * HOUR_MS
    r.signed_in("J", post="humanitarian_liaison").post(f"{at}/refuse", {})
    r.world.carry_all()
    r.world.clock.ms = T0_MS + 40 * HOUR_MS
    at_b = r.signed_in("B")
    states = [
        request_at(at_b, as_of_ms=T0_MS + hours * HOUR_MS)["state"] for hours in (1, 24, 25, 29, 31, 39)
    ]
    assert states == ["asked", "asked", "no_answer", "no_answer", "refused", "refused"]
    assert at_b.get(f"/api/picture?as_of_ms={T0_MS - 1}")["requests"]["total"] == 0


def test_a_page_is_told_of_no_more_than_its_node(r: Rooms) -> None:
    """Who holds it is the originator's to know, before and after."""
    at_b, at_j, key, at = asked(r)
    assert (request_at(at_j)["asker_holds"], request_at(at_j)["third_holds"]) == (True, False)
    at_j.post(f"{at}/grant", {})
    at_j.post(f"{at}/now")
    r.world.carry_all()
    assert request_at(at_j)["third_holds"] is True
    row = request_at(at_b)
    assert (row["asker_holds"], row["third_holds"]) == (None, None)
    assert (
        next(one for one in at_b.get("/api/picture")["sites"]["rows"] if one["key"] == key)["recipients"]
        == []
    )
