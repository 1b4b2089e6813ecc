"""Peers that lie about logs, heads and signatures: what is not proved is not kept, and no store is poisoned by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from commonground.errors import (
    BadProof,
    BadSignature,
    Corrupt,
    MalformedMessage,
    NotPermitted,
    Refused,
    Untrusted,
)
from commonground.log.checkpoint import Checkpoint, cosign, cosigners_of, open_checkpoint, sign_checkpoint
from commonground.log.keys import SigningKey
from commonground.log.note import SIGNATURES_MAX, parse_note
from commonground.log.statement_body import canonical, entry_of
from commonground.room import federate, witness
from commonground.room.audit import audit_store
from commonground.room.context import Room
from commonground.room.ports import Page
from commonground.room.rows_delivery import Deliveries
from tests.fault.test_hostile_statements import forge, statement
from tests.fault.test_node_faults import check_node
from tests.property.test_noninterference import everything_stored
from tests.worlds import HOUR_MS, T0_MS, World, announce, key, make_world, notice, volume


def world_with(count: int = 3, *, carried: bool = False) -> World:
    world = make_world()
    for number in range(count):
        world.say("A", announce(notice(volume(34 + 0.3 * number, 31)), "B", immediate=True))
    if carried:
        world.carry("A", "B")
    return world


def page_of(world: World, start: int = 0) -> Page:
    origin = world.log("A", "B")
    page = world.nodes["A"].run_now(lambda room: federate.serve_page(room, "B", origin, start, 100))
    assert page is not None
    return page


def accept(world: World, page: Page) -> federate.Accepted:
    return world.nodes["B"].run_now(lambda room: federate.accept_page(room, "A", page))


def refused(world: World, page: Page, error: type[Exception]) -> Exception:
    """B takes nothing of the page, is the same byte for byte, and takes the true one after it."""
    before = everything_stored(world.room("B"))
    with pytest.raises(error) as raised:
        accept(world, page)
    assert everything_stored(world.room("B")) == before
    if isinstance(raised.value, Untrusted):
        assert raised.value.evidence, "there is something to show"
    world.carry("A", "B")
    assert world.room("B").ledger.size(world.log("A", "B")) == world.room("A").ledger.size(
        world.log("A", "B")
    )
    check_node(world.room("B"))
    return raised.value


# -- pages ----------------------------------------------------------------------------------------------------------


def test_an_entry_without_its_words_is_not_cosigned() -> None:
    """Else A could prove by B's own signature that B was told what B never saw."""
    world = world_with()
    page = page_of(world)
    held_back = replace(page, rows=(page.rows[0], (page.rows[1][0], None), page.rows[2]))
    error = refused(world, held_back, BadProof)
    assert "entry 1" in str(error)


def test_words_that_were_deleted_may_be_missing() -> None:
    world = make_world()
    forge(world, statement())
    world.cut = {frozenset(("A", "B"))}
    gone = statement(kind="notice", action="deleted", version=2, body={"leaves": [1]})

    def write(room: Room) -> None:
        origin = world.log("A", "B")
        for body in (statement(entity="N-2"), gone):
            room.store.append_own(origin, room.ledger.size(origin), entry_of(body), body, T0_MS)
            room.ledger.tree(origin).append([entry_of(body)])
        room.store.delete_body(origin, 1)

    world.nodes["A"].run_now(write)
    world.cut = set()
    world.carry("A", "B")
    assert world.room("B").ledger.size(world.log("A", "B")) == 3
    check_node(world.room("B"))


