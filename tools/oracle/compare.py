"""Put cases to methods and count who is wrong, and how far from the contact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from .cases import dense
from .families import all_files
from .files import read_files
from .methods.answer import Answer, Method, Record
from .methods.ours import definition, engine
from .methods.postgis import postgis_methods
from .methods.reference import reference
from .methods.shapely_planes import in_degrees, on_own_plane
from .methods.spherely_sphere import spherely_sphere

#: File name to its cases.
Files: TypeAlias = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the cases of one file: how many were asked, judged wrong, and failed on.

    `worst_m` is the greatest distance from the contact at which a case was judged wrong; 0 where none was, or where
    only height and time are wrong.
    """

    asked: int = 0
    wrong: int = 0
    failed: int = 0
    worst_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """One method over all files: counts over the published cases, `worst_m` over the ladder as well."""

    name: str
    version: str
    by_file: Mapping[str, Tally]


def tally(cases: Sequence[Record], answers: Sequence[Answer]) -> Tally:
    """Count one method's answers to one file. A failure counts as one, whatever was expected."""
    asked = wrong = failed = 0
    worst_m = 0.0
    for case, answer in zip(cases, answers, strict=True):
        expected: dict[str, Any] = case["expected"]
        if answer is None:
            continue
        failed += isinstance(answer, str)
        asked += isinstance(answer, str) or expected["meets"] != "either"
        if isinstance(answer, bool) and expected["meets"] not in ("either", answer):
            wrong += 1
            worst_m = max(worst_m, abs(expected.get("gap_m", case["buffer_m"]) - case["buffer_m"]))
    return Tally(asked, wrong, failed, worst_m)


def result_of(method: Method, files: Files) -> Result:
    """One method over all cases of some files, asked at once."""
    answers = method.answers([case for cases in files.values() for case in cases])
    by_file, first = {}, 0
    for name, cases in files.items():
        by_file[name] = tally(cases, answers[first : first + len(cases)])
        first += len(cases)
    return Result(method.name, method.version, by_file)


def with_ladder(published: Result, ladder: Result) -> Result:
    """The counts of one with the greater of both distances."""
    by_file = {}
    for name, one in published.by_file.items():
        other = ladder.by_file.get(name, Tally())
        worst_m = max(one.worst_m, other.worst_m)
        by_file[name] = Tally(one.asked, one.wrong, one.failed, worst_m)
    return Result(published.name, published.version, by_file)


def ladder_files() -> Files:
    """The same scenes as in the files, at many more distances from the contact."""
    records = {name: [case.as_record() for case in cases] for name, cases in all_files(dense).items()}
    return json.loads(json.dumps(records))  # type: ignore[no-any-return]


def engine_if_there() -> list[Method]:
    """The engine; nothing where its compiler is not installed."""
    try:
        from commonground.geo.engine import Engine  # noqa: F401
    except ImportError:
        return []
    return [engine()]


def compare_all() -> list[Result]:
    """Every method that this machine has, over every file; minutes."""
    files, ladder = read_files(), ladder_files()
    cases, rungs = ([case for file in group.values() for case in file] for group in (files, ladder))
    local = [definition(), *engine_if_there(), in_degrees(), on_own_plane()]
    sphere = spherely_sphere()
    if sphere is not None:
        local.append(sphere)
    results = [with_ladder(result_of(method, files), result_of(method, ladder)) for method in local]
    count = len(results) - len([method for method in local if "shapely" in method.name or method is sphere])
    results.insert(count, result_of(reference(), files))
    for one, other in zip(postgis_methods(cases), postgis_methods(rungs), strict=True):
        results.append(with_ladder(result_of(one, files), result_of(other, ladder)))
    return results
