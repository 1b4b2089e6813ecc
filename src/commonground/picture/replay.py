"""A party's picture: the union of per-author replays of the logs that it may read.

Since only its author's log can change an entity, the order in which authors' lines arrive cannot matter (T-16).
Own lines come from the party's own log, others from the logs addressed to it. Nothing is ever removed: a
withdrawn entity keeps its last version and the time since which it is unconfirmed.
Only `room/view` may import this module: a picture is obtained for a named party or not at all.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from ..errors import MalformedMessage, Refused
from ..record import replace
from .blocks import Body, Reference
from .kinds import refuse_impossible
from .statement import OwnLine, Said, Saying, Statement, typed_body
from .version import Version


@dataclass(slots=True)
class Picture:
    """The last version of every entity that a party may see, by `author/entity`."""

    party: str
    entities: MutableMapping[str, Version] = field(default_factory=dict)

    def contradiction(self, statement: Statement) -> str:
        """How a statement goes back behind what its author said of the entity before; empty when it does not."""
        last = self.entities.get(f"{statement.author}/{statement.entity}")
        if last is None:
            return ""
        if statement.version <= last.version:
            return f"version {statement.version} of {last.key} after version {last.version}"
        if statement.kind != last.kind:
            return f"{last.key} was a {last.kind} and is said to be a {statement.kind}"
        return ""

    def get(self, reference: Reference | str) -> Version | None:
        """The entity of that key, or None where this party has not been told of one."""
        return self.entities.get(reference if isinstance(reference, str) else reference.key)


def apply_own(
    picture: Picture, line: OwnLine, origin: str, leaf: int, said: Said | None = None
) -> Version | None:
    """Replay one line of the party's own log; returns the version that it made, if any.

    `said` is its body where the line travels without it.
    """
    saying = line.saying
    if saying is None:
        return None
    last = picture.entities.get(f"{line.author}/{saying.entity}")
    if saying.action in ("withdraw", "deleted"):
        if last is None:
            return None
        return _put(
            picture, replace(last, releases=line.releases, leaf=leaf, known_from_ms=line.t_entered_ms)
        )
    # What came back from a recipient after a restore was said when it was said.
    said_ms = int(line.event.get("t_said_ms", line.t_entered_ms))
    made = Version(
        author=line.author, entity=saying.entity, kind=saying.kind, action=saying.action, version=line.version,
        post=saying.post, mode="keep", precedence=saying.precedence,
        channel_class=saying.channel_class,
        body=_body(saying) if said is None else said.body,
        origin=origin, leaf=leaf, said_leaf=leaf, t_released_ms=line.t_entered_ms, known_from_ms=line.t_entered_ms,
        first_released_ms=last.first_released_ms if last else said_ms,
        first_known_ms=last.first_known_ms if last else line.t_entered_ms,
        first_leaf=last.first_leaf if last else leaf,
        releases=line.releases, acknowledged=line.acknowledged,
    )  # fmt: skip
    return _put(picture, made)


def apply_received(
    picture: Picture, statement: Statement, origin: str, leaf: int, arrived_ms: int
) -> Version | None:
    """Replay one statement of a log addressed to the party.

    Versions only grow inside a log and an entity keeps its kind: a statement said again, or out of order, changes
    nothing.
    """
    if picture.contradiction(statement):
        return None
    last = picture.entities.get(f"{statement.author}/{statement.entity}")
    if statement.action in ("withdraw", "deleted"):
        if last is None:
            return None
        gone = replace(last, withdrawn_ms=statement.t_released_ms, leaf=leaf, known_from_ms=arrived_ms)
        if statement.action == "deleted":
            gone = replace(gone, action="deleted", body=None)
        return _put(picture, gone)
    made = Version(
        author=statement.author, entity=statement.entity, kind=statement.kind, action=statement.action,
        version=statement.version, post=statement.post, mode=statement.mode, precedence=statement.precedence,
        channel_class=statement.channel_class,
        body=_received_body(statement), origin=origin, leaf=leaf, said_leaf=leaf,
        t_released_ms=statement.t_released_ms, known_from_ms=arrived_ms,
        first_released_ms=last.first_released_ms if last else statement.t_released_ms,
        first_known_ms=last.first_known_ms if last else arrived_ms,
        first_leaf=last.first_leaf if last else leaf,
    )  # fmt: skip
    return _put(picture, made)


def _put(picture: Picture, version: Version) -> Version:
    picture.entities[version.key] = version
    return version


def _body(said: Saying | Statement) -> Body | None:
    """The typed body; one that does not parse is kept in the log and marked, never dropped."""
    try:
        return typed_body(said.kind, said.body)
    except MalformedMessage:
        return None


def _received_body(statement: Statement) -> Body | None:
    """The body of another party: one that nothing could be computed with is not understood either."""
    body = _body(statement)
    if body is not None:
        try:
            refuse_impossible(body)
        except Refused:
            return None
    return body
