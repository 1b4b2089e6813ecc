"""Serves several nodes in one process and one event loop, each on its own port, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..config import NodeConfig
from ..errors import Unavailable
from ..web.app import background
from .nodes import Entrance, RunningNode, open_node

STOP_S_MAX = 3
BACKLOG = 256
Ready = Callable[[list[RunningNode]], Sequence[asyncio.Task[None]] | None]
"""Called when all nodes listen; tasks that it returns are ended before the nodes are."""
Open = Callable[[NodeConfig], RunningNode]


class _Server(uvicorn.Server):
    """A server whose signals are handled once, for all nodes of the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Left to `serve_nodes`."""
        yield


class _Certified(H11Protocol):
    """Connections whose client may show a certificate: the application finds it where ASGI's extension TLS has it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the certificate, which the authorities of the node's file have signed."""
        super().connection_made(transport)
        secured = transport.get_extra_info("ssl_object")
        shown = None if secured is None else secured.getpeercert(binary_form=True)
        if shown:
            self.app = _with_certificate(self.app, ssl.DER_cert_to_PEM_cert(shown))


def _with_certificate(app: ASGIApp, certificate: str) -> ASGIApp:
    async def seen(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})["tls"] = {"client_cert_chain": (certificate,)}
        await app(scope, receive, send)

    return seen


def serve(configs: Sequence[NodeConfig], *, ready: Ready | None = None, open_one: Open = open_node) -> None:
    """Open and serve nodes until SIGINT or SIGTERM; `ready` is called when all of them listen.

    `open_one` opens a node of its configuration; a test gives its nodes another clock.
    """
    asyncio.run(serve_nodes(configs, ready=ready, open_one=open_one))


async def serve_nodes(
    configs: Sequence[NodeConfig],
    *,
    ready: Ready | None = None,
    stop: asyncio.Event | None = None,
    open_one: Open = open_node,
) -> None:
    """Like `serve`, in the running loop; ends when `stop` is set or the process is told to stop.

    When one node cannot be opened or cannot listen, those that were opened are stopped, and its error is raised.
    """
    stop = stop or asyncio.Event()
    async with contextlib.AsyncExitStack() as held:
        sockets = [held.enter_context(contextlib.closing(bind(config))) for config in configs]
        running = [await _opened(held, config, open_one) for config in configs]
        servers = [_server(node) for node in running]
        held.enter_context(_signals(stop))
        tasks = [
            asyncio.create_task(server.serve(sockets=[bound]))
            for server, bound in zip(servers, sockets, strict=True)
        ]
        held.push_async_callback(_stop, running, servers, tasks)
        await _listening(servers, tasks)
        for node in running:
            node.start_carrying()
        if ready is not None:
            held.push_async_callback(_ended, ready(list(running)) or ())
        told = asyncio.create_task(stop.wait())
        await asyncio.wait([told, *tasks], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()


@dataclass(slots=True)
class Beside:
    """One node that is served beside those of `serve_nodes`, and others that only run."""

    server: _Server
    tasks: list[asyncio.Task[None]]
    held: contextlib.AsyncExitStack
    node: RunningNode

    async def stop(self) -> None:
        """Stop serving; the nodes are the caller's to stop."""
        self.server.should_exit = True
        self.node.let_go()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.held.aclose()


async def serve_beside(node: RunningNode, others: Sequence[RunningNode]) -> Beside:
    """Serve one more node in the running loop, and let others run that nobody signs in to."""
    held = contextlib.AsyncExitStack()
    try:
        bound = held.enter_context(contextlib.closing(bind(node.config)))
        for other in others:
            if isinstance(other.app, Entrance):
                await held.enter_async_context(background(other.app.web))
        server = _server(node)
        tasks = [asyncio.create_task(server.serve(sockets=[bound]))]
        await _listening([server], tasks)
        for one in (node, *others):
            one.start_carrying()
    except BaseException:
        await held.aclose()
        raise
    return Beside(server, tasks, held, node)


async def _opened(held: contextlib.AsyncExitStack, config: NodeConfig, open_one: Open) -> RunningNode:
    node = await asyncio.to_thread(open_one, config)
    held.push_async_callback(node.stop)
    return node


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """End what uses the nodes before they go."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _stop(
    running: Sequence[RunningNode], servers: Sequence[_Server], tasks: Sequence[asyncio.Task[None]]
) -> None:
    """Finish what is being answered, and let go of the pages that follow a feed."""
    for server in servers:
        server.should_exit = True
    for node in running:
        node.let_go()
    await asyncio.gather(*tasks, return_exceptions=True)


def bind(config: NodeConfig) -> socket.socket:
    """A bound socket; `Unavailable` names the address and the file when it is taken."""
    family = socket.AF_INET6 if ":" in config.listen.host else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the protocol is named: without it each answer waits 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((config.listen.host, config.listen.port))
    except OSError as error:
        bound.close()
        raise Unavailable(
            f"node {config.party} cannot listen on {config.listen.host}:{config.listen.port}: {error.strerror}"
        ) from error
    return bound


def _server(running: RunningNode) -> _Server:
    tls = running.config.tls
    options: dict[str, Any] = {}
    if tls.certificate:
        options["ssl_certfile"] = str(running.config.path(tls.certificate))
        options["ssl_keyfile"] = str(running.config.path(tls.key))
    if running.config.taxii.enabled and running.config.taxii.client_ca:
        options["ssl_ca_certs"] = str(running.config.path(running.config.taxii.client_ca))
        options["ssl_cert_reqs"] = ssl.CERT_OPTIONAL
        options["http"] = _Certified
    return _Server(
        uvicorn.Config(
            running.app, log_level="warning", access_log=False, server_header=False, backlog=BACKLOG,
            timeout_graceful_shutdown=STOP_S_MAX, timeout_keep_alive=75, lifespan="on",
            **options,
        )
    )  # fmt: skip


async def _listening(servers: Sequence[_Server], tasks: Sequence[asyncio.Task[None]]) -> None:
    """Return when every server accepts; raise what stopped one that does not."""
    while not all(server.started for server in servers):
        for task in tasks:
            if task.done():
                task.result()
                raise Unavailable("a server stopped before it listened")
        await asyncio.sleep(0.005)


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """Set `stop` on SIGINT and SIGTERM; outside the main thread the caller sets it."""
    loop = asyncio.get_running_loop()
    handled = []
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):
            loop.add_signal_handler(number, stop.set)
            handled.append(number)
    try:
        yield
    finally:
        for number in handled:
            loop.remove_signal_handler(number)
