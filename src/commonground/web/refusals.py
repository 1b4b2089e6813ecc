"""Why something was refused, in the reader's language: from the English reason to the texts of `refusals.ftl`.

The core says its reasons in English, for machines and logs, and knows no language. The English catalogue is the table
by which a reason is recognised: each of its texts, or its `matches`, is read as a pattern. What no text knows stays
English. Nothing here decides anything, and no reason is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .texts import LANGUAGES, Template, templates, text, text3

Text3 = dict[str, str]

REASON_CHARS_MAX = 1_000
ROWS_WITH_TEXT_MAX = 1_000
_CATALOGUE = "refusals.ftl"
_BETWEEN = {"en": "; ", "ar": "؛ ", "ru": "; "}
_AND = {"en": ", ", "ar": "، ", "ru": ", "}
_THIN = "\u202f"
_LONG_FIGURE = re.compile(r"-?\d{4,}(?:\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+")
_ARABIC = "\u0590-\u08ff"
_INNER = rf"(?:[^{_ARABIC}\n()]|\([^{_ARABIC}\n()]*\))*"
_LEFT_TO_RIGHT = re.compile(
    rf"[-+\[\"'<.]?[0-9A-Za-z\u0400-\u04ff](?:{_INNER}(?:[0-9A-Za-z\u0400-\u04ff\]>°'\"%]|\([^{_ARABIC}\n()]*\)))?"
)
_HAS_ARABIC = re.compile(f"[{_ARABIC}]")

# An argument of this name is a word, or a list of words, of closed lists: prefixes of their keys.
_WORDS: dict[str, tuple[str, ...]] = {
    "action": ("term-action", "action"), "last": ("term-action",), "axis": ("term-axis",), "part": ("term-part",),
    "type": ("term-json",), "got": ("term-json",), "kind": ("term-kind",), "kind_wanted": ("term-kind",),
    "script_one": ("term-script",), "script_two": ("term-script",), "duty": ("term-duty",),
    "post": ("post",), "posts": ("post",), "duty_post": ("post",), "langs": ("term-lang",),
    "choices": ("post", "code", "term-kind", "term-action", "ph-activity", "ph-category", "ph-reason", "ph-event",
                "ph-speaks_for", "ph-service"),
    "slot": ("ph-type",), "slot_given": ("ph-type",),
}  # fmt: skip
_CLOSED = frozenset({"axis", "part", "kind", "kind_wanted"})
_ALSO = {"lat": "latitude", "lon": "longitude", "no post": "none", "nothing more": "more"}
_VERBATIM = frozenset({"value", "name", "near", "point", "swapped", "readings", "why", "said"})


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which the node words a reason."""

    key: str
    names: tuple[str, ...]
    pattern: re.Pattern[str]
    longest: str
    weight: int


def _form(template: Template) -> Form:
    words, names = template.parts[::2], template.parts[1::2]
    pattern = re.escape(words[0])
    for name, word in zip(names, words[1:], strict=True):
        pattern += f"(?P<{name}>.+?){re.escape(word)}"
    weight = sum(map(len, words))
    if "reason" in names:  # what holds another reason comes before that one
        weight += REASON_CHARS_MAX
    return Form(template.key, names, re.compile(pattern, re.DOTALL), max(words, key=len), weight)


@lru_cache(maxsize=2)
def forms(prefix: str) -> tuple[Form, ...]:
    """The forms of the texts whose key begins so, the most particular first."""
    found = [_form(one) for one in templates(_CATALOGUE) if one.key.startswith(prefix)]
    return tuple(sorted(found, key=lambda form: -form.weight))


def recognised(reason: str, prefix: str = "refusal-") -> tuple[str, dict[str, str]] | None:
    """Key and arguments of the text that says this reason; None where no text does."""
    if len(reason) > REASON_CHARS_MAX:
        return None
    for form in forms(prefix):
        if form.longest in reason and (match := form.pattern.fullmatch(reason)):
            values = match.groupdict()
            if all(name not in _CLOSED or _word("en", name, value) for name, value in values.items()):
                return form.key, values
    return None


@lru_cache(maxsize=512)
def _said(reason: str, prefix: str) -> tuple[tuple[str, str], ...]:
    head, between, tail = reason.rpartition("; ")
    if between and (one := dict(_said(head, prefix))) and (other := dict(_said(tail, prefix))):
        return tuple((lang, one[lang] + _BETWEEN[lang] + other[lang]) for lang in LANGUAGES)
    found = recognised(reason, prefix)
    if found is None:
        return ()
    key, values = found
    return tuple((lang, _written(lang, key, values)) for lang in LANGUAGES)


def reason_text(reason: str) -> Text3 | None:
    """A reason in three languages; None where the catalogues do not know it. A sentence may be of two known parts."""
    return dict(_said(reason, "refusal-")) or None


def fault_text(kind: str, reason: str) -> Text3:
    """A fault of ours or of a peer: its own text, else what such a fault means, with its reason in brackets."""
    return reason_text(reason) or {
        lang: _isolated(lang, text(lang, f"fault-{kind}", said=_kept(lang, reason))) for lang in LANGUAGES
    }


def found_text(found: str) -> Text3 | None:
    """What was found in a row of a file, where it is a word of ours and no cell."""
    return dict(_said(found, "found-")) or None


# -- values -----------------------------------------------------------------------------------------------------


def _written(lang: str, key: str, values: dict[str, str]) -> str:
    shown = {name: _value(lang, name, value) for name, value in values.items()}
    return _isolated(lang, text(lang, key, **shown))


