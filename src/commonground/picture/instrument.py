"""Agreed texts (R11, S6): an instrument with its start, end and zone, who signed it, and what was decided of its end.

An instrument is a file, known by its hash, and what it says in figures (`terms`), so that rival copies of one text can
be laid side by side field by field. Signatures count as in `picture/agreed`. Its end is a fact of the clock: without a
decision of every signatory it lapses, and a lapse is nobody's. The file itself does not travel here.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from ..errors import Refused
from ..geo.interval import TIME_MS_MAX
from ..record import Record, full
from .area import refuse_bad_span
from .blocks import Body, Language, Text
from .charter import Text3
from .joint_text import Group, content_hash, refuse_bad_hash, refuse_bad_joint, refuse_bad_name
from .kind import OFFERED, TAKEN_BACK, Kind

FILE_BYTES_MAX = 100 * 1024 * 1024
TERMS_MAX = 50
FIGURE_MAX = 10**12
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{0,49}")

Unit = Literal["m", "km", "min", "h", "d", "persons", "vehicles", "times", "other"]
WhatDecided = Literal["extend", "renew", "end"]


def instrument_group(instrument_id: str) -> str:
    """The key under which all statements about one instrument are found."""
    return f"instrument:{instrument_id}"


class Term(Record, frozen=True):
    """One figure that a text holds, under a name that its parties share: a distance, a number of hours."""

    code: str
    label: Text3
    value: int
    unit: Unit


class Instrument(Body, frozen=True):
    """One party's copy of an agreed text; its hash covers every field, the hash of the file among them."""

    instrument_id: str
    edition: int
    title: Text3
    authentic: tuple[Language, ...]
    file_name: str
    file_hash: str
    file_bytes: int
    signatories: tuple[str, ...]
    start_ms: int
    end_ms: int
    renew_by_ms: int
    zone: str
    summary: Text
    terms: tuple[Term, ...] = ()
    area_ids: tuple[str, ...] = ()

    @property
    def about(self) -> Group:
        """The instrument that all copies of this name speak of."""
        return Group(instrument_group(self.instrument_id))


class InstrumentSignature(Body, frozen=True):
    """The author signs one copy of an instrument: `hash` is `instrument_hash` of it."""

    instrument_id: str
    hash: str

    @property
    def about(self) -> Group:
        """The instrument whose copy is signed."""
        return Group(instrument_group(self.instrument_id))


class InstrumentDecision(Body, frozen=True):
    """What the author decides of the end at `end_ms`: go on to `until_ms`, or end at `until_ms`."""

    instrument_id: str
    hash: str
    what: WhatDecided
    end_ms: int
    until_ms: int
    text: Text | None = None

    @property
    def about(self) -> Group:
        """The instrument whose end is decided."""
        return Group(instrument_group(self.instrument_id))


def instrument_hash(body: Instrument) -> str:
    """What is signed of an instrument."""
    return content_hash("instrument", body)


def differences(a: Instrument, b: Instrument) -> list[dict[str, Any]]:
    """Fields in which two copies differ, with what each says; a term that one lacks stands as null."""
    rows = [
        {"field": name, "label": None, "unit": "", "a": full(getattr(a, name)), "b": full(getattr(b, name))}
        for name in (
            "edition", "title", "authentic", "file_name", "file_hash", "file_bytes", "signatories", "start_ms",
            "end_ms", "renew_by_ms", "zone", "summary", "area_ids",
        )
        if getattr(a, name) != getattr(b, name)
    ]  # fmt: skip
    of_a, of_b = ({term.code: term for term in one.terms} for one in (a, b))
    for code in sorted(of_a.keys() | of_b.keys()):
        one, other = of_a.get(code), of_b.get(code)
        if one == other:
            continue
        either = one or other
        assert either is not None
        rows.append({
            "field": f"terms.{code}", "label": full(either.label), "unit": either.unit,
            "a": full(one), "b": full(other),
        })  # fmt: skip
    return rows


def _impossible_instrument(body: Instrument, field: str) -> None:
    refuse_bad_name(body.instrument_id, f"{field}.instrument_id")
    refuse_bad_joint(body, field)
    refuse_bad_hash(body.file_hash, f"{field}.file_hash")
    refuse_bad_span(body.start_ms, body.end_ms, field, ("start_ms", "end_ms"))
    if not body.start_ms <= body.renew_by_ms <= body.end_ms:
        raise Refused("a moment between start and end expected", field=f"{field}.renew_by_ms")
    if not 0 <= body.file_bytes <= FILE_BYTES_MAX:
        raise Refused(f"a number of 0 to {FILE_BYTES_MAX} expected", field=f"{field}.file_bytes")
    if not _ZONE.fullmatch(body.zone):
        raise Refused("a zone such as Asia/Damascus expected", field=f"{field}.zone")
    if not body.authentic or len(set(body.authentic)) != len(body.authentic):
        raise Refused("each language once expected, and one at least", field=f"{field}.authentic")
    _refuse_bad_terms(body, field)
    for number, area_id in enumerate(body.area_ids):
        refuse_bad_name(area_id, f"{field}.area_ids[{number}]")


def _refuse_bad_terms(body: Instrument, field: str) -> None:
    if len(body.terms) > TERMS_MAX:
        raise Refused(f"at most {TERMS_MAX} items expected", field=f"{field}.terms", clause="limits")
    for number, term in enumerate(body.terms):
        refuse_bad_name(term.code, f"{field}.terms[{number}].code")
        if abs(term.value) > FIGURE_MAX:
            raise Refused(
                f"a number of -{FIGURE_MAX} to {FIGURE_MAX} expected", field=f"{field}.terms[{number}].value"
            )
    if len({term.code for term in body.terms}) != len(body.terms):
        raise Refused("each at most once expected", field=f"{field}.terms")


def _wrong_instrument(body: Instrument, field: str) -> None:
    if not all(getattr(body.title, lang) for lang in body.authentic):
        raise Refused("a title in each authentic language expected", field=f"{field}.title", clause="R11")


def _impossible_signature(body: InstrumentSignature, field: str) -> None:
    refuse_bad_name(body.instrument_id, f"{field}.instrument_id")
    refuse_bad_hash(body.hash, f"{field}.hash")


def _impossible_decision(body: InstrumentDecision, field: str) -> None:
    refuse_bad_name(body.instrument_id, f"{field}.instrument_id")
    refuse_bad_hash(body.hash, f"{field}.hash")
    for name in ("end_ms", "until_ms"):
        if not 0 <= getattr(body, name) <= TIME_MS_MAX:
            raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.{name}")
    if body.what == "end" and body.until_ms > body.end_ms:
        raise Refused("a moment up to the end expected", field=f"{field}.until_ms")
    if body.what != "end" and body.until_ms <= body.end_ms:
        raise Refused("a moment after the end expected", field=f"{field}.until_ms")


KINDS = (
    Kind(
        "instrument", Instrument, "IN", OFFERED, impossible=_impossible_instrument, wrong=_wrong_instrument,
    ),
    Kind("instrument_signature", InstrumentSignature, "IS", TAKEN_BACK, impossible=_impossible_signature),
    Kind("instrument_decision", InstrumentDecision, "ID", OFFERED, impossible=_impossible_decision),
)  # fmt: skip
