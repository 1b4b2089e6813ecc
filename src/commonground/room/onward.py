"""Onward release: ask an originator to release an item to a third party, release it, or refuse (R5).

Nobody forwards. The originator releases by its own append, so the third party gets what it would have got without
any request, and nothing else: that it was asked for, refused or met with silence stands in the logs between the two
others alone. A release of routine precedence is held for the charter's `hold_ms`, in which it can be undone, as that
of a notice. What a crash here leaves: a held answer is a document, and releasing, answering and removing it are one
transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import MissingKeys, NotPermitted, Refused
from ..picture.blocks import Reference, Text
from ..picture.conflict import SECOND_POST_ABOVE
from ..picture.entity import Notice, ReleaseAnswer, ReleaseRequest
from ..picture.statement import ChannelClass, Release
from ..picture.version import Version
from ..policy.rule import ONWARD_POSTS
from ..record import Record, decode, encode_canonical, replace
from .acceptance import check_recipients
from .asked import refuse_ended, request_to_answer, standing_of
from .context import Room
from .posts import require_post
from .release import reasons_against
from .second_post import is_confirmed, subject_of
from .submit import Command, Submitted, note_event, recheck, release_to, submit

HELD = "held_grant"
SILENCE = "silence"
NOT_DUE_MS = -1


class HeldGrant(Record, frozen=True):
    """A release that was asked for, and when it goes out; one with `back_because` came back and never does."""

    request: str
    terms: Release
    acknowledged: tuple[str, ...]
    post: str
    operator: str
    releases_at_ms: int
    back_because: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to this party, what it asks for, and the item as this party has it."""

    request: Version
    body: ReleaseRequest
    item: Version


# -- asking -----------------------------------------------------------------------------------------------------


def ask_release(room: Room, key: str, to: str, reason: Text | None, post: str, operator: str) -> Submitted:
    """Ask the originator of an item to release it to a third party. Needs a transaction."""
    require_post("ask_release", post)
    item = room.view.get(key)
    written = reason if reason is not None and reason.text.strip() else None
    body = ReleaseRequest(about=Reference(author=item.author, entity=item.entity), to=to, reason=written)
    return _say(room, "release_request", body, item, item.author, post, operator)


# -- answering --------------------------------------------------------------------------------------------------


def refuse(room: Room, key: str, text: Text | None, post: str, operator: str) -> Submitted:
    """Answer a request with no; a reason may be given and is never expected. Needs a transaction."""
    request, body = request_to_answer(room, key)
    item = room.view.picture.get(body.about)
    require_post(ONWARD_POSTS.get(item.kind if item else "", "reply"), post)
    _refuse_held(room, key)
    written = text if text is not None and text.text.strip() else None
    answer = ReleaseAnswer(about=_reference(request), outcome="refused", text=written)
    done = _say(room, "release_answer", answer, item, request.author, post, operator)
    _forget(room, key)
    return done


def grant(
    room: Room, key: str, terms: Release, acknowledged: tuple[str, ...], post: str, operator: str
) -> HeldGrant | Submitted:
    """Release what was asked for on these terms, after the hold where there is one. Needs a transaction.

    Raises `MissingKeys` with the hits that were not acknowledged, as any release of a notice does (T-5).
    """
    asked = _asked(room, key, post)
    _refuse_held(room, key)
    _check(room, asked, terms, acknowledged, operator)
    if asked.item.precedence != "ROUTINE":
        return _release(room, asked, terms, acknowledged, post, operator)
    held = HeldGrant(
        request=key, terms=terms, acknowledged=acknowledged, post=post, operator=operator,
        releases_at_ms=room.clock.now_ms() + room.charter.clocks.hold_ms,
    )  # fmt: skip
    room.store.put_document(HELD, key, encode_canonical(held))
    room.view.changes.keys.add(key)
    return held


def undo(room: Room, key: str) -> None:
    """Take a held release back: the request waits again. Needs a transaction."""
    if held_grant(room, key) is None:
        raise Refused(f"nothing is held as {key!r}: released, undone or unknown", field="key")
    _forget(room, key)