def _value(lang: str, name: str, value: str) -> str:
    if name in _WORDS:
        return _words(lang, name, value)
    if name.endswith("_index") and value.isdecimal():
        return str(int(value) + 1)
    if name == "readings":
        return " / ".join(value.split(" or "))
    if name == "reason":
        return dict(_said(value, "refusal-")).get(lang, value)
    if name in _VERBATIM:
        return _kept(lang, value)
    if _GROUPED.fullmatch(value):
        return value.replace(",", _THIN)
    if _LONG_FIGURE.fullmatch(value):
        whole, dot, rest = value.partition(".")
        return f"{int(whole):,}".replace(",", _THIN) + dot + rest
    return _kept(lang, value)


def _words(lang: str, name: str, value: str) -> str:
    parts = value.strip("[]").replace(" | null", "").split(", ")
    return _AND[lang].join(_word(lang, name, part) or _kept(lang, part) for part in parts)


def _word(lang: str, name: str, part: str) -> str:
    """The word of a closed list; empty where it is in none."""
    bare = part.strip("'").lower()
    bare = _ALSO.get(bare, bare)
    for prefix in _WORDS[name]:
        key = f"{prefix}-{bare}"
        if re.fullmatch(r"[a-z_-]+", key) and (found := text(lang, key)) != key:
            return found
    return ""


def _kept(lang: str, value: str) -> str:
    """A value as it came; one with Arabic letters keeps its own direction inside another script."""
    return f"\u2068{value}\u2069" if lang != "ar" and _HAS_ARABIC.search(value) else value


def _isolated(lang: str, said: str) -> str:
    """Arabic with each figure, unit and code in a run of its own direction: `100 m` stays `100 m`."""
    return _LEFT_TO_RIGHT.sub("\u2066\\g<0>\u2069", said) if lang == "ar" else said


# -- fields -----------------------------------------------------------------------------------------------------

_STEP = re.compile(r"\.?([A-Za-z][A-Za-z0-9_-]*)|\[(\d+|\.\.\.)\]")
_ROUND = frozenset(
    {"draft", "notice", "site", "body", "footprint", "position", "geometry", "message", "slots"}
)
_OTHER_NAMES = {"center": "centre", "lon_nd": "lon", "lat_nd": "lat"}
_OF_MACHINES = frozenset({"key", "id", "X-CSRF", "Origin", "Sec-Fetch-Site", "Content-Type", "report_id"})
_BELOW = {"rings": "vertices", "vertices": "axis", "path": "axis", "centre": "axis", "point": "axis"}


@lru_cache(maxsize=512)
def _field(path: str) -> tuple[tuple[str, str], ...]:
    if path in _OF_MACHINES:
        return tuple((lang, "") for lang in LANGUAGES)
    steps = list(_STEP.finditer(path))
    if not path or "".join(step[0] for step in steps) != path:
        return ()
    named = _named(steps)
    if not named:
        return ()
    found = {lang: _AND[lang].join(one[lang] for one in named) for lang in LANGUAGES}
    return tuple((lang, said[:1].upper() + said[1:]) for lang, said in found.items())


def field_text(path: str) -> Text3 | None:
    """`volumes[0].upper` as "Volume 1, upper limit"; empty for a field of machines; None where it has no name."""
    return dict(_field(path)) or None


def _named(steps: list[re.Match[str]]) -> list[Text3]:
    """The names of the steps of a path; none when a step has no name."""
    named: list[Text3] = []
    about = ""
    for place, step in enumerate(steps):
        last = place == len(steps) - 1
        if step[2] is None:
            about = _OTHER_NAMES.get(step[1], step[1])
            counted = not last and steps[place + 1][2] is not None and _has(f"field-n-{about}")
            if counted or about == "value_tmm" or (about in _ROUND and not last):
                continue
            keys = (f"field-{about}", f"term-kind-{about}", f"ph-slot-{about}")
            key = next((one for one in keys if _has(one)), "")
            if not key:
                return []
            named.append(text3(key))
            continue
        first = place > 0 and steps[place - 1][2] is None
        inner = about if first and _has(f"field-n-{about}") else _BELOW.get(about, "")
        if inner == "axis":
            named.append(text3("field-lat" if step[2] == "1" else "field-lon"))
        elif _has(f"field-n-{inner}") and step[2].isdecimal():
            named.append(text3(f"field-n-{inner}", n=str(int(step[2]) + 1)))
        about = inner
    return named


def _has(key: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9_-]+", key)) and text("en", key) != key


# -- rows of our answers ------------------------------------------------------------------------------------------


def error_texts(reason: str, field: str, fault: str = "") -> dict[str, Text3]:
    """`text` and `field_text` of an error body, each where it is known; `fault` names one that is not the caller's."""
    said = fault_text(fault, reason) if fault else reason_text(reason)
    name = field_text(field) if field else None
    return ({"text": said} if said else {}) | ({"field_text": name} if name else {})


def with_row_texts(refused: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Refused rows of a file with their texts; the page lists the first ones only, so the rest stay as they are."""
    rows = list(refused)
    for row in rows[:ROWS_WITH_TEXT_MAX]:
        texts = {
            "expected_text": reason_text(row["expected"]),
            "found_text": found_text(row["found"]),
            "field_text": field_text(row["field"]),
        }
        row |= {name: said for name, said in texts.items() if said}
    return rows


def with_back_texts(drafts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of drafts; one that came back says why in three languages."""
    rows = []
    for row in drafts:
        said = reason_text(row["back_because"]) if row["back_because"] else None
        rows.append({**row, "back_text": said} if said else row)
    return rows
