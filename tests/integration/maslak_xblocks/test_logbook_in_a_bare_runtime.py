"""The logbook driven as a phone drives it: with no room at all, and with the workbench's in every state."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from lxml import html
from tests.factories.contract import find_faults
from tests.factories.xblock import LOGBOOK, BareRuntime, Classroom, make_host

from maslak_xblocks.host import HostLearner
from maslak_xblocks.logbook.block import LogbookBlock
from maslak_xblocks.logbook.port import LARGEST_FILE, EvidenceFile, Logbook
from maslak_xblocks.logbook.refusals import explain_refusals
from maslak_xblocks.workbench.host import Memory, WorkbenchHost
from maslak_xblocks.workbench.logbook_room import WorkbenchLogbookRoom
from maslak_xblocks.workbench.logbook_samples import STATES

VIEWS = ("student_view", "public_view", "author_view", "studio_view")
ENTRY = {
    "request_key": "request-1",
    "placement": "contract-1",
    "done_on": "2026-11-12",
    "task": "J’ai relu 40 alertes.",
    "competencies": ["MA-NUM.CYB.03"],
}
HANDLERS = ("state", "add_entry", "correct_entry", "agree", "save_synthesis", "submit_synthesis")
SYNTHESIS = {"placement": "contract-1", "period": "p-now", "text": "Je sais lire un journal.", "revision": 0}


def enter(name: str = "running", language: Any = None, olx: str = LOGBOOK, **more: Any) -> Classroom:
    return Classroom(olx, make_host(key=name, language=language, **more))


def page_of(room: Classroom, view: str = "student_view") -> Any:
    return html.fromstring(room.render(view))


def words_of(node: Any) -> str:
    return " ".join(node.text_content().replace("\u2068", "").replace("\u2069", "").split())


def entries_of(answer: Any) -> list[Any]:
    (placement,) = answer["logbook"]["placements"]
    return list(placement["entries"])


def form_body(fields: dict[str, str], file: bytes | None = None, name: str = "a.pdf") -> tuple[bytes, str]:
    parts = [f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
    if file is not None:
        parts.append(f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + file + b"\r\n")
    return b"".join([*parts, b"--b--\r\n"]), "multipart/form-data; boundary=b"


FORM = {key: str(value) for key, value in ENTRY.items() if key != "competencies"} | {"competency.MA-NUM.CYB.03": "on"}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_renders_with_field_data_and_i18n_only(view: str) -> None:
    runtime = BareRuntime()
    fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(LOGBOOK.encode())), view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"
    for resource in fragment.resources:
        with runtime.load_block_type("maslak_logbook").open_local_resource(resource.data.removeprefix("/resource/")) as file:
            assert file.read()


def test_olx_comes_back_as_it_was() -> None:
    room = enter()
    node = html.etree.Element("x")
    room.block.add_xml_to_node(node)
    assert html.etree.tostring(node, encoding="unicode") == LOGBOOK


def test_platform_without_a_room_says_where_the_logbook_is_and_breaks_nothing() -> None:
    room, runtime = Classroom(LOGBOOK), BareRuntime()
    room.runtime, room.usage = runtime, runtime.parse_xml_string(LOGBOOK.encode())
    assert "tenu par votre établissement" in room.render("student_view")
    for handler in HANDLERS:
        assert room.post(handler, ENTRY | SYNTHESIS)[1]["code"] == "no_logbook"


def test_stranger_is_asked_to_sign_in_and_no_room_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkbenchLogbookRoom, "read", lambda self: pytest.fail("a stranger has no logbook"))
    room = enter("")
    assert "Connectez-vous" in room.render("public_view")
    for handler in HANDLERS:
        assert room.post(handler, ENTRY | SYNTHESIS)[1]["code"] == "not_signed_in"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_shows_in_every_language_without_an_id_twice(state: str, language: str) -> None:
    page = page_of(enter(state, language))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in page.xpath("//label[@for]"):
        assert len(page.xpath(f"//*[@id='{label.get('for')}']")) == 1
    for link in page.xpath("//a[starts-with(@href, '#')]"):
        assert page.xpath(f"//*[@id='{link.get('href')[1:]}']"), link.get("href")


def test_no_placement_says_what_will_appear_and_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    text = words_of(page_of(enter("none", "en")))
    assert "When your institution has recorded your contract" in text
    assert "Ask the person in charge of alternance" in text
    read = WorkbenchLogbookRoom.read
    monkeypatch.setattr(WorkbenchLogbookRoom, "read", lambda self: replace(read(self), contact="Mme Alaoui, bureau 12"))
    assert "Ask Mme Alaoui, bureau 12." in words_of(page_of(enter("none", "en")))
    assert not page_of(enter("none")).xpath("//form[@data-draft]")


def test_server_that_is_away_loses_nothing_and_says_so() -> None:
    room = enter("away", "en")
    assert "Nothing is lost" in words_of(page_of(room))
    status, problem = room.post("add_entry", ENTRY)
    assert (status, problem["code"]) == (503, "logbook_away")


def test_today_s_form_stands_before_everything_else_and_offers_the_missions_competencies() -> None:
    page = page_of(enter("running", "en"))
    headings = [words_of(each) for each in page.xpath("//h3")]
    assert headings[0] == "Today’s entry"
    form = page.xpath("//form[@data-draft='new-contract-1']")[0]
    assert form.xpath(".//input[@type='date']/@value") == ["2026-11-12"]
    assert form.xpath(".//input[@type='date']/@max") == ["2026-11-12"]
    ticks = [words_of(each) for each in form.xpath(".//fieldset/label")]
    assert ticks == ["Monitor logs and detectaim: Applied", "Harden systemsaim: Introductory"]
    assert "never your words" in words_of(form)


def test_entry_is_kept_once_however_often_it_is_sent() -> None:
    room = enter("running", "en")
    status, first = room.post("add_entry", ENTRY)
    assert status == 200
    assert (first["receipt"]["is_repeat"], entries_of(first)[0]["task"]) == (False, ENTRY["task"])
    assert first["note"].startswith("Received ")
    status, again = room.post("add_entry", ENTRY)
    assert (status, again["receipt"]["is_repeat"], again["receipt"]["key"]) == (200, True, first["receipt"]["key"])
    assert len(entries_of(again)) == len(entries_of(first))
    status, problem = room.post("add_entry", ENTRY | {"task": "something else"})
    assert (status, problem["code"]) == (409, "key_reused")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"done_on": "2026-11-13"}, 400, "future_entry"),
        ({"done_on": "2026-09-30"}, 400, "entry_outside_contract"),
        ({"placement": "contract-2"}, 404, "unknown_placement"),
        ({"competencies": ["MA-NUM.CYB.05"]}, 400, "competency_outside_missions"),
        ({"link": "javascript:alert(1)"}, 400, "unsafe_link"),
        ({"task": ""}, 400, "invalid_payload"),
        ({"task": "x" * 4_001}, 400, "invalid_payload"),
        ({"request_key": "x"}, 400, "invalid_payload"),
        ({"request_key": None}, 400, "invalid_payload"),
        ({"file": "a.pdf"}, 400, "invalid_payload"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_entry_that_cannot_be_is_refused_in_the_reader_s_language(language: str, change: Any, status: int, code: str) -> None:
    room = enter("running", language)
    answered, problem = room.post("add_entry", ENTRY | change)
    assert (answered, problem["code"]) == (status, code)
    assert problem["title"] == explain_refusals(room.block.translator)[code]
    assert len(entries_of(room.post("state", {})[1])) == 4


def test_every_refusal_has_its_sentence() -> None:
    from maslak_xblocks.logbook import errors

    codes = {each.code for each in vars(errors).values() if isinstance(each, type) and each.__module__ == errors.__name__}
    assert codes <= set(explain_refusals(enter().block.translator))


def test_form_without_a_script_is_kept_with_its_file_and_leads_back() -> None:
    room = enter("running", "fr")
    body, kind = form_body(FORM | {"is_confidential": "on"}, b"%PDF-1.7 x", "fiche.pdf")
    response = room.request("add_entry", body, kind, environ={"HTTP_REFERER": "http://localhost/learn/x"})
    assert (response.status_int, response.headers["Location"]) == (303, "/learn/x")
    entry = entries_of(room.post("state", {})[1])[0]
    assert entry["file"] == {"name": "fiche.pdf", "size": 10, "url": ""}
    assert (entry["is_confidential"], entry["competencies"]) == (True, ["MA-NUM.CYB.03"])


def test_script_that_sends_a_file_is_answered_with_json() -> None:
    room = enter("running", "fr")
    body, kind = form_body(FORM | {"answer": "json"}, b"%PDF-1.7 x")
    response = room.request("add_entry", body, kind)
    assert response.status_int == 200
    assert json.loads(response.body)["receipt"]["is_repeat"] is False
    body, kind = form_body(FORM | {"answer": "json", "done_on": "2027-01-01", "request_key": "another-key"})
    response = room.request("add_entry", body, kind)
    assert json.loads(response.body)["code"] == "future_entry"


@pytest.mark.parametrize("handler", ["add_entry", "correct_entry"])
def test_contract_says_how_a_client_of_its_own_sends_a_file(handler: str) -> None:
    room = enter("running", "fr")
    entry = {"entry": entries_of(room.post("state", {})[1])[0]["key"], "drops_file": "on"} if handler == "correct_entry" else {}
    named = {f"competency.{each}": "on" for each in ENTRY["competencies"]}
    sent = {name: ENTRY[name] for name in ("placement", "done_on", "task")} | named | entry
    fields = {**sent, "request_key": "request-9", "is_confidential": "on", "answer": "json"}
    assert find_faults("maslak_logbook", f"handlers/{handler}/form", {**fields, "file": "the bytes"}) == []
    answer = room.request(handler, *form_body(fields, b"%PDF-1.7\n%%"))
    assert (answer.status_int, answer.content_type) == (200, "application/json"), answer.text
    kept = next(each for each in entries_of(answer.json) if each["key"] == answer.json["receipt"]["key"])
    assert (kept["file"]["name"], kept["competencies"], kept["is_confidential"]) == ("a.pdf", ENTRY["competencies"], True)


def test_file_of_another_kind_or_size_is_refused_and_nothing_is_kept() -> None:
    room = enter("running", "fr")
    hostile = ((b"<script>alert(1)</script>", "evidence_type"), (b"%PDF-" + b"x" * LARGEST_FILE, "evidence_too_large"))
    for content, code in (*hostile, (b"", "empty_evidence")):
        body, kind = form_body(FORM | {"answer": "json"}, content, "photo.jpg")
        assert json.loads(room.request("add_entry", body, kind).body)["code"] == code
    body, kind = form_body(FORM | {"answer": "json"}, b"%PDF-" + b"x" * (LARGEST_FILE + 100_000))
    assert room.request("add_entry", body, kind).status_int == 413
    assert len(entries_of(room.post("state", {})[1])) == 4


def test_refused_form_says_why_and_leads_back() -> None:
    body, kind = form_body(FORM | {"done_on": "2027-01-01"})
    response = enter("running", "fr").request("add_entry", body, kind, environ={"HTTP_REFERER": "http://localhost/learn/x"})
    assert response.status_int == 400
    assert "choisissez aujourd’hui" in response.text
    assert 'href="/learn/x"' in response.text


def test_correction_is_a_new_entry_and_the_old_one_stays_visible() -> None:
    room = enter("running", "en")
    status, answer = room.post("correct_entry", ENTRY | {"entry": "entry-d", "task": "Better told."})
    assert status == 200
    new = next(each for each in entries_of(answer) if each["task"] == "Better told.")
    old = next(each for each in entries_of(answer) if each["key"] == "entry-d")
    assert (new["supersedes"], old["superseded_by"]) == ("entry-d", new["key"])
    page = page_of(room)
    (shown,) = [each for each in page.xpath("//li[@data-entry]") if each.get("data-entry") == new["key"]]
    assert "Corrected: 1 earlier text" in words_of(shown)
    assert "حللت" in words_of(shown)
    status, problem = room.post("correct_entry", ENTRY | {"request_key": "request-2", "entry": "entry-d"})
    assert (status, problem["code"]) == (409, "entry_superseded")
    assert room.post("correct_entry", ENTRY | {"entry": "entry-d", "task": "Better told."})[1]["receipt"]["is_repeat"]


def test_correction_keeps_the_file_unless_told_otherwise() -> None:
    room = enter("running", "en")
    kept = room.post("correct_entry", ENTRY | {"entry": "entry-c"})[1]
    assert entries_of(kept)[0]["file"]["name"] == "fiche-alerte-17.pdf"
    key = kept["receipt"]["key"]
    dropped = room.post("correct_entry", ENTRY | {"request_key": "request-2", "entry": key, "drops_file": True})[1]
    assert next(each for each in entries_of(dropped) if each["key"] == dropped["receipt"]["key"])["file"] is None


def test_entry_of_somebody_else_is_not_found_and_not_told_apart_from_none() -> None:
    memory = Memory()
    theirs = enter("running", memory=memory).post("add_entry", ENTRY)[1]["receipt"]["key"]
    mine = enter("late", memory=memory)
    answers = [mine.post("correct_entry", ENTRY | {"entry": key}) for key in (theirs, "never-was")]
    assert [status for status, _ in answers] == [404, 404]
    assert answers[0][1] == answers[1][1]


def test_agreeing_names_what_was_read_and_can_be_repeated() -> None:
    room = enter("new", "en")
    assert "you have not agreed yet" in words_of(page_of(room))
    assert room.post("agree", {"mission": "mission-1", "revision": 7})[1]["code"] == "stale_revision"
    assert room.post("agree", {"mission": "mission-9", "revision": 1})[1]["code"] == "unknown_mission"
    status, answer = room.post("agree", {"mission": "mission-1", "revision": 1})
    assert (status, answer["note"]) == (200, "You agreed to the mission.")
    assert room.post("agree", {"mission": "mission-1", "revision": 1})[1]["receipt"]["is_repeat"]
    text = words_of(page_of(room))
    assert "you agreed on" in text
    assert "I agree to this mission" not in text
    assert "Not agreed by all three yet" in text, "the academic tutor still has to"


def test_synthesis_is_drafted_then_handed_in_and_no_stale_text_wins() -> None:
    room = enter("running", "en")
    assert room.post("save_synthesis", SYNTHESIS)[1]["receipt"]["revision"] == 1
    assert room.post("save_synthesis", SYNTHESIS)[1]["receipt"]["is_repeat"], "an answer that got lost does no harm"
    status, problem = room.post("save_synthesis", SYNTHESIS | {"text": "old window"})
    assert (status, problem["code"], problem["revision"]) == (409, "stale_revision", 1)
    assert "Your text is still here" in problem["title"]
    status, answer = room.post("submit_synthesis", SYNTHESIS | {"revision": 1})
    assert (status, answer["logbook"]["placements"][0]["syntheses"][1]["state"]) == (200, "submitted")
    assert room.post("submit_synthesis", SYNTHESIS | {"revision": 1})[1]["receipt"]["is_repeat"]
    assert room.post("save_synthesis", SYNTHESIS | {"text": "later", "revision": 2})[1]["code"] == "synthesis_submitted"
    assert not page_of(room).xpath("//form[@data-handler='save_synthesis']")
    assert room.post("save_synthesis", SYNTHESIS | {"period": "p-school"})[1]["code"] == "unknown_period"


@pytest.mark.parametrize(
    "payload", [[], None, 3, {}, {"mission": 3, "revision": 1}, {"mission": "mission-1"}, {"mission": "m\x00", "revision": 1}]
)
def test_payload_of_the_wrong_kind_is_refused(payload: object) -> None:
    for handler in HANDLERS[1:]:
        status, problem = enter().post(handler, payload)
        assert (status, problem["code"]) == (400, "invalid_payload"), handler


def test_tutors_words_come_with_a_shape_each_and_company_alone_does_not_count() -> None:
    page = page_of(enter("disagreed", "en", LOGBOOK.replace("current", "all")))
    found = {}
    for review in page.xpath("//li[contains(@class, 'mk-review ')]"):
        state = review.get("class").split("mk-is-")[1]
        (drawn,), (words,) = review.xpath(".//*[name()='svg']/@class"), review.xpath(".//*[@class='mk-state']")
        found[state] = (drawn.split("mk-star-")[1], words_of(words))
    shapes = {state: shape for state, (shape, _) in found.items()}
    assert shapes == {"signed": "full", "waiting": "half", "disputed": "dot", "unseen": "none"}
    assert found["signed"][1] == "Introductory, signed by both tutors"
    assert "counts once your academic tutor countersigns" in found["waiting"][1]
    assert "Nothing counts until they have talked" in found["disputed"][1]


def test_alerts_say_what_to_do_and_name_whom_to_ask() -> None:
    page = page_of(enter("late", "en"))
    (section,) = page.xpath("//section[contains(@class, 'mk-alerts')]")
    lines = [words_of(each) for each in section.xpath(".//li")]
    assert "4 points to settle" in words_of(section)
    assert lines[0].startswith("Nothing has been written for 28 days, since 15 October 2026. Write")
    assert "Remind Salma Bennani; if it stays so, tell Karim El Idrissi" in lines[1]
    assert "“Préparer les postes des nouveaux arrivés.” names no competency" in lines[2]
    assert lines[3].startswith("No mission aims at: Respond to incidents.")


def test_competency_of_the_course_that_no_mission_aims_at_is_said_once() -> None:
    olx = LOGBOOK.replace('show="current"', 'show="current" competencies="MA-NUM.CYB.03 MA-NUM.CYB.05"')
    assert words_of(page_of(enter("running", "en", olx))).count("No mission aims at: Respond to incidents.") == 1
    assert words_of(page_of(enter("late", "en", olx))).count("No mission aims at: Respond to incidents.") == 1
    assert "No mission aims at" not in words_of(page_of(enter("running", "en")))


def test_confidential_mission_binds_every_entry_and_the_form_says_so() -> None:
    room = enter("confidential", "en")
    (box,) = page_of(room).xpath("//form[@data-draft='new-contract-1']//input[@name='is_confidential']")
    assert "checked" in box.attrib
    assert "disabled" in box.attrib
    assert "Your mission is confidential" in words_of(page_of(room))
    assert entries_of(room.post("add_entry", ENTRY)[1])[0]["is_confidential"], "whatever the payload says"


def test_finished_contract_is_read_and_not_written() -> None:
    room = enter("finished", "en")
    page = page_of(room)
    assert "What you wrote stays readable" in words_of(page)
    assert "Installation d’un poste" in words_of(page), "a contract that is over is shown whole"
    assert not page.xpath("//form[@data-draft]")
    assert room.post("add_entry", ENTRY)[1]["code"] == "placement_closed"


def test_hostile_words_and_addresses_never_become_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    read, evil = WorkbenchLogbookRoom.read, "</textarea></script><img src=x onerror=alert(1)>\"'"

    def read_hostile(self: WorkbenchLogbookRoom) -> Logbook:
        known = read(self)
        (one,) = known.placements
        entries = tuple(
            replace(each, key=f'"><b>{each.key}', task=evil, link="javascript:alert(2)", file=EvidenceFile(evil, 3, "javascript:alert(4)"))
            for each in one.entries
        )
        hostile = replace(
            one,
            key='"><b>',
            company=evil,
            company_tutor=evil,
            academic_tutor=evil,
            entries=entries,
            missions=tuple(replace(each, text=evil, key='"><i>') for each in one.missions),
            reviews=tuple(replace(each, name=evil, comment=evil, entry=f'"><b>{each.entry}' if each.entry else "") for each in one.reviews),
            syntheses=tuple(replace(each, text=evil) for each in one.syntheses),
            page_url="javascript:alert(3)",
        )
        titles = tuple(replace(each, titles={"fr": evil}) for each in known.competencies)
        return replace(known, placements=(hostile,), competencies=titles, contact=evil)

    monkeypatch.setattr(WorkbenchLogbookRoom, "read", read_hostile)
    for state in ("disagreed", "late", "new"):
        page = page_of(enter(state, olx=LOGBOOK.replace("current", "all")))
        assert not page.xpath("//img | //script | //b | //i")
        assert not [each for each in page.xpath("//@href | //@src | //@formaction") if not each.startswith(("#", "/"))]


def test_hostile_text_of_an_author_never_reaches_a_reader() -> None:
    olx = LOGBOOK.replace("<p>Une", '<p onclick="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">y</a>Une')
    olx = olx.replace("Qu’avez-vous fait", '<b onclick="alert(4)">x</b><iframe src="x"/>Qu’avez-vous fait')
    room = enter(olx=olx, is_staff=True)
    for view in VIEWS:
        page = page_of(room, view)
        assert not page.xpath("//*[@onclick] | //script | //a[starts-with(@href, 'javascript')] | //iframe[@src]"), view


def test_view_data_holds_nothing_of_a_learner() -> None:
    data = enter().block.student_view_data()
    assert "Atlas" not in json.dumps(data)
    assert [(each["id"], each["for"]) for each in data["prompts"]] == [("what", "entry"), ("alone", "synthesis")]


def test_language_changes_here_and_the_logbook_with_it() -> None:
    room = enter("running")
    status, answer = room.post("set_language", {"language": "ar"})
    assert status == 200
    assert "مدخلة اليوم" in answer["html"]
    assert "12 نونبر 2026" in room.post("add_entry", ENTRY)[1]["html"]


def test_block_marks_nothing_and_publishes_nothing() -> None:
    room = enter()
    room.post("add_entry", ENTRY)
    room.post("submit_synthesis", SYNTHESIS)
    assert room.runtime.published == []
    assert (room.block.block_map()["kind"], room.block.block_map()["items"]) == ("logbook", [])
    assert "Une bonne entrée" in room.block.index_dictionary()["content"]["text_fr"]


def test_page_asks_the_room_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    read = WorkbenchLogbookRoom.read
    monkeypatch.setattr(WorkbenchLogbookRoom, "read", lambda self: (asked.append(1), read(self))[1])
    enter().render("student_view")
    assert len(asked) == 1


def test_host_that_asks_for_a_token_finds_it_in_every_form() -> None:
    class Guarded(WorkbenchHost):
        def form_fields(self) -> dict[str, str]:
            return {"csrf_token": "t0ken"}

    room = Classroom(LOGBOOK, Guarded(learner=HostLearner("new"), memory=Memory()))
    forms = page_of(room).xpath("//form")
    assert len(forms) > 3
    assert all(form.xpath(".//input[@name='csrf_token'][@value='t0ken']") for form in forms)


def test_scripts_and_styles_are_light() -> None:
    weight = 0
    for name in ("frame.css", "logbook.css", "frame.js", "logbook.js"):
        with LogbookBlock.open_local_resource(f"public/{name}") as file:
            weight += len(gzip.compress(file.read(), 9))
    assert weight <= 25 * 1024
