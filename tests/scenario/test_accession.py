"""R4: a fourth party joins when all have signed one hash; scopes hold; a party leaves; nobody is put out."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from commonground.errors import NotPermitted, Refused
from commonground.log.keys import Certificate, certify
from commonground.log.note import sign_note
from commonground.picture.accession import Accession, Consent, charter_hash, charter_text
from commonground.picture.blocks import Reference, Text
from commonground.picture.charter import Party, Scope, Text3
from commonground.picture.membership import Force, Leaving, Named
from commonground.picture.statement import Release, Statement
from commonground.record import decode, replace
from commonground.room import accession, membership
from commonground.room.accession_standing import proposal_of, standing_of
from commonground.room.declared import declared
from commonground.room.leaving import has_left, left_ms
from commonground.room.node import load_room
from commonground.room.rows_members import members
from commonground.room.rows_roster import duty_rows
from commonground.room.submit import Command, submit
from commonground.room.watch import alert_rows, tick
from commonground.store.memory import MemoryStore
from tests.worlds import (
    HOUR_MS,
    T0_MS,
    TestSalt,
    World,
    announce,
    charter,
    key,
    make_world,
    notice,
    open_node,
    report,
    site,
)

CHIEF, WATCH = "duty_chief", "watch_officer"
DAY_MS = 24 * HOUR_MS
NOTHING = Text(lang="en", text="")


def candidate(party: str = "C") -> tuple[Party, str]:
    """A party that is not in the room, and its certificate."""
    made = Party(
        id=party, letter=party, shape="square", name=Text3(en="Centre C", ar="المركز ج", ru="Центр В"),
        short=Text3(en=party), identity_key=key(party).verifier.encode(), node_key=key(party).verifier.encode(),
    )  # fmt: skip
    return made, certify(key(party), Certificate(party, key(party).verifier, T0_MS, T0_MS + 366 * DAY_MS))


def propose(world: World, by: str = "A", scope: Scope | None = None, party: str = "C") -> str:
    who, certificate = candidate(party)
    said = world.nodes[by].run_now(
        lambda room: accession.propose(
            room, who, certificate, scope or Scope(party=party), (Named(id="c-army", name=Text3(en="C army")),), (),
            CHIEF, "ann",
        )
    )  # fmt: skip
    world.carry_all()
    return said.version.key


def signature(world: World, proposal: str, party: str) -> str:
    """What the identity key says offline, of the charter that this party's own node shows."""
    _, result = proposal_of(world.room(party), proposal)
    return sign_note(charter_text(result), [key(party)])


def consent(world: World, proposal: str, *parties: str) -> None:
    for party in parties:
        note = signature(world, proposal, party)
        world.nodes[party].run_now(
            lambda room, n=note: accession.answer(room, proposal, "consents", n, NOTHING, CHIEF, "ann")
        )
        world.carry_all()


def ticks(world: World) -> None:
    for node in world.nodes.values():
        node.run_now(lambda room: tick(room, room.clock.now_ms()))


def state(world: World, proposal: str, party: str = "A") -> str:
    room = world.room(party)
    stands = standing_of(room, room.view.get(proposal), room.clock.now_ms())
    assert stands is not None
    return stands.state


def parties(world: World, at: str) -> list[str]:
    return [one.id for one in world.room(at).charter.parties]


def join(world: World, party: str = "C") -> None:
    """The newcomer's own node, opened with the charter that all signed."""
    agreed = world.room("A").charter
    world.nodes[party] = open_node(party, agreed, world.clock, TestSalt(), MemoryStore())


def joined(scope: Scope | None = None) -> World:
    world = make_world()
    proposal = propose(world, scope=scope)
    consent(world, proposal, "A", "B", "J")
    ticks(world)
    join(world)
    world.carry_all()
    return world


def told(world: World, author: str, recipient: str) -> list[Statement]:
    rows = world.room(recipient).store.entries(world.log(author, recipient), 0, 99)
    return [decode(Statement, one.body) for one in rows if one.body is not None]


