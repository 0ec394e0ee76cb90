"""The lab driven as a phone, a page or a plain form drives it, without any host of ours underneath."""

from __future__ import annotations

import base64
import copy
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import etree
from lxml import html as lxml_html
from tests.factories.contract import find_faults
from tests.factories.lab import csv_of, data_for, make_lab_olx, right_answer
from tests.factories.xblock import BareRuntime, Classroom, make_host
from webob import Request

from maslak_xblocks.host import HostArrangement
from maslak_xblocks.lab.generators.writing import FORMS, write_file
from maslak_xblocks.olx import parse_source, to_bytes
from maslak_xblocks.workbench.host import Memory
from maslak_xblocks.workbench.scenarios.lab import SCENARIOS

VIEWS = ("student_view", "public_view", "author_view", "studio_view")
SECRETS = ("FEEDBACK", "MISCONCEPTION", "SECRET-HINT", "total_after_dedup", "total_with_duplicates", "totals_by_city", "misconception=")


class Lab(Classroom):
    """A lab in a bare runtime."""

    def begin(self) -> Any:
        status, answer = self.post("begin_attempt", {"revision": self.block.revision, "idempotency_key": f"begin-{self.block.revision}"})
        assert status == 200, answer
        return answer

    def send(self, task: str, response: object, key: str | None = None, **more: object) -> tuple[int, Any]:
        known = self.block.revision
        payload = {"revision": known, "idempotency_key": key or f"{task}-{known}", "task": task, "response": response, **more}
        return self.post("answer", payload)

    def finish(self) -> Any:
        status, answer = self.post("finish", {"revision": self.block.revision, "idempotency_key": f"end-{self.block.revision}"})
        assert status == 200, answer
        return answer

    def data(self, attempt: int = 1) -> Any:
        return data_for(self.usage, attempt=attempt)

    def get(self, query: str = "") -> Any:
        return self.runtime.handle(self.block, "dataset", Request.blank(f"/handler?{query}"))


def file_of(text: str, name: str = "totaux.csv") -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(text.encode()).decode()}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("olx", [make_lab_olx(), *(olx for _, olx in SCENARIOS)])
def test_every_view_renders_with_field_data_and_i18n_only(view: str, olx: str) -> None:
    runtime = BareRuntime()
    fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(olx.encode())), view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"
    ids = lxml_html.fromstring(fragment.content).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_start_says_how_long_it_takes_and_what_it_needs_before_anything_begins() -> None:
    phone, computer = (Lab(make_lab_olx(needs=needs), make_host(language="en")).render("student_view") for needs in ("any", "computer"))
    assert "about 20 minutes" in phone.casefold()
    assert "A phone is enough" in phone
    assert "Needs a computer" in computer
    assert "<table" not in phone + computer


def test_nothing_tells_an_answer_before_the_attempt_is_handed_in() -> None:
    lab = Lab(make_lab_olx("mastery"))
    seen = [lab.render("student_view"), lab.render("public_view"), json.dumps(lab.begin()), lab.render("student_view")]
    lab.send("city", "nowhere")
    _, wrong = lab.send("total", "1")
    seen += [json.dumps(lab.post("state", {})[1]), json.dumps(lab.post("set_language", {"language": "ar"})[1])]
    seen += [json.dumps(lab.block.student_view_data()), json.dumps(lab.block.index_dictionary())]
    data = lab.data()
    values = [right_answer(data, fact, language) for fact in ("total_after_dedup", "mean_amount") for language in ("fr", "en")]
    for text in seen:
        shown = text.replace("FEEDBACK-OTHER", "")
        assert not [secret for secret in (*SECRETS, *values) if secret in shown]
    assert wrong["task"]["answer"]["feedback"] == "FEEDBACK-OTHER"
    assert "right" not in wrong["task"]
    ended = lab.finish()
    assert [task["right"] for task in ended["attempt"]["tasks"]][0] == right_answer(data, "total_after_dedup")


def test_stranger_reads_what_it_is_and_gets_no_data() -> None:
    lab = Lab(make_lab_olx(), make_host(key=""))
    assert "<form" not in lab.render("public_view").replace("set_language", "").split("</header>")[1]
    for handler in ("state", "begin_attempt", "answer", "hint", "finish"):
        assert lab.post(handler, {})[0] == 403
    response = lab.get()
    assert (response.status_int, json.loads(response.body)["code"]) == (403, "not_signed_in")


