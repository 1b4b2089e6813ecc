"""T-24: an opening is listed to the originator after one carry; a check on a draft leaves no trace (see the .md)."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from commonground.errors import NotPermitted, Refused
from commonground.picture.blocks import Reference
from commonground.picture.entity import Receipt
from commonground.picture.statement import OwnLine, Release
from commonground.record import decode
from commonground.room import federate
from commonground.room.desk import delete_draft, save_draft
from commonground.room.desk_draft import Draft, DraftRecipient, NoticeDraft, checked, command_of
from commonground.room.register import tell_opened
from commonground.room.submit import withdraw_from
from tests.property.test_noninterference import everything_stored
from tests.worlds import T0_MS, World, make_world, notice, report, site

DOCUMENTS = ("draft", "held", "evidence", "heads", "second_post", "release_waiting", "heads_checked")


def world_with_site(release: Release | None = None) -> tuple[World, str]:
    world = make_world()
    said = world.say("J", report(site(function="theatre"), release or Release(party="A"), "B"))
    world.carry_all()
    return world, said.version.key


def everything(world: World, party: str) -> list[Any]:
    store = world.room(party).store
    return [*everything_stored(world.room(party)), *((kind, store.documents(kind)) for kind in DOCUMENTS)]


@pytest.mark.parametrize("how", ["opened", "printed", "exported"])
def test_it_reaches_the_originator_after_one_carry(how: Literal["opened", "printed", "exported"]) -> None:
    world, key = world_with_site()
    world.clock.go_on(5_000)
    told = world.nodes["A"].run_now(lambda room: tell_opened(room, [key], how, "airspace", "Petrov"))
    assert told == 1
    assert world.room("J").view.replies_about(key) == []
    world.carry("A", "J")
    [receipt] = world.room("J").view.replies_about(key)
    assert receipt.body == Receipt(about=Reference(author="J", entity=key.partition("/")[2]), how=how)
    assert (receipt.author, receipt.post, receipt.t_released_ms) == ("A", "airspace", T0_MS + 5_000)
    world.carry_all()
    assert [one for one in world.room("B").view.versions() if one.kind == "receipt"] == []
    assert b"Petrov" not in b"".join(
        row.body or b"" for row in world.room("J").store.entries(world.log("A", "J"), 0, 9)
    )


def test_each_opening_is_told_and_one_s_own_is_not() -> None:
    world, key = world_with_site()
    for number in range(3):
        world.clock.go_on(1_000)
        world.nodes["A"].run_now(
            lambda room, n=number: tell_opened(room, [key], "opened", "airspace", f"operator {n}")
        )
    assert world.nodes["J"].run_now(lambda room: tell_opened(room, [key], "opened", "airspace", "")) == 0
    world.carry_all()
    assert len(world.room("J").view.replies_about(key)) == 3


def test_a_receipt_for_what_one_does_not_hold_is_refused() -> None:
    world, _ = world_with_site()
    with pytest.raises(Refused, match="nothing known"):
        world.nodes["A"].run_now(lambda room: tell_opened(room, ["J/S-99"], "opened", "airspace", ""))


# -- view, not keep ---------------------------------------------------------------------------------------------


def opened_lines(world: World) -> list[dict[str, Any]]:
    store = world.room("J").store
    rows = store.entries("commonground/test/J", 0, 99)
    lines = [decode(OwnLine, row.body or b"") for row in rows]
    return [line.event for line in lines if line.event.get("what") == "content_opened"]


def test_what_stays_at_home_is_handed_out_and_noted() -> None:
    world, key = world_with_site(Release(party="A", mode="view"))
    body = world.room("A").view.get(key).body
    assert body.function == ""  # type: ignore[union-attr]
    assert b"theatre" not in b"".join(
        row.body or b"" for row in world.room("A").store.entries(world.log("J", "A"), 0, 9)
    )
    origin = world.log("J", "A")
    content = world.nodes["J"].run_now(lambda room: federate.open_content(room, "A", origin, 0))
    assert decode(dict[str, str], content)["function"] == "theatre"
    assert opened_lines(world) == [{"what": "content_opened", "party": "A", "origin": origin, "leaf": 0}]
    world.nodes["J"].run_now(lambda room: federate.open_content(room, "A", origin, 0))
    assert len(opened_lines(world)) == 2, "each opening"


def test_nobody_else_opens_it_and_a_refusal_is_no_opening() -> None:
    world, key = world_with_site(Release(party="A", mode="view"))
    origin = world.log("J", "A")
    for caller, wanted, index in (("B", origin, 0), ("A", world.log("J", "B"), 0), ("A", origin, 1), ("A", origin, -1),
                                  ("B", world.log("J", "B"), 0)):  # fmt: skip
        with pytest.raises(Refused):
            world.nodes["J"].run_now(
                lambda room, c=caller, w=wanted, i=index: federate.open_content(room, c, w, i)
            )
    world.nodes["J"].run_now(lambda room: withdraw_from(room, key, "A", "humanitarian_liaison", ""))
    with pytest.raises(NotPermitted, match="no longer released"):
        world.nodes["J"].run_now(lambda room: federate.open_content(room, "A", origin, 0))
    assert opened_lines(world) == []


# -- a draft ----------------------------------------------------------------------------------------------------


def test_a_check_leaves_no_trace_anywhere() -> None:
    world, _ = world_with_site()
    before = {party: everything(world, party) for party in world.nodes}
    changed = {party: set(world.room(party).view.changes.keys) for party in world.nodes}
    room = world.room("A")
    world.clock.go_on(60_000)
    for probe in (notice(), notice(text="another"), notice(activity_class="hazardous")):
        assert (
            len(world.nodes["A"].run_now(lambda room, p=probe: room.view.check(p, room.clock.now_ms())).hits)
            == 1
        )
        draft = draft_of(probe)
        found = world.nodes["A"].run_now(
            lambda room, d=draft: checked(room, command_of(d, "airspace", "Petrov"))
        )
        assert found is not None
        assert len(found.hits) == 1
    assert world.carry_all() == 0
    assert {party: everything(world, party) for party in world.nodes} == before
    assert {party: set(world.room(party).view.changes.keys) for party in world.nodes} == changed
    assert room.ledger.size(world.log("A", "J")) == 0


def draft_of(body: Any) -> Draft:
    return Draft(
        notice=NoticeDraft(activity_class=body.activity_class, volumes=body.volumes, crew=body.crew),
        recipients=(DraftRecipient(party="B"),),
    )


def test_a_draft_is_a_row_of_the_own_store_and_in_no_log() -> None:
    world, _ = world_with_site()
    logs = {party: world.room(party).store.origins() for party in world.nodes}
    others = {party: everything(world, party) for party in ("B", "J")}
    saved = world.nodes["A"].run_now(lambda room: save_draft(room, draft_of(notice()), "airspace", "Petrov"))
    assert world.carry_all() == 0
    assert {party: world.room(party).store.origins() for party in world.nodes} == logs
    assert {party: everything(world, party) for party in ("B", "J")} == others
    assert [identifier for identifier, _ in world.room("A").store.documents("draft")] == [saved.id]
    world.nodes["A"].run_now(lambda room: delete_draft(room, saved.id))
    assert world.room("A").store.documents("draft") == []
