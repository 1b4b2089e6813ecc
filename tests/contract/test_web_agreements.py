"""Areas, agreed texts, commitments and flights through the web: what two pages do, and what each is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.agreements import square
from tests.unit.web.web_harness import Page, Rooms, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, notice, volume

from commonground.record import full

DAY_MS = 24 * HOUR_MS
NO_WORDS = {"lang": "en", "text": ""}


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def area(**changes: Any) -> dict[str, Any]:
    values = {
        "area_id": "castello-road", "category": "demilitarised", "name": {"en": "Castello Road", "ar": "", "ru": ""},
        "purpose": {"lang": "en", "text": "no heavy vehicles"}, "footprint": full(square()), "from_ms": T0_MS + HOUR_MS,
        "until_ms": T0_MS + 30 * DAY_MS, "signatories": ["B", "A"], "recipients": [],
    }  # fmt: skip
    return {**values, **changes}


def text(**changes: Any) -> dict[str, Any]:
    values = {
        "instrument_id": "september-text", "title": {"en": "Text", "ar": "نص", "ru": "Текст"},
        "authentic": ["en", "ru"],
        "file_name": "text.pdf", "file_hash": "cd" * 32, "file_bytes": 9, "signatories": ["A", "B"],
        "start_ms": T0_MS + HOUR_MS, "end_ms": T0_MS + 49 * HOUR_MS, "renew_by_ms": T0_MS + 40 * HOUR_MS,
        "zone": "Asia/Damascus", "summary": NO_WORDS, "area_ids": ["castello-road"], "recipients": [],
        "terms": [{"code": "distance", "label": {"en": "Distance"}, "value": 3000, "unit": "m"}],
    }  # fmt: skip
    return {**values, **changes}


def shown(page: Page, name: str) -> dict[str, Any]:
    [row] = page.get("/api/agreements")[name]["rows"]
    assert page.get("/api/picture")[name]["rows"] == [row]
    assert isinstance(row, dict)
    return row


def test_an_area_is_offered_compared_and_signed_on_two_pages(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    done = at_a.post("/api/areas", area())
    assert done["areas"][0]["copies"][0]["edition"] == 1
    r.world.carry_all()
    at_b.post("/api/areas", area(footprint=full(square(37.05, 36.2))))
    r.world.carry_all()
    row = shown(at_a, "areas")
    assert (row["status"], len(row["differences"]), len(row["copies"])) == ("not_agreed", 1, 2)
    assert row == {**shown(at_b, "areas"), "copies": row["copies"], "beside": row["beside"]}
    own = next(copy for copy in row["copies"] if copy["author"] == "A")
    at_a.post("/api/areas/castello-road/sign", {"hash": own["hash"]})
    r.world.carry_all()
    theirs = next(copy for copy in shown(at_b, "areas")["copies"] if copy["author"] == "B")
    at_b.post("/api/areas/castello-road/sign", {"hash": own["hash"]})
    at_b.post(f"/api/agreements/{theirs['key']}/take-back", {})
    r.world.carry_all()
    assert shown(at_a, "areas")["status"] == shown(at_b, "areas")["status"] == "agreed"
    assert r.signed_in("J").get("/api/agreements")["areas"]["total"] == 0


def test_a_text_is_offered_signed_decided_and_counted_down(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    at_a.post("/api/instruments", text())
    r.world.carry_all()
    at_b.post(
        "/api/instruments",
        text(terms=[{"code": "distance", "label": {"en": "Distance"}, "value": 3500, "unit": "m"}]),
    )
    r.world.carry_all()
    row = shown(at_a, "instruments")
    [field] = row["differences"][0]["fields"]
    assert {field["a"]["value"], field["b"]["value"]} == {3000, 3500}
    own = next(copy for copy in row["copies"] if copy["author"] == "A")
    for page in (at_a, at_b):
        page.post("/api/instruments/september-text/sign", {"hash": own["hash"]})
        r.world.carry_all()
    decision = {"hash": own["hash"], "what": "extend", "until_ms": T0_MS + 90 * HOUR_MS}
    for page in (at_a, at_b):
        page.post("/api/instruments/september-text/decide", decision)
        r.world.carry_all()
    assert [shown(page, "instruments")["end_ms"] for page in (at_a, at_b)] == [T0_MS + 90 * HOUR_MS] * 2


def test_a_flight_is_compared_and_both_say_something(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    here = full(
        volume(37.0, 36.2, 20_000, from_ms=T0_MS, until_ms=T0_MS + DAY_MS, lower_ft=0, upper_ft=30_000)
    )
    done = at_a.post("/api/commitments", {
        "volume": here, "exceptions": ["medevac"], "covers": ["own_forces"], "text": NO_WORDS, "recipients": ["B"],
    })  # fmt: skip
    told = r.world.say(
        "A", announce(notice(volume(37.0, 36.2, from_ms=T0_MS + HOUR_MS), activity_class="medevac"), "B")
    )
    r.world.carry_all()
    at_a.post(f"/api/commitments/{done['key']}/exception", {"code": "medevac", "notice": told.version.key})
    r.world.clock.go_on(2 * HOUR_MS)
    seen = full(volume(37.0, 36.2, 900, from_ms=T0_MS + HOUR_MS, until_ms=T0_MS + HOUR_MS + 60_000))
    flight = at_b.post("/api/flights", {"volume": seen, "source": "visual", "recipients": ["A"]})["key"]
    r.world.carry_all()
    row = shown(at_a, "flights")
    assert [one["word"] for one in row["comparisons"]] == ["covered"]
    assert row["comparisons"][0]["notices"][0]["code"] == "medevac"
    stance = {"stance": "covered", "for_whom": "own_forces", "notice": told.version.key}
    at_a.post(f"/api/flights/{flight}/state", stance)
    r.world.carry_all()
    [said] = shown(at_b, "flights")["statements"]
    assert (said["party"], said["stance"], said["notice"]) == ("A", "covered", told.version.key)


def test_a_declaration_a_basis_and_a_reservation(r: Rooms) -> None:
    at_a, at_b = r.signed_in("A"), r.signed_in("B")
    here = volume(37.0, 36.2, 20_000, from_ms=T0_MS, until_ms=T0_MS + DAY_MS, lower_ft=0, upper_ft=30_000)
    done = at_a.post("/api/commitments", {
        "volume": full(here), "exceptions": ["immediate_threat"], "covers": ["own_forces"], "text": NO_WORDS,
        "recipients": ["B"],
    })  # fmt: skip
    r.world.clock.go_on(HOUR_MS)
    flown = full(volume(37.0, 36.2, 900, from_ms=T0_MS + 60_000, until_ms=T0_MS + 120_000))
    words = {"lang": "en", "text": "fired upon"}
    without = {"code": "immediate_threat", "volume": flown, "text": words}
    refused = at_a.post(f"/api/commitments/{done['key']}/declare", without, status=422)["error"]
    assert refused["field"] == "declaration.proportionality"
    assert set(refused["text"]) == {"en", "ar", "ru"}
    at_a.post(f"/api/commitments/{done['key']}/declare", {
        "code": "immediate_threat", "volume": flown, "text": words,
        "proportionality": {"lang": "en", "text": "one warning"},
    })  # fmt: skip
    at_a.post(
        f"/api/agreements/{done['key']}/beside",
        {"text": words, "authority": {"lang": "en", "text": "decree 5"}},
    )
    r.world.carry_all()
    at_b.post(f"/api/agreements/{done['key']}/beside", {"text": {"lang": "ru", "text": "без признания"}})
    r.world.carry_all()
    for page in (at_a, at_b):
        row = shown(page, "commitments")
        assert [one["kind"] for one in row["said"]] == ["declaration"]
        assert [(one["kind"], one["party"]) for one in row["beside"]] == [
            ("basis", "A"),
            ("reservation", "B"),
        ]


def test_a_post_that_may_not_sign_signs_nothing(r: Rooms) -> None:
    at_a = r.signed_in("A", post="humanitarian_liaison")
    refused = at_a.post("/api/areas", area(), status=403)["error"]
    assert refused["field"] == "post"
