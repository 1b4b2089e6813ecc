"""A drill beside a real node: no statement crosses, a real message passes, a restart loses the drill alone."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from commonground.compose.drill.hosting import DrillHost, open_with_drills
from commonground.compose.nodes import RunningNode
from commonground.config import Listen, NodeConfig
from commonground.errors import Refused, Untrusted
from commonground.picture.charter import log_to
from commonground.protocols.peer.courier import Courier
from commonground.record import replace
from commonground.room import federate, line
from commonground.room.context import Room
from commonground.room.ports import Page
from tests.served import free_ports, room_files, serve_here


def with_drill(folder: Path) -> dict[str, NodeConfig]:
    configs = room_files(folder)
    [port] = free_ports(1)
    configs["A"] = replace(configs["A"], drill_listen=Listen(port=port))
    return configs


def run(folder: Path, act: Any) -> None:
    """Serve A with drills and B, and act in the same loop."""
    configs = with_drill(folder)
    asyncio.run(serve_here(configs, act, open_with_drills))


async def soon(asked: Any) -> Any:
    """Ask until the answer is something."""
    for _ in range(300):
        if answer := await asked():
            return answer
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come")


async def read(node: RunningNode, command: Any) -> Any:
    return await asyncio.wrap_future(node.node.read(command))


async def write(node: RunningNode, command: Any) -> Any:
    return await asyncio.wrap_future(node.node.write(command))


def calls_of(room: Room) -> list[str]:
    return [key for key in room.view.keys_of("call") if not key.startswith(f"{room.party}/")]


async def crew_call(host: DrillHost) -> tuple[RunningNode, str]:
    """The crew's node once the first call of the story has come."""
    crew = host._on.nodes["A"]  # type: ignore[union-attr]
    [key, *_] = await soon(lambda: read(crew, calls_of))
    return crew, key


def test_a_drill_shares_no_name_and_no_key_with_the_real_room(tmp_path: Path) -> None:
    async def act(nodes: dict[str, RunningNode], hosts: dict[str, DrillHost]) -> None:
        await hosts["A"].start("khasham", "duty_chief")
        crew, _ = await crew_call(hosts["A"])
        real, drill = nodes["A"].node.room.charter, crew.node.room.charter
        assert drill.room == f"{real.room}-drill"
        assert drill.drill
        assert not real.drill
        keys = {one.node_key for one in real.parties} | {one.identity_key for one in real.parties}
        assert not keys & (
            {one.node_key for one in drill.parties} | {one.identity_key for one in drill.parties}
        )
        for lang in ("en", "ar", "ru"):
            assert getattr(drill.title, lang).startswith({"en": "DRILL", "ar": "تمرين", "ru": "УЧЕНИЕ"}[lang])

    run(tmp_path, act)


def test_what_is_said_in_one_is_refused_by_the_other_and_kept(tmp_path: Path) -> None:
    """Both ways, as it is and with the name of the log changed to the other's."""

    async def act(nodes: dict[str, RunningNode], hosts: dict[str, DrillHost]) -> None:
        await hosts["A"].start("khasham", "duty_chief")
        crew, _ = await crew_call(hosts["A"])
        other = hosts["A"]._on.nodes["B"]  # type: ignore[union-attr]
        await write(nodes["B"], lambda room: line.stop(room, "A", "watch_officer", "b"))
        for sender, receiver in ((other, nodes["A"]), (nodes["B"], crew)):
            origin = log_to(sender.node.room.charter, "B", "A")
            page = await read(sender, lambda room, o=origin: federate.serve_page(room, "A", o, 0, 10))
            assert page is not None
            asked_as = log_to(receiver.node.room.charter, "B", "A")
            told = other if receiver is crew else nodes["B"]
            await soon(lambda by=told, to=receiver, o=asked_as: holds_all(by, to, o))
            before = await read(receiver, lambda room: room.ledger.entries_total())
            await offered(receiver, page)
            start = await read(receiver, lambda room, o=asked_as: room.ledger.size(o))
            await offered(receiver, dataclasses.replace(page, origin=asked_as, start=start))
            assert await read(receiver, lambda room: len(list(room.store.documents("evidence")))) == 2
            assert await read(receiver, lambda room: room.ledger.entries_total()) >= before

    run(tmp_path, act)


