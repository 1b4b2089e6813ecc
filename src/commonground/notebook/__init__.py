"""Volumes, their meetings and their margins from Python: what `import commonground` gives.

It asks geometry and files, never a room: what is found here is about the volumes that were given and nothing else.
"""

from commonground.errors import Refused
from commonground.geo.interval import AltitudeContext
from commonground.geo.volume import Volume

from .answers import Margins, Meeting, Pair, Screening
from .asking import intersection, margins, screen
from .building import volume, volumes
from .free_answers import FreeAltitudes, FreeLevels, FreeStart
from .free_asking import earliest_free_start, free_altitudes, latest_free_start
from .shapes import circle, corridor, polygon
from .volume_list import Volumes

__all__ = [
    "AltitudeContext",
    "FreeAltitudes",
    "FreeLevels",
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
    "free_altitudes",
    "intersection",
    "latest_free_start",
    "margins",
    "polygon",
    "screen",
    "volume",
    "volumes",
]
