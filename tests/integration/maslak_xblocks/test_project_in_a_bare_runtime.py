"""The project driven as a page, a phone and a plain form drive it: with no room at all, and with the workbench's in every state."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree, html
from tests.factories.project_files import HTML, PDF, SVG, make_multipart
from tests.factories.xblock import BareRuntime, Classroom, make_host
from webob import Request

from maslak_xblocks.host import HostLearner
from maslak_xblocks.project.block import ProjectBlock
from maslak_xblocks.project.port import MOST_FILES, CriterionMark
from maslak_xblocks.workbench.host import Memory, WorkbenchHost
from maslak_xblocks.workbench.project_room import WorkbenchProjectRoom
from maslak_xblocks.workbench.project_seeds import STATES
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


# Views


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_renders_with_field_data_and_i18n_only(view: str) -> None:
    runtime = BareRuntime()
    fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(PROJECT.encode())), view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"
    for resource in fragment.resources:
        with runtime.load_block_type("maslak_project").open_local_resource(resource.data.removeprefix("/resource/")) as file:
            assert file.read()


def test_time_that_it_takes_is_said_before_anything_begins_and_only_where_it_is_known() -> None:
    for olx, said in ((PROJECT, True), (PROJECT.replace(' hours="14"', ""), False)):
        runtime = BareRuntime()
        fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(olx.encode())), "student_view")
        assert ("environ 14 heures de travail chacun" in fragment.content) is said


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "ne conserve pas de projets"), ("ar", "لا تحفظ هذه المنصة المشاريع"), ("en", "keeps no projects")]
)
def test_platform_without_a_room_says_so_and_still_shows_what_is_asked(language: str, said: str) -> None:
    room = Classroom(PROJECT)
    room.runtime = BareRuntime()
    room.usage = room.runtime.parse_xml_string(PROJECT.encode())
    room.post("set_language", {"language": language})
    page = page_of(room)
    assert said in words_of(page)
    assert not page.xpath("//form[@data-handler='work']")
    assert len(page.xpath("//ul[@class='mk-asked']/li")) == 5
    assert page.xpath("//*[@data-rubric]//ol[@class='mk-bands']")
    for handler in ("state", "save_draft", "remove_file", "submit"):
        assert room.post(handler, {"stage": "plan"})[1]["code"] == "no_project"
    assert send_file(room, 0)[1]["code"] == "no_project"
    assert fetch_file(room, "x").status_int == 503


def test_stranger_may_read_but_no_room_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkbenchProjectRoom, "read", lambda *_: pytest.fail("a stranger has no dossier"))
    room = enter("")
    assert "Sign in to hand in" in room.render("public_view")
    assert save(room, 0)[1]["code"] == "not_signed_in"
    assert fetch_file(room, "returned-plan-risks").status_int == 403


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_shows_in_every_language(state: str, language: str) -> None:
    page = page_of(enter(state, language))
    assert len(page.xpath("//section[@data-stage]")) == 2
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in page.xpath("//label/@for"):
        assert page.xpath(f"//*[@id='{label}']")


@pytest.mark.parametrize(
    ("state", "said", "has_form"),
    [
        ("new", "Not begun", True),
        ("draft", "Draft, not handed in", True),
        ("waiting", "Your round is with your marker", False),
        ("returned", "Came back: another round is asked for", True),
        ("marked", "This stage is finished", False),
        ("closed", "This stage closed on", False),
        ("early", "This stage opens on", False),
        ("teamless", "You are in no team yet", False),
    ],
)
def test_first_stage_says_where_it_stands_and_takes_work_only_then(state: str, said: str, has_form: bool) -> None:
    page = page_of(enter(state))
    assert said in words_of(page)
    assert bool(page.xpath("//section[@data-stage='plan']//form[@data-handler='work']")) == has_form


def test_what_came_back_stands_with_bands_words_and_remarks_and_every_round_stays() -> None:
    page = page_of(enter("marked"))
    (stage, _) = page.xpath("//section[@data-stage]")
    text = words_of(stage)
    for said in ("What came back for round 2", "66% of this rubric", "S. Berrada", "3/4 · Solid", "l’axe vertical", "late"):
        assert said in text
    rounds = stage.xpath(".//details[@class='mk-round']")
    assert [words_of(each.find("summary/strong")) for each in rounds] == ["Round 2", "Round 1"]
    assert "What came back for round 1" in words_of(rounds[1])
    (table,) = stage.xpath(".//table")
    assert [words_of(each) for each in table.xpath(".//thead/tr/th")] == ["Criterion", "Round 1", "Round 2"]
    assert [words_of(each) for each in table.xpath(".//tbody/tr[1]/td")] == ["2 · In part", "3 · Solid"]
    assert stage.xpath(".//li[contains(@class, 'mk-band-here')]//*[contains(@class, 'mk-star')]"), "not by colour alone"
    assert "The project is finished and passed: 66%" in words_of(page)


def test_mark_that_is_not_published_is_nowhere_in_the_page_or_the_answer() -> None:
    room = enter("waiting")
    assert "mk-came-back" not in room.render("student_view")
    assert state_of(room)["rounds"][0]["mark"] is None


def test_anonymous_marker_leaves_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    read = WorkbenchProjectRoom.read

    def read_anonymous(self: WorkbenchProjectRoom, assignment: Any) -> Any:
        known = read(self, assignment)
        (first, *rest) = known.stages
        rounds = tuple(replace(each, mark=replace(each.mark, by="", comments=())) if each.mark else each for each in first.rounds)
        return replace(known, stages=(replace(first, rounds=rounds), *rest))

    monkeypatch.setattr(WorkbenchProjectRoom, "read", read_anonymous)
    assert "Berrada" not in enter("returned").render("student_view")


def test_view_data_and_release_hold_nothing_of_a_learner() -> None:
    block = enter("marked").block
    assert "Berrada" not in json.dumps([block.student_view_data(), block.block_map()])
    known = block.block_map()
    assert (known["kind"], known["purpose"], known["pass_mark"], known["competency"]) == ("project", "mastery", "0.5", "MA-NUM.TC.08")
    assert [stage["id"] for stage in known["project"]["stages"]] == ["plan", "report"]
    assert len(known["project"]["criteria"]) == 6
    assert block.index_dictionary()["content_type"] == "project"


# Drafts, files, rounds


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


# Hostile input


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


# Forms without a script


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


# Studio


def form_of(node: Any) -> dict[str, Any]:
    """Give what the editor's script would send before anything is touched: the tree of a group."""
    form: dict[str, Any] = {}
    for field in node.xpath(".//*[@data-field][not(ancestor::template)]"):
        if next(each for each in field.iterancestors() if each.get("data-group") is not None) is not node:
            continue
        if field.tag == "select":
            value: Any = field.xpath("./option[@selected]/@value")[0]
        elif field.tag == "input":
            value = field.get("checked") is not None if field.get("type") == "checkbox" else field.get("value") or ""
        else:
            value = (field.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in field)
        name, _, language = field.get("data-field").partition(".")
        if language:
            form.setdefault(name, {})[language] = value
        else:
            form[name] = value
    for listing in node.xpath(".//*[@data-list][not(ancestor::template)]"):
        if next(each for each in listing.iterancestors() if each.get("data-group") is not None) is node:
            form[listing.get("data-list")] = [form_of(each) for each in listing.xpath("./ol/li[@data-group]")]
    return form


