"""Signing in: cookie, CSRF, origin, rotation, throttling, ends of sessions, and administration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.unit.web.web_harness import PASSWORD, SETTINGS, Rooms, rooms
from tests.worlds import HOUR_MS

from commonground.picture.statement import Statement
from commonground.record import decode
from commonground.web.sessions import go_along
from commonground.web.throttle import PER_NAME_AND_ADDRESS, WINDOW_MS

MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def shared() -> Iterator[Rooms]:
    with rooms() as made:
        yield made


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(shared: Rooms) -> None:
    page = shared.page("A")
    answer = shared.runner.run(page.client.post("/api/sign-in", json={"user": "ann", "password": PASSWORD}))
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-cg_session_A=")
    for flag in ("HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=86400"):
        assert flag in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert PASSWORD not in answer.text


def test_on_loopback_the_cookie_needs_no_tls_and_each_party_has_its_own() -> None:
    with rooms(settings=replace(SETTINGS, secure_cookie=False)) as r:
        page = r.page("B")
        answer = r.runner.run(page.client.post("/api/sign-in", json={"user": "bob", "password": PASSWORD}))
        assert answer.headers["set-cookie"].startswith("cg_session_B=")
        assert "Secure" not in answer.headers["set-cookie"]
        assert "strict-transport-security" not in answer.headers


def test_a_session_row_says_who_where_and_which_posts(shared: Rooms) -> None:
    page = shared.signed_in("A", "bob", post="")
    row = page.get("/api/session")
    assert row["user"] == {"id": "bob", "name": "Bob", "admin": False, "languages": ["en"]}
    assert row["post"] == ""
    assert row["posts"] == ["watch_officer", "humanitarian_liaison", "custodian"]
    assert row["room"]["area"] == {"lon_min": 33.0, "lat_min": 29.0, "lon_max": 43.0, "lat_max": 38.0}
    assert [party["id"] for party in row["parties"]] == ["A", "B", "J"]
    assert row["csrf"] == page.csrf


def test_a_wrong_pair_gets_the_same_answer_whether_the_name_exists(shared: Rooms) -> None:
    answers = [
        shared.page("J").post("/api/sign-in", {"user": user, "password": "x" * 20}, 401)
        for user in ("ann", "nobody", "", "../../x", "Ann'--")
    ]
    assert all(answer == answers[0] for answer in answers)


def test_too_many_failures_are_refused_even_with_the_right_password_and_forgiven_later() -> None:
    with rooms() as r:
        page = r.page("A")
        for user in ("ann", "nobody"):
            for _ in range(PER_NAME_AND_ADDRESS):
                page.post("/api/sign-in", {"user": user, "password": "wrong wrong wrong"}, 401)
        late = [
            page.post("/api/sign-in", {"user": user, "password": PASSWORD}, 429) for user in ("ann", "nobody")
        ]
        assert late[0] == late[1]
        assert late[0]["error"]["detail"]["retry_after_s"] == WINDOW_MS // 1000
        page.sign_in("bob", post="")
        r.world.clock.go_on(WINDOW_MS)
        page.sign_in("ann")


def test_signing_in_again_makes_a_new_session_and_ends_the_old(shared: Rooms) -> None:
    page = shared.signed_in("A")
    before = page.cookie
    page.sign_in()
    assert page.cookie != before
    old = shared.page("A")
    name, _, value = before.partition("=")
    old.client.cookies.set(name, value)
    old.get("/api/session", 401)


def test_signing_out_ends_the_session(shared: Rooms) -> None:
    page = shared.signed_in("A")
    cookie = page.cookie
    page.post("/api/sign-out")
    name, _, value = cookie.partition("=")
    page.client.cookies.set(name, value)
    page.get("/api/session", 401)


def test_only_the_hash_of_the_token_is_kept(shared: Rooms) -> None:
    page = shared.signed_in("A")
    token = page.cookie.partition("=")[2]
    store = shared.world.room("A").store
    kept = b"".join(id.encode() + data for kind in ("session", "user") for id, data in store.documents(kind))
    assert len(token) >= 43
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


@pytest.mark.parametrize("headers", [
    {"X-CSRF": ""},
    {"X-CSRF": "x" * 43},
    {"X-CSRF": "é"},
    {"Origin": "https://elsewhere.test"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
])  # fmt: skip
def test_a_post_without_token_or_from_elsewhere_is_refused(shared: Rooms, headers: dict[str, str]) -> None:
    page = shared.signed_in("A", post="")
    raw = {name: value.encode() for name, value in headers.items()}
    refused = page.post("/api/take-post", {"post": "watch_officer"}, 403, headers=raw)
    assert refused["error"]["kind"] == "NotPermitted"
    assert page.get("/api/session")["post"] == ""


def test_a_sign_in_from_elsewhere_is_refused(shared: Rooms) -> None:
    headers = {"Origin": "https://elsewhere.test"}
    shared.page("A").post("/api/sign-in", {"user": "ann", "password": PASSWORD}, 403, headers=headers)
    same = {"Origin": "https://node.test"}
    shared.page("A").post("/api/sign-in", {"user": "ann", "password": PASSWORD}, headers=same)


def test_a_session_ends_after_twelve_idle_hours() -> None:
    with rooms() as r:
        page = r.signed_in("A")
        r.world.clock.go_on(12 * HOUR_MS)
        page.get("/api/session")
        r.world.clock.go_on(12 * HOUR_MS)
        page.get("/api/session")
        r.world.clock.go_on(MINUTE_MS)
        page.get("/api/session", 401)
        page = r.signed_in("A")
        r.world.clock.go_on(12 * HOUR_MS + 1)
        page.get("/api/session", 401)


def test_a_story_that_leaps_over_a_day_signs_nobody_out() -> None:
    with rooms() as r:
        page = r.signed_in("A")
        r.world.nodes["A"].run_now(lambda room: go_along(room.store, 25 * HOUR_MS))
        r.world.clock.go_on(25 * HOUR_MS)
        page.get("/api/session")
        r.world.clock.go_on(25 * HOUR_MS)
        page.get("/api/session", 401)


def test_a_post_is_taken_only_by_who_may(shared: Rooms) -> None:
    page = shared.signed_in("A", post="")
    assert page.post("/api/take-post", {"post": "airspace"}, 403)["error"]["field"] == "post"
    assert page.post("/api/take-post", {"post": "king"}, 403)["error"]["field"] == "post"
    assert page.post("/api/take-post", {"post": "custodian"})["post"] == "custodian"
    assert page.post("/api/leave-post")["post"] == ""


def test_who_took_which_post_stands_in_the_own_log_alone() -> None:
    with rooms() as r:
        page = r.signed_in("A")
        room = r.world.room("A")
        last = room.ledger.size("commonground/test/A") - 1
        body = page.get(f"/api/record/commonground/test/A/{last}")["body"]
        assert body["event"] == {"what": "post_taken", "operator": "ann", "post": "watch_officer"}
        told = room.store.entries("commonground/test/A/to/B", 0, 9)
        assert [decode(Statement, one.body).kind for one in told if one.body] == ["duty"]
        assert all(b'"ann"' not in (one.body or b"") for one in told)


# -- administration ----------------------------------------------------------------------------------------------


def test_an_admin_makes_changes_and_disables_accounts() -> None:
    with rooms() as r:
        ann = r.signed_in("A")
        new = {"id": "dee", "name": "Dee", "password": "long enough it is", "admin": False,
               "languages": ["ar", "en"], "posts": ["watch_officer"]}  # fmt: skip
        assert ann.post("/api/users", new)["languages"] == ["ar", "en"]
        assert ann.post("/api/users", new, 422)["error"]["field"] == "id"
        dee = r.page("A").sign_in("dee", "long enough it is")
        assert [row["id"] for row in ann.get("/api/users")["rows"]] == ["ann", "bob", "col", "dee"]
        assert "password" not in str(ann.get("/api/users"))
        ann.post("/api/users/dee", {"posts": ["custodian"]})
        dee.get("/api/session", 401)
        dee.sign_in("dee", "long enough it is", post="custodian")
        ann.post("/api/users/dee", {"password": "another long secret"})
        dee.get("/api/session", 401)
        r.page("A").post("/api/sign-in", {"user": "dee", "password": "long enough it is"}, 401)
        dee.sign_in("dee", "another long secret", post="custodian")
        ann.post("/api/users/dee", {"disabled": True})
        dee.get("/api/session", 401)
        r.page("A").post("/api/sign-in", {"user": "dee", "password": "another long secret"}, 401)


@pytest.mark.parametrize(("field", "value"), [
    ("id", "Dee"), ("id", ""), ("id", "../x"), ("name", " "), ("password", "elevenchars"), ("password", "x" * 257),
    ("languages", ["de"]), ("posts", ["king"]),
])  # fmt: skip
def test_an_account_that_cannot_be_is_refused_with_its_field(
    shared: Rooms, field: str, value: object
) -> None:
    new = {"id": "eve", "name": "Eve", "password": "long enough it is", "admin": False, "languages": ["en"],
           "posts": [], field: value}  # fmt: skip
    refused = shared.signed_in("B").post("/api/users", new, 422)
    assert refused["error"]["field"].startswith(field)


def test_the_last_admin_stays(shared: Rooms) -> None:
    ann = shared.signed_in("J")
    assert ann.post("/api/users/ann", {"disabled": True}, 403)["error"]["field"] == "disabled"
    second = {"id": "two", "name": "Two", "password": "long enough it is", "admin": True, "languages": ["en"],
              "posts": []}  # fmt: skip
    ann.post("/api/users", second)
    ann.post("/api/users/two", {"disabled": True})
    assert ann.post("/api/users/ann", {"disabled": True}, 403)["error"]["kind"] == "NotPermitted"


def test_only_an_admin_administers(shared: Rooms) -> None:
    bob = shared.signed_in("A", "bob")
    bob.get("/api/users", 403)
    bob.get("/api/sessions", 403)
    bob.post("/api/users/ann", {"disabled": True}, 403)
    bob.post("/api/sessions/x/revoke", {}, 403)


def test_a_revoked_session_is_over() -> None:
    with rooms() as r:
        ann, bob = r.signed_in("A"), r.signed_in("A", "bob")
        rows = ann.get("/api/sessions")["rows"]
        assert {(row["user"], row["own"]) for row in rows} == {("ann", True), ("bob", False)}
        his = next(row["id"] for row in rows if row["user"] == "bob")
        ann.post(f"/api/sessions/{his}/revoke")
        bob.get("/api/session", 401)
        ann.post(f"/api/sessions/{his}/revoke", {}, 422)
