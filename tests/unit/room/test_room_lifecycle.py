"""What happens to an entity in its author's room: changed by its author alone, told as it was said, never twice."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fault.test_node_faults import check_node
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, report, site, volume

from commonground.errors import NotPermitted, Refused, StaleVersion
from commonground.picture.blocks import Reference, Text
from commonground.picture.entity import Notice, Position, Reply
from commonground.picture.statement import OwnLine, Release, Statement
from commonground.record import decode, replace
from commonground.room import resident
from commonground.room.desk import release_draft
from commonground.room.desk_draft import Draft, NoticeDraft
from commonground.room.node import load_room
from commonground.room.submit import Command, Submitted, release_to, withdraw_from


def told(world: World, author: str, recipient: str) -> list[Statement]:
    """Every statement of the log from one party to another, as the author wrote it."""
    store = world.room(author).store
    origin = world.log(author, recipient)
    return [
        decode(Statement, row.body or b"") for row in store.entries(origin, 0, store.origins().get(origin, 0))
    ]


def short(world: World, author: str, recipient: str) -> list[tuple[str, int]]:
    return [(one.action, one.version) for one in told(world, author, recipient)]


def amend(said: Submitted, *to: str, **changes: Any) -> Command:
    return announce(notice(text="changed"), *to, action="amend", entity=said.version.entity, **changes)


# -- versions -----------------------------------------------------------------------------------------------------


def test_a_stale_version_is_refused_and_zero_is_unchecked() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    world.say("A", amend(said, "B", version=1))
    for stale in (1, 3, -1):
        with pytest.raises(StaleVersion) as error:
            world.say("A", amend(said, "B", version=stale))
        assert error.value.field == "version"
    with pytest.raises(StaleVersion):
        world.say("A", announce(notice(), "B", action="cancel", entity=said.version.entity, version=1))
    assert world.say("A", replace_text(said, "last", version=0)).version.version == 3
    assert short(world, "A", "B") == [("establish", 1), ("amend", 2), ("amend", 3)]


def replace_text(said: Submitted, text: str, **changes: Any) -> Command:
    return announce(notice(text=text), "B", action="amend", entity=said.version.entity, **changes)


def test_nobody_amends_what_is_another_s() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B", "J"))
    world.carry_all()
    for party in ("B", "J"):
        for action in ("amend", "cancel"):
            with pytest.raises(Refused, match="of this party") as error:
                world.say(party, announce(notice(), "A", action=action, entity=said.version.entity))
            assert error.value.field == "entity"
        for act in (withdraw_from,):
            with pytest.raises(Refused, match="only its author"):
                world.nodes[party].run_now(
                    lambda room, a=act: a(room, said.version.key, "A", "watch_officer", "")
                )
        with pytest.raises(Refused, match="only its author"):
            world.nodes[party].run_now(
                lambda room: release_to(room, said.version.key, (Release(party="J"),), "watch_officer", "")
            )
    assert world.room("A").view.get(said.version.key).version == 1


def test_the_same_id_at_two_parties_is_two_entities() -> None:
    world = make_world()
    world.say("A", announce(notice(), "B", entity="N-1"))
    world.say("B", announce(notice(volume(38.0)), "A", entity="N-1"))
    world.say("B", announce(notice(volume(38.0)), "A", entity="N-1", action="cancel"))
    world.carry_all()
    for party in ("A", "B"):
        assert world.room(party).view.get("A/N-1").action == "establish"
        assert world.room(party).view.get("B/N-1").action == "cancel"


@pytest.mark.parametrize("action", ["amend", "cancel", "close", "revalidate", "withdraw", "deleted"])
def test_nothing_follows_nothing(action: Any) -> None:
    world = make_world()
    with pytest.raises(Refused) as error:
        world.say("A", announce(notice(), "B", action=action, entity="N-9"))
    assert error.value.field == "entity"
    with pytest.raises(Refused) as error:
        world.say("A", announce(notice(), "B", action=action))
    assert error.value.field == "action"
    assert world.room("A").store.origins() == {}


def test_an_entity_keeps_its_kind() -> None:
    world = make_world()
    world.say("A", announce(notice(), "B", entity="E-1"))
    with pytest.raises(Refused, match="a notice is not a site") as error:
        world.say("A", report(site(), "B", action="amend", entity="E-1"))
    assert error.value.field == "kind"


def test_nothing_follows_a_cancellation_and_it_takes_no_new_words() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    other = notice(volume(38.0), text="something else entirely")
    gone = world.say("A", announce(other, "B", action="cancel", entity=said.version.entity))
    assert gone.version.body == notice(), "what is cancelled is what was announced"
    for action in ("amend", "cancel", "establish"):
        with pytest.raises(Refused) as error:
            world.say("A", announce(notice(), "B", action=action, entity=said.version.entity))
        assert error.value.field == "action"
    world.carry_all()
    seen = world.room("B").view.get(said.version.key)
    assert (seen.action, seen.body) == ("cancel", notice())
    assert world.room("B").view.pairs == {}


# -- withdrawing and releasing again ----------------------------------------------------------------------------


def test_a_withdrawn_notice_is_kept_unconfirmed_and_still_checked() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B", "J"))
    world.carry_all()
    world.clock.go_on(HOUR_MS)
    world.nodes["A"].run_now(lambda room: withdraw_from(room, said.version.key, "B", "watch_officer", ""))
    assert short(world, "A", "B") == [("establish", 1), ("withdraw", 2)]
    assert short(world, "A", "J") == [("establish", 1)], "nobody else is told"
    assert told(world, "A", "B")[1].body == {}
    world.carry_all()
    seen = world.room("B").view.get(said.version.key)
    assert (seen.body, seen.withdrawn_ms) == (notice(), T0_MS + HOUR_MS)
    assert len(world.room("B").view.check(notice(text="mine"), T0_MS).hits) == 1
    world.say("A", amend(said, "J"))
    world.say("A", announce(notice(), "J", action="cancel", entity=said.version.entity))
    assert len(told(world, "A", "B")) == 2, "who is no longer told is not told of the end either"


def test_dropped_from_the_list_is_withdrawn_in_the_same_breath() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B", "J"))
    world.say("A", amend(said, "J"))
    assert short(world, "A", "B") == [("establish", 1), ("withdraw", 2)]
    assert short(world, "A", "J") == [("establish", 1), ("amend", 2)]


def test_told_again_after_a_withdrawal_it_goes_on_counting() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    key = said.version.key
    world.nodes["A"].run_now(lambda room: withdraw_from(room, key, "B", "watch_officer", ""))
    world.nodes["A"].run_now(lambda room: release_to(room, key, (Release(party="B"),), "watch_officer", ""))
    assert short(world, "A", "B") == [("establish", 1), ("withdraw", 2), ("amend", 3)]
    world.carry_all()
    seen = world.room("B").view.get(key)
    assert (seen.withdrawn_ms, seen.body) == (None, notice())


@pytest.mark.parametrize("history", ["amended twice", "never changed"])
def test_a_late_recipient_gets_the_current_version_as_its_first(history: str) -> None:
    """One establish, version 1: how often it was changed before is not told."""
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    if history == "amended twice":
        world.say("A", replace_text(said, "one"))
        world.say("A", replace_text(said, "two"))
    before = told(world, "A", "B")
    world.nodes["A"].run_now(
        lambda room: release_to(room, said.version.key, (Release(party="J"),), "watch_officer", "")
    )
    [late] = told(world, "A", "J")
    assert (late.action, late.version) == ("establish", 1)
    assert late.body == before[-1].body
    assert told(world, "A", "B") == before


@pytest.mark.parametrize("last", ["establish", "amend", "revalidate"])
def test_a_late_recipient_of_a_site_too(last: Any) -> None:
    world = make_world()
    said = world.say("J", report(site(), "A"))
    if last != "establish":
        changed = replace(site(), last_revalidated_ms=T0_MS + 1)
        world.say("J", report(changed, "A", action=last, entity=said.version.entity))
    before = told(world, "J", "A")
    for _ in range(2):
        world.nodes["J"].run_now(
            lambda room: release_to(room, said.version.key, (Release(party="B"),), "watch_officer", "")
        )
    assert short(world, "J", "B") == [("establish", 1)]
    assert told(world, "J", "A") == before
    assert told(world, "J", "B")[0].channel_class == "HUMANITARIAN"


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_what_is_over_is_told_to_no_late_recipient(end: Any) -> None:
    world = make_world()
    command = announce(notice(), "A") if end == "cancel" else report(site(), "A")
    said = world.say("J", command)
    world.say("J", Command(kind=command.kind, action=end, post="watch_officer", entity=said.version.entity,
                           releases=command.releases))  # fmt: skip
    done = world.nodes["J"].run_now(
        lambda room: release_to(room, said.version.key, (Release(party="B"),), "watch_officer", "")
    )
    assert {one.party: one.reasons for one in done.outcomes}["B"] == ("was never told",)
    assert told(world, "J", "B") == []
    assert short(world, "J", "A") == [("establish", 1), (end, 2)]


def test_other_terms_are_told_and_the_same_terms_are_not() -> None:
    world = make_world()
    said = world.say("J", report(site(), "A", "B"))

    def release(**terms: Any) -> None:
        world.nodes["J"].run_now(
            lambda room: release_to(
                room, said.version.key, (Release(party="B", **terms),), "watch_officer", ""
            )
        )

    for terms in ({}, {"precision": "cell"}, {"precision": "cell"}, {"mode": "view"}, {"mode": "view"}, {}):
        release(**terms)
    assert short(world, "J", "B") == [("establish", 1), ("amend", 2), ("amend", 3), ("amend", 4)]
    assert short(world, "J", "A") == [("establish", 1)]


def test_words_that_come_back_are_told_each_time() -> None:
    """X, Y, X: idempotent by leaf and not by content."""
    world = make_world()
    said = world.say("A", announce(notice(text="x"), "B"))
    for text in ("y", "x", "x", "y"):
        world.say("A", replace_text(said, text))
    assert [one.body["remarks"]["text"] for one in told(world, "A", "B")] == ["x", "y", "x", "y"]
    assert world.room("A").view.get(said.version.key).version == 5


def test_a_viewed_item_is_told_when_what_stays_at_home_changes() -> None:
    world = make_world()
    view = (Release(party="B", mode="view"),)
    said = world.say("A", announce(notice(text="one"), releases=view))
    world.say("A", announce(notice(text="two"), action="amend", entity=said.version.entity, releases=view))
    first, second = told(world, "A", "B")
    assert first.body == second.body
    origin = world.log("A", "B")
    contents = [world.room("A").store.content(origin, leaf) for leaf in (0, 1)]
    assert [b"one" in (contents[0] or b""), b"two" in (contents[1] or b"")] == [True, True]


# -- positions and replies ------------------------------------------------------------------------------------------


def position(site_id: str, stance: Any = "agrees", **changes: Any) -> Command:
    body = Position(
        about=Reference(author="J", entity=site_id), stance=stance, reason=Text(lang="en", text="seen")
    )
    values = {"kind": "position", "action": "establish", "post": "watch_officer", "body": body,
              "releases": (Release(party="J"),)}  # fmt: skip
    return Command(**{**values, **changes})


def test_a_party_has_one_position_on_a_site() -> None:
    world = make_world()
    said = world.say("J", report(site(), "A", "B"))
    world.carry_all()
    first = world.say("A", position(said.version.entity))
    with pytest.raises(Refused, match="amend it") as error:
        world.say("A", position(said.version.entity, "disputes"))
    assert error.value.field == "position.about"
    world.say("A", position(said.version.entity, "disputes", action="amend", entity=first.version.entity))
    world.say("B", position(said.version.entity))
    world.carry_all()
    held = {one.author: one.body.stance for one in world.room("J").view.replies_about(said.version.key)}  # type: ignore[union-attr]
    assert held == {"A": "disputes", "B": "agrees"}
    assert world.room("J").view.get(said.version.key).body == site(), "the site is as its author reported it"


def test_an_amended_position_stays_about_the_same_site() -> None:
    world = make_world()
    one, two = (world.say("J", report(site(lon), "A")).version.entity for lon in (36.5, 37.5))
    world.carry_all()
    said = world.say("A", position(one))
    with pytest.raises(Refused, match="same entity") as error:
        world.say("A", position(two, action="amend", entity=said.version.entity))
    assert error.value.field == "position.about"


def test_an_operator_leaves_no_name_with_anybody_else() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B", operator="Petrov"))
    world.say("A", Command(kind="reply", action="establish", post="watch_officer", operator="Petrov",
                           body=Reply(about=Reference(author="B", entity="N-1"), about_version=1, what="read"),
                           releases=(Release(party="B"),)))  # fmt: skip
    world.carry_all()
    assert b"Petrov" not in b"".join(
        row.body or b"" for origin, size in world.room("B").store.origins().items()
        for row in world.room("B").store.entries(origin, 0, size)
    )  # fmt: skip
    line = decode(
        OwnLine, world.room("A").store.entries("commonground/test/A", said.leaf, said.leaf + 1)[0].body or b""
    )
    assert line.operator == "Petrov"


def test_a_post_that_may_not_release_does_not() -> None:
    world = make_world()
    body = notice()
    draft = Draft(
        notice=NoticeDraft(activity_class=body.activity_class, volumes=body.volumes, crew=body.crew)
    )
    for post in ("interpreter", "ceasefire", "legal_adviser", "custodian", "", "root"):
        with pytest.raises(NotPermitted) as error:
            world.nodes["A"].run_now(lambda room, p=post: release_draft(room, draft, (), p, "op"))
        assert error.value.field == "post"
    assert world.room("A").store.origins() == {}
    assert world.room("A").store.documents("held") == []


# -- the whole ------------------------------------------------------------------------------------------------------


def test_everything_above_in_one_room_stands_its_audit() -> None:
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    world.say("A", amend(said, "B", "J"))
    world.nodes["A"].run_now(lambda room: withdraw_from(room, said.version.key, "B", "watch_officer", ""))
    world.say("J", report(site(38.0), "A", "B"))
    world.carry_all()
    world.say("B", announce(notice(volume(39.0)), "A"))
    world.carry_all()
    for party in world.nodes:
        check_node(world.room(party))
    body = world.room("B").view.get(said.version.key).body
    assert isinstance(body, Notice)
    assert body.remarks.text == "changed"


def test_a_node_whose_store_holds_logs_and_no_picture_replays_them() -> None:
    """What a store of an older form looks like when it was opened."""
    world = make_world()
    said = world.say("A", announce(notice(), "B"))
    world.carry_all()
    for party in ("A", "B"):
        room = world.room(party)
        before = dict(room.view.picture.entities)
        room.store.begin()
        room.store.drop_derived()
        room.store.commit()
        load_room(room)
        assert dict(room.view.picture.entities) == before
        assert said.version.key in before


def test_a_room_that_grew_large_is_drawn_for_the_engine_at_its_next_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = make_world()
    said = [world.say("A", announce(notice(volume(33.5 + 0.5 * number)))) for number in range(3)]
    room = world.room("A")
    assert {shape.layout for _, shape in room.store.standing_now()} == {0}
    monkeypatch.setattr(resident, "MANY_VOLUMES", 1)
    for _ in range(2):
        load_room(room)
        drawn = {standing.key: shape for standing, shape in room.store.standing_now()}
        assert all(shape.layout and shape.data and shape.volumes == 1 for shape in drawn.values())
        report = room.view.meeting(notice(volume(34.0)), T0_MS)
        assert [hit.key for hit in report.hits] == [f"{said[1].version.key}@1"]
    world.say("A", announce(notice(), action="cancel", entity=said[1].version.entity))
    load_room(room)
    assert room.view.meeting(notice(volume(34.0)), T0_MS).hits == ()
