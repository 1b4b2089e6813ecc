"""T-22 and R3: posts taken, left and planned by language; a shift handed over; a gap that both sides see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from commonground.picture.roster import Duty
from commonground.picture.statement import Statement
from commonground.record import decode
from commonground.web.auth import change_user
from commonground.web.on_duty import LOOK_EVERY_MS, Looks, look_again
from tests.unit.web.web_harness import SETTINGS, Page, Rooms, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, charter, notice

POST = "watch_officer"
MINUTE_MS = 60_000


@pytest.fixture
def r() -> Iterator[Rooms]:
    agreed = charter(mandatory_posts=(POST,), post_languages={POST: ("ar",)})
    with rooms(agreed=agreed) as made:
        yield made


def speaks(r: Rooms, party: str, user: str, *languages: str) -> None:
    """Let an account speak these languages and no other."""
    r.world.nodes[party].run_now(
        lambda room: change_user(
            room.store, user, password_hash="", disabled=None, posts=None, languages=languages
        )
    )


def row(page: Page, party: str = "A") -> dict[str, Any]:
    [found] = [one for one in page.get("/api/picture")["duty"]["rows"] if one["key"] == f"{party}/DU-{POST}"]
    return found


def look(r: Rooms, *parties: str) -> None:
    for party in parties or "ABJ":
        r.world.nodes[party].run_now(lambda room: look_again(room, Looks(), SETTINGS))
    r.world.carry_all()


def statements(r: Rooms, author: str, to: str) -> list[Statement]:
    rows = r.world.room(to).store.entries(r.world.log(author, to), 0, 99)
    return [decode(Statement, one.body) for one in rows if one.body is not None]


# -- T-22 -------------------------------------------------------------------------------------------------------


def test_who_lacks_the_language_cannot_be_alone_on_the_post(r: Rooms) -> None:
    speaks(r, "A", "ann", "en")
    speaks(r, "A", "bob", "ar")
    ann = r.signed_in("A", post="")
    error = ann.post("/api/take-post", {"post": POST}, 422)["error"]
    assert (error["field"], error["clause"]) == ("languages", "T-22")
    assert "Arabic" in error["text"]["en"]
    assert "арабский" in error["text"]["ru"]
    amir = r.signed_in("A", "bob", post=POST)
    ann.post("/api/take-post", {"post": POST})
    r.world.carry_all()
    theirs = row(r.signed_in("B", post=""))
    assert (theirs["state"], theirs["languages"], theirs["lacks"]) == ("manned", ["en", "ar"], [])
    amir.post("/api/leave-post", {"reason": "relieved"})
    r.world.carry_all()
    theirs = row(r.signed_in("B", post=""))
    assert (theirs["state"], theirs["languages"], theirs["lacks"]) == ("manned", ["en"], ["ar"])
    assert theirs["rank"] == 2


def test_a_planned_shift_without_the_language_is_refused(r: Rooms) -> None:
    speaks(r, "A", "ann", "ar", "en")
    ann = r.signed_in("A", post=POST)
    shift = {"from_ms": T0_MS + 8 * HOUR_MS, "until_ms": T0_MS + 16 * HOUR_MS, "languages": ["en", "ru"]}
    error = ann.post(f"/api/roster/{POST}/plan", {"shifts": [shift]}, 422)["error"]
    assert (error["field"], error["clause"]) == ("duty.planned[0].languages", "T-22")
    shift["languages"] = ["ar"]
    done = ann.post(f"/api/roster/{POST}/plan", {"shifts": [shift], "deputy": "custodian"})
    assert done["next"] == {**shift, "deputy": ""}
    r.world.carry_all()
    assert row(r.signed_in("B", post=""))["next"] == {**shift, "deputy": ""}
    assert row(r.signed_in("B", post=""))["deputy"] == "custodian"


def test_nothing_that_is_released_names_anybody(r: Rooms) -> None:
    speaks(r, "A", "ann", "ar")
    r.signed_in("A", post=POST)
    r.world.carry_all()
    for said in statements(r, "A", "B"):
        assert said.kind == "duty"
        assert "'ann'" not in str(said.body)


# -- gaps -------------------------------------------------------------------------------------------------------


def alarms(page: Page) -> list[tuple[str, int, str]]:
    rows = page.get("/api/picture")["alerts"]["rows"]
    found = [one for one in rows if one["what"].startswith("post_") and one["party"] == "A"]
    return [(one["what"], one["rank"], one["about"]) for one in found]


def test_a_vacant_mandatory_post_alarms_both_sides_after_five_minutes_by_each_clock(r: Rooms) -> None:
    speaks(r, "A", "ann", "ar")
    speaks(r, "B", "ann", "ar")
    ann, bob = r.signed_in("A", post=POST), r.signed_in("B", post=POST)
    look(r, "J")
    ann.post("/api/leave-post", {"reason": "called away"})
    left_ms = r.world.clock.ms
    r.world.clock.go_on(2 * MINUTE_MS)
    r.world.carry_all()
    about = f"A/DU-{POST}"
    assert (row(ann)["rank"], row(ann)["alarm_ms"]) == (2, left_ms + 5 * MINUTE_MS)
    assert (row(bob)["rank"], row(bob)["alarm_ms"]) == (2, left_ms + 7 * MINUTE_MS), "by its own clock"
    r.world.clock.ms = left_ms + 5 * MINUTE_MS
    assert (row(ann)["rank"], row(bob)["rank"]) == (1, 2)
    assert (alarms(ann), alarms(bob)) == ([("post_vacant", 1, about)], [("post_vacant", 2, about)])
    r.world.clock.ms = left_ms + 7 * MINUTE_MS
    assert (row(ann)["rank"], row(bob)["rank"]) == (1, 1)
    assert row(bob)["state"] == "vacant"
    assert alarms(bob) == [("post_vacant", 1, about)]
    ann.post("/api/take-post", {"post": POST})
    r.world.carry_all()
    assert (row(ann)["rank"], row(bob)["rank"]) == (0, 0)
    assert (alarms(ann), alarms(bob)) == ([], [])


def test_a_session_that_ends_by_itself_leaves_its_post_and_says_so(r: Rooms) -> None:
    speaks(r, "A", "ann", "ar")
    r.signed_in("A", post=POST)
    r.world.clock.go_on(SETTINGS.idle_ms + 1)
    look(r, "A")
    duty = r.world.room("B").view.get(f"A/DU-{POST}").body
    assert isinstance(duty, Duty)
    assert not duty.manned
    sheets = r.signed_in("A", post="").get("/api/roster")["sheets"]
    assert [(one["stage"], one["reason"]) for one in sheets] == [("left", "")]
    before = r.world.room("A").ledger.entries_total()
    r.world.clock.go_on(LOOK_EVERY_MS)
    r.world.nodes["A"].run_now(lambda room: look_again(room, Looks(), SETTINGS))
    assert r.world.room("A").ledger.entries_total() == before, "once"


def test_a_post_that_nobody_ever_took_is_stated_vacant_by_its_node(r: Rooms) -> None:
    assert row(r.signed_in("B", post=""))["state"] == "unstated"
    look(r, "A")
    theirs = row(r.signed_in("B", post=""))
    assert (theirs["state"], theirs["rank"]) == ("vacant", 2)


# -- handover ---------------------------------------------------------------------------------------------------


def test_a_shift_is_handed_over(r: Rooms) -> None:
    speaks(r, "A", "ann", "ar")
    speaks(r, "A", "bob", "ar")
    ann = r.signed_in("A", post=POST)
    r.world.say("B", announce(notice(), "A"))
    r.world.carry_all()
    r.world.clock.go_on(HOUR_MS)
    error = ann.post("/api/leave-post", {}, 422)["error"]
    assert (error["field"], error["clause"]) == ("handover", "R3")
    amir = r.signed_in("A", "bob", post=POST)
    suspend = {"to": ["B"], "channel_class": "LIAISON"}
    ann.post("/api/channels/suspend", suspend)
    sheet = ann.get("/api/handover")
    assert ("channel", "B/LIAISON", "suspended") in {
        (one["what"], one["about"], one["state"]) for one in sheet["items"]
    }
    assert (sheet["post"], sheet["mandatory"], sheet["handed_over"]) == (POST, True, False)
    signed = ann.post("/api/handover", {"lang": "en", "text": "Bakery quiet. Call B at 14:00."})
    assert signed["stage"] == "signed"
    assert ann.post("/api/leave-post", {}, 422)["error"]["field"] == "handover"
    ann.post(f"/api/handover/{signed['id']}/accept", {}, 403)
    taken = amir.post(f"/api/handover/{signed['id']}/accept")
    assert (taken["stage"], taken["text"]["text"]) == ("accepted", "Bakery quiet. Call B at 14:00.")
    assert amir.post(f"/api/handover/{signed['id']}/accept", {}, 422)["error"]["field"] == "handover"
    assert ann.post("/api/leave-post", {})["post"] == ""
    assert amir.post("/api/leave-post", {}, 422)["error"]["field"] == "handover", (
        "who took over hands over too"
    )
    kinds = {one.kind for one in statements(r, "A", "B")}
    assert "handover" not in kinds, "a sheet is national"


def test_leaving_without_a_sheet_needs_a_reason_which_stays_until_somebody_took_note(r: Rooms) -> None:
    speaks(r, "A", "ann", "ar")
    ann = r.signed_in("A", post=POST)
    ann.post("/api/sign-out", {}, 422)
    ann.post("/api/sign-out", {"reason": "alarm in the building"})
    amir_like = r.signed_in("A", post=POST)
    [sheet] = amir_like.get("/api/roster")["sheets"]
    assert (sheet["stage"], sheet["reason"], sheet["open"]) == ("left", "alarm in the building", True)
    assert amir_like.post(f"/api/handover/{sheet['id']}/accept")["open"] is False
