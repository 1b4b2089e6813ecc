"""Live drones in a real page, in three languages and both themes: map, table, details, and how they grow old.

A service in a program of its own says what flies; North's node asks it. Set COMMONGROUND_SHOTS to a folder to keep
pictures of what was looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commonground.compose.nodes import RunningNode, open_node
from commonground.config import F3411, NodeConfig
from commonground.record import replace
from tests.f3411_messages import flight, operator, time
from tests.remote_id import AREA_ID, NamedTokens
from tests.remote_id_service import FlightService, PlainTokens
from tests.served import now_ms

from . import looking
from .page_room import PageRoom, page_room
from .person import Person, choose
from .test_every_screen import looked_at

Come = Callable[..., Any]
SHOTS = os.environ.get("COMMONGROUND_SHOTS", "")


def open_one(config: NodeConfig) -> RunningNode:
    return open_node(config, access=NamedTokens(), tokens=PlainTokens(f"node-{config.party}"))


@pytest.fixture(scope="module")
def sky_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageRoom]:
    """A room whose nodes ask services for drones."""
    terms = F3411(enabled=True, allow_http=True)
    with page_room(
        tmp_path_factory.mktemp("sky"), change=lambda config: replace(config, f3411=terms), open_one=open_one
    ) as made:
        yield made


class Sky:
    """What flies beside the hospital: one to the east, one that stands, one that fell silent 40 s ago."""

    def __init__(self, lat: float, lng: float) -> None:
        self.lat, self.lng, self.silent = lat, lng, False
        self.began_ms = now_ms()

    def __call__(self) -> list[dict[str, Any]]:
        at_ms = self.began_ms if self.silent else now_ms()
        moving = flight(id="F-8F3AEA57", at_ms=at_ms, lat=self.lat, lng=self.lng, track=90.0, speed=11.0)
        moving["recent_positions"] = [
            {
                "time": time("22a", at_ms - back),
                "position": {"lat": self.lat, "lng": self.lng - back * 1.2e-7, "alt": 612.0},
            }
            for back in range(1_000, 60_000, 1_000)
        ]
        standing = flight(
            id="F-57A2D1N6", at_ms=at_ms, lat=self.lat + 0.002, lng=self.lng - 0.003, speed=0.0, track=361,
            operational_status="Emergency",
        )  # fmt: skip
        stale = flight(id="F-51L3N7AA", at_ms=at_ms - 40_000, lat=self.lat - 0.002, lng=self.lng + 0.003)
        return [one | operator() for one in (moving, standing | {"simulated": True}, stale)]


@pytest.fixture(scope="module")
def service(sky_room: PageRoom) -> Iterator[FlightService]:
    """The service, whose area lies round the hospital."""
    with FlightService(name="U1") as made:
        yield made


@pytest.fixture
def sky(sky_room: PageRoom, service: FlightService) -> Sky:
    held = sky_room.served.read("A", lambda room: room.view.picture.entities[sky_room.keys["hospital"]].body)
    lat, lng = held.place.lat_nd / 1e9, held.place.lon_nd / 1e9
    made = Sky(lat, lng)
    service.flights = made
    if not service.asked:
        service.declare(f"{sky_room.url('A')}/rid/v2", AREA_ID, lng=lng, lat=lat, side_deg=0.06)
    return made


def shot(page: Page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def near(me: Person, sky_room: PageRoom, steps: int) -> Page:
    """The map brought to the hospital, and so many steps closer."""
    page = me.page
    choose(page, sky_room.keys["hospital"])
    for _ in range(steps):
        page.locator(".zoom button").first.click()
    return page


@pytest.mark.parametrize("theme", looking.THEMES)
@pytest.mark.parametrize("lang", looking.LANGS)
def test_drones_on_the_map(person: Come, sky_room: PageRoom, sky: Sky, lang: str, theme: str) -> None:
    me: Person = person("A", lang=lang, theme=theme, room=sky_room).signed_in()
    page = near(me, sky_room, 0)
    chip = page.locator(".chip", has_text=looking.catalogue(lang)["layer-drones"])
    expect(chip).to_contain_text(looking.catalogue(lang)["drones-closer-chip"])
    near(me, sky_room, 4)
    expect(page.locator(".sky")).to_contain_text("2.0 km")
    bad = looked_at(page, lang, "counted")
    shot(page, f"drones-squares-{lang}-{theme}")
    for _ in range(2):
        page.locator(".zoom button").first.click()
    east = page.locator(".bl.dr", has_text="F-8F3AEA57")
    expect(east).to_be_visible()
    expect(east).to_contain_text("11.0 m/s")
    expect(page.locator(".bl.dr.old")).to_contain_text(looking.catalogue(lang)["drone-stale"])
    expect(chip).to_contain_text("3")
    bad += looked_at(page, lang, "one by one")
    east.click()
    details = page.locator("#h-drone")
    expect(details).to_contain_text("F-8F3AEA57")
    page.locator(".about .btn", has_text=looking.catalogue(lang)["drone-session-ask"]).click()
    expect(page.locator(".about")).to_contain_text("4c2c1f6a-0000-4000-8000-0000000000ff")
    bad += looked_at(page, lang, "details")
    shot(page, f"drones-map-{lang}-{theme}")
    assert bad == []


@pytest.mark.parametrize("lang", looking.LANGS)
def test_the_table_says_what_the_map_says(person: Come, sky_room: PageRoom, sky: Sky, lang: str) -> None:
    me: Person = person("A", lang=lang, room=sky_room).signed_in()
    page = near(me, sky_room, 6)
    expect(page.locator(".bl.dr", has_text="F-8F3AEA57")).to_be_visible()
    me.go("tables", table="drones")
    table = page.locator("section.grid", has=page.locator("#t-drones"))
    expect(table.locator("tbody tr")).to_have_count(3)
    expect(table).to_contain_text("U1")
    services = page.locator("section.grid", has=page.locator("#t-drone-services"))
    expect(services).to_contain_text(looking.catalogue(lang)["drone-service-ok"])
    bad = looked_at(page, lang, "table")
    shot(page, f"drones-table-{lang}")
    assert bad == []
    assert "Mustermann" not in page.content()
    assert "SYR.OP77" not in page.content()


def test_the_layer_can_be_put_off_and_is_of_now_only(person: Come, sky_room: PageRoom, sky: Sky) -> None:
    me: Person = person("A", room=sky_room).signed_in()
    page = near(me, sky_room, 6)
    expect(page.locator(".bl.dr").first).to_be_visible()
    chip = page.locator(".chip", has_text="Drones")
    chip.click()
    expect(page.locator(".bl.dr")).to_have_count(0)
    chip.click()
    expect(page.locator(".bl.dr").first).to_be_visible()
    page.keyboard.press("BracketRight")
    expect(page.locator(".bl.dr")).to_have_count(0)
    page.keyboard.press("Digit0")
    expect(page.locator(".bl.dr").first).to_be_visible()


def test_drones_grow_old_before_everybodys_eyes(person: Come, sky_room: PageRoom, sky: Sky) -> None:
    """The node is gone, and the page counts on by itself; its clock is set on, so that nobody has to wait."""
    me: Person = person("A", room=sky_room, may_fail=("Failed to load resource", "/api/feed"))
    me.page.clock.install()
    me.signed_in()
    page = near(me, sky_room, 6)
    east = page.locator(".bl.dr", has_text="F-8F3AEA57")
    expect(east).to_be_visible()
    sky_room.served.stop("A")
    try:
        page.clock.run_for(33_000)
        expect(page.locator(".bl.dr.old", has_text="F-8F3AEA57")).to_be_visible()
        expect(page.locator(".sky")).to_contain_text("does not answer")
        shot(page, "drones-old-en")
        page.clock.run_for(33_000)
        expect(page.locator(".bl.dr")).to_have_count(0)
    finally:
        sky_room.served.start("A")


def test_a_room_without_services_shows_no_layer(person: Come, room: PageRoom) -> None:
    me: Person = person("A").signed_in()
    expect(me.page.locator(".chip", has_text="Own")).to_be_visible()
    expect(me.page.locator(".chip", has_text="Drones")).to_have_count(0)
    me.go("tables")
    expect(me.page.locator("#t-releases")).to_be_attached()
    expect(me.page.locator("#t-drones")).to_have_count(0)
    assert not [one for one in me.asked if "/api/sky" in one]