def edit(room: Classroom) -> dict[str, Any]:
    (editor,) = page_of(room, "studio_view").xpath("//div[contains(@class, 'mk-editor')]")
    return form_of(editor)


FUTURE = PROJECT.replace(
    "<rubric>", '<!-- a note --><later:extension xmlns:later="urn:later" mode="x">kept</later:extension><rubric x="1">'
).replace('type="link">', 'type="link" future="kept">', 1)


def test_editor_that_changes_nothing_changes_no_byte() -> None:
    room = enter(olx=FUTURE, is_staff=True)
    before = room.block.source
    status, answer = room.post("studio_save", {"form": edit(room)})
    assert (status, answer["saved"]) == (200, True)
    assert room.block.source == before


def test_editor_keeps_what_it_does_not_show_and_marks_translations_that_lag() -> None:
    room = enter(olx=FUTURE, is_staff=True)
    form = edit(room)
    form["rounds"], form["hours"], form["stages"][0]["due_days"] = "٢", "20", "7"
    form["stages"][0]["text"]["fr"] = "<p>Un autre texte.</p>"
    form["stages"][0]["by_complexity"] = False
    form["stages"][0]["deliverables"][0]["label"]["en"] = "Your plan"
    form["criteria"][0]["band2"]["fr"] = "Autre phrase."
    assert room.post("studio_save", {"form": form})[0] == 200
    document, source = room.block.document, room.block.source
    stage = document.stages[0]
    assert (document.rounds, document.hours, stage.due_days) == (2, 20, 7)
    assert stage.criteria == ("knowledge", "know_how", "autonomy", "adaptability", "communication")
    assert stage.variants["ar"].stale
    assert stage.deliverables[0].labels["en"] == "Your plan"
    assert document.criteria[0].bands[1]["fr"] == "Autre phrase."
    for kept in ("<!-- a note -->", "later:extension", 'rubric x="1"', 'future="kept"'):
        assert kept in source


