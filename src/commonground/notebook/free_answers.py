"""When and how high volumes met nothing of what was searched: a start, intervals of height, and what was searched.

A finding about the volumes that were given, never that anything is without risk. Heights are exact integers (tenths of
a millimetre), shown in feet and metres; feet that are shown are rounded inwards, so that each lies in its interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, overload

from commonground.errors import Refused
from commonground.geo.interval import TMM_PER_FT, TMM_PER_M, Reference

from .limits import duration_text, utc_text
from .volume_list import Volumes, counted

LEVELS_SHOWN = 10
#: The least and the most of something, both included.
Span: TypeAlias = tuple[int, int]
Lengths: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, repr=False)
class FreeStart:
    """The start at which volumes, moved in time together, were found to meet nothing of what was searched.

    `start_utc`: when the first of them begins then; `delay_s`: seconds after the start as given, negative before it,
    to the millisecond; `moved`: the volumes at that time. All three are None, and the answer counts as false, when no
    such start was found. `searched` says among what.
    """

    start_utc: datetime | None
    delay_s: float | None
    moved: Volumes | None
    searched: str

    def __bool__(self) -> bool:
        return self.start_utc is not None

    def __repr__(self) -> str:
        if self.start_utc is None or self.delay_s is None:
            return f"no start without a meeting found in what was searched: {self.searched}"
        way = "earlier" if self.delay_s < 0 else "later"
        return (
            f"{utc_text(self.start_utc)}, {duration_text(abs(self.delay_s))} {way}: "
            f"no meeting found then in what was searched: {self.searched}"
        )


@dataclass(frozen=True, slots=True, repr=False)
class FreeLevels:
    """One interval of heights at which volumes, moved up or down together, met nothing of what was searched.

    Each is the least and the most in whole tenths of a millimetre, both included: `shift_tmm` from the height as given
    (down is negative); `lower_tmm`, where the lowest limit then lies over `reference`; `upper_tmm`, where the highest
    does, None when a volume has no upper limit.
    """

    reference: Reference
    shift_tmm: Span
    lower_tmm: Span
    upper_tmm: Span | None

    @property
    def shift_m(self) -> Lengths:
        """The least and the most shift in metres."""
        return _lengths(self.shift_tmm, TMM_PER_M)

    @property
    def shift_ft(self) -> Lengths:
        """The least and the most shift in feet."""
        return _lengths(self.shift_tmm, TMM_PER_FT)

    @property
    def lower_m(self) -> Lengths:
        """The least and the most of the lowest limit in metres."""
        return _lengths(self.lower_tmm, TMM_PER_M)

    @property
    def lower_ft(self) -> Lengths:
        """The least and the most of the lowest limit in feet."""
        return _lengths(self.lower_tmm, TMM_PER_FT)

    @property
    def upper_m(self) -> Lengths | None:
        """The least and the most of the highest limit in metres."""
        return None if self.upper_tmm is None else _lengths(self.upper_tmm, TMM_PER_M)

    @property
    def upper_ft(self) -> Lengths | None:
        """The least and the most of the highest limit in feet."""
        return None if self.upper_tmm is None else _lengths(self.upper_tmm, TMM_PER_FT)

    def __repr__(self) -> str:
        upper = "none" if self.upper_tmm is None else _span_text(self.upper_tmm, self.reference)
        return f"lower limit {_span_text(self.lower_tmm, self.reference)}, upper limit {upper}"

    def as_record(self) -> dict[str, Any]:
        """A plain dict: `reference`, and least and most of shift, lower and upper in tmm, feet and metres."""
        record: dict[str, Any] = {"reference": self.reference}
        for name in ("shift", "lower", "upper"):
            for unit in ("tmm", "ft", "m"):
                span = getattr(self, f"{name}_{unit}") or (None, None)
                record[f"{name}_least_{unit}"], record[f"{name}_most_{unit}"] = span
        return record


@dataclass(frozen=True, slots=True, repr=False)
class FreeAltitudes(Sequence[FreeLevels]):
    """Every interval of heights, from low to high, at which volumes met nothing of what was searched.

    `asked` are the volumes as given; `searched` says among what, and between which heights. Without any interval it
    counts as false.
    """

    levels: tuple[FreeLevels, ...]
    asked: Volumes
    searched: str

    def __len__(self) -> int:
        return len(self.levels)

    def __iter__(self) -> Iterator[FreeLevels]:
        return iter(self.levels)

    @overload
    def __getitem__(self, at: int) -> FreeLevels: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[FreeLevels, ...]: ...
    def __getitem__(self, at: int | slice) -> FreeLevels | tuple[FreeLevels, ...]:
        return self.levels[at]

    def moved(self, shift_tmm: int) -> Volumes:
        """The volumes at another height; `Refused` (`shift_tmm`) for a shift that lies in none of the intervals."""
        if not isinstance(shift_tmm, int) or not any(
            one.shift_tmm[0] <= shift_tmm <= one.shift_tmm[1] for one in self.levels
        ):
            raise Refused(f"{shift_tmm!r}; a shift of one of the intervals expected", field="shift_tmm")
        return self.asked.higher(shift_tmm)

    def __repr__(self) -> str:
        if not self.levels:
            return f"no altitude without a meeting found in what was searched: {self.searched}"
        count = counted(len(self), "interval")
        lines = [f"{count} of altitude without a meeting found in what was searched: {self.searched}"]
        lines += [f"  {one!r}" for one in self.levels[:LEVELS_SHOWN]]
        if len(self) > LEVELS_SHOWN:
            lines.append(f"  and {len(self) - LEVELS_SHOWN:,} more: as_records() lists all")
        return "\n".join(lines)

    def as_records(self) -> list[dict[str, Any]]:
        """A plain dict for each interval, ready for `pandas.DataFrame`."""
        return [one.as_record() for one in self.levels]


def searched(volumes: int, against: int, buffer_m: float) -> str:
    """What was searched, in words."""
    return f"{counted(volumes, 'volume')}, against {counted(against, 'volume')}, buffer {buffer_m:g} m"


def _lengths(span_tmm: Span, unit_tmm: int) -> Lengths:
    return span_tmm[0] / unit_tmm, span_tmm[1] / unit_tmm


def _span_text(span_tmm: Span, reference: Reference) -> str:
    """`9,000.0004 to 12,000 ft AMSL (2,743.2001 to 3,657.6 m)`: metres exact, feet rounded inwards."""
    least_tmm, most_tmm = span_tmm
    feet = -(-least_tmm * 10_000 // TMM_PER_FT), most_tmm * 10_000 // TMM_PER_FT
    if least_tmm == most_tmm:  # one level: there is no inside, so the nearest
        feet = (round(least_tmm * 10_000 / TMM_PER_FT),) * 2
    return f"{_text(feet)} ft {reference} ({_text(span_tmm)} m)"


def _text(span: Span) -> str:
    """Ten-thousandths as decimals."""
    texts = [f"{whole / 10_000:,.4f}".rstrip("0").rstrip(".") for whole in span]
    return texts[0] if texts[0] == texts[1] else f"{texts[0]} to {texts[1]}"
