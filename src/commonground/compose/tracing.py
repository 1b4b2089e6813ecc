"""Whose copy a leaked file is: held against every release and every copy that left this node.

Three kinds of answer, never mixed. **Exact**: the very bytes of a copy, of a statement or of its body, or an object of
STIX that a recipient was told so and in no other way. **Stamp**: the number of a copy stands in the text, or a marking
of STIX names its reader; whoever has an editor can write that. **Evidence**: the same content with other markings, the
order of items, with how likely it is by chance, and who was told of what the text names. It says what fits, and not who
passed it on: a recipient's copy may have been taken from it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from ..picture.charter import Charter
from ..picture.exchange import StixObject
from ..picture.information import Information
from ..protocols.stix.codec.every import objects_of
from ..protocols.stix.codec.held import extension, items
from ..protocols.stix.codec.names import RELEASE_EXTENSION, identifier
from ..protocols.stix.codec.reader import Reader
from ..record import encode_canonical
from ..room.copies import COPIES, STAMP, Copy, copies
from ..room.copy_order import likeness
from ..room.ports import LogStore
from ..room.taken import Taken, taken
from ..room.told import Told, told_by

How = Literal["exact", "stamp", "evidence"]
DEPTH_MAX = 16
PARTS_MAX = 500_000
CHANCE_MAX = 0.05
"""An order that fits by chance more often than once in twenty is not mentioned."""
NAMED_MAX = 1_000
_SHARED = frozenset({"identity", "marking-definition", "extension-definition", "bundle"})
"""Objects of STIX that every reader has alike: they say nothing of whose they are."""
_ENTITY = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,3}-[0-9A-Z]{8}(?![A-Za-z0-9])")
_MARKINGS = ("object_marking_refs", "granular_markings")


@dataclass(frozen=True, slots=True)
class Match:
    """Something that the file fits: `to` is the recipient or who took the copy.

    `chance` is for evidence that has one, `key` for what is about one entity.
    """

    how: How
    to: str
    what: str
    why: str
    at_ms: int
    where: str
    chance: float | None = None
    key: str = ""


@dataclass(slots=True)
class Leaked:
    """A file as it was found: its bytes, its text, and the JSON values in it."""

    data: bytes
    text: str
    value: Any = None
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)


def leaked(data: bytes, text: str) -> Leaked:
    """A file made ready for comparison; what is no JSON is only text."""
    found = Leaked(data, text)
    try:
        found.value = json.loads(text)
    except (ValueError, RecursionError):
        return found
    for part in islice(_parts(found.value), PARTS_MAX):
        try:
            found.parts[_digest(part)] = part
        except (ValueError, RecursionError):
            continue  # no text of ours: half a character, or deeper than anything that was said
        if isinstance(part.get("type"), str) and isinstance(part.get("id"), str):
            found.objects[part["id"]] = part
    return found


def trace(store: LogStore, charter: Charter, party: str, found: Leaked) -> list[Match]:
    """Everything that a file fits, exact matches first, and of evidence what is least by chance. It only reads."""
    made = list(copies(store, charter, party))

    def told() -> Iterator[Told]:
        return told_by(store, charter, party)

    matches = [
        *_copied(made, found), *_said(told(), found), *_objects(told(), charter, found),
        *_stamped(made, charter, party, found), *_marked(told(), charter, found),
        *_ordered(store, made, found), *_named(told(), made, found),
    ]  # fmt: skip
    matches += _taken(taken(store, charter, party), matches)
    order = {"exact": 0, "stamp": 1, "evidence": 2}
    once = dict.fromkeys(matches)
    return sorted(once, key=lambda one: (order[one.how], _chance(one), one.to, one.at_ms, one.what))


def _chance(one: Match) -> float:
    return 1.0 if one.chance is None else one.chance


# -- exact ------------------------------------------------------------------------------------------------------


def _copied(made: list[Copy], found: Leaked) -> Iterator[Match]:
    digest = hashlib.sha256(found.data).hexdigest()
    for copy in made:
        if copy.sha256 == digest:
            yield _of_copy("exact", copy, "every byte of this copy")


def _of_copy(how: How, copy: Copy, why: str, chance: float | None = None) -> Match:
    to = f"{copy.operator} ({copy.post})" if copy.post else copy.operator
    return Match(how, to, f"copy {copy.number}, {copy.of}", why, copy.made_ms, copy.stamp, chance)


def _said(told: Iterator[Told], found: Leaked) -> Iterator[Match]:
    """Statements by their very bytes, else bodies: a body that several were told alike fits each of them."""
    whole = {hashlib.sha256(data).hexdigest() for data in (found.data, found.data.strip())}
    bodies: list[tuple[str, Told]] = []
    said = set[str]()
    for one in told:
        digest = hashlib.sha256(one.data).hexdigest()  # of canonical bytes, as those of a part are
        body = _digest(one.statement.body) if found.parts and one.statement.body else ""
        if digest in whole:
            yield _of_told("exact", one, "every byte of the statement")
        elif digest in found.parts:
            yield _of_told("exact", one, "the statement, with its salt")
        else:
            bodies += [(body, one)] if body in found.parts else []
            continue
        said.add(body)
    for body, one in bodies:
        if body not in said:
            yield _of_told("exact", one, "the body as it was told")


def _of_told(how: How, one: Told, why: str, name: str = "") -> Match:
    said = one.statement
    what = name or f"{said.author}/{said.entity} version {said.version}, {said.kind}"
    key = f"{said.author}/{said.entity}"
    return Match(how, one.party, what, why, said.t_released_ms, f"{one.origin} {one.leaf}", key=key)


def _objects(told: Iterator[Told], charter: Charter, found: Leaked) -> Iterator[Match]:
    """Objects of STIX as each recipient has them: exact, alone or with others, else the same with other markings."""
    if not found.objects:
        return
    leaks = {id: (_digest(one), _digest(_unmarked(one))) for id, one in found.objects.items()}
    exact, alike = defaultdict[str, list[Told]](list), defaultdict[str, list[Told]](list)
    types = {id.partition("--")[0] for id in leaks} - _SHARED
    for one in told:
        for made in _made(one, charter) if _may_fit(one, charter, types, leaks) else ():
            if made["id"] in leaks and made["type"] not in _SHARED:
                whole, content = leaks[made["id"]]
                if _digest(made) == whole:
                    exact[made["id"]].append(one)
                elif _digest(_unmarked(made)) == content:
                    alike[made["id"]].append(one)
    fits = Counter[tuple[How, str, str, int]]()
    by_leaf = {
        (one.origin, one.leaf): one for several in (*exact.values(), *alike.values()) for one in several
    }
    for several in exact.values():
        alone = len({one.party for one in several}) == 1
        whom = "as only this recipient" if alone else "as this recipient and others"
        fits.update(("exact", whom, one.origin, one.leaf) for one in several)
    for id, several in alike.items():
        if id not in exact:
            whom = "but for their markings, as this recipient"
            fits.update(("evidence", whom, one.origin, one.leaf) for one in several)
    for (how, whom, origin, leaf), count in fits.items():
        yield _of_told(how, by_leaf[origin, leaf], f"objects of STIX, {count}, {whom} was told them")


def _may_fit(one: Told, charter: Charter, types: set[str], leaks: Container[str]) -> bool:
    """Whether any object of a statement can be among some: their identifiers follow from what it is about."""
    said, body = one.statement, one.version and one.version.body
    if isinstance(body, StixObject):
        return body.stix_id in leaks
    if isinstance(body, Information) and (body.squares or body.stix is not None):
        return True
    return any(identifier(type, charter.room, said.author, said.entity) in leaks for type in types)


def _made(one: Told, charter: Charter) -> list[dict[str, Any]]:
    if one.statement.kind == "stix_object":
        try:
            value = json.loads(one.statement.body.get("text", ""))
        except ValueError:
            return []
        return [value] if isinstance(value, dict) and "id" in value and "type" in value else []
    if one.version is None:
        return []
    return objects_of(Reader(one.party, charter), one.version)


# -- stamps and evidence ----------------------------------------------------------------------------------------


def _stamped(made: list[Copy], charter: Charter, party: str, found: Leaked) -> Iterator[Match]:
    """Stamps that stand in the text and are those of a copy, and bundles that are called after one.

    A stamp that fits no copy was made up.
    """
    stamps = {one.group(0) for one in STAMP.finditer(found.text)}
    for copy in made:
        if copy.stamp in stamps:
            yield _of_copy("stamp", copy, "the stamp of this copy stands in it")
        if identifier("bundle", charter.room, party, copy.stamp) in found.objects:
            yield _of_copy("stamp", copy, "the bundle is called after this copy")


def _marked(told: Iterator[Told], charter: Charter, found: Leaked) -> Iterator[Match]:
    """Markings of STIX that name a reader, whichever label that reader's node writes beside."""
    permitted = {
        one for leak in found.objects.values() if leak["type"] == "marking-definition"
        for one in items(extension(leak, RELEASE_EXTENSION), "permitted") if isinstance(one, str)
    }  # fmt: skip
    ids = {one.id: Reader(one.id, charter).id("identity", one.id) for one in charter.parties}
    last = {one.party: one for one in told if ids[one.party] in permitted} if permitted else {}
    others = "" if len(last) == 1 else " and others"
    for one in last.values():
        yield _of_told("stamp", one, f"a marking names this reader{others}", "told last")


