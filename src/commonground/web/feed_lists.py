"""Lists that go down the feed by difference: what a page must put in and take out to hold the list that stands.

A room with a hundred unanswered calls has a hundred alarms. Sent whole with every event to every page, they and not
the news would fill the wire. A picture that a page reads may be newer than what was sent last: what it differs by is
then sent with the next event, to all, so that taking an event up twice, or after such a picture, changes nothing.
"""

from __future__ import annotations

from typing import Any

from ..room.rows import Row

Difference = dict[str, Any]


class SentLists:
    """The lists as pages hold them once they have taken up every event, by name and then by the key of a row."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, Row]] = {}
        self._waits: dict[str, dict[str, Row | None]] = {}

    def put(self, name: str, rows: list[Row]) -> None:
        """Take note of a list as it stands now; where it differs, the difference waits for the next event."""
        held, now = self._held.get(name, {}), {row["key"]: row for row in rows}
        changed: dict[str, Row | None] = {key: row for key, row in now.items() if held.get(key) != row}
        changed.update((key, None) for key in held if key not in now)
        self._held[name] = now
        if changed:
            self._waits.setdefault(name, {}).update(changed)

    def drain(self) -> dict[str, Difference]:
        """What waits, by the name of its list: the rows to put in, and the keys of those to take out."""
        waits, self._waits = self._waits, {}
        return {
            name: {
                "rows": [row for row in rows.values() if row is not None],
                "gone": [key for key, row in rows.items() if row is None],
            }
            for name, rows in waits.items()
        }

    def rows(self, name: str) -> list[Row]:
        """A list as it was noted last."""
        return list(self._held.get(name, {}).values())
