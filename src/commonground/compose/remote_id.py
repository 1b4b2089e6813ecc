"""Gives a node its part in remote identification where its file asks for one: a DSS, and drones for its pages.

What speaks F3411 is imported here, and when it is needed: a node without it neither loads nor keeps any of it. The
display needs tokens of this node's own; where nobody gives it any, it is a DSS alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from ..config import F3411, NodeConfig
from ..errors import CommongroundError, Refused
from .access import tokens_of, trust_of

if TYPE_CHECKING:
    from ..protocols.f3411.client import Client, Tokens
    from ..protocols.f3411.codec.dialect import Dialect
    from ..protocols.f3411.directory import Directory
    from ..protocols.f3411.display import Display
    from ..protocols.f3411.dss import Dss
    from ..protocols.f3411.routes import CheckAccess
    from ..protocols.f3548.issuing import OwnTokens
    from ..protocols.f3548.tokens import OauthTokens
    from ..room.node import Node

SWEEP_S = 600.0
PREFIXES = ("/rid/v2/", "/v1/")
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class RemoteId:
    """What services ask of this node, and what its pages see of drones."""

    node: Node
    dss: Dss
    dialects: tuple[Dialect, ...]
    door: tuple[ASGIApp, Callable[[str], bool]]
    display: Display | None
    own_tokens: OwnTokens | OauthTokens | None = None
    _sweeping: asyncio.Task[None] | None = field(default=None)

    def start(self) -> None:
        """Start to ask for drones where pages look, and to delete what has ended, in the running event loop."""
        self._sweeping = asyncio.get_running_loop().create_task(self._sweep())
        if self.display is not None:
            self.display.start()

    async def stop(self) -> None:
        """Stop; areas and subscriptions are in the store, drones are forgotten."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)
        if self.display is not None:
            await self.display.stop()
        if self.own_tokens is not None:
            await self.own_tokens.close()

    async def _sweep(self) -> None:
        while True:
            for dialect in self.dialects:
                try:
                    if await self.node.read(lambda room, which=dialect: self.dss.has_ended(room, which)):  # type: ignore[misc]
                        await self.node.write(lambda room, which=dialect: self.dss.sweep(room, which))  # type: ignore[misc]
                except CommongroundError as error:
                    _LOG.warning("what has ended waits to be deleted: %s", error)
            await asyncio.sleep(SWEEP_S)


def remote_id_of(
    node: Node, config: NodeConfig, access: CheckAccess | None, tokens: Tokens | None
) -> RemoteId | None:
    """What a node does for remote identification; None where its file asks for nothing."""
    terms = config.f3411
    if not terms.enabled:
        return None
    if find_spec("s2geometry") is None:
        reason = "the library s2geometry is expected, and there is none for this machine"
        raise Refused(reason, field="f3411.enabled")
    if access is None:
        raise Refused("keys that tokens are signed with are expected", field="f3548")
    from ..protocols.f3411.client import Client
    from ..protocols.f3411.codec.v19 import V19
    from ..protocols.f3411.codec.v22a import V22A
    from ..protocols.f3411.display import Display
    from ..protocols.f3411.dss import Dss
    from ..protocols.f3411.routes import RidDesk, rid_app

    dialects = (V22A, V19)
    dss, display = Dss(dialects), None
    own_tokens = None if tokens is not None else tokens_of(config, terms, node.room.clock)
    given = tokens or own_tokens
    if given is not None:
        client = Client(given, trust=trust_of(config))
        directory = _directory(node, terms, dss, dialects, client)
        exact_m = float(terms.exact_diagonal_m) or None
        display = Display(client, directory, dialects, node.room.clock.now_ms, exact_m)
    noticed = (lambda _dialect, _notice: None) if display is None else display.noticed
    desk = RidDesk(node, dss, access, dialects, noticed, terms.allow_http)
    return RemoteId(node, dss, dialects, (rid_app(desk), is_for_remote_id), display, own_tokens)


def is_for_remote_id(path: str) -> bool:
    """Whether a request belongs to remote identification and not to the page."""
    return path.startswith(PREFIXES)


def _directory(
    node: Node, terms: F3411, dss: Dss, dialects: tuple[Dialect, ...], client: Client
) -> Directory:
    from ..protocols.f3411.directory import OtherDirectory, OwnDirectory

    if not terms.dss_url:
        return OwnDirectory(node, dss, dialects)
    dialect = next(one for one in dialects if one.name == terms.dss_version)
    told_at = terms.base_url and f"{terms.base_url}{dialect.prefix}"
    return OtherDirectory(client, dialect, terms.dss_url, told_at, terms.allow_http)
