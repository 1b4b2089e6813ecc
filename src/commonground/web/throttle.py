"""How many sign-ins may fail: per name and address, per name, and per address, in a sliding quarter of an hour.

An attempt counts before the password is looked at and is taken back when it was right, so that a hundred at once get
no more tries than a hundred in turn. Names that nobody has are counted like others. It lives in memory: a restart
forgives, and costs an attacker more than it gives.
"""

from __future__ import annotations

from collections import OrderedDict, deque

from .errors_http import TooManyAttempts

WINDOW_MS = 15 * 60_000
PER_NAME_AND_ADDRESS = 5
PER_NAME = 50
PER_ADDRESS = 100
KEYS_MAX = 10_000


class Throttle:
    """Failed attempts by key; the oldest keys are forgotten when there are too many."""

    def __init__(self) -> None:
        self._failed: OrderedDict[tuple[str, str], deque[int]] = OrderedDict()

    def begin(self, name: str, address: str, now_ms: int) -> None:
        """Count an attempt, or refuse it."""
        keys = self._keys(name, address)
        for key, allowed in keys:
            times = self._recent(key, now_ms)
            if len(times) >= allowed:
                wait_s = max(1, (times[0] + WINDOW_MS - now_ms + 999) // 1000)
                raise TooManyAttempts(
                    f"too many attempts; again in {wait_s} s",
                    clause="limits",
                    detail={"retry_after_s": wait_s},
                )
        for key, _ in keys:
            self._failed.setdefault(key, deque()).append(now_ms)
            self._failed.move_to_end(key)
        while len(self._failed) > KEYS_MAX:
            self._failed.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Take the last attempt back, and forget the failures of this name from here."""
        (own, _), *others = self._keys(name, address)
        self._failed.pop(own, None)
        for key, _ in others:
            times = self._failed.get(key)
            if times:
                times.pop()

    def _keys(self, name: str, address: str) -> list[tuple[tuple[str, str], int]]:
        return [
            ((name, address), PER_NAME_AND_ADDRESS),
            ((name, ""), PER_NAME),
            (("", address), PER_ADDRESS),
        ]

    def _recent(self, key: tuple[str, str], now_ms: int) -> deque[int]:
        times = self._failed.get(key, deque())
        # What lies ahead was counted before the clock was set back, and would shut a name out until then.
        while times and not now_ms - WINDOW_MS < times[0] <= now_ms:
            times.popleft()
        return times