def _taken(by_others: Iterable[Taken], matches: list[Match]) -> Iterator[Match]:
    """What those whose releases fit exactly took of it: a post that exported it may have made the file."""
    fits = {(one.to, one.key) for one in matches if one.how == "exact" and one.key}
    for one in by_others:
        if (one.party, one.key) in fits:
            to = f"{one.party}, {one.by}"
            yield Match("evidence", to, one.key, f"{one.how} there", one.at_ms, one.where, key=one.key)


def _ordered(store: LogStore, made: list[Copy], found: Leaked) -> Iterator[Match]:
    secret = store.document(COPIES, "secret")
    ordered = [copy for copy in made if copy.ordered]
    names = names_of(found)
    if secret is None or len(names) < 2:
        return
    for copy in ordered:
        seen = likeness(secret, copy.number, names, len(ordered))
        if seen.chance <= CHANCE_MAX:
            whole = "all" if seen.whole else f"{seen.agreeing} of {seen.pairs} pairs"
            why = f"the order of {len(names)} items, {whole}, among {len(ordered)} copies"
            yield _of_copy("evidence", copy, why, seen.chance)


def names_of(found: Leaked) -> list[str]:
    """The items of a file in their order: objects of a bundle by identifier, else the entities that the text names."""
    value = found.value
    listed = value.get("objects") if isinstance(value, dict) else value
    if isinstance(listed, list):
        ids = [one["id"] for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]
        if ids:
            return list(dict.fromkeys(ids))[:NAMED_MAX]
    return list(dict.fromkeys(_ENTITY.findall(found.text)))[:NAMED_MAX]


