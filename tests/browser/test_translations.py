"""A translation of another party's remarks in real pages: recorded beside the text, and seen by its author."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from commonground.geo.footprint import Circle
from commonground.picture.blocks import Text
from commonground.record import replace
from tests.worlds import announce, nd

from .page_room import PageRoom, notice_over
from .person import choose
from .test_every_screen import looked_at

Come = Callable[..., Any]
HOUR_MS = 3_600_000
RUSSIAN = "Оставайтесь ниже эшелона FL100"


def told(room: PageRoom, words: str, lon: float) -> str:
    """A notice of A with remarks, released to B."""
    now_ms = room.served.read("A", lambda one: one.clock.now_ms())
    ground = Circle(center=(nd(lon), nd(36.4)), radius_tmm=20_000_000)
    body = replace(notice_over(ground, now_ms + 20 * HOUR_MS, HOUR_MS), remarks=Text(lang="en", text=words))
    key = room.served.say("A", announce(body, "B")).version.key
    room.served.until("B", lambda one: key in one.view.picture.entities)
    return key


@pytest.mark.parametrize(("lang", "lon"), [("en", 40.4), ("ar", 40.9), ("ru", 41.4)])
def test_the_remarks_of_another_party_are_translated_beside_them(
    person: Come, room: PageRoom, lang: str, lon: float
) -> None:
    key = told(room, f"Stay below FL100 ({lang})", lon)
    b = person("B", lang=lang).signed_in("watch")
    choose(b.page, key)
    b.page.get_by_role("button", name=re.compile("^(Translate|ترجمة|Перевести)$")).press("Enter")
    form = b.page.locator("form", has=b.page.locator("textarea[lang]")).last
    form.locator("select").first.select_option("ru")
    form.locator("textarea").fill(RUSSIAN)
    assert looked_at(b.page, lang, "translating") == []
    form.locator("button[type=submit]").press("Enter")
    expect(b.page.locator(".tr")).to_contain_text(RUSSIAN)
    expect(b.page.locator(".tr .tx")).to_have_attribute("lang", "ru")

    def arrived(one: Any) -> bool:
        return any(said.kind == "translation" for said in one.view.replies_about(key))

    room.served.until("A", arrived)
    a = person("A", lang=lang).signed_in("watch")
    choose(a.page, key)
    expect(a.page.locator(".tr")).to_contain_text(RUSSIAN)
    assert looked_at(a.page, lang, "translated") == []
