"""The moments of the line tests: twice a day by the clock of the room's zone, whatever the zone does to its clocks.

The core knows UTC alone; here local days become moments. A time of day that a zone skips is the moment to which its
clocks jump from it, one that comes twice is its first coming (PEP 495).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..picture.charter import Charter, Clocks

DAY_MS = 86_400_000


def test_times_ms(clocks: Clocks) -> tuple[int, int]:
    """The times of day of both tests, in ms after midnight of the room's zone."""
    return clocks.line_test_first_ms, clocks.line_test_second_ms


def slots_between(charter: Charter, from_ms: int, until_ms: int) -> list[int]:
    """Moments of tests in a closed span, in ms UTC."""
    times = test_times_ms(charter.clocks)
    found = []
    for day in range((from_ms - DAY_MS) // DAY_MS, (until_ms + DAY_MS) // DAY_MS + 1):
        found += [at_ms for at_ms in _slots_of(charter.zone, day, times) if from_ms <= at_ms <= until_ms]
    return sorted(found)


def next_slot_ms(charter: Charter, after_ms: int) -> int:
    """The first test after a moment."""
    return min(at_ms for at_ms in slots_between(charter, after_ms, after_ms + 2 * DAY_MS) if at_ms > after_ms)


@lru_cache(maxsize=512)
def _slots_of(zone: str, day: int, times_ms: tuple[int, ...]) -> tuple[int, ...]:
    """The tests of the local day with the date of the UTC day that begins `day` days after 1970."""
    place = ZoneInfo(zone)
    date = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)
    found = []
    for time_ms in times_ms:
        clock = datetime(date.year, date.month, date.day) + timedelta(milliseconds=time_ms)
        found.append(round(clock.replace(tzinfo=place).timestamp() * 1000))
    return tuple(found)
