"""What grows without end, and what time does when it runs backwards: neither stops a node or loses what was said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from commonground.errors import BadProof, Refused, Unavailable
from commonground.picture.statement import SCHEMA, Statement
from commonground.protocols.peer import couriers as couriers_module
from commonground.protocols.peer.codec import decode_page, encode_page
from commonground.protocols.peer.courier import Courier
from commonground.protocols.peer.couriers import Couriers
from commonground.record import convert, full, plain, replace
from commonground.room import desk, evidence, federate, second_post
from commonground.room.context import Room
from commonground.room.desk_draft import Draft
from commonground.room.rows_index import RowsIndex
from commonground.room.submit import submit
from commonground.room.watch import alert_rows
from commonground.web.throttle import PER_NAME_AND_ADDRESS, WINDOW_MS, Throttle
from tests.property.test_replay import exact
from tests.unit.web.web_harness import draft
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, report, site, volume

LONG = "x" * 900


def said(world: World, count: int, text: str) -> None:
    for number in range(count):
        world.say("A", report(site(36.5, 33.0, name=f"S{number}", function=text), "B"))


# -- pages --------------------------------------------------------------------------------------------------------


def test_a_page_ends_before_it_is_too_long_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would be refused for ever, and nothing of that author would arrive again."""
    monkeypatch.setattr(federate, "PAGE_BYTES", 10_000)
    monkeypatch.setattr(federate, "READ_ROWS", 4)
    world = make_world()
    said(world, 30, LONG)
    origin = world.log("A", "B")
    sizes = []
    while (page := federate.serve_page(world.room("A"), "B", origin, sum(sizes), 5_000)) is not None:
        assert decode_page(encode_page(page)) == page
        body_bytes = [len(body or b"") for _, body in page.rows]
        assert sum(body_bytes[:-1]) <= 10_000
        world.nodes["B"].run_now(lambda room, page=page: federate.accept_page(room, "A", page))  # type: ignore[misc]
        assert page.more == (sum(sizes) + len(page.rows) < 30)
        sizes.append(len(page.rows))
    assert sum(sizes) == 30
    assert len(sizes) > 2
    assert world.room("B").view.searched().sites == 30
    # And back, page by page as it came.
    tail = federate.serve_tail(world.room("B"), "A", origin, 0)
    assert tail is not None
    assert len(tail.rows) == sizes[0]


def test_a_body_that_is_longer_than_a_page_still_fits_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(federate, "PAGE_BYTES", 100)
    world = make_world()
    said(world, 3, LONG)
    world.carry("A", "B")
    assert world.room("B").view.searched().sites == 3


# -- a bad command ------------------------------------------------------------------------------------------------


def fails(_: Room) -> None:
    raise KeyError("nobody foresaw this")


@pytest.mark.parametrize("writes", [True, False])
def test_a_command_that_fails_spoils_no_other_of_its_batch(writes: bool) -> None:
    world = make_world()
    node = world.nodes["A"]
    before: Future[Any] = Future()
    bad: Future[Any] = Future()
    after: Future[Any] = Future()
    commands: list[Callable[[Room], Any]] = [
        lambda room, lon=lon: submit(room, announce(notice(volume(lon, 33.0)), "B"))  # type: ignore[misc]
        for lon in (36.5, 37.5)
    ]
    node._run_batch([(commands[0], True, before), (fails, writes, bad), (commands[1], True, after)])
    assert before.exception() is None
    assert after.exception() is None
    assert isinstance(bad.exception(), Unavailable if writes else KeyError)
    world.carry("A", "B")
    assert world.room("B").view.searched().notices == 2


# -- what is kept -------------------------------------------------------------------------------------------------


def forged(number: int) -> dict[str, Any]:
    statement = Statement(
        schema=SCHEMA, room="test", author="A", recipient="B", kind="conflict_note", entity=f"C-{number}", version=1,
        action="establish", post="watch_officer", t_released_ms=T0_MS, salt=f"{number:064x}", body={"x": 1},
    )  # fmt: skip
    values: dict[str, Any] = plain(statement)
    return values


