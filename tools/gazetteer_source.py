"""From GeoNames rows to `gazetteer.json`: one best name in each of three languages, and every other name.

GeoNames marks names by script, not by language: Arabic letters may be Persian or Uyghur, Cyrillic may be
Kazakh or Serbian. The best name is the one that is written with the letters of Arabic or Russian and sounds
most like the English one. Latin names in lower case are machine romanisations of other scripts and are left out.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path

from commonground.geo.transliteration import fold, plain_name, transliterate

FILES = ("levant_iraq", "redsea_gulf_sudan", "turkey")
SOURCES = [
    "GeoNames (geonames.org), CC BY 4.0, cut and names chosen by script",
    "Natural Earth, public domain: English and Russian names of 453 places",
    "REACH (IMPACT Initiatives), MIT: the middle of Za'atari camp",
]

_ARABIC_LETTERS = re.compile(r"^[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىًٌٍَُِّْ\s()\-]+$")
_VOWEL_MARKS = re.compile("[\u064b-\u0652]")
_MID_MAQSURA = re.compile(r"ى(?=\w)")
_ARABIC_ADMIN = (
    "مدينة",
    "محافظة",
    "قضاء",
    "ناحية",
    "منطقة",
    "إمارة",
    "شهر",
    "جزيرة",
    "بلدية",
    "ولاية",
    "مركز",
)
_RUSSIAN_LETTERS = re.compile(r"^[А-Яа-яЁё\s()\-]+$")
_HARD_SIGN_VOWEL = re.compile(r"ъ(?![еёюя])", re.IGNORECASE)
_OTHER_CYRILLIC_WORDS = (" хот", " ош", " шаары", " куорат", " къала", " калаһы", " гӀала", " шәһәре")

# Names in daily use that the rules below would miss: (English, Arabic, Russian), "" leaves the rule's choice.
IN_USE = {
    "250441": ("", "عمان", ""), "360630": ("", "القاهرة", ""), "108410": ("", "الرياض", ""),
    "745044": ("", "إسطنبول", ""), "173576": ("", "اللاذقية", ""), "170905": ("", "درعا", "Деръа"),
    "163345": ("", "طرطوس", ""), "173377": ("", "القامشلي", ""), "172082": ("", "أعزاز", "Азаз"),
    "172374": ("Tabqa", "الطبقة", "Табка"), "250090": ("", "الزرقاء", ""), "250774": ("", "العقبة", ""),
    "281184": ("", "القدس", ""), "174018": ("Al Bab", "الباب", "Эль-Баб"),
    "167611": ("Maarat al-Numan", "معرة النعمان", "Мааррет-эн-Нууман"),
}  # fmt: skip
# Writings under which a place has been reported, for T-23: this one came over a telephone in February 2016.
REPORTED = {
    "169886": ["Hirbnafsah", "Hirbinifsah", "Herbnafsa", "Harbnafsa", "حر بنفسه", "حربنفسة", "Харбинифса"],
}


# Not in GeoNames' list of towns: the camp of the REACH data, at the middle of its districts.
SUPPLEMENT: list[list[object]] = [
    ["x-zaatari", 3632760, 3229180, "JO", "15", 78_000, "Zaatari Camp", "مخيم الزعتري", "Лагерь Заатари", "",
     "Za'atari|Zaatari|Za'atari Refugee Camp|الزعتري|Заатари|лагерь беженцев Заатари"],
]  # fmt: skip


def build_gazetteer(source: Path, natural_earth: Path) -> bytes:
    """The bytes of `gazetteer.json` from the folder of GeoNames CSV files."""
    better = _natural_earth_names(natural_earth)
    rows: list[list[object]] = []
    for name in FILES:
        with (source / f"geonames_cities500_{name}.csv").open(encoding="utf-8", newline="") as file:
            rows.extend(_place(row, better.get(row["geonameid"], {})) for row in csv.DictReader(file))
    rows.sort(key=lambda row: int(str(row[0])))
    document = {"sources": SOURCES, "places": rows + SUPPLEMENT}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _natural_earth_names(path: Path) -> dict[str, dict[str, str]]:
    found = {}
    for feature in json.loads(path.read_bytes())["features"]:
        known = feature["properties"]
        if known.get("geonameid"):
            found[str(int(known["geonameid"]))] = {s: known.get(f"name_{s}") or "" for s in ("en", "ru")}
    return found


def _place(row: dict[str, str], better: dict[str, str]) -> list[object]:
    names = {script: _split(row[f"names_{script}_script"]) for script in ("arabic", "cyrillic", "latin")}
    in_use = IN_USE.get(row["geonameid"], ("", "", ""))
    english = in_use[0] or better.get("en") or row["name"]
    known = [english, row["name"], *names["latin"]]
    arabic = in_use[1] or best_arabic(names["arabic"], known)
    russian = in_use[2] or better.get("ru") or best_russian(names["cyrillic"], known)
    made = [code for code, name in (("ar", arabic), ("ru", russian)) if not name]
    arabic = arabic or transliterate(row["name"], "ar")
    russian = russian or transliterate(row["name"], "ru")
    latin = [n for n in names["latin"] if not n[:1].islower() and not re.fullmatch("[A-Z]{3}", n)]
    others = dict.fromkeys([row["name"], *names["arabic"], *names["cyrillic"], *latin])
    others |= dict.fromkeys(REPORTED.get(row["geonameid"], []))
    for chosen in (english, arabic, russian):
        others.pop(chosen, None)
    lon, lat = round(float(row["lon"]) * 100_000), round(float(row["lat"]) * 100_000)
    return [
        row["geonameid"], lon, lat, row["country"], row["admin1code"], int(row["population"] or 0),
        english, arabic, russian, " ".join(made), "|".join(_distinct(others)),
    ]  # fmt: skip


def _split(names: str) -> list[str]:
    return [name.strip().replace("\u200c", "") for name in names.split("|") if name.strip()]


def _distinct(names: Iterable[str]) -> list[str]:
    """One of each group of names that are alike once diacritics are gone."""
    return list({plain_name(name): name for name in names if plain_name(name)}.values())


def best_arabic(names: list[str], english: list[str]) -> str:
    """The most Arabic of the names, or "" when none is written with the letters of Arabic."""
    keys = {fold(name) for name in english}

    def cost(name: str) -> tuple[int, int, int, int]:
        admin = name.split()[0] in _ARABIC_ADMIN and len(name.split()) > 1
        ending = name.endswith("ه") + name.endswith("ى") - any(c in name for c in "أإآة")
        return (fold(name) not in keys) + 2 * admin, not name.startswith("ال"), ending, len(name)

    fit = [n for n in names if _ARABIC_LETTERS.match(n) and not _MID_MAQSURA.search(n)]
    return _VOWEL_MARKS.sub("", min(fit, key=cost, default=""))


def best_russian(names: list[str], english: list[str]) -> str:
    """The most Russian of the names, or "" when none is written with the letters of Russian."""
    keys = {fold(name) for name in english}

    def cost(name: str) -> tuple[int, int, int]:
        return fold(name) not in keys, -sum(c in "ыэё" for c in name.lower()), -len(name)

    fit = [
        n
        for n in names
        if _RUSSIAN_LETTERS.match(n)
        and not _HARD_SIGN_VOWEL.search(n)
        and not any(word in f" {n.lower()}" for word in _OTHER_CYRILLIC_WORDS)
    ]
    return min(fit, key=cost, default="")
