"""Geodesics on WGS84: the one module that knows pyproj's geodesic solver (Karney's algorithms, 15 nm).

Degrees and metres, longitude before latitude, forward azimuths clockwise from north. Scalars go through
`inverse` and `direct`, arrays through `inverse_many` and `direct_many`. It knows no footprint and draws no
plane. The tests hold every result against `geographiclib`, a second implementation.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

Floats: TypeAlias = NDArray[np.float64]

SEMI_MAJOR_M = 6_378_137.0
INVERSE_FLATTENING = 298.257223563
FLATTENING = 1 / INVERSE_FLATTENING
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
#: Smallest radius of curvature of the ellipsoid (meridian, at the equator): degrees by it are never too few.
RADIUS_SMALLEST_M = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)
RADIUS_MEAN_M = 6_371_008.8

_WGS84 = Geod(a=SEMI_MAJOR_M, rf=INVERSE_FLATTENING)


def inverse(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float, float]:
    """Distance in metres, azimuth at the first point, forward azimuth at the second."""
    azimuth1, azimuth2, distance_m = _WGS84.inv(lon1, lat1, lon2, lat2, return_back_azimuth=False)
    return distance_m, azimuth1, azimuth2


def direct(lon: float, lat: float, azimuth: float, distance_m: float) -> tuple[float, float]:
    """Longitude and latitude of the point at `distance_m` from the first in direction `azimuth`."""
    lon2, lat2, _ = _WGS84.fwd(lon, lat, azimuth, distance_m, return_back_azimuth=False)
    return lon2, lat2


def inverse_many(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> tuple[Floats, Floats, Floats]:
    """`inverse` over one-dimensional arrays of equal length."""
    azimuth1, azimuth2, distance_m = _WGS84.inv(lon1, lat1, lon2, lat2, return_back_azimuth=False)
    return np.asarray(distance_m), np.asarray(azimuth1), np.asarray(azimuth2)


def direct_many(
    lon: Floats, lat: Floats, azimuth: Floats, distance_m: Floats
) -> tuple[Floats, Floats, Floats]:
    """`direct` over one-dimensional arrays of equal length; the third array is the azimuth on arrival."""
    lon2, lat2, azimuth2 = _WGS84.fwd(lon, lat, azimuth, distance_m, return_back_azimuth=False)
    return np.asarray(lon2), np.asarray(lat2), np.asarray(azimuth2)


def ring_area_m2(lon: Floats, lat: Floats) -> float:
    """Area inside a ring of geodesic edges (not closed), whatever its direction."""
    area_m2, _ = _WGS84.polygon_area_perimeter(lon, lat)
    return abs(float(area_m2))


def nearest_on_edges(
    point_lon: Floats, point_lat: Floats, edges: Floats, share: Floats
) -> tuple[Floats, Floats, Floats]:
    """For each point and its geodesic edge: the least distance in metres and where on the edge it is reached.

    `edges` holds lon1, lat1, lon2, lat2 in four rows; `share` (0..1) is the first guess along each edge. The
    foot is found by spherical steps along the true geodesic, each of which leaves about 1/300 of the error.
    """
    lon1, lat1, lon2, lat2 = edges
    length_m, azimuth, _ = inverse_many(lon1, lat1, lon2, lat2)
    along_m = share * length_m
    for _ in range(12):
        lon, lat, heading = direct_many(lon1, lat1, azimuth, along_m)
        distance_m, bearing, _ = inverse_many(lon, lat, point_lon, point_lat)
        arc = distance_m / RADIUS_MEAN_M
        turn = np.radians(bearing - heading)
        step_m = RADIUS_MEAN_M * np.arctan2(np.sin(arc) * np.cos(turn), np.cos(arc))
        moved_m = np.clip(along_m + step_m, 0.0, length_m)
        done = float(np.max(np.abs(moved_m - along_m), initial=0.0)) < 1e-5
        along_m = moved_m
        if done:
            break
    lon, lat, _ = direct_many(lon1, lat1, azimuth, along_m)
    distance_m, _, _ = inverse_many(lon, lat, point_lon, point_lat)
    return distance_m, lon, lat


def point_between(lon1: float, lat1: float, lon2: float, lat2: float, along_m: float) -> tuple[float, float]:
    """The point `along_m` metres from the first towards the second."""
    _, azimuth, _ = inverse(lon1, lat1, lon2, lat2)
    return direct(lon1, lat1, azimuth, along_m)


def degrees_of_arc(distance_m: float) -> float:
    """The largest angle, in degrees, that a distance can span anywhere on the ellipsoid."""
    return math.degrees(distance_m / RADIUS_SMALLEST_M)
