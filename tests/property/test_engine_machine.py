"""Inserting, removing, packing and asking in any order: the engine answers as a plain dictionary of volumes would.

Runs are made tiny, so that they are closed and packed together all the time, also while something is being removed.
"""

from __future__ import annotations

from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from commonground.geo.columns import columns_of
from commonground.geo.engine import Engine
from commonground.geo.engine import runs as runs_module

from .engine_rooms import any_of, assert_answers, crowd, ground_meets, truth

PLACES = ((38.0, 35.0), (179.95, 61.0), (0.0, -89.95))
CROWDS = [crowd(24, place, seed) for seed, place in enumerate(PLACES)]
KEYS = st.one_of(st.integers(0, 5), st.sampled_from("abc"))
NUMBERS = st.lists(st.integers(0, 23), min_size=1, max_size=6)
BUFFERS = st.sampled_from([0.0, 0.0, 300.0])


class Room(RuleBasedStateMachine):
    """The model holds, for each key, its volumes in order: (number in the crowd, buffer, is it a place)."""

    def __init__(self) -> None:
        super().__init__()
        self.model: dict[int | str, list[tuple[int, float, bool]]] = {}
        self.engine = Engine()
        self.crowd = CROWDS[0]

    @initialize(number=st.integers(0, len(CROWDS) - 1))
    def somewhere(self, number: int) -> None:
        self.crowd = CROWDS[number]

    @rule(key=KEYS, numbers=NUMBERS, buffer_m=BUFFERS)
    def insert(self, key, numbers, buffer_m) -> None:
        self.engine.insert(key, [self.crowd[n] for n in numbers], buffer_m=buffer_m)
        self.model.setdefault(key, []).extend((n, buffer_m, False) for n in numbers)

    @rule(key=KEYS, numbers=NUMBERS, buffer_m=BUFFERS)
    def insert_places(self, key, numbers, buffer_m) -> None:
        self.engine.insert_places(key, [self.crowd[n].footprint for n in numbers], buffer_m=buffer_m)
        self.model.setdefault(key, []).extend((n, buffer_m, True) for n in numbers)

    @rule(keys=st.lists(KEYS, min_size=1, max_size=4, unique=True), numbers=NUMBERS)
    def insert_many(self, keys, numbers) -> None:
        owner = [place % len(keys) for place in range(len(numbers))]
        self.engine.insert_columns(keys, columns_of([self.crowd[n] for n in numbers], owner))
        for key in keys:
            self.model.setdefault(key, [])
        for place, n in zip(owner, numbers, strict=True):
            self.model[keys[place]].append((n, 0.0, False))

    @rule(key=KEYS)
    def remove(self, key) -> None:
        self.engine.remove(key)
        self.model.pop(key, None)

    @rule()
    def compact(self) -> None:
        self.engine.compact()

    @rule(numbers=NUMBERS, buffer_m=BUFFERS, left_out=st.lists(KEYS, max_size=2))
    def ask(self, numbers, buffer_m, left_out) -> None:
        asked = [self.crowd[n] for n in numbers]
        meetings = {
            (place, key, part): self.meets(n, held, buffer_m)
            for place, n in enumerate(numbers)
            for key, rows in self.model.items()
            for part, held in enumerate(rows)
        }
        assert_answers(self.engine.meetings(asked, buffer_m=buffer_m), meetings)
        wanted = {
            key: any_of(yes for (_, k, _), yes in meetings.items() if k == key)
            for key in self.model
            if key not in left_out
        }
        assert_answers(self.engine.meeting(asked, buffer_m=buffer_m, leave_out=left_out), wanted)

    @rule()
    def all_pairs(self) -> None:
        rows = [(key, part, held) for key, held_by in self.model.items() for part, held in enumerate(held_by)]
        wanted = {
            frozenset({(key, part), (other, number)}): self.both_meet(held, more)
            for key, part, held in rows
            for other, number, more in rows
            if key != other
        }
        pairs = self.engine.pairs()
        ends = zip(
            pairs.a.tolist(), pairs.a_part.tolist(), pairs.b.tolist(), pairs.b_part.tolist(), strict=True
        )
        named = [frozenset({(self.engine.key_at(a), n), (self.engine.key_at(b), m)}) for a, n, b, m in ends]
        assert_answers(named, wanted)

    def meets(self, asks: int, held: tuple[int, float, bool], buffer_m: float) -> bool | None:
        return self.both_meet((asks, buffer_m, False), held)

    def both_meet(self, one: tuple[int, float, bool], two: tuple[int, float, bool]) -> bool | None:
        a, b, buffer_m = self.crowd[one[0]], self.crowd[two[0]], one[1] + two[1]
        if one[2] or two[2]:
            return ground_meets(a.footprint, b.footprint, buffer_m)
        return truth(a, b, buffer_m)

    @invariant()
    def the_same_keys_are_there(self) -> None:
        assert len(self.engine) == len(self.model)
        assert set(self.engine.keys()) == set(self.model)
        assert all(key in self.engine for key in self.model)
        assert "never" not in self.engine


class TestRoom(Room.TestCase):
    """The machine, with runs of sixteen rows."""

    settings = settings(max_examples=40, stateful_step_count=25, deadline=None)

    def runTest(self) -> None:
        with mock.patch.object(runs_module, "FRESH_ROWS", 16):
            super().runTest()
