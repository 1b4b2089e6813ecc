"""`check`: what is met, what is said where nothing is, and how the command ends."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from commonground.cli.app import run
from commonground.geo import candidates

Captured = pytest.CaptureFixture[str]
TIMES = {"from": "2030-01-01T00:00:00Z", "until": "2030-01-01T02:00:00Z"}


def volume(name: str, lon: float, lat: float, radius_m: float = 1000, **more: Any) -> dict[str, Any]:
    properties = {"name": name, "radius_m": radius_m, "lower": "SFC", "upper": "5000 FT AGL", **TIMES, **more}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties,
    }


def place(name: str, lon: float, lat: float) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": {"name": name}}


def file(folder: Path, name: str, *features: dict[str, Any]) -> str:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return str(path)


def answer(capsys: Captured, *words: str) -> tuple[int, dict[str, Any]]:
    code = run(["check", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_each_pair_of_a_file_is_met_once(tmp_path: Path, capsys: Captured) -> None:
    path = file(
        tmp_path, "v.geojson", volume("one", 36.5, 33), volume("two", 36.501, 33), volume("far", 37, 33)
    )
    code, found = answer(capsys, path)
    assert code == 0
    assert [(hit["volume"], hit["meets"], hit["relation"]) for hit in found["hits"]] == [
        ("one", "two", "overlap")
    ]
    assert found["hits"][0]["area_m2"] > 1_000_000
    assert found["searched"]["volumes"] == 3


def test_a_place_is_met_at_every_height_and_time_and_stands_first(tmp_path: Path, capsys: Captured) -> None:
    own = file(tmp_path, "v.geojson", volume("one", 36.5, 33, lower="FL300", upper="FL310"))
    other = file(tmp_path, "o.geojson", volume("two", 36.5, 33, upper="UNL"), place("Clinic", 36.5, 33.012))
    _, found = answer(capsys, own, "--against", other)
    assert [(hit["kind"], hit["relation"]) for hit in found["hits"]] == [
        ("place", "within_buffer"),
        ("volume", "overlap"),
    ]
    assert 300 < found["hits"][0]["distance_m"] < 350


@pytest.mark.parametrize(("buffer_m", "hits"), [("300", 0), ("350", 1)])
def test_the_buffer_decides_on_the_ground(tmp_path: Path, capsys: Captured, buffer_m: str, hits: int) -> None:
    own = file(tmp_path, "v.geojson", volume("one", 36.5, 33))
    other = file(tmp_path, "o.geojson", place("Clinic", 36.5, 33.012))
    assert len(answer(capsys, own, "--against", other, "--buffer-m", buffer_m)[1]["hits"]) == hits


def test_without_a_hit_the_neutral_sentence_stands_in_three_languages(
    tmp_path: Path, capsys: Captured
) -> None:
    path = file(tmp_path, "v.geojson", volume("one", 36.5, 33))
    assert run(["check", path, "--buffer-m", "750"]) == 0
    shown = capsys.readouterr().out
    assert (
        "No registered site found within 750 m; absence from the register does not change protection" in shown
    )
    assert "القانون الدولي الإنساني" in shown
    assert "международному гуманитарному праву" in shown
    assert "Searched: 1 volumes and 0 places" in shown


def test_no_verdict_is_ever_printed(tmp_path: Path, capsys: Captured) -> None:
    for features in ([volume("one", 36.5, 33)], [volume("one", 36.5, 33), volume("two", 36.5, 33)]):
        run(["check", file(tmp_path, "v.geojson", *features)])
        shown = capsys.readouterr().out.lower()
        assert not re.search(r"\b(clear|safe|approved|ok|violation|no conflict)\b", shown)


def test_exit_codes(tmp_path: Path, capsys: Captured) -> None:
    met = file(tmp_path, "met.geojson", volume("one", 36.5, 33), volume("two", 36.5, 33))
    alone = file(tmp_path, "alone.geojson", volume("one", 36.5, 33))
    broken = file(tmp_path, "broken.geojson", volume("one", 36.5, 33), volume("two", 36.5, 33, lower="9"))
    assert run(["check", met]) == 0
    assert run(["check", met, "--fail-on-hit"]) == 3
    assert run(["check", alone, "--fail-on-hit"]) == 0
    assert run(["check", broken]) == 1
    assert run(["check", str(tmp_path / "none.geojson")]) == 2
    assert run(["check", met, "--buffer-m", "-1"]) == 2
    assert run(["check", met, "--buffer-m", "nan"]) == 2
    assert run(["check", met, "--nonsense"]) == 2
    capsys.readouterr()


def test_a_feature_that_was_not_checked_is_said(tmp_path: Path, capsys: Captured) -> None:
    path = file(tmp_path, "v.geojson", volume("one", 36.5, 33), volume("two", 36.5, 33, until="tomorrow"))
    run(["check", path])
    shown = capsys.readouterr()
    assert "1 features could not be read and were not checked" in shown.out
    assert "feature 2, properties.until: 'tomorrow'" in shown.err


def test_a_searched_file_that_cannot_be_read_whole_is_not_searched_in_part(
    tmp_path: Path, capsys: Captured
) -> None:
    own = file(tmp_path, "v.geojson", volume("one", 36.5, 33))
    other = file(tmp_path, "o.geojson", volume("two", 36.5, 33), volume("three", 36.5, 33, upper=""))
    assert run(["check", own, "--against", other]) == 2
    assert "cannot be searched" in capsys.readouterr().err


def test_levels_that_only_touch_are_called_touching(tmp_path: Path, capsys: Captured) -> None:
    low = volume("low", 36.5, 33, lower="1000 FT AMSL", upper="5000 FT AMSL")
    high = volume("high", 36.5, 33, lower="5000 FT AMSL", upper="9000 FT AMSL")
    _, found = answer(capsys, file(tmp_path, "v.geojson", low, high))
    assert [hit["relation"] for hit in found["hits"]] == ["touching"]
    assert found["hits"][0]["altitude_overlap_ft"] == 0


def test_a_large_file_gets_the_answers_of_a_small_one(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine and the index propose, the truth decides: the same answers to the last digit, in the same order."""
    many = [
        volume(
            f"v{n}",
            36.5 + n * 0.013 % 0.1,
            33 + n * 0.007 % 0.05,
            300 + n * 20,
            upper=f"{1000 + n * 90} FT AMSL",
        )
        for n in range(40)
    ]
    across = [volume("east", 179.995, -17), volume("west", -179.995, -17), volume("pole", 40, 89.999)]
    places = [place("Clinic", 36.53, 33.02), place("School", 180, -17), place("Station", -140, 89.9995)]
    own = file(tmp_path, "own.geojson", *many, *across)
    other = file(tmp_path, "other.geojson", *places, *many[::3], *across)
    for words in ((own,), (own, "--buffer-m", "700"), (own, "--against", other, "--buffer-m", "250")):
        answers = []
        for engine_from in (0, 10_000):
            monkeypatch.setattr(candidates, "ENGINE_FROM", engine_from)
            code, found = answer(capsys, *words)
            assert code == 0
            del found["searched"]["as_of_ms"]
            answers.append(found)
        assert answers[0] == answers[1]
        assert answers[0]["hits_total"] > 20
        names = {(hit["volume"], hit["meets"]) for hit in answers[0]["hits"]}
        assert names & {("east", "west"), ("west", "east")}