def test_a_deletion_covers_what_it_names_and_no_more() -> None:
    world = world_with(2)
    forged = canonical({"salt": "ab" * 32, "saying": {"action": "deleted", "body": {"leaves": [0]}}})

    def write(room: Room) -> None:
        origin = world.log("A", "B")
        room.store.append_own(origin, 2, entry_of(forged), forged, T0_MS)
        room.ledger.tree(origin).append([entry_of(forged)])

    world.nodes["A"].run_now(write)
    page = page_of(world)
    with pytest.raises(BadProof, match="entry 1"):
        accept(world, replace(page, rows=((page.rows[0][0], None), (page.rows[1][0], None), page.rows[2])))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda page: replace(page, rows=()), Refused),
        (lambda page: replace(page, start=1), Refused),
        (lambda page: replace(page, start=-1), Refused),
        (lambda page: replace(page, origin="commonground/test/A/to/J"), Refused),
        (lambda page: replace(page, origin="commonground/test/A"), Refused),
        (lambda page: replace(page, origin="commonground/test/J/to/B"), Refused),
        (lambda page: replace(page, origin="commonground/other/A/to/B"), BadProof),
        (lambda page: replace(page, rows=(page.rows[0], (bytes(32), page.rows[1][1]), page.rows[2])), BadProof),
        (lambda page: replace(page, rows=(page.rows[0], (page.rows[1][0], b"{}"), page.rows[2])), BadProof),
        (lambda page: replace(page, rows=(page.rows[0], (page.rows[1][0], b""), page.rows[2])), BadProof),
        (lambda page: replace(page, rows=page.rows[:2]), BadProof),
        (lambda page: replace(page, rows=(*page.rows, page.rows[0])), BadProof),
        (lambda page: replace(page, checkpoint=""), MalformedMessage),
        (lambda page: replace(page, checkpoint="hello\n"), MalformedMessage),
        (lambda page: replace(page, checkpoint=page.checkpoint * 2), (MalformedMessage, Untrusted)),
        (lambda page: replace(page, checkpoint=page.checkpoint.split("\n\n")[0] + "\n"), MalformedMessage),
    ],
)  # fmt: skip
def test_a_page_that_does_not_fit(change: Callable[[Page], Page], error: Any) -> None:
    world = world_with()
    refused(world, change(page_of(world)), error)


@pytest.mark.parametrize(
    "body", [b'{"b":1,"a":2,"salt":"' + b"0" * 64 + b'"}', b"hello", b'{"salt":"00"}', b'{"a":1.5}', b"[]"]
)
def test_a_body_that_is_no_body_is_never_mirrored(body: bytes) -> None:
    """The entry is in the signed tree and its bytes hash to it, and yet they are no canonical JSON."""
    world = world_with(1, carried=True)

    def write(room: Room) -> None:
        origin = world.log("A", "B")
        room.store.append_own(origin, room.ledger.size(origin), entry_of(body), body, T0_MS)
        room.ledger.tree(origin).append([entry_of(body)])

    world.nodes["A"].run_now(write)
    with pytest.raises(BadProof) as error:
        accept(world, page_of(world, 1))
    assert body.hex() in str(error.value.evidence)
    assert world.room("B").ledger.size(world.log("A", "B")) == 1
    world.say("J", announce(notice(volume(40.0)), "B"))
    world.carry("J", "B")
    check_node(world.room("B"))


# -- signatures -----------------------------------------------------------------------------------------------------

OTHER = SigningKey.from_seed(b"\x07" * 32, "A.test.invalid")


def resigned(page: Page, *keys: SigningKey) -> Page:
    """The same head, signed by others."""
    text = Checkpoint.parse(parse_note(page.checkpoint).text)
    notes = [sign_checkpoint(text, one) for one in keys]
    return replace(page, checkpoint=notes[0] + "".join(note.split("\n\n")[1] for note in notes[1:]))


@pytest.mark.parametrize("signers", [(key("J"),), (key("B"),), (OTHER,), (OTHER, key("J"))], ids=len)
def test_a_head_that_its_author_did_not_sign(signers: tuple[SigningKey, ...]) -> None:
    world = world_with()
    refused(world, resigned(page_of(world), *signers), BadSignature)


def test_a_head_of_another_log_of_the_same_author() -> None:
    world = world_with()
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    heads = world.room("A").store.checkpoint(world.heads("A"))
    assert heads is not None
    refused(world, replace(page_of(world), checkpoint=heads[1]), BadSignature)


