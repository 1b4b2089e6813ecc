"""How a channel class stands between two parties, folded from the words of both.

Each party's words count in the order in which it said them, and a confirmation names its proposal: the order in which
they arrived does not matter, and both sides see the same. Only the first confirmation of a proposal counts, so that an
old one, said again, opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .channel import Channel, Numbers
from .version import Version

MISSING_MAX = 100
Status = Literal["open", "announced", "suspended", "resuming"]


@dataclass(frozen=True, slots=True)
class ChannelStanding:
    """How a class stands between two parties: who suspends it since when, and how far its resumption is.

    `declarations` are the suspensions that were not lifted, `turns_ms` is when the next of them takes effect.
    """

    status: Status
    suspended_by: tuple[str, ...] = ()
    since_ms: int | None = None
    declarations: tuple[Version, ...] = ()
    proposals: tuple[Version, ...] = ()
    handshake: tuple[Version, Version] | None = None
    turns_ms: int | None = None
    no_effect: frozenset[str] = frozenset()

    @property
    def is_suspended(self) -> bool:
        """Whether anything but a FLASH is stopped now."""
        return self.status in ("suspended", "resuming")


def standing(words: Iterable[Version], now_ms: int) -> ChannelStanding:
    """How a class stands at `now_ms`, from what both parties said of it to each other, in any order."""
    said = sorted(
        (one for one in words if isinstance(one.body, Channel)), key=lambda one: (one.author, one.said_leaf)
    )
    confirmed, no_effect = _confirmed(said)
    held: dict[str, Version] = {}
    open_proposals: dict[str, Version] = {}
    for word in said:
        body = word.body
        assert isinstance(body, Channel)
        if word.key in no_effect:
            continue
        if body.what == "suspended":
            held[word.author] = word
            open_proposals.pop(word.author, None)
        elif body.what == "resume_proposed" and word.key not in confirmed:
            open_proposals[word.author] = word
        else:
            held.pop(word.author, None)
            open_proposals.pop(word.author, None)
    return _standing(held, open_proposals, _last_handshake(said, confirmed), no_effect, now_ms)


def _confirmed(said: list[Version]) -> tuple[dict[str, Version], frozenset[str]]:
    """The first confirmation of each proposal by the party to whom it was made; other confirmations change nothing."""
    proposals = {
        one.key: one for one in said if isinstance(one.body, Channel) and one.body.what == "resume_proposed"
    }
    confirmed: dict[str, Version] = {}
    no_effect: set[str] = set()
    for word in said:
        body = word.body
        assert isinstance(body, Channel)
        if body.what != "resume_confirmed":
            continue
        proposal = proposals.get(body.about.key) if body.about is not None else None
        if proposal is None or proposal.author != body.to or proposal.key in confirmed:
            no_effect.add(word.key)
        else:
            confirmed[proposal.key] = word
    return confirmed, frozenset(no_effect)


def _last_handshake(said: list[Version], confirmed: dict[str, Version]) -> tuple[Version, Version] | None:
    pairs = [(one, confirmed[one.key]) for one in said if one.key in confirmed]
    return max(pairs, key=lambda pair: (pair[1].known_from_ms, pair[1].key), default=None)


def _standing(
    held: dict[str, Version],
    open_proposals: dict[str, Version],
    handshake: tuple[Version, Version] | None,
    no_effect: frozenset[str],
    now_ms: int,
) -> ChannelStanding:
    if not held:
        return ChannelStanding("open", handshake=handshake, no_effect=no_effect)
    starts = {author: _effective_ms(word) for author, word in held.items()}
    begun = tuple(sorted(author for author, start_ms in starts.items() if start_ms <= now_ms))
    ahead = [start_ms for start_ms in starts.values() if start_ms > now_ms]
    proposals = tuple(open_proposals[author] for author in sorted(open_proposals))
    status: Status = "announced" if not begun else "resuming" if proposals else "suspended"
    return ChannelStanding(
        status,
        suspended_by=begun or tuple(sorted(held)),
        since_ms=min(starts.values()),
        declarations=tuple(held[author] for author in sorted(held)),
        proposals=proposals,
        handshake=handshake,
        turns_ms=min(ahead, default=None),
        no_effect=no_effect,
    )


def _effective_ms(word: Version) -> int:
    assert isinstance(word.body, Channel)
    return word.body.effective_ms


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Whether what one party says that it sent is what the other says that it holds."""

    what: Literal["calls", "beats"]
    sender: str
    sent: int
    held: int
    missing: tuple[int, ...]

    @property
    def agree(self) -> bool:
        """Nothing is missing."""
        return self.sent == self.held and not self.missing


def reconciled(handshake: tuple[Version, Version]) -> tuple[Reconciled, ...]:
    """The numbers of a handshake, side by side: what each sent against what the other holds."""
    found = []
    for one, other in (handshake, handshake[::-1]):
        assert isinstance(one.body, Channel)
        assert isinstance(other.body, Channel)
        sent, held = one.body.numbers or Numbers(), other.body.numbers or Numbers()
        found.append(_compared("calls", one.author, sent.calls_sent, held.calls_held, held.calls_missing))
        found.append(_compared("beats", one.author, sent.beats_sent, held.beats_held, held.beats_missing))
    return tuple(found)


def _compared(
    what: Literal["calls", "beats"], sender: str, sent: int, held: int, missing: tuple[int, ...]
) -> Reconciled:
    after = range(held + 1, min(sent, held + MISSING_MAX) + 1)
    return Reconciled(what, sender, sent, held, tuple(dict.fromkeys((*missing, *after)))[:MISSING_MAX])
