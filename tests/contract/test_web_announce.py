"""Announcing through the web: check, drafts, hold and undo, release at once, amend, cancel, the second post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.web.web_harness import Page, Rooms, draft, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, notice, report, site, volume

from commonground.record import full
from commonground.web.app import tick_once

T6 = "No registered site found within 500 m; absence from the register does not change protection under IHL"


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def order(made: dict[str, Any], *acknowledged: str) -> dict[str, Any]:
    return {"draft": made, "acknowledged": list(acknowledged), "report_id": ""}


def hold_over(r: Rooms, party: str = "A") -> None:
    r.world.clock.go_on(10_000)
    r.runner.run(tick_once(r.apps[party].state.web))


def released(r: Rooms, page: Page, made: dict[str, Any], *acknowledged: str) -> dict[str, Any]:
    """Release and wait; the row as its author sees it."""
    held = page.post("/api/release", order(made, *acknowledged))["held"]
    hold_over(r)
    rows = page.get("/api/picture")["notices"]["rows"]
    return next(row for row in rows if row["id"] == held["id_of_entity"])


def test_a_check_with_nothing_near_says_the_neutral_sentence(r: Rooms) -> None:
    found = r.signed_in("A").post("/api/check", {"draft": draft([full(volume())], "B")})
    assert found["hits"] == []
    assert found["groups"] == []
    assert found["statement"]["en"] == T6
    assert "МГП" in found["statement"]["ru"]
    assert "القانون الدولي الإنساني" in found["statement"]["ar"]
    assert found["searched"] == {
        "notices": 0, "sites": 0, "logs": [{"origin": "commonground/test/A", "index": 2, "size": 3}],
    }  # fmt: skip
    assert found["buffer_m"] == 500
    assert not {"clear", "safe"} & set(str(found).lower().replace(",", " ").replace("'", " ").split())


def test_a_check_tells_nobody_and_writes_nothing(r: Rooms) -> None:
    page = r.signed_in("A")
    r.world.say("J", report(site(), "A"))
    r.world.carry_all()
    before = r.world.room("A").store.origins()
    assert page.post("/api/check", {"draft": draft([full(volume())], "B")})["hits"]
    assert r.world.room("A").store.origins() == before


def test_a_hit_has_its_margin_and_words_in_three_languages(r: Rooms) -> None:
    r.world.say("B", announce(notice(volume(from_ms=T0_MS + 49 * HOUR_MS)), "A"))
    r.world.say("J", report(site(), "A"))
    r.world.carry_all()
    found = r.signed_in("A").post("/api/check", {"draft": draft([full(volume())], "B")})
    by_kind = {hit["kind"]: hit for hit in found["hits"]}
    met = by_kind["notice"]
    assert met["relation"] == "overlap"
    assert met["shared_ms"] == HOUR_MS
    assert met["altitude_overlap_ft"] == 7_000
    assert met["area_m2"] == pytest.approx(3.14159e6 * 25, rel=0.01)
    assert met["title"]["en"].startswith("patrol N-")
    assert met["title"]["ru"].startswith("патруль") or met["title"]["ru"][0].isalpha()
    assert met["lead"] == "49 h 00 min"
    assert by_kind["site"]["altitude_overlap_ft"] is None
    assert by_kind["site"]["title"]["en"] == "Clinic"
    assert found["statement"]["en"].startswith("Registered sites found within 500 m are listed")


def test_a_held_release_can_be_undone_and_tells_nobody_meanwhile(r: Rooms) -> None:
    page = r.signed_in("A")
    held = page.post("/api/release", order(draft([full(volume())], "B")))["held"]
    assert held["releases_at_ms"] == r.world.clock.ms + 10_000
    r.world.clock.go_on(9_999)
    r.runner.run(tick_once(r.apps["A"].state.web))
    assert r.said("A", "B") == 0
    row = page.post(f"/api/held/{held['id']}/undo")
    assert row["draft"]["notice"] == held["draft"]["notice"]
    hold_over(r)
    picture = page.get("/api/picture")
    assert picture["held"]["rows"] == []
    assert [one["id"] for one in picture["drafts"]["rows"]] == [row["id"]]
    assert r.said("A", "B") == 0
    assert page.post(f"/api/held/{held['id']}/undo", {}, 422)["error"]["field"] == "id"


def test_what_is_held_can_go_now(r: Rooms) -> None:
    page = r.signed_in("A")
    held = page.post("/api/release", order(draft([full(volume())], "B")))["held"]
    done = page.post(f"/api/held/{held['id']}/now")
    assert done["released"]["id"] == held["id_of_entity"]
    assert done["leaf"]["origin"] == "commonground/test/A"
    assert r.said("A", "B") == 1
    hold_over(r)
    assert r.said("A", "B") == 1


def test_a_hit_that_comes_during_the_hold_brings_the_draft_back(r: Rooms) -> None:
    page = r.signed_in("A")
    page.post("/api/release", order(draft([full(volume())], "B")))
    r.world.say("J", report(site(), "A"))
    r.world.carry_all()
    hold_over(r)
    picture = page.get("/api/picture")
    assert picture["held"]["rows"] == []
    assert "new hits" in picture["drafts"]["rows"][0]["back_because"]
    assert r.said("A", "B") == 0
    again = picture["drafts"]["rows"][0]["draft"]
    keys = [hit["key"] for hit in page.post("/api/check", {"draft": again})["hits"]]
    row = released(r, page, again, *keys)
    assert row["state"] == "announced"
    assert page.get("/api/picture")["drafts"]["rows"] == []


@pytest.mark.parametrize("change", [{"notice": {"activity_class": "medevac"}}, {"notice": {"activity_class": "sar"}},
                                    {"immediate": True}])  # fmt: skip
def test_what_cannot_wait_goes_at_once_without_acknowledgement(r: Rooms, change: dict[str, Any]) -> None:
    r.world.say("J", report(site(), "A"))
    r.world.carry_all()
    page = r.signed_in("A")
    done = page.post("/api/release", order(draft([full(volume())], "B", **change)))
    assert done["released"]["precedence"] == "IMMEDIATE"
    assert done["released"]["hits"] == 1
    assert "hits_due" in {row["what"] for row in page.get("/api/picture")["due"]["rows"]}


def test_a_notice_is_amended_and_cancelled_by_version(r: Rooms) -> None:
    page = r.signed_in("A")
    row = released(r, page, draft([full(volume())], "B"))
    later = full(volume(from_ms=T0_MS + 72 * HOUR_MS))
    change = draft([later], "B", entity=row["id"], version=1, notice={"action": "amend"})
    amended = released(r, page, change)
    assert (amended["version"], amended["notice"]["action"]) == (2, "amend")
    stale = page.post("/api/release", order(change), 409)
    assert stale["error"]["kind"] == "StaleVersion"
    cancel = draft([later], "B", entity=row["id"], version=2, notice={"action": "cancel"})
    assert page.post("/api/check", {"draft": cancel})["hits"] == []
    done = page.post("/api/release", order(cancel))
    assert done["released"]["state"] == "cancelled"
    r.world.carry_all()
    assert r.signed_in("B").get("/api/picture")["notices"]["rows"][0]["state"] == "cancelled"
    assert page.post("/api/release", order({**cancel, "version": 3}), 422)["error"]["field"] == "action"


@pytest.mark.parametrize(("change", "field"), [
    ({"recipients": []}, "draft.recipients"),
    ({"recipients": [{"party": "X", "mode": "keep"}]}, "recipients[0].party"),
    ({"recipients": [{"party": "A", "mode": "keep"}]}, "recipients[0].party"),
    ({"entity": "N-1"}, "draft.entity"),
    ({"entity": "N-1", "notice": {"action": "amend"}}, "entity"),
    ({"notice": {"volumes": []}}, "notice.volumes"),
    ({"notice": {"volumes": [full(volume(36.5, 33.0, from_ms=T0_MS - 9 * HOUR_MS))]}}, "notice.volumes[0].until_ms"),
    ({"notice": {"volumes": [full(volume(33.0, 36.5 + 5))]}}, "notice.volumes[0].footprint.center"),
])  # fmt: skip
def test_what_cannot_be_released_is_refused_with_its_field(change: dict[str, Any], field: str) -> None:
    with rooms() as r:
        page = r.signed_in("A")
        assert (
            page.post("/api/release", order(draft([full(volume())], "B", **change)), 422)["error"]["field"]
            == field
        )
        assert page.get("/api/picture")["held"]["rows"] == []


def test_without_a_post_nobody_releases(r: Rooms) -> None:
    for post in ("", "custodian"):
        page = r.signed_in("A", post=post)
        refused = page.post("/api/release", order(draft([full(volume())], "B")), 403)
        assert refused["error"]["field"] == "post"


@pytest.mark.parametrize("action", ["amend", "cancel"])
def test_a_notice_that_is_shown_is_a_draft_of_the_next_as_it_stands(r: Rooms, action: str) -> None:
    r.world.say("A", announce(notice(), "B"))
    page = r.signed_in("A")
    [row] = page.get("/api/picture")["notices"]["rows"]
    following = {
        **draft([], "B"), "entity": row["id"], "version": row["version"],
        "notice": {**row["notice"], "action": action},
    }  # fmt: skip
    assert page.post("/api/check", {"draft": following})["hits"] == []


def test_drafts_are_kept_changed_and_forgotten(r: Rooms) -> None:
    page = r.signed_in("A", post="")
    row = page.post("/api/drafts", {"draft": draft([full(volume())], "B")})
    changed = {**row["draft"], "immediate": True}
    assert page.post("/api/drafts", {"draft": changed})["id"] == row["id"]
    rows = page.get("/api/picture")["drafts"]["rows"]
    assert [(one["id"], one["draft"]["immediate"], one["report"]) for one in rows] == [
        (row["id"], True, None)
    ]
    page.post(f"/api/drafts/{row['id']}/delete")
    assert page.get("/api/picture")["drafts"]["rows"] == []
    assert page.post(f"/api/drafts/{row['id']}/delete", {}, 422)["error"]["field"] == "id"


def test_drafts_never_reach_another_node(r: Rooms) -> None:
    r.signed_in("A").post("/api/drafts", {"draft": draft([full(volume())], "B")})
    r.world.carry_all()
    assert r.signed_in("B").get("/api/picture")["drafts"]["rows"] == []


def test_a_held_release_survives_a_restart(tmp_path: Path) -> None:
    with rooms(folder=tmp_path) as r:
        r.signed_in("A").post("/api/release", order(draft([full(volume())], "B")))
    with rooms_again(tmp_path) as r:
        page = r.signed_in("A")
        assert len(page.get("/api/picture")["held"]["rows"]) == 1
        hold_over(r)
        assert page.get("/api/picture")["held"]["rows"] == []
        assert r.said("A", "B") == 1


def rooms_again(folder: Path) -> Any:
    """The same stores opened by a later process; the accounts are there."""
    return rooms(folder=folder, accounts=False)


# -- many hits ---------------------------------------------------------------------------------------------------


def many_sites(r: Rooms, count: int) -> None:
    for number in range(count):
        r.world.say("J", report(site(36.5 + number / 10_000, 33.0, f"Clinic {number}"), "A"))
    r.world.carry_all()


def test_above_twenty_hits_stand_in_groups() -> None:
    with rooms() as r:
        many_sites(r, 21)
        found = r.signed_in("A").post("/api/check", {"draft": draft([full(volume())], "B")})
        assert len(found["hits"]) == 21
        assert [(group["key"], group["count"], len(group["hits"])) for group in found["groups"]] == [
            ("site:J:clinic", 21, 21)
        ]
        assert not found["needs_second_post"]


def test_more_than_25_sites_of_others_wait_for_a_second_post() -> None:
    with rooms() as r:
        many_sites(r, 26)
        ann, made = r.signed_in("A"), draft([full(volume())], "B")
        found = ann.post("/api/check", {"draft": made})
        assert found["needs_second_post"]
        assert found["hits"] == []
        assert [(group["count"], group["hits"]) for group in found["groups"]] == [(26, [])]
        assert "Clinic 3" not in str(found)
        refused = ann.post("/api/release", order(made), 403)
        assert refused["error"]["clause"] == "section 8"
        assert "Clinic" not in str(refused)
        waiting = ann.get("/api/second-post")["rows"]
        assert [(row["asked_by"], row["count"], row["confirmed_by"]) for row in waiting] == [("ann", 26, "")]
        confirm = f"/api/second-post/{waiting[0]['id']}/confirm"
        ann.post(confirm, {}, 403)
        r.signed_in("A", "bob", post="watch_officer").post(confirm, {}, 403)
        r.signed_in("A", "bob", post="").post(confirm, {}, 403)
        r.signed_in("A", "bob", post="custodian").post(confirm)
        seen = ann.post("/api/check", {"draft": made})
        assert len(seen["hits"]) == 26
        assert not seen["needs_second_post"]
        elsewhere = draft([full(volume(36.51))], "B")
        assert ann.post("/api/check", {"draft": elsewhere})["needs_second_post"]
        released(r, ann, made, *[hit["key"] for hit in seen["hits"]])
        r.world.clock.go_on(HOUR_MS)
        assert ann.post("/api/check", {"draft": made})["needs_second_post"]


def test_above_two_hundred_hits_there_are_counts_only() -> None:
    with rooms() as r:
        many_sites(r, 201)
        page, made = r.signed_in("A"), draft([full(volume())], "B")
        found = page.post("/api/check", {"draft": made})
        assert found["counts_only"]
        assert found["hits"] == []
        assert [group["count"] for group in found["groups"]] == [201]
        assert page.post("/api/release", order(made), 422)["error"]["field"] == "notice.volumes"
        assert page.get("/api/second-post")["rows"] == []
