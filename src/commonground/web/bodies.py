"""Request bodies, read with a limit and parsed strictly, and the numbers of a query string.

A body over the limit is refused while it is read; what follows is never buffered. Only JSON in UTF-8 is taken, with
known fields, integers that every reader holds exactly, and no nesting that a parser would drown in.
"""

from __future__ import annotations

from typing import Any, TypeVar

from starlette.requests import Request

from .. import request_bodies
from ..errors import MalformedMessage
from ..record import decode, plain
from .errors_http import BodyTooLarge

T = TypeVar("T")

INTEGER_MAX = 2**53 - 1  # RFC 7493 section 2.2
_QUERY_DIGITS_MAX = 17


async def read_body(request: Request, bytes_max: int) -> bytes:
    """The whole body, at most `bytes_max`; `BodyTooLarge` as soon as it is known to be longer."""
    return await request_bodies.read_body(request, bytes_max, lambda: _too_large(bytes_max))


async def read_record(request: Request, kind: type[T], bytes_max: int) -> T:
    """The body as `kind`."""
    content_type, _, parameters = request.headers.get("content-type", "").partition(";")
    if content_type.strip().lower() != "application/json":
        raise MalformedMessage("application/json expected", field="Content-Type")
    charset = parameters.lower().replace('"', "").strip()
    if charset not in ("", "charset=utf-8", "charset=utf8"):
        raise MalformedMessage("UTF-8 expected", field="Content-Type")
    value = decode(kind, await read_body(request, bytes_max), bytes_max=bytes_max)
    _refuse_large_integers(plain(value), "")
    return value


def query_integer(request: Request, name: str) -> int | None:
    """A whole number of the query string; None where it is absent or empty."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _QUERY_DIGITS_MAX:
        raise MalformedMessage("a whole number expected", field=name)
    value = int(text)
    if abs(value) > INTEGER_MAX:
        raise MalformedMessage("an integer beyond 2^53 - 1", field=name, clause="RFC 7493 section 2.2")
    return value


def query_text(request: Request, name: str, chars_max: int = 200) -> str:
    """A text of the query string, empty where it is absent."""
    text = request.query_params.get(name, "")
    if len(text) > chars_max:
        raise MalformedMessage(f"at most {chars_max} characters expected", field=name, clause="limits")
    return text


def _too_large(bytes_max: int) -> BodyTooLarge:
    return BodyTooLarge(f"at most {bytes_max:,} bytes are accepted", clause="limits")


def _refuse_large_integers(value: Any, path: str) -> None:
    if isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise MalformedMessage("an integer beyond 2^53 - 1", field=path, clause="RFC 7493 section 2.2")
    elif isinstance(value, dict):
        for key, member in value.items():
            _refuse_large_integers(member, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            _refuse_large_integers(member, f"{path}[{number}]")
