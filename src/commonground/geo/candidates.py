"""Which of many shapes may meet one? The one door to the index for whoever then asks the truth about each.

The answer may name a shape that does not meet and never leaves one out that does; `intersection` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from .footprint import Footprint
from .index import VolumeIndex
from .interval import DEFAULT_CONTEXT, AltitudeContext
from .volume import Volume, bounding_box

#: Numbers of the shapes that may meet a shape, ascending.
Candidates: TypeAlias = Callable[[Volume | Footprint], list[int]]


def candidates_among(
    shapes: Sequence[Volume | Footprint],
    context: AltitudeContext = DEFAULT_CONTEXT,
    widest_m: float = 0.0,
) -> Candidates:
    """Candidates out of acceptable shapes for any shape within `widest_m` of them on the ground.

    A footprint stands at every height and time. The answer does not change when `shapes` does.
    """
    index = VolumeIndex()
    for number, shape in enumerate(shapes):
        index.insert(number, bounding_box(shape, 0.0, context))
    return lambda shape: sorted(int(key) for key in index.candidates(bounding_box(shape, widest_m, context)))
