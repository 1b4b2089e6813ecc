"""What was known at a past moment, and what the page does when its node does not answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from .page_room import PageRoom
from .person import choose

Come = Callable[..., Any]
LOST_MS = 60_000


def test_before_a_notice_arrived_it_is_on_no_map_and_in_no_table(person: Come, room: PageRoom) -> None:
    page = person("A").signed_in().page
    notice = room.keys["active"].split("/")[1]
    label = page.locator(".labels .bl", has_text=notice)
    expect(label).to_be_attached()
    slider = page.get_by_role("slider", name=re.compile("^Shown time"))
    # The room was filled three hours ago: four hours back nobody knew of anything.
    slider.focus()
    for _ in range(16):  # a quarter of an hour each; the slider keeps the focus
        page.keyboard.press("[")
    expect(page.locator(".asof[role=status]")).to_contain_text("Shown as it was known at")
    expect(label).to_have_count(0)
    expect(page.locator(".labels .bl")).to_have_count(0)
    choose_list = page.locator("select.jump option", has_text=notice)
    expect(choose_list).to_have_count(0)
    page.keyboard.press("t")
    expect(page.locator("#t-notices")).to_be_visible()
    expect(page.locator(".grid", has=page.locator("#t-notices"))).not_to_contain_text(notice)
    expect(page.locator(".grid", has=page.locator("#t-sites"))).not_to_contain_text("Nahr Hospital")
    page.keyboard.press("0")
    expect(page.locator(".asof")).to_have_count(0)
    expect(page.locator(".grid", has=page.locator("#t-notices"))).to_contain_text(notice)
    page.keyboard.press("t")
    expect(label).to_be_attached()


def test_nothing_is_released_from_the_past(person: Come, room: PageRoom) -> None:
    page = person("B").signed_in().page
    choose(page, room.keys["late"])
    page.get_by_role("slider", name=re.compile("^Shown time")).focus()
    for _ in range(4):
        page.keyboard.press("[")
    expect(page.locator(".about")).to_contain_text("The past is shown; go back to now to act.")
    expect(page.get_by_role("button", name=re.compile(r"^Read-back\W*F4"))).to_have_attribute(
        "aria-disabled", "true"
    )


def test_a_flash_passes_while_the_past_is_shown(person: Come, room: PageRoom) -> None:
    a, b = person("A").signed_in(), person("B").signed_in()
    page = a.page
    page.get_by_role("slider", name=re.compile("^Shown time")).focus()
    for _ in range(16):
        page.keyboard.press("[")
    past = page.locator(".bar.asof[role=status]")
    expect(past).to_be_visible()
    expect(page.locator(".labels .bl")).to_have_count(0)
    expect(page.locator(".ends li")).to_have_count(3)
    b.page.keyboard.press("F8")
    card = page.locator(".rail article.f").first
    expect(card).to_be_visible()
    expect(page.locator(".snd")).to_have_attribute("data-sounding", "flash")
    page.keyboard.press("F2")
    expect(b.page.locator(".rail article", has_text="read").first).to_be_visible()
    expect(past).to_be_visible()
    expect(page.locator(".labels .bl")).to_have_count(0)
    page.get_by_role("button", name="Understood", exact=True).click()
    page.keyboard.press("Escape")
    past.get_by_role("button").click()
    expect(past).to_have_count(0)
    expect(page.locator(".labels .bl").first).to_be_attached()


def test_a_node_out_of_reach_and_back(person: Come, another_room: Come) -> None:
    room = another_room(peer_lost_ms=3_000)
    b = person("B", room=room, may_fail=("net::ERR",)).signed_in()
    a = person("A", room=room).signed_in()
    page = b.page
    notice = room.keys["active"].split("/")[1]
    choose(page, room.keys["active"])
    expect(page.locator(".about")).to_contain_text(notice)
    south = a.page.locator(".ends li", has_text="South")
    expect(south).to_contain_text(re.compile(r"\bup\b"))

    room.served.stop("B")
    lost = page.locator("p.lost")
    expect(lost).to_be_visible(timeout=LOST_MS)
    expect(lost).to_contain_text(re.compile(r"last heard \W*\d\d:\d\d:\d\d UTC"))
    expect(page.locator("main")).to_have_class(re.compile("greyed"))
    expect(page.locator(".about")).to_contain_text(notice)
    expect(page.locator(".labels .bl", has_text=notice)).to_be_attached()
    # What A says meanwhile waits, and A's page says so.
    expect(south).to_contain_text("not reached", timeout=LOST_MS)

    room.served.start("B")
    expect(lost).to_have_count(0, timeout=LOST_MS)
    expect(page.locator("main")).not_to_have_class(re.compile("greyed"))
    expect(page.locator(".who > button")).to_contain_text("South Centre")
    expect(south).not_to_contain_text("not reached", timeout=LOST_MS)


def test_the_map_looks_where_it_looked_before(person: Come, room: PageRoom) -> None:
    a = person("A").signed_in()
    page = a.page
    label = page.locator(".labels .bl", has_text=room.keys["late"].split("/")[1])
    expect(label).to_be_visible()
    scale = page.locator(".corner .scale")
    before = scale.inner_text()
    page.get_by_role("button", name="Closer").click()
    expect(scale).not_to_have_text(before)
    closer = scale.inner_text()
    page.keyboard.press("3")
    expect(page.locator("#t-notices")).to_be_visible()
    page.keyboard.press("1")
    expect(scale).to_have_text(closer)
