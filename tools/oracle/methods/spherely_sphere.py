"""spherely: S2 on a sphere, geodetic latitudes taken for spherical ones. An optional package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .answer import Method, Record, ground_only


def spherely_sphere() -> Method | None:
    """None when spherely is not installed."""
    try:
        import spherely
    except ImportError:
        return None

    def line(positions: Any) -> list[tuple[float, float]]:
        return [(lon_nd / 1e9, lat_nd / 1e9) for lon_nd, lat_nd in positions]

    def core(shape: Mapping[str, Any]) -> tuple[Any, float]:
        if shape["type"] == "circle":
            return spherely.create_point(*line([shape["center"]])[0]), shape["radius_tmm"] / 1e4
        if shape["type"] == "corridor":
            return spherely.create_linestring(line(shape["path"])), shape["width_tmm"] / 2e4
        shell, *holes = (line(ring) for ring in shape["rings"])
        return spherely.create_polygon(shell, holes or None), 0.0

    def meets(case: Record) -> bool:
        (a, radius_a_m), (b, radius_b_m) = core(case["a"]), core(case["b"])
        within_m = radius_a_m + radius_b_m + case["buffer_m"]
        if within_m == 0:
            return bool(spherely.intersects(a, b))
        return bool(spherely.distance(a, b) <= within_m)

    return Method("spherely", f"spherely {spherely.__version__}", ground_only(meets))
