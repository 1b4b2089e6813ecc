"""The line in real pages: STOP with one key, who was tried, a place read back, one class suspended, tests and beats."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from . import looking
from .person import Person
from .test_every_screen import SIZES, looked_at

Come = Callable[..., Any]
SENT, READ = "33.312700 N 37.846000 E", "33.231700 N 37.840600 E"
"""A place and the place that was read back instead of it, nine kilometres off: digits changed places (T-4)."""
HEAR = """(() => { const start = AudioBufferSourceNode.prototype.start; window.played = [];
  AudioBufferSourceNode.prototype.start = function (...given) {
    window.played.push(this.loop ? 'loop' : 'once'); return start.apply(this, given); };
  window.notes = []; window.Notification = class { static permission = 'granted';
    constructor(title, more) { window.notes.push([title, more.body ?? '']); } close() {} }; })()"""
"""What the page plays and notifies of, written down."""


def calls(page: Page) -> Any:
    return page.locator(".rail article[data-call]")


def sheet(page: Page) -> Any:
    return page.locator(".line-sheet")


def call_by_page(
    page: Page, to: str, place: str = "", precedence: str = "FLASH", kind: str = "Safety"
) -> None:
    """Place a call by the form."""
    page.locator(".rail").get_by_role("button", name="Call", exact=True).click()
    form = sheet(page)
    form.get_by_role("button", name=precedence).click()
    form.get_by_role("button", name=kind, exact=True).click()
    form.get_by_role("checkbox", name=to).check()
    form.get_by_role("button", name="In free text").click()
    form.locator("textarea").first.fill(f"{kind} words")
    if place:
        form.get_by_role("button", name="Add a place").click()
        form.locator(".place input[dir=ltr]").first.fill(place)
        page.keyboard.press("Enter")
        expect(form).to_contain_text("37S")
    form.locator("footer .btn.p").click()
    expect(form).to_have_count(0)


def test_stop_is_one_key_and_a_second_press_adds_mistake(person: Come) -> None:
    a: Person = person("A").signed_in("tables")
    b: Person = person("B")
    b.context.add_init_script(HEAR)
    b.signed_in("sites")
    b.page.keyboard.press("Shift")  # the first press lets the browser sound
    a.page.get_by_role("searchbox").first.focus()
    a.page.keyboard.press("F8")
    expect(a.page.locator(".rail [role=status]", has_text="STOP went out at")).to_be_visible()
    ours = calls(b.page).filter(has_text="STOP call").first
    expect(ours).to_contain_text("FLASH")
    expect(ours.locator(".esc")).to_be_visible()
    expect(b.page).to_have_title(re.compile(r"^\d+ FLASH"))
    expect(b.page.locator(".snd")).to_have_attribute("data-sounding", "flash")
    b.page.wait_for_function("window.played.includes('loop')")
    # A notification may be read over a shoulder: a precedence and a letter, and nothing else.
    notes = b.page.evaluate("window.notes")
    assert ["FLASH · A", ""] in notes
    assert all(
        re.fullmatch(r"(FLASH|IMMEDIATE)( · [ABJ])?", title) and more == "" for title, more in notes
    ), notes
    a.page.keyboard.press("F8")
    expect(a.page.locator(".rail [role=status]", has_text="Nothing is unsent")).to_be_visible()
    expect(ours).to_contain_text("pressed by mistake")
    # F2 answers it and opens it, on a screen that is not the watch.
    b.page.keyboard.press("F2")
    expect(sheet(b.page)).to_contain_text("you are hitting us")
    expect(b.page.locator(".snd")).to_have_attribute("data-sounding", "")
    expect(calls(a.page).first).to_contain_text("read")
    sheet(b.page).get_by_role("button", name="Understood").press("Enter")
    expect(sheet(b.page)).to_contain_text("understood")
    expect(b.page.locator(".rail .msg.f")).to_have_count(0)
    # It does not cover the rail, and Esc closes it.
    rail, box = b.page.locator(".rail").bounding_box(), sheet(b.page).bounding_box()
    assert rail is not None
    assert box is not None
    assert box["x"] >= rail["x"] + rail["width"]
    finish(b.page)
    b.page.keyboard.press("Escape")
    expect(sheet(b.page)).to_have_count(0)
    expect(a.page.locator("button.stop")).to_be_visible()


def finish(page: Page) -> None:
    """Say that one has acted on the call whose sheet is open."""
    sheet(page).get_by_role("button", name="Acted…").click()
    sheet(page).get_by_role("button", name="Say: acted").click()
    expect(sheet(page)).to_contain_text("acted")


def test_understood_is_locked_until_the_place_was_read_back(person: Come) -> None:
    a, b = person("A").signed_in(), person("B", may_fail=("status of 4",)).signed_in()
    call_by_page(a.page, "South Centre", SENT)
    expect(calls(b.page).filter(has_text="Safety words").first).to_be_visible()
    b.page.keyboard.press("F2")
    expect(b.page.locator("#lrb-in")).to_be_visible()
    understood = sheet(b.page).get_by_role("button", name=re.compile("^Understood"))
    expect(understood).to_have_attribute("aria-disabled", "true")
    b.page.fill("#lrb-in", READ)
    b.page.keyboard.press("Enter")
    expect(sheet(b.page)).to_contain_text("not the same place")
    expect(sheet(b.page)).to_contain_text("9.0 km")
    expect(sheet(b.page)).to_contain_text("183°")
    expect(understood).to_have_attribute("aria-disabled", "true")
    expect(sheet(b.page)).to_contain_text(re.compile(r"within \W*100\sm"))
    # The caller sees the same.
    item = calls(a.page).filter(has_text="Safety words").first
    expect(item).to_contain_text("9.0 km")
    item.locator("button.link").first.click()
    expect(sheet(a.page).locator(".pair")).to_contain_text("33.231700 N")
    b.page.fill("#lrb-in", SENT)
    b.page.keyboard.press("Enter")
    expect(understood).not_to_have_attribute("aria-disabled", "true")
    understood.press("Enter")
    expect(sheet(b.page)).to_contain_text("Understood")
    # "Not ours" alone cannot be said (T-25).
    sheet(b.page).get_by_role("button", name="Answer in words…").click()
    sheet(b.page).get_by_label("not ours", exact=True).check()
    send = sheet(b.page).get_by_role("button", name="Send the answer")
    expect(send).to_have_attribute("aria-disabled", "true")
    expect(sheet(b.page)).to_contain_text("Say for whom it speaks")
    sheet(b.page).get_by_label("own forces", exact=True).check()
    send.press("Enter")
    expect(sheet(a.page).locator(".words")).to_contain_text("own forces")


def test_who_was_tried_shows_on_both_pages(person: Come, another_room: Come) -> None:
    ladder = {
        "flash_overdue_ms": 1_000,
        "flash_deputy_ms": 2_000,
        "flash_chief_ms": 3_000,
        "flash_all_ms": 4_000,
    }
    room = another_room(**ladder)
    a, b = person("A", room=room).signed_in(), person("B", room=room).signed_in()
    a.page.keyboard.press("F8")
    for page in (a.page, b.page):
        mine = calls(page).filter(has_text="STOP call").first
        for rung in ("deputy", "duty chief", "every post"):
            expect(mine.locator(".tried")).to_contain_text(re.compile(rf"{rung} \W*\d\d:\d\d:\d\d"))
        expect(mine).to_contain_text("overdue")
        expect(mine.locator(".run")).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_suspending_one_class_leaves_the_others(person: Come) -> None:
    a, b = person("A").signed_in(), person("B").signed_in()
    a.page.get_by_role("button", name=re.compile("^Ceasefire")).click()
    sheet(a.page).get_by_role("button", name="Suspend…").click()
    sheet(a.page).get_by_role("checkbox", name="Joint Office").uncheck()
    sheet(a.page).get_by_label("What remains in force").fill("Air safety.")
    sheet(a.page).get_by_role("button", name=re.compile(r"^Suspend \W*Ceasefire")).press("Enter")
    for page in (a.page, b.page):
        expect(page.get_by_role("button", name=re.compile("^Ceasefire: suspended"))).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("^Safety: open"))).to_be_visible()
        expect(page.locator(".rail")).to_contain_text("FLASH passes")
    # An IMMEDIATE of that class is held back with its reason; a FLASH passes and says so.
    b.page.locator(".rail").get_by_role("button", name="Call", exact=True).click()
    form = sheet(b.page)
    form.get_by_role("button", name="Ceasefire", exact=True).click()
    form.get_by_role("checkbox", name="North Centre").check()
    expect(form.locator("footer .btn").last).to_have_attribute("aria-disabled", "true")
    b.page.keyboard.press("Escape")
    call_by_page(b.page, "North Centre", kind="Ceasefire")
    expect(
        calls(a.page).filter(has_text=re.compile(r"passed while \W*Ceasefire\W* is suspended")).first
    ).to_be_visible()
    a.page.keyboard.press("F2")
    expect(sheet(a.page)).to_contain_text("Ceasefire words")
    finish(a.page)
    # Resumed by two hands, with the numbers of both ends.
    b.page.get_by_role("button", name=re.compile("^Ceasefire: suspended")).click()
    sheet(b.page).get_by_role("button", name="Propose to resume").click()
    a.page.get_by_role("button", name=re.compile("^Ceasefire")).click()
    sheet(a.page).get_by_role("button", name="Agree to resume").click()
    for page in (a.page, b.page):
        expect(page.get_by_role("button", name=re.compile("^Ceasefire: open"))).to_be_visible()
    expect(sheet(a.page).locator("table")).to_contain_text("calls")


def test_a_beat_is_one_key_and_a_test_is_answered(person: Come) -> None:
    a, b = person("A").signed_in(), person("B").signed_in()
    a.page.locator(".ends").get_by_role("button", name="Beat").click()
    sheet(a.page).get_by_role("button", name="Nothing to report").press("Enter")
    expect(sheet(a.page)).to_contain_text("The beat went out.")
    north = b.page.locator(".ends li", has_text="North")
    expect(north).to_contain_text(re.compile(r"Beat \W*\d\d:\d\d"))
    a.page.keyboard.press("Escape")
    a.page.locator(".ends li", has_text="South").get_by_role("button", name="Test").click()
    sheet(a.page).locator("li", has_text="South").get_by_role("button", name="Make a test").click()
    north.get_by_role("button", name="Answer the test").click()
    sheet(b.page).locator("li", has_text="North").get_by_role("button", name="Answer the test").click()
    expect(sheet(a.page).locator("li", has_text="South")).to_contain_text("answered")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_every_sheet_in_every_language(person: Come, lang: str) -> None:
    """Each form and a STOP that waits: access, words, overflow, mirrored, in a low window too."""
    me: Person = person("A", lang=lang, theme="light" if lang == "ru" else "dark").signed_in()
    b = person("B").signed_in()
    b.page.keyboard.press("F8")
    page = me.page
    expect(page.locator(".rail .msg.f .esc").first).to_be_visible()
    bad = seen(page, lang, "a STOP waits")
    page.keyboard.press("F2")
    expect(sheet(page).locator("footer .btn").nth(2)).to_be_visible()
    sheet(page).locator("footer .btn").first.click()
    expect(sheet(page).locator("form.ans")).to_be_visible()
    bad += seen(page, lang, "answer")
    page.keyboard.press("Escape")
    openers = {
        "beat": page.locator(".ends .sm").first,
        "test": page.locator(".ends .sm").nth(1),
        "channel": page.locator(".ch").nth(2),
        "compose": page.locator(".msgs .h .sm").first,
        "telephone": page.locator(".msgs .h .sm").nth(1),
    }
    for name, opener in openers.items():
        opener.click()
        expect(sheet(page)).to_be_visible()
        if name == "channel":
            sheet(page).locator(".pad .btn").last.click()
        if name == "compose":
            sheet(page).locator(".add").click()
        bad += seen(page, lang, name)
        page.keyboard.press("Escape")
        expect(sheet(page)).to_have_count(0)
    page.locator(".snd > button").click()
    bad += seen(page, lang, "sound")
    assert bad == []


def seen(page: Page, lang: str, where: str) -> list[str]:
    bad = looked_at(page, lang, where)
    for width, height in SIZES[:1]:
        page.set_viewport_size({"width": width, "height": height})
        bad += [f"{where} at {width}: {one}" for one in looking.overflows(page) + looking.cut_texts(page)]
    page.set_viewport_size({"width": 1440, "height": 900})
    return bad
