"""The passport driven as a page drives it: with no room at all, and with the workbench's in every state."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree, html
from tests.factories.xblock import PASSPORT, BareRuntime, Classroom, make_host

from maslak_xblocks.host import HostLearner
from maslak_xblocks.passport.block import PassportBlock
from maslak_xblocks.workbench.host import Memory, WorkbenchHost
from maslak_xblocks.workbench.passport_room import STATES, WorkbenchPassportRoom

VIEWS = ("student_view", "public_view", "author_view", "studio_view")


def enter(name: str = "full", language: Any = None, olx: str = PASSPORT, **more: Any) -> Classroom:
    return Classroom(olx, make_host(key=name, language=language, **more))


def page_of(room: Classroom, view: str = "student_view") -> Any:
    return html.fromstring(room.render(view))


def words_of(node: Any) -> str:
    return " ".join(node.text_content().split())


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_renders_with_field_data_and_i18n_only(view: str) -> None:
    runtime = BareRuntime()
    fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(PASSPORT.encode())), view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"
    for resource in fragment.resources:
        with runtime.load_block_type("maslak_passport").open_local_resource(resource.data.removeprefix("/resource/")) as file:
            assert file.read()


def test_platform_without_a_room_says_where_the_passport_is_and_breaks_nothing() -> None:
    runtime = BareRuntime()
    room = Classroom(PASSPORT)
    room.runtime, room.usage = runtime, runtime.parse_xml_string(PASSPORT.encode())
    assert "tenu par votre établissement" in room.render("student_view")
    for handler in ("state", "refresh", "hide_item", "show_item"):
        assert room.post(handler, {"item": "x"})[1]["code"] == "no_passport"


def test_stranger_is_asked_to_sign_in_and_no_room_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkbenchPassportRoom, "read", lambda self: pytest.fail("a stranger has no passport"))
    room = enter("")
    assert "Connectez-vous" in room.render("public_view")
    assert room.post("hide_item", {"item": "own-badge"})[1]["code"] == "not_signed_in"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_shows_in_every_language(state: str, language: str) -> None:
    page = page_of(enter(state, language))
    (content,) = page.xpath("//*[@data-passport]")
    assert len(content.xpath(".//h3")) == 3
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_results_and_competencies_are_two_sections_and_only_a_jury_validates() -> None:
    page = page_of(enter(language="en"))
    sections = {words_of(each.find("h3")): each for each in page.xpath("//section")}
    assert list(sections) == ["Official results", "Competencies", "Badges"]
    assert "Validated 14.5 / 20" in words_of(sections["Official results"])
    assert "jury of 9 November 2026" in words_of(sections["Official results"])
    for name in ("Competencies", "Badges"):
        assert "alidated" not in words_of(sections[name])


def test_map_has_every_competency_as_a_link_to_its_line() -> None:
    page = page_of(enter(language="en"))
    stars = page.xpath("//*[name()='svg']//*[name()='a']")
    assert (len(page.xpath("//*[@class='mk-picture']")), len(stars)) == (7, 51)
    for star in stars:
        (line,) = page.xpath(f"//li[@id='{star.get('href')[1:]}']")
        title, _, word = star.get("aria-label").partition(" — ")
        assert " ".join(title.split()) in words_of(line)
        assert word in words_of(line)


def test_star_tells_its_state_by_its_figure_and_its_line_says_who_and_when() -> None:
    page = page_of(enter(language="en"))
    (line,) = [each for each in page.xpath("//li[starts-with(@id, 'mk-')]") if "ESITH" in words_of(each)]
    assert "mk-s-full" in line.get("class")
    for word in ("Acquired", "Initiation", "12 November 2026"):
        assert word in words_of(line)
    figures = {each.get("class").split("mk-s-")[1] for each in page.xpath("//*[name()='a'][contains(@class, 'mk-s ')]")}
    assert figures == {"full", "half", "dot", "none"}


def test_map_is_mirrored_for_readers_from_right_to_left() -> None:
    def points(language: str) -> list[tuple[int, int]]:
        (first, *_) = page_of(enter(language=language)).xpath("//*[name()='polyline']/@points")
        return [(int(x), int(y)) for x, y in (pair.split(",") for pair in first.split())]

    assert points("ar") == [(320 - x, y) for x, y in points("fr")]


def test_course_narrows_the_map_to_its_domains_and_wears_their_hue() -> None:
    page = page_of(enter(olx=PASSPORT.replace('show="all"', 'show="course" domains="CYB"')))
    assert len(page.xpath("//*[name()='svg']//*[name()='a']")) == 7
    assert page.xpath("//div[contains(@class, 'mk-cyb')][@data-store]")


def test_registry_that_is_away_leaves_the_last_copy_with_its_date() -> None:
    assert "as of 12 November 2026, 10:42" in enter("full", "en").render("student_view")
    away = words_of(page_of(enter("away", "en")))
    assert "does not answer just now. This is what it knew on 12 November 2026, 10:42." in away
    assert "ESITH" in away
    silent = words_of(page_of(enter("silent", "en")))
    assert "Nothing is lost" in silent
    assert "ESITH" not in silent


def test_registry_is_asked_only_when_somebody_asks() -> None:
    room = enter("new", "en")
    assert "was not asked yet" in room.render("student_view")
    assert "ESITH" not in room.render("student_view")
    status, answer = room.post("refresh", {})
    assert status == 200
    assert "ESITH" in answer["html"]
    assert answer["passport"]["as_of"] == "2026-11-12T09:42:00+00:00"


def test_nothing_earned_yet_says_what_will_appear_and_what_to_do() -> None:
    text = words_of(page_of(enter("empty", "en")))
    assert "Nothing is in your passport yet" in text
    assert "Begin with the next checkpoint" in text
    assert "0 competencies acquired out of 51" in text


def test_entry_that_is_not_mine_hides_at_once_and_comes_back() -> None:
    room = enter("full", "en")
    assert "Hide it from my passport" in room.render("student_view")
    _, answer = room.post("hide_item", {"item": "elsewhere-badge"})
    assert [each["item"] for each in answer["passport"]["hidden"]] == ["elsewhere-badge"]
    assert "elsewhere-badge" not in [each["item"] for each in answer["passport"]["badges"]]
    assert "bring it back" in answer["note"]
    assert "1 entry that is not yours" in words_of(page_of(room))
    again = room.post("hide_item", {"item": "elsewhere-badge"})[1]
    assert again == answer
    _, shown = room.post("show_item", {"item": "elsewhere-badge"})
    assert shown["passport"]["hidden"] == []
    assert room.post("show_item", {"item": "elsewhere-badge"})[1] == shown


def test_two_windows_hide_two_entries_and_both_stay_hidden() -> None:
    memory = Memory()
    first, second = enter(memory=memory), enter(memory=memory)
    first.post("hide_item", {"item": "own-badge"})
    _, answer = second.post("hide_item", {"item": "own-result"})
    assert {each["item"] for each in answer["passport"]["hidden"]} == {"own-badge", "own-result"}


@pytest.mark.parametrize(
    "payload", [[], None, 3, {}, {"item": ""}, {"item": 3}, {"item": ["own-badge"]}, {"item": "x" * 65}, {"item": "a\x00b"}]
)
@pytest.mark.parametrize("handler", ["hide_item", "show_item"])
def test_item_of_the_wrong_kind_is_refused(handler: str, payload: object) -> None:
    status, problem = enter().post(handler, payload)
    assert (status, problem["code"]) == (400, "invalid_payload")


def test_entry_of_somebody_else_is_refused_in_the_reader_s_language() -> None:
    status, problem = enter("empty", "fr").post("hide_item", {"item": "own-badge"})
    assert (status, problem["code"]) == (404, "unknown_passport_item")
    assert "Rien n’a changé" in problem["title"]


def test_forms_work_without_a_script_and_lead_back() -> None:
    room = enter("full", "fr")
    form = next(each for each in page_of(room).xpath("//form[@data-handler='hide_item']"))
    body = "&".join(f"{field.get('name')}={field.get('value')}" for field in form.xpath(".//input"))
    headers = {"environ": {"HTTP_REFERER": "http://localhost/learn/x"}}
    response = room.request("hide_item", body.encode(), "application/x-www-form-urlencoded", **headers)
    assert (response.status_int, response.headers["Location"]) == (303, "/learn/x")
    assert len(room.post("state", {})[1]["passport"]["hidden"]) == 1


def test_badge_being_signed_or_withdrawn_offers_no_link_to_share(monkeypatch: pytest.MonkeyPatch) -> None:
    read = WorkbenchPassportRoom.read

    def read_withdrawn(self: WorkbenchPassportRoom) -> Any:
        known = read(self)
        badges = tuple(replace(each, state="revoked") if each.item == "own-badge" else each for each in known.badges)
        return replace(known, badges=badges)

    monkeypatch.setattr(WorkbenchPassportRoom, "read", read_withdrawn)
    entries = page_of(enter("full", "en")).xpath("//section[3]//li")
    withdrawn, waiting, there = entries
    assert "it no longer counts" in words_of(withdrawn)
    assert withdrawn.xpath(".//a[contains(., 'Open and verify')]"), "anybody may see that it was withdrawn"
    assert not withdrawn.xpath(".//*[@data-copy]")
    assert "Being signed" in words_of(waiting)
    assert not waiting.xpath(".//a")
    assert there.xpath(".//input[@readonly]/@value") == ["https://esith.example.org/badges/018f3f5e-0000-7000-8000-000000000002"]


def test_hostile_titles_and_addresses_never_become_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    read = WorkbenchPassportRoom.read
    evil = {"fr": "</script><img src=x onerror=alert(1)>\"'"}

    def read_hostile(self: WorkbenchPassportRoom) -> Any:
        known = read(self)
        return replace(
            known,
            groups=tuple(replace(each, titles=evil) for each in known.groups),
            competencies=tuple(replace(each, titles=evil) for each in known.competencies),
            institutions=tuple(replace(each, names=evil) for each in known.institutions),
            results=tuple(replace(each, titles=evil, decision=evil["fr"], session=evil["fr"], item='"><b>') for each in known.results),
            badges=tuple(
                replace(each, titles=evil, verification_url="javascript:alert(2)", share_url="javascript:alert(3)", image_url="data:x")
                for each in known.badges
            ),
        )

    monkeypatch.setattr(WorkbenchPassportRoom, "read", read_hostile)
    page = page_of(enter("hidden"))
    assert not page.xpath("//img | //script | //b")
    assert not [each for each in page.xpath("//@href | //@src") if not each.startswith(("#", "/"))]


def test_hostile_text_of_an_author_never_reaches_a_reader() -> None:
    olx = PASSPORT.replace("<p>Ce que", '<p onclick="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">y</a>Ce que')
    room = enter(olx=olx, is_staff=True)
    for view in VIEWS:
        text = room.render(view)
        assert "alert(" not in text.replace("<script>", ""), view


def test_view_data_holds_nothing_of_a_learner() -> None:
    data = json.dumps(enter().block.student_view_data())
    assert "own-badge" not in data
    assert "Votre passeport" in data


def test_language_changes_here_and_the_passport_with_it() -> None:
    room = enter("full")
    status, answer = room.post("set_language", {"language": "ar"})
    assert status == 200
    assert "النتائج الرسمية" in answer["html"]
    assert "12 نونبر 2026" in answer["html"]


def test_block_assesses_nothing_and_search_finds_it() -> None:
    block = enter().block
    assert block.block_map()["items"] == []
    assert block.completion_mode == "excluded"
    content = block.index_dictionary()["content"]
    assert "Ce que vous avez acquis" in content["text_fr"]


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('show="some"', "not one of"),
        ('show="course"', "needs the attribute domains"),
        ('show="course" domains="cyb"', "not the key of a domain"),
    ],
)
def test_element_that_means_nothing_is_refused_with_its_line(attributes: str, said: str) -> None:
    from maslak_xblocks.errors import OLXError

    with pytest.raises(OLXError, match=said) as refused:
        Classroom(PASSPORT.replace('show="all"', attributes))
    assert refused.value.line == 1


def form_of(room: Classroom) -> dict[str, Any]:
    """Give what the editor's script would send before anything is touched."""
    form: dict[str, Any] = {}
    for node in page_of(room, "studio_view").xpath("//*[@data-field]"):
        if node.tag == "select":
            value: Any = node.xpath("./option[@selected]/@value")[0]
        elif node.tag == "input":
            value = node.get("checked") is not None if node.get("type") == "checkbox" else node.get("value")
        else:
            value = (node.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in node)
        name, _, language = node.get("data-field").partition(".")
        if language:
            form.setdefault(name, {})[language] = value
        else:
            form[name] = value
    return form


