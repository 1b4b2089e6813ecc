"""T-6: the check says what it found and where it looked, and never that something is not there (see the .md)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from commonground.picture import conflict
from commonground.picture.conflict import ConflictReport, Hit, Searched
from commonground.record import full
from commonground.web.report_rows import report_row
from commonground.web.texts import LANGUAGES
from tests.worlds import T0_MS, announce, make_world, notice, report, site

MESSAGES = Path(__file__).parents[2] / "src" / "commonground" / "web" / "messages"
VERDICTS = {
    "en": r"\b(safe|safely|safety of the area|clear|cleared|all[- ]clear|approved|free of)\b",
    "ar": r"(?<!\w)(آمن|آمنة|خالٍ|خالية|سالك|موافق عليه)(?!\w)",
    "ru": r"\b(безопасно|безопасен|безопасна|чисто|свободно|одобрено)\b",
}


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for member in value.values() for key in keys_of(member)}
    if isinstance(value, list):
        return {key for member in value for key in keys_of(member)}
    return set()


def test_a_report_has_these_fields_and_no_other() -> None:
    assert set(ConflictReport.__struct_fields__) == {
        "report_id", "as_of_ms", "searched", "buffer_m", "hits", "hits_total", "counts_only", "needs_second_post",
    }  # fmt: skip
    assert set(Searched.__struct_fields__) == {"notices", "sites", "logs"}
    assert set(Hit.__struct_fields__) == {
        "key", "kind", "with_key", "with_version", "party", "title", "relation", "from_ms", "until_ms",
        "altitude_overlap_tmm", "altitude_conversion", "area_m2", "distance_mm", "common_point", "category", "count",
    }  # fmt: skip


@pytest.mark.parametrize("near", [False, True])
def test_no_key_and_no_word_is_a_verdict(near: bool) -> None:
    world = make_world()
    world.say("J", report(site(36.5 if near else 40.0, 33.0), "A"))
    world.carry("J", "A")
    room = world.room("A")
    found = room.view.check(notice(), T0_MS)
    row = report_row(room, found, confirmed=False)
    for key in keys_of(full(found)) | keys_of(row):
        assert not re.search(r"safe|clear|ok|verdict|allowed|permit|approv|result|status", key), key
    for lang in LANGUAGES:
        said = row["statement"][lang]
        assert not re.search(VERDICTS[lang], said, re.IGNORECASE)
        assert str(room.charter.buffer_m) in said
    assert bool(row["hits"]) == near


def test_without_a_hit_it_says_this_sentence() -> None:
    world = make_world()
    room = world.room("A")
    row = report_row(room, room.view.check(notice(), T0_MS), confirmed=False)
    assert row["statement"] == {
        "en": "No registered site found within 500 m; absence from the register does not change protection under IHL",
        "ar": "لم يُعثر على موقع مسجّل ضمن \u2066500 m\u2069؛ "
        "والغياب عن السجل لا يغيّر الحماية بموجب القانون الدولي الإنساني",
        "ru": "Зарегистрированных объектов в пределах 500 m не найдено; отсутствие в реестре не меняет защиту по МГП",
    }


def test_a_notice_that_is_met_is_no_site_found() -> None:
    world = make_world()
    world.say("B", announce(notice(), "A"))
    world.carry("B", "A")
    room = world.room("A")
    row = report_row(room, room.view.check(notice(), T0_MS), confirmed=False)
    assert [hit["kind"] for hit in row["hits"]] == ["notice"]
    assert row["statement"]["en"].startswith("No registered site found")


@pytest.mark.parametrize("activity_class", ["hazardous", "gnss_disruption"])
def test_the_sentence_names_the_buffer_that_was_used(activity_class: str) -> None:
    world = make_world()
    room = world.room("A")
    found = room.view.check(notice(activity_class=activity_class), T0_MS)
    assert found.buffer_m == room.charter.hazard_buffer_m == 1_000
    assert "1000 m" in report_row(room, found, confirmed=False)["statement"]["en"]


def test_what_stays_hidden_for_want_of_a_second_post_is_still_said_to_be_there() -> None:
    world = make_world()
    for number in range(26):
        world.say("J", report(site(36.48 + 0.001 * number, 33.0, name=f"Clinic {number}"), "A"))
    world.carry("J", "A")
    room = world.room("A")
    row = report_row(room, room.view.check(notice(), T0_MS), confirmed=False)
    assert row["hits"] == []
    assert row["hits_total"] == 26
    assert row["statement"]["en"].startswith("Registered sites found within 500 m")
    assert len(report_row(room, room.view.check(notice(), T0_MS), confirmed=True)["hits"]) == 26


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_catalogue_has_a_word_for_it(lang: str) -> None:
    files = sorted((MESSAGES / lang).glob("*.ftl"))
    assert len(files) >= 4
    for path in files:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            said = line.partition("=")[2] if "=" in line else line
            assert not re.search(VERDICTS[lang], said, re.IGNORECASE), f"{path.name}:{number}: {line}"


def test_the_words_of_the_module_name_no_verdict() -> None:
    assert not [name for name in vars(conflict) if re.search(r"safe|clear", name, re.IGNORECASE)]
