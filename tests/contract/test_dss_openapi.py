"""Whatever is sent, the DSS answers as the published API says: no 5xx, listed statuses, bodies of their schemas.

What is sent is drawn from that API by `schemathesis`, well-formed and broken; every answer of the other contract tests
is held against it too (`tests/f3548_api`). Where the file is not there all of this is left out, by name.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.airspace import AA, CM, CMSA, CP, SC, PlainAccess, dss_configs
from tests.f3548_api import FILE, NOT_LISTED, REASON, published
from tests.served import Served

from commonground.compose.nodes import open_node

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=REASON)
HEADERS = {"Authorization": f"Bearer uss1 {SC} {CP} {CM} {CMSA} {AA}"}


def operations() -> list[tuple[str, str]]:
    if not FILE.is_file():
        return [("GET", "/")]
    return [
        (method.upper(), path)
        for path, item in published().raw_schema["paths"].items()
        if path.startswith("/dss/")
        for method in item
        if method in ("get", "put", "post", "delete")
    ]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("dss")
    with Served(dss_configs(folder), functools.partial(open_node, access=PlainAccess())) as made:
        made.start("A")
        yield made.configs["A"].url


def test_all_eighteen_operations_of_the_dss_are_asked() -> None:
    assert len(operations()) == 18


@pytest.mark.parametrize(("method", "path"), operations(), ids=lambda one: one)
def test_every_answer_conforms(url: str, method: str, path: str) -> None:
    from schemathesis import GenerationMode

    operation = published()[path][method]

    @given(st.data())
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        answer = case.call(base_url=url, headers=HEADERS)
        assert answer.status_code < 500, answer.text
        listed = published().raw_schema["paths"][path][method.lower()]["responses"]
        if mode is GenerationMode.POSITIVE and answer.status_code not in (404, 405):
            assert str(answer.status_code) in listed or (method, path, answer.status_code) in NOT_LISTED
        if str(answer.status_code) in listed:
            operation.validate_response(answer)

    ask()
