"""Other servers through the web: administered, no secret shown; what came as it would be said, taken, put aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.taxii_servers import PASSWORD, URL, Medallion, address, asks, moment, stix, stix_id
from tests.unit.web.web_harness import Page, Rooms, rooms

from commonground.geo.place import to_cell
from commonground.protocols.stix.codec.read import LEFT_OUT_TYPES
from commonground.protocols.stix.pull.schedule import pull_once
from commonground.protocols.stix.pull.source import source_of
from commonground.web.pulled_rows import reason_row

SERVER = Medallion()
SOURCE: dict[str, Any] = {
    "name": "Field office", "url": "https://taxii.example/taxii2/", "auth": "basic", "user": "reader",
    "secret": PASSWORD, "every_minutes": 15, "reliability": "C",
}  # fmt: skip


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    SERVER.reset()
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def place(n: int, lat: float, lon: float) -> dict[str, Any]:
    return stix("location", n, latitude=lat, longitude=lon, precision=300.0)


def came(r: Rooms, page: Page, *objects: dict[str, Any], **source: Any) -> None:
    """Add objects at the server and read it at A's node, as a source that the page adds where it is not there."""
    SERVER.add(objects)
    made = {**SOURCE, "url": URL, "every_minutes": 0, **source}
    if made["name"] not in [one["name"] for one in page.get("/api/sources")["rows"]]:
        page.post("/api/sources", made)
    done = r.runner.run(pull_once(r.world.nodes["A"], made["name"], asks(SERVER.transport())))
    assert done.troubles == []


def draft(page: Page, id: str, status: int = 200) -> dict[str, Any]:
    found = page.get(f"/api/pulled/draft?id={id}", status)
    assert isinstance(found, dict)
    return found


REPORT = stix_id("report", 1)


def test_sources_are_administered_and_no_secret_is_shown(r: Rooms) -> None:
    a = r.signed_in("A")
    made = a.post("/api/sources", SOURCE)
    assert (made["name"], made["auth"], made["user"], made["running"]) == (
        "Field office",
        "basic",
        "reader",
        False,
    )
    changed = a.post("/api/sources/Field office", {"every_minutes": 60, "reliability": "B"})
    assert (changed["every_minutes"], changed["reliability"]) == (60, "B")
    kept = r.world.nodes["A"].read(lambda room: source_of(room.store, "Field office")).result()
    assert kept.secret == PASSWORD, "what is not said stays"
    shown = a.get("/api/sources")
    assert shown["may_change"] is True
    assert PASSWORD not in json.dumps([made, changed, shown])
    again = a.post("/api/sources", SOURCE, 422)["error"]
    assert (again["field"], set(again["text"])) == ("name", {"en", "ar", "ru"})
    assert (
        a.post("/api/sources/Field office", {"auth": "bearer", "user": ""}, 422)["error"]["field"] == "secret"
    )
    a.post("/api/sources/Field office/remove")
    assert a.get("/api/sources")["rows"] == []


def test_only_an_administrator_changes_sources(r: Rooms) -> None:
    a, bob = r.signed_in("A"), r.signed_in("A", "bob")
    a.post("/api/sources", SOURCE)
    for path in ("/api/sources", "/api/sources/Field office", "/api/sources/Field office/remove"):
        bob.post(path, {}, 403)
    assert bob.get("/api/sources")["may_change"] is False
    assert len(bob.get("/api/sources")["rows"]) == 1


