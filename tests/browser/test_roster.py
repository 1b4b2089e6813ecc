"""The roster in real pages: posts at both ends, a planned shift, a sheet signed and accepted, a party proposed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from commonground.cli.founding import make_party
from commonground.picture.charter import Text3

from . import looking
from .page_room import PASSWORD, PageRoom
from .test_every_screen import looked_at

Come = Callable[..., Any]
PARTS = ("board", "plan", "handover", "since", "members")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_every_part_in_every_language(person: Come, lang: str) -> None:
    me = person("A", lang=lang).signed_in("roster")
    bad = []
    for part in PARTS:
        me.go("roster", do=part)
        expect(me.page.locator(".ros nav a[aria-current]")).to_have_count(1)
        expect(me.page.locator(".ros .body > *").first).to_be_visible()
        bad += looked_at(me.page, lang, part)
    assert bad == []


def test_a_post_that_is_taken_and_left_shows_at_the_other_end(person: Come) -> None:
    b = person("B").signed_in("roster", post="ceasefire")
    a = person("A").signed_in("roster", post="airspace")
    row = b.page.locator(".ros tr", has_text="Airspace")
    expect(row).to_contain_text("manned")
    expect(row.locator(".lang")).to_have_count(3)
    a.page.get_by_role("button", name=re.compile("Airspace")).click()
    a.page.get_by_role("button", name="Leave the post").click()
    expect(row).to_contain_text("vacant")


def test_a_shift_is_planned_and_seen_by_the_other_party(person: Come) -> None:
    a, b = person("A").signed_in("roster", do="plan"), person("B").signed_in("roster", do="plan")
    form = a.page.locator(".ros form")
    form.get_by_label("Post").select_option("watch_officer")
    form.get_by_label("Deputy").select_option("duty_chief")
    form.get_by_role("button", name="Plan the shift").press("Enter")
    expect(a.page.locator(".plan li")).to_have_count(1)
    expect(b.page.locator(".plan")).to_contain_text("Watch officer")
    a.page.locator(".plan").get_by_role("button", name="Take out").press("Enter")
    expect(b.page.locator(".plan")).to_have_count(0)


def test_a_sheet_is_signed_by_one_and_accepted_by_another(person: Come) -> None:
    first = person("A").signed_in("roster", do="handover")
    first.page.get_by_label("What the next shift should know").fill("Call South at 14:00.")
    first.page.get_by_role("button", name="Sign the sheet").press("Enter")
    mine = first.page.locator("article", has_text="Call South at 14:00.").first
    expect(mine).to_contain_text("not accepted yet")
    second = person("A").signed_in("roster", user="north-2", do="handover")
    theirs = second.page.locator("article", has_text="Call South at 14:00.").first
    theirs.get_by_role("button", name="Accept").press("Enter")
    expect(theirs).to_contain_text("accepted")
    expect(theirs).not_to_contain_text("not accepted yet")


def test_a_party_is_proposed_and_who_has_not_said_is_seen_by_all(
    person: Come, room: PageRoom, tmp_path: Path
) -> None:
    make_party(tmp_path, "pages", "C", Text3(en="East Centre"), Text3(en="East"), "square", False)
    sent = tmp_path / "C.party.json"
    assert json.loads(sent.read_text())["party"]["id"] == "C"
    a = person("A").signed_in("roster", post="duty_chief", do="members")
    a.page.get_by_role("button", name="Propose a party").click()
    a.page.locator("input[type=file]").set_input_files(sent)
    expect(a.page.get_by_text("East Centre")).to_be_visible()
    a.page.get_by_label("Humanitarian", exact=True).select_option("observe")
    a.page.get_by_role("button", name="Propose to all parties").press("Enter")
    expect(a.page.locator("article", has_text="East Centre")).to_contain_text("waits for consent")
    b = person("B").signed_in("roster", post="legal_adviser", do="members")
    proposal = b.page.locator("article", has_text="East Centre")
    expect(proposal).to_contain_text("Humanitarian: is told")
    expect(proposal.locator("li", has_text="has not said")).to_have_count(3)
    proposal.get_by_role("button", name="Refuse").first.press("Enter")
    proposal.locator("form button[type=submit]").press("Enter")
    expect(proposal).to_contain_text("refused")
    expect(a.page.locator("article", has_text="East Centre")).to_contain_text("refused")
    assert PASSWORD not in a.page.content()
