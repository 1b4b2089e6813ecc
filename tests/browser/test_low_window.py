"""A low window drops whole parts in one order; STOP, a FLASH, the state of the line and the conflicts stay in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from . import looking
from .page_room import PageRoom
from .person import choose

Come = Callable[..., Any]
HEIGHTS = (900, 860, 820, 790, 760, 720, 640)
PARTS = {
    "proof note": ".rec .note", "last messages": ".rail .list h3:has(a)", "camp": ".inset",
    "label lines": ".bl:not(.sel) .l2",
}  # fmt: skip
STANDING = ("button.stop", ".rail .ends li", "#h-conflicts", ".rail article.f .btn.p")
IN_SIGHT = """selector => {
  const part = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
  if (!part) return 'absent';
  const box = part.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  if (y > innerHeight || x > innerWidth) return 'outside of the window';
  const on = document.elementFromPoint(x, y);
  return part.contains(on) || on?.contains(part) ? '' : `covered by ${on?.className}`;
}"""

FLASH = """async () => {
  const csrf = (await (await fetch('/api/session')).json()).csrf;
  const headers = {'X-CSRF': csrf, 'Content-Type': 'application/json'};
  const body = JSON.stringify({to: 'A', precedence: 'FLASH', channel_class: 'SAFETY'});
  await fetch('/api/calls', {method: 'POST', headers, body});
}"""
FINISH = """async () => {
  const csrf = (await (await fetch('/api/session')).json()).csrf;
  const calls = (await (await fetch('/api/picture')).json()).calls.rows.filter((one) => !one.own && !one.done);
  for (const call of calls) for (const act of ['take', 'understood', 'acted']) {
    const headers = {"X-CSRF": csrf, "Content-Type": "application/json"};
    await fetch(`/api/calls/${call.key}/${act}`, {method: "POST", headers, body: "{}"});
  }
}"""


def standing(page: Page) -> list[bool]:
    """Which of the parts are drawn, in the order in which they drop."""
    return [bool(page.locator(f"{one} >> visible=true").count()) for one in PARTS.values()]


@pytest.mark.parametrize("lang", looking.LANGS)
def test_parts_drop_in_order_and_what_counts_stays(person: Come, room: PageRoom, lang: str) -> None:
    b = person("B").signed_in()
    a = person("A", lang=lang).signed_in()
    page = a.page
    choose(page, room.keys["active"])
    expect(page.locator(".rec .pf[role=status] svg")).to_be_visible()
    b.page.evaluate(FLASH)
    expect(page.locator(".rail article.f .btn.p").first).to_be_visible()
    seen: dict[int, list[bool]] = {}
    for height in HEIGHTS:
        page.set_viewport_size({"width": 1440, "height": height})
        page.wait_for_function("height => innerHeight === height", arg=height)
        page.wait_for_timeout(0)
        for part in STANDING:
            assert page.evaluate(IN_SIGHT, part) == "", (height, part)
        seen[height] = standing(page)
        assert looking.overflows(page) == []
        assert looking.cut_texts(page) == []
    drawn = [sum(parts) for parts in seen.values()]
    assert drawn == sorted(drawn, reverse=True), seen
    assert seen[900][:2] == [True, True], seen
    assert seen[720] == [False] * len(PARTS), seen
    for parts in seen.values():
        # The camp may be out of the view of the map; what is drawn otherwise is the end of the list.
        kept = [parts[0], parts[1], parts[3]]
        assert kept == sorted(kept), seen
    a.page.evaluate(FINISH)
    expect(page.locator(".rail article.f")).to_have_count(0)


def test_routine_folds_behind_a_count_and_comes_back(person: Come) -> None:
    a = person("A").signed_in()
    b = person("B").signed_in()
    made = b.page.evaluate(
        """async () => {
          const session = await (await fetch('/api/session')).json();
          const body = {to: 'A', precedence: 'ROUTINE', channel_class: 'LIAISON', place_text: 'the low bridge'};
          const headers = {'X-CSRF': session.csrf, 'Content-Type': 'application/json'};
          return (await (await fetch('/api/calls', {method: 'POST', headers, body: JSON.stringify(body)})).json()).key;
        }"""
    )
    card = a.page.locator(f"article[data-call='{made}']")
    expect(card).to_contain_text("the low bridge")
    a.page.set_viewport_size({"width": 1280, "height": 720})
    expect(card).to_have_count(0)
    more = a.page.get_by_role("button", name="routine item")
    more.press("Enter")
    expect(card).to_be_visible()
    a.page.get_by_role("button", name="fold routine").press("Enter")
    expect(card).to_have_count(0)
    a.page.set_viewport_size({"width": 1440, "height": 900})
    card.get_by_role("button", name="Answer").press("Enter")
    expect(card.get_by_role("button", name="Answer")).to_have_count(0)


@pytest.mark.parametrize("view", ["announce", "sites", "roster"])
def test_a_narrow_window_keeps_the_line_and_stop_on_every_screen(person: Come, view: str) -> None:
    a = person("A", window={"width": 1024, "height": 768}).signed_in(view)
    for part in ("button.stop", "#h-line"):
        expect(a.page.locator(part)).to_be_visible()
        assert a.page.evaluate(IN_SIGHT, part) == ""
    assert looking.overflows(a.page) == []
