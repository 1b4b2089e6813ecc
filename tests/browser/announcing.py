"""The announce form as a person fills it in: by its labels, in English."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect


def utc(hours: float) -> str:
    """UTC text of a moment so many hours from now, as the form reads it."""
    return (datetime.now(UTC) + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def fill_frame(
    page: Page, *, from_h: float, until_h: float, kind: str = "patrol", to: str = "South Centre"
) -> None:
    """Everything but the ground: class, crew, altitudes, window, post, recipient."""
    page.get_by_label("Class", exact=True).select_option(kind)
    page.get_by_label("Crew", exact=True).select_option("manned")
    page.get_by_label("Lower", exact=True).fill("1500 ft AMSL")
    page.get_by_label("Lower", exact=True).press("Tab")
    page.get_by_label("Upper", exact=True).fill("8000 ft AMSL")
    page.get_by_label("Upper", exact=True).press("Tab")
    page.get_by_label("From", exact=True).fill(utc(from_h))
    page.get_by_label("Until", exact=True).fill(utc(until_h))
    page.get_by_label("Controlling post").select_option("airspace")
    page.get_by_role("group", name=to).get_by_role("button", name="may keep").click()


def circle(page: Page, place: str, radius: str) -> None:
    """A circle around a typed place."""
    page.get_by_role("button", name="Circle", exact=True).click()
    page.get_by_role("textbox", name="Centre", exact=True).fill(place)
    page.get_by_role("textbox", name="Centre", exact=True).press("Enter")
    page.get_by_role("textbox", name="Radius", exact=True).fill(radius)
    page.get_by_label("Unit", exact=True).select_option("km")


def release_key(page: Page) -> Locator:
    """The main key of the screen."""
    return page.get_by_role("button", name="Release", exact=True)


def report(page: Page, hits: int) -> Locator:
    """The overlap report once it belongs to this draft; its rows."""
    expect(page.locator(".ov .h [role=status]")).to_have_text(
        re.compile(rf"Hits: .?{hits}.?, each to acknowledge")
    )
    expect(page.locator(".ov")).to_have_attribute("aria-busy", "false")
    rows = page.locator(".ov .hit")
    expect(rows).to_have_count(hits)
    return rows


def acknowledge_all(page: Page, hits: int) -> None:
    """Press each Acknowledge, one by one."""
    for left in range(hits, 0, -1):
        keys = page.get_by_role("button", name="Acknowledge", exact=True)
        expect(keys).to_have_count(left)
        keys.first.click()


def released_id(page: Page) -> str:
    """Id of the notice that the screen says is held or released."""
    line = page.locator("p.done")
    expect(line).to_be_visible()
    found = re.search(r"N-[0-9A-Z]{8}", line.inner_text())
    assert found is not None, line.inner_text()
    return found[0]
