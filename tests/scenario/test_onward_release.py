"""R5, onward release: asked of the originator, released by it alone, refused without a reason, or met with silence."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import MissingKeys, NotPermitted, Refused
from commonground.picture.blocks import Reference, Text
from commonground.picture.charter import Clocks, own_log
from commonground.picture.entity import Link, ReleaseAnswer, ReleaseRequest, Reply, Site
from commonground.picture.statement import OwnLine, Release, Statement
from commonground.picture.version import Version
from commonground.record import decode, encode_canonical
from commonground.room import onward
from commonground.room.clock_table import ClockTable
from commonground.room.context import Room
from commonground.room.rows import Look
from commonground.room.rows_index import RowsIndex
from commonground.room.rows_requests import request_row
from commonground.room.submit import Command, Submitted, release_to, withdraw_from
from commonground.room.watch import alert_rows, due_rows, tick
from tests.worlds import (
    HOUR_MS,
    T0_MS,
    World,
    announce,
    charter,
    make_world,
    notice,
    report,
    site,
    volume,
)

DAY_MS = 24 * HOUR_MS
LIAISON, WATCH = "humanitarian_liaison", "watch_officer"
CELL = Release(party="", precision="cell")


def told_of_a_clinic(*to: str, **changes: Any) -> tuple[World, str]:
    """A world in which J reported a clinic to B (and to whom else is named)."""
    world = make_world(**changes)
    said = world.say("J", report(site(name="Clinic"), "B", *to))
    world.carry_all()
    return world, said.version.key


def ask(world: World, key: str, to: str = "A", by: str = "B", why: str = "") -> str:
    text = Text(lang="en", text=why)
    done = world.nodes[by].run_now(lambda room: onward.ask_release(room, key, to, text, LIAISON, "bob"))
    world.carry_all()
    return done.version.key


def grant(world: World, request: str, terms: Release = CELL, by: str = "J") -> None:
    """Release and wait for the end of the hold."""
    world.nodes[by].run_now(lambda room: onward.grant(room, request, terms, (), LIAISON, "jan"))
    world.clock.go_on(10_000)
    assert world.nodes[by].run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    world.carry_all()


def refuse(world: World, request: str, why: str = "", by: str = "J") -> None:
    text = Text(lang="en", text=why)
    world.nodes[by].run_now(lambda room: onward.refuse(room, request, text, LIAISON, "jan"))
    world.carry_all()


def row(world: World, party: str, key: str) -> dict[str, Any]:
    room = world.room(party)
    found = request_row(Look(room=room, index=RowsIndex(), now_ms=room.clock.now_ms()), room.view.get(key))
    assert found is not None
    return found


def states(world: World, key: str) -> list[str]:
    """How the request stands at the asker and at the originator."""
    return [row(world, party, key)["state"] for party in "BJ"]


def due(world: World, party: str) -> list[tuple[str, int]]:
    rows = due_rows(world.room(party), world.clock.ms)
    return [(one.about, one.due_ms) for one in rows if one.what == "release_request"]


def statements(world: World, author: str, recipient: str) -> list[Statement]:
    store = world.room(recipient).store
    origin = world.log(author, recipient)
    rows = store.entries(origin, 0, store.origins().get(origin, 0))
    return [decode(Statement, one.body) for one in rows if one.body is not None]


def refused(world: World, party: str, act: Any, field: str, *, kind: type[Refused] = Refused) -> Refused:
    """Refused with that field, and nothing is left of it."""
    before = world.room(party).ledger.entries_total()
    with pytest.raises(kind) as caught:
        world.nodes[party].run_now(act)
    assert caught.value.field == field, caught.value
    assert world.room(party).ledger.entries_total() == before
    return caught.value


# -- the three answers ------------------------------------------------------------------------------------------


def test_the_originator_releases_by_its_own_append() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key, why="their convoy passes there")
    assert states(world, request) == ["asked", "asked"]
    assert due(world, "J") == [(key, T0_MS + DAY_MS)]
    assert due(world, "B") == []
    assert row(world, "J", request)["reason"] == {"lang": "en", "text": "their convoy passes there"}
    grant(world, request)
    assert states(world, request) == ["granted", "granted"]
    assert due(world, "J") == []
    held = world.room("A").view.get(key)
    assert isinstance(held.body, Site)
    assert held.body.place is not None
    assert held.body.place.precision == "cell", "on the terms of the originator, not on those of the asker"
    assert {one.author for one in statements(world, "J", "A")} == {"J"}
    assert statements(world, "B", "A") == [], "nobody forwards"


def test_a_refusal_owes_no_reason() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    refuse(world, request)
    assert states(world, request) == ["refused", "refused"]
    assert row(world, "B", request)["answer_text"] is None
    assert due(world, "J") == []
    assert key not in world.room("A").view.picture.entities
    again = ask(world, key, why="once more")
    refuse(world, again, "not now")
    assert row(world, "B", again)["answer_text"] == {"lang": "en", "text": "not now"}


def test_silence_for_a_day_is_a_no_to_both_and_is_written_down_once() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    world.clock.ms = T0_MS + DAY_MS
    assert states(world, request) == ["asked", "asked"]
    assert [world.nodes[one].run_now(lambda room: tick(room, room.clock.now_ms())) for one in "ABJ"] == [
        0,
        0,
        0,
    ]
    world.clock.go_on(1)
    assert states(world, request) == ["no_answer", "no_answer"]
    assert due(world, "J") == []
    assert [world.nodes[one].run_now(lambda room: tick(room, room.clock.now_ms())) for one in "ABJ"] == [
        0,
        1,
        1,
    ]
    assert [world.nodes[one].run_now(lambda room: tick(room, room.clock.now_ms())) for one in "ABJ"] == [
        0,
        0,
        0,
    ]
    for party in "BJ":
        world.room(party).clocks = ClockTable()  # as after a start
        assert world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms())) == 0
        leaf = row(world, party, request)["silence_leaf"]
        line = own_line(world.room(party), leaf["index"])
        assert line.event == {"what": "no_answer", "request": request, "due_ms": T0_MS + DAY_MS}
    world.carry_all()
    assert key not in world.room("A").view.picture.entities


def own_line(room: Room, index: int) -> OwnLine:
    [entry] = room.store.entries(own_log(room.charter, room.party), index, index + 1)
    assert entry.body is not None
    return decode(OwnLine, entry.body)


@pytest.mark.parametrize("outcome", ["granted", "refused"])
def test_a_late_answer_counts_and_is_shown_as_late(outcome: str) -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    world.clock.ms = T0_MS + 30 * HOUR_MS
    for party in "BJ":
        world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms()))
    if outcome == "granted":
        grant(world, request)
    else:
        refuse(world, request)
    assert states(world, request) == [outcome, outcome]
    assert [row(world, party, request)["late"] for party in "BJ"] == [True, True]
    assert (key in world.room("A").view.picture.entities) == (outcome == "granted")


def test_each_side_counts_by_its_own_clock() -> None:
    """The asker from when it asked, the originator from when it arrived: a cut wire gives it its whole day."""
    world, key = told_of_a_clinic()
    world.cut = {frozenset("BJ")}
    request = ask(world, key)
    assert row(world, "B", request)["delivered_ms"] is None
    world.clock.ms = T0_MS + 20 * HOUR_MS
    world.cut = set()
    world.carry_all()
    assert row(world, "B", request)["delivered_ms"] is not None
    world.clock.ms = T0_MS + 25 * HOUR_MS
    assert states(world, request) == ["no_answer", "asked"]
    refuse(world, request)
    assert [row(world, party, request)["late"] for party in "BJ"] == [True, False]


def test_the_clock_is_the_charters() -> None:
    agreed = charter(clocks=Clocks(release_answer_due_ms=HOUR_MS))
    world, key = told_of_a_clinic(agreed=agreed)
    request = ask(world, key)
    world.clock.go_on(HOUR_MS + 1)
    assert states(world, request) == ["no_answer", "no_answer"]


# -- the third party -----------------------------------------------------------------------------------------------


def everything(world: World, party: str) -> bytes:
    """Every leaf of every log that a party holds, and every version of its picture, but for its own log."""
    store = world.room(party).store
    own = own_log(world.room(party).charter, party)
    logs = [
        (origin, one.entry.hex(), (one.body or b"").decode())
        for origin, size in sorted(store.origins().items())
        if origin != own and not origin.endswith("/heads")
        for one in store.entries(origin, 0, size)
    ]
    return encode_canonical([logs, sorted(one.data.decode() for one in store.versions_now())])


def test_the_third_party_is_told_as_if_nobody_had_asked() -> None:
    """What North gets after a request is byte for byte what it gets when the office thinks of it itself."""
    asked, unasked = told_of_a_clinic(), told_of_a_clinic()
    request = ask(asked[0], asked[1])
    grant(asked[0], request)
    world, key = unasked
    world.clock.ms = asked[0].clock.ms
    release = Release(party="A", precision="cell")
    world.nodes["J"].run_now(lambda room: release_to(room, key, (release,), LIAISON, "jan"))
    world.carry_all()
    assert everything(asked[0], "A") == everything(world, "A")
    assert len(asked[0].room("A").view.picture.entities) == 1


@pytest.mark.parametrize("answer", ["refused", "silence", "asked"])
def test_the_third_party_learns_of_no_refusal(answer: str) -> None:
    (told, key), (untold, _) = told_of_a_clinic(), told_of_a_clinic()
    request = ask(told, key)
    if answer == "refused":
        refuse(told, request)
    untold.clock.ms = told.clock.ms = T0_MS + (2 * DAY_MS if answer == "silence" else HOUR_MS)
    for world in (told, untold):
        for node in world.nodes.values():
            node.run_now(lambda room: tick(room, room.clock.now_ms()))
        world.carry_all()
    assert everything(told, "A") == everything(untold, "A")
    assert everything(told, "B") != everything(untold, "B")


def test_who_holds_it_already_keeps_it_as_it_was_told() -> None:
    """The asker does not know who holds it; a yes sends nothing new and changes no terms."""
    world, key = told_of_a_clinic("A")
    before = everything(world, "A")
    request = ask(world, key)
    assert row(world, "J", request)["third_holds"] is True
    assert row(world, "B", request)["third_holds"] is None, "whether A holds it is the originator's to know"
    grant(world, request, Release(party="", precision="district", mode="view"))
    assert states(world, request) == ["granted", "granted"]
    assert everything(world, "A") == before


# -- what cannot be asked -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["B", "J", "C", "", "a", "A/N-1"])
def test_the_third_party_is_another_party_of_the_charter(to: str) -> None:
    world, key = told_of_a_clinic()
    refused(world, "B", lambda room: onward.ask_release(room, key, to, None, LIAISON, ""), "to")


def test_what_is_not_held_is_refused_as_what_does_not_exist() -> None:
    """A knows the id of a clinic that only B was told of: the answer is that about no clinic at all."""
    world, key = told_of_a_clinic()
    errors = [
        refused(world, "A", lambda room, k=one: onward.ask_release(room, k, "B", None, LIAISON, ""), "key")
        for one in (key, "J/S-22222222")
    ]
    assert errors[0].reason.replace(key, "J/S-22222222") == errors[1].reason
    body = ReleaseRequest(about=Reference(author="J", entity=key[2:]), to="B")
    command = Command(kind="release_request", action="establish", post=LIAISON, body=body,
                      releases=(Release(party="J"),))  # fmt: skip
    with pytest.raises(Refused):
        world.say("A", command)


def test_own_items_and_words_between_two_are_not_asked_for() -> None:
    world, key = told_of_a_clinic()
    refused(world, "J", lambda room: onward.ask_release(room, key, "A", None, LIAISON, ""), "about")
    request = ask(world, key)
    refused(world, "J", lambda room: onward.ask_release(room, request, "A", None, LIAISON, ""), "about")


def test_it_is_asked_once_at_a_time() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    refused(world, "B", lambda room: onward.ask_release(room, key, "A", None, LIAISON, ""), "to")
    refuse(world, request)
    assert ask(world, key) != request
    world.clock.go_on(DAY_MS + 1)
    assert states(world, ask(world, key)) == ["asked", "asked"], "after a silence too"


def test_what_was_withdrawn_or_has_ended_is_not_asked_for() -> None:
    world, key = told_of_a_clinic()
    first = world.say("J", announce(notice(volume(40.0)), "B")).version
    second = world.say("J", announce(notice(volume(41.0)), "B")).version
    expired = world.say("J", report(site(39.0, valid_until_ms=T0_MS + 1), "B")).version
    world.nodes["J"].run_now(lambda room: withdraw_from(room, key, "B", LIAISON, ""))
    world.say("J", Command(kind="notice", action="cancel", entity=first.entity, post=WATCH,
                           releases=(Release(party="B"),)))  # fmt: skip
    world.carry_all()
    world.clock.ms = T0_MS + 51 * HOUR_MS
    for gone in (key, first.key, second.key):
        refused(world, "B", lambda room, k=gone: onward.ask_release(room, k, "A", None, LIAISON, ""), "about")
    assert ask(world, expired.key), "an expired site is still shown and checked (T-12)"


def test_a_reason_is_short() -> None:
    world, key = told_of_a_clinic()
    long = Text(lang="en", text="x" * 501)
    refused(
        world, "B", lambda room: onward.ask_release(room, key, "A", long, LIAISON, ""),
        "release_request.reason.text",
    )  # fmt: skip


def test_only_some_posts_ask_and_answer() -> None:
    world, key = told_of_a_clinic()
    refused(world, "B", lambda room: onward.ask_release(room, key, "A", None, "interpreter", ""), "post",
            kind=NotPermitted)  # fmt: skip
    request = ask(world, key)
    for act in (
        lambda room: onward.grant(room, request, CELL, (), "airspace", ""),
        lambda room: onward.refuse(room, request, None, "interpreter", ""),
    ):
        refused(world, "J", act, "post", kind=NotPermitted)


# -- what cannot be answered ----------------------------------------------------------------------------------------


def test_it_is_answered_once() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    refuse(world, request)
    refused(world, "J", lambda room: onward.refuse(room, request, None, LIAISON, ""), "key")
    refused(world, "J", lambda room: onward.grant(room, request, CELL, (), LIAISON, ""), "key")
    refused(world, "B", lambda room: onward.refuse(room, request, None, LIAISON, ""), "key")
    refused(world, "A", lambda room: onward.refuse(room, request, None, LIAISON, ""), "key")


def test_what_ended_or_was_withdrawn_since_is_refused_and_can_be_answered_with_no() -> None:
    world, key = told_of_a_clinic()
    flight = world.say("J", announce(notice(volume(40.0)), "B")).version
    world.carry_all()
    closing, flying = ask(world, key), ask(world, flight.key)
    world.nodes["J"].run_now(lambda room: withdraw_from(room, key, "B", LIAISON, ""))
    world.say("J", Command(kind="notice", action="cancel", entity=flight.entity, post=WATCH,
                           releases=(Release(party="B"),)))  # fmt: skip
    world.carry_all()
    assert [row(world, "J", one)["asker_holds"] for one in (closing, flying)] == [False, True]
    refused(world, "J", lambda room: onward.grant(room, closing, CELL, (), LIAISON, ""), "party")
    refused(world, "J", lambda room: onward.grant(room, flying, Release(party=""), (), WATCH, ""), "about")
    for one in (closing, flying):
        refuse(world, one)
        assert states(world, one) == ["refused", "refused"]


def test_no_yes_is_said_without_a_release() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    body = ReleaseAnswer(about=Reference(author="B", entity=request[2:]), outcome="granted")
    command = Command(kind="release_answer", action="establish", post=LIAISON, body=body,
                      releases=(Release(party="B"),))  # fmt: skip
    with pytest.raises(Refused) as caught:
        world.say("J", command)
    assert caught.value.field == "party"


def test_a_word_about_what_the_third_does_not_hold_stays_where_it_is() -> None:
    """J's answer to a question about its notice speaks of that notice: A must hold it first."""
    world, _ = told_of_a_clinic()
    flight = world.say("J", announce(notice(volume(40.0)), "B")).version
    about = Reference(author="J", entity=flight.entity)
    body = Reply(
        about=about, about_version=1, what="answer", code="other", text=Text(lang="en", text="at dawn")
    )
    said = world.say("J", Command(kind="reply", action="establish", post=WATCH, body=body,
                                  releases=(Release(party="B"),)))  # fmt: skip
    world.carry_all()
    request = ask(world, said.version.key)
    refused(world, "J", lambda room: onward.grant(room, request, Release(party=""), (), WATCH, ""), "about")
    grant(world, ask(world, flight.key), Release(party=""))
    grant(world, request, Release(party=""))
    assert said.version.key in world.room("A").view.picture.entities
    assert row(world, "B", request)["shown_at"] == flight.key


