"""What stands in a picture and has a place, held so that the question what meets what is answered at once.

Two forms give the same answers: boxes in NumPy columns with the exact test for a few thousand volumes, the compiled
engine for more. The engine is brought in by a thread of its own while a room grows, so that nobody waits for it. An
answer is keys alone: that two things meet, not by how much; margins are made where somebody reads them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..geo.columns import VolumeColumns, columns_of
from ..geo.footprint import Circle
from ..geo.index import VolumeIndex
from ..geo.interval import TIME_MS_MAX, UNLIMITED_TMM, Altitude
from ..geo.plain_volumes import have_plain_bands
from ..geo.volume import Box, Volume, bounding_box
from ..picture.airspace import AIRSPACE_CLASSES
from ..picture.charter import Charter
from ..picture.conflict import altitude_context, buffer_of, is_hazardous, notice_meets, site_footprint
from ..picture.entity import Notice, Site
from .foreseen import Foreseen
from .ports import Shape

if TYPE_CHECKING:
    from ..geo.engine import Engine, Prepared

MANY_VOLUMES = 2_000
"""Above this many volumes the engine answers."""

_AT_ONCE = 8_192
Placed = Notice | Site
BodyOf = Callable[[str], Placed]


_ANYWHERE = Altitude(value_tmm=0, reference="W84", unit="M")


def _columns(body: Notice) -> VolumeColumns:
    return columns_of(body.volumes, [0] * len(body.volumes))


def shape_of(body: object) -> VolumeColumns | None:
    """Columns of a notice's volumes, or of a site's footprint at every height and time; None for what lies nowhere."""
    if isinstance(body, Notice):
        return _columns(body)
    footprint = site_footprint(body) if isinstance(body, Site) else None
    if footprint is None:
        return None
    made = columns_of([Volume(footprint=footprint, lower=_ANYWHERE, from_ms=0, until_ms=TIME_MS_MAX)], [0])
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
        return _undrawn(columns) if many is None else many.draw(body, columns)

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


def group(kind: str, category: str) -> str:
    """Which of the engine's groups a thing stands in: hazards have a wider buffer than others, drone traffic none."""
    if kind == "site":
        return "site"
    if category in AIRSPACE_CLASSES:
        return "flight"
    return "hazard" if is_hazardous(category) else "notice"


def _group_of(body: Placed) -> str:
    return "site" if isinstance(body, Site) else group("notice", body.activity_class)


def _warm() -> None:
    """Have the engine's code compiled, or read from where it was kept."""
    from ..geo.engine import Engine

    somewhere = Volume(
        footprint=Circle(center=(0, 0), radius_tmm=10_000), lower=_ANYWHERE, from_ms=0, until_ms=0
    )
    engine = Engine()
    engine.insert("warm", [somewhere])
    engine.meeting([somewhere])


def _undrawn(columns: VolumeColumns) -> Drawn:
    return Drawn(Shape(len(columns)), _box_nd(columns))


def _box_nd(columns: VolumeColumns) -> tuple[int, int, int, int]:
    west, south = columns.positions_nd.min(axis=0).tolist()
    east, north = columns.positions_nd.max(axis=0).tolist()
    return (west, south, east, north)


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


