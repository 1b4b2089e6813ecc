"""Tokens as they arrive: what is taken, and what every known trick is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from tests.tokens import (
    AUDIENCE,
    ED_KEY,
    ISSUER,
    RSA_KEY,
    SCOPE,
    claims,
    encoded,
    keyed,
    pem,
    signed,
    token,
    unsigned,
)
from tests.worlds import TestClock

from commonground.errors import MalformedMessage, NotAuthenticated, NotPermitted
from commonground.protocols.f3548.access import Access, token_of
from commonground.protocols.f3548.codec.claims import TokenTerms
from commonground.protocols.f3548.jose import KEYS_MAX, TOKEN_CHARS_MAX, jwks_keys, pem_keys
from commonground.protocols.f3548.keys import Keys

ANY = ((SCOPE,),)
TERMS = TokenTerms(frozenset({AUDIENCE}), frozenset({ISSUER}))


@pytest.fixture
def access(tmp_path: Path) -> Access:
    path = tmp_path / "keys.pem"
    path.write_bytes(pem(ED_KEY) + pem(RSA_KEY))
    return Access(TERMS, Keys([path]), TestClock())


@pytest.mark.parametrize("key", [ED_KEY, RSA_KEY], ids=["Ed25519", "RS256"])
def test_a_token_of_a_trusted_key_lets_its_bearer_in_again_and_again(access: Access, key: object) -> None:
    shown = f"Bearer {token(key)}"
    assert access.caller(shown, ANY).sub == "uss1"
    assert access.caller(shown, any_of=ANY).scopes == {SCOPE}
    with pytest.raises(NotPermitted, match=r"utm\.other"):
        access.caller(shown, [["utm.other"]])


def test_the_name_of_the_algorithm_may_be_the_old_or_the_new_one(access: Access) -> None:
    assert access.caller(f"bearer  {token(header={'alg': 'Ed25519'})} ", ANY)
    assert access.caller(f"BEARER {token(header={'typ': 'at+jwt', 'x5t': 'x', 'kid': 'any'})}", ANY)


def test_a_verified_token_ends_all_the_same(tmp_path: Path) -> None:
    path, clock = tmp_path / "keys.pem", TestClock()
    path.write_bytes(pem(ED_KEY))
    access = Access(TERMS, Keys([path]), clock)
    shown = f"Bearer {token()}"
    access.caller(shown, ANY)
    clock.go_on(1_805_000)
    with pytest.raises(NotAuthenticated, match="has ended"):
        access.caller(shown, ANY)


@pytest.mark.parametrize(
    "shown",
    [
        None, "", "Bearer", "Bearer ", "Basic dXNzMTp4", token(), f"Bearer {token()}, Bearer {token()}",
        f"Bearer {token()} {token()}", f"Bearer\t{token()}", f"Token {token()}", "Bearer a.b", "Bearer a.b.c.d.e",
        "Bearer ..", "Bearer a..c", f"Bearer {'a' * TOKEN_CHARS_MAX}.b.c", f"Bearer {token()}=", "Bearer é.b.c",
        f"Bearer {token()}\n",
    ],
)  # fmt: skip
def test_what_is_no_bearer_token_is_401(access: Access, shown: str | None) -> None:
    with pytest.raises(NotAuthenticated) as found:
        access.caller(shown, ANY)
    assert found.value.reason


def _other_signature(made: str) -> str:
    head, _, signature = made.rpartition(".")
    return f"{head}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def _other_claims(made: str) -> str:
    head, _, signature = made.split(".")
    return ".".join((head, encoded(json.dumps(claims(sub="another")).encode()), signature))


ALG, KEY, SIGNATURE = "header alg", "does not know", "signature of the token does not hold"
OWN = OKPKey.generate_key("Ed25519")
TRICKS: dict[str, tuple[str, Callable[[], str]]] = {
    "no algorithm": (ALG, lambda: unsigned({"alg": "none", "typ": "JWT"}, b"x")),
    "no algorithm, otherwise written": (ALG, lambda: unsigned({"alg": "NonE"}, b"x")),
    "no algorithm, signed": (ALG, lambda: signed(b'{"alg":"none"}')),
    "algorithm left out": (ALG, lambda: signed(b'{"typ":"JWT"}')),
    "algorithm a list": (ALG, lambda: signed(b'{"alg":["EdDSA"]}')),
    "the public key as a secret": (ALG, lambda: keyed(pem(RSA_KEY))),
    "the public key as a secret, stripped": (ALG, lambda: keyed(pem(ED_KEY).strip())),
    "a key of its own in the header": (
        SIGNATURE, lambda: token(OWN, header={"jwk": OWN.as_dict(private=False)})
    ),
    "another key": (SIGNATURE, lambda: token(OKPKey.generate_key("Ed25519"))),
    "another RSA key": (SIGNATURE, lambda: token(RSAKey.generate_key(2048))),
    "the algorithm of the other key": (SIGNATURE, lambda: signed(b'{"alg":"RS256"}')),
    "another signature": (SIGNATURE, lambda: _other_signature(token())),
    "no signature": (SIGNATURE, lambda: unsigned({"alg": "EdDSA"}, b"x")),
    "other claims": (SIGNATURE, lambda: _other_claims(token())),
    "an extension": ("header crit", lambda: signed(b'{"alg":"EdDSA","crit":["exp"],"exp":1}')),
    "an extension that is known": ("header crit", lambda: signed(b'{"alg":"EdDSA","crit":["b64"],"b64":true}')),
    "another encoding": ("header crit", lambda: signed(b'{"alg":"EdDSA","b64":false}')),
    "another kind": ("header typ", lambda: token(header={"typ": "logout+jwt"})),
    "a kind that is no text": ("header typ", lambda: signed(b'{"alg":"EdDSA","typ":null}')),
    "a long name of a key": ("header kid", lambda: token(header={"kid": "k" * 257})),
    "a name of a key that is none": ("header kid", lambda: signed(b'{"alg":"EdDSA","kid":7}')),
    "an algorithm twice": ("header of the token", lambda: signed(b'{"alg":"none","alg":"EdDSA"}')),
    "a header that is no object": ("header of the token", lambda: signed(b'["EdDSA"]')),
    "a header without end": ("header of the token", lambda: signed(b"[" * 1_500)),
    "a long header": ("three parts", lambda: signed(b'{"alg":"EdDSA","x":"' + b"x" * 2_000 + b'"}')),
    "a claim twice": (
        "claims of the token", lambda: token(payload=json.dumps(claims()).encode()[:-1] + b',"sub":"another"}')
    ),
    "claims that are a list": ("claims of the token", lambda: token(payload=b"[]")),
    "claims that are no JSON": ("claims of the token", lambda: token(payload=b"\xff")),
    "claims without end": ("claims of the token", lambda: token(payload=b"[" * 5_000)),
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_lets_anybody_in(access: Access, trick: str) -> None:
    reason, made = TRICKS[trick]
    with pytest.raises(NotAuthenticated, match=reason):
        access.caller(f"Bearer {made()}", ANY)


def test_a_signature_by_hand_is_taken_so_that_the_tricks_fail_for_their_own_sake(access: Access) -> None:
    assert access.caller("Bearer " + signed(b'{"alg":"EdDSA"}'), ANY)


def test_a_key_of_another_algorithm_is_not_tried(tmp_path: Path) -> None:
    path = tmp_path / "keys.pem"
    path.write_bytes(pem(RSA_KEY))
    with pytest.raises(NotAuthenticated, match=KEY):
        Access(TERMS, Keys([path]), TestClock()).caller(f"Bearer {token(ED_KEY)}", ANY)


def test_each_limit_of_a_key_file_is_refused() -> None:
    small = RSAKey.generate_key(1024)
    for data in (
        b"", b"no key", pem(ED_KEY, private=True), pem(RSA_KEY, private=True), pem(ECKey.generate_key("P-256")),
        pem(OKPKey.generate_key("Ed448")), pem(OKPKey.generate_key("X25519")), pem(small), pem(ED_KEY) * (KEYS_MAX + 1),
        pem(ED_KEY) + pem(ECKey.generate_key("P-256")), pem(ED_KEY).replace(b"A", b"B", 4),
    ):  # fmt: skip
        with pytest.raises(MalformedMessage):
            pem_keys(data)
    assert [one.algorithm for one in pem_keys(b"# a note\n" + pem(ED_KEY) + pem(RSA_KEY))] == [
        "Ed25519",
        "RS256",
    ]


def test_of_a_published_list_only_what_verifies_tokens_is_taken() -> None:
    ed, rsa = ED_KEY.as_dict(private=True), RSA_KEY.as_dict(private=False)
    listed = [
        ed, {**rsa, "alg": "RS256", "use": "sig"}, {**rsa, "use": "enc"}, {**rsa, "alg": "PS256"},
        {**ed, "alg": "RS256"}, {**ed, "kid": 7}, {"kty": "oct", "k": "c2VjcmV0", "kid": "s"},
        ECKey.generate_key("P-256").as_dict(private=False), {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "OKP", "crv": "Ed25519"}, "x", None,
    ]  # fmt: skip
    found = jwks_keys(json.dumps({"keys": listed}).encode())
    assert [(one.kid, one.algorithm) for one in found] == [("ed", "Ed25519"), ("rsa", "RS256")]
    assert all(one.is_named for one in found)
    assert not found[0].key.is_private
    for data in (b"[]", b"{}", b'{"keys":{}}', json.dumps({"keys": [rsa] * (KEYS_MAX + 1)}).encode()):
        with pytest.raises(MalformedMessage):
            jwks_keys(data)


def test_the_token_of_a_header() -> None:
    assert token_of("Bearer abc") == "abc"
