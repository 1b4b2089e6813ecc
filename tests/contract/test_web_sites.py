"""The register through the web: report, precision, positions, verification, expiry, links, receipts, imports."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.web.web_harness import SETTINGS, Page, Rooms, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, circle, nd, notice, report, site, volume

from commonground.picture.charter import Text3
from commonground.picture.entity import Site
from commonground.picture.statement import Release, Statement
from commonground.record import decode, full
from commonground.record import replace as record_replace

DAY_MS = 24 * HOUR_MS


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def site_draft(**changes: Any) -> dict[str, Any]:
    place = {"lon_nd": nd(36.5), "lat_nd": nd(33.0), "radius_tmm": 500_000, "precision": "exact",
             "how_obtained": "gps", "gazetteer_id": "", "admin_code": ""}  # fmt: skip
    return {
        "name": {"en": "", "ar": "مستشفى الرحمة", "ru": ""}, "category": "hospital", "function": "surgery",
        "status": "active", "valid_until_ms": T0_MS + 30 * DAY_MS, "place": place, "place_text": "",
        "footprint": None, "submitter": "Relief", "marking": "roof", **changes,
    }  # fmt: skip


def to(party: str, **changes: Any) -> dict[str, Any]:
    return {"party": party, "mode": "keep", "precision": "exact", "hide_submitter": False, "custodian_may_warn": False,
            **changes}  # fmt: skip


def sites(page: Page) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = page.get("/api/picture")["sites"]["rows"]
    return rows


def test_a_site_is_reported_with_names_in_three_scripts_and_told_as_chosen(r: Rooms) -> None:
    page = r.signed_in("J", post="humanitarian_liaison")
    row = page.post(
        "/api/sites",
        {"site": site_draft(), "recipients": [to("A"), to("B", precision="cell", hide_submitter=True)]},
    )
    assert row["name"]["ar"] == "مستشفى الرحمة"
    assert row["name"]["en"]
    assert row["name"]["ru"]
    assert row["name_made"] == {"ar": "given", "en": "transliterated", "ru": "transliterated"}
    assert (row["verification"], row["expired"], row["last_revalidated_ms"]) == (
        "V0",
        False,
        r.world.clock.ms,
    )
    r.world.carry_all()
    exact, cell = sites(r.signed_in("A"))[0], sites(r.signed_in("B"))[0]
    assert exact["place"]["lon_nd"] == nd(36.5)
    assert exact["submitter"] == "Relief"
    assert cell["place"]["precision"] == "cell"
    assert cell["place"]["lon_nd"] != nd(36.5)
    assert cell["submitter"] == ""
    assert exact["recipients"] == cell["recipients"] == []
    assert [one["party"] for one in sites(page)[0]["recipients"]] == ["A", "B"]


def test_where_nothing_is_said_a_recipient_gets_a_cell(r: Rooms) -> None:
    page = r.signed_in("J")
    page.post("/api/sites", {"site": site_draft(), "recipients": [{"party": "A"}]})
    r.world.carry_all()
    assert sites(r.signed_in("A"))[0]["place"]["precision"] == "cell"


def test_words_without_a_place_make_an_unlocated_site(r: Rooms) -> None:
    page = r.signed_in("J")
    row = page.post(
        "/api/sites", {"site": site_draft(place=None, place_text="near Hirbinifsah"), "recipients": []}
    )
    assert row["place"] is None
    assert row["place_text"] == "near Hirbinifsah"
    assert page.get(f"/api/sites/{row['key']}")["details"]["near"] is None


@pytest.mark.parametrize(("change", "status", "field"), [
    ({"category": "target"}, 400, "site.category"),
    ({"name": {"en": " ", "ar": "", "ru": ""}}, 422, "site.name"),
    ({"valid_until_ms": T0_MS - 1}, 422, "site.valid_until_ms"),
    ({"function": "x" * 1001}, 422, "site.function"),
    ({"priority": 1}, 400, "site"),
    ({"footprint": {"type": "circle", "center": [nd(36.5), nd(33.0)], "radius_tmm": -5}}, 422,
     "site.footprint.radius_tmm"),
])  # fmt: skip
def test_a_site_that_cannot_be_is_refused_with_its_field(
    change: dict[str, Any], status: int, field: str
) -> None:
    with rooms() as r:
        page = r.signed_in("J")
        refused = page.post("/api/sites", {"site": site_draft(**change), "recipients": []}, status)
        assert refused["error"]["field"] == field
        assert sites(page) == []


def test_a_position_is_told_to_the_originator_alone_and_can_change(r: Rooms) -> None:
    said = r.world.say("J", report(site(), "A", "B"))
    r.world.carry_all()
    ann = r.signed_in("A")
    at = f"/api/sites/{said.version.key}/position"
    assert (
        ann.post(at, {"stance": "disputes", "reason": {"lang": "en", "text": ""}}, 422)["error"]["clause"]
        == "R6"
    )
    ann.post(at, {"stance": "disputes", "reason": {"lang": "en", "text": "closed in May"}})
    row = ann.post(at, {"stance": "agrees", "reason": {"lang": "en", "text": ""}})
    assert [(one["party"], one["stance"]) for one in row["positions"]] == [("A", "agrees")]
    r.world.carry_all()
    assert [one["stance"] for one in sites(r.signed_in("J"))[0]["positions"]] == ["agrees"]
    assert sites(r.signed_in("B"))[0]["positions"] == []
    r.signed_in("J").post(at, {"stance": "agrees"}, 422)


def test_v4_is_reached_when_all_who_hold_a_site_agree_and_only_its_author_sees_it(r: Rooms) -> None:
    said = r.world.say("J", report(site(), "A", "B"))
    r.world.carry_all()
    for party, expected in (("A", "V0"), ("B", "V4")):
        r.signed_in(party).post(f"/api/sites/{said.version.key}/position", {"stance": "agrees"})
        r.world.carry_all()
        assert sites(r.signed_in("J"))[0]["verification"] == expected
    assert sites(r.signed_in("A"))[0]["verification"] == "V0"


def test_the_ladder_says_on_what_ground(r: Rooms) -> None:
    page = r.signed_in("J")
    row = page.post("/api/sites", {"site": site_draft(), "recipients": [to("A")]})
    at = f"/api/sites/{row['id']}/verify"
    assert page.post(at, {"level": "V3", "evidence": " "}, 422)["error"]["field"] == "evidence"
    page.post(at, {"level": "V4", "evidence": "all"}, 400)
    assert page.post(at, {"level": "V3", "evidence": "visit of 12 March"})["verification"] == "V3"
    assert page.get(f"/api/sites/{row['key']}")["details"]["evidence"] == ["V3: visit of 12 March"]
    r.world.carry_all()
    ann = r.signed_in("A")
    assert sites(ann)[0]["verification"] == "V3"
    assert "12 March" not in str(ann.get(f"/api/sites/{row['key']}"))


def test_an_expired_site_stands_and_is_checked_until_its_originator_closes_it(r: Rooms) -> None:
    page = r.signed_in("J")
    row = page.post("/api/sites", {"site": site_draft(), "recipients": [to("A")]})
    r.world.carry_all()
    r.world.clock.go_on(31 * DAY_MS)
    ann = r.signed_in("A")
    assert sites(ann)[0]["expired"]
    body = {"footprint": full(circle(36.5, 33.0, 10)), "radius_m": 500, "volume": None}
    assert len(ann.post("/api/sites/check", body)["hits"]) == 1
    page.sign_in()
    assert not page.post(f"/api/sites/{row['id']}/revalidate")["expired"]
    closed = page.post(f"/api/sites/{row['id']}/close")
    assert (closed["status"], closed["expired"]) == ("closed", False)
    r.world.carry_all()
    assert ann.post("/api/sites/check", body)["hits"] == []
    assert page.post(f"/api/sites/{row['id']}/close", {}, 422)["error"]["field"] == "action"
    assert page.post(f"/api/sites/{row['id']}/revalidate")["status"] == "active"


def test_a_release_can_be_added_and_withdrawn(r: Rooms) -> None:
    page = r.signed_in("J")
    row = page.post("/api/sites", {"site": site_draft(), "recipients": []})
    page.post(f"/api/sites/{row['id']}/release", {"recipients": [to("A"), to("B", precision="district")]})
    r.world.carry_all()
    assert sites(r.signed_in("B"))[0]["place"]["precision"] == "district"
    assert [
        one["party"] for one in page.post(f"/api/sites/{row['id']}/withdraw", {"party": "B"})["recipients"]
    ] == ["A"]
    r.world.carry_all()
    assert sites(r.signed_in("B"))[0]["unconfirmed_since_ms"] == r.world.clock.ms
    assert sites(r.signed_in("A"))[0]["unconfirmed_since_ms"] is None
    r.signed_in("A").post(f"/api/sites/{row['id']}/release", {"recipients": [to("B")]}, 422)


# -- opening -----------------------------------------------------------------------------------------------------


def test_opening_a_site_of_others_tells_its_originator_and_needs_a_post(r: Rooms) -> None:
    said = r.world.say("J", report(site(), "A"))
    r.world.carry_all()
    at = f"/api/sites/{said.version.key}"
    r.signed_in("A", post="").get(at, 403)
    page = r.signed_in("A")
    opened = page.get(at)
    assert opened["row"]["key"] == said.version.key
    assert opened["details"]["near"]["mgrs"]
    page.get("/api/picture")
    r.world.carry_all()
    recipient = sites(r.signed_in("J"))[0]["recipients"][0]
    assert [(one["party"], one["post"], one["how"]) for one in recipient["opened"]] == [
        ("A", "watch_officer", "opened")
    ]
    assert page.get("/api/sites/J/S-NONE", 422)["error"]["field"] == "key"


def test_opening_an_own_site_tells_nobody(r: Rooms) -> None:
    said = r.world.say("J", report(site(), "A"))
    before = r.said("J", "A")
    r.signed_in("J", post="").get(f"/api/sites/{said.version.key}")
    assert r.said("J", "A") == before


def test_what_is_for_viewing_only_is_fetched_from_the_originator_at_each_opening() -> None:
    asked: list[tuple[str, str, int]] = []

    def fetch(author: str, origin: str, leaf: int) -> bytes:
        asked.append((author, origin, leaf))
        return b'{"function":"surgery"}'

    with rooms(settings=replace(SETTINGS, open_content=fetch)) as r:
        said = r.world.say("J", report(site(function="surgery"), Release(party="A", mode="view")))
        r.world.carry_all()
        page = r.signed_in("A")
        assert sites(page)[0]["function"] == ""
        for _ in range(2):
            assert page.get(f"/api/sites/{said.version.key}")["details"]["content"] == {"function": "surgery"}
        assert asked == [("J", "commonground/test/J/to/A", 0)] * 2


def test_a_notice_for_viewing_only_is_read_at_its_originator() -> None:
    content = b'{"contact":"line 2","remarks":{"lang":"en","text":"stay below"}}'
    with rooms(settings=replace(SETTINGS, open_content=lambda author, origin, leaf: content)) as r:
        command = announce(notice(), releases=(Release(party="B", mode="view"),))
        said = r.world.say("A", command)
        r.world.carry_all()
        page = r.signed_in("B")
        kept = page.get("/api/picture")["notices"]["rows"][0]["notice"]
        assert (kept["contact"], kept["remarks"]["text"]) == ("", "")
        opened = page.post(f"/api/notices/{said.version.key}/opened")["notice"]
        assert (opened["contact"], opened["remarks"]["text"]) == ("line 2", "stay below")
    with rooms() as r:
        said = r.world.say("A", command)
        r.world.carry_all()
        opened = r.signed_in("B").post(f"/api/notices/{said.version.key}/opened")
        assert opened["content"] is None
        assert opened["content_missing"]


# -- duplicates and links ----------------------------------------------------------------------------------------


def test_two_names_of_one_place_are_proposed_and_linked_by_a_statement(r: Rooms) -> None:
    r.world.say("J", report(site(36.5, 33.0, "Al-Rahma Hospital"), "A"))
    r.world.say("A", report(named(site(36.501, 33.0), ar="مشفى", en="Rahma hospital")))
    r.world.carry_all()
    page = r.signed_in("A")
    rows = {row["author"]: row for row in sites(page)}
    assert rows["A"]["duplicates"] == [rows["J"]["key"]]
    assert rows["J"]["duplicates"] == [rows["A"]["key"]]
    page.post("/api/sites/link", {"a": rows["A"]["key"], "b": rows["A"]["key"]}, 422)
    page.post("/api/sites/link", {"a": rows["A"]["key"], "b": "J/S-NONE"}, 422)
    page.post("/api/sites/link", {"a": rows["A"]["key"], "b": rows["J"]["key"]})
    rows = {row["author"]: row for row in sites(page)}
    assert (rows["A"]["duplicates"], rows["A"]["linked"]) == ([], [rows["J"]["key"]])
    assert len(rows) == 2
    # J was never told of A's own site, so the link cannot be told either.
    told = r.world.room("A").store.entries(r.world.log("A", "J"), 0, 9)
    assert [decode(Statement, one.body).kind for one in told if one.body] == ["duty"]


def named(one: Site, **names: str) -> Site:
    return record_replace(one, name=Text3(**names))


# -- checking ----------------------------------------------------------------------------------------------------


def test_sites_within_n_metres_nearest_first(r: Rooms) -> None:
    for number, lon in enumerate((36.502, 36.501, 36.6)):
        r.world.say("J", report(site(lon, 33.0, f"S{number}"), "A"))
    r.world.carry_all()
    page = r.signed_in("A", post="")
    before = r.world.room("A").store.origins()
    body = {"footprint": full(circle(36.5, 33.0, 10)), "radius_m": 300, "volume": None}
    found = page.post("/api/sites/check", body)
    assert [hit["title"]["en"] for hit in found["hits"]] == ["S1", "S0"]
    assert found["hits"][0]["distance_m"] == pytest.approx(83.5, abs=0.5)
    assert found["buffer_m"] == 300
    body["footprint"] = full(circle(40.0, 35.0, 10))
    assert "within 300 m" in page.post("/api/sites/check", body)["statement"]["en"]
    assert r.world.room("A").store.origins() == before
    assert page.post("/api/sites/check", {**body, "radius_m": -1}, 422)["error"]["field"] == "radius_m"
    assert page.post("/api/sites/check", {**body, "radius_m": 10**9}, 422)["error"]["field"] == "radius_m"


def test_with_a_volume_activities_are_found_too(r: Rooms) -> None:
    r.world.say("B", announce(notice(), "A"))
    r.world.carry_all()
    body = {"footprint": full(circle(36.5, 33.0, 10)), "radius_m": 300, "volume": full(volume())}
    found = r.signed_in("A").post("/api/sites/check", body)
    assert [hit["kind"] for hit in found["hits"]] == ["notice"]


# -- files -------------------------------------------------------------------------------------------------------

CSV = (
    "name,type,lat,lon\n"
    "Clinic One,clinic,33.0,36.5\n"
    "Swapped,clinic,38.5,33.0\n"
    "مدرسة النور,school,33.1,36.6\n"
).encode()  # fmt: skip


def import_body(data: bytes, **changes: Any) -> dict[str, Any]:
    return {"filename": "list.csv", "content_base64": base64.b64encode(data).decode(), "dry_run": True,
            "without_columns": [], "recipients": [], **changes}  # fmt: skip


def test_a_dry_run_lists_what_it_read_and_refused_and_enters_nothing(r: Rooms) -> None:
    page = r.signed_in("J")
    done = page.post("/api/sites/import", import_body(CSV))
    assert [(row["line"], row["site"]["category"]) for row in done["read"]] == [(2, "clinic"), (4, "school")]
    assert [row["line"] for row in done["refused"]] == [3]
    assert done["imported"] == 0
    assert sites(page) == []


def test_an_import_enters_rows_once_and_tells_whom_it_names(r: Rooms) -> None:
    page = r.signed_in("J")
    real = import_body(CSV, dry_run=False, recipients=[to("A", precision="cell")])
    assert page.post("/api/sites/import", real)["imported"] == 2
    again = page.post("/api/sites/import", real)
    assert (again["imported"], again["already_known"]) == (0, 2)
    rows = sites(page)
    assert len(rows) == 2
    assert page.get(f"/api/sites/{rows[0]['key']}")["details"]["source_ref"].startswith("list.csv:")
    r.world.carry_all()
    told = sites(r.signed_in("A"))
    assert {row["place"]["precision"] for row in told} == {"cell"}


def test_columns_for_which_there_is_no_field_stop_the_import_and_can_be_left_out(r: Rooms) -> None:
    page = r.signed_in("J")
    data = b"name,type,lat,lon,Priority\nClinic,clinic,33.0,36.5,1\n"
    refused = page.post("/api/sites/import", import_body(data), 422)
    assert refused["error"]["clause"] == "T-7"
    assert refused["error"]["detail"] == {"banned_columns": ["Priority"]}
    done = page.post("/api/sites/import", import_body(data, without_columns=["Priority"], dry_run=False))
    assert done["imported"] == 1


@pytest.mark.parametrize(("change", "status"), [
    ({"content_base64": "%%"}, 400), ({"filename": "list.exe"}, 400), ({"category": "target"}, 422),
    ({"filename": "a.xlsx", "content_base64": base64.b64encode(b"PK\x03\x04 no").decode()}, 400),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(change: dict[str, Any], status: int) -> None:
    with rooms() as r:
        r.signed_in("J").post("/api/sites/import", import_body(CSV, **change), status)


def test_more_rows_than_a_batch_all_arrive(r: Rooms) -> None:
    lines = [f"Place {number},clinic,{33 + number / 1000:.4f},36.5" for number in range(450)]
    data = ("name,type,lat,lon\n" + "\n".join(lines)).encode()
    page = r.signed_in("J")
    assert page.post("/api/sites/import", import_body(data, dry_run=False))["imported"] == 450
    picture = page.get("/api/picture")["sites"]
    assert (picture["total"], picture["shown"]) == (450, 450)


def test_without_the_post_for_it_nobody_imports_or_reports(r: Rooms) -> None:
    page = r.signed_in("J", post="")
    page.post("/api/sites/import", import_body(CSV), 403)
    page.post("/api/sites", {"site": site_draft(), "recipients": []}, 403)
