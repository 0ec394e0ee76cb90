"""The main job in a real browser: a student learns at one school, both schools and the registry see what she earned.

In Arabic she learns at the first school and is enrolled at the second; in French it is the other way round.
"""

from __future__ import annotations

import json

from playwright.sync_api import expect
from tests.browser.conftest import OpenTab
from tests.browser.staff_steps import MARK, close_jury, pull_by_hand, take_what_is_new, watch_cohort
from tests.browser.student_steps import (
    check_forgeries,
    check_public_page,
    collect_badge,
    fail_checkpoint,
    pass_checkpoint,
    read_in_three_languages,
)
from tests.factories.browser import Tab
from tests.factories.country import Country, eventually
from tests.factories.visitor import Program

from maslak_demo.layout import NAMES

WAYS = {"ar": ("ensam-rabat", "esith", "registrar"), "fr": ("esith", "ensam-rabat", "registrar-esith")}


def test_a_student_learns_and_every_registrar_sees_what_she_earned(country: Country, open_tab: OpenTab, language: str) -> None:
    school, other_school, registrar = WAYS[language]
    minutes_ref = f"PV-2026-{language}-014"
    student = open_tab(school, "student")
    student.inspect("home")
    student.press_submit(student.page.locator(".today a.btn-primary"))
    read_in_three_languages(student)
    fail_checkpoint(student)
    pass_checkpoint(student)

    badge = json.loads(collect_badge(student).read_text(encoding="utf-8"))
    stranger = open_tab(school)
    check_public_page(stranger, badge, NAMES[school][language])
    check_forgeries(stranger, badge)

    country.kill("registry-worker")
    country.kill("registry")
    decided = close_jury(open_tab(school, "registrar", "/jury"), minutes_ref)
    elsewhere = open_tab(other_school, "student", "/passport")
    expect(elsewhere.page.locator(".note-warning")).to_be_visible()
    elsewhere.inspect("passport-registry-away")
    country.start("registry", "registry-worker")
    check_arrival(country, school, decided)

    check_passport_elsewhere(elsewhere, badge, school)
    pull_by_hand(open_tab("registry", registrar, "/records"), school, decided, minutes_ref)
    take_what_is_new(open_tab("registry", registrar, "/records"))
    watch_cohort(open_tab(school, "instructor", "/cohorts"))
    student.open("/passport")
    expect(student.page.locator(".result-line")).to_contain_text(MARK)
    student.inspect("passport-with-result")
    student.open("/")
    student.inspect("home-afterwards")


def check_arrival(country: Country, school: str, decided: int) -> None:
    """What was decided while the registry was away arrives, and arrives once."""
    with Program(country.summary["clients"][school], country.address("registry")) as program:
        eventually(lambda: program.list_records(institution=school, state="final"), lambda records: len(records) >= decided, seconds=60)
        changes, _ = program.pull()
        results = [change["subject"] for change in changes if change["type"] == "completion.recorded" and change["institution"] == school]
        assert len(results) == len(set(results)) == decided


def check_passport_elsewhere(tab: Tab, badge: dict[str, object], school: str) -> None:
    """At her other school the passport shows what she earned here, and as of when."""
    page = tab.page

    def has_arrived() -> bool:
        tab.open("/passport")
        return page.locator(f".school:has(h3:has-text('{NAMES[school][tab.language]}')) li").count() >= 2

    eventually(has_arrived)
    entries = page.locator(".school").filter(has_text=NAMES[school][tab.language])
    expect(entries.locator("a[rel=external]")).to_have_attribute("href", str(badge["id"]).removesuffix(".json"))
    expect(page.locator("#p-schools ~ .fine")).to_contain_text("2026")
    tab.inspect("passport-elsewhere")
