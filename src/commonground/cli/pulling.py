"""`pull` and `source`: reads other TAXII servers for a node that is not being served, and keeps which they are."""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..protocols.stix.pull.forgetting import forget_some
from ..protocols.stix.pull.kept import total_of
from ..protocols.stix.pull.schedule import pull_once
from ..protocols.stix.pull.source import (
    Source,
    State,
    add_source,
    in_order,
    remove_source,
    source_of,
    sources,
    state_of,
)
from ..protocols.stix.pull.walk import Pull, from_start
from ..room.context import Room
from ..room.node import Node
from ..room.submit import note_event
from .ending import BROKEN, Ending
from .opening import node_of
from .printing import say, show_table

SECRET = "COMMONGROUND_SOURCE_SECRET"  # noqa: S105  # the name of a variable
OPERATOR = "command line"


def list_sources(config: Path) -> None:
    """Print the sources of a node."""
    with node_of(config) as (node, _):
        found = node.read(
            lambda room: [(one, state_of(room.store, one.name)) for one in sources(room.store)]
        ).result()
    if not found:
        say("no sources; `commonground source add` adds one")
    rows = [
        (one.name, one.url, one.auth, f"{one.every_minutes} min" if one.every_minutes else "when asked",
         one.reliability, _time(state.pulled_ms), _kept(state), state.trouble)
        for one, state in found
    ]  # fmt: skip
    columns = ("name", "address", "shows", "read", "reliability", "last read UTC", "kept", "trouble")
    show_table(columns, rows)
    for one, state in found:
        for position in in_order(state):
            left = _counts(position.left_out)
            say(
                f"{one.name}, {position.title or position.collection}: {_counts(position.kept)}; left out {left}"
            )


def add_one(config: Path, source: Source) -> None:
    """Keep a source."""

    def go(room: Room) -> None:
        add_source(room.store, source, room.clock.now_ms())
        note_event(room, {"what": "source_added", "operator": OPERATOR, "source": source.name})

    with node_of(config) as (node, _):
        node.write(go).result()
    say(f"source {source.name} added; `commonground pull` reads it")


def remove_one(config: Path, name: str) -> None:
    """Forget a source."""

    def go(room: Room) -> None:
        remove_source(room.store, name)
        note_event(room, {"what": "source_removed", "operator": OPERATOR, "source": name})

    with node_of(config) as (node, _):
        node.write(go).result()
    say(f"source {name} removed; what came from it stays")


def forget_one(config: Path, name: str) -> None:
    """Forget what came from a source, some at a time."""
    count, before = 0, ""
    with node_of(config) as (node, _):
        while True:
            before, went = node.write(lambda room, at=before: forget_some(room.store, name, at)).result()  # type: ignore[misc]
            count += went
            if not before:
                break
        done = {"what": "source_forgotten", "operator": OPERATOR, "source": name}
        node.write(lambda room: note_event(room, done)).result()
    say(f"{count} objects forgotten")


def pull_all(config: Path, names: Sequence[str], again: bool) -> None:
    """Read sources one after another and print what came."""
    with node_of(config) as (node, _):
        found = node.read(lambda room: [one.name for one in sources(room.store)]).result()
        for name in names:
            node.read(lambda room, name=name: source_of(room.store, name)).result()  # type: ignore[misc]
        troubled = False
        for name in names or found:
            if again:
                node.write(lambda room, name=name: from_start(room, name)).result()  # type: ignore[misc]
            done = asyncio.run(pull_once(node, name))
            troubled |= bool(done.troubles)
            _show(done)
        if not found:
            say("no sources; `commonground source add` adds one")
        _show_waiting(node)
    if troubled:
        raise Ending(BROKEN)


def _show(done: Pull) -> None:
    say(
        f"{done.source.name}: {done.pages} pages; new: {_counts(done.kept)}; left out: {_counts(done.left_out)}"
    )
    for trouble in done.troubles:
        say(f"{done.source.name}: {trouble}", to=sys.stderr)


def _show_waiting(node: Node) -> None:
    total = node.read(lambda room: total_of(room.store)).result()
    say(f"{total.standing.get('waiting', 0)} drafts wait; nobody is told of them before a person says them")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing"


def _kept(state: State) -> int:
    return sum(sum(one.kept.values()) for one in state.positions)


def _time(t_ms: int) -> str:
    return datetime.fromtimestamp(t_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S") if t_ms else "never"


def secret_of(auth: str) -> str:
    """The password or the token, from the environment or asked for."""
    if auth == "none":
        return ""
    given = os.environ.get(SECRET, "")
    if given or not sys.stdin.isatty():
        return given
    return getpass.getpass("password: " if auth == "basic" else "token: ")
