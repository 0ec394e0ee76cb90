"""What a block asks of the database to draw itself: never more than five times, whatever a learner has done before."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.factories.classroom import ROOT, Pupil, School
from tests.factories.course import COURSE_KEY
from tests.factories.xblock import PASSPORT

from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime
from maslak_web.database import Database

SHARED_CORE = "shared_core"
MOST = 5
PAGES = ["start-diagnostic", "tc01-u1/tc01-u1-read", "tc01-u1/tc01-u1-practice", "tc01-checkpoint", "tc01-u3/tc01-u3-lab", "tc08-project"]


Asked = dict[str, list[list[str]]]


def watch(school: School, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Give what each drawing of a block asks from now on, by the kind of block."""
    found: Asked = {}
    drawing: list[list[str]] = []
    render: Callable[..., Any] = ClassroomRuntime.render

    def render_watched(runtime: ClassroomRuntime, block: Any, *words: Any, **options: Any) -> Any:
        drawing.append([])
        try:
            return render(runtime, block, *words, **options)
        finally:
            found.setdefault(block.scope_ids.block_type, []).append(drawing.pop())

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if drawing and not re.match("(RELEASE )?SAVEPOINT", statement):
            drawing[-1].append(statement)

    monkeypatch.setattr(ClassroomRuntime, "render", render_watched)
    event.listen(school.database.engine, "before_cursor_execute", listen)
    return found


def open_page(pupil: Pupil, page: str, course: str = SHARED_CORE) -> None:
    assert pupil.client.get(f"/learn/{course}/{page}", follow_redirects=True).status_code == 200


def check(asked: Asked, *kinds: str) -> None:
    assert asked.keys() >= set(kinds)
    for kind in kinds:
        assert len(asked[kind]) >= 2
        for statements in asked[kind]:
            assert 0 < len(statements) <= MOST, "\n".join([kind, *statements])


def begin(school: School, pupil: Pupil, name: str) -> None:
    [usage] = [key for key in school.shelf.get(SHARED_CORE, school.find_release().hash).nodes if key.endswith(f"+block@{name}")]
    state = pupil.call(usage, "state", {}, SHARED_CORE).get_json()
    payload = {"revision": state["revision"], "idempotency_key": uuid.uuid4().hex}
    assert pupil.call(usage, "begin_attempt", payload, SHARED_CORE).status_code == 200


def test_no_block_of_the_shared_core_asks_more_than_five_times_to_draw_itself(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School(sqlite_database, tmp_path / "home", course=ROOT / "course_content" / SHARED_CORE, course_key=SHARED_CORE)
    pupil = school.enter()
    asked = watch(school, monkeypatch)
    for page in PAGES:
        open_page(pupil, page)
    for name in ("tc01-checkpoint-bank", "start-diagnostic-core", "tc01-u3-lab-tests"):
        begin(school, pupil, name)
    for page in PAGES:
        open_page(pupil, page)
    check(asked, "maslak_lesson", "maslak_checkpoint", "maslak_diagnostic", "maslak_lab", "maslak_project")


def test_passport_asks_no_more_than_five_times_to_draw_itself(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"vertical/u1-more.xml": f'<vertical display_name="Passeport">{PASSPORT}</vertical>'}
    school = School(sqlite_database, tmp_path / "home", changes=page)
    pupil = school.enter()
    asked = watch(school, monkeypatch)
    for _ in range(2):
        open_page(pupil, "u1/u1-more", COURSE_KEY)
    check(asked, "maslak_passport")
