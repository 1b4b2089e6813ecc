"""Sites that may be one place: within 250 m, with names equal once written in one script (T-11).

An index proposes and never decides: that two entries are one place is a `link` statement of the party that holds it,
and both entries stay. Points are kept in cubes of the Earth-centred axes, where the antimeridian and the poles are
places like any other; the distance that counts is the geodesic one.
"""

from __future__ import annotations

import math
from itertools import product

from ..geo.place import bearing_distance
from ..geo.transliteration import fold, names_match
from .entity import Site

WITHIN_M = 250
_SEMI_MAJOR_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 6.694379990141317e-3
_Cube = tuple[int, int, int]


def are_duplicates(first: Site, second: Site) -> bool:
    """Whether two sites are near each other and any two of their names match in any scripts."""
    if first.place is None or second.place is None:
        return False
    a = (first.place.lon_nd, first.place.lat_nd)
    b = (second.place.lon_nd, second.place.lat_nd)
    if bearing_distance(a, b)[1] > WITHIN_M:
        return False
    return any(names_match(one, other) for one in _names(first) for other in _names(second))


class DuplicateIndex:
    """Sites by the cube that they lie in; asks `are_duplicates` of those in the cubes around."""

    def __init__(self) -> None:
        self._sites: dict[str, Site] = {}
        self._cubes: dict[tuple[str, _Cube], dict[str, None]] = {}
        self._found: dict[str, list[str]] = {}

    def put(self, key: str, site: Site | None) -> set[str]:
        """Keep a site in place of an earlier one (None forgets it); returns keys whose duplicates may differ."""
        before = self.of(key)
        self._found.pop(key, None)
        old = self._sites.pop(key, None)
        if old is not None:
            for place in _places(old):
                self._cubes.get(place, {}).pop(key, None)
        if site is not None and site.place is not None:
            self._sites[key] = site
            for place in _places(site):
                self._cubes.setdefault(place, {})[key] = None
        touched = set(before) | set(self.of(key))
        for other in touched:
            self._found.pop(other, None)
        return touched

    def of(self, key: str) -> list[str]:
        """Keys of the sites that may be the same place, in order."""
        site = self._sites.get(key)
        if site is None:
            return []
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look(key, site)
        return found

    def _look(self, key: str, site: Site) -> list[str]:
        near = {
            other
            for folded, (x, y, z) in _places(site)
            for dx, dy, dz in product((-1, 0, 1), repeat=3)
            for other in self._cubes.get((folded, (x + dx, y + dy, z + dz)), ())
        }
        near.discard(key)
        return sorted(other for other in near if are_duplicates(site, self._sites[other]))


def _names(site: Site) -> list[str]:
    """The names that somebody gave: one that was made ("Clinic, no name") says nothing about a place."""
    given = {code: getattr(site.name, code) for code in ("en", "ar", "ru") if code not in site.made_names}
    return [name for name in given.values() if name.strip()]


def _places(site: Site) -> list[tuple[str, _Cube]]:
    """The cube of a site under the key of each of its names."""
    if site.place is None:
        return []
    cube = _cube(site.place.lon_nd / 1e9, site.place.lat_nd / 1e9)
    return [(folded, cube) for folded in dict.fromkeys(fold(name) for name in _names(site))]


def _cube(lon_deg: float, lat_deg: float) -> _Cube:
    """A chord is never longer than the geodesic, so points within reach lie in neighbouring cubes."""
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    normal_m = _SEMI_MAJOR_M / math.sqrt(1 - _ECCENTRICITY_SQUARED * math.sin(lat) ** 2)
    across_m = normal_m * math.cos(lat)
    up_m = normal_m * (1 - _ECCENTRICITY_SQUARED) * math.sin(lat)
    return (
        math.floor(across_m * math.cos(lon) / WITHIN_M),
        math.floor(across_m * math.sin(lon) / WITHIN_M),
        math.floor(up_m / WITHIN_M),
    )
