"""Columns of the volumes of one entity as three strings of bytes, and the columns of many entities from theirs.

This is how a store keeps shapes: a start joins the strings of a hundred thousand entities and reads a million volumes
as numbers, without parsing a body or making an object for any of them. The bytes are a cache's own: little-endian,
never signed and never sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import VolumeColumns

_VOLUME = np.dtype(
    [
        ("core", "u1"), ("lower_reference", "u1"), ("upper_reference", "u1"), ("free", "u1"), ("lines", "<i4"),
        ("radius_tmm", "<i8"), ("lower_tmm", "<i8"), ("upper_tmm", "<i8"), ("from_ms", "<i8"), ("until_ms", "<i8"),
    ]
)  # fmt: skip
_FIELDS = (
    "core", "lower_reference", "upper_reference", "radius_tmm", "lower_tmm", "upper_tmm", "from_ms", "until_ms",
)  # fmt: skip


class ShapeBytes(NamedTuple):
    """One entity: its volumes (48 bytes each), how many positions each line has (4 bytes), the positions (16 bytes)."""

    volumes: bytes = b""
    lines: bytes = b""
    positions: bytes = b""


def shape_bytes(columns: VolumeColumns) -> ShapeBytes:
    """Columns of one entity as bytes; who owns them is left out."""
    rows = np.zeros(len(columns), dtype=_VOLUME)
    for name in _FIELDS:
        rows[name] = getattr(columns, name)
    rows["lines"] = columns.volume_lines[1:] - columns.volume_lines[:-1]
    lines = (columns.line_positions[1:] - columns.line_positions[:-1]).astype("<i4")
    return ShapeBytes(
        rows.tobytes(), lines.tobytes(), columns.positions_nd.astype("<i8", copy=False).tobytes()
    )


def joined_shapes(shapes: Sequence[ShapeBytes]) -> VolumeColumns:
    """Columns of many entities; `owner` is the place of each in `shapes`."""
    rows = np.frombuffer(b"".join([one.volumes for one in shapes]), dtype=_VOLUME)
    lines = np.frombuffer(b"".join([one.lines for one in shapes]), dtype="<i4")
    positions = np.frombuffer(b"".join([one.positions for one in shapes]), dtype="<i8")
    counts = np.fromiter((len(one.volumes) for one in shapes), np.int64, len(shapes)) // _VOLUME.itemsize
    taken = {name: np.ascontiguousarray(rows[name]) for name in _FIELDS}
    return VolumeColumns(
        owner=np.repeat(np.arange(len(shapes)), counts),
        volume_lines=_offsets(rows["lines"]),
        line_positions=_offsets(lines),
        positions_nd=positions.reshape(-1, 2),
        **taken,
    )


def _offsets(lengths: NDArray[np.int32]) -> NDArray[np.int64]:
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets
