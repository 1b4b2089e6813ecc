"""Volumes of a file against volumes and places of another, of itself, or against the picture in a store.

The truth of a pair is `geo/intersection`; what is near is only proposed. An answer names what was searched and each
meeting with its margins. There is no answer that says that nothing is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..geo.candidates import candidates
from ..geo.intersection import footprints_meet, volumes_meet
from ..geo.interval import AltitudeContext
from ..geo.volume import Volume
from ..picture.charter import Charter
from ..picture.conflict import buffer_of, site_footprint
from ..picture.entity import Notice, Site, ends_ms
from ..protocols.volume_files.codec import Entry
from ..room.view import PartyView

_ORDER = {"overlap": 0, "touching": 1, "within_buffer": 2}


@dataclass(frozen=True, slots=True)
class Searched:
    """What a screening looked through: where, as of when, how many of each kind."""

    where: str
    as_of_ms: int
    volumes: int
    places: int
    party: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting. Times ms UTC, heights tmm, ground m2 and metres; a place has no height and no time of its own."""

    volume: str
    number: int
    kind: str
    meets: str
    party: str
    relation: str
    from_ms: int
    until_ms: int
    altitude_overlap_tmm: int
    altitude_conversion: str
    area_m2: float
    distance_m: float
    common_point: tuple[int, int]


def screen(
    entries: Iterable[Entry], near: Iterable[Iterable[Entry]], context: AltitudeContext, buffer_m: float
) -> list[Met]:
    """Every meeting of each volume with what is near it: places first, the deeper before the nearer."""
    found: list[Met] = []
    for entry, others in zip(entries, near, strict=True):
        for other in others:
            met = _meeting(entry, other, context, buffer_m)
            if met is not None:
                found.append(met)
    return sorted(found, key=_severity)


def among_others(
    entries: Sequence[Entry], others: Sequence[Entry], context: AltitudeContext, buffer_m: float
) -> Iterator[list[Entry]]:
    """For each volume what it may meet out of another file."""
    widest_m = max([buffer_m, *(other.buffer_m for other in others)])
    asking = [
        entry.volume for entry in entries if entry.volume is not None
    ]  # a file that asks holds no places
    shapes = [other.volume or other.footprint for other in others]
    for numbers in candidates(asking, shapes, context, widest_m):
        yield [others[number] for number in numbers]


def among_themselves(
    entries: Sequence[Entry], context: AltitudeContext, buffer_m: float
) -> Iterator[list[Entry]]:
    """For each volume what it may meet out of the same file: each pair once."""
    for entry, near in zip(entries, among_others(entries, entries, context, buffer_m), strict=True):
        yield [other for other in near if other.number > entry.number]


def picture_entries(view: PartyView, charter: Charter, now_ms: int) -> list[Entry]:
    """Everything of a picture that a notice is checked against: live notices, and sites that are not closed."""
    made: list[Entry] = []
    for version in view.versions():
        body, named = version.body, f"{version.key} v{version.version}"
        if isinstance(body, Notice) and version.action != "cancel" and ends_ms(body) >= now_ms:
            wide_m = float(buffer_of(body, charter))
            made += [
                Entry(
                    len(made) + at,
                    f"{named} {body.activity_class}",
                    one.footprint,
                    one,
                    version.author,
                    wide_m,
                )
                for at, one in enumerate(body.volumes)
            ]
        elif isinstance(body, Site) and version.action != "close":
            footprint = site_footprint(body)
            if footprint is not None:
                name = body.name.en or body.name.ar or body.name.ru
                made.append(
                    Entry(len(made), f"{named} {name} ({body.category})", footprint, party=version.author)
                )
    return made


def _meeting(entry: Entry, other: Entry, context: AltitudeContext, buffer_m: float) -> Met | None:
    volume = entry.volume
    if volume is None:
        return None
    if other.volume is not None:
        return _volumes(entry, volume, other, other.volume, context, max(buffer_m, other.buffer_m))
    ground = footprints_meet(volume.footprint, other.footprint, buffer_m)
    if ground is None:
        return None
    return Met(
        volume=entry.name, number=entry.number, kind="place", meets=other.name, party=other.party,
        relation=ground.relation, from_ms=volume.from_ms, until_ms=volume.until_ms, altitude_overlap_tmm=0,
        altitude_conversion="none",
        area_m2=ground.area_m2, distance_m=ground.distance_m, common_point=ground.common_point,
    )  # fmt: skip


def _volumes(
    entry: Entry, a: Volume, other: Entry, b: Volume, context: AltitudeContext, buffer_m: float
) -> Met | None:
    meeting = volumes_meet(a, b, context, buffer_m)
    if meeting is None:
        return None
    return Met(
        volume=entry.name, number=entry.number, kind="volume", meets=other.name, party=other.party,
        relation=meeting.relation, from_ms=meeting.shared_from_ms, until_ms=meeting.shared_until_ms,
        altitude_overlap_tmm=meeting.altitude_overlap_tmm, altitude_conversion=meeting.altitude_conversion,
        area_m2=meeting.area_m2, distance_m=meeting.distance_m, common_point=meeting.common_point,
    )  # fmt: skip


def _severity(met: Met) -> tuple[int, int, float, int, str]:
    return (met.kind != "place", _ORDER[met.relation], met.distance_m, met.number, met.meets)
