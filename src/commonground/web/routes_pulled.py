"""Other servers that this party reads, and what came from them: administered, looked at, put aside; never released.

Sources are changed by administrators alone; their secrets come in and never go out. What came is this party's own, told
to nobody; a report that is made of it goes the way of every report.
"""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from ..errors import MalformedMessage, Unavailable
from ..picture.information import Reliability
from ..protocols.stix.pull.drafts import AROUND_CHARS_MAX_LISTED, shown
from ..protocols.stix.pull.kept import Standing, draft_of, listed, move, raw, total_of
from ..protocols.stix.pull.source import (
    Auth,
    Source,
    add_source,
    change_source,
    remove_source,
    source_of,
    sources,
    state_of,
)
from ..record import Record, replace
from ..room.context import Room
from ..room.submit import note_event
from .bodies import query_text
from .door import Call, Web, get, post
from .errors_http import NotFound
from .places import rendering
from .pulled_rows import draft_details, draft_row, raw_row, source_row
from .routes_announce import Nothing
from .settings import Pulls

PAGE = 100
AT_ONCE = 10
RAW_PAGE = 20
RAW_CHARS_MAX = 2_000_000
ID_CHARS_MAX = 300
STANDINGS: tuple[Standing, ...] = ("waiting", "aside", "taken")


class SourceChange(Record, frozen=True):
    """What to change of a source; what is absent stays, the secret too."""

    url: str | None = None
    collections: tuple[str, ...] | None = None
    auth: Auth | None = None
    user: str | None = None
    secret: str | None = None
    every_minutes: int | None = None
    reliability: Reliability | None = None
    trust: str | None = None


class PullNow(Record, frozen=True):
    """Whether everything is read again."""

    from_start: bool = False


class Draft(Record, frozen=True):
    """A report that came, by its identifier."""

    id: str


def routes(web: Web) -> list[Route]:
    """Routes of sources, and of what came from them."""
    return [
        get(web, "/api/sources", list_sources),
        post(web, "/api/sources", make_source, admin=True),
        post(web, "/api/sources/{name}", edit_source, admin=True),
        post(web, "/api/sources/{name}/remove", forget_source, admin=True),
        post(web, "/api/sources/{name}/pull", pull_now),
        get(web, "/api/pulled", list_drafts),
        get(web, "/api/pulled/draft", open_draft),
        get(web, "/api/pulled/raw", list_raw),
        post(web, "/api/pulled/aside", put_aside),
        post(web, "/api/pulled/back", put_back),
    ]


def _pulls(call: Call) -> Pulls:
    found = call.web.settings.pulls
    if found is None:
        raise NotFound("nothing at this address")
    return found


def _running(call: Call) -> frozenset[str]:
    found = call.web.settings.pulls
    return frozenset() if found is None else found.running


# -- sources ------------------------------------------------------------------------------------------------------


async def list_sources(call: Call) -> dict[str, Any]:
    """Every source, and what became of it."""
    running = _running(call)

    def go(room: Room) -> list[dict[str, Any]]:
        return [source_row(one, state_of(room.store, one.name), running) for one in sources(room.store)]

    return {"rows": await call.web.read(go), "may_change": call.user.admin}


async def make_source(call: Call) -> dict[str, Any]:
    """Keep a new source."""
    new = await call.body(Source)

    def go(room: Room) -> dict[str, Any]:
        add_source(room.store, new, room.clock.now_ms())
        return _noted(room, call, "source_added", new)

    row = await call.web.write(go)
    return _read_at_once(call, row)


async def edit_source(call: Call) -> dict[str, Any]:
    """Change a source; a pull of it that goes on is broken off."""
    change = await call.body(SourceChange)
    name = call.part("name")
    given = {
        field: getattr(change, field) for field in change.__struct_fields__ if getattr(change, field) is not None
    }  # fmt: skip
    await _let_go(call, name)

    def go(room: Room) -> dict[str, Any]:
        was = source_of(room.store, name)
        secret = given.get("secret", "" if given.get("auth", was.auth) != was.auth else was.secret)
        source = replace(was, **{**given, "secret": secret})
        change_source(room.store, source, room.clock.now_ms())
        return _noted(room, call, "source_changed", source)

    row = await call.web.write(go)
    return _read_at_once(call, row)


