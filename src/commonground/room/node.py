"""One node's single writer: every command runs here, one after another, and commits come in groups.

A command is a function of the `Room`. Commands that wait together share one transaction, one checkpoint per log and
one commit to disk; none is answered before its commit returned. While the store commits a batch the writer runs the
next one, on the room that the first has left: where the first is lost, the next is run again. A command that is
refused leaves nothing. When the store fails in the middle, the batch is thrown away, every command in it is told, and
the node reads itself back from the store: recovery is the normal path.
"""

from __future__ import annotations

import contextlib
import enum
import gc
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from ..errors import CommongroundError, Unavailable
from ..log.keys import VerifyingKey
from ..picture.charter import logs_of, own_log
from .announce import draw_together
from .answer import Answer, wake
from .charters import in_force
from .context import Room
from .ledger import Ledger
from .release import note_settled, note_waiting, recover, waiting_parties
from .view import PartyView

T = TypeVar("T")
Command = Callable[[Room], Any]
Waiting = tuple[Command, bool, Future[Any]]
BATCH_MIN, BATCH_MAX = 8, 256
FOLLOWING = "following"
"""The document that says in which form the store keeps what follows its picture."""
COLLECTED_AFTER = 20_000
"""New objects between two rounds of the garbage collector: a notice has hundreds, and most of them die unwatched."""
_COLLECTED_BEFORE = gc.get_threshold()
_LOG = logging.getLogger(__name__)


class _Sign(enum.Enum):
    """What lies in the queue beside commands."""

    STOP = enum.auto()
    COMMITTED = enum.auto()


@dataclass(slots=True)
class _Ran:
    """A batch that ran: what to answer once it is on disk, and the logs that it made grow."""

    batch: list[Waiting]
    answers: list[tuple[Any, BaseException | None]]
    grown: list[str]


