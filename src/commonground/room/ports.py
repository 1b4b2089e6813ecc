"""What the use cases need from outside: a store, a clock, randomness, keys and peers.

Nothing here does I/O; adapters live in `store`, `protocols/peer` and `compose`. `Disclosed` passes through here so
that a store can name the only thing it appends for a recipient, and nobody else needs to reach the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ..policy.disclosure import Disclosed as Disclosed
from ..record import Held


class Clock(Protocol):
    """Wall clock of the node."""

    def now_ms(self) -> int:
        """UTC in milliseconds since 1970-01-01."""
        ...


class Salt(Protocol):
    """Randomness, drawn per log so that one log's draws tell nothing about another's."""

    def salt(self, origin: str, index: int) -> bytes:
        """32 bytes for the entry `index` of the log `origin`."""
        ...

    def new_id(self, prefix: str, content: bytes) -> str:
        """A random entity id such as `N-7K4QWX2M`; `content` lets a test make it repeatable."""
        ...

    def commit(self, salt: bytes, text: bytes) -> bytes:
        """The commitment of the heads log to a checkpoint text (`log/heads`)."""
        ...


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One entry of a log; `body` is None where it was deleted or stayed at the originator's node."""

    index: int
    entry: bytes
    body: bytes | None
    arrived_ms: int


NOT_UNDERSTOOD = "not_understood"
"""The category of what this release does not understand: kept, in no check, and shown as such."""


class Standing(Held, frozen=True):
    """What a start has to know of the last version of an entity: enough to be found and met, not what it says.

    `about` is the entity or the conflict that it speaks of. Its shape stands beside it, empty for what nothing is
    checked against.
    """

    key: str
    kind: str
    version: int
    action: str
    category: str
    about: str
    from_ms: int
    until_ms: int


class Shape(NamedTuple):
    """Where the last version of an entity lies, for what answers what meets what.

    `data` holds its volumes as an engine drew them, whose numbers mean what `layout` says; it is empty where none did.
    """

    volumes: int = 0
    layout: int = 0
    data: bytes = b""


NO_SHAPE = Shape()


class VersionRow(NamedTuple):
    """One version of one entity with the span in which the node knew it as the last one.

    Its words stand in entry `said_leaf` of the log `origin`, and nowhere else: a store reads that body into `said`.
    """

    key: str
    kind: str
    known_from_ms: int
    active_from_ms: int
    active_until_ms: int
    data: bytes
    origin: str = ""
    said_leaf: int = -1
    said: bytes | None = None


class PairRow(NamedTuple):
    """A conflict between two entities in this node's picture: in which versions, since when, and within which span."""

    a: str
    b: str
    known_from_ms: int
    kind: str
    version_a: int
    version_b: int
    first_ms: int
    from_ms: int
    until_ms: int


class ExchangedObject(NamedTuple):
    """One version of an object of the information exchange, as it is served; `entity` says what it was made of.

    `version` is a time without its Z and without zeros at its end, so that text sorts as time; empty for what has none.
    `entity` is `author/entity`, empty for what is shared; of a foreign object it is this one version. `object` is its
    bytes.
    """

    id: str
    version: str
    type: str
    spec_version: str
    entity: str
    is_foreign: bool
    object: bytes


class Exchanged(NamedTuple):
    """An object of a collection without its bytes, of which there are `size`; `seq` finds them.

    `date_added_us` grows from each to the next of a collection, and is never given twice. UTC, microseconds.
    """

    seq: int
    date_added_us: int
    id: str
    version: str
    type: str
    spec_version: str
    entity: str
    is_foreign: int
    size: int


class Wanted(NamedTuple):
    """Which objects of a collection are asked for; nothing in a field asks for all.

    `versions` holds `all`, `first`, `last` or versions, and at least one of them. `after_us` is exclusive.
    """

    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    spec_versions: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)
    after_us: int = 0
    limit: int = 100


