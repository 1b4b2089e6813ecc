"""Texts that the node writes: the same keys in three languages, T-6, and none of the words of T-7."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import commonground
from commonground.web.texts import LANGUAGES, text, text3, word3

FOLDER = Path(commonground.__file__).parent / "web" / "messages"
KEY = re.compile(r"^([a-z0-9_-]+) =", re.MULTILINE)
ARGUMENT = re.compile(r"\{ \$([a-z_]+) \}")


def entries(lang: str) -> dict[str, set[str]]:
    """Keys of the catalogue with their arguments."""
    lines = (FOLDER / lang / "server.ftl").read_text("utf-8").splitlines()
    return {found[1]: set(ARGUMENT.findall(line)) for line in lines if (found := KEY.match(line))}


def test_every_language_has_the_same_keys_and_arguments() -> None:
    assert len(entries("en")) > 20
    for lang in LANGUAGES:
        assert entries(lang) == entries("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_judges_or_names_what_the_room_refuses_to_be(lang: str) -> None:
    said = (FOLDER / lang / "server.ftl").read_text("utf-8").casefold()
    banned = {
        "en": r"\b(clear|safe|approved|violation|enemy|friend|target|aim point|strike|nominate|engage|weapon"
        r"|priority)\b",
        "ar": r"آمن|هدف|سلاح|ضربة|أولوية",
        "ru": r"\b(безопасн\w*|цель|цели|оружи\w*|удар\w*|приоритет\w*|поражени\w*)\b",
    }[lang]
    assert re.search(banned, said) is None


def test_the_sentence_under_an_empty_check_is_neutral_in_three_languages() -> None:
    said = text3("server-no-site-found", metres="500")
    assert said["en"] == (
        "No registered site found within 500 m; absence from the register does not change protection under IHL"
    )
    assert all("500" in one for one in said.values())
    assert said["ru"].endswith("не меняет защиту по МГП")
    assert said["ar"].endswith("القانون الدولي الإنساني")


def test_words_of_closed_lists_come_in_three_languages_and_unknown_ones_as_they_are() -> None:
    assert set(word3("class", "patrol")) == set(LANGUAGES)
    assert word3("class", "patrol")["en"] == "patrol"
    assert word3("class", "never heard of")["ru"] == "never heard of"
    assert text("en", "no-such-key") == "no-such-key"