# -- joining ----------------------------------------------------------------------------------------------------


def test_a_fourth_party_joins_when_all_have_signed_and_is_told_what_is_released_to_it() -> None:
    world = make_world()
    world.say("A", announce(notice(), "B"))
    proposal = propose(world)
    assert [state(world, proposal, one) for one in "ABJ"] == ["open"] * 3
    consent(world, proposal, "A", "B")
    ticks(world)
    assert parties(world, "A") == ["A", "B", "J"], "who has not consented is waited for"
    rows = members(world.room("B"), world.clock.ms)["proposals"][0]["consents"]
    assert [(one["party"], one["word"]) for one in rows] == [
        ("A", "consents"),
        ("B", "consents"),
        ("J", "none"),
    ]
    consent(world, proposal, "J")
    ticks(world)
    assert [parties(world, one) for one in "ABJ"] == [["A", "B", "J", "C"]] * 3
    assert len({charter_hash(world.room(one).charter) for one in "ABJ"}) == 1
    join(world)
    world.carry_all()
    assert [one.kind for one in told(world, "A", "C")] == [], "history is never released"
    said = world.say("A", report(site(), "C"))
    world.carry_all()
    assert said.version.key in world.room("C").view.picture.entities
    back = world.say("C", report(site(name="Far"), "A", "B"))
    world.carry_all()
    assert back.version.key in world.room("B").view.picture.entities


@pytest.mark.parametrize("order", list(itertools.permutations("ABJ")))
def test_any_order_of_consents_and_of_arrival_ends_alike(order: tuple[str, ...]) -> None:
    world = make_world()
    proposal = propose(world)
    for party in order:
        note = signature(world, proposal, party)
        world.nodes[party].run_now(
            lambda room, n=note: accession.answer(room, proposal, "consents", n, NOTHING, CHIEF, "ann")
        )
    for sender, receiver in itertools.permutations(order, 2):
        world.carry(sender, receiver)
        ticks(world)
    assert len({charter_hash(world.room(one).charter) for one in "ABJ"}) == 1
    assert parties(world, order[0]) == ["A", "B", "J", "C"]


def test_a_restart_ends_where_it_stopped() -> None:
    world = joined()
    node = world.nodes["A"]
    load_room(node.room)
    assert parties(world, "A") == ["A", "B", "J", "C"]
    world.say("A", announce(notice(), "C"))
    world.carry_all()
    assert "notice" in {one.kind for one in told(world, "A", "C")}


def test_a_refusal_ends_it_and_owes_no_reason() -> None:
    world = make_world()
    proposal = propose(world)
    consent(world, proposal, "A", "J")
    world.nodes["B"].run_now(
        lambda room: accession.answer(room, proposal, "refuses", "", NOTHING, CHIEF, "bob")
    )
    world.carry_all()
    ticks(world)
    assert [state(world, proposal, one) for one in "ABJ"] == ["refused"] * 3
    with pytest.raises(Refused):
        consent(world, proposal, "B")


def test_a_proposal_that_not_all_have_signed_in_thirty_days_is_over() -> None:
    world = make_world()
    proposal = propose(world)
    consent(world, proposal, "A", "B")
    world.clock.go_on(30 * DAY_MS + 1)
    assert state(world, proposal) == "expired"
    with pytest.raises(Refused) as refused:
        consent(world, proposal, "J")
    assert refused.value.clause == "R4"


def test_a_consent_without_the_identity_keys_signature_is_refused() -> None:
    world = make_world()
    proposal = propose(world)
    for note in ("", sign_note("another text\n", [key("A")]), signature(world, proposal, "B")):
        with pytest.raises(Refused) as refused:
            world.nodes["A"].run_now(
                lambda room, n=note: accession.answer(room, proposal, "consents", n, NOTHING, CHIEF, "ann")
            )
        assert refused.value.field == "signature"


# -- hostile ----------------------------------------------------------------------------------------------------


