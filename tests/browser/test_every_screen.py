"""Every screen in every language and theme: access, language, room, words, focus; and nothing asked of strangers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from . import looking
from .announcing import released_id
from .page_room import PASSWORD, PageRoom
from .person import Person, choose

Come = Callable[..., Any]
VIEWS = ("watch", "announce", "tables", "sites", "agreements", "reports", "admin")
SIZES = ((1280, 720), (1440, 900), (1920, 1080), (1024, 768))
TABS_MAX = 150


def looked_at(page: Page, lang: str, where: str) -> list[str]:
    """Everything that is wrong with what the page shows now."""
    found = {
        "axe": looking.axe_problems(page),
        "wider than the window": looking.overflows(page),
        "cut": looking.cut_texts(page),
        "a word that may not stand there": looking.banned_words(page, lang),
        "not translated": looking.untranslated(page, lang),
    }
    return [f"{where}: {what}: {one}" for what, ones in found.items() for one in ones]


@pytest.mark.parametrize("theme", looking.THEMES)
@pytest.mark.parametrize("lang", looking.LANGS)
def test_every_screen(person: Come, room: PageRoom, lang: str, theme: str) -> None:
    me: Person = person("A", lang=lang, theme=theme).open()
    page = me.page
    expect(page.locator("#in-user")).to_be_visible()
    bad = looked_at(page, lang, "sign-in")
    me.signed_in()
    for view in VIEWS:
        me.go(view)
        settle(page, view)
        if view == "watch":
            choose(page, room.keys["active"])
            expect(page.locator(".rec .pf[role=status] svg")).to_be_visible()
        html = page.locator("html")
        expect(html).to_have_attribute("lang", lang)
        expect(html).to_have_attribute("dir", "rtl" if lang == "ar" else "ltr")
        expect(html).to_have_attribute("data-theme", theme)
        bad += looked_at(page, lang, view)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            bad += [
                f"{view} at {width}x{height}: {one}"
                for one in looking.overflows(page) + looking.cut_texts(page)
            ]
        page.set_viewport_size({"width": 1440, "height": 900})
    assert bad == []


def settle(page: Page, view: str) -> None:
    """Wait until a screen shows what it is for."""
    marks = {"watch": ".labels .bl", "announce": ".right canvas", "tables": "#t-releases",
             "sites": ".filter", "agreements": "#t-areas", "reports": "#t-information",
             "admin": ".adm tbody tr"}  # fmt: skip
    expect(page.locator(marks[view]).first).to_be_attached()


@pytest.mark.parametrize("lang", looking.LANGS)
def test_what_opens_on_a_screen(person: Come, room: PageRoom, lang: str) -> None:
    """The read-back, a site with its positions, a new site, an import and the keys, as axe and a reader see them."""
    me: Person = person("B", lang=lang).signed_in("sites", site=room.keys["hospital"])
    page = me.page
    expect(page.locator(".sides")).to_be_visible()
    bad = looked_at(page, lang, "site")
    for doing in ("new", "import", "check"):
        me.go("sites", do=doing)
        expect(page.locator(".one h2")).to_be_visible()
        bad += looked_at(page, lang, doing)
    me.go("watch")
    choose(page, room.keys["late"])
    expect(page.locator(".rec .pf[role=status] svg")).to_be_visible()
    page.keyboard.press("F4")
    page.fill("#rb-in", "33.8000 N 39.7000 E")
    page.keyboard.press("Enter")
    expect(page.locator(".pair")).to_be_visible()
    # The remarks in the reader's language, with who made them; figures and units as in any other language.
    remarks = {"en": "Stay above the block.", "ar": "ابقوا فوق الطبقة.", "ru": "Держитесь выше слоя."}
    expect(page.locator(".dlg .rem")).to_contain_text(remarks[lang])
    expect(page.locator(".dlg .part").first).to_contain_text(re.compile(r"\d+\.\d km"))
    bad += looked_at(page, lang, "read-back")
    page.keyboard.press("Escape")
    page.locator(".chip.q").click()
    bad += looked_at(page, lang, "keys")
    assert bad == []


def test_only_the_node_is_asked_and_the_page_says_so(person: Come) -> None:
    me: Person = person("A")
    answers = []
    me.page.on("response", lambda answer: answers.append(answer))
    me.signed_in()
    for view in VIEWS:
        me.go(view)
        settle(me.page, view)
    assert me.strangers == set()
    page = next(one for one in answers if one.url == f"{me.url}/")
    policy = page.headers["content-security-policy"]
    for part in ("default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert me.page.evaluate("document.createElement('canvas').getContext('webgl') === null")


# -- by keyboard alone -------------------------------------------------------------------------------------------


def tab_to(page: Page, selector: str, back: bool = False) -> None:
    """Press Tab until the focus is on it; on the way every stop must be seen."""
    for _ in range(TABS_MAX):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = looking.focus_ring(page)
        assert stop["ring"] or stop["who"].startswith("BODY"), f"no ring on {stop['who']}"
    raise AssertionError(f"the focus never came to {selector}")


def choose_by_key(page: Page, selector: str, first_letters: str) -> None:
    """Choose an option as a keyboard does: focus, first letters."""
    tab_to(page, selector)
    page.keyboard.type(first_letters)


def test_the_whole_way_by_keyboard(person: Come) -> None:
    b = person("B").signed_in()
    me: Person = person("A").open()
    page = me.page
    expect(page.locator("#in-user")).to_be_visible()
    tab_to(page, "#in-user")
    page.keyboard.type("north")
    tab_to(page, "#in-password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Watch officer", exact=True)).to_be_visible()
    tab_to(page, ".choice button")
    page.keyboard.press("Enter")
    expect(page.locator(".who > button")).to_contain_text("Watch officer")
    page.keyboard.press("F9")
    expect(page.locator("#class")).to_be_visible()
    choose_by_key(page, "#class", "pat")
    expect(page.locator("#class")).to_have_value("patrol")
    choose_by_key(page, "#crew", "cre")
    # Three corners drawn on the map: Enter puts one where the cross stands, arrows move the map.
    tab_to(page, ".line > button.btn[aria-pressed]")
    expect(page.locator("*:focus")).to_contain_text("Draw on the map")
    page.keyboard.press("Enter")
    tab_to(page, ".right [role=application]")
    for number, arrow in enumerate(("ArrowRight", "ArrowDown", "")):
        page.keyboard.press("Enter")
        expect(page.locator(".crd > .row")).to_have_count(number + 1)
        if arrow:
            before = page.locator(f"#handle-0-{number}").bounding_box()
            assert before is not None
            page.keyboard.press(arrow)
            page.wait_for_function(
                "([id, x, y]) => { const r = document.getElementById(id).getBoundingClientRect();"
                " return Math.hypot(r.x - x, r.y - y) > 60; }",
                arg=[f"handle-0-{number}", before["x"], before["y"]],
            )
    page.keyboard.press("Escape")
    # A handle moves by arrow keys.
    tab_to(page, "#handle-0-0")
    was = page.locator("#v0-r0-c0").input_value()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#v0-r0-c0")).not_to_have_value(was)
    tab_to(page, "#v0-upper", back=True)
    page.keyboard.type("FL090")
    page.keyboard.press("Tab")
    choose_by_key(page, "#post", "Air")
    tab_to(page, ".rec .to .seg button:nth-child(2)")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("group", name="South Centre").get_by_role("button", name="may keep")
    ).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ov .meta")).to_be_visible()
    for _ in range(page.get_by_role("button", name="Acknowledge", exact=True).count()):
        tab_to(page, ".hit .x .btn")
        page.keyboard.press("Enter")
    expect(page.locator(".rel .big")).to_have_attribute("aria-disabled", "false")
    tab_to(page, ".rel .big")
    page.keyboard.press("Enter")
    notice = released_id(page)
    tab_to(page, ".held .btn:not(.p)", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("p.done")).to_contain_text("Released:")
    b.page.keyboard.press("3")
    expect(b.page.locator("tr", has_text=notice).first).to_be_visible()
