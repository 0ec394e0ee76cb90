"""The diagnostic driven as a page, a phone and a plain form drive it: begun, answered, resumed, finished, taken again."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import etree, html
from tests.factories.diagnostic import make_diagnostic_olx, make_item
from tests.factories.xblock import BareRuntime, Classroom, make_host
from xblock.fields import ScopeIds

from maslak_xblocks.calendar import say_moment
from maslak_xblocks.diagnostic.block import DiagnosticBlock
from maslak_xblocks.diagnostic.port import Unit
from maslak_xblocks.errors import OLXError
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.workbench.units_room import WorkbenchUnitsRoom

VIEWS = ("student_view", "public_view", "author_view", "studio_view")
OLX = make_diagnostic_olx()


def enter(language: Any = "fr", olx: str = OLX, **more: Any) -> Classroom:
    return Classroom(olx, make_host(language=language, **more))


def page_of(room: Classroom, view: str = "student_view") -> Any:
    return html.fromstring(room.render(view))


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


def begin(room: Classroom, key: str = "begin") -> dict[str, Any]:
    status, answer = room.post("begin_attempt", {"revision": room.block.revision, "idempotency_key": key})
    assert status == 200, answer
    return dict(answer)


def respond(question: dict[str, Any], *, known: bool = True) -> dict[str, Any]:
    """Give what a learner sends who knows the answer, or says that they don't."""
    if not known:
        return {"item": question["id"], "unknown": True}
    if question["type"] == "numeric":
        return {"item": question["id"], "response": "12,5"}
    (token,) = [each["id"] for each in question["options"] if "RIGHT" in each["html"]]
    return {"item": question["id"], "response": token}


def take(room: Classroom, known: tuple[str, ...] = (), key: str = "k") -> dict[str, Any]:
    """Take the whole diagnostic; ``known`` are the topics whose questions are answered right."""
    answer = begin(room, f"{key}-begin")
    for number in range(60):
        question = answer["question"]
        if question is None:
            return answer
        payload = respond(question, known=question["id"].split("-")[0] in known)
        status, answer = room.post("answer", {"revision": answer["revision"], "idempotency_key": f"{key}-{number}", **payload})
        assert status == 200, answer
    raise AssertionError("the diagnostic does not end")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_renders_with_field_data_and_i18n_only(view: str) -> None:
    runtime = BareRuntime()
    fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(OLX.encode())), view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"
    for resource in fragment.resources:
        with runtime.load_block_type("maslak_diagnostic").open_local_resource(resource.data.removeprefix("/resource/")) as file:
            assert file.read()


def test_start_says_how_long_it_is_and_that_it_counts_for_nothing() -> None:
    text = words_of(page_of(enter("en")))
    for sentence in ("at most 12 questions", "about 8 minutes", "counts for no mark", "I don’t know yet", "You may leave at any time"):
        assert sentence.casefold() in text.casefold()


def test_platform_without_a_room_still_places_and_names_what_to_learn() -> None:
    room = Classroom(OLX)
    room.runtime = BareRuntime()
    room.usage = room.runtime.parse_xml_string(OLX.encode())
    answer = take(room, ("files", "safe"))
    assert answer["result"]["units"] == []
    assert "Le réseau" in room.render("student_view")


def test_stranger_is_asked_to_sign_in_and_nothing_is_kept() -> None:
    room = enter(key="")
    assert "Connectez-vous" in room.render("public_view")
    for handler in ("state", "begin_attempt", "answer"):
        assert room.post(handler, {"revision": 0, "idempotency_key": "k", "item": "files-1"})[1]["code"] == "not_signed_in"


def test_one_question_is_sent_at_a_time_and_no_key_ever() -> None:
    room = enter()
    answer = begin(room)
    for number in range(3):
        page, state = room.render("student_view"), json.dumps(room.post("state", {})[1], ensure_ascii=False)
        shown = answer["question"]["id"]
        others = [item.id for item in room.block.document.items if item.id != shown]
        for text in (page, state):
            assert shown in text
            assert not [other for other in others if f"Question {other} " in text or f'"{other}"' in text]
            assert "correct" not in text
        payload = respond(answer["question"], known=False)
        _, answer = room.post("answer", {"revision": answer["revision"], "idempotency_key": f"k{number}", **payload})
        assert not {"score", "outcome", "right", "wrong"} & set(answer["question"])


