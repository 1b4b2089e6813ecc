"""What an announced activity meets, in one picture: hits with their margins, and never a verdict.

A `ConflictReport` says what was searched, as of when, with which buffer, and each hit. It has no field that says
that nothing is there: without a hit it carries the neutral sentence of T-6.
The truth of a single pair is `geo/intersection`; the index only proposes. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..geo.footprint import Circle, Footprint
from ..geo.intersection import Meeting, footprints_meet, volumes_meet
from ..geo.interval import AltitudeContext
from ..geo.volume import Volume
from ..record import Encoded, Record, encode_canonical
from .airspace import AIRSPACE_CLASSES
from .charter import Charter, Text3
from .entity import Notice, Site
from .version import Version

ONE_BY_ONE_MAX = 20
COUNTS_ONLY_ABOVE = 200
SECOND_POST_ABOVE = 25


class Hit(Record, frozen=True):
    """One place where an activity and something else meet. Times ms UTC, areas m2, distances in millimetres."""

    key: str
    kind: str
    with_key: str
    with_version: int
    party: str
    title: Text3
    relation: str
    from_ms: int
    until_ms: int
    altitude_overlap_tmm: int
    altitude_conversion: str
    area_m2: int
    distance_mm: int
    common_point: tuple[int, int]
    category: str = ""
    count: int = 1


class Met(Record, frozen=True):
    """That an activity meets something, in one version of it, with whatever margins: those follow from both bodies."""

    key: str
    kind: str
    party: str
    category: str


class Searched(Record, frozen=True):
    """What a report looked through: how many of each kind, and up to which leaf of which log."""

    notices: int
    sites: int
    logs: tuple[tuple[str, int], ...]


class ConflictReport(Record, frozen=True):
    """Everything that an activity meets in one picture as of one moment."""

    report_id: str
    as_of_ms: int
    searched: Searched
    buffer_m: int
    hits: tuple[Hit, ...]
    hits_total: int
    counts_only: bool = False
    needs_second_post: bool = False


class MetReport(Record, frozen=True):
    """A `ConflictReport` without margins: what the own log keeps of the check that went before an announcement."""

    report_id: str
    as_of_ms: int
    searched: Searched
    buffer_m: int
    hits: tuple[Met, ...]
    hits_total: int
    counts_only: bool = False
    needs_second_post: bool = False


def kept_report(report: MetReport | None) -> dict[str, Any]:
    """A report as its bytes, for a line that is about to be encoded; nothing where there is none."""
    return {} if report is None else Encoded(encode_canonical(report))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something in the picture that the index says might be met."""

    key: str
    version: int
    party: str
    body: Notice | Site


def altitude_context(charter: Charter) -> AltitudeContext:
    """The charter's bounds under which AGL and FL become intervals above W84."""
    area = charter.area
    return AltitudeContext(
        elevation_lower_tmm=area.elevation_tmm_lower,
        elevation_upper_tmm=area.elevation_tmm_upper,
        pressure_lower_hpa=area.pressure_hpa_lower,
        pressure_upper_hpa=area.pressure_hpa_upper,
    )


def buffer_of(notice: Notice, charter: Charter) -> int:
    """Buffer round a notice in metres: hazards have the wider one.

    Volumes of drone traffic hold how far a flight strays (95 % of it stays inside), so they have none: conflicts of two
    of them are exact (F3548-21 GEN0500), and the room's own notices bring their buffer.
    """
    if notice.activity_class in AIRSPACE_CLASSES:
        return 0
    return charter.hazard_buffer_m if is_hazardous(notice.activity_class) else charter.buffer_m


def is_hazardous(activity_class: str) -> bool:
    """Whether a class of activity is given the wider buffer."""
    return activity_class in ("hazardous", "gnss_disruption")


def is_checked(version: Version) -> bool:
    """Whether others are held against it: not a cancelled notice or a closed site, but an expired one (T-12)."""
    if isinstance(version.body, Notice):
        return version.action != "cancel"
    return isinstance(version.body, Site) and version.action != "close"


def site_footprint(site: Site) -> Footprint | None:
    """What is protected of a site: its footprint, or the circle of what its place does not say."""
    if site.footprint is not None:
        return site.footprint
    if site.place is None:
        return None
    return Circle(center=(site.place.lon_nd, site.place.lat_nd), radius_tmm=site.place.radius_tmm)


