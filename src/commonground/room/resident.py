"""What stands in a picture and has a place, held so that the question what meets what is answered at once.

Two forms give the same answers: boxes in NumPy columns with the exact test for a few thousand volumes, the compiled
engine for more. The engine is brought in by a thread of its own while a room grows, so that nobody waits for it. An
answer is keys alone: that two things meet, not by how much; margins are made where somebody reads them.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Sequence

from ..geo.footprint import Circle
from ..geo.index import VolumeIndex
from ..geo.volume import Box, Volume, bounding_box
from ..picture.charter import Charter
from ..picture.conflict import altitude_context, notice_meets, site_footprint
from ..picture.entity import Notice
from .foreseen import Foreseen
from .ports import Shape
from .resident_engines import BodyOf
from .resident_engines import Many as _Many
from .shapes import ANYWHERE, Placed, undrawn
from .shapes import Drawn as Drawn
from .shapes import group as group
from .shapes import shape_of as shape_of

MANY_VOLUMES = 2_000
"""Above this many volumes the engine answers."""


class Residents:
    """Live notices and located sites of one picture, by key. One thread asks and changes; any may `draw`."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._sizes: dict[str, int] = {}
        self._volumes = 0
        self._few: _Few = _Few(charter)
        self._many: _Many | None = None
        self._warming: threading.Thread | None = None
        self._foreseen: Foreseen | None = None
        self.revision = 0

    def __len__(self) -> int:
        return len(self._sizes)

    def draw(self, body: Placed) -> Drawn | None:
        """Something acceptable, drawn; None for what lies nowhere. For any thread."""
        columns = shape_of(body)
        if columns is None:
            return None
        many = self._many
        return undrawn(columns) if many is None else many.draw(body, columns)

    def drawn_at_sight(self, bodies: Sequence[Notice]) -> list[Drawn | None]:
        """The same of notices that nobody has looked at yet, for those that the engine sees to be acceptable at once.

        None says nothing: `refuse_impossible` looks closely. For any thread.
        """
        many = self._many
        return [None] * len(bodies) if many is None else many.drawn_at_sight(bodies)

    def foresee(self, drawn: Sequence[Drawn | None]) -> list[Drawn | None]:
        """Ask for many at once what `met_by` will be asked for each, in whichever order they come to stand."""
        self._foreseen = None
        if self._many is None:
            return list(drawn)
        asked = self._many.alike(drawn)
        if len(asked) < 2:
            return list(drawn)
        self._foreseen = self._many.foresee(
            [one.question for one in asked.values() if one.question is not None]
        )
        told = {at: one._replace(foreseen=(self._foreseen, n)) for n, (at, one) in enumerate(asked.items())}
        return [told.get(at, one) for at, one in enumerate(drawn)]

    def put(self, key: str, body: Placed, drawn: Drawn) -> None:
        """Let something stand, in place of what stood under its key."""
        self.remove(key)
        if self._foreseen is not None:
            asked, number = drawn.foreseen or (None, 0)
            if asked is not self._foreseen or not self._foreseen.come(number, key):
                self._foreseen = None  # something else stands now: it has to be asked for
        self._sizes[key] = drawn.shape.volumes
        self._volumes += drawn.shape.volumes
        if self._many is not None:
            self._many.put(key, body, drawn)
            return
        self._few.put(key, body)
        if self._volumes > MANY_VOLUMES:
            self._grow()

    def fill(
        self, keys: Sequence[str], groups: Sequence[str], shapes: Sequence[Shape], body_of: BodyOf
    ) -> list[str]:
        """Let all of these stand in an empty picture: how a start fills it. `groups` as `group` names them.

        Returns the keys whose shape is not the one that the next start would like best (`draw`).
        """
        self._sizes = {key: shape.volumes for key, shape in zip(keys, shapes, strict=True)}
        self._volumes = sum(self._sizes.values())
        self.revision += 1
        if self._volumes <= MANY_VOLUMES:
            for key in keys:
                self._few.put(key, body_of(key))
            return []
        self._many = _Many(self._charter)
        return self._many.fill(keys, groups, shapes, body_of)

    def remove(self, key: str) -> None:
        """Let a key stand no more; one that does not is no error."""
        self.revision += 1
        size = self._sizes.pop(key, 0)
        if size:
            if self._foreseen is not None:
                self._foreseen.go(key)
            self._volumes -= size
            (self._few if self._many is None else self._many).remove(key)

    def met_by(self, body: Placed, drawn: Drawn | None = None) -> list[str]:
        """Keys of everything that meets a notice or a site, in order."""
        if self._many is None:
            return sorted(self._few.met_by(body))
        foreseen = drawn.foreseen if drawn is not None else None
        if foreseen is None or foreseen[0] is not self._foreseen:
            return sorted(self._many.met_by(body, drawn))
        return sorted(foreseen[0].met(foreseen[1]) | self._many.met_hazards(body))

    def _grow(self) -> None:
        """Bring the engine in; until its code is there, the boxes answer."""
        if self._warming is None:
            self._warming = threading.Thread(target=_warm, name="engine", daemon=True)
            self._warming.start()
        elif not self._warming.is_alive():
            many = _Many(self._charter)
            for key, body in self._few.bodies.items():
                many.put(key, body)
            self._many, self._few = many, _Few(self._charter)


def _warm() -> None:
    """Have the engine's code compiled, or read from where it was kept."""
    from ..geo.engine import Engine
    from ..geo.engine.warm import warm_together

    somewhere = Volume(
        footprint=Circle(center=(0, 0), radius_tmm=10_000), lower=ANYWHERE, from_ms=0, until_ms=0
    )
    engine = Engine()
    engine.insert("warm", [somewhere])
    engine.meeting([somewhere])
    warm_together()
    gc.freeze()  # a compiler stands now and stays: as at a start, the collector need not walk it


class _Few:
    """Boxes, and the exact test for what they propose."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._context = altitude_context(charter)
        self._index = VolumeIndex()
        self.bodies: dict[str, Placed] = {}

    def put(self, key: str, body: Placed) -> None:
        self.bodies[key] = body
        self._index.insert(key, list(self._boxes(body, 0.0)))

    def remove(self, key: str) -> None:
        self.bodies.pop(key, None)
        self._index.remove(key)

    def met_by(self, body: Placed) -> Iterator[str]:
        # A hazard's wider buffer counts from either side, so the index is asked with the widest.
        near: dict[str, None] = {}
        for box in self._boxes(body, float(self._charter.hazard_buffer_m)):
            near.update((str(key), None) for key in self._index.candidates(box))
        for key in near:
            other = self.bodies[key]
            if isinstance(body, Notice):
                meets = notice_meets(body, other, self._charter)
            else:
                meets = isinstance(other, Notice) and notice_meets(other, body, self._charter)
            if meets:
                yield key

    def _boxes(self, body: Placed, margin_m: float) -> Iterator[Box]:
        if isinstance(body, Notice):
            yield from (bounding_box(volume, margin_m, self._context) for volume in body.volumes)
        else:
            footprint = site_footprint(body)
            if footprint is not None:
                yield bounding_box(footprint, margin_m, self._context)
