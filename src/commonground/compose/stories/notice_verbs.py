"""Steps of a story about activity notices: announce, amend, cancel, and what a recipient says of one."""

from __future__ import annotations

import dataclasses

from ...geo.footprint import Circle, Corridor, Footprint
from ...geo.interval import Altitude
from ...geo.volume import Volume
from ...picture.blocks import Text
from ...picture.charter import Text3
from ...picture.entity import ActivityClass, Notice
from ...picture.statement import Action, Release
from ...record import Record, replace
from ...room import onward, replies
from ...room.submit import Command, Submitted, screen, submit
from .verb import Scene, Verb, about, nothing, trilingual

Point = tuple[int, int]


class Announce(Record, frozen=True):
    """A notice of one volume: a circle about `point`, or a corridor along `path`. Times count from the step.

    The window begins at the next whole `round_ms`.
    """

    to: tuple[str, ...]
    activity_class: ActivityClass
    lower: Altitude
    upper: Altitude
    starts_in_ms: int
    lasts_ms: int
    remarks: Text3
    point: Point = (0, 0)
    radius_tmm: int = 0
    path: tuple[Point, ...] = ()
    width_tmm: int = 0
    round_ms: int = 1
    crew: str = "manned"


class Of(Record, frozen=True):
    """A verb about one thing and nothing else."""

    of: str


class At(Record, frozen=True):
    """A verb about one thing that names a point, longitude and latitude in nanodegrees."""

    of: str
    point: Point


class Worded(Record, frozen=True):
    """A verb about one thing with words."""

    of: str
    code: str
    words: Text3 = Text3()


class PassOn(Record, frozen=True):
    """To whom a thing is asked to be released."""

    of: str
    to: str


def announce(scene: Scene[Announce]) -> str:
    """Announce an activity, every hit acknowledged that the party's own picture shows."""
    args = scene.args
    now_ms = scene.room.clock.now_ms()
    from_ms = -(-(now_ms + args.starts_in_ms) // args.round_ms) * args.round_ms
    volume = Volume(
        footprint=_footprint(args), lower=args.lower, upper=args.upper, from_ms=from_ms,
        until_ms=from_ms + args.lasts_ms,
    )  # fmt: skip
    body = Notice(
        activity_class=args.activity_class, crew="unmanned" if args.crew == "unmanned" else "manned",
        controlling_post=scene.post, contact="line", volumes=(volume,), remarks=trilingual(args.remarks),
    )  # fmt: skip
    releases = tuple(Release(party=party) for party in args.to)
    return _say(scene, body, "establish", releases).version.key


def _footprint(args: Announce) -> Footprint:
    if args.path:
        return Corridor(path=args.path, width_tmm=args.width_tmm)
    return Circle(center=args.point, radius_tmm=args.radius_tmm)


def amend(scene: Scene[At]) -> str:
    """Move the circle of an own notice; everything else stays as it was."""
    version = scene.room.view.get(scene.key(scene.args.of))
    body = version.body
    assert isinstance(body, Notice)
    circle = body.volumes[0].footprint
    assert isinstance(circle, Circle)
    moved = replace(body.volumes[0], footprint=replace(circle, center=scene.args.point))
    said = replace(body, volumes=(moved,))
    return _say(scene, said, "amend", version.releases, version.entity).version.key


def _say(
    scene: Scene[Announce] | Scene[At], body: Notice, action: Action, releases: tuple[Release, ...], entity: str = ""
) -> Submitted:  # fmt: skip
    command = Command(
        kind="notice", action=action, post=scene.post, body=body, entity=entity, releases=releases,
        operator=scene.operator,
    )  # fmt: skip
    report = screen(scene.room, command, body)
    seen = tuple(hit.key for hit in report.hits) if report is not None else ()
    return submit(scene.room, dataclasses.replace(command, acknowledged=seen))


def open_notice(scene: Scene[Of]) -> str:
    """Open a notice: its author sees that it was read."""
    replies.opened(scene.room, scene.key(scene.args.of), scene.post, scene.operator)
    return ""


def read_back(scene: Scene[At]) -> str:
    """Read the place of a notice back."""
    replies.read_back(scene.room, scene.key(scene.args.of), scene.args.point, scene.post, scene.operator)
    return ""


def understood(scene: Scene[Of]) -> str:
    """Say that a notice was understood."""
    replies.understood(scene.room, scene.key(scene.args.of), scene.post, scene.operator)
    return ""


def ask(scene: Scene[Worded]) -> str:
    """Ask about a notice."""
    key, code, words = scene.key(scene.args.of), scene.args.code, _words(scene.args)
    replies.question(scene.room, key, code, words, scene.post, scene.operator)
    return ""


def answer(scene: Scene[Worded]) -> str:
    """Answer a notice, or what was asked about an own one."""
    key, code, words = scene.key(scene.args.of), scene.args.code, _words(scene.args)
    replies.answer(scene.room, key, code, words, scene.post, scene.operator)
    return ""


def _words(args: Worded) -> Text | None:
    return trilingual(args.words) if args.words.en else None


def ask_release(scene: Scene[PassOn]) -> str:
    """Ask the originator of a thing to release it to a third party: nobody passes on what another said."""
    key = scene.key(scene.args.of)
    return onward.ask_release(scene.room, key, scene.args.to, None, scene.post, scene.operator).version.key


def grant(scene: Scene[PassOn]) -> str:
    """Release what was asked for, at once, with every hit acknowledged that the picture shows."""
    key = scene.key(scene.args.of)
    terms = Release(party=scene.args.to)
    onward.grant(scene.room, key, terms, (), scene.post, scene.operator)
    if onward.held_grant(scene.room, key) is not None:
        onward.release_now(scene.room, key, scene.post, scene.operator)
    return ""


VERBS: dict[str, Verb] = {
    "announce": Verb(Announce, announce, nothing, makes="notice"),
    "amend": Verb(At, amend, about),
    "open": Verb(Of, open_notice, about),
    "read_back": Verb(At, read_back, about),
    "understood": Verb(Of, understood, about),
    "ask": Verb(Worded, ask, about),
    "answer": Verb(Worded, answer, about),
    "ask_release": Verb(PassOn, ask_release, about, makes="release_request"),
    "grant": Verb(PassOn, grant, about),
}
