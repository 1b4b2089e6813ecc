"""Between nodes: an author serves the logs that it writes, a recipient verifies, mirrors and cosigns them.

A recipient holds every entry of a log addressed to it, so it needs no proof from the author: it extends its own
tree and compares the root with the signed one. What does not fit is kept as evidence and raised. Nothing here
touches a socket; `protocols/peer` carries pages, and the node's writer calls these functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import BadProof, Corrupt, MalformedMessage, NotPermitted, Refused, SplitView, Untrusted
from ..log.audit import leaves_deleted_by
from ..log.checkpoint import Checkpoint, open_checkpoint, verify_cosignature
from ..log.keys import VerifyingKey
from ..log.merkle import leaf_hash
from ..log.note import format_note, open_note, parse_note, parse_signature_line, signed_by
from ..log.statement_body import check_body
from ..picture.charter import heads_log, log_to, own_log
from ..picture.statement import SCHEMA, OwnLine, Release, Saying, Statement, parse_statement
from ..picture.version import Version
from ..record import decode, plain
from .context import Room
from .evidence import StatementEvidence
from .evidence import keep_evidence as keep_evidence
from .ports import Page
from .release import CHUNK, release_waiting, settle_told, told_last
from .submit import note_event

PAGE_ROWS_MAX = 5_000
PAGE_BYTES = 2 * 1024 * 1024
"""A page ends with the row that passes this many bytes of bodies, so that any one body still fits."""
READ_ROWS = 64


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a page brought: how many entries, and the cosignature to send back (empty when nothing came)."""

    origin: str
    size: int
    line: str


def serve_page(room: Room, caller: str, origin: str, start: int, rows_max: int) -> Page | None:
    """A page of a log for a caller that may read it; None when there is nothing after `start`.

    A caller may read the log addressed to it and the heads log, and is told nothing about any other.
    """
    check_readable(room, caller, origin)
    size = room.ledger.verified_size(origin)
    if start >= size:
        return None
    rows = _rows_that_fit(room, origin, start, min(size, start + max(1, min(rows_max, PAGE_ROWS_MAX))))
    end = start + len(rows)
    # Other parties' cosignatures tell when they fetched, and so when they were told something: they stay here.
    note = signed_by(room.ledger.checkpoint_at(origin, end), room.key.name)
    return Page(origin=origin, start=start, rows=rows, checkpoint=note, more=end < size)


def _rows_that_fit(room: Room, origin: str, start: int, end: int) -> tuple[tuple[bytes, bytes | None], ...]:
    """Rows up to the one that passes PAGE_BYTES: a longer page would be refused for ever, and nothing follow it."""
    rows: list[tuple[bytes, bytes | None]] = []
    size = 0
    for at in range(start, end, READ_ROWS):
        for row in room.store.entries(origin, at, min(end, at + READ_ROWS)):
            rows.append((row.entry, row.body))
            size += len(row.body or b"")
            if size > PAGE_BYTES:
                return tuple(rows)
    return tuple(rows)


def check_readable(room: Room, caller: str, origin: str) -> None:
    """Refuse every log but the one addressed to the caller and the heads log, whether or not it exists."""
    if origin not in (log_to(room.charter, room.party, caller), heads_log(room.charter, room.party)):
        raise NotPermitted("no such log for this caller", field="origin")


def readable_origins(room: Room, author: str) -> tuple[str, str]:
    """The logs of `author` that this party mirrors."""
    return (log_to(room.charter, author, room.party), heads_log(room.charter, author))


