"""What an application may call at this service, as an OpenAPI 3.1 document made from the messages themselves."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from maslak_companion.classroom.client.messages import ClientBlockView, ClientCourses, ClientOutline, ClientPlace
from maslak_companion.devices.messages import DeviceAnswer, Person, SignIn

_REF: Final = "#/components/schemas/{name}"
_PROBLEM_REF: Final = _REF.format(name="Problem")
_PROBLEM: Final = {
    "type": "object",
    "description": "A refusal (RFC 9457); `code` is stable and meant for programs.",
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}, "code": {"type": "string"}},
    "required": ["title", "status", "code"],
}


class _Operation(NamedTuple):
    """One call: what it takes and what it answers with."""

    method: str
    path: str
    summary: str
    takes: type[msgspec.Struct] | None = None
    gives: type[msgspec.Struct] | None = None
    status: int = 200
    is_open: bool = False  # asks for no token


_OPERATIONS: Final = (
    _Operation("post", "/v1/devices", "Sign in with login and password and get a token.", SignIn, DeviceAnswer, 201, True),
    _Operation("delete", "/v1/devices/current", "Sign out: end the token that is shown.", status=204),
    _Operation("get", "/v1/me", "Say whose token it is.", gives=Person),
    _Operation("get", "/v1/courses", "The learner's courses, with what is done and where to go on.", gives=ClientCourses),
    _Operation("get", "/v1/courses/{course}", "The chapters, units, pages and blocks of a course.", gives=ClientOutline),
    _Operation("put", "/v1/courses/{course}/place", "Remember the page that the learner opened.", ClientPlace, status=204),
    _Operation("get", "/v1/courses/{course}/blocks/{usage}", "What a block shows, and its handlers.", gives=ClientBlockView),
)


@functools.cache
def describe_service() -> Mapping[str, Any]:
    """Return the document. What blocks show and take is described for each kind of block, at `/v1/contracts/{type}.json`."""
    messages = [each for one in _OPERATIONS for each in (one.takes, one.gives) if each is not None]
    _schemas, components = msgspec.json.schema_components(messages, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for one in _OPERATIONS:
        paths.setdefault(one.path, {})[one.method] = _describe(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Maslak for applications", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _describe(one: _Operation) -> Mapping[str, Any]:
    names = [part.strip("{}") for part in one.path.split("/") if part.startswith("{")]
    described: dict[str, Any] = {
        "operationId": f"{one.method}_{one.path.removeprefix('/v1/').replace('/', '_').replace('{', '').replace('}', '')}",
        "summary": one.summary,
        "parameters": [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names],
        "responses": {
            str(one.status): {"description": "Done."} | ({"content": _content(one.gives)} if one.gives else {}),
            "default": {"description": "A refusal.", "content": {"application/problem+json": {"schema": {"$ref": _PROBLEM_REF}}}},
        },
        "security": [] if one.is_open else [{"token": []}],
    }
    if one.takes is not None:
        described["requestBody"] = {"required": True, "content": _content(one.takes)}
    return described


def _content(message: type[msgspec.Struct]) -> Mapping[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(name=message.__name__)}}}
