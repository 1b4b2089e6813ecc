"""Every volume that is known, under keys, and the exact answer to what meets what.

Rows lie in runs (`runs`); what is removed is marked and left out when its run is packed next. The engine is a cache:
the store holds the truth and fills it again.

Answers are those of `geo/intersection`: closed intervals, contact at 5 mm, right to 3 mm of that. One thread asks and
changes at a time; the thread that packs is the engine's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from commonground.record import decode

from ..columns import VolumeColumns, columns_of
from ..footprint import Footprint
from ..interval import DEFAULT_CONTEXT, AltitudeContext
from ..volume import Volume
from .accept import drawn_if_acceptable
from .asked import Prepared as Prepared
from .asked import found_by, joined
from .draw import Drawn, altitude_terms, draw, draw_many, draw_places
from .frontier import WAITING_ROWS
from .layout import COUNT, PART, SLOT, Integers, Rows
from .levels import blocked_levels, gaps, has_flight_levels
from .pairs import Pairs, all_pairs
from .runs import FRESH_POINTS, FRESH_ROWS, Runs
from .saved import layout_of, read_saved, saved
from .search import (
    AT_ONCE,
    FOUND_COLUMNS,
    FOUND_PART,
    FOUND_QUESTION,
    FOUND_SLOT,
    STACK,
    search,
)
from .starts import NO_ROOM, first_free
from .tree import Run

Key: TypeAlias = str | int

_SLOTS_MIN = 1_024
_LATE_MAX = 64


class Engine:
    """Volumes under keys. A key may have many volumes; inserting adds to them."""

    def __init__(self, context: AltitudeContext = DEFAULT_CONTEXT) -> None:
        self._terms = altitude_terms(context)
        self._keys: list[Key | None] = []
        self._slot_of: dict[Key, int] = {}
        self._alive = np.zeros(_SLOTS_MIN, dtype=np.uint8)
        self._parts = np.zeros(_SLOTS_MIN, dtype=np.int32)
        self._runs = Runs()
        self._points_max = 1
        self._found: Rows = np.empty((4_096, FOUND_COLUMNS), dtype=np.int32)
        self._boxed: Rows = np.empty(0, dtype=np.int32)
        self._asking: Rows = np.empty(0, dtype=np.int32)
        self._nodes: Integers = np.empty((WAITING_ROWS, 8_192), dtype=np.int64)
        self._waits: Integers = np.empty((WAITING_ROWS, 16_384), dtype=np.int64)
        self._picked: Rows = np.empty(0, dtype=np.int32)
        self._roomy = -1  # the state of the runs that the scratch space was made for
        self._points_asked = 1
        self._late: list[tuple[int, Drawn]] = []
        self._late_points = 0

    def __len__(self) -> int:
        return len(self._slot_of)

    def __contains__(self, key: Key) -> bool:
        return key in self._slot_of

    def keys(self) -> Iterator[Key]:
        """Every key, in the order of insertion."""
        return iter(self._slot_of)

    @property
    def rows(self) -> int:
        """Boxes held, of removed volumes too until they are packed away."""
        return sum(map(len, self._adopted()))

    @property
    def nbytes(self) -> int:
        """Bytes of the rows and trees."""
        return sum(run.nbytes for run in self._adopted())

    # -- changing ---------------------------------------------------------------------------------------------

    def insert(self, key: Key, volumes: Sequence[Volume], buffer_m: float = 0.0) -> None:
        """Add acceptable volumes under a key; a buffer widens their ground (metres)."""
        self.insert_columns([key], columns_of(volumes, [0] * len(volumes)), buffer_m)

    def insert_places(self, key: Key, footprints: Sequence[Footprint], buffer_m: float = 0.0) -> None:
        """Add acceptable footprints at every height and time under a key."""
        slots, parts = self._take_slots([key], np.zeros(len(footprints), dtype=np.int64))
        self._add(draw_places(footprints, slots, parts, self._terms, buffer_m))

    def insert_columns(self, keys: Sequence[Key], columns: VolumeColumns, buffer_m: float = 0.0) -> None:
        """Add the volumes of columns, those of owner n under `keys[n]`."""
        slots, parts = self._take_slots(keys, columns.owner)
        if buffer_m:
            columns = _buffered(columns, buffer_m)
        self._add(*draw_many(columns, slots, parts, self._terms))

    def insert_prepared(self, key: Key, question: Prepared) -> None:
        """Add what a question asked about under a key: boxes stay wider by its buffer, shapes are as they were."""
        slot, drawn = self._slot(key), question.drawn
        rows, points = len(drawn), len(drawn.points)
        if self._parts[slot] or not rows or rows > FRESH_ROWS // 4 or points > FRESH_POINTS // 4:
            facts = drawn.facts.copy()
            facts[:, SLOT] = slot
            facts[:, PART] += self._parts[slot]
            self._parts[slot] = int(facts[-1, PART]) + 1 if rows else self._parts[slot]
            self._add(Drawn(drawn.boxes, facts, drawn.points))
            return
        # As most are, a notice: taken in with others before somebody asks.
        self._parts[slot] = drawn.facts[-1, PART] + 1
        self._expect(question.points_max)
        self._late.append((slot, drawn))
        self._late_points += points
        if len(self._late) >= _LATE_MAX or self._late_points > FRESH_POINTS // 4:
            self._take_late()

    def saved_rows(self, volumes: Sequence[Volume], buffer_m: float = 0.0) -> bytes:
        """Rows of an entity's volumes as bytes for the store, to be given back to `insert_saved`."""
        columns = columns_of(volumes, [0] * len(volumes))
        columns = _buffered(columns, buffer_m) if buffer_m else columns
        none = np.zeros(len(volumes), dtype=np.int64)
        return saved(draw(columns, none, np.arange(len(volumes)), self._terms))

    @property
    def layout(self) -> int:
        """What saved rows must carry to be given back to this engine."""
        return layout_of(self._terms)

    def insert_saved(self, chunks: Iterable[tuple[Sequence[Key], Sequence[bytes]]]) -> None:
        """Add what `saved_rows` made of entities: keys and their bytes, in chunks of some thousands.

        All are packed into one run at the end. `ValueError` for other bytes; then nothing is added.
        """
        read, known = [], len(self._keys)
        for keys, rows in chunks:
            slots = np.fromiter((self._slot(key) for key in keys), np.int64, len(keys))
            try:
                drawn = read_saved(rows, slots, self._parts[slots].astype(np.int64))
            except ValueError:
                for key in self._keys[known:]:
                    if key is not None:
                        self.remove(key)
                raise
            np.maximum.at(self._parts, drawn.facts[:, SLOT], drawn.facts[:, PART] + 1)
            read.append(drawn)
        self._add(*read)

    def remove(self, key: Key) -> None:
        """Forget a key and its volumes; a key that is not there is no error."""
        slot = self._slot_of.pop(key, None)
        if slot is not None:
            self._alive[slot] = 0
            self._keys[slot] = None

    def compact(self) -> None:
        """Pack everything into one run, now. Answers do not change."""
        self._take_late()
        self._runs.compact(self._alive)

    def _take_slots(self, keys: Sequence[Key], owner: Integers) -> tuple[Integers, Integers]:
        """The slot and the number in its entity of each volume."""
        slots = np.fromiter((self._slot(key) for key in keys), np.int64, len(keys))[owner]
        if len(keys) == 1:
            first = int(self._parts[slots[0]]) if len(slots) else 0
            parts = np.arange(first, first + len(slots))
        else:
            order = np.argsort(slots, kind="stable")
            ordered = slots[order]
            begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
            lengths = np.diff(np.append(begins, len(ordered)))
            parts = np.empty(len(slots), dtype=np.int64)
            parts[order] = np.arange(len(ordered)) - np.repeat(begins, lengths) + self._parts[ordered]
        np.add.at(self._parts, slots, 1)
        return slots, parts

    def _slot(self, key: Key) -> int:
        slot = self._slot_of.get(key)
        if slot is None:
            slot = len(self._keys)
            if slot == len(self._alive):
                self._alive = np.concatenate([self._alive, np.zeros(slot, dtype=np.uint8)])
                self._parts = np.concatenate([self._parts, np.zeros(slot, dtype=np.int32)])
            self._keys.append(key)
            self._slot_of[key] = slot
            self._alive[slot] = 1
        return slot

    def _add(self, *drawn: Drawn) -> None:
        some = [one for one in drawn if len(one)]
        if some:
            self._expect(max(int(one.facts[:, COUNT].max()) for one in some))
            self._runs.add(some, self._alive)

    def _take_late(self) -> None:
        """Put what was added last into the run that is filled."""
        if self._late:
            slots, drawn = zip(*self._late, strict=True)
            self._late, self._late_points = [], 0
            self._runs.add([joined(drawn, slots)], self._alive)

    def _adopted(self, *, wait: bool = False) -> tuple[Run, ...]:
        """Every run, with all that was added."""
        self._take_late()
        return self._runs.adopt(self._alive, wait=wait)

    def _expect(self, points: int) -> None:
        """Rows of so many points are held from now on: scratch space is made for them before the next question."""
        if points > self._points_max:
            self._points_max, self._roomy = points, -1

    # -- asking -----------------------------------------------------------------------------------------------

    def prepare(self, volumes: Sequence[Volume], buffer_m: float = 0.0) -> Prepared:
        """Draw acceptable volumes for asking; `buffer_m` widens what is asked for."""
        return self.prepare_columns(columns_of(volumes, [0] * len(volumes)), buffer_m)

    def prepare_columns(self, columns: VolumeColumns, buffer_m: float = 0.0) -> Prepared:
        """Draw the volumes of columns for asking; the number of a question is its place in the columns."""
        numbers = np.arange(len(columns))
        drawn = draw(columns, np.full(len(columns), -1), numbers, self._terms, buffer_m)
        return _question(drawn, buffer_m)

    def meeting_json(self, data: bytes, buffer_m: float = 0.0) -> list[Key]:
        """`meeting` of a JSON list of volumes as statements hold them.

        `MalformedMessage` when it is none, `Refused` naming the field when a volume is not acceptable.
        """
        _, drawn = drawn_if_acceptable(decode(list[Volume], data), "volumes", self._terms, buffer_m)
        return self.meeting_prepared(_question(drawn, buffer_m))

    def meeting(
        self, volumes: Sequence[Volume], buffer_m: float = 0.0, leave_out: Iterable[Key] = ()
    ) -> list[Key]:
        """Keys of everything that at least one of the volumes meets, each once."""
        return self.meeting_prepared(self.prepare(volumes, buffer_m), leave_out)

    def meeting_prepared(self, question: Prepared, leave_out: Iterable[Key] = ()) -> list[Key]:
        """`meeting` of a prepared question."""
        slots: dict[int, None] = {}
        for found in self._search(question):
            slots.update(dict.fromkeys(found[:, FOUND_SLOT].tolist()))
        if not slots:
            return []
        for key in leave_out:
            slots.pop(self._slot_of.get(key, -1), None)
        named = (self._keys[slot] for slot in slots)
        return [key for key in named if key is not None]

    def meeting_together(self, question: Prepared, count: int) -> list[list[Key]]:
        """`meeting_prepared` of each of so many questions that `as_one` has put together."""
        slots: list[dict[int, None]] = [{} for _ in range(count)]
        for found in self._search(question):
            for number, slot in found_by(question, found):
                slots[number][slot] = None
        return [[key for slot in one if (key := self._keys[slot]) is not None] for one in slots]

    def meetings(self, volumes: Sequence[Volume], buffer_m: float = 0.0) -> list[tuple[int, Key, int]]:
        """Number of the asking volume, key, number of its volume: every meeting once."""
        question = self.prepare(volumes, buffer_m)
        met: dict[tuple[int, Key, int], None] = {}
        for found in self._search(question):
            asking = question.drawn.facts[found[:, FOUND_QUESTION], PART].tolist()
            slots, parts = found[:, FOUND_SLOT].tolist(), found[:, FOUND_PART].tolist()
            for number, slot, part in zip(asking, slots, parts, strict=True):
                key = self._keys[slot]
                if key is not None:
                    met[number, key, part] = None
        return list(met)

    def _search(self, question: Prepared) -> list[Rows]:
        """What the runs answer, in the columns of `search`."""
        drawn, answers = question.drawn, []
        for run in self._ready(question):
            while True:
                count = search(
                    *run.parts, self._alive, drawn.boxes, drawn.facts, drawn.points, question.apart_mm,
                    self._found, self._boxed, self._asking, self._picked,
                )  # fmt: skip
                if count <= len(self._found):
                    break
                self._found = np.empty((2 * count, FOUND_COLUMNS), dtype=np.int32)
            if count:
                answers.append(self._found[:count].copy())
        return answers

    def _ready(self, question: Prepared) -> tuple[Run, ...]:
        """The runs, with scratch space for the largest of them and of their pairs with the question."""
        runs = self._adopted()
        if self._runs.state != self._roomy or question.points_max > self._points_asked:
            self._points_asked = max(question.points_max, self._points_asked)
            rows = max((len(run.facts) for run in runs), default=0)
            if len(self._boxed) < STACK + AT_ONCE + rows:
                self._boxed = np.empty(STACK + AT_ONCE + rows + rows // 4, dtype=np.int32)
                self._asking = np.empty(len(self._boxed), dtype=np.int32)
            if len(self._picked) < self._points_max + self._points_asked:
                self._picked = np.empty(2 * (self._points_max + self._points_asked), dtype=np.int32)
            self._roomy = self._runs.state
        return runs

    def key_at(self, number: int) -> Key | None:
        """The key of entity `number` of `Pairs`; None when it was removed since."""
        return self._keys[number]

    # -- when and how high ------------------------------------------------------------------------------------

    def earliest_free_ms(self, question: Prepared, within_ms: int) -> int | None:
        """The least delay (0 .. within_ms) after which the question meets nothing; None when there is none.

        All its volumes are moved together, in steps of 1 ms. That nothing is met is what is known here and now, and
        says nothing about what was not told.
        """
        return self._first_free(question, within_ms, backwards=False)

    def latest_free_ms(self, question: Prepared, within_ms: int) -> int | None:
        """The least advance (0 .. within_ms) by which the question, begun earlier, meets nothing."""
        return self._first_free(question, within_ms, backwards=True)

    def _first_free(self, question: Prepared, within_ms: int, *, backwards: bool) -> int | None:
        drawn, at, before = question.drawn, 0, -1
        while before != at:  # until no run moves it any more
            before = at
            for run in self._ready(question):
                at = first_free(
                    *run.parts, self._alive, drawn.boxes, drawn.facts, drawn.points, question.apart_mm,
                    backwards, at, within_ms, self._nodes, self._waits, self._picked,
                )  # fmt: skip
                if at == NO_ROOM:
                    self._nodes = np.empty((WAITING_ROWS, 2 * self._nodes.shape[1]), dtype=np.int64)
                    self._waits = np.empty((WAITING_ROWS, 2 * self._waits.shape[1]), dtype=np.int64)
                    at, before = 0, -1
                    break
                if at > within_ms:
                    return None
        return at

    def free_levels_tmm(self, question: Prepared, lowest_tmm: int, highest_tmm: int) -> list[tuple[int, int]]:
        """Shifts in height (closed, tenths of a millimetre) within which the question meets nothing in its window.

        All its volumes are moved together, from `lowest_tmm` (down is negative) to `highest_tmm`.
        """
        drawn, kept = question.drawn, []
        slack = int(self._terms[5]) * max(abs(lowest_tmm), abs(highest_tmm)) // 1000 + 1
        room: Integers = np.empty((1_024, 2), dtype=np.int64)
        for run in self._ready(question):
            while True:
                count = blocked_levels(
                    *run.parts, self._alive, drawn.boxes, drawn.facts, drawn.points, question.apart_mm,
                    lowest_tmm, highest_tmm, slack if has_flight_levels(drawn.facts) else 0,
                    room, 0, self._boxed, self._picked,
                )  # fmt: skip
                if count <= len(room):
                    break
                room = np.empty((count, 2), dtype=np.int64)
            kept.append(room[:count].copy())
        return gaps(np.concatenate(kept) if kept else room[:0], lowest_tmm, highest_tmm)

    # -- all pairs --------------------------------------------------------------------------------------------

    def pairs(self, threads: int = 2) -> Pairs:
        """Every pair of volumes of different keys that meet, each once, in no particular order."""
        runs = self._adopted(wait=True)
        return all_pairs(runs, self._alive, self._points_max, threads)


def _question(drawn: Drawn, buffer_m: float) -> Prepared:
    return Prepared(drawn, buffer_m * 1000.0, int(drawn.facts[:, COUNT].max(initial=1)))


def _buffered(columns: VolumeColumns, buffer_m: float) -> VolumeColumns:
    """Columns whose radii are wider."""
    fields = {name: getattr(columns, name) for name in VolumeColumns.__slots__}
    fields["radius_tmm"] = columns.radius_tmm + round(buffer_m * 10_000)
    return VolumeColumns(**fields)
