"""Which rows a change touches: from the keys that a view drained to the lists of a `change` event.

Runs in the node's writer. It makes rows of what changed and never of the whole picture. Of the conflicts, of what is
due and of the alarms the difference is sent (`web/feed_lists`); the short lists (drafts, held, nodes, duty, the line)
go whole when they differ from what was sent last.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..picture.charter import Charter
from ..room.context import Room
from ..room.desk import draft_rows, held_releases, held_row
from ..room.row_lists import rows_of
from ..room.rows import Look, Row, notice_row, site_row
from ..room.rows_agreements import changed_agreements
from ..room.rows_conflicts import conflict_rows
from ..room.rows_index import EPOCH_KINDS, RowsIndex
from ..room.rows_messages import message_row
from ..room.rows_nodes import alert_list, due_list, node_rows
from ..room.rows_requests import request_row
from ..room.rows_roster import duty_rows, is_of_roster
from ..room.view import PartyView
from .feed_flights import SentFlights
from .feed_line import line_lists, touched_by_channels
from .feed_lists import SentLists
from .refusals import with_back_texts
from .session_rows import party_rows

if TYPE_CHECKING:
    from ..protocols.f3548.supplier import Supplier

ROWS_MAX = 1_000
DAY_MS = 86_400_000
WINDOW_BACK_MS = DAY_MS
WINDOW_AHEAD_MS = 8 * DAY_MS
HEARD_STEP_MS = 15_000
QUICK_S = 0.02
Rows = dict[str, Any]


class ChangedRows:
    """What was sent last, so that only what differs is sent."""

    def __init__(self, index: RowsIndex, supplier: Supplier | None = None) -> None:
        self._index = index
        self._flights = SentFlights(supplier)
        self._sent: dict[str, object] = {}
        self._lists = SentLists()
        self._view: PartyView | None = None
        self._charter: Charter | None = None
        self._heavy_next_s = 0.0
        self._heavy: tuple[list[Row], list[Row]] = ([], [])
        self._heavy_waits = True

    def since_last(self, room: Room) -> Rows | None:
        """Rows for what changed since this was last asked; None when they are too many to say one by one."""
        keys, conflicts, touched = self._drained(room)
        if self._view is not room.view:  # read back from the store, or the first time
            self._view, self._charter = room.view, room.charter
            return None
        rows = self._entity_rows(room, touched)
        if rows is None:
            return None
        look = self._look(room)
        rows |= changed_agreements(room, keys, look.now_ms)
        if conflicts:
            self._lists.put("conflicts", conflict_rows(look, *window(look.now_ms))[0])
        for name, value in line_lists(look, touched).items():
            self._put(rows, name, value)
        self._short_lists(room, rows, {key.partition("/")[0] for key in keys})
        self._members(room, rows)
        if any(is_of_roster(key) for key in keys):
            self._put(rows, "duty", duty_rows(room, look.now_ms))
        self._heavy_waits = self._heavy_waits or bool(keys)
        self._heavy_lists(room)
        self._flights.touched(room, keys)
        self._flights.bring_up(room, self._lists)
        return rows | self._lists.drain()

    def unsaid(self, room: Room) -> Rows | None:
        """Let go of what changed while nobody looks; None when there was any."""
        keys, conflicts, touched = self._drained(room)
        self._view, self._charter, self._heavy_waits = room.view, room.charter, True
        return None if keys or conflicts or touched else {}

    def _drained(self, room: Room) -> tuple[set[str], bool, set[str]]:
        """Changed keys, whether conflicts changed, and the keys of all rows that changed with them."""
        keys, conflicts = room.view.changes.drain()
        self._index.take(room, keys)
        self._index.conflicts(room)
        return keys, conflicts, keys | self._index.drain_touched() | self._index.drain_met()

    def turned(self, room: Room) -> Rows | None:
        """Rows for what time alone has changed."""
        now_ms = room.clock.now_ms()
        by_clock, room.turned = room.turned, set()
        kinds = room.view.standings.rows
        if any(key in kinds and kinds[key].kind in EPOCH_KINDS for key in by_clock):
            self._index.turn_over()
        rows = self._entity_rows(room, self._index.turned(now_ms) | by_clock)
        if rows is None:
            return None
        nodes = node_rows(room, self._index, now_ms)
        seen = [
            {
                **one,
                "heard_ms": (one["heard_ms"] or 0) // HEARD_STEP_MS,
                "skew_ms": (one["skew_ms"] or 0) // 1000,
            }
            for one in nodes
            if not one["own"]
        ]
        if self._sent.get("nodes seen") != seen:
            self._sent["nodes seen"] = seen
            rows["nodes"] = nodes
        for name, value in line_lists(self._look(room), None).items():
            self._put(rows, name, value)
        self._members(room, rows)
        self._put(rows, "duty", duty_rows(room, now_ms))
        self._heavy_waits = True
        self._heavy_lists(room)
        self._flights.turned()
        self._flights.bring_up(room, self._lists)
        return rows | self._lists.drain()

    def shown(self, conflicts: list[Row]) -> None:
        """Take note of the conflicts that a page was given."""
        self._lists.put("conflicts", conflicts)

    def flights(self, room: Room) -> Rows:
        """Drone flights for a picture, at a node that plans some."""
        return self._flights.whole(room, self._lists)

    # -- parts ------------------------------------------------------------------------------------------------

    def _look(self, room: Room) -> Look:
        self._index.conflicts(room)
        return Look(room=room, index=self._index, now_ms=room.clock.now_ms())

    def _entity_rows(self, room: Room, keys: Iterable[str]) -> Rows | None:
        look, asked = self._look(room), set(keys)
        asked |= touched_by_channels(look, asked, window(look.now_ms))
        known = [key for key in asked if key in room.view.picture.entities]
        if len(known) > ROWS_MAX:
            return None
        rows: Rows = {}
        for key in known:
            version = room.view.picture.entities[key]
            made: tuple[tuple[str, Row | None], ...] = (
                ("notices", notice_row(look, version)), ("sites", site_row(look, version)),
                ("messages", message_row(look, version)), ("requests", request_row(look, version)),
                *rows_of(look, version),
            )  # fmt: skip
            for name, row in made:
                if row is not None:
                    rows.setdefault(name, []).append(row)
        if "requests" in rows:
            rows["requests"] = with_back_texts(rows["requests"])
        return rows

    def _short_lists(self, room: Room, rows: Rows, kinds: set[str]) -> None:
        if "draft" in kinds:
            rows["drafts"] = with_back_texts(draft_rows(room))
        if "held" in kinds:
            rows["held"] = [held_row(one) for one in held_releases(room)]
        if "cosigned" in kinds:
            rows["nodes"] = node_rows(room, self._index, room.clock.now_ms())

    def _members(self, room: Room, rows: Rows) -> None:
        """The names of the parties, once the room works with another charter: somebody has joined (R4)."""
        if self._charter is not room.charter:
            self._charter = room.charter
            rows["parties"] = party_rows(room.charter)

    def _heavy_lists(self, room: Room) -> None:
        if self._heavy_waits:
            before = self._heavy
            self.heavy(room)
            self._heavy_waits = self._heavy is before

    def heavy(self, room: Room) -> tuple[list[Row], list[Row]]:
        """What is due and what alarms: they look through the whole picture, so they get a tenth of the writer's time.

        In a full room they may be some seconds old; the next beat brings them up to date.
        """
        started_s = time.perf_counter()
        if started_s >= self._heavy_next_s:
            now_ms = room.clock.now_ms()
            self._heavy = due_list(room, now_ms), alert_list(room, now_ms)
            self._lists.put("due", self._heavy[0])
            self._lists.put("alerts", self._heavy[1])
            took_s = time.perf_counter() - started_s
            self._heavy_next_s = started_s + (10 * took_s if took_s > QUICK_S else 0.0)
        return self._heavy

    def _put(self, rows: Rows, name: str, value: list[Row]) -> None:
        if self._sent.get(name) != value:
            self._sent[name] = value
            rows[name] = value


def window(now_ms: int) -> tuple[int, int]:
    """The span that the live picture shows: a day back, eight days ahead."""
    return now_ms - WINDOW_BACK_MS, now_ms + WINDOW_AHEAD_MS
