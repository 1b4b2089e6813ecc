"""Two nodes of a room fly by one DSS that knows nothing of rooms: each tells of its own flights, and hears of others'.

J is told of B's flight by the room and by B's service. Both statements stand, one flight is met once, and by nobody as
itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from commonground.picture.entity import Notice
from commonground.room.context import Room
from commonground.room.submit import submit
from commonground.room.uss.rows import flights_now
from tests.uss_world import Sky, box, new_id, plan, sky
from tests.worlds import announce, notice

ONE, TWO = new_id(1), new_id(2)


@pytest.fixture
def foreign() -> Iterator[Sky]:
    """B and J plan flights with the DSS of another room."""
    with sky(parties=("A",)) as other, sky() as made:
        other.dss("A")
        made.hosts.apps["dss.test"] = other.hosts.apps["dss.test"]
        for party in "BJ":
            made.uss(party, writes_notices=True)
        yield made


def told_of(room: Room, id: str) -> list[str]:
    """The notices of a picture that tell of a flight, by key."""
    return sorted(
        one.key for one in room.view.of_kind("notice")
        if isinstance(one.body, Notice) and one.body.intent is not None and one.body.intent.id == id
        and one.action != "cancel"
    )  # fmt: skip


def flown(made: Sky) -> None:
    """B plans, the room carries its notice, and J learns of the flight from B's service as well."""
    made.run(made.services["B"].supplier.change(ONE, plan()))
    made.world.carry("B", "J")
    made.run(made.services["J"].supplier.change(TWO, plan(box(lon=36.51))))


def test_both_statements_stand_and_the_flight_does_not_meet_itself(foreign: Sky) -> None:
    flown(foreign)
    j = foreign.world.nodes["J"]
    keys = j.read(lambda room: told_of(room, ONE)).result()
    assert [key[0] for key in keys] == ["B", "J"]
    for key in keys:
        assert j.read(lambda room, key=key: room.view.pairs_of(key)).result() == []
    assert [one["id"] for one in j.read(flights_now).result()["peers"]] == [ONE]


def test_whichever_statement_comes_first(foreign: Sky) -> None:
    foreign.run(foreign.services["B"].supplier.change(ONE, plan()))
    foreign.run(foreign.services["J"].supplier.change(TWO, plan(box(lon=36.51))))
    foreign.world.carry("B", "J")
    j = foreign.world.nodes["J"]
    keys = j.read(lambda room: told_of(room, ONE)).result()
    assert [key[0] for key in keys] == ["B", "J"]
    assert all(j.read(lambda room, key=key: room.view.pairs_of(key)).result() == [] for key in keys)


def test_what_is_not_the_same_flight_is_met_as_before(foreign: Sky) -> None:
    """A notice of the room meets both statements; another flight of the same place meets each."""
    flown(foreign)
    j = foreign.world.nodes["J"]
    met = j.write(lambda room: _announced(room)).result()
    keys = j.read(lambda room: told_of(room, ONE)).result()
    assert {
        other for pair, _ in j.read(lambda room: room.view.pairs_of(met)).result() for other in pair
    } >= set(keys)


def _announced(room: Room) -> str:
    body = notice(box(radius_m=2_000))
    report = room.view.check(body, room.clock.now_ms())
    done = submit(room, announce(body, acknowledged=tuple(hit.key for hit in report.hits)))
    return done.version.key
