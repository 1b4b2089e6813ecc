"""The planes of the engine: one for each tile of a mesh of about six degrees over the whole world.

Each is the plane of `geo/plane` (seen from the centre of the osculating sphere of its middle) in whole
millimetres that fit 32 bits out to 2,100 km. Any point may be drawn on any plane that sees it; its own tile
only says on which one a footprint is kept. Poles and the antimeridian are places like any other.
"""

from __future__ import annotations

import math

import numpy as np

from ..geodesic import ECCENTRICITY_SQUARED, SEMI_MAJOR_M, Floats
from .compiled import kernel

STEP_DEG = 6
_BANDS = 180 // STEP_DEG + 1

# A frame: the sphere's radius in m, its centre (1 to 3), and the axes east (4 to 6), north (7 to 9), up (10 to 12).
_FRAME_COLUMNS = 13
_DRAWN_MM_MAX = 2_147_000_000.0


def _band_counts() -> tuple[np.ndarray, np.ndarray]:
    latitude_deg = np.arange(_BANDS) * STEP_DEG - 90
    counts = np.maximum(1, np.ceil(360 / STEP_DEG * np.cos(np.radians(latitude_deg)) - 1e-9)).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return counts, starts


BAND_COUNTS, BAND_STARTS = _band_counts()


_SQUASH = 1 / math.sqrt(1 - ECCENTRICITY_SQUARED)


@kernel
def frame_of(tile: int) -> Floats:
    """The plane of a tile, columns as above. It is worked out anew: a table would be compiled into every kernel."""
    band = 0
    while BAND_STARTS[band + 1] <= tile:
        band += 1
    lat = math.radians(band * float(STEP_DEG) - 90)
    lon = 2 * math.pi * (tile - BAND_STARTS[band]) / BAND_COUNTS[band]
    squeeze = 1 - ECCENTRICITY_SQUARED * math.sin(lat) ** 2
    normal_m = SEMI_MAJOR_M / math.sqrt(squeeze)
    radius_m = math.sqrt(SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / squeeze**1.5 * normal_m)
    frame = np.empty(_FRAME_COLUMNS)
    up_x, up_y, up_z = math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
    frame[0] = radius_m
    frame[1], frame[2] = (normal_m - radius_m) * up_x, (normal_m - radius_m) * up_y
    frame[3] = (normal_m * (1 - ECCENTRICITY_SQUARED) - radius_m) * up_z
    frame[4], frame[5], frame[6] = -math.sin(lon), math.cos(lon), 0.0
    frame[7], frame[8], frame[9] = -up_z * math.cos(lon), -up_z * math.sin(lon), math.cos(lat)
    frame[10], frame[11], frame[12] = up_x, up_y, up_z
    return frame


@kernel
def tile_at(lon_deg: float, lat_deg: float) -> int:
    """The tile whose middle is about nearest; longitudes may be unrolled."""
    band = math.floor((lat_deg + 90) / STEP_DEG + 0.5)
    band = min(max(band, 0), _BANDS - 1)
    count = BAND_COUNTS[band]
    place = math.floor(lon_deg * count / 360 + 0.5) % count
    return BAND_STARTS[band] + place


@kernel
def ecef_of(lon_deg: float, lat_deg: float) -> tuple[float, float, float]:
    """Earth-centred metres of a point on the ellipsoid."""
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    sine = math.sin(lat)
    normal_m = SEMI_MAJOR_M / math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    across_m = normal_m * math.cos(lat)
    return across_m * math.cos(lon), across_m * math.sin(lon), normal_m * (1 - ECCENTRICITY_SQUARED) * sine


@kernel
def drawn(frame: Floats, x: float, y: float, z: float) -> tuple[int, int]:
    """Whole millimetres on a plane of a point in Earth-centred metres; held at 2,147 km from its middle."""
    x, y, z = x - frame[1], y - frame[2], z - frame[3]
    scale = 1000.0 * frame[0] / (frame[10] * x + frame[11] * y + frame[12] * z)
    east = scale * (frame[4] * x + frame[5] * y + frame[6] * z)
    north = scale * (frame[7] * x + frame[8] * y + frame[9] * z)
    east = min(max(east, -_DRAWN_MM_MAX), _DRAWN_MM_MAX)
    north = min(max(north, -_DRAWN_MM_MAX), _DRAWN_MM_MAX)
    return math.floor(east + 0.5), math.floor(north + 0.5)


@kernel
def lifted(frame: Floats, east_mm: float, north_mm: float) -> tuple[float, float, float]:
    """Earth-centred metres of the point of the ellipsoid that is seen at a point of the plane."""
    e, n, r = east_mm * 1e-3, north_mm * 1e-3, frame[0]
    dx = e * frame[4] + n * frame[7] + r * frame[10]
    dy = e * frame[5] + n * frame[8] + r * frame[11]
    dz = (e * frame[6] + n * frame[9] + r * frame[12]) * _SQUASH
    oz = frame[3] * _SQUASH
    a = dx * dx + dy * dy + dz * dz
    b = dx * frame[1] + dy * frame[2] + dz * oz
    c = frame[1] * frame[1] + frame[2] * frame[2] + oz * oz - SEMI_MAJOR_M * SEMI_MAJOR_M
    far = (-b + math.sqrt(b * b - a * c)) / a
    return frame[1] + far * dx, frame[2] + far * dy, (oz + far * dz) / _SQUASH


@kernel
def lonlat_of(x: float, y: float, z: float) -> tuple[float, float]:
    """Degrees of a point on the ellipsoid in Earth-centred metres."""
    lat = math.atan2(z, (1 - ECCENTRICITY_SQUARED) * math.hypot(x, y))
    return math.degrees(math.atan2(y, x)), math.degrees(lat)