def release_now(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Release what is held without waiting; refused as at its own time. Needs a transaction."""
    held = held_grant(room, key)
    if held is None or held.back_because:
        raise Refused(f"nothing is held as {key!r}: released, undone or unknown", field="key")
    return _release(room, _asked(room, key, post), held.terms, held.acknowledged, post, operator)


def release_due(room: Room, now_ms: int) -> bool:
    """Release the next held item whose time has come; False when there is none. Needs a transaction.

    What is refused by then stays with the reason, and the request waits again.
    """
    held = next((one for one in held_grants(room) if is_due(room, one, now_ms)), None)
    if held is None:
        return False
    entries = room.ledger.entries_total()
    try:
        asked = _asked(room, held.request, held.post)
        _release(room, asked, held.terms, held.acknowledged, held.post, held.operator)
    except Refused as error:
        if room.ledger.entries_total() != entries:
            raise
        reason = error.reason
        if isinstance(error, MissingKeys):
            reason = f"new hits since it was held: {reason}"
        back = replace(held, releases_at_ms=NOT_DUE_MS, back_because=reason)
        room.store.put_document(HELD, held.request, encode_canonical(back))
        room.view.changes.keys.add(held.request)
    return True


def is_due(room: Room, held: HeldGrant, now_ms: int) -> bool:
    """Whether its time has come; also when it lies beyond a whole hold, since then the clock was set back."""
    if held.back_because:
        return False
    return not now_ms < held.releases_at_ms <= now_ms + room.charter.clocks.hold_ms


def held_grants(room: Room) -> list[HeldGrant]:
    """Everything that was asked for and is held, the next to go first."""
    found = [decode(HeldGrant, data) for _, data in room.store.documents(HELD)]
    return sorted(found, key=lambda one: (one.releases_at_ms, one.request))


def held_grant(room: Room, key: str) -> HeldGrant | None:
    """What is held for a request, or came back from a hold."""
    data = room.store.document(HELD, key)
    return None if data is None else decode(HeldGrant, data)


# -- silence ----------------------------------------------------------------------------------------------------


def note_silence(room: Room, request: Version, now_ms: int) -> int:
    """Write down in the own log, once, that a request met no answer in time: by default that is a no (R5).

    Both sides do it, each by its own clock. It is told to nobody: the other side counts for itself.
    """
    if not isinstance(request.body, ReleaseRequest):
        return 0
    stands = standing_of(room, request, now_ms)
    if stands.state != "no_answer" or silence_leaf(room, request.key) is not None:
        return 0
    leaf = note_event(room, {"what": "no_answer", "request": request.key, "due_ms": stands.due_ms})
    room.store.put_document(SILENCE, request.key, str(leaf).encode())
    room.view.changes.keys.add(request.key)
    return 1


def silence_leaf(room: Room, key: str) -> int | None:
    """The leaf of the own log that says that a request met no answer."""
    data = room.store.document(SILENCE, key)
    return None if data is None else int(data)


# -- parts ------------------------------------------------------------------------------------------------------


def _asked(room: Room, key: str, post: str) -> Asked:
    """What is to be released; refuses what this party cannot or need not release for this request."""
    request, body = request_to_answer(room, key)
    item = room.view.picture.get(body.about)
    told = () if item is None else tuple(one.party for one in item.releases)
    if item is None or item.kind not in ONWARD_POSTS or request.author not in told:
        # To release for somebody who does not hold it would tell that it exists.
        raise Refused(f"it is not released to {request.author!r}", field="party", clause="R5")
    require_post(ONWARD_POSTS[item.kind], post)
    refuse_ended(item, room.clock.now_ms())
    return Asked(request, body, item)


def _holds(asked: Asked) -> bool:
    return any(one.party == asked.body.to for one in asked.item.releases)


def _check(room: Room, asked: Asked, terms: Release, acknowledged: tuple[str, ...], operator: str) -> None:
    """Refuse now what the release would refuse when its time comes."""
    if _holds(asked):
        return
    check_recipients(room, asked.item.kind, (replace(terms, party=asked.body.to),))
    if reasons_against(room, asked.item, asked.body.to):
        # A word about an item goes to nobody who is not known to hold that item.
        raise Refused(f"{asked.body.to!r} is not known to hold what it is about", field="about", clause="R5")
    try:
        recheck(room, asked.item, (*asked.item.acknowledged, *acknowledged))
    except MissingKeys as missing:
        _refuse_many(room, asked.item, missing, operator)
        raise


def _refuse_many(room: Room, item: Version, missing: MissingKeys, operator: str) -> None:
    """Refuse to list many sites of others without a second post, as the check of a draft does (section 8)."""
    hits = missing.detail["missing"]
    assert isinstance(hits, list)
    count = sum(hit["kind"] == "site" and hit["party"] != room.party for hit in hits)
    assert isinstance(item.body, Notice)
    subject = subject_of([item.entity, item.body.activity_class, item.body.volumes])
    if count > SECOND_POST_ABOVE and not is_confirmed(room, "check", subject, operator, room.clock.now_ms()):
        raise NotPermitted(
            "it meets more than 25 sites of others: another operator on another post confirms first",
            field="about", clause="section 8",
        )  # fmt: skip


def _release(
    room: Room, asked: Asked, terms: Release, acknowledged: tuple[str, ...], post: str, operator: str
) -> Submitted:
    """Release and answer. Who holds the item already keeps it on the terms on which it was told."""
    _check(room, asked, terms, acknowledged, operator)
    if not _holds(asked):
        release = replace(terms, party=asked.body.to)
        release_to(room, asked.item.key, (release,), post, operator, acknowledged)
    answer = ReleaseAnswer(about=_reference(asked.request), outcome="granted")
    done = _say(room, "release_answer", answer, asked.item, asked.request.author, post, operator)
    _forget(room, asked.request.key)
    return done


def _say(
    room: Room,
    kind: str,
    body: ReleaseRequest | ReleaseAnswer,
    item: Version | None,
    to: str,
    post: str,
    operator: str,
) -> Submitted:
    channel: ChannelClass = "HUMANITARIAN" if item is not None and item.kind == "site" else "SAFETY"
    return submit(room, Command(
        kind=kind, action="establish", post=post, operator=operator, body=body, channel_class=channel,
        releases=(Release(party=to),),
    ))  # fmt: skip


def _reference(request: Version) -> Reference:
    return Reference(author=request.author, entity=request.entity)


def _refuse_held(room: Room, key: str) -> None:
    held = held_grant(room, key)
    if held is not None and not held.back_because:
        raise Refused("a release is held for it: undo that first", field="key", clause="R5")


def _forget(room: Room, key: str) -> None:
    if room.store.document(HELD, key) is not None:
        room.store.delete_document(HELD, key)
        room.view.changes.keys.add(key)
