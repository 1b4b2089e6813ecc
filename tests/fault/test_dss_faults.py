"""A DSS on a disk that fails: nothing is answered as done that is not kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from commonground.store.memory import MemoryStore
from tests.airspace import AA, CM, SC, Sky, dss_node, extent, intent, new_id, sky, state_of, subscription

CHANGES: dict[str, tuple[str, str, Any]] = {
    "a flight": (f"/dss/v1/operational_intent_references/{new_id()}", SC, intent("uss1")),
    "a constraint": (
        f"/dss/v1/constraint_references/{new_id()}", CM,
        {"extents": [extent()], "uss_base_url": "https://uss1.example"},
    ),
    "a subscription": (f"/dss/v1/subscriptions/{new_id()}", SC, subscription("uss1")),
    "a word of an arbiter": (
        "/dss/v1/uss_availability/uss1", AA, {"availability": "Down", "old_version": ""},
    ),
}  # fmt: skip


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def here(store: MemoryStore) -> Iterator[Sky]:
    made = sky(dss_node(store=store))
    yield made
    made.stop()


@pytest.mark.parametrize("write", [1, 2, 3])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_is_not_kept_is_not_answered_as_done(
    here: Sky, store: MemoryStore, change: str, write: int
) -> None:
    """F3548-21 DSS0215: whatever write or commit fails; the next request finds what was there, and may ask again."""
    path, scope, body = CHANGES[change]

    def put() -> int:
        headers = {"Authorization": f"Bearer uss1 {scope}"}
        return here.client.request("PUT", path, content=json.dumps(body), headers=headers).status_code

    before = state_of(here.book)
    store.fail_at(write)
    assert put() == 503
    assert state_of(here.book) == before
    assert put() in (200, 201)
    assert state_of(here.book) != before
