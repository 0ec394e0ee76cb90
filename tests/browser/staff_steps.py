"""What registrars and instructors do in their browsers, step by step, and what they must see then."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, Page, expect
from tests.factories.browser import Tab
from tests.factories.jury import JURY_ON

NAME = {"ar": "سلمى بناني", "fr": "Salma Bennani"}
MARK = "15,5"


def close_jury(tab: Tab, minutes_ref: str) -> int:
    """Enter marks and decisions for the group, propose them, read them once more, and close; return how many were decided on."""
    page = tab.page
    tab.inspect("juries")
    tab.press_submit(page.locator("main table a").first)
    rows = page.locator("tbody tr[id^=row-]")
    number = rows.count()
    for row in rows.all():
        row.locator("input").fill(MARK if NAME[tab.language] in row.inner_text() else "12")
        row.locator("select").select_option("validated")
    page.locator("#f-minutes_ref").fill(minutes_ref)
    # The date is missing still: the page says so and keeps everything.
    tab.press_submit(page.locator("button[value=freeze]"))
    expect(page.locator("#f-jury_on-error")).to_be_visible()
    expect(find_row(page, NAME[tab.language]).locator("input")).to_have_value(MARK)
    tab.forgive("422")
    tab.inspect("jury-open")
    page.locator("#f-jury_on").fill(JURY_ON)
    tab.press_submit(page.locator("button[value=freeze]"))
    tab.inspect("jury-proposed")
    tab.press_submit(page.locator("form[action$='/close'] button"))
    expect(find_row(page, NAME[tab.language])).to_contain_text(MARK)
    expect(page.locator(".jury-summary")).to_contain_text(minutes_ref)
    tab.inspect("jury-closed")
    return number


def find_row(page: Page, name: str) -> Locator:
    """Return the row of a table that names somebody."""
    return page.locator("tbody tr").filter(has_text=name).first


def pull_by_hand(tab: Tab, institution: str, decided: int, minutes_ref: str) -> None:
    """Filter the records, open one with its history, and take the files home."""
    page = tab.page
    page.locator("#f-institution").select_option(institution)
    page.locator("#f-state").select_option("final")
    page.locator("#f-decision").select_option("validated")
    page.locator("#f-period").select_option("2026-2027-S1")
    tab.press_submit(page.locator(".record-filters button[type=submit]"))
    expect(page.locator("tbody tr")).to_have_count(decided)
    tab.inspect("records")
    with page.expect_download() as workbook:
        page.locator("a[href*='.xlsx']").click()
    check_workbook(Path(workbook.value.path()), decided)
    with page.expect_download() as text:
        page.locator("a[href*='.csv']").click()
    check_csv(Path(text.value.path()), decided)
    tab.press_submit(find_row(page, NAME[tab.language]).locator("a"))
    expect(page.locator("main")).to_contain_text(MARK)
    expect(page.locator("main .pairs").first).to_contain_text(minutes_ref)
    expect(page.locator(".history-step")).to_have_count(1)
    tab.inspect("record")


def check_workbook(path: Path, decided: int) -> None:
    """Excel holds one row for each record, and marks as numbers."""
    # The browser keeps downloads without an ending, which openpyxl wants for a path but not for a stream.
    with path.open("rb") as file:
        sheet = openpyxl.load_workbook(file).active
        rows = [row for row in sheet.iter_rows(values_only=True) if row[2] and "@" not in str(row[2])]
    [hers] = [row for row in rows if "Salma Bennani" in row]
    assert 15.5 in [value for value in hers if isinstance(value, (int, float))]
    assert len(rows) == decided + 1


def check_csv(path: Path, decided: int) -> None:
    """The text opens right by a double click: byte-order mark, semicolons, decimal comma."""
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == decided + 1
    [hers] = [row for row in rows if "Salma Bennani" in row]
    assert MARK in hers
    assert "سلمى بناني" in hers


def take_what_is_new(tab: Tab) -> None:
    """See what changed since the last pull, say *I have these*, and see nothing new."""
    page = tab.open("/records/changes")
    expect(page.locator("tbody tr").first).to_be_visible()
    tab.inspect("changes")
    tab.press_submit(page.locator("form[action$='/received'] button"))
    expect(page.locator(".empty-state")).to_be_visible()
    tab.inspect("changes-none")


def watch_cohort(tab: Tab) -> None:
    """See who stands where by unit and competency, and how each question was answered."""
    page = tab.page
    tab.inspect("cohorts")
    tab.press_submit(page.locator("main li a").first)
    row = find_row(page, NAME[tab.language])
    expect(row.locator(".state-acquired").first).to_be_visible()
    assert page.locator(".heat-map thead th").count() >= 5
    report = page.locator(".item-report").first
    if report.get_attribute("open") is None:
        report.locator("summary").click()
    expect(report.locator(".option-bars li").first).to_contain_text(re.compile(r"\d"))
    tab.inspect("cohort")
