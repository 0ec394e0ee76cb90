"""What a project refuses: hostile files, payloads and words, and every change that is not the moment's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.factories.project_block import VIEWS, enter, fetch_file, page_of, save, send_file, state_of, submit
from tests.factories.project_files import HTML, PDF, SVG, make_multipart

from maslak_xblocks.project.port import CriterionMark
from maslak_xblocks.workbench.host import Memory
from maslak_xblocks.workbench.project_room import WorkbenchProjectRoom
from maslak_xblocks.workbench.scenarios.project import PROJECT


@pytest.mark.parametrize(
    ("name", "content", "code", "status"),
    [
        ("x.svg", SVG, "file_type", 400),
        ("x.md", SVG, "file_type", 400),
        ("x.pdf", HTML, "file_type", 400),
        ("x.html", HTML, "file_type", 400),
        ("x.exe", b"MZ", "file_type", 400),
        ("x.pdf", b"", "empty_file", 400),
        ("x.pdf", PDF + b"0" * (2 * 1024 * 1024), "file_too_large", 413),
        ("x.pdf", PDF + b"0" * (22 * 1024 * 1024), "too_large", 413),
    ],
)
def test_file_that_is_not_what_it_says_or_too_large_is_refused(name: str, content: bytes, code: str, status: int) -> None:
    room = enter()
    assert (send_file(room, 0, name, content)[0], send_file(room, 0, name, content)[1]["code"]) == (status, code)
    assert state_of(room)["draft"]["files"] == []


def test_form_without_its_file_or_with_a_broken_body_is_refused() -> None:
    room = enter()
    body, kind = make_multipart({"stage": "plan", "revision": "0", "deliverable": "risks", "idempotency_key": "k"}, {})
    assert json.loads(room.request("add_file", body, kind).body)["code"] == "empty_file"
    for broken in (b"", b"garbage", body[:-20]):
        assert room.request("add_file", broken, kind).status_int == 400
    assert room.request("add_file", b"{}", "application/json").status_int == 400


@pytest.mark.parametrize("state", ["new", "teamless"])
def test_file_of_another_team_is_as_unknown_as_none(state: str) -> None:
    memory = Memory()
    theirs = enter("returned", memory=memory)
    (file,) = state_of(theirs)["draft"]["files"]
    assert fetch_file(theirs, file["id"]).status_int == 200
    room = enter(state, memory=memory)
    response = fetch_file(room, file["id"])
    assert (response.status_int, json.loads(response.body)["code"]) == (404, "unknown_file")
    assert fetch_file(room, "no-such").status_int == 404
    if state == "new":
        assert room.post("remove_file", {"stage": "plan", "revision": 0, "file": file["id"]})[1]["code"] == "unknown_file"


def test_learner_in_no_team_changes_nothing() -> None:
    room = enter("teamless")
    assert save(room, 0)[1]["code"] == "no_team"
    assert send_file(room, 0)[1]["code"] == "no_team"


@pytest.mark.parametrize("state", ["waiting", "marked", "closed", "early"])
def test_stage_that_takes_nothing_refuses_every_change(state: str) -> None:
    room = enter(state)
    revision = state_of(room)["revision"]
    assert save(room, revision)[1]["code"] == "stage_closed"
    assert send_file(room, revision)[1]["code"] == "stage_closed"
    assert submit(room, revision)[1]["code"] == "stage_closed"


@pytest.mark.parametrize("handler", ["save_draft", "remove_file", "submit"])
@pytest.mark.parametrize(
    "payload",
    [[], None, 3, {}, {"stage": 3}, {"stage": ""}, {"stage": "plan"}, {"stage": "plan", "revision": -1}, {"stage": "plan", "revision": "x"},
     {"stage": "plan", "revision": True, "texts": {}, "file": "x", "idempotency_key": "k"},
     {"stage": "plan", "revision": 0, "texts": [], "file": 3}],
)  # fmt: skip
def test_payload_of_the_wrong_kind_is_refused(handler: str, payload: object) -> None:
    status, problem = enter().post(handler, payload)
    assert (status, problem["code"]) == (400, "invalid_payload")


def test_stage_of_another_project_is_unknown() -> None:
    assert enter().post("save_draft", {"stage": "x", "revision": 0, "texts": {}})[1]["code"] == "unknown_stage"


def test_hostile_words_of_a_team_or_marker_never_become_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "</textarea></script><img src=x onerror=alert(1)>\"'"
    read = WorkbenchProjectRoom.read

    def read_hostile(self: WorkbenchProjectRoom, assignment: Any) -> Any:
        known = read(self, assignment)
        (first, *rest) = known.stages

        def spoil(each: Any) -> Any:
            files = tuple(replace(file, name=evil, id="../../x") for file in each.files)
            mark = each.mark and replace(
                each.mark, by=evil, remark=evil,
                comments=tuple(replace(one, text=evil, by=evil, file="") for one in each.mark.comments),
                criteria=(*(replace(one, comment=evil) for one in each.mark.criteria), CriterionMark(evil, 9)),
            )  # fmt: skip
            texts = {"plan": evil, "repository": "javascript:alert(2)", "gone": evil}
            return replace(each, texts=texts, files=files, mark=mark, submitted_by=evil)

        draft = replace(first.draft, texts={"plan": evil, "repository": f'https://x.org/"{evil}'}, files=first.draft.files, saved_by=evil)
        first = replace(first, draft=draft, rounds=tuple(spoil(each) for each in first.rounds))
        return replace(known, stages=(first, *rest), team_name=evil, members=tuple(replace(each, name=evil) for each in known.members))

    monkeypatch.setattr(WorkbenchProjectRoom, "read", read_hostile)
    for state in ("returned", "marked"):
        page = page_of(enter(state))
        assert not page.xpath("//img | //script")
        assert not [each for each in page.xpath("//@href | //@src") if each.startswith(("javascript:", "data:"))]


def test_hostile_text_of_an_author_never_reaches_a_reader() -> None:
    olx = PROJECT.replace("<p>Écrivez", '<p onclick="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">y</a>Écrivez')
    room = enter(olx=olx, is_staff=True)
    for view in VIEWS:
        assert "alert(" not in room.render(view), view
