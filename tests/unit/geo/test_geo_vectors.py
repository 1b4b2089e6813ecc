"""The cases of `vectors/volumes` against the package; the cases are held against their maker as well."""

import json

import pytest
import volume_cases

from commonground.geo.footprint import Footprint, validate_footprint
from commonground.geo.index import VolumeIndex
from commonground.geo.intersection import footprints_meet, volumes_meet
from commonground.geo.volume import Volume, bounding_box, validate_volume
from commonground.record import convert

CASES = [
    pytest.param(case, id=case["name"])
    for path in sorted(volume_cases.FOLDER.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]


def test_the_files_are_what_their_maker_writes():
    for name, cases in volume_cases.files().items():
        assert (volume_cases.FOLDER / name).read_text(encoding="utf-8") == volume_cases.as_json(cases), name


@pytest.mark.parametrize("case", CASES)
def test_vector(case):
    a, b, meeting = _meet(case)
    expected = case["expected"]
    relation = meeting.relation if meeting else "none"
    assert relation in expected["relations"]
    if meeting is None:
        return
    for name in ("shared_ms", "altitude_overlap_tmm"):
        assert getattr(meeting, name, None) == expected.get(name, getattr(meeting, name, None))
    if "area_m2" in expected:
        assert meeting.area_m2 == pytest.approx(expected["area_m2"], abs=expected["area_within_m2"])
    index = VolumeIndex()
    index.insert("a", bounding_box(a))
    assert index.candidates(bounding_box(b, margin_m=case["buffer_m"])) == ["a"]


@pytest.mark.parametrize("case", [case for case in CASES if "gap_m" in case.values[0]["expected"]])
def test_contact_is_sharper_than_asked(case):
    """Inside the band of 1 cm the answer is not free either: contact within 5 mm, rest 1 mm of error."""
    _, _, meeting = _meet(case)
    gap_m = case["expected"]["gap_m"]
    if case["buffer_m"] or abs(abs(gap_m) - 0.005) < 0.001:
        return
    wanted = "none" if gap_m > 0.005 else "overlap" if gap_m < -0.005 else "touching"
    assert (meeting.relation if meeting else "none") == wanted


def _meet(case):
    if "footprint" in case["a"]:
        a, b = convert(case["a"], Volume), convert(case["b"], Volume)
        validate_volume(a, "a")
        validate_volume(b, "b")
        return a, b, volumes_meet(a, b, buffer_m=case["buffer_m"])
    a, b = convert(case["a"], Footprint), convert(case["b"], Footprint)
    validate_footprint(a, "a")
    validate_footprint(b, "b")
    return a, b, footprints_meet(a, b, buffer_m=case["buffer_m"])
