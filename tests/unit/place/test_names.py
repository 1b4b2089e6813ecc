"""Names in three scripts: Hirbinifsah (T-23), the shipped gazetteer, directions in words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import commonground
from commonground.errors import MalformedMessage
from commonground.geo.gazetteer import Gazetteer, load_gazetteer
from commonground.geo.place import bearing_distance
from commonground.geo.transliteration import fold, names_match, plain_name, script_of, transliterate

DATA = Path(commonground.__file__).parent / "data"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer((DATA / "gazetteer.json").read_bytes())


@pytest.mark.parametrize(
    "spelling",
    ["Hirbinifsah", "Herbnafsa", "حر بنفسه", "حربنفسه", "حَرْبَنَفْسَه", "Харбинифса", "Hirbnafsah", "Harb Bebsi"],
)
def test_hirbinifsah_is_found_first(gazetteer: Gazetteer, spelling: str) -> None:
    found = gazetteer.search(spelling, 3)[0].place
    assert found.ar == "حربنفسه"
    assert found.country == "SY"


@pytest.mark.parametrize(
    "names",
    [
        ("Hirbinifsah", "Herbnafsa", "حر بنفسه", "حربنفسه", "Харбинифса", "Hirbnafsah"),
        ("Ar Raqqah", "Raqqa", "الرقة", "Ар-Ракка", "رقه"),
        ("Deir ez-Zor", "Dayr az Zawr", "دير الزور", "Дейр-эз-Зор"),
        ("As-Suwayda", "السويداء", "Эс-Сувейда"),
        ("Za'atari", "Zaatari", "الزعتري", "Заатари", "Az Zaʻtarī"),
        ("Khan Shaykhun", "خان شيخون", "Хан-Шейхун"),
        ("Makiyon1", "مكيون ١"),
        ("Altayar", "الطيار"),
        ("Jarābulus", "جرابلس", "Джераблус"),
    ],
)
def test_writings_of_one_name_match(names: tuple[str, ...]) -> None:
    assert len({fold(name) for name in names}) == 1
    assert all(names_match(names[0], name) for name in names)


@pytest.mark.parametrize(
    ("first", "second"), [("Homs", "Hama"), ("حمص", "حماة"), ("Makiyon1", "Makiyon2"), ("Ay", "Oy"), ("", "")]
)
def test_unlike_names_do_not_match(first: str, second: str) -> None:
    assert not names_match(first, second)


def test_plain_name_folds_what_is_not_seen() -> None:
    assert plain_name("  ḨOMŞ\u00a0— ١٢ ") == "homs 12"
    assert plain_name("إِدلبـ") == plain_name("ادلب")


@pytest.mark.parametrize(
    ("name", "to", "expected"),
    [
        ("الطبقة", "en", "Al-Tabqa"),
        ("Tall Rifat", "ru", "Талл Рифат"),
        ("Homs", "en", "Homs"),
        ("Хомс", "en", "Khoms"),
    ],
)
def test_transliterate(name: str, to: str, expected: str) -> None:
    assert transliterate(name, to) == expected  # type: ignore[arg-type]


def test_script_of() -> None:
    assert [script_of(n) for n in ("حمص", "Хомс", "Homs", "12")] == ["ar", "ru", "en", "en"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Aleppo", "Aleppo"), ("Allepo", "Aleppo"), ("حلب", "Aleppo"), ("Алеппо", "Aleppo"),
        ("Damasc", "Damascus"), ("Damascos", "Damascus"), ("دمشق", "Damascus"), ("دمشك", "Damascus"),
        ("Дамаск", "Damascus"), ("Tabka", "Tabqa"), ("Табка", "Tabqa"), ("Mambij", "Manbij"),
        ("Zaatari", "Zaatari Camp"),
        ("القدس", "Jerusalem"), ("deir ez zor", "Deir ez-Zor"), ("Дейр эз Зор", "Deir ez-Zor"),
    ],
)  # fmt: skip
def test_search_puts_the_meant_place_first(gazetteer: Gazetteer, query: str, expected: str) -> None:
    assert gazetteer.search(query, 5)[0].place.en == expected


def test_search_keeps_its_limit_and_finds_nothing_in_nonsense(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.search("a", 7)) == 7
    assert gazetteer.search("", 5) == []
    assert gazetteer.search("!!!", 5) == []
    assert gazetteer.search("Aleppo", 0) == []
    assert gazetteer.search("Qwrtplkjhgfdsvbnm", 5) == []


def test_larger_places_come_first(gazetteer: Gazetteer) -> None:
    found = [match.place.population for match in gazetteer.search("al ba", 6) if match.how == "prefix"]
    assert found == sorted(found, reverse=True)


def test_nearest_agrees_with_measuring_them_all(gazetteer: Gazetteer) -> None:
    dice = random.Random(5)
    for _ in range(20):
        point = (int(dice.uniform(25, 59) * 1e9), int(dice.uniform(12, 42) * 1e9))
        place, distance_m, _ = gazetteer.nearest(*point)
        near = [p for p in gazetteer.places if abs(p.lat_nd - point[1]) < distance_m * 1e4 + 1e9]
        least = min(bearing_distance((p.lon_nd, p.lat_nd), point)[1] for p in near)
        assert distance_m == least
        assert (place.lon_nd, place.lat_nd) != point


def test_describe_in_three_languages(gazetteer: Gazetteer) -> None:
    tabqa = gazetteer.search("Tabqa")[0].place
    told = gazetteer.describe(tabqa.lon_nd + 10_000_000, tabqa.lat_nd - 9_000_000)
    assert told == {
        "en": "1.3 km SE of Tabqa",
        "ar": "\u20661.3 km\u2069 جنوب شرق الطبقة",
        "ru": "1.3 km к юго-востоку от н. п. Табка",
    }
    assert gazetteer.describe(tabqa.lon_nd, tabqa.lat_nd)["en"] == "at Tabqa"


def test_a_made_name_is_marked(gazetteer: Gazetteer) -> None:
    made = next(place for place in gazetteer.places if place.transliterated == ("ru",))
    assert made.text["ru"].endswith("(транслит.)")
    assert made.text["en"] == made.en


def test_every_place_has_three_names_in_their_scripts(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.places) > 7_000
    for place in gazetteer.places:
        assert script_of(place.ar) == "ar", place
        assert script_of(place.ru) == "ru", place
        assert not set(place.ar) & set("یکگچپژہھۀەۆێې"), place
        assert not set(place.ru.lower()) & set("іїєґўљњђћџѕәғқңөұүһ"), place


def test_by_id(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_id("170063").en == "Aleppo"  # type: ignore[union-attr]
    assert gazetteer.by_id("none") is None


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"sources":[],"places":[]}', b'{"places":[["x"]],"sources":[]}']
)
def test_bad_gazetteer_bytes(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        load_gazetteer(data)
