"""Words that must not be: in our identifiers, tables, fields and options (T-7), and in the texts of the pages (T-6).

The lists stand here in three languages. Words of a published standard stay inside its codec, and the list of columns
that an import refuses has to name them: both are left out by name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "commonground"
MESSAGES = SOURCE / "web" / "messages"
LANGUAGES = ("en", "ar", "ru")
LEFT_OUT = {"protocols/site_files/columns.py", "protocols/f3548/codec/details.py",
            "protocols/f3548/codec/testing.py"}  # fmt: skip

FORBIDDEN = {"target", "targets", "targeting", "aim", "aimpoint", "strike", "strikes", "nominate", "nomination",
             "engage", "engagement", "weapon", "weapons", "weaponeering", "priority", "priorities"}  # fmt: skip
FORBIDDEN_TEXTS = {
    "en": FORBIDDEN,
    "ar": {"هدف", "الهدف", "أهداف", "الأهداف", "استهداف", "الاستهداف", "سلاح", "السلاح", "أسلحة", "الأسلحة", "ضربة",
           "الضربة", "ضربات", "الضربات", "تصويب", "التصويب", "ترشيح", "اشتباك", "الاشتباك", "أولوية", "الأولوية"},
    "ru": {"цель", "цели", "целей", "целью", "целям", "мишень", "оружие", "оружия", "удар", "удара", "удары", "ударов",
           "прицел", "прицеливание", "прицеливания", "поражение", "поражения", "поразить", "приоритет", "приоритета",
           "приоритеты"},
}  # fmt: skip
VERDICTS = {
    "en": {"safe", "clear", "approved", "approve", "violation", "violations", "enemy", "enemies", "friend", "friendly"},
    "ar": {"آمن", "آمنة", "مأمون", "معتمد", "انتهاك", "انتهاكات", "الانتهاك", "عدو", "العدو", "صديق",
           "الصديق", "تصعيد", "التصعيد"},
    "ru": {"безопасно", "безопасен", "безопасна", "безопасный", "одобрено", "одобрен", "одобрена", "нарушение",
           "нарушения", "нарушений", "враг", "врага", "противник", "противника", "друг", "дружественный", "эскалация",
           "эскалации"},
}  # fmt: skip

PHRASES = (
    "aim point",
    "no conflict exists",
    "موافق عليه",
    "تمت الموافقة",
    "нет опасности",
    "точка прицеливания",
)


def words_of(identifier: str) -> set[str]:
    """Whole words of a snake_case, kebab-case or camelCase name."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier)
    return {word.lower() for word in re.split(r"[^A-Za-z]+", split) if word}


def text_words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", text)}


# -- identifiers -------------------------------------------------------------------------------------------------


def named_in(tree: ast.AST) -> Iterator[str]:
    """What our code names: classes, functions, arguments, variables, fields, keys of objects, words of enums."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.Dict(keys=keys):
                yield from (
                    key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                yield from (
                    one.value
                    for one in ast.walk(inner)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )
            case _:
                pass


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SOURCE.rglob("*.py")) if path.relative_to(SOURCE).as_posix() not in LEFT_OUT],
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_no_identifier_of_ours_holds_a_forbidden_word(path: Path) -> None:
    for name in named_in(ast.parse(path.read_text("utf-8"))):
        assert not words_of(name) & FORBIDDEN, name


def test_no_table_or_column_holds_a_forbidden_word() -> None:
    for path in SOURCE.rglob("*.sql"):
        assert not text_words(path.read_text("utf-8").replace("_", " ")) & FORBIDDEN, path


def test_no_command_or_option_holds_a_forbidden_word(capsys: pytest.CaptureFixture[str]) -> None:
    from commonground.cli.app import run

    commands = ("", "check", "verify", "demo", "drill", "serve", "import", "export", "log", "init", "init party",
                "init charter", "init sign", "init join", "init node", "init user", "init room", "trace")  # fmt: skip
    for command in commands:
        run([*command.split(), "--help"])
        shown = capsys.readouterr().out
        assert "Usage" in shown
        found = text_words(shown)
        assert not found & FORBIDDEN, (command, found & FORBIDDEN)
        assert not found & VERDICTS["en"], (command, found & VERDICTS["en"])


def test_the_test_would_see_a_planted_word() -> None:
    planted = (
        'class A:\n    strike_count: int\nkind: Literal["target", "site"]\n'
        'row = {"weaponType": 1}\ndef f(priority): ...\n'
    )
    words = set().union(*(words_of(name) for name in named_in(ast.parse(planted))))
    assert {"strike", "target", "weapon", "priority"} <= words


# -- texts -------------------------------------------------------------------------------------------------------


def messages(path: Path) -> dict[str, str]:
    """Key -> text of a Fluent file, selectors and attributes as they stand."""
    found: dict[str, str] = {}
    key = ""
    for line in path.read_text("utf-8").splitlines():
        start = re.match(r"^(-?[a-zA-Z][\w-]*)\s*=\s*(.*)$", line)
        if start:
            key = start[1]
            found[key] = start[2]
        elif key and line.startswith((" ", "}")) and line.strip():
            found[key] += "\n" + line
    return found


FILES = sorted(path.name for path in (MESSAGES / "en").glob("*.ftl"))


@pytest.mark.parametrize("name", FILES)
def test_the_three_catalogues_hold_the_same_keys(name: str) -> None:
    keys = {lang: set(messages(MESSAGES / lang / name)) for lang in LANGUAGES}
    assert keys["en"]
    assert keys["ar"] == keys["en"]
    assert keys["ru"] == keys["en"]


@pytest.mark.parametrize("name", FILES)
def test_the_three_catalogues_take_the_same_arguments(name: str) -> None:
    texts = {lang: messages(MESSAGES / lang / name) for lang in LANGUAGES}
    for key, english in texts["en"].items():
        expected = set(re.findall(r"\$(\w+)", english))
        for lang in ("ar", "ru"):
            assert set(re.findall(r"\$(\w+)", texts[lang][key])) == expected, (lang, key)


def test_no_catalogue_has_a_file_that_the_others_lack() -> None:
    for lang in LANGUAGES:
        assert sorted(path.name for path in (MESSAGES / lang).glob("*.ftl")) == FILES


def shown_text(text: str) -> str:
    """What a reader sees: without names of arguments and references."""
    return re.sub(r"\{\s*-?\$?[\w-]+(\([^)]*\))?\s*\}|\$\w+", " ", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_page_holds_a_forbidden_word_or_a_verdict(lang: str) -> None:
    for name in FILES:
        for key, text in messages(MESSAGES / lang / name).items():
            assert not words_of(key) & FORBIDDEN, key
            found = text_words(shown_text(text)) & (FORBIDDEN_TEXTS[lang] | VERDICTS[lang])
            assert not found, (name, key, found)
            assert not [phrase for phrase in PHRASES if phrase in text.lower()], (name, key)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_story_holds_a_forbidden_word_or_a_verdict(lang: str) -> None:
    from commonground.compose.stories.shelf import load_story, shipped
    from tests.scenario.test_stories import texts

    for name in shipped():
        for text in texts(load_story(name)):
            found = text_words(getattr(text, lang)) & (FORBIDDEN_TEXTS[lang] | VERDICTS[lang])
            assert not found, (name, found)


def test_the_lists_are_whole_words_in_their_own_script() -> None:
    for lists in (FORBIDDEN_TEXTS, VERDICTS):
        for lang in LANGUAGES:
            for word in lists[lang]:
                assert text_words(word) == {word}
