"""Other TAXII 2.1 servers for tests of reading them: medallion as it is published, in a thread or without a socket."""

from __future__ import annotations

import copy
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import medallion
from flask import Flask
from werkzeug.serving import make_server

from commonground.protocols.stix.pull.client import Client
from commonground.protocols.stix.pull.source import Source, add_source
from commonground.room.context import Room
from commonground.room.node import Node

Object = dict[str, Any]
USER, PASSWORD = "reader", "a long password"
ROOT, OTHER_ROOT = "fields", "roads"
COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
WRITE_ONLY = "52892447-4d7e-4f70-b94d-d7f22742ff63"
T0 = datetime(2026, 3, 1, tzinfo=UTC)
URL = "http://127.0.0.1:9/taxii2/"


def stix_id(type: str, n: int) -> str:
    """An identifier that depends on its number alone."""
    return f"{type}--{uuid.UUID(int=n, version=4)}"


def moment(n: int) -> str:
    """The n-th second of March 2026."""
    return (T0 + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def stix(type: str, n: int, version: int = 0, **more: Any) -> Object:
    """An object that the standard allows; `version` is a second, as in `modified`."""
    made: Object = {
        "type": type, "spec_version": "2.1", "id": stix_id(type, n), "created": moment(0),
        "modified": moment(version),
    }  # fmt: skip
    if type == "report":
        made |= {"name": f"report {n}", "published": moment(0), "object_refs": [stix_id("location", 1)]}
    elif type == "indicator":
        made |= {"pattern": "[file:name = 'a']", "pattern_type": "stix", "valid_from": moment(0)}
    elif type == "identity":
        made |= {"name": f"office {n}", "identity_class": "organization"}
    return made | more


def address(n: int) -> Object:
    """A network address, which has no place in the room."""
    return {"type": "ipv4-addr", "spec_version": "2.1", "id": stix_id("ipv4-addr", n), "value": "192.0.2.1"}


class Medallion:
    """medallion 3.0.0 with its memory backend, one application for all tests of a process."""

    def __init__(self) -> None:
        self.app = Flask("medallion-of-tests")
        config = {
            "users": {USER: PASSWORD}, "taxii": {"max_page_size": 100},
            "backend": {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend",
                        "check_interval": 10**6},
        }  # fmt: skip
        for name in ("users", "taxii", "backend"):
            medallion.set_config(self.app, name, config)
        medallion.register_blueprints(self.app)
        self.app.register_error_handler(
            medallion.exceptions.ProcessingError, medallion.handle_processing_error
        )
        self.backend = self.app.medallion_backend
        self.reset()

    def reset(self, page: int = 100) -> None:
        """No objects, and pages of at most so many."""
        self.added = 0
        self.app.taxii_config = {"max_page_size": page}
        self.backend.next = {}
        information = {
            "title": "x",
            "versions": ["application/taxii+json;version=2.1"],
            "max_content_length": 10**7,
        }

        def collection(id: str, title: str, can_read: bool = True) -> Object:
            return {"id": id, "title": title, "can_read": can_read, "can_write": True,
                    "media_types": ["application/stix+json;version=2.1"], "objects": [], "manifest": []}  # fmt: skip

        self.backend.data = {
            "/discovery": {
                "title": "Field office", "default": f"/{ROOT}/", "api_roots": [f"/{ROOT}/", f"/{OTHER_ROOT}/"],
            },
            ROOT: {
                "information": copy.deepcopy(information), "status": [],
                "collections": [collection(COLLECTION, "Field reports"), collection(WRITE_ONLY, "Inbox", False)],
            },
            OTHER_ROOT: {"information": information, "status": [], "collections": []},
        }  # fmt: skip

    def add(self, objects: Sequence[Object]) -> None:
        """Add objects one after another, each a moment after the one before."""
        for one in objects:
            self.added += 1
            at = T0 + timedelta(seconds=10_000 + self.added)
            self.backend.add_objects(ROOT, COLLECTION, {"objects": [copy.deepcopy(one)]}, at)

    @property
    def objects(self) -> list[Object]:
        """What the collection holds."""
        held: list[Object] = self.backend.data[ROOT]["collections"][0]["objects"]
        return held

    def transport(self) -> httpx.AsyncBaseTransport:
        """Asks it without a socket."""
        return _Inside(self.app)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve it on loopback; its discovery address."""
        server = make_server("127.0.0.1", 0, self.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/taxii2/"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Inside(httpx.AsyncBaseTransport):
    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._client.get(request.url.raw_path.decode(), headers=list(request.headers.items()))
        return httpx.Response(
            answer.status_code, headers=list(answer.headers), stream=httpx.ByteStream(answer.data)
        )


class Here:
    """A node whose commands run where they are asked for: no thread, and a fault comes where it is planted."""

    def __init__(self, node: Node) -> None:
        self._node, self.room = node, node.room

    async def read(self, command: Callable[[Room], Any]) -> Any:
        return self._node.run_now(command)

    write = read


def source(**changes: Any) -> Source:
    """A source that reads the medallion of tests."""
    values: dict[str, Any] = {
        "name": "Field office", "url": URL, "auth": "basic", "user": USER, "secret": PASSWORD,
    }  # fmt: skip
    return Source(**{**values, **changes})


def asks(transport: httpx.AsyncBaseTransport) -> Callable[[Source, int], Client]:
    """Makes clients that ask through a transport."""
    return lambda one, now_ms: Client(one, now_ms, transport=transport)


def added(node: Node, **changes: Any) -> Source:
    """A source, added at a node."""
    made = source(**changes)

    def go(room: Room) -> None:
        add_source(room.store, made, room.clock.now_ms())

    node.run_now(go)
    return made
