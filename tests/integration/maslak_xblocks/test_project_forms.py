"""The project's plain forms, for readers whose script is late or lost."""

from __future__ import annotations

from typing import Any

from lxml import html
from tests.factories.project_block import enter, page_of, save, state_of, words_of
from tests.factories.project_files import PDF, make_multipart
from tests.factories.xblock import Classroom

from maslak_xblocks.host import HostLearner
from maslak_xblocks.workbench.host import Memory, WorkbenchHost
from maslak_xblocks.workbench.scenarios.project import PROJECT


def form_of_stage(room: Classroom, stage: str = "plan") -> dict[str, str]:
    (form,) = page_of(room).xpath(f"//form[@data-handler='work'][@data-stage='{stage}']")
    fields = {field.get("name"): field.get("value") or "" for field in form.xpath(".//input[@name][not(@type='file')]")}
    return fields | {area.get("name"): (area.text or "").removeprefix("\n") for area in form.xpath(".//textarea")}


def work(room: Classroom, fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None) -> Any:
    body, kind = make_multipart(fields, files or {})
    return room.request("work", body, kind, environ={"HTTP_REFERER": "http://localhost/learn/x"})


def test_plain_form_keeps_texts_and_files_and_hands_in_at_once() -> None:
    room = enter("new", "fr")
    fields = form_of_stage(room) | {"text.plan": "Un\r\n<b>plan</b>", "act": "submit"}
    response = work(room, fields, {"file.risks": ("risques.pdf", PDF)})
    assert (response.status_int, response.headers["Location"]) == (303, "/learn/x")
    (made,) = state_of(room)["rounds"]
    assert (made["texts"], [file["name"] for file in made["files"]]) == ({"plan": "Un\n<b>plan</b>"}, ["risques.pdf"])
    assert work(room, fields).status_int in (303, 409)
    assert len(state_of(room)["rounds"]) == 1


def test_enter_in_a_field_saves_and_hands_nothing_in() -> None:
    room = enter()
    (form,) = page_of(room).xpath("//form[@data-handler='work'][@data-stage='plan']")
    first = form.xpath(".//button")[0]
    assert (first.get("name"), first.get("value")) == ("act", "save")
    work(room, form_of_stage(room) | {"text.plan": "x", "act": "save"}, {"file.risks": ("", b"")})
    assert (state_of(room)["state"], state_of(room)["draft"]["texts"]) == ("draft", {"plan": "x"})


def test_plain_form_takes_a_file_out_and_keeps_what_was_typed() -> None:
    room = enter("returned")
    (file,) = state_of(room)["draft"]["files"]
    assert work(room, form_of_stage(room) | {"text.plan": "nouveau", "remove": file["id"]}).status_int == 303
    draft = state_of(room)["draft"]
    assert (draft["texts"]["plan"], draft["files"]) == ("nouveau", [])


def test_refused_form_gives_the_typed_text_back_in_the_reader_s_language() -> None:
    room = enter("new", "ar")
    fields = form_of_stage(room)
    save(room, 0)
    response = work(room, fields | {"text.plan": "نصي </textarea><script>", "act": "save"})
    assert response.status_int == 409
    page = html.fromstring(response.text)
    assert "حفظ فريقك شيئا" in words_of(page)
    assert page.xpath("//textarea")[0].text.strip() == "نصي </textarea><script>"
    assert page.xpath("//a/@href") == ["/learn/x"]


def test_form_that_leads_back_never_leads_to_another_site() -> None:
    room = enter()
    body, kind = make_multipart(form_of_stage(room) | {"act": "save"}, {})
    response = room.request("work", body, kind, environ={"HTTP_REFERER": "https://evil.example/x"})
    assert response.headers["Location"] == "/"


def test_host_that_asks_for_a_token_finds_it_in_every_form() -> None:
    class Guarded(WorkbenchHost):
        def form_fields(self) -> dict[str, str]:
            return {"csrf_token": "t0ken"}

    room = Classroom(PROJECT, Guarded(learner=HostLearner("returned"), memory=Memory()))
    forms = page_of(room).xpath("//form")
    assert len(forms) == 3
    assert all(form.xpath(".//input[@name='csrf_token'][@value='t0ken']") for form in forms)


def test_language_changes_here_and_everything_with_it() -> None:
    status, answer = enter("returned", None).post("set_language", {"language": "ar"})
    assert status == 200
    for said in ("السؤال والخطة", "أُعيد إليكم", "نتيجة الجولة 1", "دجنبر"):
        assert said in answer["html"]