class _Many:
    """The engine, four times: notices, the hazards among them, flights of drone traffic, and sites.

    The buffer stands in the question.
    """

    def __init__(self, charter: Charter) -> None:
        from ..geo.engine import Engine, Prepared
        from ..geo.engine.asked import as_one, meeting_each_other
        from ..geo.engine.draw import altitude_terms
        from ..geo.engine.saved import saved
        from ..geo.engine.together import drawn_together

        self._question, self._saved, self._drawn_together = Prepared, saved, drawn_together
        self._as_one, self._meeting_each_other = as_one, meeting_each_other
        self._charter = charter
        context = altitude_context(charter)
        self._terms = altitude_terms(context)
        self._notices, self._hazards, self._sites = Engine(context), Engine(context), Engine(context)
        self._flights = Engine(context)
        self._layout = self._notices.layout

    # One drawing serves the question and what stands: its boxes are wider by the buffer, which boxes may be.

    def draw(self, body: Placed, columns: VolumeColumns) -> Drawn:
        question = self._notices.prepare_columns(columns, self._buffer_m(body))
        shape = Shape(len(columns), self._layout, self._saved(question.drawn))
        return Drawn(shape, _box_nd(columns), question)

    def drawn_at_sight(self, bodies: Sequence[Notice]) -> list[Drawn | None]:
        found: list[Drawn | None] = [None] * len(bodies)
        by_buffer: dict[float, list[int]] = {}
        for number, body in enumerate(bodies):
            if have_plain_bands(body.volumes):
                by_buffer.setdefault(self._buffer_m(body), []).append(number)
        for buffer_m, numbers in by_buffer.items():
            made = self._drawn_together([bodies[number].volumes for number in numbers], self._terms, buffer_m)
            for number, one in zip(numbers, made, strict=True):
                if one is not None:
                    shape = Shape(one.volumes, self._layout, self._saved(one.drawn))
                    question = self._question(one.drawn, buffer_m * 1000.0, one.points_max)
                    found[number] = Drawn(shape, one.box_nd, question)
        return found

    def _buffer_m(self, body: Placed) -> float:
        return float(buffer_of(body, self._charter) if isinstance(body, Notice) else self._charter.buffer_m)

    def alike(self, drawn: Sequence[Drawn | None]) -> dict[int, Drawn]:
        """Those that can be asked together, by their places: drawn, and with the buffer of most."""
        apart_mm = self._charter.buffer_m * 1000.0
        return {
            at: one
            for at, one in enumerate(drawn)
            if one is not None and one.question is not None and one.question.apart_mm == apart_mm
        }

    def foresee(self, questions: Sequence[Prepared]) -> Foreseen:
        together, count = self._as_one(questions), len(questions)
        standing = self._notices.meeting_together(together, count)
        if len(self._sites):
            sites = self._sites.meeting_together(together, count)
            standing = [one + other for one, other in zip(standing, sites, strict=True)]
        each_other: list[set[int]] = [set() for _ in questions]
        for one, other in self._meeting_each_other(together):
            each_other[one].add(other)
        return Foreseen([set(map(str, one)) for one in standing], each_other)

    def put(self, key: str, body: Placed, drawn: Drawn | None = None) -> None:
        for engine in self._engines(_group_of(body)):
            if drawn is not None and drawn.question is not None:
                engine.insert_prepared(key, drawn.question)
            else:
                columns = shape_of(body)
                assert columns is not None
                engine.insert_columns([key], columns)

    def _engines(self, group: str) -> tuple[Engine, ...]:
        if group in ("site", "flight"):
            return (self._sites,) if group == "site" else (self._flights,)
        return (self._notices, self._hazards) if group == "hazard" else (self._notices,)

    def fill(
        self, keys: Sequence[str], groups: Sequence[str], shapes: Sequence[Shape], body_of: BodyOf
    ) -> list[str]:
        layout = self._layout
        for engine, wanted in (
            (self._notices, ("notice", "hazard")), (self._hazards, ("hazard",)), (self._sites, ("site",)),
            (self._flights, ("flight",)),
        ):  # fmt: skip
            chosen = [
                number
                for number, one in enumerate(groups)
                if one in wanted and shapes[number].layout == layout
            ]
            pieces = (chosen[at : at + _AT_ONCE] for at in range(0, len(chosen), _AT_ONCE))
            engine.insert_saved(
                ([keys[n] for n in piece], [shapes[n].data for n in piece]) for piece in pieces
            )
        rest = [number for number, one in enumerate(shapes) if one.layout != layout]
        for number in rest:
            self.put(keys[number], body_of(keys[number]))
        return [keys[number] for number in rest]

    def remove(self, key: str) -> None:
        for engine in (self._notices, self._hazards, self._sites, self._flights):
            engine.remove(key)

    def met_by(self, body: Placed, drawn: Drawn | None) -> set[str]:
        if isinstance(body, Site):
            return self._met_by_site(body)
        if drawn is None or drawn.question is None:
            drawn = self.draw(body, _columns(body))
        question = drawn.question
        assert question is not None
        if body.activity_class in AIRSPACE_CLASSES:
            return self._met_by_flight(body, question)
        met = self._notices.meeting_prepared(question)
        if len(self._flights):
            met += self._flights.meeting_prepared(question)
        if len(self._sites):
            met += self._sites.meeting_prepared(question)
        return set(map(str, met)) | self.met_hazards(body)

    def met_hazards(self, body: Placed) -> set[str]:
        """Hazards that something meets whose own buffer is narrower than theirs."""
        if not len(self._hazards) or not isinstance(body, Notice):
            return set()
        if buffer_of(body, self._charter) >= self._charter.hazard_buffer_m:
            return set()
        return set(map(str, self._met_hazards(_columns(body))))

    def _met_by_flight(self, body: Notice, question: Prepared) -> set[str]:
        """A flight brings no buffer; notices bring their own, hazards the wider one."""
        met = self._flights.meeting_prepared(question)
        if len(self._sites):
            met += self._sites.meeting_prepared(question)
        columns = _columns(body)
        if len(self._notices):
            met += self._notices.meeting_prepared(
                self._notices.prepare_columns(columns, float(self._charter.buffer_m))
            )
        if len(self._hazards):
            met += self._met_hazards(columns)
        return set(map(str, met))

    def _met_by_site(self, site: Site) -> set[str]:
        columns = shape_of(site)
        if columns is None:
            return set()
        question = self._notices.prepare_columns(columns, float(self._charter.buffer_m))
        met = self._notices.meeting_prepared(question) + self._met_hazards(columns)
        if len(self._flights):
            met += self._flights.meeting_prepared(self._flights.prepare_columns(columns, 0.0))
        return set(map(str, met))

    def _met_hazards(self, columns: VolumeColumns) -> list[str | int]:
        question = self._hazards.prepare_columns(columns, float(self._charter.hazard_buffer_m))
        return self._hazards.meeting_prepared(question)
