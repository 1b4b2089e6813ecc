"""Which services have flights near a view: asked of this node's own DSS, or of another one that it subscribes to.

Another DSS is asked for patches of ground that stay where they are while a map moves, so that looking round neither
floods it nor uses up the ten subscriptions that it grants for an area. A notice only says that it is time to ask again:
what stands is what the DSS says, never what a caller wrote (F3411-22a NET0730).
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from commonground.errors import CommongroundError
from commonground.geo.footprint import Polygon
from commonground.room.node import Node
from commonground.tracks.clusters import View

from .client import Client
from .codec.dialect import Dialect, area_text
from .codec.held import Areas, Extents, Named, Notice, ServiceArea
from .codec.values import time_text
from .dss import HOUR_MS, Dss

_LOG = logging.getLogger(__name__)
PATCH_ND = 10**8
"""The side of a patch: a tenth of a degree. A view that services answer touches few."""
PATCHES_MAX = 16
SEARCH_MS, SUBSCRIBED_MS = 10_000, 60_000
"""How old the answer of a DSS may be that tells nothing by itself, and of one that tells of changes."""
SOON_MS = 1_000
UNUSED_MS = 120_000
RENEW_MS = 600_000


@dataclass(frozen=True, slots=True)
class Found:
    """Services near a view, and what is the matter where the DSS could not be asked, or not all of its answer read."""

    services: tuple[tuple[Dialect, Named], ...]
    heard_ms: int | None
    trouble: str = ""


class Directory(Protocol):
    """Where services are looked up."""

    async def near(self, view: View, now_ms: int) -> Found:
        """The services whose areas meet a view now."""
        ...

    def noticed(self, dialect: Dialect, notice: Notice) -> None:
        """A service told that an area changed."""
        ...

    async def tidy(self, now_ms: int) -> None:
        """Let go of what nobody has asked about for a while."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...


def _now(areas: tuple[Named, ...], now_ms: int) -> tuple[Named, ...]:
    return tuple(one for one in areas if one.from_ms <= now_ms <= one.until_ms)


def _ground(view: View) -> Extents:
    ring = (
        (view.west_nd, view.south_nd), (view.east_nd, view.south_nd),
        (view.east_nd, view.north_nd), (view.west_nd, view.north_nd),
    )  # fmt: skip
    return Extents(Polygon(rings=(ring,)))


def _named(area: ServiceArea) -> Named:
    return Named(id=area.id, owner=area.owner, url=area.url, from_ms=area.from_ms, until_ms=area.until_ms)


class OwnDirectory:
    """The DSS of this node: asked in its writer, for both versions."""

    def __init__(self, node: Node, dss: Dss, dialects: tuple[Dialect, ...]) -> None:
        self._node, self._dss, self._dialects = node, dss, dialects

    async def near(self, view: View, now_ms: int) -> Found:
        """The services whose areas meet a view now."""
        found: dict[tuple[str, str], tuple[Dialect, Named]] = {}
        for dialect in self._dialects:
            for part in view.parts:
                areas = await self._node.read(
                    lambda room, which=dialect, where=_ground(part): self._dss.areas_in(room, which, where)  # type: ignore[misc]
                )
                found |= {(dialect.name, one.id): (dialect, _named(one)) for one in areas}
        return Found(
            tuple(one for one in found.values() if one[1].from_ms <= now_ms <= one[1].until_ms), now_ms
        )

    def noticed(self, dialect: Dialect, notice: Notice) -> None:
        """Its own DSS is asked each time."""

    async def tidy(self, now_ms: int) -> None:
        """Nothing is held."""

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(slots=True)
class _Patch:
    """A piece of ground, what the DSS said last about it, and the subscription to it."""

    view: View
    areas: tuple[Named, ...] = ()
    heard_ms: int | None = None
    due_ms: int = 0
    used_ms: int = 0
    trouble: str = ""
    subscription: str = ""
    version: str = ""
    until_ms: int = 0
    subscribe_ms: int = 0
    rung: bool = False


