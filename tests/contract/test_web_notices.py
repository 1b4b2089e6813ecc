"""What a recipient does with a notice: read back, understand, answer, ask; withdrawal; the state of conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.web.web_harness import Page, Rooms, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, nd, notice, report, site, volume

from commonground.geo.footprint import Corridor, Polygon
from commonground.geo.place import render
from commonground.record import replace


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def told(r: Rooms, *volumes: Any) -> tuple[Page, str]:
    """B has a notice of A; a page at B and the address of the notice."""
    said = r.world.say("A", announce(notice(*volumes), "B"))
    r.world.carry_all()
    return r.signed_in("B"), f"/api/notices/{said.version.key}"


def row_at(page: Page) -> dict[str, Any]:
    row: dict[str, Any] = page.get("/api/picture")["notices"]["rows"][0]
    return row


def test_a_right_read_back_allows_understood_and_the_author_sees_both(r: Rooms) -> None:
    page, at = told(r)
    shown = render(nd(36.5), nd(33.0))
    for text in (shown.dms, shown.mgrs, "33.000001 N 36.5 E"):
        done = page.post(f"{at}/read-back", {"text": text, "lat": "", "lon": ""})
        assert done["matches"]
        assert done["delta_m"] < 1
        assert done["sent"]["dd"] == shown.dd
        assert done["read"]["near"]["en"]
    done = page.post(f"{at}/read-back", {"text": "", "lat": "33.000002", "lon": "36.5"})
    assert done["point"] == [nd(36.5), nd(33.000002)]
    row = page.post(f"{at}/understood")
    assert [one["kind"] for one in row["replies"]] == ["read_back"] * 4 + ["understood"]
    assert all(one["matches"] for one in row["replies"][:4])
    r.world.carry_all()
    own = row_at(r.signed_in("A"))["recipients"][0]
    assert own["read_back_ms"] == own["understood_ms"] == r.world.clock.ms
    assert own["read_back_delta_m"] < 1


def test_a_read_back_that_is_off_shows_both_points_and_locks_understood(r: Rooms) -> None:
    page, at = told(r)
    refused = page.post(f"{at}/understood", {}, 422)
    assert refused["error"]["clause"] == "T-4"
    done = page.post(f"{at}/read-back", {"text": "33.081 N 36.5 E", "lat": "", "lon": ""})
    assert not done["matches"]
    assert done["delta_m"] == pytest.approx(8_985, abs=10)
    assert done["bearing_deg"] == 0
    assert done["sent"]["dd"] != done["read"]["dd"]
    refused = page.post(f"{at}/understood", {}, 422)
    assert "the last read-back was 8983 m off" in refused["error"]["reason"]
    page.post(f"{at}/read-back", {"text": "33.0 N 36.5 E", "lat": "", "lon": ""})
    page.post(f"{at}/understood")
    r.world.carry_all()
    replies = row_at(r.signed_in("A"))["replies"]
    assert [(one["kind"], one["matches"]) for one in replies] == [
        ("read_back", False), ("read_back", True), ("understood", None),
    ]  # fmt: skip


@pytest.mark.parametrize(("off_m", "matches"), [(99.9, True), (100.1, False)])
def test_the_limit_is_the_charters_hundred_metres(off_m: float, matches: bool) -> None:
    with rooms() as r:
        page, at = told(r)
        lat = 33.0 + off_m / 110_911.0
        done = page.post(f"{at}/read-back", {"text": "", "lat": f"{lat:.7f}", "lon": "36.5"})
        assert done["delta_m"] == pytest.approx(off_m, abs=0.05)
        assert done["matches"] is matches


def test_understood_needs_a_read_back_of_the_version_that_stands_now(r: Rooms) -> None:
    page, at = told(r)
    page.post(f"{at}/read-back", {"text": "33.0 N 36.5 E", "lat": "", "lon": ""})
    entity = at.rpartition("/")[2]
    r.world.say("A", announce(notice(volume(36.6)), "B", action="amend", entity=entity))
    r.world.carry_all()
    page.post(f"{at}/understood", {}, 422)
    page.post(f"{at}/read-back", {"text": "33.0 N 36.6 E", "lat": "", "lon": ""})
    page.post(f"{at}/understood")


@pytest.mark.parametrize("text", ["33.0 N 36.5 E"])
def test_the_point_that_is_read_back_is_the_one_that_the_form_shows_first(text: str) -> None:
    corner = (nd(36.5), nd(33.0))
    polygon = Polygon(rings=((corner, (nd(36.6), nd(33.0)), (nd(36.6), nd(33.1))),))
    corridor = Corridor(path=(corner, (nd(36.7), nd(33.1))), width_tmm=10_000_000)
    with rooms() as r:
        for footprint in (polygon, corridor):
            body = notice(replace(volume(), footprint=footprint), activity_class="medevac")
            said = r.world.say("A", announce(body, "B"))
            r.world.carry_all()
            done = r.signed_in("B").post(
                f"/api/notices/{said.version.key}/read-back", {"text": text, "lat": "", "lon": ""}
            )
            assert done["delta_m"] == 0


@pytest.mark.parametrize(("given", "clause"), [
    ({"text": "36.20,37.10"}, "T-3"), ({"text": "36 20 37 10"}, "T-3"), ({"text": ""}, "T-3"),
    ({"text": "33 N 36 E", "lat": "33"}, "T-3"), ({"lat": "33"}, "T-3"), ({"text": "38.5 N 33.0 E"}, "T-3"),
])  # fmt: skip
def test_a_read_back_that_can_be_misread_is_refused_and_told_to_nobody(
    given: dict[str, str], clause: str
) -> None:
    with rooms() as r:
        page, at = told(r)
        refused = page.post(f"{at}/read-back", {"text": "", "lat": "", "lon": "", **given}, 422)
        assert refused["error"]["clause"] == clause
        if given.get("text", "").startswith("36"):
            assert refused["error"]["detail"]
        assert r.said("B", "A") == 0


def test_answers_and_questions_reach_the_author_and_nobody_else(r: Rooms) -> None:
    page, at = told(r)
    page.post(f"{at}/opened")
    page.post(f"{at}/opened")
    page.post(f"{at}/answer", {"code": "concern", "lang": "ar", "text": "قريب من القرية"})
    page.post(f"{at}/ask", {"code": "altitude", "lang": "en", "text": ""})
    r.world.carry_all()
    ann = r.signed_in("A")
    picture = ann.get("/api/picture")
    row = picture["notices"]["rows"][0]
    assert [(one["kind"], one["code"]) for one in row["replies"]] == [
        ("answer", "concern"),
        ("question", "altitude"),
    ]
    assert row["replies"][0]["text"] == {"lang": "ar", "text": "قريب من القرية"}
    assert row["recipients"][0]["read_ms"] == r.world.clock.ms
    messages = {(one["kind"], one["direction"], one["state"]) for one in picture["messages"]["rows"]}
    assert messages == {
        ("concern", "in", "delivered"),
        ("question", "in", "delivered"),
        ("opened", "in", "delivered"),
    }
    sent = page.get("/api/picture")["messages"]["rows"]
    assert {(one["kind"], one["direction"], one["state"]) for one in sent} == {
        ("concern", "out", "delivered"), ("question", "out", "delivered"),
    }  # fmt: skip
    assert r.said("B", "J") == 0
    assert r.said("B", "A") == 3


@pytest.mark.parametrize(("path", "body", "status"), [
    ("answer", {"code": "yes"}, 422), ("answer", {"code": "other", "text": " "}, 422), ("ask", {"code": "why"}, 422),
    ("ask", {"code": "place", "text": "x" * 4001}, 422), ("answer", {"code": "other", "lang": "de"}, 400),
    ("answer", {}, 400),
])  # fmt: skip
def test_a_reply_that_cannot_be_is_refused(path: str, body: dict[str, str], status: int) -> None:
    with rooms() as r:
        page, at = told(r)
        page.post(f"{at}/{path}", body, status)
        assert r.said("B", "A") == 0


def test_nobody_replies_to_his_own_notice_or_to_one_that_he_was_not_told(r: Rooms) -> None:
    _, at = told(r)
    for party in ("A", "J"):
        page = r.signed_in(party)
        for act in ("understood", "opened"):
            page.post(f"{at}/{act}", {}, 422)
        page.post(f"{at}/answer", {"code": "no_conflict_seen"}, 422)
    r.signed_in("B", post="").post(f"{at}/opened", {}, 403)


def test_withdrawing_leaves_the_last_version_unconfirmed(r: Rooms) -> None:
    _, at = told(r)
    ann = r.signed_in("A")
    entity = at.rpartition("/")[2]
    assert ann.post(f"/api/notices/{entity}/withdraw", {"party": "J"}, 422)["error"]["field"] == "party"
    row = ann.post(f"/api/notices/{entity}/withdraw", {"party": "B"})
    assert row["recipients"] == []
    r.world.carry_all()
    seen = row_at(r.signed_in("B"))
    assert seen["state"] == "withdrawn"
    assert seen["unconfirmed_since_ms"] == r.world.clock.ms
    r.signed_in("B").post(f"/api/notices/{entity}/withdraw", {"party": "A"}, 422)


def test_lead_time_counts_from_the_arrival_and_the_authors_claim_stands_beside_it(r: Rooms) -> None:
    said = r.world.say("A", announce(notice(volume(from_ms=T0_MS + 24 * HOUR_MS)), "B"))
    r.world.clock.go_on(2 * HOUR_MS)
    r.world.carry_all()
    row = row_at(r.signed_in("B"))
    assert row["lead_time_ms"] == 22 * HOUR_MS
    assert row["author_lead_time_ms"] == 24 * HOUR_MS
    assert row["lateness"] == "late"
    own = row_at(r.signed_in("A"))
    assert (own["key"], own["lateness"]) == (said.version.key, "planned")


# -- conflicts ---------------------------------------------------------------------------------------------------


def conflicts(page: Page) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = page.get("/api/picture")["conflicts"]["rows"]
    return rows


def test_a_conflict_has_an_owner_a_state_and_a_note_of_this_party_alone(r: Rooms) -> None:
    said = r.world.say("A", announce(notice(), "B"))
    other = r.world.say("B", announce(notice(volume(from_ms=T0_MS + 49 * HOUR_MS)), "A"))
    r.world.carry_all()
    page = r.signed_in("A")
    row = conflicts(page)[0]
    assert (row["kind"], row["state"], row["new"], row["owner"], row["count"]) == (
        "notice_notice",
        "open",
        True,
        "",
        1,
    )
    body = {"state": "acknowledged", "note": "asked B", "owner": "watch_officer"}
    done = page.post(f"/api/conflicts/{row['key']}/state", body)
    assert (done["state"], done["note"], done["owner"], done["new"]) == (*list(body.values()), False)
    page.post(f"/api/conflicts/{row['key']}/state", {**body, "state": "closed"})
    r.world.carry_all()
    assert conflicts(r.signed_in("B"))[0]["state"] == "open"
    r.world.say("B", announce(notice(volume(from_ms=T0_MS + 48 * HOUR_MS)), "A", action="amend",
                              entity=other.version.entity, acknowledged=(f"{said.version.key}@1",)))  # fmt: skip
    r.world.carry_all()
    again = conflicts(page)[0]
    assert (again["state"], again["reopened"]) == ("open", True)
    assert (again["owner"], again["note"]) == ("watch_officer", "asked B")


def test_a_notice_and_the_sites_of_one_party_are_one_conflict(r: Rooms) -> None:
    for number in range(3):
        r.world.say("J", report(site(36.5 + number / 100, 33.0, f"School {number}"), "A"))
    r.world.say("B", announce(notice(), "A"))
    r.world.carry_all()
    page = r.signed_in("A")
    row = conflicts(page)[0]
    assert len(conflicts(page)) == 1
    assert row["key"].endswith("|sites|J")
    assert (row["kind"], row["count"], row["relation"], row["distance_m"]) == ("notice_site", 3, "overlap", 0)
    assert row["altitude_overlap_ft"] is None
    body = {"state": "closed", "note": "", "owner": ""}
    assert page.post(f"/api/conflicts/{row['key']}/state", body)["state"] == "closed"
    r.world.clock.go_on(1000)
    r.world.say("J", report(site(36.51, 33.01, "School 9"), "A"))
    r.world.carry_all()
    assert (conflicts(page)[0]["state"], conflicts(page)[0]["count"]) == ("open", 4)


def test_the_state_of_no_conflict_cannot_be_set(r: Rooms) -> None:
    page = r.signed_in("A")
    body = {"state": "closed", "note": "", "owner": ""}
    assert page.post("/api/conflicts/A/N-1|B/N-2/state", body, 422)["error"]["field"] == "key"
    r.world.say("B", announce(notice(), "A"))
    r.world.say("J", report(site(), "A"))
    r.world.carry_all()
    key = conflicts(page)[0]["key"]
    assert (
        page.post(f"/api/conflicts/{key}/state", {**body, "owner": "king"}, 422)["error"]["field"] == "owner"
    )
    page.post(f"/api/conflicts/{key}/state", {**body, "state": "won"}, 400)
    r.signed_in("A", post="").post(f"/api/conflicts/{key}/state", body, 403)
