"""A project block and what a test asks of it, as a page, a phone and a plain form ask."""

from __future__ import annotations

import json
from typing import Any

from lxml import html
from tests.factories.project_files import PDF, make_multipart
from tests.factories.xblock import Classroom, make_host
from webob import Request

from maslak_xblocks.workbench.scenarios.project import PROJECT

VIEWS = ("student_view", "public_view", "author_view", "studio_view")
PLAN = {"plan": "Notre question."}


def enter(name: str = "new", language: Any = "en", olx: str = PROJECT, **more: Any) -> Classroom:
    return Classroom(olx, make_host(key=name, language=language, **more))


def page_of(room: Classroom, view: str = "student_view") -> Any:
    return html.fromstring(room.render(view))


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def stage_of(answer: Any, stage: str = "plan") -> Any:
    return next(each for each in answer["dossier"]["stages"] if each["id"] == stage)


def state_of(room: Classroom, stage: str = "plan") -> Any:
    return stage_of(room.post("state", {})[1], stage)


def save(room: Classroom, revision: int, texts: Any = PLAN, stage: str = "plan") -> tuple[int, Any]:
    return room.post("save_draft", {"stage": stage, "revision": revision, "texts": texts})


def submit(room: Classroom, revision: int, key: str = "key-1", stage: str = "plan") -> tuple[int, Any]:
    return room.post("submit", {"stage": stage, "revision": revision, "idempotency_key": key})


def send_file(
    room: Classroom, revision: int, name: str = "risks.pdf", content: bytes = PDF, *, key: str = "file-1"
) -> tuple[int, Any]:  # fmt: skip
    fields = {"stage": "plan", "revision": str(revision), "deliverable": "risks", "idempotency_key": key}
    body, kind = make_multipart(fields, {"file": (name, content)})
    response = room.request("add_file", body, kind, headers={"Accept": "application/json"})
    return response.status_int, json.loads(response.body)


def fetch_file(room: Classroom, file: str) -> Any:
    return room.runtime.handle(room.block, "file", Request.blank("/handler"), file)
