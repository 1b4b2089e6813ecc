"""What is relevant to what: entities that share a cell, a height and a moment, found without walking all of them.

Cells alone say where (`cells`), heights are metres above the WGS84 ellipsoid in tenths of a millimetre, times ms UTC;
intervals are closed, so that what only touches is relevant (F3548-21 DSS0005). It is wider than a conflict, on purpose:
two flights that are near have to know of each other. An entity is relevant where one of its extents meets one of the
question's; nothing is ever left out because there were many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from .cells import Cells, cells_of
from .interval import DEFAULT_CONTEXT, AltitudeContext, w84_band
from .volume import Volume

K = TypeVar("K")
P = TypeVar("P")
HOUR_MS = 3_600_000
HOURS_MAX = 24
"""What lasts longer, or a question that does, is not looked for by the hour."""


class Extent(NamedTuple):
    """Cells between two heights (tmm above the ellipsoid) during a span (ms UTC); all ends belong to it."""

    cells: Cells
    lower_tmm: int
    upper_tmm: int
    from_ms: int
    until_ms: int


def extents_of(volumes: Iterable[Volume], context: AltitudeContext = DEFAULT_CONTEXT) -> tuple[Extent, ...]:
    """The extents of volumes; those of one band and one window are one."""
    found: dict[tuple[int, int, int, int], Cells] = {}
    for volume in volumes:
        lower_tmm, upper_tmm = w84_band(volume.lower, volume.upper, context)
        name = (lower_tmm, upper_tmm, volume.from_ms, volume.until_ms)
        cells = cells_of(volume.footprint)
        found[name] = found[name] | cells if name in found else cells
    return tuple(Extent(cells, *name) for name, cells in found.items())


def meet(one: Extent, other: Extent) -> bool:
    """Whether two extents share a cell, a height and a moment."""
    return (
        one.lower_tmm <= other.upper_tmm
        and other.lower_tmm <= one.upper_tmm
        and one.from_ms <= other.until_ms
        and other.from_ms <= one.until_ms
        and not one.cells.isdisjoint(other.cells)
    )


def any_meet(some: Sequence[Extent], others: Sequence[Extent]) -> bool:
    """Whether one of these meets one of those."""
    return any(meet(one, other) for one in some for other in others)


def covers(wide: Sequence[Extent], extent: Extent) -> bool:
    """Whether one of these holds all cells, heights and moments of an extent."""
    return any(
        one.lower_tmm <= extent.lower_tmm
        and extent.upper_tmm <= one.upper_tmm
        and one.from_ms <= extent.from_ms
        and extent.until_ms <= one.until_ms
        and extent.cells <= one.cells
        for one in wide
    )


@dataclass(slots=True, eq=False)
class _Held(Generic[K]):
    """An entity that stands in the index, with the box of all its extents."""

    key: K
    extents: tuple[Extent, ...]
    lower_tmm: int
    upper_tmm: int
    from_ms: int
    until_ms: int
    is_one: bool


class Relevance(Generic[K]):
    """Entities by the cells that they lie in and the hours that they last. One thread changes and asks.

    Over a town a cell holds a week of flights, of which a question concerns some minutes.
    """

    def __init__(self) -> None:
        self._held: dict[K, _Held[K]] = {}
        self._cells: dict[int, dict[K, _Held[K]]] = {}
        self._long: dict[int, dict[K, _Held[K]]] = {}
        self._hours: dict[tuple[int, int], dict[K, _Held[K]]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: K) -> bool:
        return key in self._held

    def put(self, key: K, extents: tuple[Extent, ...]) -> None:
        """Let an entity stand, in place of what stood under its key; one without extents is relevant to nothing."""
        self.remove(key)
        if not extents:
            return
        held = _Held(
            key,
            extents,
            min(one.lower_tmm for one in extents),
            max(one.upper_tmm for one in extents),
            min(one.from_ms for one in extents),
            max(one.until_ms for one in extents),
            len(extents) == 1,
        )
        self._held[key] = held
        hours = _hours(held.from_ms, held.until_ms)
        for cell in _cells(extents):
            _put(self._cells, cell, held)
            if hours is None:
                _put(self._long, cell, held)
            for hour in hours or ():
                _put(self._hours, (cell, hour), held)

    def remove(self, key: K) -> None:
        """Let an entity stand no more; one that does not is no error."""
        held = self._held.pop(key, None)
        if held is None:
            return
        hours = _hours(held.from_ms, held.until_ms)
        for cell in _cells(held.extents):
            _remove(self._cells, cell, key)
            if hours is None:
                _remove(self._long, cell, key)
            for hour in hours or ():
                _remove(self._hours, (cell, hour), key)

    def extents(self, key: K) -> tuple[Extent, ...]:
        """What an entity stands with; nothing where it does not stand."""
        held = self._held.get(key)
        return () if held is None else held.extents

    def met_by(self, extents: Sequence[Extent]) -> list[K]:
        """Keys of everything that one of these extents meets, in the order of no matter."""
        if len(extents) == 1:
            return self._met(extents[0])
        found: dict[K, None] = {}
        for one in extents:
            found.update(dict.fromkeys(self._met(one)))
        return list(found)

    def _met(self, extent: Extent) -> list[K]:
        _, lower_tmm, upper_tmm, from_ms, until_ms = extent
        return [
            key
            for key, held in self._near(extent).items()
            if held.lower_tmm <= upper_tmm
            and lower_tmm <= held.upper_tmm
            and held.from_ms <= until_ms
            and from_ms <= held.until_ms
            and (held.is_one or _is_within(held, extent) or any(meet(extent, one) for one in held.extents))
        ]

    def _near(self, extent: Extent) -> dict[K, _Held[K]]:
        """What shares a cell with an extent, and an hour where that is told apart."""
        near: dict[K, _Held[K]] = {}
        hours = _hours(extent.from_ms, extent.until_ms)
        for cell in extent.cells:
            if cell not in self._cells:
                continue
            if hours is None:
                near.update(self._cells[cell])
                continue
            near.update(self._long.get(cell, {}))
            for hour in hours:
                near.update(self._hours.get((cell, hour), {}))
        return near


def _hours(from_ms: int, until_ms: int) -> range | None:
    """The hours that a span lies in, both ends included; None for too many."""
    first, last = from_ms // HOUR_MS, until_ms // HOUR_MS
    return range(first, last + 1) if last - first < HOURS_MAX else None


def _is_within(held: _Held[K], extent: Extent) -> bool:
    """Whether all extents of an entity keep to the heights and moments of one that shares a cell with some."""
    return (
        extent.lower_tmm <= held.lower_tmm
        and held.upper_tmm <= extent.upper_tmm
        and extent.from_ms <= held.from_ms
        and held.until_ms <= extent.until_ms
    )


def _put(places: dict[P, dict[K, _Held[K]]], place: P, held: _Held[K]) -> None:
    places.setdefault(place, {})[held.key] = held


def _remove(places: dict[P, dict[K, _Held[K]]], place: P, key: K) -> None:
    within = places[place]
    del within[key]
    if not within:
        del places[place]


def _cells(extents: Sequence[Extent]) -> Cells:
    if len(extents) == 1:
        return extents[0].cells
    return frozenset().union(*(one.cells for one in extents))
