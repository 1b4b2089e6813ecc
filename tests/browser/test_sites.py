"""The register of sites: import, positions, who opened what, withdrawal, and sites past their date."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from .page_room import PageRoom

Come = Callable[..., Any]
FILE = """name,category,latitude,longitude
Well of the Mill,water,31.2000,39.9000
Ambiguous Post,clinic,"36,20","37,10"
South Shelter,school,31.3000,39.7000
Off the Earth,clinic,95.1,39.0
"""
BANNED_FILE = "name,category,latitude,longitude,priority\nNorth Well,water,31.4,39.4,1\n"


def test_a_file_is_read_first_and_kept_when_told_so(person: Come) -> None:
    j = person("J").signed_in("sites", post="humanitarian_liaison", do="import")
    page = j.page
    page.locator("#imp-file").set_input_files(
        {"name": "wells.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    expect(page.get_by_text(re.compile(r"Read: \W*2\W* · refused: \W*2"))).to_be_visible()
    refused = page.get_by_role("region", name="Refused")
    expect(refused).to_contain_text("95.1")
    expect(refused).to_contain_text(re.compile("lat|lon"))
    for line in ("3", "5"):
        expect(refused.locator("td:first-child", has_text=re.compile(rf"^\W*{line}\W*$"))).to_have_count(1)
    expect(page.get_by_role("region", name="Read")).to_contain_text("Well of the Mill")
    before = j.ask("/api/picture")["sites"]["total"]
    page.get_by_role("group", name="North Centre").get_by_role("button", name="may keep").click()
    page.get_by_role("button", name=re.compile("^Import .?2")).click()
    expect(page.get_by_text(re.compile(r"Imported: \W*2"))).to_be_visible()
    assert j.ask("/api/picture")["sites"]["total"] == before + 2
    a = person("A").signed_in("sites")
    expect(a.page.get_by_role("button", name="Well of the Mill")).to_be_visible()


def test_a_column_that_ranks_sites_is_named_and_left_out(person: Come) -> None:
    page = (
        person("J", may_fail=("status of 422", "status of 400"))
        .signed_in("sites", post="humanitarian_liaison", do="import")
        .page
    )
    page.locator("#imp-file").set_input_files(
        {"name": "ranked.csv", "mimeType": "text/csv", "buffer": BANNED_FILE.encode()}
    )
    expect(page.get_by_role("alert")).to_contain_text("priority")
    page.get_by_role("button", name="Go on without them").click()
    expect(page.get_by_text(re.compile(r"Read: \W*1\W* · refused: \W*0"))).to_be_visible()


def test_a_dispute_needs_a_reason_and_an_opening_is_told(person: Come, room: PageRoom) -> None:
    key = room.keys["disputable"]
    j = person("J").signed_in("sites", post="humanitarian_liaison", site=key)
    told = j.page.locator(".told li", has_text="South Centre")
    expect(told).to_contain_text("not opened yet")
    b = person("B").signed_in("sites")
    page = b.page
    page.get_by_role("button", name="Palm Bakery").click()
    expect(page.get_by_text("That you opened this was told to")).to_be_visible()
    # T-24: the originator's own screen lists it, with the post and no name.
    expect(told).to_contain_text("opened")
    expect(told).to_contain_text("Watch officer")
    assert "Officer B" not in j.page.locator("body").inner_text()

    page.get_by_label("disputes", exact=True).check()
    page.get_by_role("button", name="State the position").click()
    expect(page.get_by_text("To dispute needs a reason.")).to_be_visible()
    page.get_by_label("Reason, if any").fill("Our patrol found the building empty.")
    page.get_by_role("button", name="State the position").click()
    expect(page.get_by_text("The position was stated.")).to_be_visible()
    expect(j.page.locator(".side", has_text="Our patrol found the building empty.")).to_contain_text(
        "disputes"
    )
    # A was told of the site, not of what B says about it.
    a = person("A").signed_in("sites", site=key)
    expect(a.page.locator(".sides")).to_be_visible()
    expect(a.page.locator(".sides")).not_to_contain_text("Our patrol")


def test_a_release_is_withdrawn_in_one_step(person: Come, room: PageRoom) -> None:
    key = room.keys["water"]
    b = person("B").signed_in("sites")
    row = b.page.locator("tr", has_text="River Pumps")
    expect(row).to_be_visible()
    j = person("J").signed_in("sites", post="humanitarian_liaison", site=key)
    told = j.page.locator(".told li", has_text="South Centre")
    told.get_by_role("button", name="Withdraw").click()
    expect(j.page.get_by_text("Withdrawn: this party is told no more")).to_be_visible()
    expect(told).to_have_count(0)
    expect(j.page.locator(".told li", has_text="North Centre")).to_have_count(1)
    # B keeps what it was told, greyed and marked since when nobody confirms it.
    expect(row).to_contain_text("unconfirmed since")
    expect(row).to_have_class(re.compile("dim"))


def test_a_site_past_its_date_is_grey_and_still_there(person: Come) -> None:
    a = person("A").signed_in("sites")
    row = a.page.locator("tr", has_text="Old Store")
    expect(row).to_have_class(re.compile("dim"))
    expect(row).to_contain_text("expired")
    row.get_by_role("button").click()
    expect(
        a.page.get_by_text("It stays shown and is still checked until its originator closes it.")
    ).to_be_visible()
    a.go("watch")
    expect(a.page.locator("select.jump option", has_text="Old Store")).to_have_count(1)
    a.go("tables", table="sites")
    expect(a.page.locator("tr.dim", has_text="Old Store")).to_be_visible()


def test_sites_are_printed_by_the_node_alone_and_their_originator_is_told(
    person: Come, room: PageRoom
) -> None:
    a = person("A").signed_in("tables", table="sites")
    expect(a.page.locator("tr", has_text="River Pumps")).to_be_visible()
    with a.context.expect_page() as opened:
        a.page.get_by_role("button", name="Print").click()
    sheet = opened.value
    expect(sheet.locator("td.stamp")).to_contain_text("CG-A-")
    expect(sheet.locator("tbody")).to_contain_text("River Pumps")
    sheet.close()
    a.page.emulate_media(media="print")
    expect(a.page.locator("tr", has_text="River Pumps")).to_be_hidden()
    expect(a.page.get_by_text("each sheet carries the number of its copy")).to_be_visible()
    a.page.emulate_media(media="screen")
    j = person("J").signed_in("sites", post="humanitarian_liaison", site=room.keys["water"])
    expect(j.page.locator(".told li", has_text="North Centre")).to_contain_text("printed")
