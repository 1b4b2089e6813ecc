"""The stories that are shipped, and how one is read: strictly, with the arguments of every step.

A story that names something before it is made, or a verb that there is not, is refused when it is read and not when
it is half told.
"""

from __future__ import annotations

from importlib.resources import files

from ...errors import MalformedMessage, Refused
from ...record import decode
from .script import Step, Story
from .seen import SEEN
from .verbs import VERBS, arguments

STORIES = (
    "deir-ez-zor", "il-20", "harb-bebsi", "castello", "october-2016", "euphrates", "khasham", "six-hours",
)  # fmt: skip
SKIP_MS_MAX = 86_400_000


def shipped() -> tuple[str, ...]:
    """Names of the stories that this release ships."""
    folder = files("commonground") / "stories"
    return tuple(name for name in STORIES if (folder / _file(name)).is_file())


def load_story(name: str) -> Story:
    """A story that is shipped; refuses an unknown name with those that there are."""
    known = shipped()
    if name not in known:
        raise Refused(f"{name!r}; one of {', '.join(known)} is expected", field="--story")
    return read_story((files("commonground") / "stories" / _file(name)).read_bytes())


def read_story(data: bytes) -> Story:
    """Parse a story strictly, its arguments and expectations too; `MalformedMessage` names the step."""
    story = decode(Story, data)
    made: set[str] = set()
    for number, step in enumerate(story.steps):
        _check(step, f"steps[{number}]", made)
    return story


def _check(step: Step, where: str, made: set[str]) -> None:
    if step.do not in VERBS:
        raise MalformedMessage(
            f"{step.do!r}; one of {', '.join(sorted(VERBS))} expected", field=f"{where}.do"
        )
    try:
        needed = VERBS[step.do].needs(arguments(step))
    except Refused as error:
        raise MalformedMessage(error.reason, field=f"{where}.args.{error.field}") from error
    if not 0 <= step.skip_ms <= SKIP_MS_MAX or step.after_ms < 0 or step.within_ms < 0:
        raise MalformedMessage("a time of 0 or more is expected", field=where)
    _check_names(needed, made, where)
    if step.name:
        made.add(step.name)
    _check_names([must.of for must in step.then if must.of], made, where)
    for must in step.then:
        if must.see not in SEEN:
            raise MalformedMessage(f"one of {', '.join(sorted(SEEN))} is expected", field=f"{where}.then.see")


def _check_names(names: tuple[str, ...] | list[str], made: set[str], where: str) -> None:
    for name in names:
        if name not in made:
            raise MalformedMessage(f"nothing is named {name!r} yet", field=where)


def _file(name: str) -> str:
    return f"{name.replace('-', '_')}.json"
