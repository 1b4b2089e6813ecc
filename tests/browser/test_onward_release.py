"""Onward release in real pages: asked beside the map, answered by the originator, and the third page none the wiser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commonground.geo.footprint import Circle
from commonground.picture.charter import Text3
from commonground.picture.entity import Site
from commonground.record import replace
from tests.worlds import announce, nd, report, site

from . import looking
from .page_room import DAY_MS, PageRoom, notice_over
from .person import choose
from .test_every_screen import looked_at

Come = Callable[..., Any]
HOUR_MS = 3_600_000


def clinic(room: PageRoom, name: str) -> str:
    """A clinic that the joint office reported to B alone."""
    now_ms = room.served.read("J", lambda one: one.clock.now_ms())
    body: Site = replace(
        site(39.2, 36.9), name=Text3(en=name, ar="عيادة الحافة", ru="Клиника на краю"),
        valid_until_ms=now_ms + 30 * DAY_MS, last_revalidated_ms=now_ms,
    )  # fmt: skip
    said = room.served.say("J", report(body, "B"))
    room.served.until("B", lambda one: said.version.key in one.view.picture.entities)
    return said.version.key


def items(page: Page) -> Any:
    return page.locator("article.rq")


def ask(page: Page) -> None:
    """Ask for the one third party that there is, on the keyboard alone from the button on."""
    page.get_by_role("button", name="Ask for release to a third party").press("Enter")
    expect(page.get_by_label("Release to")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Their convoy passes there.")
    page.get_by_role("button", name=re.compile(r"^Ask \W*(Joint|North)")).press("Enter")


def test_the_originator_releases_and_can_undo(person: Come, room: PageRoom) -> None:
    key = clinic(room, "Edge Clinic")
    b, a = person("B").signed_in("sites", site=key), person("A").signed_in("sites")
    ask(b.page)
    expect(items(b.page)).to_contain_text("waits for an answer")
    expect(b.page.get_by_role("button", name="Ask for release to a third party")).to_have_count(0)

    j = person("J").signed_in("watch", post="humanitarian_liaison")
    due = j.page.locator("button.rowd", has_text="Release asked")
    expect(due).to_contain_text(re.compile("23:5|24:0"))
    due.click()
    mine = items(j.page)
    expect(mine).to_contain_text("asks for release to")
    expect(mine).to_contain_text("Their convoy passes there.")
    mine.get_by_role("button", name=re.compile("^Release to")).first.press("Enter")
    mine.locator("form").get_by_role("button", name="exact").or_(
        mine.locator("form select")
    ).first.select_option("district")
    mine.locator("form button[type=submit]").press("Enter")
    expect(mine).to_contain_text("goes out in")
    mine.get_by_role("button", name="Undo").press("Enter")
    expect(mine).not_to_contain_text("goes out in")
    mine.get_by_role("button", name=re.compile("^Release to")).first.press("Enter")
    mine.locator("form button[type=submit]").press("Enter")
    mine.get_by_role("button", name="Release now").press("Enter")
    expect(mine).to_contain_text("released")
    expect(due).to_have_count(0)
    expect(items(b.page)).to_contain_text("released")

    a.go("sites", site=key)
    expect(a.page.get_by_role("heading", name="Edge Clinic")).to_be_visible()
    expect(items(a.page)).to_have_count(0)
    assert a.ask("/api/picture")["requests"]["total"] == 0
    assert "convoy passes there" not in a.page.locator("body").inner_text()
    items(b.page).get_by_role("button", name=re.compile("^Records")).press("Enter")
    expect(items(b.page).locator(".rec .pf[role=status] svg")).to_have_count(2)
    expect(items(b.page).locator(".rec").first).to_contain_text("Joint")


def test_a_refusal_needs_no_reason_and_the_third_page_does_not_stir(person: Come, room: PageRoom) -> None:
    key = clinic(room, "Quiet Clinic")
    b = person("B").signed_in("sites", site=key)
    a = person("A").signed_in("watch")
    before = a.ask("/api/picture")
    ask(b.page)
    j = person("J").signed_in("sites", post="humanitarian_liaison", site=key)
    items(j.page).get_by_role("button", name="Refuse").first.press("Enter")
    expect(j.page.get_by_text("A refusal owes no reason.")).to_be_visible()
    items(j.page).locator("form button[type=submit]").press("Enter")
    expect(items(j.page)).to_contain_text("refused")
    expect(items(b.page)).to_contain_text("refused")
    expect(b.page.get_by_role("button", name="Ask for release to a third party")).to_be_visible()
    after = a.ask("/api/picture")
    for what in ("notices", "sites", "messages", "requests", "due"):
        assert [row["key"] for row in after[what]["rows"]] == [row["key"] for row in before[what]["rows"]]


def test_a_notice_shows_the_hits_that_nobody_acknowledged(person: Come, room: PageRoom) -> None:
    """A's notice to B meets a site that J reported to A since; J is the third."""
    now_ms = room.served.read("A", lambda one: one.clock.now_ms())
    ground = Circle(center=(nd(41.9), nd(35.9)), radius_tmm=50_000_000)
    flight = room.served.say("A", announce(notice_over(ground, now_ms + 20 * HOUR_MS, HOUR_MS), "B")).version
    body = replace(
        site(41.9, 35.9), name=Text3(en="Far Ward", ar="الجناح البعيد", ru="Дальняя палата"),
        valid_until_ms=now_ms + DAY_MS, last_revalidated_ms=now_ms,
    )  # fmt: skip
    ward = room.served.say("J", report(body, "A")).version
    room.served.until("A", lambda one: ward.key in one.view.picture.entities)
    room.served.until("B", lambda one: flight.key in one.view.picture.entities)

    b = person("B").signed_in("watch")
    choose(b.page, flight.key)
    ask(b.page)
    a = person("A", may_fail=("status of 409",)).signed_in("watch")
    a.page.locator("button.rowd", has_text=flight.entity).click()
    mine = items(a.page)
    mine.get_by_role("button", name=re.compile("^Release to")).first.press("Enter")
    mine.locator("form button[type=submit]").press("Enter")
    expect(mine).to_contain_text("Far Ward")
    expect(mine.locator("form button[type=submit]")).to_have_attribute("aria-disabled", "true")
    assert looked_at(a.page, "en", "hits") == []
    mine.get_by_role("button", name="Acknowledge").press("Enter")
    mine.locator("form button[type=submit]").press("Enter")
    expect(mine).to_contain_text("goes out in")
    mine.get_by_role("button", name="Release now").press("Enter")
    expect(mine).to_contain_text("released")
    expect(items(b.page)).to_contain_text("released")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_every_state_in_every_language(person: Come, room: PageRoom, lang: str) -> None:
    """The form, a request that waits, its answer forms and a refusal: access, words, overflow, mirrored."""
    key = clinic(room, f"Ward {lang.upper()}")
    b = person("B", lang=lang).signed_in("watch")
    choose(b.page, key)
    b.page.locator(".on .ask button").click()
    expect(b.page.locator(".on form")).to_be_visible()
    bad = seen(b.page, lang, "asking")
    b.page.locator(".on form button[type=submit]").click()
    expect(items(b.page)).to_have_count(1)
    bad += seen(b.page, lang, "asked")
    j = person("J", lang=lang, theme="light").signed_in("watch", post="humanitarian_liaison")
    choose(j.page, key)
    for number in (0, 1):
        items(j.page).locator(".line button").nth(number).click()
        expect(items(j.page).locator("form")).to_be_visible()
        bad += seen(j.page, lang, ("release", "refuse")[number])
    items(j.page).locator("form button[type=submit]").click()
    expect(items(j.page).locator(".line")).to_have_count(0)
    items(j.page).locator("button.lnk").click()
    expect(items(j.page).locator(".rec .pf[role=status] svg")).to_have_count(2)
    bad += seen(j.page, lang, "refused")
    j.go("sites", site=key)
    expect(items(j.page)).to_be_visible()
    bad += seen(j.page, lang, "refused, in the register")
    assert bad == []


def seen(page: Page, lang: str, where: str) -> list[str]:
    bad = looked_at(page, lang, where)
    for width, height in ((1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        bad += [f"{where} at {width}: {one}" for one in looking.overflows(page) + looking.cut_texts(page)]
    page.set_viewport_size({"width": 1440, "height": 900})
    return bad
