"""A room that is used, cut, broken, started again and restored, in any order, against a model of its own.

The model knows what each author said and what each recipient should have been told of it, in the words of the
design: a late recipient gets one establish, who is dropped is told so once, words that did not change are not told
again. Whatever happens on the way: logs verify, roots agree, nobody looks like a liar, and what was acknowledged is
there.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from commonground.errors import MissingKeys, Unavailable
from commonground.picture.statement import Release
from commonground.room import federate, witness
from commonground.room.context import Room
from commonground.room.node import Node, load_room
from commonground.room.submit import Command, release_to, submit, withdraw_from
from commonground.room.watch import tick
from commonground.store.fault import Faults, faulty_store
from commonground.store.memory import MemoryStore
from tests.fault.test_node_faults import check_node
from tests.scenario.test_t08_custodian import CountingSalt
from tests.worlds import (
    HOUR_MS,
    PARTIES,
    T0_MS,
    TestClock,
    World,
    announce,
    charter,
    key,
    notice,
    report,
    site,
    volume,
)

PAIRS = [(one, other) for one in PARTIES for other in PARTIES if one != other]
parties = st.sampled_from(PARTIES)
pairs = st.sampled_from(PAIRS)
numbers = st.integers(0, 5)
UNKNOWN = object()
"""The form of what came back from a recipient: whatever is said next is news."""


@dataclass(frozen=True)
class Told:
    """What a recipient should hold of an entity: how many words about it, the last of them, and whether it stands."""

    words: int
    version: int
    action: str
    body: Any
    form: Any
    withdrawn: bool = False


@dataclass
class Model:
    """What was said, and what follows from it, log by log."""

    own: dict[str, dict[str, tuple[str, str, Any, frozenset[str]]]] = field(
        default_factory=lambda: {party: {} for party in PARTIES}
    )
    told: dict[tuple[str, str], dict[str, Told]] = field(default_factory=lambda: {pair: {} for pair in PAIRS})
    history: dict[tuple[str, str], list[tuple[str, Told]]] = field(
        default_factory=lambda: {pair: [] for pair in PAIRS}
    )

    def say(self, author: str, entity: str, kind: str, action: str, body: Any, to: frozenset[str]) -> None:
        """The author changes an entity, or whom it tells."""
        self.own[author][entity] = (kind, action, body, to)
        for pair in PAIRS:
            if pair[0] == author:
                self._tell(pair, entity, action, body, heard=pair[1] in to)

    def _tell(self, pair: tuple[str, str], entity: str, action: str, body: Any, *, heard: bool) -> None:
        last = self.told[pair].get(entity)
        telling = action in ("cancel", "close", "revalidate")
        form = (action if telling else "", body)
        if not heard:
            if last is not None and not last.withdrawn:
                self._put(pair, entity, replace(last, words=last.words + 1, withdrawn=True, form=None))
        elif last is None:
            if action not in ("cancel", "close"):
                self._put(pair, entity, Told(1, 1, "establish", body, form))
        elif last.form is UNKNOWN or last.form != form:
            words = last.words + 1
            self._put(pair, entity, Told(words, words, action if telling else "amend", body, form))

    def _put(self, pair: tuple[str, str], entity: str, told: Told) -> None:
        self.told[pair][entity] = told
        self.history[pair].append((entity, told))

    def forget(
        self, author: str, said: dict[str, int], kept: dict[str, int], mirrored: dict[str, int]
    ) -> None:
        """The author's node goes back to a backup: what it said since, and nobody had fetched, was never said.

        By recipient: what had been `said` to it by the time of the backup, how much of that stood in its log and was
        `kept` there (the rest waited for the recipient to answer), and how much the recipient has `mirrored` by now.
        """
        for pair in PAIRS:
            if pair[0] != author:
                continue
            other = pair[1]
            came = self.history[pair][: max(mirrored[other], said[other])]
            self.told[pair], self.history[pair] = {}, []
            for number, (entity, told) in enumerate(came):
                is_back = kept[other] <= number < mirrored[other]
                self._put(pair, entity, replace(told, form=UNKNOWN) if is_back else told)


class RoomMachine(RuleBasedStateMachine):
    """Three nodes; their stores keep what was committed, and everything else can be lost."""

    @initialize()
    def start(self) -> None:
        self.clock, self.salt, self.agreed = TestClock(), CountingSalt(), charter()
        self.inner = {party: MemoryStore() for party in PARTIES}
        self.faults = {party: Faults() for party in PARTIES}
        self.world = World(nodes={party: self.opened(party, set()) for party in PARTIES}, clock=self.clock)
        self.model = Model()
        self.backups: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, int]]] = {}
        self.count = 0

    def opened(self, party: str, unconfirmed: set[str]) -> Node:
        room = Room(
            charter=self.agreed, party=party, store=faulty_store(self.inner[party], self.faults[party]),
            clock=self.clock, salt=self.salt, key=key(party),
            verifiers={other: key(other).verifier for other in PARTIES},
        )  # fmt: skip
        room.unconfirmed = unconfirmed
        load_room(room)
        return Node(room)

    def room(self, party: str) -> Room:
        return self.world.room(party)

    # -- saying ---------------------------------------------------------------------------------------------------

    def done(self, party: str, entity: str, act: Callable[[Room], object]) -> bool:
        """Whether it was done; a caller that was not answered looks."""
        before = self.room(party).view.picture.get(f"{party}/{entity}")
        try:
            self.world.nodes[party].run_now(act)
        except MissingKeys:
            raise
        except Unavailable:
            return self.room(party).view.picture.get(f"{party}/{entity}") != before
        return True

    def acknowledged(self, party: str, entity: str, act: Callable[[Room, tuple[str, ...]], object]) -> bool:
        """The same, with every hit acknowledged that the check finds."""
        try:
            return self.done(party, entity, lambda room: act(room, ()))
        except MissingKeys as missing:
            hits = tuple(str(hit["key"]) for hit in missing.detail["missing"])  # type: ignore[index,attr-defined]
            return self.done(party, entity, lambda room: act(room, hits))

    def submitted(self, party: str, command: Command) -> bool:
        return self.acknowledged(
            party, command.entity, lambda room, hits: submit(room, replace(command, acknowledged=hits))
        )

    def to_of(self, party: str, mask: int) -> tuple[str, ...]:
        others = [one for one in PARTIES if one != party]
        return tuple(one for number, one in enumerate(others) if mask & (1 << number))

    def chosen(self, party: str, number: int, *kinds: str) -> str | None:
        """One of the party's own entities that has not ended."""
        own = self.model.own[party]
        open_ = [
            one
            for one, (kind, action, _, _) in own.items()
            if kind in kinds and action not in ("cancel", "close")
        ]
        return open_[number % len(open_)] if open_ else None

    def body_of(self, kind: str, number: int, text: str) -> Any:
        lon = 36.5 + 0.02 * number
        return notice(volume(lon), text=text) if kind == "notice" else site(lon, 33.01, name=f"Site {text}")

    def command(self, kind: str, body: Any, to: tuple[str, ...], **changes: Any) -> Command:
        return (announce if kind == "notice" else report)(body, *to, **changes)

    @rule(party=parties, kind=st.sampled_from(["notice", "site"]), number=numbers, mask=st.integers(0, 3))
    def establish(self, party: str, kind: str, number: int, mask: int) -> None:
        self.count += 1
        entity, to = f"E-{self.count}", self.to_of(party, mask)
        body = self.body_of(kind, number, f"{self.count}")
        if self.submitted(party, self.command(kind, body, to, entity=entity)):
            self.model.say(party, entity, kind, "establish", body, frozenset(to))

    @rule(party=parties, which=numbers, number=numbers, mask=st.integers(0, 3), same=st.booleans())
    def amend(self, party: str, which: int, number: int, mask: int, same: bool) -> None:
        entity = self.chosen(party, which, "notice", "site")
        if entity is None:
            return
        kind, _, old, _ = self.model.own[party][entity]
        to = self.to_of(party, mask)
        body = old if same else self.body_of(kind, number, f"{entity} {number}")
        if self.submitted(party, self.command(kind, body, to, entity=entity, action="amend")):
            self.model.say(party, entity, kind, "amend", body, frozenset(to))

    @rule(party=parties, which=numbers, mask=st.integers(0, 3))
    def end(self, party: str, which: int, mask: int) -> None:
        entity = self.chosen(party, which, "notice", "site")
        if entity is None:
            return
        kind, _, body, _ = self.model.own[party][entity]
        action, to = "cancel" if kind == "notice" else "close", self.to_of(party, mask)
        if self.submitted(party, self.command(kind, body, to, entity=entity, action=action)):
            self.model.say(party, entity, kind, action, body, frozenset(to))

    @rule(party=parties, which=numbers, mask=st.integers(0, 3))
    def revalidate(self, party: str, which: int, mask: int) -> None:
        entity = self.chosen(party, which, "site")
        if entity is None:
            return
        kind, _, body, _ = self.model.own[party][entity]
        to = self.to_of(party, mask)
        if self.submitted(party, self.command(kind, body, to, entity=entity, action="revalidate")):
            self.model.say(party, entity, kind, "revalidate", body, frozenset(to))

    @rule(pair=pairs, which=numbers)
    def withdraw(self, pair: tuple[str, str], which: int) -> None:
        party, other = pair
        entity = self.chosen(party, which, "notice", "site")
        if entity is None or other not in self.model.own[party][entity][3]:
            return
        kind, action, body, to = self.model.own[party][entity]
        if self.done(
            party, entity, lambda room: withdraw_from(room, f"{party}/{entity}", other, "watch_officer", "")
        ):
            self.model.say(party, entity, kind, action, body, to - {other})

    @rule(pair=pairs, which=numbers)
    def release(self, pair: tuple[str, str], which: int) -> None:
        party, other = pair
        entity = self.chosen(party, which, "notice", "site")
        if entity is None:
            return
        kind, action, body, to = self.model.own[party][entity]
        releases = (Release(party=other),)
        if self.acknowledged(
            party, entity,
            lambda room, hits: release_to(room, f"{party}/{entity}", releases, "watch_officer", "", hits),
        ):  # fmt: skip
            self.model.say(party, entity, kind, action, body, to | {other})

    # -- wires ----------------------------------------------------------------------------------------------------

    def carry_to(self, sender: str, receiver: str, parts: int | None = None) -> None:
        """As a courier does: let the receiver say what it holds, take back what is missing, then carry.

        What waits is released two lines at once; after so many `parts` the courier goes on another time.
        """
        try:
            if receiver in self.room(sender).unconfirmed:
                self.compare(sender, receiver, parts)
            self.world.carry(sender, receiver)
        except Unavailable:
            return  # the wire or a disk; it is tried again later

    def compare(self, author: str, keeper: str, parts: int | None) -> None:
        sizes = federate.mirrored_sizes(self.room(keeper), author)
        node = self.world.nodes[author]
        came_back = False
        for origin, size in sizes.items():
            while (start := self.room(author).ledger.verified_size(origin)) < size:
                page = federate.serve_tail(self.room(keeper), author, origin, start)
                assert page is not None
                came_back = node.run_now(lambda room, p=page: federate.restore_tail(room, keeper, p)) > 0

        if came_back:
            self.relearn(author)
        confirm = partial(federate.confirm, party=keeper, held_sizes=sizes, lines_max=2)
        following = node.run_now(confirm)
        while following is not None and parts != 1:
            following = node.run_now(partial(confirm, start=following))
            parts = None if parts is None else parts - 1

    def relearn(self, author: str) -> None:
        """After words came back the author's own picture is what it can still say."""
        for version in self.room(author).view.versions():
            if version.author == author and version.kind in ("notice", "site"):
                to = frozenset(one.party for one in version.releases)
                self.model.own[author][version.entity] = (version.kind, version.action, version.body, to)

    @rule(pair=pairs, parts=st.none() | st.integers(1, 3))
    def carry(self, pair: tuple[str, str], parts: int | None) -> None:
        if frozenset(pair) not in self.world.cut:
            self.carry_to(*pair, parts)

    @rule(pair=pairs)
    def cut(self, pair: tuple[str, str]) -> None:
        self.world.cut.add(frozenset(pair))

    @rule(pair=pairs)
    def mend(self, pair: tuple[str, str]) -> None:
        self.world.cut.discard(frozenset(pair))

    # -- mishaps --------------------------------------------------------------------------------------------------

    @rule(party=parties, at=st.integers(1, 14), how=st.sampled_from(["lost", "committed_unacked"]))
    def break_disk(self, party: str, at: int, how: Any) -> None:
        self.faults[party].fail_at(at, how)

    @rule(party=parties)
    def crash(self, party: str) -> None:
        """The process is gone and starts again over what its disk holds."""
        self.faults[party].fail_at(10**9)
        self.world.nodes[party] = self.opened(party, set(PARTIES) - {party})

    @rule(party=parties)
    def back_up(self, party: str) -> None:
        said = {pair[1]: len(self.model.history[pair]) for pair in PAIRS if pair[0] == party}
        self.backups[party] = copy.deepcopy((self.inner[party].__dict__, self.model.own[party], said))

    @precondition(lambda self: bool(self.backups))
    @rule(party=parties)
    def restore(self, party: str) -> None:
        others = set(PARTIES) - {party}
        if party not in self.backups or any(party in self.room(other).unconfirmed for other in others):
            return  # what two lose at once nobody can give back
        kept, own, said = self.backups[party]
        self.inner[party] = MemoryStore()
        self.inner[party].__dict__.update(copy.deepcopy(kept))
        self.faults[party].fail_at(10**9)
        logs = {other: self.world.log(party, other) for other in others}
        mirrored = {other: self.room(other).ledger.size(logs[other]) for other in others}
        sizes = self.inner[party].origins()
        self.model.forget(party, said, {other: sizes.get(logs[other], 0) for other in others}, mirrored)
        self.model.own[party] = copy.deepcopy(own)
        self.world.nodes[party] = self.opened(party, others)

    @rule(party=parties)
    def commit_to_all(self, party: str) -> None:
        if self.room(party).unconfirmed:
            return
        try:
            self.world.nodes[party].run_now(lambda room: witness.append_heads(room, room.clock.now_ms()))
        except Unavailable:
            return

    @rule(party=parties)
    def watch(self, party: str) -> None:
        try:
            self.world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms()))
        except Unavailable:
            return

    @rule(minutes=st.integers(1, 90))
    def go_on(self, minutes: int) -> None:
        if self.clock.ms < T0_MS + 40 * HOUR_MS:
            self.clock.go_on(minutes * 60_000)

    # -- what holds -----------------------------------------------------------------------------------------------

    @invariant()
    def nobody_looks_like_a_liar(self) -> None:
        for party in PARTIES:
            assert self.room(party).store.documents("evidence") == [], party

    @invariant()
    def mirrors_agree(self) -> None:
        for author, reader in PAIRS:
            if reader in self.room(author).unconfirmed:
                continue
            for origin in (self.world.log(author, reader), self.world.heads(author)):
                mirror, true = self.room(reader).ledger.tree(origin), self.room(author).ledger.tree(origin)
                assert mirror.size <= true.size, origin
                assert mirror.root() == true.root(mirror.size), origin

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        self.world.cut.clear()
        for party in PARTIES:
            self.faults[party].fail_at(10**9)
        for _ in range(3):
            for pair in PAIRS:
                self.carry_to(*pair)
        self.mirrors_agree()
        self.nobody_looks_like_a_liar()
        for party in PARTIES:
            check_node(self.room(party))
            self.own_is_what_was_said(party)
        for pair in PAIRS:
            self.told_is_what_was_released(pair)

    def own_is_what_was_said(self, party: str) -> None:
        for entity, (kind, action, body, to) in self.model.own[party].items():
            version = self.room(party).view.get(f"{party}/{entity}")
            found = (version.kind, version.action, version.body, {one.party for one in version.releases})
            assert found == (kind, action, body, set(to)), (party, entity)

    def told_is_what_was_released(self, pair: tuple[str, str]) -> None:
        author, reader = pair
        held = {
            version.entity: version
            for version in self.room(reader).view.versions()
            if version.author == author and version.kind in ("notice", "site")
        }
        assert set(held) == set(self.model.told[pair]), pair
        words = self.room(reader).ledger.size(self.world.log(author, reader))
        assert words == len(self.model.history[pair]), (
            pair,
            "told more or less often than there was something to tell",
        )
        for entity, told in self.model.told[pair].items():
            version = held[entity]
            found = (version.version, version.action, version.withdrawn_ms is not None)
            assert found == (told.version, told.action, told.withdrawn), (pair, entity)
            seen = version.body
            assert seen == told.body, (pair, entity)


RoomMachine.TestCase.settings = settings(
    max_examples=120, stateful_step_count=35, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
TestRoom = RoomMachine.TestCase
