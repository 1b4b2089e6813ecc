"""Volumes as a table of Arrow and Parquet, one row each, and back to the columns that the engine reads.

    python -m jobs.volume_table VOLUMES.npz VOLUMES.parquet

The .npz holds the arrays of `commonground.geo.columns.VolumeColumns` under their names. A row names its owner and which
of the owner's volumes it is, counted as `Engine` counts them, and carries its lines as lists of numbers. Nothing is
checked that `validate_columns` does not check.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from commonground.geo.columns import VolumeColumns, validate_columns
from jobs.cells import parts_of

Integers = NDArray[np.int64]

_INTEGERS = pa.list_(pa.field("element", pa.int64()))
#: Spark and Arrow agree on these; Spark has no unsigned numbers.
SCHEMA = pa.schema(
    [
        ("owner", pa.int64()),
        ("part", pa.int64()),
        ("core", pa.int8()),
        ("radius_tmm", pa.int64()),
        ("line_lengths", _INTEGERS),
        ("lon_nd", _INTEGERS),
        ("lat_nd", _INTEGERS),
        ("lower_tmm", pa.int64()),
        ("upper_tmm", pa.int64()),
        ("lower_reference", pa.int8()),
        ("upper_reference", pa.int8()),
        ("from_ms", pa.int64()),
        ("until_ms", pa.int64()),
    ]
)
_PLAIN = ("owner", "radius_tmm", "lower_tmm", "upper_tmm", "from_ms", "until_ms")
_SMALL = ("core", "lower_reference", "upper_reference")
_ROWS_PER_GROUP = 20_000


def table_of(columns: VolumeColumns) -> pa.Table:
    """One row for each volume."""
    positions = columns.line_positions[columns.volume_lines]
    arrays = {name: pa.array(getattr(columns, name)) for name in _PLAIN}
    arrays |= {name: pa.array(getattr(columns, name).astype(np.int8)) for name in _SMALL}
    arrays["part"] = pa.array(parts_of(columns.owner))
    arrays["line_lengths"] = _lists(columns.volume_lines, np.diff(columns.line_positions))
    arrays["lon_nd"] = _lists(positions, columns.positions_nd[:, 0])
    arrays["lat_nd"] = _lists(positions, columns.positions_nd[:, 1])
    return pa.Table.from_pydict(arrays, schema=SCHEMA)


def columns_from(table: pa.Table | pa.RecordBatch) -> VolumeColumns:
    """The columns of the rows of a table, in its order."""
    plain = {name: _numbers(table[name]) for name in _PLAIN}
    small = {name: _numbers(table[name]).astype(np.uint8) for name in _SMALL}
    return VolumeColumns(
        owner=plain["owner"],
        core=small["core"],
        radius_tmm=plain["radius_tmm"],
        volume_lines=_offsets(_numbers(pc.list_value_length(table["line_lengths"]))),
        line_positions=_offsets(_flat(table["line_lengths"])),
        positions_nd=np.stack([_flat(table["lon_nd"]), _flat(table["lat_nd"])], axis=1),
        lower_tmm=plain["lower_tmm"],
        upper_tmm=plain["upper_tmm"],
        lower_reference=small["lower_reference"],
        upper_reference=small["upper_reference"],
        from_ms=plain["from_ms"],
        until_ms=plain["until_ms"],
    )


def save_volumes(columns: VolumeColumns, path: Path) -> None:
    """Write volumes as one Parquet file; `Refused` where a column cannot be right."""
    validate_columns(columns)
    pq.write_table(table_of(columns), path, row_group_size=_ROWS_PER_GROUP)


def _numbers(column: pa.ChunkedArray | pa.Array) -> Integers:
    return np.asarray(column)


def _flat(column: pa.ChunkedArray | pa.Array) -> Integers:
    return _numbers(pc.list_flatten(column)).astype(np.int64, copy=False)


def _lists(offsets: Integers, values: Integers) -> pa.ListArray:
    return pa.ListArray.from_arrays(
        pa.array(offsets.astype(np.int32)), pa.array(np.ascontiguousarray(values)), type=_INTEGERS
    )


def _offsets(lengths: Integers) -> Integers:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths, dtype=np.int64)])


def main(source: str, path: str) -> None:
    """Convert one file; the arrays are read under their names."""
    with np.load(source) as kept:
        save_volumes(VolumeColumns(**{name: kept[name] for name in kept.files}), Path(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