def notice_meets(notice: Notice, other: Notice | Site, charter: Charter) -> bool:
    """Whether a notice meets another or a site, each with its buffer: what `find_conflicts` answers with a hit."""
    buffer_m = float(buffer_of(notice, charter))
    if isinstance(other, Notice):
        context, wide_m = altitude_context(charter), max(buffer_m, float(buffer_of(other, charter)))
        return any(volumes_meet(a, b, context, wide_m) for a in notice.volumes for b in other.volumes)
    footprint = site_footprint(other)
    return footprint is not None and any(
        footprints_meet(volume.footprint, footprint, buffer_m) for volume in notice.volumes
    )


def find_conflicts(
    notice: Notice,
    candidates: Iterable[Candidate],
    charter: Charter,
    *,
    buffer_m: int,
) -> list[Hit]:
    """Every hit of `notice` among `candidates`, worst first.

    `candidates` may over-report and must not under-report. A hit's key holds the other's version, so that what
    was acknowledged does not cover what came later (T-5).
    """
    context = altitude_context(charter)
    hits: list[Hit] = []
    for candidate in candidates:
        body = candidate.body
        if isinstance(body, Notice):
            # A hazard's wider buffer counts from either side.
            wide_m = max(buffer_m, buffer_of(body, charter))
            meeting = _worst_pair(notice.volumes, body.volumes, context, wide_m)
        else:
            meeting = _site_meeting(notice.volumes, body, buffer_m)
        if meeting is not None:
            hits.append(_hit(candidate, meeting))
    return sorted(hits, key=_severity)


def _worst_pair(
    own: Sequence[Volume], other: Sequence[Volume], context: AltitudeContext, buffer_m: int
) -> Meeting | None:
    worst: Meeting | None = None
    for a in own:
        for b in other:
            meeting = volumes_meet(a, b, context, buffer_m=float(buffer_m))
            if meeting is not None and (worst is None or _rank(meeting) < _rank(worst)):
                worst = meeting
    return worst


def _site_meeting(volumes: Sequence[Volume], site: Site, buffer_m: int) -> Meeting | None:
    """A site is protected at every altitude and at all times; the margin is metres to its edge."""
    footprint = site_footprint(site)
    if footprint is None:
        return None
    worst: Meeting | None = None
    for volume in volumes:
        found = footprints_meet(volume.footprint, footprint, float(buffer_m))
        if found is None:
            continue
        meeting = Meeting(
            relation=found.relation, shared_from_ms=volume.from_ms, shared_until_ms=volume.until_ms,
            shared_ms=volume.until_ms - volume.from_ms,
            altitude_overlap_tmm=0, altitude_conversion="none", area_m2=found.area_m2,
            distance_m=found.distance_m, common_point=found.common_point,
        )  # fmt: skip
        if worst is None or _rank(meeting) < _rank(worst):
            worst = meeting
    return worst


_ORDER = {"overlap": 0, "touching": 1, "within_buffer": 2}


def _rank(meeting: Meeting) -> tuple[int, float, float]:
    return (_ORDER[meeting.relation], meeting.distance_m, -meeting.area_m2)


def _severity(hit: Hit) -> tuple[int, int, int, int, str]:
    return (0 if hit.kind == "site" else 1, _ORDER[hit.relation], hit.distance_mm, hit.from_ms, hit.with_key)


def _hit(candidate: Candidate, meeting: Meeting) -> Hit:
    body = candidate.body
    is_site = isinstance(body, Site)
    return Hit(
        key=f"{candidate.key}@{candidate.version}",
        kind="site" if is_site else "notice",
        with_key=candidate.key,
        with_version=candidate.version,
        party=candidate.party,
        title=body.name if isinstance(body, Site) else Text3(),
        relation=meeting.relation,
        from_ms=meeting.shared_from_ms,
        until_ms=meeting.shared_until_ms,
        altitude_overlap_tmm=meeting.altitude_overlap_tmm,
        altitude_conversion=meeting.altitude_conversion,
        area_m2=round(meeting.area_m2),
        distance_mm=round(meeting.distance_m * 1000),
        common_point=meeting.common_point,
        category=body.category if isinstance(body, Site) else body.activity_class,
    )
