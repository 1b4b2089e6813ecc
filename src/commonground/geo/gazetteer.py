"""The gazetteer: find a place by any of its names in three scripts, and say where a point is in words.

`search` takes prefixes, other spellings (through `transliteration.fold`) and typing errors; `nearest` and
`describe` turn a point into "13.2 km SE of Tabqa" in English, Arabic and Russian. A name that the source
lacks in a script is transliterated and marked (REQUIREMENTS section 4, place block; T-23).
It reads no file (`load_gazetteer` takes bytes) and decides nothing: a match is a proposal to a person.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commonground.errors import MalformedMessage
from commonground.record import Record, decode

from .geodesic import ECCENTRICITY_SQUARED, SEMI_MAJOR_M
from .place import bearing_distance
from .transliteration import fold, plain_name, transliterate

How = Literal["exact", "prefix", "spelling", "typing"]

ND = 1_000_000_000
E5 = 10_000  # a stored coordinate has five decimals of a degree: times this in nanodegrees
FILE_BYTES_MAX = 16 * 1024 * 1024
QUERY_LENGTH_MAX = 100
KEY_LENGTH_MAX = 20
AT_PLACE_M = 50
_CANDIDATES = 6
_RANK: dict[How, int] = {"exact": 0, "prefix": 1, "spelling": 1, "typing": 2}
_FAR: dict[How, float] = {"exact": 9, "prefix": 9, "spelling": 0.75, "typing": 0.5}  # letters per letter
_MARK = {"en": " (transliterated)", "ar": " (نقحرة)", "ru": " (транслит.)"}
_COMPASS = {
    "en": ("N", "NE", "E", "SE", "S", "SW", "W", "NW"),
    "ar": ("شمال", "شمال شرق", "شرق", "جنوب شرق", "جنوب", "جنوب غرب", "غرب", "شمال غرب"),
    "ru": (
        "северу", "северо-востоку", "востоку", "юго-востоку", "югу", "юго-западу", "западу", "северо-западу",
    ),
}  # fmt: skip


class GazetteerFile(Record, frozen=True, kw_only=True):
    """The shipped file: rows of id, lon and lat (degrees x 10^5), country, admin-1, population, English,
    Arabic, Russian, the scripts that were transliterated ("ar ru"), and the other names separated by `|`."""

    sources: list[str]
    places: list[tuple[str, int, int, str, str, int, str, str, str, str, str]]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """One gazetteer entry. `transliterated` lists the scripts whose name was made, not found."""

    gazetteer_id: str
    lon_nd: int
    lat_nd: int
    country: str
    admin_code: str
    population: int
    en: str
    ar: str
    ru: str
    transliterated: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()

    @property
    def text(self) -> dict[str, str]:
        """The best name in each script (Text3), marked where it was transliterated."""
        names = {"en": self.en, "ar": self.ar, "ru": self.ru}
        return {s: name + (_MARK[s] if s in self.transliterated else "") for s, name in names.items()}


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal of `search`: the place, how the query met it, and the name it met."""

    place: NamedPlace
    how: How
    matched_name: str
    distance: int


def load_gazetteer(data: bytes) -> Gazetteer:
    """The gazetteer in the bytes of `data/gazetteer.json`; `MalformedMessage` when they are not one."""
    found = decode(GazetteerFile, data, bytes_max=FILE_BYTES_MAX)
    if not found.places:
        raise MalformedMessage("no places; expected at least one", field="places")
    return Gazetteer(
        NamedPlace(
            row[0], row[1] * E5, row[2] * E5, row[3], f"{row[3]}.{row[4]}", row[5], row[6], row[7], row[8],
            tuple(row[9].split()), tuple(name for name in row[10].split("|") if name),
        )
        for row in found.places
    )  # fmt: skip


