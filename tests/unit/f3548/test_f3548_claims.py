"""Claims to caller: each claim alone decides, at its limit to the millisecond, and reasons repeat nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tokens import AUDIENCE, ISSUER, SCOPE, T0_S, claims
from tests.worlds import T0_MS

from commonground.errors import MalformedMessage, NotAuthenticated, NotPermitted
from commonground.protocols.f3548.codec.claims import (
    LEEWAY_MS,
    SUB_CHARS_MAX,
    Caller,
    TokenTerms,
    caller_of,
    json_object,
)

TERMS = TokenTerms(frozenset({AUDIENCE, "10.0.0.7"}), frozenset({ISSUER}))


def caller(
    now_ms: int = T0_MS, terms: TokenTerms = TERMS, any_of: Any = ((SCOPE,),), **changes: Any
) -> Caller:
    return caller_of(claims(**changes), terms, any_of, now_ms)


def test_a_good_token_names_its_bearer_and_what_it_is_good_for() -> None:
    assert caller(scope=f"{SCOPE} other") == Caller("uss1", frozenset({SCOPE, "other"}))
    assert caller(aud=["elsewhere", "10.0.0.7"]).sub == "uss1"
    assert caller(terms=TokenTerms(frozenset({AUDIENCE})), iss="anybody").sub == "uss1"
    assert caller(iat=T0_S, jti="x", client="y").sub == "uss1"


def test_a_token_that_ends_in_exactly_an_hour_is_taken_and_one_beyond_the_leeway_is_not() -> None:
    assert caller(exp=T0_S + 3_600)
    assert caller(exp=T0_S + 3_600 + LEEWAY_MS // 1_000)
    with pytest.raises(NotAuthenticated, match="more than 3600 s ahead"):
        caller(exp=T0_S + 3_601 + LEEWAY_MS // 1_000)
    with pytest.raises(NotAuthenticated, match="more than 300 s ahead"):
        caller(terms=TokenTerms(frozenset({AUDIENCE}), ahead_s_max=300), exp=T0_S + 306)


def test_a_token_has_ended_at_its_end_but_for_the_leeway() -> None:
    ends_ms = T0_MS + 60_000
    assert caller(ends_ms + LEEWAY_MS - 1, exp=T0_S + 60)
    with pytest.raises(NotAuthenticated, match="has ended"):
        caller(ends_ms + LEEWAY_MS, exp=T0_S + 60)
    assert caller(ends_ms + LEEWAY_MS + 499, exp=T0_S + 60.5)
    with pytest.raises(NotAuthenticated, match="has ended"):
        caller(ends_ms + LEEWAY_MS + 500, exp=T0_S + 60.5)
    with pytest.raises(NotAuthenticated, match="not hold yet"):
        caller(nbf=T0_S + 60)
    assert caller(nbf=T0_S + LEEWAY_MS // 1_000)


BAD: list[tuple[str, Any]] = [
    ("sub", None), ("sub", ""), ("sub", 7), ("sub", ["uss1"]), ("sub", "uss\n1"), ("sub", "uss\u202e1"),
    ("sub", " uss1"), ("sub", "uss1\u0000"), ("sub", "x" * (SUB_CHARS_MAX + 1)),
    ("iss", None), ("iss", ""), ("iss", 1), ("iss", f"{ISSUER}/"), ("iss", "https://other.example"),
    ("aud", None), ("aud", ""), ("aud", []), ("aud", [""]), ("aud", [AUDIENCE, 1]), ("aud", {AUDIENCE: 1}),
    ("aud", "other.example"), ("aud", f"{AUDIENCE}, other.example"), ("aud", AUDIENCE.upper()),
    ("exp", None), ("exp", str(T0_S + 60)), ("exp", True), ("exp", -1), ("exp", 0), ("exp", T0_S * 1_000),
    ("exp", 10**300), ("exp", [T0_S + 60]), ("nbf", "now"),
    ("scope", None), ("scope", [SCOPE]), ("scope", 1), ("scope", f"{SCOPE}\t{SCOPE}"), ("scope", "ف"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_claim_that_is_missing_or_wrong_is_401_and_named(name: str, value: Any) -> None:
    with pytest.raises(NotAuthenticated) as found:
        caller(**{name: value})
    assert name in found.value.reason
    if isinstance(value, str) and len(value) > 3:
        assert value not in found.value.reason


def test_without_the_scopes_it_is_403_and_says_which_would_do() -> None:
    any_of = (("a.b",), ("c", "d"))
    with pytest.raises(NotPermitted, match=r"a\.b; or c and d$"):
        caller(any_of=any_of, scope="c")
    with pytest.raises(NotPermitted):
        caller(any_of=any_of, scope="")
    with pytest.raises(NotPermitted):
        caller(any_of=(), scope="a.b")
    assert caller(any_of=any_of, scope="d  c").scopes == {"c", "d"}
    assert caller(any_of=any_of, scope="a.b").sub == "uss1"


def test_who_is_not_known_learns_nothing_about_scopes() -> None:
    with pytest.raises(NotAuthenticated):
        caller(scope="none", aud="other.example")


@pytest.mark.parametrize(
    "data",
    [
        b'{"sub":"a","sub":"b"}', b'{"a":{"b":1,"b":2}}', b"[]", b'"x"', b"", b"{", b"\xff", b'{"exp":NaN}',
        b'{"exp":Infinity}', b"[" * 5_000, b'{"a":' + b"9" * 5_000 + b"}", '{"a":1}'.encode("utf-16"),
    ],
)  # fmt: skip
def test_what_two_readers_could_read_in_two_ways_is_no_object(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        json_object(data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["sub", "iss", "aud", "exp", "nbf", "scope"]), VALUES))
def test_whatever_is_claimed_is_a_caller_or_a_refusal(changes: dict[str, Any]) -> None:
    try:
        found = caller_of({**claims(), **changes}, TERMS, ((SCOPE,),), T0_MS)
    except (NotAuthenticated, NotPermitted):
        return
    assert found.sub.isprintable()
    assert SCOPE in found.scopes
