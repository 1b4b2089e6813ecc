"""The line through the web: STOP without a body, calls to every page of a party, read-backs, channel classes, beats."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.web.web_harness import Page, Rooms, Stream, rooms
from tests.worlds import T0_MS, charter

from commonground.web.app import background, tick_once

SENT = {
    "lon_nd": 40_140_000_000,
    "lat_nd": 35_330_000_000,
    "radius_tmm": 0,
    "precision": "exact",
    "how_obtained": "map",
}

FLASH = {"to": "B", "precedence": "FLASH", "channel_class": "SAFETY"}


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        yield made


def carry(r: Rooms) -> None:
    while r.world.carry_all():
        pass


def refused(page: Page, path: str, body: dict[str, Any], status: int = 422) -> dict[str, Any]:
    error = page.post(path, body, status)["error"]
    assert isinstance(error, dict)
    return error


def calls(page: Page) -> list[dict[str, Any]]:
    rows = page.get("/api/picture")["calls"]["rows"]
    assert isinstance(rows, list)
    return rows


def flash(r: Rooms, page: Page, **fields: Any) -> dict[str, Any]:
    row = page.post("/api/calls", FLASH | fields)
    carry(r)
    assert isinstance(row, dict)
    return row


def test_stop_needs_no_body_and_a_second_press_is_a_mistake(r: Rooms) -> None:
    at_a = r.signed_in("A")
    first = at_a.post("/api/stop", content=b"")
    assert [(row["to"], row["stop"], row["precedence"]) for row in first["rows"]] == [
        ("B", True, "FLASH"), ("J", True, "FLASH"),
    ]  # fmt: skip
    assert first["mistake"] is False
    again = at_a.post("/api/stop", content=b"")
    assert again["mistake"] is True
    assert [row["key"] for row in again["rows"]] == [row["key"] for row in first["rows"]]
    carry(r)
    [seen] = calls(r.signed_in("B"))
    assert (seen["own"], seen["party"], seen["mistake"], seen["open"]) == (False, "A", True, True)


def test_a_flash_comes_to_every_page_of_the_party_and_any_post_takes_it(r: Rooms) -> None:
    at_a = r.signed_in("A")
    pages = [r.signed_in("B"), r.signed_in("B", "bob", "humanitarian_liaison")]
    web = r.apps["B"].state.web
    row = at_a.post("/api/calls", FLASH | {"message": {"text": {"lang": "en", "text": "you are hitting us"}}})

    async def run() -> None:
        async with background(web):
            await web.feed.flush()
            at = f"/api/feed?cursor={web.feed.cursor}"
            async with (
                Stream(r.apps["B"], at, pages[0].cookie) as first,
                Stream(r.apps["B"], at, pages[1].cookie) as second,
            ):
                await asyncio.to_thread(carry, r)
                for stream in (first, second):
                    assert await _first_calls(stream) == [row["key"]]

    r.runner.run(run())
    r.runner.run(tick_once(web))
    taken = pages[1].post(f"/api/calls/{row['key']}/take")
    assert (taken["state"], taken["taken_post"]) == ("taken", "humanitarian_liaison")
    carry(r)
    [mine] = calls(at_a)
    assert mine["state"] == "taken"
    assert [one["step"] for one in mine["rungs"]] == ["offered"]
    assert mine["message"]["text"]["text"] == "you are hitting us"


async def _first_calls(stream: Stream) -> list[str]:
    while True:
        change = await stream.event("change")
        assert change is not None
        if "calls" in change[1]:
            return [one["key"] for one in change[1]["calls"]]


def test_a_place_is_read_back_and_the_refusal_shows_both_points(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    key = flash(r, at_a, place=SENT)["key"]
    wrong = at_b.post(f"/api/calls/{key}/read-back", {"text": "35.2490 N 40.1400 E"})
    assert wrong["matches"] is False
    assert 8_900 < wrong["delta_m"] < 9_100
    assert wrong["sent"]["dd"] != wrong["read"]["dd"]
    error = refused(at_b, f"/api/calls/{key}/understood", {})
    assert (error["kind"], error["clause"], error["field"]) == ("Refused", "T-4", "key")
    assert error["detail"]["sent"] == [SENT["lon_nd"], SENT["lat_nd"]]
    assert set(error["text"]) == {"en", "ar", "ru"}
    right = at_b.post(f"/api/calls/{key}/read-back", {"text": "35.3300 N 40.1400 E"})
    assert right["row"]["blocked"] == ""
    assert at_b.post(f"/api/calls/{key}/understood", {})["state"] == "understood"


def test_an_answer_says_for_whom(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    key = flash(r, at_a)["key"]
    error = refused(at_b, f"/api/calls/{key}/answer", {"code": "not_ours"})
    assert error["clause"] == "T-25"
    done = at_b.post(f"/api/calls/{key}/answer", {"code": "not_ours", "speaks_for": "own"})
    assert done["words"][0]["speaks_for"] == "own"
    carry(r)
    assert at_a.post(f"/api/calls/{flash(r, at_a)['key']}/abandon")["state"] == "abandoned"


def test_classes_are_suspended_and_resumed(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    scope = {"lang": "en", "text": "all posts"}
    done = at_a.post("/api/channels/suspend", {"to": ["B"], "channel_class": "LIAISON", "scope": scope})
    assert [(row["key"], row["status"]) for row in done["rows"]] == [("B/LIAISON", "suspended")]
    carry(r)
    shown = {row["key"]: row["status"] for row in at_b.get("/api/picture")["channels"]}
    assert len(shown) == 8
    assert {key for key, status in shown.items() if status != "open"} == {"A/LIAISON"}
    error = refused(at_b, "/api/calls", {"to": "A", "precedence": "ROUTINE", "channel_class": "LIAISON"})
    assert (error["field"], error["detail"]["party"]) == ("channel_class", "A")
    assert set(error["text"]) == {"en", "ar", "ru"}
    row = at_b.post("/api/channels/propose", {"to": "A", "channel_class": "LIAISON"})
    carry(r)
    opened = at_a.post(f"/api/channels/{row['proposal']['key']}/confirm")
    assert (opened["status"], opened["reconciliation"]["complete"]) == ("open", True)


def test_beats_and_tests_of_the_line(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    sent = at_a.post("/api/beats", {"state": "quiet"})
    assert [(row["party"], row["seq"], row["nothing_to_report"]) for row in sent["rows"]] == [
        ("B", 1, True), ("J", 1, True),
    ]  # fmt: skip
    made = at_a.post("/api/line-tests", {"to": "B", "languages": ["en", "ar"]})
    assert made["last_test"]["state"] == "waiting"
    carry(r)
    line = {row["party"]: row for row in at_b.get("/api/picture")["line"]}["A"]
    assert (line["beat_in"]["seq"], line["beat_in"]["level"]) == (1, "ok")
    answered = at_b.post(f"/api/line-tests/{line['test_key']}/answer", {"languages": ["ru"]})
    assert answered["last_test"]["state"] == "answered"
    assert answered["last_test"]["languages"] == ["en", "ar", "ru"]
    [beat] = at_b.get("/api/picture")["beats"]["rows"]
    assert (beat["own"], beat["party"], beat["arrived_ms"]) == (False, "A", T0_MS)


def test_who_took_no_post_says_nothing(r: Rooms) -> None:
    page = r.signed_in("A", post="")
    for path, body in (("/api/stop", {}), ("/api/beats", {"state": "quiet"})):
        assert refused(page, path, body, 403)["kind"] == "NotPermitted"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/calls", FLASH | {"message": {"phrase": "drill_stop"}}, "message.phrase"),
        ("/api/beats", {"state": "quiet", "items": [{"phrase": "drill_received"}]}, "items[0].phrase"),
    ],
)
def test_a_phrase_of_a_drill_is_said_in_a_drill_alone(
    r: Rooms, path: str, body: dict[str, Any], field: str
) -> None:
    said = r.said("A", "B")
    error = refused(r.signed_in("A"), path, body)
    assert (error["field"], error["clause"]) == (field, "section 8")
    assert all(error["text"][lang] for lang in ("en", "ar", "ru"))
    assert len(set(error["text"].values())) == 3
    assert r.said("A", "B") == said
    with rooms(agreed=charter(drill=True)) as drill:
        drill.signed_in("A").post(path, body)


def test_a_word_about_a_call_holds_no_phrase_of_a_drill(r: Rooms) -> None:
    row = flash(r, r.signed_in("A"))
    at_b = r.signed_in("B")
    at_b.post(f"/api/calls/{row['key']}/take")
    error = refused(
        at_b, f"/api/calls/{row['key']}/acted", {"message": {"phrase": "drill_message", "slots": {
            "number": {"type": "number", "number": 1}}}}
    )  # fmt: skip
    assert (error["field"], error["clause"]) == ("message.phrase", "section 8")
    at_b.post(f"/api/calls/{row['key']}/acted", {"message": {"phrase": "drill_broken_off"}})
