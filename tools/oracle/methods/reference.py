"""The reference: dense sampling of both boundaries and refinement, with PROJ's geodesics. Slow, short and general.

It knows no plane, no index and no rule about where the nearest points lie, and shares no code with the package. The
expected answers do not come from it either: it checks that each construction did what its name says, for the whole
of both shapes, and how far apart they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pyproj
from numpy.typing import NDArray

from .answer import Method, Record, one_by_one

Floats: TypeAlias = NDArray[np.float64]

GEOD = pyproj.Geod(ellps="WGS84")
RADIUS_M = 6_371_008.8
#: Meeting is being closer than the middle of the band that nobody needs to care about.
CONTACT_M = 0.005
SAMPLES = 33
_GOLDEN = (math.sqrt(5) - 1) / 2
M, FT = 10_000, 3_048


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """Edges as rows lon1, lat1, lon2, lat2 in degrees (a point is an edge to itself), and the radius about them."""

    edges: Floats
    rings: tuple[Floats, ...]
    radius_m: float


def core_of(shape: Mapping[str, Any]) -> Core:
    """The core of a footprint as it stands in a file."""
    if shape["type"] == "circle":
        point = np.array(shape["center"], dtype=np.float64) / 1e9
        return Core(np.concatenate([point, point])[:, None], (), shape["radius_tmm"] / 1e4)
    if shape["type"] == "corridor":
        path = np.array(shape["path"], dtype=np.float64) / 1e9
        return Core(np.concatenate([path[:-1], path[1:]], axis=1).T, (), shape["width_tmm"] / 2e4)
    rings = [np.array(ring, dtype=np.float64) / 1e9 for ring in shape["rings"]]
    edges = tuple(np.concatenate([ring, np.roll(ring, -1, axis=0)], axis=1).T for ring in rings)
    return Core(np.concatenate(edges, axis=1), edges, 0.0)


def gap_m(a: Mapping[str, Any], b: Mapping[str, Any]) -> float:
    """Metres between two footprints; 0 or less when they share a part (how deep only where no cores overlap)."""
    core_a, core_b = core_of(a), core_of(b)
    apart_m = _least_metres(core_a, core_b)
    if 0 < apart_m < 3_000_000 and (_is_within(core_a, core_b) or _is_within(core_b, core_a)):
        apart_m = -apart_m
    return apart_m - core_a.radius_m - core_b.radius_m


def _least_metres(a: Core, b: Core) -> float:
    """Least distance between any point on the edges of one and any on those of the other."""
    on_a, on_b = _sampled(a.edges), _sampled(b.edges)
    flat_a, flat_b = on_a.reshape(-1, 3), on_b.reshape(-1, 3)
    squared = (flat_a**2).sum(1)[:, None] + (flat_b**2).sum(1)[None, :] - 2 * flat_a @ flat_b.T
    chords = np.sqrt(np.maximum(squared, 0)).reshape(len(on_a), SAMPLES, len(on_b), SAMPLES)
    least = chords.min(axis=(1, 3))
    # A true nearest pair lies within half a spacing of a sampled pair on either edge.
    spacing = (_lengths(a.edges)[:, None] + _lengths(b.edges)[None, :]) / (SAMPLES - 1)
    first, second = np.nonzero(least - spacing <= (least + spacing).min() + 1.0)
    nearest = chords[first, :, second, :].min(axis=2).argmin(axis=1)
    return float(_refined(a.edges[:, first], b.edges[:, second], nearest).min())


def _refined(edges_a: Floats, edges_b: Floats, nearest: NDArray[np.int64]) -> Floats:
    """Golden section along each edge of `a`, between the samples beside the nearest one."""
    azimuth, _, length_m = GEOD.inv(*edges_a)
    low, high = (np.clip(nearest + by, 0, SAMPLES - 1) / (SAMPLES - 1) * length_m for by in (-1, 1))

    def at(along_m: Floats) -> Floats:
        lon, lat, _ = GEOD.fwd(edges_a[0], edges_a[1], azimuth, along_m)
        return _feet(np.asarray(lon), np.asarray(lat), edges_b)[0]

    best = np.minimum(at(low), at(high))
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = at(left), at(right)
    while float(np.max(high - low)) > 1e-5:
        is_left = at_left < at_right
        low, high = np.where(is_left, low, left), np.where(is_left, right, high)
        left, right = (
            np.where(is_left, high - _GOLDEN * (high - low), right),
            np.where(is_left, left, low + _GOLDEN * (high - low)),
        )
        fresh = at(np.where(is_left, left, right))
        at_left, at_right = np.where(is_left, fresh, at_right), np.where(is_left, at_left, fresh)
        best = np.minimum(best, fresh)
    return best


def _feet(lon: Floats, lat: Floats, edges: Floats) -> tuple[Floats, Floats, Floats]:
    """For each point and its edge: the least distance, and the longitude and latitude of the foot."""
    azimuth, _, length_m = GEOD.inv(*edges)
    azimuth, length_m = np.asarray(azimuth), np.asarray(length_m)
    along_m = length_m / 2
    for _ in range(9):
        foot_lon, foot_lat, back = GEOD.fwd(edges[0], edges[1], azimuth, along_m)
        bearing, _, away_m = GEOD.inv(foot_lon, foot_lat, lon, lat)
        turn = np.radians(np.asarray(bearing) - np.asarray(back) - 180)
        arc = np.asarray(away_m) / RADIUS_M
        moved_m = RADIUS_M * np.arctan2(np.sin(arc) * np.cos(turn), np.cos(arc))
        along_m = np.clip(along_m + moved_m, 0, length_m)
    foot_lon, foot_lat, _ = GEOD.fwd(edges[0], edges[1], azimuth, along_m)
    _, _, away_m = GEOD.inv(foot_lon, foot_lat, lon, lat)
    return np.asarray(away_m), np.asarray(foot_lon), np.asarray(foot_lat)


def _sampled(edges: Floats) -> Floats:
    """SAMPLES points of each edge as Earth-centred coordinates."""
    azimuth, _, _ = GEOD.inv(*edges)
    count = edges.shape[1]
    share = np.tile(np.linspace(0, 1, SAMPLES), count)
    starts = [np.repeat(row, SAMPLES) for row in (edges[0], edges[1], np.asarray(azimuth))]
    lon, lat, _ = GEOD.fwd(starts[0], starts[1], starts[2], share * _lengths(edges, SAMPLES))
    lon, lat = np.radians(lon), np.radians(lat)
    normal_m = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(lat) ** 2)
    flat = normal_m * np.cos(lat)
    points = np.stack(
        [flat * np.cos(lon), flat * np.sin(lon), normal_m * (1 - GEOD.es) * np.sin(lat)], axis=1
    )
    return points.reshape(count, SAMPLES, 3)


def _lengths(edges: Floats, times: int = 1) -> Floats:
    return np.repeat(np.asarray(GEOD.inv(*edges)[2]), times)


def _is_within(a: Core, b: Core) -> bool:
    """Does the first point of `a` lie in the region of `b`, whose edges do not come near it?"""
    if not b.rings:
        return False
    lon, lat = float(a.edges[0, 0]), float(a.edges[1, 0])
    return _winds(lon, lat, b.rings[0]) and not any(_winds(lon, lat, hole) for hole in b.rings[1:])


def _winds(lon: float, lat: float, edges: Floats) -> bool:
    """Does a ring go round a point? The bearings to it turn by 360 degrees; each edge is halved at its foot."""
    lons, lats = np.full(edges.shape[1], lon), np.full(edges.shape[1], lat)
    _, foot_lon, foot_lat = _feet(lons, lats, edges)
    bearings = [
        np.asarray(GEOD.inv(lons, lats, *to)[0]) for to in (edges[:2], (foot_lon, foot_lat), edges[2:])
    ]
    turns = [(late - early + 180) % 360 - 180 for early, late in pairwise(bearings)]
    return abs(float(np.sum(turns))) > 180


def _height_bounds(altitude: Mapping[str, Any]) -> tuple[float, float]:
    """Least and greatest height over the ellipsoid in tmm, by the table in the README of the files."""
    value = altitude["value_tmm"]
    if altitude["reference"] == "AGL":
        return value - 430 * M, value + 8_850 * M
    if altitude["reference"] == "AMSL":
        return value - 110 * M, value + 110 * M
    if altitude["reference"] == "FL":
        spread = 110 * M + 0.12 * abs(value)
        return value - spread - 30 * FT * (1_013.25 - 940), value + spread + 30 * FT * (1_060 - 1_013.25)
    return value, value


def _may_reach(lower: Mapping[str, Any], upper: Mapping[str, Any] | None) -> bool:
    """May an upper limit lie at or above a lower limit?"""
    if upper is None:
        return True
    if lower["reference"] == upper["reference"]:
        return bool(lower["value_tmm"] <= upper["value_tmm"])
    return _height_bounds(lower)[0] <= _height_bounds(upper)[1]


def meets(case: Record) -> bool:
    """The answer to a case."""
    a, b = case["a"], case["b"]
    if "footprint" in a:
        if max(a["from_ms"], b["from_ms"]) > min(a["until_ms"], b["until_ms"]):
            return False
        if not (_may_reach(a["lower"], b.get("upper")) and _may_reach(b["lower"], a.get("upper"))):
            return False
        a, b = a["footprint"], b["footprint"]
    return bool(gap_m(a, b) <= case["buffer_m"] + CONTACT_M)


def reference() -> Method:
    """Dense sampling with PROJ."""
    version = f"pyproj {pyproj.__version__}, PROJ {pyproj.proj_version_str}"
    return Method("reference", version, one_by_one(meets))
