"""Many services at once against one served DSS: two that each miss the other never both succeed.

Services know of each other what they have read, which is late or early as it happens. Afterwards the history is held
against its definition, in the order of the node's log: whoever was accepted knew the version number of everything that
was relevant to it at its place in that order; and that order is the one in which answers and questions followed.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from commonground.compose.nodes import open_node
from commonground.geo.relevance import Extent, any_meet
from commonground.picture.charter import own_log
from commonground.picture.entity import Notice
from commonground.picture.statement import OwnLine, typed_body
from commonground.record import decode
from commonground.room.airspace.book import book_of
from commonground.room.airspace.intents import extents_of
from commonground.room.context import Room
from tests.airspace import SC, PlainAccess, dss_configs, extent, intent, new_id
from tests.served import Served, now_ms, room_files

CLIENTS, STEPS = 8, 14
BASE = "/dss/v1/operational_intent_references"
PLACES = (36.3000, 36.3010, 36.3020, 36.3120, 36.3500)
"""Three in one cell, one beside them, one apart."""


@dataclass
class Done:
    """An accepted change: what was sent, what it was answered, and between which ticks."""

    id: str
    ovn: str
    key: frozenset[str]
    begun: int
    answered: int = 0


@dataclass
class Shared:
    """What services learn of each other: version numbers by flight, as somebody published them last."""

    known: dict[str, str] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    refused: int = 0
    ticks: Iterator[int] = field(default_factory=itertools.count)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(dss_configs(tmp_path), functools.partial(open_node, access=PlainAccess())) as made:
        made.start("A")
        yield made


async def fly(uss: str, url: str, shared: Shared, dice: random.Random, start_ms: int) -> None:
    """One service: plans, changes and ends flights with what it knows at the moment."""
    own: dict[str, str] = {}
    headers = {"Authorization": f"Bearer {uss} {SC}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as client:
        for _ in range(STEPS):
            id = dice.choice([*own, ""]) or new_id()
            if id in own and dice.random() < 0.3:
                gone = await client.delete(f"{BASE}/{id}/{own.pop(id)}")
                assert gone.status_code == 200
                shared.known.pop(id, None)
                continue
            from_ms = start_ms + dice.randrange(4) * 600_000
            body = intent(
                uss, extents=[extent(lng=dice.choice(PLACES), from_ms=from_ms, until_ms=from_ms + 600_000)],
                new_subscription={"uss_base_url": f"https://{uss}.example"} if dice.random() < 0.5 else ...,
            )  # fmt: skip
            for _ in range(6):
                body["key"] = list(shared.known.values())
                if dice.random() < 0.3:
                    await asyncio.sleep(0)  # others go first, and what is known is late
                key, begun = frozenset(body["key"]), next(shared.ticks)
                path = f"{BASE}/{id}" + (f"/{own[id]}" if id in own else "")
                answer = await client.put(path, json=body)
                if answer.status_code == 409:
                    shared.refused += 1
                    continue
                assert answer.status_code in (200, 201), answer.text
                ovn = answer.json()["operational_intent_reference"]["ovn"]
                shared.done.append(Done(id, ovn, key, begun, next(shared.ticks)))
                own[id] = shared.known[id] = ovn
                break


def told_in_order(room: Room) -> Iterator[tuple[str, str, tuple[Extent, ...]]]:
    """(identifier, version number or nothing at its end, extents) of each line about a flight, in the log's order."""
    origin = own_log(room.charter, room.party)
    for row in room.store.entries(origin, 0, room.ledger.size(origin)):
        line = None if row.body is None else decode(OwnLine, row.body)
        if line is None or line.saying is None or line.saying.kind != "notice":
            continue
        body = typed_body("notice", line.saying.body)
        assert isinstance(body, Notice)
        assert body.intent is not None
        ovn = "" if line.saying.action == "cancel" else body.intent.ovn
        yield body.intent.id, ovn, extents_of(body.volumes)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_two_that_miss_each_other_one_at_most_succeeds(served: Served, seed: int) -> None:
    """F3548-21 DSS0210,A2-7-2,2a."""
    shared, start_ms = Shared(), now_ms() + 3_600_000
    url = served.configs["A"].url

    async def all_at_once() -> None:
        await asyncio.gather(
            *(fly(f"uss{n}", url, shared, random.Random(100 * seed + n), start_ms) for n in range(CLIENTS))
        )

    asyncio.run(all_at_once())
    room = served.running["A"].node.room
    by_ovn = {one.ovn: one for one in shared.done}
    assert len(by_ovn) == len(shared.done) > CLIENTS
    assert shared.refused > 0, "nobody ever missed anybody: the test tells nothing"
    standing: dict[str, tuple[str, tuple[Extent, ...]]] = {}
    order: list[str] = []
    for id, ovn, extents in told_in_order(room):
        standing.pop(id, None)
        if ovn:
            key = by_ovn[ovn].key
            missed = [
                other
                for other, (number, theirs) in standing.items()
                if number not in key and any_meet(theirs, extents)
            ]
            assert missed == [], f"{id} was accepted without {missed}"
            standing[id] = (ovn, extents)
            order.append(ovn)
    assert set(order) == set(by_ovn)
    latest = 0
    for ovn in order:
        assert by_ovn[ovn].answered >= latest, (
            "answered before one that stands before it in the log had begun"
        )
        latest = max(latest, by_ovn[ovn].begun)
    assert {id: one.block.ovn for id, one in book_of(room).intents.items()} == {
        id: ovn for id, (ovn, _) in standing.items()
    }


def test_a_served_node_has_a_page_and_a_dss_on_one_port_and_is_the_same_after_a_restart(
    served: Served,
) -> None:
    url, start_ms = served.configs["A"].url, now_ms() + 3_600_000
    headers = {"Authorization": f"Bearer uss1 {SC}"}
    body: dict[str, Any] = intent("uss1", extents=[extent(from_ms=start_ms, until_ms=start_ms + 60_000)])
    id = new_id()
    with httpx.Client(base_url=url, headers=headers) as client:
        assert client.get("/healthy").text == "ok"
        assert client.get("/").status_code == 200
        made = client.put(f"{BASE}/{id}", json=body).json()["operational_intent_reference"]
        held = client.get(f"/dss/v1/subscriptions/{made['subscription_id']}").json()
    served.stop("A")
    served.start("A")
    with httpx.Client(base_url=url, headers=headers) as client:
        assert client.get(f"{BASE}/{id}").json() == {"operational_intent_reference": made}
        assert client.get(f"/dss/v1/subscriptions/{made['subscription_id']}").json() == held
        assert held["subscription"]["notification_index"] == 1


def test_a_node_that_is_not_asked_to_runs_no_dss(tmp_path: Path) -> None:
    with Served({"A": room_files(tmp_path, "AB")["A"]}) as made:
        made.start("A")
        url = made.configs["A"].url
        assert httpx.get(f"{url}/healthy").text != "ok"
        assert httpx.put(f"{url}{BASE}/{new_id()}", json=intent("uss1")).status_code in (404, 405)
        assert made.running["A"].node.room.airspace is None
