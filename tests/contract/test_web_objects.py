"""Foreign objects through the web: listed a page at a time, opened, exported byte for byte, withdrawn, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.posted import control, marked, post, stix_id, thing
from tests.unit.web.web_harness import Page, Rooms, rooms

MARK = control(1, "B")


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        yield made


def posted(r: Rooms, *objects: dict[str, Any] | bytes) -> None:
    _, wrong = post(r.world, MARK, *objects)
    assert wrong == {}
    r.world.carry_all()


def key_of(page: Page, stix: str) -> str:
    [found] = [one["key"] for one in page.get("/api/objects")["rows"] if one["stix_id"] == stix]
    return str(found)


def test_objects_are_counted_and_read_a_page_at_a_time(r: Rooms) -> None:
    posted(r, marked(1, 1), *(thing(number, name=f"n {number}") for number in range(2, 240)))
    a, b = r.signed_in("A"), r.signed_in("B")
    first = a.get("/api/objects")
    assert (first["total"], len(first["rows"]), first["more"]) == (240, 100, True)
    assert first["types"] == [
        {"type": "infrastructure", "count": 239},
        {"type": "marking-definition", "count": 1},
    ]
    seen = [one["name"] for one in first["rows"]]
    after = first["rows"][-1]["key"]
    while True:
        page = a.get(f"/api/objects?after={after}")
        seen += [one["name"] for one in page["rows"]]
        if not page["more"]:
            break
        after = page["rows"][-1]["key"]
    assert seen == [f"n {number}" for number in range(239, 1, -1)] + ["thing 1", "to some"]
    assert [one["name"] for one in a.get("/api/objects?type=marking-definition")["rows"]] == ["to some"]
    assert b.get("/api/objects?whose=own")["total"] == 0
    assert b.get("/api/objects?whose=others")["total"] == 2
    assert b.get("/api/objects")["rows"][0]["recipients"] == []
    assert r.signed_in("J").get("/api/objects")["total"] == 0


def test_an_object_is_opened_and_saved_as_it_was_written_and_its_originator_learns_of_it(r: Rooms) -> None:
    text = json.dumps(marked(1, 1, x_number=1.5), indent=3).encode()
    posted(r, text)
    a, b = r.signed_in("A"), r.signed_in("B")
    key = key_of(b, stix_id("infrastructure", 1))
    opened = b.get(f"/api/objects/{key}")
    assert opened["text"].encode() == text
    saved = b.runner.run(b.client.get(f"/api/objects/{key}/stix"))
    assert saved.content == text
    assert saved.headers["content-type"] == "application/stix+json;version=2.1"
    r.world.carry_all()
    [to_b] = a.get(f"/api/objects/{key}")["row"]["recipients"]
    assert [one["how"] for one in to_b["opened"]] == ["opened", "exported"]


def test_an_own_object_is_withdrawn_and_taken_back(r: Rooms) -> None:
    posted(r, marked(1, 1))
    a, b = r.signed_in("A"), r.signed_in("B")
    key = key_of(a, stix_id("infrastructure", 1))
    id = key.partition("/")[2]
    assert a.post(f"/api/objects/{id}/withdraw", {"party": "B"})["recipients"] == []
    r.world.carry_all()
    assert b.get(f"/api/objects/{key}")["row"]["withdrawn"] is True
    assert a.post(f"/api/objects/{id}/end")["ended"] is True
    assert {one["type"]: one["count"] for one in a.get("/api/objects")["types"]} == {"marking-definition": 1}


def test_what_is_no_object_is_refused(r: Rooms) -> None:
    a = r.signed_in("A")
    for path in ("/api/objects/A/X-1", "/api/objects/A/X-1/stix", "/api/objects?whose=x"):
        a.get(path, status=422)
    a.post("/api/objects/X-1/end", status=422)
    a.post("/api/objects/X-1/withdraw", {"party": "B"}, status=422)
