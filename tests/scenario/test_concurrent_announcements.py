"""Of two announcements that conflict, the later one was held against the earlier: at any concurrency, in any order."""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commonground.errors import MissingKeys, Refused
from commonground.picture.charter import own_log
from commonground.picture.conflict import MetReport, notice_meets
from commonground.picture.entity import Notice
from commonground.picture.statement import OwnLine, Saying
from commonground.record import convert, decode
from commonground.room import resident
from commonground.room.context import Room
from commonground.room.node import Node, _Sign
from commonground.room.submit import Command, Prepared, Submitted, prepare, screen, submit
from commonground.room.view import PartyView
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, volume

TOWNS = [(36.0 + 0.5 * number, 33.0) for number in range(4)]
THREADS, TASKS, EACH = 8, 30, 6


@pytest.fixture(autouse=True)
def _turns_come_often() -> Iterator[None]:
    """Threads take turns a thousand times as often as usual, so that every interleaving has its chance."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(before)


# -- who announces ------------------------------------------------------------------------------------------------


def activity(draw: random.Random) -> Notice:
    """Somewhere round a town, some time in a day: about every fourth pair of a town conflicts."""
    lon, lat = draw.choice(TOWNS)
    parts = [
        volume(
            lon + draw.uniform(-0.02, 0.02), lat + draw.uniform(-0.02, 0.02), draw.choice([300, 1_000]),
            from_ms=T0_MS + draw.randrange(1, 6) * HOUR_MS, lower_ft=draw.choice([500, 1_500, 2_500]), upper_ft=3_000,
        )
        for _ in range(draw.randint(1, 2))
    ]  # fmt: skip
    return notice(*parts, activity_class=draw.choice(["patrol", "uav", "hazardous", "medevac"]))


class Operator:
    """Announces, changes and cancels; acknowledges what it is shown."""

    def __init__(self, seed: int, to: str) -> None:
        self.draw = random.Random(seed)
        self.to = to
        self.mine: list[str] = []

    def command(self) -> Command:
        body, urgent = activity(self.draw), self.draw.random() < 0.3
        speed = {"immediate": urgent, "precedence": "IMMEDIATE" if urgent else "ROUTINE"}
        if self.mine and self.draw.random() < 0.4:
            entity = self.draw.choice(self.mine)
            if self.draw.random() < 0.3:
                self.mine.remove(entity)
                return announce(body, self.to, action="cancel", entity=entity)
            return announce(body, self.to, action="amend", entity=entity, **speed)
        return announce(body, self.to, **speed)

    def took(self, done: Submitted) -> None:
        if done.version.action != "cancel" and done.version.entity not in self.mine:
            self.mine.append(done.version.entity)


def seen(room: Room, command: Command) -> tuple[str, ...]:
    report = screen(room, command, command.body)
    return () if report is None else tuple(hit.key for hit in report.hits)


def again(command: Command, error: MissingKeys) -> Command:
    """The same command with what was missing acknowledged too."""
    new = tuple(hit["key"] for hit in error.detail["missing"])  # type: ignore[attr-defined]
    return Command(**{name: getattr(command, name) for name in command.__slots__} | {
        "acknowledged": (*command.acknowledged, *new)})  # fmt: skip


def in_a_thread(node: Node, operator: Operator) -> None:
    for _ in range(EACH):
        command = operator.command()
        if operator.draw.random() < 0.5:
            keys = node.read(lambda room, c=command: seen(room, c)).result(30)
            command = again(
                command, MissingKeys("", field="", detail={"missing": [{"key": key} for key in keys]})
            )
        while True:
            prepared = prepare(node.room, command)
            try:
                operator.took(node.write(lambda room, p=prepared: submit(room, p)).result(30))
                break
            except MissingKeys as error:
                command = again(command, error)


async def in_a_task(node: Node, operator: Operator) -> None:
    for _ in range(EACH):
        command = operator.command()
        while True:
            prepared = prepare(node.room, command)
            try:
                operator.took(await node.write(lambda room, p=prepared: submit(room, p)))
                break
            except MissingKeys as error:
                command = again(command, error)


def everybody(node: Node, to: str, seed: int) -> list[threading.Thread]:
    """Threads that announce through a node, one of them with an event loop full of tasks."""

    async def tasks() -> None:
        await asyncio.gather(*(in_a_task(node, Operator(seed + 100 + number, to)) for number in range(TASKS)))

    bodies: list[Callable[[], Any]] = [lambda: asyncio.run(tasks())]
    bodies += [lambda n=number: in_a_thread(node, Operator(seed + n, to)) for number in range(THREADS)]
    return [threading.Thread(target=body) for body in bodies]


def as_if_large(room: Room) -> None:
    """Have the engine answer, as in a room of many thousand volumes."""
    room.view._residents._many = resident._Many(room.charter)


def at_once(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# -- the history ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Announced:
    """One line of an own log, and which keys its report names."""

    key: str
    body: Notice
    hits: frozenset[str]
    acknowledged: frozenset[str]
    must_acknowledge: bool


def unseen(room: Room) -> list[tuple[str, str]]:
    """Every announcement of the own log with what it conflicted with when it was said, and its report does not name."""
    found: list[tuple[str, str]] = []
    standing: dict[str, Announced] = {}
    origin = own_log(room.charter, room.party)
    for row in room.store.entries(origin, 0, room.ledger.size(origin)):
        line = decode(OwnLine, row.body or b"")
        if line.saying is None:
            continue
        others = {entity: one for entity, one in standing.items() if entity != line.saying.entity}
        standing.pop(line.saying.entity, None)
        if line.saying.action == "cancel":
            continue
        made = _announced(line, line.saying)
        expected = {one.key for one in others.values() if notice_meets(made.body, one.body, room.charter)}
        found += [(made.key, key) for key in sorted(expected - made.hits)]
        assert made.hits <= expected, "and it names nothing that it did not meet"
        assert not made.must_acknowledge or made.hits <= made.acknowledged
        standing[line.saying.entity] = made
    return found


def _announced(line: OwnLine, saying: Saying) -> Announced:
    body = convert(saying.body, Notice)
    report = convert(line.report, MetReport)
    assert report.hits_total == len(report.hits), "a room so small that no report is cut"
    return Announced(
        key=f"{line.author}/{saying.entity}@{line.version}", body=body, hits=frozenset(hit.key for hit in report.hits),
        acknowledged=frozenset(line.acknowledged),
        must_acknowledge=body.activity_class != "medevac" and saying.precedence == "ROUTINE",
    )  # fmt: skip


def crossing(world: World) -> set[tuple[str, str]]:
    """Pairs of live notices of two authors that conflict, by the definition."""
    room = world.room("A")
    live = [one for one in room.view.versions() if isinstance(one.body, Notice) and one.action != "cancel"]
    return {
        (one.key, two.key)
        for one, two in itertools.combinations(sorted(live, key=lambda version: version.key), 2)
        if one.author != two.author and notice_meets(one.body, two.body, room.charter)  # type: ignore[arg-type]
    }


# -- the story ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "with_engine"), [(1, False), (2, True)], ids=["boxes", "engine"])
def test_of_two_that_conflict_the_later_was_held_against_the_earlier(
    tmp_path: Path, seed: int, with_engine: bool
) -> None:
    world = make_world(folder=tmp_path, parties=("A", "B"))
    node = world.nodes["A"]
    node.start()
    if with_engine:
        node.read(as_if_large).result(60)
    at_once(everybody(node, "B", 1_000 * seed))
    try:
        assert node.read(unseen).result(30) == []
        assert node.read(lambda room: len(room.view.pairs)).result(30) > 20, "the towns were full"
    finally:
        node.stop()


def test_between_two_nodes_both_show_what_crossed_once_it_has_arrived() -> None:
    world = make_world(parties=("A", "B"))
    threads = everybody(world.nodes["A"], "B", 7_000)[:4] + everybody(world.nodes["B"], "A", 8_000)[:4]
    for node in world.nodes.values():
        node._thread = threading.Thread(target=node._work)  # its store stays open afterwards
        node._thread.start()
    at_once(threads)
    for node in world.nodes.values():
        node._queue.put(_Sign.STOP)
        assert node._thread is not None
        node._thread.join()
    for party in ("A", "B"):
        assert unseen(world.room(party)) == []
        assert not [pair for pair in world.room(party).view.pairs if pair[0][0] != pair[1][0]]
    world.carry_all()
    expected = crossing(world)
    assert len(expected) > 5, "they flew over the same towns"
    for party in ("A", "B"):
        shown = {pair for pair in world.room(party).view.pairs if pair[0][0] != pair[1][0]}
        assert shown == expected


def test_a_node_that_checks_before_its_turn_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two operators ask, both see nothing, and both announce on the strength of it."""
    world = make_world(parties=("A", "B"))
    node = world.nodes["A"]
    prepared = [prepare(node.room, announce(notice(text=text), "B")) for text in ("one", "two")]
    early = {id(_said(one)): node.run_now(lambda room, one=one: _early(room, one)) for one in prepared}
    assert all(report.hits == () for report in early.values())
    monkeypatch.setattr(PartyView, "meeting", lambda self, body, *_args, **_named: early[id(body)])
    first, second = (node.run_now(lambda room, one=one: submit(room, one)) for one in prepared)
    assert unseen(node.room) == [(f"{second.version.key}@1", f"{first.version.key}@1")]


def test_the_second_of_two_that_saw_nothing_is_refused_and_told_why() -> None:
    """The same two at a node as it is."""
    world = make_world(parties=("A", "B"))
    node = world.nodes["A"]
    prepared = [prepare(node.room, announce(notice(text=text), "B")) for text in ("one", "two")]
    first = node.run_now(lambda room: submit(room, prepared[0]))
    with pytest.raises(Refused, match="1 of 1 hits are not acknowledged") as refused:
        node.run_now(lambda room: submit(room, prepared[1]))
    assert [hit["key"] for hit in refused.value.detail["missing"]] == [f"{first.version.key}@1"]  # type: ignore[attr-defined]
    assert unseen(node.room) == []


def _said(prepared: Prepared) -> object:
    assert prepared.said is not None
    return prepared.said.body


def _early(room: Room, prepared: Prepared) -> MetReport:
    assert prepared.said is not None
    assert isinstance(prepared.said.body, Notice)
    return room.view.meeting(prepared.said.body, room.clock.now_ms())
