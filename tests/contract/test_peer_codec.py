"""Pages and errors between nodes: strict, bounded, and the inverse of what writes them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import (
    BadSignature,
    CommongroundError,
    MalformedMessage,
    NotPermitted,
    Refused,
    Unavailable,
)
from commonground.protocols.peer.codec import (
    MAGIC,
    PAGE_BYTES_MAX,
    ROWS_MAX,
    decode_error,
    decode_page,
    encode_error,
    encode_page,
)
from commonground.room.ports import Page

ROW = st.tuples(st.binary(min_size=32, max_size=32), st.none() | st.binary(min_size=1, max_size=40))
PAGES = st.builds(
    Page,
    origin=st.text(max_size=20),
    start=st.integers(0, 2**53),
    rows=st.lists(ROW, min_size=1, max_size=5).map(tuple),
    checkpoint=st.text(max_size=40),
    more=st.booleans(),
)
ONE = Page("commonground/r/A/to/B", 3, ((b"e" * 32, b"body"), (b"f" * 32, None)), "note\n", more=True)


@settings(max_examples=100, deadline=None)
@given(PAGES)
def test_a_page_comes_back(page: Page) -> None:
    assert decode_page(encode_page(page)) == page


@settings(max_examples=100, deadline=None)
@given(PAGES, st.data())
def test_what_is_decoded_is_encoded_to_the_same_bytes(page: Page, data: st.DataObject) -> None:
    """No two byte strings are the same page: one changed byte is refused or is another page."""
    held = encode_page(page)
    at = data.draw(st.integers(0, len(held) - 1))
    changed = held[:at] + bytes([held[at] ^ data.draw(st.integers(1, 255))]) + held[at + 1 :]
    try:
        found = decode_page(changed)
    except MalformedMessage:
        return
    assert found != page
    assert encode_page(found) == changed


def test_every_shorter_page_is_refused() -> None:
    held = encode_page(ONE)
    for length in range(len(held)):
        with pytest.raises(MalformedMessage):
            decode_page(held[:length])


def test_bytes_after_the_last_row_are_refused() -> None:
    with pytest.raises(MalformedMessage, match="after the last row"):
        decode_page(encode_page(ONE) + b"x")


@pytest.mark.parametrize(
    ("head", "field"),
    [
        (b'{"checkpoint":"n","origin":"o","rows":1,"start":0,"what":1}', "what"),
        (b'{"checkpoint":"n","origin":"o","rows":"1","start":0}', "rows"),
        (b'{"origin":"o","checkpoint":"n","rows":1,"start":0}', "head"),
        (b'{"checkpoint":"n","origin":"o","rows":0,"start":0}', "head.rows"),
        (b'{"checkpoint":"n","origin":"o","rows":1,"start":-1}', "head.rows"),
        (b'{"checkpoint":"n","origin":"o","rows":%d,"start":0}' % (ROWS_MAX + 1), "head.rows"),
        (b"[" * 40 + b"]" * 40, ""),
        (b"\xff\xfe", ""),
    ],
)
def test_a_head_that_is_not_one_is_refused(head: bytes, field: str) -> None:
    data = MAGIC + len(head).to_bytes(4, "big") + head + b"e" * 32 + bytes(4)
    with pytest.raises(MalformedMessage) as refused:
        decode_page(data)
    assert field in f"{refused.value.field} {refused.value.reason}"


def test_a_body_that_claims_gigabytes_is_refused_before_it_is_read() -> None:
    held = bytearray(encode_page(ONE))
    at = held.index(b"e" * 32) + 32
    held[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(MalformedMessage, match="at most"):
        decode_page(bytes(held))


def test_a_page_has_a_limit() -> None:
    with pytest.raises(MalformedMessage, match="at most"):
        decode_page(MAGIC + bytes(PAGE_BYTES_MAX))


@pytest.mark.parametrize(
    ("error", "comes_back_as"),
    [
        (NotPermitted("no such log", field="origin", clause="R5"), NotPermitted),
        (MalformedMessage("not JSON", detail={"at": 3}), MalformedMessage),
        (BadSignature("does not verify"), Refused),
        (Unavailable("disk full"), Unavailable),
    ],
)
def test_an_error_comes_back(error: CommongroundError, comes_back_as: type[CommongroundError]) -> None:
    found = decode_error(encode_error(error))
    assert type(found) is comes_back_as
    assert str(error) in str(found)
    if isinstance(error, Refused) and isinstance(found, Refused):
        assert (found.field, found.clause, found.detail) == (error.field, error.clause, error.detail)


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b'{"error":{"kind":"SystemExit","reason":"x"}}'])
def test_an_error_that_is_not_understood_is_no_answer(data: bytes) -> None:
    assert isinstance(decode_error(data), Unavailable)
