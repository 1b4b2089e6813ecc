"""Types are read by many threads at once from their first use on: nodes of one process start together."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading, types
sys.setswitchinterval(1e-6)
from commonground.record import Record, convert, decode, decode_own

TYPES = 60
source = ""
for n in range(TYPES):
    source += f'''
class In{n}(Record, frozen=True):
    a: "int"
    b: "str"
    c: "tuple[int, ...]"
    d: "dict[str, int]"
class Out{n}(Record, frozen=True):
    x: "In{n}"
    y: "tuple[In{n}, ...]"
'''
made = sys.modules["made"] = types.ModuleType("made")
made.Record = Record
exec(source, made.__dict__)
data = b'{"x":{"a":1,"b":"s","c":[1],"d":{"q":1}},"y":[{"a":1,"b":"s","c":[],"d":{}}]}'
values = {"x": {"a": 1, "b": "s", "c": [1], "d": {}}, "y": []}
for n in range(TYPES):
    kind, together = getattr(made, f"Out{n}"), threading.Barrier(4)

    def go(read):
        together.wait()
        read()

    reads = [lambda: decode(kind, data), lambda: decode_own(kind, data), lambda: convert(values, kind)] * 2
    threads = [threading.Thread(target=go, args=(read,)) for read in reads[:4]]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
print("all read")
"""


@pytest.mark.parametrize("time", range(2))
def test_a_type_is_read_by_several_threads_at_its_first_use(time: int) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "all read\n"), done.stderr