@dataclass(slots=True)
class OtherDirectory:
    """The DSS at an address, in one version.

    `told_at` is where this node has its routes of that version; without it the DSS is asked again and again.
    """

    client: Client
    dialect: Dialect
    url: str
    told_at: str = ""
    allow_http: bool = False
    new_id: Callable[[], str] = field(default=lambda: str(uuid.uuid4()))
    _patches: dict[View, _Patch] = field(default_factory=dict)
    _asking: set[asyncio.Task[None]] = field(default_factory=set)

    async def near(self, view: View, now_ms: int) -> Found:
        """The services whose areas meet the patches of a view now."""
        patches = [self._patches.setdefault(one, _Patch(one)) for one in patches_of(view)]
        first: list[Coroutine[Any, Any, None]] = []
        for patch in patches:
            patch.used_ms = now_ms
            if now_ms < patch.due_ms:
                continue
            patch.due_ms = now_ms + SEARCH_MS
            if patch.heard_ms is None:
                first.append(self._ask(patch, now_ms))
            else:  # what stood a moment ago is shown meanwhile
                task = asyncio.create_task(self._ask(patch, now_ms))
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)
        await asyncio.gather(*first)
        named = {one.id: one for patch in patches for one in _now(patch.areas, now_ms)}
        heard = [one.heard_ms for one in patches if one.heard_ms is not None]
        return Found(
            tuple((self.dialect, one) for one in named.values()),
            min(heard) if len(heard) == len(patches) else None,
            next((one.trouble for one in patches if one.trouble), ""),
        )

    def noticed(self, dialect: Dialect, notice: Notice) -> None:
        """Ask again about the patches whose subscriptions a notice names; of others it says nothing to us."""
        if dialect is self.dialect:
            for patch in self._patches.values():
                if patch.version and patch.subscription in notice.subscriptions:
                    patch.rung = True
                    patch.due_ms = min(patch.due_ms, (patch.heard_ms or 0) + SOON_MS)

    async def tidy(self, now_ms: int) -> None:
        """Give back subscriptions to what nobody looks at."""
        unused = [one for one in self._patches.values() if now_ms - one.used_ms > UNUSED_MS]
        many = sorted(self._patches.values(), key=lambda one: one.used_ms)[
            : max(0, len(self._patches) - PATCHES_MAX)
        ]
        for patch in {id(one): one for one in (*unused, *many)}.values():
            del self._patches[patch.view]
            await self._give_back(patch)

    async def close(self) -> None:
        """Give back all subscriptions."""
        await asyncio.gather(*self._asking, return_exceptions=True)
        patches = list(self._patches.values())
        self._patches.clear()
        for patch in patches:
            await self._give_back(patch)

    async def _ask(self, patch: _Patch, now_ms: int) -> None:
        patch.rung = False
        try:
            areas = await self._subscribed(patch, now_ms) or await self._searched(patch, now_ms)
        except CommongroundError as error:
            self._note(patch, f"{error}")
            return
        patch.areas, patch.heard_ms = areas.named, now_ms
        if patch.version:
            patch.due_ms = now_ms + (SOON_MS if patch.rung else SUBSCRIBED_MS)
        self._note(patch, f"{areas.refused[0].field}: {areas.refused[0].reason}" if areas.refused else "")

    async def _searched(self, patch: _Patch, now_ms: int) -> Areas:
        times = {"earliest_time": time_text(now_ms), "latest_time": time_text(now_ms + HOUR_MS)}
        query = {"area": area_text(patch.view), **times}
        url = f"{self.url}/dss/identification_service_areas"
        return self.dialect.read_named(
            await self.client.get(url, self.dialect.read_scope, query), self.allow_http
        )

    async def _subscribed(self, patch: _Patch, now_ms: int) -> Areas | None:
        """Subscribe, or renew; None where neither is due or the DSS does not want to: then it is searched."""
        if not self.told_at or now_ms < patch.subscribe_ms:
            return None
        patch.subscription = patch.subscription or self.new_id()
        url = f"{self.url}/dss/subscriptions/{patch.subscription}" + (
            f"/{patch.version}" if patch.version else ""
        )
        until_ms = now_ms + HOUR_MS
        body = self.dialect.ask_subscription(
            patch.view, now_ms, until_ms, self.dialect.callback_url(self.told_at)
        )
        try:
            data = await self.client.put(url, self.dialect.read_scope, body)
            patch.version, areas = self.dialect.read_subscribed(data, self.allow_http)
        except CommongroundError as error:
            _LOG.info("no subscription at the DSS: %s", error)
            patch.subscription, patch.version = "", ""
            patch.subscribe_ms = now_ms + SUBSCRIBED_MS
            return None
        patch.until_ms, patch.subscribe_ms = until_ms, until_ms - RENEW_MS
        return areas

    async def _give_back(self, patch: _Patch) -> None:
        if not patch.version:
            return
        try:
            url = f"{self.url}/dss/subscriptions/{patch.subscription}/{patch.version}"
            await self.client.delete(url, self.dialect.read_scope)
        except CommongroundError as error:
            _LOG.info("a subscription is left to end by itself: %s", error)

    def _note(self, patch: _Patch, trouble: str) -> None:
        if trouble and trouble != patch.trouble:
            _LOG.warning("the DSS of remote identification: %s", trouble)
        patch.trouble = trouble


def patches_of(view: View) -> tuple[View, ...]:
    """The cells of a grid of tenths of a degree that a view touches."""
    wests = [
        west
        for part in view.parts
        for west in range(part.west_nd // PATCH_ND, (part.east_nd - 1) // PATCH_ND + 1)
    ]
    souths = range(view.south_nd // PATCH_ND, (view.north_nd - 1) // PATCH_ND + 1)
    return tuple(
        View(west * PATCH_ND, south * PATCH_ND, (west + 1) * PATCH_ND, (south + 1) * PATCH_ND)
        for west in wests
        for south in souths
    )
