"""Which reported sites lie within N metres of a shape, and which activities meet it when a band and window are given.

The same report as for a draft, with the buffer that the asker chose. Nothing is written and nobody is told.
"""

from __future__ import annotations

from ..errors import Refused
from ..geo.footprint import Footprint, validate_footprint
from ..geo.intersection import footprints_meet, sites_within
from ..geo.volume import Volume, validate_volume
from ..picture.blocks import Text
from ..picture.conflict import (
    ConflictReport,
    Hit,
    site_footprint,
)
from ..picture.entity import Notice, Site
from ..picture.version import Version
from ..record import replace
from .context import Room
from .rows_index import RowsIndex

RADIUS_M_MAX = 100_000


def check_sites(
    room: Room, index: RowsIndex, footprint: Footprint, volume: Volume | None, radius_m: int
) -> ConflictReport:
    """The report on a shape in this party's picture. Writes nothing, tells nobody (T-24)."""
    if not 0 <= radius_m <= RADIUS_M_MAX:
        raise Refused(f"0 to {RADIUS_M_MAX} m expected", field="radius_m", clause="limits")
    validate_footprint(footprint, "footprint")
    now_ms = room.clock.now_ms()
    hits = _site_hits(room, index, footprint, radius_m)
    if volume is not None:
        volume = replace(volume, footprint=footprint)
        validate_volume(volume, "volume")
        hits += [hit for hit in room.view.check(_as_notice(volume), now_ms).hits if hit.kind == "notice"]
    return room.view.report(tuple(hits), radius_m, now_ms)


def _site_hits(room: Room, index: RowsIndex, footprint: Footprint, radius_m: int) -> list[Hit]:
    shapes: dict[str, tuple[Version, Site, Footprint]] = {}
    for key in index.sites:
        version = room.view.picture.entities[key]
        if not isinstance(version.body, Site) or version.action == "close":
            continue
        shape = site_footprint(version.body)
        if shape is not None:
            shapes[key] = (version, version.body, shape)
    near = sites_within(footprint, ((key, shape) for key, (_, _, shape) in shapes.items()), float(radius_m))
    return [hit for key, _ in near if (hit := _hit(footprint, *shapes[str(key)], radius_m)) is not None]


def _hit(footprint: Footprint, version: Version, site: Site, shape: Footprint, radius_m: int) -> Hit | None:
    met = footprints_meet(footprint, shape, float(radius_m))
    if met is None:
        return None
    return Hit(
        key=f"{version.key}@{version.version}", kind="site", with_key=version.key, with_version=version.version,
        party=version.author, title=site.name, relation=met.relation, from_ms=0, until_ms=0,
        altitude_overlap_tmm=0, altitude_conversion="none", area_m2=round(met.area_m2),
        distance_mm=round(met.distance_m * 1000), common_point=met.common_point, category=site.category,
    )  # fmt: skip


def _as_notice(volume: Volume) -> Notice:
    return Notice(
        activity_class="transit", volumes=(volume,), crew="manned", controlling_post="", contact="",
        remarks=Text(lang="en", text=""),
    )  # fmt: skip
