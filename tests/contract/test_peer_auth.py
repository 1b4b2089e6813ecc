"""Who is calling: what is signed, and every way in which a request is not what was signed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.worlds import PARTIES, T0_MS, TestClock, key

from commonground.errors import BadSignature, NotAuthenticated, Unavailable
from commonground.log.keys import SigningKey
from commonground.protocols.peer import auth
from commonground.protocols.peer.auth import Callers, check_answer, sign_answer, sign_request, tag_for

URL = "http://b.invalid/peer/log?origin=commonground%2Ftest%2FA%2Fto%2FB&start=0&rows=10"
BODY = b'{"line":"x"}'
NONCE = "n" * 24
TO_B = tag_for("test", "B")


def digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def callers(clock: TestClock | None = None) -> Callers:
    clock = clock or TestClock()
    return Callers("test", "B", {party: key(party).verifier for party in PARTIES}, clock.now_ms)


def signed(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": key("A"), "method": "POST", "url": URL, "body": BODY, "tag": TO_B, "now_ms": T0_MS,
        "nonce": NONCE,
    }  # fmt: skip
    return values | changes


def identify(desk: Callers, made: dict[str, Any], **seen: Any) -> auth.Caller:
    headers = sign_request(
        made["key"], method=made["method"], url=made["url"], body=made["body"], tag=made["tag"],
        now_ms=made["now_ms"], nonce=made["nonce"],
    )  # fmt: skip
    change: Callable[[dict[str, str]], dict[str, str]] = seen.pop("headers", lambda same: same)
    values = {"method": made["method"], "url": made["url"], "body": made["body"]} | seen
    return desk.identify(headers=change(headers), **values)


def test_a_party_is_known_by_its_signature() -> None:
    assert identify(callers(), signed()) == auth.Caller("A", NONCE)
    assert identify(callers(), signed(key=key("J"), body=b"", method="GET")).party == "J"


def test_the_host_is_not_signed_since_a_proxy_may_name_another() -> None:
    assert identify(callers(), signed(), url=URL.replace("b.invalid", "10.0.0.1:8401")).party == "A"


def without(name: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda headers: {one: value for one, value in headers.items() if one != name}


def replaced(name: str, old: str, new: str) -> Callable[[dict[str, str]], dict[str, str]]:
    def change(headers: dict[str, str]) -> dict[str, str]:
        assert old in headers[name]
        return headers | {name: headers[name].replace(old, new)}

    return change


@pytest.mark.parametrize(
    "seen",
    [
        {"body": b'{"line":"y"}'},
        {"body": b""},
        {"method": "GET"},
        {"url": URL.replace("/log", "/tail")},
        {"url": URL.replace("start=0", "start=1")},
        {"url": URL.split("?")[0]},
        {"url": URL + "&rows=20"},
        {"headers": without("Signature")},
        {"headers": without("Signature-Input")},
        {"headers": without("Content-Digest")},
        {"headers": lambda headers: {}},
        {"headers": replaced("Signature-Input", '"@query" ', "")},
        {"headers": replaced("Signature-Input", f'nonce="{NONCE}"', f'nonce="{"m" * 24}"')},
        {"headers": replaced("Signature-Input", f"created={T0_MS // 1000}", f"created={T0_MS // 1000 + 5}")},
        {"headers": replaced("Signature-Input", "ed25519", "hmac-sha256")},
        {"headers": replaced("Signature", "node=:", "node=:AAAA")},
        {"headers": replaced("Signature-Input", "node=", "=;;")},
        {"headers": lambda headers: headers | {"Signature-Input": "x" * 5_000}},
        {"headers": lambda headers: headers | {"Content-Digest": digest(b"other")}, "body": b"other"},
    ],
)
def test_what_was_not_signed_is_refused(seen: dict[str, Any]) -> None:
    with pytest.raises(NotAuthenticated):
        identify(callers(), signed(), **seen)


def test_a_swapped_body_is_refused_though_the_signature_holds() -> None:
    """The signature covers the digest in the header; only the bytes themselves show that they are others."""
    desk = callers()
    with pytest.raises(NotAuthenticated, match=r"(?i)digest"):
        identify(desk, signed(), body=b'{"line":"swapped"}')


@pytest.mark.parametrize(
    "parts", [("@method", "@path", "@query"), ("@method", "content-digest"), ("content-digest",)]
)
def test_a_signature_that_covers_too_little_is_refused(
    parts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(auth, "REQUEST_PARTS", parts)
        headers = sign_request(key("A"), method="GET", url=URL, body=b"", tag=TO_B, now_ms=T0_MS, nonce=NONCE)
    if "content-digest" not in parts:
        headers["Signature-Input"] = headers["Signature-Input"].replace(' "content-digest"', "")
    with pytest.raises(NotAuthenticated):
        callers().identify(method="GET", url=URL, headers=headers, body=b"")


@pytest.mark.parametrize(
    "stranger",
    [
        SigningKey.from_seed(b"s" * 32, "A.test.invalid"),
        SigningKey.from_seed(b"s" * 32, "Z.test.invalid"),
        key("B"),
    ],
    ids=["another key under a party's name", "a stranger", "this node itself"],
)
def test_a_key_of_no_other_party_is_refused(stranger: SigningKey) -> None:
    with pytest.raises(NotAuthenticated, match="no party"):
        identify(callers(), signed(key=stranger))


def test_a_stranger_under_the_key_id_of_a_party_is_refused() -> None:
    stranger = SigningKey.from_seed(b"s" * 32, "Z.test.invalid")
    with pytest.raises(NotAuthenticated, match="does not verify"):
        identify(
            callers(),
            signed(key=stranger),
            headers=replaced("Signature-Input", stranger.verifier.encode(), key("A").verifier.encode()),
        )


@pytest.mark.parametrize("tag", [tag_for("test", "J"), tag_for("other", "B"), "", "commonground"])
def test_a_request_to_another_addressee_is_refused(tag: str) -> None:
    """Else B could show A's request to J and be told what J tells A."""
    with pytest.raises(NotAuthenticated):
        identify(callers(), signed(tag=tag))


