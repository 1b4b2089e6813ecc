"""T-8: what B may not see leaves no trace in anything that B's node stores or serves.

Two worlds run the same script; one of them holds sites that J released to A and not to B, and everything that A and J
say to each other about them: also that A asks J to release them to B, that J refuses or is silent, and that it says
yes where B holds a thing already.

With the same clock and the same salts per log, every byte of B's store must be equal.
The commitments of heads logs are replaced by ones that hang on the salt alone: they hide computationally, so equal
bytes can only be asked of what B could open (docs/decisions, "what is signed").
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonground.errors import MissingKeys, Refused
from commonground.picture.blocks import Reference, Text
from commonground.picture.entity import Link, Position, Receipt, ReleaseAnswer, ReleaseRequest, Reply
from commonground.picture.statement import Release
from commonground.picture.version import Version
from commonground.record import encode_canonical, replace
from commonground.room import asked, onward, witness
from commonground.room.context import Room
from commonground.room.submit import Command, release_to, submit, withdraw_from
from commonground.room.watch import alert_rows, due_rows, tick
from tests.worlds import HOUR_MS, T0_MS, TestSalt, World, announce, make_world, notice, report, site, volume


@dataclass(frozen=True)
class Step:
    what: str
    party: str
    number: int
    to: tuple[str, ...]
    precision: str
    hidden: bool


steps = st.builds(
    Step,
    what=st.sampled_from(
        [
            "notice",
            "site",
            "position",
            "read",
            "receipt",
            "link",
            "carry",
            "heads",
            "tick",
            "withdraw",
            "amend",
            "request",
            "grant",
            "refuse",
            "wait",
        ]
    ),
    party=st.sampled_from(["A", "B", "J"]),
    number=st.integers(0, 2),
    to=st.sampled_from([("A",), ("B",), ("A", "B"), ("B", "J"), ("A", "B", "J"), ()]),
    precision=st.sampled_from(["exact", "cell", "district"]),
    hidden=st.booleans(),
)


def run(script: Sequence[Step], *, with_hidden: bool) -> World:
    """Play a script; hidden steps are J's sites for A alone and what A and J say about them."""
    world = make_world(salt=TestSalt(commit=lambda salt, text: hashlib.sha256(salt).digest()))
    for number, one in enumerate(script):
        world.clock.ms = T0_MS + number * 60_000 + waited(script[:number])
        if one.hidden:
            if with_hidden:
                play_hidden(world, one)
        else:
            play(world, one)
    world.clock.ms = max(world.clock.ms, T0_MS) + HOUR_MS
    world.carry_all()
    return world


def waited(script: Sequence[Step]) -> int:
    """Half a day for each step that waits, so that some requests meet no answer in time."""
    return sum(12 * HOUR_MS for one in script if one.what == "wait" and not one.hidden)


def play_hidden(world: World, step: Step) -> None:
    body = site(36.5 + step.number * 0.01, 33.0, name=f"Hidden {step.number}")
    amend_unseen(world, step)
    seen = world.room("J").view.of_kind("site")
    if not any(version.body == body for version in seen):
        world.say("J", report(body, Release(party="A", precision=step.precision)))  # type: ignore[arg-type]
    world.carry("J", "A")
    for version in list(world.room("A").view.of_kind("site")):
        if version.author == "J" and "Hidden" in version.body.name.en:  # type: ignore[union-attr]
            about = Reference(author="J", entity=version.entity)
            # B is named as a recipient too: the policy, not the sender's care, must keep it from B.
            position = Position(about=about, stance="agrees", reason=Text(lang="en", text=""))
            say_once(world, "A", "position", position, ("B",))
            say_once(world, "A", "receipt", Receipt(about=about, how="opened"), ("B",))
    ask_unseen(world, step)
    world.carry("A", "J")
    answer_unseen(world, step)


def ask_unseen(world: World, step: Step) -> None:
    """A asks J to release to B what only A holds, and what B holds already; both are J's."""
    for version in list(world.room("A").view.of_kind("site")):
        hidden = "Hidden" in version.body.name.en  # type: ignore[union-attr]
        held = version.key in world.room("B").view.picture.entities
        if version.author == "J" and (hidden or (held and step.number == 1)):
            body = ReleaseRequest(about=Reference(author="J", entity=version.entity), to="B")
            # B is named as a recipient too: the policy, not the sender's care, must keep it from B.
            try_say(world, "A", "release_request", body, ("J", "B"))