def test_file_is_the_learners_own_an_attachment_and_what_the_page_shows() -> None:
    lab = Lab(make_lab_olx())
    assert json.loads(lab.get().body)["code"] == "attempt_over"
    lab.begin()
    for form in FORMS[:2]:
        response = lab.get(f"form={form.name}")
        assert response.body == write_file(lab.data(), form)
        assert response.headers["Content-Disposition"] == 'attachment; filename="ventes-1.csv"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.content_type == "text/csv"
    for form in ("log", "exe", "../x"):
        assert json.loads(lab.get(f"form={form}").body)["code"] == "unknown_form"
    page = lxml_html.fromstring(lab.render("student_view"))
    (table,) = page.xpath("//table")
    assert table.get("dir") == "ltr"
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tbody/tr")]
    assert len(rows) == 80
    assert rows[0][0] == lab.data().table.rows[0][0]


def test_client_that_draws_for_itself_gets_the_facts_alone() -> None:
    lab = Lab(make_lab_olx())
    told: dict[str, dict[str, Any]] = {
        "begin_attempt": {"idempotency_key": "b"},
        "answer": {"idempotency_key": "a", "task": "total", "response": "5"},
        "hint": {"task": "total", "hint": "h1"},
        "finish": {},
    }
    for handler, payload in told.items():
        status, answer = lab.post(handler, {**payload, "revision": lab.block.revision, "html": False})
        assert (status, "html" in answer) == (200, False), handler


@pytest.mark.parametrize(
    ("generator", "forms"), [("sales_table", ["spreadsheet", "plain"]), ("access_log", ["spreadsheet", "plain", "log"])]
)
def test_client_is_told_in_which_forms_the_data_can_be_had(generator: str, forms: list[str]) -> None:
    lab = Lab(next(olx for _, olx in SCENARIOS if f'generator="{generator}"' in olx))
    assert lab.begin()["attempt"]["forms"] == forms
    for name in ("spreadsheet", "plain", "log"):
        assert (lab.get(f"form={name}").status_int == 200) is (name in forms)


def test_neighbours_answer_does_not_fit_and_is_another_file() -> None:
    memory = Memory()
    mine, other = (Lab(make_lab_olx(), make_host(memory, key=key)) for key in ("learner-1", "learner-2"))
    for lab in (mine, other):
        lab.begin()
    assert mine.get().body != other.get().body
    neighbour = data_for(other.usage, "learner-2")
    assert mine.send("total", right_answer(neighbour, "total_after_dedup"))[1]["task"]["answer"]["score"] == "0"
    assert mine.send("table", file_of(csv_of(neighbour.facts["totals_by_city"])))[1]["task"]["answer"]["score"] == "0"


def test_wrong_route_is_named_and_the_best_answer_is_kept() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    data = lab.data()
    _, wrong = lab.send("total", right_answer(data, "total_with_duplicates"))
    answer = wrong["task"]["answer"]
    assert (answer["score"], answer["misconception"], answer["feedback"]) == ("0", "MISCONCEPTION-TWICE", "FEEDBACK-W1")
    assert "MISCONCEPTION-TWICE" in wrong["html"]["tasks"]["total"]
    _, right = lab.send("total", f"{right_answer(data, 'total_after_dedup')} DH")
    assert (right["task"]["best"], right["attempt"]["score_now"]) == ("1", "0.5")
    _, worse = lab.send("total", "3")
    assert (worse["task"]["best"], worse["task"]["answer"]["score"]) == ("1", "0")
    assert [event for name, event in lab.runtime.published if name == "grade"][-1]["value"] == 0.5
    assert all(event["only_if_higher"] for name, event in lab.runtime.published if name == "grade")


def test_answer_is_echoed_as_it_was_read_in_the_readers_language() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    _, answer = lab.send("total", "١٢٫٥", language="ar")
    assert answer["task"]["answer"]["response"] == "12,5"
    assert "Votre réponse a été lue" in answer["html"]["tasks"]["total"]
    status, refused = lab.send("total", "1.234")
    assert (status, refused["code"]) == (400, "invalid_number")


