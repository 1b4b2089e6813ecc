"""What is looked at on any screen: axe-core, overflow, language, words that may not stand there, focus."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

LANGS = ("en", "ar", "ru")
THEMES = ("dark", "light")
# T-7 and the words that would be a verdict, in the three languages of the room.
BANNED = {
    "en": r"\b(targets?|aim ?points?|strikes?|nominat\w*|engag(e|es|ed|ement)|weapons?|priority|safe|clear|approved"
    r"|violations?|enemy|friend)\b",
    "ar": r"(?<![\u0621-\u064a])[وف]?[بلك]?(?:ال)?"
    r"(هدف|أهداف|ضربة|سلاح|أسلحة|أولوية|آمن|خالٍ|موافق عليه|انتهاك|عدو|صديق)"
    r"(?![\u0621-\u064a])",
    "ru": r"(?<![а-яё])(цел(ь|и|ей|ям|ями|ях)|удар\w*|оружи\w*|приоритет\w*|безопасно|чисто|одобрен\w*|нарушени\w*"
    r"|враг\w*|друг|противник\w*)(?![а-яё])",
}
_IN_PAGE = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def axe_source() -> str:
    """axe-core as it comes with the development tools."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@lru_cache(maxsize=3)
def catalogue(lang: str) -> dict[str, str]:
    """Message ids of a language and their texts, as far as a text stands on one line."""
    folder = Path(str(files("commonground"))) / "web" / "messages" / lang
    lines = [line for path in folder.glob("*.ftl") for line in path.read_text(encoding="utf-8").splitlines()]
    found = (re.fullmatch(r"([a-z][\w-]*) = (.*)", line) for line in lines)
    return {one[1]: one[2] for one in found if one}


def _in_page(page: Page, what: str) -> Any:
    return page.evaluate(f"({_IN_PAGE}).{what}()")


def axe_problems(page: Page) -> list[str]:
    """What axe-core finds of moderate weight and above. It runs past the page's own policy, as a tester may."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    return list(_in_page(page, "problems"))


def texts(page: Page) -> list[dict[str, str]]:
    """Every text that a person sees or a screen reader says, with its language."""
    return list(_in_page(page, "texts"))


def overflows(page: Page) -> list[str]:
    """What makes the page scroll, or reaches beyond the window."""
    return list(_in_page(page, "overflows"))


def cut_texts(page: Page) -> list[str]:
    """Keys, headings and labels whose words are cut."""
    return list(_in_page(page, "cut"))


def banned_words(page: Page, lang: str) -> list[str]:
    """Texts in the page's language that hold a word of T-7 or a verdict."""
    pattern = re.compile(BANNED[lang], re.IGNORECASE)
    return [one["text"] for one in texts(page) if one["lang"] == lang and pattern.search(one["text"])]


# Latin that is the same in all three languages: ids, symbols, notations, file formats, keys, the product's name.
_SAME = re.compile(
    r"[0-9a-f]{64}|\b[rt]-[a-z-]+\b|\b[A-Z]{1,2}-[0-9A-Z]{8}(?:[0-9A-F]{32})?\b|SHA-256"
    r"|\b(UTC|GPS|WGS ?84|AMSL|AGL|FL ?\d*|SFC|UNL|MGRS|DMS|GNSS|EN|RU|AR|NM|ft|km2?|m2?|kB|MB|min|h|d|s|N|E|S|W|r"
    r"|v\d+|V[0-4]|[ABJ]|CSV|GeoJSON|KML|GPX|ICS|ACO|XLSX|PEM|STIX|Esc|F\d+|Enter|Shift|Delete|Commonground|English)\b",
    re.IGNORECASE,
)
_DATA = ("north", "north-2", "south", "south-2", "Officer", "Second", "Relief")
"""User names and people of the room of the tests: data, not texts of the page."""


def untranslated(page: Page, lang: str) -> list[str]:
    """Texts that show a message id, an unfilled place, or Latin words where the page's language is not Latin."""
    bad = set()
    for one in texts(page):
        text = one["text"]
        left = _SAME.sub("", text)
        for word in _DATA:
            left = left.replace(word, "")
        if "{" in text or (text in catalogue(lang) and text not in catalogue(lang).values()):
            bad.add(text)
        elif lang != "en" and one["lang"] == lang and re.search(r"[A-Za-z]{3,}", left):
            bad.add(f"<{one['where']}> {text}")
    return sorted(bad)


def focus_ring(page: Page) -> dict[str, Any]:
    """What has the focus (`who`), and whether a ring can be seen around it or its box (`ring`)."""
    return dict(_in_page(page, "focus"))
