"""A project in a real browser: every state by axe, a round without a script, and a text that waits on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect
from tests.factories.browser import PHONE, Tab
from tests.factories.project_files import HTML, PDF
from tests.factories.workbench import serve_workbench

from maslak_xblocks.workbench.project_seeds import STATES

PAGE = "/scenario/maslak_project.0/student_view/?student="


@pytest.fixture(scope="module")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the workbench; asked for after the browser, so that without one nothing is started."""
    with serve_workbench(tmp_path_factory.mktemp("workbench")) as address:
        yield address


def make_file(content: bytes = PDF, name: str = "risks.pdf") -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_state_is_well(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    for state in STATES:
        page = tab.open(f"{PAGE}{state}")
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
        tab.inspect(f"project-{state}")
    tab.close()
    assert tab.problems + tab.complaints == []


def test_round_is_handed_in_without_a_script(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "fr", width=PHONE, javascript=False)
    page = tab.open(f"{PAGE}no-script")
    stage = page.locator("[data-stage=plan]").first
    stage.locator("textarea").fill("Notre question\net notre plan.")
    stage.locator("input[type=file]").set_input_files(make_file())
    tab.press_submit(stage.locator("[data-act=submit]"))
    stage = page.locator("[data-stage=plan]").first
    expect(stage.locator(".mk-state")).to_contain_text("Remis, en attente d’évaluation")
    expect(stage.locator("details.mk-round")).to_contain_text("risks.pdf")
    with page.expect_download() as download:
        stage.locator("details.mk-round a").first.click()
    assert Path(download.value.path()).read_bytes() == PDF
    tab.close()


def test_text_waits_on_the_phone_until_it_is_received(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "ar", width=PHONE)
    page = tab.open(f"{PAGE}phone")
    page.route("**/handler/**", lambda route: route.abort())
    page.locator("[data-text=plan]").fill("نص كُتب دون اتصال")
    expect(page.locator("[data-stage=plan] [data-note]").first).to_contain_text("على هذا الجهاز")
    page.unroute("**/handler/**")
    page.reload()
    expect(page.locator("[data-text=plan]")).to_have_value("نص كُتب دون اتصال")
    expect(page.locator("[data-stage=plan] [data-note]").first).to_contain_text("وصلت المسودة")
    page.wait_for_function("localStorage.length === 0")
    tab.close()


def test_file_that_lies_is_refused_and_a_true_one_is_listed_beside_typed_text(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "fr")
    page = tab.open(f"{PAGE}files")
    note = page.locator("[data-stage=plan] [data-note]").first
    page.locator("[data-text=plan]").fill("Texte en cours")
    page.locator("[data-file=risks]").set_input_files(make_file(HTML))
    expect(note).to_contain_text("n’est pas d’un type demandé")
    page.locator("[data-file=risks]").set_input_files(make_file())
    expect(page.locator("[data-files=risks]")).to_contain_text("risks.pdf")
    expect(page.locator("[data-text=plan]")).to_have_value("Texte en cours")
    page.locator("[data-files=risks] button").click()
    expect(page.locator("[data-files=risks]")).to_be_empty()
    tab.forgive("400")
    tab.close()
    assert tab.complaints == []


def test_two_of_a_team_write_at_once_and_neither_text_is_lost(chromium: Browser, workbench: str) -> None:
    mine, theirs = (Tab(chromium, workbench, "fr") for _ in range(2))
    for tab in (mine, theirs):
        tab.open(f"{PAGE}both")
    theirs.page.locator("[data-text=plan]").fill("Le texte de Yassine")
    expect(theirs.page.locator("[data-stage=plan] [data-note]").first).to_contain_text("Brouillon reçu")
    mine.page.locator("[data-text=plan]").fill("Le texte d’Amina")
    expect(mine.page.locator("[data-theirs=plan]")).to_contain_text("Le texte de Yassine")
    expect(mine.page.locator("[data-text=plan]")).to_have_value("Le texte d’Amina")
    mine.page.locator("[data-stage=plan] [data-act=save]").first.click()
    expect(mine.page.locator("[data-theirs=plan]")).to_be_empty()
    expect(mine.page.locator("[data-stage=plan] [data-note]").first).to_contain_text("Brouillon reçu")
    for tab in (mine, theirs):
        tab.close()