def test_hint_is_shown_for_its_price_once() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    for _ in range(2):
        asked = {"task": "total", "hint": "h1"}
        assert find_faults("maslak_lab", "handlers/hint/request", asked) == []
        status, answer = lab.post("hint", asked)
        assert status == 200
        assert [hint["html"] for hint in answer["task"]["hints"]] == ["SECRET-HINT-1", None]
    assert lab.block.revision == 2
    _, right = lab.send("total", right_answer(lab.data(), "total_after_dedup"))
    assert (right["task"]["best"], right["task"]["answer"]["score"]) == ("0.9", "1")
    assert lab.post("hint", {"revision": 3, "task": "total", "hint": "h9"})[1]["code"] == "unknown_hint"
    assert lab.post("hint", {"revision": 3, "task": "nothing", "hint": "h1"})[1]["code"] == "unknown_item"


def test_file_earns_its_right_rows_and_says_which_column_differs() -> None:
    lab = Lab(make_lab_olx(), make_host(language="en"))
    lab.begin()
    text = csv_of(lab.data().facts["totals_by_city"])
    spoilt = text.replace("\n", "x\n").replace("totalx", "total", 1).replace("x\n", "\n", 4)
    _, part = lab.send("table", file_of(spoilt))
    assert Decimal("0.3") < Decimal(part["task"]["answer"]["score"]) < 1
    assert part["task"]["answer"]["remarks"] == [f"In the column total, {spoilt.count('x')} rows differ."]
    _, right = lab.send("table", file_of(text))
    assert right["task"]["answer"]["score"] == "1"


@pytest.mark.parametrize(
    ("response", "code", "words"),
    [
        ({"name": "a.xlsx", "content": base64.b64encode(b"PK\x03\x04zzz").decode()}, "upload_refused", "CSV UTF-8"),
        ({"name": "a.csv", "content": base64.b64encode("ville;total\nFès;é".encode("cp1252")).decode()}, "upload_refused", "Windows-1252"),
        ({"name": "a.csv", "content": base64.b64encode(b"ville,total\nRabat,=A1+B2\n").decode()}, "upload_refused", "Row 2"),
        ({"name": "a.csv", "content": "%%%"}, "invalid_payload", ""),
        ({"name": "", "content": ""}, "empty_answer", ""),
        ({"content": "eA=="}, "empty_answer", ""),
        ("text", "empty_answer", ""),
        (None, "empty_answer", ""),
    ],
)
def test_file_that_is_no_table_costs_no_try_and_the_refusal_says_what_to_do(response: object, code: str, words: str) -> None:
    lab = Lab(make_lab_olx(tries=2), make_host(language="en"))
    lab.begin()
    status, refused = lab.send("table", response)
    assert (status, refused["code"]) == (400, code)
    assert words in refused["title"]
    task = next(each for each in lab.post("state", {})[1]["attempt"]["tasks"] if each["id"] == "table")
    assert (task["tries_left"], task["answer"]) == (2, None)


def test_payload_beyond_the_cap_is_refused_before_it_is_read() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    assert lab.send("table", {"name": "a.csv", "content": "A" * 400_000})[0] == 413


def test_tries_end_and_the_attempt_with_them() -> None:
    lab = Lab(make_lab_olx("mastery", tries=1, attempts=1))
    lab.begin()
    lab.send("total", "1")
    status, refused = lab.send("total", "2")
    assert (status, refused["code"]) == (403, "no_try_left")
    lab.send("city", "x")
    _, last = lab.send("table", file_of("ville;total\nx;1\n"))
    assert (last["attempt"]["finished"], last["attempt"]["passed"]) == (True, False)
    assert set(last["html"]["tasks"]) == {"total", "city", "table"}
    assert lab.post("begin_attempt", {"revision": lab.block.revision, "idempotency_key": "n"})[1]["code"] == "no_attempt_left"


def test_evidence_keeps_what_the_first_answer_was_when_a_later_one_is_right() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    data = lab.data()
    lab.send("total", right_answer(data, "total_with_duplicates"))
    lab.send("total", "7")
    lab.send("total", right_answer(data, "total_after_dedup"))
    lab.send("city", "Nulle part")
    lab.finish()
    told = {observation.item: json.loads(observation.response or "{}") for _, _, observation in lab.host.memory.evidence}
    assert (told["total"]["first"], told["city"]["first"]) == ("w1", "other")
    assert told["city"]["answer"] == "Nulle part"


