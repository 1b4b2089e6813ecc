"""Ids, addresses and times of the messages of remote identification."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import T0_MS

from commonground.errors import MalformedMessage
from commonground.protocols.f3411.codec import values


@given(st.integers(0, 7_258_118_400_000))
def test_a_time_is_read_back_as_it_was_printed(at_ms: int) -> None:
    assert values.instant_ms(values.time_text(at_ms), "t") == at_ms


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2026-03-18T08:00:00Z", 0), ("2026-03-18T08:00:00.1Z", 100), ("2026-03-18t08:00:00.0009z", 0),
        ("2026-03-18T11:00:00+03:00", 0), ("2026-03-18T03:30:00.250-04:30", 250),
    ],
)  # fmt: skip
def test_times_with_their_zone_are_read(text: str, ms: int) -> None:
    assert values.instant_ms(text, "t") == T0_MS + ms


def test_part_of_a_millisecond_is_cut_off_or_counted_whole() -> None:
    assert values.instant_ms("2026-03-18T08:00:00.0009Z", "t", up=True) == T0_MS + 1
    assert values.instant_ms("2026-03-18T08:00:00.0010Z", "t", up=True) == T0_MS + 1


@pytest.mark.parametrize(
    "text",
    ["", "2026-03-18", "2026-03-18T08:00:00", "2026-03-18 08:00:00Z", "2026-02-30T08:00:00Z", "2026-03-18T25:00:00Z",
     "2026-03-18T08:00:60Z", "0000-03-18T08:00:00Z", "2026-03-18T08:00:00+99:00", "٢٠٢٦-03-18T08:00:00Z"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage, match="RFC 3339") as refused:
        values.instant_ms(text, "t")
    assert refused.value.field == "t"


@pytest.mark.parametrize(
    "url",
    ["https://a.example", "https://a.example:8443/rid/v2", "https://[2001:db8::1]:443/x", "https://a.example/b%20c/d"],
)  # fmt: skip
def test_addresses_of_services(url: str) -> None:
    assert values.base_url(url, "u", allow_http=False) == url


@pytest.mark.parametrize(
    "url",
    ["", "a.example", "http://a.example", "https://a.example/", "https://a.example//b", "https://u@a.example",
     "https://a.example?x", "https://a.example#x", "https://a.example:0", "https://a.example:65536", "https://",
     "file:///etc/passwd", "https://a.example/\n", "https://a example", "https://é.example",
     f"https://a.example/{'x' * 200}",
     "https://a.example\\@b.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(MalformedMessage, match="https address"):
        values.base_url(url, "u", allow_http=False)


def test_http_where_a_node_allows_it() -> None:
    assert values.base_url("http://127.0.0.1:8082/rid", "u", allow_http=True)


def test_unknown_heights_are_open() -> None:
    assert values.altitude(-1_000.0, "a") is None
    assert values.altitude(-8_000.0, "a") is None
    found = values.altitude(120.00005, "a")
    assert found is not None
    assert found.value_tmm == 1_200_000
    above = values.altitude(120.00005, "a", up=True)
    assert above is not None
    assert above.value_tmm == 1_200_001


@pytest.mark.parametrize(
    "text", ["", "33,36", "33,36,33,37,34,37,35", "a,b,c,d,e,f", "33,36,33,37,inf,37", "33;36"]
)
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage):
        values.polygon_text(text)


def test_a_view_is_two_corners_in_any_order() -> None:
    one, other = values.view_corners("33,36.5,33.1,36.6"), values.view_corners("33.1,36.6,33,36.5")
    assert one == other
    assert (one.south_nd, one.east_nd) == (33_000_000_000, 36_600_000_000)
