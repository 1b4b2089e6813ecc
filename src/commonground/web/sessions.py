"""Sessions: a random token in a cookie, its hash in the store, one CSRF token, the post that was taken.

A stolen store gives no session, since it holds only SHA-256 of 256 random bits. A session ends after 12 h without a
request, after 24 h whatever happens, at sign-out, and when an admin revokes it. Signing in always makes a new one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from ..errors import NotAuthenticated, NotPermitted
from ..record import Record, decode, encode_canonical, replace
from ..room.ports import LogStore
from .auth import User, find_user
from .settings import Settings

KIND = "session"
SEEN_EVERY_MS = 60_000
PER_USER_MAX = 20
_TOKEN_BYTES = 32
_TOKEN_CHARS_MAX = 100


class Session(Record, frozen=True):
    """A session as the store keeps it; `id` is the hash of its token."""

    id: str
    user: str
    csrf: str
    started_ms: int
    last_ms: int
    post: str = ""
    address: str = ""
    post_since_ms: int = 0
    until_ms: int = 0


def cookie_name(party: str, settings: Settings) -> str:
    """One name per party, because cookies know no ports: three nodes on one machine would sign each other out.

    A drill has a name of its own: its session is none of the real room's.
    """
    name = f"cg_drill_{party}" if settings.is_drill else f"cg_session_{party}"
    return f"__Host-{name}" if settings.secure_cookie else name


def open_session(store: LogStore, user: User, address: str, now_ms: int) -> tuple[Session, str]:
    """A new session and its token; of many of one user those used last stay. Needs a transaction."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session = Session(
        id=token_id(token), user=user.id, csrf=secrets.token_urlsafe(_TOKEN_BYTES), started_ms=now_ms,
        last_ms=now_ms, address=address[:64],
    )  # fmt: skip
    put_session(store, session)
    for old in [one for one in sessions(store) if one.user == user.id and one != session][PER_USER_MAX - 1 :]:
        store.delete_document(KIND, old.id)
    return session, token


def token_id(token: str) -> str:
    """The id under which the session of a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def token_of(request: Request, name: str) -> str:
    """The token that came with a request, empty where none did."""
    return request.cookies.get(name, "")[:_TOKEN_CHARS_MAX]


def find_session(store: LogStore, session_id: str, now_ms: int, settings: Settings) -> tuple[Session, User]:
    """The session of that id and its user; `NotAuthenticated` when it ended or the account is disabled."""
    data = store.document(KIND, session_id)
    session = None if data is None else decode(Session, data)
    if session is None or _has_ended(session, now_ms, settings):
        raise NotAuthenticated("sign in", field="session")
    user = find_user(store, session.user)
    if user is None or user.disabled:
        raise NotAuthenticated("sign in", field="session")
    return session, user


def is_stale(session: Session, now_ms: int) -> bool:
    """Whether the time of the last request should be written again."""
    return now_ms - session.last_ms >= SEEN_EVERY_MS


def touch(store: LogStore, session_id: str, now_ms: int) -> None:
    """Note a request. Needs a transaction."""
    data = store.document(KIND, session_id)
    if data is not None:
        put_session(store, replace(decode(Session, data), last_ms=now_ms))


def leave_post(store: LogStore, session_id: str) -> None:
    """Take the post from a session. Needs a transaction."""
    data = store.document(KIND, session_id)
    if data is not None:
        put_session(store, replace(decode(Session, data), post="", post_since_ms=0, until_ms=0))


def put_session(store: LogStore, session: Session) -> None:
    """Keep a session. Needs a transaction."""
    store.put_document(KIND, session.id, encode_canonical(session))


def end_session(store: LogStore, session_id: str) -> None:
    """Forget a session. Needs a transaction."""
    if store.document(KIND, session_id) is not None:
        store.delete_document(KIND, session_id)


def end_sessions_of(store: LogStore, user_id: str, *, but: str = "") -> list[str]:
    """Forget all sessions of a user, but one; returns their ids. Needs a transaction."""
    ended = [one.id for one in sessions(store) if one.user == user_id and one.id != but]
    for session_id in ended:
        store.delete_document(KIND, session_id)
    return ended


def sessions(store: LogStore) -> list[Session]:
    """Every session that is kept, the last used first."""
    found = [decode(Session, data) for _, data in store.documents(KIND)]
    return sorted(found, key=lambda one: (-one.last_ms, one.id))


def live_sessions(store: LogStore, now_ms: int, settings: Settings) -> list[Session]:
    """Sessions that have not ended."""
    return [one for one in sessions(store) if not _has_ended(one, now_ms, settings)]


def sweep(store: LogStore, now_ms: int, settings: Settings) -> None:
    """Forget sessions that ended by themselves. Needs a transaction."""
    for one in sessions(store):
        if _has_ended(one, now_ms, settings):
            store.delete_document(KIND, one.id)


def go_along(store: LogStore, by_ms: int) -> None:
    """Let sessions go on with a demonstration's clock, whose leaps are nobody's idleness. Needs a transaction."""
    for one in sessions(store):
        put_session(store, replace(one, started_ms=one.started_ms + by_ms, last_ms=one.last_ms + by_ms))


def _has_ended(session: Session, now_ms: int, settings: Settings) -> bool:
    return now_ms - session.last_ms > settings.idle_ms or now_ms - session.started_ms > settings.absolute_ms


# -- what a request must show -----------------------------------------------------------------------------------


def check_same_origin(request: Request) -> None:
    """Refuse a request that a page of another origin sent."""
    origin = request.headers.get("origin")
    if origin is not None:
        if _host_of(origin) != request.headers.get("host", ""):
            raise NotPermitted("a request from this node's own page is expected", field="Origin")
    elif request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotPermitted("a request from this node's own page is expected", field="Sec-Fetch-Site")


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def check_csrf(request: Request, session: Session) -> None:
    """Refuse a POST without the session's own token in X-CSRF."""
    given = request.headers.get("x-csrf", "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, session.csrf.encode()):
        raise NotPermitted("the CSRF token of the session is expected", field="X-CSRF")


def set_cookie(response: Response, name: str, token: str, settings: Settings) -> None:
    """Give the token to the browser: no script reads it, no other site sends it."""
    response.set_cookie(
        name, token, max_age=settings.absolute_ms // 1000, path="/", secure=settings.secure_cookie, httponly=True,
        samesite="strict",
    )  # fmt: skip


def drop_cookie(response: Response, name: str, settings: Settings) -> None:
    """Take the token back from the browser."""
    response.delete_cookie(name, path="/", secure=settings.secure_cookie, httponly=True, samesite="strict")
