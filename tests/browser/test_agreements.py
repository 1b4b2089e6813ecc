"""Agreements in real pages: versions compared and signed, a text that counts down, flights and statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from commonground.record import replace
from commonground.room import agreements
from tests.agreements import area, commitment, flight, instrument, square
from tests.worlds import volume

from . import looking
from .page_room import DAY_MS, PageRoom
from .person import Person
from .test_every_screen import looked_at

Come = Callable[..., Any]
HOUR_MS = 3_600_000
WATCH = "watch_officer"


def now_of(room: PageRoom) -> int:
    return int(room.served.read("A", lambda one: one.clock.now_ms()))


def filled(room: PageRoom, suffix: str) -> dict[str, str]:
    """An area and a text of which both centres hold another version, a commitment and a flight in it."""
    now_ms = now_of(room)
    name, text_name = f"r-{suffix}", f"t-{suffix}"  # codes, as in the field: no words of a language
    one = area(area_id=name, from_ms=now_ms - HOUR_MS, until_ms=now_ms + 9 * DAY_MS)
    other = replace(one, footprint=square(37.03, 36.2))
    text = instrument(3_000, instrument_id=text_name, start_ms=now_ms - HOUR_MS, end_ms=now_ms + 5 * HOUR_MS,
                      renew_by_ms=now_ms + HOUR_MS)  # fmt: skip
    rival = replace(text, terms=instrument(3_500).terms)
    here = volume(
        37.1, 36.3, 30_000, from_ms=now_ms - DAY_MS, until_ms=now_ms + DAY_MS, lower_ft=0, upper_ft=30_000
    )
    served = room.served

    def act(party: str, do: Callable[[Any], Any]) -> Any:
        return served.node(party).write(do).result(30)

    act("A", lambda at: agreements.offer_area(at, one, (), WATCH, "op"))
    act("B", lambda at: agreements.offer_area(at, other, (), WATCH, "op"))
    act("A", lambda at: agreements.offer_instrument(at, text, (), WATCH, "op"))
    act("B", lambda at: agreements.offer_instrument(at, rival, (), WATCH, "op"))
    committed = act("A", lambda at: agreements.commit(at, commitment(volume=here), ("B",), WATCH, "op"))
    seen = flight(now_ms, now_ms + 1, 37.1, 36.3)
    served.until("B", lambda at: committed.version.key in at.view.picture.entities)
    observed = act("B", lambda at: agreements.observe(at, seen, ("A",), WATCH, "op"))
    served.until("A", lambda at: observed.version.key in at.view.picture.entities)
    return {"area": f"area:{name}", "text": f"instrument:{text_name}", "commitment": committed.version.key,
            "flight": observed.version.key}  # fmt: skip


@pytest.mark.parametrize("lang", looking.LANGS)
def test_every_page_of_an_agreement(person: Come, room: PageRoom, lang: str) -> None:
    keys = filled(room, lang)
    me: Person = person("B", lang=lang, theme="light" if lang == "ar" else "dark")
    me.signed_in("agreements", part="areas", open=keys["area"])
    page = me.page
    bad = []
    for part, key, mark in (
        ("areas", "area", ".one table"), ("texts", "text", ".count"), ("flights", "flight", ".one section"),
        ("flights", "commitment", ".one section"),
    ):  # fmt: skip
        me.go("agreements", part=part, open=keys[key])
        expect(page.locator(mark).first).to_be_visible()
        bad += looked_at(page, lang, key)
    for part, doing in (("areas", "area"), ("texts", "text"), ("flights", "flight"), ("flights", "commit")):
        me.go("agreements", part=part, do=doing)
        expect(page.locator(".one form")).to_be_visible()
        bad += looked_at(page, lang, f"form {doing}")
    assert bad == []


def test_both_sign_the_hash_that_both_see(person: Come, room: PageRoom) -> None:
    keys = filled(room, "sign")
    a = person("A").signed_in("agreements", part="areas", open=keys["area"])
    b = person("B").signed_in("agreements", part="areas", open=keys["area"])
    expect(a.page.locator(".one header .tag").first).to_have_text("not agreed")
    expect(a.page.locator(".one tbody tr").first).to_contain_text("km²")
    for me in (a, b):
        copy = me.page.locator("section.copy", has=me.page.locator(".head", has_text="North"))
        copy.get_by_role("button", name="Sign…").click()
        shown = copy.locator(".hash").inner_text()
        assert len(shown.replace(" ", "").strip()) == 64
        copy.get_by_role("button", name="Sign this hash").click()
        expect(copy.locator(".sure")).to_have_count(0)
    own = b.page.locator("section.copy", has=b.page.locator(".head", has_text="South"))
    own.get_by_role("button", name="No longer offer it").click()
    for me in (a, b):
        expect(me.page.locator(".one header .tag").first).to_have_text("agreed")


def test_a_statement_says_for_whom_it_speaks(person: Come, room: PageRoom) -> None:
    keys = filled(room, "say")
    a = person("A").signed_in("agreements", part="flights", open=keys["flight"])
    expect(a.page.locator(".one section").first).to_contain_text("not covered by a notice")
    a.page.get_by_role("button", name="Make a statement").click()
    a.page.select_option("#ag-stance", "not_ours")
    send = a.page.get_by_role("button", name="Say it")
    expect(send).to_have_attribute("aria-disabled", "true")
    a.page.select_option("#ag-whom", "own_forces")
    send.click()
    expect(a.page.locator(".one")).to_contain_text("not ours")
    expect(a.page.locator(".one section").first).to_contain_text("disputed")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_the_past_shows_the_agreements_that_were_known_then(person: Come, room: PageRoom, lang: str) -> None:
    filled(room, f"then-{lang}")
    me: Person = person("B", lang=lang)
    page = me.signed_in("agreements", part="areas").page
    rows = page.locator(".list tbody tr")
    expect(rows.first).to_be_visible()
    now = rows.count()
    me.go("watch")
    page.get_by_role("slider").first.focus()
    for _ in range(16):  # four hours back, before this room was filled
        page.keyboard.press("[")
    expect(page.locator(".bar.asof")).to_be_visible()
    me.go("agreements", part="areas")
    expect(page.locator(".agr .asof")).to_contain_text("UTC")
    expect(rows).to_have_count(0)
    assert looked_at(page, lang, "agreements of the past") == []
    me.go("agreements", part="areas", do="area")
    main = page.locator(".one form .btn", has_text=re.compile("."))
    expect(main.locator("xpath=self::*[@aria-disabled='true']").first).to_be_visible()
    page.locator(".agr .asof button").press("Enter")
    expect(page.locator(".agr .asof")).to_have_count(0)
    expect(rows).to_have_count(now)
