"""Drone flights in real pages: drawn by one service, met by another, put off, activated, ended; in three languages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from commonground.picture.charter import Clocks
from commonground.record import replace
from tests.flown import Flown, with_suppliers

from . import looking
from .page_room import PageRoom, _fill, _room_files
from .test_every_screen import looked_at

Come = Callable[..., Any]


@pytest.fixture(scope="module")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageRoom]:
    """The room of the pages, where A runs a DSS and every party plans flights. J tells of its own besides."""
    configs = _room_files(tmp_path_factory.mktemp("sky"), Clocks())
    keys = _fill(configs, time.time_ns() // 1_000_000)
    configs = with_suppliers(configs)
    configs["J"] = replace(configs["J"], uss=replace(configs["J"].uss, announced=True))
    with Flown(configs) as served:
        served.start(*configs)
        served.confirmed(*configs)
        yield PageRoom(served, configs, keys)


def planned(who: Any, lon: str, rank: int = 0) -> None:
    """Fill the form: half a kilometre round a typed place, 800 to 900 m above the ellipsoid."""
    form = who.page.locator(".dr form")
    place = form.get_by_label(re.compile("Centre|Center")).first
    place.fill(f"33.0000 N {lon} E")
    place.press("Enter")
    form.locator("#v0-lower").fill("800")
    form.locator("#v0-upper").fill("900")
    form.get_by_label("Rank").fill(str(rank))


def test_a_flight_is_planned_met_put_off_and_ended(person: Come, sky: PageRoom) -> None:
    a = person("A", room=sky).signed_in("drones", do="plan")
    planned(a, "34.1000", 5)
    form = a.page.locator(".dr form")
    expect(form).to_contain_text("No flight or constraint that the DSS lists is met")
    form.get_by_role("button", name="Plan", exact=True).press("Enter")
    one = a.page.locator(".dr .one article")
    expect(one).to_contain_text("accepted")
    one.get_by_role("button", name="Activate").press("Enter")
    expect(one.locator("header")).to_contain_text("activated")

    b = person("B", room=sky).signed_in("drones", do="plan")
    planned(b, "34.1010")
    theirs = b.page.locator(".dr form")
    expect(theirs.locator(".met")).to_contain_text("stops it")
    expect(theirs.locator(".met")).to_contain_text("uss-a")
    theirs.get_by_role("button", name="Take this start").press("Enter")
    expect(theirs).to_contain_text("No flight or constraint that the DSS lists is met")
    theirs.get_by_role("button", name="Plan", exact=True).press("Enter")
    mine = b.page.locator(".dr .one article")
    expect(mine).to_contain_text("accepted")
    expect(b.page.locator(".dr .list")).to_contain_text("uss-a")
    mine.get_by_role("button", name="Call off").press("Enter")
    expect(b.page.locator(".dr .one")).to_contain_text("Choose a flight")
    one.get_by_role("button", name="End").press("Enter")
    expect(a.page.locator(".dr .one")).to_contain_text("Choose a flight")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_every_part_in_every_language(person: Come, sky: PageRoom, lang: str) -> None:
    me = person("J", room=sky, lang=lang).signed_in("drones", do="plan")
    expect(me.page.locator(".dr form")).to_be_visible()
    bad = looked_at(me.page, lang, "plan")
    me.go("drones", do="rule")
    expect(me.page.locator(".dr form #dr-rule-type")).to_be_visible()
    bad += looked_at(me.page, lang, "rule")
    me.go("drones")
    expect(me.page.locator(".dr .empty")).to_be_visible()
    bad += looked_at(me.page, lang, "list")
    assert bad == []


def test_a_node_without_a_service_has_no_such_screen(person: Come) -> None:
    me = person("A").signed_in("watch")
    expect(me.page.locator("header.top nav a")).to_have_count(7)


def test_a_constraint_is_published_met_changed_and_ended(person: Come, sky: PageRoom) -> None:
    a = person("A", room=sky).signed_in("drones", do="rule")
    form = a.page.locator(".dr form")
    place = form.get_by_label(re.compile("Centre|Center")).first
    place.fill("33.0000 N 34.3000 E")
    place.press("Enter")
    form.locator("#v0-lower").fill("800")
    form.locator("#v0-upper").fill("900")
    form.get_by_label("Kind, in a word").fill("example.fire")
    expect(form).to_contain_text("No flight or constraint that the DSS lists is met")
    form.get_by_role("button", name="Publish", exact=True).press("Enter")
    one = a.page.locator(".dr .one article")
    expect(one).to_contain_text("the DSS holds it")
    expect(one).to_contain_text("example.fire")

    b = person("B", room=sky).signed_in("drones", do="plan")
    planned(b, "34.3010")
    theirs = b.page.locator(".dr form")
    expect(theirs.locator(".met")).to_contain_text("uss-a constraint")
    theirs.get_by_role("button", name="Plan", exact=True).press("Enter")
    expect(b.page.locator(".dr .one article")).to_contain_text("accepted")

    one.get_by_role("button", name="Change").press("Enter")
    form.locator("#v0-upper").fill("950")
    expect(form.locator(".met")).to_contain_text("uss-b accepted")
    form.get_by_role("button", name="Change", exact=True).press("Enter")
    expect(one).to_contain_text("950")
    b.page.locator(".dr .one article").get_by_role("button", name="Call off").press("Enter")
    one.get_by_role("button", name="End").press("Enter")
    expect(a.page.locator(".dr .one")).to_contain_text("Choose a flight")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_a_service_that_the_dss_holds_as_down_is_shown_so(person: Come, sky: PageRoom, lang: str) -> None:
    told = sky.served.supplier("J").availability
    me = person("J", room=sky, lang=lang).signed_in("drones")
    banner = me.page.locator(".dr .down")
    expect(me.page.locator(".dr .empty")).to_be_visible()
    expect(banner).to_have_count(0)
    told.said, told.since_ms = "Down", time.time_ns() // 1_000_000
    try:
        expect(banner).to_be_visible()
        assert looked_at(me.page, lang, "down") == []
    finally:
        told.said = "Normal"
    expect(banner).to_have_count(0)


def test_a_flight_that_two_parties_tell_of_is_one_on_the_map_and_two_in_the_record(
    person: Come, sky: PageRoom
) -> None:
    j = person("J", room=sky).signed_in("drones", do="plan")
    planned(j, "34.7000")
    form = j.page.locator(".dr form")
    expect(form).to_contain_text("No flight or constraint that the DSS lists is met")
    form.get_by_role("button", name="Plan", exact=True).press("Enter")
    mine = j.page.locator(".dr .one article")
    expect(mine).to_contain_text("accepted")

    b = person("B", room=sky).signed_in("watch")
    drawn = b.page.locator("option", has_text="uss-j")
    expect(drawn).to_have_count(1)
    told = [
        one
        for one in b.ask("/api/picture")["notices"]["rows"]
        if one["notice"].get("intent", {}).get("manager") == "uss-j"
    ]
    standing = [one for one in told if one["state"] in ("announced", "active")]
    assert sorted(one["author"] for one in standing) == ["A", "J"]
    b.page.locator("select", has=drawn).select_option(drawn.get_attribute("value"))
    other = b.page.locator("dl.traffic dd .link")
    expect(other).to_have_count(1)
    other.press("Enter")
    expect(b.page.locator("dl.traffic dd .link")).to_have_count(1)
    expect(drawn).to_have_count(1)
    mine.get_by_role("button", name="Call off").press("Enter")
    expect(j.page.locator(".dr .one")).to_contain_text("Choose a flight")
