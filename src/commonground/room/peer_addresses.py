"""Where the node of a party that joined later listens: this node's own setting, told to nobody and in no log."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import Refused
from .context import Room

KIND = "peer_address"
CHARS_MAX = 300


def keep_address(room: Room, party: str, url: str) -> None:
    """Keep an address until the configuration names it. Needs a transaction."""
    if party not in room.charter.others(room.party):
        raise Refused(
            f"each of {', '.join(room.charter.others(room.party))} at most once expected", field="party"
        )
    parts = urlsplit(url[:CHARS_MAX])
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or parts.path not in ("", "/")
        or parts.query
    ):
        raise Refused("an address such as https://centre.example:8401 is expected", field="url", clause="R4")
    room.store.put_document(KIND, party, f"{parts.scheme}://{parts.netloc}".encode())