def test_a_link_of_anothers_is_asked_for_like_anything_else() -> None:
    world, key = told_of_a_clinic("A")
    other = world.say("J", report(site(36.6, name="Ward"), "A", "B")).version
    link = Link(
        first=Reference(author="J", entity=key[2:]), second=Reference(author="J", entity=other.entity)
    )
    said = world.say("J", Command(kind="link", action="establish", post=LIAISON, body=link,
                                  releases=(Release(party="B"),)))  # fmt: skip
    world.carry_all()
    grant(world, ask(world, said.version.key), Release(party=""))
    assert said.version.key in world.room("A").view.picture.entities


# -- the hold -------------------------------------------------------------------------------------------------------


def test_a_release_is_held_and_can_be_undone() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    world.nodes["J"].run_now(lambda room: onward.grant(room, request, CELL, (), LIAISON, "jan"))
    assert row(world, "J", request)["held_until_ms"] == world.clock.ms + 10_000
    refused(world, "J", lambda room: onward.refuse(room, request, None, LIAISON, ""), "key")
    refused(world, "J", lambda room: onward.grant(room, request, CELL, (), LIAISON, ""), "key")
    world.clock.go_on(9_999)
    assert not world.nodes["J"].run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    world.nodes["J"].run_now(lambda room: onward.undo(room, request))
    world.clock.go_on(10_000)
    assert not world.nodes["J"].run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    world.carry_all()
    assert states(world, request) == ["asked", "asked"]
    refused(world, "J", lambda room: onward.undo(room, request), "key")
    world.nodes["J"].run_now(lambda room: onward.grant(room, request, CELL, (), LIAISON, "jan"))
    world.nodes["J"].run_now(lambda room: onward.release_now(room, request, LIAISON, "jan"))
    world.carry_all()
    assert states(world, request) == ["granted", "granted"]


