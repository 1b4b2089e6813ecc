"""PostGIS, asked in a PostgreSQL of its own: started in a temporary folder on a unix socket, stopped at the end.

Needs Debian's `postgresql-15-postgis-3` (or another version under /usr/lib/postgresql). PostgreSQL refuses to run as
root: then the server and its client run as the user `postgres`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from .answer import Answer, Method, Record, is_ground_only

#: Evaluates one expression; what it raises becomes the answer.
_ATTEMPT = """
create function attempt(expression text) returns text language plpgsql as $body$
declare answer boolean;
begin
  execute 'select ' || expression into answer;
  return case when answer then 'yes' else 'no' end;
exception when others then return 'failed: ' || sqlerrm;
end $body$;
create table question (number int primary key, expression text);
"""


def programs() -> Path | None:
    """The folder of the newest server that has PostGIS beside it; None when there is none."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True):
        if list((Path("/usr/share/postgresql") / folder.name / "extension").glob("postgis.control")):
            return folder / "bin"
    return None


@contextmanager
def _server(folder: Path, bin_folder: Path) -> Iterator[list[str]]:
    """A server in `folder`; gives the command line of a client, and stops the server by its own process id."""
    as_user: list[str] = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    made = [
        *as_user,
        str(bin_folder / "initdb"),
        "-D",
        str(data),
        "-U",
        "oracle",
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    serving = subprocess.Popen(
        [
            *as_user,
            str(bin_folder / "postgres"),
            "-D",
            str(data),
            "-k",
            str(folder),
            "-c",
            "listen_addresses=",
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = ["-h", str(folder), "-U", "oracle", "-d", "postgres"]
    try:
        for _ in range(300):
            ready = subprocess.run(
                [str(bin_folder / "pg_isready"), *address, "-t", "1"], capture_output=True, check=False
            )
            if ready.returncode == 0:
                break
            try:
                serving.wait(0.1)
                raise RuntimeError("PostgreSQL did not start")
            except subprocess.TimeoutExpired:
                continue
        yield [*as_user, str(bin_folder / "psql"), *address, "-qAtX", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(30)


def ask_all(expressions: Sequence[str]) -> tuple[str, list[str]]:
    """The version of PostGIS, and `yes`, `no` or `failed: ...` for each SQL expression."""
    bin_folder = programs()
    if bin_folder is None:
        raise RuntimeError("no PostGIS on this machine")
    rows = "\n".join(f"{number}\t{expression}" for number, expression in enumerate(expressions))
    script = (
        f"create extension postgis;\n{_ATTEMPT}\ncopy question from stdin;\n{rows}\n\\.\n"
        "select postgis_lib_version() || ', GEOS ' || split_part(postgis_geos_version(), '-', 1) || ', PROJ ' || "
        "split_part(postgis_proj_version(), ' ', 1);\n"
        "select attempt(expression) from question order by number;\n"
    )
    with tempfile.TemporaryDirectory() as name, _server(Path(name), bin_folder) as client:
        done = subprocess.run(client, input=script, capture_output=True, text=True, check=False, cwd=name)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[:2000])
    version, *answers = done.stdout.splitlines()
    return version, answers


def _text(positions: Any) -> str:
    return ", ".join(f"{lon_nd / 1e9:.9f} {lat_nd / 1e9:.9f}" for lon_nd, lat_nd in positions)


def _core(shape: Mapping[str, Any]) -> tuple[str, float]:
    """Well-known text and radius."""
    if shape["type"] == "circle":
        return f"POINT({_text([shape['center']])})", shape["radius_tmm"] / 1e4
    if shape["type"] == "corridor":
        return f"LINESTRING({_text(shape['path'])})", shape["width_tmm"] / 2e4
    rings = ", ".join(f"({_text([*ring, ring[0]])})" for ring in shape["rings"])
    return f"POLYGON({rings})", 0.0


def as_geography(case: Record) -> str:
    """Distances between geographies on the spheroid."""
    (a, radius_a_m), (b, radius_b_m) = _core(case["a"]), _core(case["b"])
    within_m = radius_a_m + radius_b_m + case["buffer_m"]
    if within_m == 0:
        return f"ST_Intersects('{a}'::geography, '{b}'::geography)"
    return f"ST_DWithin('{a}'::geography, '{b}'::geography, {within_m:.4f}, true)"


def as_geometry(case: Record) -> str:
    """Geometries in degrees; what has a radius is first drawn by ST_Buffer of a geography."""

    def drawn(shape: Mapping[str, Any], buffer_m: float) -> str:
        text, radius_m = _core(shape)
        if radius_m + buffer_m == 0:
            return f"'SRID=4326;{text}'::geometry"
        return f"ST_Buffer('{text}'::geography, {radius_m + buffer_m:.4f}, 16)::geometry"

    return f"ST_Intersects({drawn(case['a'], 0)}, {drawn(case['b'], case['buffer_m'])})"


def _given(answers: list[Answer], _: Sequence[Record]) -> list[Answer]:
    return answers


def postgis_methods(cases: Sequence[Record]) -> list[Method]:
    """Both ways, with the answers to these cases; none when PostGIS is not installed."""
    if programs() is None:
        return []
    asked = [number for number, case in enumerate(cases) if is_ground_only(case)]
    expressions = [way(cases[number]) for way in (as_geography, as_geometry) for number in asked]
    version, texts = ask_all(expressions)
    methods = []
    for name, first in (("PostGIS geography", 0), ("PostGIS geometry", len(asked))):
        answers: list[Answer] = [None] * len(cases)
        for number, text in zip(asked, texts[first:], strict=False):
            answers[number] = text if text.startswith("failed") else text == "yes"
        methods.append(Method(name, f"PostGIS {version}", partial(_given, answers)))
    return methods
