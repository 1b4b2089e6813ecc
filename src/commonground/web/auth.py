"""Who is at the keyboard: people of one party, their passwords, and the way to other kinds of proof.

Passwords are kept as argon2id. A sign-in goes through an `Authenticator`; today there is one, for passwords. A passkey
or an OpenID Connect provider is another class with the same method, named in `make_app`; what follows (session, post,
CSRF) does not know how a person proved who it is. The node's key signs; people never do.
The one module that imports argon2. It knows no request and no route.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import NotPermitted, Refused
from ..picture.charter import POSTS
from ..record import Record, decode, encode_canonical, replace
from ..room.context import Room
from ..room.node import Node
from ..room.ports import LogStore

KIND = "user"
PASSWORD_CHARS_MIN = 12
PASSWORD_CHARS_MAX = 256
NAME_CHARS_MAX = 200
LANGUAGES = ("en", "ar", "ru")
_USER_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
_HASHER = PasswordHasher()
_HASHES_AT_ONCE = 2


class User(Record, frozen=True):
    """An account as the store keeps it. `posts` are those that the person may take."""

    id: str
    name: str
    password_hash: str
    admin: bool = False
    disabled: bool = False
    languages: tuple[str, ...] = ("en",)
    posts: tuple[str, ...] = ()


class Authenticator(Protocol):
    """Says whose credentials these are. A way of proving who one is beyond passwords implements this."""

    async def authenticate(self, node: Node, user: str, secret: str) -> User | None:
        """The user, or None. Takes as long for a name that nobody has as for one that somebody has."""
        ...


@dataclass(slots=True)
class PasswordAuthenticator:
    """Passwords against argon2id hashes in the node's store; few at once, since each takes 64 MiB."""

    hasher: PasswordHasher = field(default_factory=lambda: _HASHER)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_HASHES_AT_ONCE))
    _nobody: str = ""

    async def authenticate(self, node: Node, user: str, secret: str) -> User | None:
        """The user whose password this is; None otherwise, and for a disabled account."""
        found = await asyncio.wrap_future(node.read(lambda room: find_user(room.store, user)))
        matches = await self.matches("" if found is None else found.password_hash, secret)
        if found is None or found.disabled or not matches:
            return None
        return found

    async def matches(self, kept: str, secret: str) -> bool:
        """Whether a secret is that of a kept hash; never that of an empty one, which takes as long."""
        async with self._turns:
            if not self._nobody:
                self._nobody = await asyncio.to_thread(self.hasher.hash, "a password that nobody has")
            return await asyncio.to_thread(self._matches, kept or self._nobody, secret) and bool(kept)

    def _matches(self, kept: str, secret: str) -> bool:
        try:
            return self.hasher.verify(kept, secret[:PASSWORD_CHARS_MAX])
        except (VerificationError, InvalidHashError):
            return False


def hash_password(password: str, hasher: PasswordHasher = _HASHER) -> str:
    """The argon2id hash of an acceptable password. Slow on purpose: call it outside the node's writer."""
    if not PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX:
        raise Refused(f"{PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters expected", field="password")
    try:
        return hasher.hash(password)
    except UnicodeEncodeError as error:
        raise Refused("characters that UTF-8 can hold expected", field="password") from error


def create_user(
    store: LogStore,
    user_id: str,
    name: str,
    password: str,
    admin: bool,
    languages: tuple[str, ...],
    posts: tuple[str, ...],
    *,
    hasher: PasswordHasher = _HASHER,
) -> User:
    """Make an account; refuses an id that exists. Call inside a transaction of the store (`node.write`)."""
    kept = hash_password(password, hasher)
    return add_user(store, User(id=user_id, name=name, password_hash=kept, admin=admin,
                                languages=tuple(languages), posts=tuple(posts)))  # fmt: skip


def add_user(store: LogStore, user: User) -> User:
    """Keep a new account. Needs a transaction."""
    if not _USER_ID.fullmatch(user.id):
        raise Refused("1 to 32 small letters, digits, dots, dashes expected", field="id")
    if store.document(KIND, user.id) is not None:
        raise Refused(f"{user.id!r} exists already", field="id")
    _check_user(user)
    store.put_document(KIND, user.id, encode_canonical(user))
    return user


def change_user(
    store: LogStore,
    user_id: str,
    *,
    password_hash: str,
    disabled: bool | None,
    posts: tuple[str, ...] | None,
    languages: tuple[str, ...] | None = None,
) -> User:
    """Change an account; None and the empty hash leave as is. The last admin stays. Needs a transaction."""
    user = find_user(store, user_id)
    if user is None:
        raise Refused(f"no user {user_id!r}", field="id")
    if (
        disabled
        and user.admin
        and not any(one.admin and not one.disabled and one.id != user_id for one in users(store))
    ):
        raise NotPermitted("the last admin cannot be disabled", field="disabled")
    changed = replace(
        user,
        password_hash=password_hash or user.password_hash,
        disabled=user.disabled if disabled is None else disabled,
        posts=user.posts if posts is None else posts,
        languages=user.languages if languages is None else languages,
    )
    _check_user(changed)
    store.put_document(KIND, user_id, encode_canonical(changed))
    return changed


def find_user(store: LogStore, user_id: str) -> User | None:
    """The account of that id, or None."""
    if not _USER_ID.fullmatch(user_id):
        return None
    data = store.document(KIND, user_id)
    return None if data is None else decode(User, data)


def users(store: LogStore) -> list[User]:
    """Every account, by id."""
    return [decode(User, data) for _, data in store.documents(KIND)]


def posts_of(room: Room, user: User) -> list[str]:
    """The posts that a person may take in this room."""
    return [post for post in user.posts if post in room.charter.posts]


def _check_user(user: User) -> None:
    if not user.name.strip() or len(user.name) > NAME_CHARS_MAX:
        raise Refused(f"1 to {NAME_CHARS_MAX} characters expected", field="name")
    if not user.languages or len(set(user.languages)) != len(user.languages):
        raise Refused(f"each of {', '.join(LANGUAGES)} at most once expected", field="languages")
    for number, language in enumerate(user.languages):
        if language not in LANGUAGES:
            raise Refused(f"one of {', '.join(LANGUAGES)} expected", field=f"languages[{number}]")
    if len(set(user.posts)) != len(user.posts):
        raise Refused(f"each of {', '.join(POSTS)} at most once expected", field="posts")
    for number, post in enumerate(user.posts):
        if post not in POSTS:
            raise Refused(f"one of {', '.join(POSTS)} expected", field=f"posts[{number}]")
