"""An alarm put aside in real pages: it stays in sight, all pages of the party show it, and the other party sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from . import looking
from .page_room import PageRoom
from .test_every_screen import looked_at

Come = Callable[..., Any]
SHELVED = {"en": "Shelved alarms", "ar": "إنذارات مؤجَّلة", "ru": "Отложенные тревоги"}
KEY = {"en": "Shelve", "ar": "تأجيل", "ru": "Отложить"}
BACK = {"en": "Bring it back", "ar": "إعادته", "ru": "Вернуть"}


def alarm_of(page: Any, id_: str) -> Any:
    """The alarm in the rail."""
    return page.locator(".rail .alert", has_text=id_)


@pytest.mark.parametrize("lang", looking.LANGS)
def test_an_alarm_is_put_aside_and_brought_back(person: Come, room: PageRoom, lang: str) -> None:
    id_ = room.keys["late"].partition("/")[2]
    b, a = person("B", lang=lang).signed_in(), person("A", lang=lang).signed_in()
    second = person("B", lang=lang).signed_in(user="south-2")
    alarm = alarm_of(b.page, id_)
    alarm.get_by_role("button", name=KEY[lang]).press("Enter")
    form = alarm.locator("form")
    form.locator("select").select_option("other")
    expect(form.get_by_role("button", name=KEY[lang], exact=True)).to_have_attribute("aria-disabled", "true")
    form.locator("input").fill("called them")
    assert looked_at(b.page, lang, "shelving") == []
    form.get_by_role("button", name=KEY[lang], exact=True).press("Enter")
    for one in (b, second, a):
        shelf = one.page.locator(".rail h3", has_text=SHELVED[lang]).locator("xpath=following-sibling::ul[1]")
        expect(shelf.locator("li")).to_have_count(1)
        expect(shelf).to_contain_text(id_)
        expect(shelf).to_contain_text("called them")
    for one in (b, second):
        expect(alarm_of(one.page, id_)).to_have_count(0)
    expect(a.page.get_by_role("button", name=BACK[lang])).to_have_count(0)
    assert looked_at(b.page, lang, "shelved") == []
    second.page.get_by_role("button", name=BACK[lang]).press("Enter")
    for one in (b, second, a):
        expect(one.page.locator(".rail h3", has_text=SHELVED[lang])).to_have_count(0)
    expect(alarm_of(b.page, id_)).to_be_visible()
