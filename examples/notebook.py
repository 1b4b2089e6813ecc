"""Volumes, meetings and margins as at a notebook: each step prints what a cell would show.

    python examples/notebook.py

Everything is about the volumes that are given here. It says what was searched and nothing more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import commonground as cg

PLANS = Path(__file__).parent / "volumes.geojson"


def main() -> None:
    # Volumes of a file; a dict, a list, or a GeoDataFrame is read the same way.
    plans = cg.volumes(PLANS)
    print(plans)

    # One of our own: a shape in degrees and metres, heights with their reference, moments with their zone.
    begin = datetime(2030, 3, 1, 9, tzinfo=UTC)
    path = cg.corridor([(36.30, 32.90), (36.90, 33.25)], width_m=3704)
    supply = cg.volume(path, 14_000, "FL160", begin, begin + timedelta(hours=2), unit="FT AMSL")

    # What does it meet among the plans, within 500 m on the ground?
    found = cg.screen(supply, against=plans, buffer_m=500)
    print(found)

    # Each pair of the plans; a record for each is ready for pandas.DataFrame.
    for record in cg.screen(plans).as_records():
        print(
            f"{record['a_name']} and {record['b_name']}: {record['shared_s'] / 60:g} min, {record['height_ft']:,.0f} ft"
        )

    # How far apart are the two that do not meet?
    print(cg.margins(supply, plans[2]))

    # When, moved in time, and at which altitudes, moved in height, does a flight meet nothing of the plans?
    drop = cg.volume(path, 15_500, 16_500, begin, begin + timedelta(minutes=20), unit="FT AMSL")
    print(cg.earliest_free_start(drop, against=plans, within=timedelta(days=1)))
    print(cg.latest_free_start(drop, against=plans, within=timedelta(days=1)))
    print(cg.free_altitudes(drop, against=plans, lowest=3_000, highest=40_000, unit="FT AMSL"))

    # What can be read two ways is refused, and the refusal names the field.
    try:
        cg.volume(path, 14_000, "FL160", begin, begin + timedelta(hours=2))
    except cg.Refused as refusal:
        print(f"refused: {refusal}")


if __name__ == "__main__":
    main()