def test_stage_and_row_are_added_moved_and_removed() -> None:
    room = enter(is_staff=True)
    form = edit(room)
    blank = {name: False for name in form["stages"][0] if name.startswith("by_")}
    thing = {"id": "d1", "type": "file", "accept": "pdf, zip", "max_mb": "3", "required": True, "label": {"fr": "Le film"}}
    new = {
        **blank,
        "id": "s-new",
        "title": {"fr": "Présenter"},
        "text": {"fr": "<p>Cinq minutes.</p>"},
        "due_days": "",
        "deliverables": [thing],
    }
    form["stages"] = [form["stages"][1], {**new, "by_communication": True}]
    form["criteria"] = form["criteria"][::-1]
    assert room.post("studio_save", {"form": form})[0] == 200
    document = room.block.document
    assert [stage.id for stage in document.stages] == ["report", "s-new"]
    assert document.stages[1].criteria == ("communication",)
    assert document.stages[1].deliverables[0].accept == ("pdf", "zip")
    assert document.criteria[0].id == "communication"


def test_editor_tells_what_is_missing_and_shows_the_rest_before_it_is_saved() -> None:
    room = enter(is_staff=True)
    form = edit(room)
    form["team"] = "many"
    form["criteria"][0]["band1"] = {}
    form["criteria"][1]["band2"]["fr"] = form["criteria"][1]["band1"]["fr"]
    form["stages"][0]["deliverables"][2]["accept"] = "svg"
    status, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    assert status == 200
    paths = {each["path"]: each["severity"] for each in answer["findings"]}
    for path in ("team", "criteria.0.band1.fr", "stages.0.deliverables.2.accept"):
        assert paths[path] == "error"
    assert paths["criteria.1.band2.fr"] == "warning"
    assert "Le dépôt et le rapport" in answer["html"]
    before = room.block.source
    assert room.post("studio_save", {"form": form})[0] == 400
    assert room.block.source == before


def test_editor_refuses_to_overwrite_what_somebody_else_saved() -> None:
    room = enter(is_staff=True)
    assert room.post("studio_save", {"form": edit(room), "base": "0" * 16})[1]["code"] == "source_moved"


@pytest.mark.parametrize(
    "form", [None, [], {"title": "x"}, {"stages": {}}, {"stages": [{"by_knowledge": "yes"}]}, {"criteria": [{"id": "a b"}]}]
)
def test_editor_refuses_what_is_not_a_form(form: object) -> None:
    assert enter(is_staff=True).post("studio_save", {"form": form})[0] == 400


def test_new_block_can_be_edited_from_nothing() -> None:
    room = enter(olx=ProjectBlock.empty_source(), is_staff=True)
    form = edit(room)
    assert (form["stages"], form["criteria"]) == ([], [])
    answer = room.post("studio_preview", {"form": form, "language": "ar"})[1]
    assert {each["severity"] for each in answer["findings"]} == {"warning"}
    assert room.post("studio_save", {"form": form})[0] == 200


def test_learner_cannot_edit() -> None:
    assert enter().post("studio_save", {"form": {}})[1]["code"] == "not_author"
    assert enter().post("studio_preview", {"form": {}})[1]["code"] == "not_author"


def test_scripts_and_styles_are_light() -> None:
    weight = 0
    for name in ("frame.css", "project.css", "frame.js", "project.js"):
        with ProjectBlock.open_local_resource(f"public/{name}") as file:
            weight += len(gzip.compress(file.read(), 9))
    assert weight <= 25 * 1024
