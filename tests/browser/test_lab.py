"""The lab as a learner works in it: table, hints, answers, a file, the end; judged by axe at every step, and with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import CUT_WORDS, PHONE, Tab
from tests.factories.workbench import serve_workbench


@pytest.fixture(scope="module")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the workbench; asked for after the browser, so that without one nothing is started."""
    with serve_workbench(tmp_path_factory.mktemp("workbench")) as address:
        yield address


def open_lab(tab: Tab, number: int, name: str) -> Page:
    return tab.open(f"/scenario/maslak_lab.{number}/student_view/?student={name}-{tab.language}")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_phone_is_enough_and_every_step_is_well(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language, width=PHONE)
    page = open_lab(tab, 0, "phone")
    tab.inspect("start")
    page.locator(".mk-begin button").click()
    expect(page.locator(".mk-data h3")).to_be_focused()
    assert page.evaluate(CUT_WORDS) == []
    tally = page.locator("[data-tally]")
    expect(tally).to_contain_text("80")
    page.locator("[data-word]").fill("webcam")
    shown = page.locator(".mk-sheet tbody tr:visible")
    expect(tally).not_to_contain_text(re.compile(r"80[^0-9]*80"))
    assert 0 < shown.count() < 80
    assert all("webcam" in text for text in shown.all_inner_texts())
    page.locator("[data-word]").fill("")
    page.locator("[data-order]").select_option(label="montant")
    amounts = page.locator(".mk-sheet tbody td:last-child").evaluate_all("cells => cells.map(cell => Number(cell.dataset.value))")
    assert amounts == sorted(amounts)
    tab.inspect("data")
    first = page.locator(".mk-task").first
    first.locator("[name=response]").fill("12,5")
    first.locator(".mk-ask button").click()
    expect(first.locator(".mk-shown li")).to_be_focused()
    # What was being written is still there after the hint, and in another language.
    expect(first.locator("[name=response]")).to_have_value("12,5")
    for wanted in ({"ar": "fr", "fr": "ar"}[language], language):
        page.locator(f".mk-lang[value={wanted}]").click()
        expect(page.locator(f".mk-lab[lang={wanted}]")).to_be_visible()
        expect(first.locator("[name=response]")).to_have_value("12,5")
    first.locator(".mk-actions button").click()
    expect(first.locator("[data-feedback]")).to_be_focused()
    expect(first.locator("[data-feedback]")).to_have_class(re.compile("mk-wrong"))
    tab.inspect("answered")
    page.locator(".mk-finish summary").click()
    page.locator(".mk-finish .mk-actions button").first.click()
    expect(page.locator(".mk-result")).to_be_focused()
    expect(page.locator(".mk-key").first).to_be_visible()
    tab.inspect("ended")
    tab.close()
    assert tab.problems + tab.complaints == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_keyboard_alone_gets_the_data_sends_a_file_and_hands_in(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    page = open_lab(tab, 1, "keys")
    page.locator(".mk-begin button").press("Enter")
    expect(page.locator(".mk-data h3")).to_be_focused()
    with page.expect_download() as download:
        page.locator(".mk-files a").first.press("Enter")
    assert download.value.suggested_filename == "acces-1.csv"
    card = page.locator(".mk-task").nth(1)
    card.locator(".mk-actions button").press("Enter")
    expect(card.locator("[data-note]")).not_to_be_empty()
    file = {"name": "vide.xlsx", "mimeType": "application/zip", "buffer": b"PK\x03\x04"}
    card.locator("input[type=file]").set_input_files(file)
    card.locator(".mk-actions button").press("Enter")
    expect(card.locator("[data-note]")).to_contain_text("CSV UTF-8")
    file = {"name": "echecs.csv", "mimeType": "text/csv", "buffer": b"adresse;echecs\n192.0.2.1;3\n"}
    card.locator("input[type=file]").set_input_files(file)
    card.locator(".mk-actions button").press("Enter")
    expect(card.locator("[data-feedback]")).to_be_focused()
    expect(card.locator("[data-feedback] ul li")).to_have_count(2)
    tab.inspect("file")
    page.locator(".mk-finish summary").press("Enter")
    page.locator(".mk-finish .mk-actions button").first.press("Enter")
    expect(page.locator(".mk-result.mk-failed")).to_be_focused()
    tab.close()
    # The browser itself complains of the one file that was refused.
    refused = [line for line in tab.complaints if "400 (Bad Request)" in line]
    assert len(refused) == 1
    assert tab.problems + [line for line in tab.complaints if line not in refused] == []