def answer_unseen(world: World, step: Step) -> None:
    """J refuses, or is silent, or says yes where B holds it already and nothing is left to tell."""
    for request, body in list(asked.requests(world.room("J"))):
        item = world.room("J").view.picture.get(body.about)
        if request.author != "A" or body.to != "B" or item is None or step.number == 0:
            continue
        if any(one.party == "B" for one in item.releases):
            act(world, "J", lambda room, key=request.key: grant_now(room, key))
        else:
            answer = ReleaseAnswer(about=Reference(author="A", entity=request.entity), outcome="refused")
            try_say(world, "J", "release_answer", answer, ("A", "B"))
    world.carry("J", "A")


def act(world: World, party: str, command: Callable[[Room], object]) -> None:
    """Do what may be refused: by then it was answered, has ended, or is not held any more."""
    with contextlib.suppress(Refused):
        world.nodes[party].run_now(command)


def try_say(world: World, party: str, kind: str, body: Any, to: tuple[str, ...]) -> None:
    releases = tuple(Release(party=one) for one in to)
    command = Command(kind=kind, action="establish", post="watch_officer", body=body, releases=releases)
    act(world, party, lambda room: submit(room, command))


def grant_now(room: Room, key: str, precision: Any = "cell") -> None:
    """Release for a request, with every hit acknowledged, and do not wait for the hold."""
    terms, hits = Release(party="", precision=precision), ()
    try:
        done = onward.grant(room, key, terms, hits, "watch_officer", "")
    except MissingKeys as missing:
        hits = tuple(str(hit["key"]) for hit in missing.detail["missing"])  # type: ignore[index,attr-defined,assignment]
        done = onward.grant(room, key, terms, hits, "watch_officer", "")
    if isinstance(done, onward.HeldGrant):
        onward.release_now(room, key, "watch_officer", "")


def amend_seen(world: World, step: Step) -> None:
    """The party changes the status of its open sites: every recipient is told."""
    for version in list(world.room(step.party).view.of_kind("site")):
        if version.author == step.party and "Open" in version.body.name.en:  # type: ignore[union-attr]
            body = replace(version.body, status="inactive" if step.number else "active")
            if body != version.body:
                world.say(step.party, report(body, *version.releases, entity=version.entity, action="amend"))


def amend_unseen(world: World, step: Step) -> None:
    """J changes what it never shows of its open sites: a version that no recipient is told of."""
    for version in list(world.room("J").view.of_kind("site")):
        if version.author == "J" and "Open" in version.body.name.en:  # type: ignore[union-attr]
            body = replace(version.body, evidence=(f"photograph {step.number}",))
            if body != version.body:
                world.say("J", report(body, *version.releases, entity=version.entity, action="amend"))


def play(world: World, step: Step) -> None:
    to = tuple(party for party in step.to if party != step.party)
    place = 36.5 + step.number * 0.01
    match step.what:
        case "notice":
            say_with_hits(
                world, step.party, announce(notice(volume(place, 33.0), text=f"n{step.number}"), *to)
            )
        case "site":
            releases = [Release(party=party, precision=step.precision) for party in to]  # type: ignore[arg-type]
            body = site(place, 33.01, name=f"Open {step.party}{step.number}")
            # By name: a hidden amendment changes the body, and a script must not hang on that.
            own = world.room(step.party).view.of_kind("site")
            if not any(one.author == step.party and one.body.name == body.name for one in own):  # type: ignore[union-attr]
                world.say(step.party, report(body, *releases))
        case "carry":
            for other in world.nodes:
                if other != step.party:
                    world.carry(step.party, other)
        case "amend":
            amend_seen(world, step)
        case "heads":
            world.nodes[step.party].run_now(lambda room: witness.append_heads(room, room.clock.now_ms()))
        case "tick":
            world.nodes[step.party].run_now(lambda room: tick(room, room.clock.now_ms()))
        case "wait":
            pass
        case "request" | "grant" | "refuse":
            play_request(world, step)
        case _:
            play_about(world, step, to)