def test_an_author_that_says_only_what_cannot_be_does_not_fill_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evidence, "OF_STATEMENTS_MAX", 5)
    world = make_world()
    origin = world.log("A", "B")
    for first in (0, 20):
        world.nodes["A"].run_now(
            lambda room, first=first: [  # type: ignore[misc]
                room.ledger.append_own(origin, forged(first + number), T0_MS) for number in range(20)
            ]
        )
        world.carry("A", "B")
    room = world.room("B")
    assert room.ledger.size(origin) == 40
    assert len(room.store.documents("evidence")) == 5
    assert [alert.what for alert in alert_rows(room, T0_MS)] == ["evidence"] * 5
    # Another author, and what is no statement, are kept all the same.
    world.nodes["B"].run_now(lambda room: federate.keep_evidence(room, "A", "two roots", {"a": 1}))
    assert len(room.store.documents("evidence")) == 6


def test_what_comes_back_from_a_hold_is_kept_where_drafts_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "DRAFTS_MAX", 0)
    world = make_world()
    held = [hold(world, 36.5), hold(world, 37.5)]
    back = world.nodes["A"].run_now(lambda room: desk.undo(room, held[0].id))
    world.say("B", report(site(37.5, 33.0), "A"))
    world.carry("B", "A")
    world.clock.go_on(HOUR_MS)
    came = world.nodes["A"].run_now(lambda room: desk.release_due(room, room.clock.now_ms()))
    assert isinstance(came, desk.CameBack)
    assert "new hits" in came.draft.back_because
    assert {row["id"] for row in desk.draft_rows(world.room("A"))} == {back.id, came.draft.id}
    assert desk.held_releases(world.room("A")) == []


def hold(world: World, lon: float) -> desk.Held:
    raw = draft([{k: v for k, v in full(volume(lon, 33.0)).items() if v is not None}], "B")
    wanted = convert(raw, Draft)
    world.clock.go_on(1)
    held = world.nodes["A"].run_now(
        lambda room: desk.release_draft(room, replace(wanted, draft_id=""), (), "watch_officer", "ann")
    )
    assert isinstance(held, desk.Held)
    return held


def test_drafts_stay_small_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each picture and each change of a draft holds them all."""
    monkeypatch.setattr(desk, "DRAFTS_BYTES_MAX", 3_000)
    node = make_world().nodes["A"]
    long = convert(draft([], "B", notice={"remarks": {"lang": "en", "text": "x" * 2_000}}), Draft)
    saved = node.run_now(lambda room: desk.save_draft(room, long, "", "ann"))
    with pytest.raises(Refused, match="bytes, at most 3000 expected"):
        node.run_now(lambda room: desk.save_draft(room, long, "", "ann"))
    again = replace(saved.draft, draft_id=saved.id, immediate=True)
    assert node.run_now(lambda room: desk.save_draft(room, again, "", "ann")).id == saved.id
    assert len(desk.draft_rows(node.room)) == 1


def test_questions_that_nobody_confirms_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_post, "WAITING_MAX", 3)
    node = make_world().nodes["A"]

    def ask(room: Room, number: int, operator: str) -> second_post.Approval:
        subject = second_post.subject_of(number)
        return second_post.ask(room, "check", subject, 30, operator, "watch_officer", T0_MS + number)

    first = node.run_now(lambda room: ask(room, 0, "ann"))
    node.run_now(lambda room: second_post.confirm(room, first.id, "bob", "duty_chief", T0_MS))
    other = node.run_now(lambda room: ask(room, 0, "bob"))
    made = [node.run_now(lambda room, n=n: ask(room, n, "ann")) for n in range(1, 9)]  # type: ignore[misc]
    kept = {one.id for one in second_post.approvals(node.room)}
    assert kept == {first.id, other.id, *(one.id for one in made[-3:])}


def test_words_on_a_site_do_not_pile_up_until_it_expires() -> None:
    index = RowsIndex()
    world = make_world()
    world.say("A", report(site(), "B"))
    room = world.room("A")
    [key] = [version.key for version in room.view.versions()]
    index.take(room, [])
    for number in range(50):
        index.take(room, [key])
        changed = site(evidence=(f"photograph {number}",))
        world.say("A", report(changed, "B", entity=key.partition("/")[2], action="amend"))
        index.take(room, [key])
    assert len(index._turns) == 1
    valid_until_ms = T0_MS + 90 * 24 * HOUR_MS
    assert index.turned(valid_until_ms) == set()
    assert index.turned(valid_until_ms + 1) == {key}


def test_a_version_is_looked_at_once_however_often_the_picture_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Comparing names for duplicates is dear, and a room full of sites is read before its feed has drained."""
    world = make_world()
    said(world, 5, "")
    room = world.room("A")
    index = RowsIndex()
    index.keep_up(room)
    put = index.duplicates.put
    keys: list[str] = []
    monkeypatch.setattr(index.duplicates, "put", lambda key, body: (keys.append(key), put(key, body))[1])
    index.keep_up(room)
    assert keys == []
    [first, *_] = room.view.versions()
    body = site(name="Another")
    world.say("A", report(body, "B", entity=first.entity, action="amend"))
    index.keep_up(room)
    index.keep_up(room)
    assert keys == [first.key]