class LogStore(Protocol):
    """Durable logs and what is derived from them.

    Writes happen between `begin` and `commit`, by one writer; after `commit` returned they survive a loss of
    power. `append_*` compare the expected index with the size in the statement itself and raise `Corrupt` when
    they differ. A write may wait for the end of its transaction: questions see it all the same, and what the disk
    says against it is raised by `commit` at the latest.

    `commit_behind` answers with the outcome of a commit that goes on in another thread: None once it is durable, else
    what `commit` would have raised. One at a time: the next transaction may begin, sees what the other wrote, is lost
    with it, and waits for it before it is committed.
    """

    def begin(self) -> None: ...
    def commit(self) -> None: ...
    def commit_behind(self) -> Future[None]: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...

    def append_own(self, origin: str, index: int, entry: bytes, body: bytes, at_ms: int) -> None: ...
    def append_for(self, origin: str, index: int, disclosed: Disclosed, at_ms: int) -> None: ...
    def append_mirrored(
        self, origin: str, start: int, rows: Sequence[tuple[bytes, bytes | None]], arrived_ms: int
    ) -> None: ...
    def origins(self) -> dict[str, int]: ...
    def size(self, origin: str) -> int: ...
    def entries(self, origin: str, start: int, end: int) -> list[StoredEntry]: ...
    def delete_body(self, origin: str, index: int) -> None: ...

    def put_tile(self, origin: str, level: int, index: int, width: int, hashes: bytes) -> None: ...
    def tiles(self, origin: str, level: int) -> list[tuple[int, int, bytes]]: ...
    def put_checkpoint(self, origin: str, size: int, note: str) -> None: ...
    def checkpoint(self, origin: str, size: int | None = None) -> tuple[int, str] | None: ...
    def checkpoints(self, origin: str) -> list[tuple[int, str]]: ...

    def put_version(
        self, row: VersionRow, standing: Standing, shape: Shape, pairs: Sequence[PairRow] = (), *, is_new: bool = False
    ) -> None: ...  # fmt: skip
    def versions_now(self) -> Iterator[VersionRow]: ...
    def standing_now(self) -> Iterator[tuple[Standing, Shape]]: ...
    def put_shape(self, key: str, shape: Shape) -> None: ...
    def version_now(self, key: str) -> VersionRow | None: ...
    def versions_as_of(self, at_ms: int, from_ms: int, until_ms: int, limit: int) -> list[VersionRow]: ...
    def history(self, key: str) -> list[VersionRow]: ...
    def pairs_as_of(self, at_ms: int | None) -> list[PairRow]: ...
    def drop_derived(self) -> None: ...

    def put_exchanged(self, collection: str, at_us: int, objects: Sequence[ExchangedObject]) -> None: ...
    def drop_exchanged(self, collection: str, entity: str, *, is_foreign: bool = False) -> None: ...
    def drop_exchanged_one(self, collection: str, id: str, version: str) -> None: ...
    def exchanged(self, collection: str, wanted: Wanted) -> list[Exchanged]: ...
    def exchanged_of(self, collection: str, entity: str) -> list[Exchanged]: ...
    def exchanged_bytes(self, seqs: Sequence[int]) -> list[bytes]: ...

    def put_form(self, origin: str, entity: str, version: int, form: bytes, action: str) -> None: ...
    def form(self, origin: str, entity: str) -> tuple[int, bytes, str] | None: ...
    def put_released(self, origin: str, own_leaf: int, leaf: int) -> None: ...
    def released(self, origin: str, own_leaf: int) -> int | None: ...
    def unreleased_from(self, origin: str) -> int: ...

    def put_content(self, origin: str, index: int, content: bytes) -> None: ...
    def content(self, origin: str, index: int) -> bytes | None: ...
    def put_document(self, kind: str, id: str, data: bytes) -> None: ...
    def document(self, kind: str, id: str) -> bytes | None: ...
    def documents(self, kind: str) -> list[tuple[str, bytes]]: ...
    def documents_before(self, kind: str, before: str, limit: int) -> list[tuple[str, bytes]]: ...
    def delete_document(self, kind: str, id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """A run of one log as its author serves it: entries `start`.. with bodies, and the checkpoint at its end."""

    origin: str
    start: int
    rows: tuple[tuple[bytes, bytes | None], ...]
    checkpoint: str
    more: bool


class Peer(Protocol):
    """Another party's node, as this one reaches it. Raises `Unavailable` when it does not answer."""

    async def pull(self, origin: str, start: int, rows_max: int) -> Page | None:
        """Entries from `start` of a log that this party may read; None when nothing follows."""
        ...

    async def head(self, origin: str) -> str | None:
        """The checkpoint note of a log as the author shows it now; None for an empty log."""
        ...

    async def cosigned(self, origin: str, size: int, line: str) -> None:
        """Send a cosignature line back."""
        ...

    async def hint(self) -> None:
        """Say that there is something to fetch. It carries nothing."""
        ...

    async def open_content(self, origin: str, index: int) -> bytes:
        """What stayed at the originator's node of a view-only item; the opening is noted there."""
        ...

    async def opening(self, heads_index: int) -> tuple[bytes, str] | None:
        """Salt and checkpoint text of this party's own place in a heads entry; None when it has none."""
        ...

    async def mirrored(self) -> dict[str, int]:
        """How many entries the peer holds of each of this party's logs."""
        ...

    async def tail(self, origin: str, start: int) -> Page | None:
        """The end of this party's own log, given back."""
        ...