def test_what_a_peer_writes_beside_its_signature_is_not_kept() -> None:
    """Lines under other names would fail B's own audit, and lines under B's name would pass for B's cosignature."""
    world = world_with()
    page = page_of(world)
    forged = [
        cosign(page.checkpoint, key("J"), 7), cosign(page.checkpoint, OTHER, 7), *(
            resigned(page, SigningKey.from_seed(bytes([n] * 32), name)).checkpoint.split("\n\n")[1]
            for n, name in ((3, "A.test.invalid"), (4, "B.test.invalid"), (5, "nobody.invalid"))
        ),
    ]  # fmt: skip
    own = page.checkpoint.split("\n\n")[1]
    accept(world, replace(page, checkpoint=page.checkpoint + "".join(forged) + own))
    held = world.room("B").store.checkpoint(world.log("A", "B"))
    assert held is not None
    lines = [(line.name, line.key_id) for line in parse_note(held[1]).signatures]
    assert lines == [(key("A").verifier.name, key("A").verifier.key_id),
                     (key("B").verifier.cosigner.name, key("B").verifier.cosigner.key_id)]  # fmt: skip
    check_node(world.room("B"))


# -- cosignatures ---------------------------------------------------------------------------------------------------


def head(world: World, origin: str) -> tuple[int, str]:
    held = world.room("A").store.checkpoint(origin)
    assert held is not None
    return held


def give(world: World, caller: str, origin: str, size: int, line: str) -> None:
    world.nodes["A"].run_now(lambda room: federate.accept_cosignature(room, caller, origin, size, line))


def world_with_heads() -> tuple[World, str, str]:
    """A's log to B and A's heads log, which everybody may read; both cosigned by B."""
    world = world_with()
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    world.carry("A", "B")
    return world, world.log("A", "B"), world.heads("A")


def test_a_caller_writes_no_name_but_its_own() -> None:
    world, origin, heads = world_with_heads()
    for log in (origin, heads):
        size, note = head(world, log)
        wrong = [
            cosign(note, key("J"), 7), cosign(note, OTHER, 7), note.split("\n\n")[1].splitlines(keepends=True)[0],
            cosign(note, SigningKey.from_seed(b"\x09" * 32, "B.test.invalid"), 7), "", "hello",
            "— B.test.invalid AAAA\n",
            cosign(note, key("B"), 8) * 2, cosign(note, key("B"), 8).rstrip("\n"),
        ]  # fmt: skip
        for line in wrong:
            with pytest.raises((Refused, Untrusted)):
                give(world, "B", log, size, line)
        assert head(world, log) == (size, note)
    check_node(world.room("A"))


def test_a_caller_cannot_fill_a_head_that_others_need() -> None:
    """Two hundred true cosignatures of one head: the first stays, and J still gets the heads log."""
    world, _, heads = world_with_heads()
    size, note = head(world, heads)
    for second in range(SIGNATURES_MAX + 20):
        give(world, "B", heads, size, cosign(note, key("B"), 1_000 + second))
    assert head(world, heads) == (size, note)
    assert cosigners_of(note, [key("B").verifier.cosigner])["B.test.invalid"] == T0_MS // 1000, (
        "the first one"
    )
    world.carry("A", "J")
    assert world.room("J").ledger.size(heads) == 1
    check_node(world.room("A"))


@pytest.mark.parametrize("size", [0, -1, 4, 10**9])
def test_a_cosignature_of_a_size_that_never_was(size: int) -> None:
    world, origin, _ = world_with_heads()
    _, note = head(world, origin)
    with pytest.raises(Refused):
        give(world, "B", origin, size, cosign(note, key("B"), 8))


def test_a_cosignature_of_another_head() -> None:
    world, origin, heads = world_with_heads()
    for log, other in ((origin, heads), (heads, origin)):
        with pytest.raises(BadSignature):
            give(world, "B", log, 1, cosign(head(world, other)[1], key("B"), 8))
    with pytest.raises(BadSignature):
        give(world, "B", origin, 1, cosign(head(world, origin)[1], key("B"), 8))


@pytest.mark.parametrize("caller", ["J", "B"])
def test_nobody_cosigns_what_it_may_not_read(caller: str) -> None:
    world, origin, _ = world_with_heads()
    for log in ("commonground/test/A", "commonground/test/A/to/X", "commonground/test/J/heads",
                origin if caller == "J" else world.log("A", "J")):  # fmt: skip
        with pytest.raises(NotPermitted) as error:
            give(world, caller, log, 1, "")
        assert str(error.value) == "origin: no such log for this caller", "whether it exists or not"