# -- the clock ----------------------------------------------------------------------------------------------------


def test_a_picture_is_replayed_in_the_order_of_its_logs_though_the_clock_was_set_back() -> None:
    world = make_world()
    body = notice(volume())
    first = world.say("A", announce(body, "B"))
    world.carry("A", "B")
    for number in range(1, 4):
        world.clock.go_on(-HOUR_MS)
        changed = notice(volume(), text=f"changed {number}")
        world.say("A", announce(changed, "B", entity=first.version.entity, action="amend"))
        world.carry("A", "B")
    for party in "AB":
        view = world.room(party).view
        live = exact(view)
        assert view.get(first.version.key).body.remarks.text == "changed 3"  # type: ignore[union-attr]
        world.room(party).store.begin()
        view.rebuild()
        world.room(party).store.rollback()
        assert exact(view) == live


def test_a_held_release_does_not_wait_for_a_clock_that_was_set_back() -> None:
    world = make_world()
    held = hold(world, 36.5)
    room = world.room("A")
    assert not desk.is_due(room, held, world.clock.ms)
    world.clock.go_on(-HOUR_MS)
    assert desk.is_due(room, held, world.clock.ms)
    assert world.nodes["A"].run_now(lambda room: desk.release_due(room, room.clock.now_ms())) is not None


def test_nobody_is_shut_out_until_a_clock_that_was_set_back_has_come_round() -> None:
    throttle = Throttle()
    for _ in range(PER_NAME_AND_ADDRESS):
        throttle.begin("ann", "here", T0_MS)
    throttle.begin("ann", "here", T0_MS - 30 * WINDOW_MS)


# -- tasks that must not end ----------------------------------------------------------------------------------------


class BadPeer:
    """Shows something impossible whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        async def shown(*_: object) -> None:
            raise BadProof("impossible", evidence={"name": name})

        return shown


def test_a_courier_goes_on_where_evidence_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    node = make_world().nodes["A"]
    courier = Courier(node, "B", BadPeer())  # type: ignore[arg-type]

    async def keep(_: object) -> None:
        raise Unavailable("the disk is full")

    monkeypatch.setattr(courier, "_keep", keep)
    monkeypatch.setattr(courier, "_lost", lambda reason: reasons.append(reason))
    reasons: list[str] = []
    assert asyncio.run(courier._attempt(courier.peer.hint)) is False
    assert reasons == ["the disk is full"]


def test_the_heads_log_is_kept_after_a_failure_that_nobody_foresaw(monkeypatch: pytest.MonkeyPatch) -> None:
    node = make_world().nodes["A"]
    monkeypatch.setattr(couriers_module, "HEADS_LOOK_S", 0)
    found = Couriers(node, {})
    asked = 0

    def due(_: Room) -> bool:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise ZeroDivisionError
        raise asyncio.CancelledError

    monkeypatch.setattr(found, "_is_heads_due", due)
    monkeypatch.setattr(node, "read", lambda command: _future(lambda: command(node.room)))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(found._keep_heads())
    assert asked == 2


def _future(run: Callable[[], Any]) -> Any:
    future: Future[Any] = Future()
    try:
        future.set_result(run())
    except Exception as error:
        future.set_exception(error)
    return future