def play_about(world: World, step: Step, to: tuple[str, ...]) -> None:
    """Statements about what the party sees and that is not hidden."""
    view = world.room(step.party).view
    if step.what == "withdraw":
        withdraw_or_release(world, step)
        return
    kind = "notice" if step.what == "read" else "site"
    known = [one for one in view.of_kind(kind) if "Hidden" not in encode_canonical(one.body).decode()]
    known.sort(key=lambda version: version.key)
    if not known:
        return
    first = known[step.number % len(known)]
    about = Reference(author=first.author, entity=first.entity)
    if step.what == "link" and len(known) > 1:
        second = known[(step.number + 1) % len(known)]
        body = Link(first=about, second=Reference(author=second.author, entity=second.entity))
        say_once(world, step.party, "link", body, to)
    elif first.author == step.party:
        return
    elif step.what == "position":
        body_position = Position(about=about, stance="no_knowledge", reason=Text(lang="en", text=""))
        say_once(world, step.party, "position", body_position, to)
    elif step.what == "read":
        say_once(world, step.party, "reply", Reply(about=about, about_version=first.version, what="read"), to)
    elif step.what == "receipt":
        say_once(world, step.party, "receipt", Receipt(about=about, how="printed"), to)


def play_request(world: World, step: Step) -> None:
    """Ask for what the party sees and that is not hidden, or answer the first of what it was asked for so."""
    room = world.room(step.party)
    if step.what == "request":
        known = [one for one in room.view.versions() if one.kind in ("site", "notice") and is_open(one)]
        known = sorted((one for one in known if one.author != step.party), key=lambda one: one.key)
        if step.number < len(known):
            key, author = known[step.number].key, known[step.number].author
            [third] = {"A", "B", "J"} - {step.party, author}
            act(
                world,
                step.party,
                lambda room: onward.ask_release(room, key, third, None, "watch_officer", ""),
            )
        return
    found = [
        request
        for request, body in asked.requests(room)
        if body.about.author == step.party
        and ((item := room.view.picture.get(body.about)) is None or is_open(item))
        and asked.standing_of(room, request, room.clock.now_ms()).answer is None
    ]
    # By what is asked for: a hidden request of another party would change an order by ids or by arrival.
    found.sort(key=lambda one: encode_canonical(one.body))
    if step.number < len(found):
        key = found[step.number].key
        if step.what == "grant":
            act(world, step.party, lambda room: grant_now(room, key, step.precision))
        else:
            act(world, step.party, lambda room: onward.refuse(room, key, None, "watch_officer", ""))


def is_open(version: Version) -> bool:
    return b"Hidden" not in encode_canonical(version.body)


def withdraw_or_release(world: World, step: Step) -> None:
    """Change who is told of one of the party's own entities, without changing the entity."""
    own = [one for one in world.room(step.party).view.versions() if one.author == step.party]
    own = [
        one for one in own if one.kind in ("site", "notice") and b"Hidden" not in encode_canonical(one.body)
    ]
    own.sort(key=lambda version: version.key)
    if not own:
        return
    one = own[step.number % len(own)]
    told = [release.party for release in one.releases]
    other = next(party for party in ("B", "A", "J") if party != step.party)
    if other in told:
        world.nodes[step.party].run_now(lambda room: withdraw_from(room, one.key, other, "watch_officer", ""))
    else:
        release_with_hits(world, step.party, one.key, Release(party=other, precision=step.precision))  # type: ignore[arg-type]


def release_with_hits(world: World, party: str, key: str, release: Release) -> None:
    """Release to one more, with every hit acknowledged that the check finds by then."""
    hits: tuple[str, ...] = ()
    try:
        world.nodes[party].run_now(lambda room: release_to(room, key, (release,), "watch_officer", ""))
    except MissingKeys as missing:
        hits = tuple(str(hit["key"]) for hit in missing.detail["missing"])  # type: ignore[index,attr-defined]
        world.nodes[party].run_now(lambda room: release_to(room, key, (release,), "watch_officer", "", hits))


def say_once(world: World, party: str, kind: str, body: object, to: tuple[str, ...] = ()) -> None:
    if any(version.body == body for version in world.room(party).view.versions()):
        return
    recipients = {*to, body.about.author if hasattr(body, "about") else ""} - {"", party}
    world.say(
        party,
        Command(
            kind=kind,
            action="establish",
            post="watch_officer",
            body=body,  # type: ignore[arg-type]
            releases=tuple(Release(party=one) for one in sorted(recipients)),
        ),
    )


def say_with_hits(world: World, party: str, command: Command) -> None:
    if any(one.body == command.body and one.author == party for one in world.room(party).view.versions()):
        return
    try:
        world.say(party, command)
    except MissingKeys as missing:
        keys = tuple(str(hit["key"]) for hit in missing.detail["missing"])  # type: ignore[index,attr-defined]
        world.say(
            party, Command(**{**{f: getattr(command, f) for f in command.__slots__}, "acknowledged": keys})
        )


