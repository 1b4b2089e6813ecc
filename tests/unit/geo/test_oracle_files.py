"""The files of `vectors/volumes`: what their maker writes, complete, of one form, and acceptable to the package."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tools.oracle.cases import DONT_CARE_M, as_json, dense, published, relations_for
from tools.oracle.families import all_files
from tools.oracle.files import FOLDER, read_files
from tools.oracle.methods.ours import both_volumes

FILES = read_files()
RELATIONS = {"none", "touching", "overlap", "within_buffer"}


def test_the_files_are_what_their_maker_writes():
    made = all_files()
    assert set(made) == {name for name in FILES if name.startswith("contact_")}
    for name, cases in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == as_json(cases), name


def test_the_files_stay_small_and_their_names_differ():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000
    names = Counter(case["name"] for cases in FILES.values() for case in cases)
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 2_500


@pytest.mark.parametrize("name", FILES)
def test_a_case_has_its_fields_and_its_answer_follows_from_its_gap(name):
    for case in FILES[name]:
        expected = case["expected"]
        assert set(case) - {"made"} == {"name", "a", "b", "buffer_m", "expected"}
        assert ("made" in case) == name.startswith("contact_")
        assert set(expected["relations"]) <= RELATIONS
        if "gap_m" not in expected:
            continue
        over_m = expected["gap_m"] - case["buffer_m"]
        if abs(over_m) > 0.0102:
            assert expected["meets"] is (over_m < 0), case["name"]
        if abs(over_m) < 0.0099:
            assert expected["meets"] == "either", case["name"]


def test_both_volumes_of_every_case_are_acceptable():
    for cases in FILES.values():
        for case in cases:
            both_volumes(case)


def test_every_scene_stands_just_outside_the_band_on_both_sides():
    """For each scene: one case that must meet and one that must not, both at 10.5 mm."""
    scenes: dict[str, set[object]] = {}
    for name, cases in FILES.items():
        if not name.startswith("contact_"):
            continue
        for case in cases:
            if match := re.search(r"(.*)\b10\.5 mm (apart|deep|beyond it|short of it)$", case["name"]):
                scenes.setdefault(match[1], set()).add(case["expected"]["meets"])
                assert 0.0102 < abs(case["expected"]["gap_m"] - case["buffer_m"]) < 0.0108
    assert len(scenes) > 300
    lonely = [scene for scene, answers in scenes.items() if answers != {True, False}]
    # Points cannot overlap each other, and a circle on the pole 1 m from an edge stays outside.
    assert all("two points" in scene or "beyond" in scene or "short" in scene for scene in lonely), lonely


@pytest.mark.parametrize("lat_deg", [0, 35, 60, 80])
@pytest.mark.parametrize("edge_km", [20, 100, 1000])
def test_the_matrix_of_edges_and_latitudes_is_full(lat_deg, edge_km):
    for name in ("contact_circle_edge.json", "contact_corner_edge.json"):
        assert any(f"{edge_km} km edge, latitude {lat_deg}," in case["name"] for case in FILES[name])


def test_relations_for_a_gap():
    assert relations_for(0.0102, 0) == ("none",)
    assert relations_for(-0.0102, 0) == ("overlap",)
    assert relations_for(DONT_CARE_M, 0) == ("none", "touching", "overlap")
    assert relations_for(500.02, 500) == ("none",)
    assert relations_for(500.005, 500) == ("none", "within_buffer")
    assert relations_for(400.0, 500) == ("within_buffer",)
    assert "none" not in relations_for(0.0, 500)


def test_rungs():
    assert published(0.0105, 5) == (-5, -0.0105, 0.0, 0.0105, 5)
    rungs = dense(0.0105, 3)
    assert rungs == tuple(sorted(rungs))
    assert {-3, -2, -0.02, 0.0105, 0.1, 1, 2, 3} <= set(rungs)
    assert 0.01 not in rungs
    assert 5 not in rungs
