"""An exam with a time limit in a browser: begun, warned, hidden, reloaded, ended by itself. The clock is set, nobody waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, Browser, Route, expect
from tests.browser.exam_steps import LEFT, Exam, write
from tests.factories.workbench import serve_workbench


@pytest.fixture(scope="module")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workbench of these tests alone: they set its clock."""
    with serve_workbench(tmp_path_factory.mktemp("workbench")) as address:
        yield address


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["checkpoint", "lab"])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_exam_is_begun_warned_of_its_end_and_ended_by_itself(chromium: Browser, workbench: str, language: str, kind: str) -> None:
    exam = Exam(chromium, workbench, language, kind, "whole")
    page, tab = exam.page, exam.tab
    expect(page.locator("[data-limit]")).to_contain_text("12")
    tab.inspect(f"timed-{kind}-start")
    exam.begin()
    says = page.locator("[data-says]")
    expect(says).to_have_text("")
    assert 700 < exam.left() <= 720
    focused = page.evaluate("() => document.activeElement.outerHTML")
    for seconds, minutes in ((125, "10"), (425, "5"), (665, "1")):
        exam.wait(seconds)
        expect(says).to_have_text(page.locator("[data-clock]").get_attribute(f"data-at-{minutes}") or "?")
    assert exam.left() <= 55
    assert page.evaluate("() => document.activeElement.outerHTML") == focused, "the clock never moves the focus"
    tab.inspect(f"timed-{kind}-warned")
    write(page, kind)
    exam.wait(719)
    expect(page.locator(".mk-result")).to_be_focused()
    expect(page.locator("[data-timed-out]")).to_be_visible()
    expect(page.locator("[data-clock]")).to_have_count(0)
    # What was written and not sent was sent for its learner.
    assert page.locator("[data-feedback]").count() == 1
    tab.inspect(f"timed-{kind}-ended")
    exam.close()


@pytest.mark.timeout(300)
def test_countdown_can_be_hidden_and_survives_a_reload_a_language_and_a_device_clock_that_is_wrong(
    chromium: Browser, workbench: str
) -> None:
    exam = Exam(chromium, workbench, "fr", "checkpoint", "reload")
    exam.begin()
    # A device that is ten years behind.
    exam.page.add_init_script("const now = Date.now; Date.now = () => now.call(Date) - 10 * 365 * 86400000;")
    exam.page.goto(exam.path)
    expect(exam.page.locator("[role=timer]")).to_have_text(LEFT)
    assert 600 < exam.left() <= 720
    toggle = exam.page.locator("[data-toggle]")
    toggle.press("Enter")
    expect(exam.page.locator("[role=timer]")).to_be_hidden()
    expect(toggle).to_be_focused()
    exam.page.locator(".mk-lang[value=ar]").click()
    expect(exam.page.locator(".mk-checkpoint[lang=ar]")).to_be_visible()
    expect(exam.page.locator("[role=timer]")).to_be_hidden()
    exam.page.goto(exam.path)
    expect(exam.page.locator("[data-toggle]")).to_be_visible()
    expect(exam.page.locator("[role=timer]")).to_be_hidden()
    exam.wait(430)
    expect(exam.page.locator("[data-says]")).to_have_text("Il reste 5 minutes.")
    exam.page.locator("[data-toggle]").click()
    expect(exam.page.locator("[role=timer]")).to_be_visible()
    exam.close()


@pytest.mark.timeout(300)
def test_answer_that_was_long_on_its_way_does_not_set_the_clock_back(chromium: Browser, workbench: str) -> None:
    exam = Exam(chromium, workbench, "fr", "checkpoint", "late-answer")
    page = exam.page
    exam.begin()
    page.wait_for_load_state("networkidle")
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/handler/**/state/**", lambda route: held.append((route, route.fetch())), times=1)
    exam.wait(60)
    expect(page.locator("[role=timer]")).to_have_text(re.compile("^1[12]:"))
    while not held:
        page.wait_for_timeout(20)
    exam.wait(665)
    expect(page.locator("[role=timer]")).to_have_text(re.compile("^0:"))
    route, answer = held[0]
    with page.expect_response("**/handler/**/state/**"):
        route.fulfill(response=answer)
    page.wait_for_timeout(200)
    assert exam.left() <= 55
    exam.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["checkpoint", "lab"])
def test_what_cannot_be_sent_at_the_end_is_kept_in_sight_and_told_not_to_count(chromium: Browser, workbench: str, kind: str) -> None:
    exam = Exam(chromium, workbench, "fr", kind, "away")
    page = exam.page
    exam.begin()
    write(page, kind)
    exam.wait(700)
    expect(page.locator("[role=timer]")).to_have_text(re.compile("^0:"))

    def cut(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/handler/**", cut)
    expect(page.locator("[data-says]")).to_contain_text("la connexion est perdue", timeout=60_000)
    # The connection is back after the grace: the attempt ends with what was received.
    page.request.get(f"{exam.tab.address}{exam.path.replace('student=', 'student=clock-')}&ahead=900")
    page.unroute("**/handler/**", cut)
    expect(page.locator(".mk-result")).to_be_visible()
    note = page.locator("[data-note]").filter(has_text="Non reçue à temps")
    expect(note).to_have_count(1)
    if kind == "lab":
        expect(note).to_contain_text("12,5")
    else:
        expect(page.locator('.mk-card[data-item="s1"] input:checked')).to_have_count(1)
    exam.tab.forgive("ERR_INTERNET_DISCONNECTED")
    exam.tab.forgive("409 (Conflict)")
    exam.close()