def test_what_is_refused_at_the_end_of_its_hold_comes_back_with_the_reason() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    world.nodes["J"].run_now(lambda room: onward.grant(room, request, CELL, (), LIAISON, "jan"))
    world.nodes["J"].run_now(lambda room: withdraw_from(room, key, "B", LIAISON, ""))
    world.clock.go_on(10_000)
    assert world.nodes["J"].run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    assert not world.nodes["J"].run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    shown = row(world, "J", request)
    assert (shown["state"], shown["held_until_ms"]) == ("asked", None)
    assert shown["back_because"] == "it is not released to 'B'"
    refuse(world, request)
    assert row(world, "J", request)["back_because"] == ""


def test_the_hits_of_a_notice_are_acknowledged_before_somebody_else_is_told() -> None:
    """T-5 runs again: a clinic that was reported since the first release stops the second."""
    world = make_world()
    flight = world.say("A", announce(notice(), "B")).version
    clinic = world.say("J", report(site(), "A"))
    world.carry_all()
    request = ask(world, flight.key, to="J")
    terms = Release(party="")
    missing = refused(
        world,
        "A",
        lambda room: onward.grant(room, request, terms, (), WATCH, ""),
        "acknowledged",
        kind=MissingKeys,
    )
    keys = tuple(str(hit["key"]) for hit in missing.detail["missing"])  # type: ignore[index,attr-defined]
    assert keys == (f"{clinic.version.key}@1",)
    world.nodes["A"].run_now(lambda room: onward.grant(room, request, terms, keys, WATCH, ""))
    world.clock.go_on(10_000)
    world.nodes["A"].run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    world.carry_all()
    assert flight.key in world.room("J").view.picture.entities
    assert row(world, "B", request)["state"] == "granted"


