"""Colleagues who mark one project by two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.factories.account import Browser
from tests.factories.project import PROJECT, Marker, ProjectSchool
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account

PROJECT_PAGE = "/to-mark/projects/core-2026"
RULE_PAGE = "/to-mark/two/rule/core-2026"


@dataclass
class Colleague:
    """One marker at a round between two."""

    browser: Browser
    name: str

    @property
    def queue(self) -> Marker:
        """The queue of this marker."""
        return Marker(self.browser)

    def open(self, round_id: str) -> str:
        """Return the page of the round."""
        return self.browser.get(f"/to-mark/two/{round_id}").text

    def sit(self, round_id: str) -> TestResponse:
        """Take one of the two seats."""
        return self.browser.post(f"/to-mark/two/{round_id}/take", {})

    def mark(self, round_id: str, action: str = "done", version: str | None = None, **fields: str) -> TestResponse:
        """Send one's own mark."""
        return self._send(f"/to-mark/two/{round_id}", round_id, action, version, fields)

    def settle(self, round_id: str, action: str, version: str | None = None, **fields: str) -> TestResponse:
        """Send the form that settles the round."""
        return self._send(f"/to-mark/two/{round_id}/settle", round_id, action, version, fields)

    def _send(self, path: str, round_id: str, action: str, version: str | None, fields: dict[str, str]) -> TestResponse:
        found = re.search(r'name="version" value="(-?\d+)"', self.open(round_id)) if version is None else None
        typed = {re.sub("^(band|comment|on)_", r"\1-", name): value for name, value in fields.items()}
        return self.browser.post(path, {"version": version or (found[1] if found else "0"), "action": action, **typed})


def name_colleague(school: ProjectSchool, name: str) -> Colleague:
    """Let an instructor with this name mark in the offering."""
    browser = school.add_staff("instructor")
    with school.database.session() as session:
        session.get_one(Account, school.find_account(browser)).display_name = name
    school.instructor.get(PROJECT_PAGE)
    answer = school.instructor.post(f"{PROJECT_PAGE}/markers", {"project": PROJECT, "login": school.login_of(browser)})
    assert answer.status_code == 303
    return Colleague(browser, name)


def set_double(school: ProjectSchool, *, markers: str = "2", tolerance: str = "0") -> TestResponse:
    """Set how many mark the project."""
    school.instructor.get("/account")
    return school.instructor.post(RULE_PAGE, {"project": PROJECT, "markers": markers, "tolerance": tolerance})


def share_out(school: ProjectSchool) -> TestResponse:
    """Share the open rounds out."""
    school.instructor.get("/account")
    return school.instructor.post(RULE_PAGE, {"project": PROJECT, "action": "share"})