def test_what_came_is_as_it_would_be_said(r: Rooms) -> None:
    a = r.signed_in("A")
    office = stix("identity", 7)
    report = stix("report", 1, name="Road cut", description="At the ford.", confidence=85, created_by_ref=office["id"],
                  object_refs=[stix_id("location", 1), stix_id("location", 2), stix_id("indicator", 1),
                               address(1)["id"], stix_id("malware", 9)])  # fmt: skip
    came(r, a, report, office, place(1, 33.0, 36.5), place(2, 34.0, 36.5), stix("indicator", 1), address(1))
    listed = a.get("/api/pulled")
    [row] = listed["rows"]
    assert listed["standing"] == {"waiting": 1, "aside": 0, "taken": 0}
    assert listed["others"] == {"identity": 1, "indicator": 1, "location": 2}
    assert (row["title"], row["creator"], row["sources"]) == ("Road cut", "office 7", ["Field office"])
    assert (row["reliability"], row["credibility"], row["given"]) == ("C", 1, [["STIX 2.1 confidence", "85"]])
    opened = draft(a, REPORT)
    body, cell = opened["information"], to_cell(36_500_000_000, 33_000_000_000)
    assert (body["place"]["lon_nd"], body["place"]["precision"]) == (cell.lon_nd, "cell")
    assert body["original"] == {"scheme": "STIX 2.1 confidence", "grade": "85"}
    assert [(one["id"], one["reason"]) for one in opened["lost"]] == [
        (stix_id("location", 2), "only the first place is taken"),
        (stix_id("indicator", 1), "it is kept as it came and is no part of a report"),
        (address(1)["id"], "a network address is not taken"),
        (stix_id("malware", 9), "it is not held here: it has not come, or was left out"),
    ]
    assert all(set(one["text"]) == {"en", "ar", "ru"} for one in opened["lost"])
    assert json.loads(opened["text"]) == report
    [indicator] = a.get("/api/pulled/raw?type=indicator")["rows"]
    assert json.loads(indicator["text"]) == stix("indicator", 1)
    [source] = a.get("/api/sources")["rows"]
    [position] = source["positions"]
    assert position["left_out"][0]["text"]["en"] == "a network address is not taken"


def test_a_place_that_comes_later_is_there_later(r: Rooms) -> None:
    a = r.signed_in("A")
    came(r, a, stix("report", 1))
    assert draft(a, REPORT)["information"]["place"] is None
    came(r, a, place(1, 33.0, 36.5))
    assert draft(a, REPORT)["information"]["place"]["precision"] == "cell"


def test_grades_of_labels_are_taken(r: Rooms) -> None:
    a = r.signed_in("A")
    labels = [
        'admiralty-scale:source-reliability="b"',
        'admiralty-scale:information-credibility="2"',
        "other",
    ]
    came(r, a, stix("report", 1, labels=labels))
    body = draft(a, REPORT)["information"]
    assert (body["reliability"], body["credibility"]) == ("B", 2)
    assert body["original"] == {"scheme": "admiralty-scale", "grade": "b2"}


