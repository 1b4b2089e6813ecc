"""The runs of an engine: one that is filled, and closed ones that are packed together by a thread of their own.

A closed run never changes. When several of like size have gathered, a new run of all their living rows is packed
beside them and takes their place when it is done, so that nobody waits; as in a log-structured merge tree. The run that
is filled holds its rows as they came, and a question walks most of it: so it is small, and packed as soon as it is
closed, alone where no other is of like size.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from .draw import Drawn
from .tree import Flags, Run, append_rows, empty_run, pack

FRESH_ROWS = 2_048
FRESH_POINTS = 65_536
#: A run is packed together with younger ones that have at least this share of its rows.
LIKE_SIZE = 4


class Runs:
    """Rows in runs. `alive` is given with each call that may pack: one flag an entity."""

    def __init__(self) -> None:
        self._closed: tuple[Run, ...] = ()
        self._all: tuple[Run, ...] = ()
        self._fresh = empty_run(FRESH_ROWS, FRESH_POINTS)
        self._fresh_points = 0
        self._packer = ThreadPoolExecutor(1, thread_name_prefix="pack")
        self._packing: Future[Run] | None = None
        self._packed: tuple[Run, ...] = ()
        self.state = 0  # grows whenever other runs answer than before

    def adopt(self, alive: Flags, *, wait: bool = False) -> tuple[Run, ...]:
        """Every run that holds rows, once a run that was packed stands in the place of those it was made of."""
        while self._packing is not None and (wait or self._packing.done()):
            made = self._packing.result()
            old = set(map(id, self._packed))
            place = next(n for n, run in enumerate(self._closed) if id(run) in old)
            kept = [run for run in self._closed if id(run) not in old]
            if len(made):
                kept.insert(place, made)
            gone = list(self._packed)
            self._closed, self._packing, self._packed = tuple(kept), None, ()
            self._settle()
            self._packer.submit(
                len, gone
            )  # given back by that thread: to free a large run takes milliseconds
            self._pack_like_sizes(alive)
        return self._all

    def _settle(self) -> None:
        self.state += 1
        self._all = (*self._closed, self._fresh) if self._fresh.rows else self._closed

    def add(self, drawn: Sequence[Drawn], alive: Flags) -> None:
        """Take drawn rows in: few into the run that is filled, many as a run of their own."""
        self.adopt(alive)
        rows, points = sum(map(len, drawn)), sum(len(one.points) for one in drawn)
        if rows > FRESH_ROWS // 4 or points > FRESH_POINTS // 4:
            self._close_fresh(alive)
            self._closed = (*self._closed, pack(list(drawn), alive))
            self._settle()
            self._pack_like_sizes(alive)
            return
        for one in drawn:
            self.fill(one, alive)

    def fill(self, drawn: Drawn, alive: Flags) -> None:
        """Take a few rows into the run that is filled."""
        full = self._fresh.rows + len(drawn) > FRESH_ROWS
        if full or self._fresh_points + len(drawn.points) > FRESH_POINTS:
            self._close_fresh(alive)
            self._pack_like_sizes(alive)
        fresh = self._fresh
        append_rows(drawn.boxes, drawn.facts, drawn.points, *fresh.parts, fresh.rows, self._fresh_points)
        is_first = fresh.rows == 0
        fresh.rows += len(drawn)
        self._fresh_points += len(drawn.points)
        if is_first:
            self._settle()

    def compact(self, alive: Flags) -> None:
        """Pack every living row into one run, now."""
        runs = self.adopt(alive, wait=True)
        if runs:
            made = pack(list(runs), alive)
            self._closed = (made,) if len(made) else ()
            self._renew_fresh()

    def _close_fresh(self, alive: Flags) -> None:
        """Close the run that is filled; while a larger one is packed, which may take seconds, it is packed here."""
        if self._fresh.rows:
            closed = self._fresh if self._packing is None else pack([self._fresh], alive)
            self._closed = (*self._closed, closed) if len(closed) else self._closed
            self._renew_fresh()

    def _renew_fresh(self) -> None:
        self._fresh = empty_run(FRESH_ROWS, FRESH_POINTS)
        self._fresh_points = 0
        self._settle()

    def _pack_like_sizes(self, alive: Flags) -> None:
        """Begin to pack the youngest runs together, as far back as they are of like size; or one that never was."""
        closed = self._closed
        if self._packing is not None or not closed:
            return
        take, rows = 1, len(closed[-1])
        while take < len(closed) and len(closed[-take - 1]) <= LIKE_SIZE * rows:
            take += 1
            rows += len(closed[-take])
        if take > 1 or not closed[-1].in_order:
            self._packed = closed[-take:]
            self._packing = self._packer.submit(pack, list(self._packed), alive)