def test_topics_are_placed_and_the_units_of_what_is_missing_are_advised() -> None:
    room = enter()
    result = take(room, ("files", "safe"))["result"]
    assert {each["id"]: each["place"] for each in result["topics"]} == {"files": "known", "net": "missing", "safe": "known"}
    assert [(each["name"], each["url"], each["is_done"]) for each in result["units"]] == [
        ("u-net", "/learn/trial/u-net", False),
        ("u-web", "", False),
    ]
    page = page_of(room)
    assert "2 thèmes connus sur 3" in words_of(page)
    assert page.xpath("//ol[@class='mk-study']//a/@href") == ["/learn/trial/u-net"]
    assert [each.get("class") for each in page.xpath("//ol[@class='mk-topics']/li")] == ["mk-at-known", "mk-at-missing", "mk-at-known"]
    assert "Connu" in words_of(page.xpath("//ol[@class='mk-topics']/li")[0])
    assert [name for name, _ in room.runtime.published] == ["completion"], "no mark"
    assert room.host.memory.evidence == [], "no evidence"


def test_lost_answer_sent_again_under_its_key_changes_nothing() -> None:
    room = enter()
    payload = {"revision": begin(room)["revision"], "idempotency_key": "once", **respond(room.post("state", {})[1]["question"])}
    first, again = room.post("answer", payload), room.post("answer", payload)
    assert (first[0], again[0]) == (200, 200)
    assert first[1]["question"] == again[1]["question"]
    assert len(room.block.attempts[0]["answers"]) == 1


def test_begin_sent_again_under_its_key_changes_nothing() -> None:
    room = enter()
    assert begin(room, "one")["question"] == begin(room, "one")["question"]
    assert len(room.block.attempts) == 1


def test_client_that_draws_for_itself_gets_the_facts_alone() -> None:
    room = enter()
    status, begun = room.post("begin_attempt", {"revision": 0, "idempotency_key": "b", "html": False})
    assert (status, "html" in begun, begun["phase"]) == (200, False, "question")
    payload = {"revision": begun["revision"], "idempotency_key": "a", "html": False, **respond(begun["question"])}
    status, answer = room.post("answer", payload)
    assert (status, "html" in answer, answer["question"]["number"]) == (200, False, 2)


def test_attempt_that_a_newer_release_ends_gives_its_advice_and_loses_no_answer() -> None:
    room = enter()
    answer = begin(room)
    for key in ("k1", "k2"):
        payload = {"revision": answer["revision"], "idempotency_key": key, **respond(answer["question"])}
        _, answer = room.post("answer", payload)
    block = room.block
    block.replace_source(re.sub(r'most="\d+"', 'most="2"', block.effective_source))
    block.save()
    status, ended = room.post("begin_attempt", {"revision": answer["revision"], "idempotency_key": "again"})
    assert (status, ended["phase"], ended["attempts"]) == (200, "result", 1)
    assert len(room.block.attempts[0]["answers"]) == 2
    assert len(room.block.attempts) == 1


def test_place_is_kept_between_visits() -> None:
    room = enter()
    answer = begin(room)
    _, answer = room.post("answer", {"revision": answer["revision"], "idempotency_key": "k1", **respond(answer["question"])})
    page = page_of(room)
    assert page.xpath("//form[@data-handler='answer']/@data-item") == [answer["question"]["id"]]
    assert "Question 2" in words_of(page)


def refused(room: Classroom, handler: str, payload: object) -> tuple[int, str]:
    before = (room.block.attempts, room.block.revision)
    status, problem = room.post(handler, payload)
    assert (room.block.attempts, room.block.revision) == before
    return status, problem["code"]


def test_refusals_have_a_code_and_keep_everything() -> None:
    room = enter()
    assert refused(room, "answer", {"revision": 0, "idempotency_key": "k", "item": "files-1", "response": "o-1"}) == (409, "attempt_over")
    answer = begin(room)
    question, revision = answer["question"], answer["revision"]
    good = {"revision": revision, "idempotency_key": "k", **respond(question)}
    other = next(item.id for item in room.block.document.items if item.id != question["id"])
    assert refused(room, "answer", good | {"item": "nowhere"}) == (404, "unknown_item")
    assert refused(room, "answer", good | {"item": other}) == (404, "unknown_item")
    assert refused(room, "answer", good | {"revision": revision - 1}) == (409, "stale_revision")
    assert refused(room, "answer", good | {"response": ""}) == (400, "empty_answer")
    assert refused(room, "answer", good | {"response": "o-nothing"}) == (400, "invalid_payload")
    assert refused(room, "answer", good | {"response": ["a", "b"]}) == (400, "invalid_payload")
    assert refused(room, "begin_attempt", {"revision": revision, "idempotency_key": "other"}) == (409, "attempt_running")
    assert room.post("answer", good)[0] == 200
    assert refused(room, "answer", good | {"idempotency_key": "another"}) == (409, "already_answered")


