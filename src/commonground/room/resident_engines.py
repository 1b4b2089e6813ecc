"""The compiled engine, holding what stands in a picture in groups of one buffer each: answers for a million volumes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from ..geo.columns import VolumeColumns
from ..geo.plain_volumes import have_plain_bands
from ..picture.airspace import AIRSPACE_CLASSES
from ..picture.charter import Charter
from ..picture.conflict import altitude_context, buffer_of
from ..picture.entity import Notice, Site
from .foreseen import Foreseen
from .ports import Shape
from .shapes import Drawn, Placed, box_nd, group_of, notice_columns, shape_of

if TYPE_CHECKING:
    from ..geo.engine import Engine, Prepared

_AT_ONCE = 8_192
BodyOf = Callable[[str], Placed]


class Many:
    """The engine, four times: notices, the hazards among them, flights of drone traffic, and sites.

    The buffer stands in the question.
    """

    def __init__(self, charter: Charter) -> None:
        from ..geo.engine import Engine, Prepared
        from ..geo.engine.asked import as_one, meeting_each_other
        from ..geo.engine.draw import altitude_terms
        from ..geo.engine.saved import saved
        from ..geo.engine.together import drawn_together
        from ..geo.engine.warm import warm_together

        self._question, self._saved, self._drawn_together = Prepared, saved, drawn_together
        self._as_one, self._meeting_each_other = as_one, meeting_each_other
        self._charter = charter
        context = altitude_context(charter)
        self._terms = altitude_terms(context)
        self._notices, self._hazards, self._sites = Engine(context), Engine(context), Engine(context)
        self._flights = Engine(context)
        self._layout = self._notices.layout
        warm_together()

    # One drawing serves the question and what stands: its boxes are wider by the buffer, which boxes may be.

    def draw(self, body: Placed, columns: VolumeColumns) -> Drawn:
        question = self._notices.prepare_columns(columns, self._buffer_m(body))
        shape = Shape(len(columns), self._layout, self._saved(question.drawn))
        return Drawn(shape, box_nd(columns), question)

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
                    shape = Shape(one.volumes, self._layout, one.data)
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
        for engine in (self._sites, self._flights):
            if len(engine):
                more = engine.meeting_together(together, count)
                standing = [one + other for one, other in zip(standing, more, strict=True)]
        # Every key here is one that `put` was given.
        return Foreseen(cast("list[list[str]]", standing), self._meeting_each_other(together, count))

    def put(self, key: str, body: Placed, drawn: Drawn | None = None) -> None:
        for engine in self._engines(group_of(body)):
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
            drawn = self.draw(body, notice_columns(body))
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
        return set(map(str, self._met_hazards(notice_columns(body))))

    def _met_by_flight(self, body: Notice, question: Prepared) -> set[str]:
        """A flight brings no buffer; notices bring their own, hazards the wider one."""
        met = self._flights.meeting_prepared(question)
        if len(self._sites):
            met += self._sites.meeting_prepared(question)
        columns = notice_columns(body)
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