def forge(world: World, proposal: str, by: str, **changes: Any) -> None:
    """A word that an honest node would not let through, said past its own rules."""
    from commonground.room import accepting

    room = world.room(by)
    body = room.view.get(proposal).body
    assert isinstance(body, Accession)
    author, _, entity = proposal.partition("/")
    said = Consent(
        about=Reference(author=author, entity=entity), hash=body.hash, word="consents", given_ms=world.clock.ms,
        signature=signature(world, proposal, by),
    )  # fmt: skip
    rule = accepting.ACCEPT.pop("consent")
    try:
        world.say(by, Command(
            kind="consent", action="establish", post=CHIEF, body=replace(said, **changes),
            releases=tuple(Release(party=one) for one in "ABJ" if one != by),
        ))  # fmt: skip
    finally:
        accepting.ACCEPT["consent"] = rule
    world.carry_all()


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"hash": "A" * 43 + "="}, "other_hash"),
        ({"signature": ""}, "not_signed"),
        ({"given_ms": T0_MS + 31 * DAY_MS}, "late"),
    ],
)
def test_a_consent_that_is_none_is_seen_by_both_sides_and_counts_for_nothing(
    changes: dict[str, Any], counts: str
) -> None:
    world = make_world()
    proposal = propose(world)
    consent(world, proposal, "A", "J")
    if "given_ms" in changes:
        world.clock.go_on(31 * DAY_MS)
    forge(world, proposal, "B", **changes)
    ticks(world)
    for party in "AJ":
        assert parties(world, party) == ["A", "B", "J"]
        strange = members(world.room(party), world.clock.ms)["proposals"][0]["strange"]
        assert [(one["party"], one["counts"]) for one in strange] == [("B", counts)]
        alarms = [one.what for one in alert_rows(world.room(party), world.clock.ms)]
        assert f"consent_{counts}" in alarms


# -- scopes -----------------------------------------------------------------------------------------------------


def test_a_scope_holds_at_the_author_and_at_the_door() -> None:
    world = joined(Scope(party="C", safety="observe", humanitarian="none", ceasefire="notify"))
    with pytest.raises(Refused) as refused:
        world.say("J", report(site(), "C"))
    assert refused.value.field == "recipients[0].party"
    heard = world.say("A", announce(notice(), "C"))
    world.carry_all()
    assert heard.version.key in world.room("C").view.picture.entities
    with pytest.raises(NotPermitted) as kept:
        world.say("C", announce(notice(), "A"))
    assert kept.value.field == "channel_class"
    world.say("C", replace_class(report(site(), "A"), "CEASEFIRE"))


def replace_class(command: Command, channel_class: str) -> Command:
    from dataclasses import replace as changed

    return changed(command, channel_class=channel_class)  # type: ignore[arg-type]


def test_what_a_node_says_outside_its_scope_is_evidence() -> None:
    from commonground.room import acceptance

    world = joined(Scope(party="C", safety="observe"))
    rule, acceptance.refuse_membership = acceptance.refuse_membership, lambda *_: None
    try:
        said = world.say("C", announce(notice(), "A"))
    finally:
        acceptance.refuse_membership = rule
    world.carry_all()
    assert said.version.key not in world.room("A").view.picture.entities
    assert any(one.what == "evidence" for one in alert_rows(world.room("A"), world.clock.ms))


# -- for whom a party speaks ------------------------------------------------------------------------------------


def test_for_whom_a_party_speaks_is_seen_by_all_and_what_two_claim_too() -> None:
    world = make_world()
    for party, force in (("A", "river-guard"), ("B", "river-guard")):
        forces = (Force(id=force, name=Text3(en="River guard"), rules="abc", passed_on_ms=T0_MS),)
        world.nodes[party].run_now(
            lambda room, f=forces: membership.declare(
                room, f, (Named(id="hill-militia", name=Text3(en="Hill militia")),), CHIEF, "ann"
            )
        )
    world.carry_all()
    assert declared(world.room("J"), "A") == ("river-guard",)
    assert "hill-militia" not in declared(world.room("J"), "A")
    rows = {one["party"]: one for one in members(world.room("J"), world.clock.ms)["members"]}
    assert rows["A"]["claimed_twice"] == ["river-guard"]
    assert rows["B"]["forces"][0]["passed_on_ms"] == T0_MS


