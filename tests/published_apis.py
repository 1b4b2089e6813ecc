"""Published APIs whose documents are not here, as documents again: made of the operations and types of `uas-standards`.

`schemathesis` draws requests from them and holds answers against them. What the types do not know (parameters of
queries) is said by hand beside them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import schemathesis
from implicitdict.jsonschema import SchemaVars, make_json_schema
from uas_standards.astm.f3411.v19 import api as rid19
from uas_standards.astm.f3411.v22a import api as rid22a
from uas_standards.interuss.automated_testing.flight_planning.v1 import api as flight_planning
from uas_standards.interuss.automated_testing.versioning import api as versioning
from uas_standards.interuss.dss.aux import api as aux

_SEARCH = (("area", True), ("earliest_time", False), ("latest_time", False))
_QUERIES: Mapping[str, tuple[tuple[str, bool], ...]] = {
    "searchIdentificationServiceAreas": _SEARCH, "searchSubscriptions": (("area", True),),
    "searchFlights": (("view", True), ("recent_positions_duration", False), ("include_recent_positions", False)),
    "validateOauth": (("owner", False),), "QueryUserNotifications": (("after", True), ("before", False)),
}  # fmt: skip
NO_POOL = frozenset({
    "getPool", "getDSSInstances", "putDSSInstancesHeartbeat", "getAcceptedCAs", "getInstanceCAs", "getScdLockMode",
})  # fmt: skip
"""Operations of the auxiliary interface about several instances, of which there is one: they are no address here."""
MODULES: dict[str, ModuleType] = {
    "rid 22a": rid22a, "rid 19": rid19, "flight_planning": flight_planning, "versioning": versioning, "aux": aux,
}  # fmt: skip


def document(module: ModuleType) -> dict[str, Any]:
    """An OpenAPI document of a module of `uas-standards`."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for operation, known in module.OPERATIONS.items():
        if operation.value in NO_POOL:
            continue
        answers = {
            str(status): {"description": "", **_content(kind, schemas)}
            for status, kind in known.response_body_type.items()
        }
        asked: dict[str, Any] = {
            "operationId": operation.value, "responses": answers,
            "parameters": _parameters(known.path, operation.value),
        }  # fmt: skip
        if known.request_body_type is not None:
            asked["requestBody"] = {"required": True, **_content(known.request_body_type, schemas)}
        paths.setdefault(known.path, {})[known.verb.lower()] = asked
    return {
        "openapi": "3.1.0", "info": {"title": module.__name__, "version": "1"}, "paths": paths,
        "components": {"schemas": {name: _plain(one) for name, one in schemas.items()}},
    }  # fmt: skip


@functools.cache
def published(name: str) -> Any:
    """The API as `schemathesis` reads it."""
    return schemathesis.openapi.from_dict(document(MODULES[name]))


def _parameters(path: str, operation: str) -> list[dict[str, Any]]:
    text = {"schema": {"type": "string"}}
    parts = [{"name": name, "in": "path", "required": True, **text} for name in re.findall(r"{(\w+)}", path)]
    queries = _QUERIES.get(operation, ())
    return parts + [{"name": name, "in": "query", "required": needed, **text} for name, needed in queries]


def _content(kind: type | None, schemas: dict[str, Any]) -> dict[str, Any]:
    if kind is None:
        return {}
    name = kind.__name__
    make_json_schema(
        kind,
        lambda one: SchemaVars(one.__name__, lambda to, _: f"#/components/schemas/{to.__name__}"),
        schemas,
    )
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Without the member `$ref` that the maker of schemas adds to each object; what may not be null must be there."""
    properties = {name: one for name, one in schema.get("properties", {}).items() if name != "$ref"}
    needed = [name for name, one in properties.items() if {"type": "null"} not in one.get("oneOf", [])]
    return {name: value for name, value in schema.items() if name not in ("$schema", "required")} | {
        "properties": properties, "required": needed,
    }  # fmt: skip
