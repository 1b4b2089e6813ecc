"""What asks a TAXII server while it is measured: one kept connection, no more work than reading the answer's JSON."""

from __future__ import annotations

import base64
import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from commonground.protocols.stix.codec.names import RELEASE_EXTENSION, identifier, timestamp

BATCH, PAGE = 500, 100
MEDIA = "application/taxii+json;version=2.1"
CREATED, CREATED_MS = "2026-03-01T00:00:00.000Z", 1_772_323_200_000
MARKING = "marking-definition--5f3c1c5e-2b53-4d1a-9a52-3a8e3d0a0001"


class Target:
    """One collection of one server, for one account, or for anybody."""

    def __init__(self, url: str, user: str, password: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname
        self._path = parts.path
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=900)
        mark = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Accept": MEDIA} | ({"Authorization": f"Basic {mark}"} if user else {})

    def add(self, data: bytes) -> None:
        """Post an envelope; done when the server has answered."""
        headers = self._headers | {"Content-Type": MEDIA}
        status, body = self._ask("POST", "objects/", data, headers)
        assert status == 202, (status, body[:500])
        assert json.loads(body)["failure_count"] == 0, body[:500]

    def get(self, **query: object) -> bytes:
        """The bytes of a page."""
        status, body = self._ask("GET", f"objects/?{urlencode(query)}", None, self._headers)
        assert status == 200, (status, body[:500])
        return body

    def _ask(self, method: str, rest: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        """Ask; once more on a new connection where the server has let go of one that was idle."""
        for attempt in range(2):
            try:
                self._connection.request(method, self._path + rest, data, headers)
                answer = self._connection.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                self._connection.close()
                if attempt:
                    raise
        raise AssertionError

    def page(self, **query: object) -> dict[str, Any]:
        """A page, read."""
        found: dict[str, Any] = json.loads(self.get(**query))
        return found

    def walk(self, *, pages_max: int = 10**9, limit: int = PAGE) -> int:
        """Read page after page to the end; how many objects there were."""
        found, query = 0, dict[str, object]()
        for _ in range(pages_max):
            page = self.page(limit=limit, **query)
            found += len(page.get("objects", []))
            if not page.get("more"):
                break
            query = {"next": page["next"]}
        return found


def marking() -> dict[str, Any]:
    """Originator control: North's, and for South."""
    permitted = [identifier("identity", "served", party) for party in "AB"]
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": MARKING, "created": CREATED,
        "extensions": {RELEASE_EXTENSION: {
            "extension_type": "property-extension", "originator": permitted[0], "permitted": permitted,
            "onward": "ask",
        }},
    }  # fmt: skip


def batch(start: int, count: int, first: dict[str, Any] | None = None) -> bytes:
    """An envelope of objects, numbered; the first one begins with the marking that all name."""
    objects = [
        {
            "type": "campaign", "spec_version": "2.1", "id": f"campaign--{number:08x}-1111-4111-8111-111111111111",
            "created": CREATED, "modified": timestamp(CREATED_MS + number), "name": f"Campaign {number}",
            "description": f"What was seen at place {number}. " * 8, "object_marking_refs": [MARKING],
            "labels": ["reported", f"group-{number % 17}"],
        }
        for number in range(start, start + count)
    ]  # fmt: skip
    if first is not None and start == 0:
        objects.insert(0, first)
    return json.dumps({"objects": objects}).encode()