def test_handing_in_gives_evidence_for_each_answered_task_and_the_whole() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    data = lab.data()
    lab.send("total", right_answer(data, "total_after_dedup"))
    lab.send("city", right_answer(data, "best_city"))
    assert lab.host.memory.evidence == []
    for _ in range(2):
        ended = lab.finish()
    assert ended["attempt"]["score"] == "0.75"
    seen = [(observation.item, observation.attempt, observation.score) for _, _, observation in lab.host.memory.evidence]
    assert seen == [("total", 1, Decimal(1)), ("city", 1, Decimal(1)), ("*", 1, Decimal("0.75"))]
    assert ("completion", {"completion": 1.0}) in lab.runtime.published
    assert lab.send("total", "1")[1]["code"] == "attempt_over"


def test_next_attempt_has_new_data_and_the_best_one_is_remembered() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    first = lab.get().body
    lab.send("total", right_answer(lab.data(), "total_after_dedup"))
    lab.finish()
    lab.begin()
    assert lab.get().body != first
    state = lab.post("state", {})[1]
    assert (state["best"], state["attempt"]["number"], state["attempt"]["answered"]) == ("0.5", 2, 0)
    assert lab.send("total", right_answer(lab.data(1), "total_after_dedup"))[1]["task"]["answer"]["score"] == "0"


def test_same_key_changes_nothing_and_an_old_revision_is_refused() -> None:
    lab = Lab(make_lab_olx())
    payload = {"revision": 0, "idempotency_key": "b"}
    for _ in range(2):
        assert lab.post("begin_attempt", payload)[0] == 200
    assert lab.post("begin_attempt", {**payload, "idempotency_key": "c"})[1]["code"] == "stale_revision"
    for _ in range(2):
        status, answer = lab.post("answer", {"revision": 1, "idempotency_key": "k", "task": "total", "response": "5"})
        assert (status, answer["revision"]) == (200, 2)
    assert lab.post("answer", {"revision": 1, "idempotency_key": "other", "task": "total", "response": "5"})[1]["code"] == "stale_revision"
    assert lab.block.attempts[0]["tasks"]["total"]["tries"] == 1


def test_answer_that_arrives_again_after_a_later_one_costs_no_try_and_takes_nothing_back() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    for key, response in (("one", "5"), ("two", "6")):
        lab.post("answer", {"revision": lab.block.revision, "idempotency_key": key, "task": "total", "response": response})
    late = {"revision": lab.block.revision, "idempotency_key": "one", "task": "total", "response": "5"}
    status, answer = lab.post("answer", late)
    assert (status, answer["task"]["answer"]["response"]) == (200, "6")
    assert lab.block.attempts[0]["tasks"]["total"]["tries"] == 2


def test_attempt_that_was_begun_before_several_keys_were_kept_knows_its_last() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    lab.post("answer", {"revision": 1, "idempotency_key": "one", "task": "total", "response": "5"})
    block = lab.block
    stored = copy.deepcopy(block.attempts)
    stored[0]["tasks"]["total"]["key"] = stored[0]["tasks"]["total"].pop("keys")[0]
    block.attempts = stored
    block.save()
    lab.post("answer", {"revision": 2, "idempotency_key": "one", "task": "total", "response": "5"})
    assert lab.block.attempts[0]["tasks"]["total"]["tries"] == 1


def test_dates_that_apply_to_the_learner_bound_everything_but_reading_and_handing_in() -> None:
    memory = Memory()
    lab = Lab(make_lab_olx(), make_host(memory))
    lab.begin()
    memory.arrangements[lab.usage] = HostArrangement(closes_at=datetime.now(UTC) - timedelta(hours=1))
    for handler in ("answer", "hint"):
        payload = {"revision": 1, "idempotency_key": "k", "task": "total", "hint": "h1", "response": "5"}
        assert lab.post(handler, payload)[1]["code"] == "not_open"
    assert lab.get().status_int == 200
    assert lab.post("state", {})[0] == 200
    assert 'data-handler="finish"' in lab.render("student_view")
    assert lab.finish()["attempt"]["finished"] is True
    assert [seen.item for *_, seen in memory.evidence] == ["*"]


