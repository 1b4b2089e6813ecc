"""Where things lie, drawn for whoever asks what meets what: columns, boxes, and which group a thing stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..geo.columns import VolumeColumns, columns_of
from ..geo.interval import TIME_MS_MAX, UNLIMITED_TMM, Altitude
from ..geo.volume import Volume
from ..picture.airspace import AIRSPACE_CLASSES
from ..picture.conflict import is_hazardous, site_footprint
from ..picture.entity import Notice, Site
from .foreseen import Foreseen
from .ports import Shape

if TYPE_CHECKING:
    from ..geo.engine import Prepared

Placed = Notice | Site

ANYWHERE = Altitude(value_tmm=0, reference="W84", unit="M")


def notice_columns(body: Notice) -> VolumeColumns:
    return columns_of(body.volumes, [0] * len(body.volumes))


def shape_of(body: object) -> VolumeColumns | None:
    """Columns of a notice's volumes, or of a site's footprint at every height and time; None for what lies nowhere."""
    if isinstance(body, Notice):
        return notice_columns(body)
    footprint = site_footprint(body) if isinstance(body, Site) else None
    if footprint is None:
        return None
    made = columns_of([Volume(footprint=footprint, lower=ANYWHERE, from_ms=0, until_ms=TIME_MS_MAX)], [0])
    made.lower_tmm[:] = -UNLIMITED_TMM
    return made


class Drawn(NamedTuple):
    """A shape for asking and for standing, made by whoever looked at it first.

    `box_nd` is the west, south, east and north of its positions. `question` is there where an engine drew it,
    `foreseen` and its number in it where it was asked together with others.
    """

    shape: Shape
    box_nd: tuple[int, int, int, int]
    question: Prepared | None = None
    foreseen: tuple[Foreseen, int] | None = None


def group(kind: str, category: str) -> str:
    """Which of the engine's groups a thing stands in: hazards have a wider buffer than others, drone traffic none."""
    if kind == "site":
        return "site"
    if category in AIRSPACE_CLASSES:
        return "flight"
    return "hazard" if is_hazardous(category) else "notice"


def group_of(body: Placed) -> str:
    return "site" if isinstance(body, Site) else group("notice", body.activity_class)


def undrawn(columns: VolumeColumns) -> Drawn:
    return Drawn(Shape(len(columns)), box_nd(columns))


def box_nd(columns: VolumeColumns) -> tuple[int, int, int, int]:
    west, south = columns.positions_nd.min(axis=0).tolist()
    east, north = columns.positions_nd.max(axis=0).tolist()
    return (west, south, east, north)
