"""Which of many shapes may meet each of many volumes? The one door to index and engine for whoever asks the truth.

A few thousand shapes are held in the index, which needs no compiled code; more in the engine, which is loaded for
them. Either may name a shape that does not meet and never leaves one out that does; `intersection` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .columns import columns_of
from .footprint import Footprint
from .index import VolumeIndex
from .interval import DEFAULT_CONTEXT, AltitudeContext
from .volume import Volume, bounding_box

#: The widest buffer in metres that a person asks for.
BUFFER_M_MAX = 100_000
#: From about here on the engine is worth its loading: 0.8 s, which the index needs for 10,000 questions of 10,000.
ENGINE_FROM = 5_000
_ASKED_AT_ONCE = 1_024
#: The engine answers to a few millimetres of `intersection`: it is asked for more, and never has too little.
_MORE_M = 0.05


def candidates(
    asking: Sequence[Volume],
    shapes: Sequence[Volume | Footprint],
    context: AltitudeContext = DEFAULT_CONTEXT,
    widest_m: float = 0.0,
) -> Iterator[list[int]]:
    """For each asking volume the numbers, ascending, of the shapes that may lie within `widest_m` of it.

    Asking volumes and shapes are acceptable; a footprint stands at every height and time.
    """
    if len(shapes) < ENGINE_FROM:
        return _by_index(asking, shapes, context, widest_m)
    return _by_engine(asking, shapes, context, widest_m)


def _by_index(
    asking: Sequence[Volume],
    shapes: Sequence[Volume | Footprint],
    context: AltitudeContext,
    widest_m: float,
) -> Iterator[list[int]]:
    index = VolumeIndex()
    for number, shape in enumerate(shapes):
        index.insert(number, bounding_box(shape, 0.0, context))
    for volume in asking:
        yield sorted(int(key) for key in index.candidates(bounding_box(volume, widest_m, context)))


def _by_engine(
    asking: Sequence[Volume],
    shapes: Sequence[Volume | Footprint],
    context: AltitudeContext,
    widest_m: float,
) -> Iterator[list[int]]:
    from .engine import Engine  # compiled code, for those who have so many

    engine = Engine(context)
    volumes = {number: shape for number, shape in enumerate(shapes) if isinstance(shape, Volume)}
    engine.insert_columns(list(volumes), columns_of(list(volumes.values())))
    for number, shape in enumerate(shapes):
        if not isinstance(shape, Volume):
            engine.insert_places(number, [shape])
    for begin in range(0, len(asking), _ASKED_AT_ONCE):
        part = asking[begin : begin + _ASKED_AT_ONCE]
        met: list[list[int]] = [[] for _ in part]
        for asks, key, _ in engine.meetings(part, widest_m + _MORE_M):
            met[asks].append(int(key))
        yield from map(sorted, met)