def test_editor_that_changes_nothing_changes_no_byte() -> None:
    room = enter(is_staff=True)
    before = room.block.source
    assert room.post("studio_save", {"form": form_of(room)})[0] == 200
    assert room.block.source == before


def test_editor_keeps_what_it_does_not_show_and_stamps_translations() -> None:
    room = enter(is_staff=True)
    form = form_of(room)
    form |= {"show": "course", "domain_CYB": True, "state": {"ar": "reviewed"}}
    form["title"]["en"], form["html"]["en"], form["html"]["fr"] = "Your passport", "<p>What you acquired.</p>", "<p>Autre.</p>"
    assert room.post("studio_save", {"form": form})[0] == 200
    block = room.block
    assert (block.document.show, block.document.domains) == ("course", ("CYB",))
    assert block.document.variants["ar"].status == "reviewed"
    assert not block.document.is_stale("en")
    for kept in ('future="kept"', "<!-- a note -->", "later:extension", "ما اكتسبته"):
        assert kept in block.source
    form["title"]["en"], form["html"]["en"] = "", ""
    room.post("studio_save", {"form": form})
    assert "en" not in room.block.document.variants


def test_editor_tells_what_is_missing_before_it_is_saved() -> None:
    room = enter(is_staff=True, language="en")
    form = form_of(room) | {"show": "course", "title": {}, "html": {"en": "<p>x</p>"}}
    _, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    grave = [each["path"] for each in answer["findings"] if each["severity"] == "error"]
    assert grave == ["title.fr", "title.en", "show"]
    assert "…" in answer["html"], "what is missing does not hide the rest"
    before = room.block.source
    assert room.post("studio_save", {"form": form})[0] == 400
    assert room.block.source == before
    _, answer = room.post("studio_preview", {"form": form_of(room), "language": "ar"})
    assert [each["path"] for each in answer["findings"]] == ["title.en"], "a language that is not there yet is only told"
    assert "ما اكتسبته" in answer["html"]


