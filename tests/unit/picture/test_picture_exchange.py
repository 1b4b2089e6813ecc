"""Foreign objects: the head is read out of the text, one entity is one version, and nothing else is believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commonground.errors import Refused
from commonground.picture.exchange import OBJECT_BYTES_MAX, StixObject, entity_of, head_of
from commonground.picture.kinds import refuse_impossible, refuse_wrong_words
from commonground.picture.statement import ENTITY_ID

ID = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"
BASE = {"type": "indicator", "spec_version": "2.1", "id": ID, "created": "2026-01-01T00:00:00Z",
        "modified": "2026-01-02T00:00:00.5Z"}  # fmt: skip


def text(**changes: Any) -> bytes:
    return json.dumps({name: value for name, value in (BASE | changes).items() if value is not None}).encode()


def body(raw: bytes, **changes: str) -> StixObject:
    head = head_of(raw)
    values = {"stix_id": head.stix_id, "type": head.type, "version": head.version, "spec_version": head.spec_version,
              "text": raw.decode()}  # fmt: skip
    return StixObject(**(values | changes))


def test_a_head_is_what_the_text_says() -> None:
    head = head_of(text())
    assert (head.stix_id, head.type, head.version, head.spec_version) == (
        ID, "indicator", "2026-01-02T00:00:00.5Z", "2.1",
    )  # fmt: skip
    assert head_of(text(modified=None)).version == "2026-01-01T00:00:00Z"
    assert head_of(text(spec_version=None)).spec_version == "2.0"
    bare = head_of(text(spec_version=None, created=None, modified=None))
    assert (bare.version, bare.spec_version) == ("", "2.1")


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"[]", ""), (b'"x"', ""), (b"{", ""), (b"\xff", ""), (b'{"type": "a"}', ""),
        (text(id=7), "id"), (text(id="indicator"), "id"), (text(id=ID.upper()), "id"),
        (text(id=ID + "\n"), "id"), (text(type="malware"), "type"), (text(type=None), ""),
        (text(spec_version="2.2"), "spec_version"), (text(spec_version=2.1), "spec_version"),
        (text(modified="yesterday"), "modified"), (text(created="2026-13-01T00:00:00Z"), "created"),
        (text(modified="2026-01-01T00:00:00+00:00"), "modified"),
        (text(modified="2026-01-01T00:00:00." + "0" * 10 + "Z"), "modified"),
        (text(x_deep=json.loads("[" * 40 + "]" * 40)), ""), (text(x="y" * OBJECT_BYTES_MAX), ""),
    ],
)  # fmt: skip
def test_what_is_no_object_is_refused_by_its_member(raw: bytes, field: str) -> None:
    with pytest.raises(Refused) as refused:
        head_of(raw)
    assert refused.value.field == field


def test_an_entity_is_one_version_however_its_time_is_written() -> None:
    names = [entity_of(ID, one) for one in ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z")]
    assert names[0] == names[1]
    others = [
        entity_of(ID, "2026-01-01T00:00:00.001Z"),
        entity_of(ID, ""),
        entity_of(ID + "0", "2026-01-01T00:00:00Z"),
    ]
    assert len({names[0], *others}) == 4
    assert all(ENTITY_ID.fullmatch(one) for one in [*names, *others])


@pytest.mark.parametrize(
    "changes",
    [
        {"stix_id": ID[:-1] + "0"}, {"type": "malware"}, {"version": "2026-01-01T00:00:00Z"}, {"spec_version": "2.0"},
        {"text": "{}"}, {"text": "not JSON"}, {"text": "\ud800"},
    ],
)  # fmt: skip
def test_a_body_that_says_something_else_than_its_text_is_impossible(changes: dict[str, str]) -> None:
    refuse_impossible(body(text()), "stix_object")
    with pytest.raises(Refused):
        refuse_impossible(body(text(), **changes), "stix_object")


def test_a_text_may_hold_anything() -> None:
    raw = text(
        description="target \x00 \u202e" + "long " * 10_000, x_weapon={"\ud83d\ude00": [1e300, -0.0, None]}
    )
    refuse_impossible(body(raw), "stix_object")
    refuse_wrong_words(body(raw), "stix_object")
