"""Other servers that this party reads, and how far: documents of its store, written with what was read.

A source is what an administrator typed, its secret included, which leaves the store for that server alone. What is
known of a source grows with its pages, in the transaction that takes the page: a crash leaves both or neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from commonground.errors import Refused
from commonground.picture.information import Reliability
from commonground.record import Record, decode_own, encode_canonical, replace
from commonground.room.ports import LogStore

SOURCE, STATE = "taxii_source", "taxii_state"
SOURCES_MAX = 100
POSITIONS_MAX = 500
NAME_CHARS_MAX = 60
SECRET_CHARS_MAX = 32_000
EVERY_MINUTES_MAX = 7 * 24 * 60
LOOPBACK = ("127.0.0.1", "::1", "localhost")
Auth = Literal["none", "basic", "bearer", "certificate"]


class Source(Record, frozen=True):
    """A server that is read. `every_minutes` is 0 where somebody has to ask for it each time.

    `collections` are identifiers, titles or aliases; without any, all that may be read. `secret` is a password, a
    token, or a certificate with its key (PEM), as `auth` says; `trust` the certificates (PEM) of the authority that
    its own must be of, where that is none that every machine knows. `reliability` is the grade of what says none.
    """

    name: str
    url: str
    collections: tuple[str, ...] = ()
    auth: Auth = "none"
    user: str = ""
    secret: str = ""
    every_minutes: int = 0
    reliability: Reliability = "F"
    trust: str = ""


class Position(Record, frozen=True):
    """How far one collection was read, and what came of it.

    Everything up to `after_us` was read (microseconds since 1970); `next` leads on where a server gives no times.
    `kept` counts by type what came first from here, `left_out` by reason, `differing` what came again with other
    content. `marks` tell what the last page left out, where it may come again, so that it is not counted twice.
    """

    root: str
    collection: str
    title: str = ""
    after_us: int = 0
    next: str = ""
    kept: dict[str, int] = {}
    left_out: dict[str, int] = {}
    marks: tuple[str, ...] = ()
    differing: int = 0
    trouble: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What sets a collection apart from the others of its source."""
        return (self.root, self.collection)


class State(Record, frozen=True):
    """What became of a source. Times are UTC in milliseconds, 0 for never; `trouble` is why the last pull failed."""

    positions: tuple[Position, ...] = ()
    tried_ms: int = 0
    pulled_ms: int = 0
    next_ms: int = 0
    failures: int = 0
    trouble: str = ""
    kept_bytes: int = 0

    def position(self, root: str, collection: str) -> Position:
        """How far a collection was read; from its start where it never was."""
        for one in self.positions:
            if one.key == (root, collection):
                return one
        return Position(root=root, collection=collection)

    def with_position(self, position: Position) -> State:
        """The same with one position in place of the earlier one of its collection; the least lately read go first."""
        others = tuple(one for one in self.positions if one.key != position.key)
        return replace(self, positions=(*others, position)[-POSITIONS_MAX:])


def sources(store: LogStore) -> list[Source]:
    """All sources by name."""
    return [decode_own(Source, data) for _, data in store.documents(SOURCE)]


def source_of(store: LogStore, name: str) -> Source:
    """The source of a name."""
    data = store.document(SOURCE, name)
    if data is None:
        raise Refused("no such source", field="name")
    return decode_own(Source, data)


def state_of(store: LogStore, name: str) -> State:
    """What became of a source."""
    data = store.document(STATE, name)
    return State() if data is None else decode_own(State, data)


def put_state(store: LogStore, name: str, state: State) -> None:
    """Keep what became of a source."""
    store.put_document(STATE, name, encode_canonical(state))


def in_order(state: State) -> Iterator[Position]:
    """Positions as they are shown: by the titles of their collections."""
    return iter(sorted(state.positions, key=lambda one: (one.title, one.root, one.collection)))


def add_source(store: LogStore, source: Source, now_ms: int) -> None:
    """Keep a new source; where it is read by itself, at once."""
    refuse_wrong_source(source)
    if store.document(SOURCE, source.name) is not None:
        raise Refused("a source of this name is there already", field="name")
    if len(store.documents(SOURCE)) >= SOURCES_MAX:
        raise Refused(f"at most {SOURCES_MAX} sources expected", field="name", clause="limits")
    _keep(store, source)
    put_state(store, source.name, State(next_ms=now_ms if source.every_minutes else 0))


def change_source(store: LogStore, source: Source, now_ms: int) -> None:
    """Keep a source anew. What was read at another address is no position at this one; the next pull is due at once."""
    refuse_wrong_source(source)
    was, state = source_of(store, source.name), state_of(store, source.name)
    _keep(store, source)
    due_ms = now_ms if source.every_minutes else 0
    if was.url != source.url:
        state = State(kept_bytes=state.kept_bytes)
    put_state(store, source.name, replace(state, failures=0, trouble="", next_ms=due_ms))


def remove_source(store: LogStore, name: str) -> None:
    """Forget a source, its secret and how far it was read; what came from it stays."""
    source_of(store, name)
    store.delete_document(SOURCE, name)
    store.delete_document(STATE, name)


def _keep(store: LogStore, source: Source) -> None:
    store.put_document(SOURCE, source.name, encode_canonical(source))


def refuse_wrong_source(source: Source) -> None:
    """Refuse what no server can be read by."""
    name = source.name
    if not (
        0 < len(name) <= NAME_CHARS_MAX and name.isprintable() and name == name.strip() and "/" not in name
    ):
        raise Refused(f"1 to {NAME_CHARS_MAX} printable characters without a slash expected", field="name")
    parts = urlsplit(source.url)
    try:
        port_is_one = parts.port != 0
    except ValueError:
        port_is_one = False
    if (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query
        or parts.fragment or not port_is_one or not source.url.isascii() or not source.url.isprintable()
    ):  # fmt: skip
        raise Refused(f"{source.url!r}; https://host/path is expected", field="url")
    if source.auth != "none" and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Refused("https is expected where a secret is sent", field="url")
    if not 0 <= source.every_minutes <= EVERY_MINUTES_MAX:
        raise Refused(f"0 to {EVERY_MINUTES_MAX} minutes expected", field="every_minutes")
    if not all(0 < len(one) <= 300 and one.isprintable() for one in source.collections):
        raise Refused("texts that are not empty are expected", field="collections")
    _refuse_wrong_secret(source)


def _refuse_wrong_secret(source: Source) -> None:
    if (source.auth == "basic") != bool(source.user):
        raise Refused("a user is expected with a password, and with nothing else", field="user")
    if ":" in source.user or not source.user.isprintable():
        raise Refused("printable characters without a colon expected", field="user")
    if (source.auth == "none") == bool(source.secret):
        raise Refused("a secret is expected where one is shown, and nowhere else", field="secret")
    if max(len(source.secret), len(source.trust)) > SECRET_CHARS_MAX:
        raise Refused(f"at most {SECRET_CHARS_MAX} characters expected", field="secret", clause="limits")
    if source.auth == "bearer" and not (source.secret.isascii() and source.secret.isprintable()):
        raise Refused("a token of printable characters expected", field="secret")
    if source.auth == "certificate" and not (
        "BEGIN CERT" in source.secret and "PRIVATE KEY" in source.secret
    ):
        raise Refused("a certificate and its key in PEM are expected", field="secret")
    if source.trust and "BEGIN CERTIFICATE" not in source.trust:
        raise Refused("certificates in PEM are expected", field="trust")
