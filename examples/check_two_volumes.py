"""Do two volumes meet? Exact on the ellipsoid, in heights and in time, from Python.

    python examples/check_two_volumes.py

Prints the meeting with its margins, or that none was found. It says what was compared and nothing more.
"""

from __future__ import annotations

from commonground.geo.footprint import Circle, Corridor
from commonground.geo.intersection import volumes_meet
from commonground.geo.interval import TMM_PER_FT, Altitude
from commonground.geo.volume import Volume, validate_volume

HOUR_MS = 3_600_000
NOON_MS = 1_898_596_800_000  # 2030-03-01T12:00:00Z


def nd(degrees: float) -> int:
    """Degrees as the integer nanodegrees of a footprint."""
    return round(degrees * 1e9)


def feet(value: int) -> Altitude:
    """Feet above mean sea level: 1 ft is 3,048 tenths of a millimetre, exactly."""
    return Altitude(value_tmm=value * TMM_PER_FT, reference="AMSL", unit="FT")


def main() -> None:
    patrol = Volume(
        footprint=Circle(center=(nd(36.5), nd(33.0)), radius_tmm=50_000_000),
        lower=feet(5_000), upper=feet(9_000), from_ms=NOON_MS, until_ms=NOON_MS + 2 * HOUR_MS,
    )  # fmt: skip
    transit = Volume(
        footprint=Corridor(path=((nd(36.2), nd(33.05)), (nd(36.9), nd(33.05))), width_tmm=20_000_000),
        lower=feet(8_000), upper=feet(11_000), from_ms=NOON_MS + HOUR_MS, until_ms=NOON_MS + 3 * HOUR_MS,
    )  # fmt: skip
    for name, volume in (("patrol", patrol), ("transit", transit)):
        validate_volume(volume, name)  # raises Refused, naming the field
    meeting = volumes_meet(patrol, transit, buffer_m=500.0)
    if meeting is None:
        print("no meeting found between these two volumes")
        return
    lon_nd, lat_nd = meeting.common_point
    print(f"{meeting.relation}: {meeting.area_m2:,.0f} m2 shared, {meeting.distance_m:.1f} m apart")
    print(f"heights shared: {meeting.altitude_overlap_tmm / TMM_PER_FT:,.0f} ft")
    print(f"time shared: {meeting.shared_ms // 60_000} min")
    print(f"a point in both: {lat_nd / 1e9:.6f} N {lon_nd / 1e9:.6f} E")


if __name__ == "__main__":
    main()