@pytest.mark.parametrize("payload", [[], None, 3, {}, {"item": ""}, {"item": 3}, {"item": "files-1", "idempotency_key": "k\x00"}])
@pytest.mark.parametrize("handler", ["answer", "begin_attempt"])
def test_payload_of_the_wrong_kind_is_refused(handler: str, payload: object) -> None:
    status, problem = enter().post(handler, payload)
    assert (status, problem["code"]) == (400, "invalid_payload")


def test_taking_it_again_waits_for_the_pause_then_compares() -> None:
    room = enter("en")
    first = take(room, ("safe",))
    assert room.post("begin_attempt", {"revision": first["revision"], "idempotency_key": "soon"})[1]["code"] == "cooling_down"
    assert "you can take it again from" in words_of(page_of(room))
    room.host.memory.clock_offset = timedelta(hours=2)
    second = take(room, ("safe", "files", "net"), key="again")
    changes = {each["id"]: (each["before"], each["place"], each["change"]) for each in second["result"]["topics"]}
    assert changes == {
        "files": ("missing", "known", "better"),
        "net": ("missing", "known", "better"),
        "safe": ("known", "known", "same"),
    }
    text = words_of(page_of(room))
    assert "What changed since" in text
    assert "to learn, now known" in text
    assert "You know every topic" in text


def test_closed_diagnostic_takes_no_answer() -> None:
    room = enter()
    opens_at = room.host.now() + timedelta(days=1)
    room.host.memory.arrangements[room.block.usage] = HostArrangement(opens_at=opens_at)
    assert room.post("begin_attempt", {"revision": 0, "idempotency_key": "k"})[1]["code"] == "not_open"
    page = page_of(room)
    assert not page.xpath("//form[@data-handler='begin_attempt']")
    # By the learner's own clock, on which it is another day during an hour of each night.
    assert say_moment(opens_at, room.block.translator.language, room.host.learner().time_zone) in words_of(page)


def post_form(room: Classroom, form: Any, **fields: str) -> Any:
    hidden = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    headers = {"environ": {"HTTP_REFERER": "http://localhost/learn/x"}}
    return room.request(form.get("data-handler"), urlencode(hidden | fields).encode(), "application/x-www-form-urlencoded", **headers)


def test_plain_forms_are_enough() -> None:
    room = enter()
    (form,) = page_of(room).xpath("//form[@data-handler='begin_attempt']")
    assert post_form(room, form).status_int == 303
    for number in range(60):
        forms = page_of(room).xpath("//form[@data-handler='answer']")
        if not forms:
            break
        if number % 2:
            response = post_form(room, forms[0], unknown="yes")
        elif forms[0].get("data-type") == "numeric":
            response = post_form(room, forms[0], unknown="", response="12,5 Mo")
        else:
            (label,) = [each for each in forms[0].xpath(".//label") if "RIGHT" in each.text_content()]
            response = post_form(room, forms[0], unknown="", response=label.getprevious().get("value"))
        assert (response.status_int, response.headers["Location"]) == (303, "/learn/x")
    assert page_of(room).xpath("//ol[@class='mk-topics']")
    assert room.block.attempts[0]["finished_at"]


def test_empty_form_is_refused_in_words() -> None:
    room = enter()
    begin(room)
    (form,) = page_of(room).xpath("//form[@data-handler='answer']")
    answer = post_form(room, form, unknown="")
    assert answer.status_int == 400
    assert "dites que vous ne savez pas encore" in answer.text


def test_language_changes_in_the_middle_and_the_question_stays() -> None:
    room = enter()
    question = begin(room)["question"]
    _, answer = room.post("set_language", {"language": "ar"})
    assert question["id"] in answer["html"]
    assert f"السؤال {question['id']}" in answer["html"]


def test_question_in_one_language_only_says_which_it_is_in() -> None:
    number = OLX[OLX.index('<item id="net-n"') : OLX.index("<later:")]
    room = enter("ar", make_diagnostic_olx(items=number + make_item("f", "files") + make_item("s", "safe")))
    answer = begin(room)
    languages = {}
    while question := answer["question"]:
        (stem,) = page_of(room).xpath("//div[contains(@class, 'mk-stem')]")
        languages[question["id"]] = (stem.get("lang"), stem.get("dir"))
        payload = {"revision": answer["revision"], "idempotency_key": question["id"], "item": question["id"], "unknown": True}
        _, answer = room.post("answer", payload)
    assert languages == {"net-n": ("fr", "ltr"), "f": (None, None), "s": (None, None)}