async def holds_all(author: RunningNode, receiver: RunningNode, origin: str) -> bool:
    """Whether the receiver has everything that the author said to it: nothing is on its way."""
    said = await read(author, lambda room: room.ledger.size(origin))
    return said > 0 and said == await read(receiver, lambda room: room.ledger.size(origin))


async def offered(node: RunningNode, page: Page) -> None:
    """Offer a page as a peer's node would; it is refused, and what was shown is kept."""
    courier = node.couriers.by_party["B"]
    with pytest.raises(Untrusted):
        await courier._kept(lambda: accepted(courier, page))


async def accepted(courier: Courier, page: Page) -> None:
    await courier._accept(page)


def test_a_real_flash_stands_above_the_drill_until_it_is_taken(tmp_path: Path) -> None:
    async def act(nodes: dict[str, RunningNode], hosts: dict[str, DrillHost]) -> None:
        await hosts["A"].start("khasham", "duty_chief")
        crew, _ = await crew_call(hosts["A"])
        drills = crew.app.web.settings.drills  # type: ignore[attr-defined]
        assert (await drills.status())["real"]["calls"] == []
        await write(nodes["B"], lambda room: line.stop(room, "A", "watch_officer", "b"))

        async def seen() -> Any:
            return (await drills.status())["real"]["calls"]

        [call] = await soon(seen)
        assert (call["precedence"], call["stop"], call["party"]) == ("FLASH", True, "B")
        assert (await drills.status())["real"]["address"] == nodes["A"].config.url
        await write(nodes["A"], lambda room: line.take(room, call["key"], "watch_officer", "a"))
        assert (await drills.status())["real"]["calls"] == []
        assert (await hosts["A"].status())["on"]

    run(tmp_path, act)


def test_the_times_of_a_crew_and_its_record(tmp_path: Path) -> None:
    async def act(nodes: dict[str, RunningNode], hosts: dict[str, DrillHost]) -> None:
        await hosts["A"].start("khasham", "duty_chief")
        crew, key = await crew_call(hosts["A"])
        await write(crew, lambda room: line.take(room, key, "watch_officer", "a"))
        await write(
            crew, lambda room: line.answer(room, key, "not_ours", "own", (), None, "watch_officer", "a")
        )

        async def both() -> Any:
            times = (await hosts["A"].status())["times"]
            return times if len(times) >= 2 else None

        times = await soon(both)
        assert [one["do"] for one in times[:2]] == ["take", "call_answer"]
        assert {one["outcome"] for one in times[:2]} == {"in_time"}
        record = await hosts["A"].end("watch_officer")
        assert record["drill"] == ["DRILL", "تمرين", "УЧЕНИЕ"]
        first = record["calls"][0]
        assert first["in_time"]
        assert 0 <= first["after_ms"]["taken"] <= first["after_ms"]["answer"]
        [kept] = (nodes["A"].config.path(nodes["A"].config.data) / "drills").iterdir()
        assert kept.name.endswith("-khasham.json")
        assert not (await hosts["A"].status())["on"]
        with pytest.raises(Refused, match="one of"):
            await hosts["A"].start("castello", "duty_chief")

    run(tmp_path, act)


def test_a_restart_in_the_middle_loses_only_the_drill(tmp_path: Path) -> None:
    configs = with_drill(tmp_path)
    held: list[Any] = []

    async def first(nodes: dict[str, RunningNode], hosts: dict[str, DrillHost]) -> None:
        await hosts["A"].start("khasham", "duty_chief")
        await crew_call(hosts["A"])
        done = await write(nodes["A"], lambda room: line.stop(room, "B", "watch_officer", "a"))
        held.extend([done[0][0].version.key, hosts["A"]._on.folder])  # type: ignore[union-attr]

    async def again(nodes: dict[str, RunningNode], hosts: dict[str, DrillHost]) -> None:
        assert await read(nodes["A"], lambda room: room.view.picture.get(held[0]) is not None)
        assert not (await hosts["A"].status())["on"]
        assert not held[1].exists()

    asyncio.run(serve_here(configs, first, open_with_drills))
    asyncio.run(serve_here(configs, again, open_with_drills))
