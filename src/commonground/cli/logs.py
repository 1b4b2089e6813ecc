"""`log`: the statements in the logs that a node holds, one line each, as they arrived. Only reads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..compose.reading import ReadStore, read_store
from ..errors import MalformedMessage, Refused
from ..log.statement_body import parse_body
from .printing import say
from .reading import utc_text

CHUNK = 2_000
FOLLOW_S = 1.0
WORDS_MAX = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a log: where it stands, when this node wrote it down, and what it says in short."""

    arrived_ms: int
    origin: str
    index: int
    text: str


def show_log(path: Path, origin: str, as_of_ms: int | None, follow: bool) -> None:
    """Print every readable entry by arrival; with `follow` go on until Ctrl-C. Times are UTC."""
    sizes: dict[str, int] = {}
    first = True
    while True:
        reading = read_store(path)
        try:
            if first:
                _check_origin(reading, origin)
                say(f"# room {reading.charter.room}, held by party {reading.party}; times are UTC (Z)")
                first = False
            for line in sorted(
                _new_lines(reading, origin, sizes), key=lambda one: (one.arrived_ms, one.origin, one.index)
            ):
                if as_of_ms is None or line.arrived_ms <= as_of_ms:
                    say(f"{utc_text(line.arrived_ms)}  {line.origin} {line.index}  {line.text}")
        finally:
            reading.store.close()
        if not follow:
            return
        time.sleep(FOLLOW_S)


def _check_origin(reading: ReadStore, origin: str) -> None:
    held = reading.store.origins()
    if origin and origin not in held:
        raise Refused(f"{origin!r}; one of {', '.join(sorted(held))} is expected", field="--origin")


def _new_lines(reading: ReadStore, origin: str, sizes: dict[str, int]) -> Iterator[Line]:
    """Entries beyond `sizes`, which then holds how far was read."""
    for name, size in sorted(reading.store.origins().items()):
        if origin and name != origin:
            continue
        for start in range(sizes.get(name, 0), size, CHUNK):
            for row in reading.store.entries(name, start, min(size, start + CHUNK)):
                yield Line(row.arrived_ms, name, row.index, summary(row.body))
        sizes[name] = size


def summary(body: bytes | None) -> str:
    """What an entry says, in one line of words; nothing of it is interpreted."""
    if body is None:
        return "body is not held"
    try:
        value = parse_body(body)
    except MalformedMessage as error:
        return f"not understood: {error.reason}"
    if "commitments" in value:
        return f"heads: commitments to {len(value['commitments'])} logs"
    if value.get("arrival"):
        arrival = value["arrival"]
        return f"arrival: {arrival.get('origin')} up to {arrival.get('size')}"
    if value.get("event"):
        return f"event: {value['event'].get('what')}"
    return _statement(value)


def _statement(value: dict[str, Any]) -> str:
    said = value.get("saying", value)
    version = value.get("version", "")
    words = (
        f"{said.get('action')} {said.get('kind')} {said.get('entity')} v{version} by post {said.get('post')}"
    )
    to = [str(one.get("party")) for one in value.get("releases", [])]
    if to:
        words += f", released to {', '.join(to)}"
    return f"{words}{_about(said.get('kind'), said.get('body', {}))}"


def _about(kind: object, body: dict[str, Any]) -> str:
    about = body.get("about", {})
    reference = f" on {about.get('author')}/{about.get('entity')}" if about else ""
    match kind:
        case "notice":
            return f": {body.get('activity_class', '')}, {len(body.get('volumes', []))} volume(s)"
        case "site":
            name = body.get("name", {})
            return f": {body.get('category', '')} {name.get('en') or name.get('ar') or name.get('ru', '')}"[
                :WORDS_MAX
            ]
        case "reply":
            delta = f", {body['delta_tmm'] / 10_000:.0f} m off" if "delta_tmm" in body else ""
            return f"{reference}: {body.get('what')}{delta}"
        case "position":
            return f"{reference}: {body.get('stance')}"
        case "release_request":
            return f"{reference}: asks to release it to {body.get('to')}"
        case "release_answer":
            return f"{reference}: {body.get('outcome')}"
        case "receipt":
            return f"{reference}: {body.get('how')}"
        case _:
            return reference
