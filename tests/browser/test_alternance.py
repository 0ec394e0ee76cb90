"""A company tutor with a telephone, and the academic tutor at a desk: two minutes, three questions, two signatures."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.conftest import OpenTab
from tests.factories.browser import PHONE
from tests.factories.country import Country

SCHOOLS = {"ar": "ensam-rabat", "fr": "esith"}


def test_tutor_signs_on_a_phone_and_the_academic_tutor_countersigns(open_tab: OpenTab, country: Country, language: str) -> None:
    school = SCHOOLS[language]
    given = country.summary["tutors"][school]
    tab = open_tab(school, width=PHONE)
    page = tab.open(f"{given['path']}?lang={language}")
    expect(page.locator(".tutor-stay-waits")).to_have_count(2)
    tab.inspect("tutor-apprentices")
    # The one whose logbook is kept has three entries.
    for number in range(2):
        tab.press_submit(page.locator(".tutor-stay").nth(number))
        if page.locator(".tutor-entry").count() == 3:
            break
        tab.open(given["path"])
    address = page.url
    tab.inspect("tutor-claim")
    page.locator("input[name=seen][value=often]").check()
    page.locator("input[name^=rating-][value=N2]").check()
    # Answers are kept while they are given; the code is not.
    expect(page.locator("[data-draft-status]")).not_to_be_empty()
    page.reload()
    expect(page.locator("input[name^=rating-][value=N2]")).to_be_checked()
    page.locator("#f-code").fill("000000" if given["code"] != "000000" else "111111")
    tab.press_submit(page.locator("button[value=signed]"))
    expect(page.locator("#e-code")).to_be_visible()
    expect(page.locator("input[name=seen][value=often]")).to_be_checked()
    tab.forgive("403")
    tab.inspect("tutor-wrong-code")
    page.locator("#f-code").fill(given["code"])
    tab.press_submit(page.locator("button[value=signed]"))
    expect(page.locator("#answered")).to_be_visible()
    tab.inspect("tutor-signed")

    desk = open_tab(school, "instructor", "/placements")
    desk.inspect("placements")
    for number in range(2):
        desk.press_submit(desk.page.locator("tbody th a").nth(number))
        if desk.page.locator("a[href^='/sign-offs/'][href$='/answer']").count():
            break
        desk.open("/placements")
    desk.inspect("placement")
    desk.press_submit(desk.page.locator("a[href^='/sign-offs/'][href$='/answer']"))
    desk.inspect("answer")
    desk.press_submit(desk.page.locator("button[value=countersign]"))
    expect(desk.page.locator(".note-success").first).to_be_visible()
    desk.inspect("answer-countersigned")
    tab.page.goto(address)
    expect(tab.page.locator("#f-code")).to_have_count(0)


def test_pages_of_alternance_at_the_office_are_well(open_tab: OpenTab) -> None:
    tab = open_tab("ensam-rabat", "registrar", "/placements")
    page = tab.page
    tab.inspect("placements-office")
    tab.open("/placements/new")
    tab.inspect("contract")
    tab.open("/placements/tutors")
    tab.inspect("tutors")
    tab.press_submit(page.locator("tbody th a").first)
    tab.inspect("tutor")
    tab.open("/placements/tutors")
    tab.press_submit(page.locator("a[href$='/link']").first)
    tab.inspect("link")
    tab.open("/placements")
    tab.press_submit(page.locator("tbody th a").first)
    tab.press_submit(page.locator("a[href$='/missions/new']"))
    tab.inspect("mission")
    tab.press_submit(page.locator("main form button[type=submit]").first)
    expect(page.locator("#f-text-error")).to_be_visible()
    tab.forgive("422")
    tab.inspect("mission-refused")


def test_tutor_without_a_telephone_signs_on_paper_and_the_school_enters_it(open_tab: OpenTab, language: str) -> None:
    desk = open_tab(SCHOOLS[language], "instructor", "/placements")
    page = desk.page
    # The one whose logbook fell silent: the other one signs on a phone.
    for number in range(2):
        desk.press_submit(page.locator("tbody th a").nth(number))
        if not page.locator(".placement-entry").count():
            break
        desk.open("/placements")
    desk.press_submit(page.locator("a[href^='/papers/']").first)
    desk.inspect("paper-stay")
    desk.press_submit(page.locator("main form button[type=submit]"))
    desk.inspect("paper")
    with page.expect_download() as download:
        page.locator("a[href$='/sheet.pdf']").click()
    sheet = download.value.path().read_bytes()
    assert sheet.startswith(b"%PDF-")
    page.locator("input[name=kind][value=signed]").check()
    page.locator("input[name=seen][value=once]").check()
    page.locator("select[name^=rating-]").select_option("N1")
    page.locator("#f-signed_on").fill(page.locator("#f-received_on").input_value())
    desk.press_submit(page.locator(".paper-form button[type=submit]"))
    expect(page.locator("#f-scan-error")).to_be_visible()
    expect(page.locator("input[name=seen][value=once]")).to_be_checked()
    desk.forgive("422")
    desk.inspect("paper-refused")
    page.locator("#f-scan").set_input_files({"name": "feuille.pdf", "mimeType": "application/pdf", "buffer": sheet})
    desk.press_submit(page.locator(".paper-form button[type=submit]"))
    expect(page.locator("#back")).to_be_visible()
    desk.inspect("paper-received")
    desk.press_submit(page.locator("a[href$='/answer']"))
    expect(page.locator("a[href^='/papers/answers/']")).to_be_visible()
    desk.inspect("answer-on-paper")


def test_hours_visits_and_the_defence_are_noted_with_plain_forms(open_tab: OpenTab, language: str) -> None:
    desk = open_tab(SCHOOLS[language], "registrar", "/placements")
    page = desk.page
    desk.press_submit(page.locator("tbody th a").first)
    placement = page.url.replace(desk.address, "")
    desk.inspect("placement-followed")
    desk.press_submit(page.locator("a[href$='/hours']").first)
    page.locator("#f-planned").fill("35")
    page.locator("#f-present").fill("-1")
    desk.press_submit(page.locator("main form button[type=submit]"))
    expect(page.locator("#f-present-error")).to_be_visible()
    desk.forgive("422")
    desk.inspect("hours-refused")
    page.locator("#f-present").fill("35")
    desk.press_submit(page.locator("main form button[type=submit]"))
    desk.press_submit(page.locator("a[href$='/visits/new']"))
    desk.inspect("visit")
    desk.open(placement)
    desk.press_submit(page.locator("a[href$='/defence']"))
    desk.inspect("defence")
    desk.open("/papers")
    desk.inspect("paper-find")


def test_link_that_leads_nowhere_says_what_to_do(open_tab: OpenTab, language: str) -> None:
    tab = open_tab("ensam-rabat", width=PHONE)
    answer = tab.page.goto(f"/t/nobody-was-given-this?lang={language}")
    assert answer is not None
    assert answer.status == 404
    tab.check_language()
    tab.inspect("tutor-refused")
    tab.forgive("404")
