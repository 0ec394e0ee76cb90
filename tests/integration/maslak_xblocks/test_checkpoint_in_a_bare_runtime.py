"""The checkpoint driven as a phone or a page drives it, without any host of ours underneath."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree, html
from tests.factories.xblock import BareRuntime, Classroom, make_checkpoint_olx, make_host

from maslak_xblocks.figures import percent
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.workbench.host import Memory

VIEWS = ("student_view", "public_view", "author_view", "studio_view")
# The key, and everything that belongs to an answer not yet given.
LEAKS = ("FEEDBACK", "MISCONCEPTION", "correct", "misconception", "12.5", "12,5 %", '"right"')


def finish(room: Classroom, right: bool = True) -> Any:
    """Answer whatever the running attempt holds."""
    answers = {
        "q1": ["a"] if right else ["b"],
        "q1s": ["b"] if right else ["a"],
        "q2": ["a", "b"] if right else ["c"],
        "q3": "12,5" if right else "125",
    }
    _, state = room.post("state", {})
    result: Any = None
    for item in state["attempt"]["items"]:
        status, result = room.answer(item["id"], answers[item["id"]])
        assert status == 200, result
    return result


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_renders_with_field_data_and_i18n_only(view: str) -> None:
    runtime = BareRuntime()
    block = runtime.get_block(runtime.parse_xml_string(make_checkpoint_olx().encode()))
    fragment = runtime.render(block, view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"


def test_author_reads_in_words_which_answers_are_right() -> None:
    rows = html.fromstring(Classroom(make_checkpoint_olx()).render("author_view")).xpath('//li[@class="mk-step"]')
    told = {row.xpath("string(div/text())") for row in rows if row.xpath('span[text()="bonne réponse"]')}
    assert told == {"SECRET-RIGHT-1", "y", "un", "deux"}


@pytest.mark.parametrize("purpose", ["practice", "mastery"])
def test_checkpoint_without_questions_says_so_and_offers_nothing_to_begin(purpose: str) -> None:
    variant = '<variant lang="fr" status="source" title="Contrôle"/>'
    room = Classroom(f'<maslak_checkpoint url_name="c1" purpose="{purpose}">{variant}</maslak_checkpoint>')
    page = room.render("student_view")
    assert "Il n’y a pas encore de question ici." in page
    assert 'class="mk-begin"' not in page
    assert room.post("begin_attempt", {"revision": 0, "idempotency_key": "begin-1"})[1]["code"] == "attempt_over"
    assert room.block.attempts == []


def test_nothing_tells_the_key_before_it_was_earned() -> None:
    for purpose in ("practice", "mastery"):
        room = Classroom(make_checkpoint_olx(purpose))
        seen = [
            room.render("student_view"),
            room.render("public_view"),
            json.dumps(room.block.student_view_data()),
            json.dumps(room.block.index_dictionary()),
        ]
        if purpose == "mastery":
            seen.append(json.dumps(room.post("begin_attempt", {"revision": 0, "idempotency_key": "begin-1"})[1]))
        seen += [
            json.dumps(room.post("state", {})[1]),
            room.render("student_view"),
            json.dumps(room.post("set_language", {"language": "fr"})[1]),
        ]
        for text in seen:
            for leak in LEAKS:
                shown = text.replace("12,5</p>", "").replace("comme 12,5", "")
                assert leak not in shown, (purpose, leak)


def test_a_mastery_checkpoint_keeps_its_key_until_it_is_passed() -> None:
    room = Classroom(make_checkpoint_olx("mastery"))
    room.post("begin_attempt", {"revision": 0, "idempotency_key": "begin-1"})
    item = next(entry["id"] for entry in room.post("state", {})[1]["attempt"]["items"] if entry["id"].startswith("q1"))
    _, answer = room.answer(item, ["b"] if item == "q1" else ["a"])
    assert "right" not in answer["item"]["answer"]
    assert answer["item"]["answer"]["score"] == "0"


def test_a_wrong_answer_names_the_misconception_and_another_attempt_brings_the_sibling() -> None:
    room = Classroom(make_checkpoint_olx())
    first = [item["id"] for item in room.post("state", {})[1]["attempt"]["items"]]
    assert len(first) == 3
    wrong = {"q1": "b", "q1s": "a"}[first[0]]
    status, answer = room.answer(first[0], wrong)
    assert status == 200
    if first[0] == "q1":
        assert answer["item"]["answer"]["feedback"][0]["misconception"] == "MISCONCEPTION-TRUST"
        assert "FEEDBACK-B" in answer["html"]["card"]
    _, numeric = room.answer("q3", "125")
    assert numeric["item"]["answer"]["feedback"][0]["misconception"] == "MISCONCEPTION-SLIP"
    room.answer("q2", ["a"])
    status, again = room.post("begin_attempt", {"revision": room.block.revision, "idempotency_key": "again-1"})
    assert status == 200
    second = [item["id"] for item in again["attempt"]["items"]]
    assert again["attempt"]["number"] == 2
    assert not {"q1", "q1s"} & set(first) & set(second)


def test_finishing_reports_evidence_mark_and_completion_once() -> None:
    memory = Memory()
    room = Classroom(make_checkpoint_olx(), make_host(memory))
    result = finish(room)
    assert result["attempt"] == {
        "number": 1,
        "answered": 3,
        "total": 3,
        "points": "3",
        "earned": "3",
        "finished": True,
        "score": "1",
        "passed": True,
    }
    assert [observation.item for _, _, observation in memory.evidence][-1] == "*"
    assert len(memory.evidence) == 4
    assert all(observation.response for _, _, observation in memory.evidence if observation.item != "*")
    assert room.runtime.published == [
        ("grade", {"value": 1.0, "max_value": 1.0, "only_if_higher": True}),
        ("completion", {"completion": 1.0}),
    ]
    assert result["ratings"][0] == {"competency": "MA-NUM.TC.06", "level": "N1", "rating": "acquired", "changed": True}


def test_the_same_answer_sent_again_is_answered_again_and_counts_once() -> None:
    memory = Memory()
    room = Classroom(make_checkpoint_olx(), make_host(memory))
    first = room.answer("q3", "12,5", key="the-key", revision=0)
    second = room.answer("q3", "12,5", key="the-key", revision=0)
    assert first[0] == second[0] == 200
    assert first[1]["item"] == second[1]["item"]
    assert (len(memory.evidence), room.block.revision) == (1, 1)


@pytest.mark.parametrize(("key", "response"), [("another-key", "12,5"), ("the-key", "13")])
def test_an_answered_item_keeps_its_first_answer(key: str, response: str) -> None:
    room = Classroom(make_checkpoint_olx())
    room.answer("q3", "12,5", key="the-key")
    status, problem = room.answer("q3", response, key=key)
    assert (status, problem["code"]) == (409, "already_answered")
    assert room.post("state", {})[1]["attempt"]["earned"] == "1"


def test_an_answer_to_an_older_state_is_told_the_newest_revision() -> None:
    room = Classroom(make_checkpoint_olx())
    room.answer("q3", "12,5")
    status, problem = room.answer("q2", ["a", "b"], revision=0)
    assert (status, problem["code"], problem["revision"]) == (409, "stale_revision", 1)
    assert room.answer("q2", ["a", "b"], revision=1)[0] == 200


@pytest.mark.parametrize("handler", ["answer", "begin_attempt", "set_language", "studio_save", "studio_preview"])
@pytest.mark.parametrize(
    "payload", [[], 3, None, "x", {}, {"revision": "x"}, {"revision": True, "idempotency_key": [], "item": {}}, {"language": ["ar"]}]
)
def test_a_payload_of_the_wrong_type_is_refused_and_changes_nothing(handler: str, payload: object) -> None:
    room = Classroom(make_checkpoint_olx(), make_host(is_staff=True))
    before = room.block.source
    status, problem = room.post(handler, payload)
    assert (status, problem["code"]) == (400, "invalid_payload")
    assert problem["title"]
    assert (room.block.revision, room.block.attempts, room.block.source) == (0, [], before)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 20_000])
def test_what_is_not_json_is_refused(body: bytes) -> None:
    response = Classroom(make_checkpoint_olx()).request("answer", body)
    assert (response.status_int, json.loads(response.body)["code"]) == (400, "invalid_payload")
    assert response.content_type == "application/problem+json"


def test_a_payload_beyond_the_cap_is_refused() -> None:
    response = Classroom(make_checkpoint_olx()).request("answer", b'{"item":"' + b"x" * 40_000 + b'"}')
    assert (response.status_int, json.loads(response.body)["code"]) == (413, "too_large")


def test_an_unknown_item_and_an_ambiguous_number_have_their_own_codes() -> None:
    room = Classroom(make_checkpoint_olx())
    assert room.answer("nothing", ["a"])[1]["code"] == "unknown_item"
    assert room.answer("q3", "1.234")[1]["code"] == "invalid_number"
    assert room.block.revision == 0


def test_two_attempts_are_the_limit_until_an_arrangement_gives_another() -> None:
    memory = Memory()
    room = Classroom(make_checkpoint_olx("mastery", attempts=2), make_host(memory))
    for number in (1, 2):
        assert room.post("begin_attempt", {"revision": room.block.revision, "idempotency_key": f"begin-{number}"})[0] == 200
        finish(room, right=False)
    status, problem = room.post("begin_attempt", {"revision": room.block.revision, "idempotency_key": "begin-3"})
    assert (status, problem["code"]) == (403, "no_attempt_left")
    memory.arrangements[str(room.usage)] = HostArrangement(extra_attempts=1)
    assert room.post("begin_attempt", {"revision": room.block.revision, "idempotency_key": "begin-3"})[0] == 200


def test_the_pause_between_attempts_ends_by_the_clock() -> None:
    memory = Memory()
    room = Classroom(make_checkpoint_olx("mastery", cooldown=30), make_host(memory))
    room.post("begin_attempt", {"revision": 0, "idempotency_key": "begin-1"})
    finish(room, right=False)
    again = {"revision": room.block.revision, "idempotency_key": "begin-2"}
    status, problem = room.post("begin_attempt", again)
    assert (status, problem["code"]) == (429, "cooling_down")
    memory.clock_offset = timedelta(minutes=31)
    assert room.post("begin_attempt", again)[0] == 200
    assert room.post("begin_attempt", again)[0] == 200, "the same key again is the same attempt"
    assert len(room.block.attempts) == 2


def test_an_exam_tells_nothing_before_its_end() -> None:
    memory = Memory()
    room = Classroom(make_checkpoint_olx(), make_host(memory))
    memory.arrangements[str(room.usage)] = HostArrangement(exam_mode=True)
    _, answer = room.answer("q3", "125")
    text = json.dumps(answer) + room.render("student_view")
    assert "FEEDBACK" not in text
    assert "score" not in answer["item"]["answer"]
    assert answer["attempt"]["earned"] is None
    result = finish_rest(room)
    assert "MISCONCEPTION-SLIP" in json.dumps(result["html"]["cards"])


def finish_rest(room: Classroom) -> Any:
    """Answer what is left, rightly."""
    result: Any = None
    for item in room.post("state", {})[1]["attempt"]["items"]:
        if item["answer"] is None:
            result = room.answer(item["id"], {"q1": ["a"], "q1s": ["b"], "q2": ["a", "b"], "q3": "12,5"}[item["id"]])[1]
    return result


def test_outside_its_times_nothing_is_accepted() -> None:
    memory = Memory()
    room = Classroom(make_checkpoint_olx(), make_host(memory))
    memory.arrangements[str(room.usage)] = HostArrangement(closes_at=datetime.now(UTC) - timedelta(minutes=1))
    assert room.answer("q3", "12,5")[1]["code"] == "not_open"
    assert room.block.attempts == []


def test_what_was_answered_before_the_closing_time_is_marked_after_it() -> None:
    memory = Memory()
    room = Classroom(make_checkpoint_olx("mastery", attempts=1), make_host(memory))
    room.post("begin_attempt", {"revision": 0, "idempotency_key": "b"})
    assert "mk-banner" not in room.render("student_view")
    first = room.post("state", {})[1]["attempt"]["items"][0]["id"]
    room.answer(first, ["a"] if first == "q1" else ["b"])
    memory.arrangements[str(room.usage)] = HostArrangement(closes_at=datetime.now(UTC) - timedelta(minutes=1))
    assert "Voir mon résultat" in room.render("student_view")
    status, ended = room.post("begin_attempt", {"revision": 2, "idempotency_key": "end"})
    assert (status, ended["attempt"]["finished"], ended["attempt"]["score"]) == (200, True, "0.3333")
    assert [seen.item for *_, seen in memory.evidence] == [first, "*"]
    assert room.post("begin_attempt", {"revision": 3, "idempotency_key": "more"})[1]["code"] == "not_open"


def test_names_that_the_author_gave_are_no_answer() -> None:
    # Steps are written in their right order and pairs side by side: whoever guesses the names would need to know nothing else.
    room = Classroom(make_checkpoint_olx())
    for item, response in (("q1", ["a"]), ("q2", ["a", "b"])):
        payload = {"revision": 0, "idempotency_key": "k", "item": item, "response": response}
        assert room.post("answer", payload)[1]["code"] == "invalid_payload"
    assert room.block.attempts == []


def test_an_anonymous_reader_sees_no_question_and_cannot_answer() -> None:
    room = Classroom(make_checkpoint_olx(), make_host(key=""))
    assert "Que dit" not in room.render("public_view")
    assert room.answer("q3", "12,5")[1]["code"] == "not_signed_in"


def test_a_plain_form_is_marked_and_leads_back_to_its_page() -> None:
    room = Classroom(make_checkpoint_olx())
    chosen = "".join(f"&response={name}" for name in room.name("q2", ["a", "b"]))
    body = f"item=q2&revision=0&idempotency_key=form-key{chosen}".encode()
    response = room.request("answer", body, "application/x-www-form-urlencoded", headers=[("Referer", "http://localhost/learn/u1?page=2")])
    assert (response.status_int, response.headers["Location"].removeprefix("http://localhost")) == (303, "/learn/u1?page=2")
    assert room.post("state", {})[1]["attempt"]["earned"] == "1"


@pytest.mark.parametrize("referer", ["https://elsewhere.example/x", "http://localhost//elsewhere.example", "javascript:alert(1)"])
def test_a_plain_form_never_leads_to_another_site(referer: str) -> None:
    response = Classroom(make_checkpoint_olx()).request(
        "set_language", b"language=ar", "application/x-www-form-urlencoded", headers=[("Referer", referer)]
    )
    assert response.headers["Location"].removeprefix("http://localhost") == "/"


def test_a_refused_form_says_why_in_the_language_of_the_reader() -> None:
    response = Classroom(make_checkpoint_olx()).request(
        "answer", b"item=q3&revision=0&idempotency_key=k&response=1.234", "application/x-www-form-urlencoded"
    )
    assert response.status_int == 400
    assert "sans ambiguïté" in response.text


def test_the_language_is_switched_in_place_and_the_interface_keeps_its_own() -> None:
    room = Classroom(make_checkpoint_olx(), make_host(language="fr"))
    _, answer = room.post("set_language", {"language": "ar"})
    assert answer["language"] == "ar"
    assert "ماذا يقول القفل؟" in answer["html"]
    assert "Que dit le cadenas" not in answer["html"]
    assert "Vérifier ma réponse" in answer["html"]
    assert "data-words" in answer["html"]
    html = room.render("student_view")
    assert 'lang="ar" dir="rtl"' in html


def test_a_language_that_is_missing_is_said_honestly() -> None:
    room = Classroom(make_checkpoint_olx(), make_host(language="en"))
    assert "Not yet available in English" in room.render("student_view")


def test_export_holds_no_state_of_a_learner() -> None:
    room = Classroom(make_checkpoint_olx())
    finish(room)
    from lxml import etree

    node = etree.Element("unknown")
    room.block.add_xml_to_node(node)
    assert etree.tostring(node, encoding="unicode") == make_checkpoint_olx()


def test_a_score_just_under_the_pass_mark_is_not_rounded_up_to_it() -> None:
    assert percent(Decimal("0.6999"), "fr") == "69\u202f%"


def test_the_way_to_the_pass_mark_is_told_only_while_it_can_be_gone() -> None:
    room = Classroom(make_checkpoint_olx(), make_host(language="en"))
    assert "3 more right answers reach the pass mark" in room.render("student_view")
    _, answer = room.answer("q3", "125")
    assert "more right" not in answer["html"]["track"]


def test_the_block_map_names_each_item_and_no_answer() -> None:
    block = Classroom(make_checkpoint_olx("mastery")).block
    assert block.block_map()["items"][0] == {"id": "q1", "competency": "MA-NUM.TC.06", "objective": "o1"}
    assert (block.block_map()["purpose"], block.block_map()["pass_mark"]) == ("mastery", "0.7")


def test_an_attempt_is_begun_without_a_page_where_none_is_wanted() -> None:
    room = Classroom(make_checkpoint_olx("mastery"))
    status, begun = room.post("begin_attempt", {"revision": 0, "idempotency_key": "b", "html": False})
    assert (status, "html" in begun, begun["attempt"]["number"]) == (200, False, 1)


def test_a_client_that_draws_for_itself_gets_the_facts_alone() -> None:
    drawn, plain = Classroom(make_checkpoint_olx()), Classroom(make_checkpoint_olx())
    payload = {"revision": 0, "idempotency_key": "k", "item": "q3", "response": "12,5"}
    shown, facts = drawn.post("answer", payload)[1], plain.post("answer", {**payload, "html": False})[1]
    assert "html" not in facts
    assert {name: facts[name] for name in ("revision", "ratings", "attempt")} == {
        name: shown[name] for name in ("revision", "ratings", "attempt")
    }
    assert facts["item"]["answer"]["feedback"] == shown["item"]["answer"]["feedback"]
    again = plain.post("answer", {**payload, "html": False})[1]
    assert {**again, "ratings": facts["ratings"]} == facts, "the same call again tells the same facts"
    for odd in (None, 0, "false", []):
        assert "html" in Classroom(make_checkpoint_olx()).post("answer", {**payload, "html": odd})[1]


def test_other_questions_are_promised_only_where_there_are_some() -> None:
    olx = make_checkpoint_olx()
    alone = etree.fromstring(olx)
    alone.remove(alone.find("item[@id='q1s']"))
    for source, promised in ((olx, True), (etree.tostring(alone, encoding="unicode"), False)):
        room = Classroom(source, make_host(language="en"))
        finish(room)
        assert ("Try again with other questions" in room.render("student_view")) is promised
        assert "You may also try again." in room.render("student_view")


@pytest.mark.parametrize(("right", "step"), [(True, "Go on to the next page.<"), (False, "Read again the parts that the feedback names.<")])
def test_the_last_attempt_ends_without_an_offer_of_another(right: bool, step: str) -> None:
    room = Classroom(make_checkpoint_olx("mastery", attempts=1), make_host(language="en"))
    room.post("begin_attempt", {"revision": 0, "idempotency_key": "begin-1"})
    finish(room, right)
    page = room.render("student_view")
    assert step in page
    assert "Try again" not in page
    assert ("You have used all your attempts" in page) is not right