def test_a_draft_is_taken_into_a_report_and_nobody_is_told_by_itself(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B")
    came(r, a, stix("report", 1))
    before = r.said("A", "B")
    body = {**draft(a, REPORT)["information"]}
    said = a.post("/api/information", {"information": body, "pulled": REPORT})
    r.world.carry_all()
    assert r.said("A", "B") == before
    assert b.get("/api/picture")["information"]["rows"] == []
    assert a.get("/api/pulled")["standing"] == {"waiting": 0, "aside": 0, "taken": 1}
    [taken] = a.get("/api/pulled?standing=taken")["rows"]
    assert (taken["report"], taken["standing"]) == (said["key"], "taken")
    came(r, a, stix("report", 1, 60))
    [again] = a.get("/api/pulled")["rows"]
    assert (again["version"], again["report"]) == (moment(60), said["key"])
    amended = {"information": {**body, "credibility": 5}, "version": 1, "pulled": REPORT}
    assert a.post(f"/api/information/{said['id']}/amend", amended)["version"] == 2
    assert a.get("/api/pulled")["standing"] == {"waiting": 0, "aside": 0, "taken": 1}
    a.post("/api/information", {"information": body, "pulled": stix_id("report", 5)}, 422)
    assert len(a.get("/api/picture")["information"]["rows"]) == 1, (
        "nothing is said where there is no such draft"
    )


def test_a_draft_is_put_aside_and_back(r: Rooms) -> None:
    a = r.signed_in("A")
    came(r, a, stix("report", 1), stix("report", 2))
    assert a.post("/api/pulled/aside", {"id": REPORT})["standing"] == "aside"
    a.post("/api/pulled/aside", {"id": REPORT})
    assert a.get("/api/pulled")["standing"] == {"waiting": 1, "aside": 1, "taken": 0}
    assert [one["id"] for one in a.get("/api/pulled?standing=aside")["rows"]] == [REPORT]
    a.post("/api/pulled/back", {"id": REPORT})
    assert a.get("/api/pulled")["standing"] == {"waiting": 2, "aside": 0, "taken": 0}
    a.post("/api/pulled/aside", {"id": REPORT})
    came(r, a, stix("report", 1, 60))
    assert [one["was_aside"] for one in a.get("/api/pulled")["rows"]] == [True, False]
    a.post("/api/pulled/aside", {"id": stix_id("indicator", 1)}, 422)
    r.signed_in("A", post="").post("/api/pulled/aside", {"id": REPORT}, 403)


def test_a_report_that_cannot_be_held_says_why(r: Rooms) -> None:
    a = r.signed_in("A")
    came(r, a, stix("report", 1, published="some day"), stix("report", 2, revoked=True))
    revoked, bad = a.get("/api/pulled")["rows"]
    assert revoked["revoked"] is True
    assert bad["trouble"]["about"] == "report.published"
    assert set(bad["trouble"]["text"]) == {"en", "ar", "ru"}
    assert draft(a, REPORT)["information"] is None


def test_drafts_come_page_by_page(r: Rooms) -> None:
    a = r.signed_in("A")
    came(r, a, *[stix("report", n) for n in range(120)])
    first = a.get("/api/pulled")
    second = a.get(f"/api/pulled?before={first['rows'][-1]['number']}")
    ids = [one["id"] for one in first["rows"] + second["rows"]]
    assert (len(first["rows"]), first["total"], len(set(ids)), len(ids)) == (100, 120, 120, 120)
    a.get("/api/pulled?standing=x", 400)


def test_a_pull_is_asked_for_on_a_post(r: Rooms) -> None:
    asked: list[str] = []

    class Pulls:
        running = frozenset({"Field office"})

        def pull(self, name: str) -> None:
            asked.append(f"pull {name}")

        async def let_go(self, name: str) -> None:
            asked.append(f"let go {name}")

        async def from_start(self, name: str) -> None:
            asked.append(f"again {name}")

    a, nobody = r.signed_in("A"), r.signed_in("A", "bob", post="")
    a.post("/api/sources", SOURCE)
    a.post("/api/sources/Field office/pull", {}, 404)
    web = r.apps["A"].state.web
    object.__setattr__(web, "settings", replace(web.settings, pulls=Pulls()))
    assert a.post("/api/sources/Field office/pull")["running"] is True
    a.post("/api/sources/Field office/pull", {"from_start": True})
    a.post("/api/sources/nobody/pull", {}, 422)
    nobody.post("/api/sources/Field office/pull", {}, 403)
    a.post("/api/sources/Field office", {"every_minutes": 5})
    a.post("/api/sources/Field office", {"every_minutes": 0})
    assert asked == [
        "pull Field office", "again Field office", "let go Field office", "pull Field office", "let go Field office",
    ]  # fmt: skip


def test_reasons_are_said_in_three_languages_with_what_they_are_about() -> None:
    row = reason_row("Roads: north: it asks us to wait")
    assert (row["about"], row["reason"]) == ("Roads: north", "it asks us to wait")
    assert row["text"]["ru"] == "сервер просит подождать"
    assert reason_row("a word: of others") == {"about": "", "reason": "a word: of others", "text": None}
    for what in LEFT_OUT_TYPES.values():
        assert reason_row(f"{what} is not taken")["text"] is not None
