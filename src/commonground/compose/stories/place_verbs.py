"""Steps of a story about places by name: what the gazetteer finds for a name as somebody heard it.

Looking a name up says nothing to anybody. A story that claims a find is held to it: the step is refused where the
shipped gazetteer does not find the place.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from ...errors import Refused
from ...geo.gazetteer import Gazetteer, load_gazetteer
from ...record import Record
from .verb import Scene, Verb, nothing

LISTED = 10


class Find(Record, frozen=True):
    """Spellings, and the place that the gazetteer lists for each of them; with `first` at the top."""

    words: tuple[str, ...]
    finds: str
    first: bool = True


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return load_gazetteer(files("commonground").joinpath("data", "gazetteer.json").read_bytes())


def find(scene: Scene[Find]) -> str:
    """Look each spelling up, as the page does while a post writes."""
    args = scene.args
    for word in args.words:
        found = [match.place.gazetteer_id for match in _gazetteer().search(word, LISTED)]
        if args.finds not in (found[:1] if args.first else found):
            raise Refused(f"{word!r} finds {found[:3]} and not {args.finds}", field="words", clause="T-23")
    return ""


VERBS: dict[str, Verb] = {"find": Verb(Find, find, nothing)}