def test_what_cannot_wait_goes_at_once() -> None:
    world = make_world()
    flight = world.say("A", announce(notice(activity_class="medevac"), "B", precedence="IMMEDIATE")).version
    world.carry_all()
    request = ask(world, flight.key, to="J")
    done = world.nodes["A"].run_now(
        lambda room: onward.grant(room, request, Release(party=""), (), WATCH, "")
    )
    assert isinstance(done, Submitted)
    world.carry_all()
    assert flight.key in world.room("J").view.picture.entities


# -- lies and disorder ----------------------------------------------------------------------------------------------


def forge(world: World, author: str, recipient: str, kind: str, body: Any, entity: str = "F-1") -> None:
    """A statement that a dishonest author puts into its log to a recipient, past every check of its own."""
    from commonground.log.statement_body import canonical, entry_of
    from commonground.picture.statement import SCHEMA, body_of
    from commonground.policy.disclosure import Disclosed, Form
    from commonground.record import plain

    def tell(room: Room) -> None:
        origin = world.log(author, recipient)
        statement = Statement(
            schema=SCHEMA, room="test", author=author, recipient=recipient, post=LIAISON, kind=kind, entity=entity,
            action="establish", version=1, t_released_ms=room.clock.now_ms(), salt="11" * 32, body=body_of(body),
        )  # fmt: skip
        data = canonical(plain(statement))
        says = Form(
            schema=SCHEMA,
            room="test",
            author=author,
            recipient=recipient,
            kind=kind,
            entity=entity,
            action="",
        )
        made = Disclosed(recipient=recipient, entity=entity, kind=kind, action="establish", data=data,
                         entry=entry_of(data), says=says, content=b"")  # fmt: skip
        room.ledger.append_for(origin, made, room.clock.now_ms())

    world.nodes[author].run_now(tell)
    world.carry_all()


