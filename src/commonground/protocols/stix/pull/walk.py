"""One pull of one source: what it has, collection by collection, page by page, each page kept with how far it goes.

A walk goes on from the newest time that was met, since pages come in that order; `next` leads from page to page of one
walk alone, for some servers remember there what they gave, and a page whose answer was lost would be gone. Objects of a
page and the new position are one transaction: a crash anywhere repeats a little, and what comes again is known by its
version. A server is not believed beyond its standard: a page that leads back, or nowhere, ends the walk.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin

from commonground.errors import CommongroundError, Refused, Unavailable
from commonground.record import encode_canonical, replace
from commonground.room.context import Room
from commonground.room.node import Node

from ..codec.answers import (
    Collection,
    Discovery,
    Page,
    read_collections,
    read_discovery,
    read_page,
    time_text,
)
from .client import Answer, Client, NotThere, place_of
from .kept import Taking, put_all
from .source import SOURCE, Position, Source, State, put_state, source_of, state_of

PAGE_OBJECTS = 200
PAGES_MAX = 5_000
"""Of one pull; it goes on from there at the next."""
EMPTY_PAGES_MAX = 20
KEPT_BYTES_MAX = 1024**3
PULL_S_MAX = 15 * 60.0


class Gone(Refused):
    """The source was changed or removed while it was read."""


@dataclass(slots=True)
class Pull:
    """One pull of a source, by its node's writer. `is_over` says whether it has taken as long as one may."""

    node: Node
    source: Source
    is_over: Callable[[], bool] = lambda: False
    pages: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    client: Client = field(init=False)

    async def run(self, client: Client) -> None:
        """Read every collection to its end; what one of them refuses does not keep the others from being read."""
        self.client = client
        roots = await self._roots()
        found = [(root, one) for root, listed in roots for one in listed if one.can_read is not False]
        for name in self.source.collections:
            if not any(one.is_called(name) for _, one in found):
                self.troubles.append(f"it has no collection {name!r} that we may read")
        for root, one in found:
            if not self.source.collections or any(map(one.is_called, self.source.collections)):
                await self._collection(root, one)
        if not found:
            self.troubles.append("it has no collection that we may read")

    # -- what it has ------------------------------------------------------------------------------------------------

    async def _roots(self) -> list[tuple[str, tuple[Collection, ...]]]:
        """API roots with their collections, whichever of a server's addresses was typed (TAXII 2.1 section 1.4.1)."""
        typed = f"{self.source.url.rstrip('/')}/"
        found = await self._discovery(typed)
        if found.collections is not None:
            return [(typed.removesuffix("collections/"), found.collections)]
        if found.id is not None and "/collections/" in typed:
            one = Collection(id=found.id)
            return [(typed.rpartition("collections/")[0], (one,))]
        if found.versions is not None and found.api_roots is None:
            return [(typed, await self._collections(typed))]
        roots = [f"{urljoin(typed, one).rstrip('/')}/" for one in found.api_roots or ()]
        listed = []
        for root in dict.fromkeys(roots):
            if place_of(root) != place_of(typed):
                self.troubles.append("it points at another host, which is not asked")
                continue
            try:
                listed.append((root, await self._collections(root)))
            except Unavailable:
                raise
            except CommongroundError as error:
                self.troubles.append(str(error))
        return listed

    async def _discovery(self, url: str) -> Discovery:
        answer = await self.client.get(url)
        return await asyncio.to_thread(read_discovery, answer.data)

    async def _collections(self, root: str) -> tuple[Collection, ...]:
        answer = await self.client.get(f"{root}collections/")
        return await asyncio.to_thread(read_collections, answer.data)

    # -- one collection -----------------------------------------------------------------------------------------------

    async def _collection(self, root: str, one: Collection) -> None:
        position = (await self._state()).position(root, one.id)
        position = replace(position, title=plain_words(one.title or one.alias or one.id), trouble="")
        try:
            await Walk(self, position).run()
        except (Unavailable, Gone):
            raise
        except CommongroundError as error:
            self.troubles.append(f"{position.title}: {error}")
            was = await self._at(position)
            await self.keep(Page((), False, "", 0, 0), was, replace(was, trouble=str(error)))

    async def _state(self) -> State:
        return await self.node.read(lambda room: state_of(room.store, self.source.name))

    async def _at(self, position: Position) -> Position:
        return (await self._state()).position(position.root, position.collection)

    async def keep(self, page: Page, was: Position, position: Position) -> None:
        """The objects of a page and the new position in place of the one before, in one transaction."""
        kept, left_out = await self.node.write(lambda room: keep_page(room, self.source, page, was, position))
        self.kept.update(kept)
        self.left_out.update(left_out)


