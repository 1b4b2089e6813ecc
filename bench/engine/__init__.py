"""The benchmark of the 4-D engine beside its peers: `python -m bench engine [--quick] [--again]`.

It compares answers before times, writes docs/engine-figures.md and docs/plots, and goes on where it was interrupted.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from bench.figure import Figure


def run(*, quick: bool = False, again: bool = False) -> list[Figure]:
    """Carry out the full plan or the quick one, and write what came out."""
    from bench.engine.figures import all_figures
    from bench.engine.plan import FULL, QUICK, carry_out
    from bench.engine.plots import draw_plots
    from bench.engine.report import write_report
    from bench.engine.series import Series

    plan = QUICK if quick else FULL
    series = Series("quick" if quick else "full")
    series.begin(again)
    carry_out(plan, series)
    figures, missing = all_figures(plan, series)
    folder = Path(".bench/quick") if quick else Path("docs")
    plots = draw_plots(plan, series, folder / "plots")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    write_report(folder / "engine-figures.md", plan, series, figures, missing, plots, today)
    series.finish()
    return figures
