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
    "description": "A refusal (RFC 9457). `code` is stable and meant for programs; `title` is the name of the status, and `detail` for "
    "whoever reads a log. Further members say more, as `opens_at` or `retry_after`.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
    "required": ["type", "title", "status", "code"],
}
_ABOUT: Final = """\
What an application needs to let a learner of this institution study. Sign in once; the token holds 90 days, and ends before that with \
a new password, with signing out everywhere, or when the learner ends the device in the list of devices. `unauthorized` (401) means: sign \
in again. A learner has 20 devices at most; the one signed in first makes room.

`/v1/courses` leads to a course, its outline to blocks, a block to its handlers. What a block shows and its handlers take is described at \
the address in `contract`, for each type of block: `/v1/contracts/maslak_lesson.json`. Addresses are relative to this institution's. \
Handlers, the images and files of a course, and the files that a learner handed in, ask for the same token; pages for people take none \
and answer with `forbidden` (403).

Times are ISO 8601 in UTC. Titles come in every language that the course has, keys `ar`, `fr`, `en`. Sentences for the learner come in \
the language of the interface, which is that of the account; `?lang=ar`, `fr` or `en` at any address asks for another one.

What is busy answers with 503, and the header Retry-After says how many seconds to wait. Pages of other sites cannot call this service: \
there is no CORS.
"""
_SIGNED_IN: Final = {401: "unauthorized"}
_IN_A_COURSE: Final = {**_SIGNED_IN, 403: "not_enrolled", 404: "course_not_found"}
_AT_THE_DOOR: Final = {
    401: "wrong_credentials",
    403: "learners_only",
    422: "invalid_device",
    429: "too_many_tries; the header Retry-After says how many seconds to wait",
}
_AT_A_PLACE: Final = {**_SIGNED_IN, 403: "not_enrolled, not_open, forbidden", 404: "course_not_found, unit_not_found"}


class _Operation(NamedTuple):
    """One call: what it takes and what it answers with."""

    method: str
    path: str
    summary: str
    takes: type[msgspec.Struct] | None = None
    gives: type[msgspec.Struct] | None = None
    status: int = 200
    is_open: bool = False  # asks for no token
    refusals: Mapping[int, str] = _SIGNED_IN  # codes by status


_OPERATIONS: Final = (
    _Operation("post", "/v1/devices", "Sign in with login and password and get a token.", SignIn, DeviceAnswer, 201, True, _AT_THE_DOOR),
    _Operation("delete", "/v1/devices/current", "Sign out: end the token that is shown.", status=204),
    _Operation("get", "/v1/me", "Say whose token it is.", gives=Person),
    _Operation("get", "/v1/courses", "The learner's courses, with what is done and where to go on.", gives=ClientCourses),
    _Operation(
        "get", "/v1/courses/{course}", "The chapters, units, pages and blocks of a course.", gives=ClientOutline, refusals=_IN_A_COURSE
    ),
    _Operation(
        "put",
        "/v1/courses/{course}/place",
        "Remember the page that the learner opened.",
        ClientPlace,
        status=204,
        refusals={400: "invalid_payload", **_AT_A_PLACE},
    ),
    _Operation(
        "get", "/v1/courses/{course}/blocks/{usage}", "What a block shows, and its handlers.", gives=ClientBlockView, refusals=_AT_A_PLACE
    ),
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
        "info": {"title": "Maslak for applications", "version": "1", "description": _ABOUT},
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
            **{str(status): _refuse(f"Codes: {codes}.") for status, codes in sorted(one.refusals.items())},
            "default": _refuse("Another refusal."),
        },
        "security": [] if one.is_open else [{"token": []}],
    }
    if one.takes is not None:
        described["requestBody"] = {"required": True, "content": _content(one.takes)}
    return described


def _refuse(description: str) -> Mapping[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": {"$ref": _PROBLEM_REF}}}}


def _content(message: type[msgspec.Struct]) -> Mapping[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(name=message.__name__)}}}
