"""Canonical bodies: what is written, what is refused, and the entry of a body."""

import hashlib

import pytest

from commonground.errors import BadProof, MalformedMessage
from commonground.log.statement_body import canonical, check_body, entry_of, parse_body
from commonground.record import DEPTH_MAX

SALT = "00" * 32
BODY = b'{"n":1,"salt":"' + SALT.encode() + b'"}'


def test_entry_of() -> None:
    assert entry_of(BODY) == hashlib.sha256(b"commonground/entry/v1\n" + BODY).digest()
    check_body(BODY, entry_of(BODY))
    assert parse_body(BODY) == {"n": 1, "salt": SALT}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({}, b"{}"),
        ({"b": 1, "a": True, "A": "x"}, b'{"A":"x","a":true,"b":1}'),
        ({"a": [1, [], {}]}, b'{"a":[1,[],{}]}'),
        ({"a": (1, 2)}, b'{"a":[1,2]}'),
        ({"a": 2**53 - 1, "b": -(2**53) + 1}, b'{"a":9007199254740991,"b":-9007199254740991}'),
        ({"a": 'حلب "Юг" \\ / \x00\x1f\x7f\b\f\n\r\t'},
         '{"a":"حلب \\"Юг\\" \\\\ / \\u0000\\u001f\x7f\\b\\f\\n\\r\\t"}'.encode()),
    ],
)  # fmt: skip
def test_canonical(value: object, written: bytes) -> None:
    assert canonical(value) == written


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"a": 1.0}, "a"),
        ({"a": [0, 1.5]}, "a[1]"),
        ({"a": {"b": None}}, "a.b"),
        ({"a": 2**53}, "a"),
        ({"a": -(2**53)}, "a"),
        ({"é": 1}, "'\\xe9'"),
        ({"a": {1: 1}}, "a.1"),
        ({"a": b"bytes"}, "a"),
        ({"a": {1, 2}}, "a"),
        ({"a": "\ud800"}, ""),
        (None, ""),
    ],
)
def test_what_a_body_may_not_hold_is_named(value: object, field: str) -> None:
    with pytest.raises(MalformedMessage) as refused:
        canonical(value)
    assert refused.value.field == field


def test_deep_nesting_is_refused() -> None:
    value: object = 1
    for _ in range(DEPTH_MAX):
        value = [value]
    canonical(value)
    with pytest.raises(MalformedMessage, match="nested"):
        canonical([value])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" " + BODY,
        BODY + b"\n",
        BODY.replace(b"1", b"1.0"),
        BODY.replace(b"1", b"1e0"),
        BODY.replace(b"1", b"-0"),
        BODY.replace(b"1", b"01"),
        BODY.replace(b"1", b"null"),
        BODY.replace(b"1", b"9007199254740992"),
        BODY.replace(b"1", b"1" * 40),
        BODY.replace(b'{"n":1', b'{"n":1,"n":1'),
        BODY.replace(b'"n"', b'"\\u006e"'),
        BODY.replace(b'"n"', b'"z"'),
        BODY.replace(b"1", b'"\\ud800"'),
        BODY.replace(b"1", b'"\xff"'),
        BODY.replace(SALT.encode(), SALT.encode()[2:]),
        BODY.replace(SALT.encode(), b"0A" + SALT.encode()[2:]),
        BODY.replace(b'"' + SALT.encode() + b'"', b"7"),
        BODY.replace(b"salt", b"sold"),
        b"[]",
        b'"text"',
        b"\xef\xbb\xbf" + BODY,
    ],
)
def test_what_is_no_canonical_body_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedMessage):
        check_body(body, entry_of(body))


def test_another_entry() -> None:
    with pytest.raises(BadProof, match="does not hash") as found:
        check_body(BODY, bytes(32))
    assert found.value.evidence["entry"] == "00" * 32