def test_hostile_text_and_addresses_never_reach_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = {"fr": "</script><img src=x onerror=alert(1)>"}
    monkeypatch.setattr(
        WorkbenchUnitsRoom, "read", lambda self, names: {name: Unit(name, evil, "javascript:alert(2)", False) for name in names}
    )
    olx = OLX.replace("<p>Introduction.</p>", '<p onclick="alert(3)"><script>alert(4)</script>x</p>').replace(
        "<p>Question", '<p onclick="alert(5)">Question'
    )
    room = enter(olx=olx, is_staff=True)
    take(room)
    for view in VIEWS:
        page = page_of(room, view)
        assert not page.xpath("//img | //script | //@onclick | //@onerror"), view
        assert not [each for each in page.xpath("//a/@href") if "javascript" in each], view


def test_view_data_and_search_tell_no_answer_and_the_map_decides_nothing() -> None:
    block = enter().block
    data = json.dumps(block.student_view_data(), ensure_ascii=False)
    search = json.dumps(block.index_dictionary(), ensure_ascii=False)
    for text in (data, search):
        assert "Les fichiers" in text
        assert "Question files-1" not in text
        assert "RIGHT" not in text
    described = block.block_map()
    assert (described["purpose"], described["competency"], described["pass_mark"]) == ("placement", "", None)
    assert len(described["items"]) == 12


def test_author_sees_every_question_with_its_key() -> None:
    page = page_of(enter(is_staff=True), "author_view")
    assert len(page.xpath("//ol[@class='mk-bank']/li")) == 12
    assert [words_of(each).split()[0] for each in page.xpath("//li[@class='mk-key']")] == ["RIGHT-B"] * 11
    # A star alone would tell nothing to whoever does not see it.
    assert {words_of(small) for small in page.xpath("//li[@class='mk-key']/small")} == {"· bonne réponse"}


def test_new_block_has_no_question_and_says_so() -> None:
    room = enter("en")
    new = room.runtime.construct_xblock_from_class(DiagnosticBlock, ScopeIds("u", "maslak_diagnostic", "d", "new"))
    assert "There is no question here yet" in str(room.runtime.render(new, "student_view").content)
    assert str(room.runtime.render(new, "studio_view").content)


def test_element_that_means_nothing_is_refused_where_it_is_read() -> None:
    with pytest.raises(OLXError, match="builds on itself"):
        enter(olx=OLX.replace('id="files" competency', 'id="files" after="net" competency'))


def form_of(node: Any) -> dict[str, Any]:
    """Give what the editor's script would send of one group."""
    form: dict[str, Any] = {}

    def walk(parent: Any) -> None:
        for child in parent:
            if child.tag == "template":
                continue
            if child.get("data-list") is not None:
                form[child.get("data-list")] = [form_of(each) for each in child.xpath("./ol/li")]
                continue
            if child.get("data-field") is not None:
                name, _, language = child.get("data-field").partition(".")
                value = _value_of(child)
                if language:
                    form.setdefault(name, {})[language] = value
                else:
                    form[name] = value
            walk(child)

    walk(node)
    return form


def _value_of(node: Any) -> Any:
    if node.tag == "select":
        return node.xpath("./option[@selected]/@value")[0]
    if node.tag == "input":
        return node.get("checked") is not None if node.get("type") in ("checkbox", "radio") else node.get("value")
    return (node.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in node)


def edit(room: Classroom) -> dict[str, Any]:
    (editor,) = page_of(room, "studio_view").xpath("//div[contains(@class, 'mk-editor')]")
    return form_of(editor)


def test_editor_that_changes_nothing_changes_no_byte() -> None:
    room = enter(is_staff=True)
    before = room.block.source
    assert room.post("studio_save", {"form": edit(room)})[1]["saved"]
    assert room.block.source == before


