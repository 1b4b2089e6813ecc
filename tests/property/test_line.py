"""Laws of the line: the order of arrival changes no state, and a call to a third party changes no byte of another's."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.picture.blocks import Reference
from commonground.picture.channel import Channel
from commonground.picture.channel_standing import standing as channel_standing
from commonground.picture.charter import Clocks
from commonground.picture.line import Call, CallWord
from commonground.picture.line_standing import LADDER, standing
from commonground.picture.version import Version
from commonground.room.node import load_room
from tests.line_worlds import SECOND_MS, call, carry, line_of, place, row, stop, ticks
from tests.worlds import T0_MS, TestSalt, World, make_world, nd

CALL = Reference(author="A", entity="K-1")
WHATS = ("taken", "read_back", "understood", "acted", "unable", "answer")
SENT = place(40.0, 35.0)


def version(author: str, entity: str, kind: str, body: Any, leaf: int, known_ms: int = T0_MS) -> Version:
    return Version(
        author=author, entity=entity, kind=kind, action="establish", version=1, post="watch_officer", mode="keep",
        precedence="FLASH", body=body, origin=f"{author}", leaf=leaf, said_leaf=leaf, t_released_ms=known_ms,
        known_from_ms=known_ms, first_released_ms=known_ms, first_known_ms=known_ms,
    )  # fmt: skip


def word(author: str, what: str, leaf: int, is_near: bool) -> Version:
    fields: dict[str, Any] = {"about": CALL, "what": what}
    if what == "read_back":
        fields["point"] = (nd(40.0), nd(35.0) if is_near else nd(35.1))
    if what == "answer":
        fields |= {"code": "not_ours", "speaks_for": "own"}
    return version(author, f"O-{leaf}-{author}", "call_word", CallWord(**fields), leaf)


WORDS = st.lists(st.tuples(st.sampled_from("BBBJ"), st.sampled_from(WHATS), st.booleans()), max_size=8)


@settings(max_examples=200, deadline=None)
@given(WORDS, st.randoms(use_true_random=False))
def test_words_in_any_order_give_one_state(said: list[tuple[str, str, bool]], dice: Any) -> None:
    body = Call(to="B", number=1, t_placed_ms=T0_MS, place=SENT)
    asked = version("A", "K-1", "call", body, 0)
    words = [word(author, what, leaf, near) for leaf, (author, what, near) in enumerate(said)]
    mixed = list(words)
    dice.shuffle(mixed)
    one, other = standing(asked, words, 100), standing(asked, mixed, 100)
    assert (one.state, one.blocked, one.no_effect) == (other.state, other.blocked, other.no_effect)
    assert {w.key for w in words if w.author == "J"} <= one.no_effect
    if one.understood is not None:
        before = [w for w in words if w.author == "B" and w.said_leaf < one.understood.said_leaf]
        backs = [w.body.point for w in before if isinstance(w.body, CallWord) and w.body.what == "read_back"]
        assert backs, "nothing is understood that was not read back"
        assert backs[-1] == (nd(40.0), nd(35.0))


ACTS = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(("suspended", "proposed", "confirmed"))), max_size=9
)


def _channel_words(acts: list[tuple[str, str]]) -> list[Version]:
    words: list[Version] = []
    for leaf, (author, act) in enumerate(acts):
        other = "B" if author == "A" else "A"
        proposals = [w for w in words if w.author == other and w.body.what == "resume_proposed"]  # type: ignore[union-attr]
        if act == "confirmed" and not proposals:
            continue
        about = Reference(author=other, entity=proposals[-1].entity) if act == "confirmed" else None
        what = {"suspended": "suspended", "proposed": "resume_proposed", "confirmed": "resume_confirmed"}[act]
        body = Channel(
            to=other,
            channel_class="SAFETY",
            what=what,
            declared_ms=T0_MS,
            effective_ms=T0_MS,
            about=about,  # type: ignore[arg-type]
        )
        words.append(version(author, f"H-{leaf}", "channel", body, leaf))
    return words


@settings(max_examples=300, deadline=None)
@given(ACTS, st.randoms(use_true_random=False))
def test_words_about_a_class_in_any_order_give_one_state(acts: list[tuple[str, str]], dice: Any) -> None:
    words = _channel_words(acts)
    mixed = list(words)
    dice.shuffle(mixed)
    one, other = channel_standing(words, T0_MS), channel_standing(mixed, T0_MS)
    assert (one.status, one.suspended_by, one.no_effect) == (
        other.status,
        other.suspended_by,
        other.no_effect,
    )
    last = words[-1] if words else None
    if last is not None and isinstance(last.body, Channel) and last.body.what == "suspended":
        assert last.author in one.suspended_by, "whoever suspends last has suspended"
    if not any(isinstance(w.body, Channel) and w.body.what == "suspended" for w in words):
        assert one.status == "open", "nothing but a suspension suspends"


def test_a_call_to_a_third_party_changes_no_byte_of_what_another_holds() -> None:
    def lived(*, also: bool) -> World:
        world = make_world(salt=TestSalt())
        call(world, "B")
        if also:
            call(world, "J", precedence="IMMEDIATE", place=SENT)
            call(world, "J", "A", channel_class="LIAISON")
        ticks(world)
        world.clock.go_on(150 * SECOND_MS)
        ticks(world)
        if also:
            stop(world, to="J")
        call(world, "B", "A", precedence="ROUTINE")
        carry(world)
        return world

    alone, beside = lived(also=False), lived(also=True)
    for world in (alone, beside):
        assert world.room("B").store.origins()[world.log("A", "B")] == 2
    entries = [
        [row.body for row in world.room("B").store.entries(world.log("A", "B"), 0, 2)]
        for world in (alone, beside)
    ]
    assert entries[0] == entries[1]
    assert line_of(alone, "B", "A") == line_of(beside, "B", "A")


MOVES = st.lists(
    st.one_of(
        st.integers(min_value=1, max_value=240).map(lambda seconds: ("wait", seconds)),
        st.sampled_from([("restart", 0), ("cut", 0), ("heal", 0), ("tick", 0)]),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(MOVES)
def test_no_rung_is_climbed_twice_or_out_of_its_order_whatever_breaks(moves: list[tuple[str, int]]) -> None:
    world = make_world()
    key = call(world)
    for move, seconds in moves:
        match move:
            case "wait":
                world.clock.go_on(seconds * SECOND_MS)
            case "restart":
                for party in "AB":
                    load_room(world.room(party))
            case "cut":
                world.cut = {frozenset("AB")}
            case "heal":
                world.cut = set()
            case _:
                ticks(world)
    world.cut = set()
    ticks(world)
    waited_ms = world.clock.ms - T0_MS
    expected = [step for step, clock in LADDER if waited_ms >= (getattr(Clocks(), clock) if clock else 0)]
    for party in "AB":
        rungs = row(world, party, key)["rungs"]
        assert [one["step"] for one in rungs] == expected
        assert [one["at_ms"] for one in rungs] == sorted(one["at_ms"] for one in rungs)
