"""Commonground: a coordination room for parties that share a space without trusting each other.

From Python (docs/notebook.md):

    circle, corridor, polygon       a shape on the ground, in degrees and metres
    volume, volumes                 one 4-D volume; those of a file, a list or a table
    intersection, margins, screen   how two volumes meet, how far they lie apart, every pair that meets
    earliest_free_start             when volumes, begun later, meet nothing of others
    latest_free_start               when they do, begun earlier
    free_altitudes                  at which altitudes they do, moved up or down

These are loaded when they are first used, so that the package itself imports no library.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .notebook import (
        AltitudeContext,
        Refused,
        Volume,
        circle,
        corridor,
        earliest_free_start,
        free_altitudes,
        intersection,
        latest_free_start,
        margins,
        polygon,
        screen,
        volume,
        volumes,
    )

__version__ = "0.1.0"
__all__ = [
    "AltitudeContext",
    "Refused",
    "Volume",
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

if not TYPE_CHECKING:  # so that a checker still refuses names that are not there

    def __getattr__(name: str) -> object:
        """A name of `__all__` out of `notebook`, kept for the next time."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        globals()[name] = getattr(import_module(".notebook", __name__), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
