"""Typed records and their canonical bytes: the one module that knows msgspec.

A `Record` is frozen, keyword-only and refuses unknown fields. Bodies of statements hold only integers,
strings, booleans, lists and objects with ASCII keys, so that `encode_canonical` (sorted keys, no spaces) is
RFC 8785 byte for byte; a property test holds it against the `rfc8785` package.
It does not know any kind of record: those live with their nouns.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

import msgspec
import msgspec.inspect

from .errors import Corrupt, MalformedMessage

T = TypeVar("T")
#: Canonical bytes that stand inside a value which is encoded: what goes into several bodies is encoded once.
Encoded = msgspec.Raw

BODY_BYTES_MAX = 4 * 1024 * 1024
DEPTH_MAX = 32
_PATH = re.compile(r"^(?P<reason>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_LONG_NUMBER = re.compile(rb"(?<![.0-9])[0-9]{17}")
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'[]{}"\\'))
_DIGITS_ALIKE = bytes.maketrans(b"0123456789", b"0000000000")
_PLAIN_TYPES = (
    msgspec.inspect.BoolType, msgspec.inspect.IntType, msgspec.inspect.FloatType, msgspec.inspect.StrType,
    msgspec.inspect.NoneType, msgspec.inspect.LiteralType,
)  # fmt: skip
_ENCODER = msgspec.json.Encoder(order="sorted")
_LEARNT: set[Any] = set()
_LEARNING = threading.Lock()


class Record(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """Base of every typed record: immutable, keyword-only, strict on the way in.

    A field that holds its default is not written, so that no body ever holds a null.
    """


class Held(msgspec.Struct, frozen=True, gc=False):
    """Base of what a node holds by the hundred thousand: immutable, unpacked in the order of its fields.

    What it holds is immutable too, so nothing goes round in a circle and the collector of garbage never walks it: a
    question does not wait for that.
    """

    def __iter__(self) -> Iterator[Any]:
        return iter(msgspec.structs.astuple(self))


class Foreign(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message of a published standard that says: fields that are not known are ignored, and null is absent."""


class Excerpt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Some fields of what this node wrote itself; the others are passed over. For `decode_own`."""


def _learn(kind: Any) -> None:
    """Let msgspec look at a type before it is used.

    It does so at the first use, an inspection included, and lets other threads run meanwhile; one that needs the same
    type, or one inside it, finds it half looked at, and the process dies.
    """
    if kind not in _LEARNT:
        with _LEARNING:
            msgspec.json.Decoder(kind)
            _LEARNT.add(kind)


def encode_canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785 for the values that bodies may hold) of a record or of plain values."""
    return _ENCODER.encode(value)


