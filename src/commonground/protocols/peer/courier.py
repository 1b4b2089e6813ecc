"""Carries between this node and its peers: fetches what is addressed to it, and says when there is something new.

One `Courier` per peer. It first lets the peer say how much it holds of this party's logs, and takes back what this
node lost (DESIGN section 4, Restore); until then nothing is appended to the logs to that peer. Then it fetches, at
once when the peer hints and else every few seconds, lets the node's writer verify and mirror, and sends the
cosignature back. A peer that shows something impossible is marked, the evidence is kept, and everything else goes on.

It holds no state that matters: after a crash it starts over from what the store holds.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from ...errors import BadProof, CommongroundError, NotAuthenticated, Refused, Unavailable, Untrusted
from ...log.note import parse_note
from ...picture.charter import heads_log, log_to
from ...record import encode_canonical
from ...room import federate, witness
from ...room.context import Contact, Room
from ...room.node import Node
from ...room.ports import Page, Peer

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
BACK_OFF_S_MAX = 60.0
LOOK_AGAIN_S = 60.0
"""How long a log that showed something impossible is left alone."""
LOOK_GAP_S = 0.02
"""Between two looks at least so long: a peer that hints without end does not keep the node busy."""
CHECKED = "heads_checked"
SHOWN = "evidence_shown"


class Courier:
    """Carries between this node and one peer. `run` is a task of the node's event loop."""

    def __init__(self, node: Node, party: str, peer: Peer) -> None:
        self.node = node
        self.party = party
        self.peer = peer
        self.contact = node.room.contacts.setdefault(party, Contact())
        self.looked = 0
        self._hinted = asyncio.Event()
        self._to_hint = asyncio.Event()
        self._looking = asyncio.Lock()
        self._resent = False
        self._left_alone: dict[str, float] = {}

    # -- what others tell it ----------------------------------------------------------------------------------

    def wake(self) -> None:
        """The peer has something, or has come back: look at once."""
        self._hinted.set()

    def announce(self) -> None:
        """There is something for the peer: hint as soon as possible."""
        self._to_hint.set()

    def measured(self, skew_ms: int) -> None:
        """The peer's clock differs by so much."""
        self.contact.skew_ms = skew_ms

    def heard(self) -> None:
        """The peer spoke, and it was the peer."""
        was_lost = self.contact.heard_ms is None or (self.contact.failed_ms or 0) > self.contact.heard_ms
        self.contact.heard_ms = self.node.room.clock.now_ms()
        if was_lost:
            self._changed()
            self.wake()

    # -- tasks ------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Look, wait, look again, until cancelled."""
        loop = asyncio.get_running_loop()
        pause_s = LOOK_EVERY_S
        hinted = False
        while True:
            if await self.attempt_look(hinted=hinted):
                pause_s = LOOK_EVERY_S
            else:
                pause_s = min(BACK_OFF_S_MAX, pause_s * 1.5)
            looked_s = loop.time()
            try:
                # Not `wait_for`: in Python 3.11 it loses a cancellation that comes with the event.
                async with asyncio.timeout(pause_s):
                    await self._hinted.wait()
            except TimeoutError:
                hinted = False
            else:
                hinted = True
                await asyncio.sleep(max(0.0, looked_s + LOOK_GAP_S - loop.time()))
                self._hinted.clear()

    async def attempt_look(self, *, hinted: bool = False) -> bool:
        """One look; whether it went through. A failure is noted, not raised."""
        async with self._looking:
            return await self._attempt(partial(self.look, hinted=hinted))

    async def run_hints(self) -> None:
        """Send a hint whenever one is due; one that fails is not repeated, since the peer looks by itself."""
        while True:
            await self._to_hint.wait()
            self._to_hint.clear()
            await self._attempt(self.peer.hint)

    async def _attempt(self, act: Callable[[], Awaitable[None]]) -> bool:
        """Whether it could be done; a failure is noted on the contact and never ends the task."""
        try:
            await self._kept(act)
        except Unavailable as error:
            self._lost(str(error))
            return False
        except Untrusted:
            return False
        except CommongroundError as error:
            self._trouble(f"{type(error).__name__}: {error}")
            return False
        except Exception:
            _LOG.exception("carrying between %s and %s", self.node.room.party, self.party)
            return False
        return True

    async def _kept(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do it; evidence is kept on the way out, and where the store cannot keep it that is the failure."""
        try:
            await act()
        except Untrusted as error:
            await self._keep(error)
            raise

    # -- one look ---------------------------------------------------------------------------------------------

    async def look(self, *, hinted: bool = False) -> None:
        """Everything that there is to do with this peer now; after a hint only what the hint can be about."""
        if self.party in self.node.room.unconfirmed:
            await self._watched("restore", self._compare)
        if not self._resent:
            await self._resend_cosignatures()
        for origin in self._origins():
            await self._watched(origin, partial(self._fetch, origin))
        await self._watched("openings", self._check_openings)
        if not hinted:
            for origin in self._origins():
                await self._watched(f"head of {origin}", partial(self._compare_head, origin))
        if not self._left_alone and self.contact.trouble:
            self.contact.trouble = ""
            self._changed()
        self.looked += 1

    def _origins(self) -> tuple[str, str]:
        return federate.readable_origins(self.node.room, self.party)

    async def _watched(self, what: str, act: Callable[[], Awaitable[None]]) -> None:
        """One part of a look; something impossible in it does not keep the others from being done."""
        now_s = asyncio.get_running_loop().time()
        if self._left_alone.get(what, 0.0) > now_s:
            return
        try:
            await act()
            self._left_alone.pop(what, None)
        except Untrusted as error:
            self._left_alone[what] = now_s + LOOK_AGAIN_S
            await self._keep(error)
        except NotAuthenticated:
            raise
        except Refused as error:
            self._left_alone[what] = now_s
            self._trouble(f"{type(error).__name__}: {error}")

    async def _fetch(self, origin: str) -> None:
        while True:
            start = await self._read(lambda room: room.ledger.verified_size(origin))
            page = await self.peer.pull(origin, start, federate.PAGE_ROWS_MAX)
            if page is None:
                break
            accepted = await self._accept(page)
            self._resent = False  # one that is lost on the way is sent again by the next look
            await self.peer.cosigned(accepted.origin, accepted.size, accepted.line)
            self._resent = True
            if not page.more:
                break

    async def _compare_head(self, origin: str) -> None:
        """What the author shows now against what is mirrored: a second history need not be longer."""
        note = await self.peer.head(origin)
        if note is not None:
            await self._read(lambda room: federate.check_head(room, self.party, origin, note))

    async def _accept(self, page: Page) -> federate.Accepted:
        return await self._write(lambda room: federate.accept_page(room, self.party, page))

    async def _compare(self) -> None:
        """Let the peer say how much it holds of this party's logs; take back what is missing here."""
        room = self.node.room
        sizes = await self.peer.mirrored()
        mine = (log_to(room.charter, room.party, self.party), heads_log(room.charter, room.party))
        if set(sizes) - set(mine):
            raise Refused("only logs of this party are expected", field="sizes")
        for origin, size in sizes.items():
            await self._restore(origin, size)
        confirm = partial(federate.confirm, party=self.party, held_sizes=sizes)
        following = await self._write(confirm)
        while following is not None:
            following = await self._write(partial(confirm, start=following))
        self._changed()

    async def _restore(self, origin: str, size: int) -> None:
        """Take back entries of this party's own log until it has `size` again."""
        while (have := await self._read(lambda room: room.ledger.verified_size(origin))) < size:
            page = await self.peer.tail(origin, have)
            if page is None:
                raise Refused(
                    f"{size} entries of {origin} are claimed to be held, {have} are given back", field="sizes"
                )
            await self._write(partial(_take_back, keeper=self.party, have=have, page=page))

    async def _resend_cosignatures(self) -> None:
        """A cosignature that was made and not sent before the node stopped: the author may lack the last one.

        An author that does not want it may hold another history: what it shows now will tell.
        """
        for origin in self._origins():
            found = await self._read(partial(_own_cosignature, origin=origin))
            if found is not None:
                try:
                    await self.peer.cosigned(origin, *found)
                except Refused as error:
                    self._trouble(f"{self.party} refuses the cosignature of {origin}: {error.reason}")
        self._resent = True

    async def _check_openings(self) -> None:
        """Open this party's place in every heads entry that came, and hold it against the log that it mirrors."""
        addressed, heads = self._origins()
        while True:
            index = await self._read(lambda room: _next_unchecked(room, self.party, heads))
            if index is None:
                return
            opened = await self.peer.opening(index)
            if opened is not None:
                await self._check_opening(addressed, index, *opened)
            await self._write(partial(_put_checked, party=self.party, index=index))

    async def _check_opening(self, addressed: str, index: int, salt: bytes, text: str) -> None:
        """Raise `BadProof` when the author committed to another log, or to more than it shows when asked again."""
        head = await self._read(lambda room: witness.check_opening(room, self.party, index, salt, text))
        held = await self._read(lambda room: room.ledger.verified_size(addressed))
        if head.size <= held:
            return
        await self._fetch(addressed)
        await self._read(lambda room: witness.check_opening(room, self.party, index, salt, text))
        held = await self._read(lambda room: room.ledger.verified_size(addressed))
        if head.size > held:
            raise BadProof(
                f"{self.party} committed to {head.size} entries of {addressed} and shows {held}",
                evidence={"origin": addressed, "heads_index": index, "text": text, "salt": salt.hex()},
            )

    # -- what happened ----------------------------------------------------------------------------------------

    async def _keep(self, error: Untrusted) -> None:
        """Keep the evidence once, raise the alarm, go on."""
        self._trouble(error.reason)
        await self._write(partial(_keep_once, party=self.party, error=error))

    def _trouble(self, reason: str) -> None:
        _LOG.warning("%s shows: %s", self.party, reason)
        if self.contact.trouble != reason:
            self.contact.trouble = reason
            self._changed()

    def _lost(self, reason: str) -> None:
        first = self.contact.failed_ms is None or (self.contact.heard_ms or 0) >= self.contact.failed_ms
        self.contact.failed_ms = self.node.room.clock.now_ms()
        if first:
            _LOG.info("%s", reason)
            self._changed()

    def _changed(self) -> None:
        """Let the screens know; a write, because only the writer touches the changes."""
        key = f"node/{self.party}"
        self.node.write(lambda room: room.view.changes.keys.add(key))

    async def _read(self, command: Callable[[Room], T]) -> T:
        return await asyncio.wrap_future(self.node.read(command))

    async def _write(self, command: Callable[[Room], T]) -> T:
        return await asyncio.wrap_future(self.node.write(command))


def _take_back(room: Room, keeper: str, have: int, page: Page) -> None:
    """Take back the page that was asked for at `have` entries, unless another keeper gave the same meanwhile."""
    if room.ledger.size(page.origin) == have:
        federate.restore_tail(room, keeper, page)


def _keep_once(room: Room, party: str, error: Untrusted) -> None:
    """Keep evidence, unless the very same has been kept: it may be shown again every minute, for days."""
    shown = hashlib.sha256(encode_canonical([party, error.reason, str(error.evidence)])).hexdigest()
    if room.store.document(SHOWN, shown) is None:
        identifier = federate.keep_evidence(room, party, error.reason, error.evidence)
        room.store.put_document(SHOWN, shown, identifier.encode())


def _own_cosignature(room: Room, origin: str) -> tuple[int, str] | None:
    """Size and line of this party's last cosignature of a mirrored log."""
    held = room.store.checkpoint(origin)
    if held is None:
        return None
    size, note = held
    own = room.key.verifier.cosigner
    for signature in parse_note(note).signatures:
        if (signature.name, signature.key_id) == (own.name, own.key_id):
            return size, signature.line()
    return None


def _next_unchecked(room: Room, party: str, heads: str) -> int | None:
    data = room.store.document(CHECKED, party)
    index = 0 if data is None else int(data)
    return index if index < room.ledger.verified_size(heads) else None


def _put_checked(room: Room, party: str, index: int) -> None:
    room.store.put_document(CHECKED, party, str(index + 1).encode())
