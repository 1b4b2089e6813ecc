"""The earliest and the latest free start of an intent within seven days, in steps of 1 ms, and the free heights.

Beside the engine stands a plain sweep that asks `footprints_meet` at every step: slow, and obviously right. A peer does
the same with shapely's tree and GEOS.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from bench.engine.clock import spans
from bench.engine.ours import Ours
from bench.engine.peers.strtree import Index
from bench.engine.planar import Planar, planar_set
from bench.engine.sets import asking, asking_set, columns_of_set
from bench.engine.workload import WEEK_MS, Integers
from commonground.geo.columns import VolumeColumns, footprint_at
from commonground.geo.intersection import footprints_meet

#: Heights are sought from where the intent is up to ten kilometres higher.
RISE_TMM = 100_000_000
#: What a drawn edge may lie off its geodesic, and more.
_SLACK_MM = 20


def free_start(name: str, intents: int, passes: int, check_s: float) -> dict[str, Any]:
    """Time the engine, and hold as many of its answers as there is time for to the plain sweep."""
    columns, questions = columns_of_set(name), asking(name, intents)
    ours = Ours(columns)
    engine, prepared = ours.engine, ours.prepare(questions)
    told: dict[str, Any] = {
        "set": name,
        "earliest": spans(lambda one: engine.earliest_free_ms(one, WEEK_MS), prepared, passes).plain(),
        "latest": spans(lambda one: engine.latest_free_ms(one, WEEK_MS), prepared, passes).plain(),
        "levels": spans(lambda one: engine.free_levels_tmm(one, 0, RISE_TMM), prepared, passes).plain(),
    }
    waits = [engine.earliest_free_ms(one, WEEK_MS) for one in prepared]
    told["moved"] = sum(wait != 0 for wait in waits)
    truth = Truth(columns, planar_set(name), questions.columns, planar_set(asking_set(name)))
    until, checked, verified = time.monotonic() + check_s, 0, 0
    # Intents that must move say more than those that are free at once.
    for number in sorted(range(len(waits)), key=lambda number: waits[number] == 0):
        for backwards, answer in (
            (False, waits[number]),
            (True, engine.latest_free_ms(prepared[number], WEEK_MS)),
        ):
            checked += 1
            verified += answer == truth.first_free(questions.rows[number], WEEK_MS, backwards=backwards)
        if time.monotonic() > until:
            break
    return told | {"checked": checked, "verified": verified}


class Truth:
    """The plain sweep over one set."""

    def __init__(
        self, held: VolumeColumns, held_planar: Planar, asked: VolumeColumns, asked_planar: Planar
    ) -> None:
        self.held, self.held_planar, self.asked, self.asked_planar = held, held_planar, asked, asked_planar

    def first_free(self, rows: Integers, within_ms: int, *, backwards: bool) -> int | None:
        """The least shift of all rows together, to the future or the past, at which nothing is met."""
        begins, ends, asks, others = self._blocked(rows)
        if backwards:
            begins, ends = -ends, -begins
        at = 0
        for n in np.argsort(begins, kind="stable").tolist():
            if begins[n] > at:
                break
            if ends[n] >= at and self._meet(int(asks[n]), int(others[n])):
                at = int(ends[n]) + 1
        return at if at <= within_ms else None

    def _meet(self, asks: int, other: int) -> bool:
        return footprints_meet(footprint_at(self.asked, asks), footprint_at(self.held, other)) is not None

    def _blocked(self, rows: Integers) -> tuple[Integers, Integers, Integers, Integers]:
        """Shifts at which the window of a row meets the window of a held row that is near: first, last, both rows."""
        near = [(np.full(len(found), row), found) for row in rows.tolist() if len(found := self._near(row))]
        if not near:
            none = np.empty(0, dtype=np.int64)
            return none, none, none, none
        asks, others = (np.concatenate(side) for side in zip(*near, strict=True))
        begins = self.held.from_ms[others] - self.asked.until_ms[asks]
        return begins, self.held.until_ms[others] - self.asked.from_ms[asks], asks, others

    def _near(self, row: int) -> Integers:
        """Held rows whose boxes on the ground and heights meet those of an asking row."""
        held, box = self.held_planar.box_mm, self.asked_planar.box_mm[row]
        meets = (self.held.lower_tmm <= self.asked.upper_tmm[row]) & (
            self.held.upper_tmm >= self.asked.lower_tmm[row]
        )
        for low, high in ((0, 2), (1, 3)):
            meets &= (held[:, low] <= box[high] + _SLACK_MM) & (held[:, high] >= box[low] - _SLACK_MM)
        return np.flatnonzero(meets)


def free_start_peer(name: str, intents: int, passes: int) -> dict[str, Any]:
    """The earliest free start by shapely's tree, NumPy, GEOS and a sweep."""
    held, asked = planar_set(name), planar_set(asking_set(name))
    peer = Index(held, asked)
    peer.build()
    exact = peer.exact

    def earliest(rows: Integers) -> int:
        number, others = peer.tree.query(exact.asking_shapes[rows])
        asks = rows[number]
        kept = (asked.lower_tmm[asks] <= held.upper_tmm[others]) & (
            asked.upper_tmm[asks] >= held.lower_tmm[others]
        )
        asks, others = exact.ground(exact.asking_shapes, asks[kept], others[kept]).T
        begins, ends = (
            held.from_ms[others] - asked.until_ms[asks],
            held.until_ms[others] - asked.from_ms[asks],
        )
        at = 0
        for n in np.argsort(begins, kind="stable").tolist():
            if begins[n] > at:
                break
            at = max(at, int(ends[n]) + 1)
        return at

    return {
        "set": name,
        "engine": "strtree",
        "earliest": spans(earliest, asking(name, intents).rows, passes).plain(),
    }
