"""Sign in at each centre in its language, take a post, and see the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .page_room import PASSWORD, USERS

Come = Callable[..., Any]


def test_a_wrong_password_and_a_wrong_name_are_refused_in_the_same_words(person: Come) -> None:
    page = person("A", may_fail=("status of 401",)).open().page
    told = []
    for user, password in (("north", "not the password"), ("nobody-here", PASSWORD)):
        page.fill("#in-user", user)
        page.fill("#in-password", password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("#in-why")).not_to_be_empty()
        told.append(page.locator("#in-why").inner_text())
        expect(page.locator("#in-password")).to_have_value("")
        page.reload()
    assert told[0] == told[1] == "The user name or the password is not right."


@pytest.mark.parametrize(
    ("party", "lang", "post", "centre"),
    [
        ("A", "en", "Watch officer", "North Centre"),
        ("B", "ar", "ضابط المناوبة", "مركز الجنوب"),
        ("J", "ru", "Дежурный офицер", "Совместное бюро"),
    ],
    ids=["A-en", "B-ar", "J-ru"],
)
def test_signing_in_taking_a_post_and_seeing_the_map(
    person: Come, party: str, lang: str, post: str, centre: str
) -> None:
    page = (
        person(party, lang=lang, may_fail=("willReadFrequently",)).open().page
    )  # this test reads the canvas itself
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if lang == "ar" else "ltr")
    page.fill("#in-user", USERS[party])
    page.fill("#in-password", PASSWORD)
    page.locator("form button[type=submit]").click()
    page.get_by_role("button", name=post, exact=True).click()
    account = page.locator(".who > button")
    expect(account).to_contain_text(centre)
    expect(account).to_contain_text(post)
    expect(page.locator(".map canvas").first).to_be_visible()
    painted = page.wait_for_function(
        """() => [...document.querySelectorAll('.map canvas')].some((c) => {
             const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
             const seen = new Set();
             for (let i = 0; i < d.length; i += 4 * 997) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);
             return seen.size > 4; })"""
    )
    assert painted
    expect(page.locator(".labels .bl").first).to_be_attached()


def test_two_centres_in_one_browser_do_not_sign_each_other_out(person: Come, room: Any) -> None:
    one = person("A").signed_in()
    other = one.context.new_page()
    other.goto(room.url("B"))
    other.fill("#in-user", USERS["B"])
    other.fill("#in-password", PASSWORD)
    other.locator("form button[type=submit]").click()
    other.get_by_role("button", name="Watch officer", exact=True).click()
    expect(other.locator(".who > button")).to_contain_text("South Centre")
    one.page.reload()
    expect(one.page.locator(".who > button")).to_contain_text("North Centre")


def test_signing_out_leaves_nothing_on_the_page(person: Come, room: Any) -> None:
    page = person("A").signed_in("tables").page
    expect(page.locator("#t-notices")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator(".map canvas").first).to_be_visible()
    page.locator(".who > button").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#in-user")).to_be_visible()
    assert "N-" not in page.locator("body").inner_text()
    page.go_back()
    expect(page.locator("#in-user")).to_be_visible()
