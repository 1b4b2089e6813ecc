"""Volumes with their names and the rows that they came from: an unchanging list that tells what it holds.

Numbers of volumes count from 0 and are those that a screening speaks of. It reads and decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from commonground.geo.free_levels import higher
from commonground.geo.interval import TMM_PER_M, as_text
from commonground.geo.volume import Volume
from commonground.record import replace

from .limits import utc, utc_text


@dataclass(frozen=True, slots=True, repr=False)
class Volumes(Sequence[Volume]):
    """Volumes, a name for each, and the number of the feature, row or list item (from 0) that each came from.

    Parts of one feature share its row. Indexing gives a `Volume`, a slice gives `Volumes`.
    """

    items: tuple[Volume, ...]
    names: tuple[str, ...]
    rows: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Volume]:
        return iter(self.items)

    @overload
    def __getitem__(self, at: int) -> Volume: ...
    @overload
    def __getitem__(self, at: slice) -> Volumes: ...
    def __getitem__(self, at: int | slice) -> Volume | Volumes:
        if isinstance(at, slice):
            return Volumes(self.items[at], self.names[at], self.rows[at])
        return self.items[at]

    def __repr__(self) -> str:
        if not self.items:
            return "0 volumes"
        kinds = Counter(type(one.footprint).__name__.lower() for one in self.items)
        listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        begin, end = min(one.from_ms for one in self.items), max(one.until_ms for one in self.items)
        return f"{counted(len(self), 'volume')}: {listed}, {utc_text(utc(begin))} to {utc_text(utc(end))}"

    def later(self, delay_ms: int) -> Volumes:
        """The same volumes, begun and ended so many milliseconds later."""
        moved = (
            replace(one, from_ms=one.from_ms + delay_ms, until_ms=one.until_ms + delay_ms)
            for one in self.items
        )
        return Volumes(tuple(moved), self.names, self.rows)

    def higher(self, by_tmm: int) -> Volumes:
        """The same volumes, so many tenths of a millimetre higher, each limit in its own reference."""
        return Volumes(tuple(higher(one, by_tmm) for one in self.items), self.names, self.rows)

    def as_records(self) -> list[dict[str, Any]]:
        """A plain dict for each volume, ready for `pandas.DataFrame`.

        Heights as text, moments as datetimes in UTC, `radius_m` of circles and `width_m` of corridors in metres.
        """
        return [
            {
                "name": name,
                "row": row,
                "shape": type(one.footprint).__name__.lower(),
                "radius_m": _metres(one, "radius_tmm"),
                "width_m": _metres(one, "width_tmm"),
                "lower": as_text(one.lower),
                "upper": as_text(one.upper),
                "from_utc": utc(one.from_ms),
                "until_utc": utc(one.until_ms),
            }
            for one, name, row in zip(self.items, self.names, self.rows, strict=True)
        ]


def counted(count: int, noun: str) -> str:
    """`1 volume`, `1,200 volumes`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _metres(volume: Volume, name: str) -> float | None:
    value_tmm = getattr(volume.footprint, name, None)
    return None if value_tmm is None else value_tmm / TMM_PER_M
