"""A announces, is shown what that meets, acknowledges, releases, takes it back, releases again; B sees it come."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .announcing import acknowledge_all, circle, fill_frame, release_key, released_id, report
from .person import choose

Come = Callable[..., Any]
HELD_MS = 30_000
NO_HIT = {
    "en": (
        "No registered site found within 500 m",
        "absence from the register does not change protection under IHL",
    ),
    "ar": ("500", "الحماية"),
    "ru": ("500", "защит"),
}


def test_from_typed_coordinates_to_the_other_partys_screen(person: Come, room: Any) -> None:
    b = person("B").signed_in()
    a = person("A", may_fail=("status of 422", "status of 400")).signed_in("announce")
    page = a.page
    expect(release_key(page)).to_have_attribute("aria-disabled", "true")
    fill_frame(page, from_h=2, until_h=3)
    page.get_by_role("button", name="Circle", exact=True).click()

    # T-3: two readings, none taken.
    place = page.get_by_role("textbox", name="Centre", exact=True)
    place.fill("36.20,37.10")
    place.press("Enter")
    readings = page.locator(".pi .one")
    expect(readings).to_have_count(2)
    shown = readings.all_inner_texts()
    assert any("36.200000 N 37.100000 E" in one for one in shown), shown
    assert any("37.100000 N 36.200000 E" in one for one in shown), shown
    expect(page.get_by_text("This can be read in more than one way")).to_be_visible()
    expect(release_key(page)).to_have_attribute("aria-disabled", "true")
    readings.filter(has_text="36.200000 N 37.100000 E").get_by_role("button", name="I mean this one").click()
    expect(page.locator("#v0-center-r")).to_contain_text("37S CA")
    page.get_by_role("textbox", name="Radius", exact=True).fill("33.5")
    page.get_by_label("Unit", exact=True).select_option("km")

    # T-5: what it meets, with margins, and what was searched.
    rows = report(page, 2)
    of_site = rows.filter(has_text="Hill School")
    expect(of_site).to_contain_text("overlap")
    of_notice = rows.filter(has_text=room.keys["active"].split("/")[1])
    expect(of_notice).to_contain_text("overlap")
    expect(of_notice).to_contain_text(re.compile(r"km2|km²"))
    expect(of_notice).to_contain_text("of height in common")
    expect(of_notice).to_contain_text("shared")
    searched = page.locator(".ov .meta")
    expect(searched).to_contain_text(re.compile(r"notices \W*\d+"))
    expect(searched).to_contain_text(re.compile(r"sites \W*6"))
    expect(searched).to_contain_text("UTC")
    expect(page.locator("#rel-why")).to_have_text("Release is locked until each hit is acknowledged")
    release_key(page).click(force=True)  # it can be pressed, and nothing happens
    expect(page.locator(".held .row")).to_have_count(0)
    acknowledge_all(page, 2)
    expect(release_key(page)).to_have_attribute("aria-disabled", "false")

    # Ten seconds, and back.
    release_key(page).click()
    held = page.locator(".held .row")
    expect(held).to_contain_text(re.compile(r"\b(10|9|8) s"))
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(held).to_have_count(0)
    expect(page.get_by_label("Class", exact=True)).to_have_value("patrol")
    expect(page.get_by_role("textbox", name="Radius", exact=True)).to_have_value("33.5")
    report(page, 2)
    expect(page.locator("div.rel")).to_contain_text(re.compile(r"2\W+of\W+2\W+hits acknowledged"))
    release_key(page).click()
    notice = released_id(page)
    expect(held).to_be_visible()
    expect(b.page.locator("select.jump option", has_text=notice)).to_have_count(0)

    # B waits on its own page.
    expect(b.page.locator("select.jump option", has_text=notice)).to_have_count(1, timeout=HELD_MS)
    expect(page.locator("p.done")).to_contain_text("Released:")
    expect(held).to_have_count(0)
    expect(b.page.locator(".labels .bl", has_text=notice)).to_be_attached()
    choose(b.page, f"A/{notice}")
    details = b.page.locator(".about")
    expect(details).to_contain_text(notice)
    expect(details.locator(".tag", has_text="late")).to_be_visible()
    expect(details).to_contain_text(re.compile(r"Lead time\s*\W*1 h 5\d min"))
    # Opening it is a receipt: A's own screen says that B read it.
    a.go("watch")
    choose(page, f"A/{notice}")
    expect(page.locator(".reps .to")).to_contain_text("read")


def test_a_release_goes_at_once_when_told_so(person: Come) -> None:
    b = person("B").signed_in()
    page = person("A").signed_in("announce").page
    fill_frame(page, from_h=20, until_h=21)
    circle(page, "30.5000 N 41.0000 E", "4")
    expect(release_key(page)).to_have_attribute("aria-disabled", "false")
    release_key(page).click()
    page.get_by_role("button", name="Release now").click()
    notice = released_id(page)
    expect(b.page.locator("select.jump option", has_text=notice)).to_have_count(1)


@pytest.mark.parametrize("lang", ["en", "ar", "ru"])
def test_with_no_hit_the_report_says_what_was_searched_and_no_more(person: Come, lang: str) -> None:
    """T-6, word for word in each language as the node's own sentence."""
    a = person("A", lang="en").signed_in("announce")
    page = a.page
    fill_frame(page, from_h=30, until_h=31)
    circle(page, "30.2000 N 42.0000 E", "2")
    expect(release_key(page)).to_have_attribute("aria-disabled", "false")
    page.locator(f".top .seg button[lang={lang}]").click()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    said = page.locator(".ov .none")
    for part in NO_HIT[lang]:
        expect(said).to_contain_text(part)
    expect(page.locator(".ov .meta")).to_contain_text("6")
    assert not re.search(r"\b(clear|safe)\b", page.locator(".ov").inner_text(), re.IGNORECASE)


