"""The one way to a picture: `PartyView`, for a named party.

It applies lines as they are appended or arrive, keeps an index over everything that has a place, and the set of
conflicts in this party's picture. All of it is derived: `rebuild` makes it again from the logs. What the party may
not see is in no log that it holds, so nothing here filters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..errors import MalformedMessage, Refused
from ..geo.index import VolumeIndex
from ..geo.volume import Box, BoxRow
from ..log.statement_body import entry_of
from ..picture.charter import Charter, log_to, own_log
from ..picture.conflict import (
    COUNTS_ONLY_ABOVE,
    SECOND_POST_ABOVE,
    Candidate,
    ConflictReport,
    Hit,
    Searched,
    altitude_context,
    buffer_of,
    find_conflicts,
)
from ..picture.deadline import ends_ms
from ..picture.entity import NATIONAL_KINDS, ConflictNote, Notice, Site
from ..picture.onward import out_of_place
from ..picture.replay import Picture, apply_own, apply_received
from ..picture.statement import OwnLine, Said, Statement, parse_statement
from ..picture.version import Version
from ..record import decode, encode_canonical
from .ports import LogStore
from .versions import (
    KeptPair,
    boxes_of,
    decode_pair,
    decode_version,
    encode_pair,
    encode_version,
    stored_rows,
)

Pair = tuple[str, str]


@dataclass(slots=True)
class Changes:
    """Keys that changed since somebody last asked, for the feed."""

    keys: set[str] = field(default_factory=set)
    conflicts: bool = False

    def drain(self) -> tuple[set[str], bool]:
        """What changed, once."""
        keys, conflicts = self.keys, self.conflicts
        self.keys, self.conflicts = set(), False
        return keys, conflicts


class PartyView:
    """One party's picture, its index and its conflicts, as of now."""

    def __init__(self, store: LogStore, charter: Charter, party: str) -> None:
        self._store = store
        self._charter = charter
        self.party = party
        self.changes = Changes()
        self._reset()

    def _reset(self) -> None:
        self.picture = Picture(self.party)
        self._index = VolumeIndex()
        self._context = altitude_context(self._charter)
        self.pairs: dict[Pair, KeptPair] = {}
        self.revision = 0
        self._pairs_of: dict[str, set[Pair]] = {}
        self._sites = 0
        self._notices = 0
        self.about: dict[str, dict[str, None]] = {}
        self._notes: dict[str, dict[str, None]] = {}
        self.requests: dict[str, None] = {}
        self.unsettled: dict[str, None] = {}

    # -- starting ---------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Start from the rows that the store keeps; equal to `rebuild` (a property test holds them together)."""
        self._reset()
        keys: list[str] = []
        boxes: list[BoxRow] = []
        for row in self._store.versions_now():
            version = decode_version(row.data)
            self.picture.entities[version.key] = version
            self._count(version, 1)
            self._note_about(version)
            if _is_live(version):
                found = stored_rows(row)
                keys.extend([version.key] * len(found))
                boxes.extend(found)
        self._index = VolumeIndex.from_rows(keys, boxes)
        for pair_row in self._store.pairs_as_of(None):
            self._keep_pair((pair_row.a, pair_row.b), decode_pair(pair_row))
        self.changes.drain()

    def rebuild(self) -> None:
        """Replay every log that the party may read, from its first entry. Needs an open transaction."""
        self._store.drop_derived()
        self._reset()
        for origin, index, body, arrived_ms in self._lines():
            self.apply(origin, index, body, arrived_ms)

    def _lines(self) -> Iterator[tuple[str, int, bytes, int]]:
        """All readable lines in the order in which this node wrote them down."""
        own = own_log(self._charter, self.party)
        lines: list[tuple[int, int, str, int, int, bytes]] = []
        for origin, size in self._store.origins().items():
            if origin != own and self.author_of(origin) is None:
                continue
            order_ms = 0
            for row in self._store.entries(origin, 0, size):
                # A log stays in its order where the clock was set back.
                order_ms = max(order_ms, row.arrived_ms)
                if row.body is not None:
                    first = 0 if origin == own else 1
                    lines.append((order_ms, first, origin, row.index, row.arrived_ms, row.body))
        for _, _, origin, index, arrived_ms, body in sorted(lines, key=lambda line: line[:4]):
            yield origin, index, body, arrived_ms

    def author_of(self, origin: str) -> str | None:
        """Who wrote a log addressed to this party; None for any other log."""
        for other in self._charter.others(self.party):
            if origin == log_to(self._charter, other, self.party):
                return other
        return None

    # -- applying ---------------------------------------------------------------------------------------------

    def apply(self, origin: str, index: int, body: bytes, arrived_ms: int) -> Version | None:
        """Replay one line of the own log or of a log addressed to the party.

        What is no statement of that author to this party is in no picture; `federate` keeps it as evidence.
        """
        author = self.author_of(origin)
        if author is None:
            return self.apply_own(decode(OwnLine, body), origin, index)
        try:
            statement = parse_statement(body, room=self._charter.room, author=author, recipient=self.party)
        except MalformedMessage:
            return None
        return self.apply_received(statement, origin, index, arrived_ms)

    def apply_own(self, line: OwnLine, origin: str, index: int, said: Said | None = None) -> Version | None:
        """Replay a line of the party's own log; `said` is its body where the line travels without it."""
        last = self._last(line.author, line.saying.entity if line.saying else "")
        return self._applied(last, apply_own(self.picture, line, origin, index, said))

    def apply_received(
        self, statement: Statement, origin: str, index: int, arrived_ms: int
    ) -> Version | None:
        """Replay a statement of another party; one that contradicts changes nothing."""
        if self.contradiction(statement):
            return None
        last = self._last(statement.author, statement.entity)
        return self._applied(last, apply_received(self.picture, statement, origin, index, arrived_ms))

    def contradiction(self, statement: Statement) -> str:
        """What its author cannot say here, or not after what it said before; empty when nothing is wrong."""
        if statement.kind in NATIONAL_KINDS:
            return f"a {statement.kind} is national and was released"
        if statement.kind == "warning" and not self._charter.party(statement.author).custodian:
            return f"{statement.author} is no custodian and warns as one"
        strange = out_of_place(statement, [party.id for party in self._charter.parties])
        return strange or self.picture.contradiction(statement)

    def _last(self, author: str, entity: str) -> Version | None:
        return self.picture.entities.get(f"{author}/{entity}")

    def _applied(self, last: Version | None, made: Version | None) -> Version | None:
        if made is None:
            return None
        if last is not None:
            self._count(last, -1)
            self._forget_about(last)
        self._count(made, 1)
        self._note_about(made)
        boxes = boxes_of(made.body, self._context) if _is_live(made) else []
        self._index.remove(made.key)
        if boxes:
            self._index.insert(made.key, boxes)
        self._store.put_version(encode_version(made, boxes))
        self.changes.keys.add(made.key)
        if made.kind in ("notice", "site"):
            self._screen(made, boxes)
        return made

    def _count(self, version: Version, step: int) -> None:
        if version.kind == "site":
            self._sites += step
        elif version.kind == "notice":
            self._notices += step

    def _forget_about(self, version: Version) -> None:
        """An amended statement may be about something else than before, or no longer be understood."""
        if isinstance(version.body, ConflictNote):
            self._notes.get(version.body.conflict, {}).pop(version.key, None)
        about = getattr(version.body, "about", None)
        if about is not None:
            self.about.get(about.key, {}).pop(version.key, None)
            self.changes.keys.add(about.key)

    def _note_about(self, version: Version) -> None:
        """Replies, positions and receipts are found by what they are about, notes by their conflict."""
        if isinstance(version.body, ConflictNote):
            self._notes.setdefault(version.body.conflict, {})[version.key] = None
            self.changes.conflicts = True
        about = getattr(version.body, "about", None)
        if about is not None:
            self.about.setdefault(about.key, {})[version.key] = None
            self.changes.keys.add(about.key)
        if version.kind == "release_request":
            self.requests[version.key] = self.unsettled[version.key] = None

    # -- conflicts --------------------------------------------------------------------------------------------

    def _screen(self, version: Version, boxes: list[Box]) -> None:
        """Recompute every conflict that names this entity."""
        at_ms = version.known_from_ms
        before = {
            frozenset(pair): self.pairs[pair].first_ms for pair in self._pairs_of.get(version.key, set())
        }
        if before:
            self._store.end_pairs(version.key, at_ms)
            self._drop_pairs(version.key)
            self.changes.conflicts = True
        if not boxes:
            return
        for pair, hit in self._pairs_for(version):
            kept = KeptPair(
                hit=hit, version_a=self.picture.entities[pair[0]].version,
                version_b=self.picture.entities[pair[1]].version, first_ms=before.get(frozenset(pair), at_ms),
            )  # fmt: skip
            self._keep_pair(pair, kept)
            self._store.put_pair(encode_pair(pair[0], pair[1], kept, at_ms))
            self.changes.conflicts = True

    def _pairs_for(self, version: Version) -> Iterator[tuple[Pair, Hit]]:
        """Each pair that the entity makes, in an order that does not depend on which came first.

        A notice stands before a site, and of two notices the one with the smaller key.
        """
        body = version.body
        if not isinstance(body, (Notice, Site)):
            return
        own = Candidate(version.key, version.version, version.author, body)
        if isinstance(body, Notice):
            buffer_m = buffer_of(body, self._charter)
            for other in self._candidates(body, buffer_m, leave_out={version.key}):
                first, second = (other, own) if _stands_first(other, own) else (own, other)
                yield from self._pair(first, second)
        else:
            for key in self._near(body, self._charter.hazard_buffer_m):
                notice = self.picture.entities[key]
                if isinstance(notice.body, Notice):
                    yield from self._pair(Candidate(key, notice.version, notice.author, notice.body), own)

    def _pair(self, first: Candidate, second: Candidate) -> Iterator[tuple[Pair, Hit]]:
        if isinstance(first.body, Notice):
            buffer_m = buffer_of(first.body, self._charter)
            for hit in find_conflicts(first.body, [second], self._charter, buffer_m=buffer_m):
                yield (first.key, second.key), hit

    def _near(self, body: Notice | Site, buffer_m: int) -> list[str]:
        found: dict[str, None] = {}
        for box in boxes_of(body, self._context, float(buffer_m)):
            for key in self._index.candidates(box):
                found[str(key)] = None
        return list(found)

    def _candidates(self, notice: Notice, buffer_m: int, leave_out: set[str]) -> list[Candidate]:
        # A hazard's wider buffer counts from either side, so the index is asked with the widest.
        wide_m = max(buffer_m, self._charter.hazard_buffer_m)
        made = []
        for key in self._near(notice, wide_m):
            version = self.picture.entities[key]
            if key not in leave_out and isinstance(version.body, (Notice, Site)):
                made.append(Candidate(key, version.version, version.author, version.body))
        return made

    def _keep_pair(self, pair: Pair, kept: KeptPair) -> None:
        self.revision += 1
        self.pairs.pop((pair[1], pair[0]), None)
        self.pairs[pair] = kept
        for key in pair:
            self._pairs_of.setdefault(key, set()).add(pair)

    def _drop_pairs(self, key: str) -> None:
        for pair in self._pairs_of.pop(key, set()):
            self.pairs.pop(pair, None)
            other = pair[1] if pair[0] == key else pair[0]
            self._pairs_of.get(other, set()).discard(pair)

    # -- asking -----------------------------------------------------------------------------------------------

    def check(self, notice: Notice, now_ms: int, *, leave_out: Iterable[str] = ()) -> ConflictReport:
        """What a notice would meet in this party's picture. Writes nothing, tells nobody (T-24)."""
        buffer_m = buffer_of(notice, self._charter)
        candidates = self._candidates(notice, buffer_m, leave_out=set(leave_out))
        live = [one for one in candidates if not self._is_past(one, now_ms)]
        hits = tuple(find_conflicts(notice, live, self._charter, buffer_m=buffer_m))
        return self.report(hits, buffer_m, now_ms)

    def _is_past(self, candidate: Candidate, now_ms: int) -> bool:
        body = candidate.body
        return isinstance(body, Notice) and ends_ms(body) < now_ms

    def report(self, hits: tuple[Hit, ...], buffer_m: int, now_ms: int) -> ConflictReport:
        """The report of hits in this picture: what was searched, and what the limits of section 8 leave to show."""
        foreign_sites = sum(hit.kind == "site" and hit.party != self.party for hit in hits)
        searched = self.searched()
        content = encode_canonical([hits, now_ms, searched])
        return ConflictReport(
            report_id=entry_of(content).hex()[:32],
            as_of_ms=now_ms,
            searched=searched,
            buffer_m=buffer_m,
            hits=() if len(hits) > COUNTS_ONLY_ABOVE else hits,
            hits_total=len(hits),
            counts_only=len(hits) > COUNTS_ONLY_ABOVE,
            needs_second_post=foreign_sites > SECOND_POST_ABOVE,
        )

    def searched(self) -> Searched:
        """What stands behind an answer: entity counts, and the size of every log that was replayed."""
        sizes = self._store.origins()
        readable = [
            (origin, size)
            for origin, size in sorted(sizes.items())
            if origin == own_log(self._charter, self.party) or self.author_of(origin) is not None
        ]
        return Searched(notices=self._notices, sites=self._sites, logs=tuple(readable))

    def replies_about(self, key: str) -> list[Version]:
        """Statements about an entity (replies, positions, receipts, warnings), oldest first."""
        found = [self.picture.entities[one] for one in self.about.get(key, {})]
        return sorted(found, key=lambda version: (version.known_from_ms, version.key))

    def conflict_notes(self, conflict: str) -> list[Version]:
        """This party's own notes on a conflict, the last written first."""
        found = [self.picture.entities[one] for one in self._notes.get(conflict, {})]
        return sorted(found, key=lambda version: (-version.known_from_ms, version.key))

    def versions(self) -> Iterator[Version]:
        """Every entity of the picture."""
        return iter(self.picture.entities.values())

    def get(self, key: str) -> Version:
        """The entity of that key; refuses one that this party has not been told of."""
        version = self.picture.entities.get(key)
        if version is None:
            raise Refused(f"nothing known here as {key!r}", field="key")
        return version

    def as_of(self, at_ms: int, from_ms: int, until_ms: int, limit: int) -> list[Version]:
        """What this node had received by `at_ms` and concerns the span: one indexed query, no replay."""
        rows = self._store.versions_as_of(at_ms, from_ms, until_ms, limit)
        return [decode_version(row.data) for row in rows]

    def pairs_as_of(self, at_ms: int) -> list[tuple[Pair, KeptPair]]:
        """The conflicts that this node had on its screen at that moment."""
        return [((row.a, row.b), decode_pair(row)) for row in self._store.pairs_as_of(at_ms)]


def _stands_first(other: Candidate, own: Candidate) -> bool:
    return isinstance(other.body, Notice) and other.key < own.key


def _is_live(version: Version) -> bool:
    """Checked against: a cancelled notice and a closed site are not; a withdrawn or expired one is (T-12)."""
    if isinstance(version.body, Notice):
        return version.action != "cancel"
    return isinstance(version.body, Site) and version.action != "close"
