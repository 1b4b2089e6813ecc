"""Other servers in real pages: a source is added and read, a draft taken into a report or put aside; languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.taxii_servers import PASSWORD, USER, Medallion, address, stix, stix_id

from . import looking
from .test_every_screen import looked_at

Come = Callable[..., Any]


@pytest.fixture(scope="module")
def server() -> Medallion:
    made = Medallion()
    labels = ['admiralty-scale:source-reliability="b"', 'admiralty-scale:information-credibility="2"']
    made.add([
        stix("identity", 7, name="River field office"),
        stix("location", 1, latitude=33.0, longitude=36.5, precision=300.0),
        stix("report", 1, name="Road cut at the ford", description="Two drivers turned back.", labels=labels,
             created_by_ref=stix_id("identity", 7),
             object_refs=[stix_id("location", 1), stix_id("indicator", 1), address(1)["id"]]),
        stix("report", 2, name="Pump repaired", confidence=55),
        stix("report", 3, name="Taken back", revoked=True),
        stix("report", 4, name="No time", published="some day"),
        stix("indicator", 1), address(1), address(2),
    ])  # fmt: skip
    return made


@pytest.fixture(scope="module")
def url(server: Medallion) -> Iterator[str]:
    with server.served() as where:
        yield where


def filled(who: Any, name: str, url: str, password: str) -> Any:
    """The form of a source, filled in and sent."""
    form = who.page.locator(".inf form")
    form.get_by_label("Name", exact=True).fill(name)
    form.get_by_label("Address", exact=True).fill(url)
    form.get_by_label("User", exact=True).fill(USER)
    form.get_by_label("Password", exact=True).fill(password)
    form.get_by_label("Read every so many minutes").fill("0")
    form.get_by_role("button", name="Add the source").press("Enter")
    return form


def test_a_source_is_added_and_read(person: Come, url: str) -> None:
    a = person("A", may_fail=("422",)).signed_in("reports", part="sources")
    a.page.get_by_role("button", name="Add a source").press("Enter")
    form = filled(a, "", url, PASSWORD)
    expect(form.get_by_role("alert")).to_contain_text("Give the source a name.")
    filled(a, "Field office", "http://taxii.example/", PASSWORD)
    expect(form.get_by_role("alert").first).to_contain_text("https is expected where a secret is sent")
    filled(a, "Field office", url, PASSWORD)
    one = a.page.locator(".inf .one article")
    expect(one).to_contain_text("its secret is kept and never shown")
    one.get_by_role("button", name="Read now").press("Enter")
    expect(one).to_contain_text("Field reports")
    expect(one).to_contain_text("a network address is not taken")
    expect(one).not_to_contain_text(PASSWORD)
    row = a.page.get_by_role("row", name=re.compile("Field office"))
    expect(row).to_contain_text("when asked")
    assert PASSWORD not in a.page.content()


def test_what_is_wrong_with_a_source_is_said_in_words(person: Come, url: str) -> None:
    a = person("A").signed_in("reports", part="sources", do="add")
    filled(a, "Locked out", url, "wrong")
    one = a.page.locator(".inf .one article")
    one.get_by_role("button", name="Read now").press("Enter")
    expect(one).to_contain_text("it did not take the name and the secret")
    expect(a.page.get_by_role("row", name=re.compile("Locked out"))).to_contain_text("could not be read")
    one.get_by_role("button", name="Remove").press("Enter")
    one.get_by_role("button", name="Press again to remove it").press("Enter")
    expect(a.page.get_by_role("row", name=re.compile("Locked out"))).to_have_count(0)


def test_a_draft_is_taken_into_a_report(person: Come) -> None:
    a = person("A").signed_in("reports", part="drafts")
    a.page.get_by_role("row", name=re.compile("Road cut at the ford")).click()
    one = a.page.locator(".inf .one article")
    expect(one).to_contain_text("River field office")
    expect(one).to_contain_text("admiralty-scale")
    expect(one).to_contain_text("a network address is not taken")
    one.get_by_role("button", name="Take into a report").press("Enter")
    form = a.page.locator(".inf form")
    expect(form.get_by_label("Title", exact=True)).to_have_value("Road cut at the ford")
    expect(form.get_by_label("Reliability of the source")).to_have_value("B")
    expect(form.get_by_label("Credibility of the information")).to_have_value("2")
    expect(form.get_by_label("Scheme of the source's own grade")).to_have_value("admiralty-scale")
    form.get_by_label("Title", exact=True).fill("Road cut, as told")
    form.get_by_role("button", name="Keep without releasing").press("Enter")
    expect(a.page.locator(".inf .one article h2")).to_contain_text("Road cut, as told")
    a.go("reports", part="drafts")
    expect(a.page.get_by_role("row", name=re.compile("Road cut at the ford"))).to_have_count(0)
    a.page.get_by_label("Which drafts").select_option("taken")
    a.page.get_by_role("row", name=re.compile("Road cut at the ford")).click()
    a.page.locator(".inf .one article").get_by_role("button", name=re.compile(r"A.I-")).press("Enter")
    expect(a.page.locator(".inf .one article h2")).to_contain_text("Road cut, as told")
    assert all(
        row["own"] is False for row in person("B").signed_in().ask("/api/picture")["information"]["rows"]
    )


def test_a_newer_version_amends_the_report_that_was_made_of_the_earlier(
    person: Come, server: Medallion, url: str
) -> None:
    server.add([stix("report", 1, 60, name="Road open again", confidence=30)])
    a = person("A").signed_in("reports", part="sources", open="Field office")
    a.page.locator(".inf .one article").get_by_role("button", name="Read now").press("Enter")
    a.go("reports", part="drafts", open=stix_id("report", 1))
    one = a.page.locator(".inf .one article")
    expect(one.locator("h2")).to_contain_text("Road open again")
    one.get_by_role("button", name=re.compile("Amend with it")).press("Enter")
    form = a.page.locator(".inf form")
    expect(form.get_by_label("Credibility of the information")).to_have_value("4")
    form.get_by_role("button", name="Say the amendment").press("Enter")
    expect(a.page.locator(".inf .one article h2")).to_contain_text("Road open again")
    rows = [row for row in a.ask("/api/picture")["information"]["rows"] if row["own"]]
    assert [(row["version"], row["title"]["text"]) for row in rows] == [(2, "Road open again")]


def test_a_draft_is_put_aside_and_comes_back(person: Come) -> None:
    a = person("A").signed_in("reports", part="drafts")
    a.page.get_by_role("row", name=re.compile("Pump repaired")).click()
    one = a.page.locator(".inf .one article")
    one.get_by_role("button", name="Put aside").press("Enter")
    expect(a.page.get_by_role("row", name=re.compile("Pump repaired"))).to_have_count(0)
    one.get_by_role("button", name="Let it wait again").press("Enter")
    expect(a.page.get_by_role("row", name=re.compile("Pump repaired"))).to_have_count(1)


def test_other_objects_are_counted_and_shown_as_they_came(person: Come) -> None:
    a = person("A").signed_in("reports", part="drafts")
    a.page.get_by_role("button", name=re.compile("indicator")).press("Enter")
    one = a.page.locator(".inf .one article")
    one.locator("summary").first.press("Enter")
    expect(one.locator("pre").first).to_contain_text('"pattern_type": "stix"')


@pytest.mark.parametrize("lang", looking.LANGS)
def test_both_parts_in_every_language(person: Come, lang: str) -> None:
    me = person("A", lang=lang).signed_in("reports", part="sources", open="Field office")
    expect(me.page.locator(".inf article .kv").first).to_be_visible()
    bad = looked_at(me.page, lang, "source")
    me.go("reports", part="sources", do="add")
    form = me.page.locator(".inf form")
    for auth in ("basic", "bearer", "certificate", "none"):
        form.locator("select").first.select_option(auth)
        bad += looked_at(me.page, lang, f"form, {auth}")
    me.go("reports", part="drafts")
    expect(me.page.locator(".inf tbody tr").first).to_be_visible()
    bad += looked_at(me.page, lang, "drafts")
    for n in (2, 3, 4):
        me.go("reports", part="drafts", open=stix_id("report", n))
        expect(me.page.locator(".inf article .kv").first).to_be_visible()
        bad += looked_at(me.page, lang, f"draft {n}")
    me.go("reports", part="drafts", raw="indicator")
    expect(me.page.locator(".inf article summary").first).to_be_visible()
    bad += looked_at(me.page, lang, "raw")
    me.go("reports", do="new", pulled=stix_id("report", 2))
    expect(me.page.locator(".inf form").first).to_be_visible()
    bad += looked_at(me.page, lang, "form from a draft")
    assert "\n".join(bad) == ""
