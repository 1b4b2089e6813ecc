"""The webhook for pagers: what it is told, signed how, again until it is taken, also after a restart; and no word."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.line_worlds import MINUTE_MS, call, text, ticks
from tests.worlds import T0_MS, make_world

from commonground.config import NodeConfig, Webhook, read_config, write_config
from commonground.errors import Refused
from commonground.protocols.pager.client import SENT_MS, SIGNATURE, Pager
from commonground.room.node import Node, load_room

URL, SECRET = "https://pager.example/hook", "a shared secret of enough letters"
SECRET_WORDS = "you are hitting the hospital"


class Desk:
    """What the pager's other end received; it answers with the codes that it is given, then with 200."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.taken: list[dict[str, Any]] = []
        self.requests: list[httpx.Request] = []
        self.paused_s: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        code = self.codes.pop(0) if self.codes else 200
        if code == 0:
            raise httpx.ConnectError("refused")
        if code < 300:
            self.taken.append(json.loads(request.content))
        return httpx.Response(code)

    async def pause(self, wait_s: float) -> None:
        self.paused_s.append(wait_s)


@contextmanager
def started(node: Node) -> Iterator[None]:
    node.start()
    try:
        yield
    finally:
        node.stop()


def tell(node: Node, desk: Desk) -> int:
    """One pager's life: start, tell all that waits, end."""

    async def run() -> int:
        pager = Pager(node, URL, SECRET, transport=httpx.MockTransport(desk), pause=desk.pause)
        told = await pager.tell_all()
        await pager.stop()
        return told

    return asyncio.run(run())


def test_each_rung_is_told_once_signed_and_without_a_word() -> None:
    world = make_world()
    desk = Desk()
    node = world.nodes["B"]
    with started(node):
        assert tell(node, desk) == 0, "it begins now"
        key = call(world, message=text(SECRET_WORDS))
        ticks(world)
        world.clock.go_on(2 * MINUTE_MS)
        ticks(world)
        assert tell(node, desk) == 2
        assert tell(node, desk) == 0
    assert desk.taken == [
        {"room": "test", "party": "B", "call": key, "precedence": "FLASH", "step": "offered", "t_ms": T0_MS},
        {"room": "test", "party": "B", "call": key, "precedence": "FLASH", "step": "deputy",
         "t_ms": T0_MS + 2 * MINUTE_MS},
    ]  # fmt: skip
    for request in desk.requests:
        signed = f"{request.headers[SENT_MS]}.".encode() + request.content
        expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        assert request.headers[SIGNATURE] == f"sha256={expected}"
        assert b"hospital" not in request.content


def test_it_is_tried_again_later_each_time_and_in_order() -> None:
    world = make_world()
    desk = Desk(500, 0, 302)
    with started(world.nodes["B"]):
        tell(world.nodes["B"], Desk())
        call(world)
        ticks(world)
        assert tell(world.nodes["B"], desk) == 1
    assert desk.paused_s == [1.0, 2.0, 4.0]
    assert len(desk.taken) == 1


def test_what_was_not_told_before_a_restart_is_told_after_it(tmp_path: Path) -> None:
    world = make_world(folder=tmp_path)
    node = world.nodes["B"]
    with started(node):
        tell(node, Desk())
        call(world)
        ticks(world)
        load_room(node.room)
        desk = Desk()
        assert tell(node, desk) == 1
        assert [one["step"] for one in desk.taken] == ["offered"]


def test_what_is_old_wakes_nobody() -> None:
    world = make_world()
    with started(world.nodes["B"]):
        tell(world.nodes["B"], Desk())
        call(world)
        ticks(world)
        world.clock.go_on(61 * MINUTE_MS)
        assert tell(world.nodes["B"], Desk()) == 0


def test_the_setting_is_read_back_and_checked(tmp_path: Path) -> None:
    config = NodeConfig(
        party="A", data="A", charter="charter", key="A/node.key", webhook=Webhook(url=URL, secret=SECRET)
    )
    write_config(tmp_path / "A.toml", config)
    assert read_config(tmp_path / "A.toml").webhook == config.webhook
    for url, secret, field in (
        ("http://pager.example/hook", SECRET, "webhook.url"), ("pager", SECRET, "webhook.url"),
        (URL, "short", "webhook.secret"),
    ):  # fmt: skip
        bad = NodeConfig(party="A", data="A", charter="c", key="k", webhook=Webhook(url=url, secret=secret))
        write_config(tmp_path / "bad.toml", bad)
        with pytest.raises(Refused) as caught:
            read_config(tmp_path / "bad.toml")
        assert caught.value.field == field