def decode(kind: type[T], data: bytes | str, *, bytes_max: int = BODY_BYTES_MAX) -> T:
    """Parse JSON bytes strictly into `kind`; `MalformedMessage` names the field and what was expected."""
    try:
        data = data if isinstance(data, bytes) else data.encode()
    except UnicodeEncodeError as error:
        raise MalformedMessage(f"not JSON in UTF-8: {error}") from error
    size = len(data)
    if size > bytes_max:
        raise MalformedMessage(f"{size} bytes, at most {bytes_max} are accepted", clause="limits")
    _learn(kind)
    # Where every level has its type, a parser goes no deeper than those.
    is_closed = _is_closed(kind)  # type: ignore[arg-type]  # a type can be hashed
    if not is_closed:
        _refuse_deep(data)
    if isinstance(kind, type) and issubclass(kind, Record):
        _refuse_long_numbers(data)
    try:
        return msgspec.json.decode(data, type=kind, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if is_closed:
            _refuse_deep(data)
        if isinstance(error, msgspec.ValidationError):
            raise _malformed(error) from error
        raise MalformedMessage(f"not JSON in UTF-8: {error}") from error


def decode_own(kind: type[T], data: bytes) -> T:
    """Read back what this node itself wrote with `encode_canonical`: typed, without the limits on foreign bytes."""
    _learn(kind)
    try:
        return msgspec.json.decode(data, type=kind, strict=True)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Corrupt(f"a row of this node's own does not read: {error}") from error


def convert(value: object, kind: type[T]) -> T:
    """Plain values (as decoded from JSON) into `kind`, as strictly as `decode`."""
    _learn(kind)
    try:
        return msgspec.convert(value, type=kind, strict=True)
    except msgspec.ValidationError as error:
        raise _malformed(error) from error


def plain(value: object) -> Any:
    """A record as plain dicts and lists, ready for `encode_canonical` or a template."""
    return msgspec.to_builtins(value)


def full(value: object) -> Any:
    """Like `plain`, with every field written, defaults and nulls included: what a screen wants to read."""
    if isinstance(value, msgspec.Struct):
        config = value.__struct_config__
        fields = {name: full(getattr(value, name)) for name in value.__struct_fields__}
        return {config.tag_field: config.tag, **fields} if config.tag_field else fields
    if isinstance(value, (list, tuple)):
        return [full(item) for item in value]
    if isinstance(value, dict):
        return {key: full(item) for key, item in value.items()}
    return value


def replace(record: T, **changes: object) -> T:
    """A copy of `record` with some fields changed."""
    return msgspec.structs.replace(record, **changes)  # type: ignore[type-var]


def _malformed(error: msgspec.ValidationError) -> MalformedMessage:
    found = _PATH.match(str(error))
    reason = found["reason"] if found else str(error)
    path = (found["path"] or "") if found else ""
    return MalformedMessage(reason, field=path.lstrip("."))


@cache
def _is_closed(kind: Any) -> bool:
    """Whether no value of a type holds one of any type, nor one of its own: nesting ends with the types."""
    return _ends(msgspec.inspect.type_info(kind), ())


def _ends(info: msgspec.inspect.Type, above: tuple[object, ...]) -> bool:
    match info:
        case msgspec.inspect.StructType(cls=cls, fields=fields, forbid_unknown_fields=True):
            return cls not in above and all(_ends(field.type, (*above, cls)) for field in fields)
        case msgspec.inspect.UnionType(types=types):
            return all(_ends(one, above) for one in types)
        case msgspec.inspect.VarTupleType(item_type=item) | msgspec.inspect.ListType(item_type=item):
            return _ends(item, above)
        case msgspec.inspect.TupleType(item_types=items):
            return all(_ends(one, above) for one in items)
        case msgspec.inspect.DictType(key_type=key, value_type=value):
            return _ends(key, above) and _ends(value, above)
        case _:
            return isinstance(info, _PLAIN_TYPES)


def _refuse_deep(text: bytes) -> None:
    """Refuse nesting beyond DEPTH_MAX before any parser recurses into it."""
    if text.count(b"[") + text.count(b"{") <= DEPTH_MAX or _is_plainly_shallow(text):
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", text)):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEPTH_MAX:
            raise MalformedMessage(f"nested deeper than {DEPTH_MAX} levels", clause="limits")


def _is_plainly_shallow(text: bytes) -> bool:
    """Certainly nested no deeper than DEPTH_MAX, at the speed of `bytes`; False where only a walk could tell.

    Of balanced brackets without anything between them, each step takes away the innermost level, or two.
    """
    brackets = text.translate(None, _NOT_STRUCTURE).replace(b'""', b"")
    for _ in range(DEPTH_MAX // 2):
        # Brackets inside a string stand between its quotes, and go with one another alone.
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"").replace(b'""', b"")
        if not brackets:
            return True
    return False


def has_long_number(text: bytes, digits: int = 17) -> bool:
    """Whether so many digits stand together anywhere, in a number or in a string."""
    # Every other character is looked at first: of so many digits half as many stand together there.
    if b"0" * (digits // 2) not in text[::2].translate(_DIGITS_ALIKE):
        return False
    return b"0" * digits in text.translate(_DIGITS_ALIKE)


def _refuse_long_numbers(text: bytes) -> None:
    """Refuse numbers of more than 16 digits: no body may hold one, and arithmetic with floats would fail."""
    if has_long_number(text) and _LONG_NUMBER.search(text) and _LONG_NUMBER.search(_STRING.sub(b"", text)):
        raise MalformedMessage("a number of more than 16 digits", clause="RFC 7493 section 2.2")