class Gazetteer:
    """Named places with indices for their names and positions, built once and then only read."""

    def __init__(self, places: Iterable[NamedPlace]) -> None:
        self.places: tuple[NamedPlace, ...] = tuple(places)
        self._by_id = {place.gazetteer_id: place for place in self.places}
        self._positions = _earth_centred(
            np.array([p.lon_nd for p in self.places], dtype=np.float64) / ND,
            np.array([p.lat_nd for p in self.places], dtype=np.float64) / ND,
        )

    def by_id(self, gazetteer_id: str) -> NamedPlace | None:
        """The place of that id, or None."""
        return self._by_id.get(gazetteer_id)

    def search(self, query: str, limit: int = 10) -> list[Match]:
        """Up to `limit` places for a name in any script, best first; an empty list when nothing is near.

        Order: equal names, then beginnings and other spellings, then typing errors; within each by how many
        letters differ, then by population.
        """
        plain = plain_name(query[:QUERY_LENGTH_MAX])
        if not plain or limit < 1:
            return []
        sound = _romanised(plain)
        best: dict[int, tuple[tuple[int, int], Match]] = {}
        for how, entry in self._hits(plain, fold(query[:QUERY_LENGTH_MAX])):
            name, i, written = self._names[entry]
            distance = _distance(how, plain, sound, name)
            if distance > _FAR[how] * len(sound):
                continue
            score = (_RANK[how], distance)
            if i not in best or score < best[i][0]:
                best[i] = (score, Match(self.places[i], how, written, distance))
        ranked = sorted(best.values(), key=lambda b: (b[0], -b[1].place.population, b[1].place.gazetteer_id))
        return [match for _, match in ranked[:limit]]

    def nearest(self, lon_nd: int, lat_nd: int) -> tuple[NamedPlace, float, float]:
        """`(place, distance_m, bearing_deg)`: the nearest place and the point's bearing as seen from it."""
        point = _earth_centred(np.array([lon_nd / ND]), np.array([lat_nd / ND]))[0]
        offsets = self._positions - point
        chords = np.einsum("ij,ij->i", offsets, offsets)
        count = min(_CANDIDATES, len(self.places))
        measured = []
        for i in np.argpartition(chords, count - 1)[:count]:
            place = self.places[int(i)]
            bearing_deg, distance_m = bearing_distance((place.lon_nd, place.lat_nd), (lon_nd, lat_nd))
            measured.append((distance_m, place.gazetteer_id, bearing_deg, place))
        distance_m, _, bearing_deg, place = min(measured, key=lambda m: m[:2])
        return place, distance_m, bearing_deg

    def describe(self, lon_nd: int, lat_nd: int) -> dict[str, str]:
        """Where a point is, as Text3: distance and direction from the nearest known place.

        The figure and its unit are the same in the three languages; in Arabic they stand in their own direction.
        """
        place, distance_m, bearing_deg = self.nearest(lon_nd, lat_nd)
        name = place.text
        if distance_m < AT_PLACE_M:
            return {"en": f"at {name['en']}", "ar": f"عند {name['ar']}", "ru": f"н. п. {name['ru']}"}
        sector = int((bearing_deg + 22.5) // 45) % 8
        km = f"{distance_m / 1000:.1f}"
        toward = {script: _COMPASS[script][sector] for script in _COMPASS}
        return {
            "en": f"{km} km {toward['en']} of {name['en']}",
            "ar": f"\u2066{km} km\u2069 {toward['ar']} {name['ar']}",
            "ru": f"{km} km к {toward['ru']} от н. п. {name['ru']}",
        }

    # ------------------------------------------------------------------ indices over names

    @cached_property
    def _names(self) -> list[tuple[str, int, str]]:
        """Every `(plain name, place, name as written)`, sorted by plain name."""
        rows = {
            (plain_name(name), i, name)
            for i, place in enumerate(self.places)
            for name in (place.en, place.ar, place.ru, *place.alternates)
        }
        return sorted(row for row in rows if row[0])

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        """Entries of `_names` by folded key."""
        found: dict[str, list[int]] = {}
        for entry, (_, _, name) in enumerate(self._names):
            found.setdefault(fold(name), []).append(entry)
        return found

    @cached_property
    def _key_matrix(self) -> tuple[list[str], NDArray[np.uint8], NDArray[np.int64]]:
        keys = [key for key in self._keys if key.isascii() and len(key) <= KEY_LENGTH_MAX]
        matrix = np.zeros((len(keys), KEY_LENGTH_MAX), dtype=np.uint8)
        for row, key in enumerate(keys):
            matrix[row, : len(key)] = np.frombuffer(key.encode(), dtype=np.uint8)
        return keys, matrix, np.array([len(key) for key in keys], dtype=np.int64)

    def _hits(self, plain: str, key: str) -> Iterable[tuple[How, int]]:
        at = bisect_left(self._names, (plain,))
        while at < len(self._names) and self._names[at][0].startswith(plain):
            yield ("exact" if self._names[at][0] == plain else "prefix"), at
            at += 1
        for entry in self._keys.get(key, ()):
            yield "spelling", entry
        for near in self._near_keys(key):
            for entry in self._keys[near]:
                yield "typing", entry

    def _near_keys(self, key: str) -> list[str]:
        """Keys within one change of `key` (two from six letters on); none for two letters and less."""
        if not 3 <= len(key) <= KEY_LENGTH_MAX or not key.isascii():
            return []
        keys, matrix, lengths = self._key_matrix
        allowed = 1 if len(key) < 6 else 2
        distances = _edit_distances(key.encode(), matrix, lengths)
        return [keys[int(i)] for i in np.flatnonzero((distances <= allowed) & (distances > 0))]


def _distance(how: How, plain: str, sound: str, name: str) -> int:
    if how in ("exact", "prefix"):
        return int(name[len(plain) : len(plain) + 1] not in ("", " "))
    return _edit_distance(sound, _romanised(name))


def _earth_centred(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Earth-centred metres on the WGS84 ellipsoid: the nearest chord picks candidates for the geodesic."""
    lon, lat = np.radians(lon), np.radians(lat)
    normal = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_SQUARED * np.sin(lat) ** 2)
    across = normal * np.cos(lat)
    up = normal * (1 - ECCENTRICITY_SQUARED) * np.sin(lat)
    return np.column_stack((across * np.cos(lon), across * np.sin(lon), up))


def _romanised(plain: str) -> str:
    return plain if plain.isascii() else transliterate(plain, "en").lower()


def _edit_distance(first: str, second: str) -> int:
    """Least number of letters to add, drop or change."""
    previous = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        current = [i]
        for j, b in enumerate(second, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (a != b)))
        previous = current
    return previous[-1]


def _edit_distances(key: bytes, matrix: NDArray[np.uint8], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Edit distance of one key to each row of a matrix of keys, all rows at once."""
    rows, width = matrix.shape
    columns = [np.full(rows, j, dtype=np.int16) for j in range(width + 1)]
    for i, letter in enumerate(key, 1):
        diagonal = columns[0]
        columns[0] = np.full(rows, i, dtype=np.int16)
        for j in range(1, width + 1):
            changed = diagonal + (matrix[:, j - 1] != letter)
            diagonal = columns[j]
            columns[j] = np.minimum(np.minimum(columns[j - 1], diagonal) + 1, changed).astype(np.int16)
    table: NDArray[np.int64] = np.stack(columns).astype(np.int64)
    return table[lengths, np.arange(rows)]


__all__: Sequence[str] = ("Gazetteer", "Match", "NamedPlace", "load_gazetteer")
