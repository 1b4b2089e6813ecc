"""Graded reports in real pages: written, released, opened, judged, asked for, set side by side; in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from . import looking
from .test_every_screen import looked_at

Come = Callable[..., Any]


def written(who: Any, matter: str, title: str) -> Any:
    """Fill what every report needs; the form."""
    form = who.page.locator(".inf form")
    form.get_by_label("Matter", exact=True).select_option(matter)
    form.get_by_label("Title", exact=True).fill(title)
    form.get_by_label("Text", exact=True).fill("Told by two drivers on the same day.")
    form.get_by_label("Reliability of the source").select_option("B")
    form.get_by_label("Credibility of the information").select_option("2")
    return form


def released(who: Any, form: Any, mode: str = "may keep") -> str:
    """Release the report to the South Centre; its key."""
    form.get_by_role("group", name="South Centre").get_by_role("button", name=mode).click()
    form.get_by_role("button", name="Release the report").press("Enter")
    expect(who.page.locator(".inf .one article")).to_be_visible()
    return str(who.page.evaluate("new URLSearchParams(location.hash.slice(1)).get('open')"))


def test_a_report_is_written_opened_at_the_other_and_judged(person: Come) -> None:
    a = person("A").signed_in("reports", do="new")
    form = written(a, "hazard", "Mines beside the bridge")
    place = form.get_by_label(re.compile("^Place")).first
    place.fill("33.0000 N 36.5000 E")
    place.press("Enter")
    expect(form.get_by_label("Radius of what is not known")).to_be_visible()
    form.get_by_label("Scheme of the source's own grade").fill("district scale")
    form.get_by_label("Grade in that scheme").fill("II")
    key = released(a, form)
    mine = a.page.locator(".inf .one article")
    expect(mine).to_contain_text("not opened yet")

    b = person("B").signed_in("reports")
    line = b.page.get_by_role("row", name=re.compile("Mines beside the bridge"))
    expect(line).to_contain_text("B2")
    line.click()
    theirs = b.page.locator(".inf .one article")
    expect(theirs).to_contain_text("usually reliable source")
    expect(theirs).to_contain_text("district scale")
    expect(mine.locator(".told")).to_contain_text("opened · Watch officer")
    theirs.get_by_label("disagrees", exact=True).check()
    theirs.get_by_role("button", name="Give the opinion").press("Enter")
    expect(theirs.get_by_role("alert")).to_contain_text("gives reasons")
    theirs.get_by_label("Reasons").fill("The bridge was walked today.")
    theirs.get_by_role("button", name="Give the opinion").press("Enter")
    expect(mine.locator(".sides")).to_contain_text("The bridge was walked today.")

    mine.get_by_role("button", name="Amend").press("Enter")
    form.get_by_label("Credibility of the information").select_option("4")
    form.get_by_role("button", name="Say the amendment").press("Enter")
    expect(theirs).to_contain_text("doubtful")
    mine.get_by_role("button", name="Take the report back").press("Enter")
    mine.get_by_role("button", name="Press again").press("Enter")
    expect(theirs).to_contain_text("Its originator has taken it back")
    assert key.startswith("A/I-")


def test_an_outline_is_drawn_with_keys_and_a_report_is_found_to_refer_to(person: Come) -> None:
    a = person("A").signed_in("reports", do="new")
    form = written(a, "infrastructure_damage", "Pipe broken")
    form.get_by_label("With an outline").check()
    form.get_by_role("button", name="Keep without").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("The outline is not complete.")
    form.get_by_role("button", name="circle").click()
    form.get_by_role("button", name="Draw").click()
    form.get_by_role("application").last.press("Enter")
    form.get_by_label("Radius", exact=True).fill("2")
    form.get_by_label("With heights").check()
    form.get_by_label("Upper", exact=True).fill("1500 ft AMSL")
    find = form.get_by_placeholder("Find by name, words or key")
    find.fill("hosp")
    form.get_by_role("button", name=re.compile("J.S-")).first.click()
    expect(form.get_by_role("button", name=re.compile("Take out .*J.S-"))).to_have_count(1)
    key = released(a, form)
    [said] = [row for row in a.ask("/api/picture")["information"]["rows"] if row["key"] == key]
    assert (said["footprint"]["type"], said["footprint"]["radius_tmm"]) == ("circle", 20_000_000)
    assert (said["lower"]["reference"], said["upper"]["value_tmm"]) == ("AGL", 4_572_000)
    assert [one[:4] for one in said["refers_to"]] == ["J/S-"]
    mine = a.page.locator(".inf .one article")
    expect(mine).to_contain_text(re.compile(r"SFC–1\s?500\s?ft AMSL"))
    mine.get_by_role("button", name="Amend").press("Enter")
    form.get_by_role("button", name="Say the amendment").press("Enter")
    expect(mine).to_contain_text("version 2")
    [again] = [row for row in a.ask("/api/picture")["information"]["rows"] if row["key"] == key]
    for name in ("footprint", "lower", "upper"):
        assert again[name] == said[name]


def test_a_report_is_printed_by_key_and_carries_its_stamp(person: Come) -> None:
    a = person("A").signed_in("reports", do="new")
    form = written(a, "hazard", "Copied")
    released(a, form)
    expect(a.page.locator(".inf .one article h2")).to_contain_text("Copied")
    with a.context.expect_page() as opened:
        a.page.keyboard.press("p")
    sheet = opened.value
    expect(sheet.locator("td.stamp")).to_contain_text("CG-A-")
    expect(sheet.locator("tbody")).to_contain_text("Copied")
    sheet.close()


@pytest.mark.parametrize("lang", ["en", "ar", "ru"])
def test_a_post_that_writes_no_reports_sees_why(person: Come, lang: str) -> None:
    me = person("A", lang=lang).signed_in("reports", post="custodian", do="new")
    form = me.page.locator(".inf form")
    expect(form.get_by_role("status").first).to_be_visible()
    expect(form.locator(".body")).to_have_attribute("inert", "")
    expect(form.locator("button[type=submit]")).to_be_disabled()
    me.go("reports", part="requests", do="ask")
    expect(form.locator(".body")).to_have_attribute("inert", "")
    own = next(
        row for row in me.ask("/api/picture")["information"]["rows"] if row["own"] and not row["ended"]
    )
    me.go("reports", open=own["key"])
    expect(me.page.locator(".inf article .told").first).to_be_visible()
    expect(me.page.locator(".inf article .own")).to_have_count(0)


def test_the_words_of_a_view_only_report_are_fetched_at_each_opening(person: Come) -> None:
    a = person("A").signed_in("reports", do="new")
    form = written(a, "other", "Shop talk")
    place = form.get_by_label(re.compile("^Place")).first
    place.fill("33.0000 N 36.5000 E")
    place.press("Enter")
    expect(form.get_by_label("Radius of what is not known")).to_be_visible()
    key = released(a, form, "view only")
    [said] = [row for row in a.ask("/api/picture")["information"]["rows"] if row["key"] == key]
    assert said["place"]["precision"] == "cell"
    assert said["place"]["lon_nd"] != 36_500_000_000, "the point itself has not left the page"
    b = person("B").signed_in("reports")
    b.page.get_by_role("row", name=re.compile("Shop talk")).click()
    theirs = b.page.locator(".inf .one article")
    expect(theirs).to_contain_text("view only")
    expect(theirs).to_contain_text("Told by two drivers on the same day.")


def test_ground_is_told_in_squares_that_are_picked_on_a_map(person: Come) -> None:
    a = person("A").signed_in("reports", do="new")
    form = written(a, "control_of_ground", "Both sides of the road")
    form.get_by_role("button", name="Release the report").or_(
        form.get_by_role("button", name="Keep without")
    ).press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("Pick at least one square.")
    surface = form.get_by_role("application")
    expect(surface.locator("canvas").first).to_be_visible()
    surface.press("Enter")
    chip = form.get_by_role("button", name=re.compile(r"Take out \W*\d\d[A-Z]{3}\d\d"))
    expect(chip).to_have_count(1)
    surface.press("Enter")
    expect(chip).to_have_count(0)
    surface.press("Enter")
    expect(chip).to_have_count(1)
    form.get_by_label("Held by").fill("B")
    key = released(a, form)
    [square] = next(r for r in a.ask("/api/picture")["information"]["rows"] if r["key"] == key)["squares"]
    b = person("B").signed_in("reports", open=key)
    expect(b.page.locator(".inf .one article")).to_contain_text(square["name"])


def test_ground_stands_side_by_side_and_is_never_merged(person: Come) -> None:
    a, b = person("A").signed_in("reports", part="ground"), person("B").signed_in("reports", do="new")
    before = a.page.locator(".inf .list tbody tr").count()
    form = written(b, "control_of_ground", "North edge")
    form.get_by_role("application").press("Enter")
    expect(form.get_by_role("button", name=re.compile("Take out"))).to_have_count(1)
    form.get_by_label("Held by").fill("The River Brigade")
    form.get_by_role("group", name="North Centre").get_by_role("button", name="may keep").click()
    form.get_by_role("button", name="Release the report").press("Enter")
    differ = a.page.locator(".inf .list")
    expect(differ).to_contain_text("Named with different holders")
    expect(differ).to_contain_text("The River Brigade")
    expect(differ.locator("tbody tr")).to_have_count(max(1, before))
    differ.get_by_role("button", name=re.compile("The River Brigade")).press("Enter")
    expect(a.page.locator(".inf .one article h2")).to_contain_text("North edge")


def test_information_is_asked_for_and_answered_with_a_report(person: Come) -> None:
    b = person("B").signed_in("reports", part="requests", do="ask")
    form = b.page.locator(".inf form")
    form.get_by_label("North Centre").check()
    form.get_by_label("Matter", exact=True).select_option("other")
    form.get_by_role("button", name="Ask", exact=True).press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("Say what is asked.")
    form.get_by_label("What is asked", exact=True).fill("Who repairs the pump?")
    form.get_by_role("button", name="Ask", exact=True).press("Enter")
    asked = b.page.locator(".inf .one article")
    expect(asked.locator(".ans")).to_contain_text("asked, no answer yet")

    a = person("A").signed_in("watch")
    a.page.get_by_role("button", name=re.compile("Information asked")).first.click()
    theirs = a.page.locator(".inf .one article")
    expect(theirs).to_contain_text("Who repairs the pump?")
    theirs.get_by_label("with a report").check()
    theirs.get_by_role("button", name="Answer", exact=True).press("Enter")
    expect(theirs.get_by_role("alert")).to_contain_text("Choose the report.")
    theirs.get_by_label("Report", exact=True).select_option(label="B2 Shop talk")
    theirs.get_by_role("button", name="Answer", exact=True).press("Enter")
    expect(theirs.locator("form")).to_have_count(0)
    expect(asked.locator(".ans")).to_contain_text("answered with a report")
    asked.locator(".ans").get_by_role("button").press("Enter")
    expect(b.page.locator(".inf .one article h2")).to_contain_text("Shop talk")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_every_part_in_every_language(person: Come, lang: str) -> None:
    me = person("B", lang=lang).signed_in("reports")
    expect(me.page.locator(".inf .empty")).to_be_visible()
    bad = looked_at(me.page, lang, "list")
    for row in me.ask("/api/picture")["information"]["rows"]:
        me.go("reports", open=row["key"])
        expect(me.page.locator(".inf article .pf").first).to_be_visible()
        bad += looked_at(me.page, lang, f"report of {row['matter']}")
    me.go("reports", do="new")
    for matter in ("hazard", "control_of_ground"):
        me.page.locator(".inf form select").first.select_option(matter)
        expect(me.page.locator(".inf form canvas").first).to_be_attached()
        bad += looked_at(me.page, lang, f"form of {matter}")
    for part in ("requests", "ground"):
        me.go("reports", part=part)
        expect(me.page.locator(".inf .list :is(table, .ps)").first).to_be_visible()
        bad += looked_at(me.page, lang, part)
    for row in me.ask("/api/picture")["information_requests"]["rows"]:
        me.go("reports", part="requests", open=row["key"])
        expect(me.page.locator(".inf article .ans")).to_be_visible()
        bad += looked_at(me.page, lang, "request")
    me.go("reports", part="requests", do="ask")
    expect(me.page.locator(".inf form")).to_be_visible()
    bad += looked_at(me.page, lang, "asking")
    assert bad == []