def _named(told: Iterator[Told], made: list[Copy], found: Leaked) -> Iterator[Match]:
    """Who was told of all entities that the text names, as far as this party said them; and who copied them all."""
    named = set(_ENTITY.findall(found.text))
    held = defaultdict[str, dict[str, Told]](dict)
    for one in told if named else ():
        if one.statement.entity in named:
            held[one.party][one.statement.entity] = one
    known = {entity for entities in held.values() for entity in entities}
    for entities in held.values():
        if set(entities) == known:
            last = max(entities.values(), key=lambda one: one.statement.t_released_ms)
            yield _of_told("evidence", last, f"was told of all {len(known)} entities that it names")
    for copy in made:
        if known and known <= {key.partition("/")[2] for key in copy.keys}:
            yield _of_copy("evidence", copy, f"holds all {len(known)} entities that it names")


# -- values -----------------------------------------------------------------------------------------------------


def _parts(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value that could be a statement, a body or an object of STIX."""
    if depth > DEPTH_MAX:
        return
    if isinstance(value, dict):
        if len(value) > 1:
            yield value
        for member in value.values():
            if isinstance(member, dict | list):
                yield from _parts(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, dict | list):
                yield from _parts(member, depth + 1)


def _unmarked(one: dict[str, Any]) -> dict[str, Any]:
    return {name: member for name, member in one.items() if name not in _MARKINGS}


def _digest(value: Any) -> str:
    return hashlib.sha256(encode_canonical(_plain(value))).hexdigest()


def _plain(value: Any) -> Any:
    """A value as any program might write it again: a whole number is one, whether it came with a point or not."""
    if isinstance(value, dict):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return str(value) if isinstance(value, int) and abs(value) >= 2**63 else value