def test_a_peer_that_never_cosigns_is_told_all_the_same() -> None:
    """A's log grows, B mirrors, and A shows that nothing was acknowledged. The first cosignature covers all."""
    world = make_world()
    origin = world.log("A", "B")
    silent = world.nodes["A"].run_now
    for number in range(3):
        said = world.say("A", announce(notice(volume(34 + 0.3 * number, 31)), "B", immediate=True))
        page = silent(lambda room, n=number: federate.serve_page(room, "B", origin, n, 10))
        accepted = world.nodes["B"].run_now(lambda room, p=page: federate.accept_page(room, "A", p))
        assert Deliveries().delivered_ms(world.room("A"), "B", number) is None
        assert said.outcomes[0].leaf == number
    room = world.room("A")
    _, size, _, note = room.ledger.receipt(origin, 0)
    assert size == 3
    assert cosigners_of(note, [key("B").verifier.cosigner]) == {}
    world.clock.go_on(HOUR_MS)
    silent(lambda room: federate.accept_cosignature(room, "B", origin, accepted.size, accepted.line))
    assert [Deliveries().delivered_ms(room, "B", leaf) for leaf in range(3)] == [T0_MS] * 3
    check_node(room)


# -- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("caller", ["B", "J"])
def test_nobody_learns_of_other_logs(caller: str) -> None:
    """The answer is the same for a log that exists and one that does not."""
    world, _, _ = world_with_heads()
    world.say("A", announce(notice(volume(40.0)), "J"))
    other = {"B": "J", "J": "B"}[caller]
    said = set()
    for origin in (world.log("A", other), "commonground/test/A", "commonground/test/A/to/X", "commonground/test/A/to/A",
                   "commonground/test/B/heads", "", "commonground/test/A/heads/"):  # fmt: skip
        for act in (federate.serve_page,):
            with pytest.raises(NotPermitted) as error:
                world.nodes["A"].run_now(lambda room, o=origin, a=act: a(room, caller, o, 0, 10))
            said.add(str(error.value))
        with pytest.raises(NotPermitted) as error:
            world.nodes["A"].run_now(lambda room, o=origin: federate.open_content(room, caller, o, 0))
        said.add(str(error.value))
    assert said == {"origin: no such log for this caller"}


@pytest.mark.parametrize("rows_max", [-5, 0, 1, 10**9])
def test_a_page_has_one_row_at_least_and_not_without_end(rows_max: int) -> None:
    world = world_with(3)
    page = world.nodes["A"].run_now(
        lambda room: federate.serve_page(room, "B", world.log("A", "B"), 0, rows_max)
    )
    assert page is not None
    assert len(page.rows) == (3 if rows_max > 3 else 1)
    assert page.more == (rows_max <= 3)


def test_nobody_is_served_who_cosigned_what_else() -> None:
    """A page of the heads log carries the author's signature alone."""
    world, _, heads = world_with_heads()
    page = world.nodes["A"].run_now(lambda room: federate.serve_page(room, "J", heads, 0, 10))
    assert page is not None
    assert [line.name for line in parse_note(page.checkpoint).signatures] == ["A.test.invalid"]


# -- openings -------------------------------------------------------------------------------------------------------


def test_only_one_s_own_place_is_opened() -> None:
    world, origin, _ = world_with_heads()
    world.say("A", announce(notice(volume(40.0)), "J"))
    world.nodes["A"].run_now(lambda room: witness.append_heads(room, T0_MS))
    opened = [witness.commitment_opening(world.room("A"), "B", index) for index in (0, 1)]
    assert all(one is not None and one[1].startswith(origin + "\n") for one in opened)
    texts = repr([witness.commitment_opening(world.room("A"), "B", index) for index in range(-1, 4)])
    assert "to/J" not in texts
    assert witness.commitment_opening(world.room("A"), "B", 2) is None