class Node:
    """Runs commands over a room, in one thread of its own or in the caller's (`run_now`)."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._queue: queue.SimpleQueue[Waiting | _Sign] = queue.SimpleQueue()
        self._behind: tuple[_Ran, Future[None]] | None = None
        self._thread: threading.Thread | None = None
        self._after_commit: list[Callable[[list[str]], None]] = []
        self._in_hand = threading.Lock()

    # -- life -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Load the node from its store, finish what a crash left, and start the writer."""
        load_room(self.room)
        # What stands now stays: the collector would walk all of it again and again for the sake of what comes and goes.
        gc.freeze()
        gc.set_threshold(COLLECTED_AFTER, *_COLLECTED_BEFORE[1:])
        self._thread = threading.Thread(target=self._work, name=f"node-{self.room.party}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, then stop and close the store."""
        if self._thread is not None:
            self._queue.put(_Sign.STOP)
            self._thread.join()
            self._thread = None
            gc.unfreeze()
            gc.set_threshold(*_COLLECTED_BEFORE)
        self.room.store.close()

    def after_commit(self, told: Callable[[list[str]], None]) -> None:
        """Call `told` with the origins that grew, after each commit, in the writer's thread."""
        self._after_commit.append(told)

    # -- commands ---------------------------------------------------------------------------------------------

    def write(self, command: Callable[[Room], T]) -> Answer[T]:
        """Queue a command that may append; its answer comes when the commit is on disk."""
        answer: Answer[T] = Answer()
        self._queue.put((command, True, answer))
        return answer

    def read(self, command: Callable[[Room], T]) -> Answer[T]:
        """Queue a command that only reads; it sees every write queued before it."""
        answer: Answer[T] = Answer()
        self._queue.put((command, False, answer))
        return answer

    def run_now(self, command: Callable[[Room], T]) -> T:
        """Run one command and commit in the caller's thread: for tests and the command line."""
        answer: Answer[T] = Answer()
        self._run_batch([(command, True, answer)])
        return answer.result()

    def _work(self) -> None:
        while True:
            first = self._queue.get()
            if first is _Sign.STOP:
                with self._in_hand:
                    self._settle()
                return
            if first is _Sign.COMMITTED:
                self._settle_done()
                continue
            batch = [first]
            most = self._half()
            while len(batch) < most and not self._queue.empty():
                following = self._queue.get()
                if following is _Sign.STOP:
                    self._queue.put(following)
                    break
                if following is _Sign.COMMITTED:
                    self._settle_done()
                else:
                    batch.append(following)
            # From here on nobody can cancel: a caller that gave up before is not run at all.
            with self._in_hand:
                self._run_behind([one for one in batch if one[2].set_running_or_notify_cancel()])

    def _half(self) -> int:
        """How many to run together: half of all that wait and are behind, so that one half runs while one commits.

        Whoever asks again when it is answered would else gather in one batch, and wait for the disk in it.
        """
        behind = 0 if self._behind is None else len(self._behind[0].batch)
        return min(BATCH_MAX, max(BATCH_MIN, (self._queue.qsize() + 2 + behind) // 2))

    def _run_batch(self, batch: list[Waiting]) -> None:
        """Run a batch, and wait until it is on disk and answered."""
        with self._in_hand:
            self._run_behind(batch)
            self._settle()

    def _run_behind(self, batch: list[Waiting]) -> None:
        if any(writes for _, writes, _ in batch):
            self._write_batch(batch)
        else:
            self._read_batch(batch)

    def _read_batch(self, batch: list[Waiting]) -> None:
        """What reads saw must be on disk before they are answered; where it was lost, they read again."""
        answers = [_attempt(command, self.room) for command, _, _ in batch]
        if not self._settle():
            answers = [_attempt(command, self.room) for command, _, _ in batch]
        _answer_all(batch, answers)

    def _write_batch(self, batch: list[Waiting]) -> None:
        """Run a batch, then have it committed: one command at once, several behind the next batch."""
        try:
            ran, error = self._run(batch), None
        except BaseException as raised:
            ran, error = None, raised
        if not self._settle():
            # The batch before was lost, and with it what this one stood on: the room is as it was before both.
            self._write_batch(batch)
        elif ran is None:
            assert error is not None
            self._take_back(batch, error)
        else:
            self._commit(ran)

    def _run(self, batch: list[Waiting]) -> _Ran:
        """Run every command inside one transaction, and seal the logs."""
        room = self.room
        answers: list[tuple[Any, BaseException | None]] = []
        room.store.begin()
        draw_together(room, (command for command, _, _ in batch))
        for command, writes, _ in batch:
            before = room.ledger.entries_total()
            value, error = _attempt(command, room)
            half_done = room.ledger.entries_total() != before
            if error is not None and (half_done or (writes and not isinstance(error, CommongroundError))):
                raise _TornCommand(error)
            answers.append((value, error))
        grown = room.ledger.seal(own_log(room.charter, room.party))
        if own_log(room.charter, room.party) in grown:
            note_settled(room)
        return _Ran(batch, answers, grown)

    def _commit(self, ran: _Ran) -> None:
        try:
            if len(ran.batch) == 1:
                self.room.store.commit()
            else:
                outcome = self.room.store.commit_behind()
        except BaseException as error:
            self._throw_away(ran.batch, error)
            return
        if len(ran.batch) == 1:
            self._committed(ran)
        else:
            self._behind = (ran, outcome)
            outcome.add_done_callback(lambda _: self._queue.put(_Sign.COMMITTED))

    def _settle_done(self) -> None:
        """Settle where it takes no waiting: the sign may be that of a batch which was settled long ago."""
        with self._in_hand:
            if self._behind is not None and self._behind[1].done():
                self._settle()

    def _settle(self) -> bool:
        """Wait for the batch that is being committed and answer it; False where it was lost, and the room read back."""
        if self._behind is None:
            return True
        (ran, outcome), self._behind = self._behind, None
        error = outcome.exception()
        if error is not None:
            self._throw_away(ran.batch, error)
            return False
        self._committed(ran)
        return True

    def _committed(self, ran: _Ran) -> None:
        self._tell(ran.grown)
        _answer_all(ran.batch, ran.answers)

    def _tell(self, grown: list[str]) -> None:
        """What was committed stays committed, whatever happens to those who want to know."""
        for told in self._after_commit:
            try:
                told(grown)
            except Exception:
                _LOG.exception("a listener of node %s failed", self.room.party)

    def _take_back(self, batch: list[Waiting], error: BaseException) -> None:
        """A command failed half way: undo the batch, and run the others each on its own."""
        if len(batch) == 1 or not isinstance(error, _TornCommand):
            self._throw_away(batch, error.error if isinstance(error, _TornCommand) else error)
            return
        self.room.store.rollback()
        reload_room(self.room)
        for waiting in batch:
            self._write_batch([waiting])

    def _throw_away(self, batch: list[Waiting], error: BaseException) -> None:
        """Nothing of the batch happened; read the node back and tell every caller."""
        self.room.store.rollback()
        try:
            reload_room(self.room)
        finally:
            if not isinstance(error, CommongroundError):
                error = Unavailable(f"nothing was written: {error!r}")
            _answer_all(batch, [(None, error)] * len(batch))


class _TornCommand(Exception):
    """A command that appended and then failed."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        super().__init__(str(error))


def _attempt(command: Command, room: Room) -> tuple[Any, BaseException | None]:
    try:
        return command(room), None
    except Exception as error:
        return None, error


def _answer_all(batch: list[Waiting], answers: list[tuple[Any, BaseException | None]]) -> None:
    for (_, _, future), (value, error) in zip(batch, answers, strict=True):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)
    wake(future for _, _, future in batch)


def load_room(room: Room) -> None:
    """Build ledger and view from the store, and release again what a crash may have left unreleased."""
    reload_room(room)
    _check_logs(room)
    room.store.begin()
    try:
        kept = room.store.document(FOLLOWING, FOLLOWING) or b""
        form = room.view.follower.form.encode()
        if room.view.is_empty() or kept != form:
            # A store that an older version wrote comes with the rows of no picture, or without what follows it today.
            room.view.rebuild()
        if kept != form:
            room.store.put_document(FOLLOWING, FOLLOWING, form)
        room.view.renew_shapes()
        note_waiting(room)
        recover(room)
        room.ledger.seal(own_log(room.charter, room.party))
        note_settled(room)
        room.store.commit()
    except BaseException:
        room.store.rollback()
        raise


def _check_logs(room: Room) -> None:
    """A damaged tree would sign what was never said, or take an honest author for one who shows two histories."""
    for party, verifier in room.verifiers.items():
        for origin in logs_of(room.charter, party):
            room.ledger.check(origin, verifier)


def reload_room(room: Room) -> None:
    """Read ledger and view back from the store, and who has not answered yet: that somebody did may be undone too."""
    room.ledger = Ledger(room.store, room.key)
    _return_to_charter(room)
    room.view = PartyView(room.store, room.charter, room.party, room.follow)
    with _uncollected():
        room.view.load()
    room.unconfirmed |= waiting_parties(room)
    room.settled = None
    room.warned_revision = -1


def _return_to_charter(room: Room) -> None:
    """The charter that the store holds is in force: an accession that was not committed did not happen."""
    room.founding = room.founding or room.charter
    room.charter = in_force(room.store, room.founding).charter
    for party in room.charter.parties:
        room.verifiers.setdefault(party.id, VerifyingKey.parse(party.node_key))
    for party_id in set(room.verifiers) - {party.id for party in room.charter.parties}:
        del room.verifiers[party_id]


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """A start makes many objects and no garbage: the collector would only walk them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
