"""A plane on which geodesics of a few kilometres are straight to a fraction of a millimetre.

The point of view is the centre of the sphere that osculates WGS84 at the plane's own centre: great circles of
that sphere become straight lines, and a geodesic of length L at distance r from the centre bends away from
its chord by about f r L^2 / (8 R^2) (measured in docs/geometry.md). It has no singular point: poles and
antimeridian are places like any other. Coordinates are rounded to whole millimetres, so that shared vertices
and edges are exactly shared. Distances on it are stretched (see `stretch`): metres are never read off it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .geodesic import ECCENTRICITY_SQUARED, SEMI_MAJOR_M, Floats

#: Beyond this angle from its centre a plane is not used at all.
VIEW_DEG_MAX = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A tangent plane: its centre, the sphere's centre and radius in metres, and axes east, north, up."""

    lon_deg: float
    lat_deg: float
    radius_m: float
    origin: Floats
    axes: Floats


def to_ecef(lon_deg: Floats, lat_deg: Floats) -> Floats:
    """Earth-centred coordinates in metres of points on the ellipsoid, one row each."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    normal_m = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_SQUARED * np.sin(lat) ** 2)
    across_m = normal_m * np.cos(lat)
    return np.stack(
        [across_m * np.cos(lon), across_m * np.sin(lon), normal_m * (1 - ECCENTRICITY_SQUARED) * np.sin(lat)],
        axis=-1,
    )


def to_lonlat(ecef: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees of points on the ellipsoid."""
    x, y, z = ecef[:, 0], ecef[:, 1], ecef[:, 2]
    lat = np.arctan2(z, (1 - ECCENTRICITY_SQUARED) * np.hypot(x, y))
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)


def plane_near(lon_deg: float, lat_deg: float) -> Plane:
    """The plane of the one-degree mesh nearest to a point, so that neighbours share planes (and a cache)."""
    lat = round(lat_deg)
    if abs(lat) == 90:
        return _plane_at(0, lat)
    step_deg = max(1, round(1 / math.cos(math.radians(lat))))
    lon = round(lon_deg / step_deg) * step_deg
    return _plane_at((lon + 180) % 360 - 180, lat)


@lru_cache(maxsize=1024)
def _plane_at(lon_deg: int, lat_deg: int) -> Plane:
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    squeeze = 1 - ECCENTRICITY_SQUARED * math.sin(lat) ** 2
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / squeeze**1.5
    radius_m = math.sqrt(meridian_m * SEMI_MAJOR_M / math.sqrt(squeeze))
    up = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    east = np.array([-math.sin(lon), math.cos(lon), 0.0])
    origin = to_ecef(np.array([float(lon_deg)]), np.array([float(lat_deg)]))[0] - radius_m * up
    return Plane(float(lon_deg), float(lat_deg), radius_m, origin, np.stack([east, np.cross(up, east), up]))


def draw_mm(plane: Plane, lon_deg: Floats, lat_deg: Floats) -> Floats:
    """Whole millimetres east and north on the plane, of points within VIEW_DEG_MAX of its centre."""
    seen = (to_ecef(lon_deg, lat_deg) - plane.origin) @ plane.axes.T
    drawn: Floats = np.round(seen[:, :2] * (1000.0 * plane.radius_m / seen[:, 2:]))
    return drawn


def lift(plane: Plane, xy_mm: Floats) -> tuple[Floats, Floats]:
    """The inverse of `draw_mm`: longitude and latitude in degrees of points of the plane."""
    flat = np.column_stack([xy_mm / 1000.0, np.full(len(xy_mm), plane.radius_m)])
    squash = np.array([1.0, 1.0, 1 / math.sqrt(1 - ECCENTRICITY_SQUARED)])
    ray, start = (flat @ plane.axes) * squash, plane.origin * squash
    a = np.einsum("ij,ij->i", ray, ray)
    b = ray @ start
    c = float(start @ start) - SEMI_MAJOR_M**2
    far = (-b + np.sqrt(b * b - a * c)) / a
    return to_lonlat((start + far[:, None] * ray) / squash)


def stretch(plane: Plane, xy_mm: Floats) -> float:
    """The largest factor by which the plane stretches a distance among these points; at least 1."""
    if len(xy_mm) == 0:
        return 1.0
    spread_m2 = float(np.max(np.einsum("ij,ij->i", xy_mm, xy_mm))) / 1e6
    return 1.01 * (1 + spread_m2 / plane.radius_m**2)
