"""The pages beside the main way, judged as the others are: by axe, at every width, in the dark, with a silent console."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.conftest import OpenTab


def test_the_student_s_other_pages_are_well(open_tab: OpenTab) -> None:
    tab = open_tab("ensam-rabat", "student-2")
    tab.open("/learn/shared_core")
    tab.inspect("course")
    tab.open("/learn/shared_core/tc06-u2/tc06-u2-apply")
    tab.inspect("unit-apply")
    tab.open("/learn/shared_core/tc06-u2/tc06-u2-practice")
    tab.inspect("unit-practice")
    tab.open("/learn/work_study/logbook")
    tab.inspect("logbook")
    tab.open("/account")
    tab.inspect("account")
    answer = tab.page.goto("/learn/shared_core/no-such-unit")
    assert answer is not None
    assert answer.status == 404
    tab.check_language()
    tab.inspect("not-found")
    tab.forgive("404")


def test_public_pages_are_well(open_tab: OpenTab, language: str) -> None:
    tab = open_tab("ensam-rabat")
    page = tab.open(f"/sign-in?lang={language}")
    page.locator("#f-login").fill("nobody@ensam-rabat")
    page.locator("#f-password").fill("not the password")
    page.locator("main form button[type=submit]").click()
    error = page.locator("#sign-in-error").inner_text()
    expect(page.locator("#f-password")).to_be_focused()
    expect(page.locator("#f-password")).to_have_accessible_description(error)
    expect(page.locator("#f-login")).to_have_accessible_description(error)
    for code in ("401", "422", "400"):
        tab.forgive(code)
    tab.inspect("sign-in")
    tab.open("/verify")
    tab.inspect("verify")


def test_the_registrar_s_other_pages_are_well(open_tab: OpenTab) -> None:
    tab = open_tab("esith", "registrar", "/people")
    tab.inspect("people")
    tab.press_submit(tab.page.locator("tbody a").first)
    tab.inspect("person")
    registry = open_tab("registry", "national", "/health")
    registry.inspect("registry-health")
    registry.open("/records?state=revoked")
    registry.inspect("records-none")


def test_an_instructor_takes_a_checkpoint_as_an_exam_and_back(open_tab: OpenTab) -> None:
    tab = open_tab("ensam-rabat", "instructor", "/cohorts")
    page = tab.page
    tab.press_submit(page.locator(".cohort-card a").first)
    tab.press_submit(page.locator("a[href$='/exams']"))
    tab.inspect("exams")
    line = page.locator(".exam-line").first
    before = line.locator(".exam-state").inner_text()
    tab.press_submit(line.locator("button[value='1']"))
    expect(page.locator(".note-success")).to_be_visible()
    expect(line.locator(".exam-state")).not_to_have_text(before)
    tab.inspect("exams-set")
    tab.press_submit(line.locator("button[value='0']"))
    expect(line.locator(".exam-state")).to_have_text(before)
