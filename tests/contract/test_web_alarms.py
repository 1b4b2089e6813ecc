"""Alarms put aside through the web: all pages of the party show it, the other party is told, refusals name a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.web.web_harness import Page, Rooms, rooms
from tests.worlds import T0_MS, announce, notice, volume

MINUTE_MS = 60_000


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        made.world.say("B", announce(notice(volume(from_ms=T0_MS + 20 * MINUTE_MS)), "A"))
        made.world.carry_all()
        yield made


def late(page: Page) -> dict[str, Any]:
    [row] = [one for one in page.get("/api/picture")["alerts"]["rows"] if one["what"] == "late_notice"]
    return dict(row)


def look_again(r: Rooms) -> None:
    """What alarms is looked at again with the next beat."""
    r.world.carry_all()
    for app in r.apps.values():
        r.runner.run(app.state.web.feed.beat())


def test_every_page_of_the_party_shows_it_and_the_other_party_is_told(r: Rooms) -> None:
    ann, bob, there = r.signed_in("A"), r.signed_in("A", "bob", post="humanitarian_liaison"), r.signed_in("B")
    key = late(ann)["key"]
    assert late(bob)["shelved"] is None
    row = ann.post("/api/shelvings", {"alarm": key, "reason": "other", "lang": "ru", "text": "звоним"})
    look_again(r)
    for page in (ann, bob):
        assert late(page)["shelved"] == {
            "key": row["key"], "post": "watch_officer", "until_ms": T0_MS + 15 * MINUTE_MS,
        }  # fmt: skip
    [told] = there.get("/api/picture")["shelvings"]["rows"]
    assert (told["own"], told["on"], told["text"]) == (False, True, {"lang": "ru", "text": "звоним"})
    assert there.get("/api/picture")["shelvings"]["total"] == 1
    assert r.signed_in("J").get("/api/picture")["shelvings"]["rows"] == []
    back = bob.post(f"/api/shelvings/{row['id']}/end")
    assert (back["on"], back["ended_ms"]) == (False, T0_MS)
    look_again(r)
    assert late(ann)["shelved"] is None
    [told] = there.get("/api/picture")["shelvings"]["rows"]
    assert told["on"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"alarm": "late/A/N-NONE", "reason": "seen_to"}, "alarm"),
        ({"alarm": None, "reason": "seen_to"}, "alarm"),
        ({"alarm": "late", "reason": "bored"}, "reason"),
        ({"alarm": "late", "reason": "other"}, "shelving.text"),
    ],
)
def test_what_cannot_be_shelved_is_refused_in_three_languages(
    r: Rooms, body: dict[str, Any], field: str
) -> None:
    page = r.signed_in("A")
    if body["alarm"] == "late":
        body = {**body, "alarm": late(page)["key"]}
    status = 400 if field == "reason" or body["alarm"] is None else 422
    error = page.post("/api/shelvings", body, status)["error"]
    assert error["field"] == field
    assert len(set(error["text"].values())) == 3


def test_without_a_post_that_may_nothing_is_shelved(r: Rooms) -> None:
    page = r.signed_in("A", post="custodian")
    page.post("/api/shelvings", {"alarm": late(page)["key"], "reason": "seen_to"}, 403)
    page.post("/api/shelvings/SV-NONE/end", {}, 403)
    other = r.signed_in("A", "bob")
    other.post("/api/shelvings/SV-NONE/end", {}, 422)


def test_a_picture_of_another_moment_shows_what_was_shelved_then(r: Rooms) -> None:
    page = r.signed_in("A")
    page.post("/api/shelvings", {"alarm": late(page)["key"], "reason": "seen_to"})
    r.world.clock.go_on(20 * MINUTE_MS)
    assert [row["on"] for row in page.get("/api/picture")["shelvings"]["rows"]] == [False]
    then = page.get(f"/api/picture?as_of_ms={T0_MS + 5 * MINUTE_MS}")
    assert [row["on"] for row in then["shelvings"]["rows"]] == [True]
