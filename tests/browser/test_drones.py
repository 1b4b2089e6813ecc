"""Drone flights in real pages: drawn by one service, met by another, put off, activated, ended; in three languages."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from commonground.errors import CommongroundError
from commonground.picture.charter import Clocks
from commonground.record import replace
from commonground.room.airspace.asked import SetAvailability
from commonground.room.airspace.services import availability_of, set_availability
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
    expect(me.page.locator("header.top nav a[href='#view=sites']").first).to_be_attached()
    expect(me.page.locator("header.top nav a[href='#view=drones']")).to_have_count(0)


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
    me = person("J", room=sky, lang=lang).signed_in("drones")
    banner = me.page.locator(".dr .down")
    expect(me.page.locator(".dr .empty")).to_be_visible()
    expect(banner).to_have_count(0)
    arbitrated(sky, "Down")
    try:
        expect(banner).to_be_visible()
        assert looked_at(me.page, lang, "down") == []
    finally:
        arbitrated(sky, "Normal")
    expect(banner).to_have_count(0)


def test_a_plan_is_begun_by_a_press_on_the_map_and_kept_at_escape(person: Come, sky: PageRoom) -> None:
    a = person("A", room=sky).signed_in("drones", do="plan")
    form = a.page.locator(".dr form")
    ground = form.locator(".mapbox")
    expect(ground.locator("canvas").first).to_be_visible()
    ground.click(position={"x": 200, "y": 140})
    expect(form.locator("#v0-center")).to_have_value(re.compile("N .* E"))
    form.locator("#v0-lower").fill("812")
    form.locator("#v0-lower").press("Escape")
    expect(form.locator("#v0-lower")).to_have_value("812")


def arbitrated(sky: PageRoom, availability: Any) -> None:
    """An arbiter says at the DSS whether J's service answers, and the service asks, as it does every so often."""

    def say(room: Any) -> None:
        last = availability_of(room, "uss-j").version
        set_availability(room, "arbiter", SetAvailability("uss-j", availability, last))

    served: Any = sky.served
    served.node("A").write(say).result(10)
    served.run(served.supplier("J").availability.ask())


def test_the_watch_shows_flights_with_state_service_and_rank(person: Come, sky: PageRoom) -> None:
    """A flight of South's service on North's map, in its record, conflict and table; a change comes by itself."""
    b = person("B", room=sky).signed_in("drones", do="plan")
    planned(b, "34.5000", 2)
    b.page.locator(".dr form").get_by_role("button", name="Plan", exact=True).press("Enter")
    one = b.page.locator(".dr .one article")
    one.get_by_role("button", name="Activate").press("Enter")
    expect(one.locator("header")).to_contain_text("activated")
    a = person("A", room=sky).signed_in("drones", do="plan")
    planned(a, "34.5010", 7)
    a.page.locator(".dr form").get_by_role("button", name="Plan", exact=True).press("Enter")
    expect(a.page.locator(".dr .one article")).to_contain_text("accepted")
    a.go("watch")
    flight = a.page.locator(".jump option", has_text="activated · uss-b")
    expect(flight).to_have_text(re.compile("Rank 2"))
    a.page.locator(".jump").select_option(flight.get_attribute("value") or "")
    label = a.page.locator(".labels .bl", has_text="uss-b")
    expect(label).to_contain_text("Rank 2")
    expect(label).to_have_attribute("title", re.compile("activated · uss-b · Rank 2"))
    expect(a.page.locator(".about")).to_contain_text("does not vouch for it")
    met = a.page.locator(".rowc", has_text="uss-b")
    expect(met).to_contain_text("Rank 2")
    expect(met).to_contain_text("Rank 7")
    expect(label).to_contain_text("activated")
    one.get_by_role("button", name="Contingent").press("Enter")
    expect(a.page.locator(".labels .bl.strayed", has_text="uss-b")).to_contain_text("contingent")
    expect(a.page.locator(".legend")).to_contain_text("contingent")
    expect(met.locator(".tag.w").first).to_contain_text("contingent")
    a.go("tables", table="notices")
    row = a.page.locator("section.grid", has=a.page.locator("#t-notices")).locator(
        "tbody tr", has_text="uss-b"
    )
    expect(row.locator(".tag.w")).to_have_text("contingent")
    assert len([one for one in a.asked if one.endswith("/api/drones")]) == 1, (
        "to plan, and never again and again"
    )


@pytest.mark.parametrize("width", [1280, 1366, 1440, 1920])
@pytest.mark.parametrize("lang", looking.LANGS)
def test_the_header_folds_and_nothing_in_it_is_cut(
    person: Come, sky: PageRoom, lang: str, width: int
) -> None:
    me = person("A", room=sky, lang=lang, window={"width": width, "height": 800}).signed_in("watch")
    words = looking.catalogue(lang)
    assert me.page.locator(".find .box").bounding_box()["width"] >= 130
    assert me.page.locator(".tool").bounding_box()["height"] < 40, "one row"
    assert me.page.evaluate("document.documentElement.scrollWidth") <= width
    tabs = me.page.locator("header.top nav")
    more = tabs.get_by_role("button", name=re.compile(re.escape(words["more"])))
    if more.count():
        more.press("Enter")
    expect(tabs.locator("a")).to_have_count(9)
    tabs.get_by_role("link", name=words["screen-drones"]).click()
    expect(me.page.locator(".dr h1")).to_have_text(words["screen-drones"])
    expect(tabs.locator("a[aria-current]")).to_be_visible()
    assert looked_at(me.page, lang, f"header at {width}") == []
    # The languages are named in whatever font the machine has: a narrow one must leave the keys wide enough.
    keys = me.page.locator(".sw .seg button[lang]")
    expect(keys).to_have_count(3)
    keys.evaluate_all("keys => keys.forEach((key) => { key.textContent = '\u0627'; })")
    assert min(keys.evaluate_all("keys => keys.map((key) => key.getBoundingClientRect().width)")) >= 24


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


@pytest.mark.parametrize("lang", looking.LANGS)
def test_what_fails_at_another_end_is_shown(person: Come, sky: PageRoom, lang: str) -> None:
    """A service that is not there: its failure stands under the tables, with what was asked of it."""
    served: Any = sky.served
    client = served.supplier("B").client

    async def asked() -> None:
        with contextlib.suppress(CommongroundError):
            await client.ask("GET", "http://127.0.0.1:9/uss/v1/constraints/x", ("utm.constraint_processing",))

    served.run(asked())
    me = person("B", room=sky, lang=lang).signed_in("drones")
    expect(me.page.locator(".dr section[aria-labelledby=dr-failing]")).to_contain_text("/uss/v1/constraints")
    assert looked_at(me.page, lang, "failing") == []