def _read_at_once(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    """A source that is read by itself is read as soon as it is kept."""
    pulls = call.web.settings.pulls
    if pulls is None or not row["every_minutes"]:
        return row
    pulls.pull(row["name"])
    return row | {"running": True}


async def forget_source(call: Call) -> None:
    """Forget a source and its secret; what came from it stays."""
    await call.body(Nothing)
    name = call.part("name")
    await _let_go(call, name)

    def go(room: Room) -> None:
        remove_source(room.store, name)
        note_event(room, {"what": "source_removed", "operator": call.user.id, "source": name})

    await call.web.write(go)


async def _let_go(call: Call, name: str) -> None:
    if call.web.settings.pulls is not None:
        await call.web.settings.pulls.let_go(name)


def _noted(room: Room, call: Call, what: str, source: Source) -> dict[str, Any]:
    note_event(room, {"what": what, "operator": call.user.id, "source": source.name})
    return source_row(source, state_of(room.store, source.name), frozenset())


async def pull_now(call: Call) -> dict[str, Any]:
    """Read a source now, or everything of it again."""
    call.require("inform")
    asked = await call.body(PullNow)
    name = call.part("name")
    source, state = await call.web.read(
        lambda room: (source_of(room.store, name), state_of(room.store, name))
    )
    if asked.from_start:
        await _pulls(call).from_start(name)
    else:
        _pulls(call).pull(name)
    return source_row(source, state, _running(call))


# -- what came ----------------------------------------------------------------------------------------------------


async def list_drafts(call: Call) -> dict[str, Any]:
    """Reports that came and stand in one way, the last first, from `before` on; and how many there are of all."""
    where = query_text(call.request, "standing") or "waiting"
    if where not in STANDINGS:
        raise MalformedMessage("waiting, aside or taken is expected", field="standing")
    before = query_text(call.request, "before", 20)

    ids, total = await call.web.read(
        lambda room: (listed(room.store, where, before, PAGE), total_of(room.store))
    )
    rows: list[dict[str, Any]] = []
    for at in range(0, len(ids), AT_ONCE):  # a few at a time: whatever came, the line does not wait for it
        few = ids[at : at + AT_ONCE]
        rows += await call.web.read(lambda room, few=few: _rows(room, few))  # type: ignore[misc]
    standing = {name: total.standing.get(name, 0) for name in STANDINGS}
    return {
        "rows": rows, "total": standing[where], "shown": len(rows), "standing": standing,
        "others": dict(sorted(total.others.items())),
    }  # fmt: skip


def _rows(room: Room, ids: list[str]) -> list[dict[str, Any]]:
    found = [shown(room.store, id, AROUND_CHARS_MAX_LISTED) for id in ids]
    return [draft_row(one) for one in found if one is not None]


async def open_draft(call: Call) -> dict[str, Any]:
    """A report that came, as it would be said."""
    id = query_text(call.request, "id", ID_CHARS_MAX)

    def go(room: Room) -> dict[str, Any]:
        draft_of(room.store, id)
        found = shown(room.store, id)
        if found is None:
            raise Unavailable("what came is not held any more")
        return draft_details(found)

    details = await call.web.read(go)
    place = (details["information"] or {}).get("place")
    near = rendering(call.web.gazetteer, (place["lon_nd"], place["lat_nd"])) if place else None
    return {**details, "near": near}


async def list_raw(call: Call) -> dict[str, Any]:
    """Objects of a type that are no reports, as they came."""
    type = query_text(call.request, "type", ID_CHARS_MAX)
    before = query_text(call.request, "before", 20)
    found = await call.web.read(lambda room: raw(room.store, type, before, RAW_PAGE))
    rows: list[dict[str, Any]] = []
    chars = 0
    for one in found:
        chars += len(one.text)
        if rows and chars > RAW_CHARS_MAX:
            break
        rows.append(raw_row(one))
    return {"rows": rows}


async def put_aside(call: Call) -> dict[str, Any]:
    """Let a draft wait no more; a newer version of it waits again."""
    return await _move(call, "aside")


async def put_back(call: Call) -> dict[str, Any]:
    """Let a draft wait again."""
    return await _move(call, "waiting")


async def _move(call: Call, to: Standing) -> dict[str, Any]:
    call.require("inform")
    draft = await call.body(Draft)

    def go(room: Room) -> dict[str, Any]:
        move(room.store, draft.id, to, room.clock.now_ms())
        found = shown(room.store, draft.id)
        if found is None:
            raise Unavailable("what came is not held any more")
        return draft_row(found)

    return await call.web.write(go)
