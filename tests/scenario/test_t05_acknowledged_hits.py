"""T-5: what a notice meets is acknowledged before it is released, and the report stays at home (see the .md)."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from commonground.errors import MissingKeys, Refused
from commonground.log.audit import audit_log
from commonground.picture.entity import ConflictNote, Notice
from commonground.picture.statement import OwnLine, Release
from commonground.record import decode
from commonground.room.audit import audit_store
from commonground.room.desk import CameBack, Held, release_draft, release_due
from commonground.room.desk_draft import Draft, DraftRecipient, NoticeDraft
from commonground.room.readings import unacknowledged
from commonground.room.submit import Command, Submitted, groups_of, release_to
from commonground.room.watch import due_rows
from tests.worlds import HOUR_MS, T0_MS, World, announce, circle, make_world, notice, report, site, volume

MINUTE_MS = 60_000


def with_sites(world: World, count: int, *, category: str = "clinic") -> None:
    """So many sites of J, told to A, in one line under the probe."""
    for number in range(count):
        lon = 36.46 + 0.0003 * number
        world.say("J", report(site(lon, 33.0, name=f"{category} {number}", category=category), "A"))
    world.carry("J", "A")


def refused(world: World, command: Command) -> list[str]:
    """Keys of the hits for want of which a command is refused."""
    before = sizes(world, command)
    with pytest.raises(MissingKeys) as missing:
        world.say("A", command)
    assert missing.value.field == "acknowledged"
    assert missing.value.clause == "T-5"
    assert sizes(world, command) == before, "a refused release leaves nothing"
    return [str(hit["key"]) for hit in missing.value.detail["missing"]]  # type: ignore[index,attr-defined]


def sizes(world: World, command: Command) -> dict[str, int]:
    return world.room("A").store.origins()


def acknowledging(command: Command, keys: list[str]) -> Command:
    return dataclasses.replace(command, acknowledged=tuple(keys))


# -- one by one, and by group -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 20, 21, 45])
def test_each_hit_is_acknowledged(count: int) -> None:
    world = make_world()
    with_sites(world, count)
    command = announce(notice(), "B")
    keys = refused(world, command)
    assert len(set(keys)) == count
    for left_out in {0, count // 2, count - 1}:
        assert refused(world, acknowledging(command, keys[:left_out] + keys[left_out + 1 :])) == [
            keys[left_out]
        ]
    said = world.say("A", acknowledging(command, keys))
    assert said.report is not None
    assert [hit.key for hit in said.report.hits] == keys
    assert world.room("A").ledger.size(world.log("A", "B")) == 1


def test_twenty_are_listed_one_by_one_and_twenty_one_by_group() -> None:
    world = make_world()
    with_sites(world, 20)
    probe = notice()
    room = world.room("A")
    assert len(groups_of(room.view.check(probe, T0_MS).hits)) == 20
    with_sites(world, 5, category="school")
    groups = groups_of(room.view.check(probe, T0_MS).hits)
    assert {key: len(hits) for key, hits in groups.items()} == {"site:J:clinic": 20, "site:J:school": 5}
    command = announce(probe, "B")
    clinics = [hit.key for hit in groups["site:J:clinic"]]
    assert set(refused(world, acknowledging(command, clinics))) == {
        hit.key for hit in groups["site:J:school"]
    }
    assert refused(world, acknowledging(command, ["site:J:clinic", "site:J:school"])), (
        "the name of a group is no hit"
    )


def test_an_invented_key_acknowledges_nothing() -> None:
    world = make_world()
    with_sites(world, 1)
    command = announce(notice(), "B")
    keys = refused(world, command)
    for wrong in (keys[0].replace("@1", "@2"), keys[0].partition("@")[0], keys[0].lower(), "*", ""):
        assert refused(world, acknowledging(command, [wrong])) == keys


def test_above_two_hundred_hits_nothing_is_released() -> None:
    world = make_world()
    with_sites(world, 201)
    report_ = world.room("A").view.check(notice(), T0_MS)
    assert report_.counts_only
    assert report_.hits == ()
    assert report_.hits_total == 201
    with pytest.raises(Refused, match="smaller volume") as error:
        world.say("A", announce(notice(), "B"))
    assert error.value.field == "notice.volumes"


@pytest.mark.parametrize(
    ("lon", "meets"), [(36.5, True), (36.5 + 0.0588, True), (36.5 + 0.0590, False), (37.5, False)]
)
def test_the_buffer_counts(lon: float, meets: bool) -> None:
    """5,000 m of radius and 500 m of buffer on the parallel of 33 N."""
    world = make_world()
    world.say("J", report(site(lon, 33.0), "A"))
    world.carry("J", "A")
    assert bool(world.room("A").view.check(notice(), T0_MS).hits) == meets


# -- the check runs again ---------------------------------------------------------------------------------------


def test_what_the_other_side_amended_is_another_hit() -> None:
    world = make_world()
    with_sites(world, 1)
    command = announce(notice(), "B")
    old = refused(world, command)
    [version] = world.room("J").view.of_kind("site")
    world.say(
        "J", report(site(36.47, 33.0, name="clinic 0"), "A", entity=version.entity, action="amend", version=1)
    )
    world.carry("J", "A")
    new = refused(world, acknowledging(command, old))
    assert new == [old[0].replace("@1", "@2")]
    world.say("A", acknowledging(command, new))


def test_a_held_release_comes_back_when_the_other_side_amended() -> None:
    world = make_world()
    with_sites(world, 1)
    node = world.nodes["A"]
    keys = refused(world, announce(notice(), "B"))
    held = node.run_now(lambda room: release_draft(room, draft(), tuple(keys), "watch_officer", "op"))
    assert isinstance(held, Held)
    with_sites(world, 2)
    world.clock.go_on(10_000)
    back = node.run_now(lambda room: release_due(room, room.clock.now_ms()))
    assert isinstance(back, CameBack)
    assert "new hits" in back.draft.back_because
    assert world.room("A").ledger.size(world.log("A", "B")) == 0


def test_a_held_release_goes_out_when_nothing_changed() -> None:
    world = make_world()
    with_sites(world, 1)
    node = world.nodes["A"]
    keys = refused(world, announce(notice(), "B"))
    node.run_now(lambda room: release_draft(room, draft(), tuple(keys), "watch_officer", "op"))
    world.clock.go_on(9_999)
    assert node.run_now(lambda room: release_due(room, room.clock.now_ms())) is None
    world.clock.go_on(1)
    assert isinstance(node.run_now(lambda room: release_due(room, room.clock.now_ms())), Submitted)
    assert world.room("A").ledger.size(world.log("A", "B")) == 1


def draft(**changes: Any) -> Draft:
    body = notice()
    values = {"activity_class": body.activity_class, "volumes": body.volumes, "crew": body.crew}
    return Draft(notice=NoticeDraft(**{**values, **changes}), recipients=(DraftRecipient(party="B"),))


def test_a_release_to_one_more_party_is_checked_too() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    with_sites(world, 1)
    node, key = world.nodes["A"], said.version.key
    to_j = (Release(party="J"),)
    with pytest.raises(MissingKeys) as missing:
        node.run_now(lambda room: release_to(room, key, to_j, "watch_officer", ""))
    keys = tuple(str(hit["key"]) for hit in missing.value.detail["missing"])  # type: ignore[index,attr-defined]
    assert world.room("A").ledger.size(world.log("A", "J")) == 0
    done = node.run_now(lambda room: release_to(room, key, to_j, "watch_officer", "", keys))
    assert done.report is not None
    assert done.version.acknowledged == keys
    assert world.room("A").ledger.size(world.log("A", "J")) == 1
    assert world.room("A").ledger.size(world.log("A", "B")) == 1, "B is told nothing of it"


# -- at once ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how", [{"activity_class": "medevac"}, {"activity_class": "sar"}, {"immediate": True}], ids=str
)
def test_what_is_urgent_goes_at_once_and_its_hits_are_due(how: dict[str, Any]) -> None:
    world = make_world()
    with_sites(world, 3)
    body = notice(activity_class=how.get("activity_class", "patrol"))
    said = world.say("A", announce(body, "B", immediate=how.get("immediate", False)))
    assert world.room("A").ledger.size(world.log("A", "B")) == 1
    room = world.room("A")
    assert unacknowledged(room, said.version, T0_MS) == 3
    [due] = [one for one in due_rows(room, T0_MS) if one.what == "hits_due"]
    assert (due.about, due.count, due.due_ms) == (said.version.key, 3, T0_MS + 15 * MINUTE_MS)
    assert due.rank == 3
    assert [one.rank for one in due_rows(room, T0_MS + 15 * MINUTE_MS) if one.what == "hits_due"] == [2]


@pytest.mark.parametrize("activity_class", ["transit", "patrol", "hazardous", "uav", "gnss_disruption",
                                            "humanitarian_movement"])  # fmt: skip
def test_nothing_else_goes_at_once(activity_class: str) -> None:
    world = make_world()
    with_sites(world, 1)
    refused(world, announce(notice(activity_class=activity_class), "B"))


def test_a_cancellation_goes_at_once() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    with_sites(world, 30)
    gone = world.say("A", announce(notice(), "B", action="cancel", entity=said.version.entity))
    assert gone.report is None
    assert world.room("A").ledger.size(world.log("A", "B")) == 2
    assert unacknowledged(world.room("A"), world.room("A").view.get(said.version.key), T0_MS) == 0


def test_the_hits_of_an_urgent_notice_stay_due_until_a_post_has_taken_them() -> None:
    world = make_world()
    world.say("B", announce(notice(), "A"))
    world.carry("B", "A")
    said = world.say("A", announce(notice(activity_class="medevac"), "B"))
    room = world.room("A")
    assert unacknowledged(room, said.version, T0_MS) == 1
    [(first, second)] = room.view.pairs
    versions = (room.view.get(first).version, room.view.get(second).version)
    note = ConflictNote(
        conflict=f"{first}|{second}", state="acknowledged", owner="duty_chief", note="", versions=versions
    )
    world.say("A", Command(kind="conflict_note", action="establish", post="duty_chief", body=note))
    assert unacknowledged(room, said.version, T0_MS) == 0
    world.clock.go_on(HOUR_MS)
    body = notice(volume(36.5, 33.0), activity_class="medevac", text="again")
    world.say("A", announce(body, "B", action="amend", entity=said.version.entity))
    assert unacknowledged(room, room.view.get(said.version.key), world.clock.ms) == 1, (
        "it has changed: open again"
    )
    assert not [one for one in due_rows(room, T0_MS + 72 * HOUR_MS) if one.what == "hits_due"], "it is over"


# -- the report -------------------------------------------------------------------------------------------------


def test_the_report_stays_in_the_own_log_and_nowhere_else() -> None:
    world = make_world()
    with_sites(world, 2)
    command = announce(notice(), "B", "J")
    keys = refused(world, command)
    said = world.say("A", acknowledging(command, keys))
    world.carry_all()
    store = world.room("A").store
    line = decode(OwnLine, store.entries("commonground/test/A", said.leaf, said.leaf + 1)[0].body or b"")
    assert [hit["key"] for hit in line.report["hits"]] == keys
    assert line.report["as_of_ms"] == T0_MS
    assert line.report["searched"] == {"notices": 0, "sites": 2, "logs": [["commonground/test/A", 1],
                                       ["commonground/test/J/to/A", 2]]}  # fmt: skip
    assert line.acknowledged == tuple(keys)
    for other in ("B", "J"):
        rows = store.entries(world.log("A", other), 0, 9)
        assert len(rows) == 1
        for word in (*keys, "report", "acknowledged", "searched", "hits"):
            assert word.encode() not in (rows[0].body or b"")
    everything = b"".join(
        row.body or b"" for origin, size in world.room("B").store.origins().items()
        for row in world.room("B").store.entries(origin, 0, size)
    )  # fmt: skip
    assert b"hits" not in everything
    assert keys[0].partition("@")[0].encode() not in everything


def test_a_report_that_was_touched_up_is_named() -> None:
    world = make_world()
    with_sites(world, 2)
    command = announce(notice(), "B")
    said = world.say("A", acknowledging(command, refused(world, command)))
    room = world.room("A")
    own = "commonground/test/A"
    rows = [
        (row.index, row.entry, (row.body or b"").replace(b'"hits_total":2', b'"hits_total":1'))
        for row in room.store.entries(own, 0, room.ledger.size(own))
    ]
    notes = [note for _, note in room.store.checkpoints(own)]
    findings = audit_log(own, rows, {}, notes, [room.verifiers["A"]])
    assert findings[0].where == f"body {said.leaf}"
    assert audit_store(room.store, room.charter, room.verifiers)[own] == []


def test_a_report_names_the_logs_and_the_leaf_up_to_which_it_looked() -> None:
    world = make_world()
    empty = world.room("A").view.check(notice(), T0_MS)
    assert empty.searched.logs == ()
    with_sites(world, 1)
    later = world.room("A").view.check(notice(), T0_MS)
    assert dict(later.searched.logs) == {"commonground/test/A": 1, "commonground/test/J/to/A": 1}
    assert empty.report_id != later.report_id


def test_a_hit_says_where_when_and_by_how_much() -> None:
    world = make_world()
    world.say("J", report(site(36.5, 33.0, footprint=circle(36.5, 33.0, 100)), "A"))
    world.carry("J", "A")
    [hit] = world.room("A").view.check(notice(), T0_MS).hits
    body = notice()
    assert isinstance(body, Notice)
    assert hit.relation == "overlap"
    assert (hit.from_ms, hit.until_ms) == (body.volumes[0].from_ms, body.volumes[0].until_ms)
    assert hit.distance_mm == 0
    assert 31_000 < hit.area_m2 < 31_800
    assert abs(hit.common_point[0] - 36_500_000_000) < 2_000_000