def test_editor_writes_topics_links_and_questions_and_keeps_what_it_does_not_show() -> None:
    room = enter(is_staff=True)
    form = edit(room)
    form["most"], form["title"]["en"] = "15", "Where do you stand?"
    form["nodes"][2] |= {"after": [{"id": "", "node": "files"}, {"id": "", "node": ""}], "unit": "u-safe", "name": {"fr": "La sûreté"}}
    form["nodes"].append({"id": "n9", "competency": "MA-NUM.TC.01", "after": [{"node": "safe"}], "unit": "", "name": {"fr": "Programmer"}})
    options = [{"id": "a", "correct": False, "text": {"fr": "un"}}, {"id": "b", "correct": True, "text": {"fr": "deux"}}]
    form["items"].append({"id": "q9", "type": "single", "node": "n9", "stem": {"fr": "<p>Combien ?</p>"}, "options": options})
    form["items"].append({"id": "q10", "type": "numeric", "node": "n9", "stem": {"fr": "<p>Et là ?</p>"}, "value": "3,5", "tolerance": ""})
    form["items"][0]["stem"]["fr"] = "<p>Autre question ?</p>"
    status, answer = room.post("studio_save", {"form": form})
    assert status == 200, answer
    block = room.block
    document = block.document
    assert (document.most, document.nodes[2].after, document.nodes[2].units) == (15, ("files",), ("u-safe",))
    assert document.nodes[3].after == ("safe",)
    assert str(document.find_item("q10").number) == "3.5"
    assert document.find_item("q9").right == "b"
    assert document.find_item("files-1").variants["ar"].stale
    for kept in ('future="kept"', "<!-- a note -->", "later:extension", 'later="x"', "السؤال files-1"):
        assert kept in block.source


def test_editor_takes_topics_and_questions_out() -> None:
    room = enter(is_staff=True)
    form = edit(room)
    form["nodes"] = [node for node in form["nodes"] if node["id"] != "safe"]
    form["items"] = [item for item in form["items"] if item["node"] != "safe"]
    assert room.post("studio_save", {"form": form})[0] == 200
    assert [node.id for node in room.block.document.nodes] == ["files", "net"]


def test_editor_notes_what_is_missing_where_it_is_missing_and_saves_nothing() -> None:
    room = enter("en", is_staff=True)
    form = edit(room)
    form["most"] = "many"
    form["nodes"][0] |= {"name": {}, "after": [{"node": "net"}]}
    form["nodes"].append({"id": "n9", "competency": "", "name": {"fr": "Seul"}})
    form["items"][0] |= {"node": "gone"}
    form["items"][1]["options"][1]["correct"] = False
    _, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    errors = {each["path"] for each in answer["findings"] if each["severity"] == "error"}
    topics = {"nodes.0.name.fr", "nodes.0.after.0.node", "nodes.3.competency", "nodes.3.name.fr"}
    assert {"most", "items.0.node", "items.1.stem.fr"} | topics <= errors
    before = room.block.source
    status, problem = room.post("studio_save", {"form": form})
    assert (status, problem["code"]) == (400, "invalid_olx")
    assert problem["findings"]
    assert room.block.source == before


def test_preview_shows_what_is_written_and_keeps_nothing() -> None:
    room = enter(is_staff=True)
    form, before = edit(room), room.block.source
    form["items"][0]["stem"]["fr"] = "<p>Une nouvelle question</p>"
    _, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    assert "Une nouvelle question" in answer["html"]
    assert answer["html"].count("<fieldset") == 12
    assert "mk-key" not in answer["html"]
    _, key = room.post("studio_preview", {"form": form, "language": "fr", "view": "key"})
    assert key["html"].count('class="mk-key"') == 12
    assert room.block.source == before


def test_somebody_else_s_save_is_not_overwritten() -> None:
    room = enter(is_staff=True)
    assert room.post("studio_save", {"form": edit(room), "base": "0" * 16})[1]["code"] == "source_moved"


@pytest.mark.parametrize("form", [None, [], {"nodes": 3}, {"items": [{"type": "essay"}]}, {"title": "x"}, {"nodes": [{"after": ["x"]}]}])
def test_editor_refuses_what_is_not_a_form(form: object) -> None:
    assert enter(is_staff=True).post("studio_save", {"form": form})[0] == 400


def test_learner_cannot_edit() -> None:
    for handler in ("studio_save", "studio_preview"):
        assert enter().post(handler, {"form": {}})[1]["code"] == "not_author"


def test_scripts_and_styles_are_light() -> None:
    weight = 0
    for name in ("frame.css", "diagnostic.css", "frame.js", "diagnostic.js"):
        with DiagnosticBlock.open_local_resource(f"public/{name}") as file:
            weight += len(gzip.compress(file.read(), 9))
    assert weight <= 12 * 1024
