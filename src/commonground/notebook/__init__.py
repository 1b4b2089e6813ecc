"""Volumes, their meetings and their margins from Python: what `import commonground` gives.

It asks geometry and files, never a room: what is found here is about the volumes that were given and nothing else.
"""

from commonground.errors import Refused
from commonground.geo.interval import AltitudeContext
from commonground.geo.volume import Volume

from .answers import FreeStart, Margins, Meeting, Pair, Screening
from .asking import earliest_free_start, intersection, margins, screen
from .building import volume, volumes
from .shapes import circle, corridor, polygon
from .volume_list import Volumes

__all__ = [
    "AltitudeContext",
    "FreeStart",
    "Margins",
    "Meeting",
    "Pair",
    "Refused",
    "Screening",
    "Volume",
    "Volumes",
    "circle",
    "corridor",
    "earliest_free_start",
    "intersection",
    "margins",
    "polygon",
    "screen",
    "volume",
    "volumes",
]
