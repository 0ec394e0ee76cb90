"""The logbook on a phone: what is written without a network is not lost, and every state can be read by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import PHONE, Tab
from tests.factories.workbench import serve_workbench

from maslak_xblocks.workbench.logbook_samples import STATES

PATH = "/scenario/maslak_logbook.{number}/student_view/?student={student}"


@pytest.fixture(scope="module")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the workbench."""
    with serve_workbench(tmp_path_factory.mktemp("logbooks")) as address:
        yield address


@pytest.fixture
def phone(chromium: Browser, workbench: str) -> Iterator[Tab]:
    """A phone that reads French."""
    tab = Tab(chromium, workbench, "fr", width=PHONE)
    yield tab
    tab.close()


def enter(tab: Tab, student: str, number: int = 0) -> Page:
    page = tab.open(PATH.format(number=number, student=student))
    expect(page.locator(".mk-logbook")).to_be_visible()
    return page


def kept(page: Page, form: str = ".mk-new") -> Any:
    return page.locator(f"{form} [data-kept]")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_state_is_well_for_a_learner(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    for student in STATES:
        page = enter(tab, student, 1)
        page.evaluate("document.querySelectorAll('.mk details').forEach(function (each) { each.open = true; })")
        tab.inspect(f"logbook-{student}")
    tab.close()
    assert tab.problems + tab.complaints == []


def test_entry_written_without_a_network_is_kept_and_sent_by_itself(phone: Tab) -> None:
    page = enter(phone, "offline")
    before = page.locator("[data-entry]").count()
    page.locator(".mk-new textarea").fill("J’ai relu 40 alertes au sous-sol.")
    expect(kept(page)).to_contain_text("Sur cet appareil")
    phone.context.set_offline(True)
    page.locator(".mk-new .mk-button").click()
    expect(kept(page)).to_contain_text("repart tout seul")
    phone.context.set_offline(False)
    expect(page.locator("[data-note]")).to_contain_text("Reçu à")
    expect(page.locator("[data-entry]")).to_have_count(before + 1)
    expect(page.locator(".mk-new textarea")).to_have_value("")


def test_draft_outlives_the_page_and_the_language(phone: Tab) -> None:
    page = enter(phone, "draft")
    page.locator(".mk-new textarea").fill("Pas encore fini")
    page.locator(".mk-new fieldset input").first.check()
    page.reload()
    expect(page.locator(".mk-new textarea")).to_have_value("Pas encore fini")
    expect(page.locator(".mk-new fieldset input").first).to_be_checked()
    page.locator(".mk-lang[value=ar]").click()
    expect(page.locator(".mk-logbook")).to_have_attribute("dir", "rtl")
    expect(page.locator(".mk-new textarea")).to_have_value("Pas encore fini")


def test_answer_that_got_lost_makes_no_second_entry(phone: Tab) -> None:
    page = enter(phone, "lost")
    before = page.locator("[data-entry]").count()
    lost = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/add_entry/**", lose)
    page.locator(".mk-new textarea").fill("Une seule fois")
    page.locator(".mk-new .mk-button").click()
    expect(kept(page)).to_contain_text("Personne n’a répondu")
    page.locator(".mk-new .mk-button").click()
    expect(page.locator("[data-note]")).to_contain_text("Reçu à")
    expect(page.locator("[data-entry]")).to_have_count(before + 1)


def test_file_travels_with_its_entry(phone: Tab) -> None:
    page = enter(phone, "file")
    page.locator(".mk-new textarea").fill("Avec une photo")
    page.locator(".mk-new .mk-evidence summary").click()
    photo: Any = {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    page.locator(".mk-new input[type=file]").set_input_files(photo)
    page.locator(".mk-new .mk-button").click()
    expect(page.locator("[data-entry]").first).to_contain_text("photo.png")


def test_refusal_stands_beside_the_form_and_the_text_stays(phone: Tab) -> None:
    page = enter(phone, "refused")
    page.locator(".mk-new textarea").fill("Demain")
    page.locator(".mk-new [name=done_on]").evaluate("node => { node.removeAttribute('max'); node.value = '2026-11-13'; }")
    page.locator(".mk-new .mk-button").click()
    expect(kept(page)).to_contain_text("choisissez aujourd’hui")
    expect(page.locator(".mk-new [name=done_on]")).to_be_focused()
    expect(page.locator(".mk-new textarea")).to_have_value("Demain")


def test_synthesis_of_another_window_is_never_overwritten_unseen(phone: Tab) -> None:
    page, form = enter(phone, "windows"), ".mk-synthesis form"
    other = phone.context.browser.new_context(base_url=phone.address, locale="fr-MA").new_page()  # type: ignore[union-attr]
    page.locator(f"{form} textarea").fill("Texte du téléphone")
    other.goto(PATH.format(number=0, student="windows"))
    other.locator(f"{form} textarea").fill("Texte du bureau")
    other.locator(f"{form} button:not([type]):not([data-as])").click()
    expect(kept(other, form)).to_contain_text("Brouillon reçu")
    page.locator(f"{form} button:not([type]):not([data-as])").click()
    expect(kept(page, form)).to_contain_text("autre fenêtre")
    page.reload()
    expect(page.locator(f"{form} textarea")).to_have_value("Texte du bureau")
    page.locator("[data-other=use]").click()
    expect(page.locator(f"{form} textarea")).to_have_value("Texte du téléphone")
    page.locator(f"{form} [data-as]").click()
    expect(page.locator("[data-note]")).to_contain_text("Remis à")
    expect(page.locator(f"{form}")).to_have_count(0)
    other.context.close()


def test_entry_is_written_with_the_keyboard_alone(phone: Tab) -> None:
    page = enter(phone, "keyboard")
    page.locator(".mk-new textarea").focus()
    page.keyboard.type("Au clavier")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-note]")).to_contain_text("Reçu à")
    expect(page.locator("[data-entry]").first).to_contain_text("Au clavier")


def test_entry_and_its_correction_set_anew_only_what_they_changed(phone: Tab) -> None:
    page = enter(phone, "parts")
    before = page.locator("[data-entry]").count()
    page.evaluate("document.querySelector('.mk-contract').dataset.same = 'yes'")
    page.locator(".mk-synthesis textarea").first.fill("Synthèse en cours")
    page.locator(".mk-new textarea").fill("Une entrée de plus")
    page.locator(".mk-new .mk-button").click()
    expect(page.locator("[data-entry]")).to_have_count(before + 1)
    expect(page.locator(".mk-new h3")).to_be_focused()
    expect(page.locator(".mk-new textarea")).to_have_value("")
    entry = page.locator("[data-entry]").first
    entry.locator(".mk-correct-entry summary").first.click()
    entry.locator("textarea").fill("Une entrée corrigée")
    entry.locator(".mk-correct-entry .mk-button").click()
    expect(page.locator("[data-entry]").first).to_contain_text("Une entrée corrigée")
    expect(page.locator("[data-entry]")).to_have_count(before + 1)
    expect(page.locator("[data-note]")).to_contain_text("Reçu à")
    expect(page.locator(".mk-contract[data-same=yes]")).to_have_count(1)
    expect(page.locator(".mk-synthesis textarea").first).to_have_value("Synthèse en cours")
