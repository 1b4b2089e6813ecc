"""Who is on duty, proposals, consents and scopes: what a party gets of them never hangs on what was withheld from it.

Two worlds differ only in what A told J and not B (a site, or the scope of what C may hear of it). Every byte that B
holds of A and J is equal, whatever the order in which the words on a proposal came.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.picture.blocks import Text
from commonground.picture.charter import Scope
from commonground.picture.roster import Shift
from commonground.room import accession, membership, roster
from commonground.room.roster import Seat
from tests.scenario.test_accession import candidate, signature
from tests.worlds import HOUR_MS, T0_MS, World, make_world, report, site

NOTHING = Text(lang="en", text="")
ACTS = st.lists(
    st.sampled_from(("duty", "plan", "consent_a", "consent_b", "consent_j", "leave", "carry")), max_size=8
)
SCOPES = st.sampled_from(
    (Scope(party="C"), Scope(party="C", humanitarian="none"), Scope(party="C", safety="observe"))
)


def play(acts: list[str], scope: Scope, withheld: bool) -> World:
    world = make_world()
    if withheld:
        world.say("A", report(site(name="Withheld"), "J"))
    world.carry_all()
    who, certificate = candidate()
    said = world.nodes["A"].run_now(
        lambda room: accession.propose(room, who, certificate, scope, (), (), "duty_chief", "ann")
    )
    world.carry_all()
    proposal = said.version.key
    for act in acts:
        world.clock.go_on(1_000)
        if act == "carry":
            world.carry_all()
        elif act == "duty":
            seat = Seat("watch_officer", ("en",), world.clock.ms, T0_MS + 9 * HOUR_MS)
            world.nodes["A"].run_now(lambda room, s=seat: roster.state_posts(room, [s], room.clock.now_ms()))
        elif act == "plan":
            shift = Shift(from_ms=T0_MS + 9 * HOUR_MS, until_ms=T0_MS + 17 * HOUR_MS, languages=("ar",))
            world.nodes["A"].run_now(
                lambda room, s=shift: roster.plan(room, "watch_officer", (s,), "", "watch_officer", "ann")
            )
        elif act == "leave":
            at_ms = T0_MS + 20 * HOUR_MS
            world.nodes["J"].run_now(
                lambda room, at=at_ms: membership.leave(room, at, NOTHING, "duty_chief", "joe")
            ) if "J/LV-leaving" not in world.room("J").view.picture.entities else None
        else:
            party = act[-1].upper()
            answered = any(one.author == party for one in world.room(party).view.replies_about(proposal))
            if not answered:
                note = signature(world, proposal, party)
                world.nodes[party].run_now(
                    lambda room, n=note: accession.answer(
                        room, proposal, "consents", n, NOTHING, "duty_chief", "ann"
                    )
                )
    world.carry_all()
    return world


def held_by_b(world: World) -> list[tuple[str, bytes, bytes | None]]:
    store = world.room("B").store
    return [
        (origin, row.entry, row.body)
        for author in "AJ"
        for origin in (world.log(author, "B"),)
        for row in store.entries(origin, 0, store.origins().get(origin, 0))
    ]


@settings(max_examples=25, deadline=None)
@given(ACTS, SCOPES)
def test_what_was_withheld_changes_no_byte_of_the_roster(acts: list[str], scope: Scope) -> None:
    assert held_by_b(play(acts, scope, withheld=False)) == held_by_b(play(acts, scope, withheld=True))