def answer_to(request: str, outcome: Any = "granted") -> ReleaseAnswer:
    return ReleaseAnswer(about=Reference(author=request[0], entity=request[2:]), outcome=outcome)


def test_an_answer_of_somebody_else_changes_nothing_and_is_shown() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    forge(world, "A", "B", "release_answer", answer_to(request))
    assert states(world, request) == ["asked", "asked"]
    [alert] = [one for one in alert_rows(world.room("B"), world.clock.ms) if one.what == "strange_answer"]
    assert (alert.party, alert.about) == ("A", key)
    refuse(world, request)
    assert states(world, request) == ["refused", "refused"]


def test_a_second_answer_of_the_originator_changes_nothing() -> None:
    world, key = told_of_a_clinic()
    request = ask(world, key)
    refuse(world, request)
    forge(world, "J", "B", "release_answer", answer_to(request))
    assert row(world, "B", request)["state"] == "refused"


STRANGE = [
    ("A", "J", "release_request", ReleaseRequest(about=Reference(author="B", entity="S-1"), to="B")),
    ("B", "J", "release_request", ReleaseRequest(about=Reference(author="J", entity="S-1"), to="J")),
    ("B", "J", "release_request", ReleaseRequest(about=Reference(author="J", entity="S-1"), to="B")),
    ("B", "J", "release_request", ReleaseRequest(about=Reference(author="J", entity="S-1"), to="C")),
    ("J", "B", "release_answer", answer_to("A/Q-1")),
    ("J", "B", "release_answer", answer_to("J/Q-1")),
]  # fmt: skip


