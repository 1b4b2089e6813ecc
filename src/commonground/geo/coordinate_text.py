"""One written coordinate to integer nanodegrees: hemisphere letters, DD, DM and DMS, three scripts.

Why: a location read wrong by 9 km is the failure this room exists for, so nothing here is guessed. Letters
decide which number is the latitude; a pair of numbers without letters is refused and both readings are given.
Arithmetic is exact (integers), so a coordinate never moves by being parsed.
It does not know MGRS, areas or gazetteers: see `place`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from commonground.errors import Refused

ND = 1_000_000_000
TEXT_LENGTH_MAX = 120
LIMIT_DEGREES = {"lat": 90, "lon": 180}
CLAUSE = "T-3"

Axis = Literal["lat", "lon"]

EXPECTED = (
    "expected one string with hemisphere letters (36.2000 N 37.1000 E, N36°12'00\" E037°06'00\", "
    "361200N 0370600E), labelled latitude and longitude, or an MGRS reference"
)

# Letter or word -> (axis, sign, script). A pair must come from one script: Cyrillic С, В and Е look Latin.
_HEMISPHERES: dict[str, tuple[Axis, int, str]] = {
    "N": ("lat", 1, "latin"), "S": ("lat", -1, "latin"), "E": ("lon", 1, "latin"), "W": ("lon", -1, "latin"),
    "NORTH": ("lat", 1, "latin"), "SOUTH": ("lat", -1, "latin"),
    "EAST": ("lon", 1, "latin"), "WEST": ("lon", -1, "latin"),
    "С": ("lat", 1, "cyrillic"), "Ю": ("lat", -1, "cyrillic"),
    "В": ("lon", 1, "cyrillic"), "З": ("lon", -1, "cyrillic"),
    "СШ": ("lat", 1, "cyrillic"), "ЮШ": ("lat", -1, "cyrillic"),
    "ВД": ("lon", 1, "cyrillic"), "ЗД": ("lon", -1, "cyrillic"),
    "ش": ("lat", 1, "arabic"), "ج": ("lat", -1, "arabic"), "ق": ("lon", 1, "arabic"),
    "غ": ("lon", -1, "arabic"),
    "شمال": ("lat", 1, "arabic"), "شمالا": ("lat", 1, "arabic"),
    "جنوب": ("lat", -1, "arabic"), "جنوبا": ("lat", -1, "arabic"),
    "شرق": ("lon", 1, "arabic"), "شرقا": ("lon", 1, "arabic"),
    "غرب": ("lon", -1, "arabic"), "غربا": ("lon", -1, "arabic"),
}  # fmt: skip

_CHARACTERS = str.maketrans({
    "º": "°", "˚": "°", "∘": "°", "′": "'", "’": "'", "‘": "'", "ʹ": "'", "´": "'", "`": "'", "″": '"',
    "”": '"', "“": '"', "ʺ": '"', "−": "-", "–": "-", "٫": ".", "،": ",", "؛": ";", "\u200e": "",
    "\u200f": "", "\u202a": "", "\u202b": "", "\u202c": "", "\u2066": "", "\u2067": "", "\u2068": "",
    "\u2069": "", "\u00a0": " ",
})  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<mark>[°'\"]|[dms](?![^\W\d_])|s(?=[NSEWnsew](?![^\W\d_])))|(?P<word>[^\W\d_]+)|(?P<gap>[,;/]))"
)
_ARABIC_VOWELS = re.compile("[\u064b-\u065f\u0640]")
_DOTTED = re.compile(r"\b([сювз])\.?\s*([шд])\b\.?", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")
_MARKS = {"°": 0, "d": 0, "'": 1, "m": 1, '"': 2, "s": 2}
_PART_NAMES = ("degrees", "minutes", "seconds")


@dataclass(frozen=True)
class _Component:
    """The numbers and marks between two hemisphere letters."""

    numbers: tuple[str, ...]
    marks: tuple[int | None, ...]


def refuse(reason: str, field: str, code: str, **detail: object) -> Refused:
    """A refusal of a coordinate; `code` lets a screen say the same in another language."""
    return Refused(reason, field=field, clause=CLAUSE, detail={"code": code, **detail})


def plain_characters(text: str) -> str:
    """The text with ASCII digits, one kind of degree, minute and second mark, and no direction marks."""
    folded = unicodedata.normalize("NFKC", text.translate(_CHARACTERS)).translate(_CHARACTERS)
    unvowelled = _ARABIC_VOWELS.sub("", folded)
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in unvowelled)
    return _DOTTED.sub(r"\1\2", digits.replace("''", '"')).strip()


def parse_lettered(text: str, field: str) -> tuple[int, int]:
    """`(lon_nd, lat_nd)` from one string in which each number group has its hemisphere letter.

    Refuses, naming the field: no letters, one letter, two letters of one axis, letters of two scripts, signs
    beside letters, minutes or seconds of 60 and more, degrees out of range, decimals before the last part.
    """
    if "-" in text or "+" in text:
        raise refuse(f"a sign beside hemisphere letters says the same thing twice; {EXPECTED}", field, "sign")
    pairs = _split_by_letters(_tokens(_decimal_commas(text, field), field), field)
    (first, component_1), (second, component_2) = pairs
    axis_1, sign_1, script_1 = _HEMISPHERES[first]
    axis_2, sign_2, script_2 = _HEMISPHERES[second]
    if script_1 != script_2:
        raise refuse(
            f"the letters {first} ({script_1}) and {second} ({script_2}) are of two scripts; "
            "expected both of one, because some look alike",
            field, "mixed_scripts",
        )  # fmt: skip
    if axis_1 == axis_2:
        raise refuse(f"both letters ({first}, {second}) name one axis; {EXPECTED}", field, "one_axis")
    value = {
        axis_1: sign_1 * _component_nd(component_1, axis_1, field),
        axis_2: sign_2 * _component_nd(component_2, axis_2, field),
    }
    return value["lon"], value["lat"]


def parse_axis(value: str | int | float | Decimal, axis: Axis, field: str) -> int:
    """Nanodegrees of one labelled value: signed degrees, or DD, DM, DMS with or without its letter.

    A letter that contradicts the label is refused: labelled axes are never swapped silently.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise refuse(f"{value!r} is no number; expected degrees", field, "not_a_number")
    text = plain_characters(value if isinstance(value, str) else repr_number(value))
    if len(text) > TEXT_LENGTH_MAX or not text:
        raise refuse("nothing to read; expected degrees" if not text else "too long", field, "empty")
    sign, unsigned = (-1 if text[0] == "-" else 1), text.lstrip("+-").strip()
    if len(text) - len(text.lstrip("+-")) > 1 or not any(c.isdigit() for c in unsigned):
        raise refuse(f"{text!r} is no number; expected degrees", field, "not_a_number")
    tokens = _tokens(_decimal_commas(unsigned, field), field)
    words = [t for kind, t in tokens if kind == "word"]
    if words:
        if text[0] in "+-":
            raise refuse("a sign and a hemisphere letter together", field, "sign")
        found, sign, _ = _hemisphere(words[0], field)
        if found != axis or len(words) > 1:
            raise refuse(f"the letter {words[0]} contradicts the label {axis}", field, "contradicts_label")
    component = _component([t for t in tokens if t[0] != "word"], field)
    return sign * _component_nd(component, axis, field, compact=bool(words))


