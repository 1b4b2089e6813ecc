"""`check`: screen a file of volumes against a store, another file, or itself, and print what is met."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import Refused
from ..geo.candidates import BUFFER_M_MAX
from ..geo.interval import TMM_PER_FT, AltitudeContext
from ..geo.place import render
from ..picture.charter import Text3
from ..picture.conflict import COUNTS_ONLY_ABOVE, SECOND_POST_ABOVE, altitude_context
from ..protocols.volume_files.codec import Entry, RefusedFeature, VolumeFile, read_volumes
from ..record import encode_canonical, full
from .ending import BROKEN, MET, Ending
from .printing import progress_of, say, show_table
from .reading import file_bytes, utc_text
from .screening import Met, Searched, among_others, among_themselves, picture_entries, screen

COLUMNS = ("volume", "meets", "how", "from (UTC)", "until (UTC)", "height", "ground", "at")
SITES = Text3(
    en="No registered site found within {m} m; absence from the register does not change protection under "
    "international humanitarian law.",
    ar="لم يُعثر على موقع مسجّل ضمن {m} m؛ عدم الورود في السجل لا يغيّر الحماية بموجب القانون الدولي الإنساني.",
    ru="Зарегистрированных объектов в пределах {m} m не найдено; отсутствие в реестре не меняет защиты по "
    "международному гуманитарному праву.",
)
VOLUMES = Text3(
    en="No meeting of volumes found in what was searched.",
    ar="لم يُعثر على تعارض بين الأحجام فيما جرى البحث فيه.",
    ru="Пересечений объёмов в просмотренном не найдено.",
)


def check(path: Path, against: Path | None, buffer_m: float, *, as_json: bool, fail_on_hit: bool) -> None:
    """Print every meeting of the file's volumes. Leaves with 3 on a hit where asked, 1 when a feature was refused."""
    if not 0 <= buffer_m <= BUFFER_M_MAX:
        raise Refused(f"{buffer_m}; 0 to {BUFFER_M_MAX} m is expected", field="--buffer-m")
    own = read_volumes(file_bytes(path), path.name)
    others, searched, context = _searched(path, own, against)
    if against is None:
        near = among_themselves(others, context, buffer_m)
    else:
        near = among_others(own.entries, others, context, buffer_m)
    with progress_of("checking", own.entries) as entries:
        found = screen(entries, near, context, buffer_m)
    counts_only = _why_counts_only(found, searched) if searched.party else ""
    if as_json:
        _print_json(found, searched, buffer_m, own.refused, counts_only)
    else:
        _print(found, searched, buffer_m, own, counts_only)
    if own.refused:
        raise Ending(BROKEN)
    if found and fail_on_hit:
        raise Ending(MET)


def _searched(
    path: Path, own: VolumeFile, against: Path | None
) -> tuple[list[Entry], Searched, AltitudeContext]:
    now_ms = time.time_ns() // 1_000_000
    if against is None:
        return own.entries, _counted(path.name, now_ms, own.entries), AltitudeContext()
    from ..compose.reading import is_store, read_store

    if is_store(against):
        reading = read_store(against)
        try:
            view = reading.view()
            entries = picture_entries(view, reading.charter, now_ms)
        finally:
            reading.store.close()
        where = f"the picture of party {reading.party} in {reading.path}"
        return entries, _counted(where, now_ms, entries, reading.party), altitude_context(reading.charter)
    other = read_volumes(file_bytes(against), against.name, places_allowed=True)
    _warn(against.name, other.refused)
    if other.refused:
        raise Refused(
            f"{len(other.refused)} features of {against.name} could not be read, so they cannot be searched",
            field="--against",
        )
    return other.entries, _counted(against.name, now_ms, other.entries), AltitudeContext()


def _counted(where: str, now_ms: int, entries: Sequence[Entry], party: str = "") -> Searched:
    volumes = sum(entry.volume is not None for entry in entries)
    return Searched(where, now_ms, volumes, len(entries) - volumes, party)


