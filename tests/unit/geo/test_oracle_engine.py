"""Every case of `vectors/volumes` put to the definition and to the engine, whoever asks whom, and as pairs."""

from __future__ import annotations

import pytest
from tools.oracle.files import read_files
from tools.oracle.methods.ours import both_volumes

from commonground.geo.engine import Engine
from commonground.geo.intersection import volumes_meet

FILES = read_files()
#: Cases whose shapes are kept together: neighbours of one scene, so that the engine has to tell them apart.
ROOM = 6
#: Where the gap is within 1 mm of the 5 mm at which meeting begins, or of the buffer, the engine's millimetres decide.
SHARP_M = 0.001


@pytest.mark.parametrize("name", FILES)
def test_definition_and_engine_answer_every_case(name):
    asked = 0
    for first in range(0, len(FILES[name]), ROOM):
        cases = FILES[name][first : first + ROOM]
        volumes = [both_volumes(case) for case in cases]
        engine = Engine()
        for number, pair in enumerate(volumes):
            for which, volume in zip("ab", pair, strict=True):
                engine.insert(f"{which}{number}", [volume])
        pairs = engine.pairs()
        ends = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
        together = {frozenset({engine.key_at(one), engine.key_at(two)}) for one, two in ends}
        for number, (case, (a, b)) in enumerate(zip(cases, volumes, strict=True)):
            buffer_m, expected = case["buffer_m"], case["expected"]
            found = [
                volumes_meet(a, b, buffer_m=buffer_m) is not None,
                f"a{number}" in engine.meeting([b], buffer_m=buffer_m),
                f"b{number}" in engine.meeting([a], buffer_m=buffer_m),
            ]
            if buffer_m == 0:
                found.append(frozenset({f"a{number}", f"b{number}"}) in together)
            asked += expected["meets"] != "either"
            if expected["meets"] != "either":
                assert set(found) == {expected["meets"]}, (case["name"], found)
            elif buffer_m == 0 and abs(expected.get("gap_m", 0) - 0.005) > SHARP_M:
                assert len(set(found)) == 1, (case["name"], found)
    assert asked > 5
