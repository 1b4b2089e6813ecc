"""Who may have an object or a part of it: markings as the room writes them, and as it honours those of others.

TLP 2.0 stands on every object; the extension *Originator control* says what TLP cannot: whose it is, which parties it
is for, and that the originator is asked before it goes further. A reader is named as the one who may have it, and
nobody else is; the author's own objects name all, and mark the parts that not all of them were told (STIX 2.1 section
7.2.3). Nothing here decides a release: that is `policy/disclosure` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commonground.picture.blocks import Place
from commonground.picture.information import Information
from commonground.picture.statement import Release
from commonground.picture.version import Version

from .names import FIXED, RELEASE_EXTENSION, TLP, TLP_1, TLP_EXTENSION, TLP_OF_ROOM, Object
from .reader import Reader

_NAME_CHARS_MAX = 200


@dataclass(frozen=True, slots=True)
class Marks:
    """Who may have a statement as a whole, its words, and its place; the author comes first."""

    reader: Reader
    author: str
    whole: tuple[str, ...]
    words: tuple[str, ...]
    place: tuple[str, ...]

    def refs(self, permitted: tuple[str, ...] | None = None) -> list[str]:
        """What `object_marking_refs` names of an object for these, or for all."""
        return [TLP[TLP_OF_ROOM], _id(self.reader, permitted or self.whole)]

    def on_words(self, *selectors: str) -> Object:
        """The granular marking of words that not all were told; nothing where all were."""
        if self.words == self.whole or not selectors:
            return {}
        return {
            "granular_markings": [{"marking_ref": _id(self.reader, self.words), "selectors": list(selectors)}]
        }

    def definitions(self) -> list[Object]:
        """Every marking that the objects of the statement may name."""
        wanted = dict.fromkeys((self.whole, self.words, self.place))
        return [_definition(self.reader, self.author, one) for one in wanted]


def marks_of(reader: Reader, version: Version) -> Marks:
    """Who may have what of a version, as far as the reader knows: its author knows all, whoever was told of itself."""
    if version.author != reader.party:
        told = (version.author, reader.party)
        return Marks(reader, version.author, told, told, told)
    releases = sorted(version.releases, key=lambda one: one.party)
    body = version.body
    whole = (version.author, *(one.party for one in releases))
    if not isinstance(body, Information):
        return Marks(reader, version.author, whole, whole, whole)
    words = (version.author, *(one.party for one in releases if one.mode == "keep"))
    place = (version.author, *(one.party for one in releases if _is_told_the_place(one, body)))
    return Marks(reader, version.author, whole, words, place)


def _is_told_the_place(release: Release, body: Information) -> bool:
    """Whether a release reduces no place: it is told exactly, or what is known is no finer than what is told."""
    if release.precision == "exact":
        return True
    return body.footprint is None and _is_as_coarse(body.place, release.precision)


def _is_as_coarse(place: Place | None, precision: str) -> bool:
    return place is None or place.precision == "district" or place.precision == precision


def _id(reader: Reader, permitted: tuple[str, ...]) -> str:
    label = reader.label
    own = () if label is None else ("label", label.policy, label.classification, *label.categories)
    return reader.id("marking-definition", *permitted, *own)


def _definition(reader: Reader, author: str, permitted: tuple[str, ...]) -> Object:
    control: Object = {
        "extension_type": "property-extension", "originator": reader.id("identity", author),
        "permitted": [reader.id("identity", one) for one in permitted], "onward": "ask",
    }  # fmt: skip
    if (label := reader.label) is not None:
        control["alternative_labels"] = [
            {"policy": label.policy, "classification": label.classification}
            | ({"categories": list(label.categories)} if label.categories else {})
        ]
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": _id(reader, permitted), "created": FIXED,
        "name": f"Released by {author} to {', '.join(permitted[1:]) or 'nobody'}, onward on request",
        "extensions": {RELEASE_EXTENSION: control},
    }  # fmt: skip


# -- markings of others -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Marking:
    """What a marking says: its name as a person reads it, and for whom it is, None where it names nobody."""

    name: str
    permitted: frozenset[str] | None
    selectors: tuple[str, ...] = ()


def markings_of(one: Object, by_id: Mapping[str, Object]) -> list[Marking]:
    """Every marking of an object and of its parts, in the order in which they stand."""
    found = [_said(str(ref), by_id) for ref in _items(one, "object_marking_refs")]
    for granular in _items(one, "granular_markings"):
        if isinstance(granular, dict) and isinstance(granular.get("marking_ref"), str):
            said = _said(granular["marking_ref"], by_id)
            selectors = tuple(item for item in _items(granular, "selectors") if isinstance(item, str))
            found.append(Marking(said.name, said.permitted, selectors))
    return found


def languages_of(one: Object) -> dict[str, str]:
    """Property -> the language that a granular marking says it is in (STIX 2.1 section 7.2.3.1)."""
    return {
        selector: granular["lang"]
        for granular in _items(one, "granular_markings")
        if isinstance(granular, dict) and isinstance(granular.get("lang"), str)
        for selector in _items(granular, "selectors")
        if isinstance(selector, str)
    }


def permitted_of(one: Object, by_id: Mapping[str, Object]) -> frozenset[str] | None:
    """Identities that may have the object with all its parts; None where no marking of it names any."""
    named = [marking.permitted for marking in markings_of(one, by_id) if marking.permitted is not None]
    return frozenset.intersection(*named) if named else None


def readable(one: Object, by_id: Mapping[str, Object], party: str) -> tuple[Object | None, list[str]]:
    """The object without the parts that are marked for others than the identity `party`, and which parts those are.

    None where all of it is.
    """
    shown, gone = one, list[str]()
    for marking in markings_of(one, by_id):
        if marking.permitted is None or party in marking.permitted:
            continue
        if not marking.selectors:
            return None, []
        for selector in marking.selectors:
            shown = _without(shown, selector.split("."))
            gone.append(selector)
    return shown, gone


def _without(value: Any, path: list[str]) -> Any:
    """A value without the part at a selector, which counts items of lists as `[0]`; nothing else is touched.

    What goes out of a list leaves an empty place, so that other selectors still name what they did.
    """
    head, *rest = path
    if isinstance(value, dict):
        if head not in value:
            return value
        if not rest:
            return {name: member for name, member in value.items() if name != head}
        return value | {head: _without(value[head], rest)}
    number = head[1:-1] if head[:1] == "[" and head[-1:] == "]" else ""
    if isinstance(value, list) and number.isdecimal() and len(number) < 9 and int(number) < len(value):
        member = _without(value[int(number)], rest) if rest else None
        return [*value[: int(number)], member, *value[int(number) + 1 :]]
    return value


def _said(ref: str, by_id: Mapping[str, Object]) -> Marking:
    """A marking by its identifier. One that is not in the bundle is named as it is and permits as TLP alone would."""
    if (level := _LEVELS.get(ref)) is not None:
        return Marking(f"TLP:{level.upper()}", None)
    definition = by_id.get(ref, {})
    extensions = definition.get("extensions")
    extensions = extensions if isinstance(extensions, dict) else {}
    control = extensions.get(RELEASE_EXTENSION)
    permitted = None
    if isinstance(control, dict):
        permitted = frozenset(one for one in _items(control, "permitted") if isinstance(one, str))
    return Marking(_name(definition, extensions) or ref, permitted)


def _name(definition: Object, extensions: Mapping[str, Any]) -> str:
    tlp = extensions.get(TLP_EXTENSION)
    if isinstance(tlp, dict) and isinstance(tlp.get("tlp_2_0"), str):
        return f"TLP:{tlp['tlp_2_0'].upper()}"
    inner = definition.get("definition")
    statement = inner.get("statement") if isinstance(inner, dict) else None
    return str(definition.get("name") or statement or "")[:_NAME_CHARS_MAX]


_LEVELS = {id: level for level, id in (TLP | TLP_1).items()}


def _items(one: Object, name: str) -> Iterator[Any]:
    found = one.get(name)
    yield from found if isinstance(found, list) else ()
