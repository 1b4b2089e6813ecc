"""Files and paper: every format, told to the originators, limited to 25 sites of others without a second post."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from xml.etree import ElementTree

import httpx
import pytest
from tests.unit.web.web_harness import Page, Rooms, rooms
from tests.worlds import T0_MS, announce, charter, notice, report, site

from commonground.picture.charter import Text3
from commonground.record import replace


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        made.world.say("J", report(site(name='Clinic <One> & "Two"'), "A"))
        made.world.say("B", announce(notice(text="مرحبا"), "A"))
        made.world.say("A", report(replace(site(36.6, 33.1), name=Text3(en="Own", ar="لنا"))))
        made.world.carry_all()
        yield made


def fetched(page: Page, path: str, status: int = 200) -> httpx.Response:
    answer = page.runner.run(page.client.get(path))
    assert answer.status_code == status, answer.text[:300]
    return answer


@pytest.mark.parametrize(("what", "form", "kind"), [
    ("sites", "geojson", "application/geo+json"), ("sites", "kml", "application/vnd.google-earth.kml+xml"),
    ("sites", "csv", "text/csv; charset=utf-8"), ("sites", "gpx", "application/gpx+xml"),
    ("notices", "geojson", "application/geo+json"), ("notices", "kml", "application/vnd.google-earth.kml+xml"),
    ("notices", "csv", "text/csv; charset=utf-8"), ("notices", "ics", "text/calendar; charset=utf-8"),
    ("notices", "aco", "text/plain; charset=utf-8"),
])  # fmt: skip
def test_every_format_says_for_whom_and_as_of_when(what: str, form: str, kind: str) -> None:
    with rooms() as r:
        r.world.say("J", report(site(), "A"))
        r.world.say("B", announce(notice(), "A"))
        r.world.carry_all()
        answer = fetched(r.signed_in("A"), f"/api/export?what={what}&format={form}")
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-disposition"].startswith('attachment; filename="commonground-A-')
        assert answer.headers["cache-control"] == "no-store"
        for part in (
            "A watch_officer (ann)",
            "Asia/Damascus",
            "2026-03-18T08:00:00Z",
            "2026-03-18 11:00 +0300",
        ):
            assert part in answer.text.replace("\r\n ", "")
        if form == "geojson":
            assert len(json.loads(answer.text)["features"]) == 1
        if form in ("kml", "gpx"):
            ElementTree.fromstring(answer.text)


def test_what_is_exported_is_what_was_chosen(r: Rooms) -> None:
    page = r.signed_in("A")
    own = next(row for row in page.get("/api/picture")["sites"]["rows"] if row["own"])
    text = fetched(page, f"/api/export?what=sites&format=csv&ids={own['id']}").text
    rows = list(
        csv.DictReader(line for line in io.StringIO(text.lstrip("\ufeff")) if not line.startswith("#"))
    )
    assert [(row["id"], row["name_ar"], row["party"]) for row in rows] == [(own["id"], "لنا", "A")]
    assert (
        fetched(page, "/api/export?what=sites&format=csv&ids=J/S-NONE", 422).json()["error"]["field"] == "key"
    )
    notices = page.get("/api/picture")["notices"]["rows"]
    fetched(page, f"/api/export?what=sites&format=csv&ids={notices[0]['key']}", 422)


@pytest.mark.parametrize(("path", "how"), [("/api/export?what=sites&format=kml", "exported"),
                                           ("/api/print?what=sites", "printed")])  # fmt: skip
def test_the_originator_learns_of_it_and_of_nothing_else(r: Rooms, path: str, how: str) -> None:
    before = r.said("A", "B")
    fetched(r.signed_in("A"), path)
    r.world.carry_all()
    site_row = r.signed_in("J").get("/api/picture")["sites"]["rows"][0]
    assert [one["how"] for one in site_row["recipients"][0]["opened"]] == [how]
    assert r.said("A", "B") == before


def test_more_than_25_sites_of_others_need_a_second_post() -> None:
    with rooms() as r:
        for number in range(26):
            r.world.say("J", report(site(36.5 + number / 100, 33.0, f"Clinic {number}"), "A"))
        r.world.carry_all()
        ann = r.signed_in("A")
        path = "/api/export?what=sites&format=csv"
        refused = fetched(ann, path, 403).json()["error"]
        assert refused["clause"] == "section 8"
        assert r.said("A", "J") == 0
        keys = [row["key"] for row in ann.get("/api/picture")["sites"]["rows"]]
        fetched(ann, f"{path}&ids={','.join(keys[:25])}")
        r.signed_in("A", "bob", "custodian").post(
            f"/api/second-post/{refused['detail']['second_post']}/confirm"
        )
        fetched(ann, path)
        fetched(ann, "/api/print?what=sites", 403)
        assert r.said("A", "J") == 51


@pytest.mark.parametrize("query", ["what=sites&format=ics", "what=targets&format=csv", "format=csv", "what=sites",
                                   "what=notices&format=gpx"])  # fmt: skip
def test_an_export_of_no_known_kind_is_refused(r: Rooms, query: str) -> None:
    fetched(r.signed_in("A"), f"/api/export?{query}", 422)


def test_without_a_post_nothing_is_exported(r: Rooms) -> None:
    fetched(r.signed_in("A", post=""), "/api/export?what=sites&format=csv", 403)
    fetched(r.signed_in("A", post=""), "/api/print?what=sites", 403)


def test_unlocated_sites_stand_in_no_file_and_are_counted(r: Rooms) -> None:
    r.world.say("A", report(site(place=None, place_text="somewhere")))
    answer = fetched(r.signed_in("A"), "/api/export?what=sites&format=geojson")
    assert answer.headers["x-left-out"] == "1"
    assert "somewhere" not in answer.text


@pytest.mark.parametrize(("lang", "direction", "word"), [
    ("en", "ltr", "Reported sites"), ("ar", "rtl", "المواقع المبلَّغ عنها"), ("ru", "ltr", "Сообщённые объекты"),
])  # fmt: skip
def test_a_page_to_print_in_each_language(r: Rooms, lang: str, direction: str, word: str) -> None:
    page = r.signed_in("A")
    answer = fetched(page, f"/api/print?what=sites&lang={lang}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{lang}" dir="{direction}">' in answer.text
    assert word in answer.text
    assert "Clinic &lt;One&gt; &amp; &quot;Two&quot;" in answer.text
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert fetched(r.page("A"), "/print.css").headers["content-type"] == "text/css; charset=utf-8"
    notices = fetched(page, f"/api/print?what=notices&lang={lang}").text
    assert "2026-03-20 11:00 +0300" in notices
    assert "server-print" not in answer.text + notices
    fetched(page, "/api/print?what=sites&lang=de", 422)


def test_a_demonstration_is_marked_on_everything() -> None:
    with rooms(agreed=charter(demonstration=True)) as r:
        r.world.say("A", report(site()))
        page = r.signed_in("A")
        assert "DEMONSTRATION" in fetched(page, "/api/print?what=sites&lang=en").text
        assert "DEMONSTRATION" in fetched(page, "/api/export?what=sites&format=csv").text


def test_local_times_follow_the_zone_as_it_was(r: Rooms) -> None:
    from commonground.web.exporting import local_times

    local = local_times("Asia/Damascus")
    assert local(1_458_856_800_000 - 1000) == "2016-03-24 23:59 +0200"
    assert local(1_458_856_800_000) == "2016-03-25 01:00 +0300"
    assert local(1_477_602_000_000 - 1000) == "2016-10-27 23:59 +0300"
    assert local(1_477_602_000_000) == "2016-10-27 23:00 +0200"
    assert local(T0_MS) == "2026-03-18 11:00 +0300"
