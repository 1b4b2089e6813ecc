"""What services of drone traffic declare, as the room sees it: told on, checked exactly, and owing nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonground.errors import Refused
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume
from commonground.picture.charter import own_log
from commonground.picture.entity import Notice
from commonground.protocols.f3548.codec.references import parse_put_constraint, parse_put_intent
from commonground.record import encode_canonical
from commonground.room.airspace.asked import MakeReport, SetAvailability
from commonground.room.airspace.book import book_of
from commonground.room.airspace.constraints import prepare_constraint, put_constraint
from commonground.room.airspace.intents import Changed, delete_intent, prepare_intent, put_intent
from commonground.room.airspace.services import make_report, set_availability
from commonground.room.airspace_terms import Terms
from commonground.room.audit import audit_releases
from commonground.room.context import Room
from commonground.room.node import load_room
from commonground.room.watch import alert_rows, due_rows
from tests.airspace import dss_node, dss_world, extent, follow_airspace, intent, new_id, state_of
from tests.worlds import (
    HOUR_MS,
    PARTIES,
    T0_MS,
    TestClock,
    TestSalt,
    World,
    announce,
    charter,
    circle,
    key,
    notice,
    report,
    site,
    volume,
)


def put(world: World, manager: str, id: str = "", ovn: str = "", **changes: Any) -> Changed:
    node = world.nodes["A"]
    known = [one.block.ovn for one in book_of(node.room).intents.values()]
    body = encode_canonical(intent(manager, key=known, **changes))
    asked = parse_put_intent(id or new_id(), ovn, body, world.clock.ms, allow_http=False)
    return node.run_now(lambda room: put_intent(room, manager, prepare_intent(room, asked)))


def constrain(world: World, manager: str = "authority", **changes: Any) -> Changed:
    body = encode_canonical({"extents": [extent(**changes)], "uss_base_url": "https://authority.example"})
    asked = parse_put_constraint(new_id(), "", body, allow_http=False)
    return world.nodes["A"].run_now(
        lambda room: put_constraint(room, manager, prepare_constraint(room, asked))
    )


def test_a_flight_is_told_to_the_others_without_what_its_manager_alone_may_know() -> None:
    world = dss_world()
    made = put(world, "uss1")
    limit = constrain(world)
    world.carry_all()
    for party in ("B", "J"):
        flight = world.room(party).view.get(made.entity.key)
        assert isinstance(flight.body, Notice)
        assert flight.body.activity_class == "operational_intent"
        assert flight.body.intent is not None
        assert (flight.body.intent.id, flight.body.intent.manager) == (made.entity.block.id, "uss1")
        assert flight.body.intent.uss_base_url == "https://uss1.example/utm"
        assert (flight.body.intent.ovn, flight.body.intent.subscription_id) == ("", "")
        assert flight.body.intent.implicit is None
        area = world.room(party).view.get(limit.entity.key).body
        assert isinstance(area, Notice)
        assert area.constraint is not None
        assert area.constraint.ovn == ""
        rows = world.room(party).store.entries(world.log("A", party), 0, 100)
        for secret in (made.entity.block.ovn, limit.entity.block.ovn, "subscription"):
            assert all(secret.encode() not in (row.body or b"") for row in rows)


def test_whom_flights_are_told_is_a_setting_of_the_node() -> None:
    world = dss_world(told=("J",))
    made = put(world, "uss1")
    world.carry_all()
    assert world.room("J").view.picture.get(made.entity.key) is not None
    assert world.room("B").view.picture.get(made.entity.key) is None


def test_what_ends_is_told_as_cancelled_and_its_record_stays() -> None:
    world = dss_world()
    made = put(world, "uss1")
    world.carry_all()
    node = world.nodes["A"]
    node.run_now(lambda room: delete_intent(room, "uss1", made.entity.block.id, made.entity.block.ovn))
    world.carry_all()
    assert world.room("B").view.get(made.entity.key).action == "cancel"
    history = node.room.store.history(made.entity.key)
    assert len(history) == 2
    assert audit_releases(node.room) == []


def test_flights_of_two_services_under_one_author_meet_exactly_and_a_flight_never_meets_itself() -> None:
    world = dss_world()
    first = put(world, "uss1")
    put(world, "uss1", first.entity.block.id, first.entity.block.ovn, extents=[extent(radius_m=150)])
    near = put(world, "uss2", extents=[extent(lng=36.303)])
    assert world.room("A").view.pairs == {}, "130 m apart: relevant to each other, and no conflict"
    over = put(world, "uss3", extents=[extent(lng=36.3028)])
    assert {frozenset(pair) for pair in world.room("A").view.pairs} == {
        frozenset((over.entity.key, near.entity.key))
    }
    touching = put(world, "uss4", extents=[extent(lng=36.303, lower_m=200, upper_m=300)])
    assert any(touching.entity.key in pair for pair in world.room("A").view.pairs)
    world.carry_all()
    assert world.room("B").view.pairs.keys() == world.room("A").view.pairs.keys()


def test_the_room_s_own_notices_bring_their_buffer_to_flights() -> None:
    """A notice keeps 500 m from others, a hazard 1,000; flights keep none among themselves."""
    world = dss_world()
    flight = put(world, "uss1")

    def own(lon: float, activity_class: str) -> str:
        low, high = (Altitude(value_tmm=m * 10_000, reference="W84", unit="M") for m in (100, 200))
        body = notice(
            Volume(
                footprint=circle(lon, 33.5, 100),
                lower=low,
                upper=high,
                from_ms=T0_MS,
                until_ms=T0_MS + 3 * HOUR_MS,
            ),
            activity_class=activity_class,
        )
        return world.say("A", announce(body, immediate=True)).version.key

    beside, hazard = own(36.3065, "patrol"), own(36.31, "hazardous")
    far = own(36.31, "uav")
    pairs = {frozenset(pair) for pair in world.room("A").view.pairs if flight.entity.key in pair}
    assert pairs == {frozenset((flight.entity.key, beside)), frozenset((flight.entity.key, hazard))}
    assert far != beside


def test_a_site_under_a_flight_is_a_hit_on_its_ground_alone() -> None:
    world = dss_world()
    under = world.say("A", report(site(36.3, 33.5, "Clinic"))).version.key
    world.say("A", report(site(36.304, 33.5, "School")))
    flight = put(world, "uss1")
    assert list(world.room("A").view.pairs) == [(flight.entity.key, under)]


def test_flights_owe_no_answer_no_acknowledgement_and_no_word_ahead() -> None:
    """What a service flies within the hour is no late notice, and its hits are no officer's to acknowledge."""
    world = dss_world()
    before = {party: due_rows(world.room(party), T0_MS) for party in PARTIES}
    for manager in ("uss1", "uss2"):
        put(world, manager, extents=[extent(from_ms=T0_MS + 60_000)])
    world.carry_all()
    assert len(world.room("A").view.pairs) == 1
    for party in PARTIES:
        assert due_rows(world.room(party), T0_MS) == before[party]
        assert not [one for one in alert_rows(world.room(party), T0_MS) if one.what == "late_notice"]


