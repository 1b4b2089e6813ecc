"""Web applications of a world's nodes, clients that are signed in, and a reader of server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from starlette.applications import Starlette
from tests.worlds import TestSalt, World, make_world, nd

from commonground.geo.gazetteer import Gazetteer, NamedPlace
from commonground.web.app import make_app
from commonground.web.auth import PasswordAuthenticator, create_user
from commonground.web.settings import Settings

PASSWORD = "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SETTINGS = Settings(beat_s=0.05, tick_s=0.02)
POSTS = ("watch_officer", "humanitarian_liaison", "custodian")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Three places are enough to be near something."""
    return Gazetteer(
        [
            NamedPlace("1", nd(36.29), nd(33.51), "SY", "SY.13", 1_500_000, "Damascus", "دمشق", "Дамаск"),
            NamedPlace("2", nd(36.10), nd(32.62), "SY", "SY.09", 150_000, "Daraa", "درعا", "Дараа"),
            NamedPlace("3", nd(37.16), nd(36.20), "SY", "SY.12", 1_900_000, "Aleppo", "حلب", "Алеппо"),
        ]
    )


class CountingSalt(TestSalt):
    """Another id each time, as in a real node, and the same ids in the same order of calls."""

    def __init__(self) -> None:
        super().__init__()
        self._made = count()

    def new_id(self, prefix: str, content: bytes) -> str:
        return super().new_id(prefix, content + b"%d" % next(self._made))


@dataclass
class Page:
    """One person at one node. Requests run in the world's event loop, one after another."""

    client: httpx.AsyncClient
    runner: asyncio.Runner
    csrf: str = ""
    session: dict[str, Any] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        """The Cookie header that this browser sends."""
        return "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())

    def get(self, path: str, status: int = 200, **kwargs: Any) -> Any:
        answer = self.runner.run(self.client.get(path, **kwargs))
        assert answer.status_code == status, (path, answer.status_code, answer.text[:500])
        return answer.json()

    def post(self, path: str, body: Any = None, status: int = 200, **kwargs: Any) -> Any:
        headers = {"X-CSRF": self.csrf, **kwargs.pop("headers", {})}
        if "content" not in kwargs:
            kwargs["json"] = {} if body is None else body
        answer = self.runner.run(self.client.post(path, headers=headers, **kwargs))
        assert answer.status_code == status, (path, answer.status_code, answer.text[:500])
        return answer.json()

    def sign_in(self, user: str = "ann", password: str = PASSWORD, post: str = "watch_officer") -> Page:
        self.session = self.post("/api/sign-in", {"user": user, "password": password})
        self.csrf = self.session["csrf"]
        if post:
            self.session = self.post("/api/take-post", {"post": post})
        return self


@dataclass
class Rooms:
    """A world whose nodes run in their threads, with an application for each."""

    world: World
    apps: dict[str, Starlette]
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def said(self, author: str, to: str) -> int:
        """How much a party told another, beside who is on duty, which every sign-in tells."""
        room, origin = self.world.room(author), self.world.log(author, to)
        rows = room.store.entries(origin, 0, room.ledger.size(origin))
        return sum(b'"kind":"duty"' not in (row.body or b"") for row in rows)

    def page(self, party: str) -> Page:
        """A browser at a party's node, nobody signed in."""
        transport = httpx.ASGITransport(self.apps[party], raise_app_exceptions=False)
        return Page(httpx.AsyncClient(transport=transport, base_url="https://node.test"), self.runner)

    def signed_in(self, party: str, user: str = "ann", post: str = "watch_officer") -> Page:
        return self.page(party).sign_in(user, post=post)


@contextmanager
def rooms(
    folder: Path | None = None, settings: Settings = SETTINGS, *, accounts: bool = True, **changes: Any
) -> Iterator[Rooms]:
    """Three nodes with users ann (admin), bob and col; background tasks are not running."""
    world = make_world(folder=folder, **{"salt": CountingSalt(), **changes})
    apps = {}
    for party, node in world.nodes.items():
        node.start()
        for user, admin in (("ann", True), ("bob", False), ("col", False)) if accounts else ():
            node.run_now(
                lambda room, u=user, a=admin: create_user(
                    room.store, u, u.title(), PASSWORD, a, ("en",), POSTS, hasher=CHEAP
                )
            )
        apps[party] = make_app(
            node, gazetteer(), settings=settings, authenticator=PasswordAuthenticator(hasher=CHEAP)
        )
    made = Rooms(world, apps)
    try:
        yield made
    finally:
        made.runner.close()
        for node in world.nodes.values():
            node.stop()


def draft(volumes: list[dict[str, Any]], *to: str, **changes: Any) -> dict[str, Any]:
    """A draft as the announce form sends it."""
    notice = {
        "activity_class": "patrol", "action": "establish", "volumes": volumes, "crew": "manned",
        "controlling_post": "airspace", "contact": "line", "recurrence": "once",
        "remarks": {"lang": "en", "text": "stay below", "translations": []},
    }  # fmt: skip
    notice |= changes.pop("notice", {})
    return {
        "draft_id": "", "entity": "", "version": 0, "notice": notice, "immediate": False,
        "recipients": [{"party": party, "mode": "keep"} for party in to], **changes,
    }  # fmt: skip


class Stream:
    """An ASGI client that reads server-sent events as they come."""

    def __init__(self, app: Starlette, path: str, cookie: str) -> None:
        address, _, query = path.partition("?")
        self._app = app
        self._scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
            "path": address, "raw_path": address.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", b"node.test"), (b"cookie", cookie.encode())], "client": ("test", 1),
            "server": ("node.test", 443),
        }  # fmt: skip
        self._out: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False
        self.status = 0
        self.headers: dict[str, str] = {}
        self._text = ""

    def accept(self, encodings: str) -> None:
        """Say which encodings this client takes."""
        self._scope["headers"].append((b"accept-encoding", encodings.encode()))  # type: ignore[attr-defined]

    async def __aenter__(self) -> Stream:
        self._task = asyncio.create_task(self._run())
        start = await self._next()
        assert start is not None
        self.status = start["status"]
        self.headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        try:
            await self._app(self._scope, self._receive, self._out.put)
        finally:
            await self._out.put(None)

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _next(self) -> dict[str, Any] | None:
        return await asyncio.wait_for(self._out.get(), 10)

    async def event(self, name: str = "") -> tuple[str, dict[str, Any]] | None:
        """The next event, or the next of that name; None when the stream has ended."""
        while True:
            while "\n\n" not in self._text:
                message = await self._next()
                if message is None or (
                    message["type"] == "http.response.body" and not message.get("more_body")
                ):
                    return None
                self._text += message.get("body", b"").decode()
            block, _, self._text = self._text.partition("\n\n")
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            if not name or fields["event"] == name:
                return fields["event"], json.loads(fields["data"])
