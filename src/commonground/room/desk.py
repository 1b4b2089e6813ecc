"""The desk of one party: drafts, and releases that wait ten seconds in which they can be undone.

A ROUTINE release is held for the charter's `hold_ms`, then submitted; the check runs once more, and where it finds
hits that nobody acknowledged the draft comes back with the reason. What a crash here leaves: a held release is a
document, and submitting it and removing it are one transaction, so it goes out once or waits still. On restart
those whose time has passed take the same path.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import MissingKeys, NotPermitted, Refused
from ..picture.conflict import ConflictReport
from ..picture.kinds import KINDS
from ..record import Record, decode, encode_canonical, full
from .context import Room
from .desk_draft import Draft, checked, command_of, goes_at_once, subject_of_draft
from .posts import require_post
from .rows import Row
from .second_post import is_confirmed
from .submit import Submitted, refuse_unacknowledged, submit

DRAFTS_MAX = 500
DRAFTS_BYTES_MAX = 4 * 1024 * 1024
"""Of all drafts together."""


class SavedDraft(Record, frozen=True):
    """A draft as the store keeps it; `back_because` says why a held release came back."""

    id: str
    post: str
    operator: str
    saved_ms: int
    draft: Draft
    back_because: str = ""


class Held(Record, frozen=True):
    """A release that goes out at `releases_at_ms`. `entity` is the id that the notice has or will have."""

    id: str
    draft: Draft
    acknowledged: tuple[str, ...]
    post: str
    operator: str
    entity: str
    releases_at_ms: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """A held release that was refused when its time came, and the draft that it became again."""

    held: Held
    draft: SavedDraft


# -- drafts -----------------------------------------------------------------------------------------------------


def save_draft(
    room: Room, draft: Draft, post: str, operator: str, *, comes_back: bool = False, back_because: str = ""
) -> SavedDraft:
    """Keep a draft, in place of the one with its `draft_id`. Needs a transaction.

    What comes back from a hold is kept even where there are too many: it stands nowhere else.
    """
    now_ms = room.clock.now_ms()
    known = draft.draft_id and room.store.document("draft", draft.draft_id) is not None
    if not comes_back:
        _refuse_many(room, draft)
    identifier = (
        draft.draft_id if known else room.salt.new_id("D", encode_canonical([draft, operator, now_ms]))
    )
    saved = SavedDraft(
        id=identifier, post=post, operator=operator, saved_ms=now_ms, draft=draft, back_because=back_because
    )
    room.store.put_document("draft", identifier, encode_canonical(saved))
    room.view.changes.keys.add(f"draft/{identifier}")
    return saved


def _refuse_many(room: Room, draft: Draft) -> None:
    """Refuse more drafts, or longer ones, than every picture can carry: each shows them all."""
    others = [data for name, data in room.store.documents("draft") if name != draft.draft_id]
    if len(others) >= DRAFTS_MAX:
        raise Refused(f"at most {DRAFTS_MAX} drafts are kept", field="draft", clause="limits")
    size = sum(map(len, others)) + len(encode_canonical(draft))
    if size > DRAFTS_BYTES_MAX:
        raise Refused(f"{size} bytes, at most {DRAFTS_BYTES_MAX} expected", field="draft", clause="limits")


def delete_draft(room: Room, identifier: str) -> None:
    """Forget a draft. Needs a transaction."""
    if room.store.document("draft", identifier) is None:
        raise Refused(f"no draft {identifier!r}", field="id")
    _forget(room, "draft", identifier)


def draft_row(saved: SavedDraft) -> Row:
    """The DraftRow of a draft."""
    return {
        "id": saved.id, "post": saved.post, "saved_ms": saved.saved_ms,
        "draft": {**full(saved.draft), "draft_id": saved.id}, "report": None,
        "back_because": saved.back_because,
    }  # fmt: skip


def draft_rows(room: Room) -> list[Row]:
    """Every draft of the party, the last saved first."""
    found = [decode(SavedDraft, data) for _, data in room.store.documents("draft")]
    return [draft_row(one) for one in sorted(found, key=lambda one: (-one.saved_ms, one.id))]


# -- releasing --------------------------------------------------------------------------------------------------


def release_draft(
    room: Room, draft: Draft, acknowledged: tuple[str, ...], post: str, operator: str
) -> Held | Submitted:
    """Release a draft: at once where T-5 says so, else after the hold. Needs a transaction.

    Raises `MissingKeys` with the hits that were not acknowledged; then the draft stays as it was.
    """
    require_post("release_notice", post)
    if not draft.recipients and not draft.entity:
        raise Refused("at least one recipient is expected", field="draft.recipients")
    now_ms = room.clock.now_ms()
    if goes_at_once(draft):
        return _submitted(room, draft, acknowledged, post, operator, "")
    report = checked(room, command_of(draft, post, operator, acknowledged))
    _refuse_unseen(room, draft, report, acknowledged, operator)
    content = encode_canonical([draft, operator, now_ms])
    held = Held(
        id=room.salt.new_id("H", content), draft=draft, acknowledged=acknowledged, post=post, operator=operator,
        entity=draft.entity or room.salt.new_id(KINDS["notice"].prefix, content),
        releases_at_ms=now_ms + room.charter.clocks.hold_ms,
    )  # fmt: skip
    _forget(room, "draft", draft.draft_id)
    room.store.put_document("held", held.id, encode_canonical(held))
    room.view.changes.keys.add(f"held/{held.id}")
    return held


def undo(room: Room, identifier: str) -> SavedDraft:
    """Take a held release back; it is a draft again. Needs a transaction."""
    held = held_release(room, identifier)
    _forget(room, "held", identifier)
    return save_draft(room, held.draft, held.post, held.operator, comes_back=True)


def release_now(room: Room, identifier: str, post: str, operator: str) -> Submitted:
    """Release what is held without waiting; refused as at its own time. Needs a transaction."""
    require_post("release_notice", post)
    return _release_held(room, held_release(room, identifier), operator)


def release_due(room: Room, now_ms: int) -> Submitted | CameBack | None:
    """Release the next held notice whose time has come; None when there is none. Needs a transaction.

    Refused ones become drafts again with the reason.
    """
    due = [one for one in held_releases(room) if is_due(room, one, now_ms)]
    if not due:
        return None
    held = due[0]
    entries = room.ledger.entries_total()
    try:
        return _release_held(room, held, held.operator)
    except Refused as error:
        if room.ledger.entries_total() != entries:
            raise
        _forget(room, "held", held.id)
        reason = error.reason
        if isinstance(error, MissingKeys):
            reason = f"new hits since it was held: {reason}"
        draft = save_draft(room, held.draft, held.post, held.operator, comes_back=True, back_because=reason)
        return CameBack(held, draft)


def is_due(room: Room, held: Held, now_ms: int) -> bool:
    """Whether its time has come; also when it lies beyond a whole hold, since then the clock was set back."""
    return not now_ms < held.releases_at_ms <= now_ms + room.charter.clocks.hold_ms


def held_release(room: Room, identifier: str) -> Held:
    """The held release of that id; refuses one that is gone."""
    data = room.store.document("held", identifier)
    if data is None:
        raise Refused(f"nothing is held as {identifier!r}: released, undone or unknown", field="id")
    return decode(Held, data)


def held_releases(room: Room) -> list[Held]:
    """Everything that is held, the next to go first."""
    found = [decode(Held, data) for _, data in room.store.documents("held")]
    return sorted(found, key=lambda one: (one.releases_at_ms, one.id))


def held_row(held: Held) -> Row:
    """The HeldRow of a held release."""
    return {
        "id": held.id, "draft_id": held.draft.draft_id, "id_of_entity": held.entity,
        "releases_at_ms": held.releases_at_ms, "draft": full(held.draft),
    }  # fmt: skip


def _release_held(room: Room, held: Held, operator: str) -> Submitted:
    report = checked(room, command_of(held.draft, held.post, operator, held.acknowledged, held.entity))
    _refuse_unseen(room, held.draft, report, held.acknowledged, held.operator)
    done = _submitted(room, held.draft, held.acknowledged, held.post, operator, held.entity)
    _forget(room, "held", held.id)
    return done


def _submitted(
    room: Room, draft: Draft, acknowledged: tuple[str, ...], post: str, operator: str, entity: str
) -> Submitted:
    done = submit(room, command_of(draft, post, operator, acknowledged, entity))
    _forget(room, "draft", draft.draft_id)
    return done


def _refuse_unseen(
    room: Room, draft: Draft, report: ConflictReport | None, acknowledged: tuple[str, ...], operator: str
) -> None:
    """Refuse hits that were not acknowledged, or that nobody may have seen without a second post."""
    if report is None:
        return
    now_ms = room.clock.now_ms()
    confirmed = is_confirmed(room, "check", subject_of_draft(draft), operator, now_ms)
    if report.needs_second_post and not report.counts_only and not confirmed:
        raise NotPermitted(
            "it meets more than 25 sites of others: another operator on another post confirms first",
            field="draft.notice.volumes", clause="section 8",
        )  # fmt: skip
    refuse_unacknowledged(report, acknowledged)


def _forget(room: Room, kind: str, identifier: str) -> None:
    if identifier and room.store.document(kind, identifier) is not None:
        room.store.delete_document(kind, identifier)
        room.view.changes.keys.add(f"{kind}/{identifier}")
