"""All pairs of volumes that meet, as a job for Apache Spark: for what one machine cannot hold or keep up with.

    python -m jobs.spark_screen VOLUMES.parquet PAIRS --local 2
    spark-submit --py-files jobs.zip jobs/spark_screen.py VOLUMES PAIRS

Volumes are copied to the cells of `jobs/cells.py`, each cell is joined by the project's own engine in the Python worker
that has it, and a pair is written where it is counted. The pairs are those of `Engine.pairs()` (docs/spark.md says when
this is worth it). The driver sees no volumes but the wide ones. It reads volumes as `jobs/volume_table.py` writes them
and does not check them again.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame, SparkSession

from commonground.geo.columns import VolumeColumns
from commonground.geo.engine import Engine
from commonground.geo.interval import DEFAULT_CONTEXT, AltitudeContext
from commonground.record import decode
from jobs.cells import Grid, bounds_of, copies_of, home_cells
from jobs.volume_table import SCHEMA, columns_from

Integers = NDArray[np.int64]
Batches = Iterator[pa.RecordBatch]

PAIR = "owner_a long, part_a long, owner_b long, part_b long"
_PAIR_NAMES = ("owner_a", "part_a", "owner_b", "part_b")
VOLUME = (
    "owner long, part long, core byte, radius_tmm long, line_lengths array<long>, lon_nd array<long>, "
    "lat_nd array<long>, lower_tmm long, upper_tmm long, lower_reference byte, upper_reference byte, "
    "from_ms long, until_ms long"
)
_COPIES_AT_ONCE = 20_000
#: More wide volumes than this do not fit the way they are handled: ask for larger cells.
WIDE_MAX = 50_000


# -- in the workers ----------------------------------------------------------------------------------------------


def place(batches: Batches, grid: Grid) -> Batches:
    """A copy of each volume for each cell that its box meets, with the cell's number; wide volumes are left out."""
    for batch in batches:
        volume, cell, _ = copies_of(bounds_of(columns_from(batch)), grid)
        for begin in range(0, len(volume), _COPIES_AT_ONCE):
            rows = slice(begin, begin + _COPIES_AT_ONCE)
            yield batch.take(pa.array(volume[rows])).append_column("cell", pa.array(cell[rows]))


def only_wide(batches: Batches, grid: Grid) -> Batches:
    """The volumes that `place` leaves out."""
    for batch in batches:
        yield batch.take(pa.array(copies_of(bounds_of(columns_from(batch)), grid)[2]))


def pairs_of_cell(
    key: tuple[pa.Scalar, ...], table: pa.Table, grid: Grid, context: AltitudeContext
) -> pa.Table:
    """The pairs of one cell that this cell counts."""
    table = table.select(SCHEMA.names)
    a, b = pairs_of_rows(columns_from(table), context)
    rows, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    bounds = bounds_of(columns_from(table.take(pa.array(rows))))
    counted = home_cells(bounds, places[: len(a)], places[len(a) :], grid) == key[0].as_py()
    return pa.table(named_pairs(table, a[counted], b[counted]))


def pairs_with_wide(batches: Batches, grid: Grid, context: AltitudeContext, wide: pa.Table) -> Batches:
    """The pairs of each volume of a batch with the wide ones; two wide volumes meet where the lesser one is read."""
    for batch in batches:
        both = pa.concat_tables([pa.Table.from_batches([batch]).select(SCHEMA.names), wide])
        columns = columns_from(both)
        is_set = np.arange(len(columns)) >= batch.num_rows
        # Two owners, so that only volumes of the batch are held against wide ones; the true owners are looked at below.
        a, b = pairs_of_rows(replace(columns, owner=is_set.astype(np.int64)), context)
        a, b = np.where(is_set[a], b, a), np.where(is_set[a], a, b)
        owner, part = columns.owner, both["part"].to_numpy()
        is_wide = np.zeros(len(columns), dtype=np.bool_)
        is_wide[copies_of(bounds_of(columns), grid)[2]] = True
        is_first = (owner[a] < owner[b]) | ((owner[a] == owner[b]) & (part[a] < part[b]))
        kept = (owner[a] != owner[b]) & (~is_wide[a] | is_first)
        yield pa.RecordBatch.from_pydict(named_pairs(both, a[kept], b[kept]))


def pairs_of_rows(columns: VolumeColumns, context: AltitudeContext) -> tuple[Integers, Integers]:
    """Rows of all pairs of volumes of different owners that meet, each once."""
    owners, owner = np.unique(columns.owner, return_inverse=True)
    engine = Engine(context)
    engine.insert_columns(range(len(owners)), replace(columns, owner=owner))
    found = engine.pairs(threads=1)
    # The engine counts the volumes of an owner in their order, and owners from 0.
    order = np.argsort(owner, kind="stable")
    begins = np.searchsorted(owner[order], np.arange(len(owners)))
    return order[begins[found.a] + found.a_part], order[begins[found.b] + found.b_part]


