"""A registrar's jury over HTTP: fill in the sheet, propose, close."""

from __future__ import annotations

import re
from typing import Any

import httpx
from tests.factories.visitor import Visitor

OFFERING = "NUM-100-2026-2027-S1"
GROUPS = {"ensam-rabat": "GI-1A", "esith": "TEX-1A"}
JURY_ON = "2026-11-20"


def jury_path(institution: str) -> str:
    """Return the page of the jury of an institution's group."""
    return f"/jury/{OFFERING}/{GROUPS[institution]}/normal"


def close_jury(address: str, login: dict[str, Any], student_number: str, minutes_ref: str, mark: str = "15,5") -> int:
    """Validate everybody with 12 except one learner, who gets `mark`; close, and return how many were decided on."""
    with Visitor(address).sign_in(login) as registrar:
        path = jury_path(login["institution"])
        page = registrar.get(path).text
        rows = re.findall(r'(?s)<tr role="row" id="row-([0-9a-f-]+)">.*?<span class="code" dir="ltr">([^<]+)</span>', page)
        fields = {f"decision-{learner}": "validated" for learner, _ in rows}
        fields |= {f"mark-{learner}": mark if number == student_number else "12" for learner, number in rows}
        facts = {"jury_on": JURY_ON, "minutes_ref": minutes_ref, "action": "freeze"}
        proposed = registrar.send(path, {**hidden_fields(page), **fields, **facts})
        assert proposed.status_code == httpx.codes.OK, proposed.text
        closed = registrar.send(f"{path}/close", hidden_fields(proposed.text))
        assert closed.status_code == httpx.codes.OK, closed.text
        return len(rows)


def hidden_fields(page: str) -> dict[str, str]:
    """Return the version of the jury that a page shows, and the token of its form."""
    return dict(re.findall(r'<input type="hidden" name="(version|token)" value="([^"]*)">', page))
