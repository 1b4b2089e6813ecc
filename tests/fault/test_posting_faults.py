"""A posted batch is there whole or not at all, whichever of its writes fails; posted again, nothing is there twice."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.compose.exchange import follow_exchange
from commonground.errors import Unavailable
from commonground.protocols.stix.codec.posted import envelope_texts, offer_objects, parse_objects
from commonground.protocols.stix.codec.reader import Reader
from commonground.protocols.taxii21.statuses import Statuses, find_status
from commonground.room import posting
from commonground.room.context import Room
from commonground.room.exchange import Collection, listed
from commonground.room.node import Node, load_room
from commonground.room.ports import Wanted
from commonground.room.posting import Answered, Posted
from commonground.store.memory import MemoryStore
from tests.fault.test_node_faults import check_node, node_with_faults
from tests.posted import control, envelope, marked, thing
from tests.worlds import charter

OWN = Collection("J", "J", "J")
OBJECTS = (control(1, "B", by="J"), marked(2, 1), marked(2, 1, modified="2026-04-01T00:00:00Z"), thing(3))


def offers() -> list[Any]:
    read = parse_objects(envelope_texts(envelope(*OBJECTS), 100_000))
    return offer_objects(read, Reader("J", charter()), {}).offers


def post(node: Node, statuses: Statuses) -> str:
    """Say all and keep a status, in one transaction; the identifier of the status."""

    def go(room: Room) -> str:
        taken = posting.take(room, offers(), "watch_officer", "machine:m")
        assert [one.why for one in taken if one.why] == []
        return statuses.keep(room, "m", 0, Posted([Answered("x", "")], [])).id

    return node.run_now(go)


def there(node: Node) -> tuple[int, int]:
    """How many objects stand in the picture, and how many machines read."""

    def go(room: Room) -> tuple[int, int]:
        page = listed(room, OWN, Wanted(versions=("all",), limit=100))
        return room.view.count_of("stix_object"), len(page.rows)

    return node.run_now(go)


@pytest.mark.parametrize("how", ["lost", "committed_unacked"])
def test_a_batch_is_there_whole_or_not_at_all(how: Any) -> None:
    for number in range(1, 200):
        node, faults = node_with_faults(MemoryStore())
        follow_exchange(node.room)
        load_room(node.room)
        statuses = Statuses()
        faults.fail_at(number, how)
        try:
            post(node, statuses)
        except Unavailable:
            count, readable = there(node)
            assert count == readable
            assert count in (0, len(OBJECTS))
            kept = post(node, statuses)
            assert node.run_now(lambda room, id=kept: find_status(room, "m", id)) is not None
        else:
            assert number > 20
            break
        assert there(node) == (len(OBJECTS), len(OBJECTS))
        check_node(node.room)
    else:
        pytest.fail("no end of writes")
