"""Draw what follows from the phrase book: docs/phrases.md, and `vectors/phrases` for other implementers and the page.

    python tools/phrase_book.py           write them
    python tools/phrase_book.py --check   say which would change, and fail

`book.json` is the table; `phrases.json` says every phrase with all its slots; `values.json` says what is hard to say;
`refused.json` lists messages that nobody may take for understood, each with the field that is wrong.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from commonground.picture.phrase import Message  # noqa: E402
from commonground.picture.phrases import (  # noqa: E402
    ALWAYS_ANSWERS,
    CODES,
    COUNTS,
    GROUPS,
    PHRASES,
    SLOTS,
    Phrase,
)
from commonground.record import convert  # noqa: E402
from commonground.web.phrase_text import Reader, say3  # noqa: E402
from commonground.web.texts import LANGUAGES, text  # noqa: E402

VECTORS = ROOT / "vectors" / "phrases"
FT, M = 3_048, 10_000
T_MS = 1_474_127_700_000  # 2016-09-17T15:55:00Z
ZONE = "Asia/Damascus"
PARTIES = {"B": {"en": "South", "ar": "الجنوب", "ru": "Юг"}}
TABQA = {"en": "Tabqa", "ar": "الطبقة", "ru": "Эт-Табка"}
RAQQA = {"en": "Raqqa", "ar": "الرقة", "ru": "Эр-Ракка"}


def place(lon_nd: int, lat_nd: int, radius_tmm: int = 0, precision: str = "exact") -> dict[str, Any]:
    return {"type": "place", "place": {"lon_nd": lon_nd, "lat_nd": lat_nd, "radius_tmm": radius_tmm,
            "precision": precision, "how_obtained": "map"}}  # fmt: skip


def level(value: int, unit_tmm: int, reference: str, unit: str) -> dict[str, Any]:
    return {"value_tmm": value * unit_tmm, "reference": reference, "unit": unit}


SAMPLES: dict[str, dict[str, Any]] = {
    "place": place(38_548_100_000, 35_836_700_000), "point": place(38_548_100_000, 35_836_700_000),
    "from_place": place(38_548_100_000, 35_836_700_000), "to_place": place(39_009_400_000, 35_952_800_000),
    "place_name": {"type": "unlocated", "lang": "ar", "words": "حربنفسه"},
    "time": {"type": "time", "t_ms": T_MS}, "until": {"type": "time", "t_ms": T_MS + 3_600_000},
    "period": {"type": "period", "from_ms": T_MS, "until_ms": T_MS + 5_400_000},
    "level": {"type": "level", "level": level(8_000, FT, "AMSL", "FT")},
    "band": {"type": "band", "lower": level(0, M, "AGL", "M"), "upper": level(140, 100 * FT, "FL", "FL")},
    "distance": {"type": "distance", "distance_tmm": 2_500 * M},
    "bearing": {"type": "bearing", "bearing_mdeg": 45_000}, "wind_from": {"type": "bearing", "bearing_mdeg": 5_000},
    "speed": {"type": "speed", "value": 250, "unit": "KT"},
    "frequency": {"type": "frequency", "frequency_khz": 121_500},
    "about": {"type": "entity", "about": {"author": "B", "entity": "N-4F7K2M1Q"}},
    "other": {"type": "entity", "about": {"author": "A", "entity": "N-9C3D5E7F"}},
    "post": {"type": "post", "post": "watch_officer"}, "party": {"type": "party", "party": "B"},
    "language": {"type": "language", "lang": "ar"}, "channel": {"type": "channel", "channel_class": "CEASEFIRE"},
    "number": {"type": "number", "number": 1_024}, "number_to": {"type": "number", "number": 1_029},
    **{name: {"type": "count", "n": n} for n, name in enumerate(COUNTS, 3)},
    **{name: {"type": "code", "code": words[-1]} for name, words in CODES.items()},
}  # fmt: skip
NAMES = {"place": TABQA, "point": TABQA, "from_place": TABQA, "to_place": RAQQA}


def case(
    message: dict[str, Any], zone: str = ZONE, names: dict[str, Any] | None = None, what: str = ""
) -> dict[str, Any]:
    """One case as it is published: the message, what its reader knows, and what is said."""
    names = {slot: NAMES[slot] for slot in message["slots"] if slot in NAMES} if names is None else names
    said = say3(convert(message, Message), Reader(zone, PARTIES, names))
    head = {"what": what} if what else {}
    return {**head, "message": message, "zone": zone, "parties": PARTIES, "names": names, "said": said}


def every_phrase() -> list[dict[str, Any]]:
    """Every phrase with all its slots."""
    return [
        case({"phrase": one.word, "slots": {row.name: SAMPLES[row.name] for row in one.slots}})
        for one in PHRASES.values()
    ]


def hard_values() -> list[dict[str, Any]]:
    """Plurals, times about changes of the clock, places without a name, figures at their edges, hostile words."""
    return [*counts(), *times(), *places(), *measures(), *not_understood()]


def counts() -> Iterator[dict[str, Any]]:
    for n in (0, 1, 2, 3, 5, 10, 11, 21, 22, 25, 99, 100, 101, 102, 111, 1_002, 1_000_000):
        slots = {"period": SAMPLES["period"], "crossings": {"type": "count", "n": n}}
        yield case({"phrase": "crossings_counted", "slots": slots}, what=f"plural of {n}")
    for name in COUNTS:
        for n in (0, 1, 2, 3, 11, 100):
            yield case({"phrase": "newer", "slots": {name: {"type": "count", "n": n}}}, what=f"{n} {name}")


def times() -> Iterator[dict[str, Any]]:
    hour, spring, autumn = 3_600_000, 1_458_856_800_000, 1_477_602_000_000
    for zone, t_ms in (
        (ZONE, spring - hour), (ZONE, spring), (ZONE, autumn - hour), (ZONE, autumn), (ZONE, T_MS + 6 * hour),
        (ZONE, T_MS + 7_000), ("UTC", T_MS), ("Asia/Kolkata", T_MS), ("America/Caracas", T_MS), ("America/Caracas", 0),
    ):  # fmt: skip
        slots = {"time": {"type": "time", "t_ms": t_ms}}
        yield case({"phrase": "time_check", "slots": slots}, zone, what="time")
    for zone, from_ms, until_ms in (
        (ZONE, T_MS, T_MS), (ZONE, T_MS, T_MS + 6 * hour), (ZONE, T_MS, T_MS + 12 * hour), ("UTC", T_MS, T_MS + hour),
        (ZONE, T_MS + 6 * hour, T_MS + 7 * hour), (ZONE, spring - hour, spring + hour),
    ):  # fmt: skip
        slots = {"period": {"type": "period", "from_ms": from_ms, "until_ms": until_ms}}
        yield case({"phrase": "off_line", "slots": slots}, zone, what="period")


def places() -> Iterator[dict[str, Any]]:
    lon, lat = 38_548_100_000, 35_836_700_000
    for where in (
        place(-67_123_456_789, -10_000_004_999), place(0, 0), place(180 * 10**9, 90 * 10**9), place(-1, -1),
        place(lon, lat, 5_000 * M, "cell"), place(lon, 35_999_999_999, 25_040 * M, "district"),
        place(lon, lat, 1, "unknown"), {"type": "unlocated", "lang": "ru", "words": "Хирбинифсах"},
        {"type": "unlocated", "lang": "en", "words": "at 05:00 \u202e00:91\u2069\u0007"},
    ):  # fmt: skip
        yield case({"phrase": "our_location", "slots": {"place": where}}, names={}, what="place")
    near = {"en": "13.2 km SE of Tabqa", "ar": "\u206613.2 km\u2069 جنوب شرق الطبقة",
            "ru": "13.2 km к юго-востоку от н. п. Эт-Табка"}  # fmt: skip
    slots = {"place": SAMPLES["place"]}
    yield case({"phrase": "our_location", "slots": slots}, names={"place": near}, what="near")


def measures() -> Iterator[dict[str, Any]]:
    for one in (level(0, M, "AGL", "M"), level(-400, M, "AMSL", "M"), level(60, 100 * FT, "FL", "FL"),
                level(12_000, FT, "W84", "FT"), level(300, FT, "AGL", "FT")):  # fmt: skip
        slots = {"level": {"type": "level", "level": one}}
        yield case({"phrase": "stay_below", "slots": slots}, what="level")
    slots = {"about": SAMPLES["about"], "band": {"type": "band", "lower": level(100, 100 * FT, "FL", "FL")}}
    yield case({"phrase": "move_level_asked", "slots": slots}, what="band")
    for metres in (0, 99, 999, 1_000, 1_234, 12_300, 12_000, 1_250_000):
        slots = {"place": SAMPLES["place"], "distance": {"type": "distance", "distance_tmm": metres * M}}
        yield case({"phrase": "keep_distance", "slots": slots}, what="distance")
    for khz in (2_182, 29_999, 30_000, 121_500, 243_005):
        slots = {"frequency": {"type": "frequency", "frequency_khz": khz}}
        yield case({"phrase": "talk_on", "slots": slots}, what="frequency")


def not_understood() -> Iterator[dict[str, Any]]:
    for word in ("never_heard_of", "hostile\u202eword"):
        slots = {
            "zz": {"type": "code", "code": word}, "party": {"type": "party", "party": "Z"},
            "speed": {"type": "speed", "value": 1_090, "unit": "KMH"}, "post": {"type": "post", "post": "cook"},
        }  # fmt: skip
        yield case({"phrase": word, "slots": slots}, what="not understood")


def refused() -> list[dict[str, Any]]:
    """Messages that are kept as not understood, with the field that is wrong."""
    here, when = SAMPLES["place"], SAMPLES["time"]
    return [
        {"field": "message.phrase", "message": {}},
        {"field": "message.phrase", "message": {"phrase": "received", "text": {"lang": "en", "text": "x"}}},
        {"field": "message.slots", "message": {"text": {"lang": "en", "text": "x"}, "slots": {"time": when}}},
        {"field": "message.slots.place", "message": {"phrase": "close_to_us"}},
        {"field": "message.slots.place", "message": {"phrase": "close_to_us", "slots": {"place": when}}},
        {"field": "message.slots", "message": {"phrase": "received", "slots": {"place": here}}},
        {"field": "message.slots.point", "message": {"phrase": "read_back", "slots": {"point": SAMPLES["place_name"]}}},
        {"field": "message.slots.time.t_ms",
         "message": {"phrase": "done", "slots": {"time": {"type": "time", "t_ms": 1}}}},
        {"field": "message.slots.place.place.lat_nd",
         "message": {"phrase": "our_location", "slots": {"place": place(0, 91 * 10**9)}}},
    ]  # fmt: skip


def _written(row_name: str, required: bool) -> str:
    return row_name if required else f"{row_name}?"


def book() -> dict[str, Any]:
    """The table, for whoever makes a form or reads a message."""
    slots: dict[str, Any] = {}
    for row in SLOTS.values():
        codes = {"codes": list(row.codes)} if row.codes else {}
        slots[row.name] = {"kind": row.kind, "takes": list(row.takes), **codes}
    phrases = {
        one.word: {"group": one.group, "channel": one.channel, "precedence": one.precedence,
                   "slots": [_written(row.name, row.required) for row in one.slots], "read_back": one.read_back,
                   "answers": list(one.answers)}
        for one in PHRASES.values()
    }  # fmt: skip
    return {"groups": list(GROUPS), "always_answers": list(ALWAYS_ANSWERS), "counts": list(COUNTS), "slots": slots,
            "phrases": phrases}  # fmt: skip


def page() -> str:
    """docs/phrases.md."""
    lines = [
        "# The phrase book", "",
        f"Drawn by `tools/phrase_book.py`; do not edit. {len(PHRASES)} phrases, each with the same slots in three "
        "languages. A slot in brackets may be left out and follows the phrase with its name. `vectors/phrases` has the "
        "table, every phrase as it is said, and what is hard to say, for other implementers. Decision note: "
        "[0018](decisions/0018-phrase-book.md).",
    ]  # fmt: skip
    for group in GROUPS:
        title = " / ".join(text(lang, f"ph-group-{group}") for lang in LANGUAGES)
        lines += ["", f"## {title}", "", "| phrase | English | العربية | Русский |", "|---|---|---|---|"]
        lines += [_row(one) for one in PHRASES.values() if one.group == group]
    return "\n".join(lines) + "\n"


def _row(one: Phrase) -> str:
    slots = {row.name: f"[{row.name}]" for row in one.slots}
    left = " ".join(f"({row.name})" for row in one.slots if not row.required)
    said = (text(lang, f"ph-{one.word}", **slots) for lang in LANGUAGES)
    return f"| `{one.word}` {one.precedence} {left}".rstrip() + f" | {' | '.join(said)} |"


def drawn() -> dict[Path, str]:
    """Every file that follows from the book."""
    shown = {"book": book(), "phrases": every_phrase(), "values": hard_values(), "refused": refused()}
    texts = {VECTORS / f"{name}.json": _json(value) for name, value in shown.items()}
    return {ROOT / "docs" / "phrases.md": page(), **texts}


def _json(value: Any) -> str:
    """One case on one line; figures and marks of direction written out, so that they can be seen."""
    if isinstance(value, list):
        return "[\n" + ",\n".join(_line(one) for one in value) + "\n]\n"
    parts = [f'"{key}": {_table(one) if isinstance(one, dict) else _line(one)}' for key, one in value.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _table(value: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(f'  "{key}": {_line(one)}' for key, one in value.items()) + "\n}"


def _line(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return "".join(
        f"\\u{ord(one):04x}" if 0x2000 <= ord(one) <= 0x206F and one not in "–—“”’" else one for one in said
    )


def main(words: list[str]) -> int:
    files = drawn()
    stale = [path for path, said in files.items() if not path.exists() or path.read_text("utf-8") != said]
    for path in stale:
        print(f"{'stale' if '--check' in words else 'written'}: {path.relative_to(ROOT)}")
        if "--check" not in words:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
    return 1 if "--check" in words and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
