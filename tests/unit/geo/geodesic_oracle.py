"""Distances on WGS84 by `geographiclib` and golden-section search: shares no code with the package."""

import math

from geographiclib.geodesic import Geodesic

WGS84 = Geodesic.WGS84
_GOLDEN = (math.sqrt(5) - 1) / 2


def nd(lon_deg, lat_deg):
    """A position in integer nanodegrees."""
    lon_nd = round(lon_deg * 1e9)
    return ((lon_nd + 180 * 10**9) % (360 * 10**9) - 180 * 10**9, round(lat_deg * 1e9))


def line_nd(*points):
    return tuple(nd(*point) for point in points)


def metres(p, q):
    """Geodesic distance between two positions."""
    return WGS84.Inverse(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)["s12"]


def azimuth(p, q):
    return WGS84.Inverse(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)["azi1"]


def step(p, azimuth_deg, distance_m):
    """The position reached from p, rounded to a nanodegree."""
    there = WGS84.Direct(p[1] / 1e9, p[0] / 1e9, azimuth_deg, distance_m)
    return nd(there["lon2"], there["lat2"])


def beside(p, q, share, offset_m):
    """The position `offset_m` to the left of the edge p-q, at a share of its length (negative: right)."""
    line = WGS84.InverseLine(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)
    foot = line.Position(share * line.s13)
    there = WGS84.Direct(foot["lat2"], foot["lon2"], foot["azi2"] - 90, offset_m)
    return nd(there["lon2"], there["lat2"])


def metres_to_edge(point, p, q):
    """Least geodesic distance from a position to the geodesic edge p-q, to a micrometre."""
    line = WGS84.InverseLine(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)

    def at(along_m):
        foot = line.Position(along_m)
        return WGS84.Inverse(point[1] / 1e9, point[0] / 1e9, foot["lat2"], foot["lon2"])["s12"]

    low, high = 0.0, line.s13
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = at(left), at(right)
    while high - low > 1e-3:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = at(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = at(right)
    return min(at(0.0), at(line.s13), at((low + high) / 2))


def metres_to_line(point, line, *, closed):
    """The same for a path or a ring."""
    ends = [*line[1:], line[0]] if closed else line[1:]
    return min(metres_to_edge(point, p, q) for p, q in zip(line, ends, strict=False))


def metres_between_lines(a, b, *, closed_a, closed_b):
    """Least distance between two lines that do not cross: at an end of an edge of one of them."""
    return min(
        min(metres_to_line(point, b, closed=closed_b) for point in a),
        min(metres_to_line(point, a, closed=closed_a) for point in b),
    )