def everything_stored(room: Room) -> list[tuple[str, object]]:
    """Every byte of a node's store, and what it would serve to the others."""
    store = room.store
    found: list[tuple[str, object]] = []
    for origin, size in sorted(store.origins().items()):
        found.append((origin, size))
        found.extend((origin, row) for row in store.entries(origin, 0, size))
        found.extend((origin, tile) for level in range(3) for tile in store.tiles(origin, level))
        found.extend((origin, checkpoint) for checkpoint in store.checkpoints(origin))
    found.extend(("version", row) for row in sorted(store.versions_now(), key=lambda row: row.key))
    found.extend(("pair", row) for row in sorted(store.pairs_as_of(None), key=lambda row: (row.a, row.b)))
    for kind in ("evidence", "draft", "held", "heads"):
        found.extend((kind, document) for document in store.documents(kind))
    return found


def everything_shown(room: Room, now_ms: int) -> bytes:
    probe = notice(volume(36.52, 33.0, radius_m=30_000))
    report = room.view.check(probe, now_ms)
    rows = [due.key + str(due.count) for due in due_rows(room, now_ms)]
    return encode_canonical([report, rows, alert_rows(room, now_ms), room.view.searched()])


def step(what: str, party: str, number: int = 0, to: tuple[str, ...] = (), *, hidden: bool = False) -> Step:
    return Step(what, party, number, to, "exact", hidden)


HIDDEN = step("site", "J", hidden=True)


@settings(max_examples=120, deadline=None)
@given(st.lists(steps, min_size=3, max_size=16))
# A counter over versions that B was not told of.
@example([step("site", "J", to=("B",)), HIDDEN, step("amend", "J", 1)])
# A late recipient that learns that there was an earlier version.
@example([step("site", "J", to=("A",)), HIDDEN, step("withdraw", "J")])
# A refusal, a silence, and a yes about what B holds already.
@example(
    [
        step("site", "J", to=("A", "B")),
        step("carry", "J"),
        step("site", "J", number=1, hidden=True),
        step("wait", "A"),
        step("wait", "A"),
        step("wait", "A"),
        step("tick", "J"),
        step("heads", "J"),
    ]
)
# What B asked for and was asked goes on beside it.
@example([step("site", "J", to=("A", "B")), step("site", "B", to=("A",)), step("carry", "J"), step("carry", "B"),
          step("request", "B"), step("request", "A", 1), HIDDEN, step("carry", "A"), step("carry", "B"),
          step("refuse", "J"), step("grant", "B"), step("tick", "B")])  # fmt: skip
def test_two_worlds_are_the_same_to_b(script: list[Step]) -> None:
    told, untold = run(script, with_hidden=True), run(script, with_hidden=False)
    assert everything_stored(told.room("B")) == everything_stored(untold.room("B"))
    now_ms = told.clock.ms
    assert everything_shown(told.room("B"), now_ms) == everything_shown(untold.room("B"), now_ms)


def test_the_hidden_site_is_really_there() -> None:
    """Guards the property: the worlds do differ, and A's picture shows it."""
    hide = Step("site", "J", 0, (), "exact", True)
    show = Step("notice", "A", 0, ("B",), "exact", False)
    told, untold = run([hide, show], with_hidden=True), run([hide, show], with_hidden=False)
    assert len(list(told.room("A").view.of_kind("site"))) == 1
    assert not list(untold.room("A").view.of_kind("site"))
    assert len(told.room("A").view.pairs) == 1
    assert everything_stored(told.room("A")) != everything_stored(untold.room("A"))


def test_the_hidden_requests_are_really_there() -> None:
    """Guards the property: what A asked for and J refused stands in both their pictures, in one world alone."""
    script = [step("site", "J", to=("A", "B")), step("carry", "J"), step("site", "J", 1, hidden=True)]
    told, untold = run(script, with_hidden=True), run(script, with_hidden=False)
    for party in "AJ":
        outcomes = [one.body.outcome for one in told.room(party).view.of_kind("release_answer")]  # type: ignore[union-attr]
        assert sorted(outcomes) == ["granted", "refused"]
        assert not list(untold.room(party).view.of_kind("release_request"))
    assert not list(told.room("B").view.of_kind("release_request"))
