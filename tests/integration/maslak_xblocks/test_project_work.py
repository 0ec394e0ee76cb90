"""Drafts, files and rounds of a project, as its page and a phone send them."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.project_block import PLAN, enter, fetch_file, save, send_file, stage_of, state_of, submit
from tests.factories.project_files import PDF

from maslak_xblocks.project.port import MOST_FILES
from maslak_xblocks.workbench.host import Memory


def test_draft_is_kept_with_its_moment_and_the_next_revision() -> None:
    room = enter()
    status, answer = save(room, 0)
    assert (status, answer["revision"]) == (200, 1)
    assert answer["note"].startswith("Draft received ")
    assert "work" not in answer["html"], "typed text must never be replaced"
    assert stage_of(answer)["draft"]["texts"] == PLAN
    assert "Notre question." in room.render("student_view")


def test_draft_that_speaks_about_an_older_state_is_refused_and_overwrites_nothing() -> None:
    memory = Memory(teams={"amina": "t1", "yassine": "t1"})
    amina, yassine = enter("amina", memory=memory), enter("yassine", memory=memory)
    assert save(amina, 0)[0] == 200
    status, problem = save(yassine, 0, {"plan": "Une autre."})
    assert (status, problem["code"], problem["revision"]) == (409, "stale_revision", 1)
    assert "Nothing of theirs was overwritten" in problem["title"]
    assert state_of(yassine)["draft"]["texts"] == PLAN


def test_file_goes_up_is_listed_fetched_and_taken_out() -> None:
    room = enter()
    status, answer = send_file(room, 0, "C:\\Docs\\tableau été.pdf")
    assert (status, answer["note"][:21]) == (200, "The file was received")
    (file,) = stage_of(answer)["draft"]["files"]
    assert (file["name"], file["type"], file["size"]) == ("tableau été.pdf", "application/pdf", len(PDF))
    assert "tableau été.pdf" in answer["files"]["risks"]
    response = fetch_file(room, file["id"])
    assert response.body == PDF
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tableau _t_.pdf"; filename*=UTF-8')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    status, answer = room.post("remove_file", {"stage": "plan", "revision": 1, "file": file["id"]})
    assert (status, stage_of(answer)["draft"]["files"], answer["files"]["risks"]) == (200, [], "")


def test_file_sent_twice_with_one_key_is_kept_once() -> None:
    room = enter()
    send_file(room, 0)
    status, answer = send_file(room, 0)
    assert (status, len(stage_of(answer)["draft"]["files"])) == (200, 1)


def test_no_more_files_than_fit() -> None:
    room = enter()
    for number in range(MOST_FILES):
        assert send_file(room, number, key=f"k{number}")[0] == 200
    assert send_file(room, MOST_FILES, key="one-more")[1]["code"] == "too_many_files"
    assert "No more files fit here" in room.render("student_view")


def test_round_is_handed_in_once_kept_for_ever_and_counts_for_completion() -> None:
    room = enter()
    save(room, 0)
    send_file(room, 1)
    status, answer = submit(room, 2)
    assert status == 200
    assert room.runtime.published == [("completion", {"completion": 0.5})]
    assert "Your round is with your marker" in answer["html"]["work"]
    (made,) = stage_of(answer)["rounds"]
    assert (made["texts"], [file["name"] for file in made["files"]]) == (PLAN, ["risks.pdf"])
    again, same = submit(room, 2)
    assert (again, stage_of(same)["rounds"]) == (200, [made])
    assert submit(room, 3, "another")[1]["code"] == "stage_closed"
    assert fetch_file(room, made["files"][0]["id"]).body == PDF


def test_next_round_begins_with_what_came_back_and_leaves_the_first_as_it_was() -> None:
    room = enter("returned")
    before = state_of(room)
    (file,) = before["draft"]["files"]
    assert room.post("remove_file", {"stage": "plan", "revision": 4, "file": file["id"]})[0] == 200
    assert submit(room, 5)[0] == 200
    after = state_of(room)
    assert after["rounds"][0] == before["rounds"][0]
    assert after["rounds"][1]["files"] == []
    assert fetch_file(room, file["id"]).status_int == 200, "the first round still has its file"


def test_round_that_lacks_something_or_has_half_a_link_is_refused_and_the_draft_stays() -> None:
    room = enter()
    status, problem = submit(room, 0)
    assert (status, problem["code"], problem["missing"]) == (409, "incomplete_round", ["plan"])
    save(room, 0, {**PLAN, "repository": "github.com/x"})
    assert submit(room, 1)[1]["code"] == "invalid_link"
    assert state_of(room)["draft"]["texts"]["repository"] == "github.com/x"


def test_round_after_the_date_is_marked_as_late() -> None:
    room = enter()
    save(room, 0)
    room.host.memory.clock_offset = timedelta(days=20)
    assert stage_of(submit(room, 1)[1])["rounds"][0]["is_late"] is True


def test_client_that_draws_for_itself_is_spared_the_parts_of_the_page() -> None:
    room = enter()
    status, answer = room.post("save_draft", {"stage": "plan", "revision": 0, "texts": PLAN, "html": False})
    assert status == 200
    assert answer.keys() == {"stage", "revision", "note", "dossier"}
    assert stage_of(answer, "plan")["revision"] == answer["revision"] == 1
    drawn = room.post("save_draft", {"stage": "plan", "revision": 1, "texts": PLAN})[1]
    assert {"html", "files"} <= drawn.keys()
