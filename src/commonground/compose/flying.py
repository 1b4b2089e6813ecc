"""Gives a node its UAS Service Supplier where its file asks for one: planning, the queue, the clock, and its door.

What speaks F3548 is imported here, and when it is needed: a node that plans no flights neither loads nor keeps any of
it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from .. import __version__
from ..config import NodeConfig, Uss
from ..errors import Refused
from .access import tokens_of, trust_of

if TYPE_CHECKING:
    from ..protocols.f3548.client import Tokens
    from ..protocols.f3548.door import Access
    from ..protocols.f3548.issuing import OwnTokens
    from ..protocols.f3548.monitor import Monitor
    from ..protocols.f3548.played import Played
    from ..protocols.f3548.sender import Sender
    from ..protocols.f3548.supplier import Supplier
    from ..protocols.f3548.tokens import OauthTokens
    from ..room.node import Node

Door = tuple[ASGIApp, Callable[[str], bool]]


@dataclass(slots=True)
class Flying:
    """A supplier, what runs beside it, and what other services ask."""

    supplier: Supplier
    sender: Sender
    monitor: Monitor
    doors: tuple[Door, ...]
    played: Played | None = None
    own_tokens: OwnTokens | OauthTokens | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        """Start to tell and to watch, in the running event loop."""
        loop = asyncio.get_running_loop()
        runs = [self.sender.run(), self.monitor.run()]
        if self.played is not None:
            runs.append(self.played.run())
        self._tasks = [loop.create_task(one) for one in runs]

    async def stop(self) -> None:
        """Stop; what is owed and what was asked is in the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.supplier.client.close()
        if self.own_tokens is not None:
            await self.own_tokens.close()


def flying_of(node: Node, config: NodeConfig, access: Access | None, tokens: Tokens | None) -> Flying | None:
    """The supplier of a node; None where its file asks for none."""
    uss = config.uss
    if uss == Uss():
        return None
    from ..protocols.f3548.client import Client
    from ..protocols.f3548.door import Dss
    from ..protocols.f3548.monitor import Monitor
    from ..protocols.f3548.noting import note_exchange
    from ..protocols.f3548.sender import Sender
    from ..protocols.f3548.supplier import Supplier
    from ..protocols.f3548.supplier_app import is_for_supplier, supplier_app
    from ..room.uss.terms import Service

    if access is None:
        raise Refused("keys that tokens are signed with are expected", field="f3548")
    _refuse_unknown(node, uss)
    service = Service(
        uss=uss.name, base_url=uss.base_url, writes_notices=writes_notices(config), told=uss.told
    )
    own_tokens = _tokens(node, config) if tokens is None else None
    given = tokens if tokens is not None else own_tokens
    assert given is not None
    client = Client(
        given,
        node.room.clock.now_ms,
        lambda one: note_exchange(node, one, uss.name),
        trust=trust_of(config),
    )
    supplier = Supplier(node, service, client, uss.dss_url, uss.allow_http)
    door = Dss(node, access, __version__, uss.allow_http)
    played: Played | None = None
    doors: tuple[Door, ...] = ((supplier_app(door, service), is_for_supplier),)
    if uss.automated_testing:
        from ..protocols.f3548.played import Played
        from ..protocols.f3548.testing import is_for_testing, testing_app

        played = Played(supplier)
        doors += ((testing_app(door, played), is_for_testing),)
    return Flying(supplier, Sender(node, service, client), Monitor(supplier), doors, played, own_tokens)


def writes_notices(config: NodeConfig) -> bool:
    """Whether this node says in the room what it flies: not where a party of the room runs the DSS, which does."""
    if config.uss.announced is not None:
        return config.uss.announced
    here = {_place(url) for url in (config.url, config.uss.base_url, *config.peers.values())}
    return _place(config.uss.dss_url) not in here


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))


def _refuse_unknown(node: Node, uss: Uss) -> None:
    unknown = set(uss.told or ()) - set(node.room.charter.others(node.room.party))
    if unknown:
        raise Refused(f"no other parties {', '.join(sorted(unknown))} in the charter", field="uss.told")


def _tokens(node: Node, config: NodeConfig) -> OwnTokens | OauthTokens:
    made = tokens_of(config, config.uss, node.room.clock)
    if made is None:
        raise Refused("an authority that gives tokens is expected", field="uss.token_url")
    return made
