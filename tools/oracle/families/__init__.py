"""The cases, file by file."""

from __future__ import annotations

from ..cases import Case, Rungs, published
from .antimeridian import antimeridian
from .buffers import buffers
from .circles import circle_pairs, circles_within, far_apart
from .corridors import circles_beside_corridors, corridor_pairs, corridors_by_polygons, round_ends_and_bends
from .edges import circles_beside_edges, corners_by_edges, points_by_edges
from .holes import holes
from .large import large
from .limits import limits
from .poles import poles


def all_files(rungs: Rungs = published) -> dict[str, list[Case]]:
    """File name to its cases, as `python -m tools.oracle write` writes them; other rungs make more cases alike."""
    return {
        "contact_circle_edge.json": list(circles_beside_edges(rungs)),
        "contact_corner_edge.json": list(corners_by_edges(rungs)),
        "contact_point.json": list(points_by_edges(rungs)),
        "contact_circles.json": [*circle_pairs(rungs), *circles_within(), *far_apart()],
        "contact_corridors.json": [
            *circles_beside_corridors(rungs),
            *corridors_by_polygons(rungs),
            *corridor_pairs(rungs),
            *round_ends_and_bends(rungs),
        ],
        "contact_holes.json": list(holes(rungs)),
        "contact_poles.json": list(poles(rungs)),
        "contact_antimeridian.json": list(antimeridian(rungs)),
        "contact_large.json": list(large(rungs)),
        "contact_buffers.json": list(buffers(rungs)),
        "contact_height_time.json": list(limits()),
    }