def test_exam_keeps_feedback_scores_and_marks_until_the_end() -> None:
    memory = Memory()
    lab = Lab(make_lab_olx(), make_host(memory))
    memory.arrangements[lab.usage] = HostArrangement(exam_mode=True)
    lab.begin()
    _, answer = lab.send("total", right_answer(lab.data(), "total_after_dedup"))
    assert not {"score", "feedback", "misconception"} & set(answer["task"]["answer"])
    assert (answer["task"]["best"], answer["attempt"]["score_now"]) == (None, None)
    assert lab.runtime.published == []
    assert "FEEDBACK" not in json.dumps(answer)
    assert lab.finish()["attempt"]["score"] == "0.5"


def test_plain_forms_do_everything_and_lead_back_to_the_page() -> None:
    lab = Lab(make_lab_olx())
    where = {"headers": {"Referer": "http://localhost/learn/page"}}

    def post(handler: str, **fields: str) -> Any:
        body = urlencode({"revision": lab.block.revision, "idempotency_key": f"k{lab.block.revision}", **fields}).encode()
        return lab.request(handler, body, "application/x-www-form-urlencoded", **where)

    assert post("begin_attempt").headers["Location"] == "/learn/page"
    assert post("hint", task="total", hint="h1").status_int == 303
    assert post("answer", task="total", language="fr", response=right_answer(lab.data(), "total_after_dedup")).status_int == 303
    refused = post("answer", task="total", language="fr", response="")
    assert (refused.status_int, refused.content_type) == (400, "text/html")
    text = csv_of(lab.data().facts["totals_by_city"])
    body = (
        f'--x\r\nContent-Disposition: form-data; name="revision"\r\n\r\n{lab.block.revision}\r\n'
        '--x\r\nContent-Disposition: form-data; name="idempotency_key"\r\n\r\nfile-1\r\n'
        '--x\r\nContent-Disposition: form-data; name="task"\r\n\r\ntable\r\n'
        '--x\r\nContent-Disposition: form-data; name="response"; filename="C:\\mes\\totaux.csv"\r\nContent-Type: text/csv\r\n\r\n'
        f"{text}\r\n--x--\r\n"
    )
    assert lab.request("answer", body.encode(), "multipart/form-data; boundary=x", **where).status_int == 303
    assert post("finish").status_int == 303
    state = lab.post("state", {})[1]
    assert state["attempt"]["score"] == "0.7"
    table = state["attempt"]["tasks"][2]
    assert (table["answer"]["response"], table["best"]) == ("totaux.csv", "1")
    page = lab.render("student_view")
    assert "totaux.csv" in page


def test_learner_text_never_becomes_markup() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    attack = '"><img src=x onerror=alert(1)>'
    _, answer = lab.send("city", attack)
    lab.send("table", file_of(f"{attack};b\n1;2\n", attack))
    for text in (answer["html"]["tasks"]["city"], lab.render("student_view")):
        assert "<img" not in text


def test_element_keeps_its_bytes_and_what_a_later_version_put_there() -> None:
    runtime = BareRuntime()
    raw = to_bytes(parse_source(make_lab_olx()))
    block = runtime.get_block(runtime.parse_xml_string(raw))
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    assert to_bytes(node) == raw


def test_newer_release_with_other_rows_leaves_running_data_alone() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    before, block = lab.get().body, lab.block
    block.replace_source(block.effective_source.replace('rows="80"', 'rows="90"'))
    block.save()
    assert lab.get().body == before
    lab.finish()
    lab.begin()
    assert lab.get().body.count(b"\r\n") == 91


def test_author_reads_sample_values_that_no_learner_has() -> None:
    lab = Lab(make_lab_olx())
    lab.begin()
    page = lab.render("author_view")
    assert "FEEDBACK-W1" in page
    assert right_answer(lab.data(), "total_after_dedup") not in page
    assert right_answer(data_for(lab.usage, "sample", 0), "total_after_dedup") in page


def test_release_learns_what_the_lab_assesses() -> None:
    found = Lab(make_lab_olx("mastery")).block.block_map()
    assert (found["kind"], found["competency"], found["purpose"], found["pass_mark"]) == ("lab", "MA-NUM.TC.05", "mastery", "0.7")
    assert [item["id"] for item in found["items"]] == ["total", "city", "table"]