def _map_point(page: Page, x: float, y: float) -> tuple[float, float]:
    box = page.locator(".right [role=application]").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def test_drawing_by_mouse(person: Come) -> None:
    page = person("A").signed_in("announce").page
    fill_frame(page, from_h=30, until_h=31)
    expect(page.locator(".right canvas").first).to_be_visible()
    page.get_by_role("button", name="Polygon", exact=True).click()
    page.get_by_role("button", name="Draw on the map").click()
    for x, y in ((0.45, 0.45), (0.55, 0.45), (0.55, 0.6), (0.45, 0.6)):
        page.mouse.click(*_map_point(page, x, y), delay=300)  # two presses within 250 ms are one double press
        page.mouse.move(*_map_point(page, x + 0.05, y + 0.05), steps=2)
    expect(page.locator(".crd > .row")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Draw on the map")).to_be_visible()
    expect(page.locator(".ov .meta")).to_be_visible()
    # A corner follows the pointer, and its row says where it went.
    row = page.locator("#v0-r0-c0")
    before = row.input_value()
    handle = page.locator("#handle-0-0")
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] - 18, box["y"] - 8, steps=4)
    page.mouse.up()
    expect(row).not_to_have_value(before)
    expect(page.locator(".ov")).to_have_attribute("aria-busy", "false")


def test_edges_that_cross_are_refused_where_they_are(person: Come) -> None:
    page = person("A").signed_in("announce").page
    fill_frame(page, from_h=30, until_h=31)
    for number, place in enumerate(("33.0 N 40.0 E", "33.4 N 40.4 E", "33.4 N 40.0 E", "33.0 N 40.4 E")):
        page.get_by_role("button", name="Add a corner", exact=True).click()
        row = page.locator(f"#v0-r0-c{number}")
        row.fill(place)
        row.press("Enter")
        expect(page.locator(f"#v0-r0-c{number}-r")).to_contain_text("37S")
    page.get_by_role("button", name="Show what is missing").click()
    expect(page.locator(".crd").locator("xpath=..")).to_contain_text(
        re.compile(r"Edges \W*1\W* and \W*3\W* cross")
    )
    expect(release_key(page)).to_have_attribute("aria-disabled", "true")