def test_a_flight_that_meets_the_room_s_own_notice_is_somebody_s_to_own() -> None:
    world = dss_world()
    body = notice(volume(36.3, 33.5, 1_000, from_ms=T0_MS + HOUR_MS, lower_ft=-1_000, upper_ft=9_000))
    world.say("A", announce(body))
    assert not [due for due in due_rows(world.room("A"), T0_MS) if due.what == "conflict_owner"]
    put(world, "uss1")
    assert [due.count for due in due_rows(world.room("A"), T0_MS) if due.what == "conflict_owner"] == [1]


def test_what_is_said_about_services_and_subscriptions_leaves_the_node_never() -> None:
    world = dss_world()
    node = world.nodes["A"]
    sizes = {party: node.room.ledger.size(world.log("A", party)) for party in ("B", "J")}
    node.run_now(lambda room: set_availability(room, "arbiter", SetAvailability("uss1", "Down")))
    from commonground.protocols.f3548.codec.services import parse_report

    told = parse_report(
        encode_canonical(
            {"exchange": {"url": "https://uss1.example", "method": "GET", "recorder_role": "Client",
                          "request_time": {"value": "2026-03-18T07:00:00Z", "format": "RFC3339"},
                          "headers": ["Authorization: Bearer abc.def.ghi", "Accept: */*"]}}
        )
    )  # fmt: skip
    assert isinstance(told, MakeReport)
    report_id = node.run_now(lambda room: make_report(room, "uss2", told))
    row = node.room.store.entries(own_log(node.room.charter, "A"), 0, 100)[-1]
    assert row.body is not None
    assert b"abc.def.ghi" not in row.body
    assert b"Accept" in row.body
    assert node.room.view.get(f"A/{report_id}").kind == "dss_report"
    assert {party: node.room.ledger.size(world.log("A", party)) for party in ("B", "J")} == sizes


def test_an_operator_cannot_announce_what_only_a_service_declares() -> None:
    world = dss_world()
    for activity_class in ("operational_intent", "constraint"):
        with pytest.raises(Refused) as refused:
            world.say("A", announce(notice(activity_class=activity_class), "B"))
        assert refused.value.field == "notice.activity_class"


def test_a_restart_finds_what_the_dss_held_and_how_often_it_told(tmp_path: Path) -> None:
    from commonground.store.sqlite import SqliteStore

    clock = TestClock()
    store = SqliteStore(tmp_path / "A.sqlite")
    world = World({"A": dss_node(clock=clock, store=store)}, clock)
    first = put(world, "uss1")
    put(world, "uss2", extents=[extent(lng=36.301)])
    moved = put(world, "uss1", first.entity.block.id, first.entity.block.ovn, extents=[extent(lng=36.302)])
    constrain(world)
    world.nodes["A"].run_now(lambda room: set_availability(room, "arbiter", SetAvailability("uss2", "Down")))
    held = state_of(book_of(world.room("A")))
    assert sorted(one[3] for one in held["subscriptions"].values()) == [1, 2]
    store.close()
    room = Room(
        charter=charter(), party="A", store=SqliteStore(tmp_path / "A.sqlite"), clock=clock, salt=TestSalt(),
        key=key("A"), verifiers={one: key(one).verifier for one in PARTIES}, airspace=Terms(),
    )  # fmt: skip
    follow_airspace(room)
    load_room(room)
    assert state_of(book_of(room)) == held
    assert moved.entity.block.version == 2
    room.store.close()
