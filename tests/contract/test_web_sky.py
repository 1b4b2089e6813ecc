"""Drones as a page asks for them: what is refused, whose page it is, and that a node without them has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.unit.web.web_harness import SETTINGS, Rooms, rooms

VIEW = {
    "west_nd": 36_500_000_000,
    "south_nd": 33_000_000_000,
    "east_nd": 36_510_000_000,
    "north_nd": 33_010_000_000,
}


class Sky:
    """Says back what it was asked; it has one drone."""

    def __init__(self) -> None:
        self.viewers: list[str] = []

    def look(
        self, viewer: str, west_nd: int, south_nd: int, east_nd: int, north_nd: int
    ) -> Mapping[str, Any]:
        self.viewers.append(viewer)
        return {"view": [west_nd, south_nd, east_nd, north_nd]}

    async def details(self, key: str) -> Mapping[str, Any] | None:
        return {"key": key} if key == "22a https://a.example f1" else None


@pytest.fixture
def sky() -> Sky:
    return Sky()


@pytest.fixture
def served(sky: Sky) -> Iterator[Rooms]:
    with rooms(settings=replace(SETTINGS, sky=sky)) as made:
        yield made


def at(path: str = "/api/sky", **changes: object) -> str:
    return f"{path}?{urlencode({**VIEW, **changes})}"


def test_a_page_says_where_it_looks(served: Rooms, sky: Sky) -> None:
    page = served.signed_in("A")
    assert page.session["sky"] is True
    assert page.get(at()) == {"view": list(VIEW.values())}
    page.get(at(page="second"))
    served.signed_in("A", "bob").get(at(page="second"))
    assert len(set(sky.viewers)) == 3


def test_details_of_a_drone_that_is_shown(served: Rooms) -> None:
    page = served.signed_in("A")
    key = {"key": "22a https://a.example f1"}
    assert page.get(f"/api/sky/details?{urlencode(key)}") == key
    refused = page.get("/api/sky/details?key=other", 404)["error"]
    assert len(set(refused["text"].values())) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"west_nd": ""}, {"east_nd": "x"}, {"north_nd": "1e9"}, {"south_nd": 90 * 10**9 + 1},
        {"west_nd": -180 * 10**9 - 1},
        {"west_nd": VIEW["east_nd"]}, {"west_nd": 100 * 10**9}, {"north_nd": VIEW["south_nd"] - 1}, {"page": "p" * 33},
    ],
)  # fmt: skip
def test_what_is_no_view_is_refused(served: Rooms, sky: Sky, changes: dict[str, object]) -> None:
    refused = served.signed_in("A").get(at(**changes), 400)["error"]
    assert refused["field"] in (*VIEW, "page")
    assert sky.viewers == []


def test_nobody_looks_without_signing_in(served: Rooms, sky: Sky) -> None:
    page = served.page("A")
    page.get(at(), 401)
    page.get("/api/sky/details?key=x", 401)
    assert sky.viewers == []


def test_a_node_that_asks_no_services_has_no_drones() -> None:
    with rooms() as made:
        page = made.signed_in("A")
        assert page.session["sky"] is False
        page.get(at(), 404)
        page.get("/api/sky/details?key=x", 404)
