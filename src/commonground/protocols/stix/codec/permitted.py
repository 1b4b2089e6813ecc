"""To whom a posted object goes: what its markings say, and nobody where they say nothing (R19, docs/stix.md).

The extension *Originator control* of a marking names the parties; of several the object goes to those that all of them
name, and a granular marking narrows the object as a whole: an object is told whole or not at all. TLP says nothing
about parties of a room, but has to be what is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from commonground.errors import Refused

from .held import extension
from .names import RELEASE_EXTENSION, TLP, TLP_1, TLP_EXTENSION, Object
from .reader import Reader

_OLD = {id: level.removesuffix(" (1.0)") for level, id in TLP_1.items()}
LEVELS = {id: level for level, id in TLP.items()} | _OLD
_NO_LIST = "a list of identifiers of marking definitions expected"


class Markings:
    """The markings that objects of one envelope may name: those that came with them, and those said before."""

    def __init__(self, reader: Reader, known: Mapping[str, Object]) -> None:
        self._reader = reader
        self._known = known
        self._parties = {reader.id("identity", one.id): one.id for one in reader.charter.parties}
        self._controls: dict[str, tuple[str, ...] | None] = {}
        self._told: dict[str, tuple[str, ...]] = {}

    @staticmethod
    def named(value: Object) -> Iterator[str]:
        """Identifiers of all markings that an object names and that are not published ones."""
        for _, ref in _refs(value):
            if ref not in LEVELS:
                yield ref

    def are_named(self, value: Object) -> bool:
        """Whether an object names a marking that says to whom it goes."""
        return any(self._control(ref, where) is not None for where, ref in _refs(value) if ref not in LEVELS)

    def parties_of(self, value: Object) -> tuple[str, ...]:
        """The parties that an object goes to, in the order of the charter; refuses markings that cannot be."""
        if value["type"] == "marking-definition":
            _refuse_wrong_level(value)
        key = repr((value.get("object_marking_refs"), value.get("granular_markings")))
        is_marking = value["type"] == "marking-definition"
        if not is_marking and key in self._told:
            return self._told[key]
        told = self._read(value)
        if not is_marking:
            self._told[key] = told
        return told

    def _read(self, value: Object) -> tuple[str, ...]:
        """An unknown marking matters where somebody would be told: what it asks for cannot be kept."""
        refs = list(_refs(value))
        levels = {LEVELS[ref] for where, ref in refs if ref in LEVELS and where.startswith("object_")}
        if len(levels) > 1:
            raise Refused("one level of TLP expected", field="object_marking_refs", clause="TLP 2.0")
        named = [] if value["type"] != "marking-definition" else [self._own_control(value)]
        named += [self._control(ref, where) for where, ref in refs if where.startswith("object_")]
        whole = [set(one) for one in named if one is not None]
        if not whole:
            return ()
        parts = [self._control(ref, where) for where, ref in refs if not where.startswith("object_")]
        allowed = set.intersection(*whole, *(set(one) for one in parts if one is not None))
        for where, ref in refs if allowed else ():
            if ref not in LEVELS and ref not in self._known:
                raise Refused("a marking that came before or comes with it expected", field=where)
        return tuple(one for one in self._reader.charter.others(self._reader.party) if one in allowed)

    def _control(self, ref: str, where: str) -> tuple[str, ...] | None:
        """The parties that a marking names; None where it says nothing about parties, or is not known."""
        if ref not in self._controls:
            definition = self._known.get(ref)
            try:
                self._controls[ref] = None if definition is None else self._own_control(definition)
            except Refused as error:
                raise Refused(error.reason, field=f"{where} -> {error.field}") from None
        return self._controls[ref]

    def _own_control(self, definition: Object) -> tuple[str, ...] | None:
        if definition.get("type") != "marking-definition":
            raise Refused("a marking definition expected", field="type")
        control = extension(definition, RELEASE_EXTENSION)
        if not control:
            return None
        at = f"extensions.{RELEASE_EXTENSION}"
        if control.get("originator") != self._reader.id("identity", self._reader.party):
            raise Refused("the identity of this party expected: nobody forwards", field=f"{at}.originator")
        if control.get("onward", "ask") != "ask":
            raise Refused("ask expected", field=f"{at}.onward")
        permitted = control.get("permitted")
        if not isinstance(permitted, list):
            raise Refused("a list of identities of parties expected", field=f"{at}.permitted")
        for number, one in enumerate(permitted):
            if not isinstance(one, str) or one not in self._parties:
                raise Refused(
                    "the identity of a party of this room expected", field=f"{at}.permitted[{number}]"
                )
        return tuple(self._parties[one] for one in permitted)


def _refs(value: Object) -> Iterator[tuple[str, str]]:
    """Where an object names a marking, and which; a marking of language names none."""
    refs = value.get("object_marking_refs", [])
    if not isinstance(refs, list):
        raise Refused(_NO_LIST, field="object_marking_refs")
    for number, ref in enumerate(refs):
        yield _checked(ref, f"object_marking_refs[{number}]")
    parts = value.get("granular_markings", [])
    if not isinstance(parts, list):
        raise Refused("a list of granular markings expected", field="granular_markings")
    for number, part in enumerate(parts):
        where = f"granular_markings[{number}]"
        selectors = part.get("selectors") if isinstance(part, dict) else None
        if (
            not isinstance(selectors, list)
            or not selectors
            or not all(isinstance(one, str) for one in selectors)
        ):
            raise Refused("at least one selector expected", field=f"{where}.selectors")
        if "marking_ref" in part:
            yield _checked(part["marking_ref"], f"{where}.marking_ref")
        elif not isinstance(part.get("lang"), str):
            raise Refused("a marking or a language expected", field=where)


def _checked(ref: Any, where: str) -> tuple[str, str]:
    if not isinstance(ref, str) or not ref.startswith("marking-definition--"):
        raise Refused("the identifier of a marking definition expected", field=where)
    return where, ref


def _refuse_wrong_level(definition: Object) -> None:
    """What calls itself a level of TLP is the published one (TLP 2.0; STIX 2.1 section 7.2.1.4)."""
    level = extension(definition, TLP_EXTENSION).get("tlp_2_0")
    if level is not None and TLP.get(str(level)) != definition["id"]:
        raise Refused("the published identifier of this level expected", field="id", clause="TLP 2.0")
    is_old = definition.get("definition_type") == "tlp"
    inner = definition.get("definition")
    if is_old or definition["id"] in _OLD:
        old = inner.get("tlp") if isinstance(inner, dict) else None
        if not is_old or _OLD.get(definition["id"]) != old:
            raise Refused(
                "the published identifier of this level expected", field="id", clause="STIX 2.1 7.2.1.4"
            )
