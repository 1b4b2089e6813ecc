"""Compile every kernel, or load what was compiled before, by asking each kind of question once.

`python -m commonground.geo.engine.warm` is part of the installation, so that no officer waits for a compiler; a node
calls `warm` in the background when it starts.
"""

from __future__ import annotations

from functools import cache

from ..footprint import Circle, Corridor, Footprint, Polygon
from ..interval import Altitude
from ..volume import Volume
from .asked import as_one, meeting_each_other
from .draw import DEFAULT_TERMS
from .engine import Engine, Prepared
from .together import drawn_together

_START_MS = 1_900_000_000_000


def warm() -> None:
    """Ask each kind of question once, of an engine that is thrown away."""
    engine = Engine()
    volumes = _volumes()
    for _ in range(2):
        engine.insert("a", volumes)
        engine.insert_places("b", [volume.footprint for volume in volumes], 10.0)
        engine.insert_saved([(["c"], [engine.saved_rows(volumes, 1.0)])])
        engine.meeting_json(_JSON)
        question = engine.prepare(volumes, 5.0)
        engine.meeting_prepared(question)
        engine.earliest_free_ms(question, 1)
        engine.latest_free_ms(question, 1)
        engine.free_levels_tmm(question, 0, 1)
        engine.pairs(1)
        engine.compact()
        engine.remove("a")
    warm_together()


@cache
def warm_together() -> None:
    """Draw and ask once what waits together; a room does so when it is made, so that no announcement waits for it."""
    volumes = _volumes()
    made = drawn_together([volumes[:3], volumes[3:6]], DEFAULT_TERMS, 5.0)
    question = as_one([Prepared(one.drawn, 5.0, one.points_max) for one in made if one is not None])
    Engine().meeting_together(question, 2)
    meeting_each_other(question, 2)


_JSON = b"""[{"footprint":{"center":[0,0],"radius_tmm":10000,"type":"circle"},"from_ms":0,"until_ms":1,
"lower":{"reference":"W84","unit":"M","value_tmm":0}}]"""


def _volumes() -> list[Volume]:
    """Each kind of core, in one place, on two tiles, and across the antimeridian."""
    sides = [(0, 0), (100_000_000, 0), (100_000_000, 100_000_000), (0, 100_000_000)]
    hole = tuple((x // 4 + 30_000_000, y // 4 + 30_000_000) for x, y in sides)
    made: list[Footprint] = []
    for lon in (0, 3_000_000_000, 179_950_000_000):
        ring = tuple(((x + lon + 180 * 10**9) % (360 * 10**9) - 180 * 10**9, y) for x, y in sides)
        made += [
            Circle(center=ring[0], radius_tmm=50_000_000),
            Corridor(path=ring[:2], width_tmm=20_000_000),
            Polygon(rings=(ring,) if lon else (ring, hole)),
        ]
    low, high = (Altitude(value_tmm=value, reference="W84", unit="M") for value in (0, 1_000_000))
    return [
        Volume(footprint=one, lower=low, upper=high, from_ms=_START_MS, until_ms=_START_MS + 9)
        for one in made
    ]


if __name__ == "__main__":
    warm()
