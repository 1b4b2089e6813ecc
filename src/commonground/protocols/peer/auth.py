"""Who is calling: requests and answers between nodes carry an HTTP message signature (RFC 9421, Ed25519).

The node key signs method, path, query and the digest of the body, with the time, a nonce, and a tag that names the
room and the addressee, so that no node can pass a request on as its own. An answer is signed over its status and
body with the nonce of the request that it answers. Digests are held against the bytes that were received: the
signature alone covers only what a header claims about them (RFC 9530).
It decides who speaks, not what that party may read (`room/federate`). It opens no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)

from ...errors import BadSignature, NotAuthenticated, Unavailable
from ...log.keys import SigningKey, VerifyingKey

WINDOW_MS = 60_000
NONCES_MAX = 100_000
NONCE_CHARS_MAX = 64
LABEL = "node"
REQUEST_PARTS = ("@method", "@path", "@query", "content-digest")
ANSWER_PARTS = ("@status", "content-digest")


@dataclass(frozen=True, slots=True)
class Caller:
    """A party that signed a request, and the nonce that its answer must carry."""

    party: str
    nonce: str


@dataclass(slots=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class _Answer:
    status_code: int
    headers: Mapping[str, str]
    request: None = None


class _NodeEd25519(HTTPSignatureAlgorithm):
    """Ed25519 by the package's own keys, which alone touch the private key."""

    algorithm_id = "ed25519"

    def __init__(self, public_key: Any = None, private_key: Any = None, password: Any = None) -> None:  # noqa: ARG002
        self._public: VerifyingKey = public_key
        self._private: SigningKey = private_key

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    def verify(self, signature: bytes, message: bytes) -> None:
        try:
            self._public.verify(message, signature)
        except BadSignature as error:
            raise InvalidSignature(error.reason) from error


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, signer: SigningKey | None, verifiers: Mapping[str, VerifyingKey]) -> None:
        self._signer = signer
        self._verifiers = verifiers

    def resolve_private_key(self, key_id: str) -> Any:  # noqa: ARG002
        return self._signer

    def resolve_public_key(self, key_id: str) -> Any:
        if key_id not in self._verifiers:
            raise InvalidSignature("a key of no party of this room")
        return self._verifiers[key_id]


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Left to `_check_time`, which has the node's own clock."""


def tag_for(room: str, addressee: str) -> str:
    """The signed tag of a request or answer: to whom, in which room."""
    return f"commonground/{room}/to/{addressee}"


def sign_request(
    key: SigningKey, *, method: str, url: str, body: bytes, tag: str, now_ms: int, nonce: str
) -> dict[str, str]:
    """Headers that sign a request."""
    headers: dict[str, str] = {}
    _sign(key, _Request(method, url, headers), REQUEST_PARTS, body, tag, now_ms, nonce)
    return headers


def sign_answer(
    key: SigningKey, *, status: int, body: bytes, tag: str, now_ms: int, nonce: str
) -> dict[str, str]:
    """Headers that sign an answer to the request of that nonce."""
    headers: dict[str, str] = {}
    _sign(key, _Answer(status, headers), ANSWER_PARTS, body, tag, now_ms, nonce)
    return headers


