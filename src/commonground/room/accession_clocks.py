"""What is due and what alarms of a proposal: this party's word, and words that count for nothing (R4)."""

from __future__ import annotations

from ..picture.accession import Accession, Consent
from ..picture.deadline import IMMEDIATE, ROUTINE, Due
from ..picture.version import Version
from .accession_standing import standing_of
from .alert import Alert
from .clock_table import NOTHING, Reading
from .context import Room

DAY_MS = 86_400_000


def accession_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """A word of this party that is asked for, until the proposal ends."""
    body = version.body
    stands = standing_of(room, version, now_ms) if isinstance(body, Accession) else None
    if not isinstance(body, Accession) or stands is None or stands.state != "open":
        return NOTHING
    due: tuple[Due, ...] = ()
    if any(word.party == room.party and word.counts is None for word in stands.words):
        rank = IMMEDIATE if body.expires_ms - DAY_MS <= now_ms else ROUTINE
        due = (Due(f"accession/{version.key}", "accession", version.key, 1, body.expires_ms, rank),)
    moments = [one for one in (body.expires_ms - DAY_MS, body.expires_ms + 1) if one > now_ms]
    return Reading(min(moments, default=None), due)


def consent_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """A word of another party that counts for nothing: a person should ask what it means."""
    body = version.body
    if not isinstance(body, Consent) or version.author == room.party:
        return NOTHING
    proposal = room.view.picture.get(body.about.key)
    stands = None if proposal is None else standing_of(room, proposal, now_ms)
    if stands is None:
        return NOTHING
    for word in (*stands.words, *stands.others):
        if (
            word.said is not None
            and word.said.key == version.key
            and word.counts not in ("consents", "refuses")
        ):
            return Reading(alerts=(Alert(
                key=f"consent/{version.key}", rank=IMMEDIATE, what=f"consent_{word.counts}", party=version.author,
                about=body.about.key, t_ms=version.known_from_ms,
            ),))  # fmt: skip
    return NOTHING


CLOCKED = {"accession": accession_reading, "consent": consent_reading}
