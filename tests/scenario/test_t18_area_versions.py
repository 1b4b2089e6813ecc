"""T-18: area versions A and B that differ are "not agreed", and where they differ is listed with its km2."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import Refused
from commonground.geo.area_difference import area_m2
from commonground.picture.area import AreaSignature, area_hash
from commonground.picture.charter import log_to, own_log
from commonground.picture.statement import Release, Statement
from commonground.record import decode, encode_canonical, replace
from commonground.room import accepting, agreements
from commonground.room.submit import Command, submit
from commonground.room.watch import due_rows, tick
from tests.agreements import DAY_MS, WATCH, area, area_seen, offer, sign, square, take_back
from tests.worlds import HOUR_MS, T0_MS, World, make_world


def refused(world: World, party: str, act: Any, field: str) -> Refused:
    before = world.room(party).ledger.entries_total()
    with pytest.raises(Refused) as caught:
        world.nodes[party].run_now(act)
    assert caught.value.field == field, caught.value
    assert world.room(party).ledger.entries_total() == before
    return caught.value


def two_versions() -> World:
    """A drew 0.10 by 0.10 degrees, B the same but for its eastern half, and more to the south."""
    world = make_world()
    offer(world, "A", area(square(37.0, 36.2, 0.10, 0.10)))
    offer(world, "B", area(square(37.05, 36.15, 0.05, 0.15)))
    return world


def test_versions_that_differ_are_not_agreed_and_the_difference_has_its_km2() -> None:
    world = two_versions()
    for party in "AB":
        row = area_seen(world, party)
        assert row["status"] == "not_agreed"
        [parts] = row["differences"]
        assert (parts["a_party"], parts["b_party"]) == ("A", "B")
        whole_a, whole_b = area_m2(square()), area_m2(square(37.05, 36.15, 0.05, 0.15))
        assert parts["only_a_m2"] + parts["both_m2"] == pytest.approx(whole_a, rel=1e-6)
        assert parts["only_b_m2"] + parts["both_m2"] == pytest.approx(whole_b, rel=1e-6)
        assert parts["only_a_m2"] == pytest.approx(whole_a / 2, rel=1e-3)
        assert len(parts["only_a"]) == len(parts["only_b"]) == len(parts["both"]) == 1
    assert area_seen(world, "A")["differences"] == area_seen(world, "B")["differences"]


def test_one_hash_with_both_signatures_is_agreed_on_both_screens() -> None:
    world = make_world()
    text = area()
    offer(world, "A", text)
    digest = area_hash(text)
    sign(world, "A", digest)
    for party in "AB":
        assert area_seen(world, party)["status"] == "not_agreed", "one signature is none"
        assert area_seen(world, party)["copies"][0]["missing"] == ["B"]
    world.clock.go_on(HOUR_MS)
    sign(world, "B", digest)
    for party in "AB":
        row = area_seen(world, party)
        assert row["status"] == "agreed"
        assert row["in_force"] == digest
        assert [one["party"] for one in row["copies"][0]["signed"]] == ["A", "B"]
        assert row["copies"][0]["agreed_ms"] == T0_MS + HOUR_MS


def test_signatures_under_two_versions_agree_on_nothing() -> None:
    world = two_versions()
    own = {row["author"]: row["hash"] for row in area_seen(world, "A")["copies"]}
    sign(world, "A", own["A"])
    sign(world, "B", own["B"])
    for party in "AB":
        row = area_seen(world, party)
        assert row["status"] == "not_agreed"
        assert {copy["author"]: copy["missing"] for copy in row["copies"]} == {"A": ["B"], "B": ["A"]}
    sign(world, "B", own["A"])
    assert area_seen(world, "A")["status"] == "not_agreed", "B still offers another text"
    assert area_seen(world, "A")["in_force"] == own["A"]
    offered = next(row["key"] for row in area_seen(world, "B")["copies"] if row["author"] == "B")
    take_back(world, "B", offered)
    assert [area_seen(world, party)["status"] for party in "AB"] == ["agreed", "agreed"]


def test_an_edit_after_a_signature_is_a_text_that_nobody_signed() -> None:
    """The hostile case: both see who signed what, and nothing that was signed is lost."""
    world = make_world()
    text = area()
    offer(world, "A", text)
    first = area_hash(text)
    sign(world, "A", first)
    sign(world, "B", first)
    offer(world, "A", area(square(37.0, 36.2, 0.2, 0.1)))
    for party in "AB":
        row = area_seen(world, party)
        assert row["status"] == "not_agreed"
        assert row["in_force"] == first, "what both signed is what both signed"
        edited, signed = row["copies"]
        assert (edited["edition"], edited["signed"], edited["missing"]) == (2, [], ["A", "B"])
        assert [one["party"] for one in signed["signed"]] == ["A", "B"]
        assert row["differences"][0]["only_b_m2"] + row["differences"][0]["only_a_m2"] > 1e7


def test_the_old_text_offered_again_is_not_signed_again() -> None:
    """A replay: after a later edition was agreed, the first one comes back with its signatures, and stays behind."""
    world = make_world()
    text = area()
    offer(world, "A", text)
    sign(world, "A", area_hash(text))
    sign(world, "B", area_hash(text))
    later = area(square(37.0, 36.2, 0.2, 0.1))
    offer(world, "A", later)
    second = area_hash(replace(later, edition=2))
    sign(world, "A", second)
    sign(world, "B", second)
    assert [area_seen(world, party)["status"] for party in "AB"] == ["agreed", "agreed"]
    back = offer(world, "A", text)
    assert back.version.body is not None
    row = area_seen(world, "B")
    assert (row["status"], row["in_force"]) == ("not_agreed", second)
    assert row["copies"][0]["edition"] == 3
    assert row["copies"][0]["signed"] == []


def test_an_edit_that_keeps_its_edition_is_evidence() -> None:
    """A node that edits without saying so contradicts itself: kept, alarmed, and the picture stays as it was."""
    world = make_world()
    done = offer(world, "A", area())
    digest = area_seen(world, "B")["copies"][0]["hash"]
    room = world.room("A")
    line = room.store.entries(own_log(room.charter, "A"), done.leaf, done.leaf + 1)[0]
    assert line.body is not None
    with pytest.raises(Refused, match="edition 2"):
        world.say("A", Command(
            kind="area", action="amend", post=WATCH, body=area(square(38.0)), entity=done.version.entity,
            releases=(Release(party="B"),),
        ))  # fmt: skip
    stored = world.room("B").store.entries(log_to(room.charter, "A", "B"), 0, 1)[0]
    assert stored.body is not None
    told = decode(Statement, stored.body)
    edited = replace(told, version=2, action="amend", body=decode(dict, encode_canonical(area(square(38.0)))))
    assert "has edition 1 after edition 1" in world.room("B").view.contradiction(edited)
    assert area_seen(world, "B")["copies"][0]["hash"] == digest


def test_a_signature_of_what_nobody_offers_is_refused_and_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = make_world()
    offer(world, "A", area())
    unknown = "0" * 64
    refused(
        world, "B", lambda room: agreements.sign_area(room, "castello-road", unknown, WATCH, "op"), "hash"
    )
    signature = Command(
        kind="area_signature", action="establish", post=WATCH, releases=(Release(party="A"),),
        body=AreaSignature(area_id="castello-road", hash=unknown),
    )  # fmt: skip
    refused(world, "B", lambda room: submit(room, signature), "area_signature.hash")
    # A node that says it nevertheless: it is kept, and shown as a signature over a text that nobody offered here.
    monkeypatch.delitem(accepting.ACCEPT, "area_signature")
    world.say("B", signature)
    world.carry_all()
    for party in "AB":
        row = area_seen(world, party)
        assert [(one["party"], one["hash"]) for one in row["strangers"]] == [("B", unknown)]
        assert (row["status"], row["copies"][0]["signed"]) == ("not_agreed", [])


def test_nobody_signs_twice_or_for_a_text_that_does_not_name_it() -> None:
    world = make_world()
    text = area()
    offer(world, "A", text, "J")
    digest = area_hash(text)
    sign(world, "B", digest)
    refused(world, "B", lambda room: agreements.sign_area(room, "castello-road", digest, WATCH, "op"),
            "area_signature.hash")  # fmt: skip
    refused(world, "J", lambda room: agreements.sign_area(room, "castello-road", digest, WATCH, "op"),
            "area_signature.hash")  # fmt: skip
    assert area_seen(world, "J")["copies"][0]["signed"] == [], "what B signs is told to signatories alone"


def test_a_signature_that_is_taken_back_counts_no_more_and_stays_visible() -> None:
    world = make_world()
    text = area()
    offer(world, "A", text)
    sign(world, "A", area_hash(text))
    key = sign(world, "B", area_hash(text)).version.key
    take_back(world, "B", key)
    for party in "AB":
        row = area_seen(world, party)
        assert row["status"] == "not_agreed"
        assert [(one["party"], one["taken_back"]) for one in row["copies"][0]["signed"]] == [
            ("A", False),
            ("B", True),
        ]
    assert area_seen(world, "A")["copies"][0]["missing"] == ["B"]


def test_validity_that_began_before_anybody_heard_of_it_is_shown_as_such() -> None:
    world = make_world()
    offer(world, "A", area(from_ms=T0_MS - 5 * DAY_MS))
    assert area_seen(world, "B")["copies"][0]["backdated"]
    world = make_world()
    offer(world, "A", area())
    assert not area_seen(world, "B")["copies"][0]["backdated"]


def test_the_same_ring_from_another_corner_is_the_same_text() -> None:
    ring = square().rings[0]
    turned = area(replace(square(), rings=(ring[2:] + ring[:2],)))
    backwards = area(replace(square(), rings=(ring[::-1],)))
    assert area_hash(turned) == area_hash(backwards) == area_hash(area())
    assert area_hash(area(until_ms=T0_MS + 31 * DAY_MS)) != area_hash(area())


def test_a_text_goes_to_all_whom_it_names() -> None:
    world = make_world()
    with pytest.raises(Refused, match="a release to B is expected"):
        world.say("A", Command(kind="area", action="establish", post=WATCH, body=area(), releases=()))
    with pytest.raises(Refused, match="each of A, B, J at most once expected"):
        world.say(
            "A", Command(kind="area", action="establish", post=WATCH, body=area(signatories=("A", "X")))
        )


def test_a_first_version_is_due_in_five_days_and_a_review_in_fourteen() -> None:
    world = make_world()
    text = area()
    offer(world, "A", text)

    def due(party: str) -> dict[str, int]:
        world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms()))
        rows = due_rows(world.room(party), world.clock.ms)
        return {one.what: one.due_ms for one in rows if one.about == "area/castello-road"}

    assert due("A") == {"area_review": T0_MS + 14 * DAY_MS}
    assert due("B") == {"area_map": T0_MS + 5 * DAY_MS, "area_review": T0_MS + 14 * DAY_MS}
    world.clock.go_on(DAY_MS)
    sign(world, "B", area_hash(text))
    assert due("A") == due("B") == {"area_review": T0_MS + 15 * DAY_MS}
    assert due("J") == {}
    world.clock.ms = text.until_ms
    assert due("A") == due("B") == {}
