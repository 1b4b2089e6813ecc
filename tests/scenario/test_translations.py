"""A free text and who put it into another language: the author by amending, anybody else beside it, to the author."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import NotPermitted, Refused
from commonground.picture.blocks import Reference
from commonground.picture.charter import log_to
from commonground.picture.entity import Notice
from commonground.picture.statement import Release, Statement
from commonground.picture.translation import TextTranslation
from commonground.record import plain, replace
from commonground.room.contradicting import CONTRADICTS
from commonground.room.rows import Look
from commonground.room.rows_index import RowsIndex
from commonground.room.submit import Command, submit
from commonground.room.translations import translate, translation_rows
from tests.worlds import T0_MS, World, announce, charter, make_world, notice

WORDS = "ابقوا دون المستوى 100"


def told_of_a_notice() -> tuple[World, str]:
    """A world in which A announced something to B and J, with remarks in English."""
    world = make_world()
    said = world.say("A", announce(notice(text="stay below FL100"), "B", "J"))
    world.carry_all()
    return world, said.version.key


def put(world: World, party: str, key: str, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "part": "remarks",
        "lang": "ar",
        "words": WORDS,
        "made_by": "human",
        "post": "interpreter",
    }
    values = {**given, **changes}
    done = world.nodes[party].run_now(
        lambda room: translate(room, key, values["part"], values["lang"], values["words"], values["made_by"],
                               values["post"], "ibn")
    )  # fmt: skip
    world.carry_all()
    return done


def rows(world: World, party: str, key: str) -> list[dict[str, Any]]:
    def look(room: Any) -> list[dict[str, Any]]:
        index = RowsIndex()
        index.keep_up(room)
        return translation_rows(Look(room=room, index=index, now_ms=room.clock.now_ms()), key)

    return world.nodes[party].run_now(look)


def test_a_translation_of_anothers_text_goes_to_its_author_and_to_nobody_else() -> None:
    world, key = told_of_a_notice()
    room_j = world.nodes["J"].room
    before = {one: room_j.ledger.size(log_to(room_j.charter, one, "J")) for one in ("A", "B")}
    put(world, "B", key)
    for party in ("A", "B"):
        (row,) = rows(world, party, key)
        assert (row["party"], row["post"], row["made_by"], row["lang"]) == ("B", "interpreter", "human", "ar")
        assert row["text"] == WORDS
    assert rows(world, "J", key) == []
    assert before == {one: room_j.ledger.size(log_to(room_j.charter, one, "J")) for one in ("A", "B")}


def test_the_text_itself_is_not_touched_and_a_better_translation_amends_the_first() -> None:
    world, key = told_of_a_notice()
    put(world, "B", key)
    put(world, "B", key, words="ابقوا دون FL100")
    put(world, "B", key, words="حرفياً", made_by="machine")
    assert [(one["made_by"], one["text"]) for one in rows(world, "A", key)] == [
        ("human", "ابقوا دون FL100"), ("machine", "حرفياً"),
    ]  # fmt: skip
    body = world.nodes["A"].room.view.get(key).body
    assert isinstance(body, Notice)
    assert body.remarks.translations == ()


def test_an_own_text_is_amended_and_everybody_who_was_told_gets_it_with_the_post() -> None:
    world, key = told_of_a_notice()
    put(world, "A", key)
    for party in ("A", "B", "J"):
        version = world.nodes[party].room.view.get(key)
        assert isinstance(version.body, Notice)
        (made,) = version.body.remarks.translations
        assert (made.lang, made.text, made.made_by, made.post) == ("ar", WORDS, "human", "interpreter")
        assert version.version == 2
        assert rows(world, party, key) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"lang": "en"}, "lang"), ({"part": "contact"}, "part"), ({"part": "no.such"}, "part"),
     ({"words": " … "}, "text"), ({"words": "a\u202eb"}, "text")],
)  # fmt: skip
def test_what_is_no_translation_is_refused_with_its_field(changes: dict[str, Any], field: str) -> None:
    world, key = told_of_a_notice()
    with pytest.raises(Refused) as caught:
        put(world, "B", key, **changes)
    assert caught.value.field.endswith(field)


def test_without_a_post_nobody_translates() -> None:
    world, key = told_of_a_notice()
    with pytest.raises(NotPermitted):
        put(world, "B", key, post="")


def test_a_translation_of_what_is_not_the_recipients_goes_nowhere_and_is_evidence_where_it_comes_from() -> (
    None
):
    world, key = told_of_a_notice()
    author, _, entity = key.partition("/")
    body = TextTranslation(about=Reference(author=author, entity=entity), about_version=1, part="remarks", lang="ar",
                           text=WORDS, made_by="human")  # fmt: skip
    done = world.nodes["B"].run_now(
        lambda room: submit(room, Command(
            kind="translation", action="establish", post="interpreter", body=body, releases=(Release(party="J"),)))
    )  # fmt: skip
    world.carry_all()
    assert [one.leaf for one in done.outcomes] == [None]
    assert rows(world, "J", key) == []
    statement = Statement(
        schema="commonground/1", room="test", author="B", recipient="J", post="interpreter", kind="translation",
        entity="TR-1", action="establish", version=1, t_released_ms=T0_MS, salt="", body=plain(body),
    )  # fmt: skip
    assert "not J's" in CONTRADICTS["translation"](charter(), {}, statement)
    assert CONTRADICTS["translation"](charter(), {}, replace(statement, recipient="A")) == ""
