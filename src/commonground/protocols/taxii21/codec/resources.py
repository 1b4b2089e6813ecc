"""Resources of TAXII 2.1 as bytes: discovery, API root, collections, envelope, manifest, versions, errors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from commonground.picture.charter import Charter
from commonground.picture.exchange import uuid_of
from commonground.record import encode_canonical
from commonground.room.exchange import Collection, Page
from commonground.room.ports import Exchanged

from .media import STIX, STIX_BEFORE, TAXII
from .query import next_of

NAMESPACE = bytes.fromhex("0f0a8a6f6a6c4b86a6f5a9b1f8f0c2d4")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = tuple[str, str, str]
_MEDIA = {"2.0": STIX_BEFORE, "2.1": STIX}


def collection_id(charter: Charter, party: str, collection: Collection) -> str:
    """The identifier of a collection at the node of `party`: the same at every start (RFC 9562 section 5.5)."""
    name = NAMESPACE + "\n".join((charter.room, party, collection.author, collection.reader)).encode()
    return uuid_of(name)


def instant(t_us: int) -> str:
    """A time of TAXII 2.1 (section 3.2): UTC, with six digits of a second."""
    return (_EPOCH + timedelta(microseconds=t_us)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def discovery(charter: Charter, party: str, root: str) -> bytes:
    """Discovery (section 4.1)."""
    name = charter.party(party).name
    return encode_canonical({
        "title": f"{name.en or party}, {charter.title.en or charter.room}",
        "description": "What a party of this room said, and was told, for its machines.",
        "default": root, "api_roots": [root],
    })  # fmt: skip


def api_root(charter: Charter, bytes_max: int) -> bytes:
    """The API root (section 4.2)."""
    return encode_canonical({
        "title": charter.title.en or charter.room, "versions": [TAXII], "max_content_length": bytes_max,
    })  # fmt: skip


def collections(charter: Charter, party: str, found: Sequence[tuple[Collection, bool]]) -> bytes:
    """Collections (section 5.1), each with whether it may be written."""
    shown = [collection(charter, party, one, can_write) for one, can_write in found]
    return encode_canonical({"collections": shown})


def collection(charter: Charter, party: str, one: Collection, can_write: bool) -> dict[str, Any]:
    """A collection (section 5.2)."""
    author = charter.party(one.author).name.en or one.author
    reader = charter.party(one.reader).name.en or one.reader
    is_own = one.author == one.reader
    return {
        "id": collection_id(charter, party, one), "title": f"{author}: own" if is_own else f"{author} to {reader}",
        "description": f"What {author} said." if is_own else f"What {author} told {reader}.",
        "alias": f"from-{one.author.lower()}", "can_read": True, "can_write": can_write,
        "media_types": [STIX, STIX_BEFORE],
    }  # fmt: skip


def envelope(collection_name: str, page: Page) -> bytes:
    """An envelope (section 3.7); its objects are put together as they are."""
    if not page.rows:
        return b"{}"
    return _ends(collection_name, page) + b'"objects":[' + b",".join(page.objects) + b"]}"


def manifest(collection_name: str, page: Page) -> bytes:
    """A manifest (section 5.3.1)."""
    if not page.rows:
        return b"{}"
    records = [
        {
            "id": one.id, "date_added": instant(one.date_added_us), "version": version_of(one),
            "media_type": _MEDIA.get(one.spec_version, STIX),
        }
        for one in page.rows
    ]  # fmt: skip
    return _ends(collection_name, page) + b'"objects":' + encode_canonical(records) + b"}"


def versions(collection_name: str, page: Page) -> bytes:
    """Versions of an object (section 5.8.1)."""
    if not page.rows:
        return b"{}"
    shown = [version_of(one) for one in page.rows]
    return _ends(collection_name, page) + b'"versions":' + encode_canonical(shown) + b"}"


def version_of(one: Exchanged) -> str:
    """The version of an object: its own time, else when it was added (section 5.3.1)."""
    if not one.version:
        return instant(one.date_added_us)
    head, _, rest = one.version.partition(".")
    return f"{head}.{rest:0<3}Z"


def status(id: str, t_ms: int, taken: Sequence[Row], not_taken: Sequence[Row]) -> bytes:
    """A status (section 4.3.1), always complete; each row is an identifier, a version, and what there is to say."""
    asked = instant(t_ms * 1000)
    shown: dict[str, Any] = {
        "id": id, "status": "complete", "request_timestamp": asked, "total_count": len(taken) + len(not_taken),
        "success_count": len(taken), "failure_count": len(not_taken), "pending_count": 0,
    }  # fmt: skip
    for name, rows in (("successes", taken), ("failures", not_taken)):
        if rows:
            shown[name] = [_detail(*row, asked) for row in rows]
    return encode_canonical(shown)


def _detail(id: str, version: str, said: str, asked: str) -> dict[str, str]:
    """What has no version of its own has that of its coming."""
    detail = {"id": id, "version": version or asked}
    return detail | {"message": said} if said else detail


def error(status: int, title: str, description: str = "") -> bytes:
    """An error message (section 3.6.1)."""
    said = {"title": title, "http_status": str(status)}
    return encode_canonical(said | ({"description": description} if description else {}))


def _ends(collection_name: str, page: Page) -> bytes:
    """Whether more follow, and where: never the one without the other."""
    if not page.more:
        return b'{"more":false,'
    token = next_of(collection_name, page.rows[-1].date_added_us)
    return f'{{"more":true,"next":"{token}",'.encode()
