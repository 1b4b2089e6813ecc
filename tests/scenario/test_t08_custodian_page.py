"""T-8 on the page: of a custodian's warning B sees one row, and of the house nothing (see the .md)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from commonground.picture.statement import Release
from commonground.record import full
from commonground.room.watch import tick
from tests.property.served_bytes import Answer, Caller, page_of, peer_answers, repeatable
from tests.unit.web.web_harness import draft
from tests.worlds import TestSalt, World, announce, circle, make_world, notice, report, site, volume

HOUSE = site(36.5, 33.0, name="House of the widow", submitter="Relief desk")
MAY = Release(party="J", custodian_may_warn=True)
MAY_NOT = Release(party="J")
QUESTIONS = (
    "/api/search?q=house", "/api/search?q=widow", "/api/search?q=36.5", "/api/export?what=sites&format=geojson",
    "/api/export?what=notices&format=csv", "/api/print?what=sites&lang=en", "/api/print?what=notices&lang=ar",
    "/api/session", "/api/story",
)  # fmt: skip


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as made:
        yield made


def warned_world(release: Release | None) -> World:
    """A reports the house, or does not; B announces an activity over it; the custodian's node looks."""
    world = make_world(salt=TestSalt(commit=lambda salt, text: hashlib.sha256(salt).digest()))
    if release is not None:
        world.say("A", report(HOUSE, release))
    world.carry_all()
    world.say("B", announce(notice(volume(36.5, 33.0)), "A", "J"))
    world.carry_all()
    world.clock.go_on(60_000)
    world.nodes["J"].run_now(lambda room: tick(room, room.clock.now_ms()))
    world.carry_all()
    return world


def page_bytes(page: Caller) -> list[Answer]:
    """What the page answers but for its picture and its checks, which name the sizes of logs."""
    for question in QUESTIONS:
        page.get(question)
    return page.answers


def checks(page: Caller) -> list[Any]:
    over = draft([full(volume(36.5, 33.0, 100))], "A")
    asked = {"footprint": full(circle(36.5, 33.0, 100)), "radius_m": 5_000}
    found = [page.post("/api/check", {"draft": over}).json(), page.post("/api/sites/check", asked).json()]
    return [without(without(one, "logs"), "report_id") for one in found]


def without(value: Any, name: str) -> Any:
    """A JSON value without every member of that name."""
    if isinstance(value, dict):
        return {key: without(one, name) for key, one in value.items() if key != name}
    return [without(one, name) for one in value] if isinstance(value, list) else value


def test_the_one_difference_is_the_warning_row(runner: asyncio.Runner) -> None:
    with repeatable():
        warned = page_of(warned_world(MAY), "B", runner)
    with repeatable():
        silent = page_of(warned_world(MAY_NOT), "B", runner)
    assert page_bytes(warned) == page_bytes(silent)
    assert checks(warned) == checks(silent)
    shown, other = warned.get("/api/picture").json(), silent.get("/api/picture").json()
    messages = shown.pop("messages")
    assert other.pop("messages") == {"rows": [], "shown": 0, "total": 0}
    [row] = messages["rows"]
    assert (row["kind"], row["party"], row["code"]) == ("warning", "J", "contact_custodian_before_proceeding")
    assert row["about"] == shown["notices"]["rows"][0]["key"]
    # A leaf names how long its log is: B's own says that the warning arrived.
    assert without(shown, "size") == without(other, "size")
    said = json.dumps([shown, messages])
    assert not [word for word in ("widow", "Relief", "S-", "clinic") if word in said]


def test_without_leave_to_warn_the_house_is_not_there(runner: asyncio.Runner) -> None:
    found = []
    for release in (MAY_NOT, None):
        with repeatable():
            world = warned_world(release)
            page = page_of(world, "B", runner)
            page.get("/api/picture")
            checks(page)
            world.carry_all()
            peers = [answer for by in ("A", "J") for answer in peer_answers(world, runner, by, "B")]
            asked = [answer for at in ("A", "J") for answer in peer_answers(world, runner, "B", at)]
            found.append(page_bytes(page) + peers + asked)
    assert found[0] == found[1]
