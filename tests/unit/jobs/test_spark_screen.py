"""The Spark job against the engine: the same pairs, each once, on the workload and where a cut goes wrong first."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from jobs.cells import Grid
from tests.unit.jobs.hard_volumes import Pair, engine_pairs, hard_columns, scattered_columns, workload_columns

from commonground.geo.columns import VolumeColumns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),  # only Arrow is used here
]

NONE_WIDE = 10**9


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from jobs.spark_screen import local_session

    # The one option halves the time that Java takes to get going.
    session = local_session(2, shuffle_partitions=2, java_options="-XX:TieredStopAtLevel=1")
    yield session
    session.stop()


def saved(columns: VolumeColumns, spark: SparkSession, folder: Path) -> DataFrame:
    from jobs.volume_table import save_volumes

    save_volumes(columns, folder / "volumes.parquet")
    return spark.read.parquet(str(folder / "volumes.parquet"))


def found(pairs: DataFrame) -> list[Pair]:
    columns = pairs.toArrow().to_pydict().values()
    return sorted(zip(*columns, strict=True))


CASES = {
    "10k": (lambda: workload_columns(10_000, is_dense=False), Grid()),
    "20k dense": (lambda: workload_columns(20_000, is_dense=True), Grid(1.0, 12.0)),
    "hard": (hard_columns, Grid()),
    "hard, all copied": (hard_columns, Grid(3.0, 12.0, NONE_WIDE)),
    "hard, most wide": (hard_columns, Grid(1.0, 1.0, 4)),
    "scattered": (lambda: scattered_columns(300, 5), Grid(5.0, 6.0, 16)),
}


@pytest.mark.parametrize("case", CASES)
def test_the_pairs_are_those_of_the_engine(case: str, spark: SparkSession, tmp_path: Path) -> None:
    from jobs.spark_screen import screen

    columns, grid = CASES[case][0](), CASES[case][1]
    expected = sorted(engine_pairs(columns))
    assert len(expected) > 20
    assert found(screen(saved(columns, spark, tmp_path), grid)) == expected


def test_without_halos_pairs_are_lost_and_the_comparison_sees_it(spark: SparkSession, tmp_path: Path) -> None:
    from jobs.spark_screen import pairs_in_cells, placed

    columns, grid = hard_columns(), Grid(3.0, 12.0, NONE_WIDE)
    copies = placed(saved(columns, spark, tmp_path), grid)
    expected = engine_pairs(columns)
    one_copy = found(pairs_in_cells(copies.dropDuplicates(["owner", "part"]), grid))
    assert set(one_copy) < expected


def test_counted_in_every_cell_pairs_come_twice_and_the_comparison_sees_it(
    spark: SparkSession, tmp_path: Path
) -> None:
    from jobs import spark_screen

    columns, grid = hard_columns(), Grid(3.0, 12.0, NONE_WIDE)
    copies = spark_screen.placed(saved(columns, spark, tmp_path), grid)

    def join(key, table):
        import pyarrow as pa
        from jobs.volume_table import SCHEMA, columns_from

        from commonground.geo.interval import DEFAULT_CONTEXT

        table = table.select(SCHEMA.names)
        a, b = spark_screen.pairs_of_rows(columns_from(table), DEFAULT_CONTEXT)
        return pa.table(spark_screen.named_pairs(table, a, b))

    every = found(copies.groupBy("cell").applyInArrow(join, spark_screen.PAIR))
    assert set(every) == engine_pairs(columns)
    assert len(every) > len(set(every))


def test_rows_of_a_table_are_the_columns_that_were_saved() -> None:
    from jobs.volume_table import columns_from, table_of

    for columns in (hard_columns(), workload_columns(500, is_dense=True)):
        table = table_of(columns)
        for back in (columns_from(table), columns_from(table.to_batches()[0])):
            for name in VolumeColumns.__slots__:
                assert np.array_equal(getattr(back, name), getattr(columns, name)), name
        some = np.array([7, 3, 11])
        part = columns_from(table.take(some))
        assert part.from_ms.tolist() == columns.from_ms[some].tolist()
        assert len(part.positions_nd) == part.line_positions[-1]
        assert table_of(part).drop_columns("part") == table.take(some).drop_columns("part")


def test_more_wide_volumes_than_fit_are_refused(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jobs import spark_screen

    monkeypatch.setattr(spark_screen, "WIDE_MAX", 3)
    with pytest.raises(ValueError, match="larger cells"):
        spark_screen.screen(saved(hard_columns(), spark, tmp_path), Grid(1.0, 1.0, 4))


def test_a_file_of_arrays_becomes_a_table(tmp_path: Path) -> None:
    import pyarrow.parquet as pq
    from jobs.volume_table import main, table_of

    columns = hard_columns()
    np.savez(tmp_path / "v.npz", **{name: getattr(columns, name) for name in VolumeColumns.__slots__})
    main(str(tmp_path / "v.npz"), str(tmp_path / "v.parquet"))
    assert pq.read_table(tmp_path / "v.parquet") == table_of(columns)


def test_the_commands_of_the_page_are_accepted() -> None:
    from jobs.spark_screen import options

    page = (Path(__file__).parents[3] / "docs" / "spark.md").read_text("utf-8")
    commands = re.findall(r"jobs(?:\.|/)spark_screen(?:\.py)? (.+)", page)
    assert len(commands) >= 2
    for command in commands:
        asked = options(shlex.split(command))
        assert asked.volumes
        assert asked.pairs
