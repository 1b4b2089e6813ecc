"""The objects of a bundle as they point at each other: by identifier, by what they translate, by what is located.

Of several versions of an object the last counts. What an object says in an extension is read here, so that nothing
that has another type than expected breaks anything.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from .names import WHERE_TO, Object


@dataclass(slots=True)
class Held:
    """Objects by identifier; `words` are language-contents by what they translate, `located` are
    places by what is there.
    """

    by_id: dict[str, Object] = field(default_factory=dict)
    words: dict[str, list[Object]] = field(default_factory=lambda: defaultdict(list))
    located: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def keep_latest(self, one: Object) -> None:
        """Keep an object unless a later version of it is held."""
        before = self.by_id.get(one["id"])
        if before is None or str(before.get("modified", "")) <= str(one.get("modified", "")):
            self.by_id[one["id"]] = one

    def join(self) -> None:
        """Note what points at what. Call once, when all are kept."""
        for one in self.by_id.values():
            if one["type"] == "language-content":
                self.words[str(one.get("object_ref"))].append(one)
            elif one["type"] == "relationship" and one.get("relationship_type") == "located-at":
                self.located[str(one.get("source_ref"))].append(str(one.get(WHERE_TO)))

    def of_type(self, ids: list[Any], type: str) -> list[Object]:
        """Those of some identifiers that are held and of a type, in their order."""
        found = (self.by_id.get(one) for one in ids if isinstance(one, str))
        return [one for one in found if one is not None and one["type"] == type]


def extension(one: Object, id: str) -> Object:
    """What an object says in an extension; empty where it says nothing."""
    return members(members(one, "extensions"), id)


def members(one: Object, name: str) -> Object:
    """The object at a name; empty where there is none."""
    found = one.get(name)
    return found if isinstance(found, dict) else {}


def items(one: Object, name: str) -> list[Any]:
    """The list at a name; empty where there is none."""
    found = one.get(name)
    return found if isinstance(found, list) else []