def accept_page(room: Room, author: str, page: Page) -> Accepted:
    """Verify, mirror, apply and cosign a page. Raises `Untrusted` with evidence; then nothing is mirrored.

    Call inside the store's transaction.
    """
    if not page.origin.startswith(f"commonground/{room.charter.room}/"):
        # A drill beside a real room is such another room: what is said in it is no statement here (section 8).
        raise BadProof(
            f"{author} shows a log of another room", evidence={"origin": page.origin, "checkpoint": page.checkpoint}
        )  # fmt: skip
    if page.origin not in readable_origins(room, author):
        raise Refused("a log of this author addressed to this party is expected", field="origin")
    have = room.ledger.size(page.origin)
    if page.start != have:
        raise Refused(f"start {have} expected, found {page.start}", field="start")
    if not page.rows:
        raise Refused("at least one entry is expected", field="rows")
    _check_bodies(page)
    _check_whole(page)
    checkpoint = _check_root(room, author, page)
    now_ms = room.clock.now_ms()
    room.ledger.append_mirrored(page.origin, page.rows, now_ms)
    line = room.ledger.cosign(page.checkpoint, now_ms // 1000)
    note = _verified_note(page.checkpoint, [room.verifiers[author]])
    room.ledger.put_checkpoint(page.origin, note, checkpoint.size)
    room.ledger.with_cosignature(page.origin, checkpoint.size, line)
    _note_arrival(room, page, checkpoint, now_ms)
    _apply(room, author, page, now_ms)
    return Accepted(page.origin, checkpoint.size, line)


def _check_bodies(page: Page) -> None:
    for offset, (entry, body) in enumerate(page.rows):
        if body is None:
            continue
        try:
            check_body(body, entry)
        except (Refused, Untrusted) as error:
            raise BadProof(
                f"the body of entry {page.start + offset} does not give its entry",
                evidence={"origin": page.origin, "index": page.start + offset, "entry": entry.hex(),
                          "body": body.hex(), "checkpoint": page.checkpoint},
            ) from error  # fmt: skip


def _check_whole(page: Page) -> None:
    """An entry whose body is kept back must not be cosigned: it would prove that this party was told of it.

    A body that is gone passes where the page says that it was deleted.
    """
    gaps = {page.start + offset for offset, (_, body) in enumerate(page.rows) if body is None}
    if not gaps:
        return
    for _, body in page.rows:
        gaps.difference_update(leaves_deleted_by(body) if body is not None else ())
    if gaps:
        raise BadProof(
            f"the body of entry {min(gaps)} is missing and nothing says that it was deleted",
            evidence={"origin": page.origin, "index": min(gaps), "checkpoint": page.checkpoint},
        )


def _verified_note(note: str, keys: list[VerifyingKey]) -> str:
    """The note with one verified line of each key and no other: what a peer wrote beside them proves nothing here."""
    opened = open_note(note, keys)
    lines = {(line.name, line.key_id): line for line in reversed(opened.verified)}
    return format_note(opened.text, list(reversed(lines.values())))


def _check_root(room: Room, author: str, page: Page) -> Checkpoint:
    """Hold the signed root against the tree extended by the page; the tree is left as it was."""
    checkpoint = open_checkpoint(page.checkpoint, room.verifiers[author], origin=page.origin)
    have = room.ledger.size(page.origin)
    if checkpoint.size != have + len(page.rows):
        raise BadProof(
            f"a checkpoint of size {have + len(page.rows)} expected, found {checkpoint.size}",
            evidence={"origin": page.origin, "checkpoint": page.checkpoint},
        )
    tree = room.ledger.tree(page.origin)
    tree.append_leaf_hashes([leaf_hash(entry) for entry, _ in page.rows])
    root = tree.root()
    tree.truncate(have)
    if root == checkpoint.root:
        return checkpoint
    held = room.store.checkpoint(page.origin)
    raise SplitView(
        f"{page.origin}: the signed root of size {checkpoint.size} does not extend what was cosigned",
        evidence={"origin": page.origin, "shown": page.checkpoint, "held": held[1] if held else "",
                  "entries": [entry.hex() for entry, _ in page.rows[:64]]},
    )  # fmt: skip


def check_head(room: Room, author: str, origin: str, note: str) -> int:
    """Hold the head that an author shows now against what this party mirrored; returns its size.

    A head of the mirrored size or less must have the mirrored root: another one is a second history, which no page
    would bring to light, since nothing follows. A larger one is left to `accept_page`.
    """
    if origin not in readable_origins(room, author):
        raise Refused("a log of this author addressed to this party is expected", field="origin")
    checkpoint = open_checkpoint(note, room.verifiers[author], origin=origin)
    tree = room.ledger.tree(origin)
    if checkpoint.size <= tree.size and tree.root(checkpoint.size) != checkpoint.root:
        held = room.store.checkpoint(origin)
        raise SplitView(
            f"{origin}: two roots for size {checkpoint.size}",
            evidence={"origin": origin, "shown": note, "held": held[1] if held else "",
                      "mirrored_root": tree.root(checkpoint.size).hex()},
        )  # fmt: skip
    return checkpoint.size


def _note_arrival(room: Room, page: Page, checkpoint: Checkpoint, now_ms: int) -> None:
    """Arrivals are lines in the party's own log: they bound from inside what it knew and when."""
    origin = own_log(room.charter, room.party)
    salt = room.salt.salt(origin, room.ledger.size(origin)).hex()
    line = OwnLine(
        schema=SCHEMA, room=room.charter.room, author=room.party, t_entered_ms=now_ms, salt=salt,
        arrival={"origin": page.origin, "size": checkpoint.size, "root": checkpoint.root.hex()},
    )  # fmt: skip
    room.ledger.append_own(origin, plain(line), now_ms)


def _apply(room: Room, author: str, page: Page, now_ms: int) -> None:
    if page.origin != log_to(room.charter, author, room.party):
        return
    wrong = StatementEvidence(room, author)
    for offset, (_, body) in enumerate(page.rows):
        if body is None:
            continue
        index = page.start + offset
        try:
            statement = parse_statement(body, room=room.charter.room, author=author, recipient=room.party)
        except MalformedMessage as error:
            wrong.keep(f"entry {index}: {error}", {"origin": page.origin, "index": index})
            continue
        contradiction = room.view.contradiction(statement)
        if contradiction:
            evidence: dict[str, object] = {"origin": page.origin, "index": index, "body": body.decode()}
            wrong.keep(f"entry {index}: {contradiction}", evidence)
            continue
        room.view.apply_received(statement, page.origin, index, now_ms)


def accept_cosignature(room: Room, caller: str, origin: str, size: int, line: str) -> None:
    """Keep a recipient's cosignature of a checkpoint of this party's log, once it verifies.

    The line must be the caller's own, and the first one stays: else a caller could fill the note that is served to
    everybody, or write names of others on it.
    """
    check_readable(room, caller, origin)
    if not 0 < size <= room.ledger.verified_size(origin):
        raise Refused("a size that this log has had is expected", field="size")
    held = room.store.checkpoint(origin, size)
    note = held[1] if held is not None else room.ledger.checkpoint_at(origin, size)
    cosigner = room.verifiers[caller].cosigner
    parsed = parse_note(note)
    verify_cosignature(format_note(parsed.text, [parse_signature_line(line)]), cosigner)
    for one in parsed.signatures:
        if (one.name, one.key_id) == (cosigner.name, cosigner.key_id):
            line = one.line()
    if held is None:
        room.ledger.put_checkpoint(origin, note, size)
    room.ledger.with_cosignature(origin, size, line)
    room.view.changes.keys.add(f"cosigned/{origin}")


def open_content(room: Room, caller: str, origin: str, index: int) -> bytes:
    """What stayed at this node of a view-only item, for its recipient; the opening is noted here.

    Who is no longer told of an item opens it no more, at whichever leaf.
    """
    if origin != log_to(room.charter, room.party, caller):
        raise NotPermitted("no such log for this caller", field="origin")
    content = room.store.content(origin, index)
    rows = room.store.entries(origin, index, index + 1)
    if content is None or not rows or rows[0].body is None:
        raise Refused("no view-only item at this leaf", field="index")
    statement = parse_statement(rows[0].body, room=room.charter.room, author=room.party, recipient=caller)
    told = told_last(room, origin, statement.entity)
    if told is None or told.is_gone:
        raise NotPermitted("it is no longer released to this caller", field="index")
    note_event(room, {"what": "content_opened", "party": caller, "origin": origin, "leaf": index})
    return content


# -- a node restored from a backup ----------------------------------------------------------------------------


def serve_tail(room: Room, caller: str, origin: str, start: int) -> Page | None:
    """Give an author back the end of its own log as this party mirrored it, with the cosigned checkpoint.

    A page ends where a page ended when it came, since only there is a checkpoint that the author signed.
    """
    if origin not in readable_origins(room, caller):
        raise NotPermitted("no such log for this caller", field="origin")
    kept = room.store.checkpoints(origin)
    held = next((one for one in kept if one[0] > start), None)
    if start < 0 or held is None:
        return None
    size, note = held
    rows = tuple((row.entry, row.body) for row in room.store.entries(origin, start, size))
    return Page(origin=origin, start=start, rows=rows, checkpoint=note, more=size < kept[-1][0])


def restore_tail(room: Room, keeper: str, page: Page) -> int:
    """Take back the end of this party's own log from a recipient; returns how many entries came back.

    The checkpoint must carry this party's own signature. What the recipient was told enters the own log again
    as it was told, so that the own picture holds it; drafts and national remarks of that time are lost.
    """
    have = room.ledger.size(page.origin)
    if page.start != have:
        raise Refused(f"start {have} expected, found {page.start}", field="start")
    _check_bodies(page)
    _check_root(room, room.party, page)
    now_ms = room.clock.now_ms()
    room.ledger.append_mirrored(page.origin, page.rows, now_ms)
    note = _verified_note(page.checkpoint, [room.key.verifier, room.verifiers[keeper].cosigner])
    room.ledger.put_checkpoint(page.origin, note, have + len(page.rows))
    note_event(room, {"what": "restored", "keeper": keeper, "origin": page.origin, "entries": len(page.rows)})
    if page.origin == log_to(room.charter, room.party, keeper):
        for offset, (_, body) in enumerate(page.rows):
            if body is not None:
                _restate(room, keeper, page.origin, have + offset, body)
    return len(page.rows)


def _restate(room: Room, keeper: str, origin: str, leaf: int, body: bytes) -> None:
    """Say again in the own log what a restored statement says, without releasing it a second time.

    What was said last stays the last word, whichever recipient gives its part back first.
    """
    statement = parse_statement(body, room=room.charter.room, author=room.party, recipient=keeper)
    own = own_log(room.charter, room.party)
    index = room.ledger.size(own)
    now_ms = room.clock.now_ms()
    held = room.view.picture.get(f"{room.party}/{statement.entity}")
    gone = statement.action in ("withdraw", "deleted")
    before = held.releases if held is not None else ()
    releases = tuple(one for one in before if one.party != keeper)
    if not gone:
        known = next((one for one in before if one.party == keeper), None)
        releases = (*releases, _terms(statement, known))
    saying: Saying | None = Saying(
        kind=statement.kind, entity=statement.entity, action=statement.action, post=statement.post,
        precedence=statement.precedence, channel_class=statement.channel_class, body=statement.body,
    )  # fmt: skip
    said_ms = statement.t_released_ms
    if held is not None:
        last, last_ms = _last_said(room, held)
        if last_ms > said_ms:
            saying, said_ms = last.saying, last_ms
            # Whom a line of this party itself names is decided; one that came back names only who gave it back.
            releases = releases if last.event and not gone else before
    elif gone:
        saying = None
    line = OwnLine(
        schema=SCHEMA, room=room.charter.room, author=room.party, t_entered_ms=now_ms,
        salt=room.salt.salt(own, index).hex(), version=(held.version if held else 0) + 1, releases=releases,
        saying=saying, event={"what": "restored", "origin": origin, "leaf": leaf, "t_said_ms": said_ms},
    )  # fmt: skip
    room.ledger.append_own(own, plain(line), now_ms)
    room.view.apply_own(line, own, index)
    room.view.follower.released(statement.kind, body, origin, leaf, now_ms)
    settle_told(room, statement, leaf)
    room.store.put_form(origin, statement.entity, statement.version, b"restored", statement.action)
    room.store.put_released(origin, index, leaf)


def _last_said(room: Room, held: Version) -> tuple[OwnLine, int]:
    """The last own line about an entity, and when its words were first said."""
    row = room.store.entries(held.origin, held.leaf, held.leaf + 1)[0]
    if row.body is None:
        raise Corrupt("the words of a line that stands are missing", where=f"{held.origin} {held.leaf}")
    line = decode(OwnLine, row.body)
    return line, int(line.event.get("t_said_ms", line.t_entered_ms))


def _terms(statement: Statement, known: Release | None) -> Release:
    """The terms of a release as the recipient's form shows them; what it does not show was not to be shown."""
    body = statement.body
    precision = body.get("place", {}).get("precision", known.precision if known else "exact")
    return Release(
        party=statement.recipient, mode=statement.mode,
        precision=precision if precision in ("cell", "district") else "exact",
        hide_submitter=known.hide_submitter if known else statement.kind == "site" and not body.get("submitter"),
        custodian_may_warn=bool(body.get("custodian_may_warn")),
    )  # fmt: skip


def confirm(
    room: Room, party: str, held_sizes: dict[str, int], start: int | None = None, lines_max: int = CHUNK
) -> int | None:
    """A recipient said how much it holds of this party's logs: they may grow again, and what waited is released.

    In parts, so that thousands of lines that waited for days do not keep everybody else waiting: returns the `start` of
    the next part, or None when the party is confirmed.
    """
    for origin, size in held_sizes.items():
        if size > room.ledger.size(origin):
            raise Corrupt(f"{party} cosigned {size} entries, this node has fewer", where=origin)
    following = release_waiting(room, party, start, lines_max)
    if following is None:
        room.unconfirmed.discard(party)
    return following


def mirrored_sizes(room: Room, caller: str) -> dict[str, int]:
    """How much this party holds of the caller's logs, for the caller's comparison at its start."""
    return {origin: room.ledger.verified_size(origin) for origin in readable_origins(room, caller)}
