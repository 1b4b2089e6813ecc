"""The one way to a picture: `PartyView`, for a named party.

It applies lines as they are appended or arrive, keeps an index over everything that has a place, and the set of
conflicts in this party's picture. All of it is derived: `rebuild` makes it again from the logs. What the party may
not see is in no log that it holds, so nothing here filters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from ..errors import MalformedMessage, Refused
from ..log.statement_body import entry_of
from ..picture.charter import Charter, log_to, own_log
from ..picture.conflict import (
    COUNTS_ONLY_ABOVE,
    SECOND_POST_ABOVE,
    Candidate,
    ConflictReport,
    Hit,
    Met,
    MetReport,
    Searched,
    buffer_of,
    find_conflicts,
    is_checked,
)
from ..picture.entity import Notice, Site
from ..picture.kinds import NATIONAL_KINDS
from ..picture.replay import Picture, apply_own, apply_received
from ..picture.statement import OwnLine, Said, Statement, parse_statement
from ..picture.version import Version
from ..record import decode, encode_canonical
from .changes import Changes
from .contradicting import CONTRADICTS
from .entities import LIGHT_KINDS, Entities, weighty
from .following import Follower, Nobody
from .line_book import LineBook
from .membership_contradicts import strange_member
from .pairs import Margins, Pairs, but_itself
from .pairs import Pair as Pair
from .ports import NO_SHAPE, LogStore, PairRow, Shape, Standing
from .replaying import lines_read, lines_told
from .resident import Drawn, Residents, group
from .standings import Standings
from .versions import KeptPair, decode_version, encode_version, standing_of


class PartyView:
    """One party's picture, its index and its conflicts, as of now."""

    def __init__(
        self, store: LogStore, charter: Charter, party: str, follow: Callable[[], Follower] = Nobody
    ) -> None:
        self._store = store
        self._follow = follow
        self._charter = charter
        self.party = party
        self.changes = Changes()
        self._reset()

    def _reset(self) -> None:
        self.picture = Picture(self.party, Entities(self._store))
        self.standings = Standings(self.changes)
        self.line = LineBook(self._charter.clocks)
        self._residents = Residents(self._charter)
        self.kept_pairs = Pairs(self._store)
        self._margins = Margins(self._store, self._charter, self.picture.entities.get)
        self._met_last: tuple[object, int, list[str]] | None = None
        self._unlike: list[str] = []
        self.follower = self._follow()
        self._find_readable()

    def _find_readable(self) -> None:
        readable = (log_to(self._charter, one, self.party) for one in self._charter.others(self.party))
        self._readable = sorted((own_log(self._charter, self.party), *readable))

    def go_over(self, charter: Charter) -> None:
        """Read the logs of another charter of this room from now on; nothing that was read changes."""
        self._charter = charter
        self._find_readable()

    # -- starting ---------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Start from the rows that the store keeps; equal to `rebuild` (a property test holds them together)."""
        self._reset()
        entities = self.picture.entities
        assert isinstance(entities, Entities)
        keys, groups, shapes = list[str](), list[str](), list[Shape]()
        for standing, shape in self._store.standing_now():
            self.standings.put(standing)
            if shape.volumes:
                keys.append(standing.key)
                groups.append(group(standing.kind, standing.category))
                shapes.append(shape)
        entities.expect(self.standings.rows)
        self._unlike = self._residents.fill(keys, groups, shapes, self._placed)
        self.follower.load(self)
        self.changes.drain()

    def renew_shapes(self) -> None:
        """Put shapes as the engine of this release draws them in the place of others. Needs an open transaction."""
        for key in self._unlike:
            drawn = self._residents.draw(self._placed(key))
            if drawn is not None:
                self._store.put_shape(key, drawn.shape)
        self._unlike = []

    def is_empty(self) -> bool:
        """Whether nothing at all stands in this picture."""
        return not self.standings.rows

    def _placed(self, key: str) -> Notice | Site:
        body = self.picture.entities[key].body
        assert isinstance(body, Notice | Site)
        return body

    def rebuild(self) -> None:
        """Replay every log that the party may read, from its first entry. Needs an open transaction."""
        self._store.drop_derived()
        self._reset()
        self.kept_pairs.start_empty()
        for origin, index, body, arrived_ms in self._lines():
            self.apply(origin, index, body, arrived_ms)
        for kind, body, origin, leaf, at_ms in lines_told(self._store, self._charter, self.party):
            self.follower.released(kind, body, origin, leaf, at_ms)

    def _lines(self) -> Iterator[tuple[str, int, bytes, int]]:
        return lines_read(self._store, own_log(self._charter, self.party), self.author_of)

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

    def apply_own(
        self, line: OwnLine, origin: str, index: int, said: Said | None = None, drawn: Drawn | None = None
    ) -> Version | None:
        """Replay a line of the party's own log; `said` is its body where the line travels without it."""
        return self._applied(apply_own(self.picture, line, origin, index, said), drawn)

    def apply_received(
        self, statement: Statement, origin: str, index: int, arrived_ms: int
    ) -> Version | None:
        """Replay a statement of another party; one that contradicts changes nothing."""
        if self.contradiction(statement):
            return None
        return self._applied(apply_received(self.picture, statement, origin, index, arrived_ms))

    def contradiction(self, statement: Statement) -> str:
        """What its author cannot say here, or not after what it said before; empty when nothing is wrong."""
        if statement.kind in NATIONAL_KINDS:
            return f"a {statement.kind} is national and was released"
        member = strange_member(self._charter, self.picture.entities, statement)
        if member:
            return member
        rule = CONTRADICTS.get(statement.kind)
        strange = "" if rule is None else rule(self._charter, self.picture.entities, statement)
        return strange or self.picture.contradiction(statement)

    def _applied(self, made: Version | None, drawn: Drawn | None = None) -> Version | None:
        if made is None:
            return None
        body = made.body
        if drawn is None and isinstance(body, Notice | Site) and is_checked(made):
            drawn = self._residents.draw(body)
        standing = standing_of(made)
        key, before = standing.key, self.standings.put(standing)
        met: list[str] = []
        if drawn is not None and isinstance(body, Notice | Site):
            met = self._met(key, body, drawn)
            self._residents.put(key, body, drawn)
        else:
            self._residents.remove(key)
        pairs: list[PairRow] = []
        if made.kind in ("notice", "site"):
            pairs = self._screen(standing, met, made.known_from_ms, is_new=before is None)
        shape = NO_SHAPE if drawn is None else drawn.shape
        row = encode_version(made, standing)
        self._store.put_version(row, standing, shape, pairs, is_new=before is None)
        if made.kind not in LIGHT_KINDS:  # they are in no list that a page follows
            self.changes.touch(key)
        self.follower.apply(made)
        return made

    # -- conflicts --------------------------------------------------------------------------------------------

    @property
    def pairs(self) -> dict[Pair, KeptPair]:
        """The conflicts in this picture. Not to be changed by who reads it."""
        return self.kept_pairs.all()

    def pairs_of(self, key: str) -> list[tuple[Pair, KeptPair]]:
        """The conflicts that name an entity."""
        self.kept_pairs.all()
        return self.kept_pairs.of(key)

    @property
    def revision(self) -> int:
        """Grows with every conflict that is found."""
        return self.kept_pairs.revision

    def margins(self, pair: Pair, kept: KeptPair) -> Hit:
        """How the two of a pair meet, in the versions that made it."""
        return self._margins.of(pair, kept)

    def draw(self, body: Notice) -> Drawn | None:
        """What a check and the store need of an acceptable notice's shape. For any thread."""
        return self._residents.draw(body)

    def drawn_at_sight(self, bodies: Sequence[Notice]) -> list[Drawn | None]:
        """The same of notices that are acceptable at first sight; None says nothing. For any thread."""
        return self._residents.drawn_at_sight(bodies)

    def foresee(self, drawn: Sequence[Drawn | None]) -> list[Drawn | None]:
        """The same, asked in one go for what each will meet."""
        return self._residents.foresee(drawn)

    def _met(self, key: str, body: Notice | Site, drawn: Drawn | None = None) -> list[str]:
        """Keys of everything else that a body meets. What is announced is asked for twice: by its report, and here."""
        last = self._met_last
        if last is None or last[0] is not body or last[1] != self._residents.revision:
            last = self._met_last = (body, self._residents.revision, self._residents.met_by(body, drawn))
        return but_itself(last[2], key or self.party, body, self.standings.rows, self.picture.entities)

    def _screen(self, standing: Standing, met: list[str], at_ms: int, *, is_new: bool) -> list[PairRow]:
        """Put every conflict that names this entity anew; one that is new was in none."""
        rows: list[PairRow] = []
        held = [] if is_new else self.kept_pairs.of(standing.key)
        before = {frozenset(pair): kept.first_ms for pair, kept in held}
        if before:
            self.kept_pairs.end(standing.key)
            self.changes.conflicts = True
            self.changes.clocked.update(key for pair, _ in held for key in pair)
        for other in met:
            first, second = _in_order(standing, self.standings.rows[other])
            if first.kind == "notice":
                rows.append(PairRow(
                    first.key, second.key, at_ms, second.kind, first.version, second.version,
                    before.get(frozenset((first.key, second.key)), at_ms) if before else at_ms,
                    max(first.from_ms, second.from_ms), min(first.until_ms, second.until_ms),
                ))  # fmt: skip
                self.changes.clocked.add(other)
        if rows:
            self.kept_pairs.keep(rows)
            self.changes.conflicts = True
        return rows

    # -- asking -----------------------------------------------------------------------------------------------

    def check(self, notice: Notice, now_ms: int, *, leave_out: str = "") -> ConflictReport:
        """What a notice would meet in this party's picture, with margins. Writes nothing, tells nobody (T-24)."""
        buffer_m = buffer_of(notice, self._charter)
        candidates = [
            Candidate(one.key, one.version, one.author, body)
            for one in (
                self.picture.entities[standing.key] for standing in self._live(notice, now_ms, leave_out)
            )
            if isinstance(body := one.body, Notice | Site)
        ]
        hits = tuple(find_conflicts(notice, candidates, self._charter, buffer_m=buffer_m))
        return self.report(hits, buffer_m, now_ms)

    def meeting(
        self, notice: Notice, now_ms: int, *, leave_out: str = "", drawn: Drawn | None = None
    ) -> MetReport:
        """What a notice would meet, without margins: all that stands between an announcement and the log."""
        met = tuple([
            Met(
                key=f"{one.key}@{one.version}", kind=one.kind, party=one.key.partition("/")[0], category=one.category
            )
            for one in self._live(notice, now_ms, leave_out, drawn)
        ])  # fmt: skip
        values = self._reported(met, now_ms)
        return MetReport(
            hits=_shown(met), buffer_m=buffer_of(notice, self._charter), as_of_ms=now_ms, **values
        )

    def _live(
        self, notice: Notice, now_ms: int, leave_out: str, drawn: Drawn | None = None
    ) -> list[Standing]:
        """What a notice meets and has not ended, sites first."""
        rows = self.standings.rows
        found = [rows[key] for key in self._met(leave_out, notice, drawn)]
        live = [one for one in found if one.kind == "site" or one.until_ms >= now_ms]
        return sorted(live, key=_sites_first) if live else live

    def report(self, hits: tuple[Hit, ...], buffer_m: int, now_ms: int) -> ConflictReport:
        """The report of hits in this picture: what was searched, and what the limits of section 8 leave to show."""
        values = self._reported(hits, now_ms)
        return ConflictReport(hits=_shown(hits), buffer_m=buffer_m, as_of_ms=now_ms, **values)

    def _reported(self, hits: tuple[Hit, ...] | tuple[Met, ...], now_ms: int) -> dict[str, Any]:
        foreign_sites = sum([hit.kind == "site" and hit.party != self.party for hit in hits])
        searched = self.searched()
        content = encode_canonical([hits, now_ms, searched])
        return {
            "report_id": entry_of(content).hex()[:32], "searched": searched, "hits_total": len(hits),
            "counts_only": len(hits) > COUNTS_ONLY_ABOVE,
            "needs_second_post": foreign_sites > SECOND_POST_ABOVE,
        }  # fmt: skip

    def searched(self) -> Searched:
        """What stands behind an answer: entity counts, and the size of every log that was replayed."""
        size = self._store.size
        logs = tuple([(origin, entries) for origin in self._readable if (entries := size(origin))])
        counts = self.standings.counts
        return Searched(notices=counts["notice"], sites=counts["site"], logs=logs)

    def replies_about(self, key: str) -> list[Version]:
        """Statements about an entity (replies, positions, receipts, warnings), oldest first."""
        found = [self.picture.entities[one] for one in self.standings.about(key)]
        return sorted(found, key=lambda version: (version.known_from_ms, version.key))

    def keys_of(self, *kinds: str) -> list[str]:
        """Keys of all entities of some kinds, kind after kind, each in the order of arrival; reads none of them."""
        return [key for kind in kinds for key in self.standings.of_kind(kind)]

    def count_of(self, kind: str) -> int:
        """How many entities of a kind there are."""
        return self.standings.count_of(kind)

    @property
    def entities(self) -> Mapping[str, Version]:
        """Every entity by its key."""
        return self.picture.entities

    def of_kind(self, kind: str) -> Iterator[Version]:
        """All entities of a kind in the order of arrival, withdrawn ones included."""
        return (self.picture.entities[key] for key in list(self.standings.of_kind(kind)))

    def conflict_notes(self, conflict: str) -> list[Version]:
        """This party's own notes on a conflict, the last written first."""
        found = [self.picture.entities[one] for one in self.standings.notes_on(conflict)]
        return sorted(found, key=lambda version: (-version.known_from_ms, version.key))

    def versions(self) -> Iterator[Version]:
        """Every entity of the picture but the light ones (`room/entities`), which come by the hundred thousand."""
        return weighty(self.picture.entities)

    def get(self, key: str) -> Version:
        """The entity of that key; refuses one that this party has not been told of."""
        version = self.picture.entities.get(key)
        if version is None:
            raise Refused(f"nothing known here as {key!r}", field="key")
        return version

    def as_of(self, at_ms: int, from_ms: int, until_ms: int, limit: int) -> list[Version]:
        """What this node had received by `at_ms` and concerns the span: one indexed query, no replay."""
        return [decode_version(row) for row in self._store.versions_as_of(at_ms, from_ms, until_ms, limit)]

    def pairs_as_of(self, at_ms: int) -> list[tuple[Pair, KeptPair]]:
        """The conflicts that this node had on its screen at that moment."""
        return [((row.a, row.b), KeptPair(*row[3:])) for row in self._store.pairs_as_of(at_ms)]


def _in_order(one: Standing, two: Standing) -> tuple[Standing, Standing]:
    """A notice stands before a site, and of two notices the one with the smaller key, whichever came first."""
    swap = two.kind == "notice" and (one.kind == "site" or two.key < one.key)
    return (two, one) if swap else (one, two)


def _sites_first(one: Standing) -> tuple[bool, str]:
    return (one.kind != "site", one.key)


H = TypeVar("H", Hit, Met)


def _shown(hits: tuple[H, ...]) -> tuple[H, ...]:
    """Above a limit only counts are shown (section 8)."""
    return () if len(hits) > COUNTS_ONLY_ABOVE else hits