@dataclass(slots=True)
class Walk:
    """A walk over one collection, from its position to its end."""

    pull: Pull
    position: Position
    next: str = ""
    after_us: int = 0
    base_us: int = 0
    highest_us: int = 0
    restarted_us: int = -1
    has_gone_back: bool = False
    empty_pages: int = 0
    met: set[bytes] = field(default_factory=set)

    async def run(self) -> None:
        """Read pages until there are no more; refused where the server leads back or nowhere."""
        self.base_us = self.after_us = self.position.after_us
        self.next = self.position.next
        while self.pull.pages < PAGES_MAX and not self.pull.is_over():
            self.pull.pages += 1
            try:
                answer = await self._ask()
            except NotThere:
                self._restart()
                continue
            page = await asyncio.to_thread(read_page, answer.data, answer.first_added, answer.last_added)
            trouble = self._trouble(page)
            was = self.position
            self._move(page, self.pull.node.room.clock.now_ms() * 1000)
            await self.pull.keep(page, was, self.position)
            if trouble:
                raise Refused(trouble)
            if not page.more:
                return

    def _ask(self) -> Awaitable[Answer]:
        query = {"limit": str(PAGE_OBJECTS), "match[version]": "all"}
        if self.after_us:
            query["added_after"] = time_text(self.after_us)
        if self.next:
            query["next"] = self.next
        url = f"{self.position.root}collections/{quote(self.position.collection, safe='')}/objects/"
        return self.pull.client.get(url, query)

    def _restart(self) -> None:
        """Go on without a `next` that was forgotten, at some servers within seconds; not twice from the same place."""
        if not self.next or self.restarted_us == self.position.after_us:
            raise Refused("it does not know what was asked for")
        self.restarted_us = self.after_us = self.position.after_us
        self.next = ""
        self.met.clear()

    def _trouble(self, page: Page) -> str:
        """Why a walk ends with this page although there is said to be more."""
        names = "\n".join(f"{one.id} {one.version_us} {one.mark}" for one in page.objects)
        digest = hashlib.sha256(names.encode()).digest()
        self.empty_pages = 0 if page.objects else self.empty_pages + 1
        is_known = bool(page.objects) and digest in self.met
        self.met.add(digest)
        if not page.more:
            return ""
        if is_known:
            return "it gives the same page again"
        if self.empty_pages > EMPTY_PAGES_MAX:
            return "it gives one empty page after another"
        if not page.next and page.last_us - 1 <= self.after_us:
            return "it says that there is more, and not where"
        return ""

    def _move(self, page: Page, now_us: int) -> None:
        """Where the walk goes on after a page. A time that is yet to come is not believed."""
        was, is_back = self.position, 0 < page.first_us < self.highest_us
        if is_back and not self.has_gone_back:
            # The order of times is broken: nothing is passed over before the walk has come to its end.
            self.has_gone_back = True
            was = replace(was, after_us=self.base_us)
        self.highest_us = max(self.highest_us, page.last_us)
        reached_us = min(self.highest_us, now_us)
        marks = tuple(one.mark for one in page.objects if one.why)
        if not page.more:
            may_come_again = self.highest_us > now_us
            self.position = replace(
                was, after_us=max(was.after_us, reached_us), next="", marks=marks if may_come_again else ()
            )
            return
        # Others may have been added in the same moment as the last one: they come again, and are known.
        after_us = was.after_us if self.has_gone_back else max(was.after_us, reached_us - 1)
        is_kept = not page.last_us and page.next != self.next
        self.position = replace(was, after_us=after_us, next=page.next if is_kept else "", marks=marks)
        self.next = page.next
        if not page.next:
            self.after_us = reached_us - 1


def plain_words(text: str) -> str:
    """A name that a server gave, in one line and of a length that can be shown."""
    return "".join(c if c.isprintable() else " " for c in text[:200]).replace(";", ",")


def keep_page(
    room: Room, source: Source, page: Page, was: Position, position: Position
) -> tuple[dict[str, int], dict[str, int]]:
    """Take a page in the node's writer; what was kept by type and left out by reason."""
    store = room.store
    if store.document(SOURCE, source.name) != encode_canonical(source):
        raise Gone("the source was changed while it was read")
    state = state_of(store, source.name)
    if page.objects and state.kept_bytes > KEPT_BYTES_MAX:
        raise Refused("so much of it is kept that no more is taken", clause="limits")
    taking = Taking(store, source.name, room.clock.now_ms())
    held = state.position(*position.key)
    if (held.after_us, held.next, held.marks) != (was.after_us, was.next, was.marks):
        raise Unavailable("what was read before this page is not there")
    left_out = put_all(taking, page.objects, frozenset(held.marks))
    if page.objects:
        taking.done()
    position = replace(
        position, kept=dict(Counter(held.kept) + Counter(taking.kept)),
        left_out=dict(Counter(held.left_out) + Counter(left_out)), differing=held.differing + taking.differing,
    )  # fmt: skip
    put_state(
        store, source.name,
        replace(state.with_position(position), kept_bytes=state.kept_bytes + taking.kept_bytes),
    )  # fmt: skip
    return taking.kept, left_out


def from_start(room: Room, name: str) -> None:
    """Let the next pull of a source read everything again; what is kept is known by its version."""
    source_of(room.store, name)
    state = state_of(room.store, name)
    positions = tuple(
        Position(root=one.root, collection=one.collection, title=one.title, kept=one.kept)
        for one in state.positions
    )
    put_state(room.store, name, replace(state, positions=positions))