def test_an_opening_is_held_against_what_is_mirrored() -> None:
    world, origin, _ = world_with_heads()
    found = witness.commitment_opening(world.room("A"), "B", 0)
    assert found is not None
    salt, text = found
    room = world.room("B")
    assert witness.check_opening(room, "A", 0, salt, text).size == 3
    others = witness.commitment_opening(world.room("A"), "J", 0)
    assert others is not None
    wrong = [(bytes(32), text), (salt, text.replace("\n3\n", "\n2\n")), others, (salt, text.replace("to/B", "to/J")),
             (salt[:31], text)]  # fmt: skip
    for one in wrong:
        with pytest.raises(BadProof) as error:
            witness.check_opening(room, "A", 0, *one)
        assert error.value.evidence
    for index in (1, -1, 10**6):
        with pytest.raises(Refused):
            witness.check_opening(room, "A", index, salt, text)
    with pytest.raises(MalformedMessage):
        witness.check_opening(room, "A", 0, salt, "")
    assert open_checkpoint(head(world, origin)[1], key("A").verifier).size == 3


def test_a_commitment_to_another_history_is_held_against_it() -> None:
    world = world_with(carried=True)
    origin = world.log("A", "B")
    other = sign_checkpoint(Checkpoint(origin, 3, entry_of(b"another")), key("A"))

    def lie(room: Room) -> None:
        true = room.store.checkpoint(origin)
        room.store.put_checkpoint(origin, 3, other)
        witness.append_heads(room, T0_MS)
        room.store.put_checkpoint(origin, *true)  # type: ignore[misc]

    world.nodes["A"].run_now(lie)
    world.carry("A", "B")
    found = witness.commitment_opening(world.room("A"), "B", 0)
    assert found is not None
    with pytest.raises(BadProof, match="another history") as error:
        witness.check_opening(world.room("B"), "A", 0, *found)
    assert set(error.value.evidence) == {"heads", "text", "mirrored_root"}
    kept = world.nodes["B"].run_now(
        lambda room: federate.keep_evidence(room, "A", error.value.reason, error.value.evidence)
    )
    assert world.room("B").store.document("evidence", kept)
    check_node(world.room("B"))


# -- giving back ----------------------------------------------------------------------------------------------------


def tail_of(world: World) -> tuple[World, Page]:
    """A fresh node of A, as after the loss of everything, and what B gives back."""
    page = world.nodes["B"].run_now(lambda room: federate.serve_tail(room, "A", world.log("A", "B"), 0))
    assert page is not None
    return make_world(), page


def test_a_tail_is_taken_back_with_the_keeper_s_cosignature_and_no_other_line() -> None:
    fresh, page = tail_of(world_with(carried=True))
    junk = cosign(page.checkpoint, key("J"), 7) + cosign(page.checkpoint, OTHER, 7)
    with_junk = replace(page, checkpoint=page.checkpoint + junk)
    node = fresh.nodes["A"]
    assert node.run_now(lambda room: federate.restore_tail(room, "B", with_junk)) == 3
    held = node.room.store.checkpoint(page.origin)
    assert held is not None
    assert set(cosigners_of(held[1], [key("B").verifier.cosigner])) == {"B.test.invalid"}
    assert len(parse_note(held[1]).signatures) == 2
    found = audit_store(node.room.store, node.room.charter, node.room.verifiers)
    assert not any(found.values()), found


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda page: replace(page, rows=page.rows[:2]), BadProof),
        (lambda page: replace(page, rows=page.rows[::-1]), Untrusted),
        (lambda page: replace(page, start=1), Refused),
        (lambda page: replace(page, rows=((page.rows[0][0], page.rows[1][1]), *page.rows[1:])), BadProof),
        (lambda page: resigned(page, key("B")), BadSignature),
        (lambda page: resigned(page, OTHER), BadSignature),
    ],
)  # fmt: skip
def test_a_tail_that_is_not_one_s_own_is_not_taken(change: Callable[[Page], Page], error: Any) -> None:
    fresh, page = tail_of(world_with(carried=True))
    node = fresh.nodes["A"]
    before = everything_stored(node.room)
    with pytest.raises(error):
        node.run_now(lambda room: federate.restore_tail(room, "B", change(page)))
    assert everything_stored(node.room) == before
    assert node.run_now(lambda room: federate.restore_tail(room, "B", page)) == 3
    check_node(node.room)


def test_who_says_that_it_holds_more_is_not_confirmed() -> None:
    world = world_with()
    room = world.room("A")
    room.unconfirmed = {"B"}
    with pytest.raises(Corrupt):
        world.nodes["A"].run_now(lambda r: federate.confirm(r, "B", {world.log("A", "B"): 4}))
    assert room.unconfirmed == {"B"}