def test_editor_does_not_write_over_what_a_colleague_saved() -> None:
    room = enter(is_staff=True)
    (base,) = page_of(room, "studio_view").xpath("//@data-base")
    form = form_of(room) | {"title": {"fr": "Le mien"}}
    assert room.post("studio_save", {"form": form_of(room) | {"show": "course", "domain_TC": True}, "base": base})[0] == 200
    status, refused = room.post("studio_save", {"form": form, "base": base})
    assert (status, refused["code"]) == (409, "source_moved")
    assert "Le mien" not in room.block.source


def test_translation_waits_for_its_author_after_the_source_moved() -> None:
    room = enter(is_staff=True)
    form = form_of(room)
    form["title"]["fr"] = "Un autre titre"
    room.post("studio_save", {"form": form})
    assert room.block.document.is_stale("ar")
    form = form_of(room)
    assert form["state"]["ar"] == "stale"
    form["state"]["ar"] = "translated"
    room.post("studio_save", {"form": form})
    assert not room.block.document.is_stale("ar"), "its author says that it follows the source"


@pytest.mark.parametrize(
    "form",
    [
        None,
        [],
        {"show": "never", "title": {"fr": "x"}},
        {"show": "all", "title": "x"},
        {"show": "all", "title": {"fr": "x"}, "domain_TC": "yes"},
    ],
)
def test_editor_refuses_what_is_not_a_form(form: object) -> None:
    assert enter(is_staff=True).post("studio_save", {"form": form})[0] == 400


def test_learner_cannot_edit() -> None:
    assert enter().post("studio_save", {"form": {}})[1]["code"] == "not_author"
    assert enter().post("studio_preview", {"form": {}})[1]["code"] == "not_author"


def test_host_that_asks_for_a_token_finds_it_in_every_form() -> None:
    class Guarded(WorkbenchHost):
        def form_fields(self) -> dict[str, str]:
            return {"csrf_token": "t0ken"}

    room = Classroom(PASSPORT, Guarded(learner=HostLearner("hidden"), memory=Memory()))
    forms = page_of(room).xpath("//form")
    assert len(forms) > 4
    assert all(form.xpath(".//input[@name='csrf_token'][@value='t0ken']") for form in forms)


def test_scripts_and_styles_are_light() -> None:
    weight = 0
    for name in ("frame.css", "passport.css", "frame.js", "passport.js"):
        with PassportBlock.open_local_resource(f"public/{name}") as file:
            weight += len(gzip.compress(file.read(), 9))
    assert weight <= 12 * 1024
