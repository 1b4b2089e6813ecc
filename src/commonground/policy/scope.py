"""What a party may be told and may say in each class of the line: its scope, as the charter has it (R4).

A FLASH passes whatever the scope, and so do the words that answer it: nobody may be kept from a warning. What concerns
the room itself (who is on duty, who belongs to it) is outside of all classes.
"""

from __future__ import annotations

from ..picture.charter import Charter

ROOM_KINDS = frozenset({"duty", "accession", "consent", "speaks_for", "leaving", "line_test", "shelving"})
ANSWERING_KINDS = frozenset({"call_word", "rung", "receipt"})
ANNOUNCING_KINDS = frozenset(
    {
        "notice",
        "site",
        "reply",
        "position",
        "link",
        "release_request",
        "release_answer",
        "beat",
        "information",
        "opinion",
        "information_request",
        "information_answer",
        "stix_object",
    }
)
"""What a party of the level `notify` may say in a class."""


def may_not_hear(charter: Charter, party: str, kind: str, channel_class: str, precedence: str) -> str:
    """Why a party is never told this; empty when it may be."""
    if not charter.scopes or kind in ROOM_KINDS or precedence == "FLASH" or kind in ANSWERING_KINDS:
        return ""
    if charter.level(party, channel_class) == "none":
        return f"{party} has no part in the class {channel_class}"
    return ""


def may_not_say(charter: Charter, party: str, kind: str, channel_class: str, precedence: str) -> str:
    """Why a party cannot say this; empty when it may."""
    if not charter.scopes or kind in ROOM_KINDS or precedence == "FLASH" or kind in ANSWERING_KINDS:
        return ""
    level = charter.level(party, channel_class)
    if level == "full" or (level == "notify" and kind in ANNOUNCING_KINDS):
        return ""
    return f"{party} has the level {level} in the class {channel_class}"