def named_pairs(table: pa.Table, a: Integers, b: Integers) -> dict[str, pa.Array]:
    """Owners and parts of pairs of rows, the lesser owner first."""
    owner, part = table["owner"].to_numpy(), table["part"].to_numpy()
    a, b = np.where(owner[a] < owner[b], a, b), np.where(owner[a] < owner[b], b, a)
    return dict(zip(_PAIR_NAMES, map(pa.array, (owner[a], part[a], owner[b], part[b])), strict=True))


# -- in the driver -----------------------------------------------------------------------------------------------


def placed(volumes: DataFrame, grid: Grid) -> DataFrame:
    """The copies of all volumes that are not wide, with the column `cell`."""
    return volumes.mapInArrow(partial(place, grid=grid), f"{VOLUME}, cell long")


def pairs_in_cells(copies: DataFrame, grid: Grid, context: AltitudeContext = DEFAULT_CONTEXT) -> DataFrame:
    """The pairs of volumes that are copied to a cell, each once."""

    def join(key: tuple[pa.Scalar, ...], table: pa.Table) -> pa.Table:
        return pairs_of_cell(key, table, grid, context)

    return copies.groupBy("cell").applyInArrow(join, PAIR)


def screen(volumes: DataFrame, grid: Grid, context: AltitudeContext = DEFAULT_CONTEXT) -> DataFrame:
    """All pairs of volumes of different owners that meet: owner and part of both, the lesser owner first.

    `ValueError` when more than WIDE_MAX volumes are wide. Wide volumes pass through the driver; nothing else does.
    """
    volumes = volumes.select(*SCHEMA.names)
    pairs = pairs_in_cells(placed(volumes, grid), grid, context)
    wide = volumes.mapInArrow(partial(only_wide, grid=grid), VOLUME).limit(WIDE_MAX + 1).toArrow()
    if wide.num_rows > WIDE_MAX:
        raise ValueError(
            f"more than {WIDE_MAX} volumes in more than {grid.copies_max} cells: ask for larger cells"
        )
    if wide.num_rows == 0:
        return pairs
    with_wide = partial(pairs_with_wide, grid=grid, context=context, wide=wide)
    return pairs.unionByName(volumes.mapInArrow(with_wide, PAIR))


def local_session(cores: int, shuffle_partitions: int, java_options: str = "") -> SparkSession:
    """A session on this machine that listens on loopback alone and serves no page."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": java_options,
        "spark.driver.host": "127.0.0.1",
        "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[1]),
        "spark.sql.shuffle.partitions": shuffle_partitions,
        "spark.ui.enabled": False,
        "spark.ui.showConsoleProgress": False,
    }
    builder = SparkSession.builder.master(f"local[{cores}]").appName("screen")
    return builder.config(map=settings).getOrCreate()


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """What the command line asks for; without arguments, this process's own."""
    grid = Grid()
    parser = argparse.ArgumentParser(prog="spark_screen", description="All pairs of volumes that meet.")
    parser.add_argument("volumes", help="Parquet file or folder, as jobs.volume_table writes it")
    parser.add_argument("pairs", help="folder for the pairs, as Parquet; must not exist")
    parser.add_argument("--tile-deg", type=float, default=grid.tile_deg)
    parser.add_argument("--bucket-h", type=float, default=grid.bucket_h)
    parser.add_argument("--copies-max", type=int, default=grid.copies_max)
    parser.add_argument("--context", type=Path, help="altitude bounds of the charter, as JSON")
    parser.add_argument("--local", type=int, metavar="CORES", help="run here; default: as spark-submit says")
    return parser.parse_args(arguments)


def main() -> None:
    """Run the job, say how many pairs were written and how long it took."""
    asked = options()
    grid = Grid(tile_deg=asked.tile_deg, bucket_h=asked.bucket_h, copies_max=asked.copies_max)
    context = decode(AltitudeContext, asked.context.read_bytes()) if asked.context else DEFAULT_CONTEXT
    started = time.monotonic()
    if asked.local:
        spark = local_session(asked.local, 4 * asked.local)
    else:
        spark = SparkSession.builder.appName("screen").getOrCreate()
    ready = time.monotonic()
    try:
        screen(spark.read.parquet(asked.volumes), grid, context).write.parquet(asked.pairs)
        done = time.monotonic()
        count = spark.read.parquet(asked.pairs).count()
        print(f"{count} pairs; session {ready - started:.1f} s, job {done - ready:.1f} s")
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