@pytest.mark.parametrize(("author", "recipient", "kind", "body"), STRANGE)
def test_what_no_honest_node_says_is_kept_as_evidence(
    author: str, recipient: str, kind: str, body: Any
) -> None:
    world, _ = told_of_a_clinic()
    forge(world, author, recipient, kind, body)
    assert f"{author}/F-1" not in world.room(recipient).view.picture.entities
    [alert] = [one for one in alert_rows(world.room(recipient), world.clock.ms) if one.what == "evidence"]
    assert alert.party == author
    assert due(world, recipient) == []


def test_a_request_for_what_was_never_told_can_only_be_refused() -> None:
    """A made up an id, or overheard one. The office sees that, and its no tells nothing."""
    world, key = told_of_a_clinic()
    for entity, about in (("F-1", key[2:]), ("F-2", "S-22222222")):
        body = ReleaseRequest(about=Reference(author="J", entity=about), to="B")
        forge(world, "A", "J", "release_request", body, entity)
        request = f"A/{entity}"
        assert row(world, "J", request)["asker_holds"] is False
        refused(world, "J", lambda room, r=request: onward.grant(room, r, CELL, (), LIAISON, ""), "party")
        refuse(world, request)
    told = [one.body for one in statements(world, "J", "A")]
    assert [{**one, "about": ""} for one in told] == [{"about": "", "outcome": "refused"}] * 2


