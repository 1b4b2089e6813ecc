"""What is answered: meetings with their margins, and what was searched, in units that a person reads.

An answer is a finding. It never says that anything is without risk, and one that found nothing says what was searched.
Exact integers (tenths of a millimetre, nanodegrees) stay in `geo/intersection`; here they are feet, metres, degrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, overload

from commonground.geo import intersection
from commonground.geo.interval import TMM_PER_FT, TMM_PER_M

from .limits import duration_text, utc, utc_text
from .volume_list import counted

Relation: TypeAlias = Literal["overlap", "touching", "within_buffer"]
PAIRS_SHOWN = 10


@dataclass(frozen=True, slots=True, repr=False)
class Meeting:
    """How two volumes meet.

    `relation` is `overlap`, `touching` (levels or windows that only meet, or footprints within 5 mm of a bare contact)
    or `within_buffer`. `from_utc`, `until_utc`, `shared_s`: the shared window, seconds. `height_ft`, `height_m`: the
    shared height, the most that is possible where references differ; `height_conversion` names what was converted
    ("none" where nothing was), and a band without an upper limit counts up to 1,000 km. `area_m2`: the shared ground.
    `distance_m`: metres between the footprints, 0 unless they are only within the buffer. `lon`, `lat`: a point in
    both, or half way between them, in degrees.
    """

    relation: Relation
    from_utc: datetime
    until_utc: datetime
    shared_s: float
    height_ft: float
    height_m: float
    height_conversion: str
    area_m2: float
    distance_m: float
    lon: float
    lat: float

    def __repr__(self) -> str:
        ground = _apart(self.distance_m) if self.relation == "within_buffer" else f"{self.area_m2:,.0f} m2"
        height = _height(self.height_ft, self.height_m, self.height_conversion, "at most")
        how, window = self.relation.replace("_", " "), _window(self.from_utc, self.until_utc)
        return f"{how}: {window}, {height}, {ground}, at {_point(self.lon, self.lat)}"

    def as_record(self) -> dict[str, Any]:
        """The fields as a plain dict."""
        return asdict(self)


@dataclass(frozen=True, slots=True, repr=False)
class Margins:
    """How far two volumes share, or lie apart, in time, in height and on the ground.

    The fields are those of `Meeting`. `relation` is `apart` when they do not meet in one of the three; then
    `gap_s` (seconds), `height_gap_ft`, `height_gap_m` and `distance_m` say by how much: 0 where they do meet. A height
    gap is the least that is certain where references differ. `from_utc` and `until_utc` are None without a shared
    window.
    """

    relation: Literal["overlap", "touching", "apart"]
    from_utc: datetime | None
    until_utc: datetime | None
    shared_s: float
    gap_s: float
    height_ft: float
    height_m: float
    height_gap_ft: float
    height_gap_m: float
    height_conversion: str
    area_m2: float
    distance_m: float
    lon: float
    lat: float

    def __repr__(self) -> str:
        if self.from_utc is None or self.until_utc is None:
            time = f"{duration_text(self.gap_s)} apart in time"
        else:
            time = _window(self.from_utc, self.until_utc)
        if self.height_gap_ft:
            gap = _height(self.height_gap_ft, self.height_gap_m, self.height_conversion, "at least")
            height = f"{gap} apart in height"
        else:
            height = _height(self.height_ft, self.height_m, self.height_conversion, "at most")
        ground = _apart(self.distance_m) if self.distance_m else f"{self.area_m2:,.0f} m2"
        return f"{self.relation}: {time}, {height}, {ground}, at {_point(self.lon, self.lat)}"

    def as_record(self) -> dict[str, Any]:
        """The fields as a plain dict."""
        return asdict(self)


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """Two volumes that meet: their numbers (from 0) and names in what was screened, and how they meet."""

    a: int
    b: int
    a_name: str
    b_name: str
    meeting: Meeting

    def __repr__(self) -> str:
        return f"{self.a_name!r} and {self.b_name!r}: {self.meeting!r}"

    def as_record(self) -> dict[str, Any]:
        """Numbers, names and the fields of the meeting as one plain dict."""
        named = {"a": self.a, "b": self.b, "a_name": self.a_name, "b_name": self.b_name}
        return {**named, **self.meeting.as_record()}


@dataclass(frozen=True, slots=True, repr=False)
class Screening(Sequence[Pair]):
    """Every pair that was found to meet, in the order of the volumes, and what was searched.

    `volumes` is how many volumes were asked about, `against` how many they were held against (None: each against the
    others), `buffer_m` the buffer in metres on the ground.
    """

    pairs: tuple[Pair, ...]
    volumes: int
    against: int | None
    buffer_m: float

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    @overload
    def __getitem__(self, at: int) -> Pair: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Pair, ...]: ...
    def __getitem__(self, at: int | slice) -> Pair | tuple[Pair, ...]:
        return self.pairs[at]

    @property
    def searched(self) -> str:
        """What was searched, in words."""
        others = (
            "each against the others"
            if self.against is None
            else f"against {counted(self.against, 'volume')}"
        )
        return f"{counted(self.volumes, 'volume')}, {others}, buffer {self.buffer_m:g} m"

    def __repr__(self) -> str:
        if not self.pairs:
            return f"no meeting found in what was searched: {self.searched}"
        kinds = Counter(pair.meeting.relation.replace("_", " ") for pair in self.pairs)
        listed = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
        lines = [f"{counted(len(self), 'meeting')} ({listed}) in {self.searched}"]
        lines += [f"  {pair!r}" for pair in self.pairs[:PAIRS_SHOWN]]
        if len(self) > PAIRS_SHOWN:
            lines.append(f"  and {len(self) - PAIRS_SHOWN:,} more: as_records() lists all")
        return "\n".join(lines)

    def as_records(self) -> list[dict[str, Any]]:
        """A plain dict for each pair, ready for `pandas.DataFrame`."""
        return [pair.as_record() for pair in self.pairs]


def meeting_of(found: intersection.Meeting) -> Meeting:
    """A meeting in feet, metres and degrees."""
    lon, lat = found.common_point
    return Meeting(
        relation=found.relation,
        from_utc=utc(found.shared_from_ms),
        until_utc=utc(found.shared_until_ms),
        shared_s=found.shared_ms / 1000,
        height_ft=found.altitude_overlap_tmm / TMM_PER_FT,
        height_m=found.altitude_overlap_tmm / TMM_PER_M,
        height_conversion=found.altitude_conversion,
        area_m2=found.area_m2,
        distance_m=found.distance_m,
        lon=lon / 1e9,
        lat=lat / 1e9,
    )


def _window(begin: datetime, end: datetime) -> str:
    return f"{duration_text((end - begin).total_seconds())} from {utc_text(begin)}"


def _height(height_ft: float, height_m: float, conversion: str, bound: str) -> str:
    """Feet and metres; where references differ they are only a bound, and the conversions are named."""
    if conversion == "none":
        return f"{height_ft:,.0f} ft ({height_m:,.1f} m)"
    return f"{bound} {height_ft:,.0f} ft ({height_m:,.1f} m; {conversion})"


def _apart(distance_m: float) -> str:
    return f"{distance_m:,.2f} m apart on the ground"


def _point(lon: float, lat: float) -> str:
    return f"{abs(lat):.6f} {'S' if lat < 0 else 'N'} {abs(lon):.6f} {'W' if lon < 0 else 'E'}"