def repr_number(value: int | float | Decimal) -> str:
    """A number as plain decimal digits, without an exponent; NaN and infinities as their names."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return format(exact, "f") if exact.is_finite() else str(exact)


def bare_readings(text: str) -> list[tuple[int, int]]:
    """Both `(lon_nd, lat_nd)` readings of two, four or six bare numbers; those out of range are left out."""
    numbers = re.findall(r"[+-]?\d+(?:\.\d+)?", text)
    if len(numbers) not in (2, 4, 6) or re.search(r"[^\W\d_]", text):
        return []
    half = len(numbers) // 2
    readings: list[tuple[int, int]] = []
    for lat_parts, lon_parts in ((numbers[:half], numbers[half:]), (numbers[half:], numbers[:half])):
        try:
            lat_nd = _signed_parts_nd(lat_parts, "lat")
            readings.append((_signed_parts_nd(lon_parts, "lon"), lat_nd))
        except Refused:
            continue
    return readings


def _signed_parts_nd(parts: list[str], axis: Axis) -> int:
    sign = -1 if parts[0].startswith("-") else 1
    component = _Component(tuple(p.lstrip("+-") for p in parts), (None,) * len(parts))
    return sign * _component_nd(component, axis, "", compact=False)


def _decimal_commas(text: str, field: str) -> str:
    """Turn `36,2000` into `36.2000`; refuse `36,20`, which can also mean 36 degrees 20 minutes."""

    def turned(found: re.Match[str]) -> str:
        if len(found[2]) < 3:
            raise refuse(
                f"{found[0]} can be a decimal comma or degrees and minutes; write a decimal point, or marks",
                field, "decimal_comma",
            )  # fmt: skip
        return f"{found[1]}.{found[2]}"

    return _DECIMAL_COMMA.sub(turned, text)


def _tokens(text: str, field: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise refuse(f"cannot read {text[at : at + 10]!r}; {EXPECTED}", field, "unreadable")
        kind, text_of = match.lastgroup, match[match.lastgroup]
        is_axis_letter = kind == "mark" and text_of == "s" and not (found and _follows_minutes(found))
        found.append(("word", text_of) if is_axis_letter else (kind, text_of))
        at = match.end()
    return found


def _follows_minutes(found: list[tuple[str, str]]) -> bool:
    """True when an `s` closes seconds: `36d12m00s`; a lone `s` is South."""
    marks = [_MARKS[t] for kind, t in found if kind == "mark"]
    return found[-1][0] == "number" and bool(marks) and marks[-1] == 1


def _hemisphere(word: str, field: str) -> tuple[Axis, int, str]:
    meaning = _HEMISPHERES.get(word.upper())
    if meaning is None:
        raise refuse(f"{word!r} is no hemisphere letter; {EXPECTED}", field, "unknown_letter")
    return meaning


def _split_by_letters(tokens: list[tuple[str, str]], field: str) -> list[tuple[str, _Component]]:
    """`[(letter, component), (letter, component)]` for letters that all lead or all follow their numbers."""
    letters = [t.upper() for kind, t in tokens if kind == "word"]
    for letter in letters:
        _hemisphere(letter, field)
    if len(letters) != 2:
        raise refuse(f"{len(letters)} hemisphere letters found; {EXPECTED}", field, "letters")
    at_1, at_2 = (i for i, (kind, _) in enumerate(tokens) if kind == "word")
    if at_1 == 0:
        groups = [tokens[1:at_2], tokens[at_2 + 1 :]]
    elif at_2 == len(tokens) - 1:
        groups = [tokens[:at_1], tokens[at_1 + 1 : at_2]]
    else:
        raise refuse(f"letters must all lead or all follow their numbers; {EXPECTED}", field, "letters")
    return [(letters[i], _component(_without_outer_gaps(groups[i]), field)) for i in (0, 1)]


def _without_outer_gaps(group: list[tuple[str, str]]) -> list[tuple[str, str]]:
    while group and group[0][0] == "gap":
        group = group[1:]
    while group and group[-1][0] == "gap":
        group = group[:-1]
    return group


def _component(tokens: list[tuple[str, str]], field: str) -> _Component:
    numbers: list[str] = []
    marks: list[int | None] = []
    for kind, token in tokens:
        if kind == "number":
            numbers.append(token)
            marks.append(None)
        elif kind == "mark" and numbers and marks[-1] is None:
            marks[-1] = _MARKS[token]
        else:
            raise refuse(f"{token!r} in an unexpected place; {EXPECTED}", field, "unreadable")
    if not 1 <= len(numbers) <= 3:
        raise refuse(f"{len(numbers)} numbers for one axis; {EXPECTED}", field, "numbers")
    if any(mark is not None and mark != i for i, mark in enumerate(marks)):
        raise refuse(f"degree, minute and second marks out of order; {EXPECTED}", field, "marks")
    return _Component(tuple(numbers), tuple(marks))


def _component_nd(component: _Component, axis: Axis, field: str, *, compact: bool = True) -> int:
    """Unsigned nanodegrees; `compact` allows DDMM, DDMMSS (lat) and DDDMM, DDDMMSS (lon)."""
    numbers = component.numbers
    if compact and len(numbers) == 1 and component.marks[0] is None:
        numbers = _expanded(numbers[0], axis, field)
    if any("." in n for n in numbers[:-1]):
        raise refuse("decimals are allowed in the last part only", field, "decimals")
    parts = [Fraction(n) for n in numbers]
    for name, part in list(zip(_PART_NAMES, parts, strict=False))[1:]:
        if part >= 60:
            raise refuse(f"{name} are {float(part):g}; expected 0 to below 60", field, f"{name}_range")
    degrees = sum((part / 60**i for i, part in enumerate(parts)), Fraction(0))
    limit = LIMIT_DEGREES[axis]
    if degrees > limit:
        name = "latitude" if axis == "lat" else "longitude"
        raise refuse(f"{name} is {float(degrees):g}; expected 0 to {limit} degrees", field, f"{axis}_range")
    return round(degrees * ND)


def _expanded(number: str, axis: Axis, field: str) -> tuple[str, ...]:
    whole, dot, rest = number.partition(".")
    width = 2 if axis == "lat" else 3
    if len(whole) <= width:
        return (number,)
    if len(whole) == width + 2:
        return whole[:width], whole[width:] + dot + rest
    if len(whole) == width + 4:
        return whole[:width], whole[width : width + 2], whole[width + 2 :] + dot + rest
    expected = "DD, DDMM or DDMMSS" if axis == "lat" else "DDD, DDDMM or DDDMMSS"
    raise refuse(f"{whole} has {len(whole)} digits; expected {expected}", field, "digits")