def _sign(
    key: SigningKey, message: object, parts: tuple[str, ...], body: bytes, tag: str, now_ms: int, nonce: str
) -> None:
    signer = HTTPMessageSigner(signature_algorithm=_NodeEd25519, key_resolver=_Keys(key, {}))
    signer.sign(
        message,
        key_id=key.verifier.encode(),
        created=datetime.fromtimestamp(now_ms // 1000, tz=UTC),
        nonce=nonce,
        label=LABEL,
        tag=tag,
        covered_component_ids=parts,
        body=body,
    )


def check_answer(
    verifier: VerifyingKey, *, status: int, headers: Mapping[str, str], body: bytes, tag: str, nonce: str
) -> None:
    """Raise `BadSignature` unless the peer signed this answer to this request."""
    keys = {verifier.encode(): verifier}
    try:
        found = _verified(_Answer(status, headers), keys, ANSWER_PARTS, body, tag)
    except InvalidSignature as error:
        raise BadSignature(f"the answer does not carry the signature of {verifier.name}: {error}") from error
    if found.get("nonce") != nonce:
        raise BadSignature(f"the answer of {verifier.name} is to another request")


def _verified(
    message: object, keys: Mapping[str, VerifyingKey], parts: tuple[str, ...], body: bytes, tag: str
) -> dict[str, Any]:
    """The signed parameters, once signature, coverage and the digest of the body hold."""
    verifier = _Verifier(signature_algorithm=_NodeEd25519, key_resolver=_Keys(None, keys))
    try:
        results = verifier.verify(message, max_age=None, expect_tag=tag, require_components=parts, body=body)
    except InvalidSignature:
        raise
    except Exception as error:  # the parser's own errors: whatever it chokes on was sent to us
        raise InvalidSignature(f"cannot be read: {error}") from error
    if len(results) != 1 or results[0].body is None:
        raise InvalidSignature("one signature that covers the body is expected")
    return dict(results[0].parameters)


@dataclass(slots=True)
class Callers:
    """Identifies callers of one node: who is a party, and which nonces have been used.

    `now_ms` is the node's clock. What was signed before the node started is refused, since the nonces of that time
    are forgotten.
    """

    room: str
    party: str
    verifiers: Mapping[str, VerifyingKey]
    now_ms: Callable[[], int]
    _parties: dict[str, str] = field(init=False)
    _keys: dict[str, VerifyingKey] = field(init=False)
    _used: dict[str, dict[str, int]] = field(init=False)
    _started_ms: int = field(init=False)

    def __post_init__(self) -> None:
        others = [(party, key) for party, key in self.verifiers.items() if party != self.party]
        self._parties = {key.encode(): party for party, key in others}
        self._keys = {key.encode(): key for _, key in others}
        self._used = {party: {} for party, _ in others}
        self._started_ms = self.now_ms()

    def learn(self, party: str, key: VerifyingKey) -> None:
        """Know one more party: it has joined the room."""
        self._parties[key.encode()] = party
        self._keys[key.encode()] = key
        self._used.setdefault(party, {})

    def identify(self, *, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Caller:
        """The party that signed this request; `NotAuthenticated` says what is missing."""
        message = _Request(method, url, headers)
        try:
            found = _verified(message, self._keys, REQUEST_PARTS, body, tag_for(self.room, self.party))
        except InvalidSignature as error:
            raise NotAuthenticated(
                f"a signature by a party of this room is expected: {error}",
                field="signature",
                clause="RFC 9421",
            ) from error
        now_ms = self.now_ms()
        nonce = found.get("nonce")
        self._check_time(found.get("created"), now_ms)
        if not isinstance(nonce, str) or not 16 <= len(nonce) <= NONCE_CHARS_MAX:
            raise NotAuthenticated("a nonce of 16 to 64 characters is expected", field="nonce")
        party = self._parties[str(found["keyid"])]
        self._use(party, nonce, now_ms)
        return Caller(party, nonce)

    def _check_time(self, created_s: object, now_ms: int) -> None:
        if type(created_s) is not int:
            raise NotAuthenticated("the time of signing is expected", field="created", clause="RFC 9421")
        off_ms = created_s * 1000 - now_ms
        if abs(off_ms) > WINDOW_MS:
            raise NotAuthenticated(
                f"signed {off_ms // 1000} s from this node's time; at most {WINDOW_MS // 1000} s are accepted",
                field="created", detail={"now_ms": now_ms},
            )  # fmt: skip
        if created_s < self._started_ms // 1000:
            raise NotAuthenticated("signed before this node started; sign again", field="created")

    def _use(self, party: str, nonce: str, now_ms: int) -> None:
        """Each party has its own account: one that calls without end shuts itself out and nobody else."""
        used = self._used[party]
        if nonce in used:
            raise NotAuthenticated("this request has been made before", field="nonce")
        if len(used) >= NONCES_MAX:
            kept = {one: at_ms for one, at_ms in used.items() if at_ms + 2 * WINDOW_MS >= now_ms}
            used = self._used[party] = kept
        if len(used) >= NONCES_MAX:
            raise Unavailable("too many requests in one minute")
        used[nonce] = now_ms