def _why_counts_only(found: Sequence[Met], searched: Searched) -> str:
    """Section 8: many hits at once would be a list of places."""
    if len(found) > COUNTS_ONLY_ABOVE:
        return f"{len(found)} hits: above {COUNTS_ONLY_ABOVE} only counts are shown; give smaller volumes"
    foreign = {met.meets for met in found if met.kind == "place" and met.party != searched.party}
    if len(foreign) > SECOND_POST_ABOVE:
        return f"{len(foreign)} sites of other parties: above {SECOND_POST_ABOVE} only counts are shown here"
    return ""


def _statement(found: Sequence[Met], buffer_m: float) -> list[Text3]:
    """The neutral sentences for what was not met (T-6)."""
    texts = []
    if not any(met.kind == "place" for met in found):
        values = {code: getattr(SITES, code).replace("{m}", f"{buffer_m:g}") for code in ("en", "ar", "ru")}
        texts.append(Text3(**values))
    if not any(met.kind == "volume" for met in found):
        texts.append(VOLUMES)
    return texts


def _print(
    found: Sequence[Met], searched: Searched, buffer_m: float, own: VolumeFile, counts_only: str
) -> None:
    _warn("the file", own.refused)
    say(
        f"Searched: {searched.volumes} volumes and {searched.places} places of {searched.where}, "
        f"as of {utc_text(searched.as_of_ms)}, within {buffer_m:g} m of {len(own.entries)} volumes."
    )
    if counts_only:
        say(counts_only)
    else:
        show_table(COLUMNS, [_cells(met) for met in found])
    if own.refused:
        say(f"{len(own.refused)} features could not be read and were not checked.")
    say(f"{len(found)} met.")
    for text in _statement(found, buffer_m):
        for code in ("en", "ar", "ru"):
            say(getattr(text, code))


def _cells(met: Met) -> list[str]:
    height = f"{met.altitude_overlap_tmm / TMM_PER_FT:,.0f} ft" if met.kind == "volume" else "all"
    if met.altitude_conversion not in ("none", ""):
        height += f" ({met.altitude_conversion})"
    ground = f"{met.distance_m:,.2f} m apart" if met.relation == "within_buffer" else f"{met.area_m2:,.0f} m2"
    return [
        met.volume, met.meets, met.relation.replace("_", " "), utc_text(met.from_ms), utc_text(met.until_ms),
        height, ground, render(*met.common_point).dd,
    ]  # fmt: skip


def _warn(where: str, refused: Sequence[RefusedFeature]) -> None:
    for one in refused:
        say(f"refused: {where}, feature {one.number}, {one.field}: {one.reason}", to=sys.stderr)


def _print_json(
    found: Sequence[Met],
    searched: Searched,
    buffer_m: float,
    refused: Sequence[RefusedFeature],
    counts_only: str,
) -> None:
    hits: list[dict[str, Any]] = [
        {
            "volume": met.volume, "number": met.number, "kind": met.kind, "meets": met.meets,
            "relation": met.relation, "from_ms": met.from_ms, "until_ms": met.until_ms,
            "altitude_overlap_ft": round(met.altitude_overlap_tmm / TMM_PER_FT, 3),
            "altitude_conversion": met.altitude_conversion, "area_m2": round(met.area_m2, 2),
            "distance_m": round(met.distance_m, 3), "common_point": list(met.common_point),
        }
        for met in ([] if counts_only else found)
    ]  # fmt: skip
    answer = {
        "searched": {
            "where": searched.where, "as_of_ms": searched.as_of_ms, "volumes": searched.volumes,
            "places": searched.places,
        },
        "buffer_m": buffer_m, "hits_total": len(found), "hits": hits, "counts_only": counts_only,
        "refused": [{"feature": one.number, "field": one.field, "reason": one.reason} for one in refused],
        "statement": [full(text) for text in _statement(found, buffer_m)],
    }  # fmt: skip
    say(encode_canonical(answer).decode())