def test_an_answer_that_comes_before_its_request_counts_when_that_is_there() -> None:
    """A replay in another order, as after a restore, ends in the same picture."""
    from itertools import permutations

    from commonground.picture.replay import Picture, apply_received

    world, key = told_of_a_clinic()
    request = ask(world, key)
    refuse(world, request)
    told = [(one, number) for number, one in enumerate(statements(world, "B", "J"))]
    answers = [(one, number) for number, one in enumerate(statements(world, "J", "B"))]
    found = set()
    for order in permutations([*told, *answers]):
        picture = Picture("X")
        for statement, leaf in order:
            apply_received(picture, statement, "log", leaf, T0_MS)
        found.add(encode_canonical(sorted(f"{one.key} {one.body}" for one in picture.entities.values())))
    assert len(found) == 1


def test_a_start_anew_and_a_rebuild_show_the_same() -> None:
    world, key = told_of_a_clinic()
    first = ask(world, key)
    refuse(world, first)
    second = ask(world, key)
    for party in "BJ":
        node = world.nodes[party]
        shown = [row(world, party, one) for one in (first, second)]
        for again in (lambda room: room.view.load(), lambda room: room.view.rebuild()):
            node.run_now(again)
            assert [row(world, party, one) for one in (first, second)] == shown


def entities(world: World, party: str) -> list[Version]:
    return list(world.room(party).view.versions())


def test_everything_is_provable_like_any_other_statement() -> None:
    """Request and answer stand in logs that the other side has cosigned; neither names a person."""
    world, key = told_of_a_clinic()
    request = ask(world, key)
    refuse(world, request)
    for author, recipient in (("B", "J"), ("J", "B")):
        origin = world.log(author, recipient)
        size = world.room(author).ledger.size(origin)
        _, sealed, _, note = world.room(author).ledger.receipt(origin, size - 1)
        assert sealed == size
        assert f"— {world.room(author).verifiers[recipient].name}" in note
    for party in "BJ":
        shown = row(world, party, request)
        assert [shown[one]["origin"] for one in ("leaf", "answer_leaf")] == [
            world.log("B", "J"),
            world.log("J", "B"),
        ]
    said = encode_canonical([statements(world, "B", "J"), statements(world, "J", "B")])
    assert b"bob" not in said
    assert b"jan" not in said
