"""Constraints of a service: published with a DSS, served, told to subscribers, changed and ended; met by flights.

A runs the DSS; B publishes constraints, J plans flights near them. Where nobody in the room runs the DSS, the node that
publishes says the activity notice itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from implicitdict import ImplicitDict
from uas_standards.astm.f3548.v21.api import (
    ConstraintReference,
    GetConstraintDetailsResponse,
    PutConstraintDetailsParameters,
)

from commonground.errors import MissingKeys, Refused
from commonground.picture.entity import Notice
from commonground.picture.flight import ConstraintPlan
from commonground.protocols.f3548.owing import Unsettled
from commonground.record import replace
from commonground.room.airspace.book import book_of
from commonground.room.submit import submit
from commonground.room.uss import outbox
from commonground.room.uss.announced import met_in_room
from commonground.room.uss.constraints import CONSTRAINTS
from commonground.room.uss.peers import peer_of
from commonground.room.uss.refusing import DssRefused
from commonground.room.uss.rows import flights_now
from commonground.room.uss.user_notices import user_notices
from tests.fault.test_uss_faults import answering, restart
from tests.uss_world import Sky, box, json_of, new_id, plan, sky
from tests.worlds import report, site

ONE, TWO, RULE = new_id(1), new_id(2), new_id(7)
PROCESSING, MANAGEMENT = "utm.constraint_processing", "utm.constraint_management"
WHOLE = f"http://uss-b.test/uss/v1/constraints/{RULE}"


def rule(*volumes: Any, type: str = "example.fire") -> ConstraintPlan:
    return ConstraintPlan(volumes=volumes or (box(radius_m=400),), type=type)


@pytest.fixture
def three() -> Sky:
    with sky() as made:
        made.dss("A")
        made.uss("B")
        made.uss("J", answer_s=0.2)
        yield made


def test_a_constraint_is_published_and_its_details_are_served(three: Sky) -> None:
    b = three.services["B"]
    assert three.ask("GET", WHOLE, "uss-x", PROCESSING).status_code == 404
    made = three.run(b.supplier.constraints.change(RULE, rule()))
    assert (made.version, made.asked, made.held) == (1, None, rule())
    held = three.world.nodes["A"].read(lambda room: book_of(room).constraints[RULE].block).result()
    assert (held.manager, held.ovn, held.uss_base_url) == ("uss-b", made.ovn, "http://uss-b.test")
    told = json_of(three.ask("GET", WHOLE, "uss-x", PROCESSING))["constraint"]
    assert (told["reference"]["ovn"], told["reference"]["version"]) == (made.ovn, 1)
    assert told["details"]["type"] == "example.fire"
    whole = json_of(three.ask("GET", WHOLE, "uss-x", PROCESSING))
    ImplicitDict.parse(whole, GetConstraintDetailsResponse)
    assert set(whole["constraint"]["reference"]) == set(ConstraintReference.__annotations__)
    assert told["details"]["volumes"][0]["volume"]["outline_circle"]["radius"]["value"] == 400
    assert ("dss.test", (MANAGEMENT,)) in b.tokens.given


def test_who_has_a_subscription_is_told_of_each_change_and_of_the_end(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    three.run(b.supplier.constraints.change(RULE, rule()))
    assert three.tell_all() == 1
    heard = j.node.read(lambda room: peer_of(room, RULE)).result()
    assert heard is not None
    assert (heard.what, heard.manager, heard.version, heard.type) == (
        "constraint",
        "uss-b",
        1,
        "example.fire",
    )
    assert (MANAGEMENT,) in [scopes for host, scopes in b.tokens.given if host == "uss-j.test"]
    three.run(b.supplier.constraints.change(RULE, rule(box(radius_m=450), type="")))
    three.tell_all()
    heard = j.node.read(lambda room: peer_of(room, RULE)).result()
    assert heard is not None
    assert (heard.version, heard.volumes, heard.type) == (2, (box(radius_m=450),), "")
    [listed] = [one for one in j.node.read(flights_now).result()["peers"] if one["id"] == RULE]
    assert (listed["what"], listed["manager"]) == ("constraint", "uss-b")
    three.run(b.supplier.constraints.end(RULE))
    three.tell_all()
    assert j.node.read(lambda room: peer_of(room, RULE)).result() is None
    assert b.node.read(lambda room: list(CONSTRAINTS.all(room))).result() == []
    assert b.node.read(outbox.waiting).result() == []
    assert three.ask("GET", WHOLE, "uss-x", PROCESSING).status_code == 404
    assert RULE not in three.world.nodes["A"].read(lambda room: book_of(room).constraints).result()


def test_a_notification_is_what_the_published_api_says(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    sent: list[Any] = []

    async def keeps(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(await request.aread()))
        return httpx.Response(204)

    three.hosts.instead["uss-j.test"] = keeps
    three.run(b.supplier.constraints.change(RULE, rule()))
    three.tell_all()
    three.run(b.supplier.constraints.end(RULE))
    three.tell_all()
    first, last = (ImplicitDict.parse(one, PutConstraintDetailsParameters) for one in sent)
    assert first.constraint_id == last.constraint_id == RULE
    assert first.constraint.reference.ovn
    assert "constraint" not in sent[1], "left out: it is no more"
    indices = [one["subscriptions"][0]["notification_index"] for one in sent]
    assert indices[1] == indices[0] + 1


def test_a_plan_fetches_the_details_of_a_constraint_and_may_meet_it(three: Sky) -> None:
    """It stops nothing, its number is in the key, and the operator sees it."""
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.constraints.change(RULE, rule()))
    made = three.run(j.supplier.change(TWO, plan()))
    assert [(one.peer.id, one.peer.what, one.stops) for one in made.met] == [(RULE, "constraint", False)]
    assert ("GET", WHOLE) in three.hosts.asked
    heard = j.node.read(lambda room: peer_of(room, RULE)).result()
    assert heard is not None
    assert heard.type == "example.fire"


def test_an_own_flight_meets_an_own_constraint_and_its_operator_is_told(three: Sky) -> None:
    b = three.services["B"]
    three.run(b.supplier.change(ONE, plan()))
    three.run(b.supplier.constraints.change(RULE, rule()))
    [word] = b.node.read(lambda room: user_notices(room, 0, 1 << 60)).result()
    assert (word.peer, word.manager, word.ids) == (RULE, "uss-b", (ONE,))
    made = three.run(b.supplier.change(ONE, plan(state="Activated")))
    assert [one.peer.id for one in made.met] == [RULE]
    assert not [url for _, url in three.hosts.asked if url == WHOLE], "its own details it need not ask for"
    met = three.run(b.supplier.constraints.meets(RULE, rule()))
    assert [(one.peer.id, one.stops) for one in met] == [(ONE, False)]


def test_a_site_that_it_meets_is_acknowledged_first(three: Sky) -> None:
    b = three.services["B"]
    b.node.write(lambda room: submit(room, report(site(36.5, 33.0)))).result()
    with pytest.raises(MissingKeys):
        three.run(b.supplier.constraints.change(RULE, rule()))
    assert b.node.read(lambda room: CONSTRAINTS.get(room, RULE)).result() is None
    assert RULE not in three.world.nodes["A"].read(lambda room: book_of(room).constraints).result()
    seen = b.node.read(lambda room: _hits(room, three)).result()
    assert len(seen) == 1
    three.run(b.supplier.constraints.change(RULE, rule(), acknowledged=seen))


def _hits(room: Any, made: Sky) -> tuple[str, ...]:
    return tuple(hit.key for hit in met_in_room(room, made.services["B"].service, RULE, rule()).hits)


def test_what_the_standard_has_no_shape_for_is_refused_before_anybody_is_asked(three: Sky) -> None:
    b = three.services["B"]
    three.hosts.asked.clear()
    with pytest.raises(Refused, match="an upper limit is expected"):
        three.run(b.supplier.constraints.change(RULE, rule(replace(box(), upper=None))))
    assert three.hosts.asked == []


def test_the_identifier_of_another_is_refused_and_nothing_of_it_stays(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.constraints.change(RULE, rule()))
    with pytest.raises(DssRefused):
        three.run(j.supplier.constraints.change(RULE, rule()))
    assert j.node.read(lambda room: CONSTRAINTS.get(room, RULE)).result() is None


def test_an_answer_that_was_lost_is_asked_for_again(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(j.supplier.change(TWO, plan(box(lon=36.51))))
    real = three.hosts.apps["dss.test"]

    async def loses(request: httpx.Request) -> httpx.Response:
        answer = await real.handle_async_request(request)
        if request.method != "GET":
            raise httpx.ReadError("the line is dead", request=request)
        return answer

    three.hosts.instead["dss.test"] = loses
    with pytest.raises(Unsettled):
        three.run(b.supplier.constraints.change(RULE, rule()))
    assert three.ask("GET", WHOLE, "uss-x", PROCESSING).status_code == 404, "not known to stand, not told"
    del three.hosts.instead["dss.test"]
    three.run(b.supplier.settle())
    own = b.node.read(lambda room: CONSTRAINTS.get(room, RULE)).result()
    assert own is not None
    assert (own.version, own.asked) == (2, None)
    assert three.tell_all() == 1
    assert j.node.read(lambda room: peer_of(room, RULE)).result() is not None
    three.hosts.instead["dss.test"] = loses
    with pytest.raises(Exception, match="does not answer"):
        three.run(b.supplier.constraints.end(RULE))
    del three.hosts.instead["dss.test"]
    three.run(b.supplier.settle())
    assert b.node.read(lambda room: CONSTRAINTS.get(room, RULE)).result() is None


def test_what_is_owed_of_a_constraint_survives_a_restart(tmp_path: Path) -> None:
    with sky(folder=tmp_path) as made:
        made.dss("A")
        made.uss("B")
        made.uss("J")
        made.run(made.services["J"].supplier.change(TWO, plan(box(lon=36.51))))
        made.run(made.services["B"].supplier.constraints.change(RULE, rule()))
        made.hosts.instead["uss-j.test"] = answering(500)
        assert made.tell_all() == 0
        restart(made, "B", tmp_path)
        del made.hosts.instead["uss-j.test"]
        made.clock.go_on(1_000)
        assert made.tell_all() == 1
        heard = made.services["J"].node.read(lambda room: peer_of(room, RULE)).result()
        assert heard is not None
        assert heard.type == "example.fire"
        assert made.ask("GET", WHOLE, "uss-x", PROCESSING).status_code == 200


def test_where_nobody_in_the_room_runs_the_dss_its_notice_is_said_here(three: Sky) -> None:
    b = three.uss("B", start=False, writes_notices=True)
    made = three.run(b.supplier.constraints.change(RULE, rule()))
    notice = b.node.read(lambda room: room.view.get(f"B/{made.notice}")).result()
    assert isinstance(notice.body, Notice)
    assert notice.body.constraint is not None
    assert (notice.body.activity_class, notice.body.constraint.id) == ("constraint", RULE)
    assert {one.party for one in notice.releases} == {"A", "J"}
    again = three.run(b.supplier.constraints.change(RULE, rule(box(radius_m=450))))
    assert again.notice == made.notice
    three.run(b.supplier.constraints.end(RULE))
    assert b.node.read(lambda room: room.view.get(f"B/{made.notice}").action).result() == "cancel"


def test_a_constraint_whose_time_has_passed_is_ended_at_the_dss(three: Sky) -> None:
    b = three.services["B"]
    three.run(b.supplier.constraints.change(RULE, rule()))
    three.clock.go_on(41 * 60_000)
    three.run(b.monitor.upkeep())
    assert b.node.read(lambda room: CONSTRAINTS.get(room, RULE)).result() is not None, "for a minute yet"
    three.clock.go_on(60_000)
    three.run(b.monitor.upkeep())
    assert b.node.read(lambda room: CONSTRAINTS.get(room, RULE)).result() is None
    assert RULE not in three.world.nodes["A"].read(lambda room: book_of(room).constraints).result()