# -- leaving ----------------------------------------------------------------------------------------------------


def test_a_party_leaves_by_its_own_word_and_what_it_was_shown_stays() -> None:
    world = make_world(agreed=charter(mandatory_posts=(WATCH,)))
    before = world.say("A", announce(notice(), "B"))
    its = world.say("B", announce(notice(), "A"))
    world.carry_all()
    at_ms = T0_MS + HOUR_MS
    world.nodes["B"].run_now(lambda room: membership.leave(room, at_ms, NOTHING, CHIEF, "bob"))
    world.carry_all()
    assert [has_left(world.room("A"), "B", world.clock.ms), left_ms(world.room("A"), "B")] == [False, at_ms]
    assert [one["party"] for one in duty_rows(world.room("A"), world.clock.ms)] == ["A", "B", "J"]
    world.clock.ms = at_ms
    assert has_left(world.room("A"), "B", world.clock.ms)
    assert [one["party"] for one in duty_rows(world.room("A"), world.clock.ms)] == ["A", "J"]
    with pytest.raises(Refused) as refused:
        world.say("A", announce(notice(), "B"))
    assert refused.value.field == "recipients[0].party"
    size = len(told(world, "A", "B"))
    world.nodes["A"].run_now(lambda room: submit(room, Command(
        kind="notice", action="cancel", post=WATCH, entity=before.version.entity,
    )))  # fmt: skip
    world.carry_all()
    assert len(told(world, "A", "B")) == size, "nothing is released to it any more"
    assert world.room("B").view.get(before.version.key).action == "establish", "what it was shown stays"
    assert world.room("A").view.get(its.version.key).body is not None, "and what it said"
    load_room(world.nodes["A"].room)


def test_a_leaving_can_be_taken_back_until_its_time_and_not_be_dated_back() -> None:
    world = make_world()
    with pytest.raises(Refused) as refused:
        world.nodes["B"].run_now(lambda room: membership.leave(room, T0_MS - 1, NOTHING, CHIEF, "bob"))
    assert refused.value.field == "at_ms"
    world.nodes["B"].run_now(lambda room: membership.leave(room, T0_MS + HOUR_MS, NOTHING, CHIEF, "bob"))
    world.nodes["B"].run_now(lambda room: membership.stay(room, CHIEF, "bob"))
    world.carry_all()
    assert left_ms(world.room("A"), "B") is None
    world.nodes["B"].run_now(lambda room: membership.leave(room, T0_MS + HOUR_MS, NOTHING, CHIEF, "bob"))
    world.clock.ms = T0_MS + HOUR_MS
    with pytest.raises(Refused):
        world.nodes["B"].run_now(lambda room: membership.stay(room, CHIEF, "bob"))


def test_a_leaving_that_is_dated_back_counts_from_when_it_was_said() -> None:
    from commonground.room import accepting

    world = make_world()
    world.clock.go_on(HOUR_MS)
    rule = accepting.ACCEPT.pop("leaving")
    try:
        world.say("B", Command(
            kind="leaving", action="establish", post=CHIEF, entity="LV-leaving", body=Leaving(at_ms=T0_MS - DAY_MS),
            releases=(Release(party="A"), Release(party="J")),
        ))  # fmt: skip
    finally:
        accepting.ACCEPT["leaving"] = rule
    world.carry_all()
    assert left_ms(world.room("A"), "B") == world.clock.ms
    row = members(world.room("A"), world.clock.ms)["members"][1]
    assert (row["dated_back"], row["said_ms"]) == (True, T0_MS - DAY_MS)
    assert "leaving_dated_back" in [one.what for one in alert_rows(world.room("A"), world.clock.ms)]