def test_the_same_request_again_is_refused() -> None:
    desk = callers()
    identify(desk, signed())
    with pytest.raises(NotAuthenticated, match="made before"):
        identify(desk, signed())
    assert identify(desk, signed(nonce="m" * 24)).party == "A"
    assert identify(desk, signed(key=key("J"))).party == "J", "a nonce is a party's own"


@pytest.mark.parametrize("off_s", [-61, 61, -3600, 10**6])
def test_a_stale_or_early_request_is_refused_and_told_the_time(off_s: int) -> None:
    clock = TestClock(T0_MS)
    desk = callers(clock)
    clock.go_on(600_000)
    with pytest.raises(NotAuthenticated) as refused:
        identify(desk, signed(now_ms=clock.ms + off_s * 1000))
    assert refused.value.field == "created"
    assert refused.value.detail == {"now_ms": clock.ms}


@pytest.mark.parametrize("off_s", [-60, -59, 0, 59, 60])
def test_a_minute_either_way_is_accepted(off_s: int) -> None:
    clock = TestClock(T0_MS)
    desk = callers(clock)
    clock.go_on(600_000)
    assert identify(desk, signed(now_ms=clock.ms + off_s * 1000)).party == "A"


def test_a_replay_is_refused_as_long_as_its_time_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed a minute ahead, it would pass for two minutes; the nonce is kept as long, whatever is forgotten."""
    monkeypatch.setattr(auth, "NONCES_MAX", 1)
    clock = TestClock(T0_MS)
    desk = callers(clock)
    ahead = signed(now_ms=T0_MS + 60_000)
    identify(desk, ahead)
    clock.go_on(119_000)
    with pytest.raises(Unavailable):
        identify(desk, signed(nonce="m" * 24, now_ms=clock.ms))
    with pytest.raises(NotAuthenticated, match="made before"):
        identify(desk, ahead)


def test_what_was_signed_before_a_restart_is_refused() -> None:
    """The nonces of that time are forgotten."""
    clock = TestClock(T0_MS)
    old = signed(now_ms=T0_MS)
    identify(callers(clock), old)
    clock.go_on(5_000)
    with pytest.raises(NotAuthenticated, match="before this node started"):
        identify(callers(clock), old)


@pytest.mark.parametrize("nonce", ["short", "x" * 65])
def test_a_nonce_has_its_length(nonce: str) -> None:
    with pytest.raises(NotAuthenticated, match="nonce"):
        identify(callers(), signed(nonce=nonce))


def test_a_flood_of_requests_ends_in_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "NONCES_MAX", 3)
    clock = TestClock(T0_MS)
    desk = callers(clock)
    for number in range(3):
        identify(desk, signed(nonce=f"{number:024d}"))
    with pytest.raises(Unavailable):
        identify(desk, signed(nonce="m" * 24))
    clock.go_on(121_000)
    assert identify(desk, signed(nonce="m" * 24, now_ms=clock.ms)).party == "A"


def test_a_party_that_calls_without_end_shuts_out_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "NONCES_MAX", 3)
    desk = callers()
    for number in range(3):
        identify(desk, signed(nonce=f"{number:024d}"))
    with pytest.raises(Unavailable):
        identify(desk, signed(nonce="m" * 24))
    assert identify(desk, signed(key=key("J"))).party == "J"


# -- answers ----------------------------------------------------------------------------------------------------


def answered(**changes: Any) -> None:
    made = {"status": 200, "body": b"page", "tag": tag_for("test", "A"), "nonce": NONCE, "by": key("B")}
    seen = made | changes
    headers = sign_answer(
        key("B"), status=200, body=b"page", tag=tag_for("test", "A"), now_ms=T0_MS, nonce=NONCE
    )
    check_answer(
        seen["by"].verifier, status=seen["status"], headers=headers, body=seen["body"], tag=seen["tag"],
        nonce=seen["nonce"],
    )  # fmt: skip


def test_an_answer_is_its_peers() -> None:
    answered()


@pytest.mark.parametrize(
    "changes",
    [
        {"status": 404},
        {"body": b"pagf"},
        {"body": b""},
        {"tag": tag_for("test", "J")},
        {"nonce": "m" * 24},
        {"by": key("J")},
    ],
)
def test_an_answer_that_was_not_given_to_this_request_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadSignature):
        answered(**changes)
