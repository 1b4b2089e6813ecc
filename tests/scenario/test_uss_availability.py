"""What the DSS holds a service to be: asked for, shown to operators, kept in the record; only an arbiter says it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from commonground.room.uss.peers import peers
from tests.fault.test_uss_faults import answering, events
from tests.uss_world import Sky, box, json_of, new_id, plan, sky

ONE, TWO = new_id(1), new_id(2)
ARBITRATION, COORDINATION = "utm.availability_arbitration", "utm.strategic_coordination"


@pytest.fixture
def three() -> Sky:
    with sky() as made:
        made.dss("A")
        made.uss("B")
        made.uss("J", answer_s=0.2)
        yield made


def arbitrated(made: Sky, said: str, old: str = "", scope: str = ARBITRATION) -> Any:
    """An arbiter says it of B's service."""
    url = "http://dss.test/dss/v1/uss_availability/uss-b"
    return made.ask("PUT", url, "arbiter", scope, body={"availability": said, "old_version": old})


def test_it_is_asked_for_and_each_change_is_in_the_record(three: Sky) -> None:
    b = three.services["B"]
    told = b.supplier.availability
    assert told.row() == {"said": "", "since_ms": 0, "asked_ms": 0, "problem": ""}
    three.run(b.monitor.upkeep())
    assert (told.said, told.asked_ms) == ("Unknown", three.clock.ms)
    version = json_of(arbitrated(three, "Down"))["version"]
    three.clock.go_on(60_000)
    three.run(told.ask())
    three.run(told.ask())
    assert (told.said, told.since_ms) == ("Down", three.clock.ms)
    arbitrated(three, "Normal", version)
    three.run(told.ask())
    heard = events(b.room, "uss_availability_heard")
    assert [one["said"] for one in heard] == ["Unknown", "Down", "Normal"]
    assert three.services["B"].tokens.given[-1] == ("dss.test", (COORDINATION,))


def test_only_an_arbiter_says_it(three: Sky) -> None:
    assert arbitrated(three, "Down", scope=COORDINATION).status_code == 403


def test_a_planned_flight_of_a_service_that_is_down_is_in_nobodys_way(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan()))
    arbitrated(three, "Down")
    three.hosts.instead["uss-b.test"] = answering(500)
    three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    assert j.node.read(lambda room: list(peers(room, 0))).result() == []
    three.run(b.supplier.availability.ask())
    assert b.supplier.availability.said == "Down", "and its operators see why"


async def _of_another(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"version": "1", "status": {"uss": "uss-x", "availability": "Down"}})


@pytest.mark.parametrize(
    ("instead", "words"),
    [(answering(403), "status 403"), (answering(500), "status 500"), (_of_another, "is expected")],
    ids=["403", "500", "another"],
)
def test_no_answer_changes_nothing_and_is_shown(three: Sky, instead: Any, words: str) -> None:
    b = three.services["B"]
    three.run(b.supplier.availability.ask())
    asked_ms = three.clock.ms
    three.hosts.instead["dss.test"] = instead
    three.clock.go_on(1_000)
    three.run(b.supplier.availability.ask())
    told = b.supplier.availability
    assert (told.said, told.asked_ms) == ("Unknown", asked_ms)
    assert words in told.problem
    del three.hosts.instead["dss.test"]
    three.run(told.ask())
    assert told.problem == ""
